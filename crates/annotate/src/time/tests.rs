//! Every rule of every pack on its own examples, and the specification.

use std::fmt::Write;
use std::path::Path;

use depeche_language::{Pack, Packs};
use depeche_record::{Lang, Span, Text, Time, Window};
use proptest::prelude::*;

use super::{due, plain, read, tag};
use crate::Article;

/// A sentence without its brackets, and the bytes they stood around.
fn unmark(text: &str) -> (String, std::ops::Range<usize>) {
    let begin = text.find('[').unwrap_or_else(|| panic!("an example marks its expression with [ ]: {text}"));
    let end = text.find(']').unwrap_or_else(|| panic!("an example marks its expression with [ ]: {text}")) - 1;
    (text.replacen('[', "", 1).replacen(']', "", 1), begin..end)
}

fn shown(times: &[Time], text: &str) -> String {
    let show = |time: &Time| {
        let window = time.window.map(|window| window.to_string()).unwrap_or_default();
        format!("[{}] {} {window} ({})", time.span.of(text), time.value.as_deref().unwrap_or("-"), time.rule)
    };
    times.iter().map(show).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_year_that_describes_a_noun_is_no_point_of_the_narration() {
    let packs = Packs::builtin();
    let french = packs.get(Lang::FR).expect("French");
    let text = "Fin 2021, la Norlande a publié ses projets. Elle veut revenir aux positions de 1997. La première \
                réunion s’est tenue le 10 janvier.";
    let times = tag(text, None, french);
    assert_eq!(times.last().and_then(|time| time.value.as_deref()), Some("2022-01-10"));
}

#[test]
fn every_rule_finds_its_examples_and_nothing_else() {
    let mut packs = Packs::builtin();
    packs.load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs"))).expect("the sample compiles");
    let mut wrong = Vec::new();
    for lang in packs.languages() {
        let pack = packs.get(lang).expect("listed");
        for rule in pack.time.rules() {
            for example in &rule.examples {
                let (text, place) = unmark(&example.text);
                let published = example.on.as_deref().map(|day| day.parse().expect("a day"));
                let times = tag(&text, published, pack);
                let fine = if rule.finds_nothing() {
                    times
                        .iter()
                        .all(|time| time.span.range().end <= place.start || place.end <= time.span.range().start)
                } else {
                    times.iter().any(|time| {
                        time.span.range() == place
                            && *time.rule == *rule.name
                            && time.value == example.value
                            && time.window == example.window.as_deref().map(|window| window.parse().expect(window))
                    })
                };
                if !fine {
                    wrong.push(format!("{}: {}\n      {}", rule.name, example.text, shown(&times, &text)));
                }
            }
            for text in &rule.counterexamples {
                let times = tag(text, Some("2022-01-21".parse().expect("a day")), pack);
                if times.iter().any(|time| *time.rule == *rule.name) {
                    wrong.push(format!("{} must not find: {text}\n      {}", rule.name, shown(&times, text)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// One example of the specification: the text without its marks, their places,
/// and what is expected of each.
struct Case {
    published: Option<Window>,
    text: String,
    places: Vec<Span>,
    expected: Vec<String>,
}

fn cases(spec: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut published = None;
    for line in spec.lines() {
        if let Some(day) = line.strip_prefix("Published: ") {
            published = (day != "unknown").then(|| day.parse().expect(day));
        } else if let Some(marked) = line.strip_prefix("> ") {
            let (mut text, mut places, mut begin) = (String::new(), Vec::new(), 0);
            for c in marked.chars() {
                match c {
                    '[' => begin = text.len(),
                    ']' => places.push(Span::new(begin, text.len())),
                    _ => text.push(c),
                }
            }
            cases.push(Case { published, text, places, expected: Vec::new() });
        } else if let Some(expected) = line.strip_prefix("- ") {
            cases.last_mut().expect("a text before").expected.push(expected.to_owned());
        }
    }
    cases
}

fn described(article: &Article<'_>, times: &[Time], index: usize, with_due: bool) -> String {
    let shown = |window: Option<Window>| window.map_or("-".to_owned(), |window| window.to_string());
    let time = &times[index];
    let mut line = format!("{} | {}", time.value.as_deref().unwrap_or("-"), shown(time.window));
    if with_due {
        let day = article.text.published.window.and_then(Window::as_day);
        let due = due(article, times, index, day);
        write!(line, " | due {} « {} »", shown(due.window), due.span.of(article.content()))
            .expect("a string takes all");
    }
    line
}

#[test]
fn french_is_read_as_specified() {
    let packs = Packs::builtin();
    let pack = packs.get(Lang::FR).expect("French");
    let mut wrong = Vec::new();
    for case in cases(include_str!("../../spec/fr/time.md")) {
        let text: Text = plain(&case.text, case.published, pack);
        let article = Article::new(&text, pack);
        let (_, times) = read(&article);
        let places: Vec<Span> = times.iter().map(|time| time.span).collect();
        if places != case.places {
            wrong.push(format!("{}\n      {}", case.text, shown(&times, &case.text)));
            continue;
        }
        for (index, expected) in case.expected.iter().enumerate() {
            let found = described(&article, &times, index, expected.contains(" | due "));
            if found != *expected {
                wrong.push(format!("{}\n      expected {expected}\n      found    {found}", case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn french() -> &'static Pack {
    static PACKS: std::sync::LazyLock<Packs> = std::sync::LazyLock::new(Packs::builtin);
    PACKS.get(Lang::FR).expect("French")
}

proptest! {
    /// Words that rules know in any order: places stay in order and apart.
    #[test]
    fn any_mixture_of_time_words_is_survived(
        words in prop::collection::vec(prop::sample::select(vec![
            "le", "31", "février", "d'ici", "à", "la", "fin", "du", "mois", "prochain", "99999", "2022", "lundi", "et",
            "13", "mars", "sous", "quinzaine", "il", "y", "a", "999", "siècles", "12", "h", "30", ".", ",", "«", "dans",
            "les", "48", "heures", "l'", "été", "dernier", "veille", "XXIe", "siècle", "10", "/", "01", "plus", "tard",
        ]), 0..30),
        published in prop::option::of(0i64..200_000),
    ) {
        let text = words.join(" ");
        let day = published.map(|days| {
            let day = jiff::civil::Date::constant(1700, 1, 1);
            Window::day(day.checked_add(jiff::Span::new().days(days)).expect("in the calendar"))
        });
        let content = plain(&text, day, french());
        let article = Article::new(&content, french());
        let (_, times) = read(&article);
        let mut end = 0;
        for (index, time) in times.iter().enumerate() {
            prop_assert!(end <= time.span.begin && !time.span.is_empty());
            end = time.span.end;
            let due = due(&article, &times, index, day.and_then(Window::as_day));
            prop_assert!(due.span.contains(time.span));
        }
    }
}
