//! Web archives (ISO 28500): records one after the other, each a few header
//! lines and so many bytes.

use std::io::{self, BufRead, Read};

use crate::draft::Draft;
use crate::guard::{self, Guard};
use crate::known::{self, Known};
use crate::sink::Sink;
use crate::{Limits, ProblemKind};

/// Header lines are no longer than this, all of a record's together.
const LONGEST_HEADER: u64 = 1 << 16;

/// Reads the records of an archive. What is broken is left out up to the next
/// line that begins a record; where the stream itself is broken, to its end.
pub(crate) fn read(mut bytes: impl BufRead, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let mut texts = 0;
    let mut number = 0;
    let mut next = first_line(&mut bytes)?;
    while let Some(version) = next {
        if sink.is_full() {
            let limit = sink.limits().texts as u64;
            return Err(ProblemKind::TooManyTexts(limit));
        }
        number += 1;
        let record = Record::read(&version, &mut bytes, sink.limits());
        let whole = record.is_ok();
        match record.and_then(|record| record.draft(sink.part(number), sink.limits())) {
            Ok(Some(draft)) => {
                texts += 1;
                sink.text(draft);
            }
            Ok(None) => {}
            Err(kind) => sink.problem(Some(format!("record {number}")), kind),
        }
        next = if whole { first_line(&mut bytes)? } else { next_record(&mut bytes) };
    }
    if texts == 0 { Err(ProblemKind::NoArticle("no record holds a page")) } else { Ok(()) }
}

/// One record of an archive.
struct Record {
    headers: Headers,
    /// `None` if it is larger than the limit.
    payload: Result<Vec<u8>, ProblemKind>,
}

impl Record {
    /// Reads a record that begins with a line.
    fn read(version: &str, bytes: &mut impl BufRead, limits: &Limits) -> Result<Record, ProblemKind> {
        let damaged = |what: &str| ProblemKind::Damaged(what.to_owned());
        if !version.starts_with("WARC/") {
            return Err(damaged("it doesn't begin as a record does"));
        }
        let headers = Headers::read(bytes)?;
        let length: u64 = headers
            .get("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| damaged("it doesn't say how long it is"))?;
        if length > limits.bytes {
            let skipped = io::copy(&mut bytes.take(length), &mut io::sink()).map_err(guard::problem)?;
            if skipped < length {
                return Err(damaged("it breaks off"));
            }
            let payload = Err(ProblemKind::TooLarge { bytes: length, limit: limits.bytes });
            return Ok(Record { headers, payload });
        }
        let mut payload = Vec::new();
        bytes.take(length).read_to_end(&mut payload).map_err(guard::problem)?;
        if (payload.len() as u64) < length {
            return Err(damaged("it breaks off"));
        }
        // What follows on a record is an empty line, or it was longer or shorter than it says.
        if !bytes.fill_buf().map_err(guard::problem)?.first().is_none_or(|byte| b"\r\n".contains(byte)) {
            return Err(damaged("it is not as long as it says"));
        }
        Ok(Record { headers, payload: Ok(payload) })
    }

    /// The page or text in the record, if it holds one.
    fn draft(self, path: String, limits: &Limits) -> Result<Option<Draft>, ProblemKind> {
        let kind = self.headers.get("warc-type").unwrap_or_default();
        if !matches!(kind, "response" | "resource" | "conversion") {
            return Ok(None);
        }
        let payload = self.payload?;
        let known = Known {
            url: self.headers.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned()),
            captured: self.headers.get("warc-date").and_then(known::date),
            ..Known::default()
        };
        let (kind, body) = if kind == "response" {
            match http(&payload, limits)? {
                Some(response) => response,
                None => return Ok(None),
            }
        } else {
            (self.headers.get("content-type").unwrap_or_default().to_owned(), payload)
        };
        let charset = kind.split_once("charset=").map(|(_, charset)| charset.trim_matches(['"', '\'', ' ', ';']));
        Ok(match kind.split(';').next().unwrap_or_default().trim() {
            _ if body.trim_ascii().is_empty() => None,
            "text/html" | "application/xhtml+xml" => Some(Draft::page(path, &body, charset, known)),
            "text/plain" => Some(Draft::plain(path, body, charset, known)),
            _ => None,
        })
    }
}

