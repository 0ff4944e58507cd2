//! How names are compared: words, short forms, variants, initials.

use depeche_language::fold;

/// Words of a name without particles and honorifics, folded.
pub(super) fn name_words(name: &str) -> Vec<String> {
    name.split_whitespace().map(|word| fold::bare(word).into_owned()).collect()
}

/// Whether `short` holds words of `long` in their order, the last one or the
/// given name among them.
pub(super) fn shortens(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.len() <= long.len()
        && short.iter().all(|word| rest.any(|known| known == word))
        && (short.len() > 1 || long.len() == 1 || short[0] != long[0])
}

/// Whether two full names share the last word and nearly the first
/// ("Anthony", "Antony").
pub(super) fn variant(a: &[String], b: &[String]) -> bool {
    let (Some(first), Some(other)) = (a.first(), b.first()) else { return false };
    a.len() > 1
        && b.len() > 1
        && a.last() == b.last()
        && first != other
        && first.chars().take(3).eq(other.chars().take(3))
}

/// The first letters of a name's longer words.
pub(super) fn initials(name: &str) -> String {
    let folded = fold::bare(name);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3 || word.chars().any(char::is_numeric))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// What a state's name shares with its adjective.
pub(super) fn land_stem(word: &str) -> String {
    let bare = fold::bare(word).into_owned();
    let stem = bare.trim_end_matches(['a', 'e', 'i', 'o', 'u']);
    if stem.len() >= 4 { stem.to_owned() } else { bare }
}

/// A name as part of an id: `sergei-lavrov`.
pub(super) fn slug(name: &str) -> String {
    let folded = fold::bare(name);
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
