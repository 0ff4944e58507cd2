//! What follows a cue: clauses, questions, infinitives and quoted words.

use std::ops::Range;

use depeche_language::pack::speech::{Construction, ContentShape, CueNoun, CueTrait, Phrase, Takes, WordClass as C};
use depeche_record::QuotationType;

use super::marks::Pair;
use super::report::{Content, Cue, Finder};
use super::verbs::Shape;

/// How far a complement may stand from its verb, in tokens.
const NEAR: usize = 40;

impl Finder<'_, '_> {
    pub(super) fn content(&self, shape: ContentShape, rule: &Construction, cue: Cue) -> Option<Content> {
        match (shape, cue) {
            (ContentShape::That, Cue::Verb(group)) => self.that(group),
            (ContentShape::That, Cue::Noun(token, noun)) => self.of_noun(token, noun, true),
            (ContentShape::Question, Cue::Verb(group)) => self.question(group),
            (ContentShape::Question, Cue::Asked(token, length)) => Some(self.clause(token + length, None, false)),
            (ContentShape::Infinitive, Cue::Verb(group)) => self.infinitive(group),
            (ContentShape::Infinitive, Cue::Noun(token, noun)) => self.of_noun(token, noun, false),
            (ContentShape::Attribute, Cue::Verb(group)) => self.attribute(group),
            (ContentShape::QuotedObject, Cue::Verb(group)) => self.quoted_object(group),
            (ContentShape::Marks, Cue::Verb(group)) => self.marks(group),
            (ContentShape::Marks, Cue::Layout(pair)) => self.layout(pair, rule.source),
            (ContentShape::Before, Cue::Layout(pair)) => self.parenthesis(pair),
            (ContentShape::Around, Cue::Verb(group)) => self.around(group, rule.source),
            (ContentShape::Before, Cue::Verb(group)) => self.as_says(group),
            (ContentShape::Clause, Cue::Preposition(token, length, doubtful)) => {
                self.according_to(token, length, doubtful)
            }
            _ => None,
        }
    }

    /// A clause from `from` to where it ends; mixed if it holds quoted words.
    pub(super) fn clause(&self, from: usize, reporter: Option<usize>, infinitive: bool) -> Content {
        let end = self.page.clause_end(from, reporter, infinitive);
        Content { open: true, ..Content::one(from..end, self.mixed_or(from..end, QuotationType::Indirect)) }
    }

    /// Words in the reporter's telling, of a source that is known.
    pub(super) fn told(&self, span: Range<usize>, source: Range<usize>) -> Content {
        let kind = self.mixed_or(span.clone(), QuotationType::Indirect);
        Content { source: Some(source), ..Content::one(span, kind) }
    }

    pub(super) fn mixed_or(&self, span: Range<usize>, otherwise: QuotationType) -> QuotationType {
        let mut at = span.start;
        while at < span.end {
            if self.page.marks.opened_at(at).is_some() {
                return QuotationType::Mixed;
            }
            at += 1;
        }
        otherwise
    }

    pub(super) fn takes(&self, group: usize, takes: Takes) -> bool {
        self.page.groups[group].cue.is_some_and(|cue| cue.takes.has(takes))
    }

    fn that(&self, number: usize) -> Option<Content> {
        if !self.takes(number, Takes::That) {
            return self.to_that(number);
        }
        let page = self.page;
        let object = page.groups[number].cue.is_some_and(|cue| cue.traits.has(CueTrait::AddressesObject));
        let from = self.complement(number, object, |at| {
            let bridge = page.phrase(at, |phrase| phrase == Phrase::Bridge);
            let that = at + bridge;
            page.is(that, C::That).then_some(that)
        });
        match from {
            Some(from) if from + 1 < page.period(from).end => {
                Some(self.past_the_marks(number, self.clause(from, Some(number), false)))
            }
            _ => self.to_that(number),
        }
    }

    /// "les deux « conviennent que la trêve est utile » pour que…": where the
    /// marks begin with the cue itself, the clause may go on behind them.
    fn past_the_marks(&self, number: usize, mut content: Content) -> Content {
        let page = self.page;
        let first = page.groups[number].tokens.start;
        let opened =
            first.checked_sub(1).and_then(|mark| page.marks.opened_at(mark)).map(|pair| page.marks.pairs[pair]);
        let goes_on = |pair: &Pair| content.spans[0].end == pair.close && pair.end < page.period(pair.open).end;
        if let Some(pair) = opened.filter(goes_on) {
            let end = page.clause_end(pair.end, None, false);
            if end > pair.end {
                content.spans[0].end = end;
                content.kind = self.mixed_or(content.spans[0].clone(), QuotationType::Mixed);
            }
        }
        content
    }

