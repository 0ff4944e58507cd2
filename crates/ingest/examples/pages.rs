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
use depeche_record::{BlockKind, Text};
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
    let started = Instant::now();
    let texts: Vec<Text> = pages.iter().map(|(name, bytes)| read_html(name, bytes, &packs, &options)).collect();
    let seconds = started.elapsed().as_secs_f64();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in &texts {
        let in_article = |kind| {
            !matches!(
                kind,
                BlockKind::Title | BlockKind::Byline | BlockKind::Metadata | BlockKind::Crosslink | BlockKind::Chrome
            )
        };
        let body = text.blocks.iter().filter(|block| in_article(block.kind)).map(|block| block.span.of(&text.content));
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
