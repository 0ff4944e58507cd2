//! Equal spellings made equal, for matching only: the text stays as it is.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// A word in lower case, with one apostrophe, one hyphen, and letters of
/// another script that look like Latin ones put right inside Latin words.
/// Accents stay, as one letter with what they stand on.
///
/// ```
/// use depeche_language::fold::lower;
///
/// assert_eq!(lower("L’OTAN"), "l'otan");
/// assert_eq!(lower("E\u{441}t"), "ect"); // a Cyrillic es
/// assert_eq!(lower("Сергей"), "сергей");
/// assert_eq!(lower("e\u{301}lu"), "élu"); // a letter and a combining accent
/// ```
pub fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let composed;
    let word = if word.chars().any(is_combining) {
        composed = ComposingNormalizerBorrowed::new_nfc().normalize(word);
        composed.as_ref()
    } else {
        word
    };
    let latin = word.chars().any(|c| c.is_ascii_alphabetic() || ('\u{C0}'..'\u{250}').contains(&c));
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '´' | '`' => folded.push('\''),
            '‐' | '‑' => folded.push('-'),
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            _ => {
                let c = if latin { look_alike(c).unwrap_or(c) } else { c };
                folded.extend(c.to_lowercase());
            }
        }
    }
    Cow::Owned(folded)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// The same without accents: `etats-unis`, `decembre`.
///
/// ```
/// use depeche_language::fold::bare;
///
/// assert_eq!(bare("États-Unis"), "etats-unis");
/// ```
pub fn bare(word: &str) -> Cow<'_, str> {
    let folded = lower(word);
    if folded.is_ascii() {
        return folded;
    }
    Cow::Owned(folded.chars().filter_map(unaccented).collect())
}

/// Whether a letter of another script stands inside a Latin word.
pub fn has_look_alike(word: &str) -> bool {
    !word.is_ascii()
        && word.chars().any(|c| look_alike(c).is_some())
        && word.chars().any(|c| c.is_ascii_alphabetic() || ('\u{C0}'..'\u{250}').contains(&c))
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'І' | 'Ι' => 'I',
        _ => return None,
    })
}

/// A lower-case letter without its accent; `None` for a combining mark.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' | 'ĝ' | 'ġ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ł' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' | 'ţ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'й' => 'и',
        c if is_combining(c) => return None,
        _ => c,
    })
}
