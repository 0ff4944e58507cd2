//! The time stage on a megabyte of French: recognition and resolution, beside
//! segmentation, which it builds on, and a simple pass that looks every word up
//! in a table of months. Compare them within one run.
//!
//! `cargo bench -p depeche-annotate --bench time`

use std::collections::HashSet;
use std::hint::black_box;

use depeche_annotate::{Article, time};
use depeche_language::{Packs, segment};
use depeche_record::{Basis, Lang, Published, Text};
use divan::Bencher;
use divan::counter::BytesCount;

const MEGABYTE: usize = 1 << 20;

/// Paragraphs as in the press: a time expression in about every other sentence.
const PARAGRAPHS: [&str; 4] = [
    "Le chef de la diplomatie norlandaise a rencontré jeudi son homologue sarvanien à Belgora. Les deux hommes ont \
     parlé des garanties de sécurité que Halden demande depuis plusieurs mois, sans parvenir à un accord.",
    "« Nous enverrons une réponse écrite la semaine prochaine », a déclaré Irena Kostova à la presse. Elle a précisé \
     que les consultations avec les alliés se poursuivraient et qu'aucune décision ne serait prise sans eux.",
    "Le traité, signé le 3 mars 2019 par les cinq pays riverains, prévoit un mécanisme d'inspection. Selon le \
     ministère, ce mécanisme n'a jamais fonctionné, et les observateurs ont quitté la zone sans rendre leur rapport.",
    "Dans un communiqué, la présidence a démenti toute concession. L'opposition, elle, réclame un débat au parlement \
     avant la fin du mois et menace de déposer une motion si le gouvernement ne répond pas à ses questions.",
];

fn text() -> Text {
    let mut content = String::new();
    for paragraph in PARAGRAPHS.iter().cycle() {
        if content.len() >= MEGABYTE {
            break;
        }
        content.push_str(paragraph);
        content.push('\n');
    }
    let published = Published { window: "2023-03-02".parse().ok(), basis: Basis::Metadata, ..Published::default() };
    Text { published, ..Text::plain(Lang::FR, content) }
}

#[divan::bench]
fn find_and_resolve(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), text());
    let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
    bencher.counter(BytesCount::new(text.content.len())).bench_local(|| time::read(black_box(&article)));
}

#[divan::bench]
fn segment_alone(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), text());
    let pack = packs.get(Lang::FR).expect("French");
    bencher
        .counter(BytesCount::new(text.content.len()))
        .bench_local(|| segment(black_box(&text.content), &text.blocks, &pack.segment, &pack.vocabulary));
}

#[divan::bench]
fn look_up_every_word(bencher: Bencher<'_, '_>) {
    let text = text();
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
