//! Reported speech in the field's terms: source, cue, content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PartyId, Polarity, QuotationId, Span};

/// One report of speech: who (source) says (cue) what (content).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quotation<S = Span> {
    /// Its number in the reading.
    pub id: QuotationId,
    /// How the words are given.
    #[serde(rename = "type")]
    pub kind: QuotationType,
    /// The words that name who speaks; empty where the text names nobody.
    pub source: Vec<S>,
    /// The words that say that somebody speaks.
    pub cue: Vec<S>,
    /// What is said; several spans where the source interrupts it.
    pub content: Vec<S>,
    /// The speakers; several for joint statements, empty where nobody is named.
    #[serde(default)]
    pub speaker: Vec<PartyId>,
    /// Whom they address.
    #[serde(default)]
    pub addressee: Vec<PartyId>,
    /// The quotation in which this one is reported.
    #[serde(default)]
    pub parent: Option<QuotationId>,
    /// Through what it reached the text: an interview, a communiqué.
    #[serde(default)]
    pub carrier: Vec<String>,
    /// How the reporter keeps a distance from it.
    #[serde(default)]
    pub hedge: Option<QuotationHedge>,
    /// Whether it was said at all: `no` for "n'a jamais promis", `not-said`
    /// for "n'a pas précisé".
    #[serde(default)]
    pub polarity: Polarity,
    /// The rule that found it.
    #[serde(default)]
    pub rule: String,
    /// How sure that rule is, from 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

impl<S> Quotation<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Quotation<T> {
        Quotation {
            id: self.id,
            kind: self.kind,
            source: self.source.into_iter().map(&mut *f).collect(),
            cue: self.cue.into_iter().map(&mut *f).collect(),
            content: self.content.into_iter().map(f).collect(),
            speaker: self.speaker,
            addressee: self.addressee,
            parent: self.parent,
            carrier: self.carrier,
            hedge: self.hedge,
            polarity: self.polarity,
            rule: self.rule,
            confidence: self.confidence,
        }
    }
}

/// How the words of a quotation are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuotationType {
    /// Whole clauses in quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// A proposition of which some words are quoted.
    Mixed,
}

/// How the reporter keeps a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuotationHedge {
    /// The conditional of hearsay: "aurait rejeté".
    Reportative,
    /// A distancing word: "prétendue".
    Distanced,
}
