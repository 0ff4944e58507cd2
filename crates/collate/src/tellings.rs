//! Accounts made ready to be compared across texts: parties and places by their
//! numbers in the dossier, times anchored, wording without what the other
//! fields already hold.

use depeche_language::Pack;
use depeche_record::{
    Account, AccountKind, BlockKind, Mention, MentionForm, Modality, PartyId, PartyKind, Quotation, Reading, Relative,
    Span, Time, TimeType, Window,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::contradictions::steps;
use crate::fold::{stable_hash, words_at};
use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, Published, TextNo, is_undated};

/// Folded letters from which a word counts for wording.
const TELLING: u32 = 4;

/// One account among the others.
#[derive(Clone, Debug)]
pub(crate) struct Telling<'r> {
    pub(crate) text: TextNo,
    pub(crate) account: &'r Account,
    pub(crate) by: Vec<PartyNo>,
    pub(crate) to: Vec<PartyNo>,
    /// In whose name it is done and to whose, each once, sorted. Groups are
    /// left out where somebody else is named too.
    pub(crate) by_sides: Vec<PartyNo>,
    pub(crate) to_sides: Vec<PartyNo>,
    /// Sides that it speaks of besides its own, sorted.
    pub(crate) mentioned: Vec<PartyNo>,
    /// Whether `to` names nobody but a group, which anybody may belong to.
    pub(crate) to_group: bool,
    /// The persons among `by`.
    pub(crate) persons: Vec<PartyNo>,
    pub(crate) when: Option<Window>,
    pub(crate) due: Option<Window>,
    /// Days by which `when` may be off: "in two weeks" is no calendar day.
    pub(crate) slack: i32,
    /// The same of `due`.
    pub(crate) due_slack: i32,
    /// The relative times behind them, where the text does not tell its day.
    pub(crate) when_time: Option<&'r Time>,
    pub(crate) due_time: Option<&'r Time>,
    pub(crate) place: Option<PartyId>,
    /// Stems of the telling words and the parties that it is about, sorted.
    pub(crate) words: Vec<u32>,
    /// Its own sides as words.
    own_words: Vec<u32>,
    /// Who tells it to the outlet: the outermost speaker.
    pub(crate) speaker: Option<PartyNo>,
    /// Whether all others say the contrary, as where a translation is garbled.
    pub(crate) turned: bool,
}

impl Telling<'_> {
    pub(crate) fn kind(&self) -> AccountKind {
        self.account.kind
    }

    /// Whether it is owed by some time, be it one that nothing anchors yet.
    pub(crate) fn is_owed(&self) -> bool {
        self.due.is_some() || self.due_time.is_some() || self.account.due_span.is_some()
    }

    /// What kind of act it is told as: a reply to come is a promise of one.
    pub(crate) fn promised_kind(&self) -> AccountKind {
        if self.is_to_come() { AccountKind::Commitment } else { self.kind() }
    }

    /// Whether it is a reply that is still awaited.
    pub(crate) fn is_to_come(&self) -> bool {
        is_to_come(self.account)
    }

    /// When, if to the day.
    pub(crate) fn day(&self) -> Option<Window> {
        self.when.filter(|when| when.as_day().is_some())
    }

    /// All the days on which it may have been.
    pub(crate) fn may_be(&self) -> Option<Window> {
        widened(self.when?, self.slack)
    }

    /// All the days by which it may be owed.
    pub(crate) fn may_be_due(&self) -> Option<Window> {
        widened(self.due?, self.due_slack)
    }
}

/// A window with so many days more on either side.
pub(crate) fn widened(window: Window, days: i32) -> Option<Window> {
    if days == 0 {
        return Some(window);
    }
    let days = jiff::Span::new().days(days);
    Window::new(
        window.begin().and_then(|begin| begin.checked_sub(days).ok()),
        window.end().and_then(|end| end.checked_add(days).ok()),
    )
}

/// All accounts of all texts, by text, then in the order of the reading.
pub(crate) fn tellings<'r>(pile: &Pile<'r>, cast: &Cast, published: &Published) -> Vec<Telling<'r>> {
    pile.iter().flat_map(|(text, _)| of_text(pile, text, cast, published[text as usize])).collect()
}

