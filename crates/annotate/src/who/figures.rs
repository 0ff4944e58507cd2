//! Who is meant: names and titles of a text put together as parties.

use std::collections::BTreeMap;
use std::ops::Range;

use depeche_language::fold;
use depeche_language::pack::{Actor, Agreement, HeadKind, Holder, Known, Traits, WhoPack};
use depeche_language::tagger::Label;
use depeche_record::{Mention, MentionForm, Party, PartyId, PartyKind, Span, Window};
use rustc_hash::{FxHashMap, FxHashSet};

use super::acting;
use super::names::{Name, NameKind};
use super::scene::Scene;
use super::titles::{Determiner, StateOf, Title, UnknownDemonym};

/// A party in the making.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) party: Party,
    pub(super) agreement: Option<Agreement>,
    /// The offices that the text gives it.
    offices: Vec<Office>,
    /// The heads of its titles.
    lemmas: Vec<u16>,
    /// Its names as words, folded.
    names: Vec<Vec<String>>,
    /// The offices that the table gives it: their names and whose they are.
    known: Vec<(String, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Office {
    title: Option<u16>,
    portfolio: Option<u16>,
    lemma: u16,
    /// The state or organisation, by figure.
    of: Option<usize>,
}

impl Figure {
    /// The state that it holds an office of and speaks for.
    pub(super) fn serves(&self, figures: &[Figure], pack: &WhoPack) -> Option<PartyId> {
        let speaks = |office: &&Office| office.title.is_some_and(|title| !pack.offices[title as usize].independent);
        let given = self.offices.iter().filter(speaks).filter_map(|office| office.of);
        let mut states = given.chain(self.known.iter().map(|(_, of)| *of)).map(|of| &figures[of].party);
        states.find(|party| party.kind == PartyKind::State).map(|state| state.id.clone())
    }
}

/// Puts the names and titles of a text together.
pub(super) struct Casting<'c, 'a> {
    scene: &'c Scene<'a>,
    names: &'c [Name],
    titles: &'c [Title],
    /// The day of the text: who holds which office.
    published: Option<Window>,
    pub(super) figures: Vec<Figure>,
    actors: FxHashMap<u16, usize>,
    /// Unknown states by stem.
    states: BTreeMap<String, usize>,
    /// The sentences in which a land or adjective stands that no list has.
    unlisted_lands: FxHashSet<usize>,
    pub(super) mentions: Vec<Draft>,
    /// The figure of each name.
    of_name: Vec<Option<usize>>,
    starts: FxHashMap<usize, usize>,
}

/// A mention in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) span: Span,
    pub(super) form: MentionForm,
    pub(super) figure: Option<usize>,
    pub(super) reason: &'static str,
}

impl Draft {
    pub(super) fn into_mention(self, figures: &[Figure]) -> Mention {
        Mention {
            span: self.span,
            form: self.form,
            party: self.figure.map(|figure| figures[figure].party.id.clone()),
            reason: self.reason.to_owned(),
        }
    }
}

impl<'c, 'a> Casting<'c, 'a> {
    pub(super) fn new(
        scene: &'c Scene<'a>,
        names: &'c [Name],
        titles: &'c [Title],
        published: Option<Window>,
    ) -> Casting<'c, 'a> {
        Casting {
            scene,
            names,
            titles,
            published,
            figures: Vec::new(),
            actors: FxHashMap::default(),
            states: BTreeMap::new(),
            unlisted_lands: FxHashSet::default(),
            mentions: Vec::new(),
            of_name: vec![None; names.len()],
            starts: names.iter().enumerate().map(|(number, name)| (name.tokens.start, number)).collect(),
        }
    }

    /// Casts everybody: names first, then adjectives, then titles.
    pub(super) fn run(mut self, demonyms: &[UnknownDemonym]) -> (Vec<Figure>, Vec<Draft>) {
        self.unlisted_lands = self.unlisted_lands(demonyms);
        self.unknown_states(demonyms);
        let apposed = self.appositions();
        self.cast_names(&apposed);
        self.recognise();
        self.cast_demonyms(demonyms);
        self.cast_titles(&apposed);
        self.mentions.sort_by_key(|mention| (mention.span.begin, std::cmp::Reverse(mention.span.end)));
        (self.figures, self.mentions)
    }

    fn mention(&mut self, tokens: Range<usize>, form: MentionForm, figure: Option<usize>, reason: &'static str) {
        let span = self.scene.span(tokens);
        self.mentions.push(Draft { span, form, figure, reason });
    }

    fn figure(&mut self, id: String, name: &str, kind: PartyKind, country: Option<String>) -> usize {
        let id = self.free_id(id);
        self.figures.push(Figure {
            party: Party {
                id: PartyId::new(id),
                name: name.to_owned(),
                kind,
                country,
                role: None,
                aliases: Vec::new(),
            },
            agreement: None,
            offices: Vec::new(),
            lemmas: Vec::new(),
            names: Vec::new(),
            known: Vec::new(),
        });
        self.figures.len() - 1
    }

    fn free_id(&self, id: String) -> String {
        let taken = |id: &str| self.figures.iter().any(|figure| figure.party.id.as_str() == id);
        if !taken(&id) {
            return id;
        }
        (2..=self.figures.len() + 1).map(|number| format!("{id}-{number}")).find(|id| !taken(id)).unwrap_or(id)
    }

    fn actor(&mut self, number: u16) -> usize {
        if let Some(figure) = self.actors.get(&number) {
            return *figure;
        }
        let Actor { id, kind, name, country, agreement, .. } = self.scene.pack.actor(number).clone();
        let figure = self.figure(id.into(), &name, kind, country.map(Into::into));
        self.figures[figure].agreement = Some(agreement);
        self.actors.insert(number, figure);
        figure
    }

    fn alias(&mut self, figure: usize, words: &str) {
        let party = &mut self.figures[figure].party;
        if party.name != words && !party.aliases.iter().any(|alias| alias == words) {
            party.aliases.push(words.to_owned());
        }
    }

    /// States that no list has: those with an adjective of their own, and those
    /// that act as states do.
    fn unknown_states(&mut self, demonyms: &[UnknownDemonym]) {
        let lands: Vec<usize> =
            (0..self.names.len()).filter(|number| self.names[*number].kind == NameKind::Land).collect();
        for (at, stem) in demonyms {
            let key = fold::bare(stem).into_owned();
            if self.states.contains_key(&key) {
                continue;
            }
            let land = lands.iter().find(|number| {
                let word = fold::bare(self.scene.words(self.names[**number].tokens.clone())).into_owned();
                word.starts_with(&key) && word.len() <= key.len() + 3
            });
            let name = land
                .map_or_else(|| self.scene.word(*at), |number| self.scene.words(self.names[*number].tokens.clone()))
                .to_owned();
            self.unknown_state(key, &name);
        }
        let peoples: FxHashSet<String> = if lands.is_empty() {
            FxHashSet::default()
        } else {
            let words = self.scene.tokens.iter().filter(|token| token.is_word() && !token.capital);
            words
                .filter_map(|token| {
                    let word = fold::lower(token.of(self.scene.article.content()));
                    self.scene.pack.demonym_stem(&word).map(land_stem)
                })
                .collect()
        };
        for number in lands {
            let name = &self.names[number];
            let word = self.scene.words(name.tokens.clone());
            let key = land_stem(word);
            let state = self.acting(name).is_some() || peoples.contains(&key);
            if state && !self.is_place_elsewhere(word) && !self.states.contains_key(&key) {
                self.unknown_state(key, word);
            }
        }
    }

