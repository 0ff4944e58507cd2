//! Articles as other tools export them: JSON objects with a text.

use depeche_record::{Lang, Property, Window};
use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::known::{self, Known};
use crate::sink::Sink;
use crate::{ProblemKind, feed};

/// The keys under which tools write, best first.
const TEXT: &[&str] = &["text", "content", "body", "articleBody", "article", "maintext", "raw_text", "content_text"];
const PAGE: &[&str] = &["html", "raw_html", "page"];
const URL: &[&str] = &["url", "link", "source_url", "uri"];
const DATE: &[&str] = &[
    "date",
    "published",
    "date_published",
    "datePublished",
    "publication_date",
    "publish_date",
    "date_publish",
    "pubDate",
    "published_at",
];
const TITLE: &[&str] = &["title", "headline"];
const OUTLET: &[&str] = &["outlet", "source", "publisher", "sitename", "source_domain", "domain", "hostname", "media"];
const AUTHOR: &[&str] = &["author", "authors", "byline"];
const LANG: &[&str] = &["lang", "language"];

/// One object a line.
pub(crate) fn lines(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let mut texts = 0;
    let mut broken = Vec::new();
    for (number, line) in
        bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty())
    {
        if sink.is_full() {
            return Err(ProblemKind::TooManyTexts(sink.limits().texts as u64));
        }
        let path = sink.part(number + 1);
        match serde_json::from_slice::<Map<String, Value>>(line) {
            Ok(object) => texts += usize::from(article(path, &object, sink)),
            Err(error) => broken.push((number + 1, error)),
        }
    }
    // Lines that are no objects in a file without articles are data of another kind.
    if texts == 0 {
        return Err(ProblemKind::NoArticle("none of its objects has a text"));
    }
    for (number, error) in broken {
        sink.problem(Some(format!("line {number}")), ProblemKind::Damaged(error.to_string()));
    }
    Ok(())
}

/// One object, a list of them, or a JSON feed, fetched on a day if that is known.
pub(crate) fn object(bytes: &[u8], captured: Option<Window>, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| ProblemKind::Damaged(error.to_string()))?;
    let is_feed = value.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    if is_feed {
        return feed::read(bytes, captured, sink);
    }
    let objects = match &value {
        Value::Array(values) => values.iter().filter_map(Value::as_object).collect(),
        Value::Object(object) => vec![object],
        _ => Vec::new(),
    };
    let mut texts = 0;
    for (number, object) in objects.into_iter().enumerate() {
        if sink.is_full() {
            return Err(ProblemKind::TooManyTexts(sink.limits().texts as u64));
        }
        texts += usize::from(article(sink.part(number + 1), object, sink));
    }
    if texts == 0 { Err(ProblemKind::NoArticle("none of its objects has a text")) } else { Ok(()) }
}

/// Keeps the article of an object, if it has one.
fn article(path: String, object: &Map<String, Value>, sink: &mut Sink<'_>) -> bool {
    let get =
        |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)?.as_str().filter(|text| !text.trim().is_empty()));
    let authors = AUTHOR.iter().filter_map(|key| object.get(*key)).flat_map(|value| match value {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    });
    let authors = authors.filter_map(Value::as_str).filter(|name| !name.trim().is_empty());
    let known = Known {
        stated: authors.map(|name| known::stated(Property::Author, name.trim(), "export")).collect(),
        url: get(URL).map(str::to_owned),
        outlet: get(OUTLET).map(str::to_owned),
        lang: get(LANG).and_then(|tag| Lang::new(&tag.get(..2)?.to_ascii_lowercase())),
        ..Known::default()
    };
    let known = known.dated(get(DATE).and_then(known::date), "export");
    let draft = match (get(TEXT), get(PAGE)) {
        (Some(text), _) => Draft::titled(path, get(TITLE), text, known),
        (None, Some(page)) => Draft::page(path, page.as_bytes(), Some("utf-8"), known),
        (None, None) => return false,
    };
    sink.text(draft);
    true
}
