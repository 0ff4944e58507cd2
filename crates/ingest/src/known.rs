//! What is known of a text besides its words, and from where.

use depeche_record::{
    Basis, Block, BlockKind, Flag, FlagKind, Lang, Property, Published, Span, Statement, TextId, Window,
};
use jiff::civil::Date;

/// What is known of a text besides its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub(crate) url: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) lang: Option<Lang>,
    pub(crate) title: Option<String>,
    /// When it was published, by each source that says so, strongest first.
    pub(crate) dates: Vec<Dated>,
    /// When it was captured.
    pub(crate) captured: Option<Window>,
    /// All that is stated, besides the dates that words of the text give.
    pub(crate) stated: Vec<Statement>,
}

/// A date of publication and what says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) window: Window,
    pub(crate) basis: Basis,
    pub(crate) span: Option<Span>,
    /// In a word: "manifest", "JSON-LD", "address".
    pub(crate) source: &'static str,
}

impl Known {
    /// The same with one more date from metadata.
    #[must_use]
    pub(crate) fn dated(mut self, window: Option<Window>, source: &'static str) -> Known {
        self.dates.extend(window.map(|window| Dated { window, basis: Basis::Metadata, span: None, source }));
        self
    }

    /// What is known from here, and where nothing is, from `weaker`; with a
    /// note for each contradiction.
    pub(crate) fn or(self, weaker: Known, notes: &mut Vec<String>) -> Known {
        let mut differ = |key: &str, mine: Option<&str>, theirs: Option<&str>| {
            if let (Some(mine), Some(theirs)) = (mine, theirs)
                && mine != theirs
            {
                notes.push(format!("{key}: {mine:?} beforehand, {theirs:?} on the page"));
            }
        };
        differ("language", self.lang.as_ref().map(Lang::as_str), weaker.lang.as_ref().map(Lang::as_str));
        Known {
            url: self.url.or(weaker.url),
            outlet: self.outlet.or(weaker.outlet),
            lang: self.lang.or(weaker.lang),
            title: self.title.or(weaker.title),
            dates: [self.dates, weaker.dates].concat(),
            captured: self.captured.or(weaker.captured),
            stated: [self.stated, weaker.stated].concat(),
        }
    }

    /// The outlet: the one named, else the host of the address.
    pub(crate) fn publisher(&self) -> Option<String> {
        self.outlet.clone().or_else(|| host(self.url.as_deref()?).map(str::to_owned))
    }

    /// The date of publication: that of the strongest source, made finer by the
    /// others where they agree with it; with a note for each that contradicts it.
    /// A date after the capture is no date of publication.
    pub(crate) fn published(&self, notes: &mut Vec<String>) -> Published {
        let in_time = |dated: &&Dated| match (dated.window.begin(), self.captured.and_then(Window::end)) {
            (Some(begin), Some(captured)) => begin <= captured,
            _ => true,
        };
        let mut dates = self.dates.iter().filter(in_time);
        let Some(strongest) = dates.next() else { return Published::default() };
        let mut best = strongest;
        for dated in dates {
            if !dated.window.overlaps(strongest.window) && !is_next_day(dated.window, strongest.window) {
                notes.push(format!(
                    "date: {} by {}, {} by {}",
                    strongest.window, strongest.source, dated.window, dated.source
                ));
                continue;
            }
            let finer = best.window.contains(dated.window) && !best.window.same_days(dated.window);
            // Of two that say the same, the one that a reader can see; a manifest stands above both.
            let shown =
                best.window.same_days(dated.window) && best.span.is_none() && strongest.basis != Basis::Metadata;
            if finer || shown && dated.span.is_some() {
                best = dated;
            }
        }
        Published {
            window: Some(best.window),
            basis: best.basis,
            span: best.span,
            reason: Some(best.source.to_owned()),
        }
    }
}

/// A statement from a source.
pub(crate) fn stated(property: Property, value: &str, source: &str) -> Statement {
    Statement { property, value: value.to_owned(), source: source.to_owned(), span: None, confidence: belief(source) }
}

/// How far a source can be believed: by experience, not by count.
fn belief(source: &str) -> f32 {
    match source {
        "manifest" => 1.0,
        "JSON-LD" | "canonical link" => 0.95,
        "meta" | "feed" | "mail header" | "header line" => 0.9,
        "byline" | "dateline" | "address" => 0.8,
        "html lang" => 0.7,
        // They often stand in templates, or belong to something else on the page.
        _ => 0.6,
    }
}

impl Known {
    /// All that is stated of a text with these blocks. What its own lines say,
    /// too, is pointed at.
    pub(crate) fn statements(&self, content: &str, blocks: &[Block]) -> Vec<Statement> {
        let mut statements = self.stated.clone();
        for dated in &self.dates {
            let is_told = |told: &Statement| told.property == Property::Published && told.source == dated.source;
            if dated.span.is_some() || !statements.iter().any(is_told) {
                let statement = stated(Property::Published, &dated.window.to_string(), dated.source);
                statements.push(Statement { span: dated.span, ..statement });
            }
        }
        for author in statements.iter_mut().filter(|statement| statement.property == Property::Author) {
            let lines = blocks.iter().filter(|block| block.kind == BlockKind::Byline).map(|block| block.span);
            author.span = lines.into_iter().find_map(|line| {
                let begin = line.begin as usize + line.of(content).find(&author.value)?;
                Some(Span::new(begin, begin + author.value.len()))
            });
            if author.span.is_some() {
                author.confidence = 0.99;
            } else if self.outlet.as_ref().is_some_and(|outlet| outlet.eq_ignore_ascii_case(&author.value)) {
                // The site names itself where it has no author.
                author.confidence = 0.3;
            }
        }
        statements
    }
}

