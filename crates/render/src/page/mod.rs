//! The page: one HTML file that holds everything and asks nobody for anything.
//!
//! The template, style and script are compiled in. What the dossier says goes
//! in as one JSON document in a `<script type="application/json">`, from which
//! the script draws lists as they come into view. A content security policy
//! allows exactly this style and this script, by hash, and no request at all.

mod data;

use std::fmt::Write as _;

use base64::Engine as _;
use depeche_record::{Dossier, Reading};
use sha2::{Digest, Sha256};

use crate::strings::Strings;
use crate::view::View;
use crate::{PageOptions, summary};

const TEMPLATE: &str = include_str!("../../assets/page.html");
const STYLE: &str = include_str!("../../assets/page.css");
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("../../assets/script/words.js"),
    include_str!("../../assets/script/lines.js"),
    include_str!("../../assets/script/timeline.js"),
    include_str!("../../assets/script/sections.js"),
    include_str!("../../assets/script/reader.js"),
    include_str!("../../assets/script/page.js"),
    "})();\n",
);

/// The dossier as one self-contained HTML page.
///
/// `readings` are the ones it was collated from; they bring the articles. With
/// `quotes_only` only the words quoted in the record are kept of them.
pub fn page(dossier: &Dossier, readings: &[Reading], options: &PageOptions) -> String {
    let view = View::new(dossier, readings);
    let strings = Strings::new(options.lang);
    let summary = escape(&summary(dossier, readings, options).to_string());
    let json = |value: serde_json::Result<String>| in_script(&value.unwrap_or_else(|_| "null".to_owned()));
    let data = json(serde_json::to_string(&data::data(&view, readings, options)));
    let catalogue = json(serde_json::to_string(crate::strings::catalogue()));
    fill(TEMPLATE, |name| match name {
        "lang" => strings.lang().to_string(),
        "policy" => policy(),
        "title" => escape(&options.title),
        "style" => STYLE.to_owned(),
        "skip" => escape(strings.get("page.skip")),
        "no-script" => escape(strings.get("page.no-script")),
        "summary" => summary.clone(),
        "strings" => catalogue.clone(),
        "data" => data.clone(),
        "script" => SCRIPT.to_owned(),
        _ => String::new(),
    })
}

/// Puts values in the place of `{{name}}`, in one pass: a value is never read
/// as a template.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = after;
    }
    filled + rest
}

/// Nothing is loaded from anywhere; only our own style and script run.
fn policy() -> String {
    let hash = |source: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(source.as_bytes()));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; \
         base-uri 'none'; form-action 'none'"
    )
}

/// Text that HTML shows as it stands.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// JSON that no HTML parser takes for the end of its script: `<`, `>` and `&`
/// only occur inside strings, where an escape says the same.
fn in_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' | '>' | '&' => {
                let _ = write!(safe, "\\u{:04x}", u32::from(c));
            }
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let filled = fill("a {{x}} b {{y}} c", |name| if name == "x" { "{{y}}".to_owned() } else { "Y".to_owned() });
        assert_eq!(filled, "a {{y}} b Y c");
    }

    #[test]
    fn json_cannot_close_its_script() {
        let safe = in_script(r#"{"a":"</script><!-- & "}"#);
        assert!(!safe.contains(['<', '>', '&']));
        let read: serde_json::Value = serde_json::from_str(&safe).expect("still JSON");
        assert_eq!(read["a"], "</script><!-- & ");
    }

    #[test]
    fn our_own_script_and_style_can_stand_in_the_page() {
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("<!--"));
        assert!(!STYLE.contains("</style"));
    }
}
