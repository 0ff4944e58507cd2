//! One pass over a page's tokens: its elements, and the stretches of text
//! between the places where a line breaks.

use std::convert::Infallible;

use depeche_record::Span;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::hints::Hints;
use super::meta::Meta;
use super::strip::strip;
use super::tag::Tag;

/// An element that holds text, directly or below.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) tag: Tag,
    /// Number of the element around it; that of the root is its own.
    pub(super) parent: usize,
    /// What its own names say.
    pub(super) own: Hints,
    /// What its names and those of all elements around it say.
    pub(super) all: Hints,
}

/// A stretch of text that a page shows without a break.
#[derive(Debug)]
pub(super) struct Stretch {
    /// Its place in the content.
    pub(super) span: Span,
    /// The element it stands in.
    pub(super) element: usize,
    /// How many of its bytes are links.
    pub(super) linked: u32,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) content: String,
    pub(super) elements: Vec<Element>,
    pub(super) stretches: Vec<Stretch>,
    pub(super) meta: Meta,
    /// How deep its elements nest, as far as they are kept.
    #[cfg(feature = "trafilatura")]
    pub(super) depth: usize,
}

/// Elements nest no deeper than this; what lies deeper counts to the last one.
const DEEPEST: usize = 256;

impl Tree {
    pub(super) fn parse(html: &str) -> Tree {
        let html = strip(html);
        let builder = Builder::run(&html, None);
        // An element that is never closed would hide all behind it: then it hides nothing.
        let builder = match builder.skipped {
            Some((unclosed, _)) => Builder::run(&html, Some(unclosed)),
            None => builder,
        };
        builder.tree
    }
}

/// An attribute that matters, while its value is awaited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Attribute {
    Content,
    Datetime,
    Hidden,
    Href,
    Lang,
    Name,
    Names,
    #[default]
    Other,
    Property,
    Rel,
    Style,
    Type,
}

impl Attribute {
    fn new(name: &[u8]) -> Attribute {
        match name {
            b"class" | b"id" | b"role" | b"itemprop" => Attribute::Names,
            b"content" => Attribute::Content,
            b"datetime" => Attribute::Datetime,
            b"hidden" => Attribute::Hidden,
            b"href" => Attribute::Href,
            b"lang" | b"xml:lang" => Attribute::Lang,
            b"name" => Attribute::Name,
            b"property" => Attribute::Property,
            b"rel" => Attribute::Rel,
            b"style" => Attribute::Style,
            b"type" => Attribute::Type,
            _ => Attribute::Other,
        }
    }
}

/// The start tag that is being read.
#[derive(Debug)]
struct Opening {
    tag: Tag,
    hints: Hints,
    attribute: Attribute,
    name: Vec<u8>,
    value: Vec<u8>,
    rel: Vec<u8>,
    linked_data: bool,
}

#[derive(Debug)]
struct Builder {
    tree: Tree,
    /// Numbers of the open elements, outermost first.
    open: Vec<usize>,
    /// Elements opened below the deepest that are not kept.
    too_deep: usize,
    /// Where the stretch that is being read begins.
    begin: usize,
    linked: u32,
    in_link: bool,
    link_ended: bool,
    /// Name of the skipped element and how often it is open.
    skipped: Option<(Vec<u8>, usize)>,
    /// Name of the skipped element that is shown all the same.
    shown: Option<Vec<u8>>,
    capture: Capture,
    opening: Opening,
}

/// Text that is read but not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capture {
    None,
    Title,
    Script { linked_data: bool },
}

