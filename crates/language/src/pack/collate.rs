//! What collation has to know of a language: `collate.toml`.
//!
//! Three things can't be told from names, dates and figures: that a page says it is
//! a translation, that two verbs mean opposite steps ("rejoindre", "quitter"), and
//! that two words are translators' choices for one thing ("pourparlers", "entretiens").

use depeche_record::{Block, BlockKind, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, SegmentPack, Source, Tense, VerbPack};
use crate::{Form, Token, TokenKind, Vocabulary, Words, segment};

/// Tokens before a step in which a word that turns it round may stand.
const TURNED_WITHIN: usize = 8;
/// The same for a negation.
const NEGATED_WITHIN: usize = 2;
/// Tokens in which those whom a step concerns stand: after it, before it unless it
/// is the verb of its clause, whose subject is asked to take it.
const OBJECT_AFTER: usize = 9;
const OBJECT_BEFORE: usize = 5;

/// What collation has to know of a language.
#[derive(Debug, Default)]
pub struct CollatePack {
    notices: Vec<Box<[Form]>>,
    /// The steps that a word names, by the infinitive for verbs: which pair of
    /// opposites, and which of the two.
    steps: FxHashMap<Form, (u16, bool)>,
    /// By word, the infinitive for verbs: the number of what it names; none if it
    /// only says what kind of act it is.
    concepts: FxHashMap<Form, Option<u16>>,
    turning: FxHashSet<Form>,
    negation: FxHashSet<Form>,
    stops: FxHashSet<Form>,
    examples: Examples,
}

/// A step that a text speaks of: joining or leaving, lifting or imposing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The pair of opposites, by number.
    pub pair: u16,
    /// Whether it is the first of the two, refusals and negations counted.
    pub forth: bool,
    /// Its word.
    pub span: Span,
    /// The words that say what it is about: those after it in its clause, those
    /// before it too where it is not the clause's verb.
    pub about: Span,
}

