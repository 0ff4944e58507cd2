//! What the command says about itself.

use super::{code, run, stdout};

#[test]
fn help_of_each_command() {
    for command in ["annotate", "dossier", "find", "blocks", "explain", "completions", "man"] {
        let output = run([command, "--help"]);
        assert_eq!(code(&output), 0);
        insta::assert_snapshot!(format!("help-{command}"), stdout(&output));
    }
    insta::assert_snapshot!("help", stdout(&run(["--help"])));
}

#[test]
fn exit_codes_are_the_same_in_all_papers() {
    let documented = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim_start_matches('|').trim_start())
            .filter_map(|line| line.split_whitespace().next()?.parse::<u8>().ok())
            .map(|code| code.to_string())
            .collect()
    };
    let help = run(["--help"]);
    let told = documented(stdout(&help));
    assert_eq!(told, ["0", "1", "2", "3", "130"]);
    assert_eq!(documented(include_str!("../../../../README.md")), told);
    assert_eq!(documented(include_str!("../../../../docs/cli.md")), told);
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(stdout(&run(["completions", shell])).contains("depeche"), "{shell}");
    }
    assert!(stdout(&run(["man"])).contains(".TH depeche 1"));
    assert!(stdout(&run(["man", "find"])).contains("\\-\\-between"));
}

#[test]
fn colours_only_where_they_belong() {
    let sample = super::samples().join("08-geneve-ministres.txt");
    let blocks = |color: &str| {
        let output = run(["blocks", "--color", color, &sample.to_string_lossy()]);
        stdout(&output).contains('\u{1b}')
    };
    assert!(!blocks("auto"), "a pipe is plain");
    assert!(!blocks("never"));
    assert!(blocks("always"));
}
