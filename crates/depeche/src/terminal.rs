//! The terminal: colours, messages, progress and Ctrl-C.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Color;
use crate::outcome::Failure;

/// Where results and messages go.
#[derive(Debug)]
pub(crate) struct Terminal {
    choice: ColorChoice,
}

/// Standard output, buffered; styles are dropped where they don't belong.
pub(crate) type Stdout = BufWriter<AutoStream<StdoutLock<'static>>>;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

impl Terminal {
    pub(crate) fn new(color: Color) -> Terminal {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Terminal { choice }
    }

    /// Standard output for text meant for people.
    pub(crate) fn stdout(&self) -> Stdout {
        BufWriter::new(AutoStream::new(io::stdout().lock(), self.choice))
    }

    /// Says on standard error why nothing was done.
    pub(crate) fn report(&self, failure: &Failure) {
        match failure {
            Failure::NothingDone(message) => self.say(ERROR, "error", message),
            Failure::Interrupted => self.say(ERROR, "stopped", "nothing half-written was left behind"),
            Failure::ReaderGone => {}
        }
    }

    /// Says on standard error what did not stop the work.
    pub(crate) fn warn(&self, message: &str) {
        self.say(WARNING, "warning", message);
    }

    fn say(&self, style: Style, label: &str, message: &str) {
        // Nobody is left to be told that standard error is gone.
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.choice), "{style}{label}:{style:#} {message}");
    }
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C ends the work at the next article; pressed again, at once.
pub(crate) fn catch_interrupts() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .map_err(|error| Failure::nothing_done(format!("cannot listen for Ctrl-C: {error}")))
}

/// Fails once Ctrl-C has been pressed.
pub(crate) fn check_interrupt() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}

/// A bar on standard error with rate and remaining time; shown only on a
/// terminal and only when the work takes longer than a moment.
#[derive(Debug)]
pub(crate) struct Progress<Total> {
    /// Counts what there is to do; asked only when the bar is shown.
    total: Total,
    done: u64,
    begun: Instant,
    bar: Option<ProgressBar>,
}

const MOMENT: Duration = Duration::from_millis(800);

impl<Total: Fn() -> usize> Progress<Total> {
    pub(crate) fn new(total: Total) -> Progress<Total> {
        Progress { total, done: 0, begun: Instant::now(), bar: None }
    }

    /// `count` more are done.
    pub(crate) fn advance(&mut self, count: usize) {
        self.done += count as u64;
        if self.bar.is_none() && self.begun.elapsed() > MOMENT && io::stderr().is_terminal() {
            self.bar = Some(bar((self.total)() as u64, self.begun.elapsed()));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        }
    }
}

impl<Total> Drop for Progress<Total> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64, elapsed: Duration) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} files · {per_sec} · {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr()).with_style(style).with_elapsed(elapsed)
}
