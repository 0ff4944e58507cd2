//! What the texts of a pile say together.

use std::cell::Cell;
use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AccountKind, Flag, PartyId, PartyKind, PointIndex, Points, Reading, Span, TextId, TextRecord, Window,
};

/// Number of the exchange format of a dossier.
pub const DOSSIER_SCHEMA: &str = "depeche/dossier/1";

/// What the texts of a pile say together. Written only by collation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "S: Deserialize<'de> + Default"))]
pub struct Dossier<S = Span> {
    /// [`DOSSIER_SCHEMA`].
    pub schema: String,
    /// The day as of which the record is told, if one was asked for.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// The texts.
    pub texts: Vec<DossierText<S>>,
    /// The stories they tell.
    pub stories: Vec<Story>,
    /// The parties of all texts.
    pub parties: Vec<DossierParty>,
    /// What was done.
    pub acts: Vec<Act<S>>,
    /// What a reader should be warned of.
    pub flags: Vec<Flag<S>>,
}

/// A text of the pile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "S: Deserialize<'de> + Default"))]
pub struct DossierText<S = Span> {
    /// What a reading keeps of it, without content.
    #[serde(flatten)]
    pub text: TextRecord<S>,
    /// What it was made from.
    pub derives_from: Vec<Derivation<S>>,
    /// The group of texts that share its origin: `o2`.
    pub origin: String,
    /// Further places where the very same bytes were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The earlier text at the same address that it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<Version<S>>,
}

/// What an article says otherwise than an earlier version of it, sentence by sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version<S = Span> {
    /// The earlier version.
    pub text: TextId,
    /// Sentences of this text that the earlier one doesn't have.
    pub added: Vec<S>,
    /// Sentences of the earlier one that this text doesn't have.
    pub removed: Vec<S>,
}

/// A text rests on another, or on an agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Derivation<S = Span> {
    /// The other text, if it is in the pile.
    pub text: Option<TextId>,
    /// The agency, if one is credited.
    pub agency: Option<String>,
    /// In which way.
    pub relation: Relation,
    /// How much of the text, from 0 to 1.
    pub score: f32,
    /// The passages in this text.
    pub spans: Vec<S>,
    /// The same passages in the other text.
    pub source_spans: Vec<S>,
    /// In words, why this text rests on the other and not the other way round.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// In which way a text rests on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words say it")]
pub enum Relation {
    Copy,
    Rewrite,
    Translation,
    Credit,
    Quotes,
}

/// A moment (story) in a chain of moments (saga).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Its id.
    pub id: String,
    /// The saga it belongs to.
    pub saga: String,
    /// When it happened.
    pub window: Option<Window>,
    /// The texts that tell it.
    pub texts: Vec<TextId>,
}

/// A party across all texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DossierParty {
    /// Stable id.
    pub id: PartyId,
    /// The name most texts give.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// ISO 3166 code of its state.
    pub country: Option<String>,
    /// Every form, with the texts that use it.
    pub forms: Vec<NameForm>,
    /// Its offices, as far as told.
    pub roles: Vec<Role>,
}

/// A form of a party's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameForm {
    /// The words.
    pub form: String,
    /// The texts that use them.
    pub texts: Vec<TextId>,
}

/// An office of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// In the words of a text.
    pub title: String,
    /// When it was held, as far as told.
    pub window: Option<Window>,
}

/// What was done: the group of accounts that tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Act<S = Span> {
    /// Stable id: that of its smallest account.
    pub id: String,
    /// What was done.
    pub kind: AccountKind,
    /// Who did it.
    pub by: Vec<PartyId>,
    /// To whom.
    pub to: Vec<PartyId>,
    /// When.
    pub when: Option<Window>,
    /// Where.
    pub place: Option<PartyId>,
    /// Format of a meeting.
    #[serde(default)]
    pub format: Option<String>,
    /// Level of a meeting.
    #[serde(default)]
    pub level: Option<String>,
    /// By when it is owed.
    pub due: Option<Due>,
    /// What became of it.
    pub status: Status<S>,
    /// PLOVER category, where it has one.
    pub plover: Option<String>,
    /// The act it answers.
    pub in_reply_to: Option<String>,
    /// The act it is a condition of.
    pub of: Option<String>,
    /// Who tells it.
    pub accounts: Vec<ActAccount<S>>,
    /// Where those who tell it differ.
    pub differences: Vec<Difference>,
    /// How many texts tell it.
    pub texts: u32,
    /// How many origins they have, copies and shared agencies folded.
    pub origins: u32,
    /// How many speakers tell it.
    pub speakers: u32,
}

/// By when an act is owed, from all its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Due {
    /// From the earliest begin to the latest end.
    pub hull: Window,
    /// What all accounts agree on, if they do.
    pub intersection: Option<Window>,
}

/// What became of an act, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Status<S = Span> {
    /// The status.
    pub value: StatusValue,
    /// Why, in words.
    pub reason: String,
    /// The accounts it rests on.
    pub accounts: Vec<ActAccount<S>>,
}

/// What became of an act. Silence is `unknown`, never broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum StatusValue {
    Pending,
    Due,
    Late,
    Met,
    PartlyMet,
    Refused,
    Overtaken,
    Held,
    Planned,
    Possible,
    Cancelled,
    Unknown,
}

/// An account of an act: which text, which account, which words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ActAccount<S = Span> {
    /// The text.
    pub text: TextId,
    /// The account in its reading.
    pub account: AccountId,
    /// Its words.
    pub span: S,
}

