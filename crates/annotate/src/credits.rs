//! The agencies that a text rests on.

use depeche_language::pack::blocks::{BlocksPack, Cue, Hit, Word};
use depeche_record::{Block, BlockKind, Credit, Span};

use crate::Article;

/// The credits of a text, in order. Those of its pictures say nothing of where
/// its words come from and are left out.
pub fn find(article: &Article<'_>) -> Vec<Credit> {
    let blocks = &article.text.blocks;
    let mut credits = Vec::new();
    // Where the credit of a picture ends.
    let mut picture = None;
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Credit) {
        let line = Line::new(article.content(), block, &article.pack.blocks);
        // "© Ilse Marek Source: AFP": what follows a photographer on the same line belongs to the picture too.
        let same_line = |end: u32| !article.content()[end as usize..block.span.begin as usize].contains('\n');
        if line.is_picture() || picture.is_some_and(same_line) {
            picture = Some(block.span.end);
        } else {
            line.credits(&mut credits);
        }
    }
    credits
}

struct Line<'a> {
    content: &'a str,
    pack: &'a BlocksPack,
    words: Vec<Word>,
    hits: Vec<Hit>,
}

impl<'a> Line<'a> {
    fn new(content: &'a str, block: &Block, pack: &'a BlocksPack) -> Line<'a> {
        let (mut words, mut hits) = (Vec::new(), Vec::new());
        pack.words(content, block.span, &mut words);
        pack.hits(&words, &mut hits);
        Line { content, pack, words, hits }
    }

    fn is_picture(&self) -> bool {
        self.hits.iter().any(|hit| hit.cue == Cue::Photo)
    }

    fn credits(&self, credits: &mut Vec<Credit>) {
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else { return };
        let span = self.with_strokes(first.span.cover(last.span));
        let before = credits.len();
        for hit in &self.hits {
            if let Cue::Agency(number) = hit.cue {
                let agency = self.pack.agency(number).to_owned();
                if credits[before..].iter().all(|credit| credit.agency != agency) {
                    credits.push(Credit { span, agency });
                }
            }
        }
        if credits.len() == before {
            credits.extend(self.stranger().or_else(|| self.bracketed()).map(|agency| Credit { span, agency }));
        }
    }

    /// An agency that the pack doesn't know: the name after the opening words.
    fn stranger(&self) -> Option<String> {
        let opener =
            self.hits.iter().filter(|hit| hit.cue == Cue::CreditOpener && hit.first == 0).map(|hit| hit.end).max()?;
        let name = self.words[opener..].iter().skip_while(|word| !word.capital);
        let name: Vec<Span> = name.take_while(|word| word.capital).map(|word| word.span).collect();
        Some(name.first()?.cover(*name.last()?).of(self.content).to_owned())
    }

    /// The one word of an opening's brackets: "(ANB) —".
    fn bracketed(&self) -> Option<String> {
        let [word] = self.words[..] else { return None };
        let before = self.content.get(..word.span.begin as usize)?.trim_end();
        (word.capitals && before.ends_with(['(', '/'])).then(|| word.span.of(self.content).to_owned())
    }

    /// "/TASS/" is credited with its strokes.
    fn with_strokes(&self, span: Span) -> Span {
        let stroke = |text: &str| text == "/";
        let before = span.begin.checked_sub(1).and_then(|begin| self.content.get(begin as usize..span.begin as usize));
        let after = self.content.get(span.end as usize..span.end as usize + 1);
        if before.is_some_and(stroke) && after.is_some_and(stroke) {
            Span { begin: span.begin - 1, end: span.end + 1 }
        } else {
            span
        }
    }
}

#[cfg(test)]
mod tests {

    use depeche_language::Packs;
    use depeche_record::{Lang, Text};

    use super::*;

    /// The credits of a content whose blocks stand between `|`.
    fn credited(marked: &str) -> Vec<(String, String)> {
        let content = marked.replace('|', "");
        let mut blocks = Vec::new();
        let mut begin = 0;
        for block in marked.split('|') {
            let span = Span::new(begin, begin + block.len()).trim(&content);
            blocks.push(Block { span, kind: BlockKind::Credit });
            begin += block.len();
        }
        let text = Text { blocks, ..Text::plain(Lang::FR, content.as_str()) };
        let packs = Packs::builtin();
        let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
        find(&article).into_iter().map(|credit| (credit.span.of(&content).to_owned(), credit.agency)).collect()
    }

    #[test]
    fn agencies_are_credited_and_photographers_are_not() {
        for (marked, expected) in [
            ("- Avec AFP", vec![("Avec AFP", "AFP")]),
            ("/TASS/.", vec![("/TASS/", "TASS")]),
            (
                "Avec des informations de Spoutnik et de l'AFP",
                vec![
                    ("Avec des informations de Spoutnik et de l'AFP", "Sputnik"),
                    ("Avec des informations de Spoutnik et de l'AFP", "AFP"),
                ],
            ),
            ("Avec des informations de Norda Presse", vec![("Avec des informations de Norda Presse", "Norda Presse")]),
            ("(ANB) —", vec![("ANB", "ANB")]),
            ("© Ilse Marek / Reuters| Source: AFP", vec![]),
            ("(Reuters)|\n© Ilse Marek / AFP|\nAvec AFP", vec![("Reuters", "Reuters"), ("Avec AFP", "AFP")]),
        ] {
            let expected: Vec<(String, String)> =
                expected.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
            assert_eq!(credited(marked), expected);
        }
    }
}
