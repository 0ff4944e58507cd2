//! How fast the command is: `cargo bench -p depeche`.
//!
//! `annotate` runs on one thread, beside a peer that only cuts the same
//! articles into Unicode words, so that figures from different machines can be
//! compared by their ratio.

#[path = "../tests/it/articles.rs"]
mod articles;

use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use depeche::{Packs, annotate, collate};
use depeche_ingest::{Options, read_plain};
use depeche_record::{Reading, Text};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use unicode_segmentation::UnicodeSegmentation;

fn main() {
    divan::main();
}

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);
static TEXTS: LazyLock<Vec<Text>> = LazyLock::new(|| (0..1000).map(text).collect());
static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| TEXTS.iter().map(|text| annotate(text, &PACKS)).collect());

fn text(seed: usize) -> Text {
    let content = articles::article(seed).into_bytes();
    read_plain(&format!("{seed:04}.txt"), content, &PACKS, &Options::default())
}

fn bytes(texts: &[Text]) -> BytesCount {
    BytesCount::new(texts.iter().map(|text| text.content.len()).sum::<usize>())
}

#[divan::bench(sample_count = 10)]
fn annotate_one_thread(bencher: Bencher<'_, '_>) {
    let texts = &TEXTS[..500];
    bencher
        .counter(ItemsCount::new(texts.len()))
        .counter(bytes(texts))
        .bench(|| texts.iter().map(|text| annotate(text, &PACKS).accounts.len()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn peer_unicode_words(bencher: Bencher<'_, '_>) {
    let texts = &TEXTS[..500];
    bencher
        .counter(ItemsCount::new(texts.len()))
        .counter(bytes(texts))
        .bench(|| texts.iter().map(|text| text.content.unicode_words().count()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn collate_1000(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(READINGS.len())).bench(|| collate(&READINGS, &PACKS).acts.len());
}

/// The whole command on one short article, packs and all.
#[divan::bench(sample_count = 30)]
fn cold_start(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("short.txt");
    fs::write(&file, &articles::article(0)[..400]).expect("it is ours");
    bencher.bench(|| {
        let output = Command::new(env!("CARGO_BIN_EXE_depeche")).arg("annotate").arg(&file).output();
        assert!(output.expect("the command starts").status.success());
    });
}

#[divan::bench]
fn packs(bencher: Bencher<'_, '_>) {
    bencher.bench(Packs::builtin);
}
