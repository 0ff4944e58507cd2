//! Cues put into or behind what is said: "…, a-t-il dit", "comme l'a dit X".

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::speech::{Phrase, SourcePlace, Takes, WordClass as C};
use depeche_record::QuotationType;

use super::report::{Content, Cue, Finder};
use super::verbs::{Group, Shape};

impl<'a> Finder<'_, 'a> {
    /// What an incise is put into or after.
    pub(super) fn around(&self, number: usize, place: SourcePlace) -> Option<Content> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        let first = group.tokens.start;
        if !self.takes(number, Takes::Incise) || first <= period.begin {
            return None;
        }
        let mut last = first - 1;
        let set_off = page.is_comma(last) || page.is_mark(last, &["–", "—", "-", "?", "!", "…", "..."]);
        if page.is_comma(last) || page.is_mark(last, &["–", "—", "-"]) {
            last = last.checked_sub(1).filter(|last| *last >= period.begin)?;
        }
        let quoted = page.marks.closed_at(last);
        // A closing mark whose fellow is lost.
        let stray =
            quoted.is_none() && page.tokens[last].kind == TokenKind::Quote && page.marks.opened_at(last).is_none();
        if quoted.is_none() && !set_off && !stray {
            return None;
        }
        let source = self.incise_source(group, place, period.end)?;
        let begin = self.incise_begin(last, period.begin);
        let (mut content, whole) = match quoted {
            Some(pair) => (self.before_incise(pair, begin), true),
            // "qui, dit-on, s'étaient rendus": the clause has only begun.
            None if page.any(last, &[C::Who, C::That, C::Relative]) => {
                let at = self.after_incise(&source, group, period.end);
                let stop = page.clause_end(at, None, false);
                let content = self.told(at..stop, source);
                return page.has_finite(at..stop).then_some(content);
            }
            None => self.stretch_before(number, begin, last + 1)?,
        };
        let after = self.after_incise(&source, group, period.end);
        if !whole || content.kind == QuotationType::Direct {
            let goes_on = self.continuation(&content, after, period.end, whole);
            match goes_on {
                Some(span) if !whole && self.only_leads_in(&content.spans[0], &span) => {
                    let marked = page.marks.opened_at(span.start).is_some();
                    let kind = if marked { QuotationType::Direct } else { self.mixed_or(span.clone(), content.kind) };
                    content = Content::one(span, kind);
                }
                Some(span) => content.spans.push(span),
                None if !whole => return None,
                None => {}
            }
        }
        content.resume = Some(if page.is_comma(source.end) { after } else { source.end.max(group.tokens.end) });
        content.source = Some(source);
        Some(content)
    }

    /// Whether the words before an incise are the reporter's: "par ailleurs, a
    /// ajouté X, …", "aujourd'hui, soupire X, « … »".
    fn only_leads_in(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        let page = self.page;
        let marked = page.marks.opened_at(after.start).is_some_and(|pair| page.marks.pairs[pair].end == after.end);
        page.phrase(before.start, |phrase| phrase == Phrase::Aside) == before.len()
            || (marked && !before.clone().any(|token| page.marks.opened_at(token).is_some()))
    }

    fn incise_source(&self, group: &Group<'a>, place: SourcePlace, end: usize) -> Option<Range<usize>> {
        let page = self.page;
        match (place, group.inverted) {
            (SourcePlace::Inverted, Some(at)) if page.is(at, C::Nobody) => {
                // "indique-t-on de source proche", "dit-on à Belgora".
                let next = at + 1;
                let stop = page.segment_end(next, end);
                if next < stop && page.is(next, C::Of) {
                    Some(next + 1..stop)
                } else if next < stop && page.is(next, C::Preposition) {
                    Some(at..stop)
                } else {
                    Some(at..at + 1)
                }
            }
            (SourcePlace::Inverted, Some(at)) => Some(at..at + 1),
            (SourcePlace::AfterVerb, None) if page.is_incise(group, end) => page.after_verb(group, end),
            (SourcePlace::Previous, None) if group.shape == Shape::Participle => {
                let ends = group.tokens.end >= end || page.is_mark(group.tokens.end, &["."]);
                if ends { self.previous(Cue::Verb(page.group_at(group.verb)?)) } else { None }
            }
            _ => None,
        }
    }

    /// Where the clause before an incise begins.
    pub(super) fn incise_begin(&self, last: usize, begin: usize) -> usize {
        let page = self.page;
        let floor = begin.max(if self.resume <= last { self.resume.min(last) } else { begin });
        let mut at = last;
        for _ in 0..400 {
            if at <= floor {
                break;
            }
            if page.is_mark(at - 1, &[";"]) || (page.is_mark(at - 1, &[":"]) && !page.is_mark(at, &["/"])) {
                break;
            }
            at = match page.marks.closed_at(at - 1) {
                Some(pair) => page.marks.pairs[pair].open.max(floor),
                None => at - 1,
            };
        }
        while at < last && (page.is_comma(at) || page.is_mark(at, &["–", "—", "-"])) {
            at += 1;
        }
        if at + 2 < last && page.is(at, C::Connective) && page.is_comma(at + 1) { at + 2 } else { at }
    }

    /// A quotation in marks before an incise, with the words around it.
    fn before_incise(&self, pair: usize, begin: usize) -> Content {
        let page = self.page;
        let whole = page.marks.pairs[pair].whole();
        let alone = whole.start <= begin
            || (begin..whole.start).all(|token| page.any(token, &[C::Coordinator, C::Adverb]) || page.is_comma(token));
        if alone || page.is_mark(whole.start - 1, &[":"]) {
            return self.direct(pair);
        }
        Content::one(begin..whole.end, QuotationType::Mixed)
    }

    /// The words before an incise without marks; whether they are a clause.
    fn stretch_before(&self, number: usize, begin: usize, end: usize) -> Option<(Content, bool)> {
        let page = self.page;
        if begin >= end {
            return None;
        }
        let level = page.marks.around(page.groups[number].verb);
        if let Some(pair) = level {
            let pair_span = page.marks.pairs[pair];
            let outer_end = page.period(pair_span.open).end;
            let reported = self.cue_after(pair_span.end, outer_end)
                || (pair_span.open > 0 && page.any(pair_span.open - 1, &[C::That]));
            if !reported {
                let content = Content::one(pair_span.open..end, QuotationType::Direct);
                return Some((content, true));
            }
        }
        let whole = page.main_verb(begin, end).is_some();
        let kind = self.mixed_or(begin..end, QuotationType::Indirect);
        Some((Content::one(begin..end, kind), whole))
    }

    /// Where the words after an incise begin: after its comma.
    fn after_incise(&self, source: &Range<usize>, group: &Group<'a>, end: usize) -> usize {
        let at = source.end.max(group.tokens.end);
        let stop = self.page.segment_end(at, end);
        if self.page.is_comma(stop) && stop < end { stop + 1 } else { stop }
    }

    /// The words of the same speaker after an incise.
    fn continuation(&self, content: &Content, at: usize, end: usize, whole: bool) -> Option<Range<usize>> {
        let page = self.page;
        let first = content.spans.first()?;
        if at >= end {
            return None;
        }
        let wordy =
            |span: Range<usize>| span.clone().any(|token| page.tokens[token].kind == TokenKind::Word).then_some(span);
        let level = page.marks.around(at);
        if content.kind == QuotationType::Direct {
            if let Some(pair) = level.filter(|pair| page.marks.pairs[*pair].open == first.start) {
                return wordy(at..page.marks.pairs[pair].end);
            }
            let pair = page.marks.opened_at(at).filter(|_| page.is_comma(at - 1))?;
            return Some(page.marks.pairs[pair].whole());
        }
        if whole || !page.is_comma(at - 1) {
            return None;
        }
        if page.group_at(at).is_some_and(|group| page.groups[group].shape == Shape::Gerund) {
            return None;
        }
        let stop = page.clause_end(at, None, false);
        page.has_finite(at..stop).then_some(at..stop)
    }

    /// "…, comme l'a rappelé X".
    pub(super) fn as_says(&self, number: usize) -> Option<Content> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        let like = group.tokens.start.checked_sub(1).filter(|like| *like > period.begin && page.is(*like, C::As))?;
        let pronoun = page.is(group.verb - 1, C::Object);
        let source = page.after_verb(group, period.end)?;
        let mut end = like;
        while end > period.begin && page.is_comma(end - 1) {
            end -= 1;
        }
        let mut begin = self.incise_begin(end.checked_sub(1)?, period.begin);
        // Only the clause beside it, not the condition before that.
        while let Some(comma) = (begin..end).find(|token| page.is_comma(*token)) {
            let rest = comma + 1..end;
            if page.main_verb(begin, comma).is_some() || page.main_verb(rest.start, rest.end).is_none() {
                break;
            }
            begin = comma + 1;
        }
        if !pronoun || begin >= end {
            return None;
        }
        Some(self.told(begin..end, source))
    }
}
