//! Every rule of every pack on its own examples.

use depeche_language::Packs;
use depeche_record::Time;

use super::tag;

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
fn every_rule_finds_its_examples_and_nothing_else() {
    let packs = Packs::builtin();
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
