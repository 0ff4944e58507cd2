//! The command `depeche`.
//!
//! The only room that touches the terminal, the clock and the environment.

mod args;
mod command;
mod outcome;
mod pile;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::outcome::Failure;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(args.common.color);
    match run(args, &terminal) {
        Ok(done) => done.into(),
        Err(failure) => {
            terminal.report(&failure);
            failure.into()
        }
    }
}

fn run(args: Args, terminal: &Terminal) -> outcome::Outcome {
    terminal::catch_interrupts()?;
    if let Some(threads) = args.common.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build_global()
            .map_err(|error| Failure::nothing_done(format!("cannot start {threads} threads: {error}")))?;
    }
    let common = &args.common;
    match args.command {
        Command::Annotate(args) => command::annotate::run(&args, common, terminal),
        Command::Dossier(args) => command::dossier::run(&args, common, terminal),
        Command::Find(args) => command::find::run(&args, common, terminal),
        Command::Blocks(args) => command::blocks::run(&args, common, terminal),
        Command::Explain(args) => command::explain::run(&args, common, terminal),
        Command::Completions(args) => command::shell::completions(&args, terminal),
        Command::Man(args) => command::shell::man(&args, terminal),
    }
}