    /// "appeler à ce que".
    fn to_that(&self, number: usize) -> Option<Content> {
        if !self.takes(number, Takes::ToThat) {
            return None;
        }
        let page = self.page;
        let from = self.complement(number, true, |at| {
            (page.is(at, C::To) && page.is(at + 1, C::Subject) && page.is(at + 2, C::That)).then_some(at)
        })?;
        Some(self.clause(from, Some(number), false))
    }

    fn question(&self, number: usize) -> Option<Content> {
        if !self.takes(number, Takes::Question) {
            return None;
        }
        let page = self.page;
        let from = self.complement(number, false, |at| {
            if !page.is(at, C::Question) || page.is(at, C::That) {
                return None;
            }
            let whole = if page.is(at, C::Reflexive) || page.is(at, C::Subject) {
                // "s'il", "ce que".
                page.any(at + 1, &[C::Subject, C::That, C::Who])
            } else {
                true
            };
            whole.then_some(at)
        })?;
        let content = self.clause(from, Some(number), false);
        page.has_finite(content.spans[0].clone()).then_some(content)
    }

    fn infinitive(&self, number: usize) -> Option<Content> {
        let page = self.page;
        let cue = page.groups[number].cue?;
        let from = self.complement(number, cue.traits.has(CueTrait::AddressesObject), |at| {
            let of = page.is(at, C::Of) && !page.is(at, C::Determiner) && cue.takes.has(Takes::OfInfinitive);
            let to = page.is(at, C::To) && !page.is(at, C::Determiner) && cue.takes.has(Takes::ToInfinitive);
            let bare = cue.takes.has(Takes::Infinitive) && !page.is(at, C::Adverb);
            let begins = if of || to { at + 1 } else { at };
            ((of || to || bare) && self.reaches_infinitive(begins)).then_some(at)
        });
        match from {
            Some(from) => Some(self.clause(from, Some(number), true)),
            None => self.quoted_infinitive(number),
        }
    }

    fn after_circumstances(&self, number: usize) -> usize {
        let group = &self.page.groups[number];
        self.page.skip_circumstances(group.tokens.end, self.page.period(group.verb).end)
    }

    /// "affirme « agir au nom de Dieu »".
    fn quoted_infinitive(&self, number: usize) -> Option<Content> {
        let page = self.page;
        let at = self.after_circumstances(number);
        let pair = page.marks.pairs[page.marks.opened_at(at)?];
        let says = self.takes(number, Takes::Infinitive) && self.reaches_infinitive(at + 1);
        says.then(|| Content::one(pair.whole(), QuotationType::Mixed))
    }

    /// Whether an infinitive follows, with its negation and pronouns.
    fn reaches_infinitive(&self, at: usize) -> bool {
        // "appelle à « faire bloc »".
        let at = at + usize::from(self.page.marks.opened_at(at).is_some());
        let leads_up = |at: usize| self.page.any(at, &[C::Object, C::Not, C::Negative, C::Adverb]);
        let verb = (at..at + 6).find(|at| self.page.is_infinitive(*at) || !leads_up(*at));
        verb.is_some_and(|verb| self.page.is_infinitive(verb))
    }

    /// Walks from a cue over what may stand before its complement: adverbs,
    /// times, prepositional phrases, and the addressee. Returns what `begins`
    /// says where it first says something.
    fn complement(&self, number: usize, object: bool, begins: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let page = self.page;
        let group = &page.groups[number];
        let end = page.period(group.verb).end.min(group.tokens.end + NEAR);
        let mut at = group.tokens.end;
        let mut inside = object;
        while at < end {
            if let Some(from) = begins(at) {
                return Some(from);
            }
            let skipped = page.skip_circumstances(at, end);
            if skipped > at {
                at = skipped;
                continue;
            }
            if page.is_comma(at) {
                if let Some(aside) = self.aside(at, end).filter(|_| at == group.tokens.end) {
                    at = aside;
                    continue;
                }
                inside = object;
            } else if page.is_mark(at, &["(", ")"]) {
                // Brackets change nothing.
            } else if inside && page.is(at, C::Who) {
                // A relative clause inside the phrase, up to its comma.
                at = page.segment_end(at, end);
                continue;
            } else if page.is(at, C::Preposition) && (inside || !page.is(at, C::Of)) {
                inside = true;
            } else if !inside
                || page.is_mark(at, &[";", ":", "–", "—"])
                || page.any(at, &[C::That, C::Who, C::Relative, C::Subject])
                || page.group_at(at).is_some_and(|group| page.groups[group].shape == Shape::Finite)
            {
                return None;
            }
            at = page.next(at);
        }
        None
    }

