//! Fetching from a server in this process, as polite and as careful as outside.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::transport::NextTimeout;

use super::*;

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=windows-1252\r\n\
    Date: Fri, 03 Mar 2023 10:00:00 GMT\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<p>Oui!\n";

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn moved(to: &str) -> String {
    answer("302 Found", &format!("Location: {to}\r\n"), "")
}

/// A server that answers each path as `answers` says, 404 if it says nothing and
/// never if it says "". It lives as long as the tests.
fn serve(answers: impl Fn(&str) -> Option<String> + Send + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        let mut silent: Vec<TcpStream> = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let path = request.split(' ').nth(1).unwrap_or_default();
            match answers(path).unwrap_or_else(|| answer("404 Not Found", "", "")) {
                nothing if nothing.is_empty() => silent.push(stream),
                // Whoever has read enough may hang up.
                answer => drop(stream.write_all(answer.as_bytes())),
            }
        }
    });
    port
}

const MANNERS: Manners = Manners { patience: Duration::from_secs(5), delay: Duration::ZERO, bytes: 1000 };

fn fetcher(manners: Manners) -> Fetcher {
    Fetcher::with(Checked { lookup: DefaultResolver::default(), allowed: |_| true }, manners)
}

fn refused(result: Result<Fetched, ProblemKind>) -> String {
    match result {
        Err(ProblemKind::Refused(reason)) => reason,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

#[test]
fn a_page_comes_with_its_address_kind_and_day_after_redirects() {
    let port = serve(|path| match path {
        "/a" => Some(moved("/b?x=1#part")),
        "/b?x=1" => Some(moved("c")),
        "/c" => Some(PAGE.to_owned()),
        _ => None,
    });
    let fetched = fetcher(MANNERS).get(&format!("http://127.0.0.1:{port}/a")).expect("a page");
    assert_eq!(fetched.url, format!("http://127.0.0.1:{port}/c"));
    assert_eq!((fetched.kind.as_str(), fetched.charset.as_deref()), ("text/html", Some("windows-1252")));
    assert_eq!(fetched.captured, "2023-03-03".parse().ok());
    assert_eq!(fetched.bytes, b"<p>Oui!\n");
}

#[test]
fn redirects_end() {
    let port = serve(|path| (path != "/robots.txt").then(|| moved("/round")));
    assert!(refused(fetcher(MANNERS).get(&format!("http://127.0.0.1:{port}/"))).contains("more than 5 times"));
    let port = serve(|path| (path != "/robots.txt").then(|| moved("file:///etc/passwd")));
    assert!(refused(fetcher(MANNERS).get(&format!("http://127.0.0.1:{port}/"))).contains("no address of the web"));
}

#[test]
fn an_answer_may_be_so_large_and_so_slow() {
    let port = serve(|path| match path {
        "/large" => Some(answer("200 OK", "", &"a".repeat(1001))),
        "/fits" => Some(answer("200 OK", "", &"a".repeat(1000))),
        "/endless" => Some(format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "a".repeat(5000))),
        "/short" => Some("HTTP/1.1 200 OK\r\nContent-Length: 90\r\nConnection: close\r\n\r\nhalf".to_owned()),
        "/silent" => Some(String::new()),
        _ => None,
    });
    let get = |path: &str, patience: u64| {
        fetcher(Manners { patience: Duration::from_millis(patience), ..MANNERS })
            .get(&format!("http://127.0.0.1:{port}{path}"))
    };
    assert_eq!(get("/fits", 5000).expect("a page").bytes.len(), 1000);
    for path in ["/large", "/endless"] {
        assert!(matches!(get(path, 5000), Err(ProblemKind::TooLarge { limit: 1000, .. })), "{path}");
    }
    for (path, patience) in [("/short", 5000), ("/silent", 300), ("/nowhere", 5000)] {
        assert!(matches!(get(path, patience), Err(ProblemKind::Unreadable(_))), "{path}");
    }
}

#[test]
fn robots_are_obeyed_and_asked_for_once() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let port = serve(|path| match path {
        "/robots.txt" => {
            ASKED.fetch_add(1, Ordering::Relaxed);
            Some(answer("200 OK", "", "User-agent: depeche\nDisallow: /archive"))
        }
        _ => Some(PAGE.to_owned()),
    });
    let fetcher = fetcher(MANNERS);
    assert!(fetcher.get(&format!("http://127.0.0.1:{port}/a.html")).is_ok());
    assert!(refused(fetcher.get(&format!("http://127.0.0.1:{port}/archive/a.html"))).contains("robots.txt"));
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
}

#[test]
fn where_robots_cannot_be_had_nothing_is_read() {
    let port = serve(|path| match path {
        "/robots.txt" => Some(answer("503 Service Unavailable", "", "")),
        _ => Some(PAGE.to_owned()),
    });
    assert!(matches!(fetcher(MANNERS).get(&format!("http://127.0.0.1:{port}/a")), Err(ProblemKind::Unreadable(_))));
}

