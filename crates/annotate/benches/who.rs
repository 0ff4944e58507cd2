//! How fast parties are found, in tokens a second, beside the simplest pass over
//! the same text: cutting it into words and looking each one up.
//!
//! `cargo bench -p depeche-annotate --bench who`

use depeche_annotate::{Article, who};
use depeche_language::{Packs, segment};
use depeche_record::Lang;
use divan::counter::ItemsCount;

mod press;

fn main() {
    divan::main();
}

/// The peer: words, sentences and one look-up a word.
#[divan::bench]
fn look_up(bencher: divan::Bencher<'_, '_>) {
    let (text, packs) = (press::text(press::ARTICLE), Packs::builtin());
    let pack = packs.get(Lang::FR).expect("French");
    let tokens = Article::new(&text, pack).segmented.tokens.len();
    bencher.counter(ItemsCount::new(tokens)).bench(|| {
        let segmented = segment(&text.content, &text.blocks, &pack.segment, &pack.vocabulary);
        (0..tokens).filter_map(|at| pack.who.lexicon.longest(&segmented.tokens, at)).count()
    });
}

/// Names, titles, adjectives and pronouns of an article that is cut already.
#[divan::bench]
fn find(bencher: divan::Bencher<'_, '_>) {
    let (text, packs) = (press::text(press::ARTICLE), Packs::builtin());
    let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
    bencher.counter(ItemsCount::new(article.segmented.tokens.len())).bench(|| who::find(&article, None));
}

/// Compiling all packs: what a start of the program waits for.
#[divan::bench]
fn compile_packs() -> Packs {
    Packs::builtin()
}
