//! Collates hand-made readings, so that collation is measured on perfect input.
//!
//! `cargo run -p depeche-collate --example collate_gold -- READINGS.jsonl TEXTS_DIR > dossier.json`
//!
//! Hand-made readings name their items freely and leave the content out: items
//! are numbered, parties get speaking ids, and the content is read from
//! `TEXTS_DIR` by the base name of `text.path`.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use depeche_collate::collate;
use depeche_language::Packs;
use depeche_record::{Points, Reading};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, texts] = &arguments[..] else { return Err("usage: collate_gold READINGS.jsonl TEXTS_DIR".into()) };
    let mut readings = Vec::new();
    for (number, line) in std::fs::read_to_string(gold)?.lines().enumerate() {
        let place = |error: &dyn std::fmt::Display| format!("{gold} line {}: {error}", number + 1);
        let mut value: Value = serde_json::from_str(line).map_err(|error| place(&error))?;
        regularise(&mut value, Path::new(texts)).map_err(|error| place(&error))?;
        let reading: Reading<Points> = serde_json::from_value(value).map_err(|error| place(&error))?;
        readings.push(reading.to_spans().ok_or_else(|| place(&"a place lies outside the text"))?);
    }
    let dossier = collate(&readings, &Packs::builtin());
    println!("{}", serde_json::to_string_pretty(&dossier.to_points(&readings))?);
    Ok(())
}

/// Brings a hand-made reading into the exchange format.
fn regularise(reading: &mut Value, texts: &Path) -> Result<(), Box<dyn Error>> {
    let path = reading["text"]["path"].as_str().unwrap_or_default().to_owned();
    let name = Path::new(&path).file_name().ok_or("no text.path")?;
    let content = std::fs::read_to_string(texts.join(name))?;
    let id = reading["text"]["content_sha256"].clone();
    reading["text"]["id"] = id;
    reading["text"]["content"] = json!(content);
    let parties = rename_parties(reading);
    let quotations = number(reading, "quotations", 'q');
    let accounts = number(reading, "accounts", 'a');
    rename(reading, "quotations", &["speaker", "addressee"], &parties);
    rename(reading, "quotations", &["parent"], &quotations);
    rename(reading, "mentions", &["party"], &parties);
    rename(reading, "accounts", &["by", "to", "place"], &parties);
    rename(reading, "accounts", &["quotation"], &quotations);
    rename(reading, "accounts", &["refs"], &accounts);
    for account in items(reading, "accounts") {
        if let Some(fields) = account.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
    }
    Ok(())
}

fn items<'r>(reading: &'r mut Value, list: &str) -> impl Iterator<Item = &'r mut Value> + use<'r> {
    reading.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Gives the parties ids that speak; returns the new ids by old id and by name.
fn rename_parties(reading: &mut Value) -> HashMap<String, String> {
    let mut ids = HashMap::new();
    for party in items(reading, "parties") {
        let text = |field: &str| party[field].as_str().unwrap_or_default().to_owned();
        let (old, name, kind, country) = (text("id"), text("name"), text("kind"), text("country"));
        let kind = if kind == "organisation" { "org".to_owned() } else { kind };
        let speaking = if kind == "state" { country } else { old.rsplit(':').next().unwrap_or_default().to_owned() };
        let id = format!("{kind}:{speaking}");
        party["id"] = json!(id);
        ids.entry(name).or_insert_with(|| id.clone());
        ids.insert(old, id);
    }
    ids
}

/// Numbers the items of a list; returns the numbers by old id.
fn number(reading: &mut Value, list: &str, letter: char) -> HashMap<String, String> {
    let mut ids = HashMap::new();
    for (number, item) in items(reading, list).enumerate() {
        let id = format!("{letter}{number}");
        if let Some(old) = item["id"].as_str() {
            ids.insert(old.to_owned(), id.clone());
        }
        item["id"] = json!(id);
    }
    ids
}

/// Puts new ids for old ones in fields that hold one or a list.
fn rename(reading: &mut Value, list: &str, fields: &[&str], ids: &HashMap<String, String>) {
    let new = |old: &Value| ids.get(old.as_str()?).map(|id| json!(id));
    for item in items(reading, list) {
        for field in fields {
            match item.get_mut(*field) {
                Some(Value::Array(values)) => *values = values.iter().filter_map(&new).collect(),
                Some(value @ Value::String(_)) => *value = new(value).unwrap_or(Value::Null),
                _ => {}
            }
        }
    }
}
