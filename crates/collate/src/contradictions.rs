//! Accounts whose sense a garbled translation turned round: one text has somebody
//! ask for the very step that all others say was asked to be left.
//!
//! "Join the bloc" against "refrain from joining it" is no negation; which steps
//! oppose each other, the pack says. Nothing is corrected: the account is kept as
//! it stands, inside the act that the others tell, and flagged.

use std::collections::BTreeSet;

use depeche_language::Pack;
use depeche_language::pack::Step;
use depeche_record::{AccountKind, FlagKind, Mention, MentionForm, Polarity, Reading, Span};
use rustc_hash::FxHashMap;

use crate::fold::words_at;
use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, TextNo};
use crate::stories::Stories;
use crate::tellings::{Telling, word_of};

/// Other texts, each in words of its own, that must agree against the one.
const AGAINST: usize = 2;
/// The same where the one is damaged as machine translations are.
const AGAINST_DAMAGED: usize = 1;
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

/// An account of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stand {
    telling: usize,
    word: Span,
    /// Whether what it shares with others is but whom it addresses.
    addressee: bool,
}

/// Which texts tell a step forth and which back: the first account of each.
#[derive(Default)]
struct Stands {
    forth: FxHashMap<TextNo, Stand>,
    back: FxHashMap<TextNo, Stand>,
}

impl Stands {
    fn of(&self, forth: bool) -> &FxHashMap<TextNo, Stand> {
        if forth { &self.forth } else { &self.back }
    }
}

/// An account that speaks of a step.
struct Claim {
    telling: usize,
    step: Step,
    keys: Vec<(Key, bool)>,
}

/// The accounts that all others of their act contradict, by number. `wording` tells
/// for each text the first that has its words.
pub(crate) fn contradictions(
    pile: &Pile<'_>,
    cast: &Cast,
    stories: &Stories,
    wording: &[TextNo],
    tellings: &[Telling<'_>],
) -> Vec<Contradiction> {
    let claims = claims(pile, cast, stories, tellings);
    let mut stands: FxHashMap<Key, Stands> = FxHashMap::default();
    for claim in &claims {
        for (key, addressee) in &claim.keys {
            let stands = stands.entry(*key).or_default();
            let list = if claim.step.forth { &mut stands.forth } else { &mut stands.back };
            let stand = Stand { telling: claim.telling, word: claim.step.span, addressee: *addressee };
            list.entry(tellings[claim.telling].text).or_insert(stand);
        }
    }
    let mut found: Vec<Contradiction> = claims
        .iter()
        .filter_map(|claim| {
            let least = if is_damaged(pile.reading(tellings[claim.telling].text)) { AGAINST_DAMAGED } else { AGAINST };
            contradicted(claim, &stands, wording, tellings, least)
        })
        .collect();
    found.dedup_by_key(|contradiction| contradiction.telling);
    found
}

/// All accounts that speak of a step, in order.
fn claims(pile: &Pile<'_>, cast: &Cast, stories: &Stories, tellings: &[Telling<'_>]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (number, telling) in tellings.iter().enumerate().filter(|(_, telling)| may_contradict(telling)) {
        let reading = pile.reading(telling.text);
        for step in steps(pile.pack(telling.text), reading, telling.account.span) {
            let about = about(reading, cast, telling, step);
            let saga = stories.saga_of(telling.text);
            let key = |side: PartyNo, about: u32| (saga, telling.kind(), side, step.pair, about);
            let keys = telling
                .by_sides
                .iter()
                .flat_map(|side| about.iter().map(|(about, addressee)| (key(*side, *about), *addressee)))
                .collect();
            claims.push(Claim { telling: number, step, keys });
        }
    }
    claims
}

/// The contrary of a claim, if its text stands alone and at least so many others,
/// each in words of its own, tell it.
fn contradicted(
    claim: &Claim,
    stands: &FxHashMap<Key, Stands>,
    wording: &[TextNo],
    tellings: &[Telling<'_>],
    least: usize,
) -> Option<Contradiction> {
    let own = &tellings[claim.telling];
    let forth = claim.step.forth;
    let alone = |(key, _): &(Key, bool)| stands[key].of(forth).keys().all(|text| *text == own.text);
    if !claim.keys.iter().all(alone) {
        return None;
    }
    let others = claim
        .keys
        .iter()
        // A text that says both contradicts itself.
        .filter(|(key, _)| !stands[key].of(!forth).contains_key(&own.text))
        .map(|(key, addressee)| {
            let others = stands[key].of(!forth).iter();
            others
                .filter(|(_, stand)| !(*addressee && stand.addressee) && !apart(&tellings[stand.telling], own))
                .map(|(text, stand)| (*text, *stand))
                .collect::<Vec<(TextNo, Stand)>>()
        })
        .filter(|others| {
            let told: BTreeSet<TextNo> = others.iter().map(|(text, _)| wording[*text as usize]).collect();
            told.len() >= least
        })
        .max_by_key(Vec::len)?;
    let other = others.iter().map(|(_, stand)| *stand).min()?;
    Some(Contradiction {
        telling: claim.telling,
        other: other.telling,
        word: claim.step.span,
        other_word: other.word,
        texts: others.len(),
    })
}

/// Whether two accounts are surely of different times.
fn apart(a: &Telling<'_>, b: &Telling<'_>) -> bool {
    matches!((a.may_be(), b.may_be()), (Some(a), Some(b)) if !a.overlaps(b))
}

/// Whether a text is damaged as those are that a machine translated and nobody read.
fn is_damaged(reading: &Reading) -> bool {
    reading.flags.iter().any(|flag| matches!(flag.kind, FlagKind::Glued | FlagKind::Homoglyph))
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
/// than who acts; of each whether it is who is addressed.
fn about(reading: &Reading, cast: &Cast, telling: &Telling<'_>, step: Step) -> Vec<(u32, bool)> {
    let content = reading.text.content();
    let inside = |span: Span| step.about.contains(span);
    let mentions: Vec<&Mention> = reading.mentions.iter().filter(|mention| inside(mention.span)).collect();
    let mut words = Vec::new();
    words_at(content, step.about, &mut words);
    let mut about: Vec<(u32, bool)> = words
        .iter()
        .filter(|word| word.length >= TELLING && !word.span().overlaps(step.span))
        .filter(|word| !mentions.iter().any(|mention| mention.span.overlaps(word.span())))
        .map(|word| (word.stem, false))
        .collect();
    about.extend(
        mentions
            .iter()
            .filter(|mention| mention.form != MentionForm::Pronoun)
            .filter_map(|mention| cast.find(&reading.parties, mention.party.as_ref()?))
            .map(|party| cast.side(party))
            .filter(|side| !telling.by_sides.contains(side))
            .map(|side| (word_of(side), telling.to_sides.contains(&side))),
    );
    about.sort_unstable();
    about.dedup();
    about
}
