//! What became of an act, with the reason and the accounts it rests on.
//!
//! A status is said only where a text says so. Silence is `unknown`: a deadline
//! that ran out without news is not a broken promise.

use depeche_record::{
    AccountKind, Act, ActAccount, Due, MeetingStatus, Modality, Polarity, Status, StatusValue, Window,
};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parties::PartyNo;
use crate::pile::{Pile, Published};
use crate::tellings::{Rarity, Telling, share};

/// Wording from which a later act is about an earlier one.
const ABOUT: f32 = 0.2;
/// The same for an answer to what was asked.
const THE_THING: f32 = 0.4;
/// Wording from which a later promise is the same one with another deadline.
const SAME_PROMISE: f32 = 0.4;
/// Later acts that are looked at for one.
const LOOKED_AT: usize = 64;

/// An act with the tellings it was made from.
pub(crate) struct Told<'t, 'r> {
    pub(crate) act: Act,
    pub(crate) members: Vec<&'t Telling<'r>>,
}

impl Told<'_, '_> {
    /// When it was done, as far as anyone tells, else when it was first told.
    pub(crate) fn since(&self, published: &Published) -> Option<Date> {
        self.act
            .when
            .and_then(Window::begin)
            .or_else(|| self.members.iter().filter_map(|telling| published[telling.text as usize]?.begin()).min())
    }

