//! The articles to work on: found, read and handed on in order.

use std::collections::BTreeMap;
use std::path::PathBuf;

use depeche::Packs;
use depeche_ingest::{Found, Options, Problem, walk};
use depeche_record::Text;
use rayon::prelude::*;

use crate::args::{Common, Input, OneFile};
use crate::outcome::{Done, Failure, Outcome};
use crate::terminal::{Progress, Terminal, check_interrupt};

/// The packs to work with: the built-in ones, those of `--packs` in place of theirs,
/// and the tables of `--offices`.
pub(crate) fn packs(common: &Common) -> Result<Packs, Failure> {
    let mut packs = Packs::builtin();
    if let Some(dir) = &common.packs {
        packs.load(dir).map_err(|error| Failure::nothing_done(format!("the pack is refused: {error}")))?;
    }
    for table in &common.offices {
        packs
            .add_offices(table)
            .map_err(|error| Failure::nothing_done(format!("the table of offices is refused: {error}")))?;
    }
    Ok(packs)
}

/// The articles below some paths, and what became of them.
pub(crate) struct Pile {
    paths: Vec<PathBuf>,
    options: Options,
    read: usize,
    skipped: Vec<Problem>,
}

/// Files in flight at a time: enough to keep all threads busy, few enough that
/// memory stays flat over a pile of any size.
const CHUNK: usize = 256;

/// Reasons told in full; more of them are counted.
const TOLD: usize = 20;

impl Pile {
    pub(crate) fn new(input: &Input) -> Pile {
        let options =
            Options { metadata: !input.no_metadata, allow_private: input.allow_private, ..Options::default() };
        Pile { paths: input.paths.clone(), options, read: 0, skipped: Vec::new() }
    }

    pub(crate) fn one(file: &OneFile) -> Pile {
        Pile::new(&Input { paths: vec![file.file.clone()], no_metadata: file.no_metadata, allow_private: false })
    }

    /// Hands every article to `work`, many at a time, and what it makes of it
    /// to `take`, in the order of the input.
    pub(crate) fn each<T: Send>(
        &mut self,
        packs: &Packs,
        work: impl Fn(&Text) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut progress = Progress::new(|| walk(&self.paths, &self.options).count());
        let mut found = walk(&self.paths, &self.options);
        loop {
            let chunk: Vec<Result<Found, Problem>> = found.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(());
            }
            let files = chunk.len();
            let worked: Vec<Vec<Result<T, Problem>>> =
                chunk.into_par_iter().map(|found| texts(found, packs, &self.options, &work)).collect();
            check_interrupt()?;
            for item in worked.into_iter().flatten() {
                match item {
                    Ok(item) => {
                        self.read += 1;
                        take(item)?;
                    }
                    Err(problem) => self.skipped.push(problem),
                }
            }
            progress.advance(files);
        }
    }

    /// Whether no article was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.read == 0
    }

    /// What was skipped for a reason that the user should hear of.
    pub(crate) fn skipped(&self) -> impl Iterator<Item = &Problem> {
        self.skipped.iter().filter(|problem| problem.is_worth_telling())
    }

    /// Says what was skipped and why, and how the run ends.
    pub(crate) fn done(&self, terminal: &Terminal) -> Outcome {
        // When nothing at all was read, each file's reason matters.
        let told: Vec<&Problem> = self.skipped.iter().filter(|p| p.is_worth_telling() || self.is_empty()).collect();
        for problem in told.iter().take(TOLD) {
            terminal.warn(&problem.to_string());
        }
        if told.len() > TOLD {
            terminal.warn(&format!("and {} more", told.len() - TOLD));
        }
        if told.len() > 1 {
            terminal.warn(&self.count(&told));
        }
        match (self.read, self.skipped().count()) {
            (0, 0) => {
                terminal.warn("no article found; give files or folders with text, HTML, feeds or archives of them");
                Ok(Done::NothingFound)
            }
            (0, _) => Err(Failure::nothing_done("nothing could be read")),
            (_, 0) => Ok(Done::All),
            _ => Ok(Done::SomeSkipped),
        }
    }

    /// `read 12 articles, skipped 3 inputs: 2 can't be read, 1 is no text`
    fn count(&self, told: &[&Problem]) -> String {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in told {
            *reasons.entry(reason(problem)).or_default() += 1;
        }
        let reasons: Vec<String> = reasons.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        format!("read {}, skipped {}: {}", self.read, told.len(), reasons.join(", "))
    }
}

/// Works on every text of a file.
fn texts<T: Send>(
    found: Result<Found, Problem>,
    packs: &Packs,
    options: &Options,
    work: &(impl Fn(&Text) -> T + Sync),
) -> Vec<Result<T, Problem>> {
    if check_interrupt().is_err() {
        return Vec::new();
    }
    match found {
        Ok(found) => found.texts(packs, options).into_par_iter().map(|text| text.map(|text| work(&text))).collect(),
        Err(problem) => vec![Err(problem)],
    }
}

/// A problem's reason in a word or two, for counting.
fn reason(problem: &Problem) -> &'static str {
    use depeche_ingest::ProblemKind as Kind;
    match problem.kind {
        Kind::Unreadable(_) => "unreadable",
        Kind::TooLarge { .. } => "too large",
        Kind::Bomb(_) => "unpacking too far",
        Kind::Damaged(_) => "damaged",
        Kind::Binary(_) => "no text",
        Kind::Nested => "nested archives",
        Kind::Manifest(_) | Kind::Missing(_) => "manifest lines",
        Kind::Refused(_) => "not fetched",
        Kind::Empty => "empty",
        Kind::NoArticle(_) => "without an article",
        _ => "other",
    }
}
