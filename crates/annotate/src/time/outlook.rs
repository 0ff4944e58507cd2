//! Whether the words around a time expression look back or ahead.

use std::ops::Range;

use depeche_language::pack::Tense;
use depeche_language::pack::time::Signal;
use depeche_language::{Form, Token, TokenKind};

use crate::Article;

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    Past,
    Present,
    Ahead,
    Unknown,
}

/// How many tokens before an expression an announcing word may stand.
const ANNOUNCING: usize = 4;

/// Where the clause around `expression` looks: told by the word before it, else
/// by the nearest verb before it, else by the first one after it.
pub(super) fn outlook(article: &Article<'_>, sentence: Range<usize>, expression: Range<usize>) -> Outlook {
    let clause = Clause { article, tokens: &article.segmented.tokens, begin: sentence.start };
    let signal = article.pack.time.signal_before(&article.segmented, sentence.start, expression.start);
    let begin = signal.map_or(expression.start, |(begin, _)| begin);
    let signal = signal.map(|(_, signal)| signal);
    match signal {
        Some(Signal::Since) => return Outlook::Past,
        Some(Signal::Within | Signal::Before) => return Outlook::Ahead,
        _ => {}
    }
    let near = begin.saturating_sub(ANNOUNCING).max(sentence.start)..begin;
    let outlooks = article.pack.time.outlooks();
    let announces = |token: &Token| outlooks.ahead.contains(&token.form);
    if clause.tokens[near].iter().rev().take_while(|token| token.is_word()).any(announces) {
        // "prévu le 8 octobre, avait été reporté": that day may be over by now.
        let is_over = clause.is_told_from_later(expression.end..sentence.end);
        return if is_over { Outlook::Unknown } else { Outlook::Ahead };
    }
    let before = clause.first_verb((sentence.start..begin).rev());
    if let Some((at, Outlook::Past)) = before
        && begin - at > ADJACENT
        && clause.announces(at)
    {
        return Outlook::Ahead;
    }
    let verb = before.or_else(|| clause.first_verb(expression.end..sentence.end));
    match verb.or_else(|| clause.verb_of_list(sentence.start..begin)) {
        Some((_, looks)) if looks != Outlook::Unknown => looks,
        _ if matches!(signal, Some(Signal::Until | Signal::From)) => Outlook::Ahead,
        _ => Outlook::Unknown,
    }
}

/// A time so close after a past verb is when the verb happened, not when its
/// object will: "a proposé vendredi une rencontre".
const ADJACENT: usize = 2;

struct Clause<'a> {
    article: &'a Article<'a>,
    tokens: &'a [Token],
    /// Its sentence's first token.
    begin: usize,
}

/// How far the parts of a verb group stand apart.
const VERB_GROUP: usize = 4;

