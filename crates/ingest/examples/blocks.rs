//! The blocks of the files below some paths, as readings without annotation:
//! `cargo run -p depeche-ingest --example blocks PATH…`

use std::io::Write;

use depeche_ingest::{Options, walk};
use depeche_language::Packs;
use depeche_record::Reading;

fn main() -> std::io::Result<()> {
    let paths: Vec<_> = std::env::args_os().skip(1).map(Into::into).collect();
    let (packs, options) = (Packs::builtin(), Options::default());
    let mut out = std::io::stdout().lock();
    let texts = walk(&paths, &options).flat_map(|found| match found {
        Ok(found) => found.texts(&packs, &options),
        Err(problem) => vec![Err(problem)],
    });
    for text in texts {
        match text {
            Ok(text) => {
                let mut reading = Reading::new(text.record());
                reading.blocks = text.blocks;
                reading.flags = text.flags;
                writeln!(out, "{}", serde_json::to_string(&reading.to_points())?)?;
            }
            Err(problem) if problem.is_worth_telling() => eprintln!("{problem}"),
            Err(_) => {}
        }
    }
    Ok(())
}
