//! Stretches of calendar time, written as EDTF (ISO 8601-2).
//!
//! Every date of the record is a [`Window`]: a day is a window of one day, a
//! deadline one that ends on its last day, and where a text leaves an end open
//! the window is open there. Weeks run from Monday to Sunday (ISO 8601).
//!
//! ```
//! use depeche_record::Window;
//!
//! let january: Window = "2022-01".parse()?;
//! let reply: Window = "2022-01-24/2022-01-30".parse()?;
//! assert!(january.contains(reply));
//! assert_eq!(reply.end().unwrap().to_string(), "2022-01-30");
//! assert_eq!(january.intersection("2022-W04".parse()?), Some(reply));
//! # Ok::<(), depeche_record::window::ParseError>(())
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Step, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of calendar time from its first to its last day, both included;
/// `None` at either end means open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Window {
    begin: Option<Date>,
    end: Option<Date>,
    approximate: bool,
}

/// How fine a window is: the coarsest calendar unit that it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// One day.
    Day,
    /// One ISO week.
    Week,
    /// One calendar month.
    Month,
    /// One quarter of a calendar year.
    Quarter,
    /// One calendar year.
    Year,
    /// Anything else with both ends.
    Interval,
    /// At least one end is open.
    Open,
}

/// A publication window longer than this fixes nothing.
const WIDEST_ANCHOR_DAYS: i64 = 62;

impl Window {
    /// One day.
    pub fn day(day: Date) -> Window {
        Window { begin: Some(day), end: Some(day), approximate: false }
    }

    /// From `begin` to `end`, both included. `None` if `end` is before `begin`
    /// or both are open.
    pub fn new(begin: Option<Date>, end: Option<Date>) -> Option<Window> {
        match (begin, end) {
            (None, None) => None,
            (Some(begin), Some(end)) if end < begin => None,
            _ => Some(Window { begin, end, approximate: false }),
        }
    }

    /// From `begin` to `end`, both included; `None` if `end` is before `begin`.
    pub fn between(begin: Date, end: Date) -> Option<Window> {
        Window::new(Some(begin), Some(end))
    }

    /// From `begin` on.
    pub fn since(begin: Date) -> Window {
        Window { begin: Some(begin), end: None, approximate: false }
    }

    /// Until `end`, included.
    pub fn until(end: Date) -> Window {
        Window { begin: None, end: Some(end), approximate: false }
    }

