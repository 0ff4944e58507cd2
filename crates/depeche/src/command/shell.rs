//! `depeche completions` and `depeche man`: what a packager needs.

use std::io::Write;

use clap::CommandFactory;

use crate::args::{Args, Completions, Man};
use crate::outcome::{Done, Failure, Outcome};
use crate::terminal::Terminal;

pub(crate) fn completions(args: &Completions, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "depeche", &mut script);
    print(&script, terminal)
}

pub(crate) fn man(args: &Man, terminal: &Terminal) -> Outcome {
    let mut root = Args::command();
    root.build();
    let command = match &args.command {
        None => root,
        Some(name) => root
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::nothing_done(format!("there is no command {name}; see depeche --help")))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(&page, terminal)
}

fn print(bytes: &[u8], terminal: &Terminal) -> Outcome {
    let mut out = terminal.stdout();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Done::All)
}
