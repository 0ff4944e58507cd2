//! Who is meant by a title: the name beside it, who was called so before, or
//! somebody whom the text does not name.

use depeche_language::fold;
use depeche_language::pack::{Agreement, HeadKind, Known, Traits};
use depeche_record::{MentionForm, PartyKind};
use rustc_hash::FxHashMap;

use super::acting;
use super::figures::{Casting, Draft, Figure, Office};
use super::names::Name;
use super::spelling::{name_words, slug};
use super::titles::{Determiner, StateOf, Title};

/// Why a figure stands for "son homologue" of whom the text gives no name.
const COUNTERPART: &str = "counterpart without a name";

impl Casting<'_, '_> {
    pub(super) fn cast_titles(&mut self, apposed: &FxHashMap<usize, usize>) {
        // Who bears an office beside a name, so that the office alone finds him.
        let mut done: Vec<Option<usize>> = vec![None; self.titles.len()];
        for (number, done) in done.iter_mut().enumerate() {
            let Some(figure) = apposed.get(&number).and_then(|name| self.of_name[*name]) else { continue };
            self.bestow(number, figure);
            *done = Some(figure);
        }
        self.beside.clone_from(&done);
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

    pub(super) fn country_of(&self, figure: usize) -> Option<String> {
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
        let shared = self.shared_office(&title).filter(|_| of.is_some()).map(|office| Office { of, ..office });
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
                // "le site de Belgora" is a plant or a camp.
                let place = |figure: usize| self.figures[figure].party.kind == PartyKind::Place;
                let of_place = title.complement.and_then(|name| self.of_name[name]).is_some_and(place);
                if head.kind == HeadKind::Outlet && (!title.modified || of_place) {
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
                    let known = &self.figures[*figure];
                    known.party.kind == PartyKind::Group
                        && known.lemmas.contains(&head.lemma)
                        && known.agreement.is_none_or(|known| known.plural == title.agreement.plural)
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
            let agrees = known.agreement.is_none_or(|known| known.plural == title.agreement.plural);
            known.party.kind == kind
                && known.lemmas.contains(&title.head.lemma)
                && (called(&known.party.name)
                    || known.party.aliases.iter().any(|alias| called(alias))
                    || (agrees && !title.modified && title.determiner != Determiner::Indefinite)
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
        let others = self.counterparts_after(title);
        let agrees = |figure: &Figure| {
            let fits = |agreement: Agreement| agreement.fits(title.agreement) || agreement.gender.is_none();
            let other = others.iter().any(|other| self.figures[*other].party.id == figure.party.id);
            figure.party.kind == PartyKind::Person && figure.agreement.is_none_or(fits) && !other
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
        // "le président de la République" is whoever was called just so.
        let words = Some(self.scene.words(title.tokens.clone())).filter(|_| title.tokens.len() > 1);
        let known = |mention: &Draft| {
            let figure = mention.figure.filter(|figure| fits(&self.figures[*figure]))?;
            let Figure { party, names, .. } = &self.figures[figure];
            let same =
                words.is_some_and(|words| party.name == words || party.aliases.iter().any(|alias| alias == words));
            let counterpart = names.is_empty() && mention.reason == COUNTERPART;
            Some((same, !counterpart, mention.span.begin, figure))
        };
        self.mentions.iter().filter(before).filter_map(known).max().map(|(.., figure)| figure)
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
        // The head of an organisation is not whoever is called president.
        let of_organisation =
            known.of.is_none() && wanted.of.is_some_and(|of| self.figures[of].party.kind == PartyKind::Organisation);
        let of = of && !of_organisation;
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
                    let figure = &self.figures[*figure];
                    figure.agreement.is_none_or(|agreement| agreement.fits(title.agreement))
                        && figure.offices.iter().any(|office| office.of == of && self.same_office(office, &wanted))
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
            if of.is_some() {
                self.figures[figure].offices.push(wanted);
            }
            self.figures[figure].lemmas.push(title.head.lemma);
            return (Some(figure), COUNTERPART);
        }
        (Some(self.common(title, "person", PartyKind::Person)), COUNTERPART)
    }

    /// Who is named as the counterpart of a title's holder later in its sentence: nobody
    /// is his own.
    fn counterparts_after(&self, title: &Title) -> Vec<usize> {
        let here = self.sentence(title.head_at);
        let after = |other: &Title| {
            other.head.kind == HeadKind::Counterpart
                && other.head_at > title.head_at
                && self.sentence(other.head_at) == here
        };
        self.titles
            .iter()
            .zip(&self.beside)
            .filter(|(other, _)| after(other))
            .filter_map(|(_, figure)| *figure)
            .collect()
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
