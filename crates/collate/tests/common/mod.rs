//! Readings made by hand: a text and the words in it that matter.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::{Arc, LazyLock};

use depeche_collate::{collate, collate_as_of};
use depeche_language::Packs;
use depeche_record::{
    Account, AccountId, AccountKind, Act, Basis, Credit, Dossier, Lang, Mention, MentionForm, Modality, Party, PartyId,
    PartyKind, Polarity, Published, Quotation, QuotationId, QuotationType, Reading, Span, TextId, TextRecord, Time,
    TimeType,
};

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

pub(crate) struct Text {
    pub(crate) reading: Reading,
}

/// A text with this name, publication window (empty if unknown) and content.
pub(crate) fn text(name: &str, published: &str, content: &str) -> Text {
    let window = (!published.is_empty()).then(|| published.parse().expect(published));
    let basis = if window.is_some() { Basis::Metadata } else { Basis::None };
    let mut reading = Reading::new(TextRecord {
        id: TextId::from(name),
        path: format!("pile/{name}.txt"),
        url: None,
        outlet: None,
        lang: Lang::FR,
        title: None,
        published: Published { window, basis, span: None, reason: None },
        content_sha256: String::new(),
        content_length: content.chars().count() as u32,
        metadata: Vec::new(),
        content: Some(Arc::from(content)),
    });
    reading.sentences = sentences(content);
    Text { reading }
}

fn sentences(content: &str) -> Vec<Span> {
    let mut begin = 0;
    content
        .split_inclusive('.')
        .map(|sentence| {
            let span = Span::new(begin, begin + sentence.len());
            begin += sentence.len();
            span
        })
        .collect()
}

impl Text {
    pub(crate) fn find(&self, words: &str) -> Span {
        let content = self.reading.text.content();
        let begin = content.find(words).unwrap_or_else(|| panic!("{words:?} is not in {content:?}"));
        Span::new(begin, begin + words.len())
    }

    pub(crate) fn outlet(mut self, outlet: &str) -> Text {
        self.reading.text.outlet = Some(outlet.to_owned());
        self
    }

    pub(crate) fn credit(mut self, agency: &str) -> Text {
        self.reading.credits.push(Credit { span: Span::new(0, 1), agency: agency.to_owned() });
        self
    }

    /// A party with its id, name and country (empty if it has none).
    pub(crate) fn party(mut self, id: &str, name: &str, country: &str) -> Text {
        let kind = match id.split(':').next() {
            Some("state") => PartyKind::State,
            Some("org") => PartyKind::Organisation,
            Some("body") => PartyKind::Body,
            Some("place") => PartyKind::Place,
            _ => PartyKind::Person,
        };
        self.reading.parties.push(Party {
            id: PartyId::from(id),
            name: name.to_owned(),
            kind,
            country: (!country.is_empty()).then(|| country.to_owned()),
            role: None,
            aliases: Vec::new(),
        });
        if self.reading.text.content().contains(name) {
            let span = self.find(name);
            self.reading.mentions.push(Mention {
                span,
                form: MentionForm::Name,
                party: Some(PartyId::from(id)),
                reason: String::new(),
            });
        }
        self
    }

    pub(crate) fn role(mut self, role: &str) -> Text {
        self.reading.parties.last_mut().expect("a party").role = Some(role.to_owned());
        self
    }

    /// The two invented states and their ministers.
    pub(crate) fn states(self) -> Text {
        self.party("state:XN", "Norlande", "XN")
            .party("state:XS", "Sarvanie", "XS")
            .party("person:tomas-rieker", "Tomas Rieker", "XN")
            .party("person:irena-kostova", "Irena Kostova", "XS")
    }

    /// A relative time at these words.
    pub(crate) fn time(mut self, words: &str, relative: &str) -> Text {
        let span = self.find(words);
        self.reading.times.push(Time {
            span,
            kind: TimeType::Date,
            value: None,
            modifier: None,
            window: None,
            relative: Some(relative.parse().expect(relative)),
            rule: String::new(),
        });
        self
    }

