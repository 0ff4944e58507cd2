//! What can be said of a candidate in words that a linguist knows: the features
//! that the model weighs.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::Tense;
use depeche_language::pack::speech::{CueTrait, Phrase, WordClass as C};
use depeche_record::{BlockKind, PartyKind, Polarity, QuotationType};

use super::page::{LONGEST, Page};
use super::report::{Cue, Report};
use super::verbs::Shape;

/// How many places are looked at for the end of a content.
const ENDS: usize = 12;

/// What the score of the rule's end is ahead of others.
const TRUST: f32 = 3.0;

/// A report that the rules think possible.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'c, 'a> {
    pub(super) page: &'c Page<'a>,
    pub(super) cue: Cue,
    pub(super) report: &'c Report<'a>,
}

/// Takes a feature's name in parts.
pub(super) type Say<'s> = dyn FnMut(&[&str]) + 's;

impl Candidate<'_, '_> {
    /// Says what speaks for or against this being a report.
    pub(super) fn describe(&self, say: &mut Say<'_>) {
        let rule = &*self.report.rule.name;
        let kind = kind(self.report.kind);
        say(&["rule=", rule]);
        say(&["rule=", rule, " type=", kind]);
        let block = self.block();
        say(&["block=", block]);
        say(&["block=", block, " rule=", rule]);
        self.describe_cue(rule, say);
        self.describe_source(rule, say);
        self.describe_content(rule, kind, say);
    }

    fn describe_cue(&self, rule: &str, say: &mut Say<'_>) {
        let page = self.page;
        if let Cue::Preposition(_, _, true) = self.cue {
            say(&["doubtful source"]);
            say(&["doubtful source=", self.source_kind()]);
            say(&["doubtful source, type=", kind(self.report.kind)]);
        }
        let Cue::Verb(group) = self.cue else { return };
        let group = &page.groups[group];
        let tense = self.tense();
        say(&["tense=", tense]);
        say(&["tense=", tense, " rule=", rule]);
        say(&["polarity=", polarity(self.report.polarity)]);
        if let Some(cue) = group.cue {
            say(&["does=", cue.does.as_str()]);
            if cue.reflexive {
                say(&["reflexive"]);
            }
        }
        if page.is(group.verb, C::NounFirst) {
            say(&["noun or verb"]);
            say(&["noun or verb, rule=", rule]);
        }
        let period = page.period(group.verb);
        let before = self.place_before(group.tokens.start, period.begin);
        say(&["before cue=", before]);
        say(&["before cue=", before, " rule=", rule]);
        if group.inverted.is_some() {
            say(&["inverted, sentence ends=", self.stop(period.end)]);
            say(&["inverted, sentence ends=", self.stop(period.end), " rule=", rule]);
        }
        if page.marks.around(group.verb).is_some() {
            say(&["cue in marks"]);
        }
    }

    fn describe_source(&self, rule: &str, say: &mut Say<'_>) {
        let page = self.page;
        let who = self.source_kind();
        let tense = self.tense();
        say(&["source=", who]);
        say(&["source=", who, " rule=", rule]);
        say(&["source=", who, " tense=", tense]);
        let Some(source) = &self.report.source else { return };
        if let Cue::Verb(group) = self.cue {
            let group = &page.groups[group];
            if let Some(cue) = group.cue {
                say(&["source=", who, " does=", cue.does.as_str()]);
                for (name, which) in [("thinks", CueTrait::Thinks), ("with be", CueTrait::WithBe)] {
                    if cue.traits.has(which) {
                        say(&["source=", who, " ", name]);
                        say(&["tense=", tense, " ", name]);
                        say(&[name, ", rule=", rule]);
                    }
                }
            }
            if group.shape == Shape::Finite && page.is(source.start, C::Determiner) {
                let agrees = page.is(source.start, C::Plural) == group.plural;
                say(&["number=", if agrees { "same" } else { "other" }]);
            }
        }
        if let Some(cue) = &self.report.cue {
            let (side, gap) = if source.start < cue.start {
                ("before", source.end.min(cue.start)..cue.start)
            } else {
                ("behind", cue.end.min(source.start)..source.start)
            };
            say(&["source ", side, ", gap=", length(gap.len())]);
            if gap.clone().any(|token| page.is_comma(token)) {
                say(&["source ", side, ", comma between"]);
            }
        }
    }

