//! Frames at work: what verbs and nouns tell.

use std::ops::Range;

use depeche_language::Form;
use depeche_language::pack::{
    Aspect, Clue, Conditions, Frame, FrameId, Function, Governor, Need, Role, Status, SubjectIs,
};
use depeche_record::{
    Account, AccountHedge, AccountId, AccountKind, MeetingStatus, Modality, PartyId, PartyKind, Polarity, Span,
};

use super::fields;
use super::scene::Scene;
use super::syntax::{Group, Subject};

/// An account with the words that told it.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) account: Account,
    /// The token of the verb or noun.
    pub(super) head: usize,
    /// The quotation whose cue the verb or noun is.
    pub(super) performs: Option<usize>,
}

/// A verb group with what frames ask about it.
struct Verb {
    number: usize,
    subject: Subject,
    /// Its clause, or the quotation that it is the cue of.
    extent: Span,
    /// The quotation that it is the cue of.
    performs: Option<usize>,
    /// The quotation that it stands in.
    said: Option<usize>,
    /// What that quotation performs.
    performed: Option<AccountKind>,
}

/// How real an act is by the verb around it.
#[derive(Clone, Copy, Debug, Default)]
struct Reality {
    modality: Option<Modality>,
    negated: bool,
}

impl Scene<'_> {
    /// What the verb of a group tells: by the first frame that fits and finds
    /// what it needs. `performed` is the kind of act that the quotation around it
    /// performs.
    pub(super) fn told_by_verb(&self, number: usize, performed: Option<AccountKind>) -> Option<Telling> {
        let frames = self.frames_of(number);
        if frames.is_empty() {
            return None;
        }
        let head = self.syntax.groups[number].head;
        let performs = self.cue_at(head);
        let subject = self.syntax.subject(number);
        let extent = performs.map_or_else(|| self.clause(number, &subject), |cue| self.told_span(number, cue));
        let verb = Verb { number, subject, extent, performs, said: self.said_at(head), performed };
        frames.into_iter().find_map(|frame| self.told_in(frame, &verb))
    }

    /// The span of a quotation that a group is the cue of: from its source on, unless
    /// another verb stands between, as in "A a salué le geste et [promis de …]".
    fn told_span(&self, number: usize, quotation: usize) -> Span {
        let quotation = &self.quotations[quotation];
        let span = Self::span_of(quotation);
        let group = &self.syntax.groups[number];
        let begin = self.syntax.tokens(span).start;
        if begin < group.tokens.start && self.shares_subject(begin, number) {
            let cue = self.syntax.span(group.tokens.clone());
            let content = quotation.content.iter().copied().filter(|content| content.begin >= cue.begin);
            return content.fold(cue, Span::cover);
        }
        span
    }

    /// The frames over the verb of a group, in the order of the pack.
    fn frames_of(&self, number: usize) -> Vec<FrameId> {
        let pack = &self.article.pack.acts;
        let group = &self.syntax.groups[number];
        let tokens = &self.article.segmented.tokens;
        let end = self.syntax.sentence(group.head).tokens.end;
        let after = (group.tokens.end..end).find(|at| !self.syntax.has(*at, Function::Adverb)).unwrap_or(end);
        // "demander [à A] si"
        let recipient = self.syntax.nouns_from(after, false).next().filter(|noun| {
            let noun = &self.syntax.nouns[*noun];
            noun.begin <= after + 1 && noun.preposition == pack.grammar.recipient()
        });
        let recipient = recipient.map(|noun| self.syntax.nouns[noun].tokens.end).filter(|at| *at <= end);
        let mut lemmas: Vec<Form> = self.syntax.readings(group.head).map(|reading| reading.lemma).collect();
        lemmas.dedup();
        let mut frames = Vec::new();
        for lemma in lemmas {
            let fits = |frame: &&FrameId| {
                let over = |from: usize| pack.frame(**frame).is_over(lemma, group.reflexive, &tokens[from..end]);
                over(after) || recipient.is_some_and(over)
            };
            frames.extend(pack.of_verb(lemma).iter().filter(fits));
        }
        // "est disposé à": what looks like a passive is an adjective.
        if let Some(be) = self.syntax.being(group) {
            let fits = |frame: &&FrameId| pack.frame(**frame).is_over(be, group.reflexive, &tokens[group.head..end]);
            frames.extend(pack.of_verb(be).iter().filter(fits));
        }
        if self.said_at(group.head).is_some() && self.cue_at(group.head).is_none() {
            frames.extend(pack.of_any_verb());
        }
        frames.sort_unstable();
        frames.dedup();
        frames
    }

    fn told_in(&self, id: FrameId, verb: &Verb) -> Option<Telling> {
        let frame = self.article.pack.acts.frame(id);
        let Verb { number, subject, extent, performs, said, performed } = verb;
        let group = &self.syntax.groups[*number];
        let asks = frame.kind == AccountKind::Demand && performs.is_some_and(|said| self.is_question(said));
        // "si A accepte": not done.
        let supposed = performs.is_none() && frame.kind != AccountKind::Meeting && self.syntax.is_supposed(group);
        if asks || supposed || !self.holds(&frame.conditions, id, verb) {
            return None;
        }
        let reality = self.reality(group, frame.kind, performs.is_some(), *performed)?;
        let mut account = of_frame(frame, *extent);
        // Whoever "est disposé" is no object.
        let own = self.syntax.readings(group.head).any(|reading| frame.has_verb(reading.lemma));
        let adjective = group.passive && !own;
        let roles = |roles: &[Role]| match subject {
            Subject::Parties(nouns) if adjective && roles.contains(&Role::Subject) => {
                self.actors(nouns.iter().copied())
            }
            _ => self.roles(*number, roles, subject),
        };
        account.by = roles(&frame.by);
        account.to = roles(&frame.to);
        // "nous recevrons une réponse": the subject does not act.
        let undergoes = !frame.by.is_empty() && !frame.by.contains(&Role::Subject);
        if let Subject::FirstPerson(_) = subject {
            let side = if undergoes { &mut account.to } else { &mut account.by };
            *side = said.map(|said| self.quotations[said].speaker.clone()).unwrap_or_default();
        }
        if account.by.is_empty() && !undergoes {
            account.by = self.authors(subject, *number);
            account.by.extend(self.latter(subject));
        }
        if frame.conditions.speech == Some(true) && !undergoes {
            self.speak_for(&mut account, subject, *said);
        }
        self.attribute(&mut account, *performs, *said);
        let unsaid = group.passive && !adjective && account.by.is_empty() && frame.by.contains(&Role::Subject);
        // "la trêve proposée": nobody does it here.
        if unsaid && group.aspect == Aspect::Participle {
            return None;
        }
        if unsaid {
            account.confidence *= PASSIVE;
        }
        account.polarity = if group.negated || reality.negated { frame.negated } else { frame.polarity };
        account.modality = reality.modality.unwrap_or(frame.modality);
        account.hedge = self.hedge(group.aspect, *said, group.tokens.clone());
        let within = self.syntax.tokens(*extent);
        if frame.kind == AccountKind::Meeting {
            let status = self.status_by_tense(group, &account);
            self.fill_meeting(&mut account, status, within.clone());
            if account.place.is_none() && frame.needs.contains(&Need::Place) {
                account.place = self.state_visited(*number);
            }
        }
        fields::fill(self, &mut account, within, *performs);
        let met = |need: &Need| match need {
            Need::By => unsaid || !account.by.is_empty(),
            Need::Complement => performs.is_some() || self.has_complement(*number),
            need => Self::meets(*need, &account),
        };
        frame.needs.iter().all(met).then_some(Telling { account, head: group.head, performs: *performs })
    }

    fn holds(&self, conditions: &Conditions, frame: FrameId, verb: &Verb) -> bool {
        let group = &self.syntax.groups[verb.number];
        let said = verb.said.filter(|_| verb.performs.is_none());
        let (subject, extent) = (&verb.subject, verb.extent);
        let aspect = self.aspect(group, said);
        let own = || said.is_some_and(|said| self.is_own(subject, &self.quotations[said]));
        let cued = || said.is_some_and(|said| self.cue_is(said, &conditions.cues));
        (conditions.tenses.is_empty() || conditions.tenses.contains(&aspect))
            && conditions.negated.is_none_or(|negated| negated == group.negated)
            && conditions.passive.is_none_or(|passive| passive == group.passive)
            && conditions.speech.is_none_or(|speech| speech == said.is_some())
            && conditions.subject.is_none_or(|is| (is == SubjectIs::Speaker) == own())
            && (conditions.cues.is_empty() || cued())
            && (!conditions.words || self.has_word_of(frame, self.syntax.tokens(extent)))
            && (!conditions.deadline || fields::deadline(self, extent).is_some())
    }

    /// Whether what is said ends as a question: it asks for nothing but an answer.
    fn is_question(&self, quotation: usize) -> bool {
        let last = self.quotations[quotation].content.last();
        let mut tokens = last.map(|span| self.syntax.tokens(*span)).unwrap_or_default().rev();
        tokens.find(|at| !self.syntax.is_quote(*at)).is_some_and(|at| self.syntax.is_mark(at, &["?"]))
    }

    /// The tense of a verb where it stands: in indirect speech the conditional
    /// is the future seen from the past.
    fn aspect(&self, group: &Group, said: Option<usize>) -> Aspect {
        match group.aspect {
            Aspect::Conditional if said.is_some_and(|said| self.is_indirect(said)) => Aspect::Future,
            aspect => aspect,
        }
    }

    fn cue_is(&self, quotation: usize, cues: &[Form]) -> bool {
        let mut tokens = self.quotations[quotation].cue.iter().flat_map(|span| self.syntax.tokens(*span));
        tokens.any(|at| self.syntax.readings(at).any(|reading| cues.contains(&reading.lemma)))
    }

    /// Whether the verb tells an act at all where it stands, and how real it is:
    /// an infinitive is as real as the verb that governs it.
    fn reality(
        &self,
        group: &Group,
        kind: AccountKind,
        performs: bool,
        performed: Option<AccountKind>,
    ) -> Option<Reality> {
        let meeting = kind == AccountKind::Meeting;
        let inside = performed.is_some_and(|performed| performed != AccountKind::Statement);
        // What is agreed on can be a promise.
        let agreed = performed == Some(AccountKind::Agreement) && kind == AccountKind::Commitment;
        if inside && !meeting && !agreed && !performs && group.aspect != Aspect::Past {
            return None;
        }
        let governor = group.governor.map(|governor| &self.syntax.groups[governor]);
        match group.aspect {
            // "est invité à s'engager": asked for, not done.
            Aspect::Infinitive | Aspect::Perfect if performs => {
                let asked = governor.is_some_and(|governor| {
                    self.cue_at(governor.head) == self.cue_at(group.head)
                        && matches!(self.governor(governor), Some(Governor::Possible | Governor::Wish))
                });
                (!asked).then(Reality::default)
            }
            Aspect::Infinitive | Aspect::Perfect if self.syntax.is_purpose(group) => {
                Some(Reality { modality: Some(Modality::Planned), negated: group.negated })
            }
            Aspect::Infinitive => {
                let governor = governor?;
                let modality = match self.governor(governor)? {
                    Governor::Done => None,
                    Governor::Planned => Some(Modality::Planned),
                    Governor::Possible if meeting => Some(Modality::Hypothetical),
                    Governor::Wish if meeting => Some(Modality::Wish),
                    Governor::Possible | Governor::Wish => return None,
                };
                Some(Reality { modality, negated: governor.negated })
            }
            // "dit avoir demandé", "accusé d'avoir refusé": done, if it is told.
            Aspect::Perfect => {
                governor.is_some_and(|governor| self.cue_at(governor.head).is_some() && !inside).then(Reality::default)
            }
            Aspect::Subjunctive if meeting => Some(Reality { modality: Some(Modality::Hypothetical), negated: false }),
            Aspect::Subjunctive | Aspect::Imperative if !matches!(kind, AccountKind::Demand) => None,
            _ => Some(Reality::default()),
        }
    }

    fn governor(&self, group: &Group) -> Option<Governor> {
        let grammar = &self.article.pack.acts.grammar;
        self.syntax.readings(group.head).find_map(|reading| grammar.governor(reading.lemma))
    }

    fn roles(&self, group: usize, roles: &[Role], subject: &Subject) -> Vec<PartyId> {
        let mut parties = Vec::new();
        for role in roles {
            for party in self.actors(self.nouns_in(group, *role, subject)) {
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
        }
        parties
    }

    /// "Ce dernier": whoever was named last before.
    fn latter(&self, subject: &Subject) -> Option<PartyId> {
        let Subject::Thing(at) = *subject else { return None };
        let before = self.syntax.nouns.partition_point(|noun| noun.tokens.end <= at);
        let nouns = self.syntax.nouns[..before].iter().rev().take(4);
        let mut actors = nouns.filter(|noun| !noun.place && !noun.adjective).filter_map(|noun| noun.party.clone());
        actors.next().filter(|_| self.syntax.has(at, Function::Latter))
    }

    /// A document speaks for those who wrote it: "Une lettre des douze ministres
    /// réclame".
    fn authors(&self, subject: &Subject, group: usize) -> Vec<PartyId> {
        let Subject::Thing(at) = *subject else { return Vec::new() };
        let verb = self.syntax.groups[group].tokens.start;
        if !(at..verb.min(at + 4)).any(|at| self.names_document(at)) {
            return Vec::new();
        }
        let genitive = self.article.pack.acts.grammar.genitive();
        let nouns = self.syntax.nouns_from(at + 1, true).take_while(|noun| self.syntax.nouns[*noun].tokens.end <= verb);
        let owns = |noun: &usize| {
            let noun = &self.syntax.nouns[*noun];
            noun.adjective || noun.preposition == genitive
        };
        self.actors(nouns.filter(owns))
    }

    fn names_document(&self, at: usize) -> bool {
        let pack = &self.article.pack.acts;
        let (_, frames) = pack.nouns_at(&self.article.segmented.tokens, at);
        frames.iter().any(|frame| pack.frame(*frame).kind == AccountKind::Document)
    }

    /// Whose act it is that somebody tells: the side's that the sentence names,
    /// together with the person who speaks for it.
    fn speak_for(&self, account: &mut Account, subject: &Subject, said: Option<usize>) {
        let Some(quotation) = said.map(|said| &self.quotations[said]) else { return };
        if account.by.is_empty() {
            account.by.clone_from(&quotation.speaker);
        } else if self.is_own(subject, quotation) {
            let is_person = |party: &PartyId| self.party_kind(party) == Some(PartyKind::Person);
            if !account.by.iter().any(is_person) {
                account.by.extend(quotation.speaker.iter().filter(|speaker| is_person(speaker)).cloned());
                account.by.dedup();
            }
        }
    }

    /// Takes from the quotation what it knows better: who speaks to whom.
    fn attribute(&self, account: &mut Account, performs: Option<usize>, said: Option<usize>) {
        if let Some(quotation) = performs.map(|number| &self.quotations[number]) {
            if !quotation.speaker.is_empty() {
                account.by.clone_from(&quotation.speaker);
            }
            if !quotation.addressee.is_empty() {
                account.to.clone_from(&quotation.addressee);
            }
        }
        account.quotation = performs.or(said).map(|number| self.quotations[number].id);
        let is_place = |party: &PartyId| self.party_kind(party) == Some(PartyKind::Place);
        account.to.retain(|party| !account.by.contains(party) && !is_place(party));
    }

    fn hedge(&self, aspect: Aspect, said: Option<usize>, tokens: Range<usize>) -> Option<AccountHedge> {
        let distanced = |at: usize| self.syntax.has(at, Function::Distancing);
        if aspect == Aspect::Hearsay {
            Some(AccountHedge::Reportative)
        } else if tokens.clone().any(distanced) {
            Some(AccountHedge::Distanced)
        } else {
            said.and_then(|said| self.quotations[said].hedge)
        }
    }

    /// The span of a group's clause with its subject, inside the quotation that
    /// holds it.
    pub(super) fn clause(&self, number: usize, subject: &Subject) -> Span {
        let group = &self.syntax.groups[number];
        let sentence = self.syntax.sentence(group.head).tokens.clone();
        let before = |at: usize| (sentence.start..group.tokens.start).contains(&at);
        let begin = match subject {
            Subject::Parties(nouns) => {
                nouns.first().map(|noun| self.syntax.nouns[*noun].begin).filter(|at| before(*at))
            }
            Subject::FirstPerson(at) | Subject::Thing(at) => Some(*at),
            Subject::Unknown => None,
        };
        // "A a prôné la paix, rejetant l'offre": the subject stands with the other verb.
        let goes_with = group.aspect == Aspect::Gerund && group.governor.is_some();
        let begin = begin.filter(|at| before(*at) && !goes_with && !self.shares_subject(*at, number));
        let said = self.said_at(group.head);
        let begin = begin.filter(|at| self.said_at(*at) == said).unwrap_or(group.tokens.start);
        let incise = |at: usize| self.cue_at(at).is_some() && said.is_some() && self.cue_at(at) == said;
        let mut end = self.syntax.clause_end(number, incise);
        // "la réponse promise par B a été remise lundi": the main verb tells another act.
        if group.aspect == Aspect::Participle {
            end = end.min(self.syntax.phrase_end(group.tokens.end, false)).max(group.tokens.end);
        }
        while end > group.tokens.end && self.said_at(end - 1) != said && said.is_some() {
            end -= 1;
        }
        while end > group.tokens.end && self.syntax.is_quote(end - 1) && self.opened(begin..end) {
            end -= 1;
        }
        self.syntax.span(begin..end)
    }

    /// Whether another verb stands between a subject and its verb, as a verb of
    /// the same subject does: "A rejette l'offre et accuse B".
    fn shares_subject(&self, subject: usize, number: usize) -> bool {
        let between = subject..self.syntax.groups[number].tokens.start;
        let joined = |at: usize| self.syntax.has(at, Function::Coordinator) || self.syntax.has(at, Function::Break);
        let first = between.clone().find(|at| self.syntax.group_at(*at).is_some());
        first.is_some_and(|verb| (verb..between.end).any(joined))
    }

    /// Whether a closing mark at the end of `tokens` closes what began before.
    fn opened(&self, tokens: Range<usize>) -> bool {
        tokens.filter(|at| self.syntax.is_quote(*at)).count() % 2 == 1
    }

    fn meets(need: Need, account: &Account) -> bool {
        match need {
            Need::By => !account.by.is_empty(),
            Need::Both => account.by.len() > 1,
            Need::To => !account.to.is_empty(),
            Need::When => account.when.is_some(),
            Need::Place => account.place.is_some(),
            Need::Status => account.status.is_some(),
            Need::Anchor => {
                !account.by.is_empty() || !account.to.is_empty() || account.when.is_some() || account.place.is_some()
            }
            Need::Carrier | Need::Complement => true,
        }
    }

    /// Whether something stands beside a verb that it is about: an object, or
    /// "que" before it.
    fn has_complement(&self, number: usize) -> bool {
        let group = &self.syntax.groups[number];
        let sentence = self.syntax.sentence(group.head).tokens.clone();
        let clitic = group.tokens.clone().any(|at| at < group.head && self.syntax.has(at, Function::Object));
        let relative = (sentence.start..group.tokens.start).any(|at| self.syntax.has(at, Function::Subordinator));
        let passed = |at: &usize| self.syntax.has(*at, Function::Adverb) || self.syntax.is_time(*at);
        let mut after = (group.tokens.end..sentence.end).find(|at| !passed(at));
        // "demande à A :" is a question.
        if let Some(noun) =
            after.and_then(|at| self.syntax.nouns_from(at, false).next()).map(|noun| &self.syntax.nouns[noun])
            && noun.preposition == self.article.pack.acts.grammar.recipient()
            && after.is_some_and(|at| noun.begin <= at + 1)
        {
            after = (noun.tokens.end..sentence.end).find(|at| !passed(at));
        }
        let stands = after.is_some_and(|at| {
            let mark = !self.article.segmented.tokens[at].is_word() && !self.syntax.is_quote(at);
            !mark && !self.syntax.has(at, Function::Coordinator)
        });
        group.passive || clitic || relative || stands
    }

    /// What became of a meeting, by the tense of its verb and its day.
    fn status_by_tense(&self, group: &Group, account: &Account) -> Option<MeetingStatus> {
        if account.polarity == Polarity::No {
            return None;
        }
        Some(match (account.modality, group.aspect) {
            (Modality::Planned, _) | (_, Aspect::Future | Aspect::Conditional) => MeetingStatus::Planned,
            (Modality::Hypothetical | Modality::Wish | Modality::Conditional, _) => MeetingStatus::Possible,
            (Modality::Fact, Aspect::Present) if self.is_to_come(account.span) => MeetingStatus::Planned,
            (Modality::Fact, _) => MeetingStatus::Held,
        })
    }

    /// Whether the first day told in `span` lies after the day of publication.
    fn is_to_come(&self, span: Span) -> bool {
        let published = self.reading.text.published.window.and_then(depeche_record::Window::end);
        let begin = self.times_in(span).find_map(|time| time.window).and_then(depeche_record::Window::begin);
        matches!((published, begin), (Some(published), Some(begin)) if begin > published)
    }

    /// "se rendra au Costaverde": the state that somebody goes to.
    fn state_visited(&self, number: usize) -> Option<PartyId> {
        let grammar = &self.article.pack.acts.grammar;
        let goes_to = |noun: &usize| {
            let noun = &self.syntax.nouns[*noun];
            noun.preposition.is_some_and(|preposition| grammar.is_locative(preposition))
                && noun.preposition != grammar.genitive()
        };
        let mut parties =
            self.syntax.complements(number).filter(goes_to).filter_map(|noun| self.syntax.nouns[noun].party.clone());
        parties.next().filter(|party| self.party_kind(party) == Some(PartyKind::State))
    }

    pub(super) fn fill_meeting(&self, account: &mut Account, status: Option<MeetingStatus>, within: Range<usize>) {
        account.status = status;
        if let Some(MeetingStatus::Planned) = status
            && account.modality == Modality::Fact
        {
            account.modality = Modality::Planned;
        }
        if let Some(MeetingStatus::Possible) = status
            && account.modality == Modality::Fact
        {
            account.modality = Modality::Hypothetical;
        }
        // "une réunion sur X" is not held in X.
        let grammar = &self.article.pack.acts.grammar;
        let locative = |preposition| grammar.is_locative(preposition);
        let at = |noun: &usize| self.syntax.nouns[*noun].preposition.is_some_and(locative) && self.is_place(*noun);
        let mut last = None;
        let front = self.syntax.front(within.start);
        let nouns = within.chain(front).filter_map(|at| self.syntax.noun_at(at));
        let mut nouns = nouns.filter(move |noun| last.replace(*noun) != Some(*noun));
        account.place = nouns.find(at).and_then(|noun| self.syntax.nouns[noun].party.clone());
        // Whoever takes part takes part: a meeting has no addressee.
        for party in std::mem::take(&mut account.to) {
            if !account.by.contains(&party) {
                account.by.push(party);
            }
        }
    }
}

