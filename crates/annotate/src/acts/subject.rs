//! Who does what a verb says, and where its clause and its complements end.

use depeche_language::pack::{Aspect, Function, Governor, VerbReading};

use super::syntax::{Group, Noun, Subject, Syntax};

/// Through how many verbs a subject is looked for: "A a dit, puis ajouté et …".
const CHAIN: usize = 6;

impl Syntax<'_> {
    /// The grammatical subject of a verb; in the passive, whom it is done to.
    pub(super) fn subject(&self, group: usize) -> Subject {
        self.subject_within(group, CHAIN)
    }

    fn subject_within(&self, number: usize, depth: usize) -> Subject {
        let group = &self.groups[number];
        if depth == 0 {
            return Subject::Unknown;
        }
        if let Some(pronoun) = self.inverted_subject(group) {
            return pronoun;
        }
        if let Some(described) = self.described(group) {
            return described;
        }
        if let Some(governor) = group.governor {
            return self.controller(governor).unwrap_or_else(|| self.subject_within(governor, depth - 1));
        }
        if let Some(before) = self.coordinated_with(number) {
            return self.subject_within(before, depth - 1);
        }
        let start = self.sentence(group.head).tokens.start;
        let mut at = group.tokens.start;
        // Inside the group: clitics that are the subject ("nous").
        for token in group.tokens.start..group.head {
            if self.has(token, Function::FirstPerson) && self.is_first_person(token, group) {
                return Subject::FirstPerson(token);
            }
        }
        let mut thing = None;
        while at > start {
            if let Some(opening) = self.aside_before(at, start) {
                at = opening;
                continue;
            }
            at -= 1;
            if let Some(noun) = self.noun_at(at) {
                let found = &self.nouns[noun];
                if found.preposition.is_none() && !found.clitic && !found.adjective {
                    if thing.is_some() && !self.is_apposition(found, at) {
                        break;
                    }
                    return Subject::Parties(self.list_ending_at(noun));
                }
                at = found.begin;
                continue;
            }
            if let Some(other) = self.group_at(at) {
                if let Some(subject) = self.subject_beyond(other, number, depth) {
                    return thing.map_or(subject, Subject::Thing);
                }
                at = self.relative_before(other).unwrap_or(self.groups[other].tokens.start);
                continue;
            }
            if self.has(at, Function::Relative) {
                return self.antecedent(at, start);
            }
            if self.has(at, Function::FirstPerson) {
                return Subject::FirstPerson(at);
            }
            if let Some(opening) = self.opening_quote(at, start) {
                at = opening;
                continue;
            }
            // "dont" before a noun without a verb is a preposition.
            let opens_noun = self.prepositions[at].is_some() && self.noun_begins(at + 1);
            let opens_clause = self.has(at, Function::Subordinator) && !opens_noun || self.has(at, Function::Condition);
            if self.is_mark(at, &[";", ":"]) || self.is_quote(at) || opens_clause {
                break;
            }
            if self.has(at, Function::Subject) || self.has(at, Function::Latter) {
                let opens = |at: &usize| *at == start || !self.has(*at - 1, Function::Latter);
                return Subject::Thing((start..=at).rev().find(opens).unwrap_or(at));
            }
            if thing.is_none() && self.opens_thing(at, start) {
                thing = Some(at);
            }
        }
        thing.map_or(Subject::Unknown, Subject::Thing)
    }

    /// Whether "nous" inside a group is its subject; in "on nous demande" it is the
    /// object.
    fn is_first_person(&self, pronoun: usize, group: &Group) -> bool {
        let mut verbs = (pronoun + 1..=group.head).filter(|at| !self.has(*at, Function::Object));
        let verb = verbs.find(|at| self.readings(*at).next().is_some());
        verb.is_some_and(|verb| self.readings(verb).any(|reading| reading.person == 1))
    }

    /// Where the relative clause begins that a comma before `at` closes: "A[, qui
    /// soutient B,] a appelé".
    pub(super) fn aside_before(&self, at: usize, start: usize) -> Option<usize> {
        let close = at.checked_sub(1).filter(|close| *close > start && self.is_mark(*close, &[","]))?;
        let opens = |at: &usize| {
            (self.has(*at, Function::Relative) || self.has(*at, Function::Subordinator))
                && *at > start
                && self.is_mark(*at - 1, &[","])
        };
        let open = (start..close).rev().take_while(|at| !self.is_mark(*at, &[",", ";", ":"])).find(opens)?;
        let verb = (open..close).any(|at| self.group_at(at).is_some());
        verb.then_some(open - 1)
    }

    /// What a participle right after a noun tells of: "[la réponse] promise par
    /// A", "[des tracts] de B demandant".
    fn described(&self, group: &Group) -> Option<Subject> {
        if !matches!(group.aspect, Aspect::Participle | Aspect::Gerund) {
            return None;
        }
        let start = self.sentence(group.head).tokens.start;
        let mut at = group.tokens.start;
        // "en refusant" goes with the verb.
        if at > start && self.prepositions[at - 1].is_some() {
            return None;
        }
        // "des" may open the phrase or go on with it.
        let mut open = None;
        while at > start {
            at -= 1;
            if let Some(noun) = self.noun_at(at) {
                let found = &self.nouns[noun];
                if found.preposition.is_none() && !found.adjective {
                    return Some(Subject::Parties(self.list_ending_at(noun)));
                }
                at = found.begin;
                continue;
            }
            if self.has(at, Function::Determiner) || self.has(at, Function::Possessive) {
                if self.prepositions[at].is_none() && (at == start || self.prepositions[at - 1].is_none()) {
                    return Some(Subject::Thing(at));
                }
                open = Some(at);
            }
            let verb = |group: usize| self.groups[group].aspect != Aspect::Participle;
            let ends = self.group_at(at).is_some_and(verb)
                || self.has(at, Function::Coordinator)
                || self.has(at, Function::Subordinator)
                || !self.article.segmented.tokens[at].is_word() && !self.in_time[at];
            if ends {
                break;
            }
        }
        open.map(Subject::Thing)
    }

    /// The finite verb that a verb right after "et" or "mais" goes on from.
    fn coordinated_with(&self, number: usize) -> Option<usize> {
        let start = self.sentence(self.groups[number].head).tokens.start;
        let mut before = (start..self.groups[number].tokens.start).rev();
        let joint = before.find(|at| !self.has(*at, Function::Adverb) || self.has(*at, Function::Coordinator))?;
        if !self.has(joint, Function::Coordinator) && !self.has(joint, Function::Break) {
            return None;
        }
        let aside = |at: usize| {
            let closed = (at..joint).find(|at| self.is_mark(*at, &["(", ")"]));
            closed.is_some_and(|at| self.is_mark(at, &[")"]))
        };
        let finite = |group: &usize| {
            let aspect = self.groups[*group].aspect;
            !matches!(aspect, Aspect::Participle | Aspect::Infinitive | Aspect::Perfect | Aspect::Gerund)
                && !aside(self.groups[*group].head)
        };
        (0..number).rev().take_while(|group| self.groups[*group].head >= start).find(finite)
    }

    /// Who does the infinitive that a verb governs, where that is not its own
    /// subject: "demande à [B] de partir".
    fn controller(&self, governor: usize) -> Option<Subject> {
        let grammar = &self.article.pack.acts.grammar;
        let moves = |reading: VerbReading| grammar.governor(reading.lemma) == Some(Governor::Possible);
        let group = &self.groups[governor];
        if !self.readings(group.head).any(moves) {
            return None;
        }
        let object = grammar.recipient();
        let addressed =
            |noun: &usize| self.nouns[*noun].preposition.is_none() || self.nouns[*noun].preposition == object;
        let nouns: Vec<usize> = self.complements(governor).filter(addressed).collect();
        (!nouns.is_empty()).then_some(Subject::Parties(nouns))
    }

    /// "a-t-il dit": the pronoun inside the group.
    fn inverted_subject(&self, group: &Group) -> Option<Subject> {
        let after = group.tokens.start + 1..group.tokens.end;
        for at in after {
            if let Some(noun) = self.noun_at(at)
                && !self.nouns[noun].clitic
            {
                return Some(Subject::Parties(vec![noun]));
            }
        }
        None
    }

    /// The mark that opens what the quotation mark at `at` closes.
    fn opening_quote(&self, at: usize, start: usize) -> Option<usize> {
        if !self.is_quote(at) {
            return None;
        }
        let mut before = (start..at).filter(|at| self.is_quote(*at));
        let opening = before.clone().next_back();
        opening.filter(|_| before.by_ref().count() % 2 == 1)
    }

    pub(super) fn noun_begins(&self, at: usize) -> bool {
        (at..at + 3).any(|token| self.noun_at(token).is_some_and(|noun| self.nouns[noun].begin == at))
    }

    /// Whether a phrase that is no party begins at `at`: a determiner without a
    /// preposition, outside times.
    fn opens_thing(&self, at: usize, start: usize) -> bool {
        let determiner = self.has(at, Function::Determiner) || self.has(at, Function::Possessive);
        let article = self.prepositions[at].is_none() || at == start;
        determiner
            && article
            && !self.in_time[at]
            && !self.has(at, Function::Negative)
            && (at == start || self.prepositions[at - 1].is_none() && !self.has(at - 1, Function::Determiner))
    }

    /// Whether a noun that ends at `at` is what the phrase after a comma
    /// explains: "A, un groupe armé, …".
    fn is_apposition(&self, noun: &Noun, at: usize) -> bool {
        noun.tokens.end == at + 1 && self.is_mark(at + 1, &[","])
    }

    /// What the verb before tells of the subject of `number`: a coordinated
    /// verb has the same subject.
    fn subject_beyond(&self, other: usize, number: usize, depth: usize) -> Option<Subject> {
        let group = &self.groups[other];
        if matches!(group.aspect, Aspect::Participle | Aspect::Infinitive | Aspect::Perfect | Aspect::Gerund) {
            return None;
        }
        let between = group.tokens.end..self.groups[number].tokens.start;
        if between.clone().any(|at| self.has(at, Function::Coordinator) || self.has(at, Function::Break)) {
            return Some(self.subject_within(other, depth - 1));
        }
        None
    }

    /// The relative pronoun that opens the clause of a group, if one does.
    fn relative_before(&self, group: usize) -> Option<usize> {
        let start = self.sentence(self.groups[group].head).tokens.start;
        let opens = |at: &usize| self.has(*at, Function::Relative) || self.has(*at, Function::Subordinator);
        (start..self.groups[group].tokens.start).rev().take(12).find(opens)
    }

    /// Who "qui" at `at` stands for: the nearest noun before it.
    fn antecedent(&self, at: usize, start: usize) -> Subject {
        for before in (start..at).rev().take(12) {
            if let Some(noun) = self.noun_at(before) {
                return Subject::Parties(self.list_ending_at(noun));
            }
            if self.group_at(before).is_some_and(|group| self.groups[group].aspect != Aspect::Participle) {
                break;
            }
        }
        Subject::Unknown
    }

    /// The nouns of the list that ends with `noun`: "A, B et C".
    fn list_ending_at(&self, noun: usize) -> Vec<usize> {
        let mut list = vec![noun];
        let mut first = noun;
        let joined =
            |noun: usize| self.nouns[noun - 1].preposition == self.nouns[noun].preposition && self.is_joined(noun);
        while first > 0 && (self.is_same_party(first - 1, first) || joined(first)) {
            first -= 1;
            list.push(first);
        }
        list.reverse();
        list
    }

    /// Whether two nouns that stand side by side name one party: "[Dravec],
    /// [président du pays]".
    pub(super) fn is_same_party(&self, before: usize, noun: usize) -> bool {
        let (before, noun) = (&self.nouns[before], &self.nouns[noun]);
        let between = before.tokens.end..noun.begin;
        before.party.is_some()
            && before.party == noun.party
            && between.len() <= 2
            && between
                .clone()
                .all(|at| self.is_mark(at, &[",", "("]) || self.is_word(at) && !self.has(at, Function::Subordinator))
            && between.clone().all(|at| self.group_at(at).is_none())
    }

    /// The nouns after a group up to the next verb or clause, in order.
    pub(super) fn complements(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        let group = &self.groups[group];
        self.nouns_from(group.tokens.end, false)
    }

    /// The nouns from token `at` up to the next verb (participles are passed if
    /// `participles`), subordinate clause or other main clause.
    pub(super) fn nouns_from(&self, at: usize, participles: bool) -> impl Iterator<Item = usize> + '_ {
        let end = self.phrase_end(at, participles);
        let mut last = None;
        (at..end).filter_map(move |token| {
            let noun = self.noun_at(token)?;
            (last.replace(noun) != Some(noun)).then_some(noun)
        })
    }

    /// The token before which complements of `at` end.
    pub(super) fn phrase_end(&self, at: usize, participles: bool) -> usize {
        // What ends its sentence has no complements: the next one is another.
        let sentence = self.sentence(at.saturating_sub(1)).tokens.clone();
        let ends = |at: &usize| {
            let other = self
                .group_at(*at)
                .is_some_and(|group| !(participles && matches!(self.groups[group].aspect, Aspect::Participle)));
            other
                || self.is_mark(*at, &[";", ":", "."])
                || self.has(*at, Function::Relative)
                || self.has(*at, Function::Subordinator)
                || self.has(*at, Function::Break)
                || self.has(*at, Function::Condition)
        };
        (at..sentence.end).find(ends).unwrap_or(sentence.end)
    }

    /// Where the clause of a group ends: before another main clause, an incise
    /// (`incise` tells its tokens) or the end of the sentence.
    pub(super) fn clause_end(&self, group: usize, incise: impl Fn(usize) -> bool) -> usize {
        let from = self.groups[group].tokens.end;
        let sentence = self.sentence(self.groups[group].head).tokens.clone();
        let mut end = sentence.end;
        // "a dit qu'elle avait vu A et qu'elle verrait B": the second clause is another.
        let mut before = (sentence.start..self.groups[group].tokens.start).rev();
        let opener = before.find(|at| self.group_at(*at).is_some() || self.has(*at, Function::Subordinator));
        let inner = opener.is_some_and(|at| self.group_at(at).is_none());
        for at in from..sentence.end {
            let comma = self.is_mark(at, &[","]);
            let next = at + 1;
            let stops = self.is_mark(at, &[";"])
                || inner && self.has(at, Function::Coordinator) && self.has(next, Function::Subordinator)
                || self.has(at, Function::Break) && !self.is_quote(at.saturating_sub(1))
                || comma && incise(next)
                || (comma || self.has(at, Function::Coordinator))
                    && (self.opens_clause(next, sentence.end) || self.opens_sentence(next, sentence.end));
            if stops {
                end = at;
                break;
            }
        }
        while end > from && self.is_mark(end - 1, &[",", ".", ";", ":", "!", "?", "…"]) {
            end -= 1;
        }
        end.max(from)
    }

    /// Whether another main clause begins at `at`, as in a list of events: its
    /// verb has the subject that stands there.
    fn opens_sentence(&self, at: usize, end: usize) -> bool {
        let subordinate = |at: usize| {
            self.has(at, Function::Relative)
                || self.has(at, Function::Subordinator)
                || self.has(at, Function::Condition)
        };
        // "une réunion où le texte a été discuté [a eu lieu]": one clause may stand between.
        let clause = (at..end).find(|at| subordinate(*at));
        let skipped = clause.and_then(|clause| (clause..end).find_map(|at| self.group_at(at)));
        let upto = skipped.and_then(|verb| (self.groups[verb].tokens.end..end).find(|at| subordinate(*at)));
        let verb = (at..upto.unwrap_or(end)).find_map(|at| {
            let group = self.group_at(at).filter(|group| Some(*group) != skipped)?;
            let main =
                matches!(self.groups[group].aspect, Aspect::Past | Aspect::Present | Aspect::Future | Aspect::Hearsay);
            main.then_some(group)
        });
        let begin = verb.map(|verb| self.subject(verb)).and_then(|subject| match subject {
            Subject::Parties(nouns) => nouns.first().map(|noun| self.nouns[*noun].begin),
            Subject::Thing(at) | Subject::FirstPerson(at) => Some(at),
            Subject::Unknown => None,
        });
        begin.is_some_and(|begin| (at..at + 2).contains(&begin))
    }

    /// Whether a finite verb stands at `at` with nothing but its clitics before.
    fn opens_clause(&self, at: usize, end: usize) -> bool {
        let first = (at..end.min(at + 2)).find(|at| self.group_at(*at).is_some());
        let finite = |group: usize| {
            !matches!(
                self.groups[group].aspect,
                Aspect::Participle | Aspect::Infinitive | Aspect::Perfect | Aspect::Gerund | Aspect::Subjunctive
            )
        };
        first
            .and_then(|at| self.group_at(at))
            .is_some_and(|group| finite(group) && self.groups[group].tokens.start == at)
    }
}
