//! Acts performed by speech: what a quotation does, and on what condition.

use std::ops::Range;

use depeche_language::pack::{Aspect, Fallback, Function};
use depeche_record::{Account, AccountKind, Modality, PartyId, Polarity, Span};

use super::fields;
use super::scene::Scene;
use super::syntax::Subject;
use super::told::{Telling, blank};

/// What share of a content other accounts must tell for it to need no account
/// of its own, in percent.
const TOLD: usize = 35;

impl Scene<'_> {
    /// The statement that a quotation makes, unless other accounts tell what it
    /// says.
    pub(super) fn statement(&self, number: usize, tellings: &[Telling]) -> Option<Telling> {
        let quotation = &self.quotations[number];
        let performed = tellings.iter().any(|telling| telling.performs == Some(number));
        if performed || quotation.speaker.is_empty() || self.is_told(number, tellings) {
            return None;
        }
        let rule = &self.article.pack.acts.statement;
        let mut account = fallback(rule, AccountKind::Statement, Self::span_of(quotation));
        account.by.clone_from(&quotation.speaker);
        account.to.clone_from(&quotation.addressee);
        account.quotation = Some(quotation.id);
        account.polarity = quotation.polarity;
        account.hedge = quotation.hedge;
        let within = self.syntax.tokens(account.span);
        let head = quotation.cue.first().map_or(within.start, |cue| self.syntax.tokens(*cue).start);
        fields::fill(self, &mut account, within, Some(number));
        Some(Telling { account, head, performs: Some(number) })
    }

    /// Whether accounts or quotations inside its content tell what a quotation
    /// says.
    fn is_told(&self, number: usize, tellings: &[Telling]) -> bool {
        let quotation = &self.quotations[number];
        let length: usize = quotation.content.iter().map(|span| span.len()).sum();
        let inside = |span: Span| -> usize {
            let shared =
                |content: &Span| content.end.min(span.end).saturating_sub(content.begin.max(span.begin)) as usize;
            quotation.content.iter().map(shared).sum()
        };
        let told = tellings.iter().filter(|telling| telling.performs != Some(number)).filter(|telling| {
            let head = self.article.segmented.tokens[telling.head].span;
            quotation.content.iter().any(|content| content.contains(head))
        });
        let told: usize = told.map(|telling| inside(telling.account.span)).sum();
        let nested = self.quotations.iter().filter(|other| other.parent == Some(quotation.id));
        let nested: usize = nested.flat_map(|other| &other.content).map(|span| inside(*span)).sum();
        (told.max(nested)) * 100 >= length * TOLD
    }

    /// The condition that an act is put under in its sentence: an account of its
    /// own. The act becomes conditional.
    pub(super) fn condition(&self, telling: &mut Telling) -> Option<Telling> {
        let takes = matches!(
            telling.account.kind,
            AccountKind::Offer
                | AccountKind::Warning
                | AccountKind::Commitment
                | AccountKind::Agreement
                | AccountKind::Refusal
                | AccountKind::Proposal
        );
        if !takes || telling.account.polarity != Polarity::Yes {
            return None;
        }
        let tokens = self.condition_near(telling)?;
        telling.account.modality = Modality::Conditional;
        let rule = &self.article.pack.acts.condition;
        let mut account = fallback(rule, AccountKind::Condition, self.syntax.span(tokens.clone()));
        account.by.clone_from(&telling.account.by);
        account.to.clone_from(&telling.account.to);
        account.quotation = telling.account.quotation;
        fields::fill(self, &mut account, tokens.clone(), None);
        if telling.account.due_span.is_some_and(|due| account.span.overlaps(due)) {
            (telling.account.due, telling.account.due_span) = (None, None);
        }
        Some(Telling { account, head: tokens.start, performs: None })
    }

    /// The tokens of the conditional clause in the sentence of an act.
    fn condition_near(&self, telling: &Telling) -> Option<Range<usize>> {
        let cue = telling.performs.map(|number| &self.quotations[number]);
        let content = cue.and_then(|quotation| quotation.content.first()).map(|span| self.syntax.tokens(*span));
        let sentence = self.syntax.sentence(telling.head).tokens.clone();
        let (range, said) = match content {
            Some(content) => (content.clone(), self.said_at(content.start)),
            None => (sentence, self.said_at(telling.head)),
        };
        let starts = |at: &usize| {
            self.syntax.has(*at, Function::Condition)
                && !(*at > 0 && self.syntax.has(*at - 1, Function::Condition))
                && (self.said_at(*at) == said)
                && !(*at > 0
                    && self
                        .syntax
                        .group_at(*at - 1)
                        .is_some_and(|group| self.cue_at(self.syntax.groups[group].head).is_some()))
        };
        let begin = range.clone().find(starts)?;
        let ends = |at: &usize| {
            self.syntax.is_mark(*at, &[",", ";", ".", ":"]) || self.said_at(*at) != said || self.syntax.is_quote(*at)
        };
        let end = (begin + 1..range.end).find(ends).unwrap_or(range.end);
        let has_verb = (begin..end).find_map(|at| self.syntax.group_at(at)).is_some();
        has_verb.then_some(begin..end)
    }

    /// One account for each of several things that one verb governs: "exige que
    /// A…, que B… et que C…".
    pub(super) fn split(&self, telling: Telling) -> Vec<Telling> {
        let several =
            matches!(telling.account.kind, AccountKind::Demand | AccountKind::Commitment | AccountKind::Proposal);
        let content = self.governed(&telling).filter(|_| several && telling.account.polarity == Polarity::Yes);
        let mut cuts = content.clone().map(|content| self.cuts(content)).unwrap_or_default();
        let Some(content) = content.filter(|_| !cuts.is_empty()) else { return vec![telling] };
        cuts.push(content.end);
        let mut begin = self.syntax.tokens(telling.account.span).start;
        let mut pieces = Vec::new();
        for cut in cuts {
            let joint =
                |at: usize| self.syntax.is_mark(at, &[",", ";", "."]) || self.syntax.has(at, Function::Coordinator);
            let end = (begin + 1..cut).rev().find(|at| !joint(*at)).map_or(cut, |last| last + 1);
            let mut piece = telling.clone();
            piece.account.span = self.syntax.span(begin..end);
            (piece.account.due, piece.account.due_span) = (None, None);
            fields::fill(self, &mut piece.account, begin..end, telling.performs);
            if begin >= content.start {
                (piece.head, piece.account.to) = (begin, self.acting_in(begin..end));
            }
            pieces.push(piece);
            begin = cut;
        }
        pieces
    }

    /// Who is to act in one of several things asked for: the subject of its verb.
    fn acting_in(&self, tokens: Range<usize>) -> Vec<PartyId> {
        let verb = tokens.clone().find_map(|at| self.syntax.group_at(at));
        match verb.map(|verb| self.syntax.subject(verb)) {
            Some(Subject::Parties(nouns)) => {
                self.actors(nouns.into_iter().filter(|noun| tokens.contains(&self.syntax.nouns[*noun].begin)))
            }
            _ => Vec::new(),
        }
    }

    /// The tokens of what the verb of an act governs: the content of its
    /// quotation, or the rest of its clause.
    fn governed(&self, telling: &Telling) -> Option<Range<usize>> {
        if let Some(number) = telling.performs {
            let [content] = self.quotations[number].content.as_slice() else { return None };
            return Some(self.syntax.tokens(*content));
        }
        let verb = self.syntax.groups[self.syntax.group_at(telling.head)?].tokens.end;
        let end = self.syntax.tokens(telling.account.span).end;
        let begin = (verb..end).find(|at| !self.syntax.has(*at, Function::Adverb))?;
        Some(begin..end)
    }

    /// Where the content at `tokens` begins anew with the word it began with:
    /// ", que", "et de".
    fn cuts(&self, tokens: Range<usize>) -> Vec<usize> {
        let all = &self.article.segmented.tokens;
        let Some(opener) = tokens.clone().next().map(|at| all[at].form) else { return Vec::new() };
        let preposition = self.syntax.prepositions[tokens.start];
        let governs = self.syntax.has(tokens.start, Function::Subordinator) || preposition.is_some();
        if !governs || opener == depeche_language::Form::UNKNOWN {
            return Vec::new();
        }
        let again =
            |at: usize| all[at].form == opener || preposition.is_some() && self.syntax.prepositions[at] == preposition;
        let joined =
            |at: usize| self.syntax.is_mark(at - 1, &[",", ";"]) || self.syntax.has(at - 1, Function::Coordinator);
        let infinitive = |at: usize| {
            let group = (at + 1..at + 4).find_map(|at| self.syntax.group_at(at));
            group.is_some_and(|group| self.syntax.groups[group].aspect == Aspect::Infinitive)
        };
        let clause = self.syntax.has(tokens.start, Function::Subordinator);
        (tokens.start + 1..tokens.end).filter(|at| again(*at) && joined(*at) && (clause || infinitive(*at))).collect()
    }
}

fn fallback(rule: &Fallback, kind: AccountKind, span: Span) -> Account {
    blank(kind, span, &rule.id, rule.confidence)
}
