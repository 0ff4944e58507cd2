//! The time stage on a megabyte of French: recognition and resolution, beside
//! segmentation, which it builds on, and a simple pass that looks every word up
//! in a table of months. Compare them within one run.
//!
//! `cargo bench -p depeche-annotate --bench time`

use std::collections::HashSet;
use std::hint::black_box;

use depeche_annotate::{Article, time};
use depeche_language::{Packs, segment};
use depeche_record::Lang;
use divan::Bencher;
use divan::counter::BytesCount;

mod press;

const MEGABYTE: usize = 1 << 20;

#[divan::bench]
fn find_and_resolve(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), press::text(MEGABYTE));
    let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
    bencher.counter(BytesCount::new(text.content.len())).bench_local(|| time::read(black_box(&article)));
}

#[divan::bench]
fn segment_alone(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), press::text(MEGABYTE));
    let pack = packs.get(Lang::FR).expect("French");
    bencher
        .counter(BytesCount::new(text.content.len()))
        .bench_local(|| segment(black_box(&text.content), &text.blocks, &pack.segment, &pack.vocabulary));
}

#[divan::bench]
fn look_up_every_word(bencher: Bencher<'_, '_>) {
    let text = press::text(MEGABYTE);
    let months: HashSet<&str> = ["janvier", "février", "mars", "avril", "mai", "juin"].into();
    bencher.counter(BytesCount::new(text.content.len())).bench_local(|| {
        black_box(&text.content).split_whitespace().filter(|word| months.contains(&*word.to_lowercase())).count()
    });
}

#[divan::bench(sample_count = 20)]
fn load_all_packs() -> Packs {
    Packs::builtin()
}

fn main() {
    divan::main();
}
