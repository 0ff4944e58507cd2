//! When undated texts were published, from the dated texts of their story.
//!
//! Three things tell. A past act that another text dates: published that day or
//! later. An act that this text sets on "this Friday" and another on 21 January.
//! A deadline that this text calls "this week" and another dates. What they
//! leave open stays open.

use depeche_record::{Account, AccountKind, Modality, Polarity, Relative, Time, Window, window::Grain};
use jiff::ToSpan;
use rustc_hash::FxHashMap;

use crate::parties::{Cast, PartyNo};
use crate::pile::{Pile, Published, TextNo};
use crate::stories::Stories;
use crate::tellings::{Rarity, Telling, nested, of_text, share, tellings};

/// Rounds: a text dated in one round dates others in the next.
const ROUNDS: usize = 3;
/// Dated accounts that one account is compared with.
const COMPARED: usize = 48;
/// Wording from which two accounts of like parties tell one act.
const SAME_ACT: f32 = 0.22;
/// The same where both name a deadline.
const SAME_PROMISE: f32 = 0.1;
/// How far from a dated act its undated text is looked for.
const SEARCH_DAYS: i32 = 62;

/// What collation found out about a text's publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) window: Window,
    pub(crate) reason: String,
}

/// The windows of all texts, narrowed where other texts allow it, and what was
/// found for which text.
pub(crate) fn narrow(pile: &Pile<'_>, cast: &Cast, stories: &Stories) -> (Published, Vec<Option<Found>>) {
    let mut published: Published = pile.texts.iter().map(crate::pile::Source::published).collect();
    let mut found: Vec<Option<Found>> = vec![None; pile.len()];
    let open: Vec<TextNo> = (0..pile.len() as TextNo).filter(|text| published[*text as usize].is_none()).collect();
    if open.is_empty() || open.len() == pile.len() {
        return (published, found);
    }
    for _ in 0..ROUNDS {
        let mut changed = false;
        let dated = Dated::new(pile, cast, stories, &published);
        for text in open.iter().copied() {
            let evidence = dated.evidence(pile, cast, stories.of[text as usize], text);
            let Some(next) = weigh(evidence) else { continue };
            if found[text as usize].as_ref() != Some(&next) {
                published[text as usize] = Some(next.window);
                found[text as usize] = Some(next);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    (published, found)
}

/// What one account of an undated text says about its publication.
struct Evidence {
    strength: Strength,
    window: Window,
    reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// A past act: published on its day or later.
    After,
    /// A time of an act that another text dates.
    When,
    /// A deadline that another text dates.
    Due,
}

/// The accounts of the dated texts, by story, kind and side.
struct Dated<'r> {
    tellings: Vec<Telling<'r>>,
    by_key: FxHashMap<(u32, AccountKind, Vec<PartyNo>), Vec<u32>>,
    rarity: Rarity,
}

impl<'r> Dated<'r> {
    fn new(pile: &Pile<'r>, cast: &Cast, stories: &Stories, published: &Published) -> Dated<'r> {
        let all = tellings(pile, cast, published);
        let rarity = Rarity::of(&all);
        let tellings: Vec<Telling<'r>> = all
            .into_iter()
            .filter(|telling| published[telling.text as usize].is_some())
            .filter(|telling| telling.when.is_some() || telling.due.is_some())
            .collect();
        let mut by_key: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        for (number, telling) in tellings.iter().enumerate() {
            let key = (stories.of[telling.text as usize], telling.kind(), telling.by_sides.clone());
            let list = by_key.entry(key).or_default();
            if list.len() < COMPARED {
                list.push(number as u32);
            }
        }
        Dated { tellings, by_key, rarity }
    }

    fn evidence(&self, pile: &Pile<'r>, cast: &Cast, story: u32, text: TextNo) -> Vec<Evidence> {
        let reading = pile.reading(text);
        let mut found = Vec::new();
        for own in of_text(text, reading, cast, None) {
            let key = (story, own.kind(), own.by_sides.clone());
            let others = self.by_key.get(&key).into_iter().flatten().map(|number| &self.tellings[*number as usize]);
            for other in others.filter(|other| other.text != text && self.one_act(&own, other)) {
                let name = pile.name(other.text);
                let words = |time: &Time| time.span.of(reading.text.content());
                if let Some(day) = other.day().and_then(Window::as_day).filter(|_| is_past(own.account)) {
                    let reason = format!("tells as past what {name} dates {day}");
                    found.push(Evidence { strength: Strength::After, window: Window::since(day), reason });
                }
                if let (Some(when), Some(time)) = (other.day(), own.when_time) {
                    let anchors = anchors(time.relative, when, |window| window.same_days(when));
                    found.extend(anchors.map(|window| Evidence {
                        strength: Strength::When,
                        window,
                        reason: format!("“{}” is of an act that {name} dates {when}", words(time)),
                    }));
                }
                if let (Some(due), Some(time)) = (other.due, own.due_time) {
                    // A week that two texts name is one week; other windows need not be equal.
                    let same = |window: Window| window.same_days(due);
                    if due.grain() <= Grain::Week {
                        found.extend(anchors(time.relative, due, same).map(|window| Evidence {
                            strength: Strength::Due,
                            window,
                            reason: format!("“{}” is a deadline that {name} dates {due}", words(time)),
                        }));
                    }
                }
            }
        }
        found
    }

    /// Whether an account of an undated text and one of a dated text tell one act.
    fn one_act(&self, own: &Telling<'_>, other: &Telling<'_>) -> bool {
        let persons = own.persons.is_empty() || other.persons.is_empty() || share(&own.persons, &other.persons);
        let to = own.to_sides.is_empty() || other.to_sides.is_empty() || share(&own.to_sides, &other.to_sides);
        let places = own.place.is_none() || other.place.is_none() || own.place == other.place;
        let times = match (own.when, other.when) {
            (Some(own), Some(other)) => own.overlaps(other),
            _ => true,
        };
        if !(persons && to && places && times) {
            return false;
        }
        if own.kind() == AccountKind::Meeting {
            let same_persons = !own.persons.is_empty() && nested(&own.persons, &other.persons);
            return match (own.when_time.and_then(|time| time.relative), other.day().and_then(Window::as_day)) {
                (Some(Relative::Yearless(month, Some(day))), Some(date)) => date.month() == month && date.day() == day,
                (_, Some(_)) => same_persons && own.place.is_some(),
                (_, None) => false,
            };
        }
        let least = if own.is_owed() && other.is_owed() { SAME_PROMISE } else { SAME_ACT };
        self.rarity.nearness(&own.words, &other.words) >= least
    }
}

fn is_past(account: &Account) -> bool {
    account.modality == Modality::Fact && account.polarity == Polarity::Yes
}

/// The days on which a text must be published for its relative time to fit.
fn anchors(relative: Option<Relative>, near: Window, fits: impl Fn(Window) -> bool) -> Option<Window> {
    let search = Window::between(
        near.begin()?.checked_sub(SEARCH_DAYS.days()).ok()?,
        near.end()?.checked_add(SEARCH_DAYS.days()).ok()?,
    )?;
    match relative? {
        // Any day near fits a date that only lacks its year.
        Relative::Yearless(..) => None,
        relative => relative.anchors(search, fits),
    }
}

/// What all evidence together says: the window that most accounts of the
/// strongest sort give, narrowed by what does not contradict it.
fn weigh(evidence: Vec<Evidence>) -> Option<Found> {
    let mut counts: Vec<(Strength, Window, usize, String)> = Vec::new();
    for item in evidence {
        match counts.iter_mut().find(|(strength, window, ..)| *strength == item.strength && *window == item.window) {
            Some((_, _, count, reason)) => {
                *count += 1;
                if item.reason < *reason {
                    *reason = item.reason;
                }
            }
            None => counts.push((item.strength, item.window, 1, item.reason)),
        }
    }
    // Times of acts before deadlines before lower bounds; the later bound first.
    let rank = |strength: Strength| match strength {
        Strength::When => 0,
        Strength::Due => 1,
        Strength::After => 2,
    };
    counts
        .sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(b.2.cmp(&a.2)).then(b.1.cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
    let mut window: Option<Window> = None;
    let mut reasons: Vec<String> = Vec::new();
    for (_, next, _, reason) in counts {
        let narrowed = match window {
            None => Some(next),
            Some(window) => window.intersection(next),
        };
        if narrowed.is_some() && narrowed != window {
            window = narrowed;
            reasons.push(reason);
        }
    }
    Some(Found { window: window?, reason: reasons.join("; ") })
}
