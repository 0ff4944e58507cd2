//! Makes the weights that judge what the constructions of French speech find,
//! `packs/fr/speech-model.toml`:
//!
//! ```text
//! cargo run --release -p depeche-annotate --example train-speech
//! ```
//!
//! Learns from the sentences of this repository (the specification, the
//! examples of the constructions, `spec/fr/speech-training.txt`) and from what
//! lies below `../shared/data`, or below the folder that `DEPECHE_SHARED` names:
//! the development articles and cases, and sentences of treebanks, which are
//! incomplete and so count only where they say something. Prints what the model
//! reaches on texts that it has not seen (each development article in turn, an
//! eighth of the sentences with it); with `--errors` also what it gets wrong of
//! them. The same data give the same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use depeche_annotate::speech::lessons::{ENOUGH, Question, ask, same_words};
use depeche_annotate::{Article, who};
use depeche_language::linear::{Alternative, Choice, Schooling, Weights, fit, score};
use depeche_language::{Pack, Packs};
use depeche_record::{Block, BlockKind, Lang, Published, Quotation, Span, Text, TextId};
use serde_json::Value;

const REPORT: Schooling = Schooling { rounds: 400, ridge: 2.0, rare: 3 };
const END: Schooling = Schooling { rounds: 400, ridge: 1.0, rare: 2 };
const FOLDS: usize = 8;
/// How many times whole articles count.
const ARTICLES: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = std::env::var_os("DEPECHE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from).join("data");
    if !shared.exists() {
        println!("no training data at {}: set DEPECHE_SHARED", shared.display());
        return Ok(());
    }
    let tell = std::env::args().any(|argument| argument == "--errors");
    let packs = Packs::builtin();
    let pack = packs.get(Lang::FR).ok_or("no French pack")?;
    let sets = [
        ("dev", articles(&shared.join("dev/dev.gold.jsonl"), &shared.join("dev"))?),
        ("cases", articles(&shared.join("dev/cases.gold.jsonl"), &shared.join("dev/cases"))?),
        (
            "treebanks",
            treebanks(
                &shared.join("quotes/ud_fr_attribution/ud_fr_attribution.jsonl"),
                &root.join("crates/annotate/spec/fr/treebank-answers.tsv"),
            )?,
        ),
        ("own", own(&root, pack)?),
    ];
    let mut lessons = Vec::new();
    for (set, texts) in sets {
        for (number, text) in texts.iter().enumerate() {
            lessons.push(learn(set, number % FOLDS, text, pack));
        }
    }
    for fold in 0..FOLDS {
        let (test, train): (Vec<_>, Vec<_>) = lessons.iter_mut().partition(|lesson| lesson.fold == fold);
        let learn = |of: fn(&Lesson) -> &Vec<Choice>, schooling| -> Weights {
            fit(&choices(train.iter().map(|lesson| &**lesson), of), schooling).into_iter().collect()
        };
        let (reports, ends) = (learn(|lesson| &lesson.reports, REPORT), learn(|lesson| &lesson.ends, END));
        for lesson in test {
            lesson.examine(&reports, &ends, tell);
        }
    }
    report(&lessons);
    let reports = fit(&choices(&lessons, |lesson| &lesson.reports), REPORT);
    let ends = fit(&choices(&lessons, |lesson| &lesson.ends), END);
    let file = format!("{HEAD}\n[report]\n{}\n[end]\n{}", table(&reports), table(&ends));
    std::fs::write(root.join("packs/fr/speech-model.toml"), file)?;
    println!("{} and {} weights", reports.len(), ends.len());
    Ok(())
}

const HEAD: &str = "\
# What speaks for (above 0) and against (below 0) a candidate of the
# constructions of speech.toml being a report, and a place being the end of
# what is reported. The weights of a candidate's features are summed up on top
# of its rule's confidence (its logit). Made by the example `train-speech` of
# depeche-annotate, not by hand; sources in packs/LICENCES.md.
";