/// What the tests of the pack read.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Lines that say the page is a translation.
    pub notices: Vec<String>,
    /// Lines that say no such thing.
    pub no_notices: Vec<String>,
    /// Two clauses that call for opposite steps.
    pub opposite: Vec<[String; 2]>,
    /// Two clauses that do not.
    pub alike: Vec<[String; 2]>,
    /// Two clauses that name the same things.
    pub same: Vec<[String; 2]>,
    /// Two clauses that do not.
    pub other: Vec<[String; 2]>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    translation: Option<Translation>,
    opposites: Vec<Pair>,
    turning: Turning,
    concepts: Option<Concepts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Translation {
    notices: Vec<Spanned<String>>,
    examples: Spanned<Vec<String>>,
    counterexamples: Spanned<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    forth: Side,
    back: Side,
    examples: Spanned<Vec<[String; 2]>>,
    counterexamples: Spanned<Vec<[String; 2]>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concepts {
    groups: Vec<Side>,
    /// Words that only say what kind of act it is.
    #[serde(default)]
    cues: Side,
    examples: Spanned<Vec<[String; 2]>>,
    counterexamples: Spanned<Vec<[String; 2]>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Side {
    verbs: Vec<Spanned<String>>,
    nouns: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Turning {
    verbs: Vec<Spanned<String>>,
    nouns: Vec<Spanned<String>>,
    /// What says no beside the verb.
    negation: Vec<Spanned<String>>,
    /// Words that nothing turns round across.
    stops: Vec<Spanned<String>>,
}

impl Side {
    /// Its words, and whether each is a verb.
    fn words(&self) -> impl Iterator<Item = (&Spanned<String>, bool)> {
        self.verbs.iter().map(|word| (word, true)).chain(self.nouns.iter().map(|word| (word, false)))
    }
}

impl CollatePack {
    /// Compiles the file.
    ///
    /// # Errors
    ///
    /// With file and line, if a verb can't be conjugated, one word stands for two
    /// steps, or examples are missing.
    pub fn compile(source: Source<'_>, words: &mut Words<'_>) -> Result<CollatePack, PackError> {
        let file: File = source.parse()?;
        let mut pack = CollatePack::default();
        let enough = |examples: std::ops::Range<usize>, yes: usize, no: usize| {
            if yes >= 2 && no >= 1 {
                return Ok(());
            }
            Err(source.error(examples, "write at least two examples and one counterexample"))
        };
        if let Some(Translation { notices, examples, counterexamples }) = file.translation {
            enough(examples.span(), examples.get_ref().len(), counterexamples.get_ref().len())?;
            pack.notices.extend(notices.iter().map(|notice| words.forms(notice.get_ref()).into()));
            pack.examples.notices = examples.into_inner();
            pack.examples.no_notices = counterexamples.into_inner();
        }
        for (number, pair) in file.opposites.into_iter().enumerate() {
            enough(pair.examples.span(), pair.examples.get_ref().len(), pair.counterexamples.get_ref().len())?;
            for (side, forth) in [(&pair.forth, true), (&pair.back, false)] {
                for (word, is_verb) in side.words() {
                    let form = one_word(source, words, word, is_verb)?;
                    if pack.steps.insert(form, (number as u16, forth)).is_some() {
                        let message = format!("{:?} names another step already", word.get_ref());
                        return Err(source.error(word.span(), message));
                    }
                }
            }
            pack.examples.opposite.extend(pair.examples.into_inner());
            pack.examples.alike.extend(pair.counterexamples.into_inner());
        }
        if let Some(Concepts { groups, cues, examples, counterexamples }) = file.concepts {
            enough(examples.span(), examples.get_ref().len(), counterexamples.get_ref().len())?;
            let named = groups.iter().enumerate().map(|(number, group)| (group, Some(number as u16)));
            for (group, number) in named.chain([(&cues, None)]) {
                for (word, is_verb) in group.words() {
                    let form = one_word(source, words, word, is_verb)?;
                    if pack.concepts.insert(form, number).is_some() {
                        let message = format!("{:?} names another thing already", word.get_ref());
                        return Err(source.error(word.span(), message));
                    }
                }
            }
            pack.examples.same = examples.into_inner();
            pack.examples.other = counterexamples.into_inner();
        }
        for verb in &file.turning.verbs {
            pack.turning.insert(one_word(source, words, verb, true)?);
        }
        for (list, known) in [
            (&file.turning.nouns, &mut pack.turning),
            (&file.turning.negation, &mut pack.negation),
            (&file.turning.stops, &mut pack.stops),
        ] {
            for word in list {
                known.insert(one_word(source, words, word, false)?);
            }
        }
        Ok(pack)
    }

    /// Whether a line says that the page is a translation.
    pub fn is_notice(&self, content: &str, line: Span, segment: &SegmentPack, vocabulary: &Vocabulary) -> bool {
        if self.notices.is_empty() {
            return false;
        }
        let forms: Vec<Form> = tokens(content, line, segment, vocabulary).iter().map(|token| token.form).collect();
        self.notices.iter().any(|notice| forms.windows(notice.len()).any(|run| run == &**notice))
    }

    /// The steps that a clause speaks of, in order.
    pub fn steps(
        &self,
        content: &str,
        clause: Span,
        segment: &SegmentPack,
        vocabulary: &Vocabulary,
        verbs: &VerbPack,
    ) -> Vec<Step> {
        if self.steps.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(content, clause, segment, vocabulary);
        let clause = Clause { pack: self, verbs, tokens: &tokens };
        (0..tokens.len()).filter_map(|at| clause.step(at)).collect()
    }

    /// What the words of a clause name, by number, in order; none for a word that
    /// only says what kind of act it is.
    pub fn concepts(
        &self,
        content: &str,
        clause: Span,
        segment: &SegmentPack,
        vocabulary: &Vocabulary,
        verbs: &VerbPack,
    ) -> Vec<(Option<u16>, Span)> {
        if self.concepts.is_empty() {
            return Vec::new();
        }
        let concept = |token: Token| {
            let of_verb = verbs.readings(token.form).find_map(|reading| self.concepts.get(&reading.lemma));
            Some((*of_verb.or_else(|| self.concepts.get(&token.form))?, token.span))
        };
        tokens(content, clause, segment, vocabulary).into_iter().filter_map(concept).collect()
    }

    /// What the tests of the pack read.
    pub fn examples(&self) -> &Examples {
        &self.examples
    }
}

fn tokens(content: &str, span: Span, pack: &SegmentPack, vocabulary: &Vocabulary) -> Vec<Token> {
    segment(content, &[Block { span, kind: BlockKind::Paragraph }], pack, vocabulary).tokens
}

/// The form of a word that must be one; a verb becomes known with all its forms.
fn one_word(
    source: Source<'_>,
    words: &mut Words<'_>,
    word: &Spanned<String>,
    is_verb: bool,
) -> Result<Form, PackError> {
    if is_verb {
        return words.verb(word.get_ref()).map_err(|message| source.error(word.span(), message));
    }
    match words.forms(word.get_ref())[..] {
        [form] => Ok(form),
        _ => Err(source.error(word.span(), format!("{:?} is not one word", word.get_ref()))),
    }
}

/// The tokens of one clause.
struct Clause<'c> {
    pack: &'c CollatePack,
    verbs: &'c VerbPack,
    tokens: &'c [Token],
}

impl Clause<'_> {
    /// The step that the token names.
    fn step(&self, at: usize) -> Option<Step> {
        let form = self.tokens[at].form;
        let of_verb = self.verbs.readings(form).find_map(|reading| {
            let step = self.pack.steps.get(&reading.lemma)?;
            Some((*step, Some(reading.tense).filter(|tense| *tense != Tense::Infinitive)))
        });
        let of_noun = self.pack.steps.get(&form).filter(|_| of_verb.is_none()).map(|step| (*step, None));
        let ((pair, forth), tense) = of_verb.or(of_noun)?;
        let turned = if tense.is_some() { self.is_negated(at) } else { self.turns(at) % 2 == 1 };
        let is_stop = |token: &&Token| self.pack.stops.contains(&token.form);
        let after = self.tokens[at + 1..].iter().take(OBJECT_AFTER).take_while(|token| !is_stop(token)).count();
        let before = self.tokens[..at].iter().rev().take(OBJECT_BEFORE).take_while(|token| !is_stop(token)).count();
        let first = if tense.is_some_and(Tense::is_finite) { at } else { at - before };
        let last = at + after;
        Some(Step {
            pair,
            forth: forth != turned,
            span: self.tokens[at].span,
            about: self.tokens[first].span.cover(self.tokens[last].span),
        })
    }

    /// Whether a finite verb is negated: by a word after it, or before its participle.
    fn is_negated(&self, at: usize) -> bool {
        let around = at.saturating_sub(NEGATED_WITHIN)..(at + 1 + NEGATED_WITHIN).min(self.tokens.len());
        self.tokens[around].iter().any(|token| self.pack.negation.contains(&token.form))
    }

    /// How often what stands before an infinitive or noun turns it round.
    fn turns(&self, at: usize) -> usize {
        let mut turns = 0;
        for (back, token) in self.tokens[..at].iter().rev().take(TURNED_WITHIN).enumerate() {
            if self.pack.stops.contains(&token.form) || token.kind == TokenKind::Mark {
                break;
            }
            let turning = self.pack.turning.contains(&token.form)
                || self.verbs.readings(token.form).any(|reading| self.pack.turning.contains(&reading.lemma));
            let negates = back < NEGATED_WITHIN + 1 && self.pack.negation.contains(&token.form);
            turns += usize::from(turning || negates);
        }
        turns
    }
}

#[cfg(test)]
mod tests {
    use depeche_record::Lang;

    use super::*;
    use crate::{Pack, Packs};

    fn for_each_pack(check: impl Fn(&Pack, &Examples)) {
        let packs = Packs::builtin();
        for lang in packs.languages() {
            let pack = packs.get(lang).expect("a pack");
            check(pack, pack.collate.examples());
        }
    }

    #[test]
    fn notices_are_told_from_other_lines() {
        for_each_pack(|pack, examples| {
            let is_notice =
                |line: &String| pack.collate.is_notice(line, Span::new(0, line.len()), &pack.segment, &pack.vocabulary);
            for line in &examples.notices {
                assert!(is_notice(line), "{line}");
            }
            for line in &examples.no_notices {
                assert!(!is_notice(line), "{line}");
            }
        });
    }

    #[test]
    fn opposite_steps_are_told_from_equal_ones() {
        for_each_pack(|pack, examples| {
            let steps = |clause: &String| {
                let span = Span::new(0, clause.len());
                pack.collate.steps(clause, span, &pack.segment, &pack.vocabulary, &pack.verbs)
            };
            let oppose = |[a, b]: &[String; 2]| {
                let others = steps(b);
                steps(a).iter().any(|step| others.iter().any(|o| o.pair == step.pair && o.forth != step.forth))
            };
            for pair in &examples.opposite {
                assert!(oppose(pair), "{pair:?}");
            }
            for pair in &examples.alike {
                assert!(!oppose(pair), "{pair:?}");
            }
        });
    }

    #[test]
    fn words_for_one_thing_are_told_from_others() {
        for_each_pack(|pack, examples| {
            let named = |clause: &String| -> Vec<u16> {
                let span = Span::new(0, clause.len());
                let found = pack.collate.concepts(clause, span, &pack.segment, &pack.vocabulary, &pack.verbs);
                found.into_iter().filter_map(|(concept, _)| concept).collect()
            };
            for [a, b] in &examples.same {
                assert!(!named(a).is_empty());
                assert_eq!(named(a), named(b), "{a} {b}");
            }
            for [a, b] in &examples.other {
                assert_ne!(named(a), named(b), "{a} {b}");
            }
        });
    }

    #[test]
    fn what_can_t_work_is_refused_with_its_line() {
        for (text, message) in [
            (
                "[[opposites]]\nforth = { verbs = [\"zzz\"] }\nback = {}\nexamples = [[\"a\", \"b\"], [\"a\", \"b\"]]\ncounterexamples = [[\"a\", \"b\"]]",
                "collate.toml:2",
            ),
            (
                "[[opposites]]\nforth = { nouns = [\"levée\"] }\nback = { nouns = [\"levée\"] }\nexamples = [[\"a\", \"b\"], [\"a\", \"b\"]]\ncounterexamples = [[\"a\", \"b\"]]",
                "names another step",
            ),
            (
                "[[opposites]]\nforth = { nouns = [\"levée\"] }\nback = {}\nexamples = []\ncounterexamples = []",
                "at least two examples",
            ),
            ("[turning]\nnouns = [\"la fin\"]", "is not one word"),
        ] {
            let (segment, mut vocabulary, mut verbs) = Default::default();
            let mut words = Words { segment: &segment, vocabulary: &mut vocabulary, verbs: &mut verbs };
            let error = CollatePack::compile(Source { file: "collate.toml", text }, &mut words).expect_err(text);
            assert!(error.to_string().contains(message), "{error}");
        }
        assert!(Packs::builtin().get(Lang::FR).is_some());
    }
}
