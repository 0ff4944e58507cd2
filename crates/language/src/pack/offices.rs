//! Who holds which office when: a table that the reader of the news can extend.
//!
//! A role without a name ("le secrétaire général de l'ONU") is called after whoever
//! held the office on the day of the text. Nothing depends on the table: without
//! an entry the office itself is the party.

use std::ops::Range;

use depeche_record::Window;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::{PackError, Source, WhoPack};
use crate::fold;

/// Who holds which office when.
#[derive(Clone, Debug, Default)]
pub struct OfficeTable {
    holders: Vec<Holder>,
    /// The people by each of their names, folded.
    people: FxHashMap<Box<str>, Box<str>>,
}

/// One person's time in one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The office, as ids call it: `foreign-minister`.
    pub office: Box<str>,
    /// The state or organisation: `state:FR`.
    pub party: Box<str>,
    /// The person: `person:goran-velt`.
    pub person: Box<str>,
    /// The usual name.
    pub name: Box<str>,
    /// The days in office.
    pub when: Window,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OfficesFile {
    offices: Vec<Spanned<Line>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    office: Spanned<String>,
    party: Spanned<String>,
    person: Spanned<String>,
    names: Spanned<Vec<String>>,
    from: Option<Spanned<Datetime>>,
    until: Option<Spanned<Datetime>>,
}

impl OfficeTable {
    /// This table with the lines of a file added.
    ///
    /// # Errors
    ///
    /// With file and line, if a column is unknown or missing, an office or party
    /// is in no list, a window ends before it begins, a name is that of somebody
    /// else, or somebody holds one office twice at a time.
    pub fn with(&self, source: Source<'_>, who: &WhoPack) -> Result<OfficeTable, PackError> {
        let file: OfficesFile = source.parse()?;
        let offices = who.office_ids();
        let parties: FxHashSet<&str> = who.actors.iter().map(|actor| &*actor.id).collect();
        let mut table = self.clone();
        for line in file.offices {
            let at = line.span();
            let line = line.into_inner();
            let refuse = |place: &Spanned<String>, message: String| Err(source.error(place.span(), message));
            if !offices.contains(line.office.get_ref().as_str()) {
                let message = format!(
                    "no office has the id {:?}: write one of titles.toml, as president or defence-minister",
                    line.office.get_ref()
                );
                return refuse(&line.office, message);
            }
            if !parties.contains(line.party.get_ref().as_str()) {
                let message = format!(
                    "no party has the id {:?}: write one of states.toml or bodies.toml, as state:FR or org:UN",
                    line.party.get_ref()
                );
                return refuse(&line.party, message);
            }
            let person = line.person.get_ref();
            if person.is_empty() || !person.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                let message =
                    format!("{person:?} is no id of a person: write small letters and hyphens, as goran-velt");
                return refuse(&line.person, message);
            }
            let when = window(source, at.clone(), line.from.as_ref(), line.until.as_ref())?;
            let Some(name) = line.names.get_ref().first() else {
                return Err(source.error(line.names.span(), "a person needs a name"));
            };
            let holder = Holder {
                office: who.office_of(line.office.get_ref(), line.party.get_ref()).into(),
                party: line.party.get_ref().as_str().into(),
                person: format!("person:{person}").into(),
                name: name.as_str().into(),
                when,
            };
            for name in line.names.get_ref() {
                let known = table.people.insert(folded(name), holder.person.clone());
                if let Some(other) = known.filter(|other| *other != holder.person) {
                    let message = format!("{name:?} is a name of {other} already: one name can't call two people");
                    return Err(source.error(line.names.span(), message));
                }
            }
            if table.holders.iter().any(|known| known.is_same(&holder) && known.when.overlaps(when)) {
                let message = format!("{person} holds {} of {} twice at a time", holder.office, holder.party);
                return Err(source.error(at, message));
            }
            table.holders.push(holder);
        }
        Ok(table)
    }

    /// Whoever holds this office all the days of `when`; nobody if another holds it
    /// on one of them as well.
    pub fn holder(&self, office: &str, party: &str, when: Window) -> Option<&Holder> {
        let mut holders = self
            .holders
            .iter()
            .filter(|holder| &*holder.office == office && &*holder.party == party && holder.when.overlaps(when));
        let holder = holders.next().filter(|holder| holder.when.contains(when))?;
        holders.all(|other| other.person == holder.person).then_some(holder)
    }

    /// The id of the person with this name.
    pub fn person(&self, name: &str) -> Option<&str> {
        if self.people.is_empty() {
            return None;
        }
        self.people.get(&folded(name)).map(|person| &**person)
    }

    /// The offices that somebody holds all the days of `when`.
    pub fn of(&self, person: &str, when: Window) -> impl Iterator<Item = &Holder> {
        self.holders.iter().filter(move |holder| &*holder.person == person && holder.when.contains(when))
    }
}

impl Holder {
    fn is_same(&self, other: &Holder) -> bool {
        (&self.office, &self.party, &self.person) == (&other.office, &other.party, &other.person)
    }
}

