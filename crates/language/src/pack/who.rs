//! How a language names parties: a gazetteer of actors, the grammar of titles,
//! pronouns, and where a town stands for its state.
//!
//! Four files: `states.toml` and `bodies.toml` hold who is known, `titles.toml`
//! how people, bodies and groups are called without a name, `who.toml` the small
//! words around names.

use depeche_record::PartyKind;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Source};
use crate::{Class, EntryId, Form, Lexicon, LexiconBuilder, Words, fold};

/// How a language names parties.
#[derive(Debug, Default)]
pub struct WhoPack {
    /// Names, titles and what goes with them.
    pub lexicon: Lexicon<Known>,
    /// The parties that are known beforehand.
    pub actors: Vec<Actor>,
    /// The kinds of office.
    pub offices: Vec<Office>,
    /// What portfolios are called in ids: `foreign`.
    pub portfolios: Vec<Box<str>>,
    /// What small words do, by form.
    traits: Vec<Traits>,
    adjective_endings: Vec<Box<str>>,
    not_adjectives: FxHashSet<Box<str>>,
    demonym_endings: Vec<Box<str>>,
    not_demonyms: FxHashSet<Box<str>>,
    outlet_endings: Vec<Box<str>>,
    combining: FxHashMap<Box<str>, u16>,
    /// Organisations by the towns that can stand for them.
    seated: FxHashMap<Box<str>, u16>,
    object_verbs: FxHashSet<Form>,
    dative_verbs: FxHashSet<Form>,
}

/// A party that is known beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its id: `state:FR`, `org:UN`.
    pub id: Box<str>,
    /// What it is.
    pub kind: PartyKind,
    /// Its usual name.
    pub name: Box<str>,
    /// ISO code of its state.
    pub country: Option<Box<str>>,
    /// The state or organisation that it is part of, by number.
    pub of: Option<u16>,
    /// Gender and number of its name.
    pub agreement: Agreement,
}

/// A kind of office: "ministre" and "vice-ministre" are one.
#[expect(clippy::struct_excessive_bools, reason = "marks in a table, each independent of the others")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// What it is called in ids: `minister`.
    pub id: Box<str>,
    /// Whether it is the highest of its state or organisation, so that two of
    /// these are one person.
    pub top: bool,
    /// Whether its holder is sent elsewhere: "ambassadeur en Norvège".
    pub abroad: bool,
    /// Whether its portfolio is part of its id: `defence-minister`.
    pub portfolio: bool,
    /// Whether its holder speaks for himself and not for the state: a member of
    /// parliament, a judge.
    pub independent: bool,
    /// The states that call another office so, and that office: in the United
    /// States the secretary of state is the foreign minister.
    pub called: Vec<(Box<str>, Box<str>)>,
    /// The office that it is a kind of: "le ministre" may be the foreign minister.
    pub kind_of: Option<Box<str>>,
}

/// Grammatical gender and number, as far as the words tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Agreement {
    /// Its gender, if the words tell.
    pub gender: Option<Gender>,
    /// Whether it is plural.
    pub plural: bool,
}

impl Agreement {
    /// Whether one thing can have both.
    pub fn fits(self, other: Agreement) -> bool {
        self.plural == other.plural && (self.gender.is_none() || other.gender.is_none() || self.gender == other.gender)
    }
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
}

/// What a word or phrase of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A name of an actor.
    Name {
        /// The actor, by number.
        actor: u16,
        /// Whether it counts only in capitals.
        acronym: bool,
        /// Whether it begins with a capital.
        capital: bool,
    },
    /// The adjective of an actor.
    Demonym {
        /// The actor, by number.
        actor: u16,
        /// Its gender and number.
        agreement: Agreement,
    },
    /// A town, with the state that it can stand for.
    Town {
        /// The town, by number.
        place: u16,
        /// The state whose capital it is.
        capital_of: Option<u16>,
    },
    /// A building that speaks for who sits in it.
    Seat {
        /// Who sits in it, by number.
        actor: u16,
    },
    /// The head of a title.
    Head(Head),
    /// The portfolio of a minister, by number.
    Portfolio(u16),
    /// What may follow a head.
    After,
    /// A word in a title that is not its holder's: "ancien", "élu", "adjoint".
    NotHeld,
    /// What may stand before a head.
    Before,
    /// A rank or courtesy before a name.
    Honorific,
    /// A noun of speech or will: "promesse de".
    ActingNoun,
    /// What stands before a town that is addressed or dealt with.
    ActingBefore,
    /// What stands before a town that is a place.
    PlaceBefore,
    /// A noun that says that a place follows.
    PlaceNoun,
    /// What makes "il" impersonal when it follows.
    Impersonal,
    /// A noun after which quotation marks hold a title.
    Work,
    /// A noun beside which a name is that of a paper or plan.
    Document,
}

