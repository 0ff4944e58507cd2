//! Accounts grouped into acts: by kind, parties and time; wording decides what
//! these leave open.
//!
//! Within a saga the accounts of one kind stand together. Each is put to the act
//! it is likest, found through an index of words and sides, or begins a new one.
//! What is said on different days, of different deadlines or by different people
//! stays apart.

use std::collections::BTreeMap;

use depeche_record::{AccountKind, CalendarUnit, Polarity, Relative, Window, window::Grain};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::meetings;
use crate::parties::Cast;
use crate::pile::Published;
use crate::stories::Stories;
use crate::tellings::{Rarity, Telling, Under, nested, share, widened};

/// Likeness from which two accounts tell one act.
const ONE_ACT: f32 = 0.40;
/// The same for what a speaker says many times a day.
const ONE_SAYING: f32 = 0.34;
/// Wording that outweighs a contradiction: then one act is told in two ways.
const SAME_WORDS: f32 = 0.6;
/// Least wording that the other fields may build on.
const SOME_WORDS: f32 = 0.03;
/// Wording from which a promise that one makes for another is that of the other,
/// and what debtor, form and deadline add.
const OF_ANOTHER: f32 = 0.25;
const ONE_PROMISE: f32 = 0.30;
/// Days on either side in which one news is told.
const NEWS_DAYS: i32 = 1;
/// Acts an account is compared with, and accounts of each.
const ACTS_COMPARED: usize = 24;
const MEMBERS_COMPARED: usize = 8;
/// Acts kept under one word of the index: the latest.
const UNDER_ONE_WORD: usize = 32;

/// Groups of tellings (by their numbers), each an act.
pub(crate) fn group(
    tellings: &[Telling<'_>],
    cast: &Cast,
    stories: &Stories,
    published: &Published,
) -> Vec<Vec<usize>> {
    let rarity = Rarity::of(tellings);
    let mut blocks: BTreeMap<(u32, AccountKind), Vec<usize>> = BTreeMap::new();
    let mut meeting_blocks: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (number, telling) in tellings.iter().enumerate() {
        let saga = stories.saga_of(telling.text);
        if telling.kind() == AccountKind::Meeting {
            meeting_blocks.entry(saga).or_default().push(number);
        } else {
            blocks.entry((saga, telling.kind())).or_default().push(number);
        }
    }
    let mut acts: Vec<Vec<usize>> = Vec::new();
    for block in meeting_blocks.values() {
        acts.extend(meetings::group(tellings, block, published, cast));
    }
    for block in blocks.values() {
        acts.extend(Block::new(tellings, &rarity, published).group(block));
    }
    for act in &mut acts {
        act.sort_unstable();
    }
    acts.sort_unstable();
    acts
}

/// "Within a week" counts from the day of the promise, if the text itself came
/// out later: the day that another account tells, else that of the first text.
pub(crate) fn anchor_deadlines(tellings: &mut [Telling<'_>], acts: &[Vec<usize>], published: &Published) {
    for act in acts {
        let told = act.iter().find_map(|member| tellings[*member].day()?.as_day());
        let first = || act.iter().filter_map(|member| published[tellings[*member].text as usize]?.as_day()).min();
        let Some(day) = told.or_else(first) else { continue };
        for member in act {
            let telling = &mut tellings[*member];
            let Some(news) = published[telling.text as usize].and_then(Window::begin).filter(|begin| *begin > day)
            else {
                continue;
            };
            let relative = telling.due_time.and_then(|time| time.relative);
            match (relative, telling.account.due) {
                (Some(from_a_day @ Relative::Units(CalendarUnit::Day, 0, _)), None) => telling.due = from_a_day.on(day),
                // Its own text counted from the day of the news.
                (_, Some(due))
                    if told.is_some() && due.grain() == Grain::Interval && due.begin() == Some(news)
                        || telling.due_slack > 0 =>
                {
                    telling.due = due.shift(day - news).map(|due| due.approximately(telling.due_slack > 0));
                }
                _ => {}
            }
        }
    }
}

/// The acts of one kind in one saga.
struct Block<'t, 'r> {
    tellings: &'t [Telling<'r>],
    rarity: &'t Rarity,
    published: &'t Published,
    acts: Vec<Vec<usize>>,
    by_word: FxHashMap<(u32, Under), Vec<u32>>,
}

impl<'t, 'r> Block<'t, 'r> {
    fn new(tellings: &'t [Telling<'r>], rarity: &'t Rarity, published: &'t Published) -> Block<'t, 'r> {
        Block { tellings, rarity, published, acts: Vec::new(), by_word: FxHashMap::default() }
    }

    fn group(mut self, members: &[usize]) -> Vec<Vec<usize>> {
        let mut members = members.to_vec();
        // Who says most comes first: the others find it.
        members.sort_by_key(|member| {
            let telling = &self.tellings[*member];
            let fields = (telling.day().is_some(), telling.due.is_some(), telling.words.len());
            (std::cmp::Reverse(fields), telling.text, telling.account.span)
        });
        for member in members {
            let act = self.likest(member, None).unwrap_or_else(|| {
                self.acts.push(Vec::new());
                self.acts.len() as u32 - 1
            });
            self.put(member, act);
        }
        // Who came too early to find the act that was told after it finds it now.
        for act in 0..self.acts.len() as u32 {
            let [alone] = self.acts[act as usize][..] else { continue };
            if let Some(found) = self.likest(alone, Some(act)) {
                self.acts[act as usize].clear();
                self.put(alone, found);
            }
        }
        self.acts.retain(|act| !act.is_empty());
        self.acts
    }

    /// The act that an account is likest to tell, its own left out.
    fn likest(&self, member: usize, own: Option<u32>) -> Option<u32> {
        self.candidates(member)
            .into_iter()
            .filter(|act| Some(*act) != own && !self.acts[*act as usize].is_empty())
            .filter_map(|act| Some((self.likeness_to_act(member, act)?, act)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, act)| act)
    }

    fn put(&mut self, member: usize, act: u32) {
        self.acts[act as usize].push(member);
        if self.acts[act as usize].len() > MEMBERS_COMPARED {
            return;
        }
        let telling = &self.tellings[member];
        for under in Under::kept(&telling.by_sides).chain(promised(telling)) {
            for word in &telling.words {
                remember(self.by_word.entry((*word, under)).or_default(), act);
            }
        }
    }

    /// The acts that share most, by the weight of what they share.
    fn candidates(&self, member: usize) -> Vec<u32> {
        let telling = &self.tellings[member];
        let under: Vec<Under> = Under::sought(&telling.by_sides).chain(promised(telling)).collect();
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        for word in &telling.words {
            let lists = under.iter().filter_map(|under| self.by_word.get(&(*word, *under)));
            let acts: FxHashSet<u32> = lists.flatten().copied().collect();
            for act in acts {
                *shared.entry(act).or_default() += self.rarity.weight(*word);
            }
        }
        let mut acts: Vec<(u32, f32)> = shared.into_iter().collect();
        acts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        acts.truncate(ACTS_COMPARED);
        acts.into_iter().map(|(act, _)| act).collect()
    }

    /// Likeness to the likest account of an act, if no account forbids it.
    fn likeness_to_act(&self, member: usize, act: u32) -> Option<f32> {
        let telling = &self.tellings[member];
        let mut best: f32 = 0.0;
        for other in self.acts[act as usize].iter().take(MEMBERS_COMPARED) {
            best = best.max(self.likeness(telling, &self.tellings[*other])?);
        }
        let least = if is_saying(telling.kind()) { ONE_SAYING } else { ONE_ACT };
        (best >= least).then_some(best)
    }

    /// Whether two texts may be of the same days.
    fn one_news(&self, a: &Telling<'_>, b: &Telling<'_>) -> bool {
        let days =
            |telling: &Telling<'_>| self.published[telling.text as usize].and_then(|window| widened(window, NEWS_DAYS));
        !times_apart(days(a), days(b))
    }

    /// How like two accounts of one kind are; `None` if they can't tell one act.
    fn likeness(&self, a: &Telling<'_>, b: &Telling<'_>) -> Option<f32> {
        let words = self.rarity.nearness(a, b);
        let of_a_group = a.to_group || b.to_group;
        let addressed_apart =
            !a.to_sides.is_empty() && !b.to_sides.is_empty() && !of_a_group && !share(&a.to_sides, &b.to_sides);
        if times_apart(a.may_be(), b.may_be()) || addressed_apart {
            return None;
        }
        if !nested(&a.by_sides, &b.by_sides) {
            return promised_for_another(a, b, words);
        }
        let others = !a.persons.is_empty() && !b.persons.is_empty() && !share(&a.persons, &b.persons);
        if others && !self.one_news(a, b) {
            return None;
        }
        let contradict =
            opposite(a.account.polarity, b.account.polarity) || times_apart(a.may_be_due(), b.may_be_due()) || others;
        if contradict {
            return (words >= SAME_WORDS && a.text != b.text).then_some(words);
        }
        if words < SOME_WORDS {
            return Some(words);
        }
        let both = |a: bool, b: bool, weight: f32| if a && b { weight } else { 0.0 };
        let same_day = a.day().is_some() && a.day() == b.day();
        let same_due = a.due.is_some() && a.due == b.due;
        let fields = both(a.is_owed(), b.is_owed(), if same_due { 0.35 } else { 0.30 })
            + both(same_day, !is_saying(a.kind()), 0.15)
            + both(a.account.medium.is_some(), a.account.medium == b.account.medium, 0.10)
            + both(a.place.is_some(), a.place == b.place, 0.05)
            + both(a.account.headline != b.account.headline, a.text == b.text, 0.10);
        Some(words + fields)
    }
}

