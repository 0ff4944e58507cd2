//! `depeche find`: the lines of the record that match.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use depeche::annotate;
use depeche_language::fold::bare;
use depeche_record::{Account, Party, PartyId, Quotation, Reading, Span, Window};

use crate::args::{Common, Find, FindKind};
use crate::outcome::{Done, Outcome};
use crate::pile::{self, Pile};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Find, common: &Common, terminal: &Terminal) -> Outcome {
    let packs = pile::packs(common)?;
    let mut pile = Pile::new(&args.input);
    let query = Query::new(args);
    let mut out = terminal.stdout();
    let mut matched = 0;
    pile.each(
        &packs,
        |text| query.matching(&annotate(text, &packs)),
        |lines| {
            matched += lines.len();
            for line in lines {
                writeln!(out, "{line}")?;
            }
            Ok(())
        },
    )?;
    out.flush()?;
    match pile.done(terminal) {
        Ok(Done::All) if matched == 0 => Ok(Done::NothingFound),
        outcome => outcome,
    }
}

/// What is looked for, folded.
struct Query<'a> {
    kinds: &'a [FindKind],
    by: Option<String>,
    to: Option<String>,
    between: Option<Window>,
    words: Vec<String>,
}

/// An account, or a quotation that carries none.
struct Line<'r> {
    kind: FindKind,
    by: &'r [PartyId],
    to: &'r [PartyId],
    speaker: &'r [PartyId],
    days: Option<Window>,
    words: &'r [Span],
}

impl Query<'_> {
    fn new(args: &Find) -> Query<'_> {
        let words = args.words.as_deref().unwrap_or_default();
        Query {
            kinds: &args.kind,
            by: args.by.as_deref().map(folded),
            to: args.to.as_deref().map(folded),
            between: args.between,
            words: words.split_whitespace().map(folded).collect(),
        }
    }

    /// The matching lines of a reading, in the order of the text, printed.
    fn matching(&self, reading: &Reading) -> Vec<String> {
        let mut lines: Vec<Line<'_>> = lines(reading).filter(|line| self.matches(line, reading)).collect();
        lines.sort_by_key(|line| line.words.first().copied());
        lines.iter().map(|line| line.print(reading)).collect()
    }

    fn matches(&self, line: &Line<'_>, reading: &Reading) -> bool {
        let days = line.days.or(reading.text.published.window);
        (self.kinds.is_empty() || self.kinds.contains(&line.kind))
            && self.by.as_ref().is_none_or(|by| names_any(line.by, by, reading))
            && self.to.as_ref().is_none_or(|to| names_any(line.to, to, reading))
            && self.between.is_none_or(|between| days.is_some_and(|days| days.overlaps(between)))
            && self.holds_words(line, reading)
    }

    fn holds_words(&self, line: &Line<'_>, reading: &Reading) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = bare(&line.text(reading)).into_owned();
        self.words.iter().all(|word| text.contains(word))
    }
}

/// As `asked` for a comparison without case and accents.
fn folded(asked: &str) -> String {
    bare(asked).into_owned()
}

/// Whether one of `ids` is, or is called, what was asked for.
fn names_any(ids: &[PartyId], asked: &str, reading: &Reading) -> bool {
    ids.iter().any(|id| {
        bare(id.as_str()) == asked
            || party(id, reading).is_some_and(|party| {
                [&party.name].into_iter().chain(&party.aliases).any(|name| bare(name).contains(asked))
            })
    })
}

fn party<'r>(id: &PartyId, reading: &'r Reading) -> Option<&'r Party> {
    reading.parties.iter().find(|party| party.id == *id)
}

/// All accounts, and the quotations that carry none.
fn lines(reading: &Reading) -> impl Iterator<Item = Line<'_>> {
    let quotation =
        |account: &Account| reading.quotations.iter().find(|quotation| Some(quotation.id) == account.quotation);
    let accounts = reading.accounts.iter().map(move |account| Line {
        kind: FindKind::Account(account.kind),
        by: &account.by,
        to: &account.to,
        speaker: quotation(account).map_or(&[], |quotation| &quotation.speaker),
        days: account.due.or(account.when),
        words: std::slice::from_ref(&account.span),
    });
    let carries_none =
        |quotation: &&Quotation| reading.accounts.iter().all(|account| account.quotation != Some(quotation.id));
    let quotations = reading.quotations.iter().filter(carries_none).map(|quotation| Line {
        kind: FindKind::Quotation,
        by: &quotation.speaker,
        to: &quotation.addressee,
        speaker: &[],
        days: None,
        words: &quotation.content,
    });
    accounts.chain(quotations)
}

const PLACE: Style = AnsiColor::Magenta.on_default();
const KIND: Style = AnsiColor::Cyan.on_default().bold();
const DAYS: Style = AnsiColor::Green.on_default();

impl Line<'_> {
    /// Its words, on one line.
    fn text(&self, reading: &Reading) -> String {
        let parts: Vec<String> = self
            .words
            .iter()
            .map(|span| span.of(reading.text.content()).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        parts.join(" […] ")
    }

    /// `path:line: kind days who → whom: words — speaker`
    fn print(&self, reading: &Reading) -> String {
        let kind = match self.kind {
            FindKind::Account(kind) => kind.as_str(),
            FindKind::Quotation => "quotation",
        };
        let begin = self.words.first().map_or(0, |span| span.begin as usize);
        let number = reading.text.content()[..begin].matches('\n').count() + 1;
        let (by, to) = (names(self.by, reading), names(self.to, reading));
        let days = self.days.map_or(String::new(), |days| format!(" {DAYS}{days}{DAYS:#}"));
        let who = match (by.is_empty(), to.is_empty()) {
            (true, true) => String::new(),
            (_, true) => format!(" {by}"),
            _ => format!(" {by} → {to}"),
        };
        let speaker = match names(self.speaker, reading) {
            speaker if speaker.is_empty() || speaker == by => String::new(),
            speaker => format!(" — {speaker}"),
        };
        format!(
            "{PLACE}{}:{number}:{PLACE:#} {KIND}{kind}{KIND:#}{days}{who}: {}{speaker}",
            reading.text.path,
            self.text(reading)
        )
    }
}

fn names(ids: &[PartyId], reading: &Reading) -> String {
    let names: Vec<&str> =
        ids.iter().map(|id| party(id, reading).map_or_else(|| id.as_str(), |party| party.name.as_str())).collect();
    names.join(", ")
}
