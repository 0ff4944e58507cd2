//! The articles to work on: found, read and handed on in order.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use depeche::Packs;
use depeche_record::{Basis, Block, BlockKind, Lang, Published, Span, Text, TextId};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::args::{Common, Input, OneFile};
use crate::outcome::{Done, Failure};
use crate::terminal::{Progress, Terminal, check_interrupt};

/// The packs to work with: the built-in ones, and those of `--packs` in place of theirs.
pub(crate) fn packs(common: &Common) -> Result<Packs, Failure> {
    let mut packs = Packs::builtin();
    if let Some(dir) = &common.packs {
        packs.load(dir).map_err(|error| Failure::nothing_done(format!("the pack is refused: {error}")))?;
    }
    Ok(packs)
}

pub(crate) struct Pile {
    sources: Vec<PathBuf>,
    metadata: bool,
    skipped: Vec<String>,
    read: usize,
}

/// Articles in flight at a time.
const CHUNK: usize = 256;

impl Pile {
    pub(crate) fn open(input: &Input) -> Result<Pile, Failure> {
        let mut pile = Pile { sources: Vec::new(), metadata: !input.no_metadata, skipped: Vec::new(), read: 0 };
        for path in &input.paths {
            if path.is_dir() {
                let mut found: Vec<PathBuf> = fs::read_dir(path)
                    .map_err(|e| Failure::nothing_done(e.to_string()))?
                    .filter_map(|entry| Some(entry.ok()?.path()))
                    .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
                    .collect();
                found.sort();
                pile.sources.append(&mut found);
            } else {
                pile.sources.push(path.clone());
            }
        }
        Ok(pile)
    }

    pub(crate) fn one(file: &OneFile) -> Result<Pile, Failure> {
        Pile::open(&Input { paths: vec![file.file.clone()], no_metadata: file.no_metadata })
    }

    /// Hands every article to `work`, many at a time, and what it makes of it
    /// to `take`, in the order of the input.
    pub(crate) fn each<T: Send>(
        &mut self,
        work: impl Fn(&Text) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut progress = Progress::new(self.sources.len());
        for chunk in self.sources.chunks(CHUNK) {
            let metadata = self.metadata;
            let done: Vec<Result<T, String>> =
                chunk.par_iter().map(|path| read(path, metadata).map(|text| work(&text))).collect();
            check_interrupt()?;
            for item in done {
                match item {
                    Ok(item) => {
                        self.read += 1;
                        take(item)?;
                    }
                    Err(reason) => self.skipped.push(reason),
                }
            }
            progress.advance(chunk.len());
        }
        Ok(())
    }

    /// Says what was skipped, and how the run ends.
    pub(crate) fn done(&self, terminal: &Terminal) -> Done {
        for skipped in &self.skipped {
            terminal.warn(skipped);
        }
        match (self.read, self.skipped.len()) {
            (0, _) => Done::NothingFound,
            (_, 0) => Done::All,
            _ => Done::SomeSkipped,
        }
    }
}

fn read(path: &Path, metadata: bool) -> Result<Text, String> {
    let bytes = fs::read(path).map_err(|error| format!("skipped {}: {error}", path.display()))?;
    let content = String::from_utf8(bytes).map_err(|_| format!("skipped {}: not UTF-8", path.display()))?;
    let sha: String = Sha256::digest(content.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let known = if metadata { manifest(path) } else { HashMap::new() };
    let mut blocks = Vec::new();
    let mut begin = 0;
    for line in content.split_inclusive('\n') {
        let span = Span::new(begin, begin + line.len()).trim(&content);
        begin += line.len();
        if !span.is_empty() {
            let kind = if blocks.is_empty() && span.len() < 160 { BlockKind::Title } else { BlockKind::Paragraph };
            blocks.push(Block { span, kind });
        }
    }
    let published = match known.get("date").and_then(|date| date.as_str()?.parse().ok()) {
        Some(window) => Published { window: Some(window), basis: Basis::Metadata, span: None, reason: None },
        None => Published::default(),
    };
    Ok(Text {
        id: TextId::new(sha.clone()),
        path: path.display().to_string(),
        url: None,
        outlet: known.get("outlet").and_then(|outlet| outlet.as_str()).map(str::to_owned),
        lang: known.get("lang").and_then(|lang| Lang::new(lang.as_str()?)).unwrap_or(Lang::FR),
        title: blocks.first().filter(|b| b.kind == BlockKind::Title).map(|b| b.span),
        published,
        captured: None,
        content: Arc::from(content),
        content_sha256: sha,
        blocks,
        flags: Vec::new(),
    })
}

fn manifest(path: &Path) -> HashMap<String, serde_json::Value> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return HashMap::new() };
    let lines = fs::read_to_string(folder.join("index.jsonl")).unwrap_or_default();
    lines
        .lines()
        .filter_map(|line| serde_json::from_str::<HashMap<String, serde_json::Value>>(line).ok())
        .find(|entry| entry.get("file").and_then(|file| file.as_str()) == name.to_str())
        .unwrap_or_default()
}
