//! Files and folders, by name, with no more of them in mind than a few thousand.

use std::collections::{BinaryHeap, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::{Problem, ProblemKind, guard};

/// Names of one folder that are kept at once. A folder of more is listed again
/// for the next ones, so that a million files take no more memory than these.
const NAMES: usize = 1 << 14;

/// The file that names what is to be left out of its folder.
const IGNORE: &str = ".ignore";

/// A file or folder.
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    pub(crate) is_folder: bool,
    /// How deep it lies below the path that was named.
    pub(crate) depth: usize,
}

/// The files and folders at and below some paths, by name inside a folder, each
/// folder before what it holds. Links are followed, but never round in circles;
/// hidden files and what an `.ignore` file names are left out.
pub(crate) struct Files {
    named: VecDeque<PathBuf>,
    /// The folders that are being read, outermost first.
    open: Vec<Folder>,
}

struct Folder {
    path: PathBuf,
    /// Names to come, the next one last.
    names: Vec<OsString>,
    /// The last of them, if there are more after it.
    last: Option<OsString>,
    ignored: Gitignore,
    /// What is wrong with its `.ignore` file.
    problem: Option<Problem>,
}

impl Files {
    pub(crate) fn new(paths: &[PathBuf]) -> Files {
        Files { named: paths.iter().cloned().collect(), open: Vec::new() }
    }

    fn enter(&mut self, path: PathBuf) -> Result<Option<Entry>, Problem> {
        let depth = self.open.len();
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        let is_folder = metadata.is_dir();
        if depth > 0 && self.is_left_out(&path, is_folder) {
            return Ok(None);
        }
        if is_folder {
            if depth > 0 && path.is_symlink() && self.is_around(&path) {
                let circle = "it is a link to a folder that it lies in";
                return Err(problem(&path, ProblemKind::Unreadable(circle.to_owned())));
            }
            self.open.push(Folder::open(path.clone())?);
        }
        Ok(Some(Entry { path, is_folder, depth }))
    }

    /// Whether the innermost `.ignore` file that speaks of it, or else its own
    /// name, says that it is not meant to be read.
    fn is_left_out(&self, path: &Path, is_folder: bool) -> bool {
        let said = self.open.iter().rev().map(|folder| folder.ignored.matched(path, is_folder));
        let hidden = || path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        said.into_iter().find(|said| !said.is_none()).map_or_else(hidden, |said| said.is_ignore())
    }

    /// Whether a link leads to one of the open folders.
    fn is_around(&self, link: &Path) -> bool {
        let Ok(leads_to) = fs::canonicalize(link) else { return false };
        self.open.iter().any(|folder| fs::canonicalize(&folder.path).is_ok_and(|folder| folder == leads_to))
    }
}

impl Iterator for Files {
    type Item = Result<Entry, Problem>;

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        loop {
            let path = match self.open.last_mut() {
                Some(folder) => match folder.next() {
                    Some(Ok(path)) => path,
                    Some(Err(problem)) => return Some(Err(problem)),
                    None => {
                        self.open.pop();
                        continue;
                    }
                },
                None => self.named.pop_front()?,
            };
            if let Some(entry) = self.enter(path).transpose() {
                return Some(entry);
            }
        }
    }
}

impl Folder {
    fn open(path: PathBuf) -> Result<Folder, Problem> {
        let rules = path.join(IGNORE);
        let (ignored, error) = if rules.is_file() { rules_of(&path, &rules) } else { (Gitignore::empty(), None) };
        let problem = error.map(|error| problem(&rules, ProblemKind::Damaged(error.to_string())));
        let mut folder = Folder { path, names: Vec::new(), last: None, ignored, problem };
        folder.list()?;
        Ok(folder)
    }

    /// Lists the first names after the last one given.
    fn list(&mut self) -> Result<(), Problem> {
        let mut first: BinaryHeap<OsString> = BinaryHeap::new();
        let mut more = false;
        for entry in fs::read_dir(&self.path).map_err(|error| unreadable(&self.path, error))? {
            let name = entry.map_err(|error| unreadable(&self.path, error))?.file_name();
            if self.last.as_ref().is_some_and(|last| name <= *last) {
                continue;
            }
            first.push(name);
            if first.len() > NAMES {
                first.pop();
                more = true;
            }
        }
        self.last = first.peek().filter(|_| more).cloned();
        self.names = first.into_sorted_vec();
        self.names.reverse();
        Ok(())
    }

    fn next(&mut self) -> Option<Result<PathBuf, Problem>> {
        if let Some(problem) = self.problem.take() {
            return Some(Err(problem));
        }
        if self.names.is_empty()
            && self.last.is_some()
            && let Err(problem) = self.list()
        {
            self.last = None;
            return Some(Err(problem));
        }
        self.names.pop().map(|name| Ok(self.path.join(name)))
    }
}

/// What an `.ignore` file in `folder` says, without the lines that say nothing.
fn rules_of(folder: &Path, rules: &Path) -> (Gitignore, Option<ignore::Error>) {
    let mut builder = GitignoreBuilder::new(folder);
    let partly = builder.add(rules);
    match builder.build() {
        Ok(ignored) => (ignored, partly),
        Err(error) => (Gitignore::empty(), Some(error)),
    }
}

fn unreadable(path: &Path, error: std::io::Error) -> Problem {
    problem(path, guard::problem(error))
}

fn problem(path: &Path, kind: ProblemKind) -> Problem {
    Problem::new(shown(path), kind)
}

/// The path as the user named it, with `/` between folders.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> Vec<String> {
        let all = Files::new(&[root.to_owned()]).map(|entry| entry.map(|entry| entry.path).expect("readable"));
        all.skip(1).map(|path| shown(path.strip_prefix(root).expect("below"))).collect()
    }

    #[test]
    fn a_large_folder_is_given_in_order_and_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = 2 * NAMES + 7;
        for number in 0..count {
            fs::write(folder.path().join(format!("{number:06}")), "").expect("writable");
        }
        let expected: Vec<String> = (0..count).map(|number| format!("{number:06}")).collect();
        assert!(names(folder.path()) == expected);
    }

    #[test]
    fn what_is_hidden_or_ignored_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            fs::write(path, text).expect("writable");
        };
        write(".ignore", "*.bak\n/drafts/\n!.kept\n");
        write("a/.ignore", "!good.bak\n");
        for name in ["a/b.txt", "a/bad.bak", "a/good.bak", "drafts/c", "a/drafts/d", ".hidden/e", ".kept", "f.bak"] {
            write(name, "");
        }
        assert_eq!(names(folder.path()), [".kept", "a", "a/b.txt", "a/drafts", "a/drafts/d", "a/good.bak"]);
    }
}
