//! Any pack file is compiled or refused with its place; the loader never panics.
#![no_main]

use std::fs;

use depeche_language::Packs;
use libfuzzer_sys::fuzz_target;

/// The first byte says which file the rest is.
const FILES: [&str; 11] = [
    "segment.toml",
    "blocks.toml",
    "time.toml",
    "who.toml",
    "verbs.toml",
    "speech.toml",
    "acts.toml",
    "states.toml",
    "bodies.toml",
    "titles.toml",
    "offices.toml",
];

fuzz_target!(|data: &[u8]| {
    let Some((which, text)) = data.split_first() else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let pack = dir.path().join("fr");
    fs::create_dir(&pack).expect("it is new");
    fs::write(pack.join(FILES[*which as usize % FILES.len()]), text).expect("it is ours");
    if let Err(error) = Packs::default().load(dir.path()) {
        assert!(!error.message.is_empty());
    }
});