/// One day apart is a matter of time zones, no contradiction.
fn is_next_day(a: Window, b: Window) -> bool {
    match (a.begin(), b.begin()) {
        (Some(a), Some(b)) => (a - b).get_days().abs() <= 1,
        _ => false,
    }
}

/// The flags for contradictions between sources of metadata.
pub(crate) fn conflicts(notes: Vec<String>, text: &TextId) -> Vec<Flag> {
    notes
        .into_iter()
        .map(|note| Flag { kind: FlagKind::MetadataConflict, text: text.clone(), span: None, note })
        .collect()
}

/// A date as metadata writes it: EDTF, or a moment of which the day is taken
/// as it is written, in its own zone; or digits alone.
pub(crate) fn date(written: &str) -> Option<Window> {
    let written = written.trim();
    if let Ok(window) = written.parse::<Window>() {
        return plausible(window);
    }
    let day = written.get(..10).and_then(|day| day.replace('/', "-").parse::<Date>().ok());
    let digits = || written.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<Date>().ok();
    let mail = || jiff::fmt::rfc2822::parse(written).ok().map(|moment| moment.date());
    plausible(Window::day(day.or_else(digits).or_else(mail)?))
}

/// The day that an address names: `/2022/01/21/`, `/20220121/`, `-2022-01-21-`;
/// or its month: `/2022/01/`.
pub(crate) fn date_in_address(address: &str) -> Option<Window> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let numbers: Vec<(usize, &str)> = numbers(path).collect();
    let number = |digits: &str, length: usize| (digits.len() == length).then(|| digits.parse::<i16>().ok()).flatten();
    for (at, (offset, digits)) in numbers.iter().enumerate() {
        let day = (digits.len() == 8).then(|| digits.parse::<Date>().ok()).flatten();
        if let Some(window) = day.and_then(|day| plausible(Window::day(day))) {
            return Some(window);
        }
        let Some(year) = number(digits, 4).filter(|year| (1990..2100).contains(year)) else { continue };
        let follows = |steps: usize, before: usize| {
            let (next, digits) = numbers.get(at + steps)?;
            (*next == before + 1 && digits.len() <= 2)
                .then(|| digits.parse::<i8>().ok().map(|number| (*next + digits.len(), number)))?
        };
        let Some((end, month)) = follows(1, offset + digits.len()) else { continue };
        let day = follows(2, end).and_then(|(_, day)| Date::new(year, month, day).ok());
        if let Some(window) = day.map(Window::day).or_else(|| Window::month(year, month)) {
            return plausible(window);
        }
    }
    None
}

/// Runs of digits that stand between separators, with their places.
fn numbers(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    path.split(['/', '-', '_', '.']).filter_map(move |part| {
        let at = offset;
        offset += part.len() + 1;
        (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some((at, part))
    })
}

/// No newspaper is older than 1600, and none dates itself beyond 2100.
fn plausible(window: Window) -> Option<Window> {
    let year = window.begin().or(window.end())?.year();
    (1600..2100).contains(&year).then_some(window)
}

/// The host of an address, without `www.`.
pub(crate) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses() {
        for (address, expected) in [
            ("https://lephare.example/20220121/pourparlers-1054543093.html", Some("2022-01-21")),
            ("https://lephare.example/2022/01/21/pourparlers", Some("2022-01-21")),
            ("https://lephare.example/monde/2022-1-21-pourparlers.html", Some("2022-01-21")),
            ("https://lephare.example/2022/01/pourparlers", Some("2022-01")),
            ("https://lephare.example/2022/13/pourparlers", None),
            ("https://lephare.example/20221399/x", None),
            ("https://lephare.example/x-1054543093.html", None),
            ("https://lephare.example/a/4000/12", None),
        ] {
            assert_eq!(date_in_address(address).map(|window| window.to_string()).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn dates_of_metadata() {
        for (written, expected) in [
            ("2022-01-21", Some("2022-01-21")),
            ("2022-01", Some("2022-01")),
            ("2022-01-21T23:30:00+03:00", Some("2022-01-21")),
            ("2022/01/21 10:00", Some("2022-01-21")),
            ("20220121T100000Z", Some("2022-01-21")),
            ("Fri, 21 Jan 2022 10:00:00 +0100", Some("2022-01-21")),
            ("0001-01-01T00:00:00Z", None),
            ("yesterday", None),
            ("été 2022", None),
        ] {
            assert_eq!(date(written).map(|window| window.to_string()).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn the_strongest_date_is_made_finer_and_contradicted() {
        let window = |text: &str| text.parse::<Window>().expect(text);
        let known = Known::default()
            .dated(Some(window("2022-01")), "manifest")
            .dated(Some(window("2022-01-21")), "address")
            .dated(Some(window("2021-12-01")), "markup");
        let mut notes = Vec::new();
        assert_eq!(known.published(&mut notes).window, Some(window("2022-01-21")));
        assert_eq!(notes, ["date: 2022-01 by manifest, 2021-12-01 by markup"]);
        let late = Known { captured: Some(window("2022-01-10")), ..known };
        assert_eq!(late.published(&mut notes).window, Some(window("2022-01")));
    }
}
