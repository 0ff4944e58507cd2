//! What the other stages found, laid over the tokens that frames look at.

use depeche_language::Form;
use depeche_language::pack::{Aspect, Clue, FrameId, Function, Pair, Role};
use depeche_record::{PartyId, PartyKind, Quotation, QuotationType, Reading, Span, Time};

use super::syntax::{Subject, Syntax};
use crate::Article;
use crate::who::Cast;

/// A text with all that frames ask about.
pub(super) struct Scene<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) reading: &'a Reading,
    pub(super) cast: &'a Cast,
    pub(super) quotations: &'a [Quotation],
    pub(super) syntax: Syntax<'a>,
    /// The quotation whose cue a token belongs to.
    cue_of: Vec<Option<u32>>,
    /// The innermost quotation whose content a token belongs to.
    content_of: Vec<Option<u32>>,
    /// What words tell of their clauses, by token.
    clues: Vec<(usize, Clue)>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        article: &'a Article<'a>,
        reading: &'a Reading,
        cast: &'a Cast,
        quotations: &'a [Quotation],
    ) -> Scene<'a> {
        let syntax = Syntax::new(article, cast, reading.times.iter().map(|time| time.span));
        let tokens = &article.segmented.tokens;
        let mut clues = Vec::new();
        for at in 0..tokens.len() {
            article.pack.acts.clues_at(tokens, at, |clue| clues.push((at, clue)));
        }
        let mut scene = Scene {
            article,
            reading,
            cast,
            quotations,
            syntax,
            cue_of: vec![None; tokens.len()],
            content_of: vec![None; tokens.len()],
            clues,
        };
        scene.lay_quotations();
        scene.finish_cues();
        scene.name_pairs();
        scene
    }

    /// "a accusé A d'avoir tiré et [menacé] de riposter": a participle that reports
    /// what somebody before it says shares an auxiliary further back.
    fn finish_cues(&mut self) {
        for number in 0..self.syntax.groups.len() {
            let head = self.syntax.groups[number].head;
            let begin = self.article.segmented.tokens[head].span.begin;
            let told = |said: usize| self.quotations[said].source.iter().any(|source| source.end <= begin);
            let group = &self.syntax.groups[number];
            let joint = group.tokens.start.checked_sub(1).is_some_and(|at| self.syntax.has(at, Function::Coordinator));
            if group.aspect == Aspect::Participle && joint && self.cue_at(head).is_some_and(told) {
                let group = &mut self.syntax.groups[number];
                (group.aspect, group.passive) = (Aspect::Past, false);
            }
        }
    }

    /// "les deux hommes" are the two persons that were named before.
    fn name_pairs(&mut self) {
        for (at, clue) in std::mem::take(&mut self.clues) {
            self.clues.push((at, clue));
            let Clue::Pair(pair) = clue else { continue };
            let Some(noun) = self.syntax.noun_at(at).filter(|noun| self.syntax.nouns[*noun].begin < at) else {
                continue;
            };
            let Some([one, two]) = self.pair_before(noun, pair) else { continue };
            let noun = &mut self.syntax.nouns[noun];
            (noun.party, noun.other) = (Some(one), Some(two));
        }
    }

    /// The only two of their kind that the nearest sentences before a noun name.
    fn pair_before(&self, noun: usize, pair: Pair) -> Option<[PartyId; 2]> {
        let kinds: &[PartyKind] = match pair {
            Pair::Persons => &[PartyKind::Person],
            Pair::States => &[PartyKind::State],
            Pair::Sides => &[PartyKind::State, PartyKind::Organisation, PartyKind::Group],
        };
        let grammar = &self.article.pack.acts.grammar;
        // "en Norlande" is where, not who.
        let inside = |preposition: Form| grammar.is_inside(preposition);
        let here = self.syntax.nouns[noun].begin;
        let sentence = |at: usize| self.article.segmented.sentences.partition_point(|other| other.tokens.end <= at);
        let mut named: Vec<PartyId> = Vec::new();
        let mut reached = sentence(here);
        for before in self.syntax.nouns[..noun].iter().rev() {
            let Some(party) = before.party.clone().filter(|_| !before.preposition.is_some_and(inside)) else {
                continue;
            };
            let at = sentence(before.begin);
            if sentence(here) - at > REMEMBERED || at < reached && named.len() >= 2 {
                break;
            }
            reached = at;
            if self.party_kind(&party).is_some_and(|kind| kinds.contains(&kind)) && !named.contains(&party) {
                named.insert(0, party);
            }
        }
        named.try_into().ok()
    }

    fn lay_quotations(&mut self) {
        let length = |quotation: &Quotation| quotation.content.iter().map(|span| span.len()).sum::<usize>();
        let mut order: Vec<usize> = (0..self.quotations.len()).collect();
        // The innermost come last and overwrite those around them.
        order.sort_by_key(|number| std::cmp::Reverse(length(&self.quotations[*number])));
        for number in order {
            let quotation = &self.quotations[number];
            for span in &quotation.content {
                let tokens = self.syntax.tokens(*span);
                self.content_of[tokens].fill(Some(number as u32));
            }
        }
        for (number, quotation) in self.quotations.iter().enumerate() {
            for span in &quotation.cue {
                let tokens = self.syntax.tokens(*span);
                self.cue_of[tokens].fill(Some(number as u32));
            }
        }
    }

    /// The quotation that a token is the cue of.
    pub(super) fn cue_at(&self, token: usize) -> Option<usize> {
        self.cue_of.get(token).copied().flatten().map(|number| number as usize)
    }

    /// The innermost quotation that a token is content of.
    pub(super) fn said_at(&self, token: usize) -> Option<usize> {
        self.content_of.get(token).copied().flatten().map(|number| number as usize)
    }

    /// Everything that tells of a quotation: source, cue and content, as far as
    /// they stand together.
    pub(super) fn span_of(quotation: &Quotation) -> Span {
        let content = quotation.content.iter().copied().reduce(Span::cover);
        let around = quotation.cue.iter().chain(&quotation.source).copied();
        let all = content.into_iter().chain(around).reduce(Span::cover).unwrap_or_default();
        let limit = content.map_or(0, Span::len) + FRAME;
        // A source far off (resolved in another sentence) does not belong in.
        if all.len() <= limit { all } else { content.unwrap_or(all) }
    }

    pub(super) fn clues_in(&self, tokens: std::ops::Range<usize>) -> impl Iterator<Item = (usize, Clue)> + '_ {
        let begin = self.clues.partition_point(|(at, _)| *at < tokens.start);
        self.clues[begin..].iter().copied().take_while(move |(at, _)| *at < tokens.end)
    }

    /// Whether one of a frame's words stands among `tokens`.
    pub(super) fn has_word_of(&self, frame: FrameId, tokens: std::ops::Range<usize>) -> bool {
        self.clues_in(tokens).any(|(_, clue)| clue == Clue::Frame(frame))
    }

    /// The time expressions inside `span`, in order.
    pub(super) fn times_in(&self, span: Span) -> impl Iterator<Item = &'a Time> {
        let times: &'a [Time] = &self.reading.times;
        let begin = times.partition_point(|time| time.span.begin < span.begin);
        times[begin..]
            .iter()
            .take_while(move |time| time.span.begin < span.end)
            .filter(move |time| span.contains(time.span))
    }

    pub(super) fn party_kind(&self, party: &PartyId) -> Option<PartyKind> {
        self.cast.parties.iter().find(|known| known.id == *party).map(|known| known.kind)
    }

    /// Whether a noun stands for a place here, not for somebody who acts.
    pub(super) fn is_place(&self, noun: usize) -> bool {
        self.syntax.nouns[noun].place
    }

    /// The parties of nouns that can act.
    pub(super) fn actors(&self, nouns: impl IntoIterator<Item = usize>) -> Vec<PartyId> {
        self.syntax.parties(nouns.into_iter().filter(|noun| !self.is_place(*noun)))
    }

    /// Whether `party` is the speaker of a quotation or the side that the
    /// speaker speaks for: its state, or a body named in the source.
    pub(super) fn speaks_for(&self, quotation: &Quotation, party: &PartyId) -> bool {
        if quotation.speaker.contains(party) {
            return true;
        }
        let country = |id: &PartyId| {
            let known = self.cast.parties.iter().find(|known| known.id == *id)?;
            known.country.clone().or_else(|| id.as_str().strip_prefix("state:").map(str::to_owned))
        };
        let own = country(party);
        let same_country = own.is_some() && quotation.speaker.iter().any(|speaker| country(speaker) == own);
        let named = |span: &Span| {
            let mut inside = self.cast.mentions.iter().filter(|mention| span.contains(mention.span));
            inside.any(|mention| mention.party.as_ref() == Some(party))
        };
        same_country || quotation.source.iter().any(named)
    }

    /// Whether the subject of a verb is the speaker's side.
    pub(super) fn is_own(&self, subject: &Subject, quotation: &Quotation) -> bool {
        match subject {
            Subject::FirstPerson(_) => true,
            Subject::Parties(nouns) => {
                self.syntax.parties(nouns.iter().copied()).iter().any(|party| self.speaks_for(quotation, party))
            }
            Subject::Thing(_) | Subject::Unknown => false,
        }
    }

    /// The nouns of a group that stand in `role`.
    pub(super) fn nouns_in(&self, group: usize, role: Role, subject: &Subject) -> Vec<usize> {
        let passive = self.syntax.groups[group].passive;
        let subject_nouns = || match subject {
            Subject::Parties(nouns) => nouns.clone(),
            _ => Vec::new(),
        };
        match role {
            Role::Subject if passive => self.after(group, self.agent()),
            Role::Subject => subject_nouns(),
            Role::Object if passive => subject_nouns(),
            Role::Object => self.objects(group),
            Role::After(preposition) => self.after(group, Some(preposition)),
            Role::Clause => self.next_subject(group),
            Role::Owner => Vec::new(),
        }
    }

    fn agent(&self) -> Option<Form> {
        self.article.pack.acts.grammar.agent()
    }

    fn after(&self, group: usize, preposition: Option<Form>) -> Vec<usize> {
        let end = self.syntax.groups[group].tokens.end;
        let wanted = |noun: &usize| {
            let noun = &self.syntax.nouns[*noun];
            noun.preposition == preposition
                && preposition.is_some_and(|preposition| self.belongs(end, noun.begin, preposition))
        };
        let mut nouns: Vec<usize> = self.syntax.complements(group).filter(wanted).collect();
        // "exige de A la libération de B": the first is the verb's own.
        if preposition == self.article.pack.acts.grammar.genitive() {
            let goes_on = |pair: &[usize]| pair[1] == pair[0] + 1 && self.syntax.is_joined(pair[1]);
            let own = nouns.windows(2).take_while(|pair| goes_on(pair)).count() + 1;
            nouns.truncate(own);
        }
        // "lui a promis": who is addressed.
        let addressed = preposition == self.article.pack.acts.grammar.recipient();
        nouns.extend(self.clitics(group).filter(|_| addressed));
        nouns
    }

    /// Whether nothing between a noun and its complement owns the complement: "un
    /// engagement [contre l'entrée de A]" is not by A.
    pub(super) fn belongs(&self, from: usize, to: usize, preposition: Form) -> bool {
        let owns = |at: usize| {
            self.syntax.prepositions[at].is_some_and(|other| other != preposition)
                && !self.syntax.is_time(at)
                && !self.syntax.noun_begins(at + 1)
                && self.syntax.noun_at(at).is_none()
        };
        self.article.pack.acts.grammar.genitive() != Some(preposition) || !(from..to.saturating_sub(1)).any(owns)
    }

    fn clitics(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        let tokens = self.syntax.groups[group].tokens.clone();
        let subject = match self.syntax.subject(group) {
            Subject::FirstPerson(at) => self.syntax.noun_at(at),
            _ => None,
        };
        let object = move |noun: &usize| self.syntax.nouns[*noun].clitic && Some(*noun) != subject;
        tokens.filter_map(|at| self.syntax.noun_at(at)).filter(object)
    }

    /// The direct objects: nouns without a preposition right after the verb.
    fn objects(&self, group: usize) -> Vec<usize> {
        let direct =
            |noun: &usize| self.syntax.nouns[*noun].preposition.is_none() && !self.syntax.nouns[*noun].adjective;
        let near = |noun: &usize| {
            let from = self.syntax.groups[group].tokens.end;
            let begin = self.syntax.nouns[*noun].begin;
            !(from..begin)
                .any(|at| self.syntax.prepositions[at].is_some() && !self.syntax.is_time(at) && !self.opens_place(at))
        };
        let mut objects: Vec<usize> = Vec::new();
        for noun in self.syntax.complements(group).filter(direct) {
            let listed = objects.last().is_some_and(|last| {
                self.syntax.is_list(self.syntax.nouns[*last].tokens.end..self.syntax.nouns[noun].begin)
                    || noun == *last + 1 && self.syntax.is_same_party(*last, noun)
            });
            if listed || objects.is_empty() && near(&noun) {
                objects.push(noun);
            }
        }
        objects.extend(self.clitics(group));
        objects
    }

    /// Whether the preposition at `at` opens the phrase of a place: "à Lima".
    fn opens_place(&self, at: usize) -> bool {
        let place = (at + 1..at + 3).find_map(|at| self.syntax.noun_at(at));
        place.is_some_and(|noun| self.syntax.nouns[noun].begin <= at + 1 && self.is_place(noun))
    }

    /// The subject of the clause that follows: "exige que [A] réponde"; or the
    /// complement that is to act: "demande à [A] de répondre".
    fn next_subject(&self, group: usize) -> Vec<usize> {
        let end = self.syntax.groups[group].tokens.end;
        let next = self.syntax.groups.get(group + 1).filter(|next| {
            self.syntax.sentence(next.head).tokens == self.syntax.sentence(end - 1).tokens
                && !matches!(next.aspect, Aspect::Participle)
        });
        if next.is_none_or(|next| next.governor.is_some()) {
            return Vec::new();
        }
        match self.syntax.subject(group + 1) {
            Subject::Parties(nouns) if nouns.iter().all(|noun| self.syntax.nouns[*noun].begin >= end) => nouns,
            _ => Vec::new(),
        }
    }

    /// Whether a quotation reports in the reporter's words, so that tenses shift.
    pub(super) fn is_indirect(&self, quotation: usize) -> bool {
        self.quotations[quotation].kind != QuotationType::Direct
    }
}

/// How many sentences back those stand whom "les deux hommes" speaks of.
const REMEMBERED: usize = 3;

/// How much longer than its content a quotation with cue and source may be.
const FRAME: usize = 400;