#[test]
fn a_host_is_asked_again_only_after_a_while() {
    let port = serve(|path| (path != "/robots.txt").then(|| PAGE.to_owned()));
    let delay = Duration::from_millis(200);
    let (fetcher, begin) = (fetcher(Manners { delay, ..MANNERS }), Instant::now());
    for path in ["/a", "/b"] {
        assert!(fetcher.get(&format!("http://127.0.0.1:{port}{path}")).is_ok());
    }
    assert!(begin.elapsed() >= delay);
}

#[test]
fn private_addresses_and_other_schemes_are_refused() {
    let fetcher = Fetcher::new(&Options::default());
    for (address, reason) in [
        ("http://127.0.0.1:1/", "--allow-private"),
        ("http://0x7f.1:1/", "--allow-private"),
        ("http://[::1]:1/", "--allow-private"),
        ("http://[::ffff:127.0.0.1]:1/", "--allow-private"),
        ("http://localhost:1/", "--allow-private"),
        ("http://169.254.169.254/latest", "--allow-private"),
        ("ftp://lephare.example/", "no address of the web"),
        ("http://user:word@lephare.example/", "name or password"),
    ] {
        let told = refused(fetcher.get(address));
        assert!(told.contains(reason), "{address}: {told}");
    }
}

/// A name server that gives the server in this process first and a private
/// address from the `turns`th lookup on.
#[derive(Debug)]
struct Rebinding {
    turns: usize,
    lookups: AtomicUsize,
    port: u16,
}

impl Resolver for Rebinding {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let first = self.lookups.fetch_add(1, Ordering::Relaxed) < self.turns;
        let ip = if first { Ipv4Addr::LOCALHOST } else { Ipv4Addr::new(10, 0, 0, 1) };
        let mut addresses = self.empty();
        addresses.push(SocketAddr::from((ip, self.port)));
        Ok(addresses)
    }
}

#[test]
fn a_name_that_changes_its_address_is_checked_at_each_hop() {
    let port = serve(|path| match path {
        "/a" => Some(moved("/b")),
        "/b" => Some(PAGE.to_owned()),
        _ => None,
    });
    let get = |turns| {
        let lookup = Rebinding { turns, lookups: AtomicUsize::new(0), port };
        // The server in this process stands for a public one.
        let allowed = |address| address == IpAddr::V4(Ipv4Addr::LOCALHOST);
        Fetcher::with(Checked { lookup, allowed }, MANNERS).get("http://lephare.example/a")
    };
    // Lookups: robots.txt, the page, the page it moved to.
    for turns in 0..3 {
        assert!(refused(get(turns)).contains("10.0.0.1"), "{turns}");
    }
    assert!(get(3).is_ok());
}

#[test]
fn pages_and_feeds_are_read_from_the_web() {
    const FEED: &str = "<rss version='2.0'><channel><title>Le Phare</title><link>http://lephare.example/</link>\
        <item><title>Un geste</title><link>https://lephare.example/monde/geste</link>\
        <pubDate>Thu, 02 Mar 2023 09:00:00 +0100</pubDate>\
        <description>La Norlande enverra jeudi une lettre.</description></item></channel></rss>";
    let port = serve(|path| match path {
        "/a" => Some(PAGE.to_owned()),
        "/news" => Some(answer("200 OK", "Content-Type: application/rss+xml; charset=utf-8\r\n", FEED)),
        "/old" => Some(moved("/a")),
        "/zip" => Some(answer("200 OK", "Content-Type: application/zip\r\n", "PK\x03\x04")),
        _ => None,
    });
    let options = Options { allow_private: true, ..Options::default() };
    let packs = depeche_language::Packs::builtin();
    let read = |paths: &[&str]| {
        let addresses: Vec<_> = paths.iter().map(|path| format!("http://127.0.0.1:{port}{path}").into()).collect();
        let found = crate::walk(&addresses, &options).map(|found| found.expect("an address"));
        found.flat_map(|found| found.texts(&packs, &options)).collect::<Vec<_>>()
    };
    let [Ok(entry)] = &read(&["/news"])[..] else { panic!("one entry") };
    assert_eq!(entry.url.as_deref(), Some("https://lephare.example/monde/geste"));
    assert_eq!(entry.outlet.as_deref(), Some("Le Phare"));
    assert_eq!(entry.published.window, "2023-03-02".parse().ok());
    assert!(entry.content.contains("une lettre"));
    let [Ok(page)] = &read(&["/old"])[..] else { panic!("one page") };
    assert_eq!(page.url.as_deref(), Some(format!("http://127.0.0.1:{port}/a").as_str()));
    assert_eq!(page.content.trim(), "Oui!");
    let told: Vec<_> = read(&["/zip", "/nowhere"]).into_iter().map(|read| read.unwrap_err().to_string()).collect();
    assert!(told[0].contains("archive") && told[1].contains("404"), "{told:?}");
}
