//! How fast quotations are found, beside the cutting into words that every
//! text needs first. Divide the two for a figure that other machines share.
//!
//! `cargo bench -p depeche-annotate --bench speech`

use depeche_annotate::who::Cast;
use depeche_annotate::{Article, speech, who};
use depeche_language::{Packs, segment};
use depeche_record::{Lang, Text};

/// How many articles one round reads.
const ARTICLES: usize = 500;

fn main() {
    divan::main();
}

/// An article of 3,600 characters: reported speech of every kind, between
/// sentences that report nothing.
fn article() -> Text {
    const SENTENCES: [&str; 8] = [
        "« La frontière restera fermée tant que les prisonniers ne seront pas libérés », a déclaré vendredi Irena Kostova, ministre sarvanienne des Affaires étrangères, à l'issue d'un entretien de deux heures avec son homologue norlandais.",
        "Selon un diplomate européen, Lisbonne aurait rejeté la médiation proposée par Oslo, mais les discussions doivent reprendre dès lundi à Nicosie.",
        "Le porte-parole du ministère de la Défense, Anton Belic, a indiqué à la presse que les manœuvres « ne visent aucun pays tiers » et qu'elles prendraient fin avant la fin du mois.",
        "Les deux délégations se sont réunies mardi matin dans la capitale, où plusieurs centaines de personnes attendaient devant le palais malgré le froid.",
        "Le président Milos Dravec a quitté la salle en assurant que son pays retirerait ses observateurs, et promis de répondre par écrit aux questions de la commission.",
        "Un accord sur les quotas de pêche avait été signé l'an dernier par les gouvernements des trois États riverains, après six mois de négociations difficiles.",
        "L'agence Norpress rapporte que, selon un conseiller de la présidence, les sept détenus seraient libérés dans les 48 heures, ce que Halden n'a pas confirmé.",
        "Le trafic des marchandises dans le détroit a diminué d'un tiers depuis le début de la crise et les prix du blé ont augmenté sur tous les marchés de la région.",
    ];
    let mut content = String::new();
    for sentence in SENTENCES.iter().cycle() {
        if content.chars().count() >= 3_600 {
            break;
        }
        content.push_str(sentence);
        content.push('\n');
    }
    Text::plain(Lang::FR, content)
}

/// The peer: cutting the articles into words and sentences.
#[divan::bench]
fn words(bencher: divan::Bencher) {
    let packs = Packs::builtin();
    let pack = packs.get(Lang::FR).expect("a French pack");
    let text = article();
    bencher.counter(divan::counter::ItemsCount::new(ARTICLES)).bench_local(|| {
        for _ in 0..ARTICLES {
            divan::black_box(segment(&text.content, &text.blocks, &pack.segment, &pack.vocabulary));
        }
    });
}

#[divan::bench]
fn quotations(bencher: divan::Bencher) {
    let packs = Packs::builtin();
    let text = article();
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
