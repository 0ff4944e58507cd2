//! Versions: texts from the same address with other bytes, kept side by side.

use depeche_record::{Reading, Span, Version, Window};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::pile::{Pile, Published, TextNo, body};

/// By text: the version before it, if there is one, and the difference.
pub(crate) type Versions = Vec<Option<Version>>;

/// Orders the texts of each address by publication, then by path, and compares
/// each with the one before it. Two that have no sentence in common are no
/// versions of one text: an address may be that of a page of news.
pub(crate) fn versions(pile: &Pile<'_>, published: &Published) -> Versions {
    let mut addresses: FxHashMap<&str, Vec<TextNo>> = FxHashMap::default();
    for (text, reading) in pile.iter() {
        if let Some(url) = &reading.text.url {
            addresses.entry(url.split('#').next().unwrap_or_default()).or_default().push(text);
        }
    }
    let mut versions = vec![None; pile.len()];
    for mut texts in addresses.into_values() {
        texts.sort_by_key(|text| {
            let window = published[*text as usize];
            let begin = window.and_then(Window::begin).unwrap_or(Date::MAX);
            let end = window.and_then(Window::end).unwrap_or(Date::MAX);
            (begin, end, &pile.reading(*text).text.path)
        });
        for pair in texts.windows(2) {
            versions[pair[1] as usize] = compare(pile.reading(pair[0]), pile.reading(pair[1]));
        }
    }
    versions
}

fn compare(earlier: &Reading, later: &Reading) -> Option<Version> {
    let (old, new) = (sentences(earlier), sentences(later));
    let added = missing(later, &new, earlier, &old);
    let removed = missing(earlier, &old, later, &new);
    (added.len() < new.len()).then(|| Version { text: earlier.text.id.clone(), added, removed })
}

/// The sentences of the one text that the other doesn't have. One that only
/// moved is no difference.
fn missing(of: &Reading, sentences: &[Span], other: &Reading, others: &[Span]) -> Vec<Span> {
    let mut left: FxHashMap<&str, usize> = FxHashMap::default();
    for sentence in others {
        *left.entry(sentence.of(other.text.content())).or_default() += 1;
    }
    let mut is_missing = |sentence: &Span| match left.get_mut(sentence.of(of.text.content())) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    sentences.iter().filter(|sentence| is_missing(sentence)).copied().collect()
}

/// The sentences of a text's body, without the white space around them.
fn sentences(reading: &Reading) -> Vec<Span> {
    let content = reading.text.content();
    let body = body(reading);
    let sentences = reading.sentences.iter().filter(|sentence| {
        let at = body.partition_point(|block| block.end <= sentence.begin);
        body.get(at).is_some_and(|block| block.overlaps(**sentence))
    });
    sentences.map(|sentence| sentence.trim(content)).filter(|sentence| !sentence.is_empty()).collect()
}
