//! From cues to quotations: the constructions of the pack, tried on every cue.

use std::ops::Range;

use depeche_language::pack::Tense;
use depeche_language::pack::speech::{
    Construction, ContentShape, CueNoun, CueShape, CueTrait, Phrase, SourcePlace, Takes, WordClass as C,
};
use depeche_record::{Polarity, QuotationHedge, QuotationType};
use rustc_hash::FxHashMap;

use super::features::Candidate;
use super::judge::Judge;
use super::page::Page;
use super::verbs::Shape;

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
    pub(super) confidence: f32,
    /// Whether the content may end elsewhere.
    pub(super) open: bool,
    /// Where an incise ends, and so the next clause begins.
    pub(super) resume: Option<usize>,
}

/// A word or phrase that may introduce speech.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cue {
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
pub(super) struct Content {
    pub(super) spans: Vec<Range<usize>>,
    pub(super) kind: QuotationType,
    /// Where the source stands, if finding the content showed it.
    pub(super) source: Option<Range<usize>>,
    /// Whether it may end elsewhere: a clause that no mark closes.
    pub(super) open: bool,
    /// Where the incise ends that it was found around.
    pub(super) resume: Option<usize>,
}

pub(super) struct Finder<'p, 'a> {
    pub(super) page: &'p Page<'a>,
    pub(super) judge: &'p mut dyn Judge,
    pub(super) reports: Vec<Report<'a>>,
    /// The sources of verb groups that were found to report.
    pub(super) sources: FxHashMap<usize, Range<usize>>,
    /// Where the last incise of the text ended.
    pub(super) resume: usize,
    /// Which pairs of marks are some quotation's whole content.
    pub(super) used: Vec<bool>,
}

impl Content {
    pub(super) fn one(span: Range<usize>, kind: QuotationType) -> Content {
        Content { spans: vec![span], kind, source: None, open: false, resume: None }
    }
}

impl<'a> Finder<'_, 'a> {
    pub(super) fn run(&mut self) {
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
            if let Some(report) = rule.content.iter().find_map(|shape| self.fit(rule, *shape, cue)) {
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
        self.resume = report.resume.unwrap_or(self.resume);
        for span in &report.content {
            if let Some(pair) = self.page.marks.opened_at(span.start) {
                for pair in self.page.marks.chain(pair) {
                    self.used[pair] |= self.page.marks.pairs[pair].end <= span.end;
                }
            }
        }
    }

    /// The report that a construction makes of a cue, if the judge agrees.
    fn fit(&mut self, rule: &'a Construction, shape: ContentShape, cue: Cue) -> Option<Report<'a>> {
        let content = self.content(shape, rule, cue)?;
        if self.only_carries(cue, &content) {
            return None;
        }
        let source = match content.source.clone() {
            Some(source) => Some(source),
            None if rule.source == SourcePlace::Nobody => {
                self.is_nobodys(cue).then_some(())?;
                None
            }
            None => Some(self.source(rule.source, cue, &content)?),
        };
        let mut report = self.report(rule, cue, source, content);
        let verdict = self.judge.judge(Candidate { page: self.page, cue, report: &report })?;
        if report.content[0].end != verdict.end {
            report.content[0].end = verdict.end;
            report.kind = self.mixed_or(report.content[0].clone(), QuotationType::Indirect);
        }
        Some(Report { confidence: verdict.confidence, ..report })
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
        Report {
            source,
            cue: tokens,
            content: content.spans,
            kind: content.kind,
            polarity,
            hedge,
            rule,
            confidence: rule.confidence,
            open: content.open,
            resume: content.resume,
        }
    }

    /// The conditional of hearsay: "Lisbonne aurait rejeté", "serait mort". After
    /// a past verb it is the future seen from there.
    fn is_hearsay(&self, cue: Cue, content: &Content) -> bool {
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
}

/// Finds all quotations of a page, in the order of their cues.
pub(super) fn find<'a>(page: &Page<'a>, judge: &mut dyn Judge) -> Vec<Report<'a>> {
    let mut finder = Finder {
        page,
        judge,
        reports: Vec::new(),
        sources: FxHashMap::default(),
        resume: 0,
        used: vec![false; page.marks.pairs.len()],
    };
    finder.run();
    finder.reports
}