/// The accounts of one text.
pub(crate) fn of_text<'r>(pile: &Pile<'r>, text: TextNo, cast: &Cast, published: Option<Window>) -> Vec<Telling<'r>> {
    let reading = pile.reading(text);
    let parties: FxHashMap<&PartyId, PartyNo> =
        reading.parties.iter().filter_map(|party| Some((&party.id, cast.find(&reading.parties, &party.id)?))).collect();
    let numbers = |ids: &[PartyId]| {
        let mut numbers: Vec<PartyNo> = ids.iter().filter_map(|id| parties.get(id).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let anchored = published.filter(|_| is_undated(reading));
    reading
        .accounts
        .iter()
        .filter(|account| !breaks_off(reading, account.span))
        .map(|account| {
            let (by, to) = (numbers(&account.by), numbers(&account.to));
            let resolve = |time: Option<&Time>| time?.relative?.within(anchored?);
            let (when_time, due_time) = (when_time(reading, account), due_time(reading, account));
            let (by_sides, to_sides) = (sides(&by, cast), sides(&to, cast));
            let when = account.when.or_else(|| resolve(when_time));
            let due = account.due.or_else(|| resolve(due_time));
            let (slack, due_slack) = (slack(reading, account, when), slack(reading, account, due));
            let roughly = |window: Option<Window>, slack: i32| {
                window.map(|window| window.approximately(slack > 0 || window.is_approximate()))
            };
            Telling {
                text,
                account,
                own_words: by_sides.iter().chain(&to_sides).map(|side| word_of(*side)).collect(),
                by_sides,
                to_sides,
                to_group: to.iter().all(|party| cast.get(*party).kind == PartyKind::Group),
                persons: by.iter().copied().filter(|party| cast.get(*party).kind == PartyKind::Person).collect(),
                when: roughly(when, slack),
                slack,
                due: roughly(due, due_slack),
                due_slack,
                when_time,
                due_time,
                place: account.place.as_ref().map(|place| match parties.get(place) {
                    Some(number) => cast.get(*number).id.clone(),
                    None => place.clone(),
                }),
                mentioned: mentioned(reading, account, &parties, &by, &to, cast),
                words: wording(pile.pack(text), reading, account, &parties, &by, &to, cast),
                speaker: speaker(reading, account).and_then(|speaker| parties.get(speaker).copied()),
                turned: false,
                by,
                to,
            }
        })
        .collect()
}

/// Days by which a time of an account may be off: half of the unit in which it
/// is counted from the news, beyond days.
fn slack(reading: &Reading, account: &Account, when: Option<Window>) -> i32 {
    let Some(when) = when.filter(|when| when.as_day().is_some()) else { return 0 };
    let sentence = reading.sentences.iter().find(|sentence| sentence.overlaps(account.span));
    let around = sentence.map_or(account.span, |sentence| sentence.cover(account.span));
    let told = reading.times.iter().filter(|time| around.contains(time.span) && time.window == Some(when));
    // A day that is named as such is that day.
    let units = told.map(|time| match (time.kind, time.value.as_deref().and_then(|value| value.chars().last())) {
        (TimeType::Duration, Some('W')) => HALF_A_WEEK,
        (TimeType::Duration, Some('M')) => HALF_A_MONTH,
        _ => 0,
    });
    units.min().unwrap_or(0)
}

const HALF_A_WEEK: i32 = 3;
const HALF_A_MONTH: i32 = 15;

/// Whether an account runs into the dots with which a standfirst breaks off: the
/// article tells the whole of it.
fn breaks_off(reading: &Reading, account: Span) -> bool {
    let content = reading.text.content();
    let standfirst = reading.blocks.iter().find(|block| block.kind == BlockKind::Paragraph).map(|block| block.span);
    let rest = standfirst.filter(|block| block.contains(account)).map(|block| Span { begin: account.begin, ..block });
    let dots = |words: &str| words.ends_with("...") || words.ends_with('…');
    rest.is_some_and(|rest| dots(rest.of(content).trim_end()) && account.end + 4 > rest.end)
}

fn sides(parties: &[PartyNo], cast: &Cast) -> Vec<PartyNo> {
    let is_group = |party: &PartyNo| cast.get(*party).kind == PartyKind::Group;
    let only_groups = parties.iter().all(is_group);
    let mut sides: Vec<PartyNo> =
        parties.iter().filter(|party| only_groups || !is_group(party)).map(|party| cast.side(*party)).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

/// The relative time that tells by when an account is owed. The time of a reply
/// to come is its deadline.
fn due_time<'r>(reading: &'r Reading, account: &Account) -> Option<&'r Time> {
    match account.due_span {
        Some(due) => relative_times(reading).find(|time| time.span.overlaps(due)),
        None if is_to_come(account) => relative_times(reading).find(|time| account.span.contains(time.span)),
        None => None,
    }
}

/// Whether it is a reply that is still awaited.
fn is_to_come(account: &Account) -> bool {
    account.kind == AccountKind::Reply && matches!(account.modality, Modality::Planned | Modality::Wish)
}

