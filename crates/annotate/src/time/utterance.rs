//! Times inside direct speech count from the day on which it was spoken.

use depeche_language::pack::time::{Core, Expression, From};
use depeche_record::{Quotation, QuotationType, Span, Time, Window};

use super::resolve::Resolver;
use crate::Article;

/// How many bytes may stand between a cue and the day that dates it: "a
/// déclaré jeudi", "a déclaré à la presse jeudi".
const NEAR: u32 = 30;

/// Resolves the times inside direct speech anew, where the words beside its cue
/// tell another day than that of publication: "la semaine prochaine" said on
/// Friday and printed on Monday is the week that has begun.
pub fn anchor(article: &Article<'_>, quotations: &[Quotation], times: &mut [Time]) {
    for quotation in quotations.iter().filter(|quotation| quotation.kind == QuotationType::Direct) {
        let Some(day) = utterance(article, quotation, times) else { continue };
        let inside = |span: Span| quotation.content.iter().any(|content| content.contains(span));
        let touched = |span: Span| quotation.content.iter().any(|content| content.overlaps(span));
        let mut expressions = article.pack.time.find(&article.segmented, |sentence| touched(sentence.span));
        expressions.retain(|expression| {
            counts_from_publication(expression) && inside(article.segmented.span(expression.tokens.clone()))
        });
        for spoken in Resolver::new(article, Some(day)).resolve(&expressions) {
            if let Some(time) = times.iter_mut().find(|time| time.span == spoken.span) {
                *time = spoken;
            }
        }
    }
}

/// Whether an expression counts from the day of its text.
fn counts_from_publication(expression: &Expression<'_>) -> bool {
    matches!(expression.meaning.core, Core::Weekday { .. } | Core::Shift { from: From::Text, .. } | Core::Length { .. })
}

/// The day beside the cue of a quotation, outside its content.
fn utterance(article: &Article<'_>, quotation: &Quotation, times: &[Time]) -> Option<Window> {
    let published = article.text.published.window;
    let cue = quotation.cue.first()?;
    let sentence = article.segmented.sentence_at(cue.begin)?;
    let sentence = article.segmented.sentences[sentence].span;
    let distance = |span: Span| {
        if span.begin >= cue.end { span.begin - cue.end } else { cue.begin.saturating_sub(span.end) }
    };
    times
        .iter()
        .filter(|time| sentence.contains(time.span))
        .filter(|time| !quotation.content.iter().any(|content| content.overlaps(time.span)))
        .filter(|time| distance(time.span) <= NEAR)
        .filter_map(|time| Some((distance(time.span), Window::day(time.window?.as_day()?))))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, day)| day)
        .filter(|day| published != Some(*day))
        .filter(|day| published.and_then(Window::end).is_none_or(|end| day.end() <= Some(end)))
}

#[cfg(test)]
mod tests {
    use depeche_language::Packs;
    use depeche_record::Lang;

    use crate::annotate;
    use crate::time::plain;

    /// The windows of the times of `content`, published on 24 January 2022, a Monday.
    fn windows(content: &str) -> Vec<String> {
        let packs = Packs::builtin();
        let published = "2022-01-24".parse().ok();
        let text = plain(content, published, packs.get(Lang::FR).expect("French"));
        let times = annotate(&text, &packs).times;
        times.iter().map(|time| time.window.map_or("-".to_owned(), |window| window.to_string())).collect()
    }

    #[test]
    fn next_week_counts_from_the_day_it_was_said() {
        assert_eq!(
            windows("« Nous répondrons la semaine prochaine », a déclaré vendredi Karim Odel."),
            ["2022-01-24/2022-01-30", "2022-01-21"]
        );
        assert_eq!(
            windows("« Nous répondrons la semaine prochaine », a déclaré Karim Odel."),
            ["2022-01-31/2022-02-06"]
        );
        assert_eq!(
            windows("Karim Odel a déclaré vendredi qu'il répondrait la semaine prochaine."),
            ["2022-01-21", "2022-01-31/2022-02-06"]
        );
    }
}
