//! Reads pages and prints the article of each, one JSON object a page, and the
//! processor time that it took, for `eval/intake/run.py`:
//! `cargo run --release -p depeche-ingest --example pages FOLDER`
//!
//! Pages are unpacked before the clock starts. What is timed is what a reader of
//! pages gets: text in labelled blocks, metadata and language.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Instant;

use depeche_ingest::{Options, read_html};
use depeche_language::Packs;
use depeche_record::{Block, BlockKind, Text};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("a folder of pages");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let mut bytes = std::fs::read(&path)?;
        if bytes.starts_with(b"\x1f\x8b") {
            let mut unpacked = Vec::new();
            flate2::read::MultiGzDecoder::new(&*bytes).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        pages.push((name, bytes));
    }
    let (packs, options) = (Packs::builtin(), Options::default());
    let (started, used) = (Instant::now(), processor_seconds());
    let texts: Vec<Text> = pages.iter().map(|(name, bytes)| read_html(name, bytes, &packs, &options)).collect();
    // On a busy machine only the time on the processor can be compared.
    let seconds = match (used, processor_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => started.elapsed().as_secs_f64(),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in &texts {
        let body = text.blocks.iter().filter(|block| is_told(text, block)).map(|block| block.span.of(&text.content));
        let body = body.collect::<Vec<_>>().join("\n");
        let title = text.title.map(|span| span.of(&text.content));
        let published = text.published.window.map(|window| window.to_string());
        writeln!(
            out,
            "{}",
            json!({ "page": text.path, "body": body, "title": title, "published": published, "outlet": text.outlet, "lang": text.lang })
        )?;
    }
    eprintln!("{}", json!({ "pages": texts.len(), "seconds": seconds }));
    Ok(())
}

/// Whether a block is part of what the sets count as the article: neither its
/// title and author nor the credits of its pictures.
fn is_told(text: &Text, block: &Block) -> bool {
    match block.kind {
        BlockKind::Dateline | BlockKind::Heading | BlockKind::Paragraph | BlockKind::List => true,
        BlockKind::Credit => !block.span.of(&text.content).contains('©'),
        _ => false,
    }
}

/// Seconds that this thread has spent on a processor, where Linux tells.
fn processor_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}
