//! Lines that lost their line breaks: "… at Geneva.He recalled that …".

use depeche_language::pack::blocks::{BlocksPack, Word};
use depeche_record::Span;

/// The parts into which a line falls where line breaks were lost; the line
/// itself if it is whole.
///
/// One full stop without a space is a slip. Two of them are damage, and in a
/// damaged line also a capital inside a word may be a lost break: the end of a
/// heading.
pub(crate) fn parts(content: &str, line: Span, pack: &BlocksPack) -> Vec<Span> {
    let stops = stops(content, line);
    if stops.len() < 2 {
        return vec![line];
    }
    let mut parts = Vec::new();
    let mut begin = line.begin;
    for end in stops.into_iter().chain([line.end]) {
        let part = Span { begin, end };
        let heading = heading_end(content, part, pack);
        if let Some(heading) = heading {
            parts.push(Span { begin, end: heading });
        }
        parts.push(Span { begin: heading.unwrap_or(begin), end });
        begin = end;
    }
    parts
}

/// Where a sentence begins right behind the mark that ends the one before.
pub(crate) fn stops(content: &str, line: Span) -> Vec<u32> {
    let mut stops = Vec::new();
    let mut quotes = 0;
    let letters: Vec<(usize, char)> = line.of(content).char_indices().collect();
    for (at, &(offset, letter)) in letters.iter().enumerate() {
        quotes += usize::from(letter == '"');
        if !".!?…".contains(letter) || letter == '.' && is_abbreviation(&letters[..at]) {
            continue;
        }
        let mut next = at + 1;
        // A quotation mark belongs to the sentence that it closes.
        match letters.get(next).map(|(_, mark)| *mark) {
            Some('»' | '”') => next += 1,
            Some('"') if quotes % 2 == 1 => next += 1,
            _ => {}
        }
        let follows = letters.get(next).map(|(_, letter)| *letter);
        let opens = match follows {
            Some('«' | '“') => true,
            Some('"') => quotes % 2 == 0 && letters.get(next + 1).is_some_and(|(_, letter)| letter.is_uppercase()),
            Some(letter) => letter.is_uppercase(),
            None => false,
        };
        // "U.S.A." and "N.B." go on with a capital and a full stop.
        let abbreviated = letters.get(next + 1).is_some_and(|(_, letter)| *letter == '.');
        if opens && !abbreviated {
            stops.push(line.begin + letters.get(next).map_or(offset, |(offset, _)| *offset) as u32);
        }
    }
    stops
}

/// Whether the letters before a full stop end in an initial or a short
/// capitalised title ("M.", "Dr."), which ends no sentence.
fn is_abbreviation(before: &[(usize, char)]) -> bool {
    let word: Vec<char> =
        before.iter().rev().map(|(_, letter)| *letter).take_while(|letter| letter.is_alphanumeric()).collect();
    word.len() <= 3
        && word.last().is_some_and(|first| first.is_uppercase())
        && !word.is_empty()
        && !word.iter().all(|letter| letter.is_uppercase() && word.len() > 1)
}

/// Where a heading that opens `part` ends, if it was glued to the next word:
/// `Situation in UkraineDuring the talks`.
fn heading_end(content: &str, part: Span, pack: &BlocksPack) -> Option<u32> {
    const LONGEST: usize = 14;
    let mut words: Vec<Word> = Vec::new();
    pack.words(content, part, &mut words);
    let split_inside = |at: usize| acronym_end(words[at].span.of(content)).map(|end| words[at].span.begin + end as u32);
    for at in 0..words.len().min(LONGEST) {
        let gap = words[at.saturating_sub(1)].span.end.min(words[at].span.begin)..words[at].span.begin;
        if content[gap.start as usize..gap.end as usize].contains(['.', '!', '?', '…']) {
            return None;
        }
        let glued = at > 0 && words[at - 1].span.end == words[at].span.begin && words[at].capital;
        let joint = if glued { Some(words[at].span.begin) } else { split_inside(at) };
        // Before a function word even a short heading is safe; else it needs some length.
        if joint.is_some() && (at >= 3 || at >= 1 && pack.is_stop_word(&words[at])) {
            return joint;
        }
    }
    None
}

/// Where an acronym ends that a word is glued to: `USCommenting`.
fn acronym_end(word: &str) -> Option<usize> {
    let capitals = word.chars().take_while(|letter| letter.is_uppercase()).count();
    let rest = word.chars().skip(capitals);
    let small = rest.clone().take_while(|letter| letter.is_lowercase()).count();
    if capitals < 3 || small < 3 || rest.count() != small {
        return None;
    }
    word.char_indices().nth(capitals - 1).map(|(at, _)| at)
}
