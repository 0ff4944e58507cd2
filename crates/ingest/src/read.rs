//! A file into texts.

use std::fs::File;
use std::io::Read;
use std::sync::{Arc, LazyLock};

use depeche_language::Packs;
use depeche_language::pack::blocks::BlocksPack;
use depeche_record::{Basis, Block, BlockKind, Lang, Span, Text, TextId};
use sha2::{Digest, Sha256};

use crate::known::{self, Dated, Known};
use crate::line::Line;
use crate::walk::Found;
use crate::{Limits, Options, Problem, ProblemKind, decode, html, plain};

/// Reads a file that a walk found.
pub(crate) fn file(found: &Found, packs: &Packs, options: &Options) -> Vec<Result<Text, Problem>> {
    let problem = |kind| vec![Err(Problem::new(&*found.shown, kind))];
    let bytes = match bytes(found, &options.limits) {
        Ok(bytes) => bytes,
        Err(kind) => return problem(kind),
    };
    match Form::of(&bytes, &found.shown) {
        Form::Empty => problem(ProblemKind::NoArticle("it is empty")),
        Form::Binary(kind) => problem(kind),
        Form::Data => problem(ProblemKind::NoArticle("its data has no text")),
        Form::Page => vec![Ok(Draft::page(&found.shown, &bytes, found.known.clone()).finish(packs, options))],
        Form::Plain => vec![Ok(Draft::plain(&found.shown, bytes, found.known.clone()).finish(packs, options))],
    }
}

