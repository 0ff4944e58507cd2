//! A text in the making: its bytes decoded, its blocks labelled, what is known
//! of it put together.

use std::sync::{Arc, LazyLock};

use depeche_language::Packs;
use depeche_language::pack::blocks::BlocksPack;
use depeche_record::{Basis, Block, BlockKind, Lang, Span, Text, TextId, Window, sha256};

use crate::known::{self, Dated, Known};
use crate::line::Line;
use crate::{Options, decode, html, plain};

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
    /// A plain text, with the charset that it was sent with.
    pub(crate) fn plain(path: String, bytes: Vec<u8>, charset: Option<&str>, known: Known) -> Draft {
        Draft { id: TextId::of(&bytes), path, known, body: Body::Plain(decode::plain(bytes, charset)) }
    }

    /// A page, with the charset that it was sent with.
    pub(crate) fn page(path: String, bytes: &[u8], charset: Option<&str>, known: Known) -> Draft {
        let html = decode::page(bytes, charset);
        let page = html::Page::parse(&html).with_opinion(&html);
        Draft { id: TextId::of(bytes), path, known, body: Body::Page(Box::new(page)) }
    }

    /// A piece of HTML that holds nothing but an article.
    pub(crate) fn fragment(path: String, title: Option<&str>, html: &str, known: Known) -> Draft {
        let page = html::Page::fragment(title, html);
        Draft { id: TextId::of(html.as_bytes()), path, known, body: Body::Page(Box::new(page)) }
    }

    /// A plain text under a title that is kept apart from it.
    pub(crate) fn titled(path: String, title: Option<&str>, text: &str, known: Known) -> Draft {
        let title = title.map(str::trim).filter(|title| !title.is_empty() && !text.trim_start().starts_with(title));
        let content = title.map_or_else(|| text.to_owned(), |title| format!("{title}\n\n{text}"));
        Draft { id: TextId::of(content.as_bytes()), path, known, body: Body::Plain(content) }
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
            metadata: known.statements(&content, &blocks),
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
    Draft::plain(path.to_owned(), bytes, None, Known::default()).finish(packs, options)
}

/// A page, as if read from `path`.
pub fn read_html(path: &str, bytes: &[u8], packs: &Packs, options: &Options) -> Text {
    Draft::page(path.to_owned(), bytes, None, Known::default()).finish(packs, options)
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

fn dated(content: &str, span: Span, kind: BlockKind, pack: &BlocksPack) -> Option<(Window, Span)> {
    if kind == BlockKind::Metadata {
        let (offset, word) = words_of(span.of(content)).find(|(_, word)| known::date(word).is_some())?;
        let begin = span.begin as usize + offset;
        return Some((known::date(word)?, Span::new(begin, begin + word.len())));
    }
    let (day, span) = Line::new(content, span, pack).date()?;
    Some((Window::day(day), span))
}

/// The words of a header line that could be dates, with their offsets.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .filter(|word| word.len() >= 7 && word.len() <= 25 && word.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The address in a header line above the article: alone, or with a date or a
/// label beside it. An address further down is one that the article speaks of.
fn header_address(content: &str, blocks: &[Block]) -> Option<String> {
    blocks
        .iter()
        .take_while(|block| !block.kind.is_body() || block.kind == BlockKind::Title)
        .filter(|block| block.kind == BlockKind::Metadata)
        .find_map(|block| address_in(block.span.of(content)))
}

fn address_in(header: &str) -> Option<String> {
    let is_address = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    let is_label = |word: &&&str| word.contains(char::is_alphanumeric) && known::date(word).is_none();
    let (addresses, beside): (Vec<&str>, Vec<&str>) = header.split_whitespace().partition(is_address);
    let labels = beside.iter().filter(is_label).count();
    addresses.first().filter(|_| labels <= 1).map(|address| (*address).to_owned())
}
