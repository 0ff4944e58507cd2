//! What one text says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Account, Block, Credit, Flag, Mention, Party, PointIndex, Points, Quotation, Span, TextRecord, Time};

/// Number of the exchange format of a reading.
pub const READING_SCHEMA: &str = "depeche/reading/1";

/// What one text says: everything annotation found, each item with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "S: Deserialize<'de> + Default"))]
pub struct Reading<S = Span> {
    /// [`READING_SCHEMA`].
    pub schema: String,
    /// The text itself.
    pub text: TextRecord<S>,
    /// Its blocks in order.
    #[serde(default)]
    pub blocks: Vec<Block<S>>,
    /// Its sentences in order.
    #[serde(default)]
    pub sentences: Vec<S>,
    /// Its time expressions in order.
    #[serde(default)]
    pub times: Vec<Time<S>>,
    /// The parties it names, by id.
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Where it names them, in order.
    #[serde(default)]
    pub mentions: Vec<Mention<S>>,
    /// Who says what, in order.
    #[serde(default)]
    pub quotations: Vec<Quotation<S>>,
    /// The agencies it rests on.
    #[serde(default)]
    pub credits: Vec<Credit<S>>,
    /// What was done, in order.
    #[serde(default)]
    pub accounts: Vec<Account<S>>,
    /// What a reader should be warned of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag<S>>,
}

impl<S> Reading<S> {
    /// A reading of `text` in which nothing has been found yet.
    pub fn new(text: TextRecord<S>) -> Reading<S> {
        Reading {
            schema: READING_SCHEMA.to_owned(),
            text,
            blocks: Vec::new(),
            sentences: Vec::new(),
            times: Vec::new(),
            parties: Vec::new(),
            mentions: Vec::new(),
            quotations: Vec::new(),
            credits: Vec::new(),
            accounts: Vec::new(),
            flags: Vec::new(),
        }
    }

    fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Reading<T> {
        Reading {
            schema: self.schema,
            text: self.text.map(f),
            blocks: self.blocks.into_iter().map(|item| item.map(f)).collect(),
            sentences: self.sentences.into_iter().map(&mut *f).collect(),
            times: self.times.into_iter().map(|item| item.map(f)).collect(),
            parties: self.parties,
            mentions: self.mentions.into_iter().map(|item| item.map(f)).collect(),
            quotations: self.quotations.into_iter().map(|item| item.map(f)).collect(),
            credits: self.credits.into_iter().map(|item| item.map(f)).collect(),
            accounts: self.accounts.into_iter().map(|item| item.map(f)).collect(),
            flags: self.flags.into_iter().map(|item| item.map(f)).collect(),
        }
    }
}

impl Reading {
    /// The reading as it leaves the program: places in code points.
    pub fn to_points(&self) -> Reading<Points> {
        let content = self.text.content.clone().unwrap_or_default();
        let index = PointIndex::new(&content);
        self.clone().map(&mut |span| index.points(span))
    }
}

impl Reading<Points> {
    /// The reading as the program works on it: places in bytes. `None` if it
    /// has no content or a place lies outside it.
    pub fn to_spans(&self) -> Option<Reading> {
        let content = self.text.content.clone()?;
        let index = PointIndex::new(&content);
        let mut inside = true;
        let reading = self.clone().map(&mut |points| {
            index.span(points).unwrap_or_else(|| {
                inside = false;
                Span::default()
            })
        });
        inside.then_some(reading)
    }
}
