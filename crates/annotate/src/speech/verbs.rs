//! Verb groups without a parser: a verb with its auxiliaries, negation and
//! clitics, told from the classes of words.

use std::ops::Range;

use depeche_language::pack::Tense;
use depeche_language::pack::speech::{CueTrait, CueVerb, Phrase, WordClass as C};
use depeche_language::{Form, TokenKind};
use depeche_record::Polarity;

use super::page::Page;

/// What a token can be as a verb.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Verb {
    pub(super) finite: Option<Finite>,
    pub(super) participle: Option<Form>,
    pub(super) gerund: Option<Form>,
    pub(super) infinitive: Option<Form>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Finite {
    pub(super) lemma: Form,
    pub(super) tense: Tense,
    pub(super) plural: bool,
    /// First or second person.
    pub(super) speaks: bool,
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

impl<'a> Page<'a> {
    pub(super) fn verb(&self, token: usize) -> Verb {
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
            // "Halden en faisait": no noun looks like these.
            let plain = matches!(finite.tense, Tense::Imperfect | Tense::Future | Tense::Conditional);
            return classes.has(C::Object)
                && (have || (plain && finite.lemma != Form::UNKNOWN) || earlier(&[C::Subject, C::Not, C::Who]));
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

    pub(super) fn find_groups(&mut self) {
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
                && (!self.tokens[at].capital || self.period(at).begin == at)
                && self.mention_at(at).is_none()
                && self.pack.looks_adverb(self.text(at)))
    }

    /// Skips what may stand between auxiliary and participle.
    pub(super) fn skip_adverbs(&self, mut at: usize, end: usize) -> usize {
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
        let guessed = lemma == Form::UNKNOWN && !before.is_some_and(|before| self.leads_to_infinitive(before));
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

    /// Whether an infinitive that no list knows may follow: "vieux routier" has
    /// none.
    fn leads_to_infinitive(&self, before: usize) -> bool {
        let verb = self.verbs[before];
        verb.finite.is_some()
            || verb.infinitive.is_some()
            || (verb.participle.is_some() && !self.is(before, C::Determiner))
            || (self.any(before, &[C::Preposition, C::Not, C::Negative, C::Object, C::Adverb, C::Coordinator])
                && (!self.is(before, C::Determiner) || self.is(before, C::Object)))
            || self.is_comma(before)
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

    /// "nous avons": a subject; "ils nous ont", "les chiffres nous disent": an
    /// object.
    fn subject_rather_than_object(&self, token: usize) -> bool {
        let of_another = self.is(token, C::ToWhom) && self.verbs[token + 1].finite.is_some_and(|verb| !verb.speaks);
        !of_another && !token.checked_sub(1).is_some_and(|before| self.any(before, &[C::Subject, C::Not, C::Who]))
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
}

/// Whether two groups have the same tense and number and so can be coordinated.
pub(super) fn alike(a: &Group<'_>, b: &Group<'_>) -> bool {
    a.tense == b.tense && a.auxiliary.is_some() == b.auxiliary.is_some() && a.plural == b.plural
}
