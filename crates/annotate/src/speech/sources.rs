//! Where the source of a cue stands: the places that a construction can name.

use std::ops::Range;

use depeche_language::pack::speech::{Phrase, SourcePlace, WordClass as C};

use super::report::{Content, Cue, Finder};
use super::verbs::Shape;

impl Finder<'_, '_> {
    pub(super) fn source(&self, place: SourcePlace, cue: Cue, content: &Content) -> Option<Range<usize>> {
        match (place, cue) {
            (SourcePlace::Subject, Cue::Verb(group)) if self.page.groups[group].shape == Shape::Infinitive => {
                self.narrator(group)
            }
            (SourcePlace::Subject, Cue::Verb(group)) => self.subject(group),
            (SourcePlace::Antecedent, Cue::Verb(group)) => {
                (!self.page.groups[group].passive).then(|| self.page.antecedent(group))?
            }
            (SourcePlace::AfterVerb, Cue::Verb(group)) => {
                let group = &self.page.groups[group];
                let end = content.spans.first().map(|span| span.start)?;
                self.page.after_verb(group, end).filter(|source| self.page.is_mark(source.end, &[":"]))
            }
            (SourcePlace::Shared, Cue::Verb(group)) => self.shared(group),
            (SourcePlace::Reporter, Cue::Verb(group)) => self.reporter(group),
            (SourcePlace::Governor, Cue::Verb(group)) => self.governor(group, content),
            (SourcePlace::Previous, _) => self.previous(cue),
            _ => None,
        }
    }

    /// Whether nobody says it: "il a été déclaré que".
    pub(super) fn is_nobodys(&self, cue: Cue) -> bool {
        let Cue::Verb(group) = cue else { return true };
        let group = &self.page.groups[group];
        let before = group.tokens.start.checked_sub(1);
        group.passive && before.is_some_and(|before| self.page.is(before, C::Impersonal))
    }

    /// The subject of a finite verb, or the pronoun that hangs on it.
    fn subject(&self, number: usize) -> Option<Range<usize>> {
        let group = &self.page.groups[number];
        if group.passive {
            return None;
        }
        let before = group.tokens.start.checked_sub(1).filter(|before| self.page.is(*before, C::Neuter));
        let hung = group.inverted.or(before);
        self.page.subject(number).or_else(|| hung.map(|at| at..at + 1))
    }

    /// The subject of the verb with which this one is coordinated: "X a noté
    /// que…, mais averti que…".
    fn shared(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let begin = page.period(group.verb).begin;
        let joint = self.joint_before(group.tokens.start, begin)?;
        if group.passive {
            return None;
        }
        let partner = page.group_before(number, |other| {
            let finite = other.shape == Shape::Finite && other.tokens.end <= joint;
            match group.shape {
                Shape::Participle => finite && other.auxiliary.is_some() && !other.passive,
                _ => finite && other.plural == group.plural,
            }
        });
        let mut partner = partner?;
        // Rather the reporter's verb than one inside what he reports.
        if let Some(reporter) = page.group_before(number, |other| {
            other.cue.is_some()
                && other.shape == Shape::Finite
                && other.plural == group.plural
                && (group.shape == Shape::Participle || other.auxiliary.is_some() == group.auxiliary.is_some())
                && (group.shape != Shape::Participle || other.auxiliary.is_some())
        }) {
            partner = reporter;
        }
        self.source_of(partner, 3)
    }

    /// The source of a verb that reports, or its subject.
    fn source_of(&self, group: usize, depth: usize) -> Option<Range<usize>> {
        let known = self.sources.get(&group).cloned();
        let found = known.or_else(|| self.page.subject(group)).or_else(|| self.page.antecedent(group));
        if found.is_some() || depth == 0 {
            return found;
        }
        let begin = self.page.period(self.page.groups[group].verb).begin;
        self.joint_before(self.page.groups[group].tokens.start, begin)?;
        let before = self.page.group_before(group, |other| other.shape == Shape::Finite)?;
        self.source_of(before, depth - 1)
    }

    /// The coordinator right before `at`, adverbs aside.
    fn joint_before(&self, at: usize, begin: usize) -> Option<usize> {
        let page = self.page;
        let mut before = at;
        for _ in 0..8 {
            before = before.checked_sub(1).filter(|before| *before >= begin)?;
            if page.is(before, C::Coordinator) {
                return Some(before);
            }
            let aside = (0..5).any(|back| {
                before.checked_sub(back).is_some_and(|from| page.phrase(from, |phrase| phrase == Phrase::Aside) > back)
            });
            if !(page.is(before, C::Adverb) || aside || page.is_comma(before)) {
                return None;
            }
        }
        None
    }

