//! Sentences without a parser: verb groups, the stretches that belong together,
//! noun phrases and the ends of clauses, told from the classes of words.

use std::ops::Range;

use depeche_language::pack::Tense;
use depeche_language::pack::speech::{CueTrait, CueVerb, Phrase, SpeechPack, WordClass as C, WordClasses};
use depeche_language::{Form, Token, TokenKind};
use depeche_record::{PartyKind, Polarity};
use rustc_hash::FxHashMap;

use super::marks::Marks;
use crate::Article;
use crate::who::Cast;

/// How far a rule looks for the other half of a construction, in tokens.
/// Keeps the time linear; sentences of agencies are shorter.
const REACH: usize = 90;

/// How long a clause, a stretch between commas or the way back to the main verb
/// may be, in tokens. What is longer is no sentence.
const LONGEST: usize = 300;

/// What a token can be as a verb.
#[derive(Clone, Copy, Debug, Default)]
struct Verb {
    finite: Option<Finite>,
    participle: Option<Form>,
    gerund: Option<Form>,
    infinitive: Option<Form>,
}

#[derive(Clone, Copy, Debug)]
struct Finite {
    lemma: Form,
    tense: Tense,
    plural: bool,
    /// First or second person.
    speaks: bool,
}

/// A verb with its auxiliaries, negation and clitics.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// Its tokens, clitics before it included.
    pub(super) tokens: Range<usize>,
    /// The tokens to show as a cue: without pronouns that belong to others.
    pub(super) cue_tokens: Range<usize>,
    /// The word that carries the tense.
    pub(super) verb: usize,
    pub(super) shape: Shape,
    pub(super) tense: Tense,
    /// The auxiliary's verb, if the tense is built with one.
    pub(super) auxiliary: Option<Form>,
    pub(super) plural: bool,
    pub(super) passive: bool,
    /// The subject that hangs on it.
    pub(super) inverted: Option<usize>,
    pub(super) polarity: Polarity,
    /// The verb of saying that it is.
    pub(super) cue: Option<&'a CueVerb>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Finite,
    Participle,
    Gerund,
    Infinitive,
}

/// A stretch between two full stops, on one level of quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// A text prepared for the rules.
pub(super) struct Page<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) pack: &'a SpeechPack,
    pub(super) tokens: &'a [Token],
    pub(super) marks: Marks,
    /// The blocks that are read, as token ranges.
    pub(super) blocks: Vec<Range<usize>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) periods: Vec<Period>,
    classes: Vec<WordClasses>,
    verbs: Vec<Verb>,
    /// For each token its group, as number plus one.
    group_of: Vec<u32>,
    period_of: Vec<u32>,
    /// For each token the mention that it stands in, as number plus one.
    mention_of: Vec<u32>,
    /// What kind of party each mention stands for.
    kinds: Vec<Option<PartyKind>>,
    /// How many verbs with person and tense stand before each token.
    finite_before: Vec<u32>,
}

impl<'a> Page<'a> {
    pub(super) fn new(article: &'a Article<'a>, cast: &'a Cast) -> Page<'a> {
        let tokens = article.segmented.tokens.as_slice();
        let blocks = blocks(article);
        let marks = Marks::pair(article.content(), &article.segmented, &blocks);
        let mut page = Page {
            article,
            pack: &article.pack.speech,
            tokens,
            marks,
            blocks,
            groups: Vec::new(),
            periods: Vec::new(),
            classes: tokens.iter().map(|token| article.pack.speech.classes(token.form)).collect(),
            verbs: vec![Verb::default(); tokens.len()],
            group_of: vec![0; tokens.len()],
            period_of: vec![0; tokens.len()],
            mention_of: vec![0; tokens.len()],
            kinds: kinds(cast),
            finite_before: Vec::new(),
        };
        page.find_periods();
        for (number, mention) in cast.mentions.iter().enumerate() {
            for token in article.segmented.tokens_in(mention.span) {
                page.mention_of[token] = number as u32 + 1;
            }
        }
        for block in page.blocks.clone() {
            for token in block {
                page.verbs[token] = page.verb(token);
            }
        }
        page.find_groups();
        page.count_verbs();
        page
    }

    fn count_verbs(&mut self) {
        let mut is_verb = vec![0; self.tokens.len()];
        for group in self.groups.iter().filter(|group| group.shape == Shape::Finite) {
            is_verb[group.verb] = 1;
        }
        let mut count = 0;
        self.finite_before = std::iter::once(0)
            .chain(is_verb.into_iter().map(|verb: u32| {
                count += verb;
                count
            }))
            .collect();
    }

    // --- Looking at tokens ---------------------------------------------------

    pub(super) fn is(&self, token: usize, class: C) -> bool {
        self.classes.get(token).is_some_and(|classes| classes.has(class))
    }

    pub(super) fn any(&self, token: usize, classes: &[C]) -> bool {
        self.classes.get(token).is_some_and(|known| known.any(classes))
    }

    pub(super) fn text(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.of(self.article.content()))
    }

    pub(super) fn is_mark(&self, token: usize, marks: &[&str]) -> bool {
        self.tokens.get(token).is_some_and(|it| it.kind == TokenKind::Mark) && marks.contains(&self.text(token))
    }

    pub(super) fn is_comma(&self, token: usize) -> bool {
        self.is_mark(token, &[","])
    }

    fn is_word(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn is_capital(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Word && token.capital)
    }

    /// A dash between white space.
    fn is_dash(&self, token: usize) -> bool {
        self.is_mark(token, &["–", "—", "-"]) && self.tokens[token].spaced
    }