    /// Where a clause put between two commas after a cue ends, if "que" goes on
    /// there: "a assuré, comme on s'y attendait, [que]".
    fn aside(&self, comma: usize, end: usize) -> Option<usize> {
        let page = self.page;
        let opens = page.any(comma + 1, &[C::As, C::Coordinator, C::Subordinator]);
        let closes = |at: &usize| page.is_comma(*at) && page.is(at + 1, C::That);
        (comma + 1..end).find(closes).filter(|_| opens).map(|closed| closed + 1)
    }

    /// "se dit prêt à « discuter »": with a verb or quoted words, or it is no
    /// more than an adjective.
    fn attribute(&self, number: usize) -> Option<Content> {
        if !self.takes(number, Takes::Attribute) {
            return None;
        }
        let page = self.page;
        let from = self.after_circumstances(number);
        let period = page.period(page.groups[number].verb);
        if from >= period.end || page.any(from, &[C::That, C::Preposition, C::Determiner, C::Subject]) {
            return None;
        }
        let content = self.clause(from, Some(number), true);
        let says =
            content.kind == QuotationType::Mixed || content.spans[0].clone().any(|token| page.is_infinitive(token));
        says.then_some(content)
    }

    fn quoted_object(&self, number: usize) -> Option<Content> {
        if !self.takes(number, Takes::Marks) {
            return None;
        }
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        let mut at = self.after_circumstances(number);
        let from = at;
        if page.is_broken(group.tokens.end - 1..at + 1) {
            return None;
        }
        // A preposition may stand before the words: "qualifié de « francs »".
        if page.is(at, C::Preposition) && page.marks.opened_at(at + 1).is_some() {
            at += 1;
        }
        // "demande aux pilotes : « … »" with the addressee between.
        let told = self.complement(number, false, |at| page.marks.opened_at(at).map(|_| at)).filter(|told| *told > at);
        if let Some(pair) = told.and_then(|told| page.marks.opened_at(told)) {
            let pair = page.marks.pairs[pair];
            if page.has_finite(pair.inside()) && pair.inside().len() > 4 {
                return Some(Content::one(pair.whole(), QuotationType::Direct));
            }
        }
        let Some(pair) = page.marks.opened_at(at) else { return self.object_with_marks(number, from, period.end) };
        let pair = page.marks.pairs[pair];
        if at == from && page.has_finite(pair.inside()) && pair.inside().len() > 4 {
            return Some(Content::one(pair.whole(), QuotationType::Direct));
        }
        let goes_on = page.any(pair.end, &[C::Determiner, C::Of, C::Preposition]);
        let end = if goes_on { page.clause_end(from, Some(number), true).max(pair.end) } else { pair.end };
        let mut whole = from..end;
        // "« A » et « B »".
        while page.is(whole.end, C::Coordinator)
            && let Some(next) = page.marks.opened_at(whole.end + 1)
        {
            whole.end = page.marks.pairs[next].end;
        }
        Some(Content::one(whole, QuotationType::Mixed))
    }

    /// "évoque une réponse « ferme et rapide »".
    fn object_with_marks(&self, number: usize, from: usize, end: usize) -> Option<Content> {
        let page = self.page;
        if !page.is(from, C::Determiner) || page.any(from, &[C::To, C::Of]) {
            return None;
        }
        for at in from..from + 7 {
            if at >= end
                || page.is_comma(at)
                || page.is_mark(at, &[":"])
                || page.any(at, &[C::That, C::Who])
                || page.group_at(at).is_some()
            {
                return None;
            }
            if let Some(pair) = page.marks.opened_at(at) {
                let end = page.clause_end(from, Some(number), true).max(page.marks.pairs[pair].end);
                return Some(Content::one(from..end, QuotationType::Mixed));
            }
        }
        None
    }

