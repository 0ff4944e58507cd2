//! Packs: what is known of a language, read from TOML and compiled.
//!
//! A pack is a folder with the same file names for every language:
//!
//! | file | holds |
//! |---|---|
//! | `segment.toml` | elisions, clitics, abbreviations |
//! | `blocks.toml` | how page chrome, credits and datelines are worded |
//! | `time.toml` | time expressions |
//! | `states.toml` | states with their adjectives and capitals |
//! | `bodies.toml` | organisations, bodies, outlets, places |
//! | `titles.toml` | the grammar of titles |
//! | `offices.toml` | who holds which office when |
//! | `names.bin` | weights of the tagger |
//! | `who.toml` | given names, pronouns, towns that speak |
//! | `verbs.toml` | conjugation |
//! | `speech.toml` | verbs and nouns of saying, constructions |
//! | `speech-model.toml` | weights that judge what the constructions find |
//! | `acts.toml` | what was done: frames |
//! | `collate.toml` | notices of translation, verbs of opposite steps |
//!
//! Every stage's file is compiled by the module of its name. All of them add
//! their words to one [`Vocabulary`].

mod acts;
pub mod blocks;
mod collate;
mod offices;
mod plover;
mod segment;
pub mod speech;
pub mod time;
mod verbs;
mod who;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use depeche_record::Lang;

use crate::tagger::Tagger;
use crate::{Vocabulary, Words};

pub use acts::{
    ActsPack, Aspect, Auxiliary, Clue, Conditions, Detail, Fallback, Frame, FrameId, Function, Functions, Governor,
    Grammar, Need, Pair, Role, Status, SubjectIs,
};
pub use blocks::BlocksPack;
pub use collate::{CollatePack, Step};
pub use offices::{Holder, OfficeTable};
pub use plover::Plover;
pub use segment::SegmentPack;
pub use speech::SpeechPack;
pub use time::TimePack;
pub use verbs::{Tense, VerbPack, VerbReading};
pub use who::{Actor, Agreement, Gender, Head, HeadKind, Known, Office, Traits, WhoPack, WhoSources};

/// All that is known of one language.
#[derive(Debug)]
pub struct Pack {
    /// The language.
    pub lang: Lang,
    /// Every word that some rule knows.
    pub vocabulary: Vocabulary,
    /// Tokens and sentences.
    pub segment: SegmentPack,
    /// Page chrome, credits, datelines.
    pub blocks: BlocksPack,
    /// Time expressions.
    pub time: TimePack,
    /// Parties.
    pub who: WhoPack,
    /// Who holds which office when.
    pub offices: OfficeTable,
    /// Names that no rule decides.
    pub tagger: Option<Tagger>,
    /// Conjugation.
    pub verbs: VerbPack,
    /// Reported speech.
    pub speech: SpeechPack,
    /// Diplomatic acts.
    pub acts: ActsPack,
    /// What collation has to know.
    pub collate: CollatePack,
}

/// The packs of all languages.
#[derive(Debug, Default)]
pub struct Packs {
    packs: BTreeMap<Lang, Pack>,
}

/// One file of a pack: its name for messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Its path, for messages.
    pub file: &'s str,
    /// Its text.
    pub text: &'s str,
}

/// Why a pack is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl<'s> Source<'s> {
    fn of((file, text): &'s (String, String)) -> Source<'s> {
        Source { file, text }
    }
}

impl Source<'_> {
    /// An error at a byte range of this file.
    pub fn error(&self, at: Range<usize>, message: impl Into<String>) -> PackError {
        PackError { file: self.file.to_owned(), line: self.line(at.start), message: message.into() }
    }

    /// The line, from 1, of a byte of this file.
    pub fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    /// Reads the file's TOML.
    ///
    /// # Errors
    ///
    /// With the place, if it is no TOML or not of the expected form.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, PackError> {
        toml::from_str(self.text).map_err(|error| self.error(error.span().unwrap_or(0..0), error.message()))
    }
}

type Read = dyn Fn(&str) -> Result<String, PackError>;

/// The texts of a pack's files.
struct Files {
    dir: PathBuf,
    /// The text of the file with this name, empty if there is none.
    read: Box<Read>,
}

/// The packs that come with the program, by language and file name.
macro_rules! builtin {
    ($lang:literal: $($name:literal),*) => {
        ($lang, &[$(($name, include_str!(concat!("../../../../packs/", $lang, "/", $name)))),*])
    };
}

const BUILTIN: &[(&str, &[(&str, &str)])] = &[
    builtin!("en": "blocks.toml", "collate.toml"),
    builtin!(
        "fr": "segment.toml", "blocks.toml", "time.toml", "states.toml", "bodies.toml", "titles.toml", "offices.toml",
        "who.toml", "verbs.toml", "speech.toml", "speech-model.toml", "acts.toml", "collate.toml"
    ),
];

/// The weights of the taggers that come with the program.
const WEIGHTS: &[(&str, &[u8])] = &[("fr", include_bytes!("../../../../packs/fr/names.bin"))];

