//! From calendar fields to TIMEX3 values and windows, where the year is known.

use depeche_language::pack::time::{DateFields, Season, Unit, UnitGrain};
use depeche_record::{TimeMod, Window};
use jiff::ToSpan;
use jiff::civil::Date;

/// A TIMEX3 value and the window it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) value: String,
    pub(super) window: Window,
}

fn placed(value: String, window: Option<Window>) -> Option<Placed> {
    window.map(|window| Placed { value, window })
}

/// Years written with two digits from here on are of the last century.
const SHORT_YEAR_TURN: i16 = 70;

/// Puts the told fields into `year`; `None` if there is no such date.
pub(super) fn place(fields: DateFields, year: i16) -> Option<Placed> {
    let year = if year < 100 { year + if year < SHORT_YEAR_TURN { 2000 } else { 1900 } } else { year };
    if let Some(season) = fields.season {
        return placed(format!("{year:04}-{}", season.letters()), season_of(season, year));
    }
    if let Some(half @ 1..=2) = fields.half {
        let first = Window::quarter(year, half * 2 - 1)?;
        return placed(format!("{year:04}-H{half}"), first.hull(Window::quarter(year, half * 2)?));
    }
    if let Some(quarter) = fields.quarter {
        return placed(format!("{year:04}-Q{quarter}"), Window::quarter(year, quarter));
    }
    match (fields.month, fields.day) {
        (Some(month), Some(day)) => day_of(Date::new(year, month, day).ok()?),
        (Some(month), None) => placed(format!("{year:04}-{month:02}"), Window::month(year, month)),
        (None, None) => placed(format!("{year:04}"), Window::year(year)),
        (None, Some(_)) => None,
    }
}

/// A decade or century, which need no year.
pub(super) fn place_era(fields: DateFields) -> Option<Placed> {
    if let Some(century) = fields.century.filter(|century| (1..=21).contains(century)) {
        let window = Window::year(century * 100 - 99)?.hull(Window::year(century * 100)?);
        return placed(format!("{:02}", century - 1), window);
    }
    let decade = fields.decade?;
    placed(format!("{decade:03}"), Window::year(decade * 10)?.hull(Window::year(decade * 10 + 9)?))
}

pub(super) fn day_of(day: Date) -> Option<Placed> {
    placed(day.to_string(), Some(Window::day(day)))
}

/// The calendar unit that lies `by` units from the one that holds `day`;
/// `None` for units without a place in the calendar.
pub(super) fn unit_from(day: Date, unit: Unit, by: i32) -> Option<Placed> {
    let by = by.checked_mul(i32::from(unit.count))?;
    let year_of = |by: i32| i16::try_from(i32::from(day.year()).checked_add(by)?).ok();
    match unit.grain {
        UnitGrain::Second | UnitGrain::Minute | UnitGrain::Hour => None,
        UnitGrain::Day => day_of(day.checked_add(by.days()).ok()?),
        UnitGrain::Week => {
            let window = Window::week_of(day.checked_add(by.weeks()).ok()?)?;
            placed(week_value(window)?, Some(window))
        }
        UnitGrain::Weekend => {
            let week = Window::week_of(day.checked_add(by.weeks()).ok()?)?;
            let sunday = week.end()?;
            placed(format!("{}-WE", week_value(week)?), Window::between(sunday.yesterday().ok()?, sunday))
        }
        UnitGrain::Month => {
            let month = day.first_of_month().checked_add(by.months()).ok()?;
            placed(format!("{:04}-{:02}", month.year(), month.month()), Window::month(month.year(), month.month()))
        }
        UnitGrain::Quarter => {
            let month = day.first_of_month().checked_add(by.checked_mul(3)?.months()).ok()?;
            let quarter = (month.month() + 2) / 3;
            placed(format!("{:04}-Q{quarter}", month.year()), Window::quarter(month.year(), quarter))
        }
        UnitGrain::Year => {
            let year = year_of(by)?;
            placed(format!("{year:04}"), Window::year(year))
        }
        UnitGrain::Decade => {
            place_era(DateFields { decade: Some(year_of(by.checked_mul(10)?)? / 10), ..DateFields::default() })
        }
        UnitGrain::Century => {
            let century = (year_of(by.checked_mul(100)?)? + 99) / 100;
            place_era(DateFields { century: Some(century), ..DateFields::default() })
        }
    }
}

fn week_value(week: Window) -> Option<String> {
    let monday = week.begin()?.iso_week_date();
    Some(format!("{:04}-W{:02}", monday.year(), monday.week()))
}

