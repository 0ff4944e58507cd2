//! The grammar of titles: who is called by an office, a function or a common
//! noun instead of a name.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::{Agreement, Gender, Head, HeadKind, Known, Traits};

use super::names::{Name, NameKind};
use super::scene::Scene;

/// A title that stands in a text: "[ancien porte-parole de la mission …]".
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// From the first adjective to the last complement, without determiner.
    pub(super) tokens: Range<usize>,
    pub(super) head_at: usize,
    pub(super) head: Head,
    pub(super) agreement: Agreement,
    pub(super) determiner: Determiner,
    /// The state of its adjective.
    pub(super) state: Option<StateOf>,
    /// The first name of its complements, by number.
    pub(super) complement: Option<usize>,
    pub(super) portfolio: Option<u16>,
    /// Whether a name stands right behind as part of it ("gouvernement Rajoy").
    pub(super) of_name: Option<usize>,
    /// Whether it has an adjective, complement or numeral.
    pub(super) modified: bool,
}

/// The state that an adjective belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StateOf {
    /// A known actor.
    Actor(u16),
    /// A state that no list has: the adjective and its stem.
    Unknown { stem: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    None,
    Definite,
    Indefinite,
    Possessive,
    Demonstrative,
}

/// An adjective of an unknown people: its token and stem.
pub(super) type UnknownDemonym = (usize, String);

/// All titles in order, and the adjectives of unknown peoples inside them.
pub(super) fn find(scene: &Scene<'_>, names: &[Name]) -> (Vec<Title>, Vec<UnknownDemonym>) {
    let mut inside = vec![false; scene.tokens.len()];
    let mut starts = vec![u32::MAX; scene.tokens.len()];
    for (number, name) in names.iter().enumerate() {
        starts[name.tokens.start] = number as u32;
        for at in name.tokens.clone() {
            inside[at] = true;
        }
    }
    let mut adjectival = vec![false; scene.tokens.len()];
    let mut titles = Vec::new();
    let mut demonyms = Vec::new();
    for (_, sentence) in scene.sentences() {
        let mut parser = Parser {
            scene,
            names,
            starts: &starts,
            range: sentence.tokens.clone(),
            demonyms: Vec::new(),
            adjectival: &mut adjectival,
        };
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if inside[at] || scene.in_work(at) || parser.adjectival[at] {
                at += 1;
                continue;
            }
            if scene.ends_before(at, Known::ActingNoun).is_some_and(|begin| begin >= sentence.tokens.start) {
                demonyms.extend(parser.unknown_demonym(at).map(|stem| (at, stem)));
            }
            parser.demonyms.clear();
            let title = parser.title(at);
            demonyms.append(&mut parser.demonyms);
            let Some(title) = title else {
                at += 1;
                continue;
            };
            at = title.head_at + parser.head_length(at);
            titles.push(title);
        }
    }
    demonyms.sort();
    demonyms.dedup();
    (titles, demonyms)
}

struct Parser<'p, 'a> {
    scene: &'p Scene<'a>,
    names: &'p [Name],
    starts: &'p [u32],
    range: Range<usize>,
    demonyms: Vec<UnknownDemonym>,
    /// Which tokens follow a head as its adjectives.
    adjectival: &'p mut Vec<bool>,
}

/// What adjectives and complements add to a head.
#[derive(Default)]
struct Modifiers {
    state: Option<StateOf>,
    complement: Option<usize>,
    portfolio: Option<u16>,
}

impl Parser<'_, '_> {
    fn head_length(&self, at: usize) -> usize {
        self.scene.heads(at).next().map_or(1, |(length, _)| length)
    }

