//! A file into texts: what it is by its first bytes, and what it holds.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use depeche_language::Packs;
use depeche_record::Text;

use crate::draft::Draft;
use crate::guard::{Guard, read_all};
use crate::known::Known;
use crate::sink::Sink;
use crate::walk::{Found, Place};
use crate::{Options, Problem, ProblemKind, decode, feed, json, mail, warc};

impl Found {
    /// Reads the file: one text, or many if it is an archive or a feed. What
    /// can't be read is a problem in its place; the rest is read all the same.
    pub fn texts(self, packs: &Packs, options: &Options) -> Vec<Result<Text, Problem>> {
        let mut sink = Sink::new(self.path(), packs, options);
        if let Err(kind) = read(&self, &mut sink) {
            sink.problem(None, kind);
        }
        sink.into_texts()
    }
}

/// Why this build fetches nothing, and what to do.
#[cfg(not(feature = "net"))]
const NO_NET: &str = "this build reads files only; save the page, or install a build that fetches: \
    cargo install --path crates/depeche --features net";

/// First bytes by which archives are known.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";

fn read(found: &Found, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    match &found.place {
        Place::File(path) => file(path, found, sink),
        #[cfg(feature = "net")]
        Place::Web(fetcher) => page(fetcher.get(&found.shown)?, found, sink),
        #[cfg(not(feature = "net"))]
        Place::Web => Err(ProblemKind::Refused(NO_NET.to_owned())),
    }
}

/// What was fetched, by its media type where that says more than its address.
#[cfg(feature = "net")]
fn page(fetched: crate::fetch::Fetched, found: &Found, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    if is_archive(&fetched.bytes) {
        return Err(ProblemKind::Refused("it is an archive; download it and name the file".to_owned()));
    }
    let name = match fetched.kind.as_str() {
        "text/html" | "application/xhtml+xml" => ".html",
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/xml" | "text/xml" => {
            ".xml"
        }
        "application/json" | "application/feed+json" => ".json",
        "text/plain" => ".txt",
        "message/rfc822" => ".eml",
        _ => fetched.url.split(['?', '#']).next().unwrap_or_default(),
    };
    let known = Known { captured: fetched.captured, url: Some(fetched.url.clone()), ..Known::default() };
    form(name, found.shown.clone(), fetched.bytes, fetched.charset.as_deref(), known, sink)
}

fn file(path: &Path, found: &Found, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let file = File::open(path).map_err(unreadable)?;
    let packed = file.metadata().map_err(unreadable)?.len();
    let mut bytes = BufReader::with_capacity(1 << 16, file);
    let head = bytes.fill_buf().map_err(unreadable)?;
    let limits = sink.limits();
    if head.starts_with(GZIP) {
        let unpacked = flate2::bufread::MultiGzDecoder::new(bytes);
        return stream(BufReader::new(Guard::new(unpacked, packed, limits)), found, true, sink);
    }
    if head.starts_with(ZSTD) {
        let unpacked =
            ruzstd::decoding::StreamingDecoder::new(bytes).map_err(|error| ProblemKind::Damaged(error.to_string()))?;
        return stream(BufReader::new(Guard::new(unpacked, packed, limits)), found, true, sink);
    }
    if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        return zip(bytes.into_inner(), found, sink);
    }
    stream(bytes, found, false, sink)
}

/// A file once unpacked: many records one after the other, or one text.
fn stream(mut bytes: impl BufRead, found: &Found, unpacked: bool, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let head = bytes.fill_buf().map_err(unreadable)?;
    if head.starts_with(b"WARC/") {
        return warc::read(bytes, sink);
    }
    let bytes = read_all(bytes, sink.limits().bytes)?;
    let name = if unpacked { found.shown.rsplit_once('.').map_or("", |(name, _)| name) } else { &found.shown };
    if unpacked && is_archive(&bytes) {
        return Err(ProblemKind::Nested);
    }
    form(name, found.shown.clone(), bytes, None, found.known.clone(), sink)
}

