//! A dossier in a screenful, for a terminal.

use std::fmt;

use depeche_record::{Act, Dossier, Reading};

use crate::PageOptions;
use crate::strings::Strings;
use crate::view::{self, View, Weight, tag};

/// A dossier in a screenful. [`Display`](fmt::Display) writes it plain; whoever
/// has a terminal colours its [`lines`](Summary::lines) by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The lines, each in pieces.
    pub lines: Vec<Vec<Piece>>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// Its words.
    pub text: String,
}

/// What a piece of the summary is, for whoever gives it a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title of the dossier.
    Title,
    /// The title of a section.
    Heading,
    /// A date or window.
    Date,
    /// Who, to whom, where.
    Name,
    /// What became of it.
    Status,
    /// Words of a text.
    Words,
    /// Something to be aware of.
    Warning,
    /// Anything else.
    Plain,
}

/// How many lines a section shows; the page shows all.
const SHOWN: usize = 12;
/// How many characters of quoted words a line shows.
const WORDS: usize = 96;

/// The dossier in short: counts, meetings, what is owed, where accounts differ.
pub fn summary(dossier: &Dossier, readings: &[Reading], options: &PageOptions) -> Summary {
    let mut writer =
        Writer { view: View::new(dossier, readings), strings: Strings::new(options.lang), options, lines: Vec::new() };
    writer.head(readings);
    writer.meetings();
    writer.ledger();
    writer.differences();
    Summary { lines: writer.lines }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            for piece in line {
                f.write_str(&piece.text)?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

struct Writer<'d> {
    view: View<'d>,
    strings: Strings,
    options: &'d PageOptions,
    lines: Vec<Vec<Piece>>,
}

impl<'d> Writer<'d> {
    fn line(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.lines.push(pieces.into_iter().collect());
    }

    fn heading(&mut self, key: &'static str) {
        let title = self.strings.get(key);
        self.line([]);
        self.line([piece(Role::Heading, title)]);
    }

    fn head(&mut self, readings: &[Reading]) {
        let (strings, dossier) = (self.strings, self.view.dossier);
        if !self.options.title.is_empty() {
            self.line([piece(Role::Title, &self.options.title)]);
        }
        let mut counts = vec![
            strings.count("texts", dossier.texts.len()),
            strings.count("origins", view::origins(dossier)),
            strings.count("speakers", view::speakers(&self.view)),
            strings.count("acts", dossier.acts.len()),
        ];
        counts.extend(dossier.as_of.map(|day| strings.fill("page.as-of", &[("date", &strings.day(day))])));
        self.line([piece(Role::Plain, counts.join(" · "))]);
        if let Some(window) = view::published(dossier) {
            let window = strings.window(Some(window));
            self.line([piece(Role::Date, strings.fill("page.published", &[("date", &window)]))]);
        }
        let later = view::later(&self.view, readings);
        let counts = [("later", later), ("left-out", self.options.left_out.len()), ("flags", dossier.flags.len())];
        for (key, count) in counts {
            if count > 0 {
                self.line([piece(Role::Warning, strings.count(key, count))]);
            }
        }
    }

    fn meetings(&mut self) {
        let meetings = view::meetings(self.view.dossier);
        self.section("section.meetings", &meetings, |writer, act| {
            let parties: Vec<_> = act.by.iter().chain(&act.to).cloned().collect();
            let place = act.place.as_ref().map(|place| writer.view.name(None, place).to_owned());
            let names: Vec<String> = [writer.view.names(None, &parties)].into_iter().chain(place).collect();
            let names = names.iter().filter(|name| !name.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ");
            vec![
                piece(Role::Date, writer.strings.window(act.when)),
                piece(Role::Name, names),
                piece(Role::Status, writer.status(act)),
            ]
        });
    }

    fn ledger(&mut self) {
        let owed = view::ledger(self.view.dossier);
        let now = self.options.reckoned(self.view.dossier);
        self.section("section.ledger", &owed, |writer, act| {
            let due = view::due(act);
            let until = match due {
                Some(_) => writer.strings.window(due),
                None => writer.strings.get("due.none").to_owned(),
            };
            let left = due.zip(now).and_then(|(due, now)| writer.strings.days_left(due, now));
            let mut pieces = vec![piece(Role::Date, until), piece(Role::Name, writer.who(act))];
            pieces.extend(writer.words(act));
            pieces.push(piece(Role::Status, writer.status(act)));
            pieces.extend(left.map(|left| piece(Role::Date, left)));
            pieces
        });
    }

    fn differences(&mut self) {
        let differing = view::differing(self.view.dossier);
        self.section("section.accounts", &differing, |writer, act| {
            let fields = |weight: Weight| -> Vec<String> {
                let fields = act.differences.iter().filter(|difference| view::weight(difference) == weight);
                fields.map(|difference| writer.strings.term("field", &difference.field).to_lowercase()).collect()
            };
            let said = |key: &'static str, fields: &[String]| {
                let said = || writer.strings.fill(key, &[("fields", &fields.join(", "))]);
                (!fields.is_empty()).then(|| piece(Role::Warning, said()))
            };
            let kind = writer.strings.term("kind", act.kind.as_str());
            let mut pieces = vec![piece(Role::Plain, kind), piece(Role::Name, writer.who(act))];
            pieces.extend(writer.words(act));
            pieces.extend(said("field.contradict-on", &fields(Weight::Contradiction)));
            pieces.extend(said("field.differ-on", &fields(Weight::Difference)));
            pieces
        });
    }

    fn section(&mut self, key: &'static str, acts: &[&'d Act], line: impl Fn(&Self, &'d Act) -> Vec<Piece>) {
        if acts.is_empty() {
            return;
        }
        self.heading(key);
        for act in acts.iter().take(SHOWN) {
            let mut pieces = vec![piece(Role::Plain, "  ")];
            for (number, part) in line(self, act).into_iter().filter(|part| !part.text.is_empty()).enumerate() {
                if number > 0 {
                    pieces.push(piece(Role::Plain, " · "));
                }
                pieces.push(part);
            }
            self.line(pieces);
        }
        if acts.len() > SHOWN {
            let more = self.strings.count("lines", acts.len() - SHOWN);
            self.line([piece(Role::Plain, format!("  … + {more}"))]);
        }
    }

    fn who(&self, act: &Act) -> String {
        let (by, to) = (self.view.names(None, &act.by), self.view.names(None, &act.to));
        let by = if by.is_empty() { self.strings.get("party.unnamed").to_owned() } else { by };
        if to.is_empty() { by } else { format!("{by} → {to}") }
    }

    fn status(&self, act: &Act) -> String {
        self.strings.term("status", &tag(&act.status.value))
    }

    fn words(&self, act: &'d Act) -> Option<Piece> {
        let lead = self.view.lead(act)?;
        let words = self.view.words(&lead.text, lead.span).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(piece(Role::Words, self.strings.quote(&shorten(&words, WORDS))))
    }
}

fn piece(role: Role, text: impl AsRef<str>) -> Piece {
    // What a text says must not steer the terminal.
    let text = text.as_ref().chars().filter(|c| !c.is_control()).collect();
    Piece { role, text }
}

/// At most `length` characters, cut between words and said to be cut.
fn shorten(words: &str, length: usize) -> String {
    let Some((cut, _)) = words.char_indices().nth(length) else { return words.to_owned() };
    let cut = words[..cut].rfind(' ').unwrap_or(cut);
    format!("{} […]", &words[..cut])
}
