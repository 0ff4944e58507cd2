//! Shallow syntax: verb groups and the parties around them.
//!
//! No parser: tokens with their verb readings, the mentions found before, and
//! the closed word classes of the pack. Everything is read once, from left to
//! right; a question about a verb looks at its own sentence only.

use std::ops::Range;

use depeche_language::pack::{Aspect, Auxiliary, Function, Functions};
use depeche_language::pack::{Tense, VerbReading};
use depeche_language::{Form, Sentence};
use depeche_record::{MentionForm, PartyId, PartyKind, Span};
use rustc_hash::FxHashSet;

use crate::Article;
use crate::who::Cast;

/// How far an auxiliary looks for its participle.
const REACH: usize = 7;

/// How far a participle that describes a noun stands from the "et" of another verb.
const APART: usize = 2;

/// How many members of a list are looked through for its "et".
const LIST: usize = 16;

/// A verb with its auxiliaries, clitics and negation.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// From the negation or clitic before it to its last word.
    pub(super) tokens: Range<usize>,
    /// The token of the verb that carries the meaning.
    pub(super) head: usize,
    pub(super) aspect: Aspect,
    pub(super) negated: bool,
    pub(super) passive: bool,
    pub(super) reflexive: bool,
    /// The group that governs an infinitive or gerund.
    pub(super) governor: Option<usize>,
}

/// A party where a sentence names it: the outermost mention.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// The mention's tokens, without determiner.
    pub(super) tokens: Range<usize>,
    /// With determiner and adjectives before it.
    pub(super) begin: usize,
    pub(super) party: Option<PartyId>,
    /// A second party that the same word names: "russo-[américain]".
    pub(super) other: Option<PartyId>,
    pub(super) preposition: Option<Form>,
    /// Whether it is an object pronoun before its verb.
    pub(super) clitic: bool,
    /// Whether it only describes the noun before it: "la délégation [russe]".
    pub(super) adjective: bool,
    /// Whether it stands for a place here, not for somebody who acts.
    pub(super) place: bool,
    /// How it calls its party.
    form: MentionForm,
}

/// Who or what is subject of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// These nouns, by number.
    Parties(Vec<usize>),
    /// "je", "nous": whoever speaks.
    FirstPerson(usize),
    /// Something that is no party, which begins at this token.
    Thing(usize),
    /// None was found.
    Unknown,
}

pub(super) struct Syntax<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) functions: Vec<Functions>,
    pub(super) prepositions: Vec<Option<Form>>,
    pub(super) groups: Vec<Group>,
    pub(super) nouns: Vec<Noun>,
    /// The number of the group that a token belongs to.
    group_of: Vec<Option<u32>>,
    /// The number of the noun that a token belongs to.
    noun_of: Vec<Option<u32>>,
    /// Whether a token stands in a time expression.
    pub(super) in_time: Vec<bool>,
}

