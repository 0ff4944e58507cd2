//! Press prose for the benchmarks: speech, acts, names and times in most sentences,
//! between sentences that report nothing.

use depeche_record::{Basis, Lang, Published, Text};

/// The length of an article, in characters.
#[allow(dead_code, reason = "one benchmark reads a longer text")]
pub(crate) const ARTICLE: usize = 3_600;

const PARAGRAPHS: [&str; 12] = [
    "Le ministre norvégien des Affaires étrangères, Aksel Brandt, a rencontré jeudi son homologue marocaine à Lima. \
     Les deux délégations sont convenues de se revoir dans dix jours, sans parvenir à un accord sur la pêche.",
    "« Nous enverrons une réponse écrite la semaine prochaine », a déclaré Aksel Brandt à la presse. Il a précisé \
     que les consultations avec les alliés se poursuivraient et qu'aucune décision ne serait prise sans eux.",
    "Rabat exige que la flotte se retire au plus tard le 15 avril. Selon un diplomate européen, Oslo aurait rejeté \
     cette demande, mais le gouvernement norvégien se dit prêt à discuter si les quotas sont maintenus.",
    "Dans un communiqué publié mercredi, la présidence a démenti tout contact avec les armateurs. L'opposition, elle, \
     réclame un débat au Parlement avant la fin du mois et accuse le gouvernement d'avoir trompé les députés.",
    "« La frontière restera fermée tant que les prisonniers ne seront pas libérés », a déclaré vendredi Irena \
     Kostova, ministre sarvanienne des Affaires étrangères, à l'issue d'un entretien de deux heures avec son \
     homologue norlandais.",
    "Selon un diplomate européen, Lisbonne aurait rejeté la médiation proposée par Oslo, mais les discussions \
     doivent reprendre dès lundi à Nicosie.",
    "Le porte-parole du ministère de la Défense, Anton Belic, a indiqué à la presse que les manœuvres « ne visent \
     aucun pays tiers » et qu'elles prendraient fin avant la fin du mois.",
    "Les deux délégations se sont réunies mardi matin dans la capitale, où plusieurs centaines de personnes \
     attendaient devant le palais malgré le froid.",
    "Le président Milos Dravec a quitté la salle en assurant que son pays retirerait ses observateurs, et promis \
     de répondre par écrit aux questions de la commission.",
    "Un accord sur les quotas de pêche avait été signé l'an dernier par les gouvernements des trois États \
     riverains, après six mois de négociations difficiles.",
    "L'agence Norpress rapporte que, selon un conseiller de la présidence, les sept détenus seraient libérés dans \
     les 48 heures, ce que Halden n'a pas confirmé.",
    "Le trafic des marchandises dans le détroit a diminué d'un tiers depuis le début de la crise et les prix du \
     blé ont augmenté sur tous les marchés de la région.",
];

/// A dated text of this many characters, or a paragraph more.
pub(crate) fn text(length: usize) -> Text {
    let mut content = String::new();
    let mut written = 0;
    for paragraph in PARAGRAPHS.iter().cycle() {
        if written >= length {
            break;
        }
        content.push_str(paragraph);
        content.push('\n');
        written += paragraph.chars().count() + 1;
    }
    let published = Published { window: "2034-03-02".parse().ok(), basis: Basis::Metadata, ..Published::default() };
    Text { published, ..Text::plain(Lang::FR, content) }
}
