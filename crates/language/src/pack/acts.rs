//! How a language tells diplomatic acts: frames over verbs and nouns.
//!
//! A frame says which words tell which kind of act, and where its parties
//! stand: "[A] rejects [what] of [B]" is a refusal by the subject. Frames are
//! tried in the order of the file; the first that fits wins.

use std::collections::BTreeMap;
use std::ops::Range;

use depeche_record::{AccountKind, MeetingStatus, Modality, Polarity};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Plover, Source};
use crate::{EntryId, Form, Lexicon, LexiconBuilder, Token, Words, segment};

/// How a language tells diplomatic acts.
#[derive(Debug, Default)]
pub struct ActsPack {
    /// The closed word classes that clauses are read by.
    pub grammar: Grammar,
    /// The frames, in the order of the file.
    pub frames: Vec<Frame>,
    /// An account less sure than this is left out.
    pub threshold: f32,
    /// What somebody says, when no frame fits.
    pub statement: Fallback,
    /// What another act depends on.
    pub condition: Fallback,
    /// What is to follow if a demand is not met.
    pub threat: Fallback,
    /// Categories of PLOVER.
    pub plover: Plover,
    by_verb: FxHashMap<Form, Vec<FrameId>>,
    any_verb: Vec<FrameId>,
    /// `None` for nouns that only look like those of a frame.
    nouns: Lexicon<Option<FrameId>>,
    clues: Lexicon<Clue>,
    names: Vec<Box<str>>,
}

/// A rule that needs no words of its own.
#[derive(Clone, Debug, Default)]
pub struct Fallback {
    /// Its name, the `rule` of the accounts it makes.
    pub id: Box<str>,
    /// Its line in `acts.toml`.
    pub line: usize,
    /// How sure it is.
    pub confidence: f32,
}

/// A frame by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// Which words tell which kind of act, and where its parties stand.
#[derive(Debug)]
pub struct Frame {
    /// Its name, the `rule` of the accounts it makes.
    pub id: Box<str>,
    /// Its line in `acts.toml`.
    pub line: usize,
    /// What is done.
    pub kind: AccountKind,
    /// What has to hold besides its verb or noun.
    pub conditions: Conditions,
    /// Verbs that carry its noun: "\[faire\] une proposition".
    pub carriers: Vec<Form>,
    /// Those of the carriers whose subject receives it: "\[recevoir\] une réponse".
    pub receivers: Vec<Form>,
    /// Where those who act stand.
    pub by: Vec<Role>,
    /// Where those whom it is addressed to stand.
    pub to: Vec<Role>,
    /// What an account must have.
    pub needs: Vec<Need>,
    /// Whether the act was done.
    pub polarity: Polarity,
    /// What the negated verb or noun says of the act.
    pub negated: Polarity,
    /// How real the act is when nothing else tells.
    pub modality: Modality,
    /// How sure the frame is.
    pub confidence: f32,
    /// Sentences it must find, with the parties in brackets.
    pub examples: Vec<Box<str>>,
    /// Sentences in which it must find nothing.
    pub counter_examples: Vec<Box<str>>,
    verbs: Vec<VerbPhrase>,
}

/// A verb with the words that go with it: "faire état", "s'engager".
#[derive(Clone, Debug, PartialEq, Eq)]
struct VerbPhrase {
    lemma: Form,
    reflexive: bool,
    after: Vec<Form>,
}

/// What has to hold for a frame to fit.
#[derive(Debug, Default)]
pub struct Conditions {
    /// The tense is one of these; empty if any will do.
    pub tenses: Vec<Aspect>,
    /// Whether the verb is negated.
    pub negated: Option<bool>,
    /// Whether the verb is in the passive.
    pub passive: Option<bool>,
    /// Whether it stands inside what somebody says.
    pub speech: Option<bool>,
    /// Who is its subject.
    pub subject: Option<SubjectIs>,
    /// The verb of saying is one of these; empty if any will do.
    pub cues: Vec<Form>,
    /// Whether one of the frame's words must stand in the clause.
    pub words: bool,
    /// Whether a time by which it is due must be told.
    pub deadline: bool,
}

