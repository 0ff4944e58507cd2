//! Names: known ones, designations ("Conseil national …"), and runs of
//! capitalised words.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::fold;
use depeche_language::pack::{HeadKind, Known, Traits};
use depeche_language::tagger::Label;
use depeche_record::BlockKind;
use rustc_hash::{FxHashMap, FxHashSet};

use super::scene::Scene;

/// A name that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) tokens: Range<usize>,
    pub(super) kind: NameKind,
    pub(super) reason: &'static str,
    /// What the tagger takes it for, where neither words nor neighbours decide.
    pub(super) label: Option<Label>,
}

/// What a name is, as far as its own words and its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A known actor.
    Actor(u16),
    /// A known town, and the state whose capital it is.
    Town {
        place: u16,
        capital_of: Option<u16>,
    },
    /// A building that speaks for a known actor.
    Seat(u16),
    /// The adjective or noun of a people, with a capital.
    People(u16),
    Person,
    Organisation,
    Body,
    Outlet,
    Place,
    /// Several people of one name: "les Songhoï".
    Group,
    /// A country or region without an entry: "la Norlande".
    Land,
    /// A single word that could be anything.
    Single,
}

/// The names of all sentences, in order; they don't overlap.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    for (_, sentence) in scene.sentences() {
        let range = sentence.tokens.clone();
        let words = range.clone().filter(|at| scene.tokens[*at].is_word());
        let shouted = words.clone().filter(|at| scene.all_capitals(*at)).count() * 2 > words.count() + 2;
        let mut finder = Finder { scene, range: range.clone(), shouted, names: &mut names };
        let mut at = range.start;
        while at < range.end {
            if scene.in_work(at) {
                at += 1;
                continue;
            }
            at = finder
                .known(at)
                .or_else(|| finder.designation(at))
                .or_else(|| finder.run(at))
                .unwrap_or(at + 1)
                .max(at + 1);
        }
    }
    agree(scene, &mut names);
    tag(scene, &mut names);
    names
}

/// How far the tagger's label must lead to overrule what a name looks like.
const SURE: i32 = 120;

/// Asks the tagger about names that are still open.
fn tag(scene: &Scene<'_>, names: &mut [Name]) {
    let Some(tagger) = &scene.article.pack.tagger else { return };
    let open = |name: &Name| WEAK.contains(&name.reason);
    let mut read: Option<(usize, Vec<(Label, i32)>)> = None;
    for name in names.iter_mut().filter(|name| open(name)) {
        let Some(number) = scene.article.segmented.sentence_at(scene.tokens[name.tokens.start].span.begin) else {
            continue;
        };
        let range = scene.article.segmented.sentences[number].tokens.clone();
        if read.as_ref().is_none_or(|(known, _)| *known != number) {
            let words: Vec<&str> = range.clone().map(|at| scene.word(at)).collect();
            read = Some((number, tagger.tag(&words)));
        }
        let Some((_, labels)) = &read else { continue };
        // The last word decides: "Sidi Yeyia", "Los Alamos".
        let (label, lead) = labels[name.tokens.end - 1 - range.start];
        name.label = Some(label);
        if name.reason == "several capitals" && lead >= SURE {
            (name.kind, name.reason) = match label {
                Label::Place => (NameKind::Place, "tagged as a place"),
                Label::Organisation => (NameKind::Organisation, "tagged as an organisation"),
                Label::Person | Label::Outside => (name.kind, name.reason),
            };
        }
    }
}

/// Reasons that a name's own occurrence decides too little to overrule another's.
const WEAK: [&str; 3] = ["several capitals", "capital", "article before a name"];

/// Lets the occurrences of one name agree on what it is: the first that its
/// words or neighbours decide.
fn agree(scene: &Scene<'_>, names: &mut Vec<Name>) {
    let mut decided: FxHashMap<&str, NameKind> = FxHashMap::default();
    let mut papers: FxHashSet<&str> = FxHashSet::default();
    for name in names.iter() {
        let words = scene.words(name.tokens.clone());
        if !WEAK.contains(&name.reason)
            && matches!(name.kind, NameKind::Place | NameKind::Group | NameKind::Outlet | NameKind::Person)
        {
            decided.entry(words).or_insert(name.kind);
        }
        let paper = scene.ends_before(name.tokens.start, Known::Document).is_some();
        if paper
            && matches!(name.kind, NameKind::Organisation | NameKind::Single | NameKind::Person)
            && !decided.contains_key(words)
        {
            papers.insert(words);
        }
    }
    names.retain(|name| !papers.contains(scene.words(name.tokens.clone())));
    for name in names {
        if WEAK.contains(&name.reason)
            && let Some(kind) = decided.get(scene.words(name.tokens.clone()))
        {
            name.kind = *kind;
            name.reason = "named so elsewhere in the text";
        }
    }
}

