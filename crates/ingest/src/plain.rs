//! Plain text into blocks: lines, with what a page left around them.

use depeche_language::pack::blocks::BlocksPack;
use depeche_record::{Block, BlockKind, Span};

use crate::glue;
use crate::line::{Line, Opening};

/// A line or part of one, on its way to becoming a block.
#[derive(Debug)]
pub(crate) struct Piece<'t> {
    pub(crate) line: Line<'t>,
    pub(crate) kind: Option<BlockKind>,
    /// Whether it was cut out of a damaged line.
    glued: bool,
}

/// The blocks of a plain text, in order, disjoint, covering all but white space.
pub(crate) fn blocks(content: &str, pack: &BlocksPack) -> Vec<Block> {
    let mut pieces = Vec::new();
    for span in lines(content) {
        let parts = glue::parts(content, span, pack);
        let glued = parts.len() > 1;
        for part in parts {
            cut(Line::new(content, part, pack), content, pack, glued, &mut pieces);
        }
    }
    label(&mut pieces);
    pieces
        .iter()
        .map(|piece| Block { span: piece.line.span, kind: piece.kind.unwrap_or(BlockKind::Paragraph) })
        .collect()
}

/// Lines without the white space around them; lines of a text that was wrapped
/// to a fixed width are joined again.
fn lines(content: &str) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let mut begin = 0;
    for raw in content.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let line = Span::new(begin, begin + raw.len()).trim(content);
        begin += raw.len();
        if !line.is_empty() {
            lines.push(line);
        }
    }
    if is_wrapped(content, &lines) { unwrap(content, &lines) } else { lines }
}

/// Whether a blank line lies between the two.
fn is_apart(content: &str, before: Span, after: Span) -> bool {
    let gap = Span { begin: before.end, end: after.begin }.of(content);
    gap.matches('\n').count().max(gap.matches('\r').count()) > 1
}

/// Whether the text's lines were broken at a fixed width: most of them are as
/// long as the longest and go on in the next.
fn is_wrapped(content: &str, lines: &[Span]) -> bool {
    const WIDEST: usize = 100;
    let longest = lines.iter().map(|line| line.of(content).chars().count()).max().unwrap_or(0);
    let inner: Vec<Span> =
        lines.windows(2).filter(|pair| !is_apart(content, pair[0], pair[1])).map(|pair| pair[0]).collect();
    let full = inner.iter().filter(|line| line.of(content).chars().count() + 20 >= longest).count();
    inner.len() >= 6 && longest <= WIDEST && full * 10 >= inner.len() * 8
}

fn unwrap(content: &str, lines: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if !is_apart(content, *last, *line) => *last = last.cover(*line),
            _ => joined.push(*line),
        }
    }
    joined
}

/// Cuts off what is a block of its own inside a line.
pub(crate) fn cut<'t>(
    line: Line<'t>,
    content: &'t str,
    pack: &'t BlocksPack,
    glued: bool,
    pieces: &mut Vec<Piece<'t>>,
) {
    let mut add = |span: Span, kind: Option<BlockKind>| {
        let line = Line::new(content, span.trim(content), pack);
        let kind = kind.or_else(|| line.kind());
        pieces.push(Piece { line, kind, glued });
    };
    let span = line.span;
    let kind = line.kind();
    if kind.is_none()
        && let Some(Opening { dateline, credit, body }) = line.opening()
    {
        for (part, kind) in [(dateline, BlockKind::Dateline), (credit, BlockKind::Credit)] {
            if let Some(part) = part {
                add(part, Some(kind));
            }
        }
        add(body, None);
        return;
    }
    let cuts = line.cuts();
    let caption =
        cuts.first().is_some_and(|first| content[*first as usize..].starts_with(['©', '(']) && kind.is_none());
    if cuts.is_empty() || matches!(kind, Some(BlockKind::Chrome | BlockKind::Metadata | BlockKind::Crosslink)) {
        pieces.push(Piece { line, kind, glued });
        return;
    }
    let mut begin = span.begin;
    for (number, end) in cuts.into_iter().chain([span.end]).enumerate() {
        let part = Span { begin, end };
        // What stands before a photographer's mark on the same line is the caption.
        let is_caption = number == 0 && caption && content[end as usize..].trim_start_matches('(').starts_with('©');
        add(part, is_caption.then_some(BlockKind::Chrome));
        begin = end;
    }
}

