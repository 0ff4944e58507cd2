use std::path::Path;
use std::sync::LazyLock;

use depeche_language::Packs;
use depeche_record::{Lang, MentionForm, PartyId, Span, Text};

use super::{Cast, find};
use crate::Article;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);

fn text(content: &str) -> Text {
    Text::plain(Lang::FR, content)
}

fn cast(packs: &Packs, content: &str) -> Cast {
    let text = text(content);
    find(&Article::new(&text, packs.get(Lang::FR).expect("French")), None)
}

/// The mentions of a text but for pronouns, one a line.
fn shown(packs: &Packs, content: &str) -> String {
    use std::fmt::Write as _;
    let mut lines = String::new();
    for mention in cast(packs, content).mentions.iter().filter(|mention| mention.form != MentionForm::Pronoun) {
        let form = format!("{:?}", mention.form).to_lowercase();
        let party = mention.party.as_ref().map_or("-", |party| party.as_str());
        writeln!(lines, "- {} | {form} | {party}", mention.span.of(content)).expect("a string takes all");
    }
    lines
}

#[test]
fn the_specification_holds() {
    let packs = &*PACKS;
    let specification = include_str!("../../spec/fr/who.md");
    let mut examples: Vec<(&str, String)> = Vec::new();
    for line in specification.lines() {
        if let Some(text) = line.strip_prefix("> ") {
            examples.push((text, String::new()));
        } else if let (true, Some((_, expected))) = (line.starts_with("- "), examples.last_mut()) {
            *expected += line;
            expected.push('\n');
        }
    }
    assert!(examples.len() > 25);
    let wrong: Vec<String> = examples
        .iter()
        .map(|(text, expected)| (text, expected, shown(packs, text)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("> {text}\nexpected\n{expected}found\n{found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_noun_phrase_names_its_head_and_those_joined_to_it() {
    let packs = &*PACKS;
    for (content, expected) in [
        ("Goran Velt, ministre de la Défense", "person:goran-velt"),
        ("Goran Velt de l'Observatoire danois des ports", "person:goran-velt"),
        ("Goran Velt et Nadia Orsel", "person:goran-velt person:nadia-orsel"),
        ("le porte-parole du ministère danois de la Défense", "person:dk-spokesperson"),
    ] {
        let text = text(content);
        let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
        let found = find(&article, None).at(Span::new(0, content.len()), &article);
        let found: Vec<&str> = found.iter().map(depeche_record::PartyId::as_str).collect();
        assert_eq!(found.join(" "), expected, "{content}");
    }
}

#[test]
fn an_office_is_called_after_its_holder_on_the_day() {
    let mut packs = Packs::builtin();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/fr/offices.toml");
    packs.add_offices(&table).expect("a good table");
    let persons = |day: &str, content: &str| {
        let text = text(content);
        let article = Article::new(&text, packs.get(Lang::FR).expect("French"));
        let cast = find(&article, day.parse().ok());
        let mentions = cast.mentions.iter().filter_map(|mention| mention.party.as_ref());
        mentions.map(PartyId::as_str).filter(|id| id.starts_with("person:")).collect::<Vec<_>>().join(" ")
    };
    let minister = "Le ministre danois des Affaires étrangères a refusé.";
    for (day, content, expected) in [
        ("2022-01-10", minister, "person:goran-velt"),
        ("2022-01", minister, "person:goran-velt"),
        ("2023-01-10", minister, "person:dk-foreign-minister"),
        ("some day", minister, "person:dk-foreign-minister"),
        ("2022-01-10", "Le secrétaire d'État américain a refusé.", "person:hal-morrow"),
        ("2022-01-10", "L'ancien secrétaire d'État américain a refusé.", "person:us-foreign-minister"),
        (
            "2022-01-10",
            "Le vice-ministre danois des Affaires étrangères a refusé.",
            "person:dk-foreign-deputy-minister",
        ),
        (
            "2022-01-10",
            "Göran Velt a refusé. Le chef de la diplomatie danoise part.",
            "person:goran-velt person:goran-velt",
        ),
        // Two spellings are one person; what the text says itself comes first.
        ("2022-01-10", "Göran Velt a refusé. Goran Velt part.", "person:goran-velt person:goran-velt"),
        (
            "2022-01-10",
            "La ministre danoise des Affaires étrangères, Nadia Orsel, a refusé.",
            "person:nadia-orsel person:nadia-orsel",
        ),
    ] {
        assert_eq!(persons(day, content), expected, "{day}: {content}");
    }
}

/// The parties of the pronouns of a text, in order.
fn pronouns(content: &str) -> String {
    let reading = crate::annotate(&text(content), &PACKS);
    let pronouns = reading.mentions.iter().filter(|mention| mention.form == MentionForm::Pronoun);
    pronouns.filter_map(|mention| mention.party.as_ref()).map(PartyId::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_pronoun_is_the_subject_or_speaker_that_agrees() {
    let minister = "Goran Velt, ministre danois de la Défense,";
    for (content, expected) in [
        // The subject, not who was named last.
        ("Goran Velt a vu Milos Dravec. Il a promis une réponse.".to_owned(), "person:goran-velt"),
        // Gender and number.
        (
            "La présidente Nadia Orsel a reçu le ministre Goran Velt. Elle a refusé son plan.".to_owned(),
            "person:nadia-orsel",
        ),
        // Nobody whom another's quotation names.
        (
            "Goran Velt a protesté. « Milos Dravec ment », a dit la ministre Nadia Orsel. Il a ensuite quitté la salle.".to_owned(),
            "person:goran-velt",
        ),
        // "We" of an official is his state, of anybody else himself.
        (format!("« Nous retirerons nos navires », a déclaré {minister} à Oslo."), "state:DK"),
        ("« Nous irons voter », a déclaré Milos Dravec, journaliste danois.".to_owned(), "person:milos-dravec"),
        ("Il faut attendre. Il pleut à Oslo.".to_owned(), ""),
    ] {
        assert_eq!(pronouns(&content), expected, "{content}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_cast_the_same_way_twice(
            content in "(le |la |l'|de |du |ministre |président |Velt |Oslo |ONU |suisse |, |\\. |« |» |et |a dit |Conseil |à |[A-Zé]{1,6} ){0,24}"
        ) {
            let packs = &*PACKS;
            let (once, again) = (cast(packs, &content), cast(packs, &content));
            prop_assert_eq!(&once.mentions, &again.mentions);
            prop_assert_eq!(&once.parties, &again.parties);
            for mention in &once.mentions {
                prop_assert!(!mention.span.of(&content).trim().is_empty());
                if let Some(party) = &mention.party {
                    prop_assert!(once.party(party).is_some());
                }
            }
        }
    }
}
