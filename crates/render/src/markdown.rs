//! The dossier as Markdown (`CommonMark` with tables).

use std::fmt::Write as _;

use depeche_record::{Act, ActAccount, Dossier, Reading, TextId, Version};

use crate::PageOptions;
use crate::fold;
use crate::strings::Strings;
use crate::view::{self, View, Weight, tag};

/// The dossier as Markdown: meetings, ledger, acts of each party, who said
/// what, differences, chains, flags and the list of texts. Every line names
/// the text that its words come from by its number in that list.
pub fn markdown(dossier: &Dossier, readings: &[Reading], options: &PageOptions) -> String {
    let writer =
        Writer { view: View::new(dossier, readings), strings: Strings::new(options.lang), out: String::new(), options };
    writer.write(readings)
}

struct Writer<'d> {
    view: View<'d>,
    strings: Strings,
    options: &'d PageOptions,
    out: String,
}

impl Writer<'_> {
    fn write(mut self, readings: &[Reading]) -> String {
        let title = if self.options.title.is_empty() { self.strings.get("page.kicker") } else { &self.options.title };
        let title = escape(title);
        self.line(&format!("# {title}"));
        self.head(readings);
        self.meetings();
        self.ledger();
        self.positions();
        self.speech();
        self.differences();
        self.chains();
        self.flags();
        self.texts();
        self.out
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn section(&mut self, key: &'static str) {
        let title = self.strings.get(key);
        let _ = write!(self.out, "\n## {title}\n\n");
    }

    fn head(&mut self, readings: &[Reading]) {
        let (strings, dossier) = (self.strings, self.view.dossier);
        let mut facts = vec![
            strings.count("texts", dossier.texts.len()),
            strings.count("origins", view::origins(dossier)),
            strings.count("speakers", view::speakers(&self.view)),
            strings.count("acts", dossier.acts.len()),
        ];
        if let Some(window) = view::published(dossier) {
            facts.push(strings.fill("page.published", &[("date", &strings.window(Some(window)))]));
        }
        if let Some(day) = dossier.as_of {
            facts.push(strings.fill("page.as-of", &[("date", &strings.day(day))]));
        }
        self.line(&format!("\n{}", facts.join(" · ")));
        let later = view::later(&self.view, readings);
        if later > 0 {
            self.line(&format!("\n{}", strings.count("later", later)));
        }
        if !self.options.left_out.is_empty() {
            self.line(&format!("\n{}\n", strings.count("left-out", self.options.left_out.len())));
            for file in &self.options.left_out {
                self.line(&format!("- {}: {}", escape(&file.path), escape(&file.reason)));
            }
        }
    }

    fn meetings(&mut self) {
        let meetings = view::meetings(self.view.dossier);
        if meetings.is_empty() {
            return;
        }
        let strings = self.strings;
        self.section("section.meetings");
        self.row(
            &["date", "place", "participants", "format", "status", "source"].map(|field| strings.term("field", field)),
        );
        self.row(&[(); 6].map(|()| "---".to_owned()));
        for act in meetings {
            let place = act.place.as_ref().map(|place| self.view.name(None, place)).unwrap_or_default();
            let parties: Vec<_> = act.by.iter().chain(&act.to).cloned().collect();
            let kind = [("format", &act.format), ("level", &act.level)]
                .into_iter()
                .filter_map(|(group, value)| value.as_deref().map(|value| strings.term(group, value)))
                .collect::<Vec<_>>()
                .join(", ");
            self.row(&[
                strings.window(act.when),
                escape(place),
                escape(&self.view.names(None, &parties)),
                escape(&kind),
                self.status(act),
                self.sources(act),
            ]);
        }
    }

    fn row(&mut self, cells: &[String; 6]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn ledger(&mut self) {
        let owed = view::ledger(self.view.dossier);
        if owed.is_empty() {
            return;
        }
        self.section("section.ledger");
        for act in owed {
            let due = match act.due {
                Some(due) => self.strings.window(Some(due.hull)),
                None => self.strings.get("due.none").to_owned(),
            };
            let left = view::due(act)
                .zip(self.options.reckoned(self.view.dossier))
                .and_then(|(due, now)| self.strings.days_left(due, now))
                .map(|left| format!(" ({left})"))
                .unwrap_or_default();
            let line = format!("- **{due}**{left} · {} · {}", self.headline(act), self.status(act));
            self.line(&line);
            self.quote(act);
        }
    }

    fn positions(&mut self) {
        let dossier = self.view.dossier;
        let mut by_party: Vec<(&str, Vec<&Act>)> = Vec::new();
        let is_position = |act: &&Act| {
            use depeche_record::AccountKind::{Document, Meeting, Reply, Statement};
            !matches!(act.kind, Meeting | Document | Statement | Reply) && !view::is_owed(act)
        };
        for act in dossier.acts.iter().filter(is_position) {
            for party in &act.by {
                let name = self.view.name(None, party);
                match by_party.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, acts)) => acts.push(act),
                    None => by_party.push((name, vec![act])),
                }
            }
        }
        if by_party.is_empty() {
            return;
        }
        by_party.sort_by_key(|(name, acts)| (std::cmp::Reverse(acts.len()), *name));
        let by_party: Vec<(String, Vec<&Act>)> =
            by_party.into_iter().map(|(name, acts)| (escape(name), acts)).collect();
        self.section("section.positions");
        for (name, mut acts) in by_party {
            self.line(&format!("### {name}\n"));
            acts.sort_by_key(|act| (act.kind, act.when.is_none(), act.when, &act.id));
            for act in acts {
                let line = format!("- {} · {}", self.headline(act), self.strings.window(act.when));
                self.line(&line);
                self.quote(act);
            }
            self.line("");
        }
    }

    fn speech(&mut self) {
        let mut by_speaker: Vec<(String, Vec<String>)> = Vec::new();
        for saying in fold::sayings(&self.view) {
            let Some(first) = saying.tellings.first() else { continue };
            let names = self.view.names(Some(first.text), &first.quotation.speaker);
            let names = if names.is_empty() { self.strings.get("speech.unnamed").to_owned() } else { names };
            let sources: Vec<String> = saying.tellings.iter().map(|telling| self.reference(telling.text)).collect();
            let words = self.strings.quote(&escape(&one_line(&first.words)));
            let line = format!("- {words} {}", sources.join(" "));
            match by_speaker.iter_mut().find(|(known, _)| *known == names) {
                Some((_, lines)) => lines.push(line),
                None => by_speaker.push((names, vec![line])),
            }
        }
        if by_speaker.is_empty() {
            return;
        }
        self.section("section.speech");
        for (names, lines) in by_speaker {
            self.line(&format!("### {}\n", escape(&names)));
            for line in lines {
                self.line(&line);
            }
            self.line("");
        }
    }

    fn differences(&mut self) {
        let dossier = self.view.dossier;
        let differing = view::differing(dossier);
        if differing.is_empty() {
            return;
        }
        self.section("section.accounts");
        for act in differing {
            let line = format!("### {}\n", self.headline(act));
            self.line(&line);
            for difference in act.differences.iter().filter(|difference| view::weight(difference) > Weight::Wording) {
                for value in &difference.values {
                    let sources: Vec<String> =
                        value.accounts.iter().map(|account| self.reference(&account.text)).collect();
                    let field = self.strings.term("field", &difference.field);
                    let words = self.value(&value.value);
                    self.line(&format!("- {field}: {words} {}", sources.join(" ")));
                }
            }
            self.line("");
            for account in &act.accounts {
                let line = format!("> {}", self.words(account));
                self.line(&line);
                self.line(">");
            }
            self.line("");
        }
    }

    fn chains(&mut self) {
        let strings = self.strings;
        let mut lines = Vec::new();
        for text in &self.view.texts {
            for derivation in &text.derives_from {
                let relation = strings.term("relation", &tag(&derivation.relation));
                let other = derivation.text.as_ref().map(|text| self.reference(text));
                let rests_on = other.or_else(|| derivation.agency.as_deref().map(escape)).unwrap_or_default();
                let share = format!("{:.0}", derivation.score * 100.0);
                let share = strings.fill("chain.share", &[("n", &share)]);
                // All of a text rests on the agency it credits: that says nothing.
                let share = if derivation.text.is_some() { format!(" ({share})") } else { String::new() };
                lines.push(format!("- {} {relation} {rests_on}{share}", self.reference(&text.text.id)));
            }
        }
        if !lines.is_empty() {
            self.section("section.chains");
            for line in &lines {
                self.line(line);
            }
        }
    }

    fn flags(&mut self) {
        let dossier = self.view.dossier;
        if dossier.flags.is_empty() {
            return;
        }
        self.section("section.flags");
        for flag in &dossier.flags {
            let kind = self.strings.term("flag", &tag(&flag.kind));
            let words = flag.span.map(|span| self.strings.quote(&escape(&one_line(self.view.words(&flag.text, span)))));
            let words = words.map(|words| format!(" {words}")).unwrap_or_default();
            let line =
                format!("- {kind}{words} {}: {}", self.reference(&flag.text), escape(&self.strings.reason(&flag.note)));
            self.line(&line);
        }
    }

    fn texts(&mut self) {
        self.section("section.texts");
        for (number, text) in self.view.texts.clone().into_iter().enumerate() {
            let record = &text.text;
            let title = record.title.map(|span| escape(&one_line(self.view.words(&record.id, span))));
            let title = title.map(|title| format!(", {title}")).unwrap_or_default();
            let published = self.strings.window(record.published.window);
            let basis = self.strings.term("basis", &tag(&record.published.basis));
            let address =
                view::address(text).map(|url| format!(" <{}>", url.replace(['<', '>', ' '], ""))).unwrap_or_default();
            let line = format!(
                "{}. {}{title}. {published} ({basis}), `{}`{address}",
                number + 1,
                escape(view::source(text)),
                record.path.replace('`', "'"),
            );
            self.line(&line);
            if let Some(version) = &text.version_of {
                self.changes(&record.id, version);
            }
        }
    }

    /// What a text says otherwise than an earlier one at its address.
    fn changes(&mut self, text: &TextId, version: &Version) {
        self.line(&format!("   - {} {}", self.strings.get("version.of"), self.reference(&version.text)));
        let changes = [("version.added", text, &version.added), ("version.removed", &version.text, &version.removed)];
        for (key, text, spans) in changes {
            if spans.is_empty() {
                continue;
            }
            let words: Vec<String> =
                spans.iter().map(|span| self.strings.quote(&escape(&one_line(self.view.words(text, *span))))).collect();
            self.line(&format!("   - {}: {}", self.strings.count(key, spans.len()), words.join(" ")));
        }
    }

    /// Who, what kind of act, to whom.
    fn headline(&self, act: &Act) -> String {
        let by = self.view.names(None, &act.by);
        let by = if by.is_empty() { self.strings.get("party.unnamed").to_owned() } else { by };
        let to = self.view.names(None, &act.to);
        let to = if to.is_empty() { to } else { format!(" → {to}") };
        escape(&format!("{by}{to}, {}", self.strings.term("kind", act.kind.as_str())))
    }

    fn status(&self, act: &Act) -> String {
        let status = self.strings.term("status", &tag(&act.status.value));
        if act.status.reason.is_empty() {
            status
        } else {
            format!("{status}: {}", escape(&self.strings.reason(&act.status.reason)))
        }
    }

    /// The act in the words of the account that tells it best.
    fn quote(&mut self, act: &Act) {
        if let Some(account) = act.accounts.iter().find(|account| self.view.lead(act) == Some(*account)) {
            let words = self.words(account);
            self.line(&format!("  {words}{}", self.others(act, account)));
        }
    }

    fn others(&self, act: &Act, lead: &ActAccount) -> String {
        let mut texts: Vec<&TextId> =
            act.accounts.iter().map(|account| &account.text).filter(|text| **text != lead.text).collect();
        texts.dedup();
        texts.iter().fold(String::new(), |references, text| references + " " + &self.reference(text))
    }

    fn words(&self, account: &ActAccount) -> String {
        let words = one_line(self.view.words(&account.text, account.span));
        format!("{} {}", self.strings.quote(&escape(&words)), self.reference(&account.text))
    }

    fn value(&self, value: &str) -> String {
        match value.parse() {
            Ok(window) => self.strings.window(Some(window)),
            Err(_) => escape(self.view.name(None, &value.into())),
        }
    }

    fn sources(&self, act: &Act) -> String {
        let mut texts: Vec<&TextId> = act.accounts.iter().map(|account| &account.text).collect();
        texts.sort_by_key(|text| self.view.number(text));
        texts.dedup();
        texts.iter().map(|text| self.reference(text)).collect::<Vec<_>>().join(" ")
    }

    /// A text by its number in the list of texts: `[3]`.
    fn reference(&self, text: &TextId) -> String {
        self.view.number(text).map(|number| format!("\\[{}\\]", number + 1)).unwrap_or_default()
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text that Markdown shows as it stands, HTML included.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|#~&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(escape("<img onerror=x> | *a* [b](c)"), r"\<img onerror=x\> \| \*a\* \[b\](c)");
    }
}