    /// The title whose head stands at `at`.
    fn title(&mut self, at: usize) -> Option<Title> {
        let scene = self.scene;
        let (length, _) = scene.heads(at).next()?;
        if at + length > self.range.end {
            return None;
        }
        let (begin, counted, one_of) = self.begin(at);
        let before = begin.checked_sub(1).filter(|before| *before >= self.range.start);
        let traits = before.map(|before| scene.traits(before)).unwrap_or_default();
        let plural = counted || traits.any(Traits::PLURAL);
        let singular = !plural && traits.any(Traits::FEMININE.with(Traits::MASCULINE));
        let gender = if plural {
            None
        } else if traits.any(Traits::FEMININE) {
            Some(Gender::Feminine)
        } else {
            traits.any(Traits::MASCULINE).then_some(Gender::Masculine)
        };
        let head = self.reading(at, length, plural, singular, gender)?;
        let agreement =
            Agreement { gender: head.agreement.gender.or(gender), plural: head.agreement.plural && !one_of };
        let negative = traits.any(Traits::NEGATIVE);
        let determiner = if traits.any(Traits::POSSESSIVE) {
            Determiner::Possessive
        } else if traits.any(Traits::DEMONSTRATIVE) {
            Determiner::Demonstrative
        } else if traits.any(Traits::DEFINITE) {
            Determiner::Definite
        } else if traits.any(Traits::INDEFINITE) {
            Determiner::Indefinite
        } else {
            Determiner::None
        };
        // A word that is a verb as well needs a determiner to be a noun.
        let bare = determiner == Determiner::None && begin == at && length == 1;
        let apposed =
            before.is_none_or(|before| !scene.tokens[before].is_word()) || traits.any(Traits::AS.with(Traits::OF));
        if bare && !apposed && scene.is_verb(at) {
            return None;
        }
        // "une intervention armée"
        if bare && head.kind == HeadKind::Body && before.is_some_and(|before| scene.is_noun(before)) {
            return None;
        }
        // "d'être responsables de": said of somebody, not somebody.
        let predicate = bare && before.is_some_and(|before| scene.is_verb(before)) && !scene.capital(at);
        if predicate && (head.agreement.plural || matches!(head.kind, HeadKind::Source | HeadKind::Group)) {
            return None;
        }
        let mut modifiers = Modifiers::default();
        let mut end = self.adjectives(at + length, &mut modifiers);
        let mut of_name = None;
        if matches!(head.kind, HeadKind::State | HeadKind::Body) && end == at + length {
            of_name = self.name_at(end).filter(|name| {
                let name = &self.names[*name];
                name.tokens.len() == 1 && matches!(name.kind, NameKind::Person | NameKind::Single)
            });
            end = of_name.map_or(end, |name| self.names[name].tokens.end);
        }
        for _ in 0..4 {
            let Some(next) = self.complement(end, head, &mut modifiers) else { break };
            end = next;
        }
        if negative {
            return None;
        }
        let modified =
            end > at + length || counted || (determiner == Determiner::Possessive && head.kind == HeadKind::State);
        Some(Title {
            tokens: begin..end,
            head_at: at,
            head,
            agreement,
            determiner,
            state: modifiers.state,
            complement: modifiers.complement,
            portfolio: modifiers.portfolio,
            of_name,
            modified,
        })
    }

    /// The reading of the head that its determiner goes with.
    fn reading(&self, at: usize, length: usize, plural: bool, singular: bool, gender: Option<Gender>) -> Option<Head> {
        let readings = || self.scene.heads(at).take_while(|(other, _)| *other == length).map(|(_, head)| head);
        let fits = |head: &Head| {
            (!plural || head.agreement.plural)
                && (!singular || !head.agreement.plural)
                && (gender.is_none() || head.agreement.gender.is_none() || head.agreement.gender == gender)
        };
        let first = readings().filter(|head| !head.agreement.plural).last();
        readings().filter(fits).last().or(if plural || singular { None } else { first }).or_else(|| readings().last())
    }

    /// Where the title begins: before adjectives and numbers; and whether it is
    /// counted ("[22 des 27] gouvernements").
    fn begin(&self, head: usize) -> (usize, bool, bool) {
        let scene = self.scene;
        let mut begin = head;
        let mut counted = false;
        while begin > self.range.start {
            let before = begin - 1;
            let number = scene.tokens[before].kind == TokenKind::Number || scene.traits(before).any(Traits::NUMERAL);
            if let Some(start) = scene.ends_before(begin, Known::Before).filter(|start| *start >= self.range.start) {
                if scene.opening(start) && scene.tokens[start].capital && start != self.range.start {
                    break;
                }
                begin = start;
            } else if number {
                counted = true;
                begin = before;
            } else if counted
                && scene.traits(before).any(Traits::OF)
                && before > self.range.start
                && scene.tokens[before - 1].kind == TokenKind::Number
            {
                begin = before - 1;
            } else {
                break;
            }
        }
        let one = begin >= self.range.start + 2
            && scene.traits(begin - 1).any(Traits::OF)
            && scene.traits(begin - 1).any(Traits::PLURAL)
            && scene.traits(begin - 2).any(Traits::INDEFINITE)
            && !scene.traits(begin - 2).any(Traits::PLURAL);
        if one { (begin - 2, false, true) } else { (begin, counted, false) }
    }

    fn name_at(&self, at: usize) -> Option<usize> {
        self.starts
            .get(at)
            .filter(|_| at < self.range.end)
            .filter(|number| **number != u32::MAX)
            .map(|number| *number as usize)
    }

    /// Goes over the adjectives at `at`.
    fn adjectives(&mut self, mut at: usize, modifiers: &mut Modifiers) -> usize {
        let scene = self.scene;
        while at < self.range.end && !scene.glued(at) && scene.tokens[at].is_word() {
            if let Some((actor, _)) = scene.demonym(at).filter(|_| !scene.tokens[at].capital) {
                modifiers.state.get_or_insert(StateOf::Actor(actor));
                at += 1;
            } else if let Some(length) =
                scene.length_of(at, Known::After).filter(|length| at + length <= self.range.end)
            {
                self.adjectival[at..at + length].fill(true);
                at += length;
            } else if let Some(stem) = self.unknown_demonym(at) {
                self.demonyms.push((at, stem.clone()));
                modifiers.state.get_or_insert(StateOf::Unknown { stem });
                at += 1;
            } else if scene.is_adjective(at) && !scene.is_participle(at) {
                at += 1;
            } else if scene.traits(at).any(Traits::AND)
                && modifiers.state.is_some()
                && at + 1 < self.range.end
                && !scene.tokens[at + 1].capital
                && scene.demonym(at + 1).is_some()
            {
                at += 2;
            } else {
                break;
            }
        }
        at
    }

