//! One act for each real meeting: by day, parties and place; then the tellings
//! without a day, by what stands near them in their own text and by the
//! calendar of the dated ones.

use std::collections::BTreeMap;

use depeche_record::{MeetingStatus, Modality, PartyId, PartyKind, Polarity, Window};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::parties::{Cast, PartyNo};
use crate::pile::{Published, TextNo};
use crate::tellings::{Telling, nested, share};

/// Days that a meeting may last and still be told by one of them.
const LONGEST: i64 = 3;
/// Bytes back to which "these talks" may point.
const NEAR: u32 = 600;
/// Days back to which a text may tell of "the talks" without a date.
const RECENT_DAYS: i32 = 31;
/// Meetings of one pair of parties that are looked at for one telling.
const LOOKED_AT: usize = 64;

/// A meeting as found so far.
#[derive(Clone, Debug, Default)]
struct Meeting {
    /// Its day, or the days it lasted.
    when: Option<Window>,
    sides: Vec<PartyNo>,
    persons: Vec<PartyNo>,
    place: Option<PartyId>,
    possible: bool,
    members: Vec<usize>,
}

/// Groups the tellings of meetings in one saga, given by their numbers in
/// `tellings`, into meetings.
pub(crate) fn group(
    tellings: &[Telling<'_>],
    members: &[usize],
    published: &Published,
    cast: &Cast,
) -> Vec<Vec<usize>> {
    let mut calendar = Calendar {
        tellings,
        published,
        cast,
        meetings: Vec::new(),
        by_day: BTreeMap::new(),
        told: FxHashMap::default(),
        open: FxHashMap::default(),
    };
    let mut rest: Vec<usize> = Vec::new();
    let (mut dated, mut wide): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for member in members.iter().copied() {
        match tellings[member].when {
            Some(when) if when.days().is_some_and(|days| days <= LONGEST) && tellings[member].slack == 0 => {
                dated.push(member);
            }
            Some(_) => wide.push(member),
            None => rest.push(member),
        }
    }
    // Who names most comes first, so that the others find the full list; an
    // organisation may only lend its name to the body that met.
    let by_organisation =
        |telling: &Telling<'_>| telling.by_sides.iter().all(|side| cast.get(*side).kind == PartyKind::Organisation);
    dated.sort_by_key(|member| {
        let telling = &tellings[*member];
        let named = (telling.persons.len(), telling.by_sides.len());
        (telling.when, std::cmp::Reverse(named), by_organisation(telling), order(telling))
    });
    wide.sort_by_key(|member| (tellings[*member].when, order(&tellings[*member])));
    // Tellings that name a place or persons find their meeting more surely.
    rest.sort_by_key(|member| {
        let telling = &tellings[*member];
        (std::cmp::Reverse((telling.place.is_some(), telling.persons.len())), order(telling))
    });
    for member in dated {
        calendar.dated(member);
    }
    for member in wide {
        calendar.wide(member);
    }
    for member in rest {
        calendar.undated(member);
    }
    calendar.meetings.into_iter().map(|meeting| meeting.members).collect()
}

fn order(telling: &Telling<'_>) -> (TextNo, u32) {
    (telling.text, telling.account.span.begin)
}

struct Calendar<'t, 'r> {
    tellings: &'t [Telling<'r>],
    published: &'t Published,
    cast: &'t Cast,
    meetings: Vec<Meeting>,
    by_day: BTreeMap<Date, Vec<usize>>,
    /// By text: where each telling begins and its meeting.
    told: FxHashMap<TextNo, Vec<(u32, usize)>>,
    /// Meetings without a day, by sides.
    open: FxHashMap<Vec<PartyNo>, Vec<usize>>,
}

impl Calendar<'_, '_> {
    /// A telling that names the day.
    fn dated(&mut self, member: usize) {
        let telling = &self.tellings[member];
        let Some((begin, end)) = telling.when.and_then(|when| when.begin().zip(when.end())) else { return };
        let same_days = self.by_day.range(begin..=end).flat_map(|(_, meetings)| meetings.iter().copied());
        let best = same_days
            .filter(|meeting| self.fits(telling, &self.meetings[*meeting], Known::Day))
            .max_by_key(|meeting| (exactness(telling, &self.meetings[*meeting]), std::cmp::Reverse(*meeting)));
        self.put(member, best);
    }

