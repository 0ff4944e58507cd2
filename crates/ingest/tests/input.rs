//! Every kind of input, whole and broken: what is read, and the one line that
//! tells of what is not.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use depeche_ingest::{Limits, Options, read_html, read_plain, walk};
use depeche_language::Packs;
use depeche_record::{Basis, BlockKind, FlagKind, Text};
use proptest::prelude::*;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

const ARTICLE: &str = "Détroit : la Norlande se dit prête à un geste\n\n\
    La Norlande enverra jeudi une réponse écrite à la Sarvanie, a annoncé mardi son ministre des Affaires étrangères.\n\n\
    Les deux pays se parlent depuis un an sans que rien n'ait été signé, a-t-il rappelé.\n";

const PAGE: &str = "<!doctype html><html lang=\"fr\"><head><title>Détroit : un geste - Le Phare</title>\
    <meta property=\"og:site_name\" content=\"Le Phare\"><meta property=\"article:published_time\" content=\"2023-03-03T10:00:00+01:00\">\
    <link rel=\"canonical\" href=\"https://lephare.example/monde/detroit\"></head><body><nav><ul><li><a href=\"/\">Accueil</a></li><li><a href=\"/m\">Monde</a></li></ul></nav>\
    <article><h1>Détroit : un geste</h1><div class=\"article-body\"><p>La Norlande enverra jeudi une réponse écrite à la Sarvanie, a annoncé mardi son ministre des Affaires étrangères.</p>\
    <p>Les deux pays se parlent depuis un an sans que rien n'ait été signé, a-t-il rappelé devant la presse.</p><p>Une rencontre est prévue lundi à Belgora, selon une source proche des négociateurs.</p>\
    <p>Avec AFP</p></div></article><footer><p><a href=\"/c\">Contact</a> <a href=\"/l\">Mentions légales</a></p></footer></body></html>";

/// Reads all below `path`: the texts, and the lines a user would see.
fn read_with(path: &Path, options: &Options) -> (Vec<Text>, Vec<String>) {
    let (mut texts, mut told) = (Vec::new(), Vec::new());
    let base = format!("{}/", path.display()).replace('\\', "/");
    let items = walk(&[path.to_owned()], options).flat_map(|found| match found {
        Ok(found) => found.texts(&PACKS, options),
        Err(problem) => vec![Err(problem)],
    });
    for item in items {
        match item {
            Ok(mut text) => {
                assert_blocks(&text);
                text.path = text.path.replace(&base, "");
                texts.push(text);
            }
            Err(problem) if problem.is_worth_telling() => told.push(problem.to_string().replace(&base, "")),
            Err(_) => {}
        }
    }
    (texts, told)
}

fn read(path: &Path) -> (Vec<Text>, Vec<String>) {
    read_with(path, &Options::default())
}

fn assert_blocks(text: &Text) {
    let mut end = 0;
    for block in &text.blocks {
        let begin = block.span.begin as usize;
        assert!(text.content[end..begin].trim().is_empty(), "{}: left out {:?}", text.path, &text.content[end..begin]);
        end = block.span.end as usize;
    }
    assert!(text.content[end..].trim().is_empty(), "{}: left out the end", text.path);
}

fn paths(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.path.as_str()).collect()
}

fn body(text: &Text) -> String {
    let body = text.blocks.iter().filter(|block| block.kind.is_body()).map(|block| block.span.of(&text.content));
    body.collect::<Vec<_>>().join("\n")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn warc(records: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, url, payload) in records {
        let length = payload.len();
        write!(
            bytes,
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-03-04T08:00:00Z\r\nContent-Length: {length}\r\n\r\n"
        )
        .expect("memory");
        bytes.extend_from_slice(payload);
        bytes.extend_from_slice(b"\r\n\r\n");
    }
    bytes
}

