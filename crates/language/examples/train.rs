//! Makes the weights of the French tagger, `packs/fr/names.bin`:
//!
//! ```text
//! cargo run --release -p depeche-language --example train
//! ```
//!
//! Reads the Europeana newspapers (CC0), `FrSemCor` on Sequoia (LGPL-LR) below
//! `../shared/data/who`, or below the folder that `DEPECHE_SHARED` names. The
//! test part of Sequoia is kept apart; what the tagger reaches on it is printed.
//! The same data give the same bytes.

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use depeche_language::tagger::{Example, Label, Tagger, train};

const ROUNDS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var_os("DEPECHE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from).join("data/who");
    if !shared.exists() {
        println!("no training data at {}: set DEPECHE_SHARED", shared.display());
        return Ok(());
    }
    let europeana = europeana(&std::fs::read_to_string(shared.join("europeana-ner-fr/enp_FR.bnf.bio"))?);
    let kept_apart: HashSet<String> =
        std::fs::read_to_string(shared.join("ud-french-sequoia/fr_sequoia-ud-test.conllu"))?
            .lines()
            .filter_map(|line| line.strip_prefix("# sent_id = "))
            .map(str::to_owned)
            .collect();
    let semcor = std::fs::read_to_string(shared.join("frsemcor-sequoia/sequoia-9.1.frsemcor"))?;
    let (test, learn): (Vec<_>, Vec<_>) = sequoia(&semcor).into_iter().partition(|(id, _)| kept_apart.contains(id));
    // Twice Sequoia: it is clean and of our time, the newspapers are neither.
    let learn: Vec<Example> = learn.into_iter().map(|(_, example)| example).collect();
    let examples: Vec<Example> =
        europeana.into_iter().chain(learn.iter().cloned()).chain(learn.iter().cloned()).collect();
    println!("{} sentences to learn from, {} kept apart", examples.len(), test.len());
    let weights = train(&examples, ROUNDS);
    std::fs::write(root.join("packs/fr/names.bin"), &weights)?;
    let tagger = Tagger::new(weights).ok_or("a table of the wrong size")?;
    report("persons", &tagger, &test, |label| label == Label::Person);
    report("other names", &tagger, &test, |label| matches!(label, Label::Place | Label::Organisation));
    Ok(())
}

/// Prints precision, recall and F1 of whole names.
fn report(what: &str, tagger: &Tagger, test: &[(String, Example)], counts: impl Fn(Label) -> bool) {
    let spans = |labels: &[Label]| {
        let mut spans = HashSet::new();
        let mut begin = None;
        for at in 0..=labels.len() {
            let inside = labels.get(at).is_some_and(|label| counts(*label));
            match (begin, inside) {
                (None, true) => begin = Some(at),
                (Some(from), false) => {
                    spans.insert((from, at));
                    begin = None;
                }
                _ => {}
            }
        }
        spans
    };
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for (_, example) in test {
        let words: Vec<&str> = example.words.iter().map(String::as_str).collect();
        let labels: Vec<Label> = tagger.tag(&words).into_iter().map(|(label, _)| label).collect();
        let (system, wanted) = (spans(&labels), spans(&example.labels));
        right += system.intersection(&wanted).count();
        found += system.len();
        gold += wanted.len();
    }
    let share = |part: usize, whole: usize| 100.0 * f64::from(part as u32) / f64::from(whole.max(1) as u32);
    println!(
        "{what}: P {:.1} R {:.1} F1 {:.1}",
        share(right, found),
        share(right, gold),
        share(2 * right, found + gold)
    );
}

/// Sentences of a column file; its words may end in a full stop.
fn europeana(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut example = Example { words: Vec::new(), labels: Vec::new() };
    for line in text.lines() {
        let mut fields = line.split_whitespace();
        let (Some(word), Some(tag)) = (fields.next(), fields.next()) else { continue };
        example.words.push(word.to_owned());
        example.labels.push(match tag.rsplit('-').next() {
            Some("PER") => Label::Person,
            Some("LOC") => Label::Place,
            Some("ORG") => Label::Organisation,
            _ => Label::Outside,
        });
        if (word == "." && example.words.len() > 3) || example.words.len() > 120 {
            examples.push(std::mem::replace(&mut example, Example { words: Vec::new(), labels: Vec::new() }));
        }
    }
    examples
}

/// Sentences of `FrSemCor` with their ids. Its class "Institution" holds towns and
/// bodies alike: acronyms and names of several words count as bodies.
fn sequoia(text: &str) -> Vec<(String, Example)> {
    text.split("\n\n")
        .filter_map(|block| {
            let id = block.lines().find_map(|line| line.strip_prefix("# sent_id = "))?.to_owned();
            let rows: Vec<Vec<&str>> =
                block.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
            let words: Vec<String> = rows.iter().filter(|row| row.len() > 5).map(|row| row[1].to_owned()).collect();
            let mut labels = vec![Label::Outside; words.len()];
            for (at, row) in rows.iter().filter(|row| row.len() > 5).enumerate() {
                let proper = row[3] == "NPP" || row[4].contains("s=p");
                let class = row[5].rsplit([':', ';']).next().unwrap_or_default();
                let number = row[5].split(':').next().unwrap_or_default();
                let last = at.checked_sub(1).map_or(Label::Outside, |before| labels[before]);
                labels[at] = match class {
                    "Person" if proper => Label::Person,
                    "Institution" if proper => {
                        let acronym = words[at].chars().filter(|c| c.is_alphabetic()).count() > 1
                            && words[at].chars().all(|c| !c.is_lowercase());
                        if acronym || row[5].contains(':') { Label::Organisation } else { Label::Place }
                    }
                    _ if number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty() && row[5] != "*" => last,
                    _ => Label::Outside,
                };
            }
            Some((id, Example { words, labels }))
        })
        .collect()
}