struct Finder<'f, 'a> {
    scene: &'f Scene<'a>,
    range: Range<usize>,
    /// Whether the sentence is mostly in capitals, so that they tell nothing.
    shouted: bool,
    names: &'f mut Vec<Name>,
}

impl Finder<'_, '_> {
    /// "HALDEN, 12 mars": a dateline begins with the place.
    fn opens_dateline(&self, run: &Range<usize>) -> bool {
        let segmented = &self.scene.article.segmented;
        run.start == self.range.start
            && segmented
                .sentence_at(self.scene.tokens[run.start].span.begin)
                .is_some_and(|sentence| segmented.sentences[sentence].kind == BlockKind::Dateline)
    }

    fn push(&mut self, tokens: Range<usize>, kind: NameKind, reason: &'static str) -> usize {
        let end = tokens.end;
        self.names.push(Name { tokens, kind, reason, label: None });
        end
    }

    /// The known name at `at`, written as names are.
    fn lookup(&self, at: usize) -> Option<(usize, NameKind)> {
        let scene = self.scene;
        scene
            .longest(at, |known| match known {
                Known::Name { actor, acronym, capital } => {
                    let written = if acronym {
                        scene.all_capitals(at) || (scene.capital(at) && scene.word(at).chars().count() >= 4)
                    } else {
                        scene.capital(at) || !capital
                    };
                    written.then_some(NameKind::Actor(actor))
                }
                Known::Town { place, capital_of } if scene.capital(at) => Some(NameKind::Town { place, capital_of }),
                Known::Seat { actor } if scene.capital(at) => Some(NameKind::Seat(actor)),
                _ => None,
            })
            .filter(|(length, _)| at + length <= self.range.end)
    }

    fn known(&mut self, at: usize) -> Option<usize> {
        let scene = self.scene;
        let (length, kind) = self.lookup(at)?;
        let end = at + length;
        let named_after = length == 1 && scene.traits(at).any(Traits::GIVEN) && self.continues(end);
        if named_after {
            return None;
        }
        Some(self.push(at..end, kind, "known name"))
    }

    /// Whether a capitalised word follows within the same name.
    fn continues(&self, at: usize) -> bool {
        at < self.range.end
            && self.scene.capital(at)
            && !self.scene.glued(at)
            && !matches!(self.lookup(at), Some((_, NameKind::Actor(_) | NameKind::Seat(_))))
    }

    /// "Conseil national syrien", "Association des leaders religieux du Mali".
    fn designation(&mut self, at: usize) -> Option<usize> {
        let scene = self.scene;
        let traits = scene.traits(at);
        if !scene.tokens[at].capital || !traits.any(Traits::DESIGNATION) || (self.shouted && !scene.opening(at)) {
            return None;
        }
        let mut end = self.words_of_designation(at + 1);
        let mut complements = 0;
        while complements < 4 {
            let Some(next) = self.complement(end) else { break };
            end = next;
            complements += 1;
        }
        if end == at + 1 && scene.opening(at) {
            return None;
        }
        let kind = if traits.any(Traits::OUTLET) {
            NameKind::Outlet
        } else if traits.any(Traits::BODY) {
            NameKind::Body
        } else {
            NameKind::Organisation
        };
        Some(self.push(at..end, kind, "designation"))
    }

    /// Whether an unknown word ends as the adjectives of peoples do.
    fn is_unknown_demonym(&self, at: usize) -> bool {
        let scene = self.scene;
        scene.tokens[at].is_word()
            && scene.traits(at) == Traits::default()
            && !scene.is_verb(at)
            && scene.pack.demonym_stem(&scene.lower(at)).is_some()
    }

    /// Goes over capitals and adjectives.
    fn words_of_designation(&self, mut at: usize) -> usize {
        let scene = self.scene;
        while at < self.range.end && !scene.glued(at) {
            let adjective = !scene.tokens[at].capital
                && (scene.demonym(at).is_some()
                    || scene.is_adjective(at)
                    || self.is_unknown_demonym(at)
                    || scene.length_of(at, Known::After) == Some(1));
            let capital =
                scene.tokens[at].capital && scene.tokens[at].is_word() && !scene.traits(at).any(Traits::OPENER);
            if !adjective && !capital {
                break;
            }
            at += 1;
        }
        at
    }

