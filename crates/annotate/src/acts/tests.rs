//! The pack's own examples, and properties of the stage.

use std::sync::LazyLock;

use depeche_language::Packs;
use depeche_record::{
    Account, Basis, Lang, Mention, MentionForm, Party, PartyId, PartyKind, Published, Quotation, QuotationId,
    QuotationType, Reading, Span, Text, Window,
};

use super::find;
use crate::who::Cast;
use crate::{Article, time};

/// An example sentence: `[ ]` marks a party, `[@ ]` a place, `[= ]` the party
/// marked before once more, `< >` what is said.
struct Marked {
    content: String,
    parties: Vec<(Span, PartyKind)>,
    /// The parties that are the one before, by number.
    again: Vec<usize>,
    said: Option<Span>,
}

impl Marked {
    fn new(example: &str) -> Marked {
        let mut marked = Marked { content: String::new(), parties: Vec::new(), again: Vec::new(), said: None };
        let (mut party, mut said, mut kind) = (0, 0, PartyKind::State);
        for c in example.chars() {
            let here = marked.content.len();
            match c {
                '[' => (party, kind) = (here, PartyKind::State),
                '@' => kind = PartyKind::Place,
                '=' => marked.again.push(marked.parties.len()),
                ']' => marked.parties.push((Span::new(party, here), kind)),
                '<' => said = here,
                '>' => marked.said = Some(Span::new(said, here)),
                c => marked.content.push(c),
            }
        }
        marked
    }

    fn cast(&self) -> Cast {
        let mut cast = Cast::default();
        for (number, (span, kind)) in self.parties.iter().enumerate() {
            let words = span.of(&self.content);
            // As in a text, a mention leaves the article out.
            let article = ["Les ", "les ", "Le ", "le ", "La ", "la ", "L'", "l'", "Son ", "son "];
            let length = article.iter().find(|article| words.starts_with(**article)).map_or(0, |article| article.len());
            let span = Span::new(span.begin as usize + length, span.end as usize);
            // "son pays" is that of the one named first.
            let own = words.starts_with("son ").then(|| cast.parties.first().map(|party| party.id.clone())).flatten();
            let before = || cast.mentions.last().and_then(|mention| mention.party.clone());
            let again = self.again.contains(&number).then(before).flatten();
            let id = own.or(again).unwrap_or_else(|| PartyId::from(span.of(&self.content)));
            let first_person = ["nous", "Nous", "je"].contains(&words);
            let form = if first_person { MentionForm::Pronoun } else { MentionForm::Name };
            cast.mentions.push(Mention { span, form, party: Some(id.clone()), reason: String::new() });
            if !cast.parties.iter().any(|party| party.id == id) {
                let name = id.to_string();
                cast.parties.push(Party { id, name, kind: *kind, country: None, role: None, aliases: Vec::new() });
            }
        }
        cast
    }

    /// The quotation: the nearest party outside is its source, the words between
    /// the two its cue.
    fn quotation(&self, cast: &Cast) -> Option<Quotation> {
        let said = self.said?;
        let outside: Vec<&Mention> = cast.mentions.iter().filter(|mention| !said.contains(mention.span)).collect();
        let before = outside.iter().rev().find(|mention| mention.span.end <= said.begin);
        let source = *before.or_else(|| outside.iter().find(|mention| mention.span.begin >= said.end))?;
        let cue = if source.span.end <= said.begin {
            Span { begin: source.span.end, end: said.begin }
        } else {
            Span { begin: said.end, end: source.span.begin }
        };
        Some(Quotation {
            id: QuotationId(1),
            kind: QuotationType::Indirect,
            source: vec![source.span],
            cue: vec![cue.trim(&self.content)],
            content: vec![said],
            speaker: source.party.clone().into_iter().collect(),
            addressee: Vec::new(),
            parent: None,
            carrier: Vec::new(),
            hedge: None,
            polarity: depeche_record::Polarity::Yes,
            rule: String::new(),
            confidence: 1.0,
        })
    }

