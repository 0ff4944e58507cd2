//! When undated texts were published, from the dated texts of their story.
//!
//! Three things tell. A past act that a text dates, this one or another:
//! published that day or later. An act that this text sets on "this Friday" and
//! another on 21 January, or news that it shares with a text of a Friday. A
//! deadline that this text calls "this week" and another dates. What they leave
//! open stays open.

use depeche_record::{Account, AccountKind, Modality, Polarity, Reading, Relative, Window, window::Grain};
use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parties::Cast;
use crate::pile::{Pile, Published, TextNo};
use crate::stories::Stories;
use crate::tellings::{Rarity, Telling, Under, nested, of_text, share, tellings};

/// Rounds: a text dated in one round dates others in the next.
const ROUNDS: usize = 3;
/// Dated accounts of one side that one account is compared with.
const COMPARED: usize = 48;
/// Wording from which two accounts of like parties tell one act.
const SAME_ACT: f32 = 0.22;
/// The same where nothing but the news itself tells the day.
const SAME_NEWS: f32 = 0.34;
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
    let open: Vec<TextNo> = (0..pile.len() as TextNo).filter(|text| pile.texts[*text as usize].is_undated()).collect();
    if open.is_empty() {
        return (published, found);
    }
    for _ in 0..ROUNDS {
        let mut changed = false;
        let dated = Dated::new(pile, cast, stories, &published);
        for text in open.iter().copied() {
            let evidence = dated.evidence(pile, cast, stories, text);
            let known = pile.texts[text as usize].published();
            let Some(next) = weigh(evidence, known, own_day(pile.reading(text))) else { continue };
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
    /// News shared with a text of a day that this text may mean.
    News,
}

/// The accounts that tell a time, or stand in a text of a known day.
struct Dated<'r> {
    tellings: Vec<Telling<'r>>,
    /// By saga, kind and side.
    by_key: FxHashMap<(u32, AccountKind, Under), Vec<u32>>,
    rarity: Rarity,
    published: Published,
}