impl Clause<'_> {
    /// What the first verb among `places` tells, up to the end of the clause.
    fn first_verb(&self, places: impl Iterator<Item = usize>) -> Option<(usize, Outlook)> {
        places.take_while(|at| !self.ends_clause(*at)).find_map(|at| Some((at, self.verb_at(at)?)))
    }

    /// The verb before a colon, for a list of days without one: "se sont tenues :
    /// le 10…, le 12…".
    fn verb_of_list(&self, before: Range<usize>) -> Option<(usize, Outlook)> {
        let colon = before.clone().rev().find(|at| self.ends_clause(*at))?;
        let mut opening = self.tokens[colon + 1..].iter().take(2);
        let lists = self.tokens[colon].of(self.article.content()).starts_with(':')
            && opening.any(|token| token.kind == TokenKind::Number);
        lists.then(|| self.first_verb((before.start..colon).rev())).flatten()
    }

    /// Whether the first verb among `places` is a pluperfect.
    fn is_told_from_later(&self, places: Range<usize>) -> bool {
        let Some((at, _)) = self.first_verb(places) else { return false };
        let auxiliaries = &self.article.pack.time.outlooks().auxiliaries;
        let mut readings = self.article.pack.verbs.readings(self.tokens[at].form);
        readings.any(|reading| reading.tense == Tense::Imperfect && auxiliaries.contains(&reading.lemma))
            && self.participle_after(at)
    }

    /// Whether the verb at token `at` speaks of what its object will be.
    fn announces(&self, at: usize) -> bool {
        let announcing = &self.article.pack.time.outlooks().announcing;
        self.article.pack.verbs.readings(self.tokens[at].form).any(|reading| announcing.contains(&reading.lemma))
    }

    fn ends_clause(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.kind == TokenKind::Mark && token.of(self.article.content()).starts_with([';', ':', '!', '?'])
    }

    /// Where the verb at token `at` looks; `None` if it is none.
    fn verb_at(&self, at: usize) -> Option<Outlook> {
        let token = self.tokens[at];
        let outlooks = self.article.pack.time.outlooks();
        // "Vienne" is a town, unless it opens the sentence.
        let is_name = token.capital && at > self.begin;
        if !token.is_word() || is_name || self.is_noun(at) || outlooks.not_verbs.contains(&token.form) {
            return None;
        }
        if token.form == Form::UNKNOWN {
            return self.unknown_verb(at);
        }
        let readings = self.article.pack.verbs.readings(token.form);
        let auxiliary = readings.clone().any(|reading| outlooks.auxiliaries.contains(&reading.lemma));
        let has = |tense: Tense| readings.clone().any(|reading| reading.tense == tense);
        if readings.len() == 0 {
            return None;
        }
        if has(Tense::PastParticiple)
            && (!readings.clone().any(|r| r.tense.is_finite()) || self.auxiliary_before(at).is_some())
        {
            return Some(self.participle(at));
        }
        if auxiliary && (self.participle_after(at) || self.unknown_after(at)) {
            return Some(self.compound(at));
        }
        if has(Tense::Infinitive) {
            return Some(self.infinitive(at));
        }
        if has(Tense::Imperfect) || has(Tense::Past) && !has(Tense::Present) {
            Some(Outlook::Past)
        } else if has(Tense::Future) || has(Tense::Conditional) {
            Some(Outlook::Ahead)
        } else if has(Tense::Present) {
            let prospective = readings.clone().any(|reading| outlooks.prospective.contains(&reading.lemma));
            Some(if prospective { Outlook::Ahead } else { Outlook::Present })
        } else if has(Tense::Subjunctive) {
            Some(Outlook::Ahead)
        } else {
            None
        }
    }

    /// A word after an article is a noun: "la rencontre".
    fn is_noun(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| self.tokens[before]) else { return false };
        let time = &self.article.pack.time;
        time.is_article(before.form) || time.outlooks().determiners.contains(&before.form)
    }

    /// What the ending of an unknown word tells.
    fn unknown_verb(&self, at: usize) -> Option<Outlook> {
        let token = self.tokens[at];
        let word = token.of(self.article.content());
        let outlooks = self.article.pack.time.outlooks();
        let ends = |endings: &[String]| !token.capital && endings.iter().any(|ending| word.ends_with(&**ending));
        if ends(&outlooks.endings_ahead) {
            Some(Outlook::Ahead)
        } else if ends(&outlooks.endings_behind) {
            Some(Outlook::Past)
        } else {
            None
        }
    }

    /// Whether an unknown word that looks like a participle follows closely.
    fn unknown_after(&self, at: usize) -> bool {
        let endings = &self.article.pack.time.outlooks().endings_participle;
        self.tokens[at + 1..].iter().take(2).any(|token| {
            let word = token.of(self.article.content());
            token.is_word()
                && token.form == Form::UNKNOWN
                && !token.capital
                && endings.iter().any(|ending| word.ends_with(&**ending))
        })
    }

    /// The auxiliary that a participle at `at` belongs to.
    fn auxiliary_before(&self, at: usize) -> Option<usize> {
        let auxiliaries = &self.article.pack.time.outlooks().auxiliaries;
        (at.saturating_sub(VERB_GROUP)..at).rev().take_while(|at| self.tokens[*at].is_word()).find(|at| {
            self.article
                .pack
                .verbs
                .readings(self.tokens[*at].form)
                .any(|reading| auxiliaries.contains(&reading.lemma) && reading.tense != Tense::PastParticiple)
        })
    }

    /// The verb that is one with the infinitive at `at`.
    fn causative_before(&self, at: usize) -> Option<usize> {
        let causatives = &self.article.pack.time.outlooks().causatives;
        let before = at.checked_sub(1)?;
        let mut readings = self.article.pack.verbs.readings(self.tokens[before].form);
        readings.any(|reading| causatives.contains(&reading.lemma)).then_some(before)
    }

    fn participle_after(&self, at: usize) -> bool {
        let end = (at + 1 + VERB_GROUP).min(self.tokens.len());
        self.tokens[at + 1..end].iter().take_while(|token| token.is_word()).any(|token| {
            self.article.pack.verbs.readings(token.form).any(|reading| reading.tense == Tense::PastParticiple)
        })
    }

    fn participle(&self, at: usize) -> Outlook {
        if self.article.pack.time.outlooks().ahead.contains(&self.tokens[at].form) {
            return Outlook::Ahead;
        }
        self.auxiliary_before(at).map_or(Outlook::Past, |auxiliary| self.compound(auxiliary))
    }

    /// Where an auxiliary with its participle looks: back, unless its tense
    /// leads ahead ("sera", "soit rendu", "être reçu").
    fn compound(&self, auxiliary: usize) -> Outlook {
        let copulas = &self.article.pack.time.outlooks().copulas;
        let readings = self.article.pack.verbs.readings(self.tokens[auxiliary].form);
        let has = |tense: Tense| readings.clone().any(|reading| reading.tense == tense);
        let passive = readings.clone().any(|reading| copulas.contains(&reading.lemma));
        if has(Tense::Future) {
            Outlook::Ahead
        } else if passive && has(Tense::Conditional) {
            Outlook::Unknown
        } else if passive && (has(Tense::Infinitive) || has(Tense::Subjunctive) && !has(Tense::Present)) {
            Outlook::Ahead
        } else {
            Outlook::Past
        }
    }

    /// An infinitive looks ahead, unless it is itself in the past or one with the verb
    /// before it: "a fait savoir".
    fn infinitive(&self, at: usize) -> Outlook {
        if let Some(looks) = self.causative_before(at).and_then(|causative| self.verb_at(causative)) {
            return looks;
        }
        let auxiliaries = &self.article.pack.time.outlooks().auxiliaries;
        let auxiliary =
            self.article.pack.verbs.readings(self.tokens[at].form).any(|reading| auxiliaries.contains(&reading.lemma));
        if auxiliary && self.participle_after(at) { self.compound(at) } else { Outlook::Ahead }
    }
}