/// Tense and mood of a verb group as a whole: "a promis", "va promettre".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// Over: simple, compound and recent past, imperfect.
    Past,
    /// Now.
    Present,
    /// To come: simple and near future.
    Future,
    /// The conditional.
    Conditional,
    /// The conditional of the past, which tells hearsay.
    Hearsay,
    /// The subjunctive.
    Subjunctive,
    /// An order.
    Imperative,
    /// The infinitive.
    Infinitive,
    /// The infinitive of the past: "avoir promis".
    Perfect,
    /// A participle on its own: "publié hier".
    Participle,
    /// "en promettant".
    Gerund,
}

/// What the subject of a verb must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectIs {
    /// The speaker or the side the speaker speaks for.
    Speaker,
    /// Somebody else, or nobody that is known.
    Other,
}

/// Where a party stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who does it; in the passive the agent.
    Subject,
    /// Whom it is done to; in the passive the subject.
    Object,
    /// The subject of the clause that follows: "exige que \[A\] réponde".
    Clause,
    /// The owner: "\[sa\] proposition".
    Owner,
    /// The complement of this preposition.
    After(Form),
}

/// What an account must have for its frame to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// Somebody who acts.
    By,
    /// Two who act.
    Both,
    /// Somebody to whom.
    To,
    /// A time.
    When,
    /// A place.
    Place,
    /// A verb that carries the noun.
    Carrier,
    /// What became of a meeting.
    Status,
    /// Somebody, a time or a place: what tells one meeting from another.
    Anchor,
    /// Something that the verb is about: it doesn't stand alone.
    Complement,
}

/// What a word tells of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clue {
    /// A frame asks for it.
    Frame(FrameId),
    /// A format or level of a meeting, a medium of a reply or document.
    Detail(Detail, u16),
    /// A topic that PLOVER tells apart.
    Topic(u16),
    /// What became of the meeting beside it: "lors de", "prochain".
    Occasion(MeetingStatus),
    /// It stands for two that were named before: "les \[deux hommes\]".
    Pair(Pair),
}

/// Which two are named together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pair {
    /// "les deux ministres".
    Persons,
    /// "les deux pays".
    States,
    /// "les deux camps": states, organisations, groups.
    Sides,
}

/// A field that a word fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Detail {
    Format,
    Level,
    Medium,
}

/// What a word of a closed class does in a clause. A word can do several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// "le", "une", "ces".
    Determiner,
    /// A determiner that says whose: "sa".
    Possessive,
    /// An adjective that stands before its noun: "prochain".
    Adjective,
    /// "il", "-t-elle".
    Subject,
    /// "je", "nous".
    FirstPerson,
    /// "lui", "leur", "les" before a verb.
    Object,
    /// "se".
    Reflexive,
    /// "ne".
    Negation,
    /// "pas", "jamais", "aucun".
    Negative,
    /// What may stand inside a verb group: "notamment", "de son côté".
    Adverb,
    /// "qui".
    Relative,
    /// "que", "dont", "lorsque".
    Subordinator,
    /// "si", "à condition que".
    Condition,
    /// "et", "mais".
    Coordinator,
    /// Begins another main clause: "mais", "tandis que".
    Break,
    /// "pour" before an infinitive.
    Purpose,
    /// "prétendu".
    Distancing,
    /// Opens a clause in the subjunctive: "pour que".
    Subjunctive,
    /// A noun that only counts those after it: "des centaines de".
    Quantity,
    /// Opens what is threatened: "faute de quoi".
    Threat,
    /// Points to who was named last: "ce dernier".
    Latter,
}

