//! All of annotation on articles of the usual length (3,600 characters).
//!
//! `cargo bench -p depeche-annotate --bench annotate`

use std::hint::black_box;

use depeche_annotate::annotate;
use depeche_language::Packs;
use depeche_record::{Basis, Lang, Published, Text};
use divan::Bencher;
use divan::counter::ItemsCount;

const LENGTH: usize = 3_600;

/// Paragraphs as in the press: speech, acts and times in most sentences.
const PARAGRAPHS: [&str; 4] = [
    "Le ministre norvégien des Affaires étrangères, Aksel Brandt, a rencontré jeudi son homologue marocaine à Lima. \
     Les deux délégations sont convenues de se revoir dans dix jours, sans parvenir à un accord sur la pêche.",
    "« Nous enverrons une réponse écrite la semaine prochaine », a déclaré Aksel Brandt à la presse. Il a précisé \
     que les consultations avec les alliés se poursuivraient et qu'aucune décision ne serait prise sans eux.",
    "Rabat exige que la flotte se retire au plus tard le 15 avril. Selon un diplomate européen, Oslo aurait rejeté \
     cette demande, mais le gouvernement norvégien se dit prêt à discuter si les quotas sont maintenus.",
    "Dans un communiqué publié mercredi, la présidence a démenti tout contact avec les armateurs. L'opposition, elle, \
     réclame un débat au Parlement avant la fin du mois et accuse le gouvernement d'avoir trompé les députés.",
];

fn article() -> Text {
    let mut content = String::new();
    for paragraph in PARAGRAPHS.iter().cycle() {
        if content.len() >= LENGTH {
            break;
        }
        content.push_str(paragraph);
        content.push('\n');
    }
    let published = Published { window: "2034-03-02".parse().ok(), basis: Basis::Metadata, ..Published::default() };
    Text { published, ..Text::plain(Lang::FR, content) }
}

#[divan::bench]
fn one_article(bencher: Bencher<'_, '_>) {
    let (packs, text) = (Packs::builtin(), article());
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| annotate(black_box(&text), &packs));
}

fn main() {
    divan::main();
}