    fn unlisted_lands(&self, demonyms: &[UnknownDemonym]) -> FxHashSet<usize> {
        let towns = self.names.iter().filter(|name| name.kind == NameKind::Single && name.label == Some(Label::Place));
        let places = towns.map(|name| name.tokens.start).chain(demonyms.iter().map(|(at, _)| *at));
        places.filter_map(|at| self.sentence(at)).collect()
    }

    fn sentence(&self, token: usize) -> Option<usize> {
        self.scene.article.segmented.sentence_at(self.scene.tokens[token].span.begin)
    }

    fn unknown_state(&mut self, key: String, name: &str) -> usize {
        if let Some(figure) = self.states.get(&key) {
            return *figure;
        }
        let figure = self.figure(format!("state:{key}"), name, PartyKind::State, None);
        self.states.insert(key, figure);
        figure
    }

    fn acting(&self, name: &Name) -> Option<&'static str> {
        acting::reason(self.scene, &name.tokens, |at| {
            let other = self.names.get(*self.starts.get(&at)?)?;
            matches!(
                other.kind,
                NameKind::Town { capital_of: Some(_), .. } | NameKind::Single | NameKind::Land | NameKind::Actor(_)
            )
            .then_some(other.tokens.end)
        })
    }

    /// Whether the text uses this name as that of a place somewhere.
    fn is_place_elsewhere(&self, word: &str) -> bool {
        self.names.iter().any(|name| name.kind == NameKind::Place && self.scene.words(name.tokens.clone()) == word)
    }

    /// Which name each title stands beside: "[le président] [Milos Dravec]",
    /// "[Tomas Rieker], [chef de la diplomatie]".
    fn appositions(&self) -> FxHashMap<usize, usize> {
        let scene = self.scene;
        let mut of_title = FxHashMap::default();
        let mut taken = vec![false; self.names.len()];
        let ends: FxHashMap<usize, usize> =
            self.names.iter().enumerate().map(|(number, name)| (name.tokens.end, number)).collect();
        for (number, title) in self.titles.iter().enumerate() {
            let end = title.tokens.end;
            let thing =
                matches!(title.head.kind, HeadKind::Body | HeadKind::Organisation | HeadKind::Outlet | HeadKind::Group);
            if matches!(title.head.kind, HeadKind::State | HeadKind::Seat) || (title.agreement.plural && !thing) {
                continue;
            }
            let after = self.name_after(end, thing).filter(|name| !taken[*name]).or_else(|| {
                let name = scene.is_mark(end, &[",", ":", "("]).then(|| self.name_after(end + 1, thing))??;
                let honorific = self.names[name].tokens.start > end + 1;
                let full = self.names[name].tokens.len() > 1 || thing;
                // "selon un conseiller, Milos Dravec a promis" names somebody else.
                let closed = self.closes(self.names[name].tokens.end);
                (!taken[name] && (honorific || (full && closed))).then_some(name)
            });
            let before = || {
                let comma = self.comma_before(title)?;
                let name = *ends.get(&comma)?;
                let full = self.names[name].tokens.len() > 1 || thing;
                (full && self.goes_with(name, thing) && (!thing || self.closes(end))).then_some(name)
            };
            if let Some(name) = after {
                taken[name] = true;
                of_title.insert(number, name);
            } else if let Some(name) = before() {
                of_title.insert(number, name);
            }
        }
        of_title
    }

    /// Whether a phrase that ends at `at` ends its part of the sentence too.
    fn closes(&self, at: usize) -> bool {
        self.scene.tokens.get(at).is_none_or(|token| !token.is_word())
    }

    /// The comma before a title, its determiner and at most one adverb
    /// ("Timor Goksel, aujourd'hui professeur").
    fn comma_before(&self, title: &Title) -> Option<usize> {
        let scene = self.scene;
        let mut at = title.tokens.start;
        for _ in 0..3 {
            let before = at.checked_sub(1)?;
            if scene.is_mark(before, &[",", "("]) {
                return Some(before);
            }
            let article = scene.traits(before).any(Traits::DEFINITE.with(Traits::INDEFINITE));
            let adverb = at == title.tokens.start && !scene.is_verb(before) && scene.word(before).chars().count() > 4;
            if !scene.tokens[before].is_word() || (!article && !adverb) || title.determiner == Determiner::Possessive {
                return None;
            }
            at = before;
        }
        None
    }

    /// The name at `at` that a title of a person or of a thing goes with,
    /// perhaps behind an honorific or article.
    fn name_after(&self, at: usize, thing: bool) -> Option<usize> {
        let scene = self.scene;
        let honorific = scene.length_of(at, Known::Honorific).unwrap_or(0);
        let definite = scene.traits(at).any(Traits::DEFINITE);
        // ", le général A", ", la Norlandaise A"
        let rank = |at: usize| {
            let people = scene.capital(at) && scene.demonym(at).is_some();
            people || scene.heads(at).any(|(length, head)| length == 1 && head.bound && head.kind != HeadKind::Body)
        };
        let article = match (thing, definite) {
            (true, true) => 1,
            (false, true) if rank(at + 1) => 2,
            _ => 0,
        };
        let number = *self.starts.get(&(at + honorific.max(article)))?;
        self.goes_with(number, thing).then_some(number)
    }

    fn goes_with(&self, number: usize, thing: bool) -> bool {
        match self.names[number].kind {
            NameKind::Person => !thing,
            NameKind::Single => true,
            NameKind::Organisation | NameKind::Body | NameKind::Outlet | NameKind::Group => thing,
            NameKind::Actor(actor) => {
                thing && !matches!(self.scene.pack.actor(actor).kind, PartyKind::State | PartyKind::Place)
            }
            _ => false,
        }
    }

    fn cast_names(&mut self, apposed: &FxHashMap<usize, usize>) {
        let titled: Vec<usize> = apposed
            .iter()
            .filter(|(title, _)| {
                !matches!(
                    self.titles[**title].head.kind,
                    HeadKind::Body | HeadKind::Organisation | HeadKind::Outlet | HeadKind::Group
                )
            })
            .map(|(_, name)| *name)
            .collect();
        // "le laboratoire Halden": the noun says what a single name is.
        let things: FxHashMap<usize, NameKind> = apposed
            .iter()
            .filter_map(|(title, name)| {
                let kind = match self.titles[*title].head.kind {
                    HeadKind::Outlet => NameKind::Outlet,
                    HeadKind::Organisation => NameKind::Organisation,
                    HeadKind::Body => NameKind::Body,
                    _ => return None,
                };
                Some((*name, kind))
            })
            .collect();
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        // Full names first, so that surnames find theirs.
        order.sort_by_key(|number| {
            (!matches!(self.names[*number].kind, NameKind::Person) || self.names[*number].tokens.len() < 2, *number)
        });
        for number in order {
            let name = self.names[number].clone();
            let words = self.scene.words(name.tokens.clone());
            let kind = match name.kind {
                NameKind::Single if titled.contains(&number) => NameKind::Person,
                NameKind::Single => things.get(&number).copied().unwrap_or(NameKind::Single),
                kind => kind,
            };
            let (figure, form, reason) = match kind {
                NameKind::Actor(actor) => match self.namesake(&name, words) {
                    Some(figure) => (Some(figure), MentionForm::Name, "surname"),
                    None => (Some(self.actor(actor)), MentionForm::Name, name.reason),
                },
                NameKind::Seat(actor) => (Some(self.actor(actor)), MentionForm::Metonym, "metonym: seat"),
                NameKind::People(actor) => (Some(self.actor(actor)), MentionForm::Demonym, name.reason),
                NameKind::Town { place, capital_of } => self.town(&name, place, capital_of),
                NameKind::Person => (Some(self.person(words)), MentionForm::Name, name.reason),
                NameKind::Organisation | NameKind::Body => {
                    let (figure, reason) = self.organisation(number, words, kind == NameKind::Body);
                    (Some(figure), MentionForm::Name, reason.unwrap_or(name.reason))
                }
                NameKind::Outlet => {
                    (Some(self.other("outlet", words, PartyKind::Outlet)), MentionForm::Name, name.reason)
                }
                NameKind::Place => match self.surname(words) {
                    Some(figure) => (Some(figure), MentionForm::Name, "surname"),
                    None => (Some(self.other("place", words, PartyKind::Place)), MentionForm::Name, name.reason),
                },
                NameKind::Group => (Some(self.other("group", words, PartyKind::Group)), MentionForm::Name, name.reason),
                NameKind::Land => self.land(words, name.reason),
                NameKind::Single => self.single(&name, words),
            };
            if figure.is_some() {
                self.of_name[number] = figure;
                self.mention(name.tokens, form, figure, reason);
            }
        }
    }

    /// Gives the people of the table of offices their ids, so that other texts call
    /// them the same, and the offices that they hold on the day of the text.
    fn recognise(&mut self) {
        let table = &self.scene.article.pack.offices;
        for number in 0..self.figures.len() {
            let party = &self.figures[number].party;
            if party.kind != PartyKind::Person {
                continue;
            }
            let mut names = std::iter::once(&party.name).chain(&party.aliases);
            let Some(person) = names.find_map(|name| table.person(name)) else { continue };
            if let Some(known) = self.figures.iter().position(|known| known.party.id.as_str() == person)
                && known != number
            {
                self.join(number, known);
                continue;
            }
            self.figures[number].party.id = PartyId::new(person);
            let held: Vec<&Holder> = self.published.into_iter().flat_map(|day| table.of(person, day)).collect();
            for holder in held {
                self.hold(number, holder);
            }
        }
    }

    /// Gives a person an office of the table.
    fn hold(&mut self, figure: usize, holder: &Holder) {
        let Some(of) = self.scene.pack.actors.iter().position(|actor| actor.id == holder.party) else { return };
        let of = self.actor(of as u16);
        let country = self.country_of(of);
        let figure = &mut self.figures[figure];
        figure.party.country = figure.party.country.take().or(country);
        figure.known.push((holder.office.to_string(), of));
    }

    /// Makes two figures one: the text gives a person under two names.
    fn join(&mut self, from: usize, into: usize) {
        let of_mentions = self.mentions.iter_mut().filter_map(|mention| mention.figure.as_mut());
        for figure in of_mentions.chain(self.of_name.iter_mut().flatten()).filter(|figure| **figure == from) {
            *figure = into;
        }
        let Figure { party, names, .. } = self.figures[from].clone();
        for name in std::iter::once(&party.name).chain(&party.aliases) {
            self.alias(into, name);
        }
        self.figures[into].names.extend(names);
        self.figures[from].names.clear();
    }

    /// "Hollande" without an article, behind "François Hollande": the person.
    fn namesake(&self, name: &Name, words: &str) -> Option<usize> {
        let article = name
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|at| self.scene.traits(at).any(Traits::DEFINITE.with(Traits::INTO)));
        let word = fold::bare(words);
        let called = |figure: &Figure| {
            figure.names.iter().any(|known| known.len() > 1 && known.last().is_some_and(|last| *last == word))
        };
        (name.tokens.len() == 1 && !article).then(|| self.figures.iter().position(called)).flatten()
    }

    fn town(&mut self, name: &Name, place: u16, capital_of: Option<u16>) -> (Option<usize>, MentionForm, &'static str) {
        match capital_of.zip(self.acting(name)) {
            Some((state, reason)) => {
                let words = self.scene.words(name.tokens.clone());
                let figure = self.actor(self.organisation_at(words, state).unwrap_or(state));
                self.alias(figure, words);
                (Some(figure), MentionForm::Metonym, reason)
            }
            None => (Some(self.actor(place)), MentionForm::Name, "known town"),
        }
    }

    /// The organisation that a town stands for where the text speaks of it, and not of
    /// the state whose capital the town is.
    fn organisation_at(&self, town: &str, state: u16) -> Option<u16> {
        let organisation = self.scene.pack.organisation_at(town)?;
        let spoken_of = |actor: u16| {
            let adjective = |at: usize| self.scene.demonym(at).is_some_and(|(of, _)| of == actor);
            self.names.iter().any(|name| name.kind == NameKind::Actor(actor))
                || (0..self.scene.tokens.len()).any(adjective)
        };
        (spoken_of(organisation) && !spoken_of(state)).then_some(organisation)
    }

    fn land(&mut self, words: &str, reason: &'static str) -> (Option<usize>, MentionForm, &'static str) {
        if let Some(figure) = self.surname(words) {
            return (Some(figure), MentionForm::Name, "surname");
        }
        let bare = fold::bare(words).into_owned();
        let known = self
            .states
            .iter()
            .find(|(key, _)| bare.starts_with(&***key) && bare.len() <= key.len() + 3)
            .map(|(_, figure)| *figure);
        match known {
            Some(figure) => (Some(figure), MentionForm::Name, "name of a state that acts or has an adjective"),
            None if self.is_place_elsewhere(words) => {
                (Some(self.other("place", words, PartyKind::Place)), MentionForm::Name, reason)
            }
            None => (Some(self.other("org", words, PartyKind::Organisation)), MentionForm::Name, reason),
        }
    }

    /// A single capitalised word: a surname, a town that acts, or a place.
    fn single(&mut self, name: &Name, words: &str) -> (Option<usize>, MentionForm, &'static str) {
        if let Some(figure) = self.surname(words) {
            return (Some(figure), MentionForm::Name, "surname");
        }
        let scene = self.scene;
        let start = name.tokens.start;
        // People and firms act as well: it takes a town to stand for a state, and
        // towns that no list has come together, with each other or with their people.
        let town = match name.label {
            Some(Label::Place) => true,
            Some(Label::Organisation) => self.is_place_elsewhere(words),
            _ => {
                self.is_place_elsewhere(words)
                    || self.sentence(start).is_some_and(|sentence| {
                        self.unlisted_lands.contains(&sentence) || self.acts_with_another(name, sentence)
                    })
            }
        };
        if let Some(reason) = self.acting(name).filter(|_| town) {
            let key = fold::bare(words).into_owned();
            return (Some(self.unknown_state(key, words)), MentionForm::Metonym, reason);
        }
        if scene.opening(start) && scene.is_plain(&scene.lower(start)) {
            return (None, MentionForm::Name, "common word");
        }
        let before = start
            .checked_sub(1)
            .filter(|at| !scene.opening(start) && *at < start)
            .map(|at| scene.traits(at))
            .unwrap_or_default();
        if before.any(Traits::TO.with(Traits::INTO).with(Traits::OF).with(Traits::FOR)) {
            return (Some(self.other("place", words, PartyKind::Place)), MentionForm::Name, "after a preposition");
        }
        if self.is_place_elsewhere(words) {
            return (
                Some(self.other("place", words, PartyKind::Place)),
                MentionForm::Name,
                "place elsewhere in the text",
            );
        }
        match name.label {
            Some(Label::Place) => {
                return (Some(self.other("place", words, PartyKind::Place)), MentionForm::Name, "tagged as a place");
            }
            Some(Label::Person) => return (Some(self.person(words)), MentionForm::Name, "tagged as a person"),
            Some(Label::Organisation) if !scene.opening(start) => {
                return (
                    Some(self.other("org", words, PartyKind::Organisation)),
                    MentionForm::Name,
                    "tagged as an organisation",
                );
            }
            _ => {}
        }
        if scene.opening(start) {
            let known = self.figures.iter().position(|figure| figure.party.name == words);
            return (known, MentionForm::Name, "named elsewhere in the text");
        }
        (Some(self.person(words)), MentionForm::Name, "capital")
    }

    /// Whether a single name near this one acts in the same sentence: "Halden accuse
    /// Belgora".
    fn acts_with_another(&self, name: &Name, sentence: usize) -> bool {
        let range = &self.scene.article.segmented.sentences[sentence].tokens;
        let at = self.names.partition_point(|other| other.tokens.start < name.tokens.start);
        let near = &self.names[at.saturating_sub(3)..self.names.len().min(at + 4)];
        near.iter().any(|other| {
            other != name
                && other.kind == NameKind::Single
                && range.contains(&other.tokens.start)
                && self.acting(other).is_some()
        })
    }

    /// The person with this full name, or with a name that this one shortens.
    fn person(&mut self, words: &str) -> usize {
        if let Some(figure) = self.surname(words) {
            return figure;
        }
        let figure = self.figure(format!("person:{}", slug(words)), words, PartyKind::Person, None);
        self.figures[figure].names.push(name_words(words));
        figure
    }

    /// The person whose name holds all these words in their order.
    fn surname(&mut self, words: &str) -> Option<usize> {
        let wanted = name_words(words);
        let fits = |figure: &Figure| {
            figure
                .names
                .iter()
                .any(|known| shortens(&wanted, known) || shortens(known, &wanted) || variant(known, &wanted))
        };
        let found = (0..self.figures.len()).rev().find(|figure| fits(&self.figures[*figure]))?;
        let figure = &mut self.figures[found];
        if !figure.names.contains(&wanted) {
            if wanted.len() > name_words(&figure.party.name).len() {
                let shorter = std::mem::replace(&mut figure.party.name, words.to_owned());
                figure.party.id = PartyId::new(format!("person:{}", slug(words)));
                figure.party.aliases.push(shorter);
            } else {
                figure.party.aliases.push(words.to_owned());
            }
            figure.names.push(wanted);
        }
        Some(found)
    }

    fn organisation(&mut self, number: usize, words: &str, body: bool) -> (usize, Option<&'static str>) {
        let folded = fold::bare(words).into_owned();
        let kinds = [PartyKind::Organisation, PartyKind::Body, PartyKind::Group, PartyKind::Outlet];
        let same = (0..self.figures.len()).rev().find(|figure| {
            let party = &self.figures[*figure].party;
            let begins = |name: &str| {
                let name = fold::bare(name).into_owned();
                name == folded || name.strip_prefix(&folded).is_some_and(|rest| rest.starts_with(' '))
            };
            kinds.contains(&party.kind) && (begins(&party.name) || party.aliases.iter().any(|alias| begins(alias)))
        });
        if let Some(figure) = same {
            self.alias(figure, words);
            return (figure, Some("short for a name in the text"));
        }
        // "Communauté économique … (CEDEAO)": an acronym behind its name, or of its initials.
        let start = self.names[number].tokens.start;
        let acronym = words.chars().all(|c| c.is_uppercase() || c == '.' || c == '-');
        if acronym {
            let behind = start >= 2 && self.scene.is_mark(start - 1, &["("]);
            let named = self.names.iter().zip(&self.of_name).rev().find_map(|(name, figure)| {
                let figure = (*figure)?;
                let party = &self.figures[figure].party;
                let beside = behind && name.tokens.end + 1 == start && kinds.contains(&party.kind);
                (beside || (kinds.contains(&party.kind) && initials(&party.name) == folded)).then_some(figure)
            });
            if let Some(figure) = named {
                self.alias(figure, words);
                return (figure, Some("acronym of a name in the text"));
            }
        } else if let Some(figure) = (0..self.figures.len()).find(|figure| {
            let party = &self.figures[*figure].party;
            kinds.contains(&party.kind) && party.name.len() <= 8 && fold::bare(&party.name) == initials(words)
        }) {
            let acronym = std::mem::replace(&mut self.figures[figure].party.name, words.to_owned());
            self.alias(figure, &acronym);
            return (figure, Some("name of an acronym in the text"));
        }
        let (prefix, kind) = if body { ("body", PartyKind::Body) } else { ("org", PartyKind::Organisation) };
        (self.other(prefix, words, kind), None)
    }

    /// The party of this kind with this very name.
    fn other(&mut self, prefix: &str, words: &str, kind: PartyKind) -> usize {
        let folded = fold::bare(words);
        let same = self
            .figures
            .iter()
            .position(|figure| figure.party.kind == kind && fold::bare(&figure.party.name) == folded);
        same.unwrap_or_else(|| self.figure(format!("{prefix}:{}", slug(words)), words, kind, None))
    }

    fn cast_demonyms(&mut self, unknown: &[UnknownDemonym]) {
        for (at, stem) in unknown {
            let figure = self.states.get(&*fold::bare(stem)).copied();
            self.mention(*at..*at + 1, MentionForm::Demonym, figure, "adjective of an unknown state");
        }
        let mut inside = vec![false; self.scene.tokens.len()];
        for name in self.names {
            inside[name.tokens.clone()].fill(true);
        }
        let stems: Vec<(String, usize)> = self.states.iter().map(|(stem, figure)| (stem.clone(), *figure)).collect();
        for (_, sentence) in self.scene.sentences() {
            for at in sentence.tokens.clone() {
                if inside[at] || !self.scene.tokens[at].is_word() || self.scene.tokens[at].capital {
                    continue;
                }
                if let Some((actor, agreement)) = self.scene.demonym(at) {
                    // "une démocratie occidentale" is a manner, "les pays occidentaux" a party.
                    let manner = self.scene.pack.actor(actor).kind == PartyKind::Group && !agreement.plural;
                    if manner || self.scene.is_language(at) {
                        continue;
                    }
                    let figure = self.actor(actor);
                    self.mention(at..at + 1, MentionForm::Demonym, Some(figure), "adjective");
                } else if let Some((first, _)) = self.scene.word(at).split_once('-') {
                    self.compound(at, first);
                } else if !unknown.iter().any(|(known, _)| *known == at) {
                    let lower = self.scene.lower(at);
                    let stem = self.scene.pack.demonym_stem(&lower).map(|stem| fold::bare(stem).into_owned());
                    if let Some((_, figure)) =
                        stem.and_then(|stem| stems.iter().find(|(known, _)| land_stem(&stem) == land_stem(known)))
                    {
                        self.mention(
                            at..at + 1,
                            MentionForm::Demonym,
                            Some(*figure),
                            "adjective of a state in the text",
                        );
                    }
                }
            }
        }
    }

    /// "russo-américain": two adjectives.
    fn compound(&mut self, at: usize, first: &str) {
        let combining = self.scene.pack.combining(&fold::lower(first));
        let Some(actor) = combining.or_else(|| self.scene.demonym_of(first)) else { return };
        let whole = self.scene.tokens[at].span;
        let begin = whole.begin as usize;
        let figure = self.actor(actor);
        let span = Span::new(begin, begin + first.len());
        self.mentions.push(Draft {
            span,
            form: MentionForm::Demonym,
            figure: Some(figure),
            reason: "first part of a compound",
        });
        let rest = &self.scene.word(at)[first.len() + 1..];
        if let Some(actor) = self.scene.demonym_of(rest) {
            let figure = self.actor(actor);
            let span = Span::new(begin + first.len() + 1, whole.end as usize);
            self.mentions.push(Draft {
                span,
                form: MentionForm::Demonym,
                figure: Some(figure),
                reason: "second part of a compound",
            });
        }
    }

    fn cast_titles(&mut self, apposed: &FxHashMap<usize, usize>) {
        // Who bears an office beside a name, so that the office alone finds him.
        let mut done: Vec<Option<usize>> = vec![None; self.titles.len()];
        for (number, done) in done.iter_mut().enumerate() {
            let Some(figure) = apposed.get(&number).and_then(|name| self.of_name[*name]) else { continue };
            self.bestow(number, figure);
            *done = Some(figure);
        }
        // People of a named group next, so that "les islamistes" alone finds it.
        for number in 0..self.titles.len() {
            let title = &self.titles[number];
            let group =
                title.complement.filter(|_| title.head.kind == HeadKind::Group).and_then(|name| self.of_name[name]);
            if let Some(figure) = group.filter(|figure| self.figures[*figure].party.id.as_str().starts_with("group:")) {
                self.figures[figure].lemmas.push(self.titles[number].head.lemma);
                self.alias(figure, self.scene.words(self.titles[number].tokens.clone()));
            }
        }
        for (number, done) in done.into_iter().enumerate() {
            let title = self.titles[number].clone();
            if done.is_some() && title.head.bound && !title.modified {
                continue;
            }
            let (figure, reason) = match done {
                Some(figure) => (Some(figure), "title beside a name"),
                None => match self.unnamed(&title) {
                    Some(found) => found,
                    None => continue,
                },
            };
            let form = if title.head.kind == HeadKind::Seat { MentionForm::Metonym } else { MentionForm::Role };
            if let Some(figure) = figure {
                self.figures[figure].agreement.get_or_insert(title.agreement);
                let words = self.scene.words(title.tokens.clone());
                if done.is_none() {
                    self.alias(figure, words);
                }
            }
            self.mention(title.tokens, form, figure, reason);
        }
    }

    fn state_of(&mut self, title: &Title) -> Option<usize> {
        match &title.state {
            Some(StateOf::Actor(actor)) => Some(self.actor(*actor)),
            Some(StateOf::Unknown { stem }) => self.states.get(&*fold::bare(stem)).copied(),
            None => title.complement.and_then(|name| self.of_name[name]),
        }
    }

    fn country_of(&self, figure: usize) -> Option<String> {
        self.figures[figure].party.country.clone()
    }

    fn bestow(&mut self, number: usize, figure: usize) {
        let title = self.titles[number].clone();
        let of = self.state_of(&title);
        // "professeur à l'université américaine" need not be an American.
        let behind = title.head_at + self.scene.heads(title.head_at).next().map_or(1, |(length, _)| length);
        let his = title.head.kind != HeadKind::Person || self.scene.demonym(behind).is_some();
        let country = of.filter(|_| his).and_then(|of| self.country_of(of));
        let words = self.scene.words(title.tokens.clone()).to_owned();
        let office = Office { title: title.head.office, portfolio: title.portfolio, lemma: title.head.lemma, of };
        let shared = self.shared_office(&title).map(|office| Office { of, ..office });
        let figure = &mut self.figures[figure];
        figure.offices.push(office);
        figure.offices.extend(shared);
        figure.lemmas.push(title.head.lemma);
        figure.party.role.get_or_insert(words);
        if figure.party.country.is_none() {
            figure.party.country = country;
        }
        if figure.agreement.is_none_or(|agreement| agreement.gender.is_none()) {
            figure.agreement = Some(title.agreement);
        }
    }

    /// Whom a title without a name beside it calls; `None` if it is no mention.
    fn unnamed(&mut self, title: &Title) -> Option<(Option<usize>, &'static str)> {
        let head = title.head;
        if head.bound && !title.modified || self.describes_state(title) {
            return None;
        }
        let capital = self.scene.tokens[title.head_at].capital && !self.scene.opening(title.head_at);
        Some(match head.kind {
            HeadKind::State => {
                let of = self.state_of(title).or_else(|| {
                    title.of_name.and_then(|name| self.of_name[name]).and_then(|figure| self.state_of_person(figure))
                });
                match of {
                    Some(of)
                        if matches!(
                            self.figures[of].party.kind,
                            PartyKind::State | PartyKind::Place | PartyKind::Organisation
                        ) =>
                    {
                        (Some(of), "government or administration of a state")
                    }
                    _ if title.of_name.is_some() || !head.bound => {
                        (self.main_state(), "government of the text's main state")
                    }
                    _ if title.determiner == Determiner::Possessive => return None,
                    _ => return None,
                }
            }
            HeadKind::Body | HeadKind::Organisation | HeadKind::Seat | HeadKind::Outlet => {
                if head.kind == HeadKind::Outlet && !title.modified {
                    return None;
                }
                if (capital && head.kind != HeadKind::Body)
                    || (head.kind == HeadKind::Organisation
                        && title.determiner == Determiner::Indefinite
                        && title.complement.is_none())
                {
                    return None;
                }
                let definite = matches!(title.determiner, Determiner::Definite | Determiner::Demonstrative);
                if matches!(head.kind, HeadKind::Organisation | HeadKind::Outlet)
                    && definite
                    && title.complement.is_none()
                    && let Some(figure) = self.last_thing(title)
                {
                    return Some((Some(figure), "the last organisation named"));
                }
                let (prefix, kind) = match head.kind {
                    HeadKind::Organisation => ("org", PartyKind::Organisation),
                    HeadKind::Outlet => ("outlet", PartyKind::Outlet),
                    _ => ("body", PartyKind::Body),
                };
                (Some(self.common(title, prefix, kind)), "common noun for a body")
            }
            HeadKind::Group if title.determiner == Determiner::Possessive && title.tokens.len() == 1 => return None,
            HeadKind::Group => {
                // "de nombreux habitants, témoins de la scène" are one group.
                let apposed =
                    self.comma_before(title).filter(|_| title.determiner == Determiner::None).and_then(|comma| {
                        let end = self.scene.tokens[comma - 1].span.end;
                        self.mentions
                            .iter()
                            .rev()
                            .find(|mention| mention.span.end == end && mention.form == MentionForm::Role)?
                            .figure
                    });
                if let Some(figure) = apposed.filter(|figure| self.figures[*figure].party.kind == PartyKind::Group) {
                    return Some((Some(figure), "apposed to a group"));
                }
                let called = (0..self.figures.len()).rev().find(|figure| {
                    self.figures[*figure].party.kind == PartyKind::Group
                        && self.figures[*figure].lemmas.contains(&head.lemma)
                });
                if title.tokens.len() == 1 && called.is_some() {
                    return Some((called, "people called so elsewhere"));
                }
                let group = title
                    .complement
                    .and_then(|name| self.of_name[name])
                    .filter(|figure| self.figures[*figure].party.id.as_str().starts_with("group:"));
                match group {
                    Some(figure) => {
                        self.figures[figure].lemmas.push(head.lemma);
                        (Some(figure), "people of a group")
                    }
                    None => (Some(self.common(title, "group", PartyKind::Group)), "common noun for a group"),
                }
            }
            HeadKind::Office if title.agreement.plural => {
                (Some(self.common(title, "group", PartyKind::Group)), "several holders of an office")
            }
            HeadKind::Office => self.officeholder(title),
            HeadKind::Counterpart => self.counterpart(title),
            HeadKind::Source => {
                if title.determiner == Determiner::None
                    && title.complement.is_none()
                    && title.tokens.len() < 3
                    && head.bound
                {
                    return None;
                }
                // "la diplomate" behind a name is who was named.
                let governs = self.scene.traits(title.tokens.end).any(Traits::OF.with(Traits::TO));
                let points = matches!(title.determiner, Determiner::Definite | Determiner::Demonstrative)
                    && !(title.modified || governs)
                    && !title.agreement.plural;
                let hidden = || self.figures.iter().any(|figure| figure.lemmas.contains(&head.lemma));
                if points
                    && !hidden()
                    && let Some(figure) = self.last_person(title)
                {
                    return Some((Some(figure), "the last person of this gender"));
                }
                (Some(self.common(title, "anonymous", PartyKind::Anonymous)), "speaker without a name")
            }
            HeadKind::Person if title.agreement.plural => return None,
            HeadKind::Person => {
                if title.determiner == Determiner::Indefinite || title.determiner == Determiner::None {
                    return None;
                }
                let known = (0..self.figures.len()).rev().find(|figure| {
                    self.figures[*figure].lemmas.contains(&head.lemma)
                        && self.figures[*figure].party.kind == PartyKind::Person
                });
                match known {
                    Some(figure) => (Some(figure), "the person called so before"),
                    None if title.tokens.len() == 1 && self.last_person(title).is_some() => {
                        (self.last_person(title), "the last person of this gender")
                    }
                    None => (Some(self.common(title, "person", PartyKind::Person)), "person without a name"),
                }
            }
        })
    }

    /// "La Norlande, médiatrice discrète, propose": said of a state or organisation.
    fn describes_state(&self, title: &Title) -> bool {
        let person = matches!(title.head.kind, HeadKind::Office | HeadKind::Source | HeadKind::Person);
        let Some(comma) = self.comma_before(title).filter(|_| person && title.determiner == Determiner::None) else {
            return false;
        };
        let at = self.names.partition_point(|name| name.tokens.end < comma);
        let figure = self.of_name.get(at).copied().flatten().filter(|_| self.names[at].tokens.end == comma);
        let kind = figure.map(|figure| self.figures[figure].party.kind);
        matches!(kind, Some(PartyKind::State | PartyKind::Organisation))
    }

    /// The organisation, group or outlet that was named last before a title.
    fn last_thing(&self, title: &Title) -> Option<usize> {
        let number = self.names.partition_point(|name| name.tokens.end <= title.tokens.start);
        let wanted = |figure: usize| match self.figures[figure].party.kind {
            PartyKind::Outlet => title.head.kind == HeadKind::Outlet,
            PartyKind::Organisation | PartyKind::Group => title.head.kind == HeadKind::Organisation,
            _ => false,
        };
        self.of_name[..number].iter().rev().take(8).find_map(|figure| figure.filter(|figure| wanted(*figure)))
    }

    /// The person of a title's gender who was named last before it.
    fn last_person(&self, title: &Title) -> Option<usize> {
        let number = self.names.partition_point(|name| name.tokens.end <= title.tokens.start);
        let gender = title.agreement.gender?;
        let wanted = |figure: usize| {
            let figure = &self.figures[figure];
            figure.party.kind == PartyKind::Person && figure.agreement.is_some_and(|known| known.gender == Some(gender))
        };
        self.of_name[..number].iter().rev().find_map(|figure| figure.filter(|figure| wanted(*figure)))
    }

    fn state_of_person(&self, figure: usize) -> Option<usize> {
        let country = self.country_of(figure)?;
        self.figures
            .iter()
            .position(|state| state.party.kind == PartyKind::State && state.party.country.as_ref() == Some(&country))
    }

    /// The state that the text speaks of most, if one stands out.
    fn main_state(&self) -> Option<usize> {
        let mut counts = vec![0u32; self.figures.len()];
        for mention in &self.mentions {
            if let Some(figure) = mention.figure.filter(|figure| self.figures[*figure].party.kind == PartyKind::State) {
                counts[figure] += 1;
            }
        }
        let best = (0..counts.len()).max_by_key(|figure| (counts[*figure], std::cmp::Reverse(*figure)))?;
        let second = (0..counts.len()).filter(|figure| *figure != best).map(|figure| counts[figure]).max().unwrap_or(0);
        (counts[best] > second).then_some(best)
    }

    /// A body, group or source called by a common noun: the one called so before,
    /// unless adjectives or complements tell them apart.
    fn common(&mut self, title: &Title, prefix: &str, kind: PartyKind) -> usize {
        let of = self.state_of(title);
        let country = of.and_then(|of| self.country_of(of));
        let words = self.scene.words(title.tokens.clone());
        let folded = fold::bare(words).into_owned();
        let same = (0..self.figures.len()).rev().find(|figure| {
            let known = &self.figures[*figure];
            let called = |name: &str| fold::bare(name) == folded;
            known.party.kind == kind
                && known.lemmas.contains(&title.head.lemma)
                && (called(&known.party.name)
                    || known.party.aliases.iter().any(|alias| called(alias))
                    || (!title.modified && title.determiner != Determiner::Indefinite)
                    || (of.is_some() && known.offices.iter().any(|office| office.of == of)))
        });
        if let Some(figure) = same {
            return figure;
        }
        let figure = self.figure(format!("{prefix}:{}", slug(words)), words, kind, country);
        self.figures[figure].lemmas.push(title.head.lemma);
        self.figures[figure].offices.push(Office { title: None, portfolio: None, lemma: title.head.lemma, of });
        figure
    }

    fn officeholder(&mut self, title: &Title) -> (Option<usize>, &'static str) {
        let of = self.state_of(title);
        let wanted = Office { title: title.head.office, portfolio: title.portfolio, lemma: title.head.lemma, of };
        let indefinite = title.determiner == Determiner::Indefinite;
        let now = self.is_held(title);
        let agrees = |figure: &Figure| {
            let fits = |agreement: Agreement| agreement.fits(title.agreement) || agreement.gender.is_none();
            figure.party.kind == PartyKind::Person && figure.agreement.is_none_or(fits)
        };
        let held = |figure: &Figure| {
            let fits = figure.offices.iter().any(|office| self.same_office(office, &wanted));
            !indefinite && agrees(figure) && (fits || (now && self.holds(figure, &wanted)))
        };
        let alike =
            |figure: &Figure| agrees(figure) && figure.offices.iter().any(|office| self.is_alike(office, &wanted));
        let definite = matches!(title.determiner, Determiner::Definite | Determiner::Demonstrative);
        let bare = definite && wanted.portfolio.is_none() && (wanted.of.is_some() || !title.modified);
        let found = self
            .latest_before(title, held)
            .or_else(|| self.latest_before(title, alike).filter(|_| bare))
            .or_else(|| (0..self.figures.len()).rev().find(|figure| held(&self.figures[*figure])));
        if let Some(figure) = found {
            if self.figures[figure].party.country.is_none() {
                self.figures[figure].party.country = of.and_then(|of| self.country_of(of));
            }
            return (Some(figure), "holder of the office");
        }
        if let Some(figure) = self.holder(&wanted).filter(|_| now && !indefinite) {
            return (Some(figure), "holder of the office that day");
        }
        let country = of.and_then(|of| self.country_of(of));
        if let Some(figure) = self.untitled_subject(title, country.as_deref()) {
            self.figures[figure].offices.push(wanted);
            return (Some(figure), "the person of the sentence before");
        }
        let words = self.scene.words(title.tokens.clone());
        let id = self.office_id(&wanted, country.as_deref()).unwrap_or_else(|| slug(words));
        let figure = self.figure(format!("person:{id}"), words, PartyKind::Person, country);
        self.figures[figure].offices.push(wanted);
        self.figures[figure].lemmas.push(title.head.lemma);
        (Some(figure), "office without a name")
    }

    /// Of the figures that fit, the one mentioned last before a title; a counterpart
    /// without a name only if there is no other.
    fn latest_before(&self, title: &Title, fits: impl Fn(&Figure) -> bool) -> Option<usize> {
        let begin = self.scene.span(title.tokens.clone()).begin;
        let before = |mention: &&Draft| mention.span.begin < begin && mention.form != MentionForm::Demonym;
        let known = |mention: &Draft| {
            let figure = mention.figure.filter(|figure| fits(&self.figures[*figure]))?;
            let counterpart = self.figures[figure].names.is_empty() && mention.reason == COUNTERPART;
            Some((!counterpart, mention.span.begin, figure))
        };
        self.mentions.iter().filter(before).filter_map(known).max().map(|(_, _, figure)| figure)
    }

    /// Whether a title says nothing of an office that is past, to come or below it:
    /// "ancien président", "président élu", "ministre délégué".
    fn is_held(&self, title: &Title) -> bool {
        !title.tokens.clone().any(|at| self.scene.length_of(at, Known::NotHeld).is_some())
    }

    /// Whether the table gives somebody this office.
    fn holds(&self, figure: &Figure, wanted: &Office) -> bool {
        let name = self.office_name(wanted);
        figure.known.iter().any(|(office, of)| Some(office) == name.as_ref() && Some(*of) == wanted.of)
    }

    /// Whoever holds an office on the day of the text, by the table.
    fn holder(&mut self, wanted: &Office) -> Option<usize> {
        let office = self.office_name(wanted)?;
        let party = &self.figures[wanted.of?].party.id;
        let holder = self.scene.article.pack.offices.holder(&office, party.as_str(), self.published?)?;
        let figure = self.figure(holder.person.to_string(), &holder.name, PartyKind::Person, None);
        self.figures[figure].names.push(name_words(&holder.name));
        self.hold(figure, holder);
        Some(figure)
    }

    /// "Jean Dravec a protesté. Le porte-parole du collectif ajoute …": the only
    /// person or subject of the sentence before, if the text gives him no office
    /// yet and nothing speaks against it.
    fn untitled_subject(&self, title: &Title, country: Option<&str>) -> Option<usize> {
        let scene = self.scene;
        let segmented = &scene.article.segmented;
        if title.determiner != Determiner::Definite || !scene.opening(title.tokens.start.checked_sub(1)?) {
            return None;
        }
        let here = segmented.sentence_at(scene.tokens[title.head_at].span.begin)?;
        let before = segmented.sentences[here.checked_sub(1)?].span;
        let end = scene.article.segmented.tokens_in(before).end;
        let agrees =
            |figure: usize| self.figures[figure].agreement.is_none_or(|agreement| agreement.fits(title.agreement));
        let persons: Vec<(usize, &Name)> = self
            .names
            .iter()
            .zip(&self.of_name)
            .filter(|(name, _)| before.contains(scene.span(name.tokens.clone())))
            .filter_map(|(name, figure)| Some(((*figure)?, name)))
            .filter(|(figure, _)| self.figures[*figure].party.kind == PartyKind::Person)
            .filter(|(figure, _)| agrees(*figure))
            .collect();
        let (first, _) = *persons.first()?;
        let person = if persons.iter().all(|(figure, _)| *figure == first) {
            first
        } else {
            // Of several, the one that a verb follows; "les délégations de A et de B ont"
            // has neither for its subject.
            let governed = Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR).with(Traits::AND);
            let is_subject = |name: &Name| {
                acting::verb_at(scene, name.tokens.end, end)
                    && name.tokens.start.checked_sub(1).is_none_or(|at| !scene.traits(at).any(governed))
            };
            let mut subjects = persons.iter().filter(|(_, name)| is_subject(name));
            let (subject, _) = subjects.next()?;
            subjects.all(|(other, _)| other == subject).then_some(*subject)?
        };
        let figure = &self.figures[person];
        let known = figure.party.country.as_deref();
        (figure.offices.is_empty() && (known.is_none() || country.is_none() || known == country)).then_some(person)
    }

    fn same_office(&self, known: &Office, wanted: &Office) -> bool {
        let (a, b) = (self.office_name(known), self.office_name(wanted));
        let same = known.lemma == wanted.lemma && (known.portfolio == wanted.portfolio || wanted.portfolio.is_none());
        let (same_name, of) =
            (a.is_some() && a == b, wanted.of.is_none() || known.of.is_none() || known.of == wanted.of);
        let heads = wanted.of.is_some() && known.of == wanted.of && self.is_top(known) && self.is_top(wanted);
        (of && (same || (same_name && wanted.of.is_some()))) || heads
    }

    /// Whether the bare name of the office `wanted` can call the holder of `known`:
    /// "la porte-parole" the "représentante officielle", "le ministre" the "chef de
    /// la diplomatie".
    fn is_alike(&self, known: &Office, wanted: &Office) -> bool {
        let (Some(title), Some(called)) = (known.title, wanted.title) else { return false };
        let offices = &self.scene.pack.offices;
        let kind = offices[title as usize].kind_of.as_ref() == Some(&offices[called as usize].id);
        let of = wanted.of.is_none() || known.of.is_none() || known.of == wanted.of;
        of && !self.is_top(known) && (title == called || kind)
    }

    fn office_name(&self, office: &Office) -> Option<String> {
        let kind = &self.scene.pack.offices[office.title? as usize];
        if let Some(portfolio) = office.portfolio.filter(|_| kind.portfolio) {
            return Some(format!("{}-{}", self.scene.pack.portfolios[portfolio as usize], kind.id));
        }
        let party = office.of.map_or("", |of| self.figures[of].party.id.as_str());
        Some(self.scene.pack.office_of(&kind.id, party).to_owned())
    }

    fn is_top(&self, office: &Office) -> bool {
        office.title.is_some_and(|title| self.scene.pack.offices[title as usize].top)
    }

    fn office_id(&self, office: &Office, country: Option<&str>) -> Option<String> {
        let name = self.office_name(office)?;
        Some(country.map_or_else(|| name.clone(), |country| format!("{}-{name}", country.to_lowercase())))
    }

    /// "son homologue sarvanien": the other side's holder of the same office.
    fn counterpart(&mut self, title: &Title) -> (Option<usize>, &'static str) {
        let of = self.state_of(title);
        if let Some(office) = self.shared_office(title) {
            let wanted = Office { of, ..office };
            let found = of.and_then(|_| {
                (0..self.figures.len()).rev().find(|figure| {
                    self.figures[*figure]
                        .offices
                        .iter()
                        .any(|office| office.of == of && self.same_office(office, &wanted))
                })
            });
            if let Some(figure) = found {
                return (Some(figure), "counterpart: same office of the other state");
            }
            let country = of.and_then(|of| self.country_of(of));
            let words = self.scene.words(title.tokens.clone());
            let id = if of.is_some() { self.office_id(&wanted, country.as_deref()) } else { None };
            let figure =
                self.figure(format!("person:{}", id.unwrap_or_else(|| slug(words))), words, PartyKind::Person, country);
            self.figures[figure].offices.push(wanted);
            self.figures[figure].lemmas.push(title.head.lemma);
            return (Some(figure), COUNTERPART);
        }
        (Some(self.common(title, "person", PartyKind::Person)), COUNTERPART)
    }

    /// The office that a counterpart has in common with the other: the one named
    /// last before.
    fn shared_office(&self, title: &Title) -> Option<Office> {
        let held = |other: &&Title| {
            other.head.kind == HeadKind::Office && other.tokens.end <= title.head_at && !other.agreement.plural
        };
        let other = self.titles.iter().rfind(held).filter(|_| title.head.kind == HeadKind::Counterpart)?;
        let Title { head, portfolio, .. } = other;
        Some(Office { title: head.office, portfolio: *portfolio, lemma: head.lemma, of: None })
    }
}