/// Content type and body of an HTTP response; `None` if it holds no page.
fn http(bytes: &[u8], limits: &Limits) -> Result<Option<(String, Vec<u8>)>, ProblemKind> {
    let mut rest = bytes;
    let Some(status) = first_line(&mut rest)? else { return Ok(None) };
    let headers = Headers::read(&mut rest)?;
    if status.split_whitespace().nth(1) != Some("200") {
        return Ok(None);
    }
    let kind = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
    if !kind.starts_with("text/") && !kind.starts_with("application/xhtml") {
        return Ok(None);
    }
    let chunked = headers.get("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let body = if chunked { dechunk(rest) } else { rest.to_vec() };
    let packed = body.len() as u64;
    let unpack = |stream: &mut dyn Read| guard::read_all(Guard::new(stream, packed, limits), limits.bytes);
    let body = match headers.get("content-encoding").map(str::to_ascii_lowercase).as_deref() {
        // Crawlers often unpack the body and leave the header as it was.
        Some("gzip" | "x-gzip") if body.starts_with(b"\x1f\x8b") => {
            unpack(&mut flate2::read::MultiGzDecoder::new(&*body))?
        }
        Some("deflate") if body.starts_with(b"\x78") => unpack(&mut flate2::read::ZlibDecoder::new(&*body))?,
        Some("br" | "zstd") if std::str::from_utf8(&body).is_err() => {
            return Err(ProblemKind::Binary("a page packed in a way that is not read"));
        }
        _ => body,
    };
    Ok(Some((kind, body)))
}

/// The body without the lengths between its chunks; as it is where they don't
/// fit, since crawlers often take them out and leave the header as it was.
fn dechunk(bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some(end) = memchr::memmem::find(rest, b"\r\n") else { return bytes.to_vec() };
        let length = std::str::from_utf8(&rest[..end]).ok().and_then(|line| line.split(';').next());
        let Some(length) = length.and_then(|length| usize::from_str_radix(length.trim(), 16).ok()) else {
            return bytes.to_vec();
        };
        if length == 0 {
            break;
        }
        let Some(chunk) = rest.get(end + 2..(end + 2).saturating_add(length)) else { return bytes.to_vec() };
        body.extend_from_slice(chunk);
        rest = rest.get(end + 2 + length + 2..).unwrap_or_default();
    }
    body
}

/// Header lines, their names in lower case.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn read(bytes: &mut impl BufRead) -> Result<Headers, ProblemKind> {
        let mut headers = Headers(Vec::new());
        let mut bytes = bytes.take(LONGEST_HEADER);
        loop {
            let line = line(&mut bytes)?.unwrap_or_default();
            if line.trim().is_empty() {
                return Ok(headers);
            }
            match line.split_once(':') {
                Some((name, value)) => headers.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
                // A folded line goes on with the one before.
                None => {
                    if let Some((_, value)) = headers.0.last_mut() {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                }
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The next line that begins a record, if there is one that can be read.
fn next_record(bytes: &mut impl BufRead) -> Option<String> {
    std::iter::from_fn(|| line(bytes).ok().flatten()).find(|line| line.starts_with("WARC/1."))
}

/// The next line that is not empty.
fn first_line(bytes: &mut impl BufRead) -> Result<Option<String>, ProblemKind> {
    while let Some(line) = line(bytes)? {
        if !line.trim().is_empty() {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

fn line(bytes: &mut impl BufRead) -> Result<Option<String>, ProblemKind> {
    let mut line = Vec::new();
    bytes.take(LONGEST_HEADER).read_until(b'\n', &mut line).map_err(guard::problem)?;
    Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()))
}
