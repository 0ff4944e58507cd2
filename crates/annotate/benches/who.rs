//! How fast parties are found, in tokens a second, beside the simplest pass over
//! the same text: cutting it into words and looking each one up.
//!
//! `cargo bench -p depeche-annotate --bench who`

use depeche_annotate::{Article, who};
use depeche_language::{Packs, segment};
use depeche_record::{Lang, Text};
use divan::counter::ItemsCount;

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

/// The peer: words, sentences and one look-up a word.
#[divan::bench]
fn look_up(bencher: divan::Bencher<'_, '_>) {
    let (text, packs) = (article(), Packs::builtin());
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
    let (text, packs) = (article(), Packs::builtin());
    let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
    bencher.counter(ItemsCount::new(article.segmented.tokens.len())).bench(|| who::find(&article, None));
}

/// Compiling all packs: what a start of the program waits for.
#[divan::bench]
fn compile_packs() -> Packs {
    Packs::builtin()
}
