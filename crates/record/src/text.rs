//! A text as found, its blocks, and what is known of it.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::sha256;
use crate::{Span, TextId, Window};

/// A language by its ISO 639-1 code: `fr`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Lang([u8; 2]);

impl Lang {
    /// French.
    pub const FR: Lang = Lang(*b"fr");

    /// The language with this two-letter code; `None` if it is not one.
    pub fn new(code: &str) -> Option<Lang> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_lowercase).then_some(Lang(bytes))
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("xx")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(code: String) -> Result<Lang, String> {
        Lang::new(&code).ok_or_else(|| format!("expected a two-letter language code like \"fr\", found {code:?}"))
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> String {
        lang.as_str().to_owned()
    }
}

/// One article as found: what ingestion hands to annotation.
#[derive(Clone, Debug)]
pub struct Text {
    /// Hash of the bytes as found.
    pub id: TextId,
    /// Where it was found, as the user named it, with `/` between folders.
    pub path: String,
    /// Its address, if known.
    pub url: Option<String>,
    /// Who published it, if known; never guessed.
    pub outlet: Option<String>,
    /// Its language.
    pub lang: Lang,
    /// Its title, if it has one.
    pub title: Option<Span>,
    /// The publication date as far as it is known *beforehand* (manifest,
    /// markup, address). Annotation may find it in the text itself.
    pub published: Published,
    /// Day on which it was captured, if known; it can't be published later.
    pub captured: Option<Window>,
    /// What is stated of it, by whom, contradictions included.
    pub metadata: Vec<Statement>,
    /// The text that all spans point into.
    pub content: Arc<str>,
    /// SHA-256 of `content`, hex.
    pub content_sha256: String,
    /// Its blocks in order. They don't overlap and cover all but white space.
    pub blocks: Vec<Block>,
    /// What ingestion noticed (damage, conflicts of metadata).
    pub flags: Vec<Flag>,
}

/// What a reading and a dossier keep of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "S: Deserialize<'de> + Default"))]
pub struct TextRecord<S = Span> {
    /// Hash of the bytes as found.
    #[serde(default = "unknown_text")]
    pub id: TextId,
    /// Where it was found.
    pub path: String,
    /// Its address, if known.
    #[serde(default)]
    pub url: Option<String>,
    /// Who published it, if known.
    #[serde(default)]
    pub outlet: Option<String>,
    /// Its language.
    pub lang: Lang,
    /// Span of its title.
    #[serde(default)]
    pub title: Option<S>,
    /// When it was published, and how we know.
    pub published: Published<S>,
    /// What is stated of it, by whom, contradictions included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<Statement<S>>,
    /// SHA-256 of the content, hex.
    pub content_sha256: String,
    /// Length of the content in code points.
    pub content_length: u32,
    /// The content itself; left out of dossiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Arc<str>>,
}

fn unknown_text() -> TextId {
    TextId::from("")
}

impl<S> TextRecord<S> {
    /// The content, empty if it was left out.
    pub fn content(&self) -> &str {
        self.content.as_deref().unwrap_or_default()
    }

    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> TextRecord<T> {
        TextRecord {
            id: self.id,
            path: self.path,
            url: self.url,
            outlet: self.outlet,
            lang: self.lang,
            title: self.title.map(&mut *f),
            published: self.published.map(&mut *f),
            metadata: self.metadata.into_iter().map(|statement| statement.map(f)).collect(),
            content_sha256: self.content_sha256,
            content_length: self.content_length,
            content: self.content,
        }
    }
}

/// Something that a page, or what stands beside it, states of a text. All that is
/// stated is kept; what of it is believed stands in the text's own fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement<S = Span> {
    /// What it is about.
    pub property: Property,
    /// What it says: words, an address, `true` or `false`; a moment as it was
    /// written, with its time zone.
    pub value: String,
    /// Where it was found, in a word: "manifest", "JSON-LD", "byline".
    pub source: String,
    /// The words of the text that say so, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<S>,
    /// How far such a source can be believed, from 0 to 1.
    pub confidence: f32,
}

impl<S> Statement<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Statement<T> {
        Statement {
            property: self.property,
            value: self.value,
            source: self.source,
            span: self.span.map(f),
            confidence: self.confidence,
        }
    }
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Property {
    /// Its headline.
    Title,
    /// Who wrote it, one statement a name.
    Author,
    /// Who published it.
    Outlet,
    /// When it was published.
    Published,
    /// When it was last changed.
    Modified,
    /// Its address.
    Url,
    /// Its language.
    Language,
    /// The address or name of what it was made from.
    BasedOn,
    /// Whether it may be read without paying.
    Free,
}