impl Function {
    const ALL: [(&'static str, Function); 21] = [
        ("determiner", Function::Determiner),
        ("possessive", Function::Possessive),
        ("adjective", Function::Adjective),
        ("subject", Function::Subject),
        ("first-person", Function::FirstPerson),
        ("object", Function::Object),
        ("reflexive", Function::Reflexive),
        ("negation", Function::Negation),
        ("negative", Function::Negative),
        ("adverb", Function::Adverb),
        ("relative", Function::Relative),
        ("subordinator", Function::Subordinator),
        ("condition", Function::Condition),
        ("coordinator", Function::Coordinator),
        ("break", Function::Break),
        ("purpose", Function::Purpose),
        ("distancing", Function::Distancing),
        ("subjunctive", Function::Subjunctive),
        ("quantity", Function::Quantity),
        ("threat", Function::Threat),
        ("latter", Function::Latter),
    ];
}

/// What a word can do in a clause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Functions(u32);

impl Functions {
    /// Whether it can do this.
    pub fn has(self, function: Function) -> bool {
        self.0 & (1 << function as u32) != 0
    }

    fn with(self, function: Function) -> Functions {
        Functions(self.0 | 1 << function as u32)
    }
}

/// The closed word classes that clauses are read by.
#[derive(Debug, Default)]
pub struct Grammar {
    words: Lexicon<Functions>,
    prepositions: Lexicon<Form>,
    adverb_endings: Vec<Box<str>>,
    auxiliaries: FxHashMap<Form, Auxiliary>,
    with_be: Vec<Form>,
    reflexives: Vec<Form>,
    agent: Option<Form>,
    recipient: Option<Form>,
    companion: Option<Form>,
    genitive: Option<Form>,
    locatives: Vec<Form>,
    governors: FxHashMap<Form, Governor>,
    statuses: FxHashMap<Form, Status>,
}

/// What a verb does for the verb that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auxiliary {
    /// "avoir" with a participle.
    Have,
    /// "être" with a participle: passive, or past of some verbs.
    Be,
    /// "aller" with an infinitive.
    Go,
    /// "venir de" with an infinitive.
    Come,
}

/// How real an infinitive is under the verb that governs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Governor {
    /// "a décidé de": it is done.
    Done,
    /// "doit", "compte": it is to come.
    Planned,
    /// "peut", "propose de": it is only spoken of.
    Possible,
    /// "souhaite".
    Wish,
}

