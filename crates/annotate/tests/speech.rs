//! The speech stage on texts that are no articles: it ends, keeps its spans in
//! order, and takes no more time a character when the text grows.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use depeche_annotate::{Article, speech, who};
use depeche_language::Packs;
use depeche_record::{Lang, Quotation, Text};
use proptest::prelude::*;

/// A text of one paragraph a line.
fn text(content: &str) -> Text {
    Text::plain(Lang::FR, content)
}

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

/// The quotations of a text, and how long the stage took for them.
fn quotations(content: &str) -> (Vec<Quotation>, Duration) {
    let text = text(content);
    let article = Article::new(&text, PACKS.get(Lang::FR).expect("a French pack"));
    let cast = who::Cast::default();
    let start = Instant::now();
    let mut quotations = speech::find(&article, &cast);
    speech::attribute(&article, &cast, &mut quotations);
    (quotations, start.elapsed())
}

/// Time that grows with the square of the length would be eight times as long
/// a character in a text eight times as long; it may be four times as long,
/// and a fifth of a second more, for a machine that has other things to do.
#[test]
fn time_does_not_grow_faster_than_the_text() {
    const SHORT: usize = 40_000;
    for piece in [
        "« ",
        "» ",
        "\" ",
        "« \u{201C} ‹ ",
        "«« »",
        "« Non » (",
        "il dit que ",
        "dit-il, ",
        "selon ",
        "selon lui, ",
        "X, a dit Y, ",
        "en disant que il dit, ",
        "hier ",
        "12 ",
        "qui, ",
        "la promesse de ",
        "« Oui. » Il dit : ",
        "« Oui, nous venons. »\n",
        "« Nous venons\n",
        "Il a dit que la porte est fermée, mais averti que la fenêtre l'était. ",
    ] {
        let best = |length: usize| {
            let content = piece.repeat(length / piece.len());
            (0..3).map(|_| quotations(&content).1).min().expect("three runs")
        };
        let (short, long) = (best(SHORT), best(8 * SHORT));
        let limit = short * 8 * 4 + Duration::from_millis(200);
        assert!(long <= limit, "{piece:?}: {short:?} for one length, {long:?} for eight");
    }
}

proptest! {
    #[test]
    fn any_text_gives_spans_inside_it(
        words in proptest::collection::vec(
            prop_oneof![
                "[«»\"“”„‹›'’,.:;!?()–]",
                "(il|elle|le ministre|Irena Kostova|qui|que|qu'|de|d'|à|selon|pour|en|et|mais|ne|pas|lui|se)",
                "(dit|a dit|a-t-il dit|affirmant|averti|promettre|promesse|la demande|a été déclaré|appelle|serait|« oui »)",
                "\\PC{1,4}",
            ],
            0..60,
        ),
        glue in "[ \n]?",
    ) {
        let content = words.join(if glue.is_empty() { " " } else { &glue });
        let (found, _) = quotations(&content);
        for (number, quotation) in found.iter().enumerate() {
            prop_assert_eq!(quotation.id.0 as usize, number + 1);
            prop_assert!(quotation.parent.is_none_or(|parent| parent.0 < quotation.id.0));
            for span in quotation.source.iter().chain(&quotation.cue).chain(&quotation.content) {
                prop_assert!(!span.is_empty() && content.get(span.range()).is_some(), "{:?}", span);
            }
        }
    }
}
