//! Pages: their text in blocks, with the article told from the rest.
//!
//! The page is read in one pass ([`tree`]); every stretch of text between two
//! places where a line breaks is then judged by where it stands, what it looks
//! like and what it says ([`score`]). Nothing is dropped: what is not the
//! article becomes a block of its kind.

mod hints;
mod meta;
mod model;
#[cfg(feature = "trafilatura")]
mod opinion;
mod score;
mod strip;
mod tag;
mod tree;

use depeche_language::pack::blocks::BlocksPack;
use depeche_record::{Block, BlockKind, Span};

use crate::known::Known;
use crate::line::Line;
use crate::plain::{self, Piece};

use self::tag::Tag;
use self::tree::Tree;

/// A page, read and not yet judged.
#[derive(Debug)]
pub(crate) struct Page {
    tree: Tree,
    pub(crate) known: Known,
    headlines: Vec<String>,
    /// The article's text as the page's JSON-LD tells it.
    told: Option<String>,
    /// How much of each stretch is article in the opinion of another extractor.
    opinion: Option<Vec<f32>>,
    /// Whether it holds nothing but an article.
    fragment: bool,
}

impl Page {
    pub(crate) fn parse(html: &str) -> Page {
        let tree = Tree::parse(html);
        let (known, headlines, told) = tree.meta.known();
        Page { tree, known, headlines, told, opinion: None, fragment: false }
    }

    /// The page, with a second opinion on its article if the build has one to ask.
    #[cfg_attr(not(feature = "trafilatura"), expect(unused_variables, reason = "nobody is asked"))]
    pub(crate) fn with_opinion(self, html: &str) -> Page {
        #[cfg(feature = "trafilatura")]
        let opinion = opinion::of(html, &self.tree);
        #[cfg(not(feature = "trafilatura"))]
        let opinion = None;
        Page { opinion, ..self }
    }

    /// A piece of HTML that holds nothing but an article, as feeds carry it.
    pub(crate) fn fragment(title: Option<&str>, html: &str) -> Page {
        let title = title.unwrap_or_default().trim();
        let escaped = title.replace('&', "&amp;").replace('<', "&lt;");
        let page = Page::parse(&format!("<h1>{escaped}</h1>\n{html}"));
        Page { headlines: vec![title.to_owned()], known: Known::default(), told: None, fragment: true, ..page }
    }

    /// A stretch of running text, to tell the language by.
    pub(crate) fn sample(&self) -> &str {
        let longest = self.tree.stretches.iter().max_by_key(|stretch| stretch.span.len() - stretch.linked as usize);
        longest.map_or("", |stretch| stretch.span.of(&self.tree.content))
    }

    /// The page's text, and its blocks in order.
    pub(crate) fn blocks(self, pack: &BlocksPack) -> (String, Vec<Block>) {
        let content = &self.tree.content;
        let lines: Vec<Line> =
            self.tree.stretches.iter().map(|stretch| Line::new(content, stretch.span, pack)).collect();
        let title = self.title();
        let article = if self.fragment {
            vec![true; lines.len()]
        } else {
            score::article(&self.tree, &lines, title, self.told.as_deref(), self.opinion.as_deref())
        };
        let first = article.iter().position(|is| *is).unwrap_or(lines.len());
        let last = article.iter().rposition(|is| *is).unwrap_or(0);
        let mut blocks = Vec::with_capacity(lines.len());
        for (at, line) in lines.into_iter().enumerate() {
            let place = Place {
                title: title == Some(at),
                article: article[at],
                beside: at + 6 >= first && at < first && title.is_none_or(|title| title < at)
                    || (last + 1..last + 4).contains(&at),
            };
            self.label(at, line, place, pack, &mut blocks);
        }
        (self.tree.content, blocks)
    }

    fn label(&self, at: usize, line: Line, place: Place, pack: &BlocksPack, blocks: &mut Vec<Block>) {
        let element = &self.tree.elements[self.tree.stretches[at].element];
        let span = line.span;
        let mut add = |span: Span, kind: BlockKind| blocks.push(Block { span, kind });
        if place.title {
            return add(span, BlockKind::Title);
        }
        // On a page a line that is nothing but a date says when it was put there.
        let own = line.kind().map(|kind| if kind == BlockKind::Dateline { BlockKind::Byline } else { kind });
        if !place.article {
            let kept = own.filter(|kind| matches!(kind, BlockKind::Credit | BlockKind::Byline | BlockKind::Crosslink));
            let kept = kept.filter(|kind| place.beside || *kind == BlockKind::Crosslink);
            return add(span, kept.unwrap_or(BlockKind::Chrome));
        }
        let by_tag = match element.tag {
            Tag::Heading(_) => Some(BlockKind::Heading),
            Tag::Item | Tag::Cell | Tag::Term => Some(BlockKind::List),
            Tag::Figcaption => Some(BlockKind::Chrome),
            _ => None,
        };
        if let Some(kind) = own.or(by_tag) {
            return add(span, kind);
        }
        let mut pieces: Vec<Piece> = Vec::new();
        plain::cut(line, &self.tree.content, pack, false, &mut pieces);
        for piece in pieces {
            add(piece.line.span, piece.kind.unwrap_or(BlockKind::Paragraph));
        }
    }

    /// The headline: the stretch that says what the page's head gives as its
    /// title, of the highest rank; else the first heading of the first rank.
    fn title(&self) -> Option<usize> {
        let rank = |at: usize| match self.tree.elements[self.tree.stretches[at].element].tag {
            Tag::Heading(rank) => rank,
            _ => 9,
        };
        let linked = |at: usize| self.tree.stretches[at].linked > 0;
        let headlines: Vec<String> = self.headlines.iter().map(|headline| letters(headline)).collect();
        let all = 0..self.tree.stretches.len();
        let named = |at: &usize| {
            let text = self.tree.stretches[*at].span.of(&self.tree.content);
            (12..400).contains(&text.len()) && headlines.iter().any(|headline| is_same_title(&letters(text), headline))
        };
        let best = all.clone().filter(named).min_by_key(|at| (rank(*at), linked(*at), *at));
        best.or_else(|| all.clone().find(|at| rank(*at) == 1 && !linked(*at)))
    }
}

/// Where a stretch stands.
#[derive(Clone, Copy)]
struct Place {
    title: bool,
    article: bool,
    /// Right before or after the article.
    beside: bool,
}

/// Whether a stretch is the title that the page's head gives, the site's name
/// behind it left aside. Both are letters only.
fn is_same_title(text: &str, headline: &str) -> bool {
    text == headline || headline.starts_with(text) && text.len() * 2 > headline.len()
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the models see of a page, for training them: each stretch with its
/// features; and the names of the features.
pub(crate) fn described(html: &str, pack: &BlocksPack) -> (Vec<&'static str>, Vec<(String, Vec<f32>)>) {
    let page = Page::parse(html);
    let content = &page.tree.content;
    let lines: Vec<Line> = page.tree.stretches.iter().map(|stretch| Line::new(content, stretch.span, pack)).collect();
    let features = score::described(&page.tree, &lines, page.title());
    let features = features.into_iter().map(|features| features.to_vec());
    let stretches = lines.iter().map(|line| line.text().to_owned()).zip(features).collect();
    (score::names(), stretches)
}
