//! Which noun phrase is the subject of a verb: before it, behind it, or before
//! its "qui".

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::speech::{Takes, WordClass as C};

use super::page::{Page, REACH};
use super::verbs::{Group, Shape};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Noun,
    Adverbial,
    Other,
}

impl<'a> Page<'a> {
    /// The subject that stands before a verb group.
    pub(super) fn subject(&self, group: usize) -> Option<Range<usize>> {
        let group = &self.groups[group];
        let (begin, first) = self.clause_of(group);
        let before = first.checked_sub(1).filter(|before| *before >= begin)?;
        if self.is(before, C::Neuter) {
            return None;
        }
        let pronoun = if self.is(before, C::Adverb) && before > begin { before - 1 } else { before };
        for at in [before, pronoun] {
            if self.is(at, C::Subject) {
                return Some(at..at + 1);
            }
        }
        if self.any(before, &[C::That, C::Who, C::Relative]) {
            return None;
        }
        let (start, needs_comma) = self.subject_region(begin, first)?;
        let mut segments = self.segments(start, first);
        if needs_comma {
            if segments.len() > 1 {
                segments.remove(0);
            } else {
                let joint = (start..first).find(|token| self.is(*token, C::Coordinator))?;
                segments = self.segments(joint + 1, first);
            }
        }
        self.subject_among(&segments, group.plural)
    }

    /// Where the clause of a verb begins, and where the verb itself, as seen by
    /// its subject: "les deux ministres « conviennent que… »" has it before the
    /// marks.
    fn clause_of(&self, group: &Group<'_>) -> (usize, usize) {
        let first = group.tokens.start;
        match first.checked_sub(1).filter(|mark| self.marks.opened_at(*mark).is_some()) {
            Some(mark) => (self.period(mark).begin, mark),
            None => (self.period(group.verb).begin, first),
        }
    }

    /// Where the search for a subject before `first` begins, and whether it
    /// must be behind a comma because another verb's complements stand there.
    fn subject_region(&self, begin: usize, first: usize) -> Option<(usize, bool)> {
        let mut at = first;
        while let Some(before) = self.previous(at) {
            if before < begin || at == begin {
                return Some((begin, false));
            }
            if before + REACH < first {
                return None;
            }
            at = before;
            if self.is_mark(at, &[";", ":"]) || self.is_dash(at) {
                return Some((at + 1, false));
            }
            if self.is_mark(at, &[")"]) {
                at = (begin..at).rev().take(40).find(|token| self.is_mark(*token, &["("])).unwrap_or(at);
                continue;
            }
            if let Some(finite) = self.finite_at(at) {
                match self.opener(finite, begin) {
                    Some(opener)
                        if self.any(opener, &[C::Who, C::Relative])
                            || (self.is(opener, C::That) && !self.is_comma(opener.wrapping_sub(1))) =>
                    {
                        at = opener;
                        continue;
                    }
                    _ => return Some((self.groups[finite].tokens.end, true)),
                }
            }
            let classes = self.classes[at];
            if classes.has(C::Adversative) || (classes.has(C::That) && !self.is(at.wrapping_sub(1), C::Comparative)) {
                return Some((at + 1, false));
            }
            if classes.has(C::Subordinator) && !classes.any(&[C::Adverb, C::Preposition, C::As, C::Reflexive]) {
                return Some((at + 1, false));
            }
        }
        Some((begin, false))
    }

    /// The relative or conjunction that opens the clause of a verb.
    fn opener(&self, group: usize, begin: usize) -> Option<usize> {
        let first = self.groups[group].tokens.start;
        let mut at = first;
        while at > begin && at + 20 > first {
            at = self.previous(at)?;
            if self.any(at, &[C::Who, C::Relative, C::That]) {
                return Some(at);
            }
            if self.is_comma(at) || self.group_at(at).is_some() || self.is_mark(at, &[";", ":"]) {
                return None;
            }
            if self.is(at, C::Subordinator) && !self.any(at, &[C::Adverb, C::Preposition]) {
                return Some(at);
            }
        }
        None
    }

