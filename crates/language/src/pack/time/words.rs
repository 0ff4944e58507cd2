//! The typed words of time: what a word or phrase of the lexicon stands for.

use std::collections::BTreeMap;
use std::fmt;

use depeche_record::TimeMod;
use jiff::civil::Weekday;
use serde::Deserialize;
use toml::Spanned;

use crate::pack::{PackError, Source};
use crate::{Class, LexiconBuilder, Words};

/// What a word or phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atom {
    /// Itself only.
    Word,
    /// A number; `None` stands for "several".
    Number(Option<i32>),
    /// A month, 1 to 12.
    Month(i8),
    /// A day of the week.
    Weekday(Weekday),
    /// A stretch of time to count in.
    Unit(Unit),
    /// So many units later, or earlier if negative: "next" is 1.
    Shift(i16),
    /// Beginning, middle or end.
    Part(TimeMod),
    /// A part of the day by its TIMEX3 letters: `MO`.
    Daypart(Daypart),
    /// A season by its TIMEX3 letters: `SU`.
    Season(Season),
    /// A time of day: hour and minute.
    Clock(i8, i8),
    /// A feast on a fixed day: month and day.
    Feast(i8, i8),
    /// How exact a time is meant: `APPROX`.
    Modifier(TimeMod),
    /// A time without a place in the calendar.
    Reference(Reference),
}

/// The kinds of [`Atom`]; a pack names them in its headings: `[month.month]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Month,
    Weekday,
    Unit,
    Shift,
    Part,
    Daypart,
    Season,
    Clock,
    Feast,
    Modifier,
    Reference,
}

/// A stretch of time to count in, `count` grains long: a fortnight is fifteen
/// days in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// How many grains it is long.
    pub count: i16,
    /// What it is measured in.
    pub grain: UnitGrain,
}

impl Unit {
    /// One week.
    pub const WEEK: Unit = Unit { count: 1, grain: UnitGrain::Week };
}

/// What units are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the words say it")]
pub enum UnitGrain {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl UnitGrain {
    /// As ISO 8601 and TIMEX3 write it in a duration, with the `T` of times of day.
    pub fn letters(self) -> &'static str {
        match self {
            UnitGrain::Second => "S",
            UnitGrain::Minute | UnitGrain::Month => "M",
            UnitGrain::Hour => "H",
            UnitGrain::Day => "D",
            UnitGrain::Weekend => "WE",
            UnitGrain::Week => "W",
            UnitGrain::Quarter => "Q",
            UnitGrain::Year => "Y",
            UnitGrain::Decade => "DE",
            UnitGrain::Century => "CE",
        }
    }

    /// Whether it is finer than a day.
    pub fn is_clock(self) -> bool {
        self < UnitGrain::Day
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Daypart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl Daypart {
    /// Its letters in TIMEX3.
    pub fn letters(self) -> &'static str {
        match self {
            Daypart::Morning => "MO",
            Daypart::Midday => "MI",
            Daypart::Afternoon => "AF",
            Daypart::Evening => "EV",
            Daypart::Night => "NI",
            Daypart::Daytime => "DT",
        }
    }
}

/// A season of the northern hemisphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// Its letters in TIMEX3.
    pub fn letters(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }
}

/// A time without a place in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are TimeML's own")]
pub enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// Its TIMEX3 value.
    pub fn value(self) -> &'static str {
        match self {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
        }
    }
}

impl Kind {
    const ALL: [(Kind, &'static str, &'static str); 13] = [
        (Kind::Word, "word", "no value"),
        (Kind::Number, "number", "a number or X for several"),
        (Kind::Month, "month", "1 to 12"),
        (Kind::Weekday, "weekday", "1 (Monday) to 7"),
        (Kind::Unit, "unit", "a duration such as P1D, P15D, PT1H, P1W, P1WE, P1M, P1Q, P1Y, P1DE or P1CE"),
        (Kind::Shift, "shift", "a number of units such as -1 or +2"),
        (Kind::Part, "part", "START, MID or END"),
        (Kind::Daypart, "daypart", "MO, MI, AF, EV, NI or DT"),
        (Kind::Season, "season", "SP, SU, FA or WI"),
        (Kind::Clock, "clock", "a time such as 12:00"),
        (Kind::Feast, "feast", "a day such as 12-25"),
        (Kind::Modifier, "modifier", "APPROX, LESS_THAN, MORE_THAN, EQUAL_OR_LESS or EQUAL_OR_MORE"),
        (Kind::Reference, "reference", "PAST_REF, PRESENT_REF or FUTURE_REF"),
    ];

