//! How a language reports speech: what introduces it and how sentences are
//! built around it.

use depeche_record::{AccountKind, Polarity};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Source};
use crate::linear::Weights;
use crate::{Form, Lexicon, LexiconBuilder, Words};

/// How a language reports speech.
#[derive(Debug, Default)]
pub struct SpeechPack {
    classes: Vec<WordClasses>,
    have: Form,
    be: Form,
    verbs: FxHashMap<Form, Vec<CueVerb>>,
    leads: FxHashMap<Form, Vec<Lead>>,
    nouns: FxHashMap<Form, CueNoun>,
    phrases: Lexicon<Phrase>,
    endings: Endings,
    /// The constructions, first come first served.
    pub constructions: Vec<Construction>,
    /// What judges the candidates that they find.
    pub model: SpeechModel,
}

/// Weights that judge candidates; made from annotated sentences by the example
/// `train-speech`. Without weights every candidate stands as the rule has it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpeechModel {
    /// For and against a candidate being a report at all; added to the score of
    /// its rule's confidence.
    pub report: Weights,
    /// For and against a place being the end of what is reported.
    pub end: Weights,
}

/// A grammatical class of words; a word can have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordClass {
    /// Opens a reported clause: "que".
    That,
    /// Opens a reported question: "si", "quand", "pourquoi".
    Question,
    /// Subject relative: "qui".
    Who,
    /// Any other relative: "dont", "où".
    Relative,
    /// Opens a clause of its own: "lorsque", "puisque".
    Subordinator,
    /// Joins equals: "et", "mais".
    Coordinator,
    /// Sets two clauses against each other: "mais".
    Adversative,
    /// A determiner of several: "les", "plusieurs".
    Plural,
    /// First half of the negation: "ne".
    Not,
    /// Second half: "pas", "jamais".
    Negative,
    /// A pronoun that is a subject: "il", "on".
    Subject,
    /// A subject that hangs on the verb: "-t-il".
    Inverted,
    /// A subject that names nobody: "on".
    Nobody,
    /// The one who speaks: "je", "nous".
    FirstPerson,
    /// "il" in the weather and in "il a été dit".
    Impersonal,
    /// An object pronoun before the verb: "lui", "le".
    Object,
    /// An object pronoun that can be the addressee: "lui", "m'".
    ToWhom,
    /// An object pronoun that points back to the subject: "se".
    Reflexive,
    /// Stands for a person where a noun phrase can: "celui-ci", "l'un".
    Pronoun,
    /// Begins a noun phrase: "le", "un", "plusieurs".
    Determiner,
    /// The indefinite ones among them: "un", "des".
    Indefinite,
    /// Begins a prepositional phrase: "dans", "avec".
    Preposition,
    /// Prepositions that continue a noun phrase: "de", "du".
    Of,
    /// Prepositions before an addressee: "à", "au".
    To,
    /// Opens a gerund: "en".
    While,
    /// May stand between auxiliary and participle: "également".
    Adverb,
    /// Names a time: "jeudi", "hier", "janvier".
    When,
    /// Continues a time: "dernier" in "jeudi dernier".
    AfterWhen,
    /// A subject that is no party: "ce", "cela".
    Neuter,
    /// May be put before a sentence without being part of it: "toutefois".
    Connective,
    /// Makes the next "que" one of comparison: "plus", "tel", "même".
    Comparative,
    /// Compares a clause with the content: "comme".
    As,
    /// A title before a name, with no article: "M.".
    Honorific,
    /// Reads as a noun unless its neighbours make it a verb: "note", "demande".
    NounFirst,
}

/// The classes of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClasses(u64);

impl WordClasses {
    /// Whether the word has this class.
    pub fn has(self, class: WordClass) -> bool {
        self.0 & (1 << class as u64) != 0
    }

