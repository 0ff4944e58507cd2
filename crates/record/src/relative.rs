//! Times that only the day of publication fixes: "next week", "this Friday".

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Window;

/// How a time stands to the day on which its text was published.
///
/// Annotation writes it where that day is not known, so that collation can
/// work out the window once other texts have told the day. Written as a short
/// string: `W+1` next week, `D-1` yesterday, `D+0/D+7` within seven days,
/// `last-5` the latest Friday, `this-5` "this Friday", `next-5` Friday to come,
/// `XXXX-01-21` 21 January of the nearest year, `XXXX-01` the nearest January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Relative {
    /// From so many units away to so many units away, both included, counted
    /// from the unit that holds the day: `W+1`, `D+0/D+7`.
    Units(CalendarUnit, i16, i16),
    /// The latest such weekday, the day itself included.
    Last(Weekday),
    /// The day itself if it is that weekday, else the nearest one: the way the
    /// press names the day of publication.
    This(Weekday),
    /// The next such weekday, the day itself not included.
    Next(Weekday),
    /// A month, or a day of it, of the nearest year.
    Yearless(i8, Option<i8>),
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum CalendarUnit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl CalendarUnit {
    const ALL: [(CalendarUnit, char); 5] = [
        (CalendarUnit::Day, 'D'),
        (CalendarUnit::Week, 'W'),
        (CalendarUnit::Month, 'M'),
        (CalendarUnit::Quarter, 'Q'),
        (CalendarUnit::Year, 'Y'),
    ];

    fn letter(self) -> char {
        CalendarUnit::ALL[self as usize].1
    }

    /// The unit `count` units after the one that holds `day`.
    fn from(self, day: Date, count: i16) -> Option<Window> {
        let count = i32::from(count);
        match self {
            CalendarUnit::Day => day.checked_add(count.days()).ok().map(Window::day),
            CalendarUnit::Week => Window::week_of(day.checked_add(count.weeks()).ok()?),
            CalendarUnit::Month => {
                let first = day.first_of_month().checked_add(count.months()).ok()?;
                Window::month(first.year(), first.month())
            }
            CalendarUnit::Quarter => {
                let first = day.first_of_month().checked_add((count * 3).months()).ok()?;
                Window::quarter(first.year(), (first.month() + 2) / 3)
            }
            CalendarUnit::Year => Window::year(day.year().checked_add(i16::try_from(count).ok()?)?),
        }
    }
}

impl Relative {
    /// The window it stands for in a text published on `day`; `None` if that
    /// leaves the calendar.
    pub fn on(self, day: Date) -> Option<Window> {
        match self {
            Relative::Units(unit, begin, end) => unit.from(day, begin)?.hull(unit.from(day, end)?),
            Relative::Last(weekday) => {
                let back = i32::from(weekday.until(day.weekday()));
                day.checked_sub(back.days()).ok().map(Window::day)
            }
            Relative::This(weekday) => {
                let ahead = i32::from(day.weekday().until(weekday));
                let step = if ahead > 3 { ahead - 7 } else { ahead };
                day.checked_add(step.days()).ok().map(Window::day)
            }
            Relative::Next(weekday) => {
                let ahead = i32::from(day.weekday().until(weekday));
                day.checked_add(if ahead == 0 { 7 } else { ahead }.days()).ok().map(Window::day)
            }
            Relative::Yearless(month, monthday) => {
                let in_year = |year: i16| match monthday {
                    Some(monthday) => Date::new(year, month, monthday).ok().map(Window::day),
                    None => Window::month(year, month),
                };
                let distance = |window: &Window| {
                    let begin = window.begin().map_or(i32::MAX, |begin| (begin - day).get_days().abs());
                    let end = window.end().map_or(i32::MAX, |end| (end - day).get_days().abs());
                    if window.contains_day(day) { 0 } else { begin.min(end) }
                };
                (day.year() - 1..=day.year() + 1).filter_map(in_year).min_by_key(distance)
            }
        }
    }

    /// The window it stands for in a text published some day of `published`:
    /// the hull over these days. `None` if `published` is open or longer than
    /// two months, for then it fixes nothing.
    pub fn within(self, published: Window) -> Option<Window> {
        let (begin, end) = (published.begin()?, published.end()?);
        if !published.is_anchor() {
            return None;
        }
        let first = self.on(begin)?;
        begin.series(1.day()).take_while(|day| *day <= end).try_fold(first, |hull, day| hull.hull(self.on(day)?))
    }

    /// The days of `search` on which a text must be published for this time to
    /// be `fits`: their hull, `None` if there is none. `search` must be closed.
    pub fn anchors(self, search: Window, fits: impl Fn(Window) -> bool) -> Option<Window> {
        let (begin, end) = (search.begin()?, search.end()?);
        let fitting = |day: &Date| match self {
            // The press says "this Friday" on Friday.
            Relative::This(weekday) if day.weekday() != weekday => false,
            _ => self.on(*day).is_some_and(&fits),
        };
        let mut days = begin.series(1.day()).take_while(|day| *day <= end).filter(fitting);
        let first = days.next()?;
        Window::between(first, days.last().unwrap_or(first))
    }
}