/// The relative time that tells when it was done: inside the account, else in
/// the rest of its sentence.
fn when_time<'r>(reading: &'r Reading, account: &Account) -> Option<&'r Time> {
    let is_due = |time: &Time| account.due_span.is_some_and(|due| due.overlaps(time.span));
    let sentence = reading.sentences.iter().find(|sentence| sentence.overlaps(account.span));
    let mut times: Vec<&Time> = relative_times(reading)
        .filter(|time| !is_due(time))
        .filter(|time| {
            account.span.contains(time.span) || sentence.is_some_and(|sentence| sentence.contains(time.span))
        })
        .filter(|time| points_at_a_day(time.relative))
        .collect();
    times.sort_by_key(|time| (!account.span.contains(time.span), time.span));
    times.first().copied()
}

fn relative_times(reading: &Reading) -> impl Iterator<Item = &Time> {
    reading.times.iter().filter(|time| time.relative.is_some())
}

fn points_at_a_day(relative: Option<Relative>) -> bool {
    use depeche_record::CalendarUnit::Day;
    match relative {
        Some(Relative::Units(Day, begin, end)) => begin == end,
        Some(Relative::Last(_) | Relative::This(_) | Relative::Next(_) | Relative::Yearless(_, Some(_))) => true,
        _ => false,
    }
}

/// Stems of the words of an account, without its times and the names of its own
/// parties; other parties count as words, and steps and things as what they are,
/// whatever their word: "lever", "la fin de"; "pourparlers", "entretiens".
fn wording(
    pack: Option<&Pack>,
    reading: &Reading,
    account: &Account,
    parties: &FxHashMap<&PartyId, PartyNo>,
    by: &[PartyNo],
    to: &[PartyNo],
    cast: &Cast,
) -> Vec<u32> {
    let content = reading.text.content();
    let mut found: FxHashSet<u32> = FxHashSet::default();
    let own: FxHashSet<PartyNo> = by.iter().chain(to).map(|party| cast.side(*party)).collect();
    for span in std::iter::once(account.span).chain(account.repeats.iter().copied()) {
        let inside = |other: &Span| span.overlaps(*other);
        let mentions: Vec<&Mention> = reading.mentions.iter().filter(|mention| inside(&mention.span)).collect();
        let hidden: Vec<Span> = mentions
            .iter()
            .map(|mention| mention.span)
            .chain(reading.times.iter().map(|time| time.span).filter(inside))
            .chain(account.due_span)
            .collect();
        let steps = steps(pack, reading, span);
        found.extend(steps.iter().map(|step| word_of(STEPS | u32::from(step.pair) << 1 | u32::from(step.forth))));
        let concepts = concepts(pack, reading, span);
        let named = concepts.iter().filter(|(_, at)| !hidden.iter().any(|span| span.overlaps(*at)));
        found.extend(named.filter_map(|(concept, _)| Some(word_of(CONCEPTS | u32::from((*concept)?)))));
        let hidden: Vec<Span> = hidden
            .into_iter()
            .chain(steps.iter().map(|step| step.span))
            .chain(concepts.iter().map(|(_, span)| *span))
            .collect();
        let mut words = Vec::new();
        words_at(content, span, &mut words);
        found.extend(
            words
                .iter()
                .filter(|word| word.length >= TELLING && !hidden.iter().any(|span| span.overlaps(word.span())))
                .map(|word| word.stem),
        );
        found.extend(others(mentions.iter().copied(), parties, &own, cast).map(word_of));
    }
    let mut found: Vec<u32> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// The sides that an account speaks of besides its own.
fn mentioned(
    reading: &Reading,
    account: &Account,
    parties: &FxHashMap<&PartyId, PartyNo>,
    by: &[PartyNo],
    to: &[PartyNo],
    cast: &Cast,
) -> Vec<PartyNo> {
    let own: FxHashSet<PartyNo> = by.iter().chain(to).map(|party| cast.side(*party)).collect();
    let inside = reading.mentions.iter().filter(|mention| account.span.contains(mention.span));
    let mut sides: Vec<PartyNo> = others(inside, parties, &own, cast).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

/// The sides that these mentions name, but for an account's own.
fn others<'m>(
    mentions: impl Iterator<Item = &'m Mention>,
    parties: &FxHashMap<&PartyId, PartyNo>,
    own: &FxHashSet<PartyNo>,
    cast: &Cast,
) -> impl Iterator<Item = PartyNo> {
    mentions
        .filter(|mention| mention.form != MentionForm::Pronoun)
        .filter_map(|mention| parties.get(mention.party.as_ref()?))
        .map(|party| cast.side(*party))
        .filter(|side| !own.contains(side))
}

/// The speaker of the outermost quotation that carries an account.
fn speaker<'r>(reading: &'r Reading, account: &Account) -> Option<&'r PartyId> {
    let named = account.quotation.and_then(|id| reading.quotations.iter().find(|quotation| quotation.id == id));
    let around = || {
        reading
            .quotations
            .iter()
            .filter(|quotation| quotation.content.iter().any(|content| content.overlaps(account.span)))
            .min_by_key(|quotation| (quotation.parent.is_some(), quotation.content.first().copied()))
    };
    let mut quotation: &Quotation = named.or_else(around)?;
    // Going up at most as often as there are quotations: a circle can't hold us.
    for _ in 0..reading.quotations.len() {
        let parent = quotation.parent.and_then(|id| reading.quotations.iter().find(|parent| parent.id == id));
        match parent {
            Some(parent) if !parent.speaker.is_empty() => quotation = parent,
            _ => break,
        }
    }
    quotation.speaker.first()
}

