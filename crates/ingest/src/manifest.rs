//! A folder's `index.jsonl`: what is known of its files beforehand.

use std::path::Path;

use depeche_record::Lang;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::known::{self, Known};
use crate::{Problem, ProblemKind};

/// The name of a manifest.
pub(crate) const NAME: &str = "index.jsonl";

/// One line of a manifest. Other keys are left to those who wrote them.
#[derive(Deserialize)]
struct Entry {
    file: String,
    outlet: Option<String>,
    lang: Option<String>,
    date: Option<String>,
    url: Option<String>,
}

/// What a manifest says of the files of its folder.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    files: FxHashMap<String, Known>,
    /// Lines that say nothing usable.
    pub(crate) problems: Vec<Problem>,
}

impl Manifest {
    /// Reads the manifest of `folder`; an empty one if there is none.
    pub(crate) fn of(folder: &Path, shown: &str) -> Manifest {
        let path = folder.join(NAME);
        match std::fs::read_to_string(&path) {
            Ok(lines) => Manifest::parse(&lines, shown),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Manifest::default(),
            // Of a folder that is closed the walk tells.
            Err(_) if folder.read_dir().is_err() => Manifest::default(),
            Err(error) => {
                let problem = Problem::new(shown, crate::guard::problem(error));
                Manifest { problems: vec![problem], ..Manifest::default() }
            }
        }
    }

    fn parse(lines: &str, shown: &str) -> Manifest {
        let mut manifest = Manifest::default();
        // Articles of another tool may have the same name: JSON Lines without files.
        let is_manifest = |line: &str| serde_json::from_str::<Entry>(line).is_ok();
        if !lines.lines().any(is_manifest) {
            return manifest;
        }
        for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let entry = serde_json::from_str::<Entry>(line).map_err(|error| error.to_string());
            match entry.and_then(Entry::read) {
                Ok((file, known)) => {
                    manifest.files.insert(file, known);
                }
                Err(reason) => {
                    let problem = Problem::new(shown, ProblemKind::Manifest(reason));
                    manifest.problems.push(problem.at(format!("line {}", number + 1)));
                }
            }
        }
        manifest
    }

    /// What it says of a file, named relative to its folder with `/`.
    pub(crate) fn get(&self, file: &str) -> Option<&Known> {
        self.files.get(file)
    }

    /// Whether it speaks of files at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Entry {
    fn read(self) -> Result<(String, Known), String> {
        let window = match &self.date {
            Some(date) => Some(known::date(date).ok_or_else(|| unusable("date", date, "2022-01-21"))?),
            None => None,
        };
        let lang = match &self.lang {
            Some(lang) => Some(Lang::new(lang).ok_or_else(|| unusable("lang", lang, "fr"))?),
            None => None,
        };
        let known = Known { url: self.url, outlet: self.outlet, lang, dates: Vec::new(), ..Known::default() };
        Ok((self.file.trim_start_matches("./").replace('\\', "/"), known.dated(window, "manifest")))
    }
}

fn unusable(key: &str, value: &str, example: &str) -> String {
    format!("\"{key}\": {value:?} is not of the form {example:?}")
}
