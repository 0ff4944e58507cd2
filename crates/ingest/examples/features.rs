//! What the page models see of some pages, one JSON object a page, for
//! `eval/intake/train.py`: `cargo run -p depeche-ingest --example features PAGE…`

use std::io::Write;

use depeche_ingest::page_features;
use depeche_language::Packs;
use serde_json::json;

fn main() -> std::io::Result<()> {
    let packs = Packs::builtin();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let (names, stretches) = page_features(&std::fs::read(&path)?, &packs);
        writeln!(out, "{}", json!({ "path": path, "names": names, "stretches": stretches }))?;
    }
    Ok(())
}
