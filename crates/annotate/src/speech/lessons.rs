//! Candidates laid before a teacher instead of the model.

use depeche_record::{Quotation, Span};

use super::features::{Candidate, Say};
pub use super::judge::ENOUGH;
use super::judge::{Judge, Verdict};
use super::page::Page;
use super::{quotation, report};
use crate::Article;
use crate::who::Cast;

/// A candidate and what the model would weigh of it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The candidate, with the end that its rule gives it.
    pub quotation: Quotation,
    /// The features of the whole.
    pub features: Vec<String>,
    /// The places where its content can end, the rule's first.
    pub ends: Vec<Ending>,
}

/// A place where a content can end.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The place, in bytes.
    pub end: u32,
    /// Its score before its features are weighed.
    pub prior: f32,
    /// Its features.
    pub features: Vec<String>,
}

/// Lays every candidate of a text before a teacher, who answers with the number
/// of the end if it is a report and with `None` if it is none. Later candidates
/// depend on earlier answers: whose words are continued, what a mark holds.
pub fn ask(article: &Article<'_>, cast: &Cast, teacher: &mut dyn FnMut(&Question) -> Option<usize>) {
    let page = Page::new(article, cast);
    report::find(&page, &mut Lesson { article, teacher });
}

struct Lesson<'l, 'a> {
    article: &'l Article<'a>,
    teacher: &'l mut dyn FnMut(&Question) -> Option<usize>,
}

impl Judge for Lesson<'_, '_> {
    fn judge(&mut self, candidate: Candidate<'_, '_>) -> Option<Verdict> {
        let begin = candidate.report.content[0].start;
        let ends = candidate.ends();
        let place = |end: usize| self.article.segmented.span(begin..end).end;
        let question = Question {
            quotation: quotation(self.article, candidate.report.clone()),
            features: names(|say| candidate.describe(say)),
            ends: ends
                .iter()
                .map(|end| Ending {
                    end: place(*end),
                    prior: candidate.trust(*end),
                    features: names(|say| candidate.describe_end(*end, say)),
                })
                .collect(),
        };
        let end = (self.teacher)(&question)?;
        Some(Verdict { end: ends[end], confidence: candidate.report.rule.confidence })
    }
}

fn names(describe: impl FnOnce(&mut Say<'_>)) -> Vec<String> {
    let mut names = Vec::new();
    describe(&mut |name| names.push(name.concat()));
    names
}

/// Whether two spans are the same but for marks and blanks at their edges.
pub fn same_words(content: &str, one: Span, other: Span) -> bool {
    let trimmed = |span: Span| {
        let words = span.of(content);
        let edge = |c: char| !c.is_alphanumeric();
        let begin = span.begin as usize + (words.len() - words.trim_start_matches(edge).len());
        (begin, begin + words.trim_matches(edge).len())
    };
    trimmed(one) == trimmed(other)
}
