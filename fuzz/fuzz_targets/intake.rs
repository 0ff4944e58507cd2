//! Any bytes under any ending are read or refused; what is read holds together.
#![no_main]

use std::fs;

use depeche_fuzz::{PACKS, check};
use depeche_ingest::{Options, walk};
use libfuzzer_sys::fuzz_target;

/// The first byte says which ending the file has.
const ENDINGS: [&str; 8] = ["txt", "html", "xml", "jsonl", "warc", "zip", "eml", "gz"];

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(format!("fuzz.{}", ENDINGS[*which as usize % ENDINGS.len()]));
    fs::write(&file, bytes).expect("it is ours");
    let options = Options::default();
    for found in walk(&[file], &options).flatten() {
        for text in found.texts(&PACKS, &options).iter().flatten() {
            check(text);
        }
    }
});
