//! What all steps look at: the tokens of a text with what the pack knows of them.

use std::borrow::Cow;
use std::ops::Range;

use depeche_language::pack::{Head, Known, Tense, Traits, WhoPack};
use depeche_language::{Sentence, Token, TokenKind, fold};
use depeche_record::{BlockKind, Span};

use rustc_hash::FxHashSet;

use crate::Article;

/// The tokens of a text with what the pack knows of them.
pub(super) struct Scene<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) pack: &'a WhoPack,
    pub(super) tokens: &'a [Token],
    starts: Vec<u32>,
    hits: Vec<(u32, Known)>,
    /// Per token, whether it opens a sentence or quoted words: a capital tells
    /// nothing there.
    opening: Vec<bool>,
    /// Per token, whether it is no prose: the title of a work, an address of the
    /// web, a hashtag.
    work: Vec<bool>,
    /// The words that the text writes without a capital.
    plain: FxHashSet<&'a str>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(article: &'a Article<'a>) -> Scene<'a> {
        let pack = &article.pack.who;
        let tokens = &article.segmented.tokens[..];
        let mut starts = Vec::with_capacity(tokens.len() + 1);
        let mut hits = Vec::new();
        for at in 0..tokens.len() {
            starts.push(hits.len() as u32);
            pack.lexicon.at(tokens, at, |length, entry| hits.push((length as u32, *pack.lexicon.value(entry))));
        }
        starts.push(hits.len() as u32);
        let mut opening = vec![false; tokens.len()];
        for sentence in &article.segmented.sentences {
            let mut opens = true;
            // Whether a note in brackets stands before the first word.
            let mut note = false;
            for at in sentence.tokens.clone() {
                opening[at] = opens;
                opens = match tokens[at].kind {
                    TokenKind::Quote => true,
                    TokenKind::Mark => {
                        let mark = tokens[at].of(article.content());
                        note |= opens && mark.starts_with('[');
                        mark.starts_with([':', '-', '–', '—', '•', '…', '['])
                            || (opens && mark == ",")
                            || (mark.starts_with(']') && std::mem::take(&mut note))
                    }
                    _ => false,
                };
            }
        }
        let work = vec![false; tokens.len()];
        let plain = tokens
            .iter()
            .filter(|token| token.is_word() && !token.capital)
            .map(|token| token.of(article.content()))
            .collect();
        let mut scene = Scene { article, pack, tokens, starts, hits, opening, work, plain };
        scene.mark_works();
        scene.mark_addresses();
        scene
    }

    /// Marks what stands in quotation marks, or with a capital, behind "film" or
    /// "intitulé".
    fn mark_works(&mut self) {
        for sentence in &self.article.segmented.sentences {
            let range = sentence.tokens.clone();
            for at in range.clone() {
                if self.tokens[at].kind != TokenKind::Quote || self.ends_before(at, Known::Work).is_none() {
                    continue;
                }
                let close = (at + 1..range.end.min(at + 16)).find(|close| self.tokens[*close].kind == TokenKind::Quote);
                // A title is short and begins with a capital.
                if let Some(close) = close.filter(|_| self.capital(at + 1)) {
                    self.work[at..close].fill(true);
                }
            }
        }
    }

    /// Marks what is written without a space around "://", "#" or "@".
    fn mark_addresses(&mut self) {
        let content = self.article.content();
        let mut start = 0;
        for at in 1..=self.tokens.len() {
            if at < self.tokens.len() && !self.tokens[at].spaced {
                continue;
            }
            let run = Span { begin: self.tokens[start].span.begin, end: self.tokens[at - 1].span.end }.of(content);
            if run.contains("://") || run.contains(['#', '@']) || run.starts_with("www.") {
                self.work[start..at].fill(true);
                // "@velt Personnellement": what is addressed to somebody opens behind him.
                if let Some(opening) = self.opening.get_mut(at) {
                    *opening = true;
                }
            }
            start = at;
        }
    }

    /// Whether the text writes this word without a capital somewhere.
    pub(super) fn is_plain(&self, word: &str) -> bool {
        self.plain.contains(word)
    }

    pub(super) fn in_work(&self, at: usize) -> bool {
        self.work[at]
    }

    /// The sentences in which parties are looked for.
    pub(super) fn sentences(&self) -> impl Iterator<Item = (usize, &'a Sentence)> {
        let sentences = &self.article.segmented.sentences[..];
        sentences.iter().enumerate().filter(|(_, sentence)| {
            sentence.kind.is_body() || matches!(sentence.kind, BlockKind::Dateline | BlockKind::Credit)
        })
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens[at].of(self.article.content())
    }

    pub(super) fn lower(&self, at: usize) -> Cow<'a, str> {
        fold::lower(self.word(at))
    }

    pub(super) fn words(&self, tokens: Range<usize>) -> &'a str {
        self.span(tokens).of(self.article.content())
    }

    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        self.article.segmented.span(tokens)
    }

    /// What the word at `at` does; nothing outside the text.
    pub(super) fn traits(&self, at: usize) -> Traits {
        self.tokens.get(at).map_or(Traits::default(), |token| self.pack.traits(token.form))
    }

    /// The phrases of the lexicon that begin at `at`, shorter ones first.
    pub(super) fn hits(&self, at: usize) -> &[(u32, Known)] {
        match self.starts.get(at..at + 2) {
            Some([begin, end]) => &self.hits[*begin as usize..*end as usize],
            _ => &[],
        }
    }

    /// The longest phrase at `at` that `wanted` takes, with its length.
    pub(super) fn longest<T>(&self, at: usize, wanted: impl Fn(Known) -> Option<T>) -> Option<(usize, T)> {
        self.hits(at).iter().rev().find_map(|(length, known)| Some((*length as usize, wanted(*known)?)))
    }

    /// The length of the longest phrase of this kind at `at`, if there is one.
    pub(super) fn length_of(&self, at: usize, kind: Known) -> Option<usize> {
        self.longest(at, |known| (known == kind).then_some(())).map(|(length, ())| length)
    }

    /// Whether a phrase of this kind ends just before `at`; where it begins.
    pub(super) fn ends_before(&self, at: usize, kind: Known) -> Option<usize> {
        (at.saturating_sub(4)..at).find(|begin| {
            self.hits(*begin).iter().any(|(length, known)| *known == kind && begin + *length as usize == at)
        })
    }

    /// The adjective of a known party at `at`: its actor.
    pub(super) fn demonym(&self, at: usize) -> Option<(u16, depeche_language::pack::Agreement)> {
        self.longest(at, |known| match known {
            Known::Demonym { actor, agreement } => Some((actor, agreement)),
            _ => None,
        })
        .map(|(_, demonym)| demonym)
    }

    /// The adjective of a known party that a part of a word is: its actor.
    pub(super) fn demonym_of(&self, word: &str) -> Option<u16> {
        let form = self.article.pack.vocabulary.form(word);
        let token = Token { form, ..*self.tokens.first()? };
        let mut found = None;
        self.pack.lexicon.at(&[token], 0, |_, entry| {
            if let Known::Demonym { actor, .. } = self.pack.lexicon.value(entry) {
                found = Some(*actor);
            }
        });
        found
    }

    pub(super) fn heads(&self, at: usize) -> impl Iterator<Item = (usize, Head)> {
        self.hits(at).iter().rev().filter_map(|(length, known)| match known {
            Known::Head(head) => Some((*length as usize, *head)),
            _ => None,
        })
    }

    pub(super) fn opening(&self, at: usize) -> bool {
        self.opening[at]
    }

    /// Whether the word at `at` has a capital, or one behind a particle that it
    /// is joined to ("al-Rahman").
    pub(super) fn capital(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|token| token.is_word()) else { return false };
        token.capital
            || self.word(at).split_once(['-', '\'', '’']).is_some_and(|(before, after)| {
                before.chars().count() <= 3 && after.chars().next().is_some_and(char::is_uppercase)
            })
    }

    /// Whether the word at `at` is written in capitals only, two letters at least.
    pub(super) fn all_capitals(&self, at: usize) -> bool {
        let letters = self.word(at).chars().filter(|c| c.is_alphabetic());
        self.tokens[at].is_word() && letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
    }

    /// Whether the words at `at - 1` and `at` are two words run together.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0
            && !self.tokens[at].spaced
            && self.tokens[at - 1].is_word()
            && !self.word(at - 1).ends_with(['\'', '’', '.'])
    }

    pub(super) fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            matches!(token.kind, TokenKind::Mark | TokenKind::Quote)
                && marks.contains(&token.of(self.article.content()))
        })
    }

    fn has_tense(&self, at: usize, wanted: impl Fn(Tense, u8) -> bool) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            self.article.pack.verbs.readings(token.form).any(|reading| wanted(reading.tense, reading.person))
        })
    }

    /// Whether the word at `at` can be a verb of the third person.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        self.has_tense(at, |tense, person| {
            tense.is_finite() && person == 3 && !matches!(tense, Tense::Subjunctive | Tense::SubjunctivePast)
        })
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        self.has_tense(at, |tense, _| tense == Tense::Infinitive)
    }

    /// Whether the adjective of a people at `at` is a language: "en anglais".
    pub(super) fn is_language(&self, at: usize) -> bool {
        at > 0 && self.traits(at - 1).any(Traits::INTO)
    }

    pub(super) fn is_participle(&self, at: usize) -> bool {
        self.has_tense(at, |tense, _| tense == Tense::PastParticiple)
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        self.has_tense(at, |_, _| true)
    }

    /// The infinitives that the word at `at` can belong to.
    pub(super) fn lemmas(&self, at: usize) -> impl Iterator<Item = depeche_language::Form> {
        self.tokens
            .get(at)
            .into_iter()
            .flat_map(|token| self.article.pack.verbs.readings(token.form).map(|reading| reading.lemma))
    }

    /// Whether `at` can be a common noun: a plain word that no rule knows as a
    /// small word or an infinitive.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word() && !token.capital)
            && self.word(at).chars().count() >= 4
            && self.traits(at).only(
                Traits::OPENER.with(Traits::NO_PARTY).with(Traits::DESIGNATION).with(Traits::BODY).with(Traits::GIVEN),
            )
            && !self.is_infinitive(at)
    }

    /// Whether the word at `at` can be an adjective that follows its noun.
    pub(super) fn is_adjective(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word() && !token.capital)
            && !self.is_finite(at)
            && self.pack.is_adjective(&self.lower(at))
    }
}