/// Under what an account is found by those that may tell the same act: each of
/// its sides, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Under {
    Side(PartyNo),
    NoSide,
    AnySide,
}

impl Under {
    /// Where an account of these sides is kept.
    pub(crate) fn kept(sides: &[PartyNo]) -> impl Iterator<Item = Under> {
        Under::named(sides).chain([Under::AnySide])
    }

    /// Where it looks for others: what names no side may be anybody's.
    pub(crate) fn sought(sides: &[PartyNo]) -> impl Iterator<Item = Under> {
        let unnamed = if sides.is_empty() { Under::AnySide } else { Under::NoSide };
        sides.iter().copied().map(Under::Side).chain([unnamed])
    }

    fn named(sides: &[PartyNo]) -> impl Iterator<Item = Under> {
        sides.iter().copied().map(Under::Side).chain(sides.is_empty().then_some(Under::NoSide))
    }
}

/// How telling each word is: rarer among the accounts, more telling.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rarity {
    weight: FxHashMap<u32, f32>,
}

impl Rarity {
    pub(crate) fn of(tellings: &[Telling<'_>]) -> Rarity {
        let mut spread: FxHashMap<u32, u32> = FxHashMap::default();
        for word in tellings.iter().flat_map(|telling| &telling.words) {
            *spread.entry(*word).or_default() += 1;
        }
        let all = tellings.len() as f32;
        let weight = spread.into_iter().map(|(word, spread)| (word, (1.0 + all / spread as f32).ln())).collect();
        Rarity { weight }
    }

    pub(crate) fn weight(&self, word: u32) -> f32 {
        self.weight.get(&word).copied().unwrap_or(0.0)
    }

    /// How near the wordings of two accounts are, from 0 to 1: what they share,
    /// measured mostly by the shorter, so that a truncated telling still matches.
    /// A party that one of them names as its own is no word that the other lacks.
    pub(crate) fn nearness(&self, a: &Telling<'_>, b: &Telling<'_>) -> f32 {
        let sum = |words: &mut dyn Iterator<Item = &u32>| words.map(|word| self.weight(*word)).sum::<f32>();
        let shared = sum(&mut a.words.iter().filter(|word| b.words.binary_search(word).is_ok()));
        let (a, b) = (
            sum(&mut a.words.iter().filter(|word| !b.own_words.contains(word))),
            sum(&mut b.words.iter().filter(|word| !a.own_words.contains(word))),
        );
        let scale = 0.6 * a.min(b) + 0.4 * a.max(b);
        if scale > 0.0 { shared / scale } else { 0.0 }
    }
}

/// Numbers of steps and of concepts as words: no party has such a one.
const STEPS: u32 = 1 << 31;
const CONCEPTS: u32 = 1 << 30;

/// What the words of a clause name, whichever of its names is used; none for those
/// that only say what kind of act it is.
fn concepts(pack: Option<&Pack>, reading: &Reading, clause: Span) -> Vec<(Option<u16>, Span)> {
    let Some(pack) = pack else { return Vec::new() };
    pack.collate.concepts(reading.text.content(), clause, &pack.segment, &pack.vocabulary, &pack.verbs)
}

/// A side as a word.
pub(crate) fn word_of(side: PartyNo) -> u32 {
    stable_hash(&side.to_le_bytes()) as u32
}

/// Whether two sorted lists have something in common.
pub(crate) fn share(a: &[PartyNo], b: &[PartyNo]) -> bool {
    a.iter().any(|item| b.binary_search(item).is_ok())
}

/// Whether all of one sorted list is in the other.
pub(crate) fn nested(a: &[PartyNo], b: &[PartyNo]) -> bool {
    a.iter().all(|item| b.binary_search(item).is_ok()) || b.iter().all(|item| a.binary_search(item).is_ok())
}
