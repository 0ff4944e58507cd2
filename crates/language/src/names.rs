//! Whether two spellings name one person: fold rules, then edit distance.
//!
//! Transliterations differ by habit ("Sergueï", "Sergei", "Sergej", "Сергей"),
//! so names are first folded to what the habits share, then compared letter by
//! letter. Good for Latin and Cyrillic; other scripts are compared as they are.

use crate::fold;

/// Two folded names are one person's from this likeness on.
pub const SAME: f64 = 0.84;

/// What the spellings of a name share: no case, accents or double letters,
/// Cyrillic in Latin letters, and the habits of transliteration made one.
///
/// ```
/// use depeche_language::names::key;
///
/// assert_eq!(key("Sergueï Lavrov"), key("Сергей Лавров"));
/// assert_eq!(key("Chtcherbakov"), key("Shcherbakov"));
/// ```
pub fn key(name: &str) -> String {
    let latin: String =
        name.to_lowercase().chars().map(|c| latin(c).map_or_else(|| c.to_string(), str::to_owned)).collect();
    let bare = fold::bare(&latin).replace(['-', '’'], " ").replace(['\'', 'ь'], "");
    let words: Vec<String> = bare.split_whitespace().map(word_key).collect();
    words.join(" ")
}

/// How alike two names are, from 0 to 1: 1 less the edits that turn one key into
/// the other, in parts of the longer key. First and last words count; middle
/// names and patronymics don't.
pub fn likeness(a: &str, b: &str) -> f64 {
    let ends = |name: &str| {
        let key = key(name);
        let mut words = key.split(' ');
        match (words.next(), words.next_back()) {
            (Some(first), Some(last)) => format!("{first} {last}"),
            _ => key,
        }
    };
    let (a, b): (Vec<char>, Vec<char>) = (ends(a).chars().collect(), ends(b).chars().collect());
    let longest = a.len().max(b.len()).max(1);
    1.0 - edits(&a, &b) as f64 / longest as f64
}

/// Whether two names are spellings of one person's name.
pub fn same_person(a: &str, b: &str) -> bool {
    likeness(a, b) >= SAME
}

/// The longest written forms first: each is replaced where it stands.
const HABITS: [(&str, &str); 44] = [
    ("shch", "s"),
    ("chtch", "s"),
    ("schtsch", "s"),
    ("tsch", "s"),
    ("tch", "s"),
    ("tsh", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("cz", "s"),
    ("sz", "s"),
    ("zh", "s"),
    ("dj", "s"),
    ("dzh", "s"),
    ("j", "i"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("ou", "u"),
    ("oo", "u"),
    ("ts", "c"),
    ("tz", "c"),
    ("cs", "s"),
    ("yu", "u"),
    ("iu", "u"),
    ("ya", "a"),
    ("ia", "a"),
    ("yo", "e"),
    ("io", "e"),
    ("ye", "e"),
    ("ie", "e"),
    ("w", "v"),
    ("ff", "v"),
    ("f", "v"),
    ("y", "i"),
    ("x", "ks"),
    ("h", "k"),
    ("q", "k"),
    ("ei", "e"),
    ("ai", "a"),
    ("eo", "e"),
];

fn word_key(word: &str) -> String {
    let mut folded = word.to_owned();
    for (habit, shared) in HABITS {
        if folded.contains(habit) {
            folded = folded.replace(habit, shared);
        }
    }
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    // "Dmitri", "Dmitriy" and "Dmitrij" end alike, as do "Lavrov" and "Lavroff".
    let stem = key.trim_end_matches('i');
    if stem.len() > 2 { stem.to_owned() } else { key }
}

/// A Cyrillic letter in Latin ones.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'ё' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' | 'ї' | 'ы' | 'ј' => "i",
        'к' => "k",
        'л' | 'љ' => "l",
        'м' => "m",
        'н' | 'њ' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' | 'ћ' => "tch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ђ' | 'џ' => "dj",
        _ => return None,
    })
}

/// The least number of letters to add, drop or change.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