/// What a verb tells of the meeting that is its subject or object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It takes place, by the verb's tense.
    Holds,
    /// It was fixed for a day.
    Fixed,
    /// It was dropped.
    Dropped,
    /// It was put off, to a day if one is told.
    Moved,
    /// It is proposed or asked for.
    Raised,
    /// It is ruled out; possible if the verb is negated.
    Excluded,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    threshold: f32,
    ignored: Vec<String>,
    statement: Option<FallbackFile>,
    condition: Option<FallbackFile>,
    threat: Option<FallbackFile>,
    grammar: GrammarFile,
    details: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    topics: BTreeMap<String, Vec<String>>,
    occasions: BTreeMap<MeetingStatus, Vec<String>>,
    pairs: BTreeMap<Pair, Vec<String>>,
    frame: Vec<Spanned<FrameFile>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct GrammarFile {
    words: BTreeMap<Spanned<String>, Vec<String>>,
    prepositions: BTreeMap<String, Vec<String>>,
    /// The preposition of the agent in the passive.
    agent: Option<String>,
    /// The preposition of those who are asked to act.
    recipient: Option<String>,
    /// The preposition of the other side of a meeting.
    companion: Option<String>,
    /// The preposition of whoever something is of.
    genitive: Option<String>,
    /// The prepositions of the place where something happens.
    locatives: Vec<String>,
    adverb_endings: Vec<String>,
    auxiliaries: BTreeMap<Spanned<String>, Auxiliary>,
    with_be: Vec<String>,
    governors: BTreeMap<Spanned<String>, Governor>,
    statuses: BTreeMap<Spanned<String>, Status>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FallbackFile {
    id: Spanned<String>,
    confidence: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    id: Spanned<String>,
    kind: Spanned<String>,
    #[serde(default)]
    verbs: Vec<Spanned<String>>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    carriers: Vec<Spanned<String>>,
    #[serde(default)]
    receivers: Vec<Spanned<String>>,
    #[serde(default)]
    tense: Vec<Aspect>,
    negated: Option<bool>,
    passive: Option<bool>,
    speech: Option<bool>,
    subject: Option<SubjectIs>,
    #[serde(default)]
    cues: Vec<Spanned<String>>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    deadline: bool,
    by: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    to: Vec<Spanned<String>>,
    needs: Option<Vec<Need>>,
    #[serde(default)]
    polarity: Polarity,
    negation: Option<Polarity>,
    #[serde(default)]
    modality: Modality,
    confidence: f32,
    examples: Vec<String>,
    not: Vec<String>,
}

impl ActsPack {
    /// Compiles `acts.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form, or if a frame
    /// speaks of a verb, preposition or kind that does not exist.
    pub fn compile(source: Source<'_>, words: &mut Words<'_>) -> Result<ActsPack, PackError> {
        let file: File = source.parse()?;
        let mut compiler = Compiler { source, words };
        let grammar = compiler.grammar(&file.grammar)?;
        let mut pack = ActsPack {
            grammar,
            threshold: file.threshold,
            statement: compiler.fallback(file.statement.as_ref()),
            condition: compiler.fallback(file.condition.as_ref()),
            threat: compiler.fallback(file.threat.as_ref()),
            plover: Plover::builtin()?,
            ..ActsPack::default()
        };
        let (mut nouns, mut clues) = (LexiconBuilder::default(), LexiconBuilder::default());
        for entry in &file.frame {
            let id = FrameId(pack.frames.len() as u32);
            let frame = compiler.frame(&pack.grammar, entry)?;
            for verb in &frame.verbs {
                pack.by_verb.entry(verb.lemma).or_default().push(id);
            }
            let entry = entry.get_ref();
            if entry.verbs.is_empty() && entry.nouns.is_empty() {
                pack.any_verb.push(id);
            }
            compiler.phrases(&mut nouns, Some(id), &entry.nouns);
            compiler.phrases(&mut clues, Clue::Frame(id), &entry.words);
            pack.frames.push(frame);
        }
        compiler.phrases(&mut nouns, None, &file.ignored);
        for (name, values) in &file.details {
            let detail = match name.as_str() {
                "format" => Detail::Format,
                "level" => Detail::Level,
                "medium" => Detail::Medium,
                _ => {
                    return Err(
                        source.error(0..0, format!("no detail is called {name:?}; use format, level or medium"))
                    );
                }
            };
            for (value, phrases) in values {
                let number = pack.name(value);
                compiler.phrases(&mut clues, Clue::Detail(detail, number), phrases);
            }
        }
        for (topic, phrases) in &file.topics {
            let number = pack.name(topic);
            compiler.phrases(&mut clues, Clue::Topic(number), phrases);
        }
        for (status, phrases) in &file.occasions {
            compiler.phrases(&mut clues, Clue::Occasion(*status), phrases);
        }
        for (pair, phrases) in &file.pairs {
            compiler.phrases(&mut clues, Clue::Pair(*pair), phrases);
        }
        (pack.nouns, pack.clues) = (nouns.build(), clues.build());
        Ok(pack)
    }
}

impl ActsPack {
    /// The frame with this number.
    pub fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.0 as usize]
    }

    /// The frames over `verb`, in the order of the file.
    pub fn of_verb(&self, verb: Form) -> &[FrameId] {
        self.by_verb.get(&verb).map_or(&[], Vec::as_slice)
    }

    /// The frames over any verb, in the order of the file.
    pub fn of_any_verb(&self) -> &[FrameId] {
        &self.any_verb
    }

    /// The longest noun of a frame at `tokens[at]`: its length in tokens and all
    /// frames over it, in the order of the file.
    pub fn nouns_at(&self, tokens: &[Token], at: usize) -> (usize, Vec<FrameId>) {
        let (length, frames) = longest(&self.nouns, tokens, at);
        (length, frames.into_iter().flatten().collect())
    }

    /// What the word or phrase at `tokens[at]` tells of its clause.
    pub fn clues_at(&self, tokens: &[Token], at: usize, mut found: impl FnMut(Clue)) {
        self.clues.at(tokens, at, |_, entry| found(*self.clues.value(entry)));
    }

    /// The name behind a number of [`Clue`].
    pub fn name_of(&self, number: u16) -> &str {
        &self.names[number as usize]
    }

    fn name(&mut self, name: &str) -> u16 {
        let known = self.names.iter().position(|known| **known == *name);
        known.unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        }) as u16
    }
}