    /// A telling that names a month, an open stretch, or a day more or less.
    fn wide(&mut self, member: usize) {
        let telling = &self.tellings[member];
        let Some(when) = telling.may_be() else { return };
        let inside = self
            .by_day
            .range(when.begin().unwrap_or(Date::MIN)..=when.end().unwrap_or(Date::MAX))
            .flat_map(|(_, meetings)| meetings.iter().copied())
            .take(LOOKED_AT);
        let dated = inside
            .filter(|meeting| self.fits(telling, &self.meetings[*meeting], Known::Nothing))
            .max_by_key(|meeting| (exactness(telling, &self.meetings[*meeting]), std::cmp::Reverse(*meeting)));
        let best = dated.or_else(|| self.open_one(telling));
        self.put(member, best);
    }

    /// A telling that names no time.
    fn undated(&mut self, member: usize) {
        let telling = &self.tellings[member];
        let near = self.told_before(telling);
        let best = if is_possible(telling) {
            near.filter(|meeting| self.meetings[*meeting].possible).or_else(|| self.open_one(telling))
        } else {
            let planned = telling.account.modality == Modality::Planned;
            near.filter(|meeting| !self.meetings[*meeting].possible)
                .or_else(|| if planned { self.next(telling) } else { self.latest(telling) })
                .or_else(|| self.open_one(telling))
        };
        self.put(member, best);
    }

    /// The meeting told last before this telling in its own text.
    fn told_before(&self, telling: &Telling<'_>) -> Option<usize> {
        let begin = telling.account.span.begin;
        self.told
            .get(&telling.text)?
            .iter()
            .filter(|(other, _)| *other < begin && begin - other <= NEAR)
            .filter(|(_, meeting)| self.fits(telling, &self.meetings[*meeting], Known::Nothing))
            .max_by_key(|(other, meeting)| (*other, std::cmp::Reverse(*meeting)))
            .map(|(_, meeting)| *meeting)
    }

    /// The latest meeting held when the text was published.
    fn latest(&self, telling: &Telling<'_>) -> Option<usize> {
        let published = self.published[telling.text as usize];
        let until = published.and_then(Window::end).unwrap_or(Date::MAX);
        let since = published
            .and_then(Window::begin)
            .and_then(|begin| begin.checked_sub(jiff::Span::new().days(RECENT_DAYS)).ok())
            .unwrap_or(Date::MIN);
        let fitting = self
            .by_day
            .range(since..=until)
            .rev()
            .flat_map(|(_, meetings)| meetings.iter().copied())
            .take(LOOKED_AT)
            .filter(|meeting| self.fits(telling, &self.meetings[*meeting], Known::Nothing));
        // Of equally exact ones the first is the latest.
        first_of_most(fitting, |meeting| exactness(telling, &self.meetings[meeting]))
    }

    /// The next meeting after the text was published.
    fn next(&self, telling: &Telling<'_>) -> Option<usize> {
        let since = self.published[telling.text as usize].and_then(Window::begin).unwrap_or(Date::MIN);
        let fitting = self
            .by_day
            .range(since..)
            .flat_map(|(_, meetings)| meetings.iter().copied())
            .take(LOOKED_AT)
            .filter(|meeting| self.fits(telling, &self.meetings[*meeting], Known::Nothing));
        first_of_most(fitting, |meeting| exactness(telling, &self.meetings[meeting]))
    }

    /// A meeting without a day that this telling may be of.
    fn open_one(&self, telling: &Telling<'_>) -> Option<usize> {
        let candidates = self.open.get(&telling.by_sides)?.iter().copied();
        candidates
            .filter(|meeting| self.meetings[*meeting].possible == is_possible(telling))
            .filter(|meeting| match (self.meetings[*meeting].when, telling.when) {
                (Some(a), Some(b)) => a.overlaps(b),
                _ => true,
            })
            .find(|meeting| self.fits(telling, &self.meetings[*meeting], Known::Nothing))
    }