/// A verb in the passive that does not say who acted is this much less sure.
const PASSIVE: f32 = 0.85;

/// How far before a meeting the words stand that tell its occasion: "lors de".
const OCCASION: usize = 4;

/// A noun that speaks of what was told before is this much less sure.
const BACK_REFERENCE: f32 = 0.6;

/// How a noun stands to the verb of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carried {
    /// "a présenté une offre": its object.
    Object(usize),
    /// "la rencontre a été annulée": its subject.
    Subject(usize),
    /// "l'offre présentée par": a participle right after it.
    Participle(usize),
}

impl Carried {
    fn group(self) -> usize {
        match self {
            Carried::Object(group) | Carried::Subject(group) | Carried::Participle(group) => group,
        }
    }
}

impl Scene<'_> {
    /// What a noun tells, if a frame fits.
    ///
    /// `before` is the meeting told last: of several that one sentence lists, the
    /// first has the verb for all.
    pub(super) fn told_by_noun(
        &self,
        at: usize,
        performed: Option<AccountKind>,
        before: Option<&Telling>,
    ) -> Vec<Telling> {
        let pack = &self.article.pack.acts;
        let (length, frames) = pack.nouns_at(&self.article.segmented.tokens, at);
        if length == 0 || self.syntax.group_at(at).is_some() || self.syntax.noun_at(at).is_some() {
            return Vec::new();
        }
        let told = frames.into_iter().find_map(|frame| self.told_by(frame, at..at + length, performed, before));
        let Some(mut telling) = told else { return Vec::new() };
        let moved = self.moved(&mut telling);
        std::iter::once(telling).chain(moved).collect()
    }

    /// A meeting that is put off to a day is two accounts: the one that is
    /// dropped and the one that is planned.
    fn moved(&self, telling: &mut Telling) -> Option<Telling> {
        if telling.account.status != Some(MeetingStatus::Cancelled) {
            return None;
        }
        let grammar = &self.article.pack.acts.grammar;
        let span = telling.account.span;
        let mut groups = self.syntax.tokens(span).filter_map(|at| self.syntax.group_at(at));
        let verb = groups.find(|group| {
            let head = self.syntax.groups[*group].head;
            self.syntax.readings(head).any(|reading| grammar.status(reading.lemma) == Some(Status::Moved))
        })?;
        let verb = self.syntax.span(self.syntax.groups[verb].tokens.clone());
        let before = Span { begin: span.begin, end: verb.end };
        let to = self.times_in(Span { begin: verb.end, end: span.end }).find_map(|time| time.window)?;
        let mut second = telling.clone();
        second.account.polarity = Polarity::Yes;
        second.account.status = Some(MeetingStatus::Planned);
        second.account.when = Some(to);
        telling.account.span = before;
        telling.account.when = self.times_in(before).find_map(|time| time.window);
        Some(second)
    }

    fn told_by(
        &self,
        id: FrameId,
        noun: Range<usize>,
        performed: Option<AccountKind>,
        before: Option<&Telling>,
    ) -> Option<Telling> {
        let frame = self.article.pack.acts.frame(id);
        let meeting = frame.kind == AccountKind::Meeting;
        let performs = self.cue_at(noun.start);
        let said = self.said_at(noun.start);
        let inside = performed.is_some_and(|performed| performed != AccountKind::Statement);
        if inside && !meeting && performs.is_none() {
            return None;
        }
        if frame.conditions.speech.is_some_and(|speech| speech != said.is_some()) {
            return None;
        }
        let begin = self.syntax.phrase_begin(noun.start);
        let carried = self.carried(begin, noun.end, |group| self.carries(frame, group)).filter(|carried| {
            // "la réaction fournit de la chaleur": what acts is not carried.
            let Carried::Subject(number) = carried else { return true };
            meeting || self.syntax.groups[*number].passive || self.syntax.groups[*number].reflexive
        });
        let end = self.noun_phrase_end(noun.end);
        let phrase = begin..end;
        let mut extent = self.syntax.span(phrase.clone());
        if let Some(carried) = carried {
            extent = extent.cover(self.clause_of(carried));
        }
        if let Some(cue) = performs {
            extent = Self::span_of(&self.quotations[cue]).cover(extent);
        }
        if frame.conditions.speech == Some(true) {
            extent = self.syntax.span(begin..self.said_end(end));
        }
        if frame.conditions.words && !self.has_word_of(id, self.syntax.tokens(extent)) {
            return None;
        }

        let mut account = of_frame(frame, extent);
        account.by = self.beside(&frame.by, begin, noun.end, end);
        account.to = self.beside(&frame.to, begin, noun.end, end);
        let mut reality = Reality::default();
        if !meeting && carried.is_none() && self.is_back_reference(begin, noun.start) {
            account.confidence *= BACK_REFERENCE;
        }
        if let Some(carried) = carried {
            reality = self.carried_reality(carried)?;
            self.take_carrier(&mut account, frame, carried);
        }
        if frame.kind == AccountKind::Document && account.by.is_empty() {
            account.by = self.writer(begin, end);
        }
        if meeting && !account.by.is_empty() {
            self.add_host(&mut account, begin, noun.end, end);
        }
        if frame.conditions.speech == Some(true) {
            self.speak_for(&mut account, &Subject::Unknown, said);
        }
        self.attribute(&mut account, performs, said);
        let negative = (begin.saturating_sub(2)..noun.start)
            .any(|at| self.syntax.has(at, Function::Negative) && self.syntax.group_at(at).is_none());
        let negated = reality.negated || negative;
        if frame.conditions.negated.is_some_and(|wanted| wanted != negated) {
            return None;
        }
        account.polarity = if negated { frame.negated } else { frame.polarity };
        account.modality = reality.modality.unwrap_or(frame.modality);
        let aspect = carried.map_or(Aspect::Present, |carried| self.syntax.groups[carried.group()].aspect);
        account.hedge = self.hedge(aspect, said, begin..end);
        let within = self.syntax.tokens(extent);
        if meeting {
            let status = self.status_of(&mut account, begin, end);
            self.fill_meeting(&mut account, status, within.clone());
            account.span = self.meeting_span(account.span, begin, end);
        }
        let within = self.syntax.tokens(account.span);
        fields::fill(self, &mut account, within, performs);
        if meeting && account.status.is_none() {
            account.status = self.status_by_day(&account);
            if let Some(before) = before.filter(|before| account.status.is_none() && self.lists(before, begin)) {
                (account.status, account.modality) = (before.account.status, before.account.modality);
            }
            if account.status == Some(MeetingStatus::Planned) {
                account.modality = Modality::Planned;
            }
        }
        // A talk with an outlet is an interview.
        let interview = |party: &PartyId| self.party_kind(party) == Some(PartyKind::Outlet);
        if meeting && account.by.iter().any(interview) {
            return None;
        }
        let met = |need: &Need| match need {
            Need::Carrier => carried.is_some(),
            Need::Anchor => Self::meets(Need::Anchor, &account) || self.times_in(account.span).next().is_some(),
            need => Self::meets(*need, &account),
        };
        frame.needs.iter().all(met).then_some(Telling { account, head: noun.start, performs })
    }

    /// Whether the phrase from `begin` goes on with a list of meetings: ", puis
    /// d'une réunion".
    fn lists(&self, before: &Telling, begin: usize) -> bool {
        let sentence = self.syntax.sentence(begin).tokens.clone();
        let joint = |at: usize| self.syntax.is_mark(at, &[","]) || self.syntax.has(at, Function::Coordinator);
        sentence.contains(&before.head)
            && before.account.polarity == Polarity::Yes
            && (begin.saturating_sub(3).max(before.head)..begin).any(joint)
    }

    /// Where what is said from `from` on comes to its end: with the sentence, or
    /// with the quotation.
    fn said_end(&self, from: usize) -> usize {
        let sentence = self.syntax.sentence(from.saturating_sub(1)).tokens.end;
        let said = self.said_at(from.saturating_sub(1));
        let end = (from..sentence).find(|at| self.said_at(*at) != said || self.syntax.is_mark(*at, &[".", "!", ";"]));
        end.unwrap_or(sentence)
    }

    /// "ses propositions" with no verb that carries them speaks of what was told
    /// before.
    fn is_back_reference(&self, begin: usize, noun: usize) -> bool {
        (begin..noun).any(|at| self.syntax.has(at, Function::Possessive))
    }

    fn carries(&self, frame: &Frame, group: &Group) -> bool {
        frame.carriers.iter().any(|verb| self.syntax.is_verb(group, *verb))
    }

    /// The verb that a noun is object or subject of, if it is one that `fits`.
    fn carried(&self, begin: usize, end: usize, fits: impl Fn(&Group) -> bool + Copy) -> Option<Carried> {
        let sentence = self.syntax.sentence(begin).tokens.clone();
        let groups = &self.syntax.groups;
        let gap = |range: Range<usize>| {
            range.clone().all(|at| {
                !self.syntax.is_mark(at, &[",", ";", ":"])
                    && !self.syntax.has(at, Function::Subordinator)
                    && !self.syntax.has(at, Function::Relative)
            })
        };
        let before = (sentence.start..begin).rev().find_map(|at| self.syntax.group_at(at));
        if let Some(number) = before {
            let from = groups[number].tokens.end;
            let direct = (from..begin).all(|at| {
                let recipient = self.syntax.nouns_from(at, false).next().is_some_and(|noun| {
                    self.syntax.nouns[noun].begin <= at + 1 && self.syntax.nouns[noun].preposition.is_some()
                });
                self.syntax.prepositions[at].is_none() || self.syntax.is_time(at) || recipient
            });
            if (direct || begin - from <= 2) && gap(from..begin) && !groups[number].passive && fits(&groups[number]) {
                return Some(Carried::Object(number));
            }
        }
        let mut at = end;
        while at < sentence.end {
            if let Some(number) = self.syntax.group_at(at) {
                let group = &groups[number];
                match group.aspect {
                    Aspect::Participle if fits(group) => return Some(Carried::Participle(number)),
                    Aspect::Participle | Aspect::Gerund => {}
                    _ if fits(group) && self.is_subject_of(begin, number) => return Some(Carried::Subject(number)),
                    // "les discussions pourraient reprendre": what the verb governs.
                    _ => {
                        let next = groups.get(number + 1).filter(|next| next.governor == Some(number));
                        let governs = self.governor(group).is_some() && next.is_some_and(fits);
                        let carried = governs && self.is_subject_of(begin, number);
                        return carried.then_some(Carried::Subject(number + 1));
                    }
                }
                at = group.tokens.end;
            } else {
                if self.syntax.is_mark(at, &[";", ":"]) || self.syntax.has(at, Function::Break) {
                    return None;
                }
                // "les pourparlers, qui devaient s'ouvrir lundi, ont été suspendus"
                let relative = self.syntax.has(at, Function::Relative);
                // "une réunion où le texte a été lu a eu lieu"
                if self.syntax.has(at, Function::Subordinator) {
                    let clause = (at..sentence.end).find_map(|at| self.syntax.group_at(at))?;
                    at = groups[clause].tokens.end;
                    continue;
                }
                let closed = (at..sentence.end).find(|at| self.syntax.is_mark(*at, &[","]));
                at = if relative { closed? } else { at } + 1;
            }
        }
        None
    }

    /// Whether the phrase from `begin` can be the subject of a group: nothing
    /// else is, and no preposition stands before it.
    fn is_subject_of(&self, begin: usize, group: usize) -> bool {
        let sentence = self.syntax.sentence(begin).tokens.start;
        let free = begin == sentence || self.syntax.prepositions[begin - 1].is_none();
        free && match self.syntax.subject(group) {
            Subject::Thing(at) => at <= begin + 1 && begin <= at + 1,
            Subject::Unknown => true,
            Subject::Parties(nouns) => nouns.iter().all(|noun| self.syntax.nouns[*noun].begin < begin),
            Subject::FirstPerson(_) => false,
        }
    }

    fn carried_reality(&self, carried: Carried) -> Option<Reality> {
        let group = &self.syntax.groups[carried.group()];
        let negated = group.negated;
        match group.aspect {
            Aspect::Infinitive if self.syntax.is_purpose(group) => {
                Some(Reality { modality: Some(Modality::Planned), negated })
            }
            Aspect::Infinitive => {
                let governor = &self.syntax.groups[group.governor?];
                let modality = match self.governor(governor) {
                    Some(Governor::Done) => None,
                    Some(Governor::Planned) => Some(Modality::Planned),
                    Some(Governor::Wish) => Some(Modality::Wish),
                    Some(Governor::Possible) | None => Some(Modality::Hypothetical),
                };
                Some(Reality { modality, negated: negated || governor.negated })
            }
            Aspect::Future => Some(Reality { modality: Some(Modality::Planned), negated }),
            Aspect::Subjunctive => Some(Reality { modality: Some(Modality::Hypothetical), negated }),
            _ => Some(Reality { modality: None, negated }),
        }
    }

    /// Who acts when a verb carries the noun: its subject, or its agent.
    fn take_carrier(&self, account: &mut Account, frame: &Frame, carried: Carried) {
        let number = carried.group();
        let subject = self.syntax.subject(number);
        let group = &self.syntax.groups[number];
        if frame.receivers.iter().any(|verb| self.syntax.is_verb(group, *verb)) {
            if account.to.is_empty() {
                account.to = self.acting(number, &subject);
            }
            let senders = self.roles(number, &frame.by, &Subject::Unknown);
            account.by.extend(senders.into_iter().filter(|party| !account.by.contains(party)).collect::<Vec<_>>());
            return;
        }
        let mut by = match carried {
            Carried::Object(_) => self.acting(number, &subject),
            Carried::Subject(_) if frame.kind == AccountKind::Meeting => {
                let mut by = self.agents(number);
                by.extend(self.roles(number, &[Role::Object], &Subject::Unknown));
                by
            }
            Carried::Subject(_) | Carried::Participle(_) => self.agents(number),
        };
        // Whoever carries a document or demand is its author, not those it is about.
        if frame.kind == AccountKind::Meeting || by.is_empty() {
            by.retain(|party| !account.by.contains(party));
            by.append(&mut account.by);
        }
        account.by = by;
        for party in self.roles(number, &frame.to, &subject) {
            if !account.to.contains(&party) && !account.by.contains(&party) {
                account.to.push(party);
            }
        }
    }

    /// "à l'issue d'entretiens avec B": the other side is the subject of the verb
    /// that the phrase goes with.
    fn add_host(&self, account: &mut Account, begin: usize, from: usize, end: usize) {
        let Some(companion) = self.article.pack.acts.grammar.companion() else { return };
        let with = self.beside(&[Role::After(companion)], begin, from, end);
        if with.is_empty() || account.by.iter().any(|party| !with.contains(party)) {
            return;
        }
        let sentence = self.syntax.sentence(begin).tokens.clone();
        let before = (sentence.start..begin).rev().find_map(|at| self.syntax.group_at(at));
        let Some(verb) = before.or_else(|| (end..sentence.end).find_map(|at| self.syntax.group_at(at))) else { return };
        let cue = self.cue_at(self.syntax.groups[verb].head).map(|cue| self.quotations[cue].speaker.clone());
        let host = cue.unwrap_or_else(|| self.acting(verb, &self.syntax.subject(verb)));
        let new: Vec<PartyId> = host.into_iter().filter(|party| !account.by.contains(party)).collect();
        account.by.splice(0..0, new);
    }

    /// "Dans une lettre adressée à B, A demande": who wrote it is the subject of
    /// the verb that the phrase goes with.
    fn writer(&self, begin: usize, end: usize) -> Vec<PartyId> {
        let sentence = self.syntax.sentence(begin).tokens.clone();
        if begin == sentence.start || self.syntax.prepositions[begin - 1].is_none() {
            return Vec::new();
        }
        let verb = (end..sentence.end).find_map(|at| self.syntax.group_at(at));
        verb.map(|verb| self.acting(verb, &self.syntax.subject(verb))).unwrap_or_default()
    }

    /// Who acts as subject of a verb: a party, whoever says "nous", or the
    /// authors of a document.
    fn acting(&self, number: usize, subject: &Subject) -> Vec<PartyId> {
        if let Subject::FirstPerson(at) = *subject {
            return self.said_at(at).map(|said| self.quotations[said].speaker.clone()).unwrap_or_default();
        }
        let by = self.roles(number, &[Role::Subject], subject);
        if by.is_empty() { self.authors(subject, number) } else { by }
    }

    fn agents(&self, group: usize) -> Vec<PartyId> {
        let Some(agent) = self.article.pack.acts.grammar.agent() else { return Vec::new() };
        self.actors(self.nouns_in(group, Role::After(agent), &Subject::Unknown))
    }

    /// The parties right beside a noun, by role: complements, or the owner that
    /// a possessive stands for.
    fn beside(&self, roles: &[Role], begin: usize, from: usize, end: usize) -> Vec<PartyId> {
        let mut parties: Vec<PartyId> = Vec::new();
        let mut add = |found: Vec<PartyId>| {
            for party in found {
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
        };
        for role in roles {
            match role {
                Role::After(preposition) => {
                    let wanted = |noun: &usize| {
                        let noun = &self.syntax.nouns[*noun];
                        noun.tokens.end <= end
                            && noun.preposition == Some(*preposition)
                            && self.belongs(from, noun.begin, *preposition)
                    };
                    add(self.actors(self.syntax.nouns_from(from, true).filter(wanted)));
                }
                Role::Owner => {
                    // A demonym that stands as adjective: "la proposition sarvanienne".
                    let adjective =
                        self.syntax.noun_at(from).filter(|noun| self.syntax.nouns[*noun].preposition.is_none());
                    add(self.actors(adjective));
                    if (begin..from).any(|at| self.syntax.has(at, Function::Possessive)) {
                        add(self.owner(begin));
                    }
                }
                Role::Subject | Role::Object | Role::Clause => {}
            }
        }
        parties
    }

    /// Whom a possessive at `at` stands for: the nearest party before it in the
    /// sentence.
    fn owner(&self, at: usize) -> Vec<PartyId> {
        let sentence = self.syntax.sentence(at).tokens.start;
        let noun = (sentence..at).rev().find_map(|at| self.syntax.noun_at(at).filter(|noun| !self.is_place(*noun)));
        self.syntax.parties(noun)
    }

    /// Where the phrase of a noun ends: its complements and the participles that
    /// go with it.
    fn noun_phrase_end(&self, from: usize) -> usize {
        let limit = self.syntax.phrase_end(from, true);
        let comma = (from..limit).find(|at| self.syntax.is_mark(*at, &[","]) && !self.lists_on(*at));
        let mut end = comma.unwrap_or(limit);
        while end > from && (self.syntax.is_mark(end - 1, &[".", ",", "!", "?", "…"]) || self.syntax.is_quote(end - 1))
        {
            end -= 1;
        }
        end
    }

    /// Whether a comma goes on with a list of nouns.
    fn lists_on(&self, comma: usize) -> bool {
        let before = comma.checked_sub(1).and_then(|at| self.syntax.noun_at(at));
        let after = (comma + 1..comma + 4).find_map(|at| self.syntax.noun_at(at));
        before.is_some() && after.is_some_and(|after| self.syntax.nouns[after].begin == comma + 1)
    }

    fn clause_of(&self, carried: Carried) -> Span {
        let number = carried.group();
        match carried {
            Carried::Object(_) => self.clause(number, &self.syntax.subject(number)),
            Carried::Subject(_) => self.clause(number, &Subject::Unknown),
            Carried::Participle(_) => self.syntax.span(self.syntax.groups[number].tokens.clone()),
        }
    }

    /// What the verbs around a meeting tell of it.
    fn status_of(&self, account: &mut Account, begin: usize, end: usize) -> Option<MeetingStatus> {
        let grammar = &self.article.pack.acts.grammar;
        let status = |group: &Group| self.syntax.readings(group.head).find_map(|reading| grammar.status(reading.lemma));
        // What the main verb says goes before what a participle says.
        let main = |group: &Group| group.aspect != Aspect::Participle && status(group).is_some();
        let carried =
            self.carried(begin, end, main).or_else(|| self.carried(begin, end, |group| status(group).is_some()));
        let mut found = None;
        if let Some(carried) = carried {
            let group = &self.syntax.groups[carried.group()];
            account.span = account.span.cover(self.clause_of(carried));
            found = self.status_told(account, status(group), group);
        }
        // A participle may fix what the main verb then drops.
        let fixed = (begin..end).filter_map(|at| self.syntax.group_at(at)).any(|group| {
            let group = &self.syntax.groups[group];
            group.aspect == Aspect::Participle && status(group) == Some(Status::Fixed)
        });
        let occasion = self.clues_in(begin.saturating_sub(OCCASION)..end).filter_map(|(_, clue)| match clue {
            Clue::Occasion(status) => Some(status),
            _ => None,
        });
        found.or(fixed.then_some(MeetingStatus::Planned)).or_else(|| occasion.last())
    }

    fn status_told(&self, account: &mut Account, status: Option<Status>, group: &Group) -> Option<MeetingStatus> {
        let negated = group.negated && status != Some(Status::Excluded);
        if negated {
            account.polarity = Polarity::No;
            return None;
        }
        match status? {
            Status::Excluded if group.negated => {
                (account.polarity, account.modality) = (Polarity::Yes, Modality::Hypothetical);
                Some(MeetingStatus::Possible)
            }
            Status::Excluded => {
                account.polarity = Polarity::No;
                None
            }
            Status::Dropped | Status::Moved => {
                account.polarity = Polarity::No;
                account.modality = Modality::Planned;
                Some(MeetingStatus::Cancelled)
            }
            Status::Fixed => Some(MeetingStatus::Planned),
            Status::Raised => Some(MeetingStatus::Possible),
            Status::Holds => Some(match self.aspect(group, self.said_at(group.head)) {
                Aspect::Future => MeetingStatus::Planned,
                Aspect::Conditional | Aspect::Subjunctive => MeetingStatus::Possible,
                Aspect::Infinitive => {
                    let governor = group.governor.and_then(|governor| self.governor(&self.syntax.groups[governor]));
                    match (account.modality, governor) {
                        (Modality::Planned, _) | (_, Some(Governor::Planned)) => MeetingStatus::Planned,
                        (Modality::Fact, None | Some(Governor::Done)) => MeetingStatus::Held,
                        _ => MeetingStatus::Possible,
                    }
                }
                Aspect::Present if self.is_to_come(account.span) => MeetingStatus::Planned,
                _ => MeetingStatus::Held,
            }),
        }
    }

    /// A meeting with a day before that of the text was held, one after is
    /// planned.
    fn status_by_day(&self, account: &Account) -> Option<MeetingStatus> {
        let published = self.reading.text.published.window?;
        let (begin, end) = (account.when?.begin()?, account.when?.end()?);
        if end <= published.end()? {
            Some(MeetingStatus::Held)
        } else if begin > published.begin()? {
            Some(MeetingStatus::Planned)
        } else {
            None
        }
    }

    fn meeting_span(&self, span: Span, begin: usize, end: usize) -> Span {
        span.cover(self.syntax.span(begin..end))
    }
}

fn of_frame(frame: &Frame, span: Span) -> Account {
    Account { modality: frame.modality, ..blank(frame.kind, span, &frame.id, frame.confidence) }
}

/// An account of which only kind, place and rule are known.
pub(super) fn blank(kind: AccountKind, span: Span, rule: &str, confidence: f32) -> Account {
    Account {
        id: AccountId(0),
        kind,
        by: Vec::new(),
        to: Vec::new(),
        span,
        repeats: Vec::new(),
        quotation: None,
        when: None,
        due: None,
        due_span: None,
        place: None,
        level: None,
        format: None,
        medium: None,
        polarity: Polarity::Yes,
        modality: Modality::Fact,
        hedge: None,
        status: None,
        chain: Vec::new(),
        plover: None,
        refs: Vec::new(),
        headline: false,
        rule: rule.to_owned(),
        confidence,
    }
}