impl<'a> Syntax<'a> {
    pub(super) fn new(article: &'a Article<'a>, cast: &Cast, times: impl Iterator<Item = Span>) -> Syntax<'a> {
        let tokens = &article.segmented.tokens;
        let (functions, prepositions) = article.pack.acts.grammar.read(article.content(), tokens);
        let mut syntax = Syntax {
            article,
            functions,
            prepositions,
            groups: Vec::new(),
            nouns: Vec::new(),
            group_of: vec![None; tokens.len()],
            noun_of: vec![None; tokens.len()],
            in_time: vec![false; tokens.len()],
        };
        for time in times {
            let tokens = syntax.tokens(time);
            syntax.in_time[tokens].fill(true);
        }
        syntax.find_nouns(cast);
        let body = article.segmented.sentences.iter().filter(|sentence| sentence.kind.is_body());
        for sentence in body {
            syntax.find_groups(sentence);
        }
        syntax.place_nouns();
        syntax
    }

    /// The tokens that `span` touches; a mention may be only part of one.
    pub(super) fn tokens(&self, span: Span) -> Range<usize> {
        let tokens = &self.article.segmented.tokens;
        let begin = tokens.partition_point(|token| token.span.end <= span.begin);
        let end = tokens.partition_point(|token| token.span.begin < span.end);
        begin..end.max(begin)
    }

    pub(super) fn has(&self, at: usize, function: Function) -> bool {
        self.functions.get(at).is_some_and(|functions| functions.has(function))
    }

    pub(super) fn readings(&self, at: usize) -> impl Iterator<Item = VerbReading> + Clone + '_ {
        self.article.pack.verbs.readings(self.article.segmented.tokens[at].form)
    }

    /// Whether the verb of a group can be `lemma`.
    pub(super) fn is_verb(&self, group: &Group, lemma: Form) -> bool {
        self.readings(group.head).any(|reading| reading.lemma == lemma)
    }

    /// The auxiliary "être" of a passive group, as a verb of its own.
    pub(super) fn being(&self, group: &Group) -> Option<Form> {
        let grammar = &self.article.pack.acts.grammar;
        let be = |reading: &VerbReading| grammar.auxiliary(reading.lemma) == Some(Auxiliary::Be);
        let mut helpers = (group.tokens.start..group.head).filter(|_| group.passive);
        helpers.find_map(|at| self.readings(at).find(be)).map(|reading| reading.lemma)
    }

    pub(super) fn group_at(&self, token: usize) -> Option<usize> {
        self.group_of.get(token).copied().flatten().map(|group| group as usize)
    }

    pub(super) fn noun_at(&self, token: usize) -> Option<usize> {
        self.noun_of.get(token).copied().flatten().map(|noun| noun as usize)
    }

    pub(super) fn is_time(&self, token: usize) -> bool {
        self.in_time[token]
    }

    pub(super) fn is_mark(&self, token: usize, marks: &[&str]) -> bool {
        let tokens = &self.article.segmented.tokens;
        tokens.get(token).is_some_and(|token| !token.is_word() && marks.contains(&token.of(self.article.content())))
    }

    pub(super) fn is_quote(&self, token: usize) -> bool {
        let tokens = &self.article.segmented.tokens;
        tokens.get(token).is_some_and(|token| token.kind == depeche_language::TokenKind::Quote)
    }

    /// Whether "pour" stands before the infinitive of a group.
    pub(super) fn is_purpose(&self, group: &Group) -> bool {
        group.tokens.start.checked_sub(1).is_some_and(|before| self.has(before, Function::Purpose))
    }

    /// The sentence that holds a token.
    pub(super) fn sentence(&self, token: usize) -> &Sentence {
        let sentences = &self.article.segmented.sentences;
        &sentences[sentences.partition_point(|sentence| sentence.tokens.end <= token).min(sentences.len() - 1)]
    }

    fn find_nouns(&mut self, cast: &Cast) {
        let mut order: Vec<usize> = (0..cast.mentions.len()).collect();
        order.sort_by_key(|number| {
            let span = cast.mentions[*number].span;
            (span.begin, std::cmp::Reverse(span.end))
        });
        let places: FxHashSet<&PartyId> =
            cast.parties.iter().filter(|party| party.kind == PartyKind::Place).map(|party| &party.id).collect();
        for number in order {
            let mention = &cast.mentions[number];
            let tokens = self.tokens(mention.span);
            // What a name or description holds is part of it; so is the name of
            // a place that follows another ("Genève, en Suisse").
            if tokens.is_empty() {
                continue;
            }
            if let Some(noun) = self.noun_at(tokens.start) {
                let last = &mut self.nouns[noun];
                if last.tokens == tokens && last.tokens.len() == 1 && last.party != mention.party {
                    last.other = last.other.take().or_else(|| mention.party.clone());
                }
                continue;
            }
            let pronoun = mention.form == MentionForm::Pronoun;
            let clitic =
                pronoun && self.has(tokens.start, Function::Object) && !self.has(tokens.start, Function::Subject);
            let noun = self.nouns.len() as u32;
            self.noun_of[tokens.clone()].fill(Some(noun));
            self.nouns.push(Noun {
                begin: tokens.start,
                tokens,
                party: mention.party.clone(),
                other: None,
                preposition: None,
                clitic,
                adjective: mention.form == MentionForm::Demonym,
                place: mention.party.as_ref().is_some_and(|party| places.contains(party)),
                form: mention.form,
            });
        }
    }

    /// Finds determiners and prepositions of the nouns, now that verbs are known.
    fn place_nouns(&mut self) {
        for number in 0..self.nouns.len() {
            let first = self.nouns[number].tokens.start;
            let first = self.quantity_before(self.phrase_begin(first)).unwrap_or(first);
            let begin = self.phrase_begin(first);
            self.nouns[number].begin = begin;
            // "au format A" is not at A.
            let kind = || if self.nouns[number].place { None } else { self.preposition_of_kind(begin) };
            self.nouns[number].preposition = self.preposition_before(begin, first).or_else(kind);
            self.nouns[number].adjective &= begin == first && first > 0 && self.describes(number);
        }
        for number in 1..self.nouns.len() {
            self.share_preposition(number);
        }
    }

    /// The noun that counts the phrase from `begin`: "des [centaines] de A".
    fn quantity_before(&self, begin: usize) -> Option<usize> {
        let sentence = self.sentence(begin).tokens.start;
        let quantity = (sentence..begin).rev().take(2).find(|at| self.has(*at, Function::Quantity))?;
        let genitive = self.article.pack.acts.grammar.genitive();
        (quantity + 1..begin).all(|at| self.prepositions[at] == genitive).then_some(quantity)
    }

    /// Whether a demonym without determiner describes the noun before it; in a
    /// list each does what the one before does: "les ministres norlandais, halden".
    fn describes(&self, number: usize) -> bool {
        let first = self.nouns[number].tokens.start;
        match number.checked_sub(1).map(|before| &self.nouns[before]) {
            Some(before) if self.is_list(before.tokens.end..first) => before.adjective,
            _ => self.is_word(first - 1),
        }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.article.segmented.tokens[at].is_word() && self.prepositions[at].is_none()
    }

    /// Where the noun phrase begins whose noun stands at `first`: determiners
    /// and the adjectives before it included.
    pub(super) fn phrase_begin(&self, first: usize) -> usize {
        let sentence = self.sentence(first).tokens.start;
        let mut begin = first;
        while begin > sentence {
            let before = begin - 1;
            let known = self.has(before, Function::Determiner)
                || self.has(before, Function::Possessive)
                || self.has(before, Function::Adjective);
            let number = self.article.segmented.tokens[before].kind == depeche_language::TokenKind::Number;
            if !(known || number && !self.in_time[before])
                || self.group_of[before].is_some()
                || self.noun_of[before].is_some()
            {
                break;
            }
            begin = before;
        }
        begin
    }

    /// The preposition of a name that a common noun introduces: "[dans] le journal
    /// A".
    fn preposition_of_kind(&self, name: usize) -> Option<Form> {
        let kind = name.checked_sub(1).filter(|at| *at >= self.sentence(name).tokens.start)?;
        let token = self.article.segmented.tokens[kind];
        let plain = token.is_word()
            && !token.capital
            && self.functions[kind] == Functions::default()
            && self.prepositions[kind].is_none()
            && self.group_of[kind].is_none()
            && self.noun_of[kind].is_none();
        let begin = self.phrase_begin(kind);
        (plain && begin < kind).then(|| self.preposition_before(begin, kind)).flatten()
    }

    /// The preposition of the phrase from `begin` with its noun at `first`. A
    /// contracted article ("du") is both.
    fn preposition_before(&self, begin: usize, first: usize) -> Option<Form> {
        let sentence = self.sentence(first).tokens.start;
        let within = (begin..first).find_map(|at| self.prepositions[at]);
        let before = begin.checked_sub(1).filter(|at| *at >= sentence).and_then(|at| self.prepositions[at]);
        match (before, within) {
            (Some(preposition), _) => Some(preposition),
            // "des", "de" open a clause as articles: "Des élus demandent".
            (None, Some(preposition)) => {
                let opens = begin == sentence
                    || self.is_mark(begin - 1, &[",", ":", ";"])
                    || self.is_quote(begin - 1)
                    || self.has(begin - 1, Function::Subordinator)
                    || self.has(begin - 1, Function::Coordinator)
                    || self.group_at(begin - 1).is_some_and(|group| self.groups[group].aspect != Aspect::Participle);
                let article = (begin..first)
                    .any(|at| self.prepositions[at] == Some(preposition) && self.has(at, Function::Determiner));
                // "au" never is one alone, nor "du" before a name: "recevoir de la Norlande une note".
                let form = self.noun_at(first).map(|noun| self.nouns[noun].form);
                let named = matches!(form, Some(MentionForm::Name | MentionForm::Metonym));
                let indefinite = self.article.pack.acts.grammar.genitive() == Some(preposition) && !named;
                if opens && article && indefinite { None } else { Some(preposition) }
            }
            (None, None) => None,
        }
    }

    /// "avec A et B": the second noun has the preposition of the first.
    fn share_preposition(&mut self, number: usize) {
        let (before, noun) = (&self.nouns[number - 1], &self.nouns[number]);
        // "dont le président A": a clause may begin there.
        let opens_clause = before.begin > 0 && self.has(before.begin - 1, Function::Subordinator);
        let goes_on = || self.is_joined(number) || !opens_clause && self.is_same_party(number - 1, number);
        if noun.preposition.is_none() && before.preposition.is_some() && goes_on() {
            self.nouns[number].preposition = self.nouns[number - 1].preposition;
        }
    }

    /// Whether a noun goes on with the list of the noun before it. A comma alone
    /// does so only if the list ends with "et": "A, B et C". Each member may be
    /// named twice: "le président A et le ministre B".
    pub(super) fn is_joined(&self, noun: usize) -> bool {
        (noun..self.nouns.len().min(noun + LIST))
            .filter(|member| *member == noun || !self.is_same_party(member - 1, *member))
            .map_while(|noun| {
                let between = self.nouns[noun - 1].tokens.end..self.nouns[noun].begin;
                // "À Lima, A et B", "en Norlande, A et B": what follows the place begins anew.
                let before = &self.nouns[noun - 1];
                let inside = before.preposition.is_some_and(|at| self.article.pack.acts.grammar.is_inside(at));
                if (before.place && !self.nouns[noun].place || inside) && self.is_mark(between.start, &[","]) {
                    return None;
                }
                let closes = between.clone().any(|at| self.has(at, Function::Coordinator));
                self.is_list(between).then_some(closes)
            })
            .any(|closes| closes)
    }

    /// Whether the tokens between two nouns only list them: ",", "et".
    pub(super) fn is_list(&self, between: Range<usize>) -> bool {
        !between.is_empty()
            && between.len() <= 4
            && between.clone().any(|at| self.is_mark(at, &[",", "("]) || self.has(at, Function::Coordinator))
            && between.clone().all(|at| {
                self.is_mark(at, &[",", "(", ")"])
                    || self.has(at, Function::Coordinator) && !self.has(at, Function::Break)
                    || self.has(at, Function::Determiner)
                    || self.has(at, Function::Adjective)
            })
    }

    fn find_groups(&mut self, sentence: &Sentence) {
        let first = self.groups.len();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let group = if self.is_nominal(at, sentence) { None } else { self.group_from(at, sentence) };
            let Some(mut group) = group else {
                at += 1;
                continue;
            };
            let number = self.groups.len();
            group.governor = match group.aspect {
                Aspect::Infinitive | Aspect::Perfect => (number > first).then(|| number - 1),
                // "a prôné une paix durable, rejetant": it goes with the verb.
                Aspect::Gerund => (first..number).rev().find(|other| self.groups[*other].aspect != Aspect::Participle),
                _ => None,
            };
            if group.aspect == Aspect::Present && self.is_subjunctive(&group, sentence) {
                group.aspect = Aspect::Subjunctive;
            }
            if group.aspect == Aspect::Subjunctive && !self.is_subordinate(&group, sentence) {
                group.aspect = Aspect::Present;
            }
            if let Some(before) = self.auxiliary_before(first, &group) {
                (group.aspect, group.passive, group.negated) = (before.aspect, before.passive, before.negated);
            }
            at = group.tokens.end;
            for token in group.tokens.clone() {
                self.group_of[token] = Some(number as u32);
            }
            self.groups.push(group);
        }
    }

    /// Whether a subordinate clause has been opened before a group: what looks
    /// like a subjunctive elsewhere is a present.
    fn is_subordinate(&self, group: &Group, sentence: &Sentence) -> bool {
        (sentence.tokens.start..group.tokens.start).any(|at| {
            self.has(at, Function::Subordinator)
                || self.has(at, Function::Relative)
                || self.has(at, Function::Condition)
        })
    }

    /// Whether a verb stands in a clause that only supposes it: "si A [accepte]".
    pub(super) fn is_supposed(&self, group: &Group) -> bool {
        let start = self.sentence(group.head).tokens.start;
        let ends = |at: usize| self.group_at(at).is_some() || self.is_mark(at, &[",", ";", ":"]) || self.is_quote(at);
        let mut clause = (start..group.tokens.start).rev().take_while(|at| !ends(*at));
        clause.any(|at| self.has(at, Function::Condition))
    }

    /// Whether a form that could be a present stands after "pour que".
    fn is_subjunctive(&self, group: &Group, sentence: &Sentence) -> bool {
        let opens = |at: &usize| self.has(*at, Function::Subordinator) || self.has(*at, Function::Condition);
        let opener =
            (sentence.tokens.start..group.tokens.start).rev().take_while(|at| self.group_of[*at].is_none()).find(opens);
        opener.is_some_and(|at| self.has(at, Function::Subjunctive))
            && self.readings(group.head).any(|reading| reading.tense == Tense::Subjunctive)
    }

    /// The verb, of those from `first` on, whose auxiliary a participle shares: "a
    /// salué un geste, mais averti que". Participles that describe a noun may stand
    /// between: "a critiqué un texte négocié en secret et exigé que".
    fn auxiliary_before(&self, first: usize, group: &Group) -> Option<&Group> {
        let joint = group.tokens.start.checked_sub(1)?;
        let joined = self.has(joint, Function::Coordinator) || self.has(joint, Function::Break);
        if group.aspect != Aspect::Participle || !joined {
            return None;
        }
        let bare =
            |reading: VerbReading| reading.tense == Tense::PastParticiple && !reading.feminine && !reading.plural;
        let apart = |other: &Group| {
            let describes = other.aspect == Aspect::Participle && joint - other.tokens.end >= APART;
            describes && self.readings(group.head).any(bare)
        };
        let before = self.groups[first..].iter().rev().find(|other| !apart(other))?;
        (matches!(before.aspect, Aspect::Past | Aspect::Hearsay) && before.tokens.len() > 1).then_some(before)
    }

    /// Whether the word at `at` is a noun here although it could be a verb:
    /// "la demande", "sans offre", "Rencontre entre…".
    fn is_nominal(&self, at: usize, sentence: &Sentence) -> bool {
        let is_function_word = self.prepositions[at].is_some()
            || [Function::Determiner, Function::Coordinator, Function::Subordinator, Function::Condition]
                .into_iter()
                .any(|function| self.has(at, function));
        if self.noun_of[at].is_some() || self.in_time[at] || is_function_word {
            return true;
        }
        let is_noun = || self.article.pack.acts.nouns_at(&self.article.segmented.tokens, at).0 > 0;
        if at == sentence.tokens.start || self.is_mark(at - 1, &[":"]) || self.is_quote(at - 1) && is_noun() {
            return is_noun();
        }
        let before = at - 1;
        // "a rendu compte", "fait état": right after a verb stands no finite one.
        let bare = |reading: VerbReading| {
            matches!(reading.tense, Tense::Infinitive | Tense::PresentParticiple | Tense::PastParticiple)
        };
        // "où le texte a été lu [a eu lieu]": an auxiliary does.
        let auxiliary = |reading: VerbReading| self.article.pack.acts.grammar.auxiliary(reading.lemma).is_some();
        if self.group_of[before].is_some() && !self.readings(at).any(|reading| bare(reading) || auxiliary(reading)) {
            return true;
        }
        // "une paix critique a vu le jour": before an auxiliary neither.
        let finite = |at: usize| self.readings(at).any(|reading| reading.tense.is_finite());
        let helps = |at: usize| finite(at) && self.readings(at).any(auxiliary) && self.noun_of[at].is_none();
        if at + 1 < sentence.tokens.end
            && helps(at + 1)
            && !self.readings(at).any(|reading| bare(reading) || auxiliary(reading))
        {
            return true;
        }
        let governed = |reading: VerbReading| matches!(reading.tense, Tense::Infinitive | Tense::PresentParticiple);
        if self.readings(at).any(governed) && self.prepositions[before].is_some() {
            return false;
        }
        if self.has(before, Function::Determiner) || self.has(before, Function::Possessive) {
            return !(self.has(before, Function::Object) && self.takes_clitic(before, sentence));
        }
        if self.has(before, Function::Adjective) {
            return is_noun() || before > sentence.tokens.start && self.has(before - 1, Function::Determiner);
        }
        self.prepositions[before].is_some()
    }

    /// Whether a word before `at` shows that "le", "la", "leur" at `at` is an
    /// object: a subject, "ne", "qui".
    fn takes_clitic(&self, at: usize, sentence: &Sentence) -> bool {
        at > sentence.tokens.start && {
            let before = at - 1;
            self.has(before, Function::Subject)
                || self.has(before, Function::FirstPerson)
                || self.has(before, Function::Negation)
                || self.has(before, Function::Relative)
                || self.has(before, Function::Reflexive)
                || self.noun_of[before].is_some()
        }
    }

    /// The verb group whose first verb stands at `at`.
    fn group_from(&self, at: usize, sentence: &Sentence) -> Option<Group> {
        let mut readings = self.readings(at);
        readings.clone().next()?;
        let before = self.clitics_before(at, sentence);
        let reflexive = before.clone().any(|at| self.reflects(at, before.start)) && !self.is_plain_we(before.clone());
        let negation = before.clone().any(|at| self.has(at, Function::Negation));
        let negative = before.clone().any(|at| self.has(at, Function::Negative));
        let finite = self.finite(at, &before);
        let grammar = &self.article.pack.acts.grammar;
        let auxiliary = readings.find_map(|reading| grammar.auxiliary(reading.lemma));
        let is = |tense: Tense| self.readings(at).any(|reading| reading.tense == tense);

        let aspect = match finite {
            Some(tense) => tense,
            None if is(Tense::Infinitive) => Aspect::Infinitive,
            None if is(Tense::PresentParticiple) => Aspect::Gerund,
            None if is(Tense::PastParticiple) => Aspect::Participle,
            None => return None,
        };
        let mut group = Group {
            tokens: before.start..at + 1,
            head: at,
            aspect,
            negated: negative,
            passive: aspect == Aspect::Participle
                && !self.readings(at).any(|reading| grammar.goes_with_be(reading.lemma)),
            reflexive,
            governor: None,
        };
        match auxiliary {
            Some(Auxiliary::Have | Auxiliary::Be) => self.compound(&mut group, auxiliary, sentence),
            Some(Auxiliary::Go) => self.near_future(&mut group, sentence),
            Some(Auxiliary::Come) => self.recent_past(&mut group, sentence),
            None => {}
        }
        let after = self.skip(group.tokens.end, sentence, false);
        group.negated |= (group.tokens.start..after).any(|at| self.has(at, Function::Negative) && !self.in_time[at]);
        // "ne … que" only restricts.
        group.negated |= negation && !self.has(after, Function::Subordinator);
        Some(group)
    }

    /// The negation and clitics that stand before a verb.
    fn clitics_before(&self, at: usize, sentence: &Sentence) -> Range<usize> {
        let mut begin = at;
        while begin > sentence.tokens.start && begin > at.saturating_sub(5) {
            let before = begin - 1;
            let clitic = self.has(before, Function::Negation)
                || self.has(before, Function::Reflexive)
                || self.has(before, Function::Object) && self.prepositions[before].is_none()
                || self.has(before, Function::Negative) && !self.has(before, Function::Determiner);
            if !clitic || self.group_of[before].is_some() {
                break;
            }
            begin = before;
        }
        begin..at
    }

    /// Whether a clitic stands for the subject: "se" always, "me" only behind "je"; in
    /// "A m'a promis" it is the object.
    fn reflects(&self, clitic: usize, first: usize) -> bool {
        let behind = |at: usize| self.has(at, Function::FirstPerson);
        let own = || (first.saturating_sub(1)..clitic).any(behind) || behind(clitic);
        self.has(clitic, Function::Reflexive) && (!self.has(clitic, Function::Object) || own())
    }

    /// "nous" before a verb is its subject unless another subject comes first.
    fn is_plain_we(&self, clitics: Range<usize>) -> bool {
        let mut subjects = clitics.clone().filter(|at| self.has(*at, Function::FirstPerson));
        subjects.next().is_some() && subjects.next().is_none() && {
            clitics.filter(|at| self.has(*at, Function::Reflexive)).count() == 1
        }
    }

    /// The tense of a finite verb at `at`; the person must go with its pronouns.
    fn finite(&self, at: usize, clitics: &Range<usize>) -> Option<Aspect> {
        let pronoun = |at: usize| self.has(at, Function::FirstPerson) || self.has(at, Function::Subject);
        let addressed = clitics.start.checked_sub(1).is_some_and(pronoun)
            || clitics.clone().any(pronoun)
            || self.has(at + 1, Function::Subject)
            || self.has(at + 1, Function::FirstPerson);
        let fits = |reading: &VerbReading| {
            reading.tense.is_finite() && (reading.person == 3 || addressed || reading.tense == Tense::Imperative)
        };
        let tense = self.readings(at).filter(fits).map(|reading| reading.tense).min()?;
        // A bare participle is likelier than the rare forms that look like it.
        let participle = self.readings(at).any(|reading| reading.tense == Tense::PastParticiple);
        if participle && tense != Tense::Present {
            return None;
        }
        if participle && !addressed && self.noun_of[at.saturating_sub(1)].is_none() && !clitics.is_empty() {
            return Some(Aspect::Present);
        }
        Some(match tense {
            Tense::Present => Aspect::Present,
            Tense::Imperfect | Tense::Past => Aspect::Past,
            Tense::Future => Aspect::Future,
            Tense::Conditional => Aspect::Conditional,
            Tense::Imperative => Aspect::Imperative,
            _ => Aspect::Subjunctive,
        })
    }

    /// The next token from `at` that is no adverb, negative or inverted subject;
    /// with `determiner`, "aucun" is passed too.
    fn skip(&self, at: usize, sentence: &Sentence, inverted: bool) -> usize {
        let end = sentence.tokens.end.min(at + REACH);
        let passes = |at: usize| {
            self.has(at, Function::Adverb)
                || self.has(at, Function::Negative)
                || self.has(at, Function::Negation)
                || inverted && (self.has(at, Function::Subject) || self.has(at, Function::FirstPerson))
        };
        (at..end).find(|at| !passes(*at)).unwrap_or(end)
    }

    fn participle_at(&self, at: usize, sentence: &Sentence) -> Option<VerbReading> {
        if at >= sentence.tokens.end || self.noun_of[at].is_some() {
            return None;
        }
        self.readings(at).find(|reading| reading.tense == Tense::PastParticiple)
    }

    /// "a [été] promis", "est [été] convenu".
    fn compound(&self, group: &mut Group, auxiliary: Option<Auxiliary>, sentence: &Sentence) {
        let grammar = &self.article.pack.acts.grammar;
        let at = self.skip(group.tokens.end, sentence, true);
        // "a, de son côté, promis"
        let close = (at + 1..sentence.tokens.end.min(at + REACH)).find(|close| self.is_mark(*close, &[","]));
        let at = match close.filter(|_| self.is_mark(at, &[","])) {
            Some(close) => self.skip(close + 1, sentence, false),
            None => at,
        };
        let Some(first) = self.participle_at(at, sentence) else { return };
        let (mut head, mut passive) = (at, false);
        let perfect = match auxiliary {
            Some(Auxiliary::Have) => true,
            _ => group.reflexive || grammar.goes_with_be(first.lemma),
        };
        if !perfect {
            passive = true;
        } else if grammar.auxiliary(first.lemma) == Some(Auxiliary::Be) {
            let next = self.skip(at + 1, sentence, false);
            if self.participle_at(next, sentence).is_some() {
                (head, passive) = (next, true);
            }
        }
        (group.head, group.passive) = (head, passive);
        group.tokens.end = head + 1;
        if perfect {
            group.aspect = match group.aspect {
                Aspect::Present | Aspect::Past | Aspect::Subjunctive => Aspect::Past,
                Aspect::Conditional => Aspect::Hearsay,
                Aspect::Infinitive => Aspect::Perfect,
                Aspect::Gerund | Aspect::Participle => Aspect::Participle,
                other => other,
            };
        }
    }

    /// "va [ne pas] promettre".
    fn near_future(&self, group: &mut Group, sentence: &Sentence) {
        let at = self.skip(group.tokens.end, sentence, true);
        if at < sentence.tokens.end && self.readings(at).any(|reading| reading.tense == Tense::Infinitive) {
            let future = match group.aspect {
                Aspect::Present => Aspect::Future,
                Aspect::Past => Aspect::Conditional,
                other => other,
            };
            (group.head, group.aspect, group.tokens.end) = (at, future, at + 1);
        }
    }

    /// "vient de promettre".
    fn recent_past(&self, group: &mut Group, sentence: &Sentence) {
        let at = self.skip(group.tokens.end, sentence, true);
        let infinitive =
            |at: usize| at < sentence.tokens.end && self.readings(at).any(|reading| reading.tense == Tense::Infinitive);
        if at < sentence.tokens.end && self.prepositions[at].is_some() && infinitive(at + 1) {
            (group.head, group.aspect, group.tokens.end) = (at + 1, Aspect::Past, at + 2);
        }
    }

    /// What stands before a clause and belongs to it: "Hier à Lima, [A a promis]".
    /// No verb, quotation or other clause stands there.
    pub(super) fn front(&self, begin: usize) -> Range<usize> {
        let sentence = self.sentence(begin).tokens.start;
        let belongs = |at: &usize| {
            self.group_at(*at).is_none()
                && !self.is_quote(*at)
                && !self.is_mark(*at, &[";", ":", "–", "—"])
                && !self.has(*at, Function::Subordinator)
                && !self.has(*at, Function::Relative)
        };
        let from = (sentence..begin).rev().take_while(belongs).last().unwrap_or(begin);
        let whole = from == sentence && begin > from && self.is_mark(begin - 1, &[","]);
        if whole { from..begin } else { begin..begin }
    }

    /// The span of tokens, empty ranges aside.
    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        self.article.segmented.span(tokens)
    }

    /// The parties of nouns, each once.
    pub(super) fn parties(&self, nouns: impl IntoIterator<Item = usize>) -> Vec<PartyId> {
        let mut parties = Vec::new();
        for noun in nouns {
            let noun = &self.nouns[noun];
            for party in noun.party.iter().chain(&noun.other) {
                if !parties.contains(party) {
                    parties.push(party.clone());
                }
            }
        }
        parties
    }
}
