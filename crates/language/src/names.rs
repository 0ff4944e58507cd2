//! Whether two spellings can name the same person, across languages and scripts.
//!
//! Transliterations differ by habit ("Sergueï", "Sergei", "Sergej", "Сергей"),
//! so words are first folded to what the habits share, then compared letter by
//! letter. Good for Latin and Cyrillic; other scripts are compared as they are.

use crate::fold;

/// How two names of persons stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// They can't name the same person.
    Different,
    /// One could be a slip or a garbled translation of the other: only with the
    /// same office inside one story.
    Slip,
    /// One lacks what the other gives (surname alone, initial): only where
    /// nobody else answers to it.
    Partial,
    /// The same name: equal, or a usual transliteration of it.
    Same,
}

/// Compares two names of persons. Order of given name and surname is kept;
/// titles must be gone.
///
/// ```
/// use depeche_language::names::{NameMatch, compare};
/// assert_eq!(compare("Sergueï Lavrov", "Сергей Лавров"), NameMatch::Same);
/// assert_eq!(compare("Lavrov", "Sergej Lawrow"), NameMatch::Partial);
/// assert_eq!(compare("Anna Kern", "Anna Berg"), NameMatch::Different);
/// ```
pub fn compare(a: &str, b: &str) -> NameMatch {
    let (a, b) = (Name::new(a), Name::new(b));
    a.compare(&b)
}

/// Given name and surname from which likeness on two names are one person's.
const SAME: f64 = 0.8;

/// A name made ready for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Given names in a spelling that transliterations share.
    given: Vec<String>,
    /// The surname in such a spelling.
    surname: String,
}

impl Name {
    /// The name of a person, titles gone, surname last.
    pub fn new(name: &str) -> Name {
        let key = key(name);
        let mut words: Vec<String> = key.split_whitespace().map(str::to_owned).collect();
        let surname = words.pop().unwrap_or_default();
        Name { given: words, surname }
    }

    /// Keys under which all names that could be the same stand together.
    pub fn key(&self) -> String {
        consonants(&self.surname)
    }

    /// Whether it gives more than the surname.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    /// How the two stand to one another.
    pub fn compare(&self, other: &Name) -> NameMatch {
        if self.surname.is_empty() || other.surname.is_empty() {
            return NameMatch::Different;
        }
        let surnames = distance(&self.surname, &other.surname);
        let longer = self.surname.chars().count().max(other.surname.chars().count());
        let same = surnames == 0
            || surnames <= longer / 5 && consonants(&self.surname) == consonants(&other.surname)
            || surnames <= longer / 8;
        let slip = surnames <= longer / 4 || stem_of(&self.surname, &other.surname);
        match (same, slip, self.compare_given(other)) {
            (true, _, Given::Same) => NameMatch::Same,
            (true, _, Given::Missing) => NameMatch::Partial,
            (_, _, Given::Same | Given::Near) if self.likeness(other) >= SAME => NameMatch::Same,
            (true, _, Given::Near) | (false, true, Given::Same | Given::Near) => NameMatch::Slip,
            _ => NameMatch::Different,
        }
    }

    /// How alike given name and surname are together, from 0 to 1: less the
    /// edits that turn one into the other, in parts of the longer.
    fn likeness(&self, other: &Name) -> f64 {
        let ends = |name: &Name| format!("{} {}", name.given.first().map_or("", String::as_str), name.surname);
        let (a, b) = (ends(self), ends(other));
        let longer = a.chars().count().max(b.chars().count()).max(1);
        1.0 - distance(&a, &b) as f64 / longer as f64
    }

    fn compare_given(&self, other: &Name) -> Given {
        let (Some(a), Some(b)) = (self.given.first(), other.given.first()) else { return Given::Missing };
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if short.chars().count() == 1 {
            return if long.starts_with(short.as_str()) { Given::Missing } else { Given::Different };
        }
        let longer = long.chars().count();
        let apart = distance(a, b);
        if apart == 0 || apart <= longer / 4 || consonants(a) == consonants(b) && apart <= longer / 2 {
            Given::Same
        } else if apart <= longer / 2 && a.as_bytes()[0] == b.as_bytes()[0] {
            Given::Near
        } else {
            Given::Different
        }
    }
}

enum Given {
    Same,
    Near,
    Missing,
    Different,
}

/// Whether the shorter is the first five letters or more of the longer.
fn stem_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 5 && long.starts_with(short) && long.len() <= short.len() + 3
}

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
    let bare = fold::bare(&latin).replace(['-', '’', '.'], " ").replace(['\'', 'ь'], "");
    let words: Vec<String> = bare.split_whitespace().map(word_key).collect();
    words.join(" ")
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

/// The consonants in classes: what is left when vowels and the ways of writing
/// hissing and rasping sounds are taken away.
fn consonants(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        let class = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' => continue,
            'c' | 's' | 'z' => 's',
            'g' | 'h' | 'k' => 'k',
            'b' | 'p' => 'p',
            'd' | 't' => 't',
            'f' | 'v' => 'v',
            other => other,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    if out.is_empty() { word.to_owned() } else { out }
}

/// Edits between two words: insert, delete, replace, swap of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
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
                if compare(latin, cyrillic) == NameMatch::Same {
                    found += 1;
                    right += usize::from(i == j);
                }
            }
        }
        let f1 = 200.0 * f64::from(right as u32) / f64::from((found + pairs.len()) as u32);
        assert!(f1 >= 95.0, "F1 {f1:.1}: {right} right of {found} found, {} to find", pairs.len());
    }

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [
            ("Sergueï Lavrov", "Sergey Lavrov"),
            ("Sergei Lavrov", "Сергей Лавров"),
            ("Sergej Lawrow", "Sergueï Lavrov"),
            ("Maria Zakharova", "Мария Захарова"),
            ("Maria Sacharowa", "Maria Zakharova"),
            ("Vladimir Poutine", "Wladimir Putin"),
            ("Antony Blinken", "Anthony Blinken"),
            ("Milos Dravec", "Miloš Dravec"),
            ("Volodymyr Zelensky", "Владимир Зеленский"),
            ("Dmitri Peskov", "Дмитрий Песков"),
            ("Nikita Khrouchtchev", "Nikita Khrushchev"),
        ] {
            assert!(compare(a, b) >= NameMatch::Slip, "{a} / {b}: {:?}", compare(a, b));
        }
    }

    #[test]
    fn two_people_stay_two() {
        for (a, b) in [
            ("Anna Kern", "Anna Berg"),
            ("Sergueï Lavrov", "Sergueï Choïgou"),
            ("Jean Martin", "Paul Martin"),
            ("Joe Biden", "Jill Biden"),
            ("Ivan Petrov", "Olga Petrova"),
            ("", "Berg"),
        ] {
            assert!(compare(a, b) < NameMatch::Partial, "{a} / {b}: {:?}", compare(a, b));
        }
    }

    #[test]
    fn a_slip_is_no_more_than_a_slip() {
        assert_eq!(compare("Antoine Blink", "Antony Blinken"), NameMatch::Slip);
        assert_eq!(compare("A. Kern", "Anna Kern"), NameMatch::Partial);
        assert_eq!(compare("Kern", "Anna Kern"), NameMatch::Partial);
    }
}
