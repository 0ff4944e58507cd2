//! The same articles give the same bytes.

use std::fs;
use std::path::PathBuf;

use super::{code, run, samples, stdout};

#[test]
fn neither_the_order_of_files_nor_the_number_of_threads_changes_a_dossier() {
    let mut files: Vec<PathBuf> = fs::read_dir(samples())
        .expect("the samples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "jsonl"))
        .collect();
    files.sort();
    let dossier = |threads: &str, files: &[PathBuf]| {
        let args = ["dossier", "--format", "json", "--threads", threads].map(PathBuf::from);
        let output = run(args.iter().chain(files));
        assert_eq!(code(&output), 0);
        output.stdout
    };
    let one = dossier("1", &files);
    assert!(!one.is_empty());
    files.reverse();
    assert!(one == dossier("4", &files), "reversed, on four threads");
    files.rotate_left(5);
    files.swap(1, 7);
    assert!(one == dossier("2", &files), "shuffled, on two threads");
}

#[test]
fn readings_come_in_the_order_of_the_input_on_any_number_of_threads() {
    let annotate = |threads: &str| {
        let output = run(["annotate", "--threads", threads, &samples().to_string_lossy()]);
        assert_eq!(code(&output), 0);
        stdout(&output).to_owned()
    };
    let one = annotate("1");
    assert_eq!(one.lines().count(), 15);
    assert!(one == annotate("4"));
}