    /// The calendar month; `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Window> {
        let first = Date::new(year, month, 1).ok()?;
        Window::between(first, first.last_of_month())
    }

    /// The quarter (1 to 4) of a year; `None` if there is no such quarter.
    pub fn quarter(year: i16, quarter: i8) -> Option<Window> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        Window::between(
            Date::new(year, quarter * 3 - 2, 1).ok()?,
            Date::new(year, quarter * 3, 1).ok()?.last_of_month(),
        )
    }

    /// The calendar year; `None` if out of range.
    pub fn year(year: i16) -> Option<Window> {
        Window::between(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
    }

    /// The ISO week of a year, Monday to Sunday; `None` if there is no such week.
    pub fn week(year: i16, week: i8) -> Option<Window> {
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
        Window::between(monday, monday.checked_add(6.days()).ok()?)
    }

    /// The ISO week that holds `day`.
    pub fn week_of(day: Date) -> Option<Window> {
        let week = day.iso_week_date();
        Window::week(week.year(), week.week())
    }

    /// Its first day, `None` if open.
    pub fn begin(self) -> Option<Date> {
        self.begin
    }

    /// Its last day, `None` if open. For a deadline: the day it runs out.
    pub fn end(self) -> Option<Date> {
        self.end
    }

    /// The day, if it is one day.
    pub fn as_day(self) -> Option<Date> {
        (self.begin == self.end).then_some(self.begin).flatten()
    }

    /// Whether it is meant approximately (EDTF `~`).
    pub fn is_approximate(self) -> bool {
        self.approximate
    }

    /// The same window, meant approximately or not.
    #[must_use]
    pub fn approximately(self, approximate: bool) -> Window {
        Window { approximate, ..self }
    }

    /// The coarsest calendar unit that it fills.
    pub fn grain(self) -> Grain {
        let (Some(begin), Some(end)) = (self.begin, self.end) else { return Grain::Open };
        let exact = |window: Option<Window>| window.is_some_and(|window| window.same_days(self));
        if begin == end {
            Grain::Day
        } else if exact(Window::year(begin.year())) {
            Grain::Year
        } else if exact(Window::month(begin.year(), begin.month())) {
            Grain::Month
        } else if exact(Window::quarter(begin.year(), (begin.month() + 2) / 3)) {
            Grain::Quarter
        } else if exact(Window::week_of(begin)) {
            Grain::Week
        } else {
            Grain::Interval
        }
    }

    /// Whether first and last day are the same, approximate or not.
    pub fn same_days(self, other: Window) -> bool {
        self.begin == other.begin && self.end == other.end
    }

    /// Number of days, `None` if open.
    pub fn days(self) -> Option<i64> {
        let (begin, end) = (self.begin?, self.end?);
        Some(i64::from((end - begin).get_days()) + 1)
    }

    /// Whether times can be counted from it, if a text was published in it:
    /// closed and at most two months long.
    pub fn is_anchor(self) -> bool {
        self.days().is_some_and(|days| days <= WIDEST_ANCHOR_DAYS)
    }

    /// Whether `day` lies inside.
    pub fn contains_day(self, day: Date) -> bool {
        self.begin.is_none_or(|begin| begin <= day) && self.end.is_none_or(|end| day <= end)
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Window) -> bool {
        let begins = match (self.begin, other.begin) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => mine <= theirs,
        };
        let ends = match (self.end, other.end) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => theirs <= mine,
        };
        begins && ends
    }

    /// The days both have; `None` if they have none.
    pub fn intersection(self, other: Window) -> Option<Window> {
        let begin = match (self.begin, other.begin) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let end = match (self.end, other.end) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Window::new(begin, end).map(|window| window.approximately(self.approximate || other.approximate))
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Window) -> bool {
        self.intersection(other).is_some()
    }

    /// The smallest window that holds both; `None` if it would be open at both ends.
    pub fn hull(self, other: Window) -> Option<Window> {
        let begin = self.begin.zip(other.begin).map(|(a, b)| a.min(b));
        let end = self.end.zip(other.end).map(|(a, b)| a.max(b));
        Window::new(begin, end).map(|window| window.approximately(self.approximate || other.approximate))
    }

    /// Both ends moved by `step`; `None` if that leaves the calendar.
    pub fn shift(self, step: Step) -> Option<Window> {
        let shift = |day: Option<Date>| day.map(|day| day.checked_add(step)).transpose().ok();
        Some(Window { begin: shift(self.begin)?, end: shift(self.end)?, ..self })
    }
}

/// Windows are ordered by begin (open first), then by end (open last).
impl Ord for Window {
    fn cmp(&self, other: &Window) -> Ordering {
        let end = |window: &Window| window.end.unwrap_or(Date::MAX);
        self.begin
            .cmp(&other.begin)
            .then_with(|| end(self).cmp(&end(other)))
            .then_with(|| self.end.is_none().cmp(&other.end.is_none()))
            .then_with(|| self.approximate.cmp(&other.approximate))
    }
}

impl PartialOrd for Window {
    fn partial_cmp(&self, other: &Window) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let approximate = if self.approximate { "~" } else { "" };
        match (self.grain(), self.begin, self.end) {
            (Grain::Day, Some(begin), _) => write!(f, "{begin}{approximate}"),
            (Grain::Month, Some(begin), _) => {
                write!(f, "{:04}-{:02}{approximate}", begin.year(), begin.month())
            }
            (Grain::Year, Some(begin), _) => write!(f, "{:04}{approximate}", begin.year()),
            (_, Some(begin), Some(end)) => write!(f, "{begin}{approximate}/{end}{approximate}"),
            (_, Some(begin), None) => write!(f, "{begin}{approximate}/.."),
            (_, None, Some(end)) => write!(f, "../{end}{approximate}"),
            (_, None, None) => f.write_str(".."),
        }
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a string is no window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{input:?} is no date or window; write a day 2022-01-21, a month 2022-01, a week 2022-W04, \
         an interval 2022-01-24/2022-01-30 or an open one ../2022-01-20"
)]
pub struct ParseError {
    input: String,
}

impl FromStr for Window {
    type Err = ParseError;

    fn from_str(input: &str) -> Result<Window, ParseError> {
        parse(input).ok_or_else(|| ParseError { input: input.to_owned() })
    }
}

