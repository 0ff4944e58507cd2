//! What a reader should be warned of in the text as it was found: words that a
//! lost line break glued together, letters of another script, teasers of other
//! articles between the paragraphs.

use depeche_language::fold::has_look_alike;
use depeche_language::{Sentence, Token, TokenKind};
use depeche_record::{BlockKind, Flag, FlagKind, Span};

use crate::Article;

/// The flags of a text, by place.
pub fn find(article: &Article<'_>) -> Vec<Flag> {
    let mut flags: Vec<Flag> = glued(article)
        .map(|span| flag(article, FlagKind::Glued, span, "a line break was lost between"))
        .chain(
            homoglyphs(article).map(|span| flag(article, FlagKind::Homoglyph, span, "a letter of another script in")),
        )
        .chain(teasers(article).map(|span| flag(article, FlagKind::Teaser, span, "announces another article:")))
        .collect();
    flags.sort_by_key(|flag| flag.span);
    flags
}

fn flag(article: &Article<'_>, kind: FlagKind, span: Span, note: &str) -> Flag {
    let note = format!("{note} \u{201c}{}\u{201d}", span.of(article.content()));
    Flag { kind, text: article.text.id.clone(), span: Some(span), note }
}

/// The two words at each place where something must have stood between them.
fn glued<'a>(article: &'a Article<'_>) -> impl Iterator<Item = Span> + 'a {
    let tokens = &article.segmented.tokens;
    let inside = body(article)
        .flat_map(|sentence| sentence.tokens.clone().skip(1))
        .filter(|next| run_together(article, tokens[next - 1], tokens[*next]) && !in_handle(article, next - 1))
        .map(|next| tokens[next - 1].span.cover(tokens[next].span));
    let between = article.segmented.sentences.windows(2).filter_map(move |pair| {
        let touch = pair[0].span.end == pair[1].span.begin && pair.iter().all(|sentence| sentence.kind.is_body());
        let first = tokens[pair[1].tokens.start];
        let opens = first.is_word() && first.capital || first.kind == TokenKind::Quote;
        let last = pair[0].tokens.clone().rev().find(|token| tokens[*token].is_word())?;
        let whole = in_handle(article, last) || ends_open(pair[0].span.of(article.content()));
        (touch && opens && !whole).then(|| tokens[last].span.cover(first.span))
    });
    inside.chain(between)
}

/// Whether a capital follows a small letter where the segmenter saw two words.
fn run_together(article: &Article<'_>, last: Token, next: Token) -> bool {
    last.is_word()
        && next.is_word()
        && !next.spaced
        && next.capital
        && last.of(article.content()).ends_with(char::is_lowercase)
}

/// Words that a name on a platform is run together from, at most.
const LONGEST_HANDLE: usize = 8;

/// Whether a word is part of a name on a platform: `@IlseMarek`, `#BelgoraPort`.
fn in_handle(article: &Article<'_>, token: usize) -> bool {
    let tokens = &article.segmented.tokens;
    let near = token.saturating_sub(LONGEST_HANDLE)..=token;
    let first = near.rev().find(|at| tokens[*at].spaced || !tokens[*at].is_word()).unwrap_or(token);
    let before = article.content()[..tokens[first].span.end as usize].trim_end_matches(char::is_alphanumeric);
    before.ends_with(['@', '#', '_', '/'])
}

/// Whether a sentence breaks off; some write the next right behind it.
fn ends_open(sentence: &str) -> bool {
    sentence.ends_with('…') || sentence.ends_with("..")
}

fn homoglyphs<'a>(article: &'a Article<'_>) -> impl Iterator<Item = Span> + 'a {
    let tokens = &article.segmented.tokens;
    body(article)
        .flat_map(|sentence| &tokens[sentence.tokens.clone()])
        .filter(|token| token.is_word() && has_look_alike(token.of(article.content())))
        .map(|token| token.span)
}

