//! From what an expression says to a value and a window.

use depeche_language::pack::time::{Core, DateFields, Expression, From, Signal, Unit, UnitGrain};
use depeche_record::{CalendarUnit, Relative, Time, TimeMod, TimeType, Window};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::calendar::{self, Placed};
use super::outlook::{Outlook, outlook};
use crate::Article;

/// How many sentences, and days, one told date may follow after another, and how
/// many days a time may last that a narration can start from: "in 1997" is
/// background.
const NARRATION: usize = 8;
const NARRATING_DAYS: i64 = 130;
const NARRATED_DAYS: i32 = 200;

/// A day that another sentence told holds for a time of day so many sentences on.
const LASTING: usize = 2;

/// Puts the expressions of one text into the calendar.
pub(super) struct Resolver<'a> {
    article: &'a Article<'a>,
    /// First and last day on which the text may have been published.
    published: Option<(Date, Date)>,
    /// Windows of the expressions resolved so far, in order of the text.
    told: Vec<Told>,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    token: usize,
    sentence: usize,
    window: Window,
    /// Whether it tells when something happened; "the accord of 3 May" doesn't.
    narrates: bool,
}

/// What resolution finds; a field is `None` where the text leaves it open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Resolved {
    value: Option<String>,
    window: Option<Window>,
    relative: Option<Relative>,
}

impl std::convert::From<Placed> for Resolved {
    fn from(placed: Placed) -> Resolved {
        Resolved { value: Some(placed.value), window: Some(placed.window), relative: None }
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(article: &'a Article<'a>, published: Option<Window>) -> Resolver<'a> {
        let published =
            published.filter(|window| window.is_anchor()).and_then(|window| window.begin().zip(window.end()));
        Resolver { article, published, told: Vec::new() }
    }