#[test]
fn a_folder_is_read_in_order_with_its_manifest() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir(path.join("sub")).expect("writable");
    for file in ["b.txt", "a.txt", "sub/c.txt", "notes.md", ".hidden.txt"] {
        fs::write(path.join(file), ARTICLE).expect("writable");
    }
    let manifest = "{\"file\": \"a.txt\", \"outlet\": \"Le Phare\", \"lang\": \"fr\", \"date\": \"2023-03-01\"}\n\
        not json\n\
        {\"file\": \"sub/c.txt\", \"date\": \"2023-03-02\", \"url\": \"https://phare.example/2022/01/05/x\"}\n\
        {\"file\": \"b.txt\", \"date\": \"soon\"}\n";
    fs::write(path.join("index.jsonl"), manifest).expect("writable");
    let (texts, told) = read(path);
    assert_eq!(paths(&texts), ["a.txt", "b.txt", "sub/c.txt"]);
    assert_eq!(texts[0].outlet.as_deref(), Some("Le Phare"));
    assert_eq!(texts[0].published.window.expect("dated").to_string(), "2023-03-01");
    assert_eq!(texts[0].published.basis, Basis::Metadata);
    assert_eq!(texts[1].published.window, None);
    assert_eq!(texts[2].published.window.expect("dated").to_string(), "2023-03-02");
    assert_eq!(texts[2].flags[0].kind, FlagKind::MetadataConflict);
    assert_eq!(texts[2].flags[0].note, "date: 2023-03-02 by manifest, 2022-01-05 by address");
    assert_eq!(&*texts[0].content, ARTICLE);
    insta::assert_snapshot!(told.join("\n"), @r#"
    index.jsonl, line 2: is no line of a manifest: expected ident at line 1 column 2; expected {"file": "…", "date": "2022-01-21", …}
    index.jsonl, line 4: is no line of a manifest: "date": "soon" is not of the form "2022-01-21"; expected {"file": "…", "date": "2022-01-21", …}
    "#);
    let (texts, told) = read_with(path, &Options { metadata: false, ..Options::default() });
    assert!(texts.iter().all(|text| text.published.window.is_none() && text.outlet.is_none()));
    assert!(told.is_empty());
}

#[test]
fn a_page_gives_its_article_and_what_it_says_of_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("page.html"), PAGE).expect("writable");
    let (texts, told) = read(folder.path());
    assert!(told.is_empty());
    let text = &texts[0];
    assert_eq!(text.title.expect("a title").of(&text.content), "Détroit : un geste");
    assert_eq!(text.outlet.as_deref(), Some("Le Phare"));
    assert_eq!(text.url.as_deref(), Some("https://lephare.example/monde/detroit"));
    assert_eq!(text.published.window.expect("dated").to_string(), "2023-03-03");
    assert!(body(text).contains("réponse écrite") && body(text).contains("Belgora"), "{}", body(text));
    assert!(!body(text).contains("Contact") && !body(text).contains("Accueil"), "{}", body(text));
    let credit = text.blocks.iter().find(|block| block.kind == BlockKind::Credit).expect("the credit is kept");
    assert_eq!(credit.span.of(&text.content), "Avec AFP");
}

#[test]
fn archives_are_unpacked_and_never_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let write = |name: &str, bytes: &[u8]| fs::write(path.join(name), bytes).expect("writable");
    write("a.txt.gz", &gzip(ARTICLE.as_bytes()));
    write("b.txt.gz", &gzip(ARTICLE.as_bytes())[..120]);
    write("c.txt.gz", &gzip(&gzip(ARTICLE.as_bytes())));
    write(
        "d.zip",
        &zip(&[("z.txt", ARTICLE.as_bytes()), ("in/page.html", PAGE.as_bytes()), ("x.zip", &zip(&[])), (".hid", b"x")]),
    );
    write("e.zip", b"PK\x03\x04 and no more");
    write("f.txt.gz", &gzip(&vec![b'a'; 8 << 20]));
    let (texts, told) = read(path);
    assert_eq!(paths(&texts), ["a.txt.gz", "d.zip/in/page.html", "d.zip/z.txt"]);
    assert_eq!(texts[0].content, texts[2].content);
    insta::assert_snapshot!(told.join("\n"), @r"
    b.txt.gz: is damaged: it breaks off; nothing of it was kept
    c.txt.gz: is an archive inside an archive; unpack the outer one first
    d.zip, x.zip: is an archive inside an archive; unpack the outer one first
    e.zip: is damaged: invalid Zip archive: Could not find EOCD
    f.txt.gz: unpacks to more than 1000 times its size, as a bomb does; unpack it yourself if you trust it
    ");
}