    pub(super) fn period(&self, token: usize) -> Period {
        self.periods[self.period_of[token] as usize]
    }

    pub(super) fn group_at(&self, token: usize) -> Option<usize> {
        (*self.group_of.get(token)? as usize).checked_sub(1)
    }

    fn finite_at(&self, token: usize) -> Option<usize> {
        self.group_at(token).filter(|group| self.groups[*group].shape == Shape::Finite)
    }

    /// The mention in which a token stands.
    pub(super) fn mention_at(&self, token: usize) -> Option<usize> {
        (*self.mention_of.get(token)? as usize).checked_sub(1)
    }

    /// What kind of party is named at a token.
    pub(super) fn party_kind(&self, token: usize) -> Option<PartyKind> {
        self.kinds[self.mention_at(token)?]
    }

    fn same_mention(&self, a: usize, b: usize) -> bool {
        self.mention_at(a).is_some() && self.mention_at(a) == self.mention_at(b)
    }

    pub(super) fn is_infinitive(&self, token: usize) -> bool {
        self.verbs.get(token).is_some_and(|verb| verb.infinitive.is_some())
    }

    /// The length of the phrase of this kind that begins at `token`; 0 if none does.
    pub(super) fn phrase(&self, token: usize, is: impl Fn(Phrase) -> bool) -> usize {
        let mut longest = 0;
        self.pack.phrases().at(self.tokens, token, |length, entry| {
            if is(*self.pack.phrases().value(entry)) {
                longest = longest.max(length);
            }
        });
        longest
    }

    // --- Periods -------------------------------------------------------------

    /// Cuts every level of quotation into the stretches between full stops.
    fn find_periods(&mut self) {
        let ends: Vec<usize> = self.article.segmented.sentences.iter().map(|sentence| sentence.tokens.end).collect();
        let mut next_end = 0;
        for block in self.blocks.clone() {
            let mut levels: Vec<(Option<usize>, usize)> = vec![(None, self.open_period(block.start))];
            for token in block.clone() {
                while let Some((Some(pair), period)) = levels.last().copied() {
                    if self.marks.pairs[pair].close > token {
                        break;
                    }
                    self.periods[period].end = self.marks.pairs[pair].close;
                    levels.pop();
                }
                let level = levels.len() - 1;
                self.period_of[token] = levels[level].1 as u32;
                let opened = self.marks.opened_at(token);
                while ends.get(next_end).is_some_and(|end| *end < token + 1) {
                    next_end += 1;
                }
                let ends_here = ends.get(next_end) == Some(&(token + 1));
                if ends_here && token + 1 < block.end {
                    let cut = if opened.is_some() { token } else { token + 1 };
                    let old = levels[level].1;
                    if cut > self.periods[old].begin {
                        self.periods[old].end = cut;
                        levels[level].1 = self.open_period(cut);
                        if opened.is_some() {
                            self.period_of[token] = levels[level].1 as u32;
                        }
                    }
                }
                if let Some(pair) = opened {
                    let period = self.open_period(token + 1);
                    levels.push((Some(pair), period));
                }
            }
            for (pair, period) in levels {
                self.periods[period].end = pair.map_or(block.end, |pair| self.marks.pairs[pair].close).min(block.end);
            }
        }
    }

    fn open_period(&mut self, begin: usize) -> usize {
        self.periods.push(Period { begin, end: begin });
        self.periods.len() - 1
    }

    /// The tokens of a period on its own level, from `from` on: quotations
    /// inside are one step, from opening to closing mark.
    pub(super) fn next(&self, token: usize) -> usize {
        match self.marks.opened_at(token) {
            Some(pair) => self.marks.pairs[pair].end.max(token + 1),
            None => token + 1,
        }
    }

    /// The token before, a quotation being one step.
    fn previous(&self, token: usize) -> Option<usize> {
        let before = token.checked_sub(1)?;
        match self.marks.closed_at(before) {
            Some(pair) => Some(self.marks.pairs[pair].open),
            None => Some(before),
        }
    }

    // --- Verbs ---------------------------------------------------------------

    fn verb(&self, token: usize) -> Verb {
        let this = self.tokens[token];
        let mut verb = Verb::default();
        if this.kind != TokenKind::Word {
            return verb;
        }
        if this.form == Form::UNKNOWN {
            let word = this.of(self.article.content());
            if this.capital {
                return verb;
            }
            if let Some(plural) = self.pack.looks_finite(word) {
                verb.finite = Some(Finite { lemma: Form::UNKNOWN, tense: Tense::Imperfect, plural, speaks: false });
            } else if self.pack.looks_infinitive(word) {
                verb.infinitive = Some(Form::UNKNOWN);
            }
            return verb;
        }
        for reading in self.article.pack.verbs.readings(this.form) {
            match reading.tense {
                Tense::PastParticiple => verb.participle = verb.participle.or(Some(reading.lemma)),
                Tense::PresentParticiple => verb.gerund = verb.gerund.or(Some(reading.lemma)),
                Tense::Infinitive => verb.infinitive = verb.infinitive.or(Some(reading.lemma)),
                Tense::Imperative => {}
                tense => {
                    let speaks = reading.person != 3;
                    let better = verb.finite.is_none_or(|known: Finite| known.speaks && !speaks);
                    if better {
                        verb.finite = Some(Finite { lemma: reading.lemma, tense, plural: reading.plural, speaks });
                    }
                }
            }
        }
        verb
    }

