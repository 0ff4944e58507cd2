//! Quotations that no word introduces: "X : « … »", "« … » (X)" and those that
//! go on where the one before ended.

use depeche_language::pack::speech::SourcePlace;

use super::report::{Content, Finder};

impl Finder<'_, '_> {
    /// "X : « … »" and quotations that go on where the one before ended.
    pub(super) fn layout(&self, pair: usize, place: SourcePlace) -> Option<Content> {
        let page = self.page;
        let whole = page.marks.pairs[pair];
        if self.used[pair] || whole.continues.is_some() || page.marks.around(whole.open).is_some() {
            return None;
        }
        let period = page.period(whole.open);
        let rest = page.strip_stop(whole.end, period.end);
        if rest > whole.end {
            return None;
        }
        let before = whole.open.checked_sub(1).filter(|before| *before >= period.begin);
        match (place, before) {
            (SourcePlace::BeforeColon, Some(colon)) if page.is_mark(colon, &[":"]) => {
                let begin = page.skip_circumstances(period.begin, colon);
                let noun = page.noun_phrase(begin, colon)?;
                let source = page.with_appositions(noun, colon);
                let mut content = self.direct(pair);
                content.source = Some(source.clone());
                (source.end == colon).then_some(content)
            }
            (SourcePlace::Previous, None) => Some(self.direct(pair)),
            _ => None,
        }
    }

    /// "« … » (X)".
    pub(super) fn parenthesis(&self, pair: usize) -> Option<Content> {
        let page = self.page;
        let whole = page.marks.pairs[pair];
        if self.used[pair] || !page.is_mark(whole.end, &["("]) {
            return None;
        }
        let from = whole.end + 1;
        let close = (from..page.tokens.len().min(from + 12)).find(|token| page.is_mark(*token, &[")"]))?;
        let noun = page.noun_phrase(from, close)?;
        let source = page.with_appositions(noun, close);
        let mut content = self.direct(pair);
        content.source = Some(source.clone());
        (source.end == close).then_some(content)
    }
}
