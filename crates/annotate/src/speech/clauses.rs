//! Main verbs, and where clauses end: where the reporter takes the word back.

use std::ops::Range;

use depeche_language::pack::speech::{Phrase, WordClass as C};

use super::page::{LONGEST, Page, REACH};
use super::verbs::{Group, Shape, alike};

impl<'a> Page<'a> {
    /// The finite verb at `token`, unless a relative or subordinate clause that
    /// begins after `from` holds it.
    pub(super) fn main_verb_at(&self, token: usize, from: usize) -> Option<usize> {
        let group = self.finite_at(token)?;
        (self.groups[group].verb == token && !self.is_subordinate(group, from)).then_some(group)
    }

    /// Whether a conjunction or relative after `from` opens the clause of a verb.
    pub(super) fn is_subordinate_to(&self, group: &Group<'a>, from: usize) -> bool {
        self.group_at(group.verb).is_some_and(|group| self.is_subordinate(group, from))
    }

    /// Whether a word that opens a clause of its own stands before this verb,
    /// after `from` and after the verb before it.
    fn is_subordinate(&self, group: usize, from: usize) -> bool {
        let begin = self.groups[group].tokens.start;
        let mut at = begin;
        while at > from && at + REACH > begin {
            at = self.previous(at).unwrap_or(from);
            if at < from || self.finite_at(at).is_some() {
                return false;
            }
            if self.any(at, &[C::Who, C::Relative, C::That])
                || (self.is(at, C::Subordinator) && !self.any(at, &[C::Adverb, C::Reflexive]))
                || (self.is(at, C::Subordinator) && self.is(at, C::Reflexive) && self.is(at + 1, C::Subject))
            {
                return true;
            }
            if self.is_mark(at, &[";", ":"]) {
                return false;
            }
        }
        false
    }

    /// The first main verb between `from` and `to`.
    pub(super) fn main_verb(&self, from: usize, to: usize) -> Option<usize> {
        let mut at = from;
        while at < to.min(from + LONGEST) {
            if let Some(group) = self.main_verb_at(at, from) {
                return Some(group);
            }
            at = self.next(at);
        }
        None
    }

    /// Whether any verb with person and tense stands between `from` and `to`.
    pub(super) fn has_finite(&self, tokens: Range<usize>) -> bool {
        self.finite_before[tokens.end.max(tokens.start)] > self.finite_before[tokens.start]
    }

    /// Where to begin reading from in order to know what leads up to `at`.
    pub(super) fn lead_up(&self, at: usize) -> usize {
        self.period(at).begin.max(at.saturating_sub(LONGEST))
    }

    /// The end of the clause that begins at `from` and is reported by `group`
    /// (if a verb reports it): where the sentence ends or the reporter goes on.
    pub(super) fn clause_end(&self, from: usize, reporter: Option<usize>, infinitive: bool) -> usize {
        let period = self.period(from);
        let end = self.strip_stop(from, period.end);
        let mut at = from;
        let mut brackets = 0;
        while at < end {
            if at > from + LONGEST {
                return from;
            }
            if self.is_mark(at, &["("]) {
                brackets += 1;
            } else if self.is_mark(at, &[")"]) {
                if brackets == 0 {
                    return self.retreat(from, at);
                }
                brackets -= 1;
            } else if (self.is_mark(at, &[";"]) && brackets == 0)
                || (self.is_mark(at, &[":"]) && (reporter.is_some() || self.opens_quotation(at + 1)))
            {
                return at;
            } else if at > from && brackets == 0 && self.reporter_resumes(from, at, end, reporter, infinitive) {
                return self.retreat(from, at);
            }
            at = self.next(at);
        }
        self.retreat(from, end)
    }

    fn opens_quotation(&self, at: usize) -> bool {
        self.marks.opened_at(at).is_some()
    }

    /// `end` without the full stop of the sentence.
    pub(super) fn strip_stop(&self, from: usize, end: usize) -> usize {
        let mut end = end;
        while end > from
            && self.is_mark(end - 1, &[".", "!", "?", "…", "...", ",", ";"])
            && !self.is_mark(end - 1, &["…"])
        {
            end -= 1;
        }
        end
    }

    fn retreat(&self, from: usize, mut end: usize) -> usize {
        while end > from && (self.is_comma(end - 1) || self.is_dash(end - 1)) {
            end -= 1;
        }
        end
    }

