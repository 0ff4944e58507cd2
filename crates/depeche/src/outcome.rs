//! How a run ends, and the exit code that says so.

use std::io;
use std::path::Path;
use std::process::ExitCode;

/// How a run ends.
pub(crate) type Outcome = Result<Done, Failure>;

/// A run that did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All of it: 0.
    All,
    /// Nothing was there to be found: 1.
    NothingFound,
    /// For the good inputs, while others were skipped: 3.
    SomeSkipped,
}

/// A run that did nothing, or was stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong usage or bad input: 2. Says what is wrong and what to do.
    NothingDone(String),
    /// Ctrl-C: 130, as a shell has it.
    Interrupted,
    /// Whoever read our output has seen enough: 0, quietly.
    ReaderGone,
}

impl Failure {
    /// Bad usage or input, in words.
    pub(crate) fn nothing_done(message: impl Into<String>) -> Failure {
        Failure::NothingDone(message.into())
    }

    /// An output file that could not be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
        Failure::nothing_done(format!(
            "cannot write {}: {error}; name another place with --output, nothing was left behind",
            path.display()
        ))
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::nothing_done(format!("cannot write to standard output: {error}")),
        }
    }
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> ExitCode {
        ExitCode::from(match done {
            Done::All => 0,
            Done::NothingFound => 1,
            Done::SomeSkipped => 3,
        })
    }
}

impl From<Failure> for ExitCode {
    fn from(failure: Failure) -> ExitCode {
        ExitCode::from(match failure {
            Failure::ReaderGone => 0,
            Failure::NothingDone(_) => 2,
            Failure::Interrupted => 130,
        })
    }
}