    /// The end of "des droits humains" at `at`.
    fn complement(&self, at: usize) -> Option<usize> {
        let scene = self.scene;
        if at + 1 >= self.range.end || !scene.traits(at).any(Traits::OF.with(Traits::FOR)) {
            return None;
        }
        let mut noun = at + 1;
        if scene.traits(noun).any(Traits::DEFINITE) && noun + 1 < self.range.end {
            noun += 1;
        }
        if let Some((length, _)) = self.lookup(noun) {
            return Some(noun + length);
        }
        if scene.capital(noun) && !scene.traits(noun).any(Traits::OPENER) {
            return Some(self.words_of_designation(noun + 1));
        }
        let plain = scene.is_noun(noun) && scene.traits(at).any(Traits::OF) && !scene.is_participle(noun);
        plain.then(|| self.words_of_designation(noun + 1))
    }

    /// A run of capitalised words that nothing knows.
    fn run(&mut self, at: usize) -> Option<usize> {
        let scene = self.scene;
        if !scene.capital(at) {
            return None;
        }
        let traits = scene.traits(at);
        let skipped = [Known::Honorific, Known::Work].into_iter().find_map(|kind| scene.length_of(at, kind));
        if let Some(length) = skipped {
            return Some(at + length);
        }
        let portfolio = scene.longest(at, |known| matches!(known, Known::Portfolio(_)).then_some(()));
        if let Some((length, ())) = portfolio.filter(|_| !scene.opening(at)) {
            return Some(at + length);
        }
        // "le Ghanéen Kwabena Ofori": behind an article it is no part of the name.
        let apart = || at > self.range.start && scene.traits(at - 1).any(Traits::DEFINITE);
        if let Some((actor, _)) = scene.demonym(at).filter(|_| !self.continues(at + 1) || apart()) {
            return Some(if scene.opening(at) {
                at + 1
            } else {
                self.push(at..at + 1, NameKind::People(actor), "people")
            });
        }
        if at > self.range.start && scene.ends_before(at, Known::Work).is_some() {
            return Some(self.run_end(at));
        }
        if traits.any(Traits::NO_PARTY) || (scene.opening(at) && traits.any(Traits::OPENER)) {
            return None;
        }
        let title = scene.heads(at).next();
        if let Some((length, head)) = title.filter(|_| !traits.any(Traits::GIVEN))
            && (scene.opening(at)
                || matches!(
                    head.kind,
                    HeadKind::Office | HeadKind::Person | HeadKind::Source | HeadKind::Group | HeadKind::State
                ))
        {
            return Some(at + length);
        }
        if is_roman(scene.word(at)) || (self.shouted && !traits.any(Traits::GIVEN)) {
            return None;
        }
        let mut begin = at;
        let mut end = self.run_end(at);
        // "Q", "c)": a letter alone is no name.
        if end == at + 1 && scene.word(at).trim_end_matches('.').chars().count() == 1 {
            return None;
        }
        // A full stop that is missing: "pour le moment Je continuerai".
        if traits.any(Traits::OPENER) && end == at + 1 && !scene.all_capitals(at) {
            return None;
        }
        // "Pour Kostova": a common word in capitals only because it opens.
        if scene.opening(at)
            && scene.tokens[at].form != depeche_language::Form::UNKNOWN
            && !traits.any(Traits::GIVEN.with(Traits::PLACE_START))
            && title.is_none()
        {
            if end == at + 1 {
                return None;
            }
            begin += 1;
            end = self.run_end(begin);
        }
        let kind = self.kind(begin..end);
        // "la mosquée Sidi Yeyia": the noun is part of the name.
        let noun = (begin > self.range.start && (kind.0 != NameKind::Person || kind.1 == "several capitals"))
            .then(|| scene.length_of(begin - 1, Known::PlaceNoun))
            .flatten()
            .is_some_and(|length| length == 1);
        if noun {
            return Some(self.push(begin - 1..end, NameKind::Place, "place noun"));
        }
        Some(self.push(begin..end, kind.0, kind.1))
    }

