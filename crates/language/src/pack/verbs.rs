//! How a language conjugates: every form of a verb from its infinitive.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Source};
use crate::{Form, Vocabulary};

/// What a word can be as a form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VerbReading {
    /// The verb: the form of its infinitive.
    pub lemma: Form,
    /// Tense and mood.
    pub tense: Tense,
    /// 1 to 3; 0 where the form has no person.
    pub person: u8,
    /// Whether it is plural.
    pub plural: bool,
    /// Whether it is feminine (participles only).
    pub feminine: bool,
}

/// Tense and mood of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Tense {
    Present,
    Imperfect,
    /// The simple past of narration.
    Past,
    Future,
    Conditional,
    Subjunctive,
    SubjunctivePast,
    Imperative,
    Infinitive,
    PastParticiple,
    PresentParticiple,
}

impl Tense {
    /// Whether the form can be the verb of a main clause.
    pub fn is_finite(self) -> bool {
        !matches!(self, Tense::Infinitive | Tense::PastParticiple | Tense::PresentParticiple)
    }
}

/// The verbs of a language that some rule speaks of, with all their forms.
#[derive(Debug, Default)]
pub struct VerbPack {
    paradigms: Vec<Paradigm>,
    /// Which paradigms serve infinitives with this ending.
    endings: FxHashMap<Box<str>, usize>,
    lemmas: FxHashMap<Box<str>, Form>,
    /// All readings; sorted by form once the pack is complete.
    readings: Vec<(Form, VerbReading)>,
    /// `starts[form]..starts[form + 1]` are the readings of a form.
    starts: Vec<u32>,
}

#[derive(Debug)]
struct Paradigm {
    strip: Box<str>,
    only: Vec<String>,
    present: Six,
    third: Option<Box<str>>,
    imperfect: Option<Box<str>>,
    future: Box<str>,
    past: Six,
    participles: [Box<str>; 4],
    subjunctive: Option<Six>,
    present_participle: Option<Box<str>>,
    imperative: Option<[Box<str>; 3]>,
}