/// The head of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What it calls.
    pub kind: HeadKind,
    /// The office, by number.
    pub office: Option<u16>,
    /// Its gender and number.
    pub agreement: Agreement,
    /// Whether it counts only with an adjective, a complement or a name.
    pub bound: bool,
    /// The line of the pack that it stands in: "ministre" and "ministres" share it.
    pub lemma: u16,
}

/// What the head of a title calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadKind {
    /// A person by office.
    Office,
    /// A person by anything else.
    Person,
    /// A speaker whose name is hidden.
    Source,
    /// The other side's holder of the same office.
    Counterpart,
    /// Several people.
    Group,
    /// A part of a state or organisation.
    Body,
    /// A building that speaks.
    Seat,
    /// A state, through its government.
    State,
    /// An organisation.
    Organisation,
    /// An outlet.
    Outlet,
}

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        /// What a small word does: a set of the constants below.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Traits(u64);

        impl Traits {
            $($(#[$doc])* pub const $name: Traits = Traits(1 << $bit);)*

            /// Whether it does nothing else.
            pub fn only(self, of: Traits) -> bool {
                self.0 & !of.0 == 0
            }

            /// Whether it does any of these.
            pub fn any(self, of: Traits) -> bool {
                self.0 & of.0 != 0
            }

            /// Both together.
            #[must_use]
            pub const fn with(self, other: Traits) -> Traits {
                Traits(self.0 | other.0)
            }
        }
    };
}