    fn run_end(&self, at: usize) -> usize {
        let scene = self.scene;
        let given = scene.traits(at).any(Traits::GIVEN);
        let mut end = at + 1;
        while end < self.range.end {
            // "François Hollande" is no country.
            let namesake = given
                && end == at + 1
                && scene.capital(end)
                && !scene.all_capitals(end)
                && matches!(self.lookup(end), Some((1, NameKind::Actor(_))));
            if (self.continues(end) || namesake) && scene.length_of(end, Known::Honorific).is_none() {
                if matches!(self.lookup(end), Some((_, NameKind::Town { .. }))) && !given {
                    break;
                }
                end += 1;
                continue;
            }
            let mut next = end;
            while next < self.range.end
                && next - end < 2
                && !scene.tokens[next].capital
                && scene.traits(next).any(Traits::PARTICLE)
            {
                next += 1;
            }
            let inner = (end..next).any(|particle| scene.traits(particle).any(Traits::INNER_PARTICLE));
            // "selon Tomas Rieker la Norlande": behind a full name an article begins anew.
            let article = end > at + 1
                && next == end + 1
                && scene.traits(end).any(Traits::DEFINITE)
                && !scene.traits(end).any(Traits::OF);
            let joins = next > end
                && !article
                && self.continues(next)
                && (given || !inner)
                && (!inner
                    || (self.lookup(next).is_none()
                        && !scene.traits(next).any(Traits::DESIGNATION)
                        && !scene.all_capitals(next)))
                && scene.demonym(next).is_none();
            if !joins {
                break;
            }
            end = next + 1;
        }
        end
    }

    /// What a run is, from itself and the words before it.
    fn kind(&self, run: Range<usize>) -> (NameKind, &'static str) {
        let scene = self.scene;
        let several = run.len() > 1;
        let single_acronym = !several && scene.all_capitals(run.start) && !self.shouted;
        let before = |back: usize| run.start.checked_sub(back).filter(|at| *at >= self.range.start);
        let traits = before(1).map(|at| scene.traits(at)).unwrap_or_default();
        let honorific = scene.ends_before(run.start, Known::Honorific).is_some_and(|at| at >= self.range.start);
        let heads_before = || before(1).into_iter().flat_map(|at| scene.heads(at)).map(|(_, head)| head.kind);
        if honorific {
            return (NameKind::Person, "after an honorific");
        }
        if scene.pack.is_outlet(&fold::lower(scene.word(run.end - 1))) || scene.traits(run.end - 1).any(Traits::OUTLET)
        {
            return (NameKind::Outlet, "named like an outlet");
        }
        // "le magazine « A »"
        let marked = before(1).is_some_and(|at| scene.tokens[at].kind == TokenKind::Quote).then(|| before(2)).flatten();
        let marked = marked.into_iter().flat_map(|at| scene.heads(at)).map(|(_, head)| head.kind);
        if heads_before().chain(marked).any(|kind| kind == HeadKind::Outlet) {
            return (NameKind::Outlet, "after a noun for outlets");
        }
        if self.opens_dateline(&run) {
            return (NameKind::Place, "opens a dateline");
        }
        if single_acronym && heads_before().any(|kind| kind == HeadKind::Office) {
            return (NameKind::Person, "behind an office");
        }
        if single_acronym {
            return (NameKind::Organisation, "acronym");
        }
        if scene.traits(run.start).any(Traits::GIVEN) && several {
            return (NameKind::Person, "given name");
        }
        let of_group = traits.any(Traits::OF)
            && before(2)
                .is_some_and(|at| scene.heads(at).any(|(length, head)| length == 1 && head.kind == HeadKind::Group));
        if of_group && !scene.traits(run.start).any(Traits::GIVEN) {
            return (NameKind::Group, "after a noun for people");
        }
        let article = traits.any(Traits::DEFINITE);
        let of_place = |at: usize| scene.ends_before(at, Known::PlaceNoun).is_some();
        let place_noun = before(1).is_some_and(|at| {
            (traits.any(Traits::OF) && of_place(at))
                || (article && before(2).is_some_and(|of| scene.traits(of).any(Traits::OF) && of_place(of)))
        });
        if place_noun {
            return (NameKind::Place, "after a noun for places");
        }
        if scene.traits(run.start).any(Traits::PLACE_START) && several {
            return (NameKind::Single, "named like a place");
        }
        if article && !scene.opening(run.start) {
            if traits.any(Traits::PLURAL) && !traits.any(Traits::OF.with(Traits::TO)) {
                return (NameKind::Group, "plural article");
            }
            if !traits.any(Traits::PLURAL) {
                return if several {
                    (NameKind::Organisation, "article before a name")
                } else {
                    (NameKind::Land, "article before a name")
                };
            }
        }
        if traits.any(Traits::INTO) {
            return (NameKind::Place, "after a preposition of place");
        }
        if several { (NameKind::Person, "several capitals") } else { (NameKind::Single, "capital") }
    }
}

/// Whether a word is a Roman number: `XXI`, `XXe`.
fn is_roman(word: &str) -> bool {
    let number = word.trim_end_matches(char::is_lowercase);
    number.len() <= 6
        && number.chars().all(|c| "IVXLC".contains(c))
        && (number.len() > 1 || matches!(number, "I" | "V" | "X"))
        && ["", "e", "er", "re", "ère", "ème", "eme"].contains(&&word[number.len()..])
}
