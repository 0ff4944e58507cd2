//! A dossier as people read it: the page, Markdown, CSV and iCalendar.
//!
//! Leans on `record` alone.
