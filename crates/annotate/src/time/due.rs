//! Deadlines: within which window a thing told with a time is due.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::time::Signal;
use depeche_record::{Span, Time, TimeMod, TimeType, Window};
use jiff::civil::Date;

use super::outlook::{Outlook, outlook};
use crate::Article;

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The window it is due in; `None` if the text leaves it open ("sous peu").
    pub window: Option<Window>,
    /// The words that say so: the time with its preposition.
    pub span: Span,
}

/// How many words may stand between a preposition and the date of an event:
/// "avant le scrutin du 21 mai".
const EVENT_WORDS: usize = 4;

/// The window in which a thing is due that is told with `times[index]`.
///
/// `day` is the day from which the text counts: that of the act if told, else
/// that of publication. Without it the window begins open. `times` are all
/// times of the text; the neighbours give the other end of a range.
pub fn due(article: &Article<'_>, times: &[Time], index: usize, day: Option<Date>) -> Due {
    let time = &times[index];
    let Some(place) = Place::of(article, time) else { return Due { window: time.window, span: time.span } };
    let plain = Due { window: time.window, span: time.span };
    let Some((begin, signal)) = place.signal() else { return plain };
    let span = article.segmented.span(begin..place.tokens.end).cover(time.span);
    let Some(window) = time.window else {
        return match signal {
            Signal::Granted | Signal::Expired | Signal::Between | Signal::And => plain,
            _ => Due { window: None, span },
        };
    };
    let from_day = |end: Option<Date>| match (day, end) {
        (Some(day), Some(end)) if day <= end => Window::between(day, end),
        (_, Some(end)) => Some(Window::until(end)),
        (_, None) => None,
    };
    let window = match signal {
        Signal::Within if time.kind == TimeType::Duration => Some(window),
        Signal::Within | Signal::Until => from_day(window.end()),
        Signal::Before if time.modifier == Some(TimeMod::End) || time.kind == TimeType::Time => from_day(window.end()),
        Signal::Before => from_day(window.begin().and_then(|begin| begin.yesterday().ok())),
        Signal::In => Some(window),
        Signal::From => return Due { window: place.start(times, index).or(Some(window)), span },
        Signal::Expired => {
            let window =
                if place.looks() == Outlook::Ahead { from_day(window.end()) } else { window.end().map(Window::until) };
            return Due { window, ..plain };
        }
        Signal::After => window.end().and_then(|end| end.tomorrow().ok()).map(Window::since),
        Signal::Between => return place.range(times, index, begin).unwrap_or(plain),
        Signal::Since | Signal::During | Signal::Granted | Signal::And => return plain,
    };
    Due { window, span }
}

/// Where a time stands.
struct Place<'a> {
    article: &'a Article<'a>,
    tokens: Range<usize>,
    sentence: Range<usize>,
}

impl<'a> Place<'a> {
    fn of(article: &'a Article<'a>, time: &Time) -> Option<Place<'a>> {
        let tokens = article.segmented.tokens_in(time.span);
        let sentence = &article.segmented.sentences[article.segmented.sentence_at(time.span.begin)?];
        (!tokens.is_empty()).then(|| Place { article, tokens, sentence: sentence.tokens.clone() })
    }

    /// The signal right before the time, or before the event it dates.
    fn signal(&self) -> Option<(usize, Signal)> {
        let time = &self.article.pack.time;
        let at = |end: usize| time.signal_before(&self.article.segmented, self.sentence.start, end);
        let direct = at(self.tokens.start);
        let Some((begin, Signal::Between)) = direct else { return direct };
        (begin.saturating_sub(EVENT_WORDS).max(self.sentence.start)..begin)
            .rev()
            .take_while(|end| self.article.segmented.tokens[*end].kind == TokenKind::Word)
            .find_map(|end| {
                at(end).filter(|(_, signal)| matches!(signal, Signal::Before | Signal::Until | Signal::From))
            })
            .or(direct)
    }

    fn looks(&self) -> Outlook {
        outlook(self.article, self.sentence.clone(), self.tokens.clone())
    }

    /// From the begin of this time on, as long as the length that follows it.
    fn start(&self, times: &[Time], index: usize) -> Option<Window> {
        let neighbours = [index.checked_sub(1), index.checked_add(1)];
        neighbours.into_iter().flatten().filter_map(|at| times.get(at)).find_map(|other| {
            let begins = times[index].window?.begin();
            let window = other.window?;
            (other.kind == TimeType::Duration && window.begin() == begins && self.holds(other)).then_some(window)
        })
    }

    fn holds(&self, time: &Time) -> bool {
        let tokens = self.article.segmented.tokens_in(time.span);
        self.sentence.start <= tokens.start && tokens.end <= self.sentence.end
    }

    /// From this time to the next, if a word between says that they are the two
    /// ends of a range.
    fn range(&self, times: &[Time], index: usize, begin: usize) -> Option<Due> {
        let other = times.get(index + 1)?;
        let second = Place::of(self.article, other)?;
        let time = &self.article.pack.time;
        let (joint, Signal::And) = time.signal_before(&self.article.segmented, self.tokens.end, second.tokens.start)?
        else {
            return None;
        };
        let window = self.tokens.end == joint && second.sentence == self.sentence;
        let window = window.then(|| times[index].window?.hull(other.window?))?;
        Some(Due { window, span: self.article.segmented.span(begin..second.tokens.end) })
    }
}