fn zip(mut file: File, found: &Found, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    use std::io::Seek;
    file.rewind().map_err(unreadable)?;
    let damaged = |error: zip::result::ZipError| ProblemKind::Damaged(error.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut left = sink.limits().archive_bytes;
    // By name, so that two archives of the same files give the same texts.
    let mut members: Vec<(String, usize)> = (0..archive.len())
        .filter_map(|number| Some((archive.name_for_index(number)?.ok()?.into_owned(), number)))
        .filter(|(name, _)| {
            !name.ends_with('/') && !name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
        })
        .collect();
    members.sort();
    for (name, number) in members {
        if sink.is_full() || left == 0 {
            return Err(ProblemKind::TooLarge {
                bytes: sink.limits().archive_bytes,
                limit: sink.limits().archive_bytes,
            });
        }
        let member = archive.by_index(number).map_err(damaged).and_then(|member| {
            let packed = member.compressed_size();
            read_all(Guard::new(member, packed, sink.limits()), sink.limits().bytes.min(left))
        });
        let read = member.and_then(|bytes| {
            left = left.saturating_sub(bytes.len() as u64);
            if is_archive(&bytes) {
                return Err(ProblemKind::Nested);
            }
            form(&name, format!("{}/{name}", found.shown), bytes, None, Known::default(), sink)
        });
        if let Err(kind) = read {
            sink.problem(Some(name), kind);
        }
    }
    Ok(())
}

/// The bytes of one file, member or page: `name` tells its ending, `path` is
/// what its text is called, `charset` what it was sent with.
fn form(
    name: &str,
    path: String,
    bytes: Vec<u8>,
    charset: Option<&str>,
    known: Known,
    sink: &mut Sink<'_>,
) -> Result<(), ProblemKind> {
    match Form::of(&bytes, name)? {
        Form::Page => sink.text(Draft::page(path, &bytes, charset, known)),
        Form::Plain => sink.text(Draft::plain(path, bytes, charset, known)),
        Form::Lines => return json::lines(&bytes, sink),
        Form::Object => return json::object(&bytes, known.captured, sink),
        Form::Feed => return feed::read(&bytes, known.captured, sink),
        Form::Mail => return mail::read(path, &bytes, known, sink),
    }
    Ok(())
}

fn is_archive(bytes: &[u8]) -> bool {
    [GZIP, ZSTD, ZIP, EMPTY_ZIP, b"WARC/"].iter().any(|magic| bytes.starts_with(magic))
}

fn unreadable(error: std::io::Error) -> ProblemKind {
    crate::guard::problem(error)
}

/// What bytes hold that are no archive.
enum Form {
    Plain,
    Page,
    Feed,
    Lines,
    Object,
    Mail,
}

impl Form {
    /// By the first bytes, and by the ending of the name where they are not enough.
    fn of(bytes: &[u8], name: &str) -> Result<Form, ProblemKind> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        if text.is_empty() {
            return Err(ProblemKind::Empty);
        }
        if let Some(kind) = decode::binary(bytes) {
            return Err(kind);
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        Ok(match ending.as_str() {
            "html" | "htm" | "xhtml" => Form::Page,
            "jsonl" | "ndjson" => Form::Lines,
            "json" => Form::Object,
            "eml" => Form::Mail,
            "rss" | "atom" => Form::Feed,
            "xml" if !is_page(text) => Form::Feed,
            _ if is_page(text) => Form::Page,
            _ if is_feed(text) => Form::Feed,
            _ => Form::Plain,
        })
    }
}

/// Whether the bytes begin as a page does.
fn is_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(512)].to_ascii_lowercase();
    [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body"].iter().any(|opening| head.starts_with(opening))
        || head.starts_with(b"<?xml") && memchr::memmem::find(&head, b"<html").is_some()
}

/// Whether the bytes begin as a feed does.
fn is_feed(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    head.starts_with(b"<")
        && [b"<rss".as_slice(), b"<feed", b"<rdf:rdf"].iter().any(|root| memchr::memmem::find(&head, root).is_some())
}
