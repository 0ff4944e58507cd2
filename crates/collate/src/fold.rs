//! Letters folded for comparison: lower case, no accents, Cyrillic in Latin
//! letters. Knows scripts, no language.

use depeche_record::Span;

/// What one character becomes: nothing, one or several ASCII letters or digits.
/// `None` if it parts words.
fn fold_char(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'а' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' | 'д' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'е' | 'ё' | 'э' | 'є' => "e",
        'ğ' | 'ģ' | 'ġ' | 'г' | 'ґ' => "g",
        'ħ' | 'ĥ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'и' | 'і' | 'ї' => "i",
        'ķ' | 'к' => "k",
        'ł' | 'ļ' | 'ľ' | 'ĺ' | 'л' => "l",
        'м' => "m",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'н' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' | 'о' => "o",
        'ö' | 'œ' => "oe",
        'п' => "p",
        'ŕ' | 'ř' | 'р' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ŝ' | 'с' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'т' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' | 'у' => "u",
        'ü' => "ue",
        'в' => "v",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'й' | 'ы' => "y",
        'ź' | 'ż' | 'ž' | 'з' => "z",
        'б' => "b",
        'ж' => "zh",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'þ' => "th",
        'ъ' | 'ь' | '\u{ad}' | '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

/// Feeds the folded bytes of `letter` to `sink`; `false` if it parts words.
fn feed(letter: char, sink: &mut impl FnMut(u8)) -> bool {
    if letter.is_ascii() {
        let byte = letter as u8;
        if byte.is_ascii_alphanumeric() {
            sink(byte.to_ascii_lowercase());
            return true;
        }
        return false;
    }
    let mut folded = None;
    for lower in letter.to_lowercase() {
        match fold_char(lower) {
            Some(ascii) => {
                folded = Some(());
                ascii.bytes().for_each(&mut *sink);
            }
            None if lower.is_alphanumeric() => {
                folded = Some(());
                let mut buffer = [0; 4];
                lower.encode_utf8(&mut buffer).bytes().for_each(&mut *sink);
            }
            None => {}
        }
    }
    folded.is_some()
}

/// `text` in folded words, one blank between them.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    for letter in text.chars() {
        if !feed(letter, &mut |byte| folded.push(byte)) && folded.last().is_some_and(|last| *last != b' ') {
            folded.push(b' ');
        }
    }
    if folded.last() == Some(&b' ') {
        folded.pop();
    }
    String::from_utf8_lossy(&folded).into_owned()
}

/// A folded word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the folded word.
    pub(crate) hash: u32,
    /// Hash of its first [`STEM`] bytes, which most inflections leave alone.
    pub(crate) stem: u32,
    /// First byte in the text.
    pub(crate) begin: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Number of folded bytes.
    pub(crate) length: u32,
}

impl Word {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        Span { begin: self.begin, end: self.end }
    }
}

/// Folded bytes that make a stem.
const STEM: u32 = 5;

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// What an ASCII byte folds to; 0 where it parts words.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Appends the folded words of `content` at `span` to `words`.
pub(crate) fn words_at(content: &str, span: Span, words: &mut Vec<Word>) {
    let text = span.of(content);
    let bytes = text.as_bytes();
    let (mut hash, mut stem, mut length, mut begin) = (SEED, SEED, 0u32, 0usize);
    let mut at = 0;
    while at <= bytes.len() {
        let mut inside = false;
        let mut next = at + 1;
        let mut push = |byte: u8| {
            hash = step(hash, byte);
            if length < STEM {
                stem = hash;
            }
            length += 1;
        };
        if let Some(byte) = bytes.get(at) {
            if byte.is_ascii() {
                let folded = ASCII[usize::from(*byte)];
                if folded != 0 {
                    inside = true;
                    push(folded);
                }
            } else if let Some(letter) = text[at..].chars().next() {
                next = at + letter.len_utf8();
                inside = feed(letter, &mut push);
            }
        }
        if !inside {
            if length > 0 {
                let offset = span.begin;
                words.push(Word { hash, stem, begin: offset + begin as u32, end: offset + at as u32, length });
            }
            (hash, stem, length) = (SEED, SEED, 0);
            begin = next;
        }
        at = next;
    }
}

/// A hash that is the same on every machine.
pub(crate) fn stable_hash(bytes: &[u8]) -> u64 {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    mix(hash)
}

/// Spreads the bits of a hash.
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_script_are_folded() {
        for (text, folded) in [
            ("Sergueï Lavrov", "serguei lavrov"),
            ("Сергей Лавров", "sergey lavrov"),
            ("  M.Lavrov,  l’État ", "m lavrov l etat"),
            ("Łódź\u{a0}– œuvre", "lodz oeuvre"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn words_keep_their_places() {
        let content = "L’État russe répondra; l'etat RUSSE repondait";
        let mut words = Vec::new();
        words_at(content, Span::new(0, content.len()), &mut words);
        let seen: Vec<&str> = words.iter().map(|word| word.span().of(content)).collect();
        assert_eq!(seen, ["L", "État", "russe", "répondra", "l", "etat", "RUSSE", "repondait"]);
        assert_eq!(words[1].hash, words[5].hash);
        assert_eq!(words[2].hash, words[6].hash);
        assert_ne!(words[3].hash, words[7].hash);
        assert_eq!(words[3].stem, words[7].stem);
    }
}