fn table(weights: &BTreeMap<String, f32>) -> String {
    let mut lines = String::new();
    for (name, weight) in weights {
        writeln!(lines, "{name:?} = {weight:.2}").expect("a string takes it");
    }
    lines
}

// --- What is learned ---------------------------------------------------------------

/// What one text teaches.
struct Lesson {
    set: &'static str,
    fold: usize,
    name: String,
    /// Whether each candidate is a report: the first alternative says so.
    reports: Vec<Choice>,
    /// How the text words each of them.
    shown: Vec<String>,
    /// Which of its ends is the right one: the first is the rule's.
    ends: Vec<Choice>,
    /// Right and wrong ones accepted, right ones rejected.
    marks: [usize; 3],
    /// Ends right by the rule and by the model.
    ended: [usize; 2],
}

impl Lesson {
    fn examine(&mut self, reports: &Weights, ends: &Weights, tell: bool) {
        let weigh = |weights: &Weights, it: &Alternative| {
            it.prior + it.features.iter().map(|name| weights.of(&[name])).sum::<f32>()
        };
        for (choice, shown) in self.reports.iter().zip(&self.shown) {
            let accepted = weigh(reports, &choice.alternatives[0]) > score(ENOUGH);
            match (choice.right == 0, accepted) {
                (true, true) => self.marks[0] += 1,
                (false, true) => self.marks[1] += 1,
                (true, false) => self.marks[2] += 1,
                (false, false) => {}
            }
            if tell && accepted != (choice.right == 0) {
                println!("{} {} {shown}", if accepted { "wrongly accepted" } else { "wrongly rejected" }, self.name);
            }
        }
        for choice in &self.ends {
            let scores: Vec<f32> = choice.alternatives.iter().map(|it| weigh(ends, it)).collect();
            let best = (0..scores.len()).rev().max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            self.ended[0] += usize::from(choice.right == 0);
            self.ended[1] += usize::from(best == Some(choice.right));
        }
    }
}

/// The choices of all lessons. Whole articles count several times: they alone
/// tell how often candidates are reports.
fn choices<'l>(lessons: impl IntoIterator<Item = &'l Lesson>, of: fn(&Lesson) -> &Vec<Choice>) -> Vec<Choice> {
    let times = |lesson: &Lesson| if matches!(lesson.set, "dev" | "cases") { ARTICLES } else { 1 };
    lessons.into_iter().flat_map(|lesson| std::iter::repeat_n(of(lesson), times(lesson)).flatten()).cloned().collect()
}

fn report(lessons: &[Lesson]) {
    println!("set        candidates  reports  accepted right/wrong  rejected reports  ends  by rule  by model");
    for set in ["dev", "cases", "treebanks", "own"] {
        let of = || lessons.iter().filter(|lesson| lesson.set == set);
        let sum = |what: fn(&Lesson) -> usize| of().map(what).sum::<usize>();
        println!(
            "{set:10} {:10}  {:7}  {:10}/{:<9}  {:16}  {:4}  {:7}  {:8}",
            sum(|lesson| lesson.reports.len()),
            sum(|lesson| lesson.reports.iter().filter(|choice| choice.right == 0).count()),
            sum(|lesson| lesson.marks[0]),
            sum(|lesson| lesson.marks[1]),
            sum(|lesson| lesson.marks[2]),
            sum(|lesson| lesson.ends.len()),
            sum(|lesson| lesson.ended[0]),
            sum(|lesson| lesson.ended[1]),
        );
    }
}

