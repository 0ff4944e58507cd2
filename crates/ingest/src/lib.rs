//! Files, pages and archives in, texts out, with blocks labelled and nothing deleted.
//!
//! Leans on `language` and `record`.