impl Packs {
    /// The packs that come with the program.
    ///
    /// # Panics
    ///
    /// Never in a program whose tests pass: they compile every built-in pack.
    pub fn builtin() -> Packs {
        let mut packs = Packs::default();
        for (lang, files) in BUILTIN {
            let files = Files {
                dir: Path::new("packs").join(lang),
                read: Box::new(|name| {
                    Ok(files
                        .iter()
                        .find(|(known, _)| *known == name)
                        .map_or_else(String::new, |(_, text)| (*text).to_owned()))
                }),
            };
            let weights = WEIGHTS.iter().find(|(known, _)| known == lang);
            let lang = Lang::new(lang).expect("a two-letter folder");
            let mut pack = Pack::compile(lang, &files).unwrap_or_else(|error| panic!("{error}"));
            pack.tagger = weights.and_then(|(_, weights)| Tagger::new(*weights));
            packs.packs.insert(lang, pack);
        }
        packs
    }

    /// Reads packs from the folders `dir/<language>`; they replace built-in ones.
    ///
    /// # Errors
    ///
    /// If a folder can't be read, or with file, line and reason if a pack is
    /// refused. Nothing of a refused pack is kept.
    pub fn load(&mut self, dir: &Path) -> Result<(), PackError> {
        let mut folders: Vec<PathBuf> = std::fs::read_dir(dir)
            .map_err(|error| unreadable(dir, &error))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        folders.sort();
        for folder in folders {
            let Some(lang) = folder.file_name().and_then(|name| name.to_str()).and_then(Lang::new) else { continue };
            let from = folder.clone();
            let read = move |name: &str| {
                let path = from.join(name);
                if !path.exists() {
                    return Ok(String::new());
                }
                std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))
            };
            let weights = folder.join("names.bin");
            let mut pack = Pack::compile(lang, &Files { dir: folder, read: Box::new(read) })?;
            if weights.exists() {
                let bytes = std::fs::read(&weights).map_err(|error| unreadable(&weights, &error))?;
                pack.tagger = Some(Tagger::new(bytes).ok_or_else(|| PackError {
                    file: weights.display().to_string(),
                    line: 0,
                    message: "is no table of weights: make it with the example `train`".to_owned(),
                })?);
            }
            self.packs.insert(lang, pack);
        }
        Ok(())
    }

    /// Adds a table of offices to those of the packs.
    ///
    /// # Errors
    ///
    /// If the file can't be read, or with file, line and reason if it is refused.
    /// Nothing of a refused table is kept.
    pub fn add_offices(&mut self, path: &Path) -> Result<(), PackError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let source = Source { file: &file, text: &text };
        // A pack that knows no offices has nobody to call after them.
        let knowing = |pack: &&mut Pack| !pack.who.offices.is_empty();
        let mut packs: Vec<&mut Pack> = self.packs.values_mut().filter(knowing).collect();
        let tables: Vec<OfficeTable> =
            packs.iter().map(|pack| pack.offices.with(source, &pack.who)).collect::<Result<_, _>>()?;
        for (pack, table) in packs.iter_mut().zip(tables) {
            pack.offices = table;
        }
        Ok(())
    }

    /// The pack of a language, if there is one.
    pub fn get(&self, lang: Lang) -> Option<&Pack> {
        self.packs.get(&lang)
    }

    /// The languages that there are packs for.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.packs.keys().copied()
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> PackError {
    PackError { file: path.display().to_string(), line: 0, message: format!("can't be read: {error}") }
}

impl Pack {
    /// Compiles a pack: `segment.toml` first, since it says how the phrases of
    /// all others are cut; then the verbs, which speech and acts build on.
    fn compile(lang: Lang, files: &Files) -> Result<Pack, PackError> {
        let file = |name: &str| Ok((files.dir.join(name).display().to_string(), (files.read)(name)?));
        let (name, text) = file("segment.toml")?;
        let segment = SegmentPack::compile(Source { file: &name, text: &text })?;
        let mut vocabulary = Vocabulary::default();
        let (name, text) = file("verbs.toml")?;
        let mut verbs = VerbPack::compile(Source { file: &name, text: &text }, &mut vocabulary)?;
        let mut words = Words { segment: &segment, vocabulary: &mut vocabulary, verbs: &mut verbs };
        macro_rules! compile {
            ($pack:ident, $file:literal) => {{
                let (name, text) = file($file)?;
                $pack::compile(Source { file: &name, text: &text }, &mut words)?
            }};
        }
        let blocks = compile!(BlocksPack, "blocks.toml");
        let time = compile!(TimePack, "time.toml");
        let (states, bodies, titles, who) =
            (file("states.toml")?, file("bodies.toml")?, file("titles.toml")?, file("who.toml")?);
        let who = WhoPack::compile(
            WhoSources {
                who: Source::of(&who),
                states: Source::of(&states),
                bodies: Source::of(&bodies),
                titles: Source::of(&titles),
            },
            &mut words,
        )?;
        let (name, text) = file("offices.toml")?;
        let offices = OfficeTable::default().with(Source { file: &name, text: &text }, &who)?;
        let mut speech = compile!(SpeechPack, "speech.toml");
        let (name, text) = file("speech-model.toml")?;
        speech.model = Source { file: &name, text: &text }.parse()?;
        let acts = compile!(ActsPack, "acts.toml");
        let collate = compile!(CollatePack, "collate.toml");
        verbs.finish(&vocabulary);
        Ok(Pack { lang, vocabulary, segment, blocks, time, who, offices, tagger: None, verbs, speech, acts, collate })
    }
}
