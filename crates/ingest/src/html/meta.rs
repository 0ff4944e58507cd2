//! What a page's head says of it: meta tags, JSON-LD, links, the title.

use depeche_record::{Lang, Property, Statement, Window};
use serde_json::{Map, Value};

use super::hints::Hints;
use crate::known::{self, Known};

/// What a page's head says of it.
#[derive(Debug, Default)]
pub(super) struct Meta {
    lang: Option<Lang>,
    title: String,
    named: Vec<(String, String)>,
    canonical: Option<String>,
    times: Vec<Window>,
    linked_data: Vec<String>,
}

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
struct LinkedData {
    headline: Option<String>,
    published: Option<Window>,
    publisher: Option<String>,
    body: Option<String>,
    lang: Option<Lang>,
    url: Option<String>,
    stated: Vec<Statement>,
}

/// A page says at most this much of itself; more is no metadata.
const LONGEST: usize = 1 << 20;
const MOST: usize = 32;

impl Meta {
    pub(super) fn lang(&mut self, value: &[u8]) {
        self.lang = self.lang.or_else(|| language(&String::from_utf8_lossy(value)));
    }

    pub(super) fn title(&mut self, value: &[u8]) {
        if self.title.len() < 1000 {
            self.title.push_str(&String::from_utf8_lossy(value));
        }
    }

    pub(super) fn named(&mut self, name: &[u8], value: &[u8]) {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let wanted = NAMES.iter().any(|(_, names)| names.contains(&name.as_str()));
        if wanted && value.len() < 2000 && self.named.len() < MOST {
            let value = String::from_utf8_lossy(value).trim().to_owned();
            if !value.is_empty() {
                self.named.push((name, value));
            }
        }
    }

    pub(super) fn link(&mut self, rel: &[u8], href: &[u8]) {
        if rel.eq_ignore_ascii_case(b"canonical") && self.canonical.is_none() {
            self.canonical = Some(String::from_utf8_lossy(href).trim().to_owned());
        }
    }

    /// A `<time>` that stands among what is not the article dates something else.
    pub(super) fn time(&mut self, value: &[u8], around: Hints) {
        if !around.has(Hints::OTHER.and(Hints::ASIDE)) && self.times.len() < 8 {
            self.times.extend(known::date(&String::from_utf8_lossy(value)));
        }
    }

    pub(super) fn linked_data(&mut self, value: &[u8]) {
        if value.len() < LONGEST && self.linked_data.len() < MOST {
            self.linked_data.push(String::from_utf8_lossy(value).into_owned());
        }
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()))
    }

    /// What is known of the article, its headlines, and its body as JSON-LD
    /// tells it.
    pub(super) fn known(&self) -> (Known, Vec<String>, Option<String>) {
        let data = LinkedData::read(&self.linked_data);
        let stated = self.stated(&data);
        let address = |address: &str| address.starts_with("http").then(|| address.to_owned());
        let url = self
            .canonical
            .as_deref()
            .and_then(address)
            .or_else(|| self.first(ADDRESSES).and_then(address))
            .or(data.url);
        let headlines = [data.headline.clone(), self.first(TITLES).map(str::to_owned), Some(self.title.clone())];
        let headlines: Vec<String> = headlines
            .into_iter()
            .flatten()
            .map(|title| title.trim().to_owned())
            .filter(|title| !title.is_empty())
            .collect();
        let known = Known {
            url,
            stated,
            outlet: self.first(SITES).map(str::to_owned).or(data.publisher),
            lang: self.lang.or(data.lang).or_else(|| self.first(LANGUAGES).and_then(language)),
            title: headlines.first().cloned(),
            ..Known::default()
        };
        let known = known
            .dated(data.published, "JSON-LD")
            .dated(self.first(DATES).and_then(known::date), "meta")
            .dated(self.times.first().copied(), "time element");
        (known, headlines, data.body)
    }
}

impl Meta {
    /// All that the head states, first what is believed first.
    fn stated(&self, data: &LinkedData) -> Vec<Statement> {
        let mut stated = data.stated.clone();
        let canonical = self.canonical.as_ref().map(|url| known::stated(Property::Url, url, "canonical link"));
        stated.extend(canonical.filter(|statement| statement.value.starts_with("http")));
        for (property, names) in NAMES {
            let named = self.named.iter().filter(|(name, value)| {
                // Where networks of friends want an author, their page stands, not the name.
                names.contains(&name.as_str()) && (*property != Property::Author || !value.starts_with("http"))
            });
            stated.extend(named.map(|(_, value)| known::stated(*property, value, "meta")));
        }
        stated.extend(self.lang.map(|lang| known::stated(Property::Language, lang.as_str(), "html lang")));
        let title = self.title.trim();
        if !title.is_empty() {
            stated.push(known::stated(Property::Title, title, "title element"));
        }
        stated
    }
}

