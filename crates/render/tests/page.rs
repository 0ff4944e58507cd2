//! What the page holds, read out of the file as a browser would.

mod pile;

use depeche_record::Lang;
use depeche_render::{PageOptions, page};
use pile::{HOSTILE, big, pile};
use serde_json::Value;

fn options() -> PageOptions {
    PageOptions { title: "Fleuve".to_owned(), lang: Some(Lang::FR), ..PageOptions::default() }
}

fn data(html: &str) -> Value {
    let (_, rest) = html.split_once(r#"<script type="application/json" id="data">"#).expect("data in the page");
    let (json, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

/// The words that a line of the page shows, cut out as its script cuts them.
fn words(text: &Value, begin: usize, end: usize) -> String {
    text["content"].as_str().expect("content").chars().skip(begin).take(end - begin).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

#[test]
fn every_act_leads_to_its_exact_words() {
    let pile = pile("");
    let data = data(&page(&pile.dossier, &pile.readings, &options()));
    let mut lines = 0;
    for (act, row) in pile.dossier.acts.iter().zip(data["acts"].as_array().expect("acts")) {
        for place in row["accounts"].as_array().expect("places") {
            let text = &data["texts"][number(&place[0])];
            let shown = words(text, number(&place[2]), number(&place[3]));
            let reading = pile.readings.iter().find(|reading| text["id"] == reading.text.id.as_str()).expect("a text");
            let told = act.accounts.iter().find(|account| account.text == reading.text.id).expect("an account");
            assert_eq!(shown, told.span.of(reading.text.content()));
            lines += 1;
        }
    }
    assert_eq!(lines, 9);
}

#[test]
fn nothing_that_a_text_says_becomes_markup() {
    let pile = pile("");
    let hostile = PageOptions { title: HOSTILE.to_owned(), ..options() };
    let html = page(&pile.dossier, &pile.readings, &hostile);
    assert_eq!(html.matches("<script").count(), 3, "the page's own scripts and no other");
    assert_eq!(html.matches("</script>").count(), 3);
    assert!(!html.contains("<img"));
    assert!(!html.contains("\"javascript:"), "only http and https are addresses");
    assert_eq!(data(&html)["title"], HOSTILE);
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn with_quotes_only_the_articles_stay_at_home() {
    let pile = pile("");
    let html = page(&pile.dossier, &pile.readings, &PageOptions { quotes_only: true, ..options() });
    assert!(html.contains("Nous répondrons par écrit la semaine prochaine"), "the words quoted are kept");
    assert!(!html.contains("nos recettes de printemps\",") && !html.contains("ESTREL, 3 mars"), "the rest is not");
    assert!(html.contains("https://press.example/agency.txt"), "the way to the article is");
    let data = data(&html);
    for text in data["texts"].as_array().expect("texts") {
        assert!(text["content"].is_null());
    }
}

#[test]
fn the_same_dossier_gives_the_same_page() {
    let pile = pile("");
    let first = page(&pile.dossier, &pile.readings, &options());
    let mut shuffled = pile.readings.clone();
    shuffled.reverse();
    assert!(first == page(&pile.dossier, &shuffled, &options()));
}

#[test]
fn a_dossier_without_readings_is_still_a_page() {
    let pile = pile("");
    let data = data(&page(&pile.dossier, &[], &options()));
    assert_eq!(data["texts"].as_array().map(Vec::len), Some(4));
    assert_eq!(data["acts"][0]["accounts"], Value::Array(Vec::new()));
}

#[test]
fn two_hundred_texts_stay_small() {
    let pile = big(50);
    let html = page(&pile.dossier, &pile.readings, &options());
    assert!(html.len() < 5_000_000, "{} bytes", html.len());
}
