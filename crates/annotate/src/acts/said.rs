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

    /// The harm that a demand is followed by in its sentence: "exige que B parte,
    /// [faute de quoi le détroit sera fermé]".
    pub(super) fn threat(&self, telling: &Telling) -> Option<Telling> {
        let demands = telling.account.kind == AccountKind::Demand && telling.account.polarity == Polarity::Yes;
        let sentence = self.syntax.sentence(telling.head).tokens.clone();
        let mut after = telling.head..sentence.end;
        let begin = after.find(|at| self.syntax.has(*at, Function::Threat)).filter(|_| demands)?;
        let ends = |at: &usize| self.syntax.is_mark(*at, &[";", ".", ":"]);
        let end = (begin + 1..sentence.end).find(ends).unwrap_or(sentence.end);
        let rule = &self.article.pack.acts.threat;
        let mut account = fallback(rule, AccountKind::Warning, self.syntax.span(begin..end));
        account.by.clone_from(&telling.account.by);
        account.to.clone_from(&telling.account.to);
        account.quotation = telling.account.quotation;
        account.modality = Modality::Conditional;
        fields::fill(self, &mut account, begin..end, None);
        Some(Telling { account, head: begin, performs: None })
    }

    /// Whether a token stands in a question that nobody is quoted with: what it
    /// tells is asked, not done.
    pub(super) fn is_asked(&self, at: usize) -> bool {
        let sentence = self.syntax.sentence(at).tokens.clone();
        let asked =
            || sentence.rev().find(|at| !self.syntax.is_quote(*at)).is_some_and(|at| self.syntax.is_mark(at, &["?"]));
        self.said_at(at).is_none() && asked()
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
        if telling.account.kind == AccountKind::Meeting {
            return self.rounds(&telling).unwrap_or_else(|| vec![telling]);
        }
        let several =
            matches!(telling.account.kind, AccountKind::Demand | AccountKind::Commitment | AccountKind::Proposal);
        let content = self.governed(&telling).filter(|_| several && telling.account.polarity == Polarity::Yes);
        let demanded = telling.account.kind == AccountKind::Demand;
        let mut cuts = content.clone().map(|content| self.cuts(content, demanded)).unwrap_or_default();
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

    /// One account for each of several meetings that one sentence lists, each with
    /// its own day: "ont eu lieu : le 10 à [A], le 12 à [B]".
    fn rounds(&self, telling: &Telling) -> Option<Vec<Telling>> {
        let span = telling.account.span;
        let within = self.syntax.tokens(span);
        let opens = |at: usize| {
            let joint = at - 1;
            self.syntax.is_mark(joint, &[",", ":", ";"]) || self.syntax.has(joint, Function::Coordinator)
        };
        let days = self.times_in(span).filter(|time| time.window.is_some_and(|window| window.as_day().is_some()));
        let days: Vec<usize> = days.map(|time| self.syntax.phrase_begin(self.syntax.tokens(time.span).start)).collect();
        // "et [entre A et B le 12]": what opens the day's part may stand before it.
        let start = |day: usize| {
            let inside = |at: &usize| {
                self.syntax.group_at(*at).is_none() && (*at == day || !self.syntax.is_time(*at)) && within.contains(at)
            };
            let mut before = (within.start + 1..=day).rev().take_while(inside);
            before.find(|at| opens(*at) && (*at == day || self.syntax.prepositions[*at].is_some()))
        };
        let mut starts: Vec<usize> = days.iter().filter_map(|day| start(*day)).collect();
        let first = *days.first()?;
        if starts.first().is_none_or(|start| *start > first) {
            starts.insert(0, within.start);
        }
        if starts.len() < 2 {
            return None;
        }
        starts.push(within.end);
        let piece = |(number, ends): (usize, &[usize])| {
            let joint = |at: usize| {
                self.syntax.is_mark(at, &[",", ";", ".", ":"]) || self.syntax.has(at, Function::Coordinator)
            };
            let end = (ends[0] + 1..ends[1]).rev().find(|at| !joint(*at)).map_or(ends[1], |last| last + 1);
            let begin = if number == 0 { within.start } else { ends[0] };
            let mut round = telling.clone();
            let nouns = |tokens: Range<usize>| tokens.filter_map(|at| self.syntax.noun_at(at));
            let absent = self.actors(nouns(within.clone()).filter(|noun| {
                let at = self.syntax.nouns[*noun].begin;
                at >= first && !(ends[0]..end).contains(&at)
            }));
            let here = self.actors(nouns(ends[0]..end));
            round.head = if number == 0 { telling.head } else { begin };
            round.account.span = self.syntax.span(begin..end);
            let own = number > 0 && !here.is_empty();
            round.account.by.retain(|party| here.contains(party) || !own && !absent.contains(party));
            round.account.by.extend(here.into_iter().filter(|party| !telling.account.by.contains(party)));
            (round.account.format, round.account.level) = (None, None);
            self.fill_meeting(&mut round.account, telling.account.status, ends[0]..end);
            fields::fill(self, &mut round.account, ends[0]..end, None);
            round
        };
        Some(starts.windows(2).enumerate().map(piece).collect())
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

    /// Whether the phrase of a common noun begins at `at`: "la libération".
    fn opens_phrase(&self, at: usize) -> bool {
        let determiner = self.syntax.has(at, Function::Determiner) || self.syntax.has(at, Function::Possessive);
        determiner && self.syntax.prepositions[at].is_none() && !self.syntax.noun_begins(at) && !self.syntax.is_time(at)
    }

    /// Where the phrases of a list begin after its first, if it is one: "le
    /// retrait des troupes, [la levée des sanctions] et [le paiement]".
    fn listed_phrases(&self, tokens: Range<usize>) -> Vec<usize> {
        let verb = tokens.clone().find(|at| {
            self.syntax.group_at(*at).is_some_and(|group| self.syntax.groups[group].aspect != Aspect::Participle)
        });
        let end = verb.unwrap_or(tokens.end);
        let joint = |at: usize| self.syntax.is_mark(at, &[",", ";"]) || self.syntax.has(at, Function::Coordinator);
        let starts: Vec<usize> = (tokens.start + 1..end).filter(|at| joint(at - 1) && self.opens_phrase(*at)).collect();
        // The last member has the "et"; a comma alone opens an apposition.
        let closed = starts.last().is_some_and(|last| self.syntax.has(last - 1, Function::Coordinator));
        if closed && verb.is_none() { starts } else { Vec::new() }
    }

    /// Where the content at `tokens` begins anew with the word it began with:
    /// ", que", "et de"; of listed `phrases`, where each begins.
    fn cuts(&self, tokens: Range<usize>, phrases: bool) -> Vec<usize> {
        let all = &self.article.segmented.tokens;
        let Some(opener) = tokens.clone().next().map(|at| all[at].form) else { return Vec::new() };
        if phrases && self.opens_phrase(tokens.start) {
            return self.listed_phrases(tokens);
        }
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
