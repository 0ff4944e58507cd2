//! `docs/schema/` describes the exchange format as the types have it.

use std::fs;
use std::path::Path;

use depeche_record::{Dossier, Points, Reading};
use schemars::{Schema, schema_for};

#[test]
fn schema_of_a_reading_is_up_to_date() {
    up_to_date("reading-1.json", &schema_for!(Reading<Points>));
}

#[test]
fn schema_of_a_dossier_is_up_to_date() {
    up_to_date("dossier-1.json", &schema_for!(Dossier<Points>));
}

/// Rewrites a stale file and fails, so that the change is seen and committed.
fn up_to_date(file: &str, schema: &Schema) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema").join(file);
    let mut fresh = serde_json::to_string_pretty(schema).expect("a schema is plain data");
    fresh.push('\n');
    if fs::read_to_string(&path).is_ok_and(|kept| kept == fresh) {
        return;
    }
    fs::write(&path, fresh).expect("docs/schema is writable");
    panic!("docs/schema/{file} was stale and has been rewritten; look at the change and commit it");
}
