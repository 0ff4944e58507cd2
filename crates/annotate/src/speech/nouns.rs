//! Noun phrases, the circumstances around them and the appositions behind.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::speech::{Phrase, WordClass as C};
use depeche_record::PartyKind;

use super::page::{LONGEST, Page, REACH};
use super::verbs::Shape;

impl Page<'_> {
    /// Skips adverbs, times and asides from `at` on.
    pub(super) fn skip_circumstances(&self, mut at: usize, end: usize) -> usize {
        loop {
            let next = self.skip_adverbs(at, end);
            if next > at {
                at = next;
                continue;
            }
            let time = self.time(at, end);
            if time == at {
                return at;
            }
            at = time;
        }
    }

    /// The end of the time expression at `at`: "ce vendredi 21 janvier"; `at` if
    /// none begins here.
    fn time(&self, at: usize, end: usize) -> usize {
        let mut next = at;
        if self.is(next, C::Determiner) && !self.is(next, C::When) {
            next += 1;
        }
        let mut named = false;
        while next < end {
            let continues = self.tokens[next].kind == TokenKind::Number || (named && self.is(next, C::AfterWhen));
            if self.is(next, C::When) {
                named = true;
            } else if !continues || next > at + 8 {
                break;
            }
            next += 1;
        }
        if named && !(self.is_word(next) && next < end && self.is(next, C::Of)) { next } else { at }
    }

    /// Whether a preposition stands at `at`, and not the article "des".
    pub(super) fn opens_prepositional(&self, at: usize) -> bool {
        self.is(at, C::Preposition) && !self.is(at, C::Indefinite)
    }

    /// Whether a noun phrase can begin at `at`.
    pub(super) fn begins_noun(&self, at: usize) -> bool {
        self.any(at, &[C::Determiner, C::Honorific, C::Pronoun]) && !self.opens_prepositional(at)
            || (self.is_capital(at)
                && !self.any(at, &[C::Preposition, C::That, C::Subordinator, C::Adverb, C::Coordinator]))
            || self.mention_at(at).is_some()
    }

    /// The noun phrase that begins at `at`, before `end`, without apposition.
    pub(super) fn noun_phrase(&self, at: usize, end: usize) -> Option<Range<usize>> {
        if at >= end || !self.begins_noun(at) || self.time(at, end) > at {
            return None;
        }
        if self.is(at, C::Subject) {
            return Some(at..at + 1);
        }
        let mut next = at + 1;
        while next < end.min(at + REACH) {
            if self.same_mention(next, next - 1) {
                next += 1;
                continue;
            }
            if let Some(pair) = self.marks.opened_at(next) {
                let pair = self.marks.pairs[pair];
                if pair.inside().len() > 6 || self.tokens[next - 1].capital {
                    break;
                }
                next = pair.end;
                continue;
            }
            let token = self.tokens[next];
            let glued = token.kind == TokenKind::Mark && !token.spaced && self.is_mark(next, &["/", "-", "'", "’"]);
            if token.kind == TokenKind::Mark && !glued {
                break;
            }
            let classes = self.classes[next];
            if classes.any(&[C::That, C::Who, C::Relative, C::Subject]) && !classes.has(C::Determiner) {
                break;
            }
            if classes.has(C::Subordinator) && !classes.has(C::Adverb) {
                break;
            }
            if self.group_at(next).is_some_and(|group| self.groups[group].shape != Shape::Participle) {
                break;
            }
            if classes.has(C::Coordinator) && (classes.has(C::Adversative) || !self.begins_noun(next + 1)) {
                break;
            }
            if classes.has(C::Preposition) && !self.continues_noun(next) {
                break;
            }
            if classes.has(C::Determiner)
                && !classes.has(C::Of)
                && !self.any(next - 1, &[C::Preposition, C::Coordinator, C::Determiner])
            {
                break;
            }
            if classes.has(C::When) || (classes.has(C::Adverb) && !classes.has(C::Determiner)) {
                break;
            }
            next += 1;
        }
        while next > at + 1 && self.any(next - 1, &[C::Preposition, C::Coordinator, C::Determiner]) {
            next -= 1;
        }
        let names = (at..next).any(|token| !self.is(token, C::Determiner) || self.is(token, C::Pronoun));
        names.then_some(at..next)
    }

    /// Whether the preposition at `at` continues the noun phrase before it.
    fn continues_noun(&self, at: usize) -> bool {
        self.is(at, C::Of) || (self.is(at, C::While) && self.is_capital(at + 1))
    }

    /// A noun phrase with the appositions that follow it after commas.
    pub(super) fn with_appositions(&self, noun: Range<usize>, end: usize) -> Range<usize> {
        let mut source = noun;
        for _ in 0..3 {
            if !self.is_comma(source.end) || source.end + 1 >= end {
                break;
            }
            let begin = source.end + 1;
            let stop = self.segment_end(begin, end);
            if !self.is_apposition(begin..stop) {
                break;
            }
            source.end = stop;
        }
        source
    }

    /// The next comma, bracket or end after `at`.
    pub(super) fn segment_end(&self, mut at: usize, end: usize) -> usize {
        let end = end.min(at + LONGEST);
        while at < end {
            if self.is_mark(at, &["("])
                && let Some(close) = (at..end.min(at + 40)).find(|token| self.is_mark(*token, &[")"]))
            {
                at = close + 1;
                continue;
            }
            if self.is_comma(at) || self.is_mark(at, &[";", ":", "(", ")", ".", "!", "?", "…"]) || self.is_dash(at) {
                break;
            }
            if self.marks.opened_at(at).is_some_and(|pair| self.marks.pairs[pair].inside().len() > 6) {
                break;
            }
            at = self.next(at);
        }
        at.min(end)
    }

    fn is_apposition(&self, segment: Range<usize>) -> bool {
        let Some(first) = segment.clone().next() else { return false };
        if self.any(
            first,
            &[C::Coordinator, C::That, C::Who, C::Relative, C::Subordinator, C::Inverted, C::As, C::Subject],
        ) || (self.is(first, C::Preposition) && !self.is(first, C::Indefinite))
            || !self.is_word(first)
            || self.group_at(first).is_some()
            || self.skip_circumstances(first, segment.end) > first
            || self.phrase(first, |phrase| matches!(phrase, Phrase::Source { .. } | Phrase::Aside)) > 0
        {
            return false;
        }
        !segment.clone().any(|token| self.is(token, C::That) || self.main_verb_at(token, segment.start).is_some())
    }

    /// Whether a stretch between commas names the noun before it again.
    pub(super) fn is_apposed(&self, segment: Range<usize>) -> bool {
        self.is_apposition(segment)
    }

    /// Whether a noun phrase is headed by a person that the cast knows.
    pub(super) fn names_person(&self, noun: Range<usize>) -> bool {
        let first = if self.is(noun.start, C::Determiner) { noun.start + 1 } else { noun.start };
        matches!(self.party_kind(first), Some(PartyKind::Person | PartyKind::Anonymous))
    }

    /// The end of a prepositional phrase: where a new noun phrase or a comma
    /// begins.
    pub(super) fn prepositional_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut next = at + 1;
        // The noun of the preposition itself.
        if self.is(next, C::Determiner) {
            next += 1;
        }
        let fused =
            self.is(at, C::Determiner) || next > at + 1 || self.is_capital(next) || self.mention_at(next).is_some();
        if !fused && !self.is_word(next) {
            return None;
        }
        next += 1;
        while next < end {
            if self.is_comma(next) {
                return Some(next + 1);
            }
            if self.tokens[next].kind == TokenKind::Mark
                || self.finite_at(next).is_some()
                || self.any(next, &[C::That, C::Who, C::Relative])
            {
                return None;
            }
            let classes = self.classes[next];
            if classes.has(C::Preposition) && !classes.has(C::Of) {
                return Some(next);
            }
            let named = self.tokens[next].capital;
            if classes.has(C::Determiner) && !named && !classes.has(C::Of) && !self.is(next - 1, C::Preposition) {
                return Some(next);
            }
            next = self.next(next);
        }
        None
    }
}