fn parse(input: &str) -> Option<Window> {
    let Some((begin, end)) = input.split_once('/') else { return parse_unit(input) };
    let bound = |side: &str| if side == ".." || side.is_empty() { Some(None) } else { parse_unit(side).map(Some) };
    let (begin, end) = (bound(begin)?, bound(end)?);
    let approximate = begin.is_some_and(Window::is_approximate) || end.is_some_and(Window::is_approximate);
    Window::new(begin.and_then(Window::begin), end.and_then(Window::end)).map(|w| w.approximately(approximate))
}

fn parse_unit(input: &str) -> Option<Window> {
    if let Some(rest) = input.strip_suffix('~') {
        return parse_unit(rest).map(|window| window.approximately(true));
    }
    let number = |digits: &str, length: usize| {
        (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<i16>().ok())?
    };
    let parts: Vec<&str> = input.split('-').collect();
    match parts[..] {
        [year] => Window::year(number(year, 4)?),
        [year, part] if part.starts_with('W') => Window::week(number(year, 4)?, number(&part[1..], 2)? as i8),
        [year, part] if part.starts_with('Q') => Window::quarter(number(year, 4)?, number(&part[1..], 1)? as i8),
        [year, month] => Window::month(number(year, 4)?, number(month, 2)? as i8),
        [year, month, day] => {
            Date::new(number(year, 4)?, number(month, 2)? as i8, number(day, 2)? as i8).ok().map(Window::day)
        }
        _ => None,
    }
}

impl TryFrom<String> for Window {
    type Error = ParseError;

    fn try_from(input: String) -> Result<Window, ParseError> {
        input.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> String {
        window.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(input: &str) -> Window {
        input.parse().expect(input)
    }

    #[test]
    fn edtf_in_and_out() {
        for (input, output) in [
            ("2022-01-21", "2022-01-21"),
            ("2022-01", "2022-01"),
            ("2022", "2022"),
            ("2021-12~", "2021-12~"),
            ("2022-W04", "2022-01-24/2022-01-30"),
            ("2022-Q1", "2022-01-01/2022-03-31"),
            ("2022-01-24/2022-01-30", "2022-01-24/2022-01-30"),
            ("2022-01/2022-02", "2022-01-01/2022-02-28"),
            ("../2022-01-20", "../2022-01-20"),
            ("2022-01-20/..", "2022-01-20/.."),
            ("2022-01-01/2022-01-31", "2022-01"),
        ] {
            assert_eq!(window(input).to_string(), output, "{input}");
        }
    }

    #[test]
    fn absurd_dates_are_no_dates() {
        for input in
            ["2022-02-31", "2022-13", "99999", "2022-W54", "2022-Q5", "", "..", "../..", "x", "2022-01-30/2022-01-24"]
        {
            assert!(input.parse::<Window>().is_err(), "{input}");
        }
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1900i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
    }

    fn any_window() -> impl Strategy<Value = Window> {
        (any_day(), any_day(), 0..4, any::<bool>()).prop_map(|(a, b, open, approximate)| {
            let (a, b) = (a.min(b), a.max(b));
            let window = match open {
                0 => Window::since(a),
                1 => Window::until(b),
                _ => Window::between(a, b).expect("ordered"),
            };
            window.approximately(approximate)
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(window in any_window()) {
            prop_assert_eq!(window.to_string().parse::<Window>().unwrap(), window);
        }

        #[test]
        fn intersection_lies_in_both_and_hull_holds_both(a in any_window(), b in any_window()) {
            if let Some(both) = a.intersection(b) {
                prop_assert!(a.contains(both) && b.contains(both));
            }
            if let Some(hull) = a.hull(b) {
                prop_assert!(hull.contains(a) && hull.contains(b));
            }
            prop_assert_eq!(a.intersection(b), b.intersection(a));
            prop_assert_eq!(a.hull(b), b.hull(a));
        }

        #[test]
        fn a_day_is_in_the_intersection_if_it_is_in_both(a in any_window(), b in any_window(), day in any_day()) {
            let both = a.intersection(b).is_some_and(|both| both.contains_day(day));
            prop_assert_eq!(both, a.contains_day(day) && b.contains_day(day));
        }

        #[test]
        fn any_string_is_read_or_refused(input in "\\PC{0,30}") {
            let _ = input.parse::<Window>();
        }
    }
}
