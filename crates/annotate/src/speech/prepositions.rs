//! "Selon X, …" and "…, selon X".

use std::ops::Range;

use depeche_language::pack::speech::{Phrase, WordClass as C};

use super::report::{Content, Finder};
use super::verbs::Shape;

impl Finder<'_, '_> {
    /// "Selon X, …" and "…, selon X".
    pub(super) fn according_to(&self, token: usize, length: usize, doubtful: bool) -> Option<Content> {
        let page = self.page;
        let period = page.period(token);
        let from = token + length;
        let end = page.strip_stop(from, period.end);
        if from >= end || !self.can_speak(from) {
            return None;
        }
        let opening = self.opens_clause(token, period.begin);
        if doubtful && (!opening || self.is_aside(token) || page.noun_phrase(from, end).is_none()) {
            return None;
        }
        if opening { self.forward(from, end) } else { self.backward(token, from, period.begin, end) }
    }

    fn can_speak(&self, at: usize) -> bool {
        let page = self.page;
        !page.any(at, &[C::That, C::Who]) && !page.is_infinitive(at)
    }

    /// Whether the preposition at `token` opens its clause.
    fn opens_clause(&self, token: usize, begin: usize) -> bool {
        let page = self.page;
        let Some(before) = token.checked_sub(1).filter(|before| *before >= begin) else { return true };
        if page.skip_circumstances(begin, token) >= token || page.is_mark(before, &[";", ":", "–", "—", "("]) {
            return true;
        }
        if page.any(before, &[C::That, C::Who, C::Coordinator]) {
            return true;
        }
        let earlier = before.checked_sub(1).filter(|earlier| *earlier >= begin);
        page.is_comma(before)
            && earlier.is_some_and(|earlier| {
                page.any(earlier, &[C::That, C::Who, C::Coordinator])
                    || page.skip_circumstances(begin, before) >= before
            })
    }

    fn is_aside(&self, at: usize) -> bool {
        self.page.phrase(at, |phrase| phrase == Phrase::Aside) > 0
    }

    /// The source from `from` on, then the clause.
    fn forward(&self, from: usize, end: usize) -> Option<Content> {
        let page = self.page;
        let stop = page.segment_end(from, end);
        let whole = page.with_appositions(from..stop, end);
        if page.is_mark(whole.end, &[":"])
            && let Some(pair) = page.marks.opened_at(whole.end + 1)
        {
            let mut content = self.direct(pair);
            content.source = Some(whole);
            return Some(content);
        }
        if stop >= end || !page.is_comma(stop) || page.main_verb(from, stop).is_some() {
            return self.without_comma(from, end);
        }
        // The stretches after the first comma; one of them has the verb.
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let mut at = stop + 1;
        let mut verb = None;
        while at < end && stretches.len() < 8 {
            let next = page.segment_end(at, end);
            stretches.push(at..next);
            if page.marks.opened_at(at).is_some() {
                verb = Some((at, true, false));
                break;
            }
            // "ces manœuvres « ne visent personne »": the verb is a quoted one.
            let inside = (at..next).filter_map(|token| page.marks.opened_at(token)).map(|pair| page.marks.pairs[pair]);
            if page.main_verb(at, next).is_none() && inside.into_iter().any(|pair| page.has_finite(pair.inside())) {
                verb = Some((at, true, false));
                break;
            }
            if let Some(group) = page.main_verb(at, next) {
                let group = &page.groups[group];
                let own = group.tokens.start > page.skip_circumstances(at, next);
                let enumerates = group.plural && (at..group.tokens.start).any(|token| page.is(token, C::Coordinator));
                verb = Some((at, own, enumerates));
                break;
            }
            if !page.is_comma(next) {
                break;
            }
            at = next + 1;
        }
        // A verb that no list knows: the clause begins with its subject.
        let begins = page.any(stop + 1, &[C::Determiner, C::Subject]) && stop + 5 < end;
        let (holder, own_subject, enumerates) = verb.or_else(|| begins.then_some((stop + 1, true, false)))?;
        let mut source_end = stop;
        let mut begin = stop + 1;
        if own_subject && !enumerates {
            for stretch in &stretches {
                let describes =
                    page.group_at(stretch.start).is_some_and(|group| page.groups[group].shape == Shape::Participle);
                if stretch.start >= holder || !(describes || page.is_apposed(stretch.clone())) {
                    break;
                }
                source_end = stretch.end;
                begin = stretch.end + 1;
            }
        }
        let content = match page.marks.opened_at(begin) {
            Some(pair)
                if page.strip_stop(begin, end) <= page.marks.pairs[pair].end.max(begin + 1)
                    || page.has_finite(page.marks.pairs[pair].inside())
                        && page.clause_end(begin, None, false) <= page.marks.pairs[pair].end =>
            {
                self.direct(pair)
            }
            _ => self.clause(begin, None, false),
        };
        Some(Content { source: Some(from..source_end), ..content })
    }

    /// "Selon sa biographie il a composé six opéras".
    fn without_comma(&self, from: usize, end: usize) -> Option<Content> {
        let page = self.page;
        let noun = page.noun_phrase(from, end).or_else(|| page.is(from, C::Subject).then_some(from..from + 1))?;
        let content = if let Some(pair) = page.marks.opened_at(noun.end) {
            self.direct(pair)
        } else {
            page.main_verb(noun.end, page.segment_end(noun.end, end))?;
            self.clause(noun.end, None, false)
        };
        Some(Content { source: Some(noun), ..content })
    }

    /// The clause before "selon X".
    fn backward(&self, token: usize, from: usize, begin: usize, end: usize) -> Option<Content> {
        let page = self.page;
        let before = token.checked_sub(1).filter(|before| *before > begin)?;
        let comma = page.is_comma(before);
        let last = if comma { before - 1 } else { before };
        let stop = page.segment_end(from, end);
        let pronoun = stop == from + 1 && page.any(from, &[C::Subject, C::ToWhom, C::Pronoun]);
        let source = if pronoun { from..stop } else { page.with_appositions(from..stop, end) };
        let closes = source.end >= end || page.is_mark(source.end, &[";", ":"]);
        if !comma && page.marks.closed_at(last).is_none() {
            return None;
        }
        let start = self.incise_begin(last, begin);
        if let Some(pair) = page.marks.closed_at(last)
            && page.marks.pairs[pair].open <= start
        {
            let mut content = self.direct(pair);
            content.source = Some(source);
            return Some(content);
        }
        page.main_verb(start, last + 1)?;
        if !closes {
            let rest = page.segment_end(source.end + 1, end);
            // A trailing circumstance may follow: ", selon un communiqué, après…".
            let trailing = page.is(source.end + 1, C::Preposition) && rest >= end;
            if !trailing {
                return None;
            }
        }
        Some(self.told(start..last + 1, source))
    }
}