/// Runs of cross links that stand inside the article: before and after them it speaks.
fn teasers<'a>(article: &'a Article<'_>) -> impl Iterator<Item = Span> + 'a {
    let blocks = &article.text.blocks;
    let is_text = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::List);
    let first = blocks.iter().position(|block| is_text(block.kind)).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(|block| is_text(block.kind)).unwrap_or(first).max(first);
    blocks[first..last]
        .chunk_by(|a, b| a.kind == b.kind)
        .filter(|run| run[0].kind == BlockKind::Crosslink)
        .map(|run| run[0].span.cover(run[run.len() - 1].span))
}

fn body<'a>(article: &'a Article<'_>) -> impl Iterator<Item = &'a Sentence> {
    article.segmented.sentences.iter().filter(|sentence| sentence.kind.is_body())
}

#[cfg(test)]
mod tests {
    use depeche_language::Packs;
    use depeche_record::{Block, Lang, Span, Text};

    use super::*;

    /// The flags of a text with these blocks, one a line.
    fn flags(blocks: &[(BlockKind, &str)]) -> Vec<(FlagKind, String)> {
        let packs = Packs::builtin();
        let mut content = String::new();
        let blocks = blocks
            .iter()
            .map(|(kind, words)| {
                let begin = content.len();
                content.push_str(words);
                Block { span: Span::new(begin, content.len()).trim(&content), kind: *kind }
            })
            .collect();
        let text = Text { blocks, ..Text::plain(Lang::FR, content.as_str()) };
        let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
        find(&article)
            .into_iter()
            .map(|flag| (flag.kind, flag.span.expect("a place").of(&content).to_owned()))
            .collect()
    }

    #[test]
    fn lost_line_breaks() {
        use BlockKind::{Credit, Heading, Paragraph};
        let glued = |words: &str| vec![(FlagKind::Glued, words.to_owned())];
        assert_eq!(flags(&[(Paragraph, "Le ministre est arrivé.Il a parlé.")]), glued("arrivé.Il"));
        assert_eq!(
            flags(&[(Heading, "Un nouveau blocus"), (Paragraph, "Pendant ce temps, il attend.")]),
            glued("blocusPendant")
        );
        assert_eq!(flags(&[(Paragraph, "Il est à Belgora avec le ministreLe port est fermé.")]), glued("ministreLe"));
        for whole in [
            "Le ministre est arrivé. Il a parlé.",
            "L'ONU et l'Otan se taisent.",
            "Selon WikiLeaks, il part.",
            "Selon @IlseMarekLe port.",
            "Il hésite…Il part.",
        ] {
            assert_eq!(flags(&[(Paragraph, whole)]), [], "{whole}");
        }
        assert_eq!(flags(&[(Credit, "Avec AFP"), (Paragraph, "Pendant ce temps, il attend.")]), []);
    }

    #[test]
    fn letters_of_another_script() {
        let mixed = "Il est parti à l'E\u{441}t.";
        assert_eq!(flags(&[(BlockKind::Paragraph, mixed)]), [(FlagKind::Homoglyph, "E\u{441}t".to_owned())]);
        assert_eq!(flags(&[(BlockKind::Chrome, mixed)]), []);
        assert_eq!(flags(&[(BlockKind::Paragraph, "Il a dit « Привет » à Belgora.")]), []);
    }

    #[test]
    fn teasers_between_paragraphs() {
        use BlockKind::{Crosslink, Paragraph};
        let (text, link) = ("Les deux pays se parlent.\n", "LIRE AUSSI : Trois questions\n");
        assert_eq!(
            flags(&[(Paragraph, text), (Crosslink, link), (Crosslink, "Un blocus\n"), (Paragraph, text)]),
            [(FlagKind::Teaser, "LIRE AUSSI : Trois questions\nUn blocus".to_owned())]
        );
        assert_eq!(flags(&[(Paragraph, text), (Crosslink, link)]), []);
    }
}