impl<'r> Dated<'r> {
    fn new(pile: &Pile<'r>, cast: &Cast, stories: &Stories, published: &Published) -> Dated<'r> {
        let all = tellings(pile, cast, published);
        let rarity = Rarity::of(&all);
        let has_time = |telling: &Telling<'_>| telling.when.is_some() || telling.due.is_some();
        let mut tellings: Vec<Telling<'r>> =
            all.into_iter().filter(|telling| has_time(telling) || day_of(published, telling.text).is_some()).collect();
        tellings.sort_by_key(|telling| !has_time(telling));
        let mut by_key: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        for (number, telling) in tellings.iter().enumerate() {
            for under in Under::kept(&telling.by_sides) {
                let key = (stories.saga_of(telling.text), telling.promised_kind(), under);
                let list: &mut Vec<u32> = by_key.entry(key).or_default();
                if list.len() < COMPARED {
                    list.push(number as u32);
                }
            }
        }
        Dated { tellings, by_key, rarity, published: published.clone() }
    }

    /// The accounts that may tell the act that `own` tells.
    fn candidates(&self, saga: u32, own: &Telling<'_>) -> Vec<&Telling<'r>> {
        let mut numbers: Vec<u32> = Under::sought(&own.by_sides)
            .filter_map(|under| self.by_key.get(&(saga, own.promised_kind(), under)))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| &self.tellings[number as usize]).collect()
    }

    fn evidence(&self, pile: &Pile<'_>, cast: &Cast, stories: &Stories, text: TextNo) -> Vec<Evidence> {
        let mut found = Vec::new();
        for own in of_text(pile, text, cast, None) {
            found.extend(told_as_past(own.when, own.account, None));
            let mut others = self.candidates(stories.saga_of(text), &own);
            others.retain(|other| other.text != text && self.one_act(&own, other));
            for other in &others {
                found.extend(told_as_past(other.when, own.account, Some(pile.name(other.text))));
            }
            // What only counts from the day itself is asked of the same moment.
            others.retain(|other| stories.of[other.text as usize] == stories.of[text as usize]);
            found.extend(same_day(pile, &own, &others));
            found.extend(others.iter().filter_map(|other| same_deadline(pile, &own, other)));
            found.extend(others.iter().filter_map(|other| self.same_news(pile, &own, other)));
        }
        found
    }

    /// What a text of "this Friday" says as news, and a text of a Friday too.
    fn same_news(&self, pile: &Pile<'_>, own: &Telling<'_>, other: &Telling<'_>) -> Option<Evidence> {
        let reading = pile.reading(own.text);
        let day = day_of(&self.published, other.text)?;
        let is_news = |telling: &Telling<'_>| telling.when.is_none() && telling.kind() != AccountKind::Meeting;
        let time = reading
            .times
            .iter()
            .find(|time| matches!(time.relative, Some(Relative::This(weekday)) if weekday == day.weekday()))?;
        let same = is_news(own) && is_news(other) && self.rarity.nearness(own, other) >= SAME_NEWS;
        same.then(|| Evidence {
            strength: Strength::News,
            window: Window::day(day),
            reason: format!(
                "“{}” is the day on which {} tells the same",
                time.span.of(reading.text.content()),
                pile.name(other.text)
            ),
        })
    }

    /// Whether two accounts tell one act, as far as both say.
    fn one_act(&self, own: &Telling<'_>, other: &Telling<'_>) -> bool {
        let persons = own.persons.is_empty() || other.persons.is_empty() || share(&own.persons, &other.persons);
        let to = own.to_sides.is_empty() || other.to_sides.is_empty() || share(&own.to_sides, &other.to_sides);
        let places = own.place.is_none() || other.place.is_none() || own.place == other.place;
        let times = match (own.when, other.when) {
            (Some(own), Some(other)) => own.overlaps(other),
            _ => true,
        };
        if !(persons && to && places && times && nested(&own.by_sides, &other.by_sides)) {
            return false;
        }
        if own.kind() == AccountKind::Meeting {
            let day_of_year = match (own.when_time.and_then(|time| time.relative), other.day().and_then(Window::as_day))
            {
                (Some(Relative::Yearless(month, Some(day))), Some(date)) => (date.month(), date.day()) == (month, day),
                (_, day) => day.is_some() && own.when_time.is_some(),
            };
            let same_place = own.place.is_some() && own.place == other.place;
            let same_sides = own.by_sides.len() > 1 && own.by_sides == other.by_sides;
            return day_of_year && (same_place || same_sides || share(&own.persons, &other.persons));
        }
        let least = if own.is_owed() && other.is_owed() { SAME_PROMISE } else { SAME_ACT };
        self.rarity.nearness(own, other) >= least
    }
}

/// The day on which a text was published, if it is known.
fn day_of(published: &Published, text: TextNo) -> Option<Date> {
    published[text as usize].and_then(Window::as_day)
}

/// A past act was before publication, or on its day.
fn told_as_past(when: Option<Window>, account: &Account, by: Option<&str>) -> Option<Evidence> {
    let begin = when?.begin()?;
    let is_past = account.modality == Modality::Fact && account.polarity == Polarity::Yes;
    let reason = || match by {
        Some(name) => format!("tells as past what {name} dates {begin}"),
        None => format!("tells {begin} as past"),
    };
    is_past.then(|| Evidence { strength: Strength::After, window: Window::since(begin), reason: reason() })
}

/// "This Friday" of an act that others date, if they agree on the day.
fn same_day(pile: &Pile<'_>, own: &Telling<'_>, others: &[&Telling<'_>]) -> Vec<Evidence> {
    let Some(time) = own.when_time else { return Vec::new() };
    let words = time.span.of(pile.reading(own.text).text.content());
    let fitting: Vec<(Window, Evidence)> = others
        .iter()
        .filter_map(|other| {
            let when = other.day()?;
            let window = anchors(time.relative, when, |window| window.same_days(when))?;
            let reason = format!("“{words}” is of an act that {} dates {when}", pile.name(other.text));
            Some((when, Evidence { strength: Strength::When, window, reason }))
        })
        .collect();
    let days: FxHashSet<Window> = fitting.iter().map(|(when, _)| *when).collect();
    if days.len() > 1 { Vec::new() } else { fitting.into_iter().map(|(_, evidence)| evidence).collect() }
}

/// A deadline that both name. A week that two texts name is one week; wider
/// windows need not be equal.
fn same_deadline(pile: &Pile<'_>, own: &Telling<'_>, other: &Telling<'_>) -> Option<Evidence> {
    let (due, time) = (other.due?, own.due_time?);
    if due.grain() > Grain::Week {
        return None;
    }
    let window = anchors(time.relative, due, |window| window.same_days(due))?;
    let words = time.span.of(pile.reading(own.text).text.content());
    let reason = format!("“{words}” is a deadline that {} dates {due}", pile.name(other.text));
    Some(Evidence { strength: Strength::Due, window, reason })
}

/// The day and month that a text names as those of its publication, and its words.
fn own_day(reading: &Reading) -> Option<(Relative, &str)> {
    let published = &reading.text.published;
    let span = published.span.filter(|_| published.window.is_none())?;
    let time = reading.times.iter().find(|time| time.span.overlaps(span))?;
    Some((time.relative?, span.of(reading.text.content())))
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
/// strongest sort give, narrowed by what does not contradict it, all inside what
/// the text itself tells.
fn weigh(evidence: Vec<Evidence>, known: Option<Window>, own_day: Option<(Relative, &str)>) -> Option<Found> {
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
        Strength::News => 2,
        Strength::After => 3,
    };
    counts
        .sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(b.2.cmp(&a.2)).then(b.1.cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
    let mut window = known;
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
    // A day without a year is the first such day after what it tells as past.
    if let (Some((Relative::Yearless(month, Some(day)), words)), Some(begin)) =
        (own_day, window.and_then(Window::begin))
    {
        let in_year = |year: i16| Date::new(year, month, day).ok().filter(|day| *day >= begin);
        let first = in_year(begin.year()).or_else(|| in_year(begin.year() + 1));
        let narrowed = first.and_then(|day| window?.intersection(Window::day(day)));
        if narrowed.is_some_and(|narrowed| window != Some(narrowed)) {
            window = narrowed;
            reasons.push(format!("“{words}” is the first such day"));
        }
    }
    (!reasons.is_empty()).then_some(Found { window: window?, reason: reasons.join("; ") })
}