impl Builder {
    /// Reads a page; `shown` names an element that is usually skipped.
    fn run(html: &str, shown: Option<Vec<u8>>) -> Builder {
        let mut builder = Builder { shown, ..Builder::new(html.len()) };
        {
            let mut emitter =
                CallbackEmitter::new(|event: CallbackEvent<'_>, _: TokenSpan<()>| -> Option<Infallible> {
                    builder.event(&event);
                    None
                });
            emitter.naively_switch_states(true);
            let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        }
        builder.finish();
        builder
    }

    fn new(length: usize) -> Builder {
        let root = Element { tag: Tag::Html, parent: 0, own: Hints::default(), all: Hints::default() };
        Builder {
            tree: Tree { content: String::with_capacity(length / 4), elements: vec![root], ..Tree::default() },
            open: vec![0],
            too_deep: 0,
            begin: 0,
            linked: 0,
            in_link: false,
            link_ended: false,
            skipped: None,
            shown: None,
            capture: Capture::None,
            opening: Opening {
                tag: Tag::Inline,
                hints: Hints::default(),
                attribute: Attribute::Other,
                name: Vec::new(),
                value: Vec::new(),
                rel: Vec::new(),
                linked_data: false,
            },
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                let opening = &mut self.opening;
                opening.tag = Tag::new(name);
                opening.hints = Hints::default();
                opening.attribute = Attribute::Other;
                opening.linked_data = false;
                opening.value.clear();
                opening.rel.clear();
                opening.name.clear();
                // The name of a skipped element is needed to find its end.
                if opening.tag == Tag::Skipped {
                    opening.name.extend_from_slice(name);
                }
            }
            CallbackEvent::AttributeName { name } => {
                self.opening.attribute = Attribute::new(name);
                if self.opening.attribute == Attribute::Hidden {
                    self.opening.hints.add(Hints::HIDDEN);
                }
            }
            CallbackEvent::AttributeValue { value } => self.attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&mut self, value: &[u8]) {
        let opening = &mut self.opening;
        match opening.attribute {
            Attribute::Names => {
                opening.hints.add(Hints::of(value));
                // Meta data may be named by `itemprop`.
                if matches!(opening.tag, Tag::Meta) && opening.name.is_empty() {
                    opening.name.extend_from_slice(value);
                }
            }
            Attribute::Style if is_hidden(value) => opening.hints.add(Hints::HIDDEN),
            Attribute::Name | Attribute::Property if opening.tag == Tag::Meta => {
                opening.name.clear();
                opening.name.extend_from_slice(value);
            }
            Attribute::Content if opening.tag == Tag::Meta => opening.value.extend_from_slice(value),
            Attribute::Datetime if opening.tag == Tag::Time => opening.value.extend_from_slice(value),
            Attribute::Href if opening.tag == Tag::Link => opening.value.extend_from_slice(value),
            Attribute::Rel if opening.tag == Tag::Link => opening.rel.extend_from_slice(value),
            Attribute::Type if opening.tag == Tag::Script => {
                opening.linked_data = memchr::memmem::find(value, b"ld+json").is_some();
            }
            Attribute::Lang if opening.tag == Tag::Html => self.tree.meta.lang(value),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let tag = self.opening.tag;
        if let Some((name, depth)) = &mut self.skipped {
            if tag == Tag::Skipped && *name == self.opening.name && !self_closing {
                *depth += 1;
            }
            return;
        }
        match tag {
            Tag::Meta => self.tree.meta.named(&self.opening.name, &self.opening.value),
            Tag::Link => self.tree.meta.link(&self.opening.rel, &self.opening.value),
            Tag::Time => self.tree.meta.time(&self.opening.value, self.all()),
            Tag::Script => self.capture = Capture::Script { linked_data: self.opening.linked_data },
            Tag::Title => self.capture = Capture::Title,
            Tag::Skipped if !self_closing && self.shown.as_ref() != Some(&self.opening.name) => {
                self.skipped = Some((std::mem::take(&mut self.opening.name), 1));
            }
            Tag::Br => self.line_break(),
            Tag::A => {
                // Two links side by side are two labels, whatever the style sheet makes of them.
                if self.link_ended {
                    self.space();
                }
                self.in_link = true;
            }
            _ => {}
        }
        if tag.breaks() {
            self.open(tag);
        }
    }

    fn open(&mut self, tag: Tag) {
        self.flush();
        if tag.ends_paragraph() {
            self.close_inside(Tag::P, |tag| matches!(tag, Tag::Button | Tag::Cell | Tag::Table));
        }
        if let Some(around) = tag.ends_sibling() {
            self.close_inside(tag, |tag| tag == around);
        }
        if tag.is_void() {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let parent = self.current();
        let mut own = self.opening.hints;
        match tag {
            Tag::Nav => own.add(Hints::NAV),
            Tag::Aside => own.add(Hints::ASIDE),
            Tag::Footer => own.add(Hints::FOOT),
            Tag::Figcaption => own.add(Hints::CAPTION),
            Tag::Article => own.add(Hints::ARTICLE),
            Tag::Main => own.add(Hints::TEXT),
            _ => {}
        }
        // The page's own body is named for the page, not for a part of it.
        let all = if matches!(tag, Tag::Body | Tag::Html) {
            Hints::default()
        } else {
            self.tree.elements[parent].all.and(own)
        };
        self.open.push(self.tree.elements.len());
        #[cfg(feature = "trafilatura")]
        {
            self.tree.depth = self.tree.depth.max(self.open.len());
        }
        self.tree.elements.push(Element { tag, parent, own, all });
    }

    fn current(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn all(&self) -> Hints {
        self.tree.elements[self.current()].all
    }

    fn end(&mut self, name: &[u8]) {
        let tag = Tag::new(name);
        if let Some((skipped, depth)) = &mut self.skipped {
            if tag == Tag::Skipped && skipped.as_slice() == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match tag {
            Tag::Script | Tag::Title => self.capture = Capture::None,
            Tag::A => {
                self.in_link = false;
                self.link_ended = true;
            }
            _ if tag.breaks() && !tag.is_void() => {
                self.flush();
                if self.too_deep > 0 {
                    self.too_deep -= 1;
                } else {
                    self.close_inside(tag, |around| tag != Tag::Table && around == Tag::Cell);
                }
            }
            _ => {}
        }
    }

    /// Closes the innermost open `tag` and all inside it, unless an element that
    /// `guards` it lies in between.
    fn close_inside(&mut self, tag: Tag, guards: impl Fn(Tag) -> bool) {
        for at in (1..self.open.len()).rev() {
            let open = self.tree.elements[self.open[at]].tag;
            if open == tag {
                self.open.truncate(at);
                return;
            }
            if guards(open) {
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8]) {
        match self.capture {
            Capture::Script { linked_data: true } => return self.tree.meta.linked_data(value),
            Capture::Script { .. } => return,
            Capture::Title => return self.tree.meta.title(value),
            Capture::None if self.skipped.is_some() => return,
            Capture::None => {}
        }
        let before = self.tree.content.len();
        let text = String::from_utf8_lossy(value);
        let mut words = text
            .split(|letter: char| letter.is_ascii_whitespace() || letter == '\u{200b}' || letter == '\u{feff}')
            .peekable();
        while let Some(word) = words.next() {
            self.tree.content.push_str(word);
            if words.peek().is_some() {
                self.space();
            }
        }
        let added = (self.tree.content.len() - before) as u32;
        if added > 0 {
            self.link_ended = false;
        }
        if self.in_link {
            self.linked += added;
        }
    }

    /// One space, unless the stretch begins here or has one.
    fn space(&mut self) {
        if self.tree.content.len() > self.begin && !self.tree.content.ends_with([' ', '\n']) {
            self.tree.content.push(' ');
        }
    }

    /// One `br` breaks the line, a second one the stretch.
    fn line_break(&mut self) {
        let content = &mut self.tree.content;
        if content.len() <= self.begin {
            return;
        }
        if content.ends_with('\n') {
            self.flush();
            return;
        }
        if content.ends_with(' ') {
            content.pop();
        }
        content.push('\n');
    }

    /// Ends the stretch that is being read.
    fn flush(&mut self) {
        let content = &mut self.tree.content;
        content.truncate(self.begin + content[self.begin..].trim_end().len());
        let span = Span::new(self.begin, content.len()).trim(content);
        let element = self.open.last().copied().unwrap_or(0);
        if !span.is_empty() {
            self.tree.stretches.push(Stretch { span, element, linked: self.linked.min(span.len() as u32) });
            content.push_str("\n\n");
        }
        self.begin = self.tree.content.len();
        self.linked = 0;
        self.link_ended = false;
    }

    fn finish(&mut self) {
        self.flush();
        let length = self.tree.content.trim_end().len();
        self.tree.content.truncate(length);
    }
}

fn is_hidden(style: &[u8]) -> bool {
    let compact: Vec<u8> =
        style.iter().filter(|byte| !byte.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
    [b"display:none".as_slice(), b"visibility:hidden"]
        .iter()
        .any(|hidden| memchr::memmem::find(&compact, hidden).is_some())
}