/// The names under which meta tags state a property.
const NAMES: &[(Property, &[&str])] = &[
    (Property::Title, TITLES),
    (Property::Author, AUTHORS),
    (Property::Outlet, SITES),
    (Property::Published, DATES),
    (Property::Modified, CHANGES),
    (Property::Url, ADDRESSES),
    (Property::Language, LANGUAGES),
];
const AUTHORS: &[&str] = &["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"];
const CHANGES: &[&str] =
    &["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"];
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "headline", "title", "sailthru.title"];
const SITES: &[&str] = &["og:site_name", "publisher", "dc.publisher", "citation_journal_title"];
const ADDRESSES: &[&str] = &["og:url", "twitter:url"];
const LANGUAGES: &[&str] = &["og:locale", "content-language", "dc.language", "language"];
/// Names under which pages give their date of publication, strictest first.
const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "pubdate",
    "publish-date",
    "publication_date",
    "publishdate",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "date",
];

/// The language of a tag like `fr-CH` or `fr_FR`.
fn language(tag: &str) -> Option<Lang> {
    Lang::new(&tag.trim().get(..2)?.to_ascii_lowercase())
        .filter(|_| tag.trim().as_bytes().get(2).is_none_or(|byte| b"-_".contains(byte)))
}

impl LinkedData {
    /// Pages write line breaks into JSON strings, which is not allowed; they
    /// are read as spaces. A script that is broken all the same says nothing.
    fn read(scripts: &[String]) -> LinkedData {
        let mut data = LinkedData::default();
        for script in scripts {
            let clean =
                if script.contains(char::is_control) { script.replace(char::is_control, " ") } else { script.clone() };
            if let Ok(value) = serde_json::from_str::<Value>(clean.trim().trim_end_matches(';')) {
                data.visit(&value, 0);
            }
        }
        data
    }

    fn visit(&mut self, value: &Value, depth: usize) {
        match value {
            _ if depth > 4 => {}
            Value::Array(values) => values.iter().for_each(|value| self.visit(value, depth + 1)),
            Value::Object(object) => {
                if let Some(graph) = object.get("@graph") {
                    self.visit(graph, depth + 1);
                }
                if !is_article(&object.get("@type").cloned().unwrap_or_default()) {
                    if let Some(main) = object.get("mainEntity").or_else(|| object.get("mainEntityOfPage")) {
                        self.visit(main, depth + 1);
                    }
                    return;
                }
                let text = |key: &str| {
                    object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
                };
                self.state(object);
                fill(&mut self.headline, text("headline").or_else(|| text("name")));
                fill(&mut self.published, text("datePublished").as_deref().and_then(known::date));
                fill(&mut self.publisher, object.get("publisher").and_then(name));
                fill(&mut self.body, text("articleBody"));
                fill(&mut self.lang, text("inLanguage").as_deref().and_then(language));
                fill(&mut self.url, text("url").filter(|url| url.starts_with("http")));
            }
            _ => {}
        }
    }
}

impl LinkedData {
    /// Keeps what an article's object states.
    fn state(&mut self, object: &Map<String, Value>) {
        for (property, key) in [
            (Property::Title, "headline"),
            (Property::Author, "author"),
            (Property::Outlet, "publisher"),
            (Property::Published, "datePublished"),
            (Property::Modified, "dateModified"),
            (Property::Url, "url"),
            (Property::Language, "inLanguage"),
            (Property::BasedOn, "isBasedOn"),
            (Property::BasedOn, "isBasedOnUrl"),
            (Property::Free, "isAccessibleForFree"),
        ] {
            let mut values = Vec::new();
            words(object.get(key).unwrap_or(&Value::Null), property, &mut values);
            for value in values {
                let statement = known::stated(property, &value, "JSON-LD");
                if self.stated.len() < MOST && !value.is_empty() && !self.stated.contains(&statement) {
                    self.stated.push(statement);
                }
            }
        }
    }
}

/// What a value says in words: a string, `true` or `false`, an object by its
/// name or address, a list one by one.
fn words(value: &Value, property: Property, found: &mut Vec<String>) {
    match value {
        // Many write "True".
        Value::String(text) if property == Property::Free => found.push(text.to_ascii_lowercase()),
        Value::String(text) => found.push(text.trim().to_owned()),
        Value::Bool(is) => found.push(is.to_string()),
        Value::Array(values) => values.iter().for_each(|value| match value {
            Value::Array(_) => {}
            value => words(value, property, found),
        }),
        Value::Object(object) => {
            let keys: &[&str] = if property == Property::BasedOn { &["url", "@id", "name"] } else { &["name"] };
            let text = keys.iter().find_map(|key| object.get(*key)?.as_str());
            found.extend(text.map(|text| text.trim().to_owned()));
        }
        Value::Null | Value::Number(_) => {}
    }
}

fn fill<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The name of an organisation, given as a string, an object or a list of them.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Array(values) => values.iter().find_map(name),
        _ => None,
    }
}