    fn has(&self, pick: impl Fn(&Telling<'_>) -> bool) -> Vec<&Telling<'_>> {
        self.members.iter().copied().filter(|telling| pick(telling)).collect()
    }
}

/// Sets the status of every act. `today` is the last day that the record
/// reaches: the day it is told as of, else that of the latest text.
pub(crate) fn settle(
    pile: &Pile<'_>,
    rarity: &Rarity,
    published: &Published,
    sagas: &[u32],
    acts: &mut [Told<'_, '_>],
    today: Option<Date>,
    caution: &str,
) {
    let answers = Answers::new(acts, sagas);
    let statuses: Vec<Status> = acts
        .iter()
        .map(|told| {
            let mut status = match told.act.kind {
                AccountKind::Meeting => meeting(pile, published, told),
                AccountKind::Commitment | AccountKind::Demand | AccountKind::Offer | AccountKind::Proposal => {
                    owed(pile, rarity, published, sagas, acts, &answers, told, today)
                }
                AccountKind::Reply if told.members.iter().all(|telling| telling.is_to_come()) => {
                    owed(pile, rarity, published, sagas, acts, &answers, told, today)
                }
                _ => unknown("nothing is owed by it"),
            };
            if !caution.is_empty() {
                status.reason = format!("{}; {caution}", status.reason);
            }
            status
        })
        .collect();
    for (told, status) in acts.iter_mut().zip(statuses) {
        told.act.status = status;
    }
}

fn unknown(reason: &str) -> Status {
    Status { value: StatusValue::Unknown, reason: reason.to_owned(), accounts: Vec::new() }
}

fn evidence(pile: &Pile<'_>, tellings: &[&Telling<'_>]) -> Vec<ActAccount> {
    let mut accounts: Vec<ActAccount> = tellings
        .iter()
        .map(|telling| ActAccount {
            text: pile.id(telling.text).clone(),
            account: telling.account.id,
            span: telling.account.span,
        })
        .collect();
    accounts.sort_unstable();
    accounts
}

/// Held, if a text tells of it as past; else what the latest text says.
fn meeting(pile: &Pile<'_>, published: &Published, told: &Told<'_, '_>) -> Status {
    let held = told.has(|telling| meeting_status(telling) == MeetingStatus::Held);
    if !held.is_empty() {
        let count = count(&held, "account tells", "accounts tell");
        return Status {
            value: StatusValue::Held,
            reason: format!("{count} of it as held"),
            accounts: evidence(pile, &held),
        };
    }
    let latest = told.members.iter().filter_map(|telling| published[telling.text as usize]?.end()).max();
    let newest =
        told.has(|telling| latest.is_none() || published[telling.text as usize].and_then(Window::end) == latest);
    let Some(value) = newest.iter().map(|telling| meeting_status(telling)).max() else { return unknown("") };
    let saying = told.has(|telling| meeting_status(telling) == value);
    let (value, words) = match value {
        MeetingStatus::Held => (StatusValue::Held, "held"),
        MeetingStatus::Planned => (StatusValue::Planned, "planned"),
        MeetingStatus::Possible => (StatusValue::Possible, "possible"),
        MeetingStatus::Cancelled => (StatusValue::Cancelled, "cancelled"),
    };
    Status {
        value,
        reason: format!("the latest text calls it {words}, none tells of it as held"),
        accounts: evidence(pile, &saying),
    }
}

/// What one account says of a meeting; in the order of weight on one day.
fn meeting_status(telling: &Telling<'_>) -> MeetingStatus {
    let account = telling.account;
    account.status.unwrap_or(match (account.polarity, account.modality) {
        (Polarity::No, _) => MeetingStatus::Cancelled,
        (_, Modality::Fact) => MeetingStatus::Held,
        (_, Modality::Planned) => MeetingStatus::Planned,
        _ => MeetingStatus::Possible,
    })
}

fn count(items: &[&Telling<'_>], one: &str, many: &str) -> String {
    format!("{} {}", items.len(), if items.len() == 1 { one } else { many })
}

/// Acts that can answer another or take its place, by saga and side.
struct Answers {
    by_side: FxHashMap<(u32, PartyNo), Vec<usize>>,
    promises: FxHashMap<(u32, PartyNo), Vec<usize>>,
}

impl Answers {
    fn new(acts: &[Told<'_, '_>], sagas: &[u32]) -> Answers {
        let mut answers = Answers { by_side: FxHashMap::default(), promises: FxHashMap::default() };
        for (number, told) in acts.iter().enumerate() {
            let list = match told.act.kind {
                AccountKind::Reply | AccountKind::Document | AccountKind::Refusal | AccountKind::Agreement => {
                    &mut answers.by_side
                }
                AccountKind::Commitment if told.act.due.is_some() => &mut answers.promises,
                _ => continue,
            };
            let Some(first) = told.members.first() else { continue };
            for side in &first.by_sides {
                list.entry((sagas[first.text as usize], *side)).or_default().push(number);
            }
        }
        answers
    }
}

/// Whether what is owed is owed by who did it.
fn is_promise(told: &Told<'_, '_>) -> bool {
    matches!(told.act.kind, AccountKind::Commitment | AccountKind::Reply)
}

/// Commitments are owed by who made them, demands by whom they are put to.
#[allow(clippy::too_many_arguments, reason = "one reading of the whole record")]
fn owed(
    pile: &Pile<'_>,
    rarity: &Rarity,
    published: &Published,
    sagas: &[u32],
    acts: &[Told<'_, '_>],
    answers: &Answers,
    told: &Told<'_, '_>,
    today: Option<Date>,
) -> Status {
    let Some(first) = told.members.first() else { return unknown("") };
    let debtor = if is_promise(told) { &first.by_sides } else { &first.to_sides };
    let since = told.since(published);
    let saga = sagas[first.text as usize];
    let later = debtor
        .iter()
        .filter_map(|side| answers.by_side.get(&(saga, *side)))
        .flatten()
        .take(LOOKED_AT)
        .map(|number| &acts[*number])
        .filter(|answer| answer.act.accounts != told.act.accounts)
        .filter(|answer| match (since, answer.since(published)) {
            (Some(since), Some(answered)) => answered > since,
            _ => false,
        })
        .filter(|answer| is_about(rarity, told, answer));
    let mut later: Vec<&Told<'_, '_>> = later.collect();
    // A promise is met by the first answer; what became of a demand the last one tells.
    later.sort_by_key(|answer| answer.since(published));
    if !is_promise(told) {
        later.reverse();
    }
    if let Some(answered) = later.iter().find_map(|answer| answered(pile, told, answer)) {
        return answered;
    }
    let promises = debtor.iter().filter_map(|side| answers.promises.get(&(saga, *side))).flatten().take(LOOKED_AT);
    let put_off = promises.map(|number| &acts[*number]).find(|other| puts_off(rarity, published, told, other));
    if let Some((other, due)) = put_off.and_then(|other| Some((other, other.act.due?))) {
        return Status {
            value: StatusValue::Overtaken,
            reason: format!("put off, due {}", due.hull),
            accounts: evidence(pile, &other.has(|telling| telling.due.is_some())),
        };
    }
    by_the_calendar(pile, published, told, &later, today)
}

/// Whether a later promise of the same sets a deadline wholly after the first.
fn puts_off(rarity: &Rarity, published: &Published, told: &Told<'_, '_>, other: &Told<'_, '_>) -> bool {
    let after = told.act.due.and_then(|due| due.hull.end()).zip(other.act.due.and_then(|due| due.hull.begin()));
    let said = told.since(published).zip(other.since(published));
    let near = |a: &&Telling<'_>| other.members.iter().take(4).any(|b| rarity.nearness(a, b) >= SAME_PROMISE);
    told.act.kind == other.act.kind
        && after.is_some_and(|(end, begin)| begin > end)
        && said.is_some_and(|(first, then)| then > first)
        && told.members.iter().take(4).any(near)
}

/// What an answer that was given makes of what is owed.
fn answered(pile: &Pile<'_>, told: &Told<'_, '_>, answer: &Told<'_, '_>) -> Option<Status> {
    let done =
        answer.has(|telling| telling.account.modality == Modality::Fact && telling.account.polarity == Polarity::Yes);
    if done.is_empty() {
        return None;
    }
    let media = |tellings: &[&Telling<'_>]| -> FxHashSet<String> {
        tellings.iter().filter_map(|telling| telling.account.medium.clone()).collect()
    };
    let (owed, given) = (media(&told.members), media(&done));
    let (value, words, form) = match answer.act.kind {
        AccountKind::Refusal => (StatusValue::Refused, "refused", ""),
        AccountKind::Agreement if !is_promise(told) => (StatusValue::Met, "agreed to", ""),
        AccountKind::Agreement | AccountKind::Reply | AccountKind::Document => {
            if owed.is_empty() || given.is_empty() || !owed.is_disjoint(&given) {
                (StatusValue::Met, "answered", "")
            } else {
                (StatusValue::PartlyMet, "answered", "; not in the form that is owed")
            }
        }
        _ => return None,
    };
    let day = answer.act.when.map_or_else(String::new, |when| format!(" on {when}"));
    Some(Status { value, reason: format!("{words}{day}{form}"), accounts: evidence(pile, &done) })
}

/// Whether a later act answers an earlier one: same parties the other way
/// round or the same way, and about the same thing.
fn is_about(rarity: &Rarity, told: &Told<'_, '_>, answer: &Told<'_, '_>) -> bool {
    let (Some(first), Some(reply)) = (told.members.first(), answer.members.first()) else { return false };
    let creditor = if is_promise(told) { &first.to_sides } else { &first.by_sides };
    let to_them = reply.to_sides.is_empty() || creditor.is_empty() || share(creditor, &reply.to_sides);
    // An answer is what a promise owes; to what was asked it must be the very thing.
    let is_answer = matches!(answer.act.kind, AccountKind::Reply | AccountKind::Document);
    let least = if is_answer && !is_promise(told) { THE_THING } else { ABOUT };
    to_them
        && told.members.iter().take(4).any(|a| answer.members.iter().take(4).any(|b| rarity.nearness(a, b) >= least))
}

/// Where no text tells what became of it, the calendar says how far it is. Late
/// is what a text still misses after the deadline.
fn by_the_calendar(
    pile: &Pile<'_>,
    published: &Published,
    told: &Told<'_, '_>,
    later: &[&Told<'_, '_>],
    today: Option<Date>,
) -> Status {
    let (Some(Due { hull, .. }), Some(today)) = (told.act.due, today) else {
        return unknown("no deadline that the texts fix, and none tells what became of it");
    };
    let dated = told.has(|telling| telling.due.is_some());
    let accounts = evidence(pile, &dated);
    let Some(end) = hull.end() else { return unknown("a deadline without an end") };
    let missed = later.iter().flat_map(|answer| {
        answer.has(|telling| telling.account.modality == Modality::Fact && telling.account.polarity == Polarity::No)
    });
    let out = |telling: &&Telling<'_>| published[telling.text as usize].and_then(Window::begin);
    let missed: Vec<&Telling<'_>> = missed.filter(|telling| out(telling).is_some_and(|day| day > end)).collect();
    if let Some(day) = missed.iter().filter_map(out).max() {
        return Status {
            value: StatusValue::Late,
            reason: format!("the deadline ran out on {end}; still missing on {day}"),
            accounts: evidence(pile, &missed),
        };
    }
    if today > end {
        return Status {
            value: StatusValue::Unknown,
            reason: format!("the deadline ran out on {end}; no text up to {today} tells what became of it"),
            accounts,
        };
    }
    // Due once the window that all accounts agree on has begun; pending before.
    let begins = told.act.due.and_then(|due| due.intersection).unwrap_or(hull).begin();
    if begins.is_some_and(|begin| begin <= today) {
        let reason = format!("due by {end}; the record reaches {today}");
        return Status { value: StatusValue::Due, reason, accounts };
    }
    let reason = format!("due {hull}; the record reaches {today}");
    Status { value: StatusValue::Pending, reason, accounts }
}