type Six = [Box<str>; 6];

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    paradigm: Vec<Spanned<ParadigmEntry>>,
    common: Common,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Common {
    verbs: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParadigmEntry {
    endings: Vec<String>,
    strip: String,
    present: String,
    third: Option<String>,
    imperfect: Option<String>,
    future: String,
    past: String,
    participle: Option<String>,
    participles: Option<String>,
    subjunctive: Option<String>,
    present_participle: Option<String>,
    imperative: Option<String>,
    #[serde(default)]
    only: Vec<String>,
    examples: Vec<Spanned<String>>,
}

/// Written for a form that does not exist.
const NONE: &str = "-";

impl VerbPack {
    /// Compiles `verbs.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form or a paradigm does
    /// not give the forms of its own examples.
    pub fn compile(source: Source<'_>, vocabulary: &mut Vocabulary) -> Result<VerbPack, PackError> {
        let file: File = source.parse()?;
        let mut pack = VerbPack::default();
        for entry in &file.paradigm {
            let at = entry.span();
            let paradigm = Paradigm::new(entry.get_ref()).map_err(|message| source.error(at.clone(), message))?;
            for ending in &entry.get_ref().endings {
                pack.endings.insert(ending.as_str().into(), pack.paradigms.len());
            }
            pack.paradigms.push(paradigm);
        }
        for example in file.paradigm.iter().flat_map(|entry| &entry.get_ref().examples) {
            pack.check(source, example)?;
        }
        for verb in &file.common.verbs {
            pack.verb(verb.get_ref(), vocabulary).map_err(|message| source.error(verb.span(), message))?;
        }
        Ok(pack)
    }

    /// Checks an example: "lemma: form form form".
    fn check(&self, source: Source<'_>, example: &Spanned<String>) -> Result<(), PackError> {
        let at: Range<usize> = example.span();
        let (lemma, forms) = example
            .get_ref()
            .split_once(": ")
            .ok_or_else(|| source.error(at.clone(), "an example is written \"dire: dit disait dira\""))?;
        let made = self.conjugate(lemma).map_err(|message| source.error(at.clone(), message))?;
        match forms.split(' ').find(|form| made.iter().all(|(known, ..)| known != form)) {
            Some(form) => Err(source.error(at, format!("the paradigm of {lemma:?} does not give {form:?}"))),
            None => Ok(()),
        }
    }

    /// Makes a verb known with all its forms; returns the form of its infinitive.
    ///
    /// # Errors
    ///
    /// In words, if no paradigm serves it.
    pub fn verb(&mut self, lemma: &str, vocabulary: &mut Vocabulary) -> Result<Form, String> {
        if let Some(form) = self.lemmas.get(lemma) {
            return Ok(*form);
        }
        let forms = self.conjugate(lemma)?;
        let infinitive = vocabulary.intern(lemma);
        self.lemmas.insert(lemma.into(), infinitive);
        for (word, tense, person, plural, feminine) in forms {
            let reading = VerbReading { lemma: infinitive, tense, person, plural, feminine };
            self.readings.push((vocabulary.intern(&word), reading));
        }
        Ok(infinitive)
    }

    /// Sorts what was made known, so that [`Self::readings`] can find it.
    pub(crate) fn finish(&mut self, vocabulary: &Vocabulary) {
        self.readings.sort_by_key(|(form, reading)| (*form, reading.lemma, reading.tense, reading.person));
        self.readings.dedup();
        self.starts = vec![0; vocabulary.len() + 1];
        for (form, _) in &self.readings {
            self.starts[form.index() + 1] += 1;
        }
        for index in 1..self.starts.len() {
            self.starts[index] += self.starts[index - 1];
        }
    }

    /// What `form` can be as a form of a verb; nothing for other words.
    pub fn readings(&self, form: Form) -> impl ExactSizeIterator<Item = VerbReading> + Clone {
        let range = match self.starts.get(form.index()..form.index() + 2) {
            Some([begin, end]) => *begin as usize..*end as usize,
            _ => 0..0,
        };
        self.readings[range].iter().map(|(_, reading)| *reading)
    }

    /// The form of this infinitive, if the pack knows the verb.
    pub fn lemma(&self, infinitive: &str) -> Option<Form> {
        self.lemmas.get(infinitive).copied()
    }

    fn paradigm(&self, lemma: &str) -> Option<&Paradigm> {
        lemma.char_indices().find_map(|(at, _)| {
            let paradigm = &self.paradigms[*self.endings.get(&lemma[at..])?];
            (paradigm.only.is_empty() || paradigm.only.iter().any(|only| only == lemma)).then_some(paradigm)
        })
    }

    fn conjugate(&self, lemma: &str) -> Result<Vec<Conjugated>, String> {
        let paradigm = self.paradigm(lemma).ok_or_else(|| format!("no paradigm serves the verb {lemma:?}"))?;
        paradigm
            .conjugate(lemma)
            .ok_or_else(|| format!("the paradigm of {lemma:?} strips what the verb does not end with"))
    }
}

/// A form with tense, person, plural and feminine.
type Conjugated = (String, Tense, u8, bool, bool);

impl Paradigm {
    fn new(entry: &ParadigmEntry) -> Result<Paradigm, String> {
        let participles = match (&entry.participle, &entry.participles) {
            (Some(participle), None) => agreeing(participle),
            (None, Some(four)) => exactly(four)?,
            _ => return Err("give either participle or participles".to_owned()),
        };
        Ok(Paradigm {
            strip: entry.strip.as_str().into(),
            only: entry.only.clone(),
            present: exactly(&entry.present)?,
            third: entry.third.as_deref().map(Into::into),
            imperfect: entry.imperfect.as_deref().map(Into::into),
            future: entry.future.as_str().into(),
            past: exactly(&entry.past)?,
            participles,
            subjunctive: entry.subjunctive.as_deref().map(exactly).transpose()?,
            present_participle: entry.present_participle.as_deref().map(Into::into),
            imperative: entry.imperative.as_deref().map(exactly).transpose()?,
        })
    }

    fn conjugate(&self, lemma: &str) -> Option<Vec<Conjugated>> {
        let stem = Stem::new(lemma, &self.strip)?;
        let mut forms: Vec<Conjugated> = vec![(lemma.to_owned(), Tense::Infinitive, 0, false, false)];
        let all = |words: &Six| words.each_ref().map(|word| stem.with(word));

        let mut present = all(&self.present);
        if let Some(third) = &self.third {
            present[2] = stem.with(third);
        }
        let we = present[3].as_deref().and_then(|we| we.strip_suffix("ons")).map(str::to_owned);
        let they = present[5].as_deref().and_then(|they| they.strip_suffix("ent")).map(str::to_owned);
        let imperfect = self.imperfect.as_ref().and_then(|ending| stem.with(ending)).or_else(|| we.clone());
        let with =
            |stem: Option<&str>, endings: [&str; 6]| endings.map(|ending| stem.map(|stem| format!("{stem}{ending}")));
        let imperfects = with(imperfect.as_deref(), IMPERFECT);

        let subjunctive = self.subjunctive.as_ref().map_or_else(
            || {
                let [je, tu, il, _, _, ils] = with(they.as_deref(), ["e", "es", "e", "", "", "ent"]);
                [je, tu, il, imperfects[3].clone(), imperfects[4].clone(), ils]
            },
            all,
        );
        let future = stem.with(&self.future);
        let past = all(&self.past);
        let subjunctive_past = past_subjunctive(&past);

        add_six(&mut forms, Tense::Future, with(future.as_deref(), FUTURE));
        add_six(&mut forms, Tense::Conditional, with(future.as_deref(), IMPERFECT));
        add_six(&mut forms, Tense::Imperfect, imperfects);
        add_six(&mut forms, Tense::Subjunctive, subjunctive);
        add_six(&mut forms, Tense::SubjunctivePast, subjunctive_past);
        add_six(&mut forms, Tense::Past, past);

        let imperative = self.imperative.as_ref().map_or_else(
            || {
                let you = present[1].as_deref();
                let you = you.map(|you| you.strip_suffix("es").map_or(you.to_owned(), |stem| format!("{stem}e")));
                [you, present[3].clone(), present[4].clone()]
            },
            |three| three.each_ref().map(|word| stem.with(word)),
        );
        for (word, (person, plural)) in imperative.into_iter().zip([(2, false), (1, true), (2, true)]) {
            forms.extend(word.map(|word| (word, Tense::Imperative, person, plural, false)));
        }
        add_six(&mut forms, Tense::Present, present);

        let present_participle = match &self.present_participle {
            Some(ending) => stem.with(ending),
            None => we.map(|stem| format!("{stem}ant")),
        };
        forms.extend(present_participle.map(|word| (word, Tense::PresentParticiple, 0, false, false)));
        for (ending, (feminine, plural)) in
            self.participles.iter().zip([(false, false), (true, false), (false, true), (true, true)])
        {
            forms.extend(stem.with(ending).map(|word| (word, Tense::PastParticiple, 0, plural, feminine)));
        }
        forms.retain(|(word, ..)| !word.is_empty());
        Some(forms)
    }
}

/// Adds the six persons of a tense: I, you, he, we, you, they.
fn add_six(forms: &mut Vec<Conjugated>, tense: Tense, words: [Option<String>; 6]) {
    for (number, word) in words.into_iter().enumerate() {
        let person = (number % 3) as u8 + 1;
        forms.extend(word.map(|word| (word, tense, person, number >= 3, false)));
    }
}

/// "finis, finîmes" makes "finisse, finît".
fn past_subjunctive(past: &[Option<String>; 6]) -> [Option<String>; 6] {
    let cut = |person: usize, ending: &str| past[person].as_deref().and_then(|word| word.strip_suffix(ending));
    let stem = cut(1, "s");
    let [je, tu, _, nous, vous, ils] =
        ["sse", "sses", "", "ssions", "ssiez", "ssent"].map(|ending| stem.map(|stem| format!("{stem}{ending}")));
    [je, tu, cut(3, "mes").map(|stem| format!("{stem}t")), nous, vous, ils]
}

const FUTURE: [&str; 6] = ["ai", "as", "a", "ons", "ez", "ont"];
const IMPERFECT: [&str; 6] = ["ais", "ais", "ait", "ions", "iez", "aient"];

/// What is left of an infinitive when its ending is stripped.
struct Stem<'l> {
    stem: &'l str,
    /// What `?` stands for: the consonants between the changing vowel and the
    /// ending ("espérer": `r`).
    consonants: &'l str,
}