/// The longest phrase at `tokens[at]` with the values of all its entries.
fn longest<T: Copy>(lexicon: &Lexicon<T>, tokens: &[Token], at: usize) -> (usize, Vec<T>) {
    let (mut length, mut values) = (0, Vec::new());
    lexicon.at(tokens, at, |here, entry: EntryId| {
        if here > length {
            length = here;
            values.clear();
        }
        values.push(*lexicon.value(entry));
    });
    (length, values)
}

impl Frame {
    /// Whether one of the frame's verbs begins with the verb `lemma`.
    pub fn has_verb(&self, lemma: Form) -> bool {
        self.verbs.iter().any(|verb| verb.lemma == lemma)
    }

    /// Whether the verb `lemma`, used reflexively or not, with these words after
    /// it, is one of the frame's.
    pub fn is_over(&self, lemma: Form, reflexive: bool, after: &[Token]) -> bool {
        self.verbs.iter().any(|verb| {
            verb.lemma == lemma
                && verb.reflexive == reflexive
                && verb.after.len() <= after.len()
                && verb.after.iter().zip(after).all(|(form, token)| token.form == *form)
        })
    }
}

impl Grammar {
    /// What each token can do in its clause, and which preposition it is.
    ///
    /// The words of a phrase ("de son côté") all get what the phrase can do.
    pub fn read(&self, content: &str, tokens: &[Token]) -> (Vec<Functions>, Vec<Option<Form>>) {
        let mut functions = vec![Functions::default(); tokens.len()];
        let mut prepositions = vec![None; tokens.len()];
        let mut at = 0;
        while at < tokens.len() {
            let (preposition, forms) = longest(&self.prepositions, tokens, at);
            let (word, found) = longest(&self.words, tokens, at);
            for function in found {
                for functions in &mut functions[at..at + word] {
                    functions.0 |= function.0;
                }
            }
            if preposition > 0 && preposition >= word {
                prepositions[at..at + preposition].fill(forms.first().copied());
            }
            if word == 0 && self.is_adverb(content, tokens[at]) {
                functions[at] = functions[at].with(Function::Adverb);
            }
            at += word.max(preposition).max(1);
        }
        (functions, prepositions)
    }

    fn is_adverb(&self, content: &str, token: Token) -> bool {
        token.is_word()
            && !token.capital
            && self.adverb_endings.iter().any(|ending| token.of(content).ends_with(&**ending))
    }

    /// What a verb does for the verb that follows.
    pub fn auxiliary(&self, lemma: Form) -> Option<Auxiliary> {
        self.auxiliaries.get(&lemma).copied()
    }

    /// The preposition of the agent in the passive: "par".
    pub fn agent(&self) -> Option<Form> {
        self.agent
    }

    /// The preposition of those who are asked to act: "à".
    pub fn recipient(&self) -> Option<Form> {
        self.recipient
    }

    /// The preposition of the other side of a meeting: "avec".
    pub fn companion(&self) -> Option<Form> {
        self.companion
    }

    /// The preposition of whoever something is of: "\[de\] A".
    pub fn genitive(&self) -> Option<Form> {
        self.genitive
    }

    /// Whether the place where something happens stands after this preposition.
    pub fn is_locative(&self, preposition: Form) -> bool {
        self.locatives.contains(&preposition)
    }

