//! Which files and addresses there are to read.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

#[cfg(feature = "net")]
use crate::fetch::Fetcher;
use crate::files::{Entry, Files, shown};
use crate::known::Known;
use crate::manifest::{self, Manifest};
use crate::{Options, Problem};

/// Endings of the files that are read when a folder is walked. A file that is
/// named by itself is read whatever its name.
const ENDINGS: &[&str] = &[
    "txt", "text", "html", "htm", "xhtml", "xml", "rss", "atom", "json", "jsonl", "ndjson", "warc", "gz", "zst", "zip",
    "eml",
];

/// A file or address to read. It is opened only by [`Found::texts`].
#[derive(Clone, Debug)]
pub struct Found {
    pub(crate) place: Place,
    /// The path as the user named it, with `/`.
    pub(crate) shown: String,
    /// What a manifest says of it.
    pub(crate) known: Known,
}

/// Where something is to be read from.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    File(PathBuf),
    /// The web, by what keeps the peace with its hosts.
    #[cfg(feature = "net")]
    Web(Arc<Fetcher>),
    #[cfg(not(feature = "net"))]
    Web,
}

/// The files below some paths, one after the other, in the same order each time.
pub struct Walk {
    /// What is left of the paths: addresses, and files and folders in a row.
    paths: VecDeque<Vec<PathBuf>>,
    files: Option<Files>,
    web: Place,
    metadata: bool,
    manifests: FxHashMap<PathBuf, Arc<Manifest>>,
    waiting: VecDeque<Result<Found, Problem>>,
}

/// What is to be read below `paths`, in the order of the paths and by name inside
/// a folder. A path that begins with `http://` or `https://` is an address.
/// Folders are read to any depth, links are followed but never round in circles,
/// hidden files and what an `.ignore` file names are left out.
pub fn walk(paths: &[PathBuf], options: &Options) -> Walk {
    Walk {
        paths: paths.chunk_by(|a, b| is_address(a) == is_address(b)).map(<[PathBuf]>::to_vec).collect(),
        files: None,
        #[cfg(feature = "net")]
        web: Place::Web(Arc::new(Fetcher::new(options))),
        #[cfg(not(feature = "net"))]
        web: Place::Web,
        metadata: options.metadata,
        manifests: FxHashMap::default(),
        waiting: VecDeque::new(),
    }
}

fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("http://") || path.starts_with("https://"))
}

impl Iterator for Walk {
    type Item = Result<Found, Problem>;

    fn next(&mut self) -> Option<Result<Found, Problem>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(item);
            }
            match self.files.as_mut().and_then(Iterator::next) {
                Some(Ok(entry)) => self.enter(&entry),
                Some(Err(problem)) => return Some(Err(problem)),
                None => {
                    let paths = self.paths.pop_front()?;
                    self.begin(&paths);
                }
            }
        }
    }
}

impl Walk {
    /// Begins with addresses, or with files and folders.
    fn begin(&mut self, paths: &[PathBuf]) {
        if paths.iter().all(|path| is_address(path)) {
            self.waiting.extend(paths.iter().map(|path| {
                let shown = path.to_string_lossy().into_owned();
                Ok(Found { place: self.web.clone(), shown, known: Known::default() })
            }));
            return;
        }
        self.files = Some(Files::new(paths));
    }

    fn enter(&mut self, entry: &Entry) {
        let path = &entry.path;
        if entry.is_folder {
            if self.metadata {
                self.manifest(path);
            }
            return;
        }
        let named = entry.depth == 0;
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        if !named && !ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            return;
        }
        if path.file_name().is_some_and(|name| name == manifest::NAME) && !self.manifest(folder(path)).is_empty() {
            return;
        }
        let known = if self.metadata { self.known(path, entry.depth) } else { Known::default() };
        self.waiting.push_back(Ok(Found { place: Place::File(path.to_owned()), shown: shown(path), known }));
    }

    /// What the manifest of the file's folder, or of a folder above it, says.
    fn known(&mut self, path: &Path, depth: usize) -> Known {
        let folders: Vec<PathBuf> = path.ancestors().skip(1).take(depth.max(1)).map(Path::to_owned).collect();
        for folder in folders {
            let file = path.strip_prefix(&folder).map(shown).unwrap_or_default();
            if let Some(known) = self.manifest(&folder).get(&file) {
                return known.clone();
            }
        }
        Known::default()
    }

    fn manifest(&mut self, folder: &Path) -> Arc<Manifest> {
        if let Some(manifest) = self.manifests.get(folder) {
            return manifest.clone();
        }
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let manifest = Arc::new(Manifest::of(folder, &shown(&folder.join(manifest::NAME))));
        if self.metadata {
            self.waiting.extend(manifest.problems.iter().cloned().map(Err));
        }
        self.manifests.insert(folder.to_owned(), manifest.clone());
        manifest
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

impl Found {
    /// The file's path or the address, as the user named it.
    pub fn path(&self) -> &str {
        &self.shown
    }
}