/// Gives the pieces that their own words leave open a kind by their place.
fn label(pieces: &mut [Piece]) {
    lists(pieces);
    crosslinks(pieces);
    let title = title(pieces);
    if let Some(title) = title {
        pieces[title].kind = Some(BlockKind::Title);
        repeated_titles(pieces, title);
    }
    let is_text = |piece: &Piece| piece.kind.is_none() && piece.line.is_finished() && piece.line.words.len() > 6;
    let first = pieces.iter().position(is_text).unwrap_or(0);
    let last = pieces.iter().rposition(is_text).unwrap_or(pieces.len());
    for at in 0..pieces.len() {
        if pieces[at].kind.is_none() {
            pieces[at].kind = Some(by_place(pieces, at, title, first, last));
        }
    }
    between_chrome(pieces, last);
}

fn by_place(pieces: &[Piece], at: usize, title: Option<usize>, first: usize, last: usize) -> BlockKind {
    const LONGEST_HEADING: usize = 25;
    const LONGEST_SUBTITLE: usize = 45;
    let Piece { line, glued, .. } = &pieces[at];
    let short_question =
        line.is_question() && line.words.len() <= 12 && line.text().matches(['.', '?', '!']).count() == 1;
    let unfinished = !line.is_finished() || short_question && (*glued || !line.text().contains(['«', '"', '“']));
    if at < first && line.breaks_off() {
        return BlockKind::Metadata;
    }
    if !unfinished {
        return BlockKind::Paragraph;
    }
    if at > last {
        return match line.words.len() {
            _ if line.is_name() => BlockKind::Byline,
            0..=12 => BlockKind::Chrome,
            _ => BlockKind::Paragraph,
        };
    }
    let subtitle = title.is_some_and(|title| title < at) && at < first;
    let longest = if subtitle { LONGEST_SUBTITLE } else { LONGEST_HEADING };
    let followed = pieces[at + 1..].iter().any(|piece| piece.kind.is_none() && piece.line.is_finished());
    if line.words.len() <= longest && followed { BlockKind::Heading } else { BlockKind::Paragraph }
}

/// The headline: the first piece that may be running text, if it doesn't read
/// like a finished sentence.
fn title(pieces: &[Piece]) -> Option<usize> {
    const LONGEST: usize = 35;
    let at = pieces.iter().position(|piece| piece.kind.is_none())?;
    let line = &pieces[at].line;
    let rest = pieces[at + 1..].iter().any(|piece| piece.kind.is_none() && piece.line.is_finished());
    let alone = pieces.len() == 1;
    let finished = line.is_finished() && !(rest && !pieces[at].glued && line.is_question());
    let dated = pieces[..at].iter().any(|piece| piece.kind == Some(BlockKind::Dateline));
    (!finished && line.words.len() <= LONGEST && (rest || alone) && !dated).then_some(at)
}

/// The title once more, above a picture or in a share bar.
fn repeated_titles(pieces: &mut [Piece], title: usize) {
    let (before, after) = pieces.split_at_mut(title + 1);
    let words = before[title].line.text();
    for piece in after {
        if piece.line.text() == words {
            piece.kind = Some(BlockKind::Chrome);
        }
    }
}

/// Neighbouring lines that begin with a bullet.
fn lists(pieces: &mut [Piece]) {
    let is_item = |piece: &Piece| {
        let text = piece.line.text();
        let bullet = text.trim_start_matches(['•', '-', '–', '*', '◦', '▪', '·']);
        piece.kind.is_none() && bullet.len() < text.len() && bullet.starts_with([' ', '\t', '\u{a0}'])
    };
    let items: Vec<bool> = pieces.iter().map(is_item).collect();
    for at in 0..items.len() {
        let neighbour = at > 0 && items[at - 1] || items.get(at + 1).copied().unwrap_or(false);
        if items[at] && neighbour {
            pieces[at].kind = Some(BlockKind::List);
        }
    }
}

