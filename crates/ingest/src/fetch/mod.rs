//! Pages and feeds of the web, fetched politely and from the public internet only.

mod address;
mod robots;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use depeche_record::Window;
use ureq::http::Response;
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use self::address::{Checked, is_public};
use self::robots::Robots;
use crate::{Options, ProblemKind, guard, known};

/// The name that robots.txt files know us by.
const NAME: &str = "depeche";
const USER_AGENT: &str =
    concat!("depeche/", env!("CARGO_PKG_VERSION"), " (reads single articles for a person; obeys robots.txt)");
const MOST_REDIRECTS: usize = 5;
/// Bytes of a robots.txt that are read (RFC 9309 asks for no more).
const LONGEST_ROBOTS: u64 = 500 << 10;
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// How patient and how polite the fetching is.
#[derive(Clone, Copy, Debug)]
struct Manners {
    /// How long one request may take, its answer read to the end.
    patience: Duration,
    /// How long to wait between two requests to a host.
    delay: Duration,
    /// Bytes of one page.
    bytes: u64,
}

/// A page or feed as it was sent.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Its address after all redirects.
    pub(crate) url: String,
    /// Its media type, in small letters, without parameters.
    pub(crate) kind: String,
    pub(crate) charset: Option<String>,
    pub(crate) bytes: Vec<u8>,
    /// The day of the answer, as the server dates it.
    pub(crate) captured: Option<Window>,
}

/// Fetches pages, one at a time from each host.
#[derive(Debug)]
pub(crate) struct Fetcher {
    agent: Agent,
    manners: Manners,
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
}

/// What is known of a host.
#[derive(Debug, Default)]
struct Host {
    robots: Option<Robots>,
    /// When it was last asked for something.
    asked: Option<Instant>,
}

/// What a server answers.
enum Answer {
    Here(Fetched),
    Moved(Url),
    /// An error, by its status.
    No(u16),
}

impl Fetcher {
    pub(crate) fn new(options: &Options) -> Fetcher {
        let allowed: fn(IpAddr) -> bool = if options.allow_private { |_| true } else { is_public };
        let manners =
            Manners { patience: Duration::from_secs(30), delay: Duration::from_secs(1), bytes: options.limits.bytes };
        Fetcher::with(Checked { lookup: DefaultResolver::default(), allowed }, manners)
    }

    fn with(lookup: Checked<impl Resolver>, manners: Manners) -> Fetcher {
        // Redirects are followed here, each looked at again. A proxy would
        // connect for us to addresses that nobody has checked, and a connection
        // kept open would outlive its check.
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .timeout_global(Some(manners.patience))
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, text/plain;q=0.9, */*;q=0.1")
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), lookup);
        Fetcher { agent, manners, hosts: Mutex::default() }
    }

    /// Fetches what is at `address`, unless the address is private, the host
    /// asks programs to stay away or an answer is too far, too large or too slow.
    pub(crate) fn get(&self, address: &str) -> Result<Fetched, ProblemKind> {
        let mut url = Url::parse(address).map_err(|error| ProblemKind::Refused(format!("no address: {error}")))?;
        for _ in 0..=MOST_REDIRECTS {
            match self.visit(&url)? {
                Answer::Here(fetched) => return Ok(fetched),
                Answer::Moved(to) => url = to,
                Answer::No(status) => return Err(ProblemKind::Unreadable(format!("{url} answers with {status}"))),
            }
        }
        Err(too_many_redirects())
    }

    /// One request for a page, when its host's turn has come and if it allows it.
    fn visit(&self, url: &Url) -> Result<Answer, ProblemKind> {
        let origin = origin(url)?;
        let host = self.hosts.lock().unwrap_or_else(PoisonError::into_inner).entry(origin.clone()).or_default().clone();
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        let robots = match &host.robots {
            Some(robots) => robots.clone(),
            None => host.robots.insert(self.robots(&origin)?).clone(),
        };
        if !robots.allows(&url[url::Position::BeforePath..url::Position::AfterQuery]) {
            return Err(ProblemKind::Refused(format!(
                "robots.txt of {origin} asks programs to leave {} alone",
                url.path()
            )));
        }
        if let Some(asked) = host.asked {
            let delay = robots.delay.unwrap_or_default().clamp(self.manners.delay, LONGEST_DELAY);
            thread::sleep(delay.saturating_sub(asked.elapsed()));
        }
        let answer = self.request(url, self.manners.bytes);
        host.asked = Some(Instant::now());
        answer
    }

    /// What a host asks of programs. A host without a robots.txt asks nothing;
    /// of one whose robots.txt can't be had nothing is read.
    fn robots(&self, origin: &str) -> Result<Robots, ProblemKind> {
        let mut url =
            Url::parse(&format!("{origin}/robots.txt")).map_err(|error| ProblemKind::Refused(error.to_string()))?;
        for _ in 0..=MOST_REDIRECTS {
            match self.request(&url, LONGEST_ROBOTS)? {
                Answer::Here(fetched) => return Ok(Robots::parse(&String::from_utf8_lossy(&fetched.bytes), NAME)),
                Answer::Moved(to) => url = to,
                Answer::No(400..500) => return Ok(Robots::default()),
                Answer::No(status) => return Err(ProblemKind::Unreadable(format!("{url} answers with {status}"))),
            }
        }
        Err(too_many_redirects())
    }

    fn request(&self, url: &Url, limit: u64) -> Result<Answer, ProblemKind> {
        origin(url)?;
        let response = self.agent.get(url.as_str()).call().map_err(problem)?;
        match response.status().as_u16() {
            200 => read(url, response, limit).map(Answer::Here),
            301 | 302 | 303 | 307 | 308 => {
                let to = header(&response, "location").and_then(|to| url.join(to).ok());
                to.map(Answer::Moved)
                    .ok_or_else(|| ProblemKind::Unreadable(format!("{url} moved, but does not say where")))
            }
            status => Ok(Answer::No(status)),
        }
    }
}

fn read(url: &Url, mut response: Response<Body>, limit: u64) -> Result<Fetched, ProblemKind> {
    let captured = header(&response, "date").and_then(known::date);
    let body = response.body_mut();
    let kind = body.mime_type().unwrap_or_default().to_ascii_lowercase();
    let charset = body.charset().map(str::to_owned);
    let bytes = guard::read_all(body.with_config().limit(u64::MAX).reader(), limit);
    let bytes = bytes.map_err(|kind| match kind {
        ProblemKind::TooLarge { .. } => kind,
        other => ProblemKind::Unreadable(format!("{url} breaks off: {other}")),
    })?;
    let mut url = url.clone();
    url.set_fragment(None);
    Ok(Fetched { url: url.into(), kind, charset, bytes, captured })
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

/// Scheme, host and port of an address that may be fetched.
fn origin(url: &Url) -> Result<String, ProblemKind> {
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(ProblemKind::Refused(format!("{url} is no address of the web (http or https)")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ProblemKind::Refused("it carries a name or password; only open pages are read".to_owned()));
    }
    Ok(url.origin().ascii_serialization())
}

fn too_many_redirects() -> ProblemKind {
    ProblemKind::Refused(format!("it is redirected more than {MOST_REDIRECTS} times"))
}

fn problem(error: ureq::Error) -> ProblemKind {
    match error {
        ureq::Error::Timeout(_) => ProblemKind::Unreadable("no answer in time".to_owned()),
        ureq::Error::Io(error) => match error.downcast::<ProblemKind>() {
            Ok(kind) => kind,
            Err(error) => ProblemKind::Unreadable(error.to_string()),
        },
        error => ProblemKind::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
