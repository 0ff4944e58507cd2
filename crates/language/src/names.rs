//! Whether two spellings name one person: fold rules, then edit distance.
//!
//! Transliterations differ by habit ("Sergueï", "Sergei", "Sergej", "Сергей"),
//! so names are first folded to what the habits share, then compared letter by
//! letter. Good for Latin and Cyrillic; other scripts are compared as they are.

use crate::fold;

/// Two folded names are one person's from this likeness on.
pub const SAME: f64 = 0.8;

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
    let [edits, longest] = [edits(&a, &b), longest].map(|letters| f64::from(letters as u32));
    1.0 - edits / longest
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
    ("dzh", "s"),
    ("zh", "s"),
    ("dj", "s"),
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
    // "Joe" and "Jacques" begin as "Джо" and "Жак" do; "Sergej" ends otherwise.
    let mut folded = word.strip_prefix('j').map_or_else(|| word.to_owned(), |rest| format!("zh{rest}"));
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
        'к' | 'ќ' => "k",
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
        'ђ' | 'џ' | 'ѓ' => "dj",
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of office holders in Latin and Cyrillic, every one against every other.
    #[test]
    fn spellings_of_one_name_are_told_from_other_names() {
        let pairs: Vec<(&str, &str)> = include_str!("../tests/names.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .collect();
        assert!(pairs.len() >= 300);
        let (mut right, mut found) = (0, 0);
        for (i, (latin, _)) in pairs.iter().enumerate() {
            for (j, (_, cyrillic)) in pairs.iter().enumerate() {
                if same_person(latin, cyrillic) {
                    found += 1;
                    right += usize::from(i == j);
                }
            }
        }
        let f1 = 200.0 * f64::from(right as u32) / f64::from((found + pairs.len()) as u32);
        assert!(f1 >= 95.0, "F1 {f1:.1}: {right} right of {found} found, {} to find", pairs.len());
    }

    #[test]
    fn habits_of_transliteration_are_one() {
        for (a, b) in [
            ("Sergueï Lavrov", "Sergei Lawrow"),
            ("Dmitri Peskov", "Дмитрий Песков"),
            ("Maria Zakharova", "María Zajárova"),
        ] {
            assert!(likeness(a, b) > 0.75, "{a}, {b}: {}", likeness(a, b));
        }
        assert!(!same_person("Igor Ivanov", "Ivan Petrov"));
    }
}
