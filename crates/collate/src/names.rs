//! Whether two spellings can name the same person, across languages and scripts.

use crate::fold::fold;

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
/// use depeche_collate::{NameMatch, compare_names};
/// assert_eq!(compare_names("Sergueï Lavrov", "Сергей Лавров"), NameMatch::Same);
/// assert_eq!(compare_names("Lavrov", "Sergej Lawrow"), NameMatch::Partial);
/// assert_eq!(compare_names("Anna Kern", "Anna Berg"), NameMatch::Different);
/// ```
pub fn compare_names(a: &str, b: &str) -> NameMatch {
    let (a, b) = (Name::new(a), Name::new(b));
    a.compare(&b)
}

/// A name made ready for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Given names in a spelling that transliterations share.
    given: Vec<String>,
    /// The surname in such a spelling.
    surname: String,
}

impl Name {
    pub(crate) fn new(name: &str) -> Name {
        let folded = fold(name);
        let mut words: Vec<String> = folded.split(' ').filter(|word| !word.is_empty()).map(respell).collect();
        let surname = words.pop().unwrap_or_default();
        Name { given: words, surname }
    }

    /// Keys under which all names that could be the same stand together.
    pub(crate) fn key(&self) -> String {
        consonants(&self.surname)
    }

    /// Whether it gives more than the surname.
    pub(crate) fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    pub(crate) fn compare(&self, other: &Name) -> NameMatch {
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
            (true, _, Given::Near) | (false, true, Given::Same | Given::Near) => NameMatch::Slip,
            _ => NameMatch::Different,
        }
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

/// Letter groups that languages write differently for the same sound, longest
/// first.
const SOUNDS: [(&str, &str); 23] = [
    ("shch", "s"),
    ("chtch", "s"),
    ("schtsch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("ch", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "k"),
    ("gu", "g"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ow", "ov"),
    ("off", "ov"),
    ("eff", "ev"),
    ("ts", "c"),
];

/// The word in a spelling that the usual transliterations share.
fn respell(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        if let Some((sound, letter)) = SOUNDS.iter().find(|(sound, _)| rest.starts_with(sound)) {
            out.push_str(letter);
            rest = &rest[sound.len()..];
            continue;
        }
        let letter = match first {
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' => 'k',
            'x' => 'h',
            other => other,
        };
        if !out.ends_with(letter) {
            out.push(letter);
        }
        rest = &rest[first.len_utf8()..];
    }
    out
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
            assert!(compare_names(a, b) >= NameMatch::Slip, "{a} / {b}: {:?}", compare_names(a, b));
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
            assert!(compare_names(a, b) < NameMatch::Partial, "{a} / {b}: {:?}", compare_names(a, b));
        }
    }

    #[test]
    fn a_slip_is_no_more_than_a_slip() {
        assert_eq!(compare_names("Antoine Blink", "Antony Blinken"), NameMatch::Slip);
        assert_eq!(compare_names("A. Kern", "Anna Kern"), NameMatch::Partial);
        assert_eq!(compare_names("Kern", "Anna Kern"), NameMatch::Partial);
    }
}
