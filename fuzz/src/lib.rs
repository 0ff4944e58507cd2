//! What the fuzz targets hold a reading to.

use std::sync::LazyLock;

use depeche_annotate::annotate;
use depeche_language::Packs;
use depeche_record::Text;

/// The packs, compiled once.
pub static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

/// Annotates a text and checks that every place lies in it, on characters.
///
/// # Panics
///
/// If one does not.
pub fn check(text: &Text) {
    let mut end = 0;
    for block in &text.blocks {
        assert!(end <= block.span.begin, "blocks are in order and disjoint");
        end = block.span.end;
    }
    let reading = annotate(text, &PACKS);
    // Panics if a place lies outside the text or inside a character.
    let points = reading.to_points();
    assert_eq!(points.to_spans().as_ref(), Some(&reading), "there and back");
}