fn folded(name: &str) -> Box<str> {
    fold::bare(name).split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn window(
    source: Source<'_>,
    line: Range<usize>,
    from: Option<&Spanned<Datetime>>,
    until: Option<&Spanned<Datetime>>,
) -> Result<Window, PackError> {
    let begin = from.map(|day| date(source, day)).transpose()?;
    let end = until.map(|day| date(source, day)).transpose()?;
    Window::new(begin, end).ok_or_else(|| match (begin, end, from.or(until)) {
        (Some(begin), Some(end), Some(from)) => {
            source.error(from.span(), format!("the office ends on {end}, before it begins on {begin}"))
        }
        _ => source.error(line, "a line needs `from`, `until` or both: who held an office at all times?"),
    })
}

fn date(source: Source<'_>, day: &Spanned<Datetime>) -> Result<Date, PackError> {
    let written = day.get_ref();
    written
        .date
        .filter(|_| written.time.is_none())
        .and_then(|day| Date::new(day.year.try_into().ok()?, day.month.try_into().ok()?, day.day.try_into().ok()?).ok())
        .ok_or_else(|| source.error(day.span(), format!("{written} is no day: write one as 2017-01-01")))
}

#[cfg(test)]
mod tests {
    use depeche_record::Lang;

    use super::*;
    use crate::Packs;

    fn table(text: &str) -> Result<OfficeTable, PackError> {
        let packs = Packs::builtin();
        let who = &packs.get(Lang::FR).expect("French").who;
        OfficeTable::default().with(Source { file: "mine.toml", text }, who)
    }

    const GOOD: &str = r#"offices = [
  { office = "foreign-minister", party = "state:DK", person = "goran-velt", names = ["Goran Velt", "Göran Velt"], from = 2021-03-01, until = 2022-06-30 },
  { office = "foreign-minister", party = "state:DK", person = "nadia-orsel", names = ["Nadia Orsel"], from = 2022-06-30 },
  { office = "secretary-of-state", party = "state:US", person = "john-doe", names = ["John Doe"], until = 2020-01-01 },
]"#;

    #[test]
    fn an_office_has_its_holder_in_the_window_only() {
        let table = table(GOOD).expect("a good table");
        let holder = |office: &str, party: &str, when: &str| {
            table.holder(office, party, when.parse().expect("a window")).map(|holder| &*holder.person)
        };
        assert_eq!(holder("foreign-minister", "state:DK", "2021-03-01"), Some("person:goran-velt"));
        assert_eq!(holder("foreign-minister", "state:DK", "2022-06-30"), None, "two on the day of the handover");
        assert_eq!(holder("foreign-minister", "state:DK", "2022-06"), None, "not all the month");
        assert_eq!(holder("foreign-minister", "state:DK", "2030"), Some("person:nadia-orsel"));
        assert_eq!(holder("foreign-minister", "state:DK", "2020-01-01"), None);
        assert_eq!(holder("president", "state:DK", "2022-01-01"), None);
        assert_eq!(holder("foreign-minister", "state:US", "2019-01-01"), Some("person:john-doe"), "called otherwise");
        assert_eq!(table.person("GORAN  velt"), Some("person:goran-velt"));
        assert_eq!(table.person("Velt"), None);
    }

    #[test]
    fn a_bad_table_is_refused_with_its_line() {
        let line = |office: &str, party: &str, rest: &str| {
            format!("# mine\noffices = [\n  {{ office = \"{office}\", party = \"{party}\", {rest} }},\n]\n")
        };
        let velt = "person = \"velt\", names = [\"Velt\"]";
        let twice = format!(
            "offices = [\n{}{}]",
            "  { office = \"president\", party = \"state:DK\", person = \"velt\", names = [\"Velt\"], from = 2021-01-01 },\n",
            "  { office = \"president\", party = \"state:DK\", person = \"velt\", names = [\"Velt\"], until = 2022-01-01 },\n",
        );
        let namesakes = twice.replacen("\"velt\"", "\"other\"", 1);
        for (text, place, told) in [
            (line("president", "state:DK", &format!("{velt}, since = 2021-01-01")), 3, "since"),
            (line("president", "state:DK", "person = \"velt\", from = 2021-01-01"), 3, "names"),
            (line("presidnt", "state:DK", &format!("{velt}, from = 2021-01-01")), 3, "no office"),
            (line("president", "DK", &format!("{velt}, from = 2021-01-01")), 3, "no party"),
            (
                line("president", "state:DK", "person = \"G. Velt\", names = [\"Velt\"], from = 2021-01-01"),
                3,
                "goran-velt",
            ),
            (line("president", "state:DK", "person = \"velt\", names = [], from = 2021-01-01"), 3, "needs a name"),
            (
                line("president", "state:DK", &format!("{velt}, from = 2021-01-01, until = 2020-01-01")),
                3,
                "before it begins",
            ),
            (line("president", "state:DK", &format!("{velt}, from = 2021-02-30")), 3, ""),
            (line("president", "state:DK", &format!("{velt}, from = 10:30:00")), 3, "no day"),
            (line("president", "state:DK", velt), 3, "`from`"),
            (twice, 3, "twice"),
            (namesakes, 3, "person:other"),
        ] {
            let error = table(&text).expect_err(&text);
            assert_eq!((error.file.as_str(), error.line), ("mine.toml", place), "{text}\n{error}");
            assert!(error.message.contains(told), "{text}\n{error}");
        }
    }

    #[test]
    fn a_refused_table_leaves_the_one_before() {
        let known = table(GOOD).expect("a good table");
        let packs = Packs::builtin();
        let who = &packs.get(Lang::FR).expect("French").who;
        let half = GOOD.replace("state:US", "state:nowhere").replace("goran-velt", "someone").replace("Velt", "Else");
        assert!(known.with(Source { file: "mine.toml", text: &half }, who).is_err());
        assert_eq!(known.person("Göran Else"), None);
    }
}
