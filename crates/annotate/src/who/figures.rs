//! Who is meant: the names of a text put together as parties, and their peoples.

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
use super::spelling::{initials, land_stem, name_words, shortens, slug, variant};
use super::titles::{Determiner, Title, UnknownDemonym};

/// A party in the making.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) party: Party,
    pub(super) agreement: Option<Agreement>,
    /// The offices that the text gives it.
    pub(super) offices: Vec<Office>,
    /// The heads of its titles.
    pub(super) lemmas: Vec<u16>,
    /// Its names as words, folded.
    pub(super) names: Vec<Vec<String>>,
    /// The offices that the table gives it: their names and whose they are.
    pub(super) known: Vec<(String, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) title: Option<u16>,
    pub(super) portfolio: Option<u16>,
    pub(super) lemma: u16,
    /// The state or organisation, by figure.
    pub(super) of: Option<usize>,
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
    pub(super) scene: &'c Scene<'a>,
    pub(super) names: &'c [Name],
    pub(super) titles: &'c [Title],
    /// The day of the text: who holds which office.
    pub(super) published: Option<Window>,
    pub(super) figures: Vec<Figure>,
    actors: FxHashMap<u16, usize>,
    /// Unknown states by stem.
    pub(super) states: BTreeMap<String, usize>,
    /// The sentences in which a land or adjective stands that no list has.
    unlisted_lands: FxHashSet<usize>,
    pub(super) mentions: Vec<Draft>,
    /// The figure of each name.
    pub(super) of_name: Vec<Option<usize>>,
    /// The figure of the name that each title stands beside.
    pub(super) beside: Vec<Option<usize>>,
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
            beside: vec![None; titles.len()],
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

    pub(super) fn mention(
        &mut self,
        tokens: Range<usize>,
        form: MentionForm,
        figure: Option<usize>,
        reason: &'static str,
    ) {
        let span = self.scene.span(tokens);
        self.mentions.push(Draft { span, form, figure, reason });
    }

    pub(super) fn figure(&mut self, id: String, name: &str, kind: PartyKind, country: Option<String>) -> usize {
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

    pub(super) fn actor(&mut self, number: u16) -> usize {
        if let Some(figure) = self.actors.get(&number) {
            return *figure;
        }
        let Actor { id, kind, name, country, agreement, .. } = self.scene.pack.actor(number).clone();
        let figure = self.figure(id.into(), &name, kind, country.map(Into::into));
        self.figures[figure].agreement = Some(agreement);
        self.actors.insert(number, figure);
        figure
    }

    pub(super) fn alias(&mut self, figure: usize, words: &str) {
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

    pub(super) fn sentence(&self, token: usize) -> Option<usize> {
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
    pub(super) fn comma_before(&self, title: &Title) -> Option<usize> {
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
            let begin = self.scene.tokens[name.tokens.start].span.begin;
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
                NameKind::Person => match self.family_name(&name, words) {
                    Some(figure) => (Some(figure), MentionForm::Name, "surname"),
                    None => (Some(self.person(words, begin)), MentionForm::Name, name.reason),
                },
                NameKind::Organisation if let Some(figure) = self.namesake(&name, words) => {
                    (Some(figure), MentionForm::Name, "surname")
                }
                NameKind::Organisation | NameKind::Body => {
                    let (figure, reason) = self.organisation(number, words, kind == NameKind::Body);
                    (Some(figure), MentionForm::Name, reason.unwrap_or(name.reason))
                }
                NameKind::Outlet => {
                    (Some(self.other("outlet", words, PartyKind::Outlet)), MentionForm::Name, name.reason)
                }
                NameKind::Place => match self.surname(words, begin) {
                    Some(figure) => (Some(figure), MentionForm::Name, "surname"),
                    None => (Some(self.other("place", words, PartyKind::Place)), MentionForm::Name, name.reason),
                },
                NameKind::Group => (Some(self.other("group", words, PartyKind::Group)), MentionForm::Name, name.reason),
                NameKind::Land => self.land(words, begin, name.reason),
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
    pub(super) fn hold(&mut self, figure: usize, holder: &Holder) {
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

    /// "Mme Shen", behind "Shen Lihua": in some languages the family name comes first.
    fn family_name(&self, name: &Name, words: &str) -> Option<usize> {
        let courtesy = self.scene.ends_before(name.tokens.start, Known::Honorific).is_some();
        let word = fold::bare(words);
        let called = |figure: &Figure| figure.names.iter().any(|known| known.len() > 1 && known[0] == word);
        let surname = |figure: &Figure| figure.names.iter().any(|known| known.last().is_some_and(|last| *last == word));
        let taken = self.figures.iter().any(surname);
        (courtesy && name.tokens.len() == 1 && !taken).then(|| self.figures.iter().position(called)).flatten()
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

    fn land(&mut self, words: &str, begin: u32, reason: &'static str) -> (Option<usize>, MentionForm, &'static str) {
        if let Some(figure) = self.surname(words, begin) {
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
        let scene = self.scene;
        let start = name.tokens.start;
        let begin = scene.tokens[start].span.begin;
        if let Some(figure) = self.surname(words, begin) {
            return (Some(figure), MentionForm::Name, "surname");
        }
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
            Some(Label::Person) => return (Some(self.person(words, begin)), MentionForm::Name, "tagged as a person"),
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
        (Some(self.person(words, begin)), MentionForm::Name, "capital")
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
    fn person(&mut self, words: &str, begin: u32) -> usize {
        if let Some(figure) = self.surname(words, begin) {
            return figure;
        }
        let figure = self.figure(format!("person:{}", slug(words)), words, PartyKind::Person, None);
        self.figures[figure].names.push(name_words(words));
        figure
    }

    /// The person whose name holds all these words in their order; of two the one named
    /// last before `begin`.
    fn surname(&mut self, words: &str, begin: u32) -> Option<usize> {
        let wanted = name_words(words);
        let fits = |figure: &Figure| {
            figure
                .names
                .iter()
                .any(|known| shortens(&wanted, known) || shortens(known, &wanted) || variant(known, &wanted))
        };
        let found: Vec<usize> = (0..self.figures.len()).filter(|figure| fits(&self.figures[*figure])).collect();
        let found = match found[..] {
            [] => return None,
            [one] => one,
            _ => self.last_named(&found, begin),
        };
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

    /// Of these figures the one named last before `begin`.
    fn last_named(&self, figures: &[usize], begin: u32) -> usize {
        let before = self.mentions.iter().filter(|mention| mention.span.begin < begin);
        let last = before.filter(|mention| mention.figure.is_some_and(|figure| figures.contains(&figure)));
        last.max_by_key(|mention| mention.span.begin)
            .and_then(|mention| mention.figure)
            .unwrap_or_else(|| figures[figures.len() - 1])
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
}
