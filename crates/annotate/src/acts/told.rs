//! Frames at work: what verbs tell.

use std::ops::Range;

use depeche_language::Form;
use depeche_language::pack::{Aspect, Conditions, Frame, FrameId, Function, Governor, Need, Role, SubjectIs};
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
pub(super) struct Reality {
    pub(super) modality: Option<Modality>,
    pub(super) negated: bool,
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
        let cue = self.syntax.span(group.tokens.clone());
        let follows = quotation.content.first().is_some_and(|content| content.begin >= cue.end);
        if begin < group.tokens.start
            && follows
            && (self.shares_subject(begin, number) || self.is_listed(begin, number))
        {
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
        // "prévient-il, A prendra des mesures": what is said has its own parties.
        if performs.is_some() && frame.to.contains(&Role::Object) {
            let inside = |noun: &usize| self.said_at(self.syntax.nouns[*noun].tokens.start) == *performs;
            let said = self.actors(self.nouns_in(*number, Role::Object, subject).into_iter().filter(inside));
            let others: Vec<Role> = frame.to.iter().copied().filter(|role| *role != Role::Object).collect();
            let elsewhere = roles(&others);
            account.to.retain(|party| !said.contains(party) || elsewhere.contains(party));
        }
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
        self.attribute(&mut account, performs.filter(|cue| !self.is_spoken_to(*cue, group)), *said);
        account.quotation = account.quotation.or(performs.map(|cue| self.quotations[cue].id));
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
    pub(super) fn aspect(&self, group: &Group, said: Option<usize>) -> Aspect {
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
        // "a démenti que A ait demandé": not done.
        if performed == Some(AccountKind::Denial) && !performs {
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

    pub(super) fn governor(&self, group: &Group) -> Option<Governor> {
        let grammar = &self.article.pack.acts.grammar;
        self.syntax.readings(group.head).find_map(|reading| grammar.governor(reading.lemma))
    }

    pub(super) fn roles(&self, group: usize, roles: &[Role], subject: &Subject) -> Vec<PartyId> {
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
    pub(super) fn authors(&self, subject: &Subject, group: usize) -> Vec<PartyId> {
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
    pub(super) fn speak_for(&self, account: &mut Account, subject: &Subject, said: Option<usize>) {
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

    /// Whether a quotation takes its speaker from a clitic of its verb: in "A vous
    /// accuse" that is the one spoken to.
    fn is_spoken_to(&self, quotation: usize, group: &Group) -> bool {
        let verb = self.syntax.span(group.tokens.start..group.head);
        let source = &self.quotations[quotation].source;
        let clitic = |span: &Span| self.syntax.tokens(*span).all(|at| self.syntax.has(at, Function::Object));
        !source.is_empty() && source.iter().all(|span| verb.contains(*span) && clitic(span))
    }

    /// Takes from the quotation what it knows better: who speaks to whom.
    pub(super) fn attribute(&self, account: &mut Account, performs: Option<usize>, said: Option<usize>) {
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

    pub(super) fn hedge(&self, aspect: Aspect, said: Option<usize>, tokens: Range<usize>) -> Option<AccountHedge> {
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

    /// Whether a verb goes on with a list of what its subject did: "A a promis B,
    /// [s'est engagé] à C et …".
    fn is_listed(&self, subject: usize, number: usize) -> bool {
        let start = self.syntax.groups[number].tokens.start;
        let verb = (subject..start).any(|at| self.syntax.group_at(at).is_some());
        let comma = start > subject && self.syntax.is_mark(start - 1, &[","]);
        verb && comma && self.syntax.aside_before(start, subject).is_none()
    }

    /// Whether a closing mark at the end of `tokens` closes what began before.
    fn opened(&self, tokens: Range<usize>) -> bool {
        tokens.filter(|at| self.syntax.is_quote(*at)).count() % 2 == 1
    }

    pub(super) fn meets(need: Need, account: &Account) -> bool {
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
    pub(super) fn is_to_come(&self, span: Span) -> bool {
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
pub(super) const PASSIVE: f32 = 0.85;

pub(super) fn of_frame(frame: &Frame, span: Span) -> Account {
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
