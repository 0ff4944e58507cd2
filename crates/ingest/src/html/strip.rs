//! What is no text is taken out of a page before it is read: comments, scripts,
//! styles and drawings are most of its bytes, and a drawing's `<title/>` would
//! make a tokenizer that builds no tree take the rest of the page for a title.

use std::borrow::Cow;

/// The page without comments, scripts other than JSON-LD, styles and drawings.
/// One that is not closed stays, and so does all behind it.
pub(super) fn strip(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut kept = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &bytes[at..]) {
        let begin = at + next;
        match unread(&bytes[begin..]) {
            Some(Piece::Drop(length)) => {
                kept.push_str(&html[from..begin]);
                from = begin + length;
                at = from;
            }
            Some(Piece::Keep(length)) => at = begin + length,
            None => at = begin + 1,
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

/// So many bytes to drop, or to keep without looking inside.
enum Piece {
    Drop(usize),
    Keep(usize),
}

/// What begins at a `<`, if it is no text.
fn unread(bytes: &[u8]) -> Option<Piece> {
    if bytes.starts_with(b"<!--") {
        // `<!-->` is a whole comment.
        return memchr::memmem::find(&bytes[2..], b"-->").map(|end| Piece::Drop(2 + end + 3));
    }
    if opens(bytes, b"script") {
        let tag = &bytes[..memchr::memchr(b'>', bytes)?];
        let end = end_of(bytes, b"</script")?;
        let linked_data = memchr::memmem::find(tag, b"ld+json").is_some();
        return Some(if linked_data { Piece::Keep(end) } else { Piece::Drop(end) });
    }
    if opens(bytes, b"style") {
        return end_of(bytes, b"</style").map(Piece::Drop);
    }
    if opens(bytes, b"svg") {
        let end = end_of(bytes, b"</svg")?;
        // A second drawing before the end of the first: the first was not closed.
        let nested = memchr::memmem::find(&bytes[4..end], b"<svg").is_some();
        let tag = memchr::memchr(b'>', bytes)? + 1;
        return Some(Piece::Drop(if nested { tag } else { end }));
    }
    None
}

/// Whether a start tag of this name begins here.
fn opens(bytes: &[u8], name: &[u8]) -> bool {
    bytes.len() > name.len() + 1
        && bytes[1..=name.len()].eq_ignore_ascii_case(name)
        && matches!(bytes[name.len() + 1], b' ' | b'>' | b'\n' | b'\t' | b'\r' | b'/')
}

/// Where the end tag that begins with `end`, in any case, is over.
fn end_of(bytes: &[u8], end: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr(b'<', &bytes[at..])?;
        if bytes[at..].get(..end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end)) {
            return Some(at + memchr::memchr(b'>', &bytes[at..])? + 1);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_taken_out() {
        for (page, kept) in [
            ("a<!-- x -->b<!-->c", "abc"),
            ("a<script>'<svg>'</script>b", "ab"),
            ("a<SCRIPT SRC=x></SCRIPT >b", "ab"),
            (
                "a<script type=application/ld+json>{\"x\": \"<!--\"}</script>b",
                "a<script type=application/ld+json>{\"x\": \"<!--\"}</script>b",
            ),
            ("a<svg><title/></svg>b", "ab"),
            ("a<svg><path>b<svg></svg>c", "a<path>bc"),
            ("a<style>p{}</style>b<scripted>c", "ab<scripted>c"),
            ("a<script>b", "a<script>b"),
            ("a<!-- b", "a<!-- b"),
            ("été", "été"),
        ] {
            assert_eq!(strip(page), kept, "{page}");
        }
    }
}
