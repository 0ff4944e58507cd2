//! One party under several names, across texts, languages and scripts.
//!
//! A party is first what its id says. Persons under several ids are joined when
//! their names are spellings of one another, when a surname has only one full
//! name that answers to it, when a slip stands beside the same office in the
//! same story, or when one is an office and the other alone holds it. Every form
//! keeps its texts.

use std::collections::{BTreeMap, BTreeSet};

use depeche_language::names::{Name, NameMatch};
use depeche_record::{DossierParty, MentionForm, NameForm, Party, PartyId, PartyKind, Role};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::fold;
use crate::pile::{Groups, Pile, Published, TextNo};
use crate::stories::Stories;

/// Persons compared under one key at most; more with one surname are only
/// joined by id.
const BLOCK: usize = 64;

/// The number of a party of the dossier.
pub(crate) type PartyNo = u32;

/// The parties of a pile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub(crate) parties: Vec<DossierParty>,
    /// (id in a reading, country there) → party.
    number: FxHashMap<Node, PartyNo>,
    by_id: FxHashMap<PartyId, PartyNo>,
    /// By party: the first party that acts in the name of the same state, or
    /// the party itself.
    side: Vec<PartyNo>,
}

/// A party as readings give it: parties with the same name but of different
/// states are two.
type Node = (PartyId, Option<String>);

/// What all readings say of one node.
#[derive(Clone, Debug)]
struct Sighting {
    kind: PartyKind,
    names: BTreeMap<String, BTreeSet<TextNo>>,
    forms: BTreeMap<String, BTreeSet<TextNo>>,
    roles: BTreeMap<String, BTreeSet<TextNo>>,
    texts: BTreeSet<TextNo>,
}

impl Cast {
    /// The party that `id` means in a text whose reading lists `parties`.
    pub(crate) fn find(&self, parties: &[Party], id: &PartyId) -> Option<PartyNo> {
        let country = parties.iter().find(|party| party.id == *id).and_then(|party| party.country.clone());
        self.number.get(&(id.clone(), country)).or_else(|| self.number.get(&(id.clone(), None))).copied()
    }

    /// The party of the dossier with this id.
    pub(crate) fn with_id(&self, id: &PartyId) -> Option<&DossierParty> {
        self.by_id.get(id).map(|number| self.get(*number))
    }

    pub(crate) fn get(&self, party: PartyNo) -> &DossierParty {
        &self.parties[party as usize]
    }

    /// In whose name a party acts: the same number for a state, its people in
    /// office and its bodies.
    pub(crate) fn side(&self, party: PartyNo) -> PartyNo {
        self.side[party as usize]
    }
}

/// Joins the parties of all texts.
pub(crate) fn unite(pile: &Pile<'_>, stories: &Stories, published: &Published) -> Cast {
    let sightings = sightings(pile);
    let nodes: Vec<(Node, Sighting)> = sightings.into_iter().collect();
    let mut groups = Groups::new(nodes.len());
    join_same_id(&nodes, &mut groups);
    join_same_words(&nodes, &mut groups);
    join_persons(&nodes, stories, &mut groups);
    let offices = join_offices(&nodes, stories, &mut groups);
    cast(pile, &nodes, &offices, &mut groups, published)
}

fn sightings(pile: &Pile<'_>) -> BTreeMap<Node, Sighting> {
    let mut found: BTreeMap<Node, Sighting> = BTreeMap::new();
    for (text, reading) in pile.iter() {
        let mut countries: FxHashMap<&PartyId, &Option<String>> = FxHashMap::default();
        for party in &reading.parties {
            countries.insert(&party.id, &party.country);
            let sighting = found.entry((party.id.clone(), party.country.clone())).or_insert_with(|| Sighting {
                kind: party.kind,
                names: BTreeMap::new(),
                forms: BTreeMap::new(),
                roles: BTreeMap::new(),
                texts: BTreeSet::new(),
            });
            sighting.kind = sighting.kind.min(party.kind);
            sighting.texts.insert(text);
            sighting.names.entry(party.name.clone()).or_default().insert(text);
            if let Some(role) = &party.role {
                sighting.roles.entry(role.clone()).or_default().insert(text);
            }
        }
        for mention in reading.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
            let Some(party) = &mention.party else { continue };
            let Some(country) = countries.get(party) else { continue };
            if let Some(sighting) = found.get_mut(&(party.clone(), (*country).clone())) {
                let words = mention.span.of(reading.text.content()).split_whitespace().collect::<Vec<_>>().join(" ");
                sighting.forms.entry(words).or_default().insert(text);
            }
        }
    }
    found
}

/// An id without a state joins its namesake with one, if only one has one.
fn join_same_id(nodes: &[(Node, Sighting)], groups: &mut Groups) {
    for (start, run) in chunks(nodes, |a, b| a.0.0 == b.0.0) {
        if run.len() == 2 && run[0].0.1.is_none() {
            groups.join(start, start + 1);
        }
    }
}

