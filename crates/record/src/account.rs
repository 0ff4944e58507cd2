//! One text's telling of one diplomatic act.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccountId, PartyId, QuotationHedge, QuotationId, Span, Window};

/// One text's telling of one act. Written only by annotation, never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account<S = Span> {
    /// Its number in the reading.
    pub id: AccountId,
    /// What was done.
    pub kind: AccountKind,
    /// Who did it.
    pub by: Vec<PartyId>,
    /// To whom.
    #[serde(default)]
    pub to: Vec<PartyId>,
    /// The smallest clause with who and what.
    pub span: S,
    /// Further tellings of the same act in the same text (title, lead).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<S>,
    /// The quotation that carries it.
    #[serde(default)]
    pub quotation: Option<QuotationId>,
    /// When it was done, if told.
    #[serde(default)]
    pub when: Option<Window>,
    /// By when it is owed.
    #[serde(default)]
    pub due: Option<Window>,
    /// The words that say by when.
    #[serde(default)]
    pub due_span: Option<S>,
    /// Where.
    #[serde(default)]
    pub place: Option<PartyId>,
    /// Level of a meeting: summit, ministers, deputies, experts.
    #[serde(default)]
    pub level: Option<String>,
    /// Format of a meeting: bilateral, council, summit, call.
    #[serde(default)]
    pub format: Option<String>,
    /// Medium of a reply or document: written, oral, article by article.
    #[serde(default)]
    pub medium: Option<String>,
    /// Whether it was done, was not done, or is left unsaid.
    #[serde(default)]
    pub polarity: Polarity,
    /// Whether it is a fact, a plan, a condition, a wish.
    #[serde(default)]
    pub modality: Modality,
    /// How the reporter keeps a distance.
    #[serde(default)]
    pub hedge: Option<AccountHedge>,
    /// What became of a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MeetingStatus>,
    /// Through whom it reached us, first speaker first.
    #[serde(default)]
    pub chain: Vec<String>,
    /// PLOVER category, where it has one.
    #[serde(default)]
    pub plover: Option<String>,
    /// Other accounts of this text that it answers, conditions or follows.
    #[serde(default)]
    pub refs: Vec<AccountId>,
    /// Whether it is told by the headline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub headline: bool,
    /// The rule that found it.
    #[serde(default)]
    pub rule: String,
    /// How sure that rule is, from 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

impl<S> Account<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Account<T> {
        Account {
            id: self.id,
            kind: self.kind,
            by: self.by,
            to: self.to,
            span: f(self.span),
            repeats: self.repeats.into_iter().map(&mut *f).collect(),
            quotation: self.quotation,
            when: self.when,
            due: self.due,
            due_span: self.due_span.map(f),
            place: self.place,
            level: self.level,
            format: self.format,
            medium: self.medium,
            polarity: self.polarity,
            modality: self.modality,
            hedge: self.hedge,
            status: self.status,
            chain: self.chain,
            plover: self.plover,
            refs: self.refs,
            headline: self.headline,
            rule: self.rule,
            confidence: self.confidence,
        }
    }
}

/// What was done: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// Held, planned, possible or cancelled.
    Meeting,
    /// A draft, treaty, communiqué or letter.
    Document,
    /// Said, and none of the below.
    Statement,
    /// Somebody is to do something.
    Demand,
    /// A way forward is put to the others.
    Proposal,
    /// One's own readiness to do something.
    Offer,
    /// What another act depends on.
    Condition,
    /// An answer: oral, written, article by article.
    Reply,
    /// One binds oneself.
    Commitment,
    /// Both sides bind themselves, or one grants what was asked.
    Agreement,
    /// A no to what was asked or offered.
    Refusal,
    /// Harm is announced.
    Warning,
    /// Blame.
    Accusation,
    /// A charge or fact is denied.
    Denial,
}

impl AccountKind {
    /// All kinds, in the order of the exchange format.
    pub const ALL: [AccountKind; 14] = [
        AccountKind::Meeting,
        AccountKind::Document,
        AccountKind::Statement,
        AccountKind::Demand,
        AccountKind::Proposal,
        AccountKind::Offer,
        AccountKind::Condition,
        AccountKind::Reply,
        AccountKind::Commitment,
        AccountKind::Agreement,
        AccountKind::Refusal,
        AccountKind::Warning,
        AccountKind::Accusation,
        AccountKind::Denial,
    ];

    /// Its name in the exchange format.
    pub fn as_str(self) -> &'static str {
        match self {
            AccountKind::Meeting => "meeting",
            AccountKind::Document => "document",
            AccountKind::Statement => "statement",
            AccountKind::Demand => "demand",
            AccountKind::Proposal => "proposal",
            AccountKind::Offer => "offer",
            AccountKind::Condition => "condition",
            AccountKind::Reply => "reply",
            AccountKind::Commitment => "commitment",
            AccountKind::Agreement => "agreement",
            AccountKind::Refusal => "refusal",
            AccountKind::Warning => "warning",
            AccountKind::Accusation => "accusation",
            AccountKind::Denial => "denial",
        }
    }

    /// The kind with this name, if there is one.
    pub fn from_name(name: &str) -> Option<AccountKind> {
        AccountKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Whether an act was done, was not, or is left unsaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It was.
    #[default]
    Yes,
    /// It was not.
    No,
    /// The speaker left it open ("n'a pas précisé").
    NotSaid,
}

/// How real an act is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// Done.
    #[default]
    Fact,
    /// To come, and fixed.
    Planned,
    /// Under a condition that is told.
    Conditional,
    /// Only spoken of.
    Hypothetical,
    /// Wished for.
    Wish,
}

/// How the reporter keeps a distance from an act.
pub type AccountHedge = QuotationHedge;

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words say it")]
pub enum MeetingStatus {
    Held,
    Planned,
    Possible,
    Cancelled,
}
