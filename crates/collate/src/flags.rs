//! What a reader should be warned of: the flags of the readings, contradictory
//! metadata, headlines that give words to somebody else than their text, and
//! accounts that say the contrary of all others.

use depeche_record::{Flag, FlagKind, Quotation, Reading, Span};

use crate::contradictions::Contradiction;
use crate::fold::fold;
use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, in_title};
use crate::tellings::{Rarity, Telling};

/// Wording from which headline and body tell the same.
const SAME_WORDS: f32 = 0.5;

/// All flags, by text and place.
pub(crate) fn flags(
    pile: &Pile<'_>,
    cast: &Cast,
    rarity: &Rarity,
    tellings: &[Telling<'_>],
    contradictions: &[Contradiction],
) -> Vec<Flag> {
    let mut flags: Vec<Flag> = pile.iter().flat_map(|(_, reading)| reading.flags.iter().cloned()).collect();
    for source in pile.texts.iter().filter(|source| !source.other_windows.is_empty()) {
        let windows: Vec<String> = source.other_windows.iter().map(ToString::to_string).collect();
        flags.push(Flag {
            kind: FlagKind::MetadataConflict,
            text: source.reading.text.id.clone(),
            span: None,
            note: format!("the same bytes are also dated {}", windows.join(", ")),
        });
    }
    for own in tellings.chunk_by(|a, b| a.text == b.text) {
        flags.extend(headline(pile.reading(own[0].text), cast, rarity, own));
    }
    flags.extend(pile.iter().filter_map(|(_, reading)| words_of_others(reading, cast)));
    flags.extend(contradictions.iter().map(|contradiction| turned(pile, tellings, contradiction)));
    flags.sort_by(|a, b| (&a.text, a.span, a.kind, &a.note).cmp(&(&b.text, b.span, b.kind, &b.note)));
    flags.dedup();
    flags
}

/// An account that says the contrary of all others, in both words.
fn turned(pile: &Pile<'_>, tellings: &[Telling<'_>], contradiction: &Contradiction) -> Flag {
    let (own, other) = (&tellings[contradiction.telling], &tellings[contradiction.other]);
    let word = |telling: &Telling<'_>, span: Span| span.of(pile.reading(telling.text).text.content()).to_owned();
    Flag {
        kind: FlagKind::Mistranslation,
        text: pile.id(own.text).clone(),
        span: Some(own.account.span),
        note: format!(
            "“{}” is the contrary of what {} texts tell: “{}” in {}",
            word(own, contradiction.word),
            contradiction.texts,
            word(other, contradiction.other_word),
            pile.name(other.text)
        ),
    }
}

/// The headline's account of an act against those of its own body.
fn headline(reading: &Reading, cast: &Cast, rarity: &Rarity, tellings: &[Telling<'_>]) -> Option<Flag> {
    let is_headline = |telling: &&Telling<'_>| telling.account.headline || in_title(reading, telling.account.span);
    for title in tellings.iter().filter(is_headline).filter(|telling| !telling.by.is_empty()) {
        let body: Vec<&Telling<'_>> = tellings
            .iter()
            .filter(|telling| !is_headline(telling) && !telling.by.is_empty())
            .filter(|telling| quoted_alike(reading, title, telling) || alike(rarity, title, telling))
            .collect();
        let agrees = body.iter().any(|telling| telling.by_sides == title.by_sides);
        if let Some(other) = body.first().filter(|_| !agrees) {
            return Some(Flag {
                kind: FlagKind::HeadlineMismatch,
                text: reading.text.id.clone(),
                span: Some(title.account.span),
                note: format!("the headline names {}, the text {}", names(cast, &title.by), names(cast, &other.by)),
            });
        }
    }
    None
}

/// Quoted words that the headline gives to one speaker, its text to others or to
/// several together.
fn words_of_others(reading: &Reading, cast: &Cast) -> Option<Flag> {
    let content = reading.text.content();
    let speakers = |quotation: &Quotation| -> Vec<PartyNo> {
        quotation.speaker.iter().filter_map(|id| cast.find(&reading.parties, id)).collect()
    };
    let sides = |speakers: &[PartyNo]| {
        let mut sides: Vec<PartyNo> = speakers.iter().map(|party| cast.side(*party)).collect();
        sides.sort_unstable();
        sides.dedup();
        sides
    };
    let at = |quotation: &Quotation| quotation.content.first().copied();
    let is_headline = |quotation: &&Quotation| at(quotation).is_some_and(|span| in_title(reading, span));
    reading.quotations.iter().filter(is_headline).find_map(|title| {
        let span = at(title)?;
        let (said, words) = (speakers(title), marked(content, span)?);
        let in_text: Vec<Vec<PartyNo>> = reading
            .quotations
            .iter()
            .filter(|quotation| !is_headline(quotation))
            .filter(|quotation| quotation.content.iter().any(|span| fold(span.of(content)).contains(&words)))
            .map(speakers)
            .filter(|speakers| !speakers.is_empty())
            .collect();
        let agrees = said.is_empty() || in_text.iter().any(|others| sides(others) == sides(&said));
        let other = in_text.first().filter(|_| !agrees)?;
        Some(Flag {
            kind: FlagKind::HeadlineMismatch,
            text: reading.text.id.clone(),
            span: reading.blocks.iter().find(|block| block.span.overlaps(span)).map(|block| block.span),
            note: format!("the headline names {}, the text {}", names(cast, &said), names(cast, other)),
        })
    })
}

fn alike(rarity: &Rarity, title: &Telling<'_>, body: &Telling<'_>) -> bool {
    title.kind() == body.kind() && rarity.nearness(title, body) >= SAME_WORDS
}

/// Whether both hold the same words in quotation marks.
fn quoted_alike(reading: &Reading, title: &Telling<'_>, body: &Telling<'_>) -> bool {
    let content = reading.text.content();
    let Some(quote) = marked(content, title.account.span) else { return false };
    fold(body.account.span.of(content)).contains(&quote)
}

/// The folded words between quotation marks, if there are three or more.
fn marked(content: &str, span: Span) -> Option<String> {
    let is_mark = |letter: char| matches!(letter, '«' | '»' | '"' | '“' | '”' | '„');
    let words = span.of(content).split(is_mark).nth(1)?;
    let folded = fold(words);
    (folded.split(' ').count() >= 3).then_some(folded)
}

fn names(cast: &Cast, parties: &[PartyNo]) -> String {
    parties.iter().map(|party| cast.get(*party).name.as_str()).collect::<Vec<_>>().join(", ")
}
