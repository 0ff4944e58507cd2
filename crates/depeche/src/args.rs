//! What can be asked on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use depeche_record::{AccountKind, Lang, Window};
use jiff::civil::Date;

const EXIT_CODES: &str = "\
Exit codes:
  0    all done
  1    nothing found: no article in the paths, or no line matches
  2    wrong usage or bad input, nothing done
  3    done, but some inputs were skipped; each is named with its reason
  130  stopped with Ctrl-C; nothing half-written is left";

/// Keeps the diplomatic record of a pile of press articles.
///
/// Reads articles (French first) and keeps who said what to whom, what was met,
/// demanded, answered, refused and promised, by when, and where the accounts
/// differ. Every line opens the exact words of the article it comes from.
#[derive(Debug, Parser)]
#[command(name = "depeche", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write what each article says, one JSON object a line
    Annotate(Annotate),
    /// Put the articles together into one dossier; writes the page by default
    Dossier(Dossier),
    /// Find what was said and done: by kind, party, date or words
    Find(Find),
    /// Show an article with its blocks labelled
    Blocks(OneFile),
    /// Show an article with each item found in it, its rule and its evidence
    Explain(OneFile),
    /// Write the completions of a shell to standard output
    Completions(Completions),
    /// Write the manual page to standard output
    Man(Man),
}

/// What every command understands.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Common {
    /// Language packs to use instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) packs: Option<PathBuf>,
    /// Table of who holds which office when; may be given several times
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) offices: Vec<PathBuf>,
    /// Threads to work with [default: one a processor]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    #[arg(
        help = "Colours: always, never, or (auto) on a terminal unless NO_COLOR is set",
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Articles to read.
#[derive(Debug, clap::Args)]
pub(crate) struct Input {
    /// Files, folders and addresses (https://…) to read
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Read the articles as if nothing were known beforehand: no manifest, no markup
    #[arg(long)]
    pub(crate) no_metadata: bool,
    /// Fetch addresses of this machine and its network too, not only of the internet
    #[arg(long)]
    pub(crate) allow_private: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Annotate {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Form of the output
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: ReadingFormat,
    /// Layers to write, separated by commas [default: all]
    #[arg(long, value_enum, value_name = "LAYER", value_delimiter = ',')]
    pub(crate) layers: Vec<Layer>,
    /// Show each article with its items, their rules and evidence, instead of JSON
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadingFormat {
    /// One JSON object a line
    Jsonl,
}

/// A layer of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    Blocks,
    Sentences,
    Times,
    Mentions,
    Quotations,
    Credits,
    Accounts,
    Flags,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Dossier {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Tell the record as it was known on that day: 2022-01-26, or "today"
    #[arg(long, value_name = "DATE", value_parser = as_of)]
    pub(crate) as_of: Option<Date>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "page")]
    pub(crate) format: DossierFormat,
    /// File to write, "-" for standard output [default: depeche.html for the page, else standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Leave out the articles' full text, keep the quoted words and the links
    #[arg(long)]
    pub(crate) quotes_only: bool,
    /// Language of the page's labels: fr or en [default: that of the reader's browser]
    #[arg(long, value_name = "LANG", value_parser = ["fr", "en"])]
    pub(crate) lang: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DossierFormat {
    /// One self-contained HTML file
    Page,
    /// Markdown
    Md,
    /// The exchange format
    Json,
    /// One line an act, for a spreadsheet
    Csv,
    /// Deadlines and planned meetings, for a calendar
    Ics,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Kinds of line, separated by commas: meeting, demand, commitment, …, or quotation
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = find_kind)]
    pub(crate) kind: Vec<FindKind>,
    /// Who speaks or acts: a name or part of one, or an id such as state:RU
    #[arg(long, value_name = "PARTY")]
    pub(crate) by: Option<String>,
    /// Who is addressed
    #[arg(long, value_name = "PARTY")]
    pub(crate) to: Option<String>,
    /// Days in which it was done, is owed or was published: 2022-01-10..2022-01-21, 2022-01, 2022-01-21..
    #[arg(long, value_name = "A..B", value_parser = between)]
    pub(crate) between: Option<Window>,
    /// Words that the line must hold, in any order; case and accents don't count
    #[arg(short, long, value_name = "WORDS")]
    pub(crate) words: Option<String>,
}

/// What a line of the record may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FindKind {
    Account(AccountKind),
    Quotation,
}

#[derive(Debug, clap::Args)]
pub(crate) struct OneFile {
    /// File to read
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Read it as if nothing were known beforehand: no manifest, no markup
    #[arg(long)]
    pub(crate) no_metadata: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// A command, for its own page
    pub(crate) command: Option<String>,
}

fn as_of(input: &str) -> Result<Date, String> {
    if input == "today" {
        return Ok(jiff::ZonedDateTime::now().date());
    }
    input.parse().map_err(|_| "write a day as 2022-01-26, or \"today\"".to_owned())
}

fn between(input: &str) -> Result<Window, String> {
    input.replacen("..", "/", 1).parse().or_else(|_| input.parse()).map_err(|_: depeche_record::window::ParseError| {
        "write two days as 2022-01-10..2022-01-21, either left out at will, or a month as 2022-01".to_owned()
    })
}

fn find_kind(input: &str) -> Result<FindKind, String> {
    if input == "quotation" {
        return Ok(FindKind::Quotation);
    }
    AccountKind::from_name(input).map(FindKind::Account).ok_or_else(|| {
        let kinds: Vec<&str> = AccountKind::ALL.into_iter().map(AccountKind::as_str).collect();
        format!("one of: {}, quotation", kinds.join(", "))
    })
}

impl Dossier {
    /// The language of the page, if one was asked for.
    pub(crate) fn language(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(Lang::new)
    }
}
