//! What the interface says, in every language it has: `assets/strings.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use depeche_record::window::Grain;
use depeche_record::{Lang, Window};
use jiff::civil::Date;

/// Key to language to words.
type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    toml::from_str(include_str!("../assets/strings.toml")).expect("strings.toml is checked by the tests")
});

/// What the other rooms write, with its name; longer templates are tried first.
static REASONS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let reasons =
        CATALOGUE.iter().filter_map(|(key, words)| Some((key.strip_prefix("reason.")?, words["en"].as_str())));
    let mut reasons: Vec<_> = reasons.collect();
    reasons.sort_by_key(|(_, english)| std::cmp::Reverse(english.len()));
    reasons
});

/// The languages of the interface, the default first.
pub fn languages() -> Vec<Lang> {
    let mut languages: Vec<Lang> = CATALOGUE["language.name"].keys().filter_map(|code| Lang::new(code)).collect();
    languages.sort_by_key(|lang| *lang != Lang::FR);
    languages
}

/// The whole catalogue, for the page's script.
pub(crate) fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// The interface in one language.
#[derive(Clone, Copy)]
pub(crate) struct Strings {
    lang: Lang,
}

impl Strings {
    /// The interface in `lang`, or in the default language if it has no words for it.
    pub(crate) fn new(lang: Option<Lang>) -> Strings {
        let languages = languages();
        let lang = lang.filter(|lang| languages.contains(lang)).unwrap_or(languages[0]);
        Strings { lang }
    }

    pub(crate) fn lang(self) -> Lang {
        self.lang
    }

    /// The words under `key`; the key itself where there are none.
    pub(crate) fn get(self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The words for `name` of a `group`; `name` as it stands where there are
    /// none, for values that a language pack may add.
    pub(crate) fn term(self, group: &str, name: &str) -> String {
        self.find(&format!("{group}.{name}")).unwrap_or(name).to_owned()
    }

    fn find(self, key: &str) -> Option<&'static str> {
        CATALOGUE.get(key)?.get(self.lang.as_str()).map(String::as_str)
    }

    /// The words under `key` with `{name}` filled in.
    pub(crate) fn fill(self, key: &'static str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// `n` of what `key` counts.
    pub(crate) fn count(self, key: &str, n: usize) -> String {
        let number = match n {
            0 => self.get("plural.zero"),
            1 => "one",
            _ => "other",
        };
        fill(&self.term(key, number), &[("n", &n.to_string())])
    }

    /// Words in the quotation marks of the language, unless they bring their own.
    pub(crate) fn quote(self, words: &str) -> String {
        let quoted = words.starts_with(['«', '‹', '“', '„', '"']) && words.ends_with(['»', '›', '”', '"']);
        if quoted { words.to_owned() } else { self.enclose(words) }
    }

    fn enclose(self, words: &str) -> String {
        format!("{}{words}{}", self.get("quote.open"), self.get("quote.close"))
    }

    /// A window in words, or that there is none.
    pub(crate) fn window(self, window: Option<Window>) -> String {
        let Some(window) = window else { return self.get("date.unknown").to_owned() };
        let words = match (window.begin(), window.end()) {
            (Some(begin), Some(end)) => self.interval(window, begin, end),
            (Some(begin), None) => self.fill("date.since", &[("date", &self.day(begin))]),
            (None, Some(end)) => self.fill("date.until", &[("date", &self.day(end))]),
            (None, None) => self.get("date.unknown").to_owned(),
        };
        if window.is_approximate() { self.fill("date.about", &[("date", &words)]) } else { words }
    }

    /// A reason that another room gave, in this language where it is known.
    pub(crate) fn reason(self, reason: &str) -> String {
        let say = |part: &str| {
            let known = REASONS.iter().find_map(|(key, english)| Some((key, parts(english, part)?)));
            let Some((key, values)) = known else { return part.to_owned() };
            values.iter().fold(self.term("reason", key), |words, (name, value)| {
                let value = value.parse().map_or_else(|_| (*value).to_owned(), |window| self.window(Some(window)));
                words.replace(&format!("{{{name}}}"), &value)
            })
        };
        reason.split("; ").map(say).collect::<Vec<_>>().join(self.get("list.semicolon"))
    }

    /// A day in words.
    pub(crate) fn day(self, day: Date) -> String {
        self.date("date.day", day)
    }

    /// Days left until a window runs out, `None` if its end is open.
    pub(crate) fn days_left(self, due: Window, now: Date) -> Option<String> {
        Some(match days_between(now, due.end()?) {
            0 => self.get("due.last").to_owned(),
            left if left > 0 => self.count("due.left", left.unsigned_abs() as usize),
            past if past < -365 => self.get("due.long-over").to_owned(),
            past => self.count("due.over", past.unsigned_abs() as usize),
        })
    }

    fn interval(self, window: Window, begin: Date, end: Date) -> String {
        let same_year = begin.year() == end.year();
        let whole_months = begin.day() == 1 && end == end.last_of_month();
        match window.grain() {
            Grain::Day => self.day(begin),
            Grain::Month => self.date("date.month", begin),
            Grain::Year => begin.year().to_string(),
            _ if whole_months && same_year => self.range(&self.month(begin), &self.date("date.month", end)),
            _ if whole_months => self.range(&self.date("date.month", begin), &self.date("date.month", end)),
            _ if same_year && begin.month() == end.month() => {
                let words = self.date("date.days-of-month", begin);
                words.replace("{a}", &self.day_number(begin)).replace("{b}", &self.day_number(end))
            }
            _ if same_year => self.range(&self.date("date.day-month", begin), &self.day(end)),
            _ => self.range(&self.day(begin), &self.day(end)),
        }
    }

    fn range(self, begin: &str, end: &str) -> String {
        self.fill("date.range", &[("a", begin), ("b", end)])
    }

    fn date(self, format: &'static str, day: Date) -> String {
        let (day_number, month, year) = (self.day_number(day), self.month(day), day.year().to_string());
        self.fill(format, &[("d", &day_number), ("month", &month), ("year", &year)])
    }

    fn month(self, day: Date) -> String {
        self.term("month", &day.month().to_string())
    }

    fn day_number(self, day: Date) -> String {
        if day.day() == 1 { self.get("date.first").to_owned() } else { day.day().to_string() }
    }
}

/// What stands in `text` for each `{name}` of a template; `None` if it isn't
/// made from that template.
fn parts<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let (before, mut template) = template.split_once('{').unwrap_or((template, ""));
    let mut text = text.strip_prefix(before)?;
    let mut parts = Vec::new();
    while let Some((name, after)) = template.split_once('}') {
        let (literal, next) = after.split_once('{').unwrap_or((after, ""));
        let length = if literal.is_empty() { text.len() } else { text.find(literal)? };
        parts.push((name, &text[..length]));
        text = &text[length + literal.len()..];
        template = next;
    }
    (text.is_empty() && parts.iter().all(|(_, part)| !part.is_empty())).then_some(parts)
}

