//! How fast texts are traced, piles collated and names compared.

#[path = "../tests/pile/mod.rs"]
mod pile;

use depeche_collate::{collate, trace};
use depeche_language::Packs;
use depeche_language::names;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use pile::{Shape, readings};

fn main() {
    divan::main();
}

#[divan::bench(args = [1000, 10_000], sample_count = 5, sample_size = 1)]
fn copies(bencher: Bencher<'_, '_>, texts: usize) {
    let readings = readings(Shape::Piles, texts);
    let bytes: usize = readings.iter().map(|reading| reading.text.content().len()).sum();
    bencher
        .counter(ItemsCount::new(texts))
        .counter(BytesCount::new(bytes))
        .bench(|| trace(&readings, &Packs::builtin()));
}

#[divan::bench(
    args = [Shape::Piles, Shape::Story, Shape::Twins, Shape::Undated, Shape::Namesakes, Shape::Quarrels],
    sample_count = 5,
    sample_size = 1
)]
fn dossier(bencher: Bencher<'_, '_>, shape: Shape) {
    let readings = readings(shape, 1000);
    bencher.counter(ItemsCount::new(1000usize)).bench(|| collate(&readings, &Packs::default()));
}

#[divan::bench(args = [("Sergueï Lavrov", "Сергей Лавров"), ("Anna Kern", "Anna Berg")])]
fn names((a, b): (&str, &str)) {
    divan::black_box(names::compare(divan::black_box(a), divan::black_box(b)));
}
