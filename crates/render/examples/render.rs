//! Renders a dossier from the files of the exchange format:
//!
//! ```text
//! depeche annotate PATH… --format jsonl > readings.jsonl
//! depeche dossier PATH… --format json > dossier.json
//! cargo run -p depeche-render --example render readings.jsonl dossier.json page > page.html
//! ```

use std::error::Error;
use std::fs;

use depeche_record::{Dossier, Points, Reading};
use depeche_render::{PageOptions, csv, ics, markdown, page, summary};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [readings, dossier, format, ..] = arguments.as_slice() else {
        return Err("usage: render READINGS.jsonl DOSSIER.json page|quotes|md|csv|ics|summary".into());
    };
    let readings = fs::read_to_string(readings)?
        .lines()
        .map(|line| {
            let reading: Reading<Points> = serde_json::from_str(line)?;
            reading.to_spans().ok_or_else(|| format!("{}: a place lies outside its text", reading.text.path).into())
        })
        .collect::<Result<Vec<Reading>, Box<dyn Error>>>()?;
    let told: Dossier<Points> = serde_json::from_str(&fs::read_to_string(dossier)?)?;
    let told = told.to_spans(&readings).ok_or("the dossier was not made from these readings")?;
    let options =
        PageOptions { title: "Pile of trials".to_owned(), quotes_only: format == "quotes", ..PageOptions::default() };
    let shown = match format.as_str() {
        "md" => markdown(&told, &readings, &options),
        "csv" => csv(&told, &readings),
        "ics" => ics(&told, &readings, &options),
        "summary" => summary(&told, &readings, &options).to_string(),
        _ => page(&told, &readings, &options),
    };
    print!("{shown}");
    Ok(())
}
