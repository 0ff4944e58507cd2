//! The dossier of the samples, in a view short enough to be read in a diff.

use std::fmt::Write;

use depeche_record::{Act, Dossier, PartyId, Points};
use serde_json::Value;

use super::{code, run, samples, stdout};

#[test]
fn dossier_of_the_samples() {
    let output = run(["dossier", "--format", "json", &samples().to_string_lossy()]);
    assert_eq!(code(&output), 0);
    let dossier: Dossier<Points> = serde_json::from_str(stdout(&output)).expect("the exchange format");
    insta::assert_snapshot!(view(&dossier));
}

fn view(dossier: &Dossier<Points>) -> String {
    let mut view = String::new();
    for text in &dossier.texts {
        let name = text.text.path.rsplit('/').next().unwrap_or_default();
        let published = text.text.published.window.map_or("?".to_owned(), |window| window.to_string());
        let _ = write!(view, "{name}: {published} ({})", word(&text.text.published.basis));
        for derivation in &text.derives_from {
            let source = derivation.agency.clone().or(derivation.text.as_ref().map(|id| path(dossier, id.as_str())));
            let _ = write!(view, ", {} of {}", word(&derivation.relation), source.unwrap_or_default());
        }
        view.push('\n');
    }
    let mut acts: Vec<String> = dossier.acts.iter().map(line).collect();
    acts.sort();
    let _ = write!(view, "\n{}\n", acts.join("\n"));
    view
}

/// `commitment state:US → state:RU when … due …: pending [3 texts, 2 origins, 2 speakers] differ on due`
fn line(act: &Act<Points>) -> String {
    let names = |ids: &[PartyId]| ids.iter().map(PartyId::as_str).collect::<Vec<_>>().join(" + ");
    let mut line = format!("{} {}", act.kind.as_str(), names(&act.by));
    if !act.to.is_empty() {
        let _ = write!(line, " → {}", names(&act.to));
    }
    if let Some(when) = act.when {
        let _ = write!(line, " when {when}");
    }
    if let Some(place) = &act.place {
        let _ = write!(line, " at {place}");
    }
    if let Some(due) = act.due {
        let _ = write!(line, " due {}", due.hull);
    }
    let counts = [(act.texts, "texts"), (act.origins, "origins"), (act.speakers, "speakers")];
    let counts: Vec<String> = counts.iter().map(|(count, of)| format!("{count} {of}")).collect();
    let _ = write!(line, ": {} [{}]", word(&act.status.value), counts.join(", "));
    if !act.differences.is_empty() {
        let fields: Vec<&str> = act.differences.iter().map(|difference| difference.field.as_str()).collect();
        let _ = write!(line, " differ on {}", fields.join(", "));
    }
    line
}

fn path(dossier: &Dossier<Points>, id: &str) -> String {
    let text = dossier.texts.iter().find(|text| text.text.id.as_str() == id);
    text.map_or(String::new(), |text| text.text.path.rsplit('/').next().unwrap_or_default().to_owned())
}

/// A word of the exchange format.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        other => format!("{other:?}"),
    }
}