traits! {
    /// "de".
    OF = 0;
    /// "à".
    TO = 1;
    /// "en", "dans".
    INTO = 2;
    /// "pour".
    FOR = 3;
    /// "et".
    AND = 4;
    /// "le".
    DEFINITE = 5;
    /// "un".
    INDEFINITE = 6;
    /// "son".
    POSSESSIVE = 7;
    /// "ce".
    DEMONSTRATIVE = 8;
    /// An article of the feminine.
    FEMININE = 9;
    /// An article of the masculine.
    MASCULINE = 10;
    /// Joins parts of a name.
    PARTICLE = 11;
    /// Joins parts of a name between capitals only.
    INNER_PARTICLE = 12;
    /// A given name.
    GIVEN = 13;
    /// The capitalised head of a designation.
    DESIGNATION = 14;
    /// The head of an outlet's name.
    OUTLET = 15;
    /// Opens sentences without being a name.
    OPENER = 16;
    /// No party though it has a capital.
    NO_PARTY = 17;
    /// A number in letters.
    NUMERAL = 18;
    /// "je".
    FIRST_SINGULAR = 19;
    /// "nous".
    FIRST_PLURAL = 20;
    /// "vous".
    SECOND = 21;
    /// "il".
    HE = 22;
    /// "elle".
    SHE = 23;
    /// "ils".
    THEY_MASCULINE = 24;
    /// "elles".
    THEY_FEMININE = 25;
    /// "lui".
    ANY_SINGULAR = 26;
    /// "leur".
    ANY_PLURAL = 27;
    /// "l'" before a verb.
    OBJECT = 28;
    /// An article of the plural.
    PLURAL = 29;
    /// Begins names of places: "San".
    PLACE_START = 30;
    /// The capitalised head of a body's name.
    BODY = 31;
    /// "aucun".
    NEGATIVE = 32;
    /// "comme".
    AS = 33;
    /// "qui".
    RELATIVE = 34;
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct StatesFile {
    states: Vec<Spanned<ActorLine>>,
    territories: Vec<Spanned<ActorLine>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct BodiesFile {
    organisations: Vec<Spanned<ActorLine>>,
    bodies: Vec<Spanned<ActorLine>>,
    seats: Vec<Spanned<ActorLine>>,
    outlets: Vec<Spanned<ActorLine>>,
    regions: Vec<Spanned<ActorLine>>,
    towns: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorLine {
    id: String,
    gender: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    of: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TitlesFile {
    offices: Vec<OfficeLine>,
    persons: Vec<Spanned<String>>,
    sources: Vec<Spanned<String>>,
    counterparts: Vec<Spanned<String>>,
    groups: Vec<Spanned<String>>,
    bodies: Vec<Spanned<String>>,
    bound: Vec<String>,
    seats: Vec<Spanned<String>>,
    states: Vec<Spanned<String>>,
    organisations: Vec<Spanned<String>>,
    outlets: Vec<Spanned<String>>,
    places: Vec<String>,
    honorifics: Vec<String>,
    before: Vec<String>,
    numerals: Vec<String>,
    after: Vec<String>,
    not_held: Vec<String>,
    adjective_endings: Vec<Box<str>>,
    not_adjectives: Vec<String>,
    portfolios: Vec<PortfolioLine>,
    demonym_endings: Vec<Box<str>>,
    not_demonyms: Vec<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "marks in a table, each independent of the others")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeLine {
    id: String,
    titles: Vec<Spanned<String>>,
    #[serde(default)]
    top: bool,
    #[serde(default)]
    abroad: bool,
    #[serde(default)]
    portfolio: bool,
    #[serde(default)]
    independent: bool,
    #[serde(default)]
    called: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    kind_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortfolioLine {
    id: String,
    names: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WhoFile {
    particles: Vec<String>,
    inner_particles: Vec<String>,
    given: Vec<String>,
    designations: Vec<String>,
    body_designations: Vec<String>,
    place_starts: Vec<String>,
    outlet_designations: Vec<String>,
    outlet_endings: Vec<Box<str>>,
    of: Vec<String>,
    to: Vec<String>,
    into: Vec<String>,
    r#for: Vec<String>,
    r#as: Vec<String>,
    and: Vec<String>,
    relatives: Vec<String>,
    articles: ArticlesLine,
    pronouns: PronounsLine,
    acting: ActingLine,
    openers: Vec<String>,
    no_party: Vec<String>,
    works: Vec<String>,
    documents: Vec<String>,
    combining: std::collections::BTreeMap<String, Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ArticlesLine {
    definite: Vec<String>,
    indefinite: Vec<String>,
    possessive: Vec<String>,
    demonstrative: Vec<String>,
    negative: Vec<String>,
    feminine: Vec<String>,
    masculine: Vec<String>,
    plural: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PronounsLine {
    first_singular: Vec<String>,
    first_plural: Vec<String>,
    second: Vec<String>,
    masculine_singular: Vec<String>,
    feminine_singular: Vec<String>,
    masculine_plural: Vec<String>,
    feminine_plural: Vec<String>,
    any_singular: Vec<String>,
    any_plural: Vec<String>,
    objects: Vec<String>,
    impersonal: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ActingLine {
    nouns: Vec<String>,
    before: Vec<String>,
    place_before: Vec<String>,
    object_verbs: Vec<Spanned<String>>,
    dative_verbs: Vec<Spanned<String>>,
}

/// The files that say how a language names parties.
#[derive(Clone, Copy, Debug)]
pub struct WhoSources<'s> {
    /// `who.toml`.
    pub who: Source<'s>,
    /// `states.toml`.
    pub states: Source<'s>,
    /// `bodies.toml`.
    pub bodies: Source<'s>,
    /// `titles.toml`.
    pub titles: Source<'s>,
}

impl WhoPack {
    /// Compiles the four files.
    ///
    /// # Errors
    ///
    /// With file and line, if one is not of the expected form, names an id twice
    /// or refers to an id that is not there.
    pub fn compile(sources: WhoSources<'_>, words: &mut Words<'_>) -> Result<WhoPack, PackError> {
        let mut compiler = Compiler {
            pack: WhoPack::default(),
            builder: LexiconBuilder::default(),
            words,
            ids: FxHashMap::default(),
            no_class: Vec::new(),
        };
        compiler.states(sources.states)?;
        compiler.bodies(sources.bodies)?;
        compiler.titles(sources.titles)?;
        compiler.small_words(sources.who)?;
        let Compiler { mut pack, builder, .. } = compiler;
        pack.lexicon = builder.build();
        Ok(pack)
    }

    /// What the word with this form does.
    pub fn traits(&self, form: Form) -> Traits {
        self.traits.get(form.index()).copied().unwrap_or_default()
    }

    /// The actor with this number.
    pub fn actor(&self, number: u16) -> &Actor {
        &self.actors[number as usize]
    }

    /// The ids of all offices, those with a portfolio as well: `defence-minister`.
    pub fn office_ids(&self) -> FxHashSet<String> {
        let with_portfolio = self
            .offices
            .iter()
            .filter(|office| office.portfolio)
            .flat_map(|office| self.portfolios.iter().map(move |portfolio| format!("{portfolio}-{}", office.id)));
        self.offices.iter().map(|office| office.id.to_string()).chain(with_portfolio).collect()
    }

    /// What an office of a party is everywhere else: in the United States the
    /// secretary of state is the foreign minister.
    pub fn office_of<'o>(&'o self, office: &'o str, party: &str) -> &'o str {
        let kind = self.offices.iter().find(|kind| &*kind.id == office);
        kind.and_then(|kind| kind.called.iter().find(|(state, _)| &**state == party))
            .map_or(office, |(_, elsewhere)| elsewhere)
    }

    /// Whether an unknown lower-case word ends as adjectives do.
    pub fn is_adjective(&self, word: &str) -> bool {
        word.chars().count() >= 5 && ends(&self.adjective_endings, word) && !self.not_adjectives.contains(word)
    }

    /// If an unknown lower-case word ends as the adjectives of peoples do: what
    /// is left without the ending, and its agreement as far as the ending tells.
    pub fn demonym_stem<'w>(&self, word: &'w str) -> Option<&'w str> {
        if self.not_demonyms.contains(word) {
            return None;
        }
        self.demonym_endings
            .iter()
            .filter(|ending| word.ends_with(&***ending))
            .max_by_key(|ending| ending.len())
            .map(|ending| &word[..word.len() - ending.len()])
            .filter(|stem| stem.chars().count() >= 4)
    }

    /// Whether a name ends as names of outlets do.
    pub fn is_outlet(&self, word: &str) -> bool {
        self.outlet_endings.iter().any(|ending| word.len() > ending.len() && word.ends_with(&**ending))
    }

    /// Whether the object of the verb with this infinitive is somebody.
    pub fn has_personal_object(&self, lemma: Form) -> bool {
        self.object_verbs.contains(&lemma)
    }

    /// Whether the verb with this infinitive takes "to" and somebody.
    pub fn has_dative(&self, lemma: Form) -> bool {
        self.dative_verbs.contains(&lemma)
    }

    /// The organisation that a town can stand for.
    pub fn organisation_at(&self, town: &str) -> Option<u16> {
        self.seated.get(town).copied()
    }

    /// The actor of the first part of a compound adjective: "russo".
    pub fn combining(&self, part: &str) -> Option<u16> {
        self.combining.get(part).copied()
    }
}

fn ends(endings: &[Box<str>], word: &str) -> bool {
    endings.iter().any(|ending| word.ends_with(&**ending))
}

struct Compiler<'c, 'w> {
    pack: WhoPack,
    builder: LexiconBuilder<Known>,
    words: &'c mut Words<'w>,
    ids: FxHashMap<String, u16>,
    no_class: Vec<Class>,
}

impl Compiler<'_, '_> {
    fn entry(&mut self, known: Known) -> EntryId {
        self.builder.entry(self.no_class.clone(), known)
    }

    fn phrases<'p>(&mut self, phrases: impl IntoIterator<Item = &'p String>, known: Known) {
        let entry = self.entry(known);
        for phrase in phrases {
            self.builder.phrase(phrase, entry, self.words);
        }
    }

    fn actor(&mut self, source: Source<'_>, line: &Spanned<ActorLine>, kind: PartyKind) -> Result<u16, PackError> {
        let at = line.span();
        let line = line.get_ref();
        let id = if line.id.contains(':') { line.id.clone() } else { format!("state:{}", line.id) };
        let agreement = match line.gender.as_str() {
            "m" => Agreement { gender: Some(Gender::Masculine), plural: false },
            "f" => Agreement { gender: Some(Gender::Feminine), plural: false },
            "mp" => Agreement { gender: Some(Gender::Masculine), plural: true },
            "fp" => Agreement { gender: Some(Gender::Feminine), plural: true },
            other => return Err(source.error(at, format!("{other:?} is no gender: write m, f, mp or fp"))),
        };
        let Some(name) = line.names.first().or(line.acronyms.first()) else {
            return Err(source.error(at, "a party needs a name or an acronym"));
        };
        let of = match &line.of {
            Some(of) => {
                Some(*self.ids.get(of).ok_or_else(|| source.error(at.clone(), format!("no party has the id {of:?}")))?)
            }
            None => None,
        };
        let country = match (&line.country, of) {
            (Some(country), _) => Some(country.as_str().into()),
            (None, Some(of)) => self.pack.actors[of as usize].country.clone(),
            (None, None) => id.strip_prefix("state:").map(Into::into),
        };
        let kind = match id.split(':').next() {
            Some("state") => PartyKind::State,
            Some("org") => PartyKind::Organisation,
            Some("body") => PartyKind::Body,
            Some("outlet") => PartyKind::Outlet,
            Some("group") => PartyKind::Group,
            Some("place") => PartyKind::Place,
            _ => kind,
        };
        let number =
            self.push(Actor { id: id.as_str().into(), kind, name: name.as_str().into(), country, of, agreement });
        if self.ids.insert(id.clone(), number).is_some() {
            return Err(source.error(at, format!("the id {id:?} is there twice")));
        }
        for adjective in &line.adjectives {
            self.inflected(source, at.clone(), adjective, |agreement| Known::Demonym { actor: number, agreement })?;
        }
        Ok(number)
    }

    fn push(&mut self, actor: Actor) -> u16 {
        self.pack.actors.push(actor);
        (self.pack.actors.len() - 1) as u16
    }

    /// Names and acronyms of an actor.
    fn names(&mut self, line: &ActorLine, actor: u16) {
        for name in &line.names {
            let capital = name.chars().next().is_some_and(char::is_uppercase);
            self.phrases([name], Known::Name { actor, acronym: false, capital });
        }
        self.phrases(&line.acronyms, Known::Name { actor, acronym: true, capital: true });
    }

    /// The forms of an inflected word: masculine, feminine, then plurals.
    fn inflected(
        &mut self,
        source: Source<'_>,
        at: std::ops::Range<usize>,
        line: &str,
        known: impl Fn(Agreement) -> Known,
    ) -> Result<(), PackError> {
        let forms: Vec<&str> = line.split(',').map(str::trim).collect();
        if forms.len() != 4 {
            return Err(source.error(at, format!("{line:?} has {} forms; write masculine, feminine, masculine plural, feminine plural, and - where there is none", forms.len())));
        }
        for (number, form) in forms.iter().enumerate() {
            if *form == "-" || forms[..number].contains(form) {
                continue;
            }
            let same = |other: usize| forms[other] == *form;
            let gender = if same(number ^ 1) {
                None
            } else if number % 2 == 0 {
                Some(Gender::Masculine)
            } else {
                Some(Gender::Feminine)
            };
            let entry = self.entry(known(Agreement { gender, plural: number >= 2 }));
            self.builder.phrase(form, entry, self.words);
            // A form that is singular and plural at once stands for both.
            if number < 2 && (same(number + 2)) {
                let entry = self.entry(known(Agreement { gender, plural: true }));
                self.builder.phrase(form, entry, self.words);
            }
        }
        Ok(())
    }

    fn states(&mut self, source: Source<'_>) -> Result<(), PackError> {
        let file: StatesFile = source.parse()?;
        for line in file.states.iter().chain(&file.territories) {
            let actor = self.actor(source, line, PartyKind::State)?;
            self.names(line.get_ref(), actor);
            if let Some(first) = line.get_ref().capitals.first() {
                let country = self.pack.actors[actor as usize].country.clone();
                let place = self.push(town(first, country));
                self.phrases(&line.get_ref().capitals, Known::Town { place, capital_of: Some(actor) });
            }
        }
        Ok(())
    }

    fn bodies(&mut self, source: Source<'_>) -> Result<(), PackError> {
        let file: BodiesFile = source.parse()?;
        for (lines, kind) in [
            (&file.organisations, PartyKind::Organisation),
            (&file.bodies, PartyKind::Body),
            (&file.outlets, PartyKind::Outlet),
            (&file.regions, PartyKind::Place),
        ] {
            for line in lines {
                let actor = self.actor(source, line, kind)?;
                self.names(line.get_ref(), actor);
                let towns = line.get_ref().capitals.iter().map(|town| (town.as_str().into(), actor));
                self.pack.seated.extend(towns);
            }
        }
        for line in &file.seats {
            let actor = self.actor(source, line, PartyKind::Body)?;
            self.phrases(&line.get_ref().names, Known::Seat { actor });
        }
        for (country, names) in &file.towns {
            for name in names {
                let place = self.push(town(name, Some(country.as_str().into())));
                self.phrases([name], Known::Town { place, capital_of: None });
            }
        }
        Ok(())
    }

    fn titles(&mut self, source: Source<'_>) -> Result<(), PackError> {
        let file: TitlesFile = source.parse()?;
        let bound: FxHashSet<&str> = file.bound.iter().map(String::as_str).collect();
        let mut lemma = 0;
        for office in &file.offices {
            let number = self.pack.offices.len() as u16;
            let OfficeLine { id, top, abroad, portfolio, independent, called, kind_of, .. } = office;
            self.pack.offices.push(Office {
                id: id.as_str().into(),
                top: *top,
                abroad: *abroad,
                portfolio: *portfolio,
                independent: *independent,
                called: called.iter().map(|(party, id)| (party.as_str().into(), id.as_str().into())).collect(),
                kind_of: kind_of.as_deref().map(Into::into),
            });
            for title in &office.titles {
                self.head(source, title, HeadKind::Office, Some(number), &bound, &mut lemma)?;
            }
        }
        for (titles, kind) in [
            (&file.persons, HeadKind::Person),
            (&file.sources, HeadKind::Source),
            (&file.counterparts, HeadKind::Counterpart),
            (&file.groups, HeadKind::Group),
            (&file.bodies, HeadKind::Body),
            (&file.seats, HeadKind::Seat),
            (&file.states, HeadKind::State),
            (&file.organisations, HeadKind::Organisation),
            (&file.outlets, HeadKind::Outlet),
        ] {
            for title in titles {
                self.head(source, title, kind, None, &bound, &mut lemma)?;
            }
        }
        for portfolio in &file.portfolios {
            let number = self.pack.portfolios.len() as u16;
            self.pack.portfolios.push(portfolio.id.as_str().into());
            self.phrases(&portfolio.names, Known::Portfolio(number));
        }
        let inflected = |lines: &[String]| -> Vec<String> {
            lines
                .iter()
                .flat_map(|line| line.split(',').map(str::trim))
                .filter(|form| *form != "-")
                .map(str::to_owned)
                .collect()
        };
        self.phrases(&inflected(&file.before), Known::Before);
        self.phrases(&file.after, Known::After);
        self.phrases(&inflected(&file.not_held), Known::NotHeld);
        self.phrases(&file.honorifics, Known::Honorific);
        self.phrases(&file.places, Known::PlaceNoun);
        self.trait_of(&file.numerals, Traits::NUMERAL);
        let set = |words: Vec<String>| words.iter().map(|word| fold::lower(word).into()).collect();
        self.pack.adjective_endings = file.adjective_endings;
        self.pack.not_adjectives = set(file.not_adjectives);
        self.pack.demonym_endings = file.demonym_endings;
        self.pack.not_demonyms = set(file.not_demonyms);
        Ok(())
    }

    fn head(
        &mut self,
        source: Source<'_>,
        title: &Spanned<String>,
        kind: HeadKind,
        office: Option<u16>,
        bound: &FxHashSet<&str>,
        lemma: &mut u16,
    ) -> Result<(), PackError> {
        let line = title.get_ref();
        let number = *lemma;
        *lemma += 1;
        // A line is bound as a whole: its first form stands for all.
        let first = line.split(',').map(str::trim).find(|form| *form != "-").unwrap_or_default();
        let bound = bound.contains(first) || line.split(',').any(|form| bound.contains(form.trim()));
        self.inflected(source, title.span(), line, |agreement| {
            Known::Head(Head { kind, office, agreement, bound, lemma: number })
        })
    }

    fn trait_of(&mut self, words: &[String], what: Traits) {
        for word in words {
            for form in self.words.forms(word) {
                if self.pack.traits.len() <= form.index() {
                    self.pack.traits.resize(form.index() + 1, Traits::default());
                }
                let traits = &mut self.pack.traits[form.index()];
                *traits = traits.with(what);
            }
        }
    }

    /// The forms of some infinitives.
    fn verbs(&mut self, source: Source<'_>, verbs: &[Spanned<String>]) -> Result<FxHashSet<Form>, PackError> {
        verbs
            .iter()
            .map(|verb| self.words.verb(verb.get_ref()).map_err(|message| source.error(verb.span(), message)))
            .collect()
    }

    fn small_words(&mut self, source: Source<'_>) -> Result<(), PackError> {
        let file: WhoFile = source.parse()?;
        let (articles, pronouns) = (&file.articles, &file.pronouns);
        for (words, what) in [
            (&file.of, Traits::OF),
            (&file.to, Traits::TO),
            (&file.into, Traits::INTO),
            (&file.r#for, Traits::FOR),
            (&file.and, Traits::AND),
            (&file.r#as, Traits::AS),
            (&file.relatives, Traits::RELATIVE),
            (&articles.definite, Traits::DEFINITE),
            (&articles.indefinite, Traits::INDEFINITE),
            (&articles.possessive, Traits::POSSESSIVE),
            (&articles.demonstrative, Traits::DEMONSTRATIVE),
            (&articles.negative, Traits::NEGATIVE),
            (&articles.feminine, Traits::FEMININE),
            (&articles.masculine, Traits::MASCULINE),
            (&articles.plural, Traits::PLURAL),
            (&file.particles, Traits::PARTICLE),
            (&file.inner_particles, Traits::INNER_PARTICLE),
            (&file.given, Traits::GIVEN),
            (&file.designations, Traits::DESIGNATION),
            (&file.body_designations, Traits::DESIGNATION.with(Traits::BODY)),
            (&file.place_starts, Traits::PLACE_START),
            (&file.outlet_designations, Traits::OUTLET),
            (&file.openers, Traits::OPENER),
            (&file.no_party, Traits::NO_PARTY),
            (&pronouns.first_singular, Traits::FIRST_SINGULAR),
            (&pronouns.first_plural, Traits::FIRST_PLURAL),
            (&pronouns.second, Traits::SECOND),
            (&pronouns.masculine_singular, Traits::HE),
            (&pronouns.feminine_singular, Traits::SHE),
            (&pronouns.masculine_plural, Traits::THEY_MASCULINE),
            (&pronouns.feminine_plural, Traits::THEY_FEMININE),
            (&pronouns.any_singular, Traits::ANY_SINGULAR),
            (&pronouns.any_plural, Traits::ANY_PLURAL),
            (&pronouns.objects, Traits::OBJECT),
        ] {
            self.trait_of(words, what);
        }
        self.phrases(&pronouns.impersonal, Known::Impersonal);
        self.phrases(&file.acting.nouns, Known::ActingNoun);
        self.phrases(&file.acting.before, Known::ActingBefore);
        self.phrases(&file.acting.place_before, Known::PlaceBefore);
        self.phrases(&file.works, Known::Work);
        self.phrases(&file.documents, Known::Document);
        self.pack.outlet_endings = file.outlet_endings;
        self.pack.object_verbs = self.verbs(source, &file.acting.object_verbs)?;
        self.pack.dative_verbs = self.verbs(source, &file.acting.dative_verbs)?;
        for (part, id) in &file.combining {
            let actor = self
                .ids
                .get(id.get_ref())
                .ok_or_else(|| source.error(id.span(), format!("no party has the id {:?}", id.get_ref())))?;
            self.pack.combining.insert(fold::lower(part).into(), *actor);
        }
        Ok(())
    }
}

fn town(name: &str, country: Option<Box<str>>) -> Actor {
    let slug: String = fold::bare(name).split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>().join("-");
    Actor {
        id: format!("place:{slug}").into(),
        kind: PartyKind::Place,
        name: name.into(),
        country,
        of: None,
        agreement: Agreement::default(),
    }
}
