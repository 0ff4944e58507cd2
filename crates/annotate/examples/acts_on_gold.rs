//! Finds acts on *annotated* times, parties and quotations, to measure this
//! stage alone: `acts_on_gold GOLD.jsonl FOLDER [PACKS] > readings.jsonl`.
//!
//! FOLDER holds the texts that the gold was made for; PACKS language folders
//! that replace the built-in packs.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use depeche_annotate::who::Cast;
use depeche_annotate::{Article, acts};
use depeche_language::Packs;
use depeche_record::{Points, Reading, Text};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, folder, other @ ..] = arguments.as_slice() else {
        return Err("usage: acts_on_gold GOLD.jsonl FOLDER [PACKS]".into());
    };
    let mut packs = Packs::builtin();
    if let [dir] = other {
        packs.load(Path::new(dir))?;
    }
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(gold)?.lines() {
        let mut gold: serde_json::Value = serde_json::from_str(line)?;
        gold["accounts"] = serde_json::Value::Array(Vec::new());
        let mut points: Reading<Points> = serde_json::from_value(gold)?;
        let name = Path::new(&points.text.path).file_name().unwrap_or_default().to_owned();
        points.text.content = Some(std::fs::read_to_string(Path::new(folder).join(name))?.into());
        let mut reading = points.to_spans().ok_or("a place lies outside the text")?;
        if let Some(pack) = packs.get(reading.text.lang) {
            let text = text_of(&reading);
            let article = Article::new(&text, pack);
            let cast = Cast { parties: reading.parties.clone(), mentions: reading.mentions.clone(), ..Cast::default() };
            reading.accounts = acts::find(&article, &reading, &cast, &reading.quotations);
        }
        serde_json::to_writer(&mut out, &reading.to_points())?;
        writeln!(out)?;
    }
    Ok(())
}

fn text_of(reading: &Reading) -> Text {
    let record = reading.text.clone();
    Text {
        id: record.id,
        path: record.path,
        url: record.url,
        outlet: record.outlet,
        lang: record.lang,
        title: record.title,
        published: record.published,
        captured: None,
        metadata: Vec::new(),
        content: record.content.unwrap_or_default(),
        content_sha256: record.content_sha256,
        blocks: reading.blocks.clone(),
        flags: Vec::new(),
    }
}