    fn describe_content(&self, rule: &str, kind: &str, say: &mut Say<'_>) {
        let page = self.page;
        let (Some(first), Some(last)) = (self.report.content.first(), self.report.content.last()) else { return };
        let words = length(self.report.content.iter().map(ExactSizeIterator::len).sum());
        say(&["length=", words, " type=", kind]);
        let marked = page.marks.opened_at(first.start).is_some();
        let inside = first.start + usize::from(marked);
        let verb = match page.has_finite(first.clone()) {
            true => "finite",
            false if first.clone().any(|token| page.is_infinitive(token)) => "infinitive",
            false => "none",
        };
        say(&["verb inside=", verb, " type=", kind]);
        say(&["opens=", self.place(inside), " type=", kind]);
        if marked {
            let capital = page.tokens.get(inside).is_some_and(|token| token.capital);
            say(&["marked, capital=", if capital { "yes" } else { "no" }, " type=", kind]);
            say(&["marked, ends=", self.stop(last.end.saturating_sub(1)), " type=", kind]);
        }
        let begin = page.period(first.start).begin;
        say(&["before=", self.place_before(first.start, begin), " type=", kind]);
        say(&["before=", self.place_before(first.start, begin), " rule=", rule]);
        say(&["after=", self.place(last.end), " type=", kind]);
        say(&["after=", self.place(last.end), " rule=", rule]);
        if let Some(cue) = &self.report.cue
            && cue.end <= first.start
        {
            say(&["cue before content, gap=", length(first.start - cue.end)]);
            if let Some(between) = (cue.end..first.start).find(|token| page.is(*token, C::Preposition)) {
                say(&["between=", page.text(between)]);
            }
        }
        if self.report.hedge.is_some() {
            say(&["hearsay"]);
        }
    }

