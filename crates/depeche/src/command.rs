//! The commands, one file each.

pub(crate) mod annotate;
pub(crate) mod blocks;
pub(crate) mod dossier;
pub(crate) mod explain;
pub(crate) mod find;
pub(crate) mod shell;