    /// Whether at `at` the reporter takes the word back.
    fn reporter_resumes(&self, from: usize, at: usize, end: usize, reporter: Option<usize>, infinitive: bool) -> bool {
        let comma = self.is_comma(at) || self.is_dash(at);
        let next = if comma { at + 1 } else { at };
        if next >= end {
            return false;
        }
        if comma {
            if let Some(group) = self.group_at(next) {
                let group = &self.groups[group];
                // ", a déclaré X" and ", affirmant que".
                if group.tokens.start == next && group.cue.is_some() {
                    if group.shape == Shape::Gerund {
                        return true;
                    }
                    if group.shape == Shape::Finite
                        && (infinitive || self.first_verb(from, at).is_some())
                        && self.is_incise(group, end)
                    {
                        return true;
                    }
                }
            }
            // ", selon X" at the end of the sentence, a circumstance behind it perhaps.
            let source = self.phrase(next, |phrase| phrase == Phrase::Source { doubtful: false });
            if source > 0 {
                let stop = self.segment_end(next, end);
                if stop >= end || (self.is(stop + 1, C::Preposition) && self.segment_end(stop + 1, end) >= end) {
                    return true;
                }
            }
            // What the subject of an infinitive's verb does besides.
            let gerund = if self.is(next, C::While) { self.skip_adverbs(next, end).max(next + 1) } else { next };
            // Or says: "tout en prévenant que".
            if self.group_at(gerund).is_some_and(|group| {
                let group = &self.groups[group];
                group.shape == Shape::Gerund && (infinitive || group.cue.is_some())
            }) {
                return true;
            }
            let fronted = reporter.is_some_and(|reporter| {
                self.is_fronted(reporter)
                    || (self.is_fronted_relative(reporter) && self.main_verb(from + 1, at).is_some())
            });
            if fronted && self.main_clause(next, end) {
                return true;
            }
            if self.carrier_tail(next, end) || (self.is(next, C::As) && self.as_cue(next, end)) {
                return true;
            }
        }
        let gerund = self.group_at(at).is_some_and(|group| {
            let group = &self.groups[group];
            !comma
                && group.shape == Shape::Gerund
                && group.verb == at
                && group.cue.is_some()
                && !self.is(at - 1, C::While)
        });
        if gerund {
            return true;
        }
        // "tout en refusant" without a comma.
        if infinitive && !comma && self.is(at, C::While) && self.is(at + 1, C::While) {
            return true;
        }
        if !self.is(next, C::Coordinator) {
            return false;
        }
        // ", mais il…": the reporter's own objection.
        if comma && self.is(next, C::Adversative) && reporter.is_some() && self.main_clause(next + 1, end) {
            return true;
        }
        self.coordinates_with_reporter(from, next, end, comma, reporter, infinitive)
    }

    /// Whether a cue stands in a clause before the main one: "En signalant que…,
    /// il…", "Si X estime que…, la situation…".
    fn is_fronted(&self, reporter: usize) -> bool {
        let group = &self.groups[reporter];
        let begin = self.lead_up(group.verb);
        match group.shape {
            Shape::Gerund => self.main_verb(begin, group.tokens.start).is_none(),
            Shape::Finite => self.is(begin, C::Subordinator) && self.main_verb(begin, group.tokens.end).is_none(),
            _ => false,
        }
    }

    /// Whether a cue stands in a relative clause before the main verb: "Répondant
    /// au ministre, qui avait dit que…, X a…".
    fn is_fronted_relative(&self, reporter: usize) -> bool {
        let group = &self.groups[reporter];
        let first = group.tokens.start;
        let relative = first.checked_sub(1).is_some_and(|before| self.is(before, C::Who));
        relative && self.main_verb(self.lead_up(group.verb), first).is_none()
    }

    /// Whether a clause with its own subject begins at `at`.
    fn main_clause(&self, at: usize, end: usize) -> bool {
        (self.is(at, C::Subject) || self.noun_phrase(at, end).is_some())
            && self.main_verb(at, self.segment_end(at, end)).is_some_and(|verb| self.groups[verb].tokens.start > at)
    }

    /// Whether the coordinated verb after `joint` belongs to the reporter's
    /// sentence and not to what is reported.
    fn coordinates_with_reporter(
        &self,
        from: usize,
        joint: usize,
        end: usize,
        comma: bool,
        reporter: Option<usize>,
        infinitive: bool,
    ) -> bool {
        let Some(reporter) = reporter.map(|group| &self.groups[group]) else { return false };
        let after = self.skip_adverbs(joint + 1, end);
        if let Some(group) =
            self.group_at(after).map(|group| &self.groups[group]).filter(|group| group.tokens.start == after)
        {
            let inner = self.first_verb(from, joint);
            return match group.shape {
                Shape::Participle => {
                    group.cue.is_some()
                        && reporter.auxiliary.is_some()
                        && inner.is_none_or(|inner| inner.auxiliary.is_none())
                }
                Shape::Finite => {
                    infinitive
                        || (alike(group, reporter) && inner.is_none_or(|inner| !alike(group, inner)))
                        || (comma && group.cue.is_some() && alike(group, reporter))
                }
                Shape::Gerund => reporter.shape == Shape::Gerund,
                Shape::Infinitive => false,
            };
        }
        // After an infinitive a clause with its own subject is the reporter's.
        if infinitive && comma {
            return self.main_verb(after, self.segment_end(after, end)).is_some();
        }
        false
    }

    /// The first verb of a clause.
    fn first_verb(&self, from: usize, to: usize) -> Option<&Group<'a>> {
        let mut at = from;
        while at < to {
            if let Some(group) = self.finite_at(at) {
                return Some(&self.groups[group]);
            }
            at = self.next(at);
        }
        None
    }

    /// "lors d'une conférence de presse": how the words reached the reporter.
    fn carrier_tail(&self, at: usize, end: usize) -> bool {
        if !self.is(at, C::Preposition) {
            return false;
        }
        let stop = self.segment_end(at, end);
        stop >= end
            && (at..stop.min(at + 4)).any(|token| self.phrase(token, |phrase| phrase == Phrase::Carrier) > 0)
            && self.first_verb(at, stop).is_none()
    }

    /// "comme l'a rappelé X".
    fn as_cue(&self, at: usize, end: usize) -> bool {
        let next = self.skip_adverbs(at + 1, end);
        self.group_at(next).is_some_and(|group| {
            let group = &self.groups[group];
            group.cue.is_some() && group.shape == Shape::Finite
        })
    }
}
