//! The command from outside: what goes in, what comes out, how it ends.

mod articles;
mod asking;
mod bad_input;
mod determinism;
mod golden;
mod help;
mod interrupted;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The command, away from the tester's environment.
fn depeche() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("LC_ALL", "en");
    command
}

fn run<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>) -> Output {
    depeche().args(args).output().expect("the command starts")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/geneva-2022")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("it is ours");
    }
    folder
}

/// A small article of our own.
const ARTICLE: &[u8] = "Accord à Valbourg\n\nLe ministre norlandais des Affaires étrangères, Olav Brekke, \
    a déclaré mardi que son pays répondrait par écrit la semaine prochaine.\n"
    .as_bytes();
