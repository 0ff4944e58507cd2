//! Any text gives a reading whose places lie in the text and on characters.
#![no_main]

use depeche_fuzz::{PACKS, check};
use depeche_ingest::{Options, read_plain};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &str| {
    let options = Options { metadata: false, ..Options::default() };
    check(&read_plain("fuzz.txt", content.as_bytes().to_vec(), &PACKS, &options));
});