    /// Who says that he said: "X dit avoir promis de…".
    fn reporter(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let reporter = page.group_before(number, |other| other.cue.is_some())?;
        let after = page.skip_circumstances(page.groups[reporter].tokens.end, page.groups[number].tokens.start);
        (after == page.groups[number].tokens.start).then(|| self.source_of(reporter, 1))?
    }

    /// Who does what a gerund or infinitive hangs on.
    fn governor(&self, number: usize, content: &Content) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        if group.shape == Shape::Infinitive {
            let before = group.tokens.start.checked_sub(1).filter(|before| *before >= period.begin)?;
            if !page.is(before, C::Preposition) {
                return None;
            }
            // "convaincre X de demander": X is to say it.
            if page.is(before, C::Of)
                && let Some(other) = page.group_before(number, |other| other.tokens.end < before)
                && page.groups[other].shape == Shape::Infinitive
                && let Some(noun) = page.noun_phrase(page.groups[other].tokens.end, before)
            {
                return Some(page.with_appositions(noun, before));
            }
        }
        let main = page.group_before(number, |other| {
            other.shape == Shape::Finite && page.main_verb(other.tokens.start, other.tokens.end).is_some()
        });
        let main = main.and_then(|nearest| {
            let main = page.main_verb(page.lead_up(group.verb), group.tokens.start);
            main.map(|main| {
                if self.sources.contains_key(&nearest)
                    && page.groups[nearest].tokens.start > page.groups[main].tokens.start
                    && self.is_main(nearest, period.begin)
                {
                    nearest
                } else {
                    self.last_main(number, period.begin).unwrap_or(main)
                }
            })
        });
        if let Some(main) = main {
            return self.source_of(main, 3);
        }
        let end = content.spans.last()?.end;
        if let Some(main) = page.main_verb(end, period.end) {
            return self.source_of(main, 1);
        }
        if group.shape == Shape::Gerund { self.previous(Cue::Verb(number)) } else { None }
    }

    fn is_main(&self, group: usize, begin: usize) -> bool {
        self.page.main_verb(begin, self.page.groups[group].tokens.end).is_some()
    }

    /// The last verb before this one that no conjunction opens.
    fn last_main(&self, number: usize, begin: usize) -> Option<usize> {
        let page = self.page;
        page.group_before(number, |other| other.shape == Shape::Finite && !page.is_subordinate_to(other, begin))
    }

    /// "Et le ministre d'ajouter": what stands before "d'".
    fn narrator(&self, number: usize) -> Option<Range<usize>> {
        let page = self.page;
        let group = &page.groups[number];
        let period = page.period(group.verb);
        let link = group.tokens.start.checked_sub(1).filter(|link| *link > period.begin && page.is(*link, C::Of))?;
        if page.has_finite(period.begin..link) {
            return None;
        }
        let mut begin = period.begin;
        while begin < link && page.is(begin, C::Coordinator) {
            begin += 1;
        }
        let noun = page.noun_phrase(begin, link)?;
        let whole = page.with_appositions(noun, link);
        (whole.end == link).then_some(whole)
    }

    /// The source of the quotation before, if it stands in the same paragraph
    /// and no sentence of somebody else lies between.
    pub(super) fn previous(&self, cue: Cue) -> Option<Range<usize>> {
        let page = self.page;
        let at = match cue {
            Cue::Verb(group) => page.groups[group].verb,
            Cue::Layout(pair) => page.marks.pairs[pair].open,
            Cue::Noun(at, _) | Cue::Asked(at, _) | Cue::Preposition(at, ..) => at,
        };
        let begin = match cue {
            Cue::Verb(group) if page.groups[group].shape == Shape::Gerund => page.period(at).begin,
            _ => page.period(at).begin.min(at),
        };
        let before = self.reports.iter().rev().take(8).find(|report| {
            report.source.as_ref().is_some_and(|source| source.end <= begin)
                && report.content.last().is_some_and(|content| content.end <= begin)
        })?;
        let source = before.source.clone()?;
        let bare = matches!(cue, Cue::Verb(group) if page.groups[group].shape == Shape::Participle);
        let block = page.blocks.partition_point(|block| block.end <= at);
        let same_block = bare || page.blocks.get(block).is_some_and(|block| block.contains(&source.start));
        let last = before.content.last()?.end.max(source.end).max(before.cue.as_ref().map_or(0, |cue| cue.end));
        let adjacent = bare || page.period(last.saturating_sub(1)).end + 1 >= begin || begin.saturating_sub(last) < 30;
        (same_block && adjacent).then_some(source)
    }
}