    /// Whether the word at `token` is a verb with person and tense here.
    fn is_finite(&self, token: usize) -> bool {
        let Some(finite) = self.verbs[token].finite else { return false };
        let begin = self.period(token).begin;
        if self.tokens[token].capital && token != begin && !self.is_mark(token - 1, &[":", "-", "–"]) {
            return false;
        }
        if self.is(token + 1, C::Inverted) {
            return true;
        }
        let Some(before) = token.checked_sub(1).filter(|before| *before >= begin) else {
            return !self.is(token, C::NounFirst);
        };
        if self.mention_at(token).is_some() && self.same_mention(token, before) {
            return false;
        }
        let earlier = |classes: &[C]| before > begin && self.any(before - 1, classes);
        if finite.speaks {
            let mut at = before;
            while at > begin && self.any(at, &[C::Object, C::Not]) && !self.is(at, C::Subject) {
                at -= 1;
            }
            return self.is(at, C::Subject);
        }
        let have = self.pack.is_have(finite.lemma);
        let classes = self.classes[before];
        // "entre", "contre": verbs only where nothing else can stand.
        if self.is(token, C::Preposition) && !classes.any(&[C::Subject, C::Not, C::Who, C::ToWhom]) {
            return false;
        }
        if classes.has(C::Determiner) && classes.has(C::Object) {
            return have
                || (classes.has(C::ToWhom) && !self.is(token, C::NounFirst))
                || earlier(&[C::Subject, C::Not, C::Who, C::Object, C::As, C::Relative]);
        }
        if classes.has(C::Subject) || classes.any(&[C::Not, C::Reflexive, C::ToWhom]) {
            return true;
        }
        if classes.has(C::Determiner) && !classes.has(C::Adverb) {
            return false;
        }
        if classes.has(C::Preposition) && !classes.any(&[C::Adverb]) {
            return classes.has(C::Object) && (have || earlier(&[C::Subject, C::Not, C::Who]));
        }
        if self.is(token, C::NounFirst) {
            let after = token + 1;
            let speaks_next = self.is(after, C::That)
                || self.is_mark(after, &[":"])
                || self.marks.opened_at(after).is_some()
                || (self.is(after, C::Determiner) && !self.is(after, C::Of));
            return classes.any(&[C::Who, C::Negative])
                || (self.is(after, C::That) && !classes.has(C::Adversative))
                || (speaks_next
                    && (self.is_capital(before) || self.is_comma(before) || self.mention_at(before).is_some()))
                || (self.is_comma(before) && self.is_capital(after));
        }
        true
    }

    fn find_groups(&mut self) {
        for block in self.blocks.clone() {
            let mut token = block.start;
            while token < block.end {
                match self.group(token, block.end) {
                    Some(group) => {
                        let next = group.tokens.end.max(token + 1);
                        let number = self.groups.len() as u32 + 1;
                        for at in group.tokens.clone() {
                            self.group_of[at] = number;
                        }
                        self.groups.push(group);
                        token = next;
                    }
                    None => token += 1,
                }
            }
        }
    }

    fn is_adverb(&self, at: usize) -> bool {
        self.is(at, C::Adverb)
            || (self.is_word(at)
                && !self.tokens[at].capital
                && self.mention_at(at).is_none()
                && self.pack.looks_adverb(self.text(at)))
    }

    /// Skips what may stand between auxiliary and participle.
    fn skip_adverbs(&self, mut at: usize, end: usize) -> usize {
        let from = at;
        loop {
            let aside = self.phrase(at, |phrase| phrase == Phrase::Aside);
            if aside > 0 {
                at += aside;
            } else if self.is_adverb(at) {
                at += 1;
            } else if self.is_comma(at) {
                // ", pour sa part,": a pair of commas around asides.
                let inside = self.phrase(at + 1, |phrase| phrase == Phrase::Aside);
                let inside = if inside == 0 && self.is(at + 1, C::Adverb) { 1 } else { inside };
                if inside > 0 && self.is_comma(at + 1 + inside) {
                    at += inside + 2;
                } else {
                    return at;
                }
            } else {
                return at;
            }
            if at >= end || at > from + 12 {
                return at.min(end);
            }
        }
    }