/// Beginning, middle or end of a window: a third of it. The end of a week is
/// Friday to Sunday.
pub(super) fn part_of(window: Window, part: TimeMod) -> Option<Window> {
    let (begin, end) = (window.begin()?, window.end()?);
    let days = window.days()?;
    let whole_months = begin.day() == 1 && end == end.last_of_month();
    let months = i64::from(end.year() - begin.year()) * 12 + i64::from(end.month() - begin.month()) + 1;
    // First days of the second and third part.
    let (second, third) = if days == 1 {
        return Some(window);
    } else if days == 7 {
        (begin.checked_add(2.days()).ok()?, begin.checked_add(4.days()).ok()?)
    } else if whole_months && months == 1 {
        (begin.checked_add(10.days()).ok()?, begin.checked_add(20.days()).ok()?)
    } else if whole_months && months % 3 == 0 {
        (begin.checked_add((months / 3).months()).ok()?, begin.checked_add((months / 3 * 2).months()).ok()?)
    } else {
        (begin.checked_add((days / 3).days()).ok()?, begin.checked_add((days * 2 / 3).days()).ok()?)
    };
    match part {
        TimeMod::Start => Window::between(begin, second.yesterday().ok()?),
        TimeMod::Mid => Window::between(second, third.yesterday().ok()?),
        TimeMod::End => Window::between(third, end),
        _ => Some(window),
    }
}

/// From solstice or equinox to the day before the next, in universal time.
fn season_of(season: Season, year: i16) -> Option<Window> {
    let (begin, end) = match season {
        Season::Spring => (turn(season, year)?, turn(Season::Summer, year)?),
        Season::Summer => (turn(season, year)?, turn(Season::Autumn, year)?),
        Season::Autumn => (turn(season, year)?, turn(Season::Winter, year)?),
        Season::Winter => (turn(season, year)?, turn(Season::Spring, year + 1)?),
    };
    Window::between(begin, end.yesterday().ok()?)
}

/// The day on which a season begins: Meeus, Astronomical Algorithms, chapter
/// 27, without the periodic terms (some minutes).
fn turn(season: Season, year: i16) -> Option<Date> {
    if !(1000..=3000).contains(&year) {
        return None;
    }
    let millennia = (f64::from(year) - 2000.0) / 1000.0;
    let (at_2000, a, b, c, d) = match season {
        Season::Spring => (2_451_623.809_84, 365_242.374_04, 0.051_69, -0.004_11, -0.000_57),
        Season::Summer => (2_451_716.567_67, 365_241.626_03, 0.003_25, 0.008_88, -0.000_30),
        Season::Autumn => (2_451_810.217_15, 365_242.017_67, -0.115_75, 0.003_37, 0.000_78),
        Season::Winter => (2_451_900.059_52, 365_242.740_49, -0.062_23, -0.008_23, 0.000_32),
    };
    let julian = at_2000 + millennia * (a + millennia * (b + millennia * (c + millennia * d)));
    // Julian day 2 451 544.5 is midnight of 1 January 2000.
    let days = (julian - 2_451_544.5).floor() as i64;
    Date::constant(2000, 1, 1).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(input: &str) -> Window {
        input.parse().expect(input)
    }

    #[test]
    fn seasons_run_from_solstice_or_equinox_to_the_day_before_the_next() {
        for (season, year, expected) in [
            (Season::Spring, 2022, "2022-03-20/2022-06-20"),
            (Season::Summer, 2023, "2023-06-21/2023-09-22"),
            (Season::Autumn, 2023, "2023-09-23/2023-12-21"),
            (Season::Winter, 2021, "2021-12-21/2022-03-19"),
        ] {
            assert_eq!(season_of(season, year), Some(window(expected)));
        }
    }

    #[test]
    fn a_part_is_a_third() {
        for (whole, part, expected) in [
            ("2022-01", TimeMod::Start, "2022-01-01/2022-01-10"),
            ("2022-02", TimeMod::End, "2022-02-21/2022-02-28"),
            ("2022", TimeMod::Mid, "2022-05-01/2022-08-31"),
            ("2022-Q1", TimeMod::End, "2022-03"),
            ("2022-W04", TimeMod::End, "2022-01-28/2022-01-30"),
            ("2022-01-21", TimeMod::Start, "2022-01-21"),
        ] {
            assert_eq!(part_of(window(whole), part), Some(window(expected)), "{whole} {part:?}");
        }
    }

    #[test]
    fn absurd_dates_are_no_dates() {
        let day = |month, day| DateFields { month: Some(month), day: Some(day), ..DateFields::default() };
        assert_eq!(place(day(2, 31), 2022), None);
        assert_eq!(place(day(13, 1), 2022), None);
        assert_eq!(place(DateFields::default(), i16::MAX), None);
    }
}