    /// Cuts a stretch at its commas.
    fn segments(&self, from: usize, to: usize) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut begin = from;
        let mut at = from;
        while at < to {
            if self.is_mark(at, &["("]) {
                at = (at..to).find(|token| self.is_mark(*token, &[")"])).unwrap_or(at);
            }
            if self.is_comma(at) {
                segments.push(begin..at);
                begin = at + 1;
            }
            at = self.next(at);
        }
        segments.push(begin..to);
        segments
    }

    fn subject_among(&self, segments: &[Range<usize>], plural: bool) -> Option<Range<usize>> {
        let kinds: Vec<(Kind, usize)> = segments.iter().map(|segment| self.kind(segment.clone())).collect();
        let (last, before) = kinds.split_last()?;
        let end = segments.last()?.end;
        if last.0 == Kind::Noun {
            let mut start = last.1;
            // "Paris, Londres et Berlin ont": the enumeration is one subject.
            let enumerates = (start..end).any(|token| self.is(token, C::Coordinator));
            if plural && enumerates {
                for (kind, begin) in before.iter().rev() {
                    if *kind != Kind::Noun {
                        break;
                    }
                    start = *begin;
                }
            }
            return self.trim_noun(start..end);
        }
        let empty = last.1 >= end || last.0 == Kind::Other;
        if !empty {
            return self.tail(segments.last()?.clone());
        }
        let first = before.iter().position(|(kind, _)| *kind == Kind::Noun)?;
        let run = before[first..].iter().take_while(|(kind, _)| *kind == Kind::Noun).count();
        self.trim_noun(before[first].1..segments[first + run - 1].end)
    }

    fn trim_noun(&self, noun: Range<usize>) -> Option<Range<usize>> {
        let mut end = noun.end;
        while end > noun.start
            && (self.is_comma(end - 1)
                || (self.is(end - 1, C::Adverb) && !self.any(end - 1, &[C::Determiner, C::Pronoun]))
                || self.is(end - 1, C::Not))
        {
            end -= 1;
        }
        // A relative clause without commas belongs to the noun, but names nobody.
        let stop = noun.clone().find(|token| self.any(*token, &[C::Who])).unwrap_or(end);
        let end = if stop > noun.start { end.min(stop) } else { end };
        (noun.start < end).then_some(noun.start..end)
    }

    /// The noun phrase at the end of a stretch that begins with something else.
    fn tail(&self, stretch: Range<usize>) -> Option<Range<usize>> {
        let mut begin = None;
        for at in stretch.clone().rev() {
            if self.is(at, C::Preposition) && !self.is(at, C::Of) || self.group_at(at).is_some() {
                break;
            }
            if self.begins_noun(at) && !self.any(at.wrapping_sub(1), &[C::Of]) {
                let run = at > stretch.start && self.is_capital(at) && self.begins_noun(at - 1);
                begin = Some(at);
                if !run {
                    break;
                }
            }
        }
        begin.and_then(|begin| self.trim_noun(begin..stretch.end))
    }

    /// What a stretch between commas is, and where it begins without its
    /// adverbs.
    fn kind(&self, segment: Range<usize>) -> (Kind, usize) {
        let mut at = segment.start;
        while at < segment.end && self.is(at, C::Coordinator) {
            at += 1;
        }
        at = self.skip_circumstances(at, segment.end).min(segment.end);
        let alone = self.is(at, C::ToWhom) && at + 1 >= segment.end;
        let several = self.is(at, C::Of) && self.is(at + 1, C::Plural) && !self.is(at + 1, C::Object);
        let bare_verb = self.group_at(at).is_some_and(|group| self.groups[group].shape != Shape::Finite)
            && self.mention_at(at).is_none();
        let kind = if at >= segment.end || self.any(at, &[C::Who, C::Relative]) {
            Kind::Other
        } else if several {
            Kind::Noun
        } else if self.any(at, &[C::As, C::Subordinator]) || self.opens_prepositional(at) || bare_verb {
            Kind::Adverbial
        } else if alone {
            Kind::Other
        } else if self.is_word(at) || self.tokens[at].kind == TokenKind::Number || self.marks.opened_at(at).is_some() {
            Kind::Noun
        } else {
            Kind::Adverbial
        };
        (kind, at)
    }

    /// The noun before "qui" at the head of a verb group.
    pub(super) fn antecedent(&self, group: usize) -> Option<Range<usize>> {
        let group = &self.groups[group];
        let period = self.period(group.verb);
        let mut who = group.tokens.start.checked_sub(1)?;
        who = if self.is(who, C::Who) { who } else { self.previous(who)? };
        if !self.is(who, C::Who) || who <= period.begin {
            return None;
        }
        let end = if self.is_comma(who - 1) { who - 1 } else { who };
        let mut candidates: Vec<usize> = Vec::new();
        let mut at = end;
        while at > period.begin && at + 40 > end {
            at = self.previous(at)?;
            if self.is_comma(at)
                || self.finite_at(at).is_some()
                || !(self.is_word(at) || self.marks.opened_at(at).is_some())
            {
                break;
            }
            let classes = self.classes[at];
            if classes.any(&[C::That, C::Who, C::Relative, C::Adversative]) {
                break;
            }
            let determines = classes.has(C::Determiner) && (classes.has(C::Indefinite) || !classes.has(C::Adverb));
            if determines || classes.has(C::Honorific) || (self.is_capital(at) && !classes.has(C::Preposition)) {
                let named = !determines;
                if named && candidates.last() == Some(&(at + 1)) {
                    candidates.pop();
                }
                candidates.push(at);
                if determines && !self.is(at, C::Of) && !self.is(at.wrapping_sub(1), C::Of) {
                    break;
                }
            } else if classes.has(C::Preposition) && !classes.has(C::Of) {
                break;
            }
        }
        let one = |at: usize| self.names_person(at..end) && !(at..end).any(|at| self.is(at, C::Coordinator));
        let agrees = |at: usize| {
            if self.is(at, C::Determiner) { self.is(at, C::Plural) == group.plural } else { !(group.plural && one(at)) }
        };
        let person = candidates.iter().rev().copied().find(|at| agrees(*at) && self.names_person(*at..end));
        let start = person.or_else(|| candidates.iter().copied().find(|at| agrees(*at)))?;
        let start = if self.any(start, &[C::Of, C::To]) && !self.is(start, C::Indefinite) { start + 1 } else { start };
        (start < end && !self.is(start, C::Neuter)).then_some(start..end)
    }

    /// Whether a cue after a comma has its subject behind it.
    pub(super) fn is_incise(&self, group: &Group<'a>, end: usize) -> bool {
        if group.shape != Shape::Finite || group.passive || !group.cue.is_some_and(|cue| cue.takes.has(Takes::Incise)) {
            return false;
        }
        if group.inverted.is_some() {
            return true;
        }
        if self.is(group.tokens.start.wrapping_sub(1), C::Subject) {
            return false;
        }
        self.after_verb(group, end).is_some()
    }

    /// The subject that stands after its verb, with appositions.
    pub(super) fn after_verb(&self, group: &Group<'a>, end: usize) -> Option<Range<usize>> {
        let mut at = group.tokens.end;
        let limit = end.min(at + 40);
        for _ in 0..4 {
            at = self.skip_circumstances(at, limit);
            if self.is_comma(at) && at > group.tokens.end {
                at += 1;
            }
            if at >= limit {
                return None;
            }
            if self.is(at, C::Preposition) && !self.any(at, &[C::Of]) {
                at = self.prepositional_end(at, limit)?;
                continue;
            }
            break;
        }
        let noun = self.noun_phrase(at, limit)?;
        if self.is(noun.start, C::Subject) || self.any(noun.end, &[C::That]) || !self.agrees(&noun, group) {
            return None;
        }
        Some(self.with_appositions(noun, end))
    }

    /// Whether a noun phrase can be the subject of a verb behind which it
    /// stands; "décrit les manifestations" has an object there.
    fn agrees(&self, noun: &Range<usize>, group: &Group<'a>) -> bool {
        let first = noun.start;
        !self.is(first, C::Determiner)
            || self.is(first, C::Plural) == group.plural
            || (group.plural && noun.clone().any(|token| self.is(token, C::Coordinator)))
    }
}
