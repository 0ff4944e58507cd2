//! Traces copies among plain texts: the program behind the scripts in
//! `eval/collation`.
//!
//! `cargo run --release -p depeche-collate --example trace_texts -- TEXTS.jsonl > texts.jsonl`
//!
//! One object a line in: `{"id", "text"}` and, if known, `"outlet"`, `"date"`,
//! `"lang"`, `"credit"`. One a line out: the id, its origin and what it derives from,
//! places in code points. How long the tracing took goes to the standard error.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use depeche_collate::trace;
use depeche_language::Packs;
use depeche_record::{Basis, Credit, Lang, PointIndex, Published, Reading, Span, TextId, TextRecord};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = std::env::args().nth(1) else { return Err("usage: trace_texts TEXTS.jsonl".into()) };
    let readings = std::fs::read_to_string(path)?
        .lines()
        .map(|line| reading(&serde_json::from_str(line)?))
        .collect::<Result<Vec<Reading>, Box<dyn Error>>>()?;
    let packs = Packs::builtin();
    let (begin, processor) = (Instant::now(), processor_seconds());
    let texts = trace(&readings, &packs);
    let wall = begin.elapsed().as_secs_f64();
    let seconds = processor_seconds().zip(processor).map_or(wall, |(after, before)| after - before);
    eprintln!("{}", json!({ "texts": readings.len(), "seconds": seconds, "wall": wall }));
    let content: std::collections::HashMap<&TextId, &str> =
        readings.iter().map(|reading| (&reading.text.id, reading.text.content())).collect();
    let points = |text: &TextId, spans: &[Span]| {
        let index = PointIndex::new(content[text]);
        json!(spans.iter().map(|span| index.points(*span)).collect::<Vec<_>>())
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in texts {
        let id = &text.text.id;
        let sources: Vec<Value> = text
            .derives_from
            .iter()
            .map(|source| {
                let there = source.text.as_ref().map(|text| points(text, &source.source_spans));
                json!({
                    "text": source.text, "agency": source.agency, "relation": source.relation, "score": source.score,
                    "spans": points(id, &source.spans), "source_spans": there, "reason": source.reason,
                })
            })
            .collect();
        writeln!(out, "{}", json!({ "id": id, "origin": text.origin, "derives_from": sources }))?;
    }
    Ok(())
}

/// Seconds this thread has had a processor, where the system tells: on a shared
/// machine the clock on the wall says little.
fn processor_seconds() -> Option<f64> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(statistics.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

fn reading(line: &Value) -> Result<Reading, Box<dyn Error>> {
    let field = |name: &str| line[name].as_str();
    let text = field("text").ok_or("a line without \"text\"")?;
    let window = field("date").map(str::parse).transpose()?;
    let mut reading = Reading::new(TextRecord {
        id: TextId::from(field("id").ok_or("a line without \"id\"")?),
        path: field("id").unwrap_or_default().to_owned(),
        url: None,
        outlet: field("outlet").map(str::to_owned),
        lang: field("lang").and_then(Lang::new).unwrap_or(Lang::FR),
        title: None,
        published: Published { window, basis: Basis::Metadata, span: None, reason: None },
        content_sha256: String::new(),
        content_length: 0,
        metadata: Vec::new(),
        content: Some(Arc::from(text)),
    });
    reading.credits =
        field("credit").map(|agency| Credit { span: Span::new(0, 0), agency: agency.to_owned() }).into_iter().collect();
    Ok(reading)
}
