//! Bad input costs one clear line and the documented exit code; the good files
//! still give their dossier.

use std::fs::{self, File};

use super::{ARTICLE, code, depeche, folder, run, stderr, stdout};

/// Lines of standard error that speak of `name`.
fn lines_on<'o>(output: &'o std::process::Output, name: &str) -> Vec<&'o str> {
    stderr(output).lines().filter(|line| line.contains(name)).collect()
}

#[test]
fn a_missing_path_is_named_and_nothing_is_done() {
    let folder = folder(&[]);
    let output = depeche().current_dir(folder.path()).args(["dossier", "nowhere"]).output().unwrap();
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(lines_on(&output, "nowhere").len(), 1, "{}", stderr(&output));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no page was written");
}

#[test]
fn a_missing_path_does_not_keep_the_good_ones_from_their_dossier() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    let output = depeche().current_dir(folder.path()).args(["dossier", "good.txt", "nowhere"]).output().unwrap();
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert_eq!(lines_on(&output, "nowhere").len(), 1, "{}", stderr(&output));
    assert!(folder.path().join("depeche.html").is_file());
}

#[test]
fn an_empty_folder_holds_nothing_to_be_found() {
    let folder = folder(&[]);
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("no article"), "{}", stderr(&output));
}

#[test]
fn an_empty_file_is_told_and_the_others_are_read() {
    let folder = folder(&[("empty.txt", b""), ("good.txt", ARTICLE)]);
    let alone = run([std::ffi::OsStr::new("annotate"), folder.path().join("empty.txt").as_os_str()]);
    assert_eq!(code(&alone), 2);
    assert_eq!(lines_on(&alone, "empty.txt").len(), 1, "{}", stderr(&alone));
    let among = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&among), stdout(&among).lines().count()), (3, 1), "{}", stderr(&among));
    assert_eq!(lines_on(&among, "empty.txt").len(), 1, "{}", stderr(&among));
}

#[test]
fn a_binary_file_is_skipped_with_its_reason() {
    let folder = folder(&[("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0"), ("good.txt", ARTICLE)]);
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (3, 1), "{}", stderr(&output));
    assert_eq!(lines_on(&output, "picture.txt").len(), 1, "{}", stderr(&output));
}

#[test]
fn a_file_in_another_charset_is_read() {
    let latin: Vec<u8> = std::str::from_utf8(ARTICLE).unwrap().chars().map(|c| c as u8).collect();
    let folder = folder(&[("latin.txt", &latin)]);
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("Affaires étrangères"));
}

#[test]
fn a_huge_file_is_skipped_without_being_held_in_memory() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    File::create(folder.path().join("huge.txt")).unwrap().set_len(8 << 30).unwrap();
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (3, 1), "{}", stderr(&output));
    assert!(lines_on(&output, "huge.txt")[0].contains("larger than"), "{}", stderr(&output));
}

#[test]
fn broken_html_is_read() {
    let page = "<html><p>Olav Brekke a déclaré mardi que la Norlande répondrait.<div><p><b>Rien n'est fermé<table>";
    let folder = folder(&[("broken.html", page.as_bytes())]);
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("la Norlande répondrait"));
}

#[cfg(unix)]
#[test]
fn links_into_circles_and_into_nothing_are_survived() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("good.txt", ARTICLE)]);
    symlink(folder.path(), folder.path().join("round")).unwrap();
    symlink("nowhere.txt", folder.path().join("dangling.txt")).unwrap();
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (3, 1), "{}", stderr(&output));
    assert_eq!(lines_on(&output, "dangling.txt").len(), 1, "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_skipped() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("good.txt", ARTICLE), ("locked.txt", ARTICLE)]);
    let locked = folder.path().join("locked.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        return; // The superuser may read everything.
    }
    let output = run(["annotate", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (3, 1), "{}", stderr(&output));
}

#[test]
fn an_output_that_cannot_be_written_leaves_nothing_behind() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    fs::create_dir(folder.path().join("taken")).unwrap();
    for place in ["missing/page.html", "taken"] {
        let output = depeche().current_dir(folder.path()).args(["dossier", "good.txt", "-o", place]).output().unwrap();
        assert_eq!(code(&output), 2, "{place}: {}", stderr(&output));
        assert!(lines_on(&output, place)[0].contains("cannot write"), "{}", stderr(&output));
    }
    let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["good.txt", "taken"]);
}

#[test]
fn a_refused_pack_is_named_with_its_line() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    fs::create_dir(folder.path().join("fr")).unwrap();
    fs::write(folder.path().join("fr/time.toml"), "# fine\nnonsense = [\n").unwrap();
    let packs = folder.path().to_string_lossy();
    let output = run(["annotate", "--packs", &packs, &folder.path().join("good.txt").to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
    assert!(stderr(&output).contains("time.toml:"), "{}", stderr(&output));
}

#[test]
fn a_refused_table_of_offices_is_named_with_its_line() {
    let folder = folder(&[
        ("good.txt", ARTICLE),
        ("fine.toml", b"offices = []\n"),
        ("wrong.toml", b"offices = [\n  { office = \"president\", country = \"FR\" },\n]\n"),
    ]);
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let good = path("good.txt");
    assert_eq!(code(&run(["annotate", "--offices", &path("fine.toml"), &good])), 0);
    for (name, told) in [("wrong.toml", "wrong.toml:2: unknown field `country`"), ("missing.toml", "can't be read")] {
        let output = run(["annotate", "--offices", &path("fine.toml"), "--offices", &path(name), &good]);
        assert_eq!((code(&output), stdout(&output)), (2, ""), "{name}");
        assert!(stderr(&output).contains(told), "{name}: {}", stderr(&output));
    }
}

#[test]
fn wrong_usage_says_what_is_right() {
    for (args, told) in [
        (&["dossier", "x", "--as-of", "31 février"][..], "2022-01-26"),
        (&["find", "x", "--kind", "promise"], "commitment"),
        (&["find", "x", "--between", "hier"], "2022-01-10..2022-01-21"),
        (&["annotate", "x", "--threads", "0"], "threads"),
        (&["annotate"], "PATH"),
        (&["man", "nosuch"], "nosuch"),
    ] {
        let output = run(args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(told), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn find_without_a_match_ends_with_1() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    let output = run(["find", "--words", "hippopotame", &folder.path().to_string_lossy()]);
    assert_eq!((code(&output), stdout(&output)), (1, ""), "{}", stderr(&output));
}

#[test]
#[cfg(not(feature = "net"))]
fn an_address_names_the_build_that_fetches_it() {
    let folder = folder(&[("good.txt", ARTICLE)]);
    let address = "https://lephare.example/a.html";
    let output = depeche().current_dir(folder.path()).args(["annotate", address, "good.txt"]).output().unwrap();
    assert_eq!((code(&output), stdout(&output).lines().count()), (3, 1), "{}", stderr(&output));
    let told = lines_on(&output, address);
    assert!(told.len() == 1 && told[0].contains("--features net"), "{}", stderr(&output));
}

#[test]
#[cfg(feature = "net")]
fn a_private_address_is_refused() {
    let output = run(["annotate", "http://127.0.0.1:1/a.html"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("--allow-private"), "{}", stderr(&output));
}