    /// The kind of block that it stands in.
    fn block(&self) -> &'static str {
        let offset = self.report.content.first().map_or(0, |span| self.page.tokens[span.start].span.begin);
        let segmented = &self.page.article.segmented;
        match segmented.sentence_at(offset).map(|sentence| segmented.sentences[sentence].kind) {
            Some(BlockKind::Title) => "title",
            Some(BlockKind::Heading) => "heading",
            Some(BlockKind::List) => "list",
            _ => "paragraph",
        }
    }

    fn tense(&self) -> &'static str {
        let Cue::Verb(group) = self.cue else { return "none" };
        let group = &self.page.groups[group];
        match (group.shape, group.tense, group.auxiliary) {
            (Shape::Gerund, ..) => "gerund",
            (Shape::Participle, ..) => "participle",
            (Shape::Infinitive, ..) => "infinitive",
            (_, Tense::Conditional, Some(_)) => "past conditional",
            (_, _, Some(_)) => "compound",
            (_, Tense::Present, _) => "present",
            (_, Tense::Imperfect, _) => "imperfect",
            (_, Tense::Past, _) => "past",
            (_, Tense::Future, _) => "future",
            (_, Tense::Conditional, _) => "conditional",
            _ => "subjunctive",
        }
    }

    /// Who speaks, as far as the words show it.
    fn source_kind(&self) -> &'static str {
        let page = self.page;
        let Some(source) = &self.report.source else { return "none" };
        let first = source.start;
        let head = if page.is(first, C::Determiner) && source.len() > 1 { first + 1 } else { first };
        for (name, class) in [
            ("first person", C::FirstPerson),
            ("nobody", C::Nobody),
            ("neuter", C::Neuter),
            ("pronoun", C::Subject),
            ("pronoun", C::Inverted),
            ("indefinite pronoun", C::Pronoun),
        ] {
            if source.len() == 1 && page.is(first, class) {
                return name;
            }
        }
        match page.party_kind(head) {
            Some(PartyKind::Person) => "person",
            Some(PartyKind::State) => "state",
            Some(PartyKind::Place) => "place",
            Some(PartyKind::Outlet) => "outlet",
            Some(PartyKind::Anonymous) => "unnamed",
            Some(PartyKind::Organisation | PartyKind::Body | PartyKind::Group) => "body",
            None if source.clone().take(3).any(|token| page.phrase(token, |phrase| phrase == Phrase::Carrier) > 0) => {
                "document"
            }
            None if page.tokens[first].capital && !page.is(first, C::Determiner) => "capital",
            None if page.is(first, C::Indefinite) => "some noun",
            None if page.is(first, C::Determiner) => "noun",
            None => "other",
        }
    }

    /// The mark before `end`, if it closes a sentence.
    fn stop(&self, end: usize) -> &'static str {
        let Some(last) = end.checked_sub(1) else { return "other" };
        for (name, marks) in [("full stop", &["."] as &[&str]), ("question", &["?"]), ("call", &["!"])] {
            if self.page.is_mark(last, marks) {
                return name;
            }
        }
        "other"
    }

    fn place_before(&self, at: usize, begin: usize) -> &'static str {
        match at.checked_sub(1) {
            Some(before) if before >= begin => self.place(before),
            _ => "nothing",
        }
    }

    /// What stands at a token.
    fn place(&self, at: usize) -> &'static str {
        let page = self.page;
        let Some(token) = page.tokens.get(at) else { return "nothing" };
        match token.kind {
            TokenKind::Number => return "number",
            TokenKind::Quote => return "quotation mark",
            TokenKind::Mark => {
                return match page.text(at) {
                    "," => "comma",
                    ":" => "colon",
                    ";" => "semicolon",
                    "." | "!" | "?" | "…" | "..." => "stop",
                    "(" | ")" => "bracket",
                    "–" | "—" | "-" => "dash",
                    _ => "mark",
                };
            }
            TokenKind::Word => {}
        }
        if let Some(group) = page.group_at(at).map(|group| &page.groups[group]) {
            match (group.shape, group.cue.is_some()) {
                (Shape::Finite, true) => return "verb of saying",
                (Shape::Finite, false) => return "verb",
                (Shape::Gerund, true) => return "gerund of saying",
                (Shape::Gerund, false) => return "gerund",
                (Shape::Infinitive, _) => return "infinitive",
                (Shape::Participle, _) => return "participle",
            }
        }
        for (name, class) in [
            ("who", C::Who),
            ("comparative", C::Comparative),
            ("that", C::That),
            ("as", C::As),
            ("relative", C::Relative),
            ("adversative", C::Adversative),
            ("coordinator", C::Coordinator),
            ("subordinator", C::Subordinator),
            ("first person", C::FirstPerson),
            ("neuter", C::Neuter),
            ("subject", C::Subject),
            ("of", C::Of),
            ("indefinite", C::Indefinite),
            ("determiner", C::Determiner),
            ("preposition", C::Preposition),
            ("time", C::When),
            ("adverb", C::Adverb),
        ] {
            if page.is(at, class) {
                return name;
            }
        }
        if token.capital { "capital" } else { "word" }
    }

    // --- Ends ------------------------------------------------------------------

    /// The places where the content may end: the rule's first, then commas
    /// and dashes before it. Only the rule's if it leaves no choice.
    pub(super) fn ends(&self) -> Vec<usize> {
        let page = self.page;
        let content = &self.report.content[0];
        let mut ends = vec![content.end];
        if !self.report.open {
            return ends;
        }
        let mut at = page.next(content.start + 1);
        while at < content.end && at < content.start + LONGEST && ends.len() < ENDS {
            if page.is_mark(at, &["("])
                && let Some(close) = (at..content.end.min(at + 40)).find(|token| page.is_mark(*token, &[")"]))
            {
                at = close + 1;
                continue;
            }
            // Not the comma of "1,5".
            let spaced = page.tokens.get(at + 1).is_some_and(|next| next.spaced);
            let comma = page.is_comma(at) || page.is_dash(at);
            if comma && spaced && !page.is_comma(at - 1) {
                ends.push(at);
            }
            at = page.next(at);
        }
        ends
    }

    /// How far a place is ahead of others before anything is said of it: the
    /// rule had its reasons.
    pub(super) fn trust(&self, end: usize) -> f32 {
        if end == self.report.content[0].end { TRUST } else { 0.0 }
    }

    /// Says what speaks for or against the content ending at `end`.
    pub(super) fn describe_end(&self, end: usize, say: &mut Say<'_>) {
        let page = self.page;
        let content = &self.report.content[0];
        let stop = page.strip_stop(content.start, page.period(content.start).end);
        let side = if end == content.end { "the rule's" } else { "before the rule's" };
        let rule = &*self.report.rule.name;
        say(&["end ", side]);
        say(&["end ", side, ", rule=", rule]);
        let verb = if page.has_finite(content.start..end) { "yes" } else { "no" };
        say(&["verb before=", verb, " rule=", rule]);
        if end >= stop {
            say(&["at the sentence's end"]);
            return;
        }
        let set_off = page.is_comma(end) || page.is_dash(end);
        let next = if set_off { end + 1 } else { end };
        let mark = if set_off { self.place(end) } else { "none" };
        let word = self.place(next);
        say(&["mark=", mark]);
        say(&["mark=", mark, " next=", word]);
        say(&["next=", word, ", ", side]);
        let last = self.place(end - 1);
        say(&["last=", last]);
        say(&["last=", last, " next=", word]);
        say(&["next=", word, ", verb before=", verb]);
        if page.any(
            next,
            &[C::Preposition, C::Subordinator, C::Coordinator, C::Adverb, C::Comparative, C::As, C::While, C::Neuter],
        ) {
            say(&["word=", page.text(next)]);
            say(&["word=", page.text(next), ", ", side]);
            say(&["words=", page.text(next), " ", page.text(next + 1)]);
            say(&["words=", page.text(next), " ", page.text(next + 1), " ", page.text(next + 2)]);
        }
        self.describe_tail(next, stop, word, say);
    }

    /// Says what the stretch after a possible end looks like.
    fn describe_tail(&self, next: usize, stop: usize, word: &str, say: &mut Say<'_>) {
        let page = self.page;
        let tail: Range<usize> = next..page.segment_end(next, stop).max(next);
        let verb = page.main_verb(tail.start, tail.end);
        let holds = match verb.map(|verb| page.groups[verb].cue.is_some()) {
            Some(true) => "verb of saying",
            Some(false) => "verb",
            None if page.has_finite(tail.clone()) => "clause",
            None => "phrase",
        };
        say(&["tail=", holds]);
        say(&["tail=", holds, " next=", word]);
        let last = if tail.end >= stop { "last" } else { "inner" };
        say(&["tail ", last]);
        say(&["tail ", last, "=", holds]);
        if tail.clone().take(4).any(|token| page.phrase(token, |phrase| phrase == Phrase::Carrier) > 0) {
            say(&["tail names a carrier"]);
        }
    }
}

fn kind(kind: QuotationType) -> &'static str {
    match kind {
        QuotationType::Direct => "direct",
        QuotationType::Indirect => "indirect",
        QuotationType::Mixed => "mixed",
    }
}

fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Yes => "yes",
        Polarity::No => "no",
        Polarity::NotSaid => "not said",
    }
}

/// A number of tokens, roughly.
fn length(tokens: usize) -> &'static str {
    match tokens {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3-4",
        _ => "5+",
    }
}
