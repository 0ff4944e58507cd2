//! robots.txt (RFC 9309): what a host asks programs to leave alone.

use std::time::Duration;

/// What a host's robots.txt asks of one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots {
    /// Patterns of paths, and whether they may be read.
    rules: Vec<(String, bool)>,
    /// How long to wait between two requests.
    pub(super) delay: Option<Duration>,
}

impl Robots {
    /// The group for `agent` (in small letters), or else the one for all.
    pub(super) fn parse(text: &str, agent: &str) -> Robots {
        let (mut own, mut all) = (None, Robots::default());
        let (mut for_us, mut for_all, mut naming) = (false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // Several names in a row share the rules below them.
                if !naming {
                    (for_us, for_all, naming) = (false, false, true);
                }
                for_us |= value.to_ascii_lowercase().split('/').next() == Some(agent);
                for_all |= value == "*";
                if for_us {
                    own.get_or_insert_with(Robots::default);
                }
                continue;
            }
            let groups = [own.as_mut().filter(|_| for_us), Some(&mut all).filter(|_| for_all)];
            for group in groups.into_iter().flatten() {
                match key.as_str() {
                    "allow" | "disallow" if !value.is_empty() => group.rules.push((value.to_owned(), key == "allow")),
                    "crawl-delay" => group.delay = value.parse().ok().and_then(|s| Duration::try_from_secs_f32(s).ok()),
                    _ => {}
                }
            }
            // A line that belongs to no group (a sitemap) does not part names.
            naming &= !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
        }
        own.unwrap_or(all)
    }

    /// Whether `path`, with its query, may be read: the longest pattern that
    /// fits decides; of two as long, the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allowed)| (pattern.len(), *allowed)).is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether `path` begins as `pattern` says: `*` stands for anything, `$` at its
/// end for the end of the path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, inner)) = parts.split_last() else { return !whole || rest.is_empty() };
    for part in inner {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    if whole { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_the_own_group_decides() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: Depeche/1.0 # us\nSitemap: /s.xml\n\
             Disallow: /private\nAllow: /private/press$\nDisallow: /*?print=\nDisallow:\nCrawl-delay: 2\n",
            "depeche",
        );
        for (path, allowed) in [
            ("/", true),
            ("/private/a.html", false),
            ("/private/press", true),
            ("/private/press/a", false),
            ("/a.html?print=1", false),
            ("/a.html", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay, Some(Duration::from_secs(2)));
    }

    #[test]
    fn without_a_group_of_its_own_the_one_for_all_holds() {
        let robots = Robots::parse("User-agent: other\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "depeche");
        assert!(robots.allows("/a") && !robots.allows("/b"));
        assert!(Robots::parse("<html>Not found</html>", "depeche").allows("/"));
        assert_eq!(Robots::parse("User-agent: depeche\nCrawl-delay: -1\n", "depeche").delay, None);
    }
}