    /// The quotation after a colon, or right after the verb's comma.
    fn marks(&self, number: usize) -> Option<Content> {
        let page = self.page;
        let group = &page.groups[number];
        if !(self.takes(number, Takes::Incise) || self.takes(number, Takes::Marks) || self.takes(number, Takes::That)) {
            return None;
        }
        let period = page.period(group.verb);
        let mut at = group.tokens.end;
        if page.is_comma(at) && page.marks.opened_at(at + 1).is_some() && at + 1 < period.end {
            let pair = page.marks.pairs[page.marks.opened_at(at + 1)?];
            return Some(Content::one(pair.whole(), QuotationType::Direct));
        }
        while at < period.end.min(group.tokens.end + 2 * NEAR) {
            if page.is_mark(at, &[":"]) {
                let pair = page.marks.opened_at(at + 1).filter(|_| at + 1 < period.end)?;
                let chained = page.marks.pairs[pair].whole();
                let followed = self.cue_after(chained.end, period.end);
                return (!followed).then(|| self.direct(pair));
            }
            if page.is_mark(at, &[";"]) {
                return None;
            }
            if let Some(other) = page.group_at(at).filter(|other| *other != number) {
                let other = &page.groups[other];
                if other.cue.is_some_and(|cue| cue.takes.has(Takes::Incise)) && other.shape != Shape::Participle {
                    return None;
                }
            }
            at = page.next(at);
        }
        None
    }

    /// A pair with the paragraphs that it continues and those that continue it.
    pub(super) fn direct(&self, pair: usize) -> Content {
        let marks = &self.page.marks;
        let mut spans: Vec<Range<usize>> =
            marks.chain(pair).into_iter().map(|pair| marks.pairs[pair].whole()).collect();
        let mut last = pair;
        while let Some(next) = marks.pairs.iter().skip(last + 1).take(40).position(|next| next.continues == Some(last))
        {
            last += 1 + next;
            spans.push(marks.pairs[last].whole());
        }
        Content { spans, kind: QuotationType::Direct, source: None, open: false, resume: None }
    }

    /// Whether a cue that takes what stands before it comes right after a
    /// quotation: "», a-t-il dit".
    pub(super) fn cue_after(&self, mut at: usize, end: usize) -> bool {
        let page = self.page;
        if page.is_comma(at) {
            at += 1;
        }
        at < end
            && page
                .group_at(at)
                .is_some_and(|group| page.groups[group].tokens.start == at && page.is_incise(&page.groups[group], end))
    }

    /// "la promesse de X de répondre", "l'annonce par X que…".
    fn of_noun(&self, token: usize, noun: CueNoun, that: bool) -> Option<Content> {
        let page = self.page;
        let period = page.period(token);
        let determined = token > period.begin && page.is(token - 1, C::Determiner);
        let of = token + 1;
        if !(determined || token == period.begin)
            || !page.is(of, C::Of)
            || of + 1 >= period.end
            || self.reaches_infinitive(of + 1)
        {
            return None;
        }
        let mut at = of + 1;
        let limit = period.end.min(of + 25);
        while at < limit {
            let found = if that {
                noun.takes.has(Takes::That) && page.is(at, C::That)
            } else {
                let of = noun.takes.has(Takes::OfInfinitive) && page.is(at, C::Of) && !page.is(at, C::Determiner);
                let to = noun.takes.has(Takes::ToInfinitive) && page.is(at, C::To) && !page.is(at, C::Determiner);
                (of || to) && self.reaches_infinitive(at + 1)
            };
            if found {
                break;
            }
            if page.is_comma(at)
                || page.is_mark(at, &[";", ":", "("])
                || page.any(at, &[C::That, C::Who])
                || page.group_at(at).is_some_and(|group| page.groups[group].shape == Shape::Finite)
            {
                return None;
            }
            at = page.next(at);
        }
        if at >= limit || at == of + 1 {
            return None;
        }
        let end = page.segment_end(at, page.clause_end(at, None, true));
        let verb = page.main_verb(at, end).map_or(end, |verb| page.groups[verb].tokens.start);
        let end = if that { end } else { verb.max(at + 1) };
        Some(self.told(at..end, of + 1..at))
    }
}
