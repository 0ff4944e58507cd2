//! The reader goes away, or Ctrl-C is pressed.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use super::{articles, depeche};

/// `annotate` at work on more output than a pipe holds, its first line read:
/// it can't be done before somebody reads on.
fn at_work() -> (tempfile::TempDir, Child, impl BufRead) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for seed in 0..600 {
        fs::write(folder.path().join(format!("{seed:03}.txt")), articles::article(seed)).expect("it is ours");
    }
    let mut child = depeche()
        .arg("annotate")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut String::new()).expect("a line");
    (folder, child, out)
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let (_folder, child, out) = at_work();
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn ctrl_c_ends_after_a_whole_line() {
    let (_folder, child, mut out) = at_work();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("UTF-8");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(rest.ends_with("}\n"), "whole lines only");
    assert!(rest.lines().count() < 599, "it did not go on to the end");
}