    fn unknown_demonym(&self, at: usize) -> Option<String> {
        let scene = self.scene;
        let token = scene.tokens[at];
        if token.capital
            || scene.is_verb(at)
            || scene.demonym(at).is_some()
            || scene.heads(at).next().is_some()
            || scene.traits(at) != Traits::default()
        {
            return None;
        }
        let word = scene.lower(at);
        // "nord-éthiopien": of a known people, in a way.
        let known = word.rsplit_once('-').is_some_and(|(_, last)| scene.demonym_of(last).is_some());
        scene.pack.demonym_stem(&word).filter(|_| !known).map(str::to_owned)
    }

    /// The end of the complement at `at`: "de la diplomatie", "à la Défense".
    fn complement(&mut self, at: usize, head: Head, modifiers: &mut Modifiers) -> Option<usize> {
        let scene = self.scene;
        if at + 1 >= self.range.end {
            return None;
        }
        let traits = scene.traits(at);
        let mut noun = at + 1;
        if scene.traits(noun).any(Traits::DEFINITE.with(Traits::INDEFINITE).with(Traits::POSSESSIVE))
            && noun + 1 < self.range.end
        {
            noun += 1;
        }
        if traits.any(Traits::OF.with(Traits::TO))
            && let Some(end) = self.portfolio(noun, modifiers)
        {
            return Some(self.adjectives(end, modifiers));
        }
        if traits.any(Traits::OF) {
            // "a fait part à son interlocuteur de sa vive inquiétude"
            let own = noun > at + 1 && scene.traits(at + 1).any(Traits::POSSESSIVE);
            return self.complement_noun(noun, modifiers, !own);
        }
        let goes_abroad = matches!(head.kind, HeadKind::Person | HeadKind::Organisation)
            || (head.kind == HeadKind::Body && traits.any(Traits::INTO))
            || head.office.is_some_and(|office| scene.pack.offices[office as usize].abroad);
        if goes_abroad && traits.any(Traits::INTO.with(Traits::TO).with(Traits::FOR)) {
            return self.complement_noun(
                noun,
                modifiers,
                !traits.any(Traits::TO.with(Traits::INTO)) || head.kind == HeadKind::Person,
            );
        }
        None
    }

    /// A portfolio, or several: "Affaires étrangères et européennes".
    fn portfolio(&self, at: usize, modifiers: &mut Modifiers) -> Option<usize> {
        let scene = self.scene;
        let portfolio = |at| {
            scene.longest(at, |known| match known {
                Known::Portfolio(number) => Some(number),
                _ => None,
            })
        };
        let (length, number) = portfolio(at)?;
        modifiers.portfolio.get_or_insert(number);
        let mut end = at + length;
        if scene.traits(end).any(Traits::AND) {
            let mut next = end + 1;
            while scene.traits(next).any(Traits::OF.with(Traits::DEFINITE)) {
                next += 1;
            }
            if let Some((length, _)) = portfolio(next) {
                end = next + length;
            }
        }
        (end <= self.range.end).then_some(end)
    }

    fn complement_noun(&mut self, at: usize, modifiers: &mut Modifiers, plain: bool) -> Option<usize> {
        let scene = self.scene;
        if let Some(name) = self.name_at(at) {
            if self.names[name].kind == NameKind::Person {
                return None;
            }
            modifiers.complement.get_or_insert(name);
            return Some(self.names[name].tokens.end);
        }
        // "chef du Conseil", "présidente d'une ONG": a title within the title.
        let mut inner = at;
        while inner < self.range.end && inner - at < 3 && scene.heads(inner).next().is_none() {
            let before = scene.length_of(inner, Known::Before);
            let number = scene.tokens[inner].kind == TokenKind::Number || scene.traits(inner).any(Traits::NUMERAL);
            match before {
                Some(length) => inner += length,
                None if number => inner += 1,
                None => break,
            }
        }
        if inner < self.range.end
            && scene.heads(inner).next().is_some()
            && let Some(title) = self.title(inner)
        {
            if modifiers.complement.is_none() {
                modifiers.complement = title.complement;
            }
            if modifiers.state.is_none() {
                modifiers.state = title.state;
            }
            return Some(title.tokens.end);
        }
        if plain && scene.is_noun(at) {
            let mut ignored = Modifiers::default();
            let mut end = self.adjectives(at + 1, &mut ignored);
            modifiers.state = modifiers.state.take().or(ignored.state);
            // "porte-parole du collectif la Quadrature du Net"
            if scene.traits(end).any(Traits::DEFINITE) && end < self.range.end {
                if let Some(name) = self.name_at(end + 1) {
                    modifiers.complement.get_or_insert(name);
                    end = self.names[name].tokens.end;
                }
            } else if let Some(name) = self.name_at(end).filter(|name| self.names[*name].kind != NameKind::Person) {
                modifiers.complement.get_or_insert(name);
                end = self.names[name].tokens.end;
            }
            return Some(end);
        }
        None
    }
}
