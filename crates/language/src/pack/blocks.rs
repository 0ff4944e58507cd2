//! What a language puts around its articles: `blocks.toml`.
//!
//! Pages write more loosely than articles: without accents, in capitals, with
//! the words of two buttons run together. So the words of this file are cut and
//! folded in a way of their own: lower case without accents, cut at apostrophes,
//! hyphens and where a capital follows a small letter inside a word.

use std::collections::BTreeMap;
use std::ops::Range;

use depeche_record::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, Source};
use crate::{Words, fold};

/// What a wording tells of the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// Only ever said by a page, never by an article.
    Page,
    /// The whole line, if it says nothing else, is a button or a label.
    Button,
    /// Vocabulary of consent and privacy notices.
    Consent,
    /// An invitation that opens a line: follow, subscribe, join.
    Invite,
    /// Where one is invited to.
    Platform,
    /// The page speaks to its reader or of itself.
    Address,
    /// Words of a picture's caption.
    Caption,
    /// Opens a link to another article.
    Crosslink,
    /// Opens a credit, before an agency.
    CreditOpener,
    /// Opens a picture's credit.
    Photo,
    /// Opens a line that names the author.
    Byline,
    /// Opens a line that gives the day of publication.
    DateLabel,
    /// An office, in a line that names the author.
    Office,
    /// An agency or medium: its number in [`BlocksPack::agency`].
    Agency(u16),
}

/// A wording found in a line: the cue and its words, `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it tells.
    pub cue: Cue,
    /// Index of its first word.
    pub first: usize,
    /// Index after its last word.
    pub end: usize,
}

/// A word of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its place in the content.
    pub span: Span,
    /// Its number in the vocabulary; 0 for a word the pack does not know.
    pub id: u32,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is written in capitals and has at least two of them.
    pub capitals: bool,
    /// Whether it is a number.
    pub number: bool,
}

/// What a language puts around its articles.
#[derive(Clone, Debug, Default)]
pub struct BlocksPack {
    vocabulary: FxHashMap<Box<str>, u32>,
    /// Wordings by the number of their first word, longest first.
    wordings: FxHashMap<u32, Vec<Wording>>,
    stop_words: FxHashSet<u32>,
    date_words: FxHashSet<u32>,
    connectors: FxHashSet<u32>,
    months: FxHashMap<u32, i8>,
    agencies: Vec<String>,
    examples: Vec<Example>,
}

/// The numbers of a wording's words, and what it tells.
type Wording = (Box<[u32]>, Cue);

/// A line and what it is, for the tests of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The line.
    pub line: String,
    /// What it is, as the exchange format names the kinds of blocks.
    pub kind: String,
}

