//! Accounts whose sense a garbled translation turned round: one text has somebody
//! ask for the very step that all others say was asked to be left.
//!
//! "Join the bloc" against "refrain from joining it" is no negation; which steps
//! oppose each other, the pack says. Nothing is corrected: the account is kept as
//! it stands, inside the act that the others tell, and flagged.

use std::collections::BTreeSet;

use depeche_language::Pack;
use depeche_language::pack::Step;
use depeche_record::{AccountKind, Mention, MentionForm, Polarity, Reading, Span};
use rustc_hash::FxHashMap;

use crate::fold::words_at;
use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, TextNo};
use crate::stories::Stories;
use crate::tellings::{Telling, word_of};

/// Other texts that must agree against the one, and their origins.
const AGAINST: usize = 2;
/// Letters of a word that says what a step is about.
const TELLING: u32 = 4;

/// An account that contradicts all others of its act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// Its number among the tellings.
    pub(crate) telling: usize,
    /// The likeliest of those it contradicts.
    pub(crate) other: usize,
    /// The word that turns it, and that of the other.
    pub(crate) word: Span,
    pub(crate) other_word: Span,
    /// How many texts tell the contrary.
    pub(crate) texts: usize,
}

/// What steps stand under: saga, kind, who acts, which pair of opposites, what it is about.
type Key = (u32, AccountKind, PartyNo, u16, u32);

/// Which texts tell a step forth and which back: the first account of each.
#[derive(Default)]
struct Stands {
    forth: FxHashMap<TextNo, (usize, Span)>,
    back: FxHashMap<TextNo, (usize, Span)>,
}

impl Stands {
    fn of(&self, forth: bool) -> &FxHashMap<TextNo, (usize, Span)> {
        if forth { &self.forth } else { &self.back }
    }
}

/// The accounts that all others of their act contradict, by number.
pub(crate) fn contradictions(
    pile: &Pile<'_>,
    cast: &Cast,
    stories: &Stories,
    origin: &[u32],
    tellings: &[Telling<'_>],
) -> Vec<Contradiction> {
    let mut stands: FxHashMap<Key, Stands> = FxHashMap::default();
    let mut told: Vec<(usize, Step, Vec<Key>)> = Vec::new();
    for (number, telling) in tellings.iter().enumerate().filter(|(_, telling)| may_contradict(telling)) {
        for step in steps(pile.pack(telling.text), pile.reading(telling.text), telling.account.span) {
            let about = about(pile.reading(telling.text), cast, telling, step);
            let saga = stories.saga_of(telling.text);
            let keys: Vec<Key> = telling
                .by_sides
                .iter()
                .flat_map(|side| about.iter().map(move |about| (saga, telling.kind(), *side, step.pair, *about)))
                .collect();
            for key in &keys {
                let stands = stands.entry(*key).or_default();
                let list = if step.forth { &mut stands.forth } else { &mut stands.back };
                list.entry(telling.text).or_insert((number, step.span));
            }
            told.push((number, step, keys));
        }
    }
    let mut found: Vec<Contradiction> = Vec::new();
    for (number, step, keys) in &told {
        let own = tellings[*number].text;
        let alone = |key: &Key| stands[key].of(step.forth).keys().all(|text| *text == own);
        if !keys.iter().all(alone) {
            continue;
        }
        let against = keys.iter().map(|key| stands[key].of(!step.forth)).filter(|others| {
            // A text that says both contradicts itself.
            let origins: BTreeSet<u32> = others.keys().map(|text| origin[*text as usize]).collect();
            others.len() >= AGAINST && origins.len() >= AGAINST && !others.contains_key(&own)
        });
        let Some(others) = against.max_by_key(|others| others.len()) else { continue };
        let overlaps = |other: &(usize, Span)| match (tellings[other.0].when, tellings[*number].when) {
            (Some(a), Some(b)) => a.overlaps(b),
            _ => true,
        };
        let Some((other, other_word)) = others.values().filter(|other| overlaps(other)).min().copied() else {
            continue;
        };
        if found.last().is_none_or(|last| last.telling != *number) {
            found.push(Contradiction { telling: *number, other, word: step.span, other_word, texts: others.len() });
        }
    }
    found
}

/// Puts accounts that contradict all others into the act that those tell: what a
/// slip of a translator makes is no act of its own.
pub(crate) fn keep_with_others(contradictions: &[Contradiction], acts: &mut Vec<Vec<usize>>) {
    if contradictions.is_empty() {
        return;
    }
    let place: FxHashMap<usize, usize> =
        acts.iter().enumerate().flat_map(|(act, members)| members.iter().map(move |member| (*member, act))).collect();
    for contradiction in contradictions {
        let (from, to) = (place[&contradiction.telling], place[&contradiction.other]);
        if from != to {
            acts[from].retain(|member| *member != contradiction.telling);
            acts[to].push(contradiction.telling);
            acts[to].sort_unstable();
        }
    }
    acts.retain(|act| !act.is_empty());
    acts.sort_unstable();
}

/// Kinds of acts by which somebody wants or promises a step.
fn may_contradict(telling: &Telling<'_>) -> bool {
    let kind = matches!(
        telling.kind(),
        AccountKind::Demand
            | AccountKind::Commitment
            | AccountKind::Proposal
            | AccountKind::Agreement
            | AccountKind::Offer
    );
    kind && telling.account.polarity == Polarity::Yes
}

/// The steps that a clause speaks of.
pub(crate) fn steps(pack: Option<&Pack>, reading: &Reading, clause: Span) -> Vec<Step> {
    let Some(pack) = pack else { return Vec::new() };
    pack.collate.steps(reading.text.content(), clause, &pack.segment, &pack.vocabulary, &pack.verbs)
}

/// What a step is about: stems of the telling words around it, and parties other
/// than who acts and who is addressed.
fn about(reading: &Reading, cast: &Cast, telling: &Telling<'_>, step: Step) -> Vec<u32> {
    let content = reading.text.content();
    let inside = |span: Span| step.about.contains(span);
    let mentions: Vec<&Mention> = reading.mentions.iter().filter(|mention| inside(mention.span)).collect();
    let mut words = Vec::new();
    words_at(content, step.about, &mut words);
    let mut about: Vec<u32> = words
        .iter()
        .filter(|word| word.length >= TELLING && !word.span().overlaps(step.span))
        .filter(|word| !mentions.iter().any(|mention| mention.span.overlaps(word.span())))
        .map(|word| word.stem)
        .collect();
    about.extend(
        mentions
            .iter()
            .filter(|mention| mention.form != MentionForm::Pronoun)
            .filter_map(|mention| cast.find(&reading.parties, mention.party.as_ref()?))
            .map(|party| cast.side(party))
            .filter(|side| !telling.by_sides.contains(side) && !telling.to_sides.contains(side))
            .map(word_of),
    );
    about.sort_unstable();
    about.dedup();
    about
}