#[test]
fn web_archives_give_their_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |head: &str, body: &[u8]| [head.as_bytes(), b"\r\n\r\n", body].concat();
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8";
    let packed = gzip(PAGE.as_bytes());
    let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let records: Vec<(&str, &str, Vec<u8>)> = vec![
        ("warcinfo", "", b"software: x".to_vec()),
        ("response", "https://lephare.example/1", page(html, PAGE.as_bytes())),
        ("response", "https://lephare.example/2", page(&format!("{html}\r\nContent-Encoding: gzip"), &packed)),
        (
            "response",
            "https://lephare.example/3",
            page(&format!("{html}\r\nTransfer-Encoding: chunked"), chunked.as_bytes()),
        ),
        (
            "response",
            "https://lephare.example/404",
            page("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", PAGE.as_bytes()),
        ),
        (
            "response",
            "https://lephare.example/logo.png",
            page("HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        ),
        ("response", "https://lephare.example/last", page(html, PAGE.as_bytes())),
    ];
    let records: Vec<(&str, &str, &[u8])> =
        records.iter().map(|(kind, url, bytes)| (*kind, *url, bytes.as_slice())).collect();
    let bytes = warc(&records);
    fs::write(folder.path().join("a.warc.gz"), gzip(&bytes)).expect("writable");
    fs::write(folder.path().join("b.warc"), &bytes[..bytes.len() - 200]).expect("writable");
    fs::write(folder.path().join("c.warc"), b"WARC/1.0\r\nWARC-Type: response\r\n\r\n").expect("writable");
    let one = warc(&records[1..=1]);
    let short = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nlonger\r\n\r\n".as_slice();
    let broken = [&one, short, &one, b"no record\r\n\r\n", &one].concat();
    fs::write(folder.path().join("d.warc"), broken).expect("writable");
    let (texts, told) = read(folder.path());
    assert_eq!(
        paths(&texts),
        [
            "a.warc.gz#2",
            "a.warc.gz#3",
            "a.warc.gz#4",
            "a.warc.gz#7",
            "b.warc#2",
            "b.warc#3",
            "b.warc#4",
            "d.warc#1",
            "d.warc#3",
            "d.warc#5"
        ]
    );
    assert_eq!(texts[0].url.as_deref(), Some("https://lephare.example/1"));
    assert_eq!(texts[0].captured.expect("a day").to_string(), "2023-03-04");
    assert!(texts.iter().all(|text| body(text).contains("réponse écrite")));
    insta::assert_snapshot!(told.join("\n"), @r"
    b.warc, record 7: is damaged: it breaks off
    c.warc, record 1: is damaged: it doesn't say how long it is
    d.warc, record 2: is damaged: it is not as long as it says
    d.warc, record 4: is damaged: it doesn't begin as a record does
    ");
}

#[test]
fn feeds_exports_and_mail_give_their_texts() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("writable");
    write(
        "a.xml",
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Le Phare</title><language>fr</language><item><title>Un geste</title>\
         <link>https://lephare.example/1</link><pubDate>Fri, 03 Mar 2023 10:00:00 +0100</pubDate>\
         <description>&lt;p&gt;La Norlande enverra une réponse écrite.&lt;/p&gt;&lt;p&gt;Elle l'a promis.&lt;/p&gt;</description></item></channel></rss>",
    );
    write(
        "b.jsonl",
        "{\"title\": \"Un geste\", \"text\": \"La Norlande enverra une réponse écrite.\", \"date\": \"2023-03-03\", \"source\": \"Le Phare\", \"lang\": \"fr\"}\n{broken\n",
    );
    write("c.jsonl", "{\"text\": {\"path\": \"x\"}}\n");
    write(
        "d.eml",
        "From: a@lephare.example\r\nSubject: Un geste\r\nDate: Fri, 03 Mar 2023 10:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         La Norlande enverra une réponse écrite.\r\n",
    );
    write("e.json", "{\"name\": \"a package\"}");
    let (texts, told) = read(folder.path());
    assert_eq!(paths(&texts), ["a.xml#1", "b.jsonl#1", "d.eml"]);
    for text in &texts {
        assert_eq!(text.title.expect("a title").of(&text.content), "Un geste", "{}", text.path);
        assert!(body(text).contains("La Norlande enverra une réponse écrite."), "{}", text.path);
        assert_eq!(text.published.window.expect("dated").to_string(), "2023-03-03", "{}", text.path);
    }
    assert_eq!(texts[0].blocks.len(), 3);
    insta::assert_snapshot!(told.join("\n"), @"b.jsonl, line 2: is damaged: key must be a string at line 1 column 2");
}

#[test]
fn what_is_no_text_is_told_in_one_line_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::write(path.join("a.html"), b"%PDF-1.7 \x00\x01").expect("writable");
    fs::write(path.join("b.txt"), b"text\0text").expect("writable");
    fs::write(path.join("c.txt"), b" \n").expect("writable");
    fs::write(path.join("d.txt"), "x".repeat(3000)).expect("writable");
    fs::write(path.join("e.txt"), ARTICLE).expect("writable");
    fs::write(path.join("gone.txt"), ARTICLE).expect("writable");
    let options = Options { limits: Limits { bytes: 2000, ..Limits::default() }, ..Options::default() };
    let found: Vec<_> = walk(&[path.to_owned()], &options).collect();
    fs::remove_file(path.join("gone.txt")).expect("writable");
    let items = found.into_iter().flat_map(|found| found.expect("readable").texts(&PACKS, &options));
    let (texts, problems): (Vec<_>, Vec<_>) = items.partition(Result::is_ok);
    assert_eq!(texts.len(), 1);
    let told: Vec<String> = problems
        .into_iter()
        .filter_map(Result::err)
        .filter(depeche_ingest::Problem::is_worth_telling)
        .map(|problem| problem.to_string().replace(&format!("{}/", path.display()), ""))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    a.html: is no text (PDF); only text, pages, feeds, mail and archives of them are read
    b.txt: is no text (control characters); only text, pages, feeds, mail and archives of them are read
    c.txt: is empty
    d.txt: is larger than the 2000 bytes that are read at most; split it
    gone.txt: can't be read: there is no such file or folder
    ");
    let (_, told) = read(&path.join("nowhere"));
    assert_eq!(told.len(), 1);
}