    /// The verb group whose first verb is at `token`.
    fn group(&self, token: usize, end: usize) -> Option<Group<'a>> {
        let verb = self.verbs[token];
        let before = token.checked_sub(1);
        let after_determiner =
            before.is_some_and(|before| self.is(before, C::Determiner) && !self.is(before, C::Object));
        if self.is_finite(token) {
            return Some(self.finite_group(token, end));
        }
        let (shape, lemma) = if let Some(lemma) = verb.gerund {
            (Shape::Gerund, lemma)
        } else if let Some(lemma) = verb.infinitive {
            (Shape::Infinitive, lemma)
        } else {
            (Shape::Participle, verb.participle?)
        };
        // "le commandant": as a verb only in "en le commandant".
        let noun = shape == Shape::Gerund
            && before.is_some_and(|before| {
                self.is(before, C::Determiner) && !(before > 0 && self.any(before - 1, &[C::While, C::Not, C::ToWhom]))
            });
        let guessed = lemma == Form::UNKNOWN && before.is_some_and(|before| self.is(before, C::Determiner));
        if after_determiner || noun || guessed || (shape == Shape::Gerund && self.is(token, C::Preposition)) {
            return None;
        }
        let mut group = self.bare_group(token, shape);
        if shape != Shape::Participle && (self.pack.is_have(lemma) || self.pack.is_be(lemma)) {
            let at = self.skip_adverbs(token + 1, end);
            if let Some(participle) = self.verbs.get(at).and_then(|verb| verb.participle) {
                group.tokens.end = at + 1;
                group.cue_tokens.end = at + 1;
                group.passive = self.pack.is_be(lemma);
                self.complete(&mut group, participle, end);
                return Some(group);
            }
        }
        self.complete(&mut group, lemma, end);
        Some(group)
    }

    fn bare_group(&self, token: usize, shape: Shape) -> Group<'a> {
        let mut begin = token;
        let mut cue_begin = token;
        let period = self.period(token).begin;
        while begin > period
            && self.any(begin - 1, &[C::Object, C::Not])
            && (shape == Shape::Finite
                || self.any(begin - 1, &[C::Not, C::Reflexive, C::ToWhom])
                || shape == Shape::Infinitive
                || (shape == Shape::Gerund && !self.is(begin - 1, C::Determiner)))
            && !(self.is(begin - 1, C::Preposition) && shape != Shape::Finite)
            && !(self.is(begin - 1, C::Subject) && begin == token && self.subject_rather_than_object(begin - 1))
        {
            begin -= 1;
            if self.is(begin, C::Not) || (self.is(begin, C::Reflexive) && !self.is(begin, C::ToWhom)) {
                cue_begin = begin;
            }
        }
        Group {
            tokens: begin..token + 1,
            cue_tokens: cue_begin..token + 1,
            verb: token,
            shape,
            tense: Tense::Infinitive,
            auxiliary: None,
            plural: false,
            passive: false,
            inverted: None,
            polarity: Polarity::Yes,
            cue: None,
        }
    }

    /// "nous avons": a subject; "ils nous ont": an object.
    fn subject_rather_than_object(&self, token: usize) -> bool {
        !token.checked_sub(1).is_some_and(|before| self.any(before, &[C::Subject, C::Not, C::Who]))
    }

    fn finite_group(&self, token: usize, end: usize) -> Group<'a> {
        let finite = self.verbs[token].finite.expect("checked by the caller");
        let mut group = self.bare_group(token, Shape::Finite);
        group.tense = finite.tense;
        group.plural = finite.plural;
        let mut at = token + 1;
        if self.is(at, C::Inverted) && at < end {
            group.inverted = Some(at);
            at += 1;
            group.tokens.end = at;
            group.cue_tokens.end = at;
        }
        let mut lemma = finite.lemma;
        let (have, be) = (self.pack.is_have(lemma), self.pack.is_be(lemma));
        if have || be {
            let mut next = self.skip_adverbs(at, end);
            if let Some(mut participle) = self.verbs.get(next).and_then(|verb| verb.participle).filter(|_| next < end) {
                group.passive = be && !self.is_reflexive(&group);
                if have && self.pack.is_be(participle) {
                    let further = self.skip_adverbs(next + 1, end);
                    if let Some(passive) = self.verbs.get(further).and_then(|verb| verb.participle) {
                        (participle, next) = (passive, further);
                        group.passive = true;
                    }
                }
                group.auxiliary = Some(lemma);
                lemma = participle;
                at = next + 1;
                group.tokens.end = at;
                group.cue_tokens.end = at;
            }
        }
        if self.pack.verbs(lemma).iter().any(|cue| cue.traits.has(CueTrait::WithBe)) {
            group.passive = false;
        }
        self.complete(&mut group, lemma, end);
        group
    }

    fn is_reflexive(&self, group: &Group<'_>) -> bool {
        (group.tokens.start..group.verb).any(|token| self.is(token, C::Reflexive) && !self.is(token, C::ToWhom))
    }

    /// Adds what a verb of saying carries with it ("faire savoir", "tenir à
    /// souligner") and looks it up.
    fn complete(&self, group: &mut Group<'a>, mut lemma: Form, end: usize) {
        let mut reflexive = self.is_reflexive(group);
        let mut polarity = Polarity::Yes;
        for _ in 0..2 {
            let Some((at, lead)) = self.lead(lemma, reflexive, group.tokens.end, end) else { break };
            let Some(infinitive) = self.verbs[at].infinitive else { break };
            if lead != Polarity::Yes {
                polarity = lead;
            }
            reflexive = self.is(at - 1, C::Reflexive) && !self.is(at - 1, C::ToWhom);
            lemma = infinitive;
            group.tokens.end = at + 1;
            group.cue_tokens.end = at + 1;
        }
        let negated = (group.tokens.start..group.verb).any(|token| self.is(token, C::Not));
        for cue in self.pack.verbs(lemma) {
            let after = group.tokens.end;
            let fits = cue.reflexive == reflexive
                && cue.rest.iter().enumerate().all(|(offset, form)| {
                    self.tokens.get(after + offset).is_some_and(|token| after + offset < end && token.form == *form)
                });
            if fits {
                group.tokens.end += cue.rest.len();
                group.cue_tokens.end = group.tokens.end;
                group.cue = Some(cue);
                if negated {
                    polarity = if polarity == Polarity::Yes { cue.negated } else { Polarity::Yes };
                }
                break;
            }
        }
        group.polarity = polarity;
    }

    /// The infinitive to which `lemma` leads, with the polarity of that.
    fn lead(&self, lemma: Form, reflexive: bool, after: usize, end: usize) -> Option<(usize, Polarity)> {
        self.pack.leads(lemma).iter().filter(|lead| lead.reflexive == reflexive).find_map(|lead| {
            let mut at = self.skip_adverbs(after, end);
            for form in &lead.link {
                let token = self.tokens.get(at)?;
                let elided = self.is(at, C::Of) && !self.is(at, C::Determiner);
                if token.form != *form && !(elided && lead.link.len() == 1 && self.pack.classes(*form).has(C::Of)) {
                    return None;
                }
                at += 1;
            }
            while at < end && self.any(at, &[C::Object, C::Not, C::Negative]) && !self.is_infinitive(at) {
                at += 1;
            }
            (at < end && self.is_infinitive(at)).then_some((at, lead.polarity))
        })
    }

    // --- Noun phrases --------------------------------------------------------

    /// Skips adverbs, times and asides from `at` on.
    pub(super) fn skip_circumstances(&self, mut at: usize, end: usize) -> usize {
        loop {
            let next = self.skip_adverbs(at, end);
            if next > at {
                at = next;
                continue;
            }
            let time = self.time(at, end);
            if time == at {
                return at;
            }
            at = time;
        }
    }

    /// The end of the time expression at `at`: "ce vendredi 21 janvier"; `at` if
    /// none begins here.
    fn time(&self, at: usize, end: usize) -> usize {
        let mut next = at;
        if self.is(next, C::Determiner) && !self.is(next, C::When) {
            next += 1;
        }
        let mut named = false;
        while next < end {
            let continues = self.tokens[next].kind == TokenKind::Number || (named && self.is(next, C::AfterWhen));
            if self.is(next, C::When) {
                named = true;
            } else if !continues || next > at + 8 {
                break;
            }
            next += 1;
        }
        if named && !(self.is_word(next) && next < end && self.is(next, C::Of)) { next } else { at }
    }

    /// Whether a preposition stands at `at`, and not the article "des".
    fn opens_prepositional(&self, at: usize) -> bool {
        self.is(at, C::Preposition) && !self.is(at, C::Indefinite)
    }

    /// Whether a noun phrase can begin at `at`.
    fn begins_noun(&self, at: usize) -> bool {
        self.any(at, &[C::Determiner, C::Honorific, C::Pronoun]) && !self.opens_prepositional(at)
            || (self.is_capital(at)
                && !self.any(at, &[C::Preposition, C::That, C::Subordinator, C::Adverb, C::Coordinator]))
            || self.mention_at(at).is_some()
    }

    /// The noun phrase that begins at `at`, before `end`, without apposition.
    pub(super) fn noun_phrase(&self, at: usize, end: usize) -> Option<Range<usize>> {
        if at >= end || !self.begins_noun(at) || self.time(at, end) > at {
            return None;
        }
        if self.is(at, C::Subject) {
            return Some(at..at + 1);
        }
        let mut next = at + 1;
        while next < end.min(at + REACH) {
            if self.same_mention(next, next - 1) {
                next += 1;
                continue;
            }
            if let Some(pair) = self.marks.opened_at(next) {
                let pair = self.marks.pairs[pair];
                if pair.inside().len() > 6 || self.tokens[next - 1].capital {
                    break;
                }
                next = pair.end;
                continue;
            }
            let token = self.tokens[next];
            let glued = token.kind == TokenKind::Mark && !token.spaced && self.is_mark(next, &["/", "-", "'", "’"]);
            if token.kind == TokenKind::Mark && !glued {
                break;
            }
            let classes = self.classes[next];
            if classes.any(&[C::That, C::Who, C::Relative, C::Subject]) && !classes.has(C::Determiner) {
                break;
            }
            if classes.has(C::Subordinator) && !classes.has(C::Adverb) {
                break;
            }
            if self.group_at(next).is_some_and(|group| self.groups[group].shape != Shape::Participle) {
                break;
            }
            if classes.has(C::Coordinator) && (classes.has(C::Adversative) || !self.begins_noun(next + 1)) {
                break;
            }
            if classes.has(C::Preposition) && !self.continues_noun(next) {
                break;
            }
            if classes.has(C::Determiner)
                && !classes.has(C::Of)
                && !self.any(next - 1, &[C::Preposition, C::Coordinator, C::Determiner])
            {
                break;
            }
            if classes.has(C::When) || (classes.has(C::Adverb) && !classes.has(C::Determiner)) {
                break;
            }
            next += 1;
        }
        while next > at + 1 && self.any(next - 1, &[C::Preposition, C::Coordinator, C::Determiner]) {
            next -= 1;
        }
        let names = (at..next).any(|token| !self.is(token, C::Determiner) || self.is(token, C::Pronoun));
        names.then_some(at..next)
    }

    /// Whether the preposition at `at` continues the noun phrase before it.
    fn continues_noun(&self, at: usize) -> bool {
        self.is(at, C::Of) || (self.is(at, C::While) && self.is_capital(at + 1))
    }

    /// A noun phrase with the appositions that follow it after commas.
    pub(super) fn with_appositions(&self, noun: Range<usize>, end: usize) -> Range<usize> {
        let mut source = noun;
        for _ in 0..3 {
            if !self.is_comma(source.end) || source.end + 1 >= end {
                break;
            }
            let begin = source.end + 1;
            let stop = self.segment_end(begin, end);
            if !self.is_apposition(begin..stop) {
                break;
            }
            source.end = stop;
        }
        source
    }

    /// The next comma, bracket or end after `at`.
    pub(super) fn segment_end(&self, mut at: usize, end: usize) -> usize {
        let end = end.min(at + LONGEST);
        while at < end {
            if self.is_mark(at, &["("])
                && let Some(close) = (at..end.min(at + 40)).find(|token| self.is_mark(*token, &[")"]))
            {
                at = close + 1;
                continue;
            }
            if self.is_comma(at) || self.is_mark(at, &[";", ":", "(", ")", ".", "!", "?", "…"]) || self.is_dash(at) {
                break;
            }
            if self.marks.opened_at(at).is_some_and(|pair| self.marks.pairs[pair].inside().len() > 6) {
                break;
            }
            at = self.next(at);
        }
        at.min(end)
    }

    fn is_apposition(&self, segment: Range<usize>) -> bool {
        let Some(first) = segment.clone().next() else { return false };
        if self.any(
            first,
            &[C::Coordinator, C::That, C::Who, C::Relative, C::Subordinator, C::Inverted, C::As, C::Subject],
        ) || (self.is(first, C::Preposition) && !self.is(first, C::Indefinite))
            || !self.is_word(first)
            || self.group_at(first).is_some()
            || self.skip_circumstances(first, segment.end) > first
            || self.phrase(first, |phrase| matches!(phrase, Phrase::Source { .. } | Phrase::Aside)) > 0
        {
            return false;
        }
        !segment.clone().any(|token| self.is(token, C::That) || self.main_verb_at(token, segment.start).is_some())
    }

    /// The finite verb at `token`, unless a relative or subordinate clause that
    /// begins after `from` holds it.
    fn main_verb_at(&self, token: usize, from: usize) -> Option<usize> {
        let group = self.finite_at(token)?;
        (self.groups[group].verb == token && !self.is_subordinate(group, from)).then_some(group)
    }

    /// Whether a conjunction or relative after `from` opens the clause of a verb.
    pub(super) fn is_subordinate_to(&self, group: &Group<'a>, from: usize) -> bool {
        self.group_at(group.verb).is_some_and(|group| self.is_subordinate(group, from))
    }

    /// Whether a stretch between commas names the noun before it again.
    pub(super) fn is_apposed(&self, segment: Range<usize>) -> bool {
        self.is_apposition(segment)
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

    // --- Subjects ------------------------------------------------------------

    /// The subject that stands before a verb group.
    pub(super) fn subject(&self, group: usize) -> Option<Range<usize>> {
        let group = &self.groups[group];
        let period = self.period(group.verb);
        let first = group.tokens.start;
        let before = first.checked_sub(1).filter(|before| *before >= period.begin)?;
        if self.is(before, C::Neuter) {
            return None;
        }
        let pronoun = if self.is(before, C::Adverb) && before > period.begin { before - 1 } else { before };
        for at in [before, pronoun] {
            if self.is(at, C::Subject) {
                return Some(at..at + 1);
            }
        }
        if self.any(before, &[C::That, C::Who, C::Relative]) {
            return None;
        }
        let (start, needs_comma) = self.subject_region(period.begin, first)?;
        let mut segments = self.segments(start, first);
        if needs_comma {
            if segments.len() > 1 {
                segments.remove(0);
            } else {
                let joint = (start..first).find(|token| self.is(*token, C::Coordinator))?;
                segments = self.segments(joint + 1, first);
            }
        }
        self.subject_among(&segments, group.plural)
    }

    /// Where the search for a subject before `first` begins, and whether it
    /// must be behind a comma because another verb's complements stand there.
    fn subject_region(&self, begin: usize, first: usize) -> Option<(usize, bool)> {
        let mut at = first;
        while let Some(before) = self.previous(at) {
            if before < begin || at == begin {
                return Some((begin, false));
            }
            if before + REACH < first {
                return None;
            }
            at = before;
            if self.is_mark(at, &[";", ":"]) || self.is_dash(at) {
                return Some((at + 1, false));
            }
            if self.is_mark(at, &[")"]) {
                at = (begin..at).rev().take(40).find(|token| self.is_mark(*token, &["("])).unwrap_or(at);
                continue;
            }
            if let Some(finite) = self.finite_at(at) {
                match self.opener(finite, begin) {
                    Some(opener)
                        if self.any(opener, &[C::Who, C::Relative])
                            || (self.is(opener, C::That) && !self.is_comma(opener.wrapping_sub(1))) =>
                    {
                        at = opener;
                        continue;
                    }
                    _ => return Some((self.groups[finite].tokens.end, true)),
                }
            }
            let classes = self.classes[at];
            if classes.has(C::Adversative) || (classes.has(C::That) && !self.is(at.wrapping_sub(1), C::Comparative)) {
                return Some((at + 1, false));
            }
            if classes.has(C::Subordinator) && !classes.any(&[C::Adverb, C::Preposition, C::As, C::Reflexive]) {
                return Some((at + 1, false));
            }
        }
        Some((begin, false))
    }

    /// The relative or conjunction that opens the clause of a verb.
    fn opener(&self, group: usize, begin: usize) -> Option<usize> {
        let first = self.groups[group].tokens.start;
        let mut at = first;
        while at > begin && at + 20 > first {
            at = self.previous(at)?;
            if self.any(at, &[C::Who, C::Relative, C::That]) {
                return Some(at);
            }
            if self.is_comma(at) || self.group_at(at).is_some() || self.is_mark(at, &[";", ":"]) {
                return None;
            }
            if self.is(at, C::Subordinator) && !self.any(at, &[C::Adverb, C::Preposition]) {
                return Some(at);
            }
        }
        None
    }

    /// Cuts a stretch at its commas.
    fn segments(&self, from: usize, to: usize) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut begin = from;
        let mut at = from;
        while at < to {
            if self.is_mark(at, &["("]) {
                at = (at..to).find(|token| self.is_mark(*token, &[")"])).unwrap_or(at);
            }
            if self.is_comma(at) {
                segments.push(begin..at);
                begin = at + 1;
            }
            at = self.next(at);
        }
        segments.push(begin..to);
        segments
    }

    fn subject_among(&self, segments: &[Range<usize>], plural: bool) -> Option<Range<usize>> {
        let kinds: Vec<(Kind, usize)> = segments.iter().map(|segment| self.kind(segment.clone())).collect();
        let (last, before) = kinds.split_last()?;
        let end = segments.last()?.end;
        if last.0 == Kind::Noun {
            let mut start = last.1;
            // "Paris, Londres et Berlin ont": the enumeration is one subject.
            let enumerates = (start..end).any(|token| self.is(token, C::Coordinator));
            if plural && enumerates {
                for (kind, begin) in before.iter().rev() {
                    if *kind != Kind::Noun {
                        break;
                    }
                    start = *begin;
                }
            }
            return self.trim_noun(start..end);
        }
        let empty = last.1 >= end || last.0 == Kind::Other;
        if !empty {
            return self.tail(segments.last()?.clone());
        }
        let first = before.iter().position(|(kind, _)| *kind == Kind::Noun)?;
        let run = before[first..].iter().take_while(|(kind, _)| *kind == Kind::Noun).count();
        self.trim_noun(before[first].1..segments[first + run - 1].end)
    }

    fn trim_noun(&self, noun: Range<usize>) -> Option<Range<usize>> {
        let mut end = noun.end;
        while end > noun.start
            && (self.is_comma(end - 1)
                || (self.is(end - 1, C::Adverb) && !self.is(end - 1, C::Determiner))
                || self.is(end - 1, C::Not))
        {
            end -= 1;
        }
        // A relative clause without commas belongs to the noun, but names nobody.
        let stop = noun.clone().find(|token| self.any(*token, &[C::Who])).unwrap_or(end);
        let end = if stop > noun.start { end.min(stop) } else { end };
        (noun.start < end).then_some(noun.start..end)
    }

    /// The noun phrase at the end of a stretch that begins with something else.
    fn tail(&self, stretch: Range<usize>) -> Option<Range<usize>> {
        let mut begin = None;
        for at in stretch.clone().rev() {
            if self.is(at, C::Preposition) && !self.is(at, C::Of) || self.group_at(at).is_some() {
                break;
            }
            if self.begins_noun(at) && !self.any(at.wrapping_sub(1), &[C::Of]) {
                let run = at > stretch.start && self.is_capital(at) && self.begins_noun(at - 1);
                begin = Some(at);
                if !run {
                    break;
                }
            }
        }
        begin.and_then(|begin| self.trim_noun(begin..stretch.end))
    }

    /// What a stretch between commas is, and where it begins without its
    /// adverbs.
    fn kind(&self, segment: Range<usize>) -> (Kind, usize) {
        let mut at = segment.start;
        while at < segment.end && self.is(at, C::Coordinator) {
            at += 1;
        }
        at = self.skip_circumstances(at, segment.end).min(segment.end);
        let alone = self.is(at, C::ToWhom) && at + 1 >= segment.end;
        let several = self.is(at, C::Of) && self.is(at + 1, C::Plural) && !self.is(at + 1, C::Object);
        let bare_verb = self.group_at(at).is_some_and(|group| self.groups[group].shape != Shape::Finite)
            && self.mention_at(at).is_none();
        let kind = if at >= segment.end || self.any(at, &[C::Who, C::Relative]) {
            Kind::Other
        } else if several {
            Kind::Noun
        } else if self.any(at, &[C::As, C::Subordinator]) || self.opens_prepositional(at) || bare_verb {
            Kind::Adverbial
        } else if alone {
            Kind::Other
        } else if self.is_word(at) || self.tokens[at].kind == TokenKind::Number || self.marks.opened_at(at).is_some() {
            Kind::Noun
        } else {
            Kind::Adverbial
        };
        (kind, at)
    }

    /// The noun before "qui" at the head of a verb group.
    pub(super) fn antecedent(&self, group: usize) -> Option<Range<usize>> {
        let group = &self.groups[group];
        let period = self.period(group.verb);
        let mut who = group.tokens.start.checked_sub(1)?;
        who = if self.is(who, C::Who) { who } else { self.previous(who)? };
        if !self.is(who, C::Who) || who <= period.begin {
            return None;
        }
        let end = if self.is_comma(who - 1) { who - 1 } else { who };
        let mut candidates: Vec<usize> = Vec::new();
        let mut at = end;
        while at > period.begin && at + 40 > end {
            at = self.previous(at)?;
            if self.is_comma(at)
                || self.finite_at(at).is_some()
                || !(self.is_word(at) || self.marks.opened_at(at).is_some())
            {
                break;
            }
            let classes = self.classes[at];
            if classes.any(&[C::That, C::Who, C::Relative, C::Adversative]) {
                break;
            }
            let determines = classes.has(C::Determiner) && (classes.has(C::Indefinite) || !classes.has(C::Adverb));
            if determines || classes.has(C::Honorific) || (self.is_capital(at) && !classes.has(C::Preposition)) {
                let named = !determines;
                if named && candidates.last() == Some(&(at + 1)) {
                    candidates.pop();
                }
                candidates.push(at);
                if determines && !self.is(at, C::Of) && !self.is(at.wrapping_sub(1), C::Of) {
                    break;
                }
            } else if classes.has(C::Preposition) && !classes.has(C::Of) {
                break;
            }
        }
        let one = |at: usize| self.names_person(at..end) && !(at..end).any(|at| self.is(at, C::Coordinator));
        let agrees = |at: usize| {
            if self.is(at, C::Determiner) { self.is(at, C::Plural) == group.plural } else { !(group.plural && one(at)) }
        };
        let person = candidates.iter().rev().copied().find(|at| agrees(*at) && self.names_person(*at..end));
        let start = person.or_else(|| candidates.iter().copied().find(|at| agrees(*at)))?;
        let start = if self.is(start, C::Of) && !self.is(start, C::Indefinite) { start + 1 } else { start };
        (start < end && !self.is(start, C::Neuter)).then_some(start..end)
    }

    /// Whether a noun phrase is headed by a person that the cast knows.
    fn names_person(&self, noun: Range<usize>) -> bool {
        let first = if self.is(noun.start, C::Determiner) { noun.start + 1 } else { noun.start };
        matches!(self.party_kind(first), Some(PartyKind::Person | PartyKind::Anonymous))
    }

    /// The verb group before `group` in its period, the nearest first, that
    /// `fits`.
    pub(super) fn group_before(&self, group: usize, fits: impl Fn(&Group<'a>) -> bool) -> Option<usize> {
        let here = &self.groups[group];
        let period = self.period(here.verb);
        let level = self.marks.around(here.verb);
        (0..group)
            .rev()
            .take(24)
            .take_while(|other| self.groups[*other].verb >= period.begin)
            .find(|other| self.marks.around(self.groups[*other].verb) == level && fits(&self.groups[*other]))
    }

    // --- Ends of clauses -----------------------------------------------------

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
            if infinitive && self.group_at(gerund).is_some_and(|group| self.groups[group].shape == Shape::Gerund) {
                return true;
            }
            if reporter.is_some_and(|reporter| self.is_fronted(reporter)) && self.main_clause(next, end) {
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

    /// Whether a cue after a comma has its subject behind it.
    pub(super) fn is_incise(&self, group: &Group<'a>, end: usize) -> bool {
        use depeche_language::pack::speech::Takes;
        if group.shape != Shape::Finite || group.passive || !group.cue.is_some_and(|cue| cue.takes.has(Takes::Incise)) {
            return false;
        }
        if group.inverted.is_some() {
            return true;
        }
        if self.is(group.tokens.start.wrapping_sub(1), C::Subject) {
            return false;
        }
        self.after_verb(group, end).is_some()
    }

    /// The subject that stands after its verb, with appositions.
    pub(super) fn after_verb(&self, group: &Group<'a>, end: usize) -> Option<Range<usize>> {
        let mut at = group.tokens.end;
        let limit = end.min(at + 40);
        for _ in 0..4 {
            at = self.skip_circumstances(at, limit);
            if self.is_comma(at) && at > group.tokens.end {
                at += 1;
            }
            if at >= limit {
                return None;
            }
            if self.is(at, C::Preposition) && !self.any(at, &[C::Of]) {
                at = self.prepositional_end(at, limit)?;
                continue;
            }
            break;
        }
        let noun = self.noun_phrase(at, limit)?;
        if self.is(noun.start, C::Subject) || self.any(noun.end, &[C::That]) || !self.agrees(&noun, group) {
            return None;
        }
        Some(self.with_appositions(noun, end))
    }

    /// Whether a noun phrase can be the subject of a verb behind which it
    /// stands; "décrit les manifestations" has an object there.
    fn agrees(&self, noun: &Range<usize>, group: &Group<'a>) -> bool {
        let first = noun.start;
        !self.is(first, C::Determiner)
            || self.is(first, C::Plural) == group.plural
            || (group.plural && noun.clone().any(|token| self.is(token, C::Coordinator)))
    }

    /// The end of a prepositional phrase: where a new noun phrase or a comma
    /// begins.
    fn prepositional_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut next = at + 1;
        // The noun of the preposition itself.
        if self.is(next, C::Determiner) {
            next += 1;
        }
        let fused =
            self.is(at, C::Determiner) || next > at + 1 || self.is_capital(next) || self.mention_at(next).is_some();
        if !fused && !self.is_word(next) {
            return None;
        }
        next += 1;
        while next < end {
            if self.is_comma(next) {
                return Some(next + 1);
            }
            if self.tokens[next].kind == TokenKind::Mark
                || self.finite_at(next).is_some()
                || self.any(next, &[C::That, C::Who, C::Relative])
            {
                return None;
            }
            let classes = self.classes[next];
            if classes.has(C::Preposition) && !classes.has(C::Of) {
                return Some(next);
            }
            let named = self.tokens[next].capital;
            if classes.has(C::Determiner) && !named && !classes.has(C::Of) && !self.is(next - 1, C::Preposition) {
                return Some(next);
            }
            next = self.next(next);
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

/// Whether two groups have the same tense and number and so can be coordinated.
fn alike(a: &Group<'_>, b: &Group<'_>) -> bool {
    a.tense == b.tense && a.auxiliary.is_some() == b.auxiliary.is_some() && a.plural == b.plural
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Noun,
    Adverbial,
    Other,
}

/// What kind of party each mention of a cast stands for.
fn kinds(cast: &Cast) -> Vec<Option<PartyKind>> {
    let kinds: FxHashMap<_, _> = cast.parties.iter().map(|party| (&party.id, party.kind)).collect();
    cast.mentions.iter().map(|mention| kinds.get(mention.party.as_ref()?).copied()).collect()
}

/// The blocks in which the article itself speaks, as token ranges.
fn blocks(article: &Article<'_>) -> Vec<Range<usize>> {
    let mut blocks: Vec<(usize, Range<usize>)> = Vec::new();
    for sentence in article.segmented.sentences.iter().filter(|sentence| sentence.kind.is_body()) {
        match blocks.last_mut() {
            Some((number, range)) if *number == sentence.block => range.end = sentence.tokens.end,
            _ => blocks.push((sentence.block, sentence.tokens.clone())),
        }
    }
    blocks.into_iter().map(|(_, range)| range).collect()
}
