//! Places in a text: bytes inside the program, code points at its edge.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of a text: byte offsets, begin included, end excluded.
///
/// Always on character boundaries of the text it was made for, so that
/// `&content[span.range()]` is what was annotated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `begin` to `end`, in bytes.
    ///
    /// # Panics
    ///
    /// If `begin > end`.
    pub fn new(begin: usize, end: usize) -> Span {
        assert!(begin <= end, "a span must not end ({end}) before it begins ({begin})");
        Span { begin: begin as u32, end: end as u32 }
    }

    /// The words of `content` at this span.
    pub fn of(self, content: &str) -> &str {
        &content[self.range()]
    }

    /// As a range of byte indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.begin as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.begin) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.begin == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.begin <= other.begin && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.begin < other.end && other.begin < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { begin: self.begin.min(other.begin), end: self.end.max(other.end) }
    }

    /// The span without white space at either end.
    #[must_use]
    pub fn trim(self, content: &str) -> Span {
        let words = self.of(content);
        let begin = self.begin as usize + (words.len() - words.trim_start().len());
        Span::new(begin, begin + words.trim().len())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.begin, self.end)
    }
}

/// A stretch of a text in Unicode code points, as the exchange format has it:
/// `[begin, end]`, end excluded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Points {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
}

impl From<[u32; 2]> for Points {
    fn from([begin, end]: [u32; 2]) -> Points {
        Points { begin, end }
    }
}

impl From<Points> for [u32; 2] {
    fn from(points: Points) -> [u32; 2] {
        [points.begin, points.end]
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.begin, self.end)
    }
}

/// Converts between bytes and code points of one content.
///
/// Keeps one count for every 64 bytes; a look-up counts at most one such
/// stretch.
#[derive(Debug)]
pub struct PointIndex<'t> {
    content: &'t str,
    /// `counts[i]`: code points that begin before byte `i * STRIDE`.
    counts: Vec<u32>,
}

const STRIDE: usize = 64;

fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u32
}

impl<'t> PointIndex<'t> {
    /// Indexes `content` in one pass.
    pub fn new(content: &'t str) -> PointIndex<'t> {
        let mut counts = Vec::with_capacity(content.len() / STRIDE + 1);
        let mut before = 0;
        for chunk in content.as_bytes().chunks(STRIDE) {
            counts.push(before);
            before += code_points(chunk);
        }
        counts.push(before);
        PointIndex { content, counts }
    }

    /// Code points before byte `offset`.
    fn point(&self, offset: u32) -> u32 {
        let offset = offset as usize;
        let chunk = offset / STRIDE;
        self.counts[chunk] + code_points(&self.content.as_bytes()[chunk * STRIDE..offset])
    }

    /// The byte at which code point number `point` begins, if there is one.
    fn byte(&self, point: u32) -> Option<usize> {
        let bytes = self.content.as_bytes();
        let chunks = &self.counts[..bytes.len().div_ceil(STRIDE)];
        let chunk = chunks.partition_point(|count| *count <= point).saturating_sub(1);
        let mut left = point - self.counts[chunk];
        let mut offset = chunk * STRIDE;
        loop {
            while offset < bytes.len() && (bytes[offset] & 0xC0) == 0x80 {
                offset += 1;
            }
            if left == 0 {
                return Some(offset);
            }
            if offset >= bytes.len() {
                return None;
            }
            offset += 1;
            left -= 1;
        }
    }

    /// A byte span in code points.
    pub fn points(&self, span: Span) -> Points {
        Points { begin: self.point(span.begin), end: self.point(span.end) }
    }

    /// A stretch of code points in bytes; `None` if it lies outside the text.
    pub fn span(&self, points: Points) -> Option<Span> {
        let (begin, end) = (self.byte(points.begin)?, self.byte(points.end)?);
        (begin <= end).then(|| Span::new(begin, end))
    }

    /// Code points in all.
    pub fn len(&self) -> u32 {
        self.counts.last().copied().unwrap_or(0)
    }

    /// Whether the content is empty.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_convert_both_ways(content in "\\PC{0,200}", a in 0usize..200, b in 0usize..200) {
            let index = PointIndex::new(&content);
            let starts: Vec<usize> = content.char_indices().map(|(i, _)| i).chain([content.len()]).collect();
            let (a, b) = (a % starts.len(), b % starts.len());
            let (a, b) = (a.min(b), a.max(b));
            let span = Span::new(starts[a], starts[b]);
            let points = index.points(span);
            prop_assert_eq!(points, Points { begin: a as u32, end: b as u32 });
            prop_assert_eq!(index.span(points), Some(span));
            prop_assert_eq!(index.len() as usize, content.chars().count());
        }
    }

    #[test]
    fn a_place_outside_the_text_is_none() {
        let index = PointIndex::new("été");
        assert_eq!(index.span(Points { begin: 0, end: 3 }), Some(Span::new(0, 5)));
        assert_eq!(index.span(Points { begin: 0, end: 4 }), None);
    }
}
