//! Bytes into characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::ProblemKind;

/// How far into a file binary data and a charset declaration are looked for.
const HEAD: usize = 4096;

/// First bytes of files that hold no text, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "Parquet table"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
];

/// What `bytes` are, if they are no text.
pub(crate) fn binary(bytes: &[u8]) -> Option<ProblemKind> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(ProblemKind::Binary(what));
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    (!wide && (memchr::memchr(0, head).is_some() || controls * 20 > head.len()))
        .then_some(ProblemKind::Binary("control characters"))
}

/// The characters of a plain text. Valid UTF-8 is taken as it is, a byte order
/// mark included; anything else is decoded by its mark, by the charset it was
/// sent with, or by what it looks like.
pub(crate) fn plain(bytes: Vec<u8>, header: Option<&str>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let sent = header.and_then(|label| Encoding::for_label(label.as_bytes()));
    match sent.filter(|encoding| *encoding != UTF_8 && Encoding::for_bom(&bytes).is_none()) {
        Some(encoding) => encoding.decode(&bytes).0.into_owned(),
        None => guess(&bytes).into_owned(),
    }
}

/// The characters of a page: by its byte order mark, as UTF-8 if it is valid,
/// by the header it came with, by its own declaration, by what it looks like.
/// Declarations lie more often than bytes do, so UTF-8 is tried before them.
pub(crate) fn page<'b>(bytes: &'b [u8], header: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = header.map(str::as_bytes).and_then(Encoding::for_label).or_else(|| declaration(bytes));
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => encoding.decode(bytes).0,
        // Nearly all of it is UTF-8, with a few broken bytes: keep it so.
        None if is_nearly_utf8(bytes) => String::from_utf8_lossy(bytes),
        None => guess(bytes),
    }
}

fn guess(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if is_nearly_utf8(bytes) {
        return String::from_utf8_lossy(bytes);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow).decode(bytes).0
}

/// Whether many multi-byte characters are whole and few are broken.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 20 * broken
}

/// The charset that a page declares in its head.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = memchr::memmem::find(head, b"charset=").or_else(|| memchr::memmem::find(head, b"encoding="))?;
    let label = head[at..].split(|byte| *byte == b'=').nth(1)?;
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:".contains(byte)))?;
    Encoding::for_label(&label[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_told_by_bytes_before_declarations() {
        let french = "Après la séance, l'accord a été signé à Belgora : « un succès », dit-on côté norlandais.";
        let latin = encoding_rs::WINDOWS_1252.encode(french).0.into_owned();
        assert_eq!(plain(latin.clone(), None), french);
        assert_eq!(page(&latin, None), french);
        let lying = [b"<meta charset=utf-8>".as_slice(), &latin].concat();
        assert!(page(&lying, None).ends_with(french));
        let lying = format!("<meta charset=iso-8859-1>{french}");
        assert_eq!(page(lying.as_bytes(), None), lying);
        let russian = "Переговоры в Белгоре завершились поздно вечером, сообщил представитель делегации.";
        let koi = encoding_rs::KOI8_R.encode(russian).0.into_owned();
        assert_eq!(page(&koi, Some("koi8-r")), russian);
        assert_eq!(plain(koi, Some("koi8-r")), russian);
    }

    #[test]
    fn a_byte_order_mark_stays_in_plain_utf8() {
        assert_eq!(plain("\u{feff}Accord".into(), None), "\u{feff}Accord");
    }

    #[test]
    fn binary_files_are_no_text() {
        for bytes in [b"%PDF-1.7".as_slice(), b"\x89PNG\r\n", b"text\0text", b"\x01\x02\x03\x04"] {
            assert!(binary(bytes).is_some(), "{bytes:?}");
        }
        assert_eq!(binary("Été".as_bytes()), None);
        assert_eq!(binary(b""), None);
        assert_eq!(binary(b"\xff\xfeA\0"), None);
    }
}
