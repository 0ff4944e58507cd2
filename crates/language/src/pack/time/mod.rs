//! How a language words time: typed words, and rules over them that say which
//! time they stand for.
//!
//! # `time.toml`
//!
//! Words stand under headings `[words.kind.class]`, by what they stand for:
//!
//! ```toml
//! [words.month.month]
//! 1 = ["janvier", "janv."]
//! ```
//!
//! `[words.word]` holds classes of words that stand for themselves. Numbers in digits
//! are known beforehand as `day`, `month-number`, `year`, `short-year`, `hour`,
//! `minute` and `count`. A rule is a [`Pattern`](crate::Pattern) over such
//! classes and one action whose slots are names that the pattern remembers, or
//! values:
//!
//! ```toml
//! [[rule]]
//! name = "day-month"
//! match = 'd:day m:month y:year?'
//! date = { day = "d", month = "m", year = "y" }
//! yes = [{ on = "2022-01-21", text = "Le sommet du [25 janvier].", value = "2022-01-25", window = "2022-01-25" }, …]
//! no = ["le 25 de la rue de Mars"]
//! ```
//!
//! A match remembered as `span` is the expression, the words around it only its
//! surroundings. A rule with `nothing = true` says what is no time expression.
//! A rule that could give no legal value is refused.

mod rules;
mod words;

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Source};
use crate::{Form, Lexicon, LexiconBuilder, Segmented, Sentence, Words};
use words::{Classes, WordTables};

pub use rules::{Core, DateFields, Example, From, Meaning, Rule};
pub use words::{Atom, Daypart, Reference, Season, Unit, UnitGrain};

/// How a language words time.
#[derive(Debug, Default)]
pub struct TimePack {
    lexicon: Option<Lexicon<Atom>>,
    rules: Vec<Rule>,
    /// `openers[form]`: the rules that can begin with this word.
    openers: Vec<Vec<u16>>,
    articles: FxHashSet<Form>,
    demonstratives: FxHashSet<Form>,
    attributive: FxHashSet<Form>,
    signals: Option<Lexicon<Signal>>,
    outlook: Outlooks,
}

/// What a word before a time expression says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// At some time from now until then: "d'ici", "sous".
    Within,
    /// At the end of that time: "dans".
    In,
    /// Before then: "avant".
    Before,
    /// Then or earlier: "au plus tard", "jusqu'au".
    Until,
    /// Then or later: "dès", "à partir de".
    From,
    /// From then, which is past, on: "depuis".
    Since,
    /// Later than then: "après".
    After,
    /// All that time: "pendant".
    During,
    /// A time that was set to somebody: "a donné".
    Granted,
    /// A time that ran or runs out: "a expiré".
    Expired,
    /// The first of two ends: "entre", "du".
    Between,
    /// The second of two ends: "et", "au".
    And,
}

/// Words that tell whether a clause looks back or ahead.
#[derive(Debug, Default)]
pub struct Outlooks {
    /// Auxiliary verbs of the compound tenses, by infinitive.
    pub auxiliaries: FxHashSet<Form>,
    /// Those of them that also make the passive, whose conditional looks ahead.
    pub copulas: FxHashSet<Form>,
    /// Verbs whose object lies ahead even where they are past.
    pub announcing: FxHashSet<Form>,
    /// Verbs that make one with the infinitive after them: "a fait savoir".
    pub causatives: FxHashSet<Form>,
    /// Verbs that, with an infinitive, speak of what is to come.
    pub prospective: FxHashSet<Form>,
    /// Words that announce: "prévu".
    pub ahead: FxHashSet<Form>,
    /// Words that look back.
    pub behind: FxHashSet<Form>,
    /// Words after which a noun stands, not a verb.
    pub determiners: FxHashSet<Form>,
    /// Words that only look like verbs.
    pub not_verbs: FxHashSet<Form>,
    /// Endings of unknown verbs that speak of what is to come.
    pub endings_ahead: Vec<String>,
    /// Endings of unknown verbs that look back.
    pub endings_behind: Vec<String>,
    /// Endings of unknown participles.
    pub endings_participle: Vec<String>,
}