impl fmt::Display for Relative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Relative::Units(unit, begin, end) if begin == end => write!(f, "{}{begin:+}", unit.letter()),
            Relative::Units(unit, begin, end) => {
                write!(f, "{letter}{begin:+}/{letter}{end:+}", letter = unit.letter())
            }
            Relative::Last(weekday) => write!(f, "last-{}", weekday.to_monday_one_offset()),
            Relative::This(weekday) => write!(f, "this-{}", weekday.to_monday_one_offset()),
            Relative::Next(weekday) => write!(f, "next-{}", weekday.to_monday_one_offset()),
            Relative::Yearless(month, Some(day)) => write!(f, "XXXX-{month:02}-{day:02}"),
            Relative::Yearless(month, None) => write!(f, "XXXX-{month:02}"),
        }
    }
}

impl FromStr for Relative {
    type Err = String;

    fn from_str(input: &str) -> Result<Relative, String> {
        parse(input).ok_or_else(|| {
            format!("{input:?} is no relative time; write W+1, D+0/D+7, last-5, this-5, next-5 or XXXX-01-21")
        })
    }
}

fn parse(input: &str) -> Option<Relative> {
    let weekday = |digit: &str| Weekday::from_monday_one_offset(digit.parse().ok()?).ok();
    if let Some(digit) = input.strip_prefix("last-") {
        return weekday(digit).map(Relative::Last);
    }
    if let Some(digit) = input.strip_prefix("this-") {
        return weekday(digit).map(Relative::This);
    }
    if let Some(digit) = input.strip_prefix("next-") {
        return weekday(digit).map(Relative::Next);
    }
    if let Some(rest) = input.strip_prefix("XXXX-") {
        let (month, day) = rest.split_once('-').map_or((rest, None), |(month, day)| (month, Some(day)));
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let day = day.map(|day| day.parse().ok().filter(|day| (1..=31).contains(day)).ok_or(())).transpose().ok()?;
        return Some(Relative::Yearless(month, day));
    }
    let bound = |side: &str| {
        let mut rest = side.chars();
        let letter = rest.next()?;
        let unit = CalendarUnit::ALL.into_iter().find(|(_, known)| *known == letter)?.0;
        Some((unit, rest.as_str().parse::<i16>().ok()?))
    };
    let (begin, end) = input.split_once('/').unwrap_or((input, input));
    let ((unit, begin), (same, end)) = (bound(begin)?, bound(end)?);
    (unit == same && begin <= end).then_some(Relative::Units(unit, begin, end))
}

impl TryFrom<String> for Relative {
    type Error = String;

    fn try_from(input: String) -> Result<Relative, String> {
        input.parse()
    }
}

impl From<Relative> for String {
    fn from(relative: Relative) -> String {
        relative.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(input: &str) -> Date {
        input.parse().expect(input)
    }

    #[test]
    fn a_relative_time_has_its_window_once_the_day_is_known() {
        // 2022-01-21 is a Friday.
        for (relative, published, window) in [
            ("D-1", "2022-01-21", "2022-01-20"),
            ("D+0/D+7", "2022-01-21", "2022-01-21/2022-01-28"),
            ("W+0", "2022-01-26", "2022-01-24/2022-01-30"),
            ("W+1", "2022-01-21", "2022-01-24/2022-01-30"),
            ("M-1", "2022-01-31", "2021-12"),
            ("Q+1", "2021-11-30", "2022-01-01/2022-03-31"),
            ("Y-1", "2022-01-21", "2021"),
            ("last-5", "2022-01-21", "2022-01-21"),
            ("last-4", "2022-01-21", "2022-01-20"),
            ("last-6", "2022-01-21", "2022-01-15"),
            ("next-5", "2022-01-21", "2022-01-28"),
            ("next-1", "2022-01-21", "2022-01-24"),
            ("this-5", "2022-01-21", "2022-01-21"),
            ("this-5", "2022-01-22", "2022-01-21"),
            ("this-5", "2022-01-18", "2022-01-21"),
            ("XXXX-12-17", "2022-01-21", "2021-12-17"),
            ("XXXX-02", "2022-01-21", "2022-02"),
        ] {
            let parsed: Relative = relative.parse().expect(relative);
            assert_eq!(parsed.to_string(), relative);
            assert_eq!(parsed.on(day(published)).expect(relative).to_string(), window, "{relative} on {published}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for input in ["", "W", "W+1/D+2", "D+7/D+0", "last-8", "this-0", "XXXX-13", "XXXX-01-32", "Z+1", "é"] {
            assert!(input.parse::<Relative>().is_err(), "{input}");
        }
    }

    #[test]
    fn a_known_window_tells_the_days_of_publication() {
        let january: Window = "2022-01".parse().unwrap();
        let anchors = |relative: &str, window: &str| {
            let window: Window = window.parse().unwrap();
            let relative: Relative = relative.parse().unwrap();
            relative.anchors(january, |found| found.same_days(window)).map(|anchors| anchors.to_string())
        };
        assert_eq!(anchors("W+0", "2022-W04").as_deref(), Some("2022-01-24/2022-01-30"));
        assert_eq!(anchors("this-5", "2022-01-21").as_deref(), Some("2022-01-21"));
        assert_eq!(anchors("last-5", "2022-01-21").as_deref(), Some("2022-01-21/2022-01-27"));
        assert_eq!(anchors("W+0", "2023-W04"), None);
    }
}
