//! From cues to quotations: the constructions of the pack, tried on every cue.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::Tense;
use depeche_language::pack::speech::{
    Construction, ContentShape, CueNoun, CueShape, CueTrait, Phrase, SourcePlace, Takes, WordClass as C,
};
use depeche_record::{PartyKind, Polarity, QuotationHedge, QuotationType};
use rustc_hash::FxHashMap;

use super::clause::{Group, Page, Shape};

/// How far a complement may stand from its verb, in tokens.
const NEAR: usize = 40;

/// A quotation in tokens.
#[derive(Clone, Debug)]
pub(super) struct Report<'a> {
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) content: Vec<Range<usize>>,
    pub(super) kind: QuotationType,
    pub(super) polarity: Polarity,
    pub(super) hedge: Option<QuotationHedge>,
    pub(super) rule: &'a Construction,
}

/// A word or phrase that may introduce speech.
#[derive(Clone, Copy, Debug)]
enum Cue {
    /// A verb group by number.
    Verb(usize),
    Noun(usize, CueNoun),
    /// A phrase "the question whether" and its length.
    Asked(usize, usize),
    /// A preposition: its first token, its length, whether it is doubtful.
    Preposition(usize, usize, bool),
    /// A pair of quotation marks by number.
    Layout(usize),
}

/// What a content finder found.
struct Content {
    spans: Vec<Range<usize>>,
    kind: QuotationType,
    /// Where the source stands, if finding the content showed it.
    source: Option<Range<usize>>,
}

impl Content {
    fn one(span: Range<usize>, kind: QuotationType) -> Content {
        Content { spans: vec![span], kind, source: None }
    }
}

/// Finds all quotations of a page, in the order of their cues.
pub(super) fn find<'a>(page: &Page<'a>) -> Vec<Report<'a>> {
    let mut finder = Finder {
        page,
        reports: Vec::new(),
        sources: FxHashMap::default(),
        resume: 0,
        used: vec![false; page.marks.pairs.len()],
    };
    finder.run();
    finder.reports
}

struct Finder<'p, 'a> {
    page: &'p Page<'a>,
    reports: Vec<Report<'a>>,
    /// The sources of verb groups that were found to report.
    sources: FxHashMap<usize, Range<usize>>,
    /// Where the last incise of the text ended.
    resume: usize,
    /// Which pairs of marks are some quotation's whole content.
    used: Vec<bool>,
}

