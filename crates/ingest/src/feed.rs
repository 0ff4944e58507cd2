//! RSS, Atom and JSON feeds: each entry that carries text is a text.

use depeche_record::{Lang, Property, Window};

use crate::ProblemKind;
use crate::draft::Draft;
use crate::known::{self, Known};
use crate::sink::Sink;

/// Reads a feed that was fetched on a day, if that is known.
pub(crate) fn read(bytes: &[u8], captured: Option<Window>, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let feed = match feed_rs::parser::parse(bytes) {
        Ok(feed) => feed,
        Err(feed_rs::parser::ParseFeedError::ParseError(feed_rs::parser::ParseErrorKind::NoFeedRoot)) => {
            return Err(ProblemKind::NoArticle("it is no feed"));
        }
        Err(error) => return Err(ProblemKind::Damaged(error.to_string())),
    };
    let outlet = feed.title.map(|title| title.content.trim().to_owned()).filter(|title| !title.is_empty());
    let lang = feed.language.as_deref().and_then(|tag| Lang::new(&tag.get(..2)?.to_ascii_lowercase()));
    let mut texts = 0;
    for (number, entry) in feed.entries.into_iter().enumerate() {
        if sink.is_full() {
            return Err(ProblemKind::TooManyTexts(sink.limits().texts as u64));
        }
        let body = entry.content.and_then(|content| content.body);
        let Some(body) =
            body.or_else(|| entry.summary.map(|summary| summary.content)).filter(|body| !body.trim().is_empty())
        else {
            continue;
        };
        let day = entry
            .published
            .or(entry.updated)
            .and_then(|moment| moment.format("%Y-%m-%d").to_string().parse::<Window>().ok());
        let page = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        let authors = entry
            .authors
            .iter()
            .filter_map(|author| author.name.as_deref())
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let known = Known {
            captured,
            url: page.map(|link| link.href.clone()),
            outlet: outlet.clone(),
            lang,
            stated: authors.map(|name| known::stated(Property::Author, name, "feed")).collect(),
            ..Known::default()
        };
        let title = entry.title.map(|title| title.content);
        let path = sink.part(number + 1);
        sink.text(Draft::fragment(path, title.as_deref(), &body, known.dated(day, "feed")));
        texts += 1;
    }
    if texts == 0 { Err(ProblemKind::NoArticle("no entry of the feed carries text")) } else { Ok(()) }
}
