//! Time expressions in the terms of TIMEX3.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Relative, Span, Window};

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time<S = Span> {
    /// The words.
    pub span: S,
    /// The TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// The TIMEX3 value (`2022-W04`, `P1W`, `PRESENT_REF`); `None` where the
    /// text leaves it open.
    pub value: Option<String>,
    /// The TIMEX3 modifier.
    #[serde(rename = "mod", default)]
    pub modifier: Option<TimeMod>,
    /// The stretch of calendar time it stands for, if the text fixes one.
    #[serde(default)]
    pub window: Option<Window>,
    /// How it stands to the day of publication, where the text does not tell
    /// that day: what collation needs to find the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
    /// The rule that found it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

impl<S> Time<S> {
    pub(crate) fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Time<T> {
        Time {
            span: f(self.span),
            kind: self.kind,
            value: self.value,
            modifier: self.modifier,
            window: self.window,
            relative: self.relative,
            rule: self.rule,
        }
    }
}

/// The four types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeType {
    /// A calendar time of a day or coarser.
    Date,
    /// A time finer than a day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// The modifiers of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are TimeML's own")]
pub enum TimeMod {
    Start,
    Mid,
    End,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Approx,
}
