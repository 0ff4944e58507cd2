//! Collates a made pile of a given shape and size: the program behind
//! `eval/collation/growth`.
//!
//! `cargo run --release -p depeche-collate --example grow -- SHAPE TEXTS`, where
//! SHAPE is `piles`, `story`, `twins`, `undated`, `namesakes` or `quarrels`. Prints one JSON object:
//! seconds on the processor, kilobytes beyond the readings, acts, lost texts.

#[path = "../tests/pile/mod.rs"]
mod pile;

use std::error::Error;

use depeche_collate::collate;
use depeche_language::Packs;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [shape, texts] = &arguments[..] else { return Err("usage: grow SHAPE TEXTS".into()) };
    let shape =
        pile::Shape::from_name(shape).ok_or("a shape is one of piles, story, twins, undated, namesakes, quarrels")?;
    let readings = pile::readings(shape, texts.parse()?);
    let packs = Packs::builtin();
    let (seconds, kilobytes) = (processor_seconds(), peak_kilobytes());
    let dossier = collate(&readings, &packs);
    // One text found twice is one text in two places; its accounts count once.
    let places = readings.len();
    let kept: usize = dossier.texts.iter().map(|text| 1 + text.also.len()).sum();
    let accounts = readings.iter().map(|reading| reading.accounts.len()).sum::<usize>() * dossier.texts.len() / places;
    let told: usize = dossier.acts.iter().map(|act| act.accounts.len()).sum();
    println!(
        "{}",
        json!({
            "texts": readings.len(),
            "seconds": processor_seconds() - seconds,
            "kilobytes": peak_kilobytes() - kilobytes,
            "acts": dossier.acts.len(),
            "lost": places - kept + accounts.saturating_sub(told),
        })
    );
    Ok(())
}

/// Seconds this thread has had a processor; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    statistics.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// The most memory this process has held; 0 where the system does not tell.
fn peak_kilobytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}
