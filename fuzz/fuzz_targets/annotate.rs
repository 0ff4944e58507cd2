//! Any text gives a reading whose places lie in the text and on characters.
#![no_main]

use std::sync::{Arc, LazyLock};

use depeche_annotate::annotate;
use depeche_language::Packs;
use depeche_record::{Block, BlockKind, Lang, Published, Span, Text, TextId};
use libfuzzer_sys::fuzz_target;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

fuzz_target!(|content: &str| {
    let reading = annotate(&text(content), &PACKS);
    // Panics if a place lies outside the text or inside a character.
    let points = reading.to_points();
    assert_eq!(points.to_spans().as_ref(), Some(&reading));
});

/// A text with a paragraph a line.
fn text(content: &str) -> Text {
    let mut blocks = Vec::new();
    let mut begin = 0;
    for line in content.split_inclusive('\n') {
        let span = Span::new(begin, begin + line.len()).trim(content);
        begin += line.len();
        if !span.is_empty() {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
    }
    Text {
        id: TextId::new("0"),
        path: "fuzz".to_owned(),
        url: None,
        outlet: None,
        lang: Lang::FR,
        title: None,
        published: Published::default(),
        captured: None,
        content: Arc::from(content),
        content_sha256: String::new(),
        blocks,
        flags: Vec::new(),
    }
}