    pub(crate) fn says(mut self, speaker: &str, words: &str) -> Text {
        let span = self.find(words);
        let id = QuotationId(self.reading.quotations.len() as u32);
        self.reading.quotations.push(Quotation {
            id,
            kind: QuotationType::Direct,
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![span],
            speaker: vec![PartyId::from(speaker)],
            addressee: Vec::new(),
            parent: None,
            carrier: Vec::new(),
            hedge: None,
            polarity: Polarity::Yes,
            rule: String::new(),
            confidence: 1.0,
        });
        self
    }

    /// An account told by these words, `by` and `to` separated by blanks.
    pub(crate) fn account(mut self, kind: AccountKind, by: &str, to: &str, words: &str) -> Text {
        let list = |ids: &str| ids.split_whitespace().map(PartyId::from).collect();
        let span = self.find(words);
        let id = AccountId(self.reading.accounts.len() as u32);
        self.reading.accounts.push(Account {
            id,
            kind,
            by: list(by),
            to: list(to),
            span,
            repeats: Vec::new(),
            quotation: None,
            when: None,
            due: None,
            due_span: None,
            place: None,
            level: None,
            format: None,
            medium: None,
            polarity: Polarity::Yes,
            modality: Modality::Fact,
            hedge: None,
            status: None,
            chain: Vec::new(),
            plover: None,
            refs: Vec::new(),
            headline: false,
            rule: String::new(),
            confidence: 1.0,
        });
        self
    }

    fn last(&mut self) -> &mut Account {
        self.reading.accounts.last_mut().expect("an account")
    }

    pub(crate) fn when(mut self, window: &str) -> Text {
        self.last().when = Some(window.parse().expect(window));
        self
    }

    pub(crate) fn due(mut self, window: &str) -> Text {
        self.last().due = Some(window.parse().expect(window));
        self
    }

    pub(crate) fn due_words(mut self, words: &str) -> Text {
        let span = self.find(words);
        self.last().due_span = Some(span);
        self
    }

    pub(crate) fn place(mut self, place: &str) -> Text {
        self.last().place = Some(PartyId::from(place));
        self
    }

    pub(crate) fn modality(mut self, modality: Modality) -> Text {
        self.last().modality = modality;
        self
    }

    pub(crate) fn medium(mut self, medium: &str) -> Text {
        self.last().medium = Some(medium.to_owned());
        self
    }

    pub(crate) fn to(mut self, party: &str) -> Text {
        self.last().to = vec![PartyId::from(party)];
        self
    }

    pub(crate) fn polarity(mut self, polarity: Polarity) -> Text {
        self.last().polarity = polarity;
        self
    }
}

pub(crate) fn readings(texts: impl IntoIterator<Item = Text>) -> Vec<Reading> {
    texts.into_iter().map(|text| text.reading).collect()
}

pub(crate) fn dossier(texts: impl IntoIterator<Item = Text>) -> Dossier {
    collate(&readings(texts), &PACKS)
}

pub(crate) fn dossier_as_of(texts: impl IntoIterator<Item = Text>, day: &str) -> Dossier {
    collate_as_of(&readings(texts), &PACKS, Some(day.parse().expect(day)))
}

/// The acts of one kind, each as the texts that tell it.
pub(crate) fn told(dossier: &Dossier, kind: AccountKind) -> Vec<Vec<String>> {
    acts(dossier, kind)
        .iter()
        .map(|act| act.accounts.iter().map(|account| account.text.to_string()).collect())
        .collect()
}

pub(crate) fn acts(dossier: &Dossier, kind: AccountKind) -> Vec<&Act> {
    dossier.acts.iter().filter(|act| act.kind == kind).collect()
}

/// The dossier as it leaves the program.
pub(crate) fn written(readings: &[Reading]) -> String {
    serde_json::to_string(&collate(readings, &PACKS).to_points(readings)).expect("a dossier is JSON")
}