/// Runs of neighbours that belong together, with the number of the first.
fn chunks<T>(items: &[T], together: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = (u32, &[T])> {
    let mut start = 0;
    items.chunk_by(together).map(move |run| {
        let at = start;
        start += run.len() as u32;
        (at, run)
    })
}

/// Organisations and bodies whose names have the same words in any order are
/// one: "A-B council", "B-A council".
fn join_same_words(nodes: &[(Node, Sighting)], groups: &mut Groups) {
    let mut first: FxHashMap<(Vec<String>, Option<&str>), u32> = FxHashMap::default();
    for (number, ((_, country), sighting)) in nodes.iter().enumerate() {
        if !matches!(sighting.kind, PartyKind::Organisation | PartyKind::Body | PartyKind::Outlet) {
            continue;
        }
        for name in sighting.names.keys() {
            let mut words: Vec<String> = fold(name).split(' ').map(str::to_owned).collect();
            words.sort_unstable();
            let first = *first.entry((words, country.as_deref())).or_insert(number as u32);
            groups.join(first, number as u32);
        }
    }
}

/// A person as one node gives it.
struct Person<'n> {
    number: u32,
    name: Name,
    country: Option<&'n str>,
    roles: BTreeSet<String>,
    stories: FxHashSet<u32>,
}

fn join_persons(nodes: &[(Node, Sighting)], stories: &Stories, groups: &mut Groups) {
    let mut blocks: BTreeMap<String, Vec<Person<'_>>> = BTreeMap::new();
    for (number, ((_, country), sighting)) in nodes.iter().enumerate() {
        if sighting.kind != PartyKind::Person {
            continue;
        }
        let person = Person {
            number: number as u32,
            name: Name::new(&fullest(&sighting.names)),
            country: country.as_deref(),
            roles: sighting.roles.keys().map(|role| fold(role)).collect(),
            stories: sighting.texts.iter().map(|text| stories.of[*text as usize]).collect(),
        };
        // A slip may cost the end of the name: the first three sounds hold the block.
        let key: String = person.name.key().chars().take(3).collect();
        blocks.entry(key).or_default().push(person);
    }
    for block in blocks.values().filter(|block| block.len() <= BLOCK) {
        join_block(block, groups);
    }
}

