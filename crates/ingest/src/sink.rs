//! Where the texts and problems of one file are collected.

use depeche_language::Packs;
use depeche_record::Text;

use crate::draft::Draft;
use crate::{Limits, Options, Problem, ProblemKind};

/// Where the texts and problems of one file are collected.
pub(crate) struct Sink<'a> {
    /// The file, as the user named it.
    path: &'a str,
    packs: &'a Packs,
    options: &'a Options,
    texts: Vec<Result<Text, Problem>>,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(path: &'a str, packs: &'a Packs, options: &'a Options) -> Sink<'a> {
        Sink { path, packs, options, texts: Vec::new() }
    }

    pub(crate) fn limits(&self) -> &'a Limits {
        &self.options.limits
    }

    /// Whether the file has given as many texts as one file may.
    pub(crate) fn is_full(&self) -> bool {
        self.texts.len() >= self.options.limits.texts
    }

    /// Keeps a text.
    pub(crate) fn text(&mut self, draft: Draft) {
        self.texts.push(Ok(draft.finish(self.packs, self.options)));
    }

    /// Keeps a problem with the file or a place in it.
    pub(crate) fn problem(&mut self, place: Option<String>, kind: ProblemKind) {
        self.texts.push(Err(Problem { path: self.path.to_owned(), place, kind }));
    }

    /// The name of a part of the file: `feed.xml#2`.
    pub(crate) fn part(&self, part: impl std::fmt::Display) -> String {
        format!("{}#{part}", self.path)
    }

    /// What was collected, in order.
    pub(crate) fn into_texts(self) -> Vec<Result<Text, Problem>> {
        self.texts
    }
}
