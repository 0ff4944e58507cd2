//! How fast quotations are found, beside the cutting into words that every
//! text needs first. Divide the two for a figure that other machines share.
//!
//! `cargo bench -p depeche-annotate --bench speech`

use depeche_annotate::who::Cast;
use depeche_annotate::{Article, speech, who};
use depeche_language::{Packs, segment};
use depeche_record::Lang;

mod press;

/// How many articles one round reads.
const ARTICLES: usize = 500;

fn main() {
    divan::main();
}

/// The peer: cutting the articles into words and sentences.
#[divan::bench]
fn words(bencher: divan::Bencher) {
    let packs = Packs::builtin();
    let pack = packs.get(Lang::FR).expect("a French pack");
    let text = press::text(press::ARTICLE);
    bencher.counter(divan::counter::ItemsCount::new(ARTICLES)).bench_local(|| {
        for _ in 0..ARTICLES {
            divan::black_box(segment(&text.content, &text.blocks, &pack.segment, &pack.vocabulary));
        }
    });
}

#[divan::bench]
fn quotations(bencher: divan::Bencher) {
    let packs = Packs::builtin();
    let text = press::text(press::ARTICLE);
    let article = Article::new(&text, packs.get(Lang::FR).expect("a French pack"));
    let cast: Cast = who::find(&article, None);
    bencher.counter(divan::counter::ItemsCount::new(ARTICLES)).bench_local(|| {
        for _ in 0..ARTICLES {
            let mut quotations = speech::find(&article, &cast);
            speech::attribute(&article, &cast, &mut quotations);
            divan::black_box(quotations);
        }
    });
}
