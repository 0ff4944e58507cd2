//! Pronouns: whom "il", "elle", "je" and "nous" stand for.

use depeche_language::TokenKind;
use depeche_language::pack::{Agreement, Gender, Known, Traits};
use depeche_record::{Mention, MentionForm, PartyId, PartyKind, Quotation, QuotationType, Span};

use super::Cast;
use super::acting;
use super::figures::Draft;
use super::scene::Scene;
use crate::Article;

const FIRST: Traits = Traits::FIRST_SINGULAR.with(Traits::FIRST_PLURAL);
const SUBJECTS: Traits = Traits::HE.with(Traits::SHE).with(Traits::THEY_MASCULINE).with(Traits::THEY_FEMININE);

/// The pronouns that could stand for somebody.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (_, sentence) in scene.sentences() {
        for at in sentence.tokens.clone() {
            let traits = scene.traits(at);
            let personal = traits.any(FIRST.with(SUBJECTS).with(Traits::SECOND))
                || (traits.any(Traits::ANY_SINGULAR) && !scene.opening(at))
                || (traits.any(Traits::ANY_PLURAL) && scene.is_verb(at + 1) && !scene.heads(at + 1).any(|_| true));
            let reflexive =
                traits.any(Traits::FIRST_PLURAL) && at > 0 && scene.traits(at - 1).any(Traits::FIRST_PLURAL);
            let object = traits.any(Traits::OBJECT)
                && scene.word(at).ends_with(['\'', '’'])
                && scene.is_infinitive(at + 1)
                && scene.length_of(at, Known::Impersonal).is_none()
                && at > 0
                && scene.traits(at - 1).any(Traits::OF.with(Traits::TO).with(Traits::FOR));
            if (!personal && !object) || reflexive || impersonal(scene, at, sentence.tokens.end) {
                continue;
            }
            // A clitic keeps its hyphen as a token but not as a mention.
            let span = scene.tokens[at].span;
            let word = scene.word(at);
            let skip = word.rfind('-').map_or(0, |hyphen| hyphen + 1);
            drafts.push(Draft {
                span: Span::new(span.begin as usize + skip, span.end as usize),
                form: MentionForm::Pronoun,
                figure: None,
                reason: "",
            });
        }
    }
    drafts
}

fn impersonal(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    scene.traits(at).any(Traits::HE)
        && (at + 1..end.min(at + 3)).any(|next| {
            scene.length_of(next, Known::Impersonal).is_some()
                && (next == at + 1 || scene.tokens[at + 1].span.len() <= 2)
        })
}

/// Gives the pronouns their parties; drops those that stand for nobody.
pub(super) fn resolve(article: &Article<'_>, quotations: &[Quotation], cast: &mut Cast) {
    let scene = Scene::new(article);
    let resolver = Resolver { scene: &scene, quotations };
    // Third persons first: "a-t-elle dit" says who "je" is.
    for first in [false, true] {
        for at in 0..cast.mentions.len() {
            if cast.mentions[at].form != MentionForm::Pronoun || resolver.is_first(cast, at) != first {
                continue;
            }
            if let Some((party, reason)) = resolver.party(cast, at) {
                cast.mentions[at].party = Some(party);
                reason.clone_into(&mut cast.mentions[at].reason);
            }
        }
    }
    cast.mentions.retain(|mention| mention.form != MentionForm::Pronoun || mention.party.is_some());
}

/// A pronoun of the third person, and where it stands.
struct Pronoun<'q> {
    at: usize,
    traits: Traits,
    agreement: Agreement,
    /// The innermost quotation around it.
    quotation: Option<&'q Quotation>,
    subject: bool,
    /// Whether it is the subject of an inserted clause.
    inserted: bool,
}

/// How well a mention goes with a pronoun, and why.
struct Score {
    points: i32,
    reason: &'static str,
}

struct Resolver<'r, 'a> {
    scene: &'r Scene<'a>,
    quotations: &'r [Quotation],
}

impl Resolver<'_, '_> {
    fn token(&self, cast: &Cast, number: usize) -> usize {
        let span = cast.mentions[number].span;
        self.scene.tokens.partition_point(|token| token.span.end < span.end)
    }

