//! Articles made from a number: as many as wanted, all different, none of them
//! anybody's. People, states and events are invented.

use std::fmt::Write;

const STATES: [(&str, &str, &str); 6] = [
    ("la Norlande", "norlandais", "Valbourg"),
    ("la Sarvanie", "sarvanien", "Tarsk"),
    ("le Costaverde", "costaverdien", "Puerto Alba"),
    ("la France", "français", "Paris"),
    ("l'Allemagne", "allemand", "Berlin"),
    ("la Russie", "russe", "Moscou"),
];
const PEOPLE: [&str; 8] = [
    "Olav Brekke",
    "Irina Voltz",
    "Mateo Serrano",
    "Claire Aubanel",
    "Jonas Reimann",
    "Piotr Zalew",
    "Anna Lindqvist",
    "Karim Haddou",
];
const DAYS: [&str; 5] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"];
const MONTHS: [&str; 4] = ["janvier", "février", "mars", "avril"];

/// Article number `seed`, of about 3,600 characters.
pub(crate) fn article(seed: usize) -> String {
    let mut dice = Dice(seed as u64 + 1);
    let (state, people, capital) = dice.pick(&STATES);
    let day = dice.below(28) + 1;
    let month = dice.pick(&MONTHS);
    let mut text = format!("{}\n\n{}, {day} {month} 2023 — ", headline(&mut dice), capital.to_uppercase());
    let _ = write!(
        text,
        "Le ministre {people} des Affaires étrangères, {}, a reçu {} ",
        dice.pick(&PEOPLE),
        dice.pick(&PEOPLE)
    );
    let _ = writeln!(text, "{} à {capital}, où {state} accueille les discussions.\n", dice.pick(&DAYS));
    while text.len() < 3600 {
        for _ in 0..3 {
            text += &sentence(&mut dice);
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text
}

fn headline(dice: &mut Dice) -> String {
    let ((one, ..), (other, ..)) = (dice.pick(&STATES), dice.pick(&STATES));
    format!("Nouvelle séance entre {one} et {other} sur le dossier numéro {}", dice.below(900))
}

fn sentence(dice: &mut Dice) -> String {
    let (name, other) = (dice.pick(&PEOPLE), dice.pick(&PEOPLE));
    let ((state, people, capital), (rival, ..)) = (dice.pick(&STATES), dice.pick(&STATES));
    let (day, month, number) = (dice.pick(&DAYS), dice.pick(&MONTHS), dice.below(28) + 1);
    match dice.below(10) {
        0 => format!("« Nous répondrons à ces {number} propositions par écrit », a déclaré {name}."),
        1 => format!("{name} a promis de remettre une réponse à {rival} d'ici au {number} {month}."),
        2 => format!("Selon {name}, {state} exige que {rival} retire ses troupes avant {day}."),
        3 => format!("Le porte-parole {people} a démenti que {capital} prépare une attaque."),
        4 => format!("{name} et {other} se sont rencontrés {day} à {capital} pendant {number} heures."),
        5 => format!("{state} a proposé une nouvelle réunion le {number} {month}, a indiqué un diplomate."),
        6 => format!("« La porte reste ouverte », a-t-elle ajouté, en rappelant les {number} articles du projet."),
        7 => format!("Il a refusé de préciser si {rival} avait accepté les conditions posées en {month}."),
        8 => format!("La route du col est restée fermée {number} jours en raison des chutes de neige."),
        _ => format!("Les observateurs notent que {capital} et {rival} n'avaient plus dialogué depuis {month} 2021."),
    }
}

/// Numbers that look random and are the same on every machine (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}