fn learn(set: &'static str, fold: usize, marked: &Marked, pack: &Pack) -> Lesson {
    let name = marked.text.path.clone();
    let mut lesson = Lesson {
        set,
        fold,
        name,
        reports: Vec::new(),
        shown: Vec::new(),
        ends: Vec::new(),
        marks: [0; 3],
        ended: [0; 2],
    };
    let article = Article::new(&marked.text, pack);
    let cast = who::find(&article, None);
    ask(&article, &cast, &mut |question| {
        let answer = marked.answer(question);
        let report = Alternative { features: question.features.clone(), prior: score(question.quotation.confidence) };
        let mut teach = |right| {
            lesson.reports.push(Choice { alternatives: vec![report.clone(), Alternative::default()], right });
            let content: Vec<&str> =
                question.quotation.content.iter().map(|span| span.of(&marked.text.content)).collect();
            lesson.shown.push(format!(
                "{} {:?} {content:?}",
                question.quotation.rule,
                question.quotation.source.first().map(|span| span.of(&marked.text.content))
            ));
        };
        match answer {
            Answer::No => {
                teach(1);
                None
            }
            Answer::Unsure => Some(0),
            Answer::Yes(end) => {
                teach(0);
                if let Some(right) = end.filter(|_| question.ends.len() > 1) {
                    let alternatives = question
                        .ends
                        .iter()
                        .map(|ending| Alternative { features: ending.features.clone(), prior: ending.prior });
                    lesson.ends.push(Choice { alternatives: alternatives.collect(), right });
                }
                Some(end.unwrap_or(0))
            }
        }
    });
    lesson
}

enum Answer {
    /// A report, with the number of the right end if it is among those offered.
    Yes(Option<usize>),
    No,
    Unsure,
}

// --- What is known -------------------------------------------------------------------

/// A text with its reports.
struct Marked {
    text: Text,
    reports: Vec<Known>,
    /// Candidates that somebody has judged one by one.
    judged: Vec<Judged>,
    /// Whether all its reports are marked.
    complete: bool,
}

/// Whether the candidate of a rule whose content begins at a byte is a report.
struct Judged {
    rule: String,
    begin: u32,
    report: bool,
}

#[derive(Default)]
struct Known {
    source: Vec<Span>,
    cue: Vec<Span>,
    /// What it can be taken to say; several spans are one interrupted content.
    contents: Vec<Vec<Span>>,
    /// Whether one may think otherwise.
    optional: bool,
}

impl Known {
    /// Whether it has this quotation's cue, or its words if no cue
    /// introduces them.
    fn concerns(&self, quotation: &Quotation) -> bool {
        match (quotation.cue.first(), self.cue.is_empty()) {
            (Some(cue), false) => touch(&self.cue, *cue),
            (None, true) => self.contents.iter().flatten().any(|span| touch(&quotation.content, *span)),
            _ => false,
        }
    }
}

impl Marked {
    fn answer(&self, question: &Question) -> Answer {
        let quotation = &question.quotation;
        let begin = quotation.content[0].begin;
        if let Some(judged) = self.judged.iter().find(|it| it.rule == quotation.rule && it.begin == begin) {
            return if judged.report { Answer::Yes(None) } else { Answer::No };
        }
        let touching: Vec<&Known> = self.reports.iter().filter(|known| known.concerns(quotation)).collect();
        if touching.iter().any(|known| known.optional) {
            return Answer::Unsure;
        }
        for known in &touching {
            for content in &known.contents {
                if let Some(answer) = self.right_end(question, content) {
                    let sources = touching.iter().all(|known| known.source.is_empty())
                        || quotation.source.iter().any(|span| touching.iter().any(|known| touch(&known.source, *span)));
                    return match (sources, self.complete) {
                        (true, _) => answer,
                        (false, true) => Answer::No,
                        (false, false) => Answer::Unsure,
                    };
                }
            }
        }
        let overlapping = touching.iter().any(|known| {
            known.contents.iter().flatten().any(|span| quotation.content.iter().any(|other| alike(*span, *other)))
        });
        match (overlapping, self.complete || !touching.is_empty()) {
            (true, _) | (_, false) => Answer::Unsure,
            _ => Answer::No,
        }
    }

