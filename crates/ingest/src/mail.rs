//! Mail: the message as a text under its subject.

use mail_parser::MessageParser;

use crate::ProblemKind;
use crate::draft::Draft;
use crate::known::{self, Known};
use crate::sink::Sink;

pub(crate) fn read(path: String, bytes: &[u8], known: Known, sink: &mut Sink<'_>) -> Result<(), ProblemKind> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ProblemKind::Damaged("it has no mail headers".to_owned()))?;
    let day = message.date().and_then(|date| known::date(&date.to_rfc3339()));
    let known = known.dated(day, "mail header");
    let subject = message.subject();
    // Where both are sent, the plain part is what was written.
    let plain = message.text_bodies().any(mail_parser::MessagePart::is_text)
        && !message.text_bodies().all(mail_parser::MessagePart::is_text_html);
    let draft = match (message.body_text(0), message.body_html(0)) {
        (Some(text), _) if plain => Draft::titled(path, subject, &text, known),
        (_, Some(html)) => Draft::fragment(path, subject, &html, known),
        (Some(text), None) => Draft::titled(path, subject, &text, known),
        (None, None) => return Err(ProblemKind::NoArticle("the message has no text")),
    };
    sink.text(draft);
    Ok(())
}