fn bytes(found: &Found, limits: &Limits) -> Result<Vec<u8>, ProblemKind> {
    let unreadable = |error: std::io::Error| ProblemKind::Unreadable(error.to_string());
    let file = File::open(&found.path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > limits.bytes {
        return Err(ProblemKind::TooLarge { bytes: size, limit: limits.bytes });
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // A pipe or a file that grows has no size to trust.
    file.take(limits.bytes + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limits.bytes {
        return Err(ProblemKind::TooLarge { bytes: bytes.len() as u64, limit: limits.bytes });
    }
    Ok(bytes)
}

/// What a file holds, by its first bytes and its name.
enum Form {
    Empty,
    Binary(ProblemKind),
    Data,
    Page,
    Plain,
}

impl Form {
    fn of(bytes: &[u8], name: &str) -> Form {
        if bytes.trim_ascii().is_empty() {
            return Form::Empty;
        }
        if let Some(kind) = decode::binary(bytes) {
            return Form::Binary(kind);
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Form::Page,
            "json" | "jsonl" | "ndjson" | "xml" | "rss" | "atom" => Form::Data,
            _ if is_page(bytes) => Form::Page,
            _ => Form::Plain,
        }
    }
}

/// Whether the bytes begin as a page does.
fn is_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = bytes[..bytes.len().min(512)].to_ascii_lowercase();
    [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body"].iter().any(|opening| head.starts_with(opening))
        || head.starts_with(b"<?xml") && memchr::memmem::find(&head, b"<html").is_some()
}

/// A text in the making.
pub(crate) struct Draft {
    id: TextId,
    path: String,
    known: Known,
    body: Body,
}

enum Body {
    Plain(String),
    Page(Box<html::Page>),
}

impl Draft {
    pub(crate) fn plain(path: &str, bytes: Vec<u8>, known: Known) -> Draft {
        let id = id(&bytes);
        Draft { id, path: path.to_owned(), known, body: Body::Plain(decode::plain(bytes)) }
    }

    pub(crate) fn page(path: &str, bytes: &[u8], known: Known) -> Draft {
        let page = html::Page::parse(&decode::page(bytes, None));
        Draft { id: id(bytes), path: path.to_owned(), known, body: Body::Page(Box::new(page)) }
    }

    /// Labels the blocks and puts together what is known.
    pub(crate) fn finish(self, packs: &Packs, options: &Options) -> Text {
        let mut notes = Vec::new();
        let mut known = self.known;
        let sample;
        match &self.body {
            Body::Plain(content) => sample = head(content, 4000),
            Body::Page(page) => {
                sample = page.sample();
                if options.metadata {
                    known = known.or(page.known.clone(), &mut notes);
                }
            }
        }
        let lang = known.lang.unwrap_or_else(|| language(sample, packs));
        let pack = blocks_pack(packs, lang);
        let (content, blocks) = match self.body {
            Body::Plain(content) => {
                let blocks = plain::blocks(&content, pack);
                (content, blocks)
            }
            Body::Page(page) => page.blocks(pack),
        };
        // What the text itself says of its day and address is no metadata.
        if known.url.is_none() {
            known.url = header_address(&content, &blocks);
        }
        known.dates.extend(dates(&content, &blocks, pack));
        known.dates.extend(known.url.as_deref().and_then(known::date_in_address).map(|window| Dated {
            window,
            basis: Basis::Url,
            span: None,
            source: "address",
        }));
        let published = known.published(&mut notes);
        Text {
            outlet: known.publisher(),
            url: known.url,
            lang,
            title: blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| block.span),
            published,
            captured: known.captured,
            content_sha256: sha256(content.as_bytes()),
            content: Arc::from(content),
            blocks,
            flags: known::conflicts(notes, &self.id),
            id: self.id,
            path: self.path,
        }
    }
}

/// A plain text, as if read from `path`.
pub fn read_plain(path: &str, bytes: Vec<u8>, packs: &Packs, options: &Options) -> Text {
    Draft::plain(path, bytes, Known::default()).finish(packs, options)
}

/// A page, as if read from `path`.
pub fn read_html(path: &str, bytes: &[u8], packs: &Packs, options: &Options) -> Text {
    Draft::page(path, bytes, Known::default()).finish(packs, options)
}

/// What the models that tell a page's article from the rest see of it: the names
/// of the features, and each stretch of text with its features. Read by
/// `eval/intake/train.py`; of no use for anything else.
pub fn page_features(bytes: &[u8], packs: &Packs) -> (Vec<&'static str>, Vec<(String, Vec<f32>)>) {
    let html = decode::page(bytes, None);
    let lang = language(html::Page::parse(&html).sample(), packs);
    html::described(&html, blocks_pack(packs, lang))
}

/// The blocks part of a language's pack; an empty one if it has none.
fn blocks_pack(packs: &Packs, lang: Lang) -> &BlocksPack {
    static NONE: LazyLock<BlocksPack> = LazyLock::new(BlocksPack::default);
    packs.get(lang).map_or(&NONE, |pack| &pack.blocks)
}

fn id(bytes: &[u8]) -> TextId {
    TextId::new(sha256(bytes))
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The first bytes of `text`, up to a character boundary.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The language that a text is written in, among those with a pack if the text
/// doesn't clearly speak another.
fn language(sample: &str, packs: &Packs) -> Lang {
    let code = match whichlang::detect_language(sample).three_letter_code() {
        "ara" => "ar",
        "cmn" => "zh",
        "deu" => "de",
        "eng" => "en",
        "fra" => "fr",
        "hin" => "hi",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "por" => "pt",
        "rus" => "ru",
        "spa" => "es",
        "swe" => "sv",
        "tur" => "tr",
        "vie" => "vi",
        _ => "xx",
    };
    Lang::new(code).or_else(|| packs.languages().next()).unwrap_or(Lang::FR)
}

/// The dates that byline, dateline and header blocks carry.
fn dates(content: &str, blocks: &[Block], pack: &BlocksPack) -> Vec<Dated> {
    let mut dates = Vec::new();
    for (kind, basis, source) in [
        (BlockKind::Metadata, Basis::Metadata, "header line"),
        (BlockKind::Byline, Basis::Byline, "byline"),
        (BlockKind::Dateline, Basis::Dateline, "dateline"),
    ] {
        let Some((block, (window, span))) = blocks
            .iter()
            .filter(|block| block.kind == kind)
            .find_map(|block| Some((block, dated(content, block.span, kind, pack)?)))
        else {
            continue;
        };
        debug_assert!(block.span.contains(span), "a date stands in its block");
        dates.push(Dated { window, basis, span: Some(span), source });
    }
    dates
}

fn dated(content: &str, span: Span, kind: BlockKind, pack: &BlocksPack) -> Option<(depeche_record::Window, Span)> {
    if kind == BlockKind::Metadata {
        let (offset, word) = words_of(span.of(content)).find(|(_, word)| known::date(word).is_some())?;
        let begin = span.begin as usize + offset;
        return Some((known::date(word)?, Span::new(begin, begin + word.len())));
    }
    let (day, span) = Line::new(content, span, pack).date()?;
    Some((depeche_record::Window::day(day), span))
}

/// The words of a header line that could be dates, with their offsets.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .filter(|word| word.len() >= 7 && word.len() <= 25 && word.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The address in a crawler's header line.
fn header_address(content: &str, blocks: &[Block]) -> Option<String> {
    let header = blocks.iter().take(3).find(|block| block.kind == BlockKind::Metadata)?;
    let word = header
        .span
        .of(content)
        .split_whitespace()
        .find(|word| word.starts_with("http://") || word.starts_with("https://"))?;
    Some(word.to_owned())
}