    fn is_first(&self, cast: &Cast, number: usize) -> bool {
        self.scene.traits(self.token(cast, number)).any(FIRST.with(Traits::SECOND))
    }

    fn party(&self, cast: &Cast, number: usize) -> Option<(PartyId, &'static str)> {
        let span = cast.mentions[number].span;
        let at = self.token(cast, number);
        let traits = self.scene.traits(at);
        // "qu'elle [la commission] rende": the editor says who.
        if self.scene.is_mark(at + 1, &["["]) {
            let begin = self.scene.tokens[at + 1].span.end;
            let named =
                cast.mentions.iter().find(|mention| mention.span.begin >= begin && mention.span.begin - begin < 6);
            return named.and_then(|mention| mention.party.clone()).map(|party| (party, "named in brackets"));
        }
        let quotation = self.innermost(span);
        if traits.any(FIRST) {
            return self.first_person(cast, self.innermost_words(span).or(quotation)?, at);
        }
        if traits.any(Traits::SECOND) {
            return self.addressee(cast, quotation?).map(|party| (party, "addressee of the quotation"));
        }
        self.third_person(cast, number, at, quotation)
    }

    /// The innermost quotation whose content holds `span`.
    fn innermost(&self, span: Span) -> Option<&Quotation> {
        self.innermost_of(span, |_| true)
    }

    /// The innermost quotation that gives the words at `span` as they were said:
    /// "I" in a report inside it is still who speaks them.
    fn innermost_words(&self, span: Span) -> Option<&Quotation> {
        self.innermost_of(span, |quotation| quotation.kind == QuotationType::Direct)
    }

    fn innermost_of(&self, span: Span, wanted: impl Fn(&Quotation) -> bool) -> Option<&Quotation> {
        self.quotations
            .iter()
            .filter(|quotation| wanted(quotation))
            .filter(|quotation| quotation.content.iter().any(|content| content.contains(span)))
            .min_by_key(|quotation| quotation.content.iter().map(|content| content.len()).sum::<usize>())
    }

    fn speaker(&self, cast: &Cast, quotation: &Quotation) -> Option<PartyId> {
        quotation.source.iter().find_map(|source| match &cast.at(*source, self.scene.article)[..] {
            [party] => Some(party.clone()),
            _ => None,
        })
    }

    fn first_person(&self, cast: &Cast, quotation: &Quotation, at: usize) -> Option<(PartyId, &'static str)> {
        let speaker = self.speaker(cast, quotation)?;
        if self.scene.traits(at).any(Traits::FIRST_SINGULAR) {
            return Some((speaker, "speaker"));
        }
        // "Nous appelons à" and "nous avons convenu que" is the speaker, "nous
        // gèlerons nos essais" his state.
        let verb = (at + 1..at + 4).find(|verb| self.scene.is_verb(*verb));
        let saying = verb.is_some_and(|verb| {
            self.scene
                .lemmas(verb)
                .all(|lemma| self.scene.pack.has_dative(lemma) || self.scene.pack.has_personal_object(lemma))
        });
        let span = self.scene.tokens[at].span;
        let told = self.quotations.iter().any(|other| other.source.iter().any(|source| source.contains(span)));
        let source = quotation.source.first()?;
        // "un diplomate danois" without a name speaks for Denmark.
        let nameless = cast.party(&speaker).is_some_and(|party| party.kind != PartyKind::Person);
        let of_adjective = || {
            cast.mentions_in(*source)
                .filter(|mention| mention.form == MentionForm::Demonym)
                .filter_map(|mention| mention.party.as_ref())
                .find(|party| nameless && party.as_str().starts_with("state:"))
        };
        let state = cast.serves(&speaker).or_else(of_adjective).cloned();
        match state.filter(|_| !saying && !told) {
            Some(state) => Some((state, "state of the speaker")),
            None => Some((speaker, "speaker")),
        }
    }

