//! Meetings and deadlines as a calendar (RFC 5545).

use depeche_record::{AccountKind, Act, Dossier, Reading, StatusValue, Window};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::PageOptions;
use crate::strings::Strings;
use crate::view::{self, View, tag};

/// Meetings as events and deadlines as to-dos, for any calendar program.
///
/// All are whole days, because the record never knows hours. A window longer
/// than a day becomes an event of that length that doesn't block it. Acts
/// without any day are left out. The stamp of an entry is the day as of which
/// the dossier is told, else the last publication day: the same dossier gives
/// the same bytes.
pub fn ics(dossier: &Dossier, readings: &[Reading], options: &PageOptions) -> String {
    let view = View::new(dossier, readings);
    let strings = Strings::new(options.lang);
    let stamp = dossier.as_of.or(view::published(dossier).and_then(Window::end)).unwrap_or(Date::constant(1970, 1, 1));
    let mut calendar = Calendar { view, strings, stamp, out: String::new() };
    calendar.property("BEGIN", "VCALENDAR");
    calendar.property("VERSION", "2.0");
    calendar.property("PRODID", "-//depeche//dossier//EN");
    calendar.property("CALSCALE", "GREGORIAN");
    if !options.title.is_empty() {
        calendar.text("NAME", &options.title);
        calendar.text("X-WR-CALNAME", &options.title);
    }
    for act in view::meetings(dossier) {
        calendar.meeting(act);
    }
    for act in view::ledger(dossier) {
        calendar.deadline(act);
    }
    calendar.property("END", "VCALENDAR");
    calendar.out
}

struct Calendar<'d> {
    view: View<'d>,
    strings: Strings,
    stamp: Date,
    out: String,
}

impl<'d> Calendar<'d> {
    fn meeting(&mut self, act: &'d Act) {
        let Some(window) = act.when else { return };
        let Some(begin) = window.begin().or(window.end()) else { return };
        let end = window.end().unwrap_or(begin);
        self.property("BEGIN", "VEVENT");
        self.describe(act, "meeting");
        self.day("DTSTART", begin);
        // The end of an event of whole days is the first day after it.
        self.day("DTEND", end.saturating_add(1.day()));
        if begin != end {
            self.property("TRANSP", "TRANSPARENT");
        }
        if let Some(place) = &act.place {
            let place = self.view.name(None, place).to_owned();
            self.text("LOCATION", &place);
        }
        let status = match act.status.value {
            StatusValue::Held | StatusValue::Planned | StatusValue::Met => "CONFIRMED",
            StatusValue::Cancelled => "CANCELLED",
            _ => "TENTATIVE",
        };
        self.property("STATUS", status);
        self.property("END", "VEVENT");
    }

    fn deadline(&mut self, act: &'d Act) {
        let Some(due) = view::due(act) else { return };
        self.property("BEGIN", "VTODO");
        self.describe(act, "due");
        // RFC 5545: a to-do is due later than it starts.
        if let Some(begin) = due.begin().filter(|begin| Some(*begin) != due.end()) {
            self.day("DTSTART", begin);
        }
        if let Some(end) = due.end() {
            self.day("DUE", end);
        }
        let status = match act.status.value {
            StatusValue::Met | StatusValue::Held => "COMPLETED",
            StatusValue::PartlyMet => "IN-PROCESS",
            StatusValue::Refused | StatusValue::Overtaken | StatusValue::Cancelled => "CANCELLED",
            _ => "NEEDS-ACTION",
        };
        self.property("STATUS", status);
        self.property("END", "VTODO");
    }

    /// What meetings and deadlines have in common. `role` keeps the two
    /// entries of a meeting that is owed apart.
    fn describe(&mut self, act: &'d Act, role: &str) {
        self.text("UID", &format!("{}.{role}@depeche", act.id));
        self.property("DTSTAMP", &format!("{}T000000Z", compact(self.stamp)));
        let kind = self.strings.term("kind", act.kind.as_str());
        let parties = if act.kind == AccountKind::Meeting {
            let all: Vec<_> = act.by.iter().chain(&act.to).cloned().collect();
            self.view.names(None, &all)
        } else {
            let (by, to) = (self.view.names(None, &act.by), self.view.names(None, &act.to));
            if to.is_empty() { by } else { format!("{by} → {to}") }
        };
        self.text("SUMMARY", &if parties.is_empty() { kind.clone() } else { format!("{parties} ({kind})") });
        let status = self.strings.term("status", &tag(&act.status.value));
        let mut lines =
            vec![format!("{status}: {}", self.strings.reason(&act.status.reason)).trim_end_matches(": ").to_owned()];
        for account in &act.accounts {
            let words = self.view.words(&account.text, account.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let source = self.view.text(&account.text).map(view::source).unwrap_or_default();
            lines.push(format!("{} ({source})", self.strings.quote(&words)));
        }
        self.text("DESCRIPTION", &lines.join("\n"));
        let lead = self.view.lead(act).and_then(|account| self.view.text(&account.text));
        if let Some(address) = lead.and_then(view::address) {
            // A URL is no text: nothing is escaped, so nothing may end the line.
            let address: String = address.chars().filter(|c| !c.is_control()).collect();
            self.property("URL", &address);
        }
        self.text("CATEGORIES", act.kind.as_str());
    }

    fn day(&mut self, name: &str, day: Date) {
        self.property(&format!("{name};VALUE=DATE"), &compact(day));
    }

    fn text(&mut self, name: &str, value: &str) {
        self.property(name, &escape(value));
    }

    /// A content line, folded so that no line is longer than 75 bytes.
    fn property(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > 75 {
                self.out.push_str("\r\n ");
                length = 1;
            }
            self.out.push(c);
            length += c.len_utf8();
        }
        self.out.push_str("\r\n");
    }
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text as RFC 5545 writes it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_begin_a_property() {
        assert_eq!(escape("a;b,c\\d\r\nATTENDEE:x"), "a\\;b\\,c\\\\d\\nATTENDEE:x");
    }
}
