//! The examples of the packs' constructions, each read as marked.

use std::fmt::Write as _;

use depeche_annotate::annotate;
use depeche_language::Packs;
use depeche_record::{Lang, Reading, Text};

#[test]
fn constructions_read_their_examples_as_marked() {
    let packs = Packs::builtin();
    let mut broken = String::new();
    for lang in packs.languages() {
        let pack = packs.get(lang).expect("a listed language");
        for rule in &pack.speech.constructions {
            for example in &rule.examples {
                let plain: String = example.chars().filter(|c| !"[]<>{}".contains(*c)).collect();
                let found = show(&annotate(&text(lang, &plain), &packs), &rule.name);
                if !found.iter().any(|found| **found == **example) {
                    writeln!(broken, "{}: {example}\n    found {found:?}", rule.name).expect("a string takes it");
                }
            }
            for sentence in &rule.counterexamples {
                let found = show(&annotate(&text(lang, sentence), &packs), &rule.name);
                if !found.is_empty() {
                    writeln!(broken, "{} must not fit: {found:?}", rule.name).expect("a string takes it");
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

fn text(lang: Lang, content: &str) -> Text {
    Text::plain(lang, content)
}

/// The text once for each quotation that a rule found, its parts marked.
fn show(reading: &Reading, rule: &str) -> Vec<String> {
    let content = reading.text.content();
    let of_rule = reading.quotations.iter().filter(|quotation| quotation.rule == rule);
    of_rule
        .map(|quotation| {
            let mut marks: Vec<(u32, u8, char)> = Vec::new();
            for (spans, open, close, rank) in
                [(&quotation.content, '{', '}', 0), (&quotation.cue, '<', '>', 1), (&quotation.source, '[', ']', 2)]
            {
                for span in spans {
                    marks.push((span.begin, 10 + rank, open));
                    marks.push((span.end, 9 - rank, close));
                }
            }
            marks.sort_unstable();
            let mut shown = content.to_owned();
            for (at, _, mark) in marks.into_iter().rev() {
                shown.insert(at as usize, mark);
            }
            shown
        })
        .collect()
}
