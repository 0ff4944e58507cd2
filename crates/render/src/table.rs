//! Acts and accounts as a table: one row an account.

use depeche_record::{Account, Act, ActAccount, Dossier, Reading, Window};

use crate::view::{self, View, Weight, tag};

const COLUMNS: [&str; 32] = [
    "act",
    "kind",
    "by",
    "to",
    "when",
    "place",
    "format",
    "level",
    "due_from",
    "due_until",
    "status",
    "reason",
    "texts",
    "origins",
    "speakers",
    "differs",
    "text",
    "outlet",
    "url",
    "published",
    "account",
    "begin",
    "end",
    "words",
    "told_by",
    "told_to",
    "told_when",
    "told_due",
    "polarity",
    "modality",
    "rule",
    "confidence",
];

/// The acts of the dossier as CSV (RFC 4180, UTF-8), one row an account.
///
/// Columns have the names of the exchange format; dates are EDTF, `begin` and
/// `end` code points. A cell that a spreadsheet would take for a formula gets
/// an apostrophe in front.
pub fn csv(dossier: &Dossier, readings: &[Reading]) -> String {
    let view = View::new(dossier, readings);
    let mut table = csv::Writer::from_writer(Vec::new());
    let rows = dossier.acts.iter().flat_map(|act| act.accounts.iter().map(move |account| (act, account)));
    // Writing to memory does not fail, and every row has as many cells as the head.
    let _ = table.write_record(COLUMNS);
    for (act, account) in rows {
        let _ = table.write_record(row(&view, act, account).map(harmless));
    }
    table.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn row(view: &View<'_>, act: &Act, account: &ActAccount) -> [String; COLUMNS.len()] {
    let told = view.account(account);
    let text = view.text(&account.text);
    let here = Some(&account.text);
    let due = view::due(act);
    let date = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let window = |window: Option<Window>| window.map(|window| window.to_string()).unwrap_or_default();
    let told_of = |field: &dyn Fn(&Account) -> String| told.map(field).unwrap_or_default();
    let at = view.points(&account.text, account.span);
    let differing = act.differences.iter().filter(|difference| view::weight(difference) > Weight::Wording);
    let fields: Vec<&str> = differing.map(|difference| difference.field.as_str()).collect();
    [
        act.id.clone(),
        act.kind.as_str().to_owned(),
        view.names(None, &act.by),
        view.names(None, &act.to),
        window(act.when),
        act.place.as_ref().map(|place| view.name(None, place).to_owned()).unwrap_or_default(),
        act.format.clone().unwrap_or_default(),
        act.level.clone().unwrap_or_default(),
        date(due.and_then(Window::begin)),
        date(due.and_then(Window::end)),
        tag(&act.status.value),
        act.status.reason.clone(),
        act.texts.to_string(),
        act.origins.to_string(),
        act.speakers.to_string(),
        fields.join(" "),
        text.map(|text| text.text.path.clone()).unwrap_or_default(),
        text.and_then(|text| text.text.outlet.clone()).unwrap_or_default(),
        text.and_then(view::address).unwrap_or_default().to_owned(),
        window(text.and_then(|text| text.text.published.window)),
        account.account.to_string(),
        at.begin.to_string(),
        at.end.to_string(),
        view.words(&account.text, account.span).to_owned(),
        told_of(&|told| view.names(here, &told.by)),
        told_of(&|told| view.names(here, &told.to)),
        told_of(&|told| window(told.when)),
        told_of(&|told| window(told.due)),
        told_of(&|told| tag(&told.polarity)),
        told_of(&|told| tag(&told.modality)),
        told_of(&|told| told.rule.clone()),
        told_of(&|told| format!("{:.2}", told.confidence)),
    ]
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
