//! The same utterance in several texts, folded by what it says.

use std::collections::{HashMap, HashSet};

use depeche_record::{Quotation, QuotationId, TextId};

use crate::view::View;

/// One utterance and every telling of it.
pub(crate) struct Saying<'d> {
    /// The tellings, the fullest first.
    pub(crate) tellings: Vec<Telling<'d>>,
}

/// A quotation of one text.
pub(crate) struct Telling<'d> {
    pub(crate) text: &'d TextId,
    pub(crate) quotation: &'d Quotation,
    /// What is said, its pieces joined.
    pub(crate) words: String,
}

/// Share of the shorter telling's words, in per cent, that two tellings of one
/// utterance have in common.
const SAME: usize = 70;
/// Tellings shorter than this many words are only folded when they are equal.
const SHORT: usize = 4;

/// Every utterance of the dossier, in order of its first telling.
pub(crate) fn sayings<'d>(view: &View<'d>) -> Vec<Saying<'d>> {
    let acts = acts_of_quotations(view);
    let mut by_speaker: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    let mut groups: Vec<Group<'d>> = Vec::new();
    for text in &view.texts {
        let id = &text.text.id;
        let Some(reading) = view.reading(id) else { continue };
        for quotation in &reading.quotations {
            let mut words = String::new();
            for span in &quotation.content {
                let separator = if words.is_empty() { "" } else { " […] " };
                words.push_str(separator);
                words.push_str(view.words(id, *span));
            }
            let mut speakers: Vec<String> =
                quotation.speaker.iter().map(|speaker| view.name(Some(id), speaker).to_owned()).collect();
            speakers.sort();
            let bag = bag(&words);
            let act = acts.get(&(id, quotation.id)).copied();
            let known = by_speaker.entry(speakers).or_default();
            let telling = Telling { text: id, quotation, words };
            let same = known.iter().copied().find(|group| groups[*group].tells(&bag, act));
            let group = same.unwrap_or_else(|| {
                known.push(groups.len());
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[group].add(telling, bag, act);
        }
    }
    groups.into_iter().map(Group::into_saying).collect()
}

#[derive(Default)]
struct Group<'d> {
    tellings: Vec<Telling<'d>>,
    bags: Vec<HashSet<String>>,
    acts: HashSet<usize>,
}

impl<'d> Group<'d> {
    fn tells(&self, bag: &HashSet<String>, act: Option<usize>) -> bool {
        act.is_some_and(|act| self.acts.contains(&act)) || self.bags.iter().any(|known| alike(known, bag))
    }

    fn add(&mut self, telling: Telling<'d>, bag: HashSet<String>, act: Option<usize>) {
        self.tellings.push(telling);
        self.bags.push(bag);
        self.acts.extend(act);
    }

    fn into_saying(mut self) -> Saying<'d> {
        self.tellings.sort_by_key(|telling| {
            (depeche_record::QuotationType::Indirect == telling.quotation.kind, std::cmp::Reverse(telling.words.len()))
        });
        Saying { tellings: self.tellings }
    }
}

/// Which act of the dossier a quotation carries, where it carries just one.
fn acts_of_quotations<'d>(view: &View<'d>) -> HashMap<(&'d TextId, QuotationId), usize> {
    let mut acts: HashMap<(&TextId, QuotationId), Option<usize>> = HashMap::new();
    for (number, act) in view.dossier.acts.iter().enumerate() {
        for told in &act.accounts {
            let Some(quotation) = view.account(told).and_then(|account| account.quotation) else { continue };
            acts.entry((&told.text, quotation))
                .and_modify(|known| *known = known.filter(|known| *known == number))
                .or_insert(Some(number));
        }
    }
    acts.into_iter().filter_map(|(key, act)| Some((key, act?))).collect()
}

fn alike(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let shorter = a.len().min(b.len());
    if shorter < SHORT {
        return a == b;
    }
    let shared = a.intersection(b).count();
    shared * 100 >= shorter * SAME
}

fn bag(words: &str) -> HashSet<String> {
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
