//! All of annotation on articles of the usual length (3,600 characters).
//!
//! `cargo bench -p depeche-annotate --bench annotate`

use std::hint::black_box;

use depeche_annotate::annotate;
use depeche_language::Packs;
use divan::Bencher;
use divan::counter::ItemsCount;

mod press;

#[divan::bench]
fn one_article(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), press::text(press::ARTICLE));
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| annotate(black_box(&text), &packs));
}

fn main() {
    divan::main();
}
