//! Who speaks, acts or is addressed, and where a text names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PartyId, Span};

/// A person, state, organisation, body, group, place, outlet or unnamed source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Stable id.
    pub id: PartyId,
    /// The fullest name that the text gives.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// ISO 3166 code of its state, if told.
    #[serde(default)]
    pub country: Option<String>,
    /// Its office in the words of the text, if told.
    #[serde(default)]
    pub role: Option<String>,
    /// Other wordings of the text that stand for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words say it")]
pub enum PartyKind {
    Person,
    State,
    Organisation,
    Body,
    Group,
    Place,
    Outlet,
    Anonymous,
}

/// A place where a text names or points to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention<S = Span> {
    /// The words, without determiner and honorific.
    pub span: S,
    /// How they name it.
    pub form: MentionForm,
    /// Whom they stand for; `None` where the text leaves it open.
    pub party: Option<PartyId>,
    /// Why we think so, in words: "surname", "role at date", "metonym: subject of a speech verb".
    #[serde(default)]
    pub reason: String,
}

impl<S> Mention<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Mention<T> {
        Mention { span: f(self.span), form: self.form, party: self.party, reason: self.reason }
    }
}

/// How a mention names its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// By name.
    Name,
    /// By office or description: "le chef de la diplomatie".
    Role,
    /// By its capital or seat: a town that speaks.
    Metonym,
    /// By a personal pronoun.
    Pronoun,
    /// By the adjective or noun of a people.
    Demonym,
}
