//! The date of a text: what it says of its own publication.
//!
//! Evidence, strongest first: what was known beforehand; the address; a byline
//! or dateline; "aujourd'hui (21 janvier 2022)"; "ce vendredi 21 janvier" in the
//! running text, whose year follows from the weekday and from the explicit dates
//! that are past for the text. Where that fixes nothing, the window stays open or
//! there is none; a day without a year is then pointed at, for other texts may
//! tell its year.

use depeche_language::TokenKind;
use depeche_language::pack::time::{Core, DateFields, Expression, From, UnitGrain};
use depeche_record::{Basis, BlockKind, Published, Span, Window};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar;
use super::outlook::{Outlook, outlook};
use crate::Article;

/// A text that names a past day without a weekday was published at most so long
/// after the latest past date it tells with its year.
const STALE_DAYS: i64 = 200;

/// Dates a text.
pub(super) fn date(article: &Article<'_>, expressions: &[Expression<'_>]) -> Published {
    let known = &article.text.published;
    if known.window.is_some() && known.basis != Basis::None {
        return known.clone();
    }
    let evidence = Evidence::gather(article, expressions);
    from_address(article)
        .or_else(|| evidence.told_in_full())
        .or_else(|| glossed(article, expressions))
        .or_else(|| evidence.solve())
        .or_else(|| evidence.bounds())
        .unwrap_or_else(|| Published { span: evidence.yearless(), ..known.clone() })
}

/// A date in the address of the page, or in one that its headers name.
fn from_address(article: &Article<'_>) -> Option<Published> {
    let found = article.text.url.as_deref().and_then(date_in_address);
    if let Some((day, _)) = found {
        return Some(published(Window::day(day), Basis::Url, None));
    }
    let content = article.content();
    article.text.blocks.iter().filter(|block| block.kind == BlockKind::Metadata).find_map(|block| {
        let words = block.span.of(content);
        let begin = words.find("://")?;
        let address = words[begin..].split_whitespace().next()?;
        let (day, at) = date_in_address(address)?;
        let offset = block.span.begin as usize + begin;
        Some(published(Window::day(day), Basis::Url, Some(Span::new(offset + at.start, offset + at.end))))
    })
}

/// The day in an address: `/2022/01/21/`, `/20220121/`, `-20220121`, `/2022-01-21-`.
fn date_in_address(address: &str) -> Option<(Date, std::ops::Range<usize>)> {
    let bytes = address.as_bytes();
    let number = |at: std::ops::Range<usize>| -> Option<i16> {
        let digits = bytes.get(at)?;
        digits.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
    };
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let separator = |at: usize| matches!(bytes.get(at), Some(b'/' | b'-' | b'_'));
    (1..bytes.len()).filter(|at| !is_digit(at - 1) && is_digit(*at)).find_map(|at| {
        let year = number(at..at + 4).filter(|year| (1990..2100).contains(year))?;
        let (month, day, end) = if separator(at + 4) && bytes.get(at + 4) == bytes.get(at + 7) {
            (at + 5, at + 8, at + 10)
        } else {
            (at + 4, at + 6, at + 8)
        };
        if is_digit(end) {
            return None;
        }
        let date = Date::new(year, number(month..month + 2)? as i8, number(day..day + 2)? as i8).ok()?;
        Some((date, at..end))
    })
}

/// The day that "today" or "yesterday" is said to be: "hier (20 janvier 2022)".
/// Who has to say that writes for readers of the next day too.
fn glossed(article: &Article<'_>, expressions: &[Expression<'_>]) -> Option<Published> {
    let tokens = &article.segmented.tokens;
    expressions.windows(2).find_map(|pair| {
        let Core::Shift { unit, by: Some(by), from: From::Text, .. } = pair[0].meaning.core else { return None };
        let Core::Date(fields) = pair[1].meaning.core else { return None };
        let between = tokens.get(pair[0].tokens.end..pair[1].tokens.start)?;
        let is_gloss = unit.grain == UnitGrain::Day
            && pair[0].sentence == pair[1].sentence
            && matches!(between, [mark] if mark.kind == TokenKind::Mark)
            && article.segmented.sentences[pair[0].sentence].kind.is_body();
        let told = calendar::place(fields, fields.year.filter(|_| is_gloss)?)?.window.as_day()?;
        let day = told.checked_sub(by.days()).ok()?;
        let window = Window::between(day, day.tomorrow().ok()?)?;
        Some(published(window, Basis::Context, Some(article.segmented.span(pair[1].tokens.clone()))))
    })
}

fn published(window: Window, basis: Basis, span: Option<Span>) -> Published {
    Published { window: Some(window), basis, span, ..Published::default() }
}

/// What a text says of its own date.
#[derive(Debug, Default)]
struct Evidence {
    /// Days with their year in byline, dateline or header.
    full: Vec<(Window, Basis, Span)>,
    /// Days without a year that are the day of publication.
    yearless: Vec<(DateFields, Basis, Span)>,
    /// Months in headers.
    months: Vec<(Window, Span)>,
    /// The latest date with a year that is past for the text.
    latest_past: Option<(Date, Span)>,
    captured: Option<Window>,
}

