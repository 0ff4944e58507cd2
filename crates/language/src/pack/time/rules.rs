//! Rules: which words in a row are a time expression, and what they stand for.

use depeche_record::TimeMod;
use jiff::civil::Weekday;
use serde::Deserialize;
use toml::Spanned;

use super::words::{Atom, Classes, Daypart, Kind, Reference, Season, Unit};
use crate::pack::{PackError, Source};
use crate::{Lexicon, LexiconBuilder, Match, Pattern, Words};

/// A rule of the pack.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which every time that it finds carries.
    pub name: Box<str>,
    /// Sentences in which it must find something.
    pub examples: Vec<Example>,
    /// Sentences in which it must find nothing.
    pub counterexamples: Vec<String>,
    pub(super) pattern: Pattern,
    /// Whether an article before the words belongs to the expression.
    pub(super) takes_article: bool,
    /// What the words stand for; `None` if they are no time expression.
    action: Option<Action>,
    part: Option<Slot>,
    modifier: Option<Slot>,
    daypart: Option<Slot>,
}

/// A sentence in which a rule must find something.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The day on which the text is published, as in `2022-01-21`.
    pub on: Option<String>,
    /// The sentence, with `[` and `]` around the expression; in a rule of what
    /// is no time, around what no expression may touch.
    pub text: String,
    /// The TIMEX3 value; left out where it is open.
    pub value: Option<String>,
    /// The window; left out where it is open.
    pub window: Option<String>,
}

/// What a time expression says, before it is put into the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// What it stands for.
    pub core: Core,
    /// Which part of it is meant.
    pub part: Option<TimeMod>,
    /// How exactly it is meant.
    pub modifier: Option<TimeMod>,
    /// Which part of the day is meant.
    pub daypart: Option<Daypart>,
}

/// What a time expression stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Core {
    /// A place in the calendar, possibly without its year.
    Date(DateFields),
    /// A day of the week; `by` weeks from now if told.
    Weekday {
        /// The day.
        weekday: Weekday,
        /// 1 the next, -1 the last, 0 that of now.
        by: Option<i16>,
    },
    /// `by` units away from a known time.
    Shift {
        /// The unit.
        unit: Unit,
        /// How many: negative if earlier, `None` if "several".
        by: Option<i32>,
        /// Whether it lies later where `by` tells no number.
        later: bool,
        /// The known time.
        from: From,
    },
    /// A stretch of time.
    Length {
        /// How many units, `None` if "several".
        count: Option<i32>,
        /// The unit.
        unit: Unit,
        /// Whether half a unit comes on top.
        half: bool,
    },
    /// A time of day.
    Clock {
        /// 0 to 24.
        hour: i8,
        /// 0 to 59.
        minute: i8,
    },
    /// Again and again.
    Every {
        /// Every so many units.
        unit: Unit,
        /// How many.
        count: i32,
        /// On this day of the week.
        weekday: Option<Weekday>,
    },
    /// A time without a place in the calendar.
    Reference(Reference),
}

/// The told fields of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub struct DateFields {
    pub century: Option<i16>,
    pub decade: Option<i16>,
    pub year: Option<i16>,
    pub season: Option<Season>,
    pub half: Option<i8>,
    pub quarter: Option<i8>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub weekday: Option<Weekday>,
    /// The next or last such date, if told.
    pub by: Option<i16>,
}

/// From which known time one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The publication of the text.
    #[default]
    Text,
    /// The time that was told last.
    Mention,
    /// The day that is being told of.
    Day,
}

#[derive(Debug)]
enum Action {
    Date(Box<DateAction>),
    Shift { unit: Option<Slot>, weekday: Option<Slot>, count: Option<Slot>, by: Option<Slot>, from: From },
    Length { count: Slot, unit: Slot, half: bool },
    Clock { hour: Option<Slot>, minute: Option<Slot>, at: Option<Slot> },
    Every { unit: Option<Slot>, count: Option<Slot>, weekday: Option<Slot> },
    Reference(Slot),
}