/// The titles below a line that only announces them.
fn crosslinks(pieces: &mut [Piece]) {
    for at in 1..pieces.len() {
        let announced = pieces[at - 1].kind == Some(BlockKind::Crosslink) && pieces[at - 1].line.is_bare_crosslink();
        let piece = &pieces[at];
        let title = !piece.line.is_finished() || piece.line.is_question();
        if announced && piece.kind.is_none() && title && piece.line.words.len() <= 30 {
            pieces[at].kind = Some(BlockKind::Crosslink);
        }
    }
}

/// Short lines after the article with chrome on both sides are chrome.
fn between_chrome(pieces: &mut [Piece], last: usize) {
    for at in 1..pieces.len().saturating_sub(1) {
        let chrome = |piece: &Piece| piece.kind == Some(BlockKind::Chrome);
        let short = pieces[at].line.words.len() <= 15 && pieces[at].kind == Some(BlockKind::Paragraph);
        if at > last && short && chrome(&pieces[at - 1]) && chrome(&pieces[at + 1]) {
            pieces[at].kind = Some(BlockKind::Chrome);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use depeche_language::Packs;
    use proptest::prelude::*;

    use super::*;

    fn labelled(content: &str) -> Vec<(BlockKind, &str)> {
        static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);
        let pack = &PACKS.get(depeche_record::Lang::FR).expect("French").blocks;
        blocks(content, pack).into_iter().map(|block| (block.kind, block.span.of(content))).collect()
    }

    #[test]
    fn the_packs_own_examples_are_what_they_say() {
        let mut packs = Packs::builtin();
        packs.load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")).expect("packs that compile");
        for lang in packs.languages() {
            let pack = &packs.get(lang).expect("listed").blocks;
            for example in pack.examples() {
                let line = Line::new(&example.line, Span::new(0, example.line.len()), pack);
                let kind = line.kind().unwrap_or(BlockKind::Paragraph);
                let kind = serde_json::to_value(kind).expect("a name");
                assert_eq!(kind, *example.kind, "{lang}: {:?}", example.line);
            }
        }
    }

    #[test]
    fn a_dispatch_opens_with_place_day_and_agency() {
        use BlockKind::{Credit, Dateline, Paragraph};
        for (line, expected) in [
            (
                "BELGORA, le 3 mars. /TASS/. Le ministre est arrivé.",
                vec![(Dateline, "BELGORA, le 3 mars."), (Credit, "/TASS/."), (Paragraph, "Le ministre est arrivé.")],
            ),
            (
                "Belgora, 3 mars (AFP) - Le ministre est arrivé.",
                vec![(Dateline, "Belgora, 3 mars"), (Credit, "(AFP) -"), (Paragraph, "Le ministre est arrivé.")],
            ),
            (
                "BELGORA (Îles du Nord), 3 mars (AFP) - Le ministre est arrivé.",
                vec![
                    (Dateline, "BELGORA (Îles du Nord), 3 mars"),
                    (Credit, "(AFP) -"),
                    (Paragraph, "Le ministre est arrivé."),
                ],
            ),
            ("Belgora, le 3 mars 2023", vec![(Dateline, "Belgora, le 3 mars 2023")]),
            (
                "BELGORA, 3 mars 2023 (ANB) — Le ministre est arrivé.",
                vec![(Dateline, "BELGORA, 3 mars 2023"), (Credit, "(ANB) —"), (Paragraph, "Le ministre est arrivé.")],
            ),
            (
                "3 mars 2023. - « Rien n'est fait », dit le ministre.",
                vec![(Dateline, "3 mars 2023. -"), (Paragraph, "« Rien n'est fait », dit le ministre.")],
            ),
            (
                "BELGORA — Le ministre est arrivé.",
                vec![(Dateline, "BELGORA —"), (Paragraph, "Le ministre est arrivé.")],
            ),
            ("Le 3 mars 2023, le ministre est arrivé.", vec![(Paragraph, "Le 3 mars 2023, le ministre est arrivé.")]),
            ("Belgora, le 3 mars, était calme.", vec![(Paragraph, "Belgora, le 3 mars, était calme.")]),
            (
                "Norlande (AFP) ou pas, il part.",
                vec![(Dateline, "Norlande"), (Credit, "(AFP)"), (Paragraph, "ou pas, il part.")],
            ),
        ] {
            assert_eq!(labelled(line), expected);
        }
    }

    #[test]
    fn a_credit_behind_a_byline_is_a_line_of_its_own() {
        use BlockKind::{Byline, Credit};
        assert_eq!(
            labelled("Par notre correspondante à Belgora, avec Reuters"),
            [(Byline, "Par notre correspondante à Belgora,"), (Credit, "avec Reuters")]
        );
    }

    #[test]
    fn a_page_copied_with_its_chrome() {
        let content = "date 2023-03 https://lephare.example/20230303/detroit.html\n\n\
            Détroit : la Norlande se dit prête à « un geste »\n\n\
            - Avec AFP\n\n\
            Détroit : la Norlande se dit prête à « un geste »© Ilse Marek Source: AFP\n\
            Le port de Belgora (image d'illustration).\n\
            Suivez Le Phare surTelegram\n\n\
            La Norlande enverra jeudi une réponse écrite à la Sarvanie, a annoncé son ministre.Il a parlé d'« un geste ».\
            Les suites du blocusPendant ce temps, la Sarvanie attend une réponse claire.\n\n\
            LIRE AUSSI : Trois questions sur un blocus\n\n\
            Les deux pays se parlent depuis un an.\n\n\
            Laisser un commentaire\n\n\
            En cliquant sur « Tout accepter », vous consentez au dépôt de cookies.\n\n\
            OK\n\n\
            Tout AccepterTout refuser";
        let lines: Vec<String> = labelled(content).iter().map(|(kind, text)| format!("{kind:?}: {text}")).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        Metadata: date 2023-03 https://lephare.example/20230303/detroit.html
        Title: Détroit : la Norlande se dit prête à « un geste »
        Credit: - Avec AFP
        Chrome: Détroit : la Norlande se dit prête à « un geste »
        Credit: © Ilse Marek
        Credit: Source: AFP
        Chrome: Le port de Belgora (image d'illustration).
        Chrome: Suivez Le Phare surTelegram
        Paragraph: La Norlande enverra jeudi une réponse écrite à la Sarvanie, a annoncé son ministre.
        Paragraph: Il a parlé d'« un geste ».
        Heading: Les suites du blocus
        Paragraph: Pendant ce temps, la Sarvanie attend une réponse claire.
        Crosslink: LIRE AUSSI : Trois questions sur un blocus
        Paragraph: Les deux pays se parlent depuis un an.
        Chrome: Laisser un commentaire
        Chrome: En cliquant sur « Tout accepter », vous consentez au dépôt de cookies.
        Chrome: OK
        Chrome: Tout AccepterTout refuser
        ");
    }

    #[test]
    fn marks_behind_an_opening_belong_to_the_text() {
        let blocks = labelled("BELGORA. —«. Le port est fermé depuis lundi soir.");
        let texts: Vec<&str> = blocks.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, ["BELGORA. —", "«. Le port est fermé depuis lundi soir."]);
    }

    proptest! {
        #[test]
        fn blocks_are_ordered_disjoint_and_cover_all_but_white_space(
            content in "([A-ZÉa-zé]{1,9}|[0-9]{1,4}|[ \n.,:?!«»\"©/()\u{2014}-]|AFP|\\. |https://a\\.b/c|mars|LIRE AUSSI){0,60}"
        ) {
            let mut end = 0;
            for (_, text) in labelled(&content) {
                let begin = text.as_ptr() as usize - content.as_ptr() as usize;
                prop_assert!(begin >= end, "blocks overlap");
                prop_assert!(content[end..begin].trim().is_empty(), "left out: {:?}", &content[end..begin]);
                prop_assert!(!text.is_empty() && text.trim() == text);
                end = begin + text.len();
            }
            prop_assert!(content[end..].trim().is_empty());
        }

        #[test]
        fn any_text_has_blocks(content in "\\PC{0,200}") {
            labelled(&content);
        }
    }
}