    /// Whether the word has one of these classes.
    pub fn any(self, classes: &[WordClass]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    fn add(&mut self, class: WordClass) {
        self.0 |= 1 << class as u64;
    }
}

/// What can follow a verb or noun of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// A clause: "affirmer que".
    That,
    /// A question: "demander si".
    Question,
    /// An infinitive after "de": "promettre de".
    OfInfinitive,
    /// An infinitive after "à": "appeler à".
    ToInfinitive,
    /// An infinitive: "affirmer agir".
    Infinitive,
    /// A clause after "à ce que".
    ToThat,
    /// An adjective about the subject: "se dire prêt à".
    Attribute,
    /// It can be put into or after what is said: ", a-t-il affirmé".
    Incise,
    /// Words in quotation marks as its object: "dénoncer « une farce »".
    Marks,
}

/// The complements of one verb or noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Complements(u16);

impl Complements {
    /// Whether this complement can follow.
    pub fn has(self, takes: Takes) -> bool {
        self.0 & (1 << takes as u16) != 0
    }
}

impl FromIterator<Takes> for Complements {
    fn from_iter<I: IntoIterator<Item = Takes>>(all: I) -> Complements {
        Complements(all.into_iter().fold(0, |bits, takes| bits | 1 << takes as u16))
    }
}

/// What is peculiar to a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueTrait {
    /// The reporter keeps a distance with it: "prétendre".
    Distant,
    /// Its direct object is the addressee: "prévenir les autorités que".
    AddressesObject,
    /// It tells a thought ("penser"): in the first person it reports nothing.
    Thinks,
    /// Its perfect is built with "be" without being passive: "sont convenus".
    WithBe,
}

/// The traits of one verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u8);

impl Traits {
    /// Whether the verb has this trait.
    pub fn has(self, which: CueTrait) -> bool {
        self.0 & (1 << which as u8) != 0
    }
}

impl FromIterator<CueTrait> for Traits {
    fn from_iter<I: IntoIterator<Item = CueTrait>>(all: I) -> Traits {
        Traits(all.into_iter().fold(0, |bits, which| bits | 1 << which as u8))
    }
}

/// A verb of saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueVerb {
    /// Whether it is used with "se".
    pub reflexive: bool,
    /// The words that follow its verb: "savoir" in "faire savoir".
    pub rest: Vec<Form>,
    /// What it takes.
    pub takes: Complements,
    /// What kind of act one performs with it.
    pub does: AccountKind,
    /// What else is peculiar to it.
    pub traits: Traits,
    /// What it comes to when it is negated: `no` for "n'a jamais promis",
    /// `not-said` for "n'a pas précisé".
    pub negated: Polarity,
}

/// A verb that leads to the verb of saying: "tenir à souligner".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Whether it is used with "se".
    pub reflexive: bool,
    /// The word between the two, if there is one.
    pub link: Vec<Form>,
    /// Whether anything is said at all: `not-said` for "refuser de dire".
    pub polarity: Polarity,
}

/// A noun of saying: "promesse".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueNoun {
    /// What it takes.
    pub takes: Complements,
    /// What kind of act it names.
    pub does: AccountKind,
}

/// What a phrase of several words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Says nothing about who: "pour sa part".
    Aside,
    /// Opens a source: "selon", "à en croire".
    Source {
        /// Whether it opens other phrases as well ("pour") and so must be
        /// followed by a party.
        doubtful: bool,
    },
    /// Stands between a verb and its "que": "sur le fait".
    Bridge,
    /// What speech reaches the text through: "conférence de presse".
    Carrier,
    /// A question put to the speaker: "la question de savoir".
    Asked,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Endings {
    infinitive: Vec<String>,
    finite: Vec<String>,
    plural: Vec<String>,
    adverb: Vec<String>,
}

