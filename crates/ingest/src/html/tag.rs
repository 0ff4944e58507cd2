//! HTML's elements, as far as they matter for blocks.

/// An element of HTML by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    A,
    Article,
    Aside,
    /// Any other element that CSS shows as a block.
    Block,
    Blockquote,
    Body,
    Br,
    Button,
    Cell,
    Div,
    Figcaption,
    Figure,
    Footer,
    Form,
    Header,
    Heading(u8),
    Hr,
    Html,
    /// An element that CSS shows inside a line.
    Inline,
    Item,
    Link,
    List,
    Main,
    Meta,
    Nav,
    P,
    Row,
    Script,
    Section,
    /// An element whose content is not shown as text.
    Skipped,
    Table,
    Term,
    Time,
    Title,
    /// An element without content that is no block: a picture, an input.
    Void,
}

impl Tag {
    pub(super) fn new(name: &[u8]) -> Tag {
        match name {
            b"a" => Tag::A,
            b"article" => Tag::Article,
            b"aside" => Tag::Aside,
            b"blockquote" | b"q-block" => Tag::Blockquote,
            b"body" => Tag::Body,
            b"br" => Tag::Br,
            b"button" | b"label" | b"summary" | b"legend" => Tag::Button,
            b"td" | b"th" => Tag::Cell,
            b"div" => Tag::Div,
            b"figcaption" => Tag::Figcaption,
            b"figure" | b"picture" => Tag::Figure,
            b"footer" => Tag::Footer,
            b"form" | b"fieldset" => Tag::Form,
            b"header" | b"hgroup" => Tag::Header,
            b"h1" => Tag::Heading(1),
            b"h2" => Tag::Heading(2),
            b"h3" => Tag::Heading(3),
            b"h4" => Tag::Heading(4),
            b"h5" => Tag::Heading(5),
            b"h6" => Tag::Heading(6),
            b"hr" => Tag::Hr,
            b"html" => Tag::Html,
            b"li" => Tag::Item,
            b"link" => Tag::Link,
            b"ul" | b"ol" | b"menu" | b"dl" => Tag::List,
            b"main" => Tag::Main,
            b"meta" => Tag::Meta,
            b"nav" => Tag::Nav,
            b"p" => Tag::P,
            b"tr" => Tag::Row,
            b"script" => Tag::Script,
            b"section" => Tag::Section,
            b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"select"
            | b"textarea" | b"canvas" | b"audio" | b"video" | b"datalist" | b"noframes" => Tag::Skipped,
            b"table" => Tag::Table,
            b"dt" | b"dd" => Tag::Term,
            b"time" => Tag::Time,
            b"title" => Tag::Title,
            b"img" | b"input" | b"wbr" | b"source" | b"track" | b"area" | b"base" | b"col" | b"embed" | b"param" => {
                Tag::Void
            }
            b"address" | b"center" | b"details" | b"dialog" | b"dir" | b"pre" | b"caption" | b"tbody" | b"thead"
            | b"tfoot" | b"option" | b"optgroup" | b"colgroup" | b"search" | b"head" => Tag::Block,
            _ => Tag::Inline,
        }
    }

    /// Whether text before and after it stands on different lines.
    pub(super) fn breaks(self) -> bool {
        !matches!(
            self,
            Tag::A
                | Tag::Br
                | Tag::Inline
                | Tag::Link
                | Tag::Meta
                | Tag::Script
                | Tag::Skipped
                | Tag::Time
                | Tag::Title
                | Tag::Void
        )
    }

    /// Whether it has no end tag and no content.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Tag::Br | Tag::Hr | Tag::Link | Tag::Meta | Tag::Void)
    }

    /// Whether an open paragraph ends where it begins.
    pub(super) fn ends_paragraph(self) -> bool {
        self.breaks() && !matches!(self, Tag::Button | Tag::Figcaption | Tag::Cell | Tag::Row)
    }

    /// Which open element of the same sort ends where it begins, and inside
    /// which element that one must be.
    pub(super) fn ends_sibling(self) -> Option<Tag> {
        match self {
            Tag::Item | Tag::Term => Some(Tag::List),
            Tag::Cell => Some(Tag::Row),
            Tag::Row => Some(Tag::Table),
            _ => None,
        }
    }
}