    /// The times of a text. Expressions that name no possible time (31
    /// February) are left out.
    pub(super) fn resolve(mut self, expressions: &[Expression<'_>]) -> Vec<Time> {
        let mut times: Vec<Option<Time>> = vec![None; expressions.len()];
        // A time of day takes its day from its neighbours on both sides.
        for inherits in [false, true] {
            for (time, expression) in times.iter_mut().zip(expressions) {
                if inherits_day(expression) == inherits {
                    *time = self.time(expression);
                    if let Some(window) = time.as_ref().and_then(|time| time.window) {
                        let told = Told {
                            token: expression.tokens.start,
                            sentence: expression.sentence,
                            window,
                            narrates: !self.is_attribute(expression)
                                && window.days().is_some_and(|days| days <= NARRATING_DAYS),
                        };
                        let place = self.told.partition_point(|known| known.token < told.token);
                        self.told.insert(place, told);
                    }
                }
            }
        }
        self.measure_lengths(expressions, &mut times);
        times.into_iter().flatten().collect()
    }

    fn time(&self, expression: &Expression<'_>) -> Option<Time> {
        let meaning = expression.meaning;
        let mut kind = TimeType::Date;
        let mut value = match meaning.core {
            Core::Date(fields) => self.date(fields, expression)?,
            Core::Weekday { weekday, by } => self.weekday(weekday, by, expression),
            Core::Shift { unit, by: Some(by), from, .. } => self.shift(unit, by, from, expression)?,
            Core::Shift { by: None, later, .. } => {
                let value = if later { "FUTURE_REF" } else { "PAST_REF" };
                Resolved { value: Some(value.to_owned()), ..Resolved::default() }
            }
            Core::Length { count, unit, half } => {
                kind = TimeType::Duration;
                let value = length_value(count, unit, half)?;
                Resolved { value: Some(value), ..self.length(count, unit, expression) }
            }
            Core::Clock { hour, minute } => {
                kind = TimeType::Time;
                self.clock(hour, minute, expression)
            }
            Core::Every { unit, count, weekday } => {
                kind = TimeType::Set;
                let value = match weekday {
                    Some(weekday) => format!("XXXX-WXX-{}", weekday.to_monday_one_offset()),
                    None => length_value(Some(count), unit, false)?,
                };
                Resolved { value: Some(value), ..Resolved::default() }
            }
            Core::Reference(reference) => Resolved { value: Some(reference.value().to_owned()), ..Resolved::default() },
        };
        if let Some(daypart) = meaning.daypart {
            kind = TimeType::Time;
            value.value = Some(format!("{}T{}", value.value.unwrap_or_default(), daypart.letters()));
        } else if let Some(part) = meaning.part {
            value.window = value.window.and_then(|window| calendar::part_of(window, part));
        }
        let is_about = meaning.modifier == Some(TimeMod::Approx) && kind == TimeType::Date;
        Some(Time {
            span: self.article.segmented.span(expression.tokens.clone()),
            kind,
            value: value.value,
            modifier: meaning.part.or(meaning.modifier),
            window: value.window.map(|window| window.approximately(is_about)),
            relative: value.relative,
            rule: expression.rule.name.to_string(),
        })
    }

    /// What holds on every day on which the text may have been published.
    fn anchored(&self, relative: Option<Relative>, place: impl Fn(Date) -> Option<Placed>) -> Resolved {
        let Some((first, last)) = self.published else { return Resolved { relative, ..Resolved::default() } };
        let (Some(early), Some(late)) = (place(first), place(last)) else { return Resolved::default() };
        if early == late {
            return early.into();
        }
        Resolved { value: None, window: early.window.hull(late.window), relative }
    }

    fn outlook(&self, expression: &Expression<'_>) -> Outlook {
        let sentence = self.article.segmented.sentences[expression.sentence].tokens.clone();
        outlook(self.article, sentence, expression.tokens.clone())
    }

    fn date(&self, fields: DateFields, expression: &Expression<'_>) -> Option<Resolved> {
        if fields.century.is_some() || fields.decade.is_some() {
            return calendar::place_era(fields).map(Resolved::from);
        }
        if let Some(year) = fields.year {
            return calendar::place(fields, year).map(Resolved::from);
        }
        let possible = (2000..=2003).any(|year| {
            let month = fields.month.or(fields.day.map(|_| 1));
            calendar::place(DateFields { month, ..fields }, year).is_some()
        });
        if !possible {
            return None;
        }
        let outlook = if self.is_attribute(expression) { Outlook::Unknown } else { self.outlook(expression) };
        let relative = match (fields.month, fields.by) {
            (Some(month), None) => Some(Relative::Yearless(month, fields.day)),
            _ => None,
        };
        if self.published.is_none()
            && outlook == Outlook::Past
            && let Some(placed) = self.narrated(fields, expression)
        {
            return Some(placed.into());
        }
        Some(self.anchored(relative, |anchor| choose(candidates(fields, anchor), anchor, fields.by, outlook)))
    }

    /// A past date without a year after a date with one, where the text tells
    /// one thing after the other: the first such date after it. It may also
    /// have been told before.
    fn narrated(&self, fields: DateFields, expression: &Expression<'_>) -> Option<Placed> {
        let before = self.told.partition_point(|told| told.token < expression.tokens.start);
        let told = self.told[..before].iter().rev().find(|told| told.narrates)?;
        let begin = told.window.begin()?;
        if expression.sentence - told.sentence > NARRATION {
            return None;
        }
        candidates(fields, begin).into_iter().find(|date| {
            date.window.begin().is_some_and(|day| day >= begin && (day - begin).get_days() <= NARRATED_DAYS)
        })
    }

    /// Whether the expression belongs to a noun rather than to the verb: "the
    /// accord of 3 January".
    fn is_attribute(&self, expression: &Expression<'_>) -> bool {
        let sentence = &self.article.segmented.sentences[expression.sentence];
        expression.tokens.start > sentence.tokens.start
            && self.article.pack.time.joins_nouns(self.article.segmented.tokens[expression.tokens.start - 1].form)
    }

    fn weekday(&self, weekday: Weekday, by: Option<i16>, expression: &Expression<'_>) -> Resolved {
        let on =
            |relative: Relative| self.anchored(Some(relative), |day| calendar::day_of(relative.on(day)?.as_day()?));
        match by {
            Some(0) => on(Relative::This(weekday)),
            Some(by) if by > 0 => on(Relative::Next(weekday)),
            // "Last Friday", said on a Friday, is a week ago.
            Some(_) => self
                .anchored(None, |day| calendar::day_of(Relative::Last(weekday).on(day.yesterday().ok()?)?.as_day()?)),
            None => match self.outlook(expression) {
                Outlook::Past | Outlook::Unknown => on(Relative::Last(weekday)),
                Outlook::Present if self.published.is_some_and(|(first, _)| first.weekday() == weekday) => {
                    on(Relative::This(weekday))
                }
                Outlook::Present if self.told_weekday(weekday).is_some() => {
                    self.told_weekday(weekday).map_or_else(Resolved::default, Resolved::from)
                }
                Outlook::Ahead | Outlook::Present => on(Relative::Next(weekday)),
            },
        }
    }

    /// The day with this name that the text has told already, within a week of
    /// its publication.
    fn told_weekday(&self, weekday: Weekday) -> Option<Placed> {
        let (published, _) = self.published?;
        let mut days = self.told.iter().rev().filter_map(|told| told.window.as_day());
        let day = days.find(|day| day.weekday() == weekday && (*day - published).get_days().abs() <= 7)?;
        calendar::day_of(day)
    }

    fn shift(&self, unit: Unit, by: i32, from: From, expression: &Expression<'_>) -> Option<Resolved> {
        if unit.grain.is_clock() {
            return None;
        }
        let known = match from {
            From::Text => {
                return Some(self.anchored(relative_units(unit, by), |day| calendar::unit_from(day, unit, by)));
            }
            From::Mention => self.mention(unit, expression),
            From::Day => self.day(expression),
        };
        Some(known.and_then(|day| calendar::unit_from(day, unit, by)).map_or_else(Resolved::default, Resolved::from))
    }

    /// A day of the time told last before this expression; if days are counted,
    /// of the last told day.
    fn mention(&self, unit: Unit, expression: &Expression<'_>) -> Option<Date> {
        let counts_days = unit.grain <= UnitGrain::Day;
        let before = self.told.partition_point(|told| told.token < expression.tokens.start);
        let mut told = self.told[..before].iter().rev();
        told.find(|told| !counts_days || told.window.as_day().is_some())?.window.begin()
    }

    /// The day that the text is telling of at this expression: the last one
    /// before it in its sentence, the next one in it, the last one of its
    /// block, the day of publication.
    fn day(&self, expression: &Expression<'_>) -> Option<Date> {
        let sentences = &self.article.segmented.sentences;
        let block = sentences[expression.sentence].block;
        let split = self.told.partition_point(|told| told.token < expression.tokens.start);
        let (before, after) = self.told.split_at(split);
        let here = |told: &&Told| told.sentence == expression.sentence;
        let day = |told: &Told| told.window.as_day();
        before
            .iter()
            .rev()
            .take_while(here)
            .find_map(day)
            .or_else(|| after.iter().take_while(here).find_map(day))
            .or_else(|| {
                let near = |told: &&Told| {
                    sentences[told.sentence].block == block || expression.sentence - told.sentence <= LASTING
                };
                before.iter().rev().take_while(near).find_map(day)
            })
            .or(self.published.filter(|(first, last)| first == last).map(|(day, _)| day))
    }

    fn clock(&self, hour: i8, minute: i8, expression: &Expression<'_>) -> Resolved {
        let day = self.day(expression);
        let date = day.map(|day| day.to_string()).unwrap_or_default();
        Resolved { value: Some(format!("{date}T{hour:02}:{minute:02}")), window: day.map(Window::day), relative: None }
    }

    /// The window of a length that is counted from the day of publication.
    fn length(&self, count: Option<i32>, unit: Unit, expression: &Expression<'_>) -> Resolved {
        let segmented = &self.article.segmented;
        let sentence = &segmented.sentences[expression.sentence];
        let (time, begin) = (&self.article.pack.time, expression.tokens.start);
        let Some(count) = count else { return Resolved::default() };
        let signal = time.signal_before(segmented, sentence.tokens.start, begin).map(|(_, signal)| signal);
        let has_article = time.is_article(segmented.tokens[begin].form);
        let whole = match signal {
            Some(Signal::Within | Signal::Granted) => true,
            Some(Signal::In) => has_article,
            _ => return Resolved::default(),
        };
        let relative =
            days_of(count, unit).map(|days| Relative::Units(CalendarUnit::Day, if whole { 0 } else { days }, days));
        self.anchored(relative, |day| {
            let end = later(day, count, unit)?;
            let window = if whole { Window::between(day, end)? } else { Window::day(end) };
            Some(Placed { value: String::new(), window })
        })
    }

    /// Lengths counted from a told time: "a week from Saturday on".
    fn measure_lengths(&self, expressions: &[Expression<'_>], times: &mut [Option<Time>]) {
        for at in 1..expressions.len() {
            let (first, second) = (&expressions[at - 1], &expressions[at]);
            if first.sentence != second.sentence {
                continue;
            }
            let between = first.tokens.end..second.tokens.start;
            let signal = self.article.pack.time.signal_before(&self.article.segmented, between.start, between.end);
            let (length, from) = match signal {
                Some((_, Signal::From)) => (at - 1, at),
                Some((_, Signal::During)) if self.starts(first) => (at, at - 1),
                _ => continue,
            };
            let Core::Length { count: Some(count), unit, .. } = expressions[length].meaning.core else { continue };
            let begin = times[from].as_ref().and_then(|time| time.window).and_then(Window::begin);
            let window =
                begin.and_then(|begin| Window::between(begin, later(begin, count, unit)?.yesterday().ok()?.max(begin)));
            if let (Some(window), Some(time)) = (window, &mut times[length]) {
                time.window = Some(window);
            }
        }
    }

    /// Whether an expression tells when something begins.
    fn starts(&self, expression: &Expression<'_>) -> bool {
        let segmented = &self.article.segmented;
        let begin = segmented.sentences[expression.sentence].tokens.start;
        let signal = self.article.pack.time.signal_before(segmented, begin, expression.tokens.start);
        matches!(signal, Some((_, Signal::From)))
    }
}

/// Whether an expression takes its day from another one.
fn inherits_day(expression: &Expression<'_>) -> bool {
    matches!(expression.meaning.core, Core::Clock { .. } | Core::Shift { from: From::Day, .. })
}

/// The dates with these fields around `anchor`, in order.
fn candidates(fields: DateFields, anchor: Date) -> Vec<Placed> {
    let mut dates: Vec<Placed> = if fields.month.is_none() && fields.day.is_some() {
        (-1..=1)
            .filter_map(|by| {
                let month = anchor.first_of_month().checked_add(by.months()).ok()?;
                calendar::place(DateFields { month: Some(month.month()), ..fields }, month.year())
            })
            .collect()
    } else {
        (anchor.year() - 1..=anchor.year() + 1).filter_map(|year| calendar::place(fields, year)).collect()
    };
    let agrees = |date: &Placed| date.window.as_day().is_some_and(|day| Some(day.weekday()) == fields.weekday);
    if fields.weekday.is_some() && dates.iter().any(agrees) {
        dates.retain(agrees);
    }
    dates
}

/// Which of `dates` is meant in a text of `anchor`.
fn choose(dates: Vec<Placed>, anchor: Date, by: Option<i16>, outlook: Outlook) -> Option<Placed> {
    let is_later = |date: &Placed| date.window.begin().is_some_and(|begin| begin > anchor);
    let is_earlier = |date: &Placed| date.window.end().is_some_and(|end| end < anchor);
    let distance = |date: &Placed| {
        let days = |day: Option<Date>| day.map_or(i32::MAX, |day| (day - anchor).get_days().abs());
        if is_later(date) || is_earlier(date) { days(date.window.begin()).min(days(date.window.end())) } else { 0 }
    };
    let fits: &dyn Fn(&Placed) -> bool = match (by, outlook) {
        (Some(by), _) if by > 0 => &is_later,
        (Some(by), _) if by < 0 => &is_earlier,
        (None, Outlook::Past) => &|date| !is_later(date),
        (None, Outlook::Ahead) => &|date| !is_earlier(date),
        _ => &|_| true,
    };
    dates.into_iter().filter(|date| fits(date)).min_by_key(distance)
}

/// The day on which `count` units from `day` have passed.
fn later(day: Date, count: i32, unit: Unit) -> Option<Date> {
    let count = i64::from(count) * i64::from(unit.count);
    let days = |days: i64| Span::new().try_days(days).ok();
    let months = |months: i64| Span::new().try_months(months).ok();
    let step = match unit.grain {
        UnitGrain::Second | UnitGrain::Minute => days(0),
        UnitGrain::Hour => days((count + 23) / 24),
        UnitGrain::Day => days(count),
        UnitGrain::Week | UnitGrain::Weekend => days(count * 7),
        UnitGrain::Month => months(count),
        UnitGrain::Quarter => months(count * 3),
        UnitGrain::Year => months(count * 12),
        UnitGrain::Decade => months(count * 120),
        UnitGrain::Century => months(count * 1200),
    };
    day.checked_add(step?).ok()
}

/// A length in days where that is exact.
fn days_of(count: i32, unit: Unit) -> Option<i16> {
    let count = count.checked_mul(i32::from(unit.count))?;
    let days = match unit.grain {
        UnitGrain::Hour => (count + 23) / 24,
        UnitGrain::Day => count,
        UnitGrain::Week => count.checked_mul(7)?,
        _ => return None,
    };
    i16::try_from(days).ok()
}

fn relative_units(unit: Unit, by: i32) -> Option<Relative> {
    let by = i16::try_from(by.checked_mul(i32::from(unit.count))?).ok()?;
    let unit = match unit.grain {
        UnitGrain::Day => CalendarUnit::Day,
        UnitGrain::Week => CalendarUnit::Week,
        UnitGrain::Month => CalendarUnit::Month,
        UnitGrain::Quarter => CalendarUnit::Quarter,
        UnitGrain::Year => CalendarUnit::Year,
        _ => return None,
    };
    Some(Relative::Units(unit, by, by))
}

/// A duration in TIMEX3: `P3M`, `PT48H`, `PXD`.
fn length_value(count: Option<i32>, unit: Unit, half: bool) -> Option<String> {
    let time = if unit.grain.is_clock() { "T" } else { "" };
    let letters = unit.grain.letters();
    let Some(count) = count else { return Some(format!("P{time}X{letters}")) };
    let count = count.checked_mul(i32::from(unit.count))?;
    Some(match unit.grain {
        _ if !half => format!("P{time}{count}{letters}"),
        UnitGrain::Year => format!("P{}M", count.checked_mul(12)? + 6),
        UnitGrain::Hour => format!("PT{}M", count.checked_mul(60)? + 30),
        _ => format!("P{time}{count}.5{letters}"),
    })
}
