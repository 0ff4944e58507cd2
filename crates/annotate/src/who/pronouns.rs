//! Pronouns: whom "il", "elle", "je" and "nous" stand for.

use depeche_language::pack::{Agreement, Gender, Known, Traits};
use depeche_record::{MentionForm, PartyId, PartyKind, Quotation, QuotationType, Span};

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
            return self.first_person(cast, quotation?, at);
        }
        if traits.any(Traits::SECOND) {
            return self.addressee(cast, quotation?).map(|party| (party, "addressee of the quotation"));
        }
        self.third_person(cast, number, at, traits, quotation)
    }

    /// The innermost quotation whose content holds `span`.
    fn innermost(&self, span: Span) -> Option<&Quotation> {
        self.quotations
            .iter()
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
        // "Nous appelons à" is the speaker; "nous gèlerons nos essais" his state.
        let verb = (at + 1..at + 4).find(|verb| self.scene.is_verb(*verb));
        let saying = verb.is_some_and(|verb| {
            self.scene
                .lemmas(verb)
                .all(|lemma| self.scene.pack.has_dative(lemma) || self.scene.pack.has_personal_object(lemma))
        });
        let source = quotation.source.first()?;
        let state = cast
            .mentions_in(*source)
            .filter(|mention| mention.form == MentionForm::Demonym)
            .filter_map(|mention| mention.party.clone())
            .find(|party| party.as_str().starts_with("state:"));
        match state.filter(|_| !saying) {
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

    /// The best of those named before: in the same or the last two sentences, of
    /// the same gender and number, subjects and speakers first.
    fn third_person(
        &self,
        cast: &Cast,
        number: usize,
        at: usize,
        traits: Traits,
        quotation: Option<&Quotation>,
    ) -> Option<(PartyId, &'static str)> {
        let wanted = agreement(traits);
        let span = cast.mentions[number].span;
        let segmented = &self.scene.article.segmented;
        let here = segmented.sentence_at(span.begin)?;
        let subject = traits.any(SUBJECTS);
        // Who says the inserted clause "a-t-il dit" is who spoke last.
        let inserted = subject && self.scene.word(at).starts_with('-');
        let mut best: Option<(i32, PartyId, &'static str)> = None;
        for candidate in cast.mentions[..number].iter().rev() {
            let Some(sentence) = segmented.sentence_at(candidate.span.begin) else { continue };
            let distance = here - sentence.min(here);
            if distance > 3 {
                break;
            }
            let Some(party) = candidate.party.clone() else { continue };
            if candidate.form == MentionForm::Demonym || candidate.span.overlaps(span) {
                continue;
            }
            let Some(kind) = cast.party(&party).map(|party| party.kind) else { continue };
            if !fits(cast, &party, kind, wanted) {
                continue;
            }
            // What another's quotation names is out of reach from outside it.
            let inside = self.innermost(candidate.span).map(|quotation| quotation.id);
            let mine = quotation.map(|quotation| quotation.id);
            if inside.is_some() && inside != mine {
                continue;
            }
            // Nobody speaks of himself in the third person, and the subject of
            // a verb is not the pronoun beside it.
            let own = quotation
                .filter(|quotation| quotation.kind == QuotationType::Direct)
                .is_some_and(|quotation| quotation.source.iter().any(|source| source.contains(candidate.span)));
            if own && !inserted {
                continue;
            }
            let token = segmented.token_at(candidate.span.begin);
            let end = segmented.tokens_in(candidate.span).end;
            let range = &segmented.sentences[sentence].tokens;
            let leads = acting::verb_at(self.scene, end, range.end)
                || candidate.form == MentionForm::Pronoun && self.scene.traits(end - 1).any(SUBJECTS);
            let governed = token > range.start && self.governed(token, range.start);
            let speaks = self
                .quotations
                .iter()
                .any(|quotation| quotation.source.iter().any(|source| source.contains(candidate.span)));
            let mut score = 100 - 12 * i32::try_from(distance).unwrap_or(9);
            score += if leads { 18 } else { 0 };
            score -= if governed { 14 } else { 0 };
            score += match kind {
                PartyKind::Person | PartyKind::Anonymous => 14,
                PartyKind::Place => -30,
                PartyKind::Outlet if !wanted.plural => -12,
                _ => 0,
            };
            if speaks {
                score += if inserted || distance > 0 { 12 } else { 4 };
            }
            // A body in the plural is the last resort.
            let counted = cast.agreement(&party).is_some_and(|known| known.plural) || kind == PartyKind::Group;
            score -= if wanted.plural && !counted { 12 } else { 0 };
            if !subject && end == at {
                continue; // "il lui" are two.
            }
            if best.as_ref().is_none_or(|(known, _, _)| *known < score) {
                let reason = if inserted && speaks {
                    "last speaker"
                } else if leads {
                    "last subject of this gender and number"
                } else {
                    "last named of this gender and number"
                };
                best = Some((score, party, reason));
            }
        }
        best.filter(|(score, _, _)| *score >= 70).map(|(_, party, reason)| (party, reason))
    }

    /// Whether a preposition stands before the phrase at `token`.
    fn governed(&self, token: usize, start: usize) -> bool {
        (token.saturating_sub(3).max(start)..token)
            .rev()
            .take(3)
            .any(|at| self.scene.traits(at).any(Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR)))
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

fn fits(cast: &Cast, party: &PartyId, kind: PartyKind, wanted: Agreement) -> bool {
    let known = cast.agreement(party).unwrap_or(Agreement { gender: None, plural: kind == PartyKind::Group });
    // A body or outlet is spoken of in the plural as well.
    let plural =
        known.plural == wanted.plural || (wanted.plural && matches!(kind, PartyKind::Outlet | PartyKind::Group));
    plural && (known.gender.is_none() || wanted.gender.is_none() || known.gender == wanted.gender)
}
