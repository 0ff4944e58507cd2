//! Names of things: texts by content hash, parties by a speaking id, items of a
//! reading by number.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

macro_rules! speaking_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] Arc<str>);

        impl $name {
            /// The id with these characters.
            pub fn new(id: impl Into<Arc<str>>) -> $name {
                $name(id.into())
            }

            /// Its characters.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> $name {
                $name(id.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

speaking_id! {
    /// SHA-256 of a text's bytes as found, in lower-case hex.
    TextId
}

impl TextId {
    /// The id of a text found as these bytes.
    pub fn of(bytes: &[u8]) -> TextId {
        TextId::new(sha256(bytes))
    }
}

/// SHA-256 of these bytes, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

speaking_id! {
    /// A party: `state:US`, `org:NATO`, `person:…`, `body:…`, `group:…`,
    /// `place:…`, `outlet:…`, `anonymous:…`. Stable and readable.
    PartyId
}

macro_rules! numbered_id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
        #[schemars(with = "String")]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let id = std::borrow::Cow::<str>::deserialize(deserializer)?;
                id.strip_prefix($letter)
                    .and_then(|number| number.parse().ok())
                    .map($name)
                    .ok_or_else(|| de::Error::custom(format!(concat!("expected an id like ", $letter, "12, found {}"), id)))
            }
        }
    };
}

numbered_id! {
    /// A quotation of one reading: `q7`.
    QuotationId, "q"
}

numbered_id! {
    /// An account of one reading: `a12`.
    AccountId, "a"
}