    /// Whether this preposition only says where: "en", not "à" or "de".
    pub fn is_inside(&self, preposition: Form) -> bool {
        self.is_locative(preposition) && ![self.recipient(), self.genitive()].contains(&Some(preposition))
    }

    /// Whether the verb makes its past with "être".
    pub fn goes_with_be(&self, lemma: Form) -> bool {
        self.with_be.contains(&lemma)
    }

    /// How real an infinitive is under this verb.
    pub fn governor(&self, lemma: Form) -> Option<Governor> {
        self.governors.get(&lemma).copied()
    }

    /// What this verb tells of a meeting.
    pub fn status(&self, lemma: Form) -> Option<Status> {
        self.statuses.get(&lemma).copied()
    }
}

struct Compiler<'s, 'w, 'p> {
    source: Source<'s>,
    words: &'w mut Words<'p>,
}

impl Compiler<'_, '_, '_> {
    fn grammar(&mut self, file: &GrammarFile) -> Result<Grammar, PackError> {
        let mut grammar = Grammar {
            adverb_endings: file.adverb_endings.iter().map(|ending| ending.as_str().into()).collect(),
            ..Grammar::default()
        };
        let mut words = LexiconBuilder::default();
        for (name, phrases) in &file.words {
            let function = Function::ALL.iter().find(|(known, _)| known == name.get_ref());
            let (_, function) = function.ok_or_else(|| self.source.error(name.span(), "no such word class"))?;
            self.phrases(&mut words, Functions::default().with(*function), phrases);
            if *function == Function::Reflexive {
                grammar.reflexives = phrases.iter().flat_map(|phrase| self.words.forms(phrase)).collect();
            }
        }
        grammar.words = words.build();
        let mut prepositions = LexiconBuilder::default();
        for (name, phrases) in &file.prepositions {
            let form = self.words.vocabulary.intern(name);
            self.phrases(&mut prepositions, form, phrases);
        }
        grammar.prepositions = prepositions.build();
        let mut intern = |word: &String| self.words.vocabulary.intern(word);
        grammar.agent = file.agent.as_ref().map(&mut intern);
        grammar.recipient = file.recipient.as_ref().map(&mut intern);
        grammar.companion = file.companion.as_ref().map(&mut intern);
        grammar.genitive = file.genitive.as_ref().map(&mut intern);
        grammar.locatives = file.locatives.iter().map(&mut intern).collect();
        for (verb, what) in &file.auxiliaries {
            grammar.auxiliaries.insert(self.verb(verb)?, *what);
        }
        for verb in &file.with_be {
            let lemma = self.words.verb(verb).map_err(|message| self.source.error(0..0, message))?;
            grammar.with_be.push(lemma);
        }
        for (verb, what) in &file.governors {
            grammar.governors.insert(self.verb(verb)?, *what);
        }
        for (verb, what) in &file.statuses {
            grammar.statuses.insert(self.verb(verb)?, *what);
        }
        Ok(grammar)
    }

    fn fallback(&self, file: Option<&FallbackFile>) -> Fallback {
        file.map_or_else(Fallback::default, |file| Fallback {
            id: file.id.get_ref().as_str().into(),
            line: self.source.line(file.id.span().start),
            confidence: file.confidence,
        })
    }

    fn frame(&mut self, grammar: &Grammar, entry: &Spanned<FrameFile>) -> Result<Frame, PackError> {
        let at: Range<usize> = entry.span();
        let file = entry.get_ref();
        let kind = AccountKind::from_name(file.kind.get_ref())
            .ok_or_else(|| self.source.error(file.kind.span(), "no such kind of act; see docs/kinds.md"))?;
        if file.examples.len() < 2 || file.not.is_empty() {
            return Err(self.source.error(at, "a frame needs two examples and one sentence under `not`"));
        }
        if file.verbs.is_empty() && file.nouns.is_empty() && file.speech != Some(true) {
            return Err(self.source.error(at, "a frame needs verbs or nouns, unless it is about speech"));
        }
        if !file.verbs.is_empty() && !file.nouns.is_empty() {
            return Err(self.source.error(at, "a frame is over verbs or over nouns; write two"));
        }
        if !(0.0..=1.0).contains(&file.confidence) {
            return Err(self.source.error(at, "a confidence lies between 0 and 1"));
        }
        let by = match &file.by {
            Some(roles) => self.roles(grammar, roles)?,
            None => vec![Role::Subject],
        };
        Ok(Frame {
            id: file.id.get_ref().as_str().into(),
            line: self.source.line(file.id.span().start),
            kind,
            conditions: Conditions {
                tenses: file.tense.clone(),
                negated: file.negated,
                passive: file.passive,
                speech: file.speech,
                subject: file.subject,
                cues: file.cues.iter().map(|verb| self.verb(verb)).collect::<Result<_, _>>()?,
                words: !file.words.is_empty(),
                deadline: file.deadline,
            },
            carriers: (file.carriers.iter().chain(&file.receivers))
                .map(|verb| self.verb(verb))
                .collect::<Result<_, _>>()?,
            receivers: file.receivers.iter().map(|verb| self.verb(verb)).collect::<Result<_, _>>()?,
            by,
            to: self.roles(grammar, &file.to)?,
            needs: file.needs.clone().unwrap_or_else(|| vec![Need::By]),
            polarity: file.polarity,
            // A frame that asks for a negation is told by it, not undone.
            negated: file.negation.unwrap_or(match file.negated {
                Some(true) => file.polarity,
                _ => Polarity::No,
            }),
            modality: file.modality,
            confidence: file.confidence,
            examples: file.examples.iter().map(|text| text.as_str().into()).collect(),
            counter_examples: file.not.iter().map(|text| text.as_str().into()).collect(),
            verbs: file.verbs.iter().map(|verb| self.verb_phrase(grammar, verb)).collect::<Result<_, _>>()?,
        })
    }

    fn verb(&mut self, verb: &Spanned<String>) -> Result<Form, PackError> {
        self.words.verb(verb.get_ref()).map_err(|message| self.source.error(verb.span(), message))
    }

    /// "se réunir", "s'engager", "faire état".
    fn verb_phrase(&mut self, grammar: &Grammar, verb: &Spanned<String>) -> Result<VerbPhrase, PackError> {
        let phrase = verb.get_ref().as_str();
        let mut forms = self.words.forms(phrase);
        let reflexive = forms.first().is_some_and(|first| grammar.reflexives.contains(first));
        let lemma = segment::words(phrase, self.words.segment).into_iter().nth(usize::from(reflexive));
        let lemma =
            self.words.verb(lemma.unwrap_or_default()).map_err(|message| self.source.error(verb.span(), message))?;
        let after = forms.split_off(usize::from(reflexive) + 1);
        Ok(VerbPhrase { lemma, reflexive, after })
    }

    fn roles(&mut self, grammar: &Grammar, roles: &[Spanned<String>]) -> Result<Vec<Role>, PackError> {
        roles
            .iter()
            .map(|role| match role.get_ref().as_str() {
                "subject" => Ok(Role::Subject),
                "object" => Ok(Role::Object),
                "clause" => Ok(Role::Clause),
                "owner" => Ok(Role::Owner),
                preposition => {
                    let form = self.words.vocabulary.intern(preposition);
                    let known = grammar.prepositions.entries().any(|(_, entry)| entry.value == form);
                    let unknown = || {
                        let message =
                            format!("{preposition:?} is no preposition of [grammar.prepositions] and no role");
                        self.source.error(role.span(), message)
                    };
                    if known { Ok(Role::After(form)) } else { Err(unknown()) }
                }
            })
            .collect()
    }

    fn phrases<T>(&mut self, lexicon: &mut LexiconBuilder<T>, value: T, phrases: &[String]) {
        let entry = lexicon.entry(Vec::new(), value);
        for phrase in phrases {
            lexicon.phrase(phrase, entry, self.words);
        }
    }
}