/// One way in which sentences report speech: which shape of cue, where its
/// source stands and where its content.
#[derive(Clone, Debug)]
pub struct Construction {
    /// The rule's name.
    pub name: Box<str>,
    /// The shape of its cue.
    pub cue: CueShape,
    /// Where its source stands.
    pub source: SourcePlace,
    /// What its content can be, tried in this order.
    pub content: Vec<ContentShape>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Whether it is tried even when an earlier one fits the same cue.
    pub adds: bool,
    /// Sentences that it must read as marked: `[source] <cue> {content}`.
    pub examples: Vec<Box<str>>,
    /// Sentences in which it must find nothing.
    pub counterexamples: Vec<Box<str>>,
}

/// The shape of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueShape {
    /// A verb with person and tense.
    Finite,
    /// The same with its subject hung on it: "dit-il".
    Inverted,
    /// A present participle: "en assurant".
    Gerund,
    /// A past participle without auxiliary: "mais averti que".
    Participle,
    /// An infinitive: "et le ministre d'ajouter".
    Infinitive,
    /// A noun: "la promesse".
    Noun,
    /// A preposition: "selon".
    Preposition,
    /// None: the marks and the layout say it.
    Layout,
}

/// Where a source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourcePlace {
    /// Before its verb.
    Subject,
    /// The noun before "qui".
    Antecedent,
    /// After its verb.
    AfterVerb,
    /// The pronoun hung on the verb.
    Inverted,
    /// That of the verb with which the cue is coordinated.
    Shared,
    /// That of the verb on which a participle depends, or of the sentence before.
    Governor,
    /// That of the verb of which the cue is the content: "dit avoir promis".
    Reporter,
    /// After the preposition.
    Complement,
    /// The noun's "of".
    Possessor,
    /// Nobody: "il a été déclaré que".
    Nobody,
    /// The speaker of the quotation before.
    Previous,
    /// Before the colon.
    BeforeColon,
    /// In parentheses after the marks.
    Parentheses,
}