    fn accounts(&self, packs: &Packs) -> Vec<Account> {
        let text = text_of(&self.content);
        let article = Article::new(&text, packs.get(text.lang).expect("French"));
        let mut reading = Reading::new(text.record());
        (reading.text.published, reading.times) = time::read(&article);
        let cast = self.cast();
        let quotations: Vec<Quotation> = self.quotation(&cast).into_iter().collect();
        find(&article, &reading, &cast, &quotations)
    }
}

fn text_of(content: &str) -> Text {
    let day: Window = "2034-03-02".parse().expect("a day");
    Text {
        published: Published { window: Some(day), basis: Basis::Metadata, ..Published::default() },
        ..Text::plain(Lang::FR, content)
    }
}

fn rules(packs: &Packs, example: &str) -> Vec<String> {
    Marked::new(example).accounts(packs).into_iter().map(|account| account.rule).collect()
}

#[test]
fn every_frame_finds_its_examples_and_leaves_its_counter_examples() {
    let packs = Packs::builtin();
    let pack = &packs.get(Lang::FR).expect("French").acts;
    let mut wrong = Vec::new();
    for frame in &pack.frames {
        let id = &*frame.id;
        for example in &frame.examples {
            let found = rules(&packs, example);
            if !found.iter().any(|rule| rule == id) {
                wrong.push(format!("{}: {id} does not find {example:?}: {found:?}", frame.line));
            }
        }
        for example in &frame.counter_examples {
            if rules(&packs, example).iter().any(|rule| rule == id) {
                wrong.push(format!("{}: {id} finds {example:?}", frame.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An account as the specification shows it.
fn shown(account: &Account, content: &str) -> String {
    let names = |parties: &[PartyId]| parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join(", ");
    let mut line = format!(
        "- {} | {} | {} | {}",
        account.kind.as_str(),
        names(&account.by),
        names(&account.to),
        account.span.of(content)
    );
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line.extend([" | ", name, " ", &value]);
        }
    };
    let unusual = |written: serde_json::Result<serde_json::Value>, usual: &str| {
        written.ok()?.as_str().filter(|value| *value != usual).map(str::to_owned)
    };
    field("polarity", unusual(serde_json::to_value(account.polarity), "yes"));
    field("modality", unusual(serde_json::to_value(account.modality), "fact"));
    field("status", unusual(serde_json::to_value(account.status), ""));
    field("when", account.when.map(|window| window.to_string()));
    field("due", account.due.map(|window| window.to_string()));
    field("place", account.place.as_ref().map(ToString::to_string));
    field("medium", account.medium.clone());
    line
}

#[test]
fn the_specification_holds() {
    let packs = Packs::builtin();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/fr/acts.md");
    let specification = std::fs::read_to_string(file).expect("the specification");
    let mut actual = String::new();
    for line in specification.lines().filter(|line| !line.starts_with("- ")) {
        actual += line;
        actual.push('\n');
        if let Some(example) = line.strip_prefix("> ") {
            let marked = Marked::new(example);
            for account in marked.accounts(&packs) {
                actual += &shown(&account, &marked.content);
                actual.push('\n');
            }
        }
    }
    if std::env::var_os("UPDATE_SPEC").is_some() {
        std::fs::write(file, &actual).expect("the specification is written");
    }
    assert_eq!(actual, std::fs::read_to_string(file).expect("the specification"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_and_places_lie_inside(text in "([A-Za-zéà]{1,9}|a promis|que|«|»|, |\\. |et|rencontre|si|Lima|le|réponse){0,40}") {
        static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);
        let marked = Marked { parties: Vec::new(), again: Vec::new(), said: None, content: text.clone() };
        for account in marked.accounts(&PACKS) {
            let span = account.span;
            proptest::prop_assert!(!span.is_empty() && span.of(&text).trim() == span.of(&text));
        }
    }
}