type Wordings = Vec<Spanned<String>>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    page: Wordings,
    buttons: Wordings,
    consent: Wordings,
    address: Wordings,
    caption: Wordings,
    crosslink: Wordings,
    stop_words: String,
    invite: Invite,
    credit: Credit,
    byline: Byline,
    date: DateWords,
    agencies: BTreeMap<String, Wordings>,
    example: Vec<Example>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Invite {
    openers: Wordings,
    platforms: Wordings,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Credit {
    openers: Wordings,
    photo: Wordings,
    connectors: Wordings,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Byline {
    openers: Wordings,
    offices: Wordings,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct DateWords {
    labels: Wordings,
    months: Vec<Wordings>,
    weekdays: Wordings,
    others: Wordings,
}

impl BlocksPack {
    /// Compiles `blocks.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form, a wording holds no
    /// word, or a list of single words holds a phrase.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<BlocksPack, PackError> {
        let file: File = source.parse()?;
        let mut pack = BlocksPack::default();
        for (list, cue) in [
            (&file.page, Cue::Page),
            (&file.buttons, Cue::Button),
            (&file.consent, Cue::Consent),
            (&file.invite.openers, Cue::Invite),
            (&file.invite.platforms, Cue::Platform),
            (&file.address, Cue::Address),
            (&file.caption, Cue::Caption),
            (&file.crosslink, Cue::Crosslink),
            (&file.credit.openers, Cue::CreditOpener),
            (&file.credit.photo, Cue::Photo),
            (&file.byline.openers, Cue::Byline),
            (&file.byline.offices, Cue::Office),
            (&file.date.labels, Cue::DateLabel),
        ] {
            pack.add(list, cue, source)?;
        }
        for (agency, names) in &file.agencies {
            let number = pack.agencies.len() as u16;
            pack.agencies.push(agency.clone());
            pack.add(names, Cue::Agency(number), source)?;
        }
        for (names, month) in file.date.months.iter().zip(1..) {
            for name in names {
                let id = pack.single(name, source)?;
                pack.months.insert(id, month);
                pack.date_words.insert(id);
            }
        }
        for name in file.date.weekdays.iter().chain(&file.date.others) {
            let id = pack.single(name, source)?;
            pack.date_words.insert(id);
        }
        for name in &file.credit.connectors {
            let id = pack.single(name, source)?;
            pack.connectors.insert(id);
        }
        let stop_words = pack.learn(&file.stop_words);
        pack.stop_words.extend(stop_words);
        for list in pack.wordings.values_mut() {
            list.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        pack.examples = file.example;
        Ok(pack)
    }

    fn add(&mut self, wordings: &Wordings, cue: Cue, source: Source<'_>) -> Result<(), PackError> {
        for wording in wordings {
            let ids = self.learn(wording.get_ref());
            let Some(first) = ids.first() else {
                return Err(source.error(wording.span(), format!("{:?} holds no word to look for", wording.get_ref())));
            };
            self.wordings.entry(*first).or_default().push((ids.into(), cue));
        }
        Ok(())
    }

    fn single(&mut self, word: &Spanned<String>, source: Source<'_>) -> Result<u32, PackError> {
        match self.learn(word.get_ref())[..] {
            [id] => Ok(id),
            _ => Err(source.error(word.span(), format!("expected one word, found {:?}", word.get_ref()))),
        }
    }

    /// The numbers of the words of `wording`, new ones added to the vocabulary.
    fn learn(&mut self, wording: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        for Cut { range, .. } in cut(wording) {
            let next = self.vocabulary.len() as u32 + 1;
            ids.push(*self.vocabulary.entry(fold::bare(&wording[range]).into()).or_insert(next));
        }
        ids
    }

    /// The words of `content` at `span`, added to `words`.
    pub fn words(&self, content: &str, span: Span, words: &mut Vec<Word>) {
        let text = span.of(content);
        words.extend(cut(text).map(|Cut { range, shape }| Word {
            span: Span::new(span.begin as usize + range.start, span.begin as usize + range.end),
            id: self.vocabulary.get(fold::bare(&text[range]).as_ref()).copied().unwrap_or(0),
            capital: shape.capital,
            capitals: shape.capitals,
            number: shape.number,
        }));
    }

    /// The wordings found in `words`, in order; none lies inside a longer one
    /// of the same kind.
    pub fn hits(&self, words: &[Word], hits: &mut Vec<Hit>) {
        for (first, word) in words.iter().enumerate() {
            let Some(wordings) = self.wordings.get(&word.id).filter(|_| word.id != 0) else { continue };
            for (ids, cue) in wordings {
                let end = first + ids.len();
                let found =
                    words.get(first..end).is_some_and(|found| found.iter().map(|word| word.id).eq(ids.iter().copied()));
                let inside = |hit: &Hit| hit.cue == *cue && end <= hit.end;
                if found && !hits.iter().rev().take_while(|hit| hit.end > first).any(inside) {
                    hits.push(Hit { cue: *cue, first, end });
                }
            }
        }
    }

    /// Whether the word is one of the language's most frequent ones.
    pub fn is_stop_word(&self, word: &Word) -> bool {
        self.stop_words.contains(&word.id)
    }

    /// Whether the word names a month, a weekday, or stands between them.
    pub fn is_date_word(&self, word: &Word) -> bool {
        self.date_words.contains(&word.id)
    }

    /// Whether the word joins agencies in a credit.
    pub fn is_connector(&self, word: &Word) -> bool {
        self.connectors.contains(&word.id)
    }

    /// The month, 1 to 12, that the word names.
    pub fn month(&self, word: &Word) -> Option<i8> {
        self.months.get(&word.id).copied()
    }

    /// The agency with this number.
    pub fn agency(&self, number: u16) -> &str {
        self.agencies.get(usize::from(number)).map_or("", String::as_str)
    }

    /// Lines whose kind is known.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}

/// A word as [`cut`] finds it.
struct Cut {
    range: Range<usize>,
    shape: Shape,
}

struct Shape {
    capital: bool,
    /// All in capitals, two of them at least.
    capitals: bool,
    number: bool,
}

/// The words of `text`: runs of letters and digits, cut where a capital follows
/// a small letter; the photographer's © is a word of its own.
fn cut(text: &str) -> impl Iterator<Item = Cut> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (begin, first) = letters.find(|(_, letter)| is_inside(*letter))?;
        let mut end = begin + first.len_utf8();
        let mut shape = Shape { capital: first.is_uppercase(), capitals: false, number: first.is_ascii_digit() };
        let mut before = first;
        while first != '©'
            && let Some(&(at, letter)) = letters.peek()
            && is_inside(letter)
            && letter != '©'
            && !(before.is_lowercase() && letter.is_uppercase())
        {
            letters.next();
            end = at + letter.len_utf8();
            shape.number &= letter.is_ascii_digit();
            before = letter;
        }
        shape.capitals =
            shape.capital && end > begin + first.len_utf8() && !text[begin..end].contains(char::is_lowercase);
        Some(Cut { range: begin..end, shape })
    })
}

fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '©' || ('\u{300}'..='\u{36F}').contains(&letter)
}