/// A time expression as the rules find it.
#[derive(Clone, Debug)]
pub struct Expression<'p> {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The sentence it stands in, by number.
    pub sentence: usize,
    /// The rule that found it.
    pub rule: &'p Rule,
    /// What it says.
    pub meaning: Meaning,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    articles: Vec<String>,
    demonstratives: Vec<String>,
    attributive: Vec<String>,
    signal: Vec<SignalEntry>,
    outlook: OutlookEntry,
    words: WordTables,
    rule: Vec<rules::RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignalEntry {
    is: Signal,
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OutlookEntry {
    auxiliaries: Vec<Spanned<String>>,
    copulas: Vec<Spanned<String>>,
    announcing: Vec<Spanned<String>>,
    causatives: Vec<Spanned<String>>,
    prospective: Vec<Spanned<String>>,
    ahead: Vec<String>,
    behind: Vec<String>,
    determiners: Vec<String>,
    not_verbs: Vec<String>,
    verbs: Vec<Spanned<String>>,
    endings: Endings,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Endings {
    ahead: Vec<String>,
    behind: Vec<String>,
    participle: Vec<String>,
}

impl TimePack {
    /// Compiles `time.toml`.
    ///
    /// # Errors
    ///
    /// With file, line and reason, if it is not of the expected form or a rule
    /// could give no legal value.
    pub fn compile(source: Source<'_>, words: &mut Words<'_>) -> Result<TimePack, PackError> {
        let file: File = source.parse()?;
        let mut lexicon = LexiconBuilder::default();
        let classes = Classes::compile(source, &file.words, &mut lexicon, words)?;
        let rules = file
            .rule
            .into_iter()
            .map(|entry| Rule::compile(source, entry, &classes, &mut lexicon, words))
            .collect::<Result<Vec<Rule>, PackError>>()?;
        let mut signals = LexiconBuilder::default();
        for entry in file.signal {
            let id = signals.entry(Vec::new(), entry.is);
            for phrase in &entry.words {
                signals.phrase(phrase, id, words);
            }
        }
        let mut forms = |list: &[String]| list.iter().flat_map(|word| words.forms(word)).collect();
        let (articles, demonstratives) = (forms(&file.articles), forms(&file.demonstratives));
        let attributive = forms(&file.attributive);
        let outlook = Outlooks::compile(source, file.outlook, words)?;
        let lexicon = lexicon.build();
        let openers = index(&rules, &lexicon);
        let (lexicon, signals) = (Some(lexicon), Some(signals.build()));
        Ok(TimePack { lexicon, rules, openers, articles, demonstratives, attributive, signals, outlook })
    }

    /// Its rules, in the order of the file.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Words that tell whether a clause looks back or ahead.
    pub fn outlooks(&self) -> &Outlooks {
        &self.outlook
    }

    /// Whether a word is an article or demonstrative.
    pub fn is_article(&self, form: Form) -> bool {
        self.articles.contains(&form)
    }

    /// Whether a word points at what is near: "ce vendredi".
    pub fn is_demonstrative(&self, form: Form) -> bool {
        self.demonstratives.contains(&form)
    }

    /// Whether a word makes what follows belong to the noun before it: "l'accord
    /// du 3 janvier".
    pub fn joins_nouns(&self, form: Form) -> bool {
        self.attributive.contains(&form)
    }

    /// The longest signal that ends right before token `end`, and where it
    /// begins.
    pub fn signal_before(&self, segmented: &Segmented, begin: usize, end: usize) -> Option<(usize, Signal)> {
        let signals = self.signals.as_ref()?;
        (end.saturating_sub(LONGEST_SIGNAL).max(begin)..end).find_map(|at| {
            let mut found = None;
            signals.at(&segmented.tokens, at, |length, entry| {
                if at + length == end {
                    found = Some((at, *signals.value(entry)));
                }
            });
            found
        })
    }

    /// The time expressions of the sentences that `reads` chooses, in order.
    /// They don't overlap.
    pub fn find(&self, segmented: &Segmented, reads: impl Fn(&Sentence) -> bool) -> Vec<Expression<'_>> {
        let mut found = Vec::new();
        let Some(lexicon) = &self.lexicon else { return found };
        let lattice = lexicon.lattice(&segmented.tokens);
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for (number, sentence) in segmented.sentences.iter().enumerate() {
            if !reads(sentence) {
                continue;
            }
            let range = sentence.tokens.clone();
            for at in range.clone() {
                let Some(rules) = self.openers.get(segmented.tokens[at].form.index()) else { continue };
                for index in rules {
                    let rule = &self.rules[usize::from(*index)];
                    let Some(matched) = rule.pattern.match_at(&lattice, &segmented.tokens, at, range.end) else {
                        continue;
                    };
                    let meaning = rule.meaning(&matched, lexicon);
                    if meaning.is_none() && !rule.finds_nothing() {
                        continue;
                    }
                    let mut tokens = matched.get("span").map_or(matched.tokens.clone(), |span| span.tokens.clone());
                    if rule.takes_article
                        && tokens.start > range.start
                        && self.is_article(segmented.tokens[tokens.start - 1].form)
                    {
                        tokens.start -= 1;
                    }
                    if !tokens.is_empty() {
                        candidates.push(Candidate { tokens, read: matched.tokens.len(), rule, meaning });
                    }
                }
            }
            // Leftmost, longest, most surroundings read, what is no time, first in the file.
            candidates.sort_by_key(|candidate| {
                (
                    candidate.tokens.start,
                    Reverse(candidate.tokens.end),
                    Reverse(candidate.read),
                    candidate.meaning.is_some(),
                )
            });
            let mut free = range.start;
            for Candidate { tokens, rule, meaning, .. } in candidates.drain(..) {
                if tokens.start < free {
                    continue;
                }
                free = tokens.end;
                if let Some(meaning) = meaning {
                    found.push(Expression { tokens, sentence: number, rule, meaning });
                }
            }
        }
        found
    }
}

/// What one rule finds at one place.
struct Candidate<'p> {
    tokens: Range<usize>,
    /// How many tokens it read with the surroundings.
    read: usize,
    rule: &'p Rule,
    /// `None` if it is no time expression.
    meaning: Option<Meaning>,
}