    /// How its values are written, for messages.
    pub(super) fn form(self) -> &'static str {
        Kind::ALL[self as usize].2
    }

    /// Reads a value of this kind as a pack writes it.
    pub(super) fn parse(self, value: &str) -> Option<Atom> {
        let number = |text: &str, low: i8, high: i8| text.parse().ok().filter(|n| (low..=high).contains(n));
        Some(match self {
            Kind::Word => return None,
            Kind::Number if value == "X" => Atom::Number(None),
            Kind::Number => Atom::Number(Some(value.parse().ok()?)),
            Kind::Month => Atom::Month(number(value, 1, 12)?),
            Kind::Weekday => Atom::Weekday(Weekday::from_monday_one_offset(value.parse().ok()?).ok()?),
            Kind::Unit => Atom::Unit(unit(value)?),
            Kind::Shift => Atom::Shift(value.parse().ok()?),
            Kind::Part => Atom::Part(match value {
                "START" => TimeMod::Start,
                "MID" => TimeMod::Mid,
                "END" => TimeMod::End,
                _ => return None,
            }),
            Kind::Daypart => Atom::Daypart(match value {
                "MO" => Daypart::Morning,
                "MI" => Daypart::Midday,
                "AF" => Daypart::Afternoon,
                "EV" => Daypart::Evening,
                "NI" => Daypart::Night,
                "DT" => Daypart::Daytime,
                _ => return None,
            }),
            Kind::Season => Atom::Season(match value {
                "SP" => Season::Spring,
                "SU" => Season::Summer,
                "FA" => Season::Autumn,
                "WI" => Season::Winter,
                _ => return None,
            }),
            Kind::Clock => {
                let (hour, minute) = value.split_once(':')?;
                Atom::Clock(number(hour, 0, 24)?, number(minute, 0, 59)?)
            }
            Kind::Feast => {
                let (month, day) = value.split_once('-')?;
                Atom::Feast(number(month, 1, 12)?, number(day, 1, 31)?)
            }
            Kind::Modifier => Atom::Modifier(match value {
                "APPROX" => TimeMod::Approx,
                "LESS_THAN" => TimeMod::LessThan,
                "MORE_THAN" => TimeMod::MoreThan,
                "EQUAL_OR_LESS" => TimeMod::EqualOrLess,
                "EQUAL_OR_MORE" => TimeMod::EqualOrMore,
                _ => return None,
            }),
            Kind::Reference => Atom::Reference(match value {
                "PAST_REF" => Reference::Past,
                "PRESENT_REF" => Reference::Present,
                "FUTURE_REF" => Reference::Future,
                _ => return None,
            }),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Kind::ALL[*self as usize].1)
    }
}

/// Reads `P15D`, `PT1H`.
fn unit(value: &str) -> Option<Unit> {
    let value = value.strip_prefix('P')?;
    let (clock, value) = value.strip_prefix('T').map_or((false, value), |rest| (true, rest));
    let digits = value.find(|c: char| !c.is_ascii_digit())?;
    let count = value[..digits].parse().ok().filter(|count| *count > 0)?;
    let grain = match (clock, &value[digits..]) {
        (true, "S") => UnitGrain::Second,
        (true, "M") => UnitGrain::Minute,
        (true, "H") => UnitGrain::Hour,
        (false, "D") => UnitGrain::Day,
        (false, "WE") => UnitGrain::Weekend,
        (false, "W") => UnitGrain::Week,
        (false, "M") => UnitGrain::Month,
        (false, "Q") => UnitGrain::Quarter,
        (false, "Y") => UnitGrain::Year,
        (false, "DE") => UnitGrain::Decade,
        (false, "CE") => UnitGrain::Century,
        _ => return None,
    };
    Some(Unit { count, grain })
}

/// The words of one kind by class and by what they stand for:
/// `[month.month]`, `1 = ["janvier"]`.
type Valued = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Vec<String>>>;

