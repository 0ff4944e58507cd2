//! Asking for less than everything: kinds, words, days, layers.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use depeche_record::{Dossier, Points, Reading, TextId, Window};

use super::{code, run, samples, stderr, stdout};

fn ask(command: &str, args: &[&str]) -> String {
    let samples = samples();
    let output = run([&[command], args, &[samples.to_str().expect("UTF-8")]].concat());
    assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
    stdout(&output).to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn found_lines_hold_the_words_of_the_line_they_name() {
    let found = ask("find", &[]);
    assert!(found.lines().count() > 50, "{found}");
    for line in found.lines() {
        let file = plain_files().find(|file| line.starts_with(&format!("{}:", file.display())));
        let Some(file) = file else { continue }; // A page's text is made from its markup.
        let (number, told) = line[file.as_os_str().len() + 1..].split_once(": ").expect("a place");
        assert!(number.parse::<usize>().is_ok_and(|number| number > 0), "{line}");
        let (_, words) = told.split_once(": ").expect("words");
        let words = words.rsplit_once(" — ").map_or(words, |(words, _)| words);
        let first = words.split(" […] ").next().unwrap_or_default();
        let text = one_line(&fs::read_to_string(&file).expect("the file it names"));
        assert!(text.contains(first), "{line}");
    }
}

fn plain_files() -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(samples()).expect("the samples").map(|entry| entry.expect("an entry").path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "txt"))
}

#[test]
fn conditions_narrow_what_is_found() {
    let all: BTreeSet<String> = ask("find", &[]).lines().map(str::to_owned).collect();
    for args in [
        &["--kind", "commitment"][..],
        &["--kind", "demand,refusal"],
        &["--by", "etats-unis"],
        &["--to", "russie"],
        &["--between", "2022-01-24..2022-01-30"],
        &["--words", "reponse ECRITE"],
    ] {
        let some: BTreeSet<String> = ask("find", args).lines().map(str::to_owned).collect();
        assert!(!some.is_empty() && some.len() < all.len(), "{args:?}: {some:#?}");
        assert!(some.is_subset(&all), "{args:?}");
    }
    let written = ask("find", &["--kind", "commitment", "--words", "réponse écrite"]);
    assert!(written.lines().all(|line| line.contains(" commitment ")), "{written}");
}

#[test]
fn layers_not_asked_for_are_empty() {
    for line in ask("annotate", &["--layers", "times,blocks"]).lines() {
        let reading: Reading<Points> = serde_json::from_str(line).expect("the exchange format");
        assert!(!reading.blocks.is_empty() && reading.parties.is_empty() && reading.accounts.is_empty());
        assert!(reading.sentences.is_empty() && reading.mentions.is_empty() && reading.quotations.is_empty());
    }
}

#[test]
fn a_record_as_of_a_day_rests_on_what_was_published_by_then() {
    let dossier: Dossier<Points> =
        serde_json::from_str(&ask("dossier", &["--format", "json", "--as-of", "2022-01-12"])).expect("the format");
    let day = "2022-01-12".parse().expect("a day");
    assert_eq!(dossier.as_of, Some(day));
    let later: BTreeSet<&TextId> = dossier
        .texts
        .iter()
        .filter(|text| text.text.published.window.and_then(Window::begin).is_some_and(|begin| begin > day))
        .map(|text| &text.text.id)
        .collect();
    let told: BTreeSet<&TextId> = dossier.acts.iter().flat_map(|act| &act.accounts).map(|told| &told.text).collect();
    assert!(!told.is_empty() && told.is_disjoint(&later));
}

#[test]
fn an_article_is_explained_with_rules_and_evidence() {
    let output = run(["explain", &samples().join("08-geneve-ministres.txt").to_string_lossy()]);
    assert_eq!(code(&output), 0);
    let page = stdout(&output);
    for told in ["[title] ", "la semaine prochaine”", "mention", "quotation", "account", "· fr."] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
}