/// A field in which the accounts of an act differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The field: `due`, `by`, `to`, `content`, `place`, `when`, `name`, `medium`.
    pub field: String,
    /// How the values stand to one another.
    #[serde(default)]
    pub agreement: Agreement,
    /// The values, and who holds which.
    pub values: Vec<DifferenceValue>,
    /// The accounts that say nothing of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<ValueAccount>,
    /// In words, what the comparison rests on: "if published 2022-01-24/2022-01-30".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// How several values of a field stand to one another: what the two that agree
/// least do. Only disjoint and opposite ones contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Agreement {
    /// One says the same more exactly.
    Nested,
    /// Both can be true together.
    #[default]
    Overlapping,
    /// They can't be true together.
    Disjoint,
    /// One says yes, the other no.
    Opposite,
}

impl Agreement {
    /// Whether the accounts contradict each other.
    pub fn differs(self) -> bool {
        self >= Agreement::Disjoint
    }
}

/// One of several values of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DifferenceValue {
    /// The value.
    pub value: String,
    /// The accounts that hold it.
    pub accounts: Vec<ValueAccount>,
}

/// An account that holds a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ValueAccount {
    /// The text.
    pub text: TextId,
    /// The account in its reading.
    pub account: AccountId,
}

impl Dossier {
    /// The dossier as it leaves the program: places in code points of the
    /// texts of `readings`, the ones it was collated from.
    ///
    /// # Panics
    ///
    /// If a text of the dossier is not among `readings`.
    pub fn to_points(&self, readings: &[Reading]) -> Dossier<Points> {
        let indices: HashMap<&TextId, PointIndex<'_>> =
            readings.iter().map(|reading| (&reading.text.id, PointIndex::new(reading.text.content()))).collect();
        self.clone().map(&|text, span| indices[text].points(span))
    }
}

impl Dossier<Points> {
    /// The dossier as the program works on it: places in bytes of the texts of
    /// `readings`. `None` if a text is not among them or a place lies outside it.
    pub fn to_spans(&self, readings: &[Reading]) -> Option<Dossier> {
        let indices: HashMap<&TextId, PointIndex<'_>> =
            readings.iter().map(|reading| (&reading.text.id, PointIndex::new(reading.text.content()))).collect();
        let inside = Cell::new(true);
        let dossier = self.clone().map(&|text, points| {
            indices.get(text).and_then(|index| index.span(points)).unwrap_or_else(|| {
                inside.set(false);
                Span::default()
            })
        });
        inside.get().then_some(dossier)
    }
}

impl<S> Dossier<S> {
    fn map<T>(self, f: &impl Fn(&TextId, S) -> T) -> Dossier<T> {
        Dossier {
            schema: self.schema,
            as_of: self.as_of,
            texts: self.texts.into_iter().map(|text| text.map(f)).collect(),
            stories: self.stories,
            parties: self.parties,
            acts: self.acts.into_iter().map(|act| act.map(f)).collect(),
            flags: self
                .flags
                .into_iter()
                .map(|flag| {
                    let text = flag.text.clone();
                    flag.map(&mut |span| f(&text, span))
                })
                .collect(),
        }
    }
}

impl<S> DossierText<S> {
    fn map<T>(self, f: &impl Fn(&TextId, S) -> T) -> DossierText<T> {
        let id = self.text.id.clone();
        DossierText {
            derives_from: self.derives_from.into_iter().map(|derivation| derivation.map(&id, f)).collect(),
            text: self.text.map(&mut |span| f(&id, span)),
            origin: self.origin,
            also: self.also,
            version_of: self.version_of.map(|version| version.map(&id, f)),
        }
    }
}

impl<S> Version<S> {
    fn map<T>(self, here: &TextId, f: &impl Fn(&TextId, S) -> T) -> Version<T> {
        Version {
            added: self.added.into_iter().map(|span| f(here, span)).collect(),
            removed: self.removed.into_iter().map(|span| f(&self.text, span)).collect(),
            text: self.text,
        }
    }
}

impl<S> Derivation<S> {
    fn map<T>(self, here: &TextId, f: &impl Fn(&TextId, S) -> T) -> Derivation<T> {
        let there = self.text.clone();
        let there = there.as_ref().unwrap_or(here);
        Derivation {
            text: self.text.clone(),
            agency: self.agency,
            relation: self.relation,
            score: self.score,
            spans: self.spans.into_iter().map(|span| f(here, span)).collect(),
            source_spans: self.source_spans.into_iter().map(|span| f(there, span)).collect(),
            reason: self.reason,
        }
    }
}

impl<S> Act<S> {
    fn map<T>(self, f: &impl Fn(&TextId, S) -> T) -> Act<T> {
        Act {
            id: self.id,
            kind: self.kind,
            by: self.by,
            to: self.to,
            when: self.when,
            place: self.place,
            format: self.format,
            level: self.level,
            due: self.due,
            status: Status {
                value: self.status.value,
                reason: self.status.reason,
                accounts: self.status.accounts.into_iter().map(|account| account.map(f)).collect(),
            },
            plover: self.plover,
            in_reply_to: self.in_reply_to,
            of: self.of,
            accounts: self.accounts.into_iter().map(|account| account.map(f)).collect(),
            differences: self.differences,
            texts: self.texts,
            origins: self.origins,
            speakers: self.speakers,
        }
    }
}

impl<S> ActAccount<S> {
    fn map<T>(self, f: &impl Fn(&TextId, S) -> T) -> ActAccount<T> {
        ActAccount { span: f(&self.text, self.span), text: self.text, account: self.account }
    }
}