/// When a text was published, and how we know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Published<S = Span> {
    /// The stretch of time in which it was published; `None` if nothing says.
    pub window: Option<Window>,
    /// What it rests on.
    pub basis: Basis,
    /// The words it rests on, if it rests on words.
    #[serde(default)]
    pub span: Option<S>,
    /// In words, how the window came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl<S> Default for Published<S> {
    fn default() -> Published<S> {
        Published { window: None, basis: Basis::None, span: None, reason: None }
    }
}

impl<S> Published<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Published<T> {
        Published { window: self.window, basis: self.basis, span: self.span.map(f), reason: self.reason }
    }
}

/// What a publication date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A manifest, markup or header beside the text.
    Metadata,
    /// The address of the page.
    Url,
    /// A line that names author or date.
    Byline,
    /// "GENÈVE, 21 janvier (AFP)".
    Dateline,
    /// Expressions in the running text.
    Context,
    /// Other texts of the same story.
    Collated,
    /// Nothing.
    None,
}

/// A block of a text: a paragraph, a title, a cookie notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block<S = Span> {
    /// Where it stands.
    pub span: S,
    /// What it is.
    pub kind: BlockKind,
}

impl<S> Block<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Block<T> {
        Block { span: f(self.span), kind: self.kind }
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Place and day that open a dispatch.
    Dateline,
    /// Author or date line.
    Byline,
    /// A subheading.
    Heading,
    /// Running text.
    Paragraph,
    /// A list item or table cell of the article.
    List,
    /// A line that credits an agency or a photographer.
    Credit,
    /// A header or other data about the page.
    Metadata,
    /// A teaser or link to another article.
    Crosslink,
    /// Anything of the page that is not the article.
    Chrome,
}

impl BlockKind {
    /// Whether it is the article speaking: only such blocks are read for
    /// quotations and acts.
    pub fn is_body(self) -> bool {
        matches!(self, BlockKind::Title | BlockKind::Heading | BlockKind::Paragraph | BlockKind::List)
    }
}

/// A line that says from which agency a text comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credit<S = Span> {
    /// The words.
    pub span: S,
    /// The agency's name.
    pub agency: String,
}

impl<S> Credit<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Credit<T> {
        Credit { span: f(self.span), agency: self.agency }
    }
}

/// Something a reader should be warned of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flag<S = Span> {
    /// What it is.
    pub kind: FlagKind,
    /// The text it concerns.
    pub text: TextId,
    /// The words it concerns, if it concerns words.
    pub span: Option<S>,
    /// In words, for a person.
    pub note: String,
}

impl<S> Flag<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Flag<T> {
        Flag { kind: self.kind, text: self.text, span: self.span.map(f), note: self.note }
    }
}

/// What a flag warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FlagKind {
    /// A sentence that contradicts all other accounts, as a garbled translation does.
    Mistranslation,
    /// Words that a lost line break glued together.
    Glued,
    /// A letter of another script inside a word.
    Homoglyph,
    /// The headline says something else than its own body.
    HeadlineMismatch,
    /// A teaser of another article inside this one.
    Teaser,
    /// Two pieces of metadata contradict each other.
    MetadataConflict,
}

impl Text {
    /// A text of which nothing is known but its language and its words: each line
    /// that is not blank is a paragraph.
    ///
    /// ```
    /// use depeche_record::{Lang, Published, Text};
    ///
    /// let text = Text::plain(Lang::FR, "Il l'a dit lundi.\n\nPersonne n'a répondu.");
    /// assert_eq!(text.blocks.len(), 2);
    /// let dated = Text { outlet: Some("Le Courrier".to_owned()), ..text };
    /// assert_eq!(dated.published, Published::default());
    /// ```
    pub fn plain(lang: Lang, content: impl Into<Arc<str>>) -> Text {
        let content = content.into();
        let content_sha256 = sha256(content.as_bytes());
        let mut begin = 0;
        let blocks = content
            .split_inclusive('\n')
            .filter_map(|line| {
                let span = Span::new(begin, begin + line.len()).trim(&content);
                begin += line.len();
                (!span.is_empty()).then_some(Block { span, kind: BlockKind::Paragraph })
            })
            .collect();
        Text {
            id: TextId::new(content_sha256.as_str()),
            path: String::new(),
            url: None,
            outlet: None,
            lang,
            title: None,
            published: Published::default(),
            captured: None,
            metadata: Vec::new(),
            content,
            content_sha256,
            blocks,
            flags: Vec::new(),
        }
    }

    /// What is kept of this text, its title and date in bytes.
    pub fn record(&self) -> TextRecord {
        TextRecord {
            id: self.id.clone(),
            path: self.path.clone(),
            url: self.url.clone(),
            outlet: self.outlet.clone(),
            lang: self.lang,
            title: self.title,
            published: self.published.clone(),
            metadata: self.metadata.clone(),
            content_sha256: self.content_sha256.clone(),
            content_length: self.content.chars().count() as u32,
            content: Some(self.content.clone()),
        }
    }
}