fn fill(words: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(words.to_owned(), |words, (name, value)| words.replace(&format!("{{{name}}}"), value))
}

/// Days from `from` to `to`, negative if `to` comes first.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_words_for_every_key() {
        let languages = languages();
        assert_eq!(languages.first(), Some(&Lang::FR));
        for (key, words) in catalogue() {
            for lang in &languages {
                assert!(words.get(lang.as_str()).is_some_and(|words| !words.is_empty()), "{key} has no {lang}");
            }
        }
    }

    #[test]
    fn placeholders_are_the_same_in_every_language() {
        let names = |words: &str| {
            let mut names: Vec<String> =
                words.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        for (key, words) in catalogue() {
            let all: Vec<_> = words.values().map(|words| names(words)).collect();
            assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{key}: {words:?}");
        }
    }

    #[test]
    fn windows_in_words() {
        let table = [
            ("2022-01-21", "21 janvier 2022", "21 January 2022"),
            ("2022-02-01", "1er février 2022", "1 February 2022"),
            ("2022-01-24/2022-01-30", "24–30 janvier 2022", "24–30 January 2022"),
            ("2022-01-28/2022-02-03", "28 janvier – 3 février 2022", "28 January – 3 February 2022"),
            ("2021-12-28/2022-01-03", "28 décembre 2021 – 3 janvier 2022", "28 December 2021 – 3 January 2022"),
            ("2022-01", "janvier 2022", "January 2022"),
            ("2022-Q1", "janvier – mars 2022", "January – March 2022"),
            ("2022", "2022", "2022"),
            ("2021-12~", "env. décembre 2021", "about December 2021"),
            ("../2022-01-20", "au plus tard : 20 janvier 2022", "until 20 January 2022"),
            ("2022-01-20/..", "depuis : 20 janvier 2022", "from 20 January 2022"),
        ];
        for (window, fr, en) in table {
            let window = window.parse().ok();
            assert_eq!(Strings::new(Some(Lang::FR)).window(window), fr);
            assert_eq!(Strings::new(Lang::new("en")).window(window), en);
        }
    }

    #[test]
    fn reasons_of_other_rooms_in_the_language_of_the_interface() {
        let fr = Strings::new(Some(Lang::FR));
        let table = [
            ("13 accounts tell of it as held", "13 récits la disent tenue"),
            (
                "due by 2022-01-30; the record reaches 2022-01-26",
                "dû au plus tard : 30 janvier 2022\u{a0}; les textes vont jusqu’au 26 janvier 2022",
            ),
            ("published later, 2022-01-24/2022-01-30", "paru plus tard : 24–30 janvier 2022"),
            ("a reason nobody thought of", "a reason nobody thought of"),
            ("", ""),
        ];
        for (reason, words) in table {
            assert_eq!(fr.reason(reason), words);
        }
        let en = Strings::new(Lang::new("en"));
        assert_eq!(en.reason("due by 2022-01-30"), "due by 30 January 2022");
    }

    #[test]
    fn days_left_of_a_deadline() {
        let strings = Strings::new(Lang::new("en"));
        let due = "2022-01-24/2022-01-30".parse().expect("window");
        let left = |day| strings.days_left(due, day);
        assert_eq!(left(Date::constant(2022, 1, 21)).as_deref(), Some("9 days left"));
        assert_eq!(left(Date::constant(2022, 1, 30)).as_deref(), Some("last day"));
        assert_eq!(left(Date::constant(2022, 1, 31)).as_deref(), Some("1 day past"));
        assert_eq!(left(Date::constant(2026, 1, 31)).as_deref(), Some("more than a year past"));
        assert_eq!(strings.days_left(Window::since(Date::constant(2022, 1, 1)), Date::constant(2022, 1, 1)), None);
    }
}
