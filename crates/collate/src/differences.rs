//! Where the accounts of one act differ, field by field.
//!
//! Values are compared after anchoring. Equal values are no difference, silence
//! is silence, and only what can't be true together contradicts.

use std::collections::BTreeMap;

use depeche_record::{AccountKind, Agreement, Difference, DifferenceValue, Polarity, ValueAccount, Window};

use crate::fold::fold;
use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, Published};
use crate::tellings::{Rarity, Telling};

/// Values of one field that are listed at most, those of most accounts first.
const MOST_VALUES: usize = 12;
/// Wording from which two accounts say the same.
const SAME_WORDING: f32 = 0.9;

/// A field's values with the members that hold each, and those that are silent.
struct Field<'m, 'r, T> {
    values: Vec<(T, Vec<&'m Telling<'r>>)>,
    silent: Vec<&'m Telling<'r>>,
}

/// The fields in which the accounts of an act are not all equal.
pub(crate) fn differences(
    pile: &Pile<'_>,
    cast: &Cast,
    rarity: &Rarity,
    published: &Published,
    members: &[&Telling<'_>],
) -> Vec<Difference> {
    if members.len() < 2 {
        return Vec::new();
    }
    let compare = Compare { pile, published };
    let meeting = members[0].kind() == AccountKind::Meeting;
    let slack = members.iter().map(|telling| telling.slack).max().unwrap_or(0);
    let due_slack = members.iter().map(|telling| telling.due_slack).max().unwrap_or(0);
    // Who promises for another and that other are no two debtors.
    let for_another = |a: &[PartyNo], b: &[PartyNo]| {
        let sides = |parties: &[PartyNo]| parties.iter().map(|party| cast.side(*party)).collect::<Vec<_>>();
        let (a, b) = (sides(a), sides(b));
        members.iter().any(|telling| {
            let of = |own: &[PartyNo], other: &[PartyNo]| {
                own.iter().all(|side| telling.by_sides.contains(side))
                    && other.iter().any(|side| telling.mentioned.contains(side))
            };
            of(&a, &b) || of(&b, &a)
        })
    };
    let by = |telling: &Telling<'_>| nonempty(&telling.by);
    let to = |telling: &Telling<'_>| nonempty(&telling.to);
    let list = |parties: &Vec<PartyNo>| names(cast, parties);
    let stand = |a: &Vec<PartyNo>, b: &Vec<PartyNo>| {
        let promise = members[0].kind() == AccountKind::Commitment;
        stand_of_parties(cast, a, b, meeting || promise && for_another(a, b))
    };
    [
        compare.windows("due", members, |telling| telling.due, due_slack),
        compare.field("by", members, by, list, stand),
        compare.field("to", members, to, list, |a, b| stand_of_parties(cast, a, b, true)),
        compare.content(rarity, members),
        compare.field(
            "place",
            members,
            |telling| telling.place.clone(),
            |place| place_name(cast, place),
            |_, _| Agreement::Disjoint,
        ),
        compare.windows("when", members, |telling| telling.when, slack),
        compare.field(
            "medium",
            members,
            |telling| telling.account.medium.clone(),
            Clone::clone,
            |_, _| Agreement::Overlapping,
        ),
        compare.name(meeting, members),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn nonempty(parties: &[PartyNo]) -> Option<Vec<PartyNo>> {
    (!parties.is_empty()).then(|| parties.to_vec())
}

fn names(cast: &Cast, parties: &[PartyNo]) -> String {
    parties.iter().map(|party| cast.get(*party).name.as_str()).collect::<Vec<_>>().join(", ")
}

fn place_name(cast: &Cast, place: &depeche_record::PartyId) -> String {
    cast.with_id(place).map_or_else(|| place.to_string(), |party| party.name.clone())
}

/// Lists of parties: a person and the state spoken for are the same more or
/// less exactly, a shorter list may leave somebody out.
fn stand_of_parties(cast: &Cast, a: &[PartyNo], b: &[PartyNo], may_leave_out: bool) -> Agreement {
    let sides = |parties: &[PartyNo]| {
        let mut sides: Vec<PartyNo> = parties.iter().map(|party| cast.side(*party)).collect();
        sides.sort_unstable();
        sides.dedup();
        sides
    };
    let (a, b) = (sides(a), sides(b));
    if a == b || crate::tellings::nested(&a, &b) {
        Agreement::Nested
    } else if crate::tellings::share(&a, &b) || may_leave_out {
        Agreement::Overlapping
    } else {
        Agreement::Disjoint
    }
}

/// Days between two windows that don't overlap.
fn apart(a: Window, b: Window) -> i32 {
    let between = |early: Window, late: Window| Some((late.begin()? - early.end()?).get_days());
    [between(a, b), between(b, a)].into_iter().flatten().find(|days| *days > 0).unwrap_or(i32::MAX)
}

struct Compare<'p, 'r> {
    pile: &'p Pile<'r>,
    published: &'p Published,
}

impl Compare<'_, '_> {
    fn field<T: Ord + Clone>(
        &self,
        name: &str,
        members: &[&Telling<'_>],
        value: impl Fn(&Telling<'_>) -> Option<T>,
        show: impl Fn(&T) -> String,
        stand: impl Fn(&T, &T) -> Agreement,
    ) -> Option<Difference> {
        let mut values: BTreeMap<T, Vec<&Telling<'_>>> = BTreeMap::new();
        let mut silent = Vec::new();
        for telling in members {
            match value(telling) {
                Some(value) => values.entry(value).or_default().push(telling),
                None => silent.push(*telling),
            }
        }
        self.difference(name, Field { values: values.into_iter().collect(), silent }, show, stand)
    }

    fn windows(
        &self,
        name: &str,
        members: &[&Telling<'_>],
        value: impl Fn(&Telling<'_>) -> Option<Window>,
        slack: i32,
    ) -> Option<Difference> {
        let stand = |a: &Window, b: &Window| match (a.contains(*b) || b.contains(*a), a.overlaps(*b)) {
            (true, _) => Agreement::Nested,
            (false, true) => Agreement::Overlapping,
            (false, false) if (a.is_approximate() || b.is_approximate()) && apart(*a, *b) <= slack => {
                Agreement::Overlapping
            }
            (false, false) => Agreement::Disjoint,
        };
        let mut found = self.field(name, members, value, Window::to_string, stand)?;
        found.note = self.caution(members);
        Some(found)
    }

    /// What a comparison of anchored times rests on: the windows of texts whose
    /// day other texts told.
    fn caution(&self, members: &[&Telling<'_>]) -> String {
        let mut notes: Vec<String> = members
            .iter()
            .filter(|telling| self.pile.texts[telling.text as usize].is_undated())
            .filter(|telling| telling.when_time.is_some() || telling.due_time.is_some())
            .map(|telling| {
                let name = self.pile.name(telling.text);
                match self.published[telling.text as usize] {
                    Some(window) => format!("if {name} was published {window}"),
                    None => format!("the day of {name} is not known"),
                }
            })
            .collect();
        notes.sort_unstable();
        notes.dedup();
        notes.join("; ")
    }

    /// Wordings that are not much the same; opposite if one says yes and the
    /// other no.
    fn content(&self, rarity: &Rarity, members: &[&Telling<'_>]) -> Option<Difference> {
        let mut values: Vec<(&Telling<'_>, Vec<&Telling<'_>>)> = Vec::new();
        for telling in members {
            let same = values.iter_mut().take(MOST_VALUES).find(|(first, _)| {
                first.account.polarity == telling.account.polarity
                    && first.turned == telling.turned
                    && rarity.nearness(first, telling) >= SAME_WORDING
            });
            match same {
                Some((_, holders)) => holders.push(telling),
                None => values.push((telling, vec![telling])),
            }
        }
        let show = |telling: &&Telling<'_>| self.words(telling);
        let stand = |a: &&Telling<'_>, b: &&Telling<'_>| match (a.account.polarity, b.account.polarity) {
            (Polarity::Yes, Polarity::No) | (Polarity::No, Polarity::Yes) => Agreement::Opposite,
            _ if a.turned != b.turned => Agreement::Opposite,
            _ if crate::tellings::nested(&a.words, &b.words) => Agreement::Nested,
            _ => Agreement::Overlapping,
        };
        self.difference("content", Field { values, silent: Vec::new() }, show, stand)
    }

    /// What a meeting or document is called.
    fn name(&self, meeting: bool, members: &[&Telling<'_>]) -> Option<Difference> {
        if !meeting && members[0].kind() != AccountKind::Document {
            return None;
        }
        let called = |telling: &Telling<'_>| {
            if meeting { telling.account.format.clone() } else { Some(self.words(telling)) }
        };
        let called = |telling: &Telling<'_>| called(telling).filter(|name| !name.is_empty());
        self.field("name", members, called, Clone::clone, |a, b| {
            if fold(a) == fold(b) { Agreement::Nested } else { Agreement::Overlapping }
        })
    }

    fn words(&self, telling: &Telling<'_>) -> String {
        telling.account.span.of(self.pile.reading(telling.text).text.content()).to_owned()
    }

    fn difference<T>(
        &self,
        name: &str,
        field: Field<'_, '_, T>,
        show: impl Fn(&T) -> String,
        stand: impl Fn(&T, &T) -> Agreement,
    ) -> Option<Difference> {
        let Field { mut values, silent } = field;
        if values.len() < 2 {
            return None;
        }
        // Most told first; what comes after the last is not listed, and said so.
        values.sort_by_key(|(_, holders)| std::cmp::Reverse(holders.len()));
        let left_out = values.len().saturating_sub(MOST_VALUES);
        values.truncate(MOST_VALUES);
        let agreement = values
            .iter()
            .enumerate()
            .flat_map(|(place, (a, _))| values[..place].iter().map(move |(b, _)| (a, b)))
            .map(|(a, b)| stand(a, b))
            .max()?;
        let accounts = |holders: &[&Telling<'_>]| {
            let account = |telling: &&Telling<'_>| ValueAccount {
                text: self.pile.id(telling.text).clone(),
                account: telling.account.id,
            };
            holders.iter().map(account).collect::<Vec<_>>()
        };
        Some(Difference {
            field: name.to_owned(),
            agreement,
            values: values
                .iter()
                .map(|(value, holders)| DifferenceValue { value: show(value), accounts: accounts(holders) })
                .collect(),
            silent: accounts(&silent),
            note: if left_out > 0 { format!("{left_out} more values") } else { String::new() },
        })
    }
}