#[test]
fn an_address_is_the_texts_own_only_in_a_header_line() {
    let url = |content: String| {
        let text = read_plain("a.txt", content.into_bytes(), &PACKS, &Options::default());
        (text.url, text.outlet)
    };
    let (own, outlet) = ("https://lephare.example/detroit".to_owned(), "lephare.example".to_owned());
    for header in ["date 2023-03 https://lephare.example/detroit", "https://lephare.example/detroit"] {
        assert_eq!(url(format!("{header}\n\n{ARTICLE}")), (Some(own.clone()), Some(outlet.clone())), "{header}");
    }
    for link in ["image du site https://lephare.example/detroit", "https://lephare.example/detroit"] {
        assert_eq!(
            url(format!("{ARTICLE}\n{link}\n\nLes pourparlers reprennent lundi à Belgora.")),
            (None, None),
            "{link}"
        );
    }
    assert_eq!(url(format!("image du site https://lephare.example/detroit\n\n{ARTICLE}")), (None, None));
}

proptest! {
    #[test]
    fn any_page_gives_blocks_that_cover_it(
        page in "(<(p|div|h1|li|ul|a href=x|br|table|td|svg|script|style|title|noscript|article|span|time datetime=2023-03-03|p class=share)>|</(p|div|ul|a|table|svg|script|noscript|article|title)>|[a-zé ]{1,12}|[.,«»&;]|<!--|-->|<|Par Ilse Marek|Avec AFP|©){0,80}"
    ) {
        assert_blocks(&read_html("page.html", page.as_bytes(), &PACKS, &Options::default()));
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        assert_blocks(&read_html("page.html", &bytes, &PACKS, &Options::default()));
        assert_blocks(&read_plain("text.txt", bytes, &PACKS, &Options::default()));
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_never_round_in_circles() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir(path.join("in")).expect("writable");
    fs::write(path.join("in/a.txt"), ARTICLE).expect("writable");
    std::os::unix::fs::symlink(path, path.join("in/loop")).expect("writable");
    let (texts, told) = read(path);
    assert_eq!(paths(&texts), ["in/a.txt"]);
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn all_that_a_page_states_is_kept() {
    let page = PAGE.replace(
        "</head>",
        "<meta name=\"author\" content=\"Le Phare\"><meta property=\"article:modified_time\" content=\"2023-03-04T08:00:00Z\">\
         <script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2023-03-01T23:30:00+03:00\",\
         \"author\": [{\"@type\": \"Person\", \"name\": \"Ilse Marek\"}, \"Ilse Marek\"], \"isAccessibleForFree\": \"False\",\
         \"isBasedOn\": {\"@id\": \"https://agence.example/7\"}}</script></head>",
    );
    let page = page.replace("</h1>", "</h1><p class=\"byline\">Par Ilse Marek</p>");
    let text = read_html("a.html", page.as_bytes(), &PACKS, &Options::default());
    let stated: Vec<String> = text
        .metadata
        .iter()
        .map(|it| {
            let words = it.span.map(|span| format!(" at {:?}", span.of(&text.content))).unwrap_or_default();
            format!("{:?} {} by {} ({}){words}", it.property, it.value, it.source, it.confidence)
        })
        .collect();
    insta::assert_snapshot!(stated.join("\n"), @r#"
    Author Ilse Marek by JSON-LD (0.99) at "Ilse Marek"
    Published 2023-03-01T23:30:00+03:00 by JSON-LD (0.95)
    BasedOn https://agence.example/7 by JSON-LD (0.95)
    Free false by JSON-LD (0.95)
    Url https://lephare.example/monde/detroit by canonical link (0.95)
    Author Le Phare by meta (0.3)
    Outlet Le Phare by meta (0.9)
    Published 2023-03-03T10:00:00+01:00 by meta (0.9)
    Modified 2023-03-04T08:00:00Z by meta (0.9)
    Language fr by html lang (0.7)
    Title Détroit : un geste - Le Phare by title element (0.6)
    "#);
    assert_eq!(text.published.window, "2023-03-01".parse().ok());
    assert!(text.flags.iter().any(|flag| flag.kind == FlagKind::MetadataConflict), "{:?}", text.flags);
    let unread = read_html("a.html", page.as_bytes(), &PACKS, &Options { metadata: false, ..Options::default() });
    assert!(unread.metadata.iter().all(|statement| statement.span.is_some()), "{:?}", unread.metadata);
}