/// All words of a pack.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordTables {
    word: BTreeMap<Spanned<String>, Vec<String>>,
    number: Valued,
    month: Valued,
    weekday: Valued,
    unit: Valued,
    shift: Valued,
    part: Valued,
    daypart: Valued,
    season: Valued,
    clock: Valued,
    feast: Valued,
    modifier: Valued,
    reference: Valued,
}

impl WordTables {
    fn valued(&self) -> [(Kind, &Valued); 12] {
        [
            (Kind::Number, &self.number),
            (Kind::Month, &self.month),
            (Kind::Weekday, &self.weekday),
            (Kind::Unit, &self.unit),
            (Kind::Shift, &self.shift),
            (Kind::Part, &self.part),
            (Kind::Daypart, &self.daypart),
            (Kind::Season, &self.season),
            (Kind::Clock, &self.clock),
            (Kind::Feast, &self.feast),
            (Kind::Modifier, &self.modifier),
            (Kind::Reference, &self.reference),
        ]
    }
}

/// The classes of a pack with their kinds.
#[derive(Debug, Default)]
pub(super) struct Classes(Vec<(Class, Kind)>);

/// Numbers in digits need no entry in a pack: class, lowest, highest, and how
/// many digits they may be filled up to with zeros.
const DIGITS: [(&str, i32, i32, usize); 7] = [
    ("day", 1, 31, 2),
    ("month-number", 1, 12, 2),
    ("year", 1000, 2199, 4),
    ("short-year", 0, 99, 2),
    ("hour", 0, 24, 2),
    ("minute", 0, 59, 2),
    ("count", 0, 999, 1),
];

impl Classes {
    /// Adds the words of `tables` to the lexicon.
    pub(super) fn compile(
        source: Source<'_>,
        tables: &WordTables,
        lexicon: &mut LexiconBuilder<Atom>,
        words: &mut Words<'_>,
    ) -> Result<Classes, PackError> {
        let mut classes = Classes::default();
        for (name, low, high, width) in DIGITS {
            let class = classes.add(lexicon, name, Kind::Number);
            for number in low..=high {
                let entry = lexicon.entry(vec![class], Atom::Number(Some(number)));
                if !(name == "short-year" && number < 10) {
                    lexicon.phrase(&number.to_string(), entry, words);
                }
                if width > 1 && number < 10 {
                    lexicon.phrase(&format!("{number:0width$}"), entry, words);
                }
            }
        }
        for (name, phrases) in &tables.word {
            let class = classes.claim(source, lexicon, name, Kind::Word)?;
            let entry = lexicon.entry(vec![class], Atom::Word);
            for phrase in phrases {
                lexicon.phrase(phrase, entry, words);
            }
        }
        for (kind, by_class) in tables.valued() {
            for (name, by_value) in by_class {
                let class = classes.claim(source, lexicon, name, kind)?;
                for (value, phrases) in by_value {
                    let atom = kind.parse(value.get_ref()).ok_or_else(|| {
                        let message = format!("{:?} is no {kind}; write {}", value.get_ref(), kind.form());
                        source.error(value.span(), message)
                    })?;
                    let entry = lexicon.entry(vec![class], atom);
                    for phrase in phrases {
                        lexicon.phrase(phrase, entry, words);
                    }
                }
            }
        }
        Ok(classes)
    }

    /// The class of this name, for words of this kind only.
    fn claim(
        &mut self,
        source: Source<'_>,
        lexicon: &mut LexiconBuilder<Atom>,
        name: &Spanned<String>,
        kind: Kind,
    ) -> Result<Class, PackError> {
        let class = self.add(lexicon, name.get_ref(), kind);
        match self.kind(class) {
            Some(known) if known != kind => {
                let message = format!("the class {:?} already holds words of the kind {known}", name.get_ref());
                Err(source.error(name.span(), message))
            }
            _ => Ok(class),
        }
    }

    fn add(&mut self, lexicon: &mut LexiconBuilder<Atom>, name: &str, kind: Kind) -> Class {
        let class = lexicon.class(name);
        if self.kind(class).is_none() {
            self.0.push((class, kind));
        }
        class
    }

    /// What the words of a class stand for.
    pub(super) fn kind(&self, class: Class) -> Option<Kind> {
        self.0.iter().find(|(known, _)| *known == class).map(|(_, kind)| *kind)
    }
}