/// Why a figure stands for "son homologue" of whom the text gives no name.
const COUNTERPART: &str = "counterpart without a name";

/// Words of a name without particles and honorifics, folded.
fn name_words(name: &str) -> Vec<String> {
    name.split_whitespace().map(|word| fold::bare(word).into_owned()).collect()
}

/// Whether `short` holds words of `long` in their order, the last one or the
/// given name among them.
fn shortens(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.len() <= long.len()
        && short.iter().all(|word| rest.any(|known| known == word))
        && (short.len() > 1 || long.len() == 1 || short[0] != long[0])
}

/// Whether two full names share the last word and nearly the first
/// ("Anthony", "Antony").
fn variant(a: &[String], b: &[String]) -> bool {
    let (Some(first), Some(other)) = (a.first(), b.first()) else { return false };
    a.len() > 1
        && b.len() > 1
        && a.last() == b.last()
        && first != other
        && first.chars().take(3).eq(other.chars().take(3))
}

/// The first letters of a name's longer words.
fn initials(name: &str) -> String {
    let folded = fold::bare(name);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3 || word.chars().any(char::is_numeric))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// What a state's name shares with its adjective.
fn land_stem(word: &str) -> String {
    let bare = fold::bare(word).into_owned();
    let stem = bare.trim_end_matches(['a', 'e', 'i', 'o', 'u']);
    if stem.len() >= 4 { stem.to_owned() } else { bare }
}

/// A name as part of an id: `sergei-lavrov`.
fn slug(name: &str) -> String {
    let folded = fold::bare(name);
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
