//! Whether a name acts, speaks or is addressed where it stands: a town that
//! does is its state, one that does not is a place.

use std::ops::Range;

use depeche_language::TokenKind;
use depeche_language::pack::{Known, Traits};

use super::scene::Scene;

/// Why the name at `tokens` acts or is addressed; `None` if it is a place, as
/// far as its neighbours tell. `party` says whether a name begins at a token
/// that can act as well (for "entre X et Y").
pub(super) fn reason(
    scene: &Scene<'_>,
    tokens: &Range<usize>,
    party: impl Fn(usize) -> Option<usize>,
) -> Option<&'static str> {
    let sentence = scene.article.segmented.sentence_at(scene.tokens[tokens.start].span.begin)?;
    let range = scene.article.segmented.sentences[sentence].tokens.clone();
    let around = Around { scene, range, tokens: tokens.clone() };
    around
        .addressed(&party)
        .or_else(|| around.owner())
        .or_else(|| around.subject(&party))
        .or_else(|| around.inverted_subject())
        .or_else(|| around.object())
}

struct Around<'a, 's> {
    scene: &'s Scene<'a>,
    range: Range<usize>,
    tokens: Range<usize>,
}

impl Around<'_, '_> {
    fn before(&self, back: usize) -> Option<usize> {
        self.tokens.start.checked_sub(back).filter(|at| *at >= self.range.start)
    }

    fn traits_before(&self, back: usize) -> Traits {
        self.before(back).map(|at| self.scene.traits(at)).unwrap_or_default()
    }

    /// "avec Moscou", "entre Halden et Belgora", "fait savoir à Lima",
    /// "martèle-t-on à Belgora".
    fn addressed(&self, party: &impl Fn(usize) -> Option<usize>) -> Option<&'static str> {
        let scene = self.scene;
        let start = self.tokens.start;
        if self.traits_before(1).any(Traits::TO) {
            let verb = self.before(2)?;
            let spoken = scene.lemmas(verb).any(|lemma| scene.pack.has_dative(lemma));
            let one = scene.word(verb).starts_with('-') && scene.traits(verb) == Traits::default();
            return (spoken || one).then_some("metonym: addressed");
        }
        if self.traits_before(1).any(Traits::AND) {
            // "entre A et [B]"
            let first = (self.range.start..start - 1).rev().take(4).find(|at| party(*at) == Some(start - 1))?;
            let between = [Known::ActingBefore, Known::PlaceBefore]
                .into_iter()
                .all(|known| scene.ends_before(first, known).is_some_and(|begin| begin >= self.range.start));
            return between.then_some("metonym: between two parties");
        }
        scene.ends_before(start, Known::ActingBefore).filter(|begin| *begin >= self.range.start)?;
        // "entre Damas et Lattaquié" is a road, "entre Damas et Ankara" a matter of two states.
        let between = scene.ends_before(start, Known::PlaceBefore).is_some();
        if between {
            let other = self.tokens.end + 1;
            let joined = scene.traits(self.tokens.end).any(Traits::AND) && party(other).is_some();
            return joined.then_some("metonym: between two parties");
        }
        Some("metonym: dealt with")
    }

    /// "la réponse écrite de Moscou", "La « ligne rouge » de Halden".
    fn owner(&self) -> Option<&'static str> {
        let scene = self.scene;
        if !self.traits_before(1).any(Traits::OF) {
            return None;
        }
        let mut end = self.tokens.start - 1;
        for _ in 0..3 {
            if end > self.range.start && scene.tokens[end - 1].kind == TokenKind::Quote {
                end -= 1;
            }
            if scene.ends_before(end, Known::ActingNoun).is_some_and(|at| at >= self.range.start) {
                return Some("metonym: owner of a noun of speech or will");
            }
            if scene.ends_before(end, Known::PlaceBefore).is_some() || end == self.range.start {
                return None;
            }
            end -= 1;
            if !scene.tokens[end].is_word() {
                return None;
            }
        }
        None
    }

    /// Followed by a finite verb, perhaps behind an aside, and not governed by a
    /// preposition.
    fn subject(&self, party: &impl Fn(usize) -> Option<usize>) -> Option<&'static str> {
        let governed = self.traits_before(1).any(Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR));
        let coordinated = self.traits_before(1).any(Traits::AND);
        if governed && !coordinated {
            return None;
        }
        let scene = self.scene;
        let mut at = self.tokens.end;
        // "X et Y reprendront"
        if scene.traits(at).any(Traits::AND)
            && let Some(end) = party(at + 1)
        {
            at = end;
        }
        if coordinated && self.before(2).is_some_and(|at| self.before(1).is_some() && scene.traits(at).any(Traits::TO))
        {
            return None;
        }
        verb_at(scene, at, self.range.end).then_some("metonym: subject of a verb")
    }

    /// "…, juge Halden": a verb before it, and nothing but a mark before that.
    fn inverted_subject(&self) -> Option<&'static str> {
        let scene = self.scene;
        let last = self.before(1)?;
        if !(scene.is_finite(last) || scene.is_participle(last)) {
            return None;
        }
        let mut at = last;
        for _ in 0..3 {
            let Some(before) = at.checked_sub(1).filter(|before| *before >= self.range.start) else { break };
            if matches!(scene.tokens[before].kind, TokenKind::Mark | TokenKind::Quote) {
                return Some("metonym: subject of an inserted verb");
            }
            if !scene.is_verb(before) && scene.tokens[before].len_at_most(3) {
                at = before;
                continue;
            }
            if !scene.is_verb(before) {
                break;
            }
            at = before;
        }
        None
    }

    /// "accuse Belgora": a verb whose object is somebody.
    fn object(&self) -> Option<&'static str> {
        let verb = self.before(1)?;
        let personal = self.scene.lemmas(verb).any(|lemma| self.scene.pack.has_personal_object(lemma));
        personal.then_some("metonym: object of a verb that takes somebody")
    }
}

/// Whether a finite verb stands at `at`, perhaps behind small words ("n'a",
/// "leur a") or an aside between commas.
pub(super) fn verb_at(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let mut at = at;
    if scene.is_mark(at, &[","]) {
        let close = (at + 1..end.min(at + 16)).find(|at| scene.is_mark(*at, &[","]));
        match close {
            Some(close) => at = close + 1,
            None => return false,
        }
    }
    for at in at..end.min(at + 4) {
        if scene.is_finite(at) {
            return true;
        }
        let small = scene.tokens[at].is_word() && scene.tokens[at].len_at_most(6) && !scene.tokens[at].capital;
        if !small
            || scene.traits(at).any(Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR).with(Traits::AND))
        {
            return false;
        }
    }
    false
}

trait Length {
    fn len_at_most(self, bytes: usize) -> bool;
}

impl Length for depeche_language::Token {
    fn len_at_most(self, bytes: usize) -> bool {
        self.span.len() <= bytes
    }
}
