//! What nouns tell: by themselves ("l'offre de A"), or carried by a verb ("A a
//! présenté une offre").

use std::ops::Range;

use depeche_language::pack::{Aspect, Clue, Frame, FrameId, Function, Governor, Need, Role, Status};
use depeche_record::{Account, AccountKind, MeetingStatus, Modality, PartyId, PartyKind, Polarity, Span};

use super::fields;
use super::scene::Scene;
use super::syntax::{Group, Subject};
use super::told::{Reality, Telling, of_frame};

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
        // What was not said was not wished either: "n'a pas souhaité faire de commentaire".
        let modality = reality.modality.filter(|_| account.polarity != Polarity::NotSaid);
        account.modality = modality.unwrap_or(frame.modality);
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
