//! Who said what: source, cue and content, and the chain behind them.
//!
//! [`find`] reads the words: quotation marks are paired, verbs with their
//! auxiliaries become groups, and each cue is tried against the constructions
//! of the pack; the pack's model accepts or rejects what they make and settles
//! where it ends. [`attribute()`] then says who the sources are.

mod attribute;
mod clauses;
mod contents;
mod features;
mod incises;
mod judge;
mod layout;
pub mod lessons;
mod marks;
mod nouns;
mod page;
mod prepositions;
mod report;
mod sources;
mod subjects;
mod verbs;

use std::ops::Range;

use depeche_language::pack::speech::Phrase;
use depeche_record::{Quotation, QuotationId, Span};

use crate::Article;
use crate::who::Cast;
use page::Page;
use report::Report;

pub use attribute::attribute;

/// Finds the quotations of a text: spans, type, nesting, hedge and polarity,
/// in the order of their contents. Speakers come with [`attribute()`].
pub fn find(article: &Article<'_>, cast: &Cast) -> Vec<Quotation> {
    let page = Page::new(article, cast);
    let mut quotations: Vec<Quotation> = report::find(&page, &mut &article.pack.speech.model)
        .into_iter()
        .map(|report| quotation(article, report))
        .collect();
    quotations.retain(is_whole);
    quotations.sort_by_key(|quotation| (quotation.content[0].begin, std::cmp::Reverse(quotation.content[0].end)));
    quotations.dedup_by(|later, earlier| later.content == earlier.content);
    for (number, quotation) in quotations.iter_mut().enumerate() {
        quotation.id = QuotationId(number as u32 + 1);
    }
    nest(&mut quotations);
    answer(article, &mut quotations);
    quotations
}

/// Whether something is said and nothing that was found is empty: of a text of
/// marks alone some part may be left without a word.
fn is_whole(quotation: &Quotation) -> bool {
    let parts = quotation.source.iter().chain(&quotation.cue).chain(&quotation.content);
    !quotation.content.is_empty() && !parts.into_iter().any(|span| span.is_empty())
}

fn quotation(article: &Article<'_>, report: Report<'_>) -> Quotation {
    let span = |tokens: Range<usize>| article.segmented.span(tokens);
    // "-t-il" names by its pronoun alone.
    let named = |tokens: Range<usize>| {
        let span = span(tokens);
        let words = span.of(article.content());
        let hyphen = words.starts_with('-').then(|| words.split(' ').next().and_then(|word| word.rfind('-'))).flatten();
        Span { begin: span.begin + hyphen.map_or(0, |at| at as u32 + 1), end: span.end }
    };
    Quotation {
        id: QuotationId(0),
        kind: report.kind,
        source: report.source.map(named).into_iter().collect(),
        cue: report.cue.map(span).into_iter().collect(),
        content: report.content.into_iter().map(span).collect(),
        speaker: Vec::new(),
        addressee: Vec::new(),
        parent: None,
        carrier: Vec::new(),
        hedge: report.hedge,
        polarity: report.polarity,
        rule: report.rule.name.to_string(),
        confidence: report.confidence,
    }
}

/// Gives each quotation the smallest one that reports it: whose content holds
/// its content and its cue. Quotations are sorted by content, outer ones first.
fn nest(quotations: &mut [Quotation]) {
    let mut around: Vec<usize> = Vec::new();
    for number in 0..quotations.len() {
        let begin = quotations[number].content[0].begin;
        while around.last().is_some_and(|outer| last_end(&quotations[*outer]) <= begin) {
            around.pop();
        }
        let inner = &quotations[number];
        let parent = around
            .iter()
            .rev()
            .take(8)
            .find(|outer| holds(&quotations[**outer], inner))
            .map(|outer| quotations[*outer].id);
        quotations[number].parent = parent;
        around.push(number);
    }
}

/// Gives each question that was put to a speaker the quotation that answers it
/// in the same sentence: "« Non », a-t-il dit à la question de savoir si…".
fn answer(article: &Article<'_>, quotations: &mut [Quotation]) {
    let cue = |quotation: &Quotation| quotation.cue.first().copied();
    for number in 0..quotations.len() {
        let question = &quotations[number];
        if question.parent.is_some() || !is_put(article, question) {
            continue;
        }
        let Some(put) = cue(question) else { continue };
        let sentence = |place: Span| article.segmented.sentence_at(place.begin);
        let beside = quotations[..number]
            .iter()
            .filter(|other| cue(other).is_some_and(|cue| sentence(cue) == sentence(put) && cue.end <= put.begin));
        let nearest = beside.max_by_key(|other| cue(other).map(|cue| cue.begin));
        quotations[number].parent = nearest.map(|answer| answer.id);
    }
}

/// Whether a quotation is a question put to somebody.
fn is_put(article: &Article<'_>, quotation: &Quotation) -> bool {
    let Some(cue) = quotation.cue.first() else { return false };
    let mut put = false;
    let phrases = article.pack.speech.phrases();
    let at = article.segmented.tokens_in(*cue).start;
    phrases.at(&article.segmented.tokens, at, |_, entry| put |= *phrases.value(entry) == Phrase::Asked);
    put
}

fn last_end(quotation: &Quotation) -> u32 {
    quotation.content.iter().map(|span| span.end).max().unwrap_or_default()
}

fn holds(outer: &Quotation, inner: &Quotation) -> bool {
    let inside = |span: &Span| outer.content.iter().any(|content| content.contains(*span) && *content != *span);
    inner.content.iter().all(inside) && inner.cue.iter().all(inside)
}