fn remember(acts: &mut Vec<u32>, act: u32) {
    if acts.contains(&act) {
        return;
    }
    if acts.len() == UNDER_ONE_WORD {
        acts.remove(0);
    }
    acts.push(act);
}

/// Those whom a promise speaks of: it may be theirs.
fn promised(telling: &Telling<'_>) -> impl Iterator<Item = Under> {
    let promise = telling.kind() == AccountKind::Commitment;
    telling.mentioned.iter().copied().filter(move |_| promise).map(Under::Side)
}

/// How like two promises of different debtors are, if one speaks of the other's
/// debtor: "B promised that C will answer". Where form and deadline agree they are
/// likely one.
fn promised_for_another(a: &Telling<'_>, b: &Telling<'_>, words: f32) -> Option<f32> {
    let promises = a.kind() == AccountKind::Commitment && a.account.polarity == b.account.polarity;
    let speaks = share(&a.mentioned, &b.by_sides) || share(&b.mentioned, &a.by_sides);
    if !promises || !speaks || times_apart(a.may_be_due(), b.may_be_due()) {
        return None;
    }
    let agree = a.account.medium.is_some() && a.account.medium == b.account.medium && a.is_owed() && b.is_owed();
    Some(if agree && words >= OF_ANOTHER { words + ONE_PROMISE } else { words })
}

fn times_apart(a: Option<Window>, b: Option<Window>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if !a.overlaps(b))
}

fn opposite(a: Polarity, b: Polarity) -> bool {
    a != b
}

/// Kinds of which one speaker gives many on one day.
fn is_saying(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Statement | AccountKind::Accusation | AccountKind::Denial | AccountKind::Warning)
}