impl<'l> Stem<'l> {
    fn new(lemma: &'l str, strip: &str) -> Option<Stem<'l>> {
        let Some((vowel, ending)) = strip.split_once('?') else {
            return lemma.strip_suffix(strip).map(|stem| Stem { stem, consonants: "" });
        };
        let rest = lemma.strip_suffix(ending)?;
        let at = rest.rfind(vowel)?;
        Some(Stem { stem: &rest[..at], consonants: &rest[at + vowel.len()..] })
    }

    /// The stem with an ending; `=` doubles its last letter, `?` stands for the
    /// stripped consonants. `None` for a form that does not exist.
    fn with(&self, ending: &str) -> Option<String> {
        if ending == NONE {
            return None;
        }
        let mut word = self.stem.to_owned();
        for c in ending.chars() {
            match c {
                '=' => word.extend(self.stem.chars().next_back()),
                '?' => word.push_str(self.consonants),
                c => word.push(c),
            }
        }
        Some(word)
    }
}

/// Masculine and feminine, singular and plural of a participle.
fn agreeing(masculine: &str) -> [Box<str>; 4] {
    let plural = if masculine.ends_with('s') { masculine.to_owned() } else { format!("{masculine}s") };
    [masculine.into(), format!("{masculine}e").into(), plural.into(), format!("{masculine}es").into()]
}

fn exactly<const N: usize>(words: &str) -> Result<[Box<str>; N], String> {
    let list: Vec<Box<str>> = words.split(' ').map(Into::into).collect();
    let found = list.len();
    list.try_into()
        .map_err(|_| format!("{words:?} has {found} forms; {N} are needed, \"-\" for one that does not exist"))
}

#[cfg(test)]
mod tests {
    use depeche_record::Lang;