/// What a content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentShape {
    /// A clause after "que".
    That,
    /// A question after "si", "quand".
    Question,
    /// An infinitive with or without preposition, as the verb takes it.
    Infinitive,
    /// What the subject says of itself: "se dit prêt à".
    Attribute,
    /// The quotation after a colon or comma.
    Marks,
    /// Quoted words as the object.
    QuotedObject,
    /// What stands before the cue, and perhaps goes on after it.
    Around,
    /// The clause before.
    Before,
    /// The clause that follows or surrounds a source phrase.
    Clause,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    words: FxHashMap<WordClass, Vec<String>>,
    endings: Endings,
    have: Option<Spanned<String>>,
    be: Option<Spanned<String>>,
    verbs: Vec<VerbEntry>,
    leads: Vec<LeadEntry>,
    nouns: Vec<NounEntry>,
    phrases: PhraseEntries,
    construction: Vec<Spanned<ConstructionEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbEntry {
    does: AccountKind,
    takes: Vec<Takes>,
    #[serde(default)]
    traits: Vec<CueTrait>,
    negated: Option<Polarity>,
    lemmas: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeadEntry {
    #[serde(default)]
    link: String,
    polarity: Option<Polarity>,
    lemmas: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounEntry {
    does: AccountKind,
    takes: Vec<Takes>,
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PhraseEntries {
    aside: Vec<String>,
    source: Vec<String>,
    doubtful_source: Vec<String>,
    bridge: Vec<String>,
    carrier: Vec<String>,
    asked: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstructionEntry {
    name: String,
    cue: CueShape,
    source: SourcePlace,
    content: Vec<ContentShape>,
    confidence: f32,
    #[serde(default)]
    adds: bool,
    examples: Vec<String>,
    counterexamples: Vec<String>,
}

impl SpeechPack {
    /// Compiles `speech.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form, a verb can't be
    /// conjugated, or a construction lacks examples or can never fit.
    pub fn compile(source: Source<'_>, words: &mut Words<'_>) -> Result<SpeechPack, PackError> {
        let file: File = source.parse()?;
        let mut pack = SpeechPack { endings: file.endings, ..SpeechPack::default() };
        for (class, members) in &file.words {
            for form in members.iter().map(|word| words.vocabulary.intern(word)) {
                if pack.classes.len() <= form.index() {
                    pack.classes.resize(form.index() + 1, WordClasses::default());
                }
                pack.classes[form.index()].add(*class);
            }
        }
        let mut auxiliary = |verb: &Option<Spanned<String>>| match verb {
            Some(verb) => words.verb(verb.get_ref()).map_err(|message| source.error(verb.span(), message)),
            None => Ok(Form::UNKNOWN),
        };
        pack.have = auxiliary(&file.have)?;
        pack.be = auxiliary(&file.be)?;
        for entry in &file.verbs {
            for lemma in &entry.lemmas {
                pack.add_verb(entry, lemma.get_ref(), words).map_err(|message| source.error(lemma.span(), message))?;
            }
        }
        for entry in &file.leads {
            for lemma in &entry.lemmas {
                let (reflexive, verb, _) =
                    head(lemma.get_ref(), words).map_err(|message| source.error(lemma.span(), message))?;
                let lead =
                    Lead { reflexive, link: words.forms(&entry.link), polarity: entry.polarity.unwrap_or_default() };
                pack.leads.entry(verb).or_default().push(lead);
            }
        }
        for entry in &file.nouns {
            let noun = CueNoun { takes: entry.takes.iter().copied().collect(), does: entry.does };
            for form in entry.words.iter().filter_map(|word| words.forms(word).first().copied()) {
                pack.nouns.insert(form, noun);
            }
        }
        pack.phrases = phrases(&file.phrases, words);
        for entry in file.construction {
            let at = entry.span();
            let construction = Construction::new(entry.into_inner()).map_err(|message| source.error(at, message))?;
            pack.constructions.push(construction);
        }
        Ok(pack)
    }

    fn add_verb(&mut self, entry: &VerbEntry, lemma: &str, words: &mut Words<'_>) -> Result<(), String> {
        let (reflexive, verb, rest) = head(lemma, words)?;
        let states = matches!(entry.does, AccountKind::Statement | AccountKind::Reply | AccountKind::Denial);
        let cue = CueVerb {
            reflexive,
            rest,
            takes: entry.takes.iter().copied().collect(),
            does: entry.does,
            traits: entry.traits.iter().copied().collect(),
            negated: entry.negated.unwrap_or(if states { Polarity::NotSaid } else { Polarity::No }),
        };
        let known = self.verbs.entry(verb).or_default();
        if known.iter().any(|other| other.reflexive == cue.reflexive && other.rest == cue.rest) {
            return Err(format!("{lemma:?} is listed twice"));
        }
        known.push(cue);
        // The longest phrase is tried first.
        known.sort_by_key(|cue| std::cmp::Reverse(cue.rest.len()));
        Ok(())
    }

    /// The classes of a word.
    pub fn classes(&self, form: Form) -> WordClasses {
        self.classes.get(form.index()).copied().unwrap_or_default()
    }

    /// Whether this verb is the auxiliary "have".
    pub fn is_have(&self, lemma: Form) -> bool {
        lemma == self.have && lemma != Form::UNKNOWN
    }

    /// Whether this verb is the auxiliary "be".
    pub fn is_be(&self, lemma: Form) -> bool {
        lemma == self.be && lemma != Form::UNKNOWN
    }

    /// The uses of this verb as a verb of saying, longest phrase first.
    pub fn verbs(&self, lemma: Form) -> &[CueVerb] {
        self.verbs.get(&lemma).map_or(&[], Vec::as_slice)
    }

    /// The uses of this verb as one that leads to a verb of saying.
    pub fn leads(&self, lemma: Form) -> &[Lead] {
        self.leads.get(&lemma).map_or(&[], Vec::as_slice)
    }

    /// The noun of saying that this word is, if it is one.
    pub fn noun(&self, form: Form) -> Option<&CueNoun> {
        self.nouns.get(&form)
    }

    /// Phrases of several words.
    pub fn phrases(&self) -> &Lexicon<Phrase> {
        &self.phrases
    }

    /// Whether a word that no list knows ends like an infinitive.
    pub fn looks_infinitive(&self, word: &str) -> bool {
        ends(word, &self.endings.infinitive)
    }

    /// Whether a word that no list knows ends like a verb with person and
    /// tense; then whether like a plural one.
    pub fn looks_finite(&self, word: &str) -> Option<bool> {
        let plural = ends(word, &self.endings.plural);
        (plural || ends(word, &self.endings.finite)).then_some(plural)
    }

    /// Whether a word ends like an adverb.
    pub fn looks_adverb(&self, word: &str) -> bool {
        ends(word, &self.endings.adverb)
    }
}

fn ends(word: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending.as_str()))
}

/// Takes "se faire savoir" apart: whether reflexive, the verb, what follows.
fn head(lemma: &str, words: &mut Words<'_>) -> Result<(bool, Form, Vec<Form>), String> {
    let (reflexive, lemma) = match lemma.strip_prefix("se ").or_else(|| lemma.strip_prefix("s'")) {
        Some(lemma) => (true, lemma),
        None => (false, lemma),
    };
    let (verb, rest) = lemma.split_once(' ').unwrap_or((lemma, ""));
    Ok((reflexive, words.verb(verb)?, words.forms(rest)))
}

fn phrases(entries: &PhraseEntries, words: &mut Words<'_>) -> Lexicon<Phrase> {
    let mut lexicon = LexiconBuilder::default();
    for (phrases, value) in [
        (&entries.aside, Phrase::Aside),
        (&entries.source, Phrase::Source { doubtful: false }),
        (&entries.doubtful_source, Phrase::Source { doubtful: true }),
        (&entries.bridge, Phrase::Bridge),
        (&entries.carrier, Phrase::Carrier),
        (&entries.asked, Phrase::Asked),
    ] {
        let entry = lexicon.entry(Vec::new(), value);
        for phrase in phrases {
            lexicon.phrase(phrase, entry, words);
        }
    }
    lexicon.build()
}

impl Construction {
    fn new(entry: ConstructionEntry) -> Result<Construction, String> {
        if entry.examples.len() < 2 || entry.counterexamples.is_empty() {
            return Err("give at least two examples and one counterexample".to_owned());
        }
        if !(0.0..=1.0).contains(&entry.confidence) {
            return Err(format!("the confidence {} is not between 0 and 1", entry.confidence));
        }
        let fits = match entry.source {
            SourcePlace::Inverted => entry.cue == CueShape::Inverted,
            SourcePlace::Complement => entry.cue == CueShape::Preposition,
            SourcePlace::Possessor => entry.cue == CueShape::Noun,
            SourcePlace::Previous | SourcePlace::BeforeColon | SourcePlace::Parentheses => {
                matches!(entry.cue, CueShape::Layout | CueShape::Participle)
            }
            SourcePlace::Subject | SourcePlace::Antecedent | SourcePlace::AfterVerb => {
                matches!(entry.cue, CueShape::Finite | CueShape::Inverted | CueShape::Infinitive)
            }
            SourcePlace::Reporter => entry.cue == CueShape::Infinitive,
            SourcePlace::Shared | SourcePlace::Governor => {
                !matches!(entry.cue, CueShape::Noun | CueShape::Preposition | CueShape::Layout)
            }
            SourcePlace::Nobody => true,
        };
        if !fits {
            return Err(format!("a cue of shape {:?} has no source at {:?}", entry.cue, entry.source));
        }
        let boxed = |texts: Vec<String>| texts.into_iter().map(String::into_boxed_str).collect();
        Ok(Construction {
            name: entry.name.into_boxed_str(),
            cue: entry.cue,
            source: entry.source,
            content: entry.content,
            confidence: entry.confidence,
            adds: entry.adds,
            examples: boxed(entry.examples),
            counterexamples: boxed(entry.counterexamples),
        })
    }
}