impl<'a> Finder<'_, 'a> {
    fn run(&mut self) {
        let page = self.page;
        let (mut group, mut pair) = (0, 0);
        for block in page.blocks.clone() {
            let first_pair = pair;
            for token in block.clone() {
                let asked = page.phrase(token, |phrase| phrase == Phrase::Asked);
                if asked > 0 && token + asked < block.end && page.is(token + asked, C::Question) {
                    self.try_all(Cue::Asked(token, asked));
                }
                if let Some(noun) = page.pack.noun(page.tokens[token].form) {
                    self.try_all(Cue::Noun(token, *noun));
                }
                let certain = page.phrase(token, |phrase| phrase == Phrase::Source { doubtful: false });
                let doubtful = page.phrase(token, |phrase| phrase == Phrase::Source { doubtful: true });
                if certain + doubtful > 0 {
                    self.try_all(Cue::Preposition(token, certain.max(doubtful), certain == 0));
                }
                while page.groups.get(group).is_some_and(|group| group.verb <= token) {
                    if page.groups[group].cue.is_some() {
                        self.try_all(Cue::Verb(group));
                    }
                    group += 1;
                }
            }
            while page.marks.pairs.get(pair).is_some_and(|pair| pair.open < block.end) {
                pair += 1;
            }
            for pair in first_pair..pair {
                self.try_all(Cue::Layout(pair));
            }
        }
    }

    /// Tries the constructions on a cue, in the pack's order.
    fn try_all(&mut self, cue: Cue) {
        let page = self.page;
        let shapes: &[CueShape] = match cue {
            Cue::Verb(group) => match (page.groups[group].shape, page.groups[group].inverted) {
                (Shape::Finite, Some(_)) => &[CueShape::Inverted, CueShape::Finite],
                (Shape::Finite, None) => &[CueShape::Finite],
                (Shape::Gerund, _) => &[CueShape::Gerund],
                (Shape::Participle, _) => &[CueShape::Participle],
                (Shape::Infinitive, _) => &[CueShape::Infinitive],
            },
            Cue::Noun(..) | Cue::Asked(..) => &[CueShape::Noun],
            Cue::Preposition(..) => &[CueShape::Preposition],
            Cue::Layout(_) => &[CueShape::Layout],
        };
        let mut found = false;
        for rule in page.pack.constructions.iter().filter(|rule| shapes.contains(&rule.cue)) {
            if found && !rule.adds {
                continue;
            }
            if let Some(report) = self.fit(rule, cue) {
                found = true;
                self.note(cue, &report);
                self.reports.push(report);
            }
        }
    }

    /// Remembers what later cues need of a report.
    fn note(&mut self, cue: Cue, report: &Report<'a>) {
        if let (Cue::Verb(group), Some(source)) = (cue, &report.source) {
            self.sources.insert(group, source.clone());
        }
        for span in &report.content {
            if let Some(pair) = self.page.marks.opened_at(span.start) {
                for pair in self.page.marks.chain(pair) {
                    self.used[pair] |= self.page.marks.pairs[pair].end <= span.end;
                }
            }
        }
    }

    fn fit(&mut self, rule: &'a Construction, cue: Cue) -> Option<Report<'a>> {
        for shape in &rule.content {
            let Some(content) = self.content(*shape, rule, cue) else { continue };
            if self.only_carries(cue, &content) {
                continue;
            }
            let source = match content.source.clone() {
                Some(source) => Some(source),
                None if rule.source == SourcePlace::Nobody && self.is_nobodys(cue) => None,
                None if rule.source == SourcePlace::Nobody => return None,
                None => Some(self.source(rule.source, cue, &content)?),
            };
            if self.is_own_thought(cue, source.as_ref()) {
                return None;
            }
            return Some(self.report(rule, cue, source, content));
        }
        None
    }

    /// "je pense que": had, not reported.
    fn is_own_thought(&self, cue: Cue, source: Option<&Range<usize>>) -> bool {
        let Cue::Verb(group) = cue else { return false };
        let source = source.is_some_and(|source| self.page.is(source.start, C::FirstPerson));
        source && self.page.groups[group].cue.is_some_and(|cue| cue.traits.has(CueTrait::Thinks))
    }

    /// "X a dit que…, selon un communiqué": the communiqué is no second speaker.
    fn only_carries(&self, cue: Cue, content: &Content) -> bool {
        let (Cue::Preposition(..), Some(source), Some(first)) = (cue, &content.source, content.spans.first()) else {
            return false;
        };
        let carries =
            source.clone().take(3).any(|token| self.page.phrase(token, |phrase| phrase == Phrase::Carrier) > 0);
        let reports = self
            .page
            .main_verb(first.start, first.end)
            .is_some_and(|verb| self.page.groups[verb].cue.is_some_and(|cue| cue.takes.has(Takes::That)));
        carries && reports && first.start < source.start
    }

    fn report(&self, rule: &'a Construction, cue: Cue, source: Option<Range<usize>>, content: Content) -> Report<'a> {
        let page = self.page;
        let (tokens, polarity, distant) = match cue {
            Cue::Verb(group) => {
                let group = &page.groups[group];
                (
                    Some(group.cue_tokens.clone()),
                    group.polarity,
                    group.cue.is_some_and(|cue| cue.traits.has(CueTrait::Distant)),
                )
            }
            Cue::Noun(token, _) => {
                let determined = token > 0 && page.is(token - 1, C::Determiner);
                (Some(token - usize::from(determined)..token + 1), Polarity::Yes, false)
            }
            Cue::Asked(token, length) | Cue::Preposition(token, length, _) => {
                (Some(token..token + length), Polarity::Yes, false)
            }
            Cue::Layout(_) => (None, Polarity::Yes, false),
        };
        let hedge = if distant {
            Some(QuotationHedge::Distanced)
        } else {
            self.is_hearsay(cue, &content).then_some(QuotationHedge::Reportative)
        };
        Report { source, cue: tokens, content: content.spans, kind: content.kind, polarity, hedge, rule }
    }

    /// The conditional of hearsay: "Lisbonne aurait rejeté", "serait mort". After
    /// a past verb it is the future seen from there.
    fn is_hearsay(&self, cue: Cue, content: &Content) -> bool {
        use depeche_language::pack::Tense;
        let page = self.page;
        let past_report = match cue {
            Cue::Verb(group) => page.groups[group].tense != Tense::Present || page.groups[group].auxiliary.is_some(),
            _ => false,
        };
        let Some(first) = content.spans.first() else { return false };
        let Some(verb) = page.main_verb(first.start, first.end) else { return false };
        let verb = &page.groups[verb];
        verb.tense == Tense::Conditional
            && (!past_report || verb.auxiliary.is_some())
            && content.kind != QuotationType::Direct
            && (matches!(cue, Cue::Preposition(..)) || verb.auxiliary.is_some())
    }

    // --- Sources ---------------------------------------------------------------

    fn source(&self, place: SourcePlace, cue: Cue, content: &Content) -> Option<Range<usize>> {
        match (place, cue) {
            (SourcePlace::Subject, Cue::Verb(group)) if self.page.groups[group].shape == Shape::Infinitive => {
                self.narrator(group)
            }
            (SourcePlace::Subject, Cue::Verb(group)) => self.subject(group),
            (SourcePlace::Antecedent, Cue::Verb(group)) => {
                (!self.page.groups[group].passive).then(|| self.page.antecedent(group))?
            }
            (SourcePlace::AfterVerb, Cue::Verb(group)) => {
                let group = &self.page.groups[group];
                let end = content.spans.first().map(|span| span.start)?;
                self.page.after_verb(group, end).filter(|source| self.page.is_mark(source.end, &[":"]))
            }
            (SourcePlace::Shared, Cue::Verb(group)) => self.shared(group),
            (SourcePlace::Reporter, Cue::Verb(group)) => self.reporter(group),
            (SourcePlace::Governor, Cue::Verb(group)) => self.governor(group, content),
            (SourcePlace::Previous, _) => self.previous(cue),
            _ => None,
        }
    }

    /// Whether nobody says it: "il a été déclaré que".
    fn is_nobodys(&self, cue: Cue) -> bool {
        let Cue::Verb(group) = cue else { return true };
        let group = &self.page.groups[group];
        let before = group.tokens.start.checked_sub(1);
        group.passive && before.is_some_and(|before| self.page.is(before, C::Impersonal))
    }

    /// The subject of a finite verb, or the pronoun that hangs on it.
    fn subject(&self, number: usize) -> Option<Range<usize>> {
        let group = &self.page.groups[number];
        let before = group.tokens.start.checked_sub(1);
        // "il convient de".
        let impersonal = group.auxiliary.is_none()
            && group.cue.is_some_and(|cue| cue.traits.has(CueTrait::WithBe))
            && before.is_some_and(|before| self.page.is(before, C::Impersonal));
        // "On dirait que": it seems so.
        let seeming = group.tense == Tense::Conditional
            && group.auxiliary.is_none()
            && before.is_some_and(|before| self.page.is(before, C::Nobody));
        if group.passive || impersonal || seeming {
            return None;
        }
        self.page.subject(number).or_else(|| group.inverted.map(|at| at..at + 1))
    }

    /// The subject of the verb with which this one is coordinated: "X a noté
    /// que…, mais averti que…".
    fn shared(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let begin = page.period(group.verb).begin;
        let joint = self.joint_before(group.tokens.start, begin)?;
        if group.passive {
            return None;
        }
        let partner = page.group_before(number, |other| {
            let finite = other.shape == Shape::Finite && other.tokens.end <= joint;
            match group.shape {
                Shape::Participle => finite && other.auxiliary.is_some() && !other.passive,
                _ => finite && other.plural == group.plural,
            }
        });
        let mut partner = partner?;
        // Rather the reporter's verb than one inside what he reports.
        if let Some(reporter) = page.group_before(number, |other| {
            other.cue.is_some()
                && other.shape == Shape::Finite
                && other.plural == group.plural
                && (group.shape == Shape::Participle || other.auxiliary.is_some() == group.auxiliary.is_some())
                && (group.shape != Shape::Participle || other.auxiliary.is_some())
        }) {
            partner = reporter;
        }
        self.source_of(partner, 3)
    }

    /// The source of a verb that reports, or its subject.
    fn source_of(&self, group: usize, depth: usize) -> Option<Range<usize>> {
        let known = self.sources.get(&group).cloned();
        let found = known.or_else(|| self.page.subject(group)).or_else(|| self.page.antecedent(group));
        if found.is_some() || depth == 0 {
            return found;
        }
        let begin = self.page.period(self.page.groups[group].verb).begin;
        self.joint_before(self.page.groups[group].tokens.start, begin)?;
        let before = self.page.group_before(group, |other| other.shape == Shape::Finite)?;
        self.source_of(before, depth - 1)
    }

    /// The coordinator right before `at`, adverbs aside.
    fn joint_before(&self, at: usize, begin: usize) -> Option<usize> {
        let page = self.page;
        let mut before = at;
        for _ in 0..8 {
            before = before.checked_sub(1).filter(|before| *before >= begin)?;
            if page.is(before, C::Coordinator) {
                return Some(before);
            }
            let aside = (0..5).any(|back| {
                before.checked_sub(back).is_some_and(|from| page.phrase(from, |phrase| phrase == Phrase::Aside) > back)
            });
            if !(page.is(before, C::Adverb) || aside || page.is_comma(before)) {
                return None;
            }
        }
        None
    }

    /// Who says that he said: "X dit avoir promis de…".
    fn reporter(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let reporter = page.group_before(number, |other| other.cue.is_some())?;
        let after = page.skip_circumstances(page.groups[reporter].tokens.end, page.groups[number].tokens.start);
        (after == page.groups[number].tokens.start).then(|| self.source_of(reporter, 1))?
    }

    /// Who does what a gerund or infinitive hangs on.
    fn governor(&self, number: usize, content: &Content) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        if group.shape == Shape::Infinitive {
            let before = group.tokens.start.checked_sub(1).filter(|before| *before >= period.begin)?;
            if !page.is(before, C::Preposition) {
                return None;
            }
            // "convaincre X de demander": X is to say it.
            if page.is(before, C::Of)
                && let Some(other) = page.group_before(number, |other| other.tokens.end < before)
                && page.groups[other].shape == Shape::Infinitive
                && let Some(noun) = page.noun_phrase(page.groups[other].tokens.end, before)
            {
                return Some(page.with_appositions(noun, before));
            }
        }
        let main = page.group_before(number, |other| {
            other.shape == Shape::Finite && page.main_verb(other.tokens.start, other.tokens.end).is_some()
        });
        let main = main.and_then(|nearest| {
            let main = page.main_verb(page.lead_up(group.verb), group.tokens.start);
            main.map(|main| {
                if self.sources.contains_key(&nearest)
                    && page.groups[nearest].tokens.start > page.groups[main].tokens.start
                    && self.is_main(nearest, period.begin)
                {
                    nearest
                } else {
                    self.last_main(number, period.begin).unwrap_or(main)
                }
            })
        });
        if let Some(main) = main {
            return self.source_of(main, 3);
        }
        let end = content.spans.last()?.end;
        if let Some(main) = page.main_verb(end, period.end) {
            return self.source_of(main, 1);
        }
        if group.shape == Shape::Gerund { self.previous(Cue::Verb(number)) } else { None }
    }

    fn is_main(&self, group: usize, begin: usize) -> bool {
        self.page.main_verb(begin, self.page.groups[group].tokens.end).is_some()
    }

    /// The last verb before this one that no conjunction opens.
    fn last_main(&self, number: usize, begin: usize) -> Option<usize> {
        let page = self.page;
        page.group_before(number, |other| other.shape == Shape::Finite && !page.is_subordinate_to(other, begin))
    }

    /// "Et le ministre d'ajouter": what stands before "d'".
    fn narrator(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        let link = group.tokens.start.checked_sub(1).filter(|link| *link > period.begin && page.is(*link, C::Of))?;
        if page.has_finite(period.begin..link) {
            return None;
        }
        let mut begin = period.begin;
        while begin < link && page.is(begin, C::Coordinator) {
            begin += 1;
        }
        let noun = page.noun_phrase(begin, link)?;
        let whole = page.with_appositions(noun, link);
        (whole.end == link).then_some(whole)
    }

    /// The source of the quotation before, if it stands in the same paragraph
    /// and no sentence of somebody else lies between.
    fn previous(&self, cue: Cue) -> Option<Range<usize>> {
        let page = self.page;
        let at = match cue {
            Cue::Verb(group) => page.groups[group].verb,
            Cue::Layout(pair) => page.marks.pairs[pair].open,
            Cue::Noun(at, _) | Cue::Asked(at, _) | Cue::Preposition(at, ..) => at,
        };
        let begin = match cue {
            Cue::Verb(group) if page.groups[group].shape == Shape::Gerund => page.period(at).begin,
            _ => page.period(at).begin.min(at),
        };
        let before = self.reports.iter().rev().take(8).find(|report| {
            report.source.as_ref().is_some_and(|source| source.end <= begin)
                && report.content.last().is_some_and(|content| content.end <= begin)
        })?;
        let source = before.source.clone()?;
        let bare = matches!(cue, Cue::Verb(group) if page.groups[group].shape == Shape::Participle);
        let block = page.blocks.partition_point(|block| block.end <= at);
        let same_block = bare || page.blocks.get(block).is_some_and(|block| block.contains(&source.start));
        let last = before.content.last()?.end.max(source.end).max(before.cue.as_ref().map_or(0, |cue| cue.end));
        let adjacent = bare || page.period(last.saturating_sub(1)).end + 1 >= begin || begin.saturating_sub(last) < 30;
        (same_block && adjacent).then_some(source)
    }

    // --- Contents ----------------------------------------------------------------

    fn content(&mut self, shape: ContentShape, rule: &Construction, cue: Cue) -> Option<Content> {
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
    fn clause(&self, from: usize, reporter: Option<usize>, infinitive: bool) -> Content {
        let end = self.page.clause_end(from, reporter, infinitive);
        Content::one(from..end, self.mixed_or(from..end, QuotationType::Indirect))
    }

    /// Words in the reporter's telling, of a source that is known.
    fn told(&self, span: Range<usize>, source: Range<usize>) -> Content {
        let kind = self.mixed_or(span.clone(), QuotationType::Indirect);
        Content { source: Some(source), ..Content::one(span, kind) }
    }

    fn mixed_or(&self, span: Range<usize>, otherwise: QuotationType) -> QuotationType {
        let mut at = span.start;
        while at < span.end {
            if self.page.marks.opened_at(at).is_some() {
                return QuotationType::Mixed;
            }
            at += 1;
        }
        otherwise
    }

    fn takes(&self, group: usize, takes: Takes) -> bool {
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
            let compared =
                at > 0 && bridge == 0 && page.is(at - 1, C::Comparative) && at > page.groups[number].tokens.end;
            (page.is(that, C::That) && !compared).then_some(that)
        });
        match from {
            Some(from) if from + 1 < page.period(from).end => Some(self.clause(from, Some(number), false)),
            _ => self.to_that(number),
        }
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
            if at >= end || page.is_comma(at) || page.any(at, &[C::That, C::Who]) || page.group_at(at).is_some() {
                return None;
            }
            if let Some(pair) = page.marks.opened_at(at) {
                let wordy = page.marks.pairs[pair].inside().len() >= 2;
                let end = page.clause_end(from, Some(number), true).max(page.marks.pairs[pair].end);
                return wordy.then(|| Content::one(from..end, QuotationType::Mixed));
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
            return page.has_finite(pair.inside()).then(|| Content::one(pair.whole(), QuotationType::Direct));
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
    fn direct(&self, pair: usize) -> Content {
        let marks = &self.page.marks;
        let mut spans: Vec<Range<usize>> =
            marks.chain(pair).into_iter().map(|pair| marks.pairs[pair].whole()).collect();
        let mut last = pair;
        while let Some(next) = marks.pairs.iter().skip(last + 1).take(40).position(|next| next.continues == Some(last))
        {
            last += 1 + next;
            spans.push(marks.pairs[last].whole());
        }
        Content { spans, kind: QuotationType::Direct, source: None }
    }

    /// Whether a cue that takes what stands before it comes right after a
    /// quotation: "», a-t-il dit".
    fn cue_after(&self, mut at: usize, end: usize) -> bool {
        let page = self.page;
        if page.is_comma(at) {
            at += 1;
        }
        at < end
            && page
                .group_at(at)
                .is_some_and(|group| page.groups[group].tokens.start == at && page.is_incise(&page.groups[group], end))
    }

    /// What an incise is put into or after.
    fn around(&mut self, number: usize, place: SourcePlace) -> Option<Content> {
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
        // "Un passant, publie ces images": the subject of the cue itself.
        if !whole && group.inverted.is_none() && !source.clone().any(|token| page.mention_at(token).is_some()) {
            return None;
        }
        let after = self.after_incise(&source, group, period.end);
        if !whole || content.kind == QuotationType::Direct {
            let goes_on = self.continuation(&content, after, period.end, whole);
            match goes_on {
                Some(span) => content.spans.push(span),
                None if !whole => return None,
                None => {}
            }
        }
        self.resume = if page.is_comma(source.end) { after } else { source.end.max(group.tokens.end) };
        content.source = Some(source);
        Some(content)
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
    fn incise_begin(&self, last: usize, begin: usize) -> usize {
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
    fn as_says(&self, number: usize) -> Option<Content> {
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

    // --- Prepositions --------------------------------------------------------------

    /// "Selon X, …" and "…, selon X".
    fn according_to(&self, token: usize, length: usize, doubtful: bool) -> Option<Content> {
        let page = self.page;
        let period = page.period(token);
        let from = token + length;
        let end = page.strip_stop(from, period.end);
        if from >= end || !self.can_speak(from) {
            return None;
        }
        let opening = self.opens_clause(token, period.begin);
        if doubtful && !(opening && self.is_party(from)) {
            return self.doubtful_with_marks(token, from, end, opening);
        }
        if opening && let Some(content) = self.forward(from, end) {
            return (!doubtful || self.trusts(from, &content)).then_some(content);
        }
        if doubtful || opening {
            return None;
        }
        self.backward(token, from, period.begin, end)
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

    fn party_kind(&self, at: usize) -> Option<PartyKind> {
        let page = self.page;
        let head = if page.is(at, C::Determiner) { at + 1 } else { at };
        page.party_kind(head)
    }

    fn is_party(&self, at: usize) -> bool {
        self.party_kind(at).is_some_and(|kind| kind != PartyKind::Place)
    }

    /// States do much for which no one speaks: "pour la Norlande, tout change".
    fn trusts(&self, from: usize, content: &Content) -> bool {
        content.kind != QuotationType::Indirect
            || self
                .party_kind(from)
                .is_some_and(|kind| matches!(kind, PartyKind::Person | PartyKind::Anonymous | PartyKind::Outlet))
    }

    /// "Pour X, « … »" of a speaker whom the cast doesn't know.
    fn doubtful_with_marks(&self, token: usize, from: usize, end: usize, opening: bool) -> Option<Content> {
        let page = self.page;
        if !opening || page.is(token + 1, C::When) || page.phrase(token, |phrase| phrase == Phrase::Aside) > 0 {
            return None;
        }
        page.noun_phrase(from, end)?;
        let content = self.forward(from, end)?;
        (content.kind != QuotationType::Indirect).then_some(content)
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

    // --- Layout ----------------------------------------------------------------------

    /// "X : « … »" and quotations that go on where the one before ended.
    fn layout(&self, pair: usize, place: SourcePlace) -> Option<Content> {
        let page = self.page;
        let whole = page.marks.pairs[pair];
        if self.used[pair]
            || whole.continues.is_some()
            || !page.has_finite(whole.inside())
            || page.marks.around(whole.open).is_some()
        {
            return None;
        }
        let period = page.period(whole.open);
        let rest = page.strip_stop(whole.end, period.end);
        if rest > whole.end {
            return None;
        }
        let before = whole.open.checked_sub(1).filter(|before| *before >= period.begin);
        match (place, before) {
            (SourcePlace::BeforeColon, Some(colon)) if page.is_mark(colon, &[":"]) => {
                let begin = page.skip_circumstances(period.begin, colon);
                let noun = page.noun_phrase(begin, colon)?;
                let source = page.with_appositions(noun, colon);
                let names = match self.party_kind(begin) {
                    Some(kind) => !matches!(kind, PartyKind::Place | PartyKind::State),
                    None => source.clone().all(|token| page.tokens[token].capital) && source.len() <= 4,
                };
                let mut content = self.direct(pair);
                content.source = Some(source.clone());
                (source.end == colon && names).then_some(content)
            }
            (SourcePlace::Previous, None) if whole.inside().len() > 3 => Some(self.direct(pair)),
            _ => None,
        }
    }

    /// "« … » (X)".
    fn parenthesis(&self, pair: usize) -> Option<Content> {
        let page = self.page;
        let whole = page.marks.pairs[pair];
        if self.used[pair] || !page.is_mark(whole.end, &["("]) || !page.has_finite(whole.inside()) {
            return None;
        }
        let from = whole.end + 1;
        let close = (from..page.tokens.len().min(from + 12)).find(|token| page.is_mark(*token, &[")"]))?;
        let noun = page.noun_phrase(from, close)?;
        let source = page.with_appositions(noun, close);
        let names = self.is_party(from) || source.clone().all(|token| page.tokens[token].capital);
        let mut content = self.direct(pair);
        content.source = Some(source.clone());
        (source.end == close && names).then_some(content)
    }
}