fn join_block(block: &[Person<'_>], groups: &mut Groups) {
    for (place, a) in block.iter().enumerate() {
        for b in &block[..place] {
            if !may_be_compatriots(a, b) {
                continue;
            }
            let same = match a.name.compare(&b.name) {
                NameMatch::Same => true,
                NameMatch::Slip => same_office_same_story(a, b),
                NameMatch::Partial | NameMatch::Different => false,
            };
            if same {
                groups.join(a.number, b.number);
            }
        }
    }
    for short in block.iter().filter(|person| !person.name.is_full()) {
        let mut answering: Vec<u32> = block
            .iter()
            .filter(|other| other.name.is_full() && may_be_compatriots(short, other))
            .filter(|other| !short.stories.is_disjoint(&other.stories))
            .filter(|other| short.name.compare(&other.name) == NameMatch::Partial)
            .map(|other| groups.find(other.number))
            .collect();
        answering.dedup();
        if let [only] = answering[..] {
            groups.join(only, short.number);
        }
    }
}

/// An office that a text names without its holder is the one person who is said
/// to hold it, if the same story names that person. Returns the offices joined.
fn join_offices(nodes: &[(Node, Sighting)], stories: &Stories, groups: &mut Groups) -> FxHashSet<u32> {
    let persons = || nodes.iter().zip(0..).filter(|((_, sighting), _)| sighting.kind == PartyKind::Person);
    let mut holders: FxHashMap<(String, &str), BTreeSet<u32>> = FxHashMap::default();
    let mut stories_of: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    for (((_, country), sighting), number) in persons() {
        let holder = groups.find(number);
        stories_of.entry(holder).or_default().extend(sighting.texts.iter().map(|text| stories.of[*text as usize]));
        for role in country.iter().flat_map(|country| sighting.roles.keys().map(move |role| (fold(role), &country[..])))
        {
            holders.entry(role).or_default().insert(holder);
        }
    }
    let mut offices = FxHashSet::default();
    for (((_, country), sighting), number) in persons().filter(|((_, sighting), _)| sighting.roles.is_empty()) {
        let Some(country) = country else { continue };
        let held_by = sighting.names.keys().filter_map(|name| holders.get(&(fold(name), country)));
        let held_by: BTreeSet<u32> = held_by.flatten().copied().collect();
        let Some(holder) = held_by.first().filter(|_| held_by.len() == 1) else { continue };
        if sighting.texts.iter().any(|text| stories_of[holder].contains(&stories.of[*text as usize])) {
            groups.join(*holder, number);
            offices.insert(number);
        }
    }
    offices
}

fn may_be_compatriots(a: &Person<'_>, b: &Person<'_>) -> bool {
    a.country.is_none() || b.country.is_none() || a.country == b.country
}

fn same_office_same_story(a: &Person<'_>, b: &Person<'_>) -> bool {
    let same_office = !a.roles.is_disjoint(&b.roles)
        || a.country.is_some() && a.country == b.country && (a.roles.is_empty() || b.roles.is_empty());
    same_office && !a.stories.is_disjoint(&b.stories)
}

/// The name with most words, then letters, then the smallest.
fn fullest(names: &BTreeMap<String, BTreeSet<TextNo>>) -> String {
    let length = |name: &String| (name.split(' ').count(), name.chars().count());
    names.keys().rev().max_by_key(|name| length(name)).cloned().unwrap_or_default()
}

fn cast(
    pile: &Pile<'_>,
    nodes: &[(Node, Sighting)],
    offices: &FxHashSet<u32>,
    groups: &mut Groups,
    published: &Published,
) -> Cast {
    let mut cast = Cast::default();
    let mut first_of: FxHashMap<String, PartyNo> = FxHashMap::default();
    let mut taken: FxHashSet<PartyId> = FxHashSet::default();
    let mut members = groups.members();
    // By id, so that numbers follow ids.
    members.sort_by(|a, b| nodes[a[0] as usize].0.cmp(&nodes[b[0] as usize].0));
    for group in members {
        let number = cast.parties.len() as PartyNo;
        let party = party(pile, nodes, offices, &group, published, &mut taken);
        for node in &group {
            cast.number.insert(nodes[*node as usize].0.clone(), number);
        }
        let speaks_for_a_state =
            !matches!(party.kind, PartyKind::Organisation | PartyKind::Group | PartyKind::Outlet | PartyKind::Place);
        cast.side.push(match &party.country {
            Some(country) if speaks_for_a_state => *first_of.entry(country.clone()).or_insert(number),
            _ => number,
        });
        cast.by_id.insert(party.id.clone(), number);
        cast.parties.push(party);
    }
    cast
}

fn party(
    pile: &Pile<'_>,
    nodes: &[(Node, Sighting)],
    offices: &FxHashSet<u32>,
    group: &[u32],
    published: &Published,
    taken: &mut FxHashSet<PartyId>,
) -> DossierParty {
    let members = || group.iter().map(|node| &nodes[*node as usize]);
    let gather = |pick: fn(&Sighting) -> &BTreeMap<String, BTreeSet<TextNo>>| {
        let mut all: BTreeMap<String, BTreeSet<TextNo>> = BTreeMap::new();
        for (_, sighting) in members() {
            for (words, texts) in pick(sighting) {
                all.entry(words.clone()).or_default().extend(texts);
            }
        }
        all
    };
    let mut forms = gather(|sighting| &sighting.forms);
    for (name, texts) in gather(|sighting| &sighting.names) {
        forms.entry(name).or_default().extend(texts);
    }
    // An office lends its name to nobody.
    let persons = || group.iter().filter(|node| !offices.contains(node)).map(|node| &nodes[*node as usize]);
    let mut names: BTreeMap<String, BTreeSet<TextNo>> = BTreeMap::new();
    for (name, texts) in persons().flat_map(|(_, sighting)| &sighting.names) {
        names.entry(name.clone()).or_default().extend(texts);
    }
    let country = members().find_map(|((_, country), _)| country.clone());
    let kind = members().map(|(_, sighting)| sighting.kind).min().unwrap_or(PartyKind::Person);
    let mut id = persons()
        .max_by(|(a, seen_a), (b, seen_b)| seen_a.texts.len().cmp(&seen_b.texts.len()).then_with(|| b.0.cmp(&a.0)))
        .map_or_else(|| PartyId::from("person:"), |((id, _), _)| id.clone());
    if !taken.insert(id.clone()) {
        id = PartyId::new(format!("{id}-{}", country.as_deref().unwrap_or("other").to_lowercase()));
        taken.insert(id.clone());
    }
    let forms = forms
        .into_iter()
        .map(|(form, texts)| NameForm { form, texts: texts.into_iter().map(|text| pile.id(text).clone()).collect() })
        .collect();
    DossierParty { id, name: most_given(&names), kind, country, forms, roles: roles(gather, published) }
}

/// The name that most texts give; of several the fullest.
fn most_given(names: &BTreeMap<String, BTreeSet<TextNo>>) -> String {
    let most = names.values().map(BTreeSet::len).max().unwrap_or(0);
    let often: BTreeMap<String, BTreeSet<TextNo>> = names
        .iter()
        .filter(|(_, texts)| texts.len() == most)
        .map(|(name, texts)| (name.clone(), texts.clone()))
        .collect();
    fullest(&often)
}

fn roles(
    gather: impl Fn(fn(&Sighting) -> &BTreeMap<String, BTreeSet<TextNo>>) -> BTreeMap<String, BTreeSet<TextNo>>,
    published: &Published,
) -> Vec<Role> {
    let mut by_fold: BTreeMap<String, (String, BTreeSet<TextNo>)> = BTreeMap::new();
    for (title, texts) in gather(|sighting| &sighting.roles) {
        by_fold.entry(fold(&title)).or_insert_with(|| (title, BTreeSet::new())).1.extend(texts);
    }
    by_fold
        .into_values()
        .map(|(title, texts)| {
            let windows = texts.iter().filter_map(|text| published[*text as usize]);
            Role { title, window: windows.reduce(|hull, window| hull.hull(window).unwrap_or(hull)) }
        })
        .collect()
}