impl Evidence {
    fn gather(article: &Article<'_>, expressions: &[Expression<'_>]) -> Evidence {
        let mut evidence = Evidence { captured: article.text.captured, ..Evidence::default() };
        let sentences = &article.segmented.sentences;
        for expression in expressions {
            let Core::Date(fields) = expression.meaning.core else { continue };
            let span = article.segmented.span(expression.tokens.clone());
            let sentence = &sentences[expression.sentence];
            let basis = match sentence.kind {
                BlockKind::Byline | BlockKind::Credit => Some(Basis::Byline),
                BlockKind::Dateline => Some(Basis::Dateline),
                BlockKind::Metadata => Some(Basis::Metadata),
                _ => None,
            };
            let window = fields.year.and_then(|year| calendar::place(fields, year)).map(|placed| placed.window);
            let first = article.segmented.tokens[expression.tokens.start];
            match (basis, window) {
                (Some(basis), Some(window)) if window.as_day().is_some() => evidence.full.push((window, basis, span)),
                (Some(_), Some(window)) => evidence.months.push((window, span)),
                (Some(basis), None) if fields.day.is_some() && fields.month.is_some() => {
                    evidence.yearless.push((fields, basis, span));
                }
                (None, None)
                    if fields.day.is_some()
                        && fields.month.is_some()
                        && article.pack.time.is_demonstrative(first.form) =>
                {
                    evidence.yearless.push((fields, Basis::Context, span));
                }
                (None, Some(window)) => {
                    let looks = outlook(article, sentence.tokens.clone(), expression.tokens.clone());
                    if let (Outlook::Past, Some(begin)) = (looks, window.begin()) {
                        let begin = match expression.meaning.part {
                            Some(part) => calendar::part_of(window, part).and_then(Window::begin).unwrap_or(begin),
                            None => begin,
                        };
                        if evidence.latest_past.is_none_or(|(known, _)| known < begin) {
                            evidence.latest_past = Some((begin, span));
                        }
                    }
                }
                _ => {}
            }
        }
        evidence
    }

    fn told_in_full(&self) -> Option<Published> {
        let rank = |basis: &Basis| match basis {
            Basis::Dateline => 0,
            Basis::Byline => 1,
            _ => 2,
        };
        let (window, basis, span) = self.full.iter().min_by_key(|(_, basis, span)| (rank(basis), *span))?;
        Some(published(*window, *basis, Some(*span)))
    }

    /// The year of a day without one: the first in which the day is not before
    /// the latest past date, falls on the told weekday and lies in the told month.
    fn solve(&self) -> Option<Published> {
        let months = self.months.iter().map(|(window, _)| *window).reduce(|a, b| a.intersection(b).unwrap_or(a));
        let (fields, basis, span) = self.yearless.iter().max_by_key(|(fields, ..)| fields.weekday.is_some())?;
        let earliest = months.and_then(Window::begin).or(self.latest_past.map(|(begin, _)| begin))?;
        let agrees = |day: &Date| fields.weekday.is_none_or(|weekday: Weekday| day.weekday() == weekday);
        let in_year = |year: i16| calendar::place(*fields, year)?.window.as_day();
        let day = (earliest.year()..=earliest.year() + 1)
            .filter_map(in_year)
            .filter(|day| *day >= earliest && agrees(day))
            .find(|day| months.is_none_or(|window| window.contains_day(*day)))?;
        let is_near = earliest.checked_add(STALE_DAYS.days()).is_ok_and(|last| day <= last);
        let known = self.captured.is_none_or(|captured| captured.end().is_none_or(|end| day <= end));
        ((fields.weekday.is_some() || is_near) && known).then(|| published(Window::day(day), *basis, Some(*span)))
    }

    /// Where the text names the day of its publication without a year.
    fn yearless(&self) -> Option<Span> {
        self.yearless.first().map(|(.., span)| *span)
    }

    /// What is left: the month of a header, or "not before the latest past date".
    fn bounds(&self) -> Option<Published> {
        if let Some((window, span)) = self.months.first() {
            return Some(published(*window, Basis::Metadata, Some(*span)));
        }
        let (begin, span) = self.latest_past?;
        let window = Window::new(Some(begin), self.captured.and_then(Window::end))?;
        Some(published(window, Basis::Context, Some(span)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gloss_tells_which_day_today_is() {
        let packs = depeche_language::Packs::builtin();
        let pack = packs.get(depeche_record::Lang::FR).expect("French");
        for (content, expected) in [
            ("Le projet annoncé aujourd'hui (30 novembre 2012) a été rejeté.", Some("2012-11-30/2012-12-01")),
            ("Le départ a eu lieu hier [6 juillet 2013].", Some("2013-07-07/2013-07-08")),
            ("Il part aujourd'hui et reviendra le 6 juillet 2013.", None),
        ] {
            let text = crate::time::plain(content, None, pack);
            let (published, _) = crate::time::read(&Article::new(&text, pack));
            let days = published.window.filter(|window| window.is_anchor()).map(|window| window.to_string());
            assert_eq!(days.as_deref(), expected, "{content}");
        }
    }

    #[test]
    fn addresses_tell_the_day_in_many_ways() {
        for (address, expected) in [
            ("https://a.example/2022/01/21/halden", Some("2022-01-21")),
            ("https://a.example/20220121/halden-1054511324.html", Some("2022-01-21")),
            ("https://a.example/monde/halden-20220121.html", Some("2022-01-21")),
            ("https://a.example/2022-01-21-halden", Some("2022-01-21")),
            ("https://a.example/article/20229999/x", None),
            ("https://a.example/1054511324", None),
        ] {
            assert_eq!(date_in_address(address).map(|(day, _)| day.to_string()).as_deref(), expected, "{address}");
        }
    }
}