    /// Where the content should end; `None` if it is another one.
    fn right_end(&self, question: &Question, content: &[Span]) -> Option<Answer> {
        let words = &self.text.content;
        let found = &question.quotation.content;
        if let ([found], [content]) = (found.as_slice(), content) {
            let whole = |end: u32| Span { begin: found.begin, end };
            let right = question.ends.iter().position(|ending| same_words(words, whole(ending.end), *content));
            let begins =
                same_words(words, whole(found.end), Span { begin: content.begin, end: found.end.max(content.begin) });
            return (right.is_some() || (begins && question.ends.len() > 1)).then_some(Answer::Yes(right));
        }
        let same = found.len() == content.len()
            && found.iter().zip(content).all(|(one, other)| same_words(words, *one, *other));
        same.then_some(Answer::Yes(Some(0)))
    }
}

fn touch(spans: &[Span], other: Span) -> bool {
    spans.iter().any(|span| span.begin < other.end && other.begin < span.end)
}

/// Whether two spans share most of their words.
fn alike(one: Span, other: Span) -> bool {
    let shared = one.end.min(other.end).saturating_sub(one.begin.max(other.begin));
    2 * shared > (one.end - one.begin).max(other.end - other.begin)
}

/// Annotated articles in the exchange format; French ones.
fn articles(gold: &Path, folder: &Path) -> Result<Vec<Marked>, Box<dyn Error>> {
    let mut found = Vec::new();
    for line in std::fs::read_to_string(gold)?.lines() {
        let gold: Value = serde_json::from_str(line)?;
        if gold["text"]["lang"] != "fr" {
            continue;
        }
        let path = gold["text"]["path"].as_str().ok_or("a gold text without a path")?;
        let name = Path::new(path).file_name().ok_or("a path without a name")?;
        let content = std::fs::read_to_string(folder.join(name))?;
        let place = places(&content);
        let span = |pair: &Value| Some(Span { begin: place(&pair[0])?, end: place(&pair[1])? });
        let spans = |list: &Value| list.as_array().into_iter().flatten().filter_map(span).collect::<Vec<Span>>();
        let blocks = gold["blocks"].as_array().into_iter().flatten().filter_map(|block| {
            let kind = serde_json::from_value(block["kind"].clone()).ok()?;
            Some(Block { span: span(&block["span"])?, kind })
        });
        let reports = gold["quotations"].as_array().into_iter().flatten().map(|known| {
            let other = known["alt_contents"].as_array().into_iter().flatten().map(spans);
            Known {
                source: spans(&known["source"]),
                cue: spans(&known["cue"]),
                contents: std::iter::once(spans(&known["content"])).chain(other).collect(),
                optional: known["optional"] == true,
            }
        });
        let (blocks, reports) = (blocks.collect(), reports.collect());
        found.push(Marked { text: text(path, content, blocks), reports, judged: Vec::new(), complete: true });
    }
    Ok(found)
}

/// Sentences of treebanks with the reports that their syntax shows.
fn treebanks(file: &Path, answers: &Path) -> Result<Vec<Marked>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut judged: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    for line in std::fs::read_to_string(answers)?.lines().filter(|line| !line.starts_with('#')) {
        let [name, rule, begin, answer] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("{}: not four columns: {line}", answers.display()).into());
        };
        let one = Judged { rule: rule.to_owned(), begin: begin.parse()?, report: answer == "yes" };
        judged.entry(name.to_owned()).or_default().push(one);
    }
    for line in std::fs::read_to_string(file)?.lines() {
        let sentence: Value = serde_json::from_str(line)?;
        let content = sentence["text"].as_str().ok_or("a sentence without words")?.to_owned();
        let name = sentence["sent_id"].as_str().unwrap_or_default();
        let place = places(&content);
        let span = |pair: &Value| Some(Span { begin: place(&pair[0])?, end: place(&pair[1])? });
        let reports: Vec<Known> = sentence["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|known| Known {
                source: span(&known["source"]).into_iter().collect(),
                cue: span(&known["cue"]).into_iter().collect(),
                contents: vec![span(&known["content"]).into_iter().collect()],
                optional: false,
            })
            .collect();
        let answers = judged.remove(name).unwrap_or_default();
        if !reports.is_empty() || !answers.is_empty() {
            let whole = vec![Block { span: Span::new(0, content.len()), kind: BlockKind::Paragraph }];
            found.push(Marked { text: text(name, content, whole), reports, judged: answers, complete: false });
        }
    }
    Ok(found)
}

