//! The specifications in `spec/<language>/<stage>.md`, run as tests.
//!
//! A behaviour is a heading, some prose, and a text in a block quote in which
//! the items of the stage are marked in place. In `speech.md` a source is
//! marked `[so]`, a cue `<so>` and a content `{so}`; the list below the text
//! tells, for each quotation in the order of the contents, its type and, where
//! they are not the usual ones, its polarity, its hedge and the number of the
//! quotation that reports it. A text without marks holds nothing to find.
//!
//! A first line `# …` of a text is its title; lines are paragraphs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use depeche_annotate::annotate;
use depeche_language::Packs;
use depeche_record::{Block, BlockKind, Lang, Polarity, Quotation, QuotationHedge, QuotationType, Reading, Span, Text};

#[test]
fn every_specification_holds() {
    let packs = Packs::builtin();
    let mut broken = String::new();
    for (lang, stage, file) in specifications() {
        let text = std::fs::read_to_string(&file).expect("a readable specification");
        for behaviour in behaviours(&text) {
            let reading = annotate(&to_text(lang, &behaviour.plain(&stage)), &packs);
            let shown =
                Behaviour { marked: show(&stage, &reading), items: items(&stage, &reading), ..behaviour.clone() };
            if shown != behaviour {
                let place = format!("{}:{}: {}", file.display(), behaviour.line, behaviour.heading);
                writeln!(broken, "{place}\n  expected {behaviour}\n  found    {shown}").expect("a string takes it");
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

/// The specifications that this runner can read: language, stage, file.
fn specifications() -> Vec<(Lang, String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let mut found = Vec::new();
    for folder in entries(&root) {
        let Some(lang) = folder.file_name().and_then(|name| name.to_str()).and_then(Lang::new) else { continue };
        for file in entries(&folder) {
            let stage = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if stage == "speech" {
                found.push((lang, stage, file));
            }
        }
    }
    assert!(!found.is_empty(), "no specification under {}", root.display());
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths
}

/// What one heading of a specification says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Behaviour {
    heading: String,
    line: usize,
    /// The text with its marks.
    marked: String,
    /// The list below it.
    items: Vec<String>,
}

impl std::fmt::Display for Behaviour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.marked.replace('\n', " / "), self.items.join("; "))
    }
}

impl Behaviour {
    /// The text without marks.
    fn plain(&self, stage: &str) -> String {
        assert_eq!(stage, "speech", "the runner knows no marks for this stage");
        self.marked.chars().filter(|c| !"[]<>{}".contains(*c)).collect()
    }
}

fn behaviours(specification: &str) -> Vec<Behaviour> {
    let mut found: Vec<Behaviour> = Vec::new();
    let mut heading = String::new();
    let mut quoting = false;
    for (number, line) in specification.lines().enumerate() {
        if let Some(title) = line.strip_prefix('#') {
            title.trim_start_matches('#').trim().clone_into(&mut heading);
            quoting = false;
        } else if let Some(words) = line.strip_prefix('>') {
            let words = words.strip_prefix(' ').unwrap_or(words);
            if quoting {
                let marked = &mut found.last_mut().expect("begun by the line before").marked;
                marked.push('\n');
                marked.push_str(words);
            } else {
                let marked = words.to_owned();
                found.push(Behaviour { heading: heading.clone(), line: number + 1, marked, items: Vec::new() });
            }
            quoting = true;
        } else if let Some(item) = line.strip_prefix("- ") {
            found.last_mut().expect("an item stands below a text").items.push(item.to_owned());
            quoting = false;
        } else {
            quoting = false;
        }
    }
    found
}

fn to_text(lang: Lang, content: &str) -> Text {
    let mut blocks = Vec::new();
    let mut begin = 0;
    for line in content.split('\n') {
        let kind = if line.starts_with("# ") { BlockKind::Title } else { BlockKind::Paragraph };
        let skipped = if kind == BlockKind::Title { 2 } else { 0 };
        if line.len() > skipped {
            blocks.push(Block { span: Span::new(begin + skipped, begin + line.len()), kind });
        }
        begin += line.len() + 1;
    }
    let title = blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| block.span);
    Text { title, blocks, ..Text::plain(lang, content) }
}

/// The text of a reading with the items of a stage marked in place.
fn show(stage: &str, reading: &Reading) -> String {
    assert_eq!(stage, "speech", "the runner knows no marks for this stage");
    let mut spans: Vec<(Span, char, char)> = Vec::new();
    for quotation in &reading.quotations {
        spans.extend(quotation.source.iter().map(|span| (*span, '[', ']')));
        spans.extend(quotation.cue.iter().map(|span| (*span, '<', '>')));
        spans.extend(quotation.content.iter().map(|span| (*span, '{', '}')));
    }
    mark(reading.text.content(), spans)
}

/// Writes marks around spans, outer ones outside.
fn mark(content: &str, mut spans: Vec<(Span, char, char)>) -> String {
    spans.sort_by_key(|(span, open, _)| (span.begin, std::cmp::Reverse(span.end), *open));
    spans.dedup();
    let mut shown = String::new();
    let mut open: Vec<(Span, char)> = Vec::new();
    let mut next = spans.into_iter().peekable();
    for (at, c) in content.char_indices().map(|(at, c)| (at as u32, Some(c))).chain([(content.len() as u32, None)]) {
        while let Some((_, close)) = open.pop_if(|(span, _)| span.end <= at) {
            shown.push(close);
        }
        while let Some((span, begin, close)) = next.next_if(|(span, ..)| span.begin <= at) {
            shown.push(begin);
            open.push((span, close));
            open.sort_by_key(|(span, _)| std::cmp::Reverse(span.end));
        }
        shown.extend(c);
    }
    shown
}

fn items(stage: &str, reading: &Reading) -> Vec<String> {
    assert_eq!(stage, "speech", "the runner knows no items for this stage");
    reading.quotations.iter().map(item).collect()
}

fn item(quotation: &Quotation) -> String {
    let kind = match quotation.kind {
        QuotationType::Direct => "direct",
        QuotationType::Indirect => "indirect",
        QuotationType::Mixed => "mixed",
    };
    let polarity = match quotation.polarity {
        Polarity::Yes => "",
        Polarity::No => ", negated",
        Polarity::NotSaid => ", not said",
    };
    let hedge = match quotation.hedge {
        None => "",
        Some(QuotationHedge::Reportative) => ", hearsay",
        Some(QuotationHedge::Distanced) => ", distanced",
    };
    let parent = quotation.parent.map(|parent| format!(", in {}", parent.0)).unwrap_or_default();
    format!("{kind}{polarity}{hedge}{parent}")
}

#[test]
fn a_specification_is_read_as_it_is_written() {
    let read = behaviours("# A\n\nProse.\n\n> [X] <dit> {« oui »}.\n> Y.\n\n- direct\n");
    assert_eq!(read.len(), 1);
    assert_eq!((read[0].heading.as_str(), read[0].line), ("A", 5));
    assert_eq!(read[0].plain("speech"), "X dit « oui ».\nY.");
    assert_eq!(read[0].items, ["direct"]);
}