    fn put(&mut self, member: usize, meeting: Option<usize>) {
        let telling = &self.tellings[member];
        let number = meeting.unwrap_or(self.meetings.len());
        if meeting.is_none() {
            self.meetings.push(Meeting { possible: is_possible(telling), when: telling.when, ..Meeting::default() });
            match telling.when.and_then(|when| when.begin().zip(when.end())) {
                Some((begin, end)) if telling.when.and_then(Window::days).is_some_and(|days| days <= LONGEST) => {
                    let mut day = begin;
                    while day <= end {
                        self.by_day.entry(day).or_default().push(number);
                        let Ok(next) = day.tomorrow() else { break };
                        day = next;
                    }
                }
                _ => self.open.entry(telling.by_sides.clone()).or_default().push(number),
            }
        }
        let meeting = &mut self.meetings[number];
        add(&mut meeting.sides, &telling.by_sides);
        add(&mut meeting.persons, &telling.persons);
        if meeting.place.is_none() {
            meeting.place.clone_from(&telling.place);
        }
        meeting.members.push(member);
        self.told.entry(telling.text).or_default().push((telling.account.span.begin, number));
    }

    /// Whether a telling can be of a meeting.
    fn fits(&self, telling: &Telling<'_>, meeting: &Meeting, known: Known) -> bool {
        let places_differ = matches!((&telling.place, &meeting.place), (Some(a), Some(b)) if a != b);
        let same_place = telling.place.is_some() && telling.place == meeting.place;
        let persons_known = !telling.persons.is_empty() && !meeting.persons.is_empty();
        if persons_known && !share(&telling.persons, &meeting.persons) {
            return false;
        }
        let same_day = known == Known::Day || self.is_of_the_day(telling, meeting);
        let same_sides = telling.by_sides.len() > 1 && nested(&telling.by_sides, &meeting.sides);
        if places_differ && !(same_day && (same_sides || persons_known && nested(&telling.persons, &meeting.persons))) {
            return false;
        }
        let kind = |side: &PartyNo| self.cast.get(*side).kind;
        // A meeting may bear the name of who holds it; and a body meets once a day.
        let named_after_a_body = |sides: &[PartyNo]| {
            sides.iter().all(|side| matches!(kind(side), PartyKind::Body | PartyKind::Organisation | PartyKind::Group))
        };
        let is_body = |side: &&PartyNo| kind(side) == PartyKind::Body && meeting.sides.contains(side);
        if same_day && !places_differ && telling.by_sides.iter().any(|side| is_body(&side)) {
            return true;
        }
        let in_common = known == Known::Day || same_place || share(&telling.by_sides, &meeting.sides);
        nested(&telling.by_sides, &meeting.sides) && in_common
            || same_day && same_place && (named_after_a_body(&telling.by_sides) || named_after_a_body(&meeting.sides))
    }

    /// Whether a text tells of a meeting, without its day, on that very day or
    /// the next: what it calls "the talks" are those of the day.
    fn is_of_the_day(&self, telling: &Telling<'_>, meeting: &Meeting) -> bool {
        let news =
            self.published[telling.text as usize].filter(|window| window.days().is_some_and(|days| days <= LONGEST));
        let (Some(news), Some(last)) = (news, meeting.when.and_then(Window::end)) else { return false };
        let next = last.tomorrow().unwrap_or(last);
        !is_possible(telling) && Window::between(last, next).is_some_and(|days| days.overlaps(news))
    }
}

/// What a telling and a meeting are known to have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Day,
    Nothing,
}

/// How exactly a telling names a meeting.
fn exactness(telling: &Telling<'_>, meeting: &Meeting) -> u32 {
    let persons = u32::from(!telling.persons.is_empty() && telling.persons == meeting.persons);
    let sides = u32::from(telling.by_sides == meeting.sides);
    let in_common = u32::from(share(&telling.by_sides, &meeting.sides));
    let place = u32::from(telling.place.is_some() && telling.place == meeting.place);
    4 * persons + 2 * sides + 3 * in_common + 2 * place
}

fn add(list: &mut Vec<PartyNo>, more: &[PartyNo]) {
    list.extend(more);
    list.sort_unstable();
    list.dedup();
}

/// Of the items with the highest score the one that comes first.
fn first_of_most<T: Copy>(items: impl Iterator<Item = T>, score: impl Fn(T) -> u32) -> Option<T> {
    items
        .fold(None, |best: Option<(u32, T)>, item| match best {
            Some((most, _)) if most >= score(item) => best,
            _ => Some((score(item), item)),
        })
        .map(|(_, item)| item)
}

/// Whether it is only spoken of, on no day that is fixed.
fn is_possible(telling: &Telling<'_>) -> bool {
    let account = telling.account;
    account.status == Some(MeetingStatus::Possible)
        || account.status.is_none()
            && account.polarity != Polarity::No
            && matches!(account.modality, Modality::Conditional | Modality::Hypothetical | Modality::Wish)
}
