//! An act from its accounts: the values most of them give, and how many texts,
//! origins and speakers tell it.

use std::collections::BTreeMap;

use depeche_record::{AccountId, AccountKind, Act, ActAccount, Due, PartyId, PartyKind, Status, StatusValue, Window};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, Published, TextNo};
use crate::short;
use crate::status::Told;
use crate::tellings::{Rarity, Telling, share};

/// Acts that are looked at for what one answers.
const LOOKED_AT: usize = 64;
/// Wording from which one act answers another.
const ABOUT: f32 = 0.15;
/// Bytes within which a condition stands by what depends on it.
const NEAR: u32 = 400;

/// Makes acts of groups of tellings.
pub(crate) struct Counter<'p, 'r> {
    pub(crate) pile: &'p Pile<'r>,
    pub(crate) cast: &'p Cast,
    pub(crate) origin: &'p [u32],
}

impl Counter<'_, '_> {
    /// The act that `members` tell, status and differences still to come.
    pub(crate) fn act(&self, members: &[&Telling<'_>]) -> Act {
        let mut accounts: Vec<ActAccount> = members
            .iter()
            .map(|telling| ActAccount {
                text: self.pile.id(telling.text).clone(),
                account: telling.account.id,
                span: telling.account.span,
            })
            .collect();
        accounts.sort_unstable();
        let smallest = &accounts[0];
        let ids = |parties: &[PartyNo]| -> Vec<PartyId> {
            parties.iter().map(|party| self.cast.get(*party).id.clone()).collect()
        };
        let distinct = |values: &mut dyn Iterator<Item = u32>| values.collect::<FxHashSet<u32>>().len() as u32;
        Act {
            id: format!("act-{}-{}", short(smallest.text.as_str()), smallest.account),
            kind: members[0].kind(),
            by: ids(&self.by(members)),
            to: ids(&most(&members.iter().map(|telling| self.addressees(telling)).collect::<Vec<_>>())),
            when: when(members),
            place: most_told(members.iter().filter_map(|telling| telling.place.clone())),
            format: most_told(members.iter().filter_map(|telling| telling.account.format.clone())),
            level: most_told(members.iter().filter_map(|telling| telling.account.level.clone())),
            due: due(members),
            status: Status { value: StatusValue::Unknown, reason: String::new(), accounts: Vec::new() },
            plover: most_told(members.iter().filter_map(|telling| telling.account.plover.clone())),
            in_reply_to: None,
            of: None,
            differences: Vec::new(),
            texts: distinct(&mut members.iter().map(|telling| telling.text)),
            origins: distinct(&mut members.iter().map(|telling| self.origin[telling.text as usize])),
            speakers: distinct(&mut members.iter().filter_map(|telling| telling.speaker)),
            accounts,
        }
    }

    /// Who did it, as most accounts name them; of a meeting, all who met.
    fn by(&self, members: &[&Telling<'_>]) -> Vec<PartyNo> {
        let lists: Vec<Vec<PartyNo>> = members.iter().map(|telling| self.spokesmen(&telling.by)).collect();
        if members[0].kind() != AccountKind::Meeting {
            return most(&lists);
        }
        let side = |party: &PartyNo| self.cast.side(*party);
        let is_of_several = |list: &&Vec<PartyNo>| list.iter().any(|party| side(party) != side(&list[0]));
        let together: Vec<Vec<PartyNo>> = lists.iter().filter(is_of_several).cloned().collect();
        let mut all = most(if together.is_empty() { &lists } else { &together });
        let is_body = |party: &PartyNo| self.cast.get(*party).kind == PartyKind::Body;
        if together.is_empty() && !all.iter().any(is_body) {
            // Each account names but one of them.
            for party in lists.iter().flatten().filter(|party| self.cast.get(**party).kind != PartyKind::Group) {
                if !all.iter().any(|known| side(known) == side(party)) {
                    all.push(*party);
                }
            }
        }
        all.sort_unstable();
        all
    }

    /// A state left out where somebody is named who speaks for it.
    fn spokesmen(&self, by: &[PartyNo]) -> Vec<PartyNo> {
        let speaks_for =
            |state: &PartyNo| by.iter().any(|party| party != state && self.cast.side(*party) == self.cast.side(*state));
        by.iter()
            .copied()
            .filter(|party| self.cast.get(*party).kind != PartyKind::State || !speaks_for(party))
            .collect()
    }

    /// To whom one account says it was done: nobody does anything to a place.
    fn addressees(&self, telling: &Telling<'_>) -> Vec<PartyNo> {
        telling.to.iter().copied().filter(|party| self.cast.get(*party).kind != PartyKind::Place).collect()
    }
}

/// The list that most give, empty ones aside; of several the fullest, then the
/// smallest.
fn most(lists: &[Vec<PartyNo>]) -> Vec<PartyNo> {
    let mut counts: BTreeMap<&Vec<PartyNo>, u32> = BTreeMap::new();
    for list in lists.iter().filter(|list| !list.is_empty()) {
        *counts.entry(list).or_default() += 1;
    }
    let best = counts.iter().rev().max_by_key(|(list, count)| (**count, list.len()));
    best.map(|(list, _)| (*list).clone()).unwrap_or_default()
}

fn most_told<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, u32> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// What all times agree on; the one most tell if they don't. What is only told
/// more or less counts where nobody says it more exactly.
fn when(members: &[&Telling<'_>]) -> Option<Window> {
    let exact = members.iter().any(|telling| telling.when.is_some() && telling.slack == 0);
    let windows = || members.iter().filter(|telling| !exact || telling.slack == 0).filter_map(|telling| telling.when);
    let first = windows().next()?;
    windows().try_fold(first, Window::intersection).or_else(|| most_told(windows()))
}

/// By when it is owed; what is only told more or less counts where nobody says it
/// more exactly.
fn due(members: &[&Telling<'_>]) -> Option<Due> {
    let exact = members.iter().any(|telling| telling.due.is_some() && telling.due_slack == 0);
    let counts = |telling: &&&Telling<'_>| !exact || telling.due_slack == 0;
    let windows = || members.iter().filter(counts).filter_map(|telling| telling.due);
    let first = windows().next()?;
    let hull = windows().try_fold(first, Window::hull)?;
    Some(Due { hull, intersection: windows().try_fold(first, Window::intersection) })
}

/// Ties replies to what they answer and conditions to what depends on them.
pub(crate) fn link(acts: &mut [Told<'_, '_>], published: &Published, sagas: &[u32], rarity: &Rarity) {
    let mut act_of: FxHashMap<(TextNo, AccountId), usize> = FxHashMap::default();
    let mut in_text: FxHashMap<TextNo, Vec<(u32, usize)>> = FxHashMap::default();
    let mut asked: FxHashMap<(u32, PartyNo), Vec<usize>> = FxHashMap::default();
    for (number, told) in acts.iter().enumerate() {
        for telling in &told.members {
            act_of.insert((telling.text, telling.account.id), number);
            in_text.entry(telling.text).or_default().push((telling.account.span.begin, number));
        }
        if let Some(first) = told.members.first().filter(|_| asks(told.act.kind)) {
            for side in &first.by_sides {
                asked.entry((sagas[first.text as usize], *side)).or_default().push(number);
            }
        }
    }
    let links: Vec<Option<usize>> = acts
        .iter()
        .enumerate()
        .map(|(number, told)| {
            let told_so = told
                .members
                .iter()
                .flat_map(|telling| telling.account.refs.iter().map(|other| (telling.text, *other)))
                .filter_map(|key| act_of.get(&key).copied())
                .find(|other| *other != number);
            told_so.or_else(|| match told.act.kind {
                AccountKind::Condition => beside(acts, &in_text, told),
                AccountKind::Reply => asked_before(acts, &in_text, told)
                    .or_else(|| answered(acts, &asked, sagas, published, rarity, told)),
                _ => None,
            })
        })
        .collect();
    let ids: Vec<String> = acts.iter().map(|told| told.act.id.clone()).collect();
    for (told, link) in acts.iter_mut().zip(links) {
        let id = link.map(|other| ids[other].clone());
        match told.act.kind {
            AccountKind::Condition => told.act.of = id,
            AccountKind::Reply | AccountKind::Refusal | AccountKind::Agreement => told.act.in_reply_to = id,
            _ => {}
        }
    }
}

/// The offer, meeting or commitment that stands nearest to a condition.
fn beside(acts: &[Told<'_, '_>], in_text: &FxHashMap<TextNo, Vec<(u32, usize)>>, told: &Told<'_, '_>) -> Option<usize> {
    let depends = |number: &usize| {
        matches!(acts[*number].act.kind, AccountKind::Offer | AccountKind::Meeting | AccountKind::Commitment)
    };
    told.members
        .iter()
        .flat_map(|telling| {
            let begin = telling.account.span.begin;
            in_text[&telling.text].iter().map(move |(other, number)| (other.abs_diff(begin), *number))
        })
        .filter(|(distance, number)| *distance <= NEAR && depends(number))
        .min()
        .map(|(_, number)| number)
}

/// Whether an act puts something to others that can be answered.
fn asks(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Demand | AccountKind::Proposal | AccountKind::Document)
}

/// What the addressee of a reply is told to have asked just before it.
fn asked_before(
    acts: &[Told<'_, '_>],
    in_text: &FxHashMap<TextNo, Vec<(u32, usize)>>,
    told: &Told<'_, '_>,
) -> Option<usize> {
    let by_addressee = |number: &usize, reply: &Telling<'_>| {
        asks(acts[*number].act.kind)
            && acts[*number].members.iter().any(|asking| share(&asking.by_sides, &reply.to_sides))
    };
    told.members
        .iter()
        .flat_map(|reply| {
            let begin = reply.account.span.begin;
            in_text[&reply.text]
                .iter()
                .filter(move |(other, number)| *other < begin && begin - other <= NEAR && by_addressee(number, reply))
                .map(move |(other, number)| (begin - other, *number))
        })
        .min()
        .map(|(_, number)| number)
}

/// The demand, proposal or document that a reply answers: put before it, by its
/// addressee, about the same.
fn answered(
    acts: &[Told<'_, '_>],
    asked: &FxHashMap<(u32, PartyNo), Vec<usize>>,
    sagas: &[u32],
    published: &Published,
    rarity: &Rarity,
    told: &Told<'_, '_>,
) -> Option<usize> {
    let first = told.members.first()?;
    let day = told.since(published);
    first
        .to_sides
        .iter()
        .filter_map(|side| asked.get(&(sagas[first.text as usize], *side)))
        .flatten()
        .take(LOOKED_AT)
        .filter(|number| {
            let question = &acts[**number];
            let to_them = question.members.iter().any(|asking| share(&asking.to_sides, &first.by_sides));
            to_them && !matches!((question.since(published), day), (Some(asked), Some(day)) if asked > day)
        })
        .map(|number| {
            let near = |asking: &&Telling<'_>| rarity.nearness(asking, first);
            (acts[*number].members.iter().take(4).map(near).fold(0.0, f32::max), *number)
        })
        .filter(|(nearness, _)| *nearness >= ABOUT)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, number)| number)
}