    use super::*;
    use crate::Packs;

    #[test]
    fn a_form_tells_verb_tense_and_person() {
        let packs = Packs::builtin();
        let pack = packs.get(Lang::FR).expect("French");
        let tenses = |word: &str, infinitive: &str| -> Vec<(Tense, u8, bool)> {
            let lemma = pack.verbs.lemma(infinitive);
            pack.verbs
                .readings(pack.vocabulary.form(word))
                .filter(|reading| Some(reading.lemma) == lemma)
                .map(|reading| (reading.tense, reading.person, reading.plural))
                .collect()
        };
        assert_eq!(tenses("viendraient", "venir"), [(Tense::Conditional, 3, true)]);
        assert_eq!(tenses("fût", "être"), [(Tense::SubjunctivePast, 3, false)]);
        assert_eq!(tenses("remit", "remettre"), [(Tense::Past, 3, false)]);
        assert_eq!(tenses("table", "dire"), []);
    }

    #[test]
    fn a_paradigm_that_fails_its_examples_is_refused() {
        let text = r#"
[[paradigm]]
endings = ["er"]
strip = "er"
present = "e es e ons ez ent"
future = "er"
past = "ai as a âmes âtes èrent"
participle = "é"
examples = ["exiger: exigeons"]
"#;
        let source = Source { file: "verbs.toml", text };
        let error = VerbPack::compile(source, &mut Vocabulary::default()).expect_err("refused");
        assert_eq!(error.to_string(), "verbs.toml:9: the paradigm of \"exiger\" does not give \"exigeons\"");
    }
}