    fn addressee(&self, cast: &Cast, quotation: &Quotation) -> Option<PartyId> {
        let after = quotation.source.iter().chain(&quotation.cue).map(|span| span.end).max()?;
        let mention =
            cast.mentions.iter().find(|mention| mention.span.begin >= after && mention.form != MentionForm::Pronoun)?;
        let at = self.scene.article.segmented.token_at(mention.span.begin);
        let before = self.scene.tokens[at.saturating_sub(1)];
        let close = self.scene.traits(at.checked_sub(1)?).any(Traits::TO)
            || (self.scene.traits(at - 1).any(Traits::DEFINITE)
                && at >= 2
                && self.scene.traits(at - 2).any(Traits::TO));
        (close && mention.span.begin - before.span.end <= 1 && mention.span.begin - after < 40)
            .then(|| mention.party.clone())
            .flatten()
    }

    /// The best of those named before: in the same or the last three sentences, of
    /// the same gender and number, subjects and speakers first.
    fn third_person(
        &self,
        cast: &Cast,
        number: usize,
        at: usize,
        quotation: Option<&Quotation>,
    ) -> Option<(PartyId, &'static str)> {
        let traits = self.scene.traits(at);
        let span = cast.mentions[number].span;
        let segmented = &self.scene.article.segmented;
        let here = segmented.sentence_at(span.begin)?;
        let subject = traits.any(SUBJECTS);
        let pronoun = Pronoun {
            at,
            traits,
            quotation,
            agreement: agreement(traits),
            subject,
            // Who says the inserted clause "a-t-il dit" is who spoke last.
            inserted: subject && self.scene.word(at).starts_with('-'),
        };
        // Whose verb it is the object of: "ils lui" are two.
        let beside = cast.mentions[..number]
            .last()
            .filter(|mention| !subject && segmented.tokens_in(mention.span).end == at)
            .and_then(|mention| mention.party.clone());
        let mut best: Option<(i32, PartyId, &'static str)> = None;
        for (candidate, mention) in cast.mentions[..number].iter().enumerate().rev() {
            let Some(sentence) = segmented.sentence_at(mention.span.begin) else { continue };
            let distance = here - sentence.min(here);
            if distance > 3 {
                break;
            }
            let Some(party) = mention.party.as_ref().filter(|party| Some(*party) != beside.as_ref()) else { continue };
            let Some(score) = self.score(cast, candidate, &pronoun, sentence, distance) else { continue };
            if best.as_ref().is_none_or(|(known, _, _)| *known < score.points) {
                best = Some((score.points, party.clone(), score.reason));
            }
        }
        best.filter(|(points, _, _)| *points >= 70).map(|(_, party, reason)| (party, reason))
    }

    /// How well a mention goes with a pronoun; `None` if it can't be the one meant.
    fn score(
        &self,
        cast: &Cast,
        candidate: usize,
        pronoun: &Pronoun<'_>,
        sentence: usize,
        distance: usize,
    ) -> Option<Score> {
        let mention = &cast.mentions[candidate];
        let party = mention.party.as_ref()?;
        let kind = cast.party(party)?.kind;
        let wanted = pronoun.agreement;
        let known = self.agreement_of(cast, mention, kind, wanted);
        let segmented = &self.scene.article.segmented;
        let tokens = segmented.tokens_in(mention.span);
        let range = segmented.sentences[sentence].tokens.clone();
        let spoken_of = mention.form == MentionForm::Pronoun && self.scene.traits(tokens.end - 1) == pronoun.traits;
        if mention.form == MentionForm::Demonym
            || tokens.contains(&pronoun.at)
            || !fits(known, kind, wanted)
            // Who was "ils" in this sentence isn't "elle" as well.
            || (distance == 0 && self.changes_number(cast, party, range.start, pronoun))
        {
            return None;
        }
        // What another's quotation names is out of reach, but what all quoted
        // speak of stays the same.
        let inside = self.innermost(mention.span);
        let mine = pronoun.quotation;
        let theme = spoken_of && mine.is_some() && inside.is_some();
        let apart = inside.filter(|inside| !theme && mine.is_none_or(|mine| mine.id != inside.id));
        if apart.is_some_and(|inside| inside.kind != QuotationType::Indirect) {
            return None;
        }
        // Nobody speaks of himself in the third person.
        let quoted = mine.is_some_and(|quotation| quotation.kind == QuotationType::Direct);
        let own = mine.is_some_and(|quotation| quotation.source.iter().any(|source| source.contains(mention.span)));
        let himself = own || mine.is_some_and(|quotation| self.speaker(cast, quotation).as_ref() == Some(party));
        if himself && quoted && !pronoun.inserted {
            return None;
        }
        let opens = self.opens(range.start, tokens.start);
        let leads = opens
            || acting::verb_at(self.scene, tokens.end, range.end)
            || (mention.form == MentionForm::Pronoun && self.scene.traits(tokens.end - 1).any(SUBJECTS));
        let relative = self.scene.traits(tokens.end).any(Traits::RELATIVE);
        let governed = !opens && tokens.start > range.start && self.governed(tokens.start, range.start);
        let speaks =
            self.quotations.iter().any(|other| other.source.iter().any(|source| source.contains(mention.span)));
        let mut points = 100 - 12 * i32::try_from(distance).unwrap_or(9);
        // The object of a verb is rather another than the subject before: "A a écrit à
        // B et lui a demandé".
        points += match (leads, pronoun.subject) {
            (true, true) => 18,
            (true, false) if distance == 0 => -20,
            (true, false) => 4,
            _ => 0,
        };
        points += if relative { 18 } else { 0 };
        points -= if governed { 14 } else { 0 };
        points -= if apart.is_some() { 8 } else { 0 };
        points += match kind {
            PartyKind::Person | PartyKind::Anonymous if pronoun.subject => 14,
            PartyKind::Person | PartyKind::Anonymous => 22,
            PartyKind::Place => -30,
            PartyKind::Outlet if !wanted.plural => -12,
            _ => 0,
        };
        points += match (speaks, own) {
            (false, _) => 0,
            (true, true) => 10,
            // Witnesses speak of others than of each other.
            (true, false) if quoted && !pronoun.inserted => 0,
            (true, false) if pronoun.inserted || distance > 0 => 12,
            (true, false) => 4,
        };
        points += if theme { 6 } else { 0 };
        // "La communauté a recueilli … Elle …": a thing that is no party is nearer.
        let first = if leads { sentence + 1 } else { sentence };
        let passed = (first..sentence + distance).any(|between| self.has_other_subject(cast, between, wanted));
        points -= if passed && pronoun.subject && !theme { 35 } else { 0 };
        // A body in the plural is the last resort.
        points -= if wanted.plural && !known.plural && kind != PartyKind::Group { 12 } else { 0 };
        let reason = if pronoun.inserted && speaks {
            "last speaker"
        } else if leads {
            "last subject of this gender and number"
        } else {
            "last named of this gender and number"
        };
        Some(Score { points, reason })
    }

    /// Gender and number of a mention: those of its own head, where that goes with
    /// the pronoun ("l'organisation … elle"), else those of its party.
    fn agreement_of(&self, cast: &Cast, mention: &Mention, kind: PartyKind, wanted: Agreement) -> Agreement {
        let of_party = mention.party.as_ref().and_then(|party| cast.agreement(party));
        let fallback = of_party.unwrap_or(Agreement { gender: None, plural: kind == PartyKind::Group });
        if mention.form != MentionForm::Role || matches!(kind, PartyKind::Person | PartyKind::Anonymous) {
            return fallback;
        }
        let tokens = self.scene.article.segmented.tokens_in(mention.span);
        let head = tokens.clone().find(|at| self.scene.heads(*at).next().is_some());
        let own = head.and_then(|at| {
            self.scene.heads(at).map(|(_, head)| head.agreement).find(|agreement| fits(*agreement, kind, wanted))
        });
        own.unwrap_or(fallback)
    }

    /// Whether a singular pronoun stands in a sentence that speaks of the party in
    /// the plural, or the other way round.
    fn changes_number(&self, cast: &Cast, party: &PartyId, start: usize, pronoun: &Pronoun<'_>) -> bool {
        let segmented = &self.scene.article.segmented;
        cast.mentions
            .iter()
            .filter(|mention| mention.form == MentionForm::Pronoun && mention.party.as_ref() == Some(party))
            .map(|mention| segmented.tokens_in(mention.span).end - 1)
            .any(|at| {
                let traits = self.scene.traits(at);
                (start..pronoun.at).contains(&at)
                    && !traits.any(FIRST.with(Traits::SECOND))
                    && agreement(traits).plural != pronoun.agreement.plural
            })
    }

    /// Whether a sentence begins with a subject that is no mention and that the
    /// pronoun could stand for.
    fn has_other_subject(&self, cast: &Cast, sentence: usize, wanted: Agreement) -> bool {
        let scene = self.scene;
        let range = scene.article.segmented.sentences[sentence].tokens.clone();
        let Some(start) = range.clone().find(|at| scene.tokens[*at].is_word()) else { return false };
        let noun = start + 1;
        let determiner = scene.traits(start);
        let determined = determiner
            .any(Traits::DEFINITE.with(Traits::INDEFINITE).with(Traits::POSSESSIVE).with(Traits::DEMONSTRATIVE));
        if !determined || noun >= range.end || !scene.is_noun(noun) {
            return false;
        }
        let masculine = determiner.any(Traits::MASCULINE);
        let feminine = determiner.any(Traits::FEMININE);
        let agrees = determiner.any(Traits::PLURAL) == wanted.plural
            && match wanted.gender {
                Some(Gender::Masculine) => !feminine,
                Some(Gender::Feminine) => !masculine,
                None => true,
            };
        let span = scene.tokens[noun].span;
        agrees
            && (noun + 1..range.end.min(noun + 12)).any(|at| scene.is_finite(at))
            && !cast.mentions.iter().any(|mention| mention.span.contains(span))
    }

    /// Whether the phrase at `token` is the first of its sentence, so that a verb
    /// far behind it has it for a subject: "plusieurs milliers de [citoyens] …".
    fn opens(&self, start: usize, token: usize) -> bool {
        let scene = self.scene;
        let start = (start..=token).rev().find(|at| scene.opening(*at)).unwrap_or(start);
        let counted = |at: usize| scene.tokens[at].kind == TokenKind::Number || scene.traits(at).any(Traits::NUMERAL);
        let determiners = Traits::DEFINITE
            .with(Traits::INDEFINITE)
            .with(Traits::OF)
            .with(Traits::DEMONSTRATIVE)
            .with(Traits::NUMERAL);
        token - start < 6
            && (start..token).all(|at| {
                scene.tokens[at].is_word()
                    && !scene.is_finite(at)
                    && !scene.traits(at).any(Traits::TO.with(Traits::INTO).with(Traits::FOR).with(Traits::AND))
                    && scene.length_of(at, Known::ActingBefore).is_none()
                    && (at == start || !scene.capital(at))
            })
            && (counted(token) || (token > start && scene.traits(token - 1).any(determiners)))
    }

    /// Whether a preposition stands before the phrase at `token`.
    fn governed(&self, token: usize, start: usize) -> bool {
        let scene = self.scene;
        let prepositions = Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR);
        (token.saturating_sub(3).max(start)..token)
            .rev()
            .take_while(|at| !scene.is_infinitive(*at))
            .any(|at| scene.traits(at).any(prepositions) || scene.length_of(at, Known::ActingBefore).is_some())
    }
}

fn agreement(traits: Traits) -> Agreement {
    let plural = traits.any(Traits::THEY_MASCULINE.with(Traits::THEY_FEMININE).with(Traits::ANY_PLURAL));
    let gender = if traits.any(Traits::HE.with(Traits::THEY_MASCULINE)) {
        Some(Gender::Masculine)
    } else {
        traits.any(Traits::SHE.with(Traits::THEY_FEMININE)).then_some(Gender::Feminine)
    };
    Agreement { gender, plural }
}

/// Whether a party of this kind, gender and number can be meant.
fn fits(known: Agreement, kind: PartyKind, wanted: Agreement) -> bool {
    // Of a body one speaks in the plural as well, and of its people then: "la
    // chaîne … ils".
    let people = wanted.plural && !known.plural && matches!(kind, PartyKind::Outlet | PartyKind::Group);
    people
        || (known.plural == wanted.plural
            && (known.gender.is_none() || wanted.gender.is_none() || known.gender == wanted.gender))
}