/// In tokens.
const LONGEST_SIGNAL: usize = 6;

impl Outlooks {
    fn compile(source: Source<'_>, entry: OutlookEntry, words: &mut Words<'_>) -> Result<Outlooks, PackError> {
        let mut verbs = |infinitives: &[Spanned<String>]| {
            infinitives
                .iter()
                .map(|verb| words.verb(verb.get_ref()).map_err(|message| source.error(verb.span(), message)))
                .collect::<Result<FxHashSet<Form>, PackError>>()
        };
        verbs(&entry.verbs)?;
        let (copulas, announcing) = (verbs(&entry.copulas)?, verbs(&entry.announcing)?);
        let (auxiliaries, prospective) = (verbs(&entry.auxiliaries)?, verbs(&entry.prospective)?);
        let causatives = verbs(&entry.causatives)?;
        let mut forms = |list: &[String]| list.iter().flat_map(|word| words.forms(word)).collect();
        Ok(Outlooks {
            auxiliaries,
            copulas,
            announcing,
            causatives,
            prospective,
            ahead: forms(&entry.ahead),
            behind: forms(&entry.behind),
            determiners: forms(&entry.determiners),
            not_verbs: forms(&entry.not_verbs),
            endings_ahead: entry.endings.ahead,
            endings_behind: entry.endings.behind,
            endings_participle: entry.endings.participle,
        })
    }
}

/// For each form, the rules that can begin with it.
fn index(rules: &[Rule], lexicon: &Lexicon<Atom>) -> Vec<Vec<u16>> {
    let mut openers: Vec<Vec<u16>> = Vec::new();
    for (number, rule) in rules.iter().enumerate() {
        let Some((classes, mut forms)) = rule.pattern.openers() else { continue };
        forms.extend(classes.into_iter().flat_map(|class| lexicon.first_words(class)));
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            if openers.len() <= form.index() {
                openers.resize_with(form.index() + 1, Vec::new);
            }
            openers[form.index()].push(number as u16);
        }
    }
    openers
}