/// From code points to bytes.
fn places(content: &str) -> impl Fn(&Value) -> Option<u32> + use<> {
    let bytes: Vec<u32> = content.char_indices().map(|(at, _)| at as u32).chain([content.len() as u32]).collect();
    move |point| bytes.get(usize::try_from(point.as_u64()?).ok()?).copied()
}

/// The sentences of this repository.
fn own(root: &Path, pack: &Pack) -> Result<Vec<Marked>, Box<dyn Error>> {
    let spec = root.join("crates/annotate/spec/fr");
    let mut found = Vec::new();
    for line in std::fs::read_to_string(spec.join("speech-training.txt"))?.lines() {
        if !line.is_empty() && !line.starts_with("# ") {
            found.push(read(line));
        }
    }
    let mut quoted = String::new();
    for line in std::fs::read_to_string(spec.join("speech.md"))?.lines().chain([""]) {
        if let Some(words) = line.strip_prefix('>') {
            if !quoted.is_empty() {
                quoted.push('\n');
            }
            quoted.push_str(words.trim_start());
        } else if !quoted.is_empty() {
            found.push(read(&std::mem::take(&mut quoted)));
        }
    }
    // An example marks what its own rule finds, perhaps not all that is there.
    for rule in &pack.speech.constructions {
        found.extend(rule.examples.iter().map(|example| Marked { complete: false, ..read(example) }));
    }
    Ok(found)
}

/// A text marked as in the specification: `[source] <cue> {content}`.
fn read(marked: &str) -> Marked {
    let mut plain = String::new();
    let mut open = Vec::new();
    let mut known = Known::default();
    for c in marked.chars() {
        match c {
            '[' | '<' | '{' => open.push(plain.len()),
            ']' | '>' | '}' => {
                let span = Span::new(open.pop().unwrap_or_default(), plain.len());
                match c {
                    ']' => known.source.push(span),
                    '>' => known.cue.push(span),
                    _ => known.contents.push(vec![span]),
                }
            }
            _ => plain.push(c),
        }
    }
    let title = plain.starts_with("# ");
    let mut begin = 0;
    let mut blocks = Vec::new();
    for line in plain.split('\n') {
        let kind = if title && begin == 0 { BlockKind::Title } else { BlockKind::Paragraph };
        let skipped = if kind == BlockKind::Title { 2 } else { 0 };
        blocks.push(Block { span: Span::new(begin + skipped, begin + line.len()), kind });
        begin += line.len() + 1;
    }
    let reports = if known.contents.is_empty() { Vec::new() } else { joined(known) };
    let name = plain.chars().take(60).collect::<String>();
    Marked { text: text(&name, plain, blocks), reports, judged: Vec::new(), complete: true }
}

/// The marks don't say which cue goes with which content: all go with all, and
/// the contents in their order may be one interrupted content.
fn joined(known: Known) -> Vec<Known> {
    let whole: Vec<Span> = known.contents.iter().flatten().copied().collect();
    let contents = known.contents.into_iter().chain((whole.len() > 1).then_some(whole)).collect::<Vec<_>>();
    let mut reports = vec![Known { contents: contents.clone(), source: known.source.clone(), ..Known::default() }];
    reports.push(Known { contents, ..known });
    reports
}

fn text(name: &str, content: String, blocks: Vec<Block>) -> Text {
    Text {
        id: TextId::from("lesson"),
        path: name.to_owned(),
        url: None,
        outlet: None,
        lang: Lang::FR,
        title: blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| block.span),
        published: Published::default(),
        captured: None,
        metadata: Vec::new(),
        content: Arc::from(content),
        content_sha256: String::new(),
        blocks,
        flags: Vec::new(),
    }
}