#[derive(Debug, Default)]
struct DateAction {
    century: Option<Slot>,
    decade: Option<Slot>,
    year: Option<Slot>,
    season: Option<Slot>,
    half: Option<Slot>,
    quarter: Option<Slot>,
    month: Option<Slot>,
    day: Option<Slot>,
    feast: Option<Slot>,
    weekday: Option<Slot>,
    by: Option<Slot>,
}

/// Where an action takes a value from.
#[derive(Debug)]
struct Slot {
    source: SlotSource,
    /// Whether every match has it.
    always: bool,
}

#[derive(Debug)]
enum SlotSource {
    Constant(Atom),
    Captured(Box<str>),
}

/// A slot as a pack writes it: a name that the pattern remembers, or a value.
#[derive(Deserialize)]
#[serde(untagged)]
enum SlotEntry {
    Number(i64),
    Text(String),
}

type SlotField = Option<Spanned<SlotEntry>>;

/// A rule as a pack writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    name: Spanned<String>,
    r#match: Spanned<String>,
    #[serde(default = "yes")]
    article: bool,
    date: Option<DateEntry>,
    shift: Option<ShiftEntry>,
    length: Option<LengthEntry>,
    clock: Option<ClockEntry>,
    every: Option<EveryEntry>,
    reference: SlotField,
    #[serde(default)]
    nothing: bool,
    part: SlotField,
    modifier: SlotField,
    daypart: SlotField,
    yes: Vec<Example>,
    no: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct DateEntry {
    century: SlotField,
    decade: SlotField,
    year: SlotField,
    season: SlotField,
    half: SlotField,
    quarter: SlotField,
    month: SlotField,
    day: SlotField,
    feast: SlotField,
    weekday: SlotField,
    by: SlotField,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftEntry {
    unit: SlotField,
    weekday: SlotField,
    count: SlotField,
    by: SlotField,
    #[serde(default)]
    from: From,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LengthEntry {
    count: SlotField,
    unit: SlotField,
    #[serde(default)]
    half: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockEntry {
    hour: SlotField,
    minute: SlotField,
    at: SlotField,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EveryEntry {
    unit: SlotField,
    count: SlotField,
    weekday: SlotField,
}

/// How few examples a rule may have.
const EXAMPLES: usize = 2;

impl Rule {
    pub(super) fn compile(
        source: Source<'_>,
        entry: RuleEntry,
        classes: &Classes,
        lexicon: &mut LexiconBuilder<Atom>,
        words: &mut Words<'_>,
    ) -> Result<Rule, PackError> {
        let refuse = |message: String| {
            source.error(entry.name.span(), format!("the rule {:?}: {message}", entry.name.get_ref()))
        };
        if entry.yes.len() < EXAMPLES || entry.no.is_empty() {
            return Err(refuse("give at least two examples (yes) and one counterexample (no)".to_owned()));
        }
        let pattern = Pattern::new(entry.r#match.get_ref(), lexicon, words)
            .map_err(|message| source.error(entry.r#match.span(), message))?;
        if pattern.openers().is_none() {
            return Err(source.error(
                entry.r#match.span(),
                "it could begin with any word, which is slow; let it begin with words of a class",
            ));
        }
        let slots = Slots { source, pattern: &pattern, classes };
        let (action, part, modifier, daypart) = (
            slots.action(&entry).map_err(|error| match error {
                Refusal::At(error) => error,
                Refusal::Rule(message) => refuse(message),
            })?,
            slots.field(&entry.part, Kind::Part)?,
            slots.field(&entry.modifier, Kind::Modifier)?,
            slots.field(&entry.daypart, Kind::Daypart)?,
        );
        Ok(Rule {
            name: entry.name.into_inner().into(),
            examples: entry.yes,
            counterexamples: entry.no,
            takes_article: entry.article,
            pattern,
            action,
            part,
            modifier,
            daypart,
        })
    }

    /// Whether it finds what is no time expression.
    pub fn finds_nothing(&self) -> bool {
        self.action.is_none()
    }

    /// What a match says; `None` if that is no time.
    pub(super) fn meaning(&self, found: &Match<'_>, lexicon: &Lexicon<Atom>) -> Option<Meaning> {
        let values = Values { found, lexicon };
        Some(Meaning {
            core: values.core(self.action.as_ref()?)?,
            part: values.modifier(self.part.as_ref()),
            modifier: values.modifier(self.modifier.as_ref()),
            daypart: match values.atom(self.daypart.as_ref()) {
                Some(Atom::Daypart(daypart)) => Some(daypart),
                _ => None,
            },
        })
    }
}

/// Why a rule is refused: at a place of its own, or as a whole.
enum Refusal {
    At(PackError),
    Rule(String),
}

impl std::convert::From<PackError> for Refusal {
    fn from(error: PackError) -> Refusal {
        Refusal::At(error)
    }
}

/// Compiles the slots of one rule.
struct Slots<'s> {
    source: Source<'s>,
    pattern: &'s Pattern,
    classes: &'s Classes,
}

impl Slots<'_> {
    fn action(&self, entry: &RuleEntry) -> Result<Option<Action>, Refusal> {
        let mut actions = Vec::new();
        if let Some(date) = &entry.date {
            actions.push(self.date(date)?);
        }
        if let Some(shift) = &entry.shift {
            actions.push(self.shift(shift)?);
        }
        if let Some(length) = &entry.length {
            let (count, unit) = (self.field(&length.count, Kind::Number)?, self.field(&length.unit, Kind::Unit)?);
            let (Some(count), Some(unit)) = (sure(count), sure(unit)) else {
                return Err(Refusal::Rule("a length needs a count and a unit in every match".to_owned()));
            };
            actions.push(Action::Length { count, unit, half: length.half });
        }
        if let Some(clock) = &entry.clock {
            actions.push(self.clock(clock)?);
        }
        if let Some(every) = &entry.every {
            actions.push(self.every(every)?);
        }
        if let Some(reference) = self.field(&entry.reference, Kind::Reference)? {
            let reference = sure(Some(reference)).ok_or_else(|| missing("reference"))?;
            actions.push(Action::Reference(reference));
        }
        match (actions.len(), entry.nothing) {
            (1, false) | (0, true) => Ok(actions.pop()),
            _ => Err(Refusal::Rule(
                "give exactly one of date, shift, length, clock, every, reference and nothing".to_owned(),
            )),
        }
    }

    fn date(&self, entry: &DateEntry) -> Result<Action, Refusal> {
        let month = match &entry.month {
            Some(slot) if self.kind_of(slot) == Some(Kind::Number) => self.field(&entry.month, Kind::Number)?,
            _ => self.field(&entry.month, Kind::Month)?,
        };
        let action = DateAction {
            century: self.field(&entry.century, Kind::Number)?,
            decade: self.field(&entry.decade, Kind::Number)?,
            year: self.field(&entry.year, Kind::Number)?,
            season: self.field(&entry.season, Kind::Season)?,
            half: self.field(&entry.half, Kind::Number)?,
            quarter: self.field(&entry.quarter, Kind::Number)?,
            month,
            day: self.field(&entry.day, Kind::Number)?,
            feast: self.field(&entry.feast, Kind::Feast)?,
            weekday: self.field(&entry.weekday, Kind::Weekday)?,
            by: self.field(&entry.by, Kind::Shift)?,
        };
        let fields = [
            &action.century,
            &action.decade,
            &action.year,
            &action.season,
            &action.half,
            &action.quarter,
            &action.month,
            &action.day,
            &action.feast,
        ];
        if !fields.into_iter().any(|slot| slot.as_ref().is_some_and(|slot| slot.always)) {
            return Err(Refusal::Rule(
                "a date needs a year, season, quarter, month, day or feast in every match".to_owned(),
            ));
        }
        Ok(Action::Date(Box::new(action)))
    }

    fn shift(&self, entry: &ShiftEntry) -> Result<Action, Refusal> {
        let unit = self.field(&entry.unit, Kind::Unit)?;
        let weekday = self.field(&entry.weekday, Kind::Weekday)?;
        let count = self.field(&entry.count, Kind::Number)?;
        let by = self.field(&entry.by, Kind::Shift)?;
        match (&unit, &weekday) {
            (Some(unit), None) if unit.always => {
                if !by.as_ref().is_some_and(|by| by.always) {
                    return Err(missing("by"));
                }
            }
            (None, Some(weekday)) if weekday.always && count.is_none() => {}
            _ => return Err(Refusal::Rule("a shift needs a unit or a weekday in every match, not both".to_owned())),
        }
        if count.as_ref().is_some_and(|count| !count.always) {
            return Err(missing("count"));
        }
        Ok(Action::Shift { unit, weekday, count, by, from: entry.from })
    }

    fn clock(&self, entry: &ClockEntry) -> Result<Action, Refusal> {
        let hour = self.field(&entry.hour, Kind::Number)?;
        let minute = self.field(&entry.minute, Kind::Number)?;
        let at = self.field(&entry.at, Kind::Clock)?;
        let always = |slot: &Option<Slot>| slot.as_ref().is_some_and(|slot| slot.always);
        if always(&hour) || always(&at) { Ok(Action::Clock { hour, minute, at }) } else { Err(missing("hour")) }
    }

    fn every(&self, entry: &EveryEntry) -> Result<Action, Refusal> {
        let unit = self.field(&entry.unit, Kind::Unit)?;
        let weekday = self.field(&entry.weekday, Kind::Weekday)?;
        let count = self.field(&entry.count, Kind::Number)?;
        let always = |slot: &Option<Slot>| slot.as_ref().is_some_and(|slot| slot.always);
        if always(&unit) || always(&weekday) {
            Ok(Action::Every { unit, count, weekday })
        } else {
            Err(missing("unit"))
        }
    }

    /// The kind of word that a slot's name stands for, if it is a name.
    fn kind_of(&self, slot: &Spanned<SlotEntry>) -> Option<Kind> {
        let SlotEntry::Text(name) = slot.get_ref() else { return Some(Kind::Number) };
        let classes = self.pattern.classes_of(name)?;
        classes.first().and_then(|class| self.classes.kind(*class))
    }

    fn field(&self, entry: &SlotField, kind: Kind) -> Result<Option<Slot>, PackError> {
        let Some(entry) = entry else { return Ok(None) };
        let error = |message: String| self.source.error(entry.span(), message);
        let text = match entry.get_ref() {
            SlotEntry::Number(number) => number.to_string(),
            SlotEntry::Text(text) => text.clone(),
        };
        if !self.pattern.names().any(|name| name == text) {
            let atom = kind.parse(&text).ok_or_else(|| {
                error(format!("the pattern remembers no {text:?}, and it is no {kind} either: {}", kind.form()))
            })?;
            return Ok(Some(Slot { source: SlotSource::Constant(atom), always: true }));
        }
        let classes = self.pattern.classes_of(&text).ok_or_else(|| {
            error(format!("{text:?} must remember words of one class, as in {text}:month, to stand for a {kind}"))
        })?;
        for class in classes {
            let found = self.classes.kind(class).unwrap_or(Kind::Word);
            if found != kind {
                return Err(error(format!("{text:?} remembers words of the kind {found}; here stands a {kind}")));
            }
        }
        let always = self.pattern.always_remembers(&text);
        Ok(Some(Slot { source: SlotSource::Captured(text.into()), always }))
    }
}

fn sure(slot: Option<Slot>) -> Option<Slot> {
    slot.filter(|slot| slot.always)
}

fn missing(name: &str) -> Refusal {
    Refusal::Rule(format!("{name} may be missing in a match, which then has no value"))
}

/// The values of one match.
struct Values<'v> {
    found: &'v Match<'v>,
    lexicon: &'v Lexicon<Atom>,
}

impl Values<'_> {
    fn atom(&self, slot: Option<&Slot>) -> Option<Atom> {
        match &slot?.source {
            SlotSource::Constant(atom) => Some(*atom),
            SlotSource::Captured(name) => Some(*self.lexicon.value(self.found.get(name)?.entry?)),
        }
    }

    fn number<N: TryFrom<i32>>(&self, slot: Option<&Slot>) -> Option<N> {
        match self.atom(slot)? {
            Atom::Number(number) => N::try_from(number?).ok(),
            Atom::Month(month) => N::try_from(i32::from(month)).ok(),
            _ => None,
        }
    }

    fn weekday(&self, slot: Option<&Slot>) -> Option<Weekday> {
        match self.atom(slot)? {
            Atom::Weekday(weekday) => Some(weekday),
            _ => None,
        }
    }

    fn unit(&self, slot: Option<&Slot>) -> Option<Unit> {
        match self.atom(slot)? {
            Atom::Unit(unit) => Some(unit),
            _ => None,
        }
    }

    fn shift(&self, slot: Option<&Slot>) -> Option<i16> {
        match self.atom(slot)? {
            Atom::Shift(by) => Some(by),
            _ => None,
        }
    }

    fn modifier(&self, slot: Option<&Slot>) -> Option<TimeMod> {
        match self.atom(slot)? {
            Atom::Part(modifier) | Atom::Modifier(modifier) => Some(modifier),
            _ => None,
        }
    }

    fn core(&self, action: &Action) -> Option<Core> {
        Some(match action {
            Action::Date(date) => Core::Date(self.date(date)),
            Action::Shift { weekday: Some(weekday), by, .. } => {
                Core::Weekday { weekday: self.weekday(Some(weekday))?, by: self.shift(by.as_ref()) }
            }
            Action::Shift { unit, count, by, from, .. } => {
                let direction = self.shift(by.as_ref())?;
                let count = match count {
                    Some(count) => match self.atom(Some(count))? {
                        Atom::Number(number) => number,
                        _ => return None,
                    },
                    None => Some(1),
                };
                let by = count.and_then(|count| count.checked_mul(i32::from(direction)));
                Core::Shift { unit: self.unit(unit.as_ref())?, by, later: direction > 0, from: *from }
            }
            Action::Length { count, unit, half } => {
                let Atom::Number(count) = self.atom(Some(count))? else { return None };
                Core::Length { count, unit: self.unit(Some(unit))?, half: *half }
            }
            Action::Clock { hour, minute, at } => match self.atom(at.as_ref()) {
                Some(Atom::Clock(hour, minute)) => Core::Clock { hour, minute },
                _ => {
                    Core::Clock { hour: self.number(hour.as_ref())?, minute: self.number(minute.as_ref()).unwrap_or(0) }
                }
            },
            Action::Every { unit, count, weekday } => Core::Every {
                unit: self.unit(unit.as_ref()).unwrap_or(Unit::WEEK),
                count: self.number(count.as_ref()).unwrap_or(1),
                weekday: self.weekday(weekday.as_ref()),
            },
            Action::Reference(reference) => match self.atom(Some(reference))? {
                Atom::Reference(reference) => Core::Reference(reference),
                _ => return None,
            },
        })
    }

    fn date(&self, action: &DateAction) -> DateFields {
        let mut fields = DateFields {
            century: self.number(action.century.as_ref()),
            decade: self.number(action.decade.as_ref()),
            year: self.number(action.year.as_ref()),
            season: match self.atom(action.season.as_ref()) {
                Some(Atom::Season(season)) => Some(season),
                _ => None,
            },
            half: self.number(action.half.as_ref()),
            quarter: self.number(action.quarter.as_ref()),
            month: self.number(action.month.as_ref()),
            day: self.number(action.day.as_ref()),
            weekday: self.weekday(action.weekday.as_ref()),
            by: self.shift(action.by.as_ref()),
        };
        if let Some(Atom::Feast(month, day)) = self.atom(action.feast.as_ref()) {
            (fields.month, fields.day) = (Some(month), Some(day));
        }
        fields
    }
}
