//! Markdown, CSV, iCalendar and the summary of a pile that we made up.

mod pile;

use depeche_record::{Lang, StatusValue};
use depeche_render::{LeftOut, PageOptions, csv, ics, markdown, summary};
use pile::{Pile, pile};

/// The pile without the hostile page, which has tests of its own.
fn tame() -> Pile {
    let mut pile = pile("");
    pile.readings.pop();
    pile.dossier.texts.pop();
    pile.dossier.acts.pop();
    pile
}

fn options() -> PageOptions {
    let left_out = vec![LeftOut { path: "photo.jpg".to_owned(), reason: "not a text".to_owned() }];
    PageOptions { title: "Fleuve".to_owned(), lang: Lang::new("en"), left_out, ..PageOptions::default() }
}

#[test]
fn as_markdown() {
    let pile = tame();
    insta::assert_snapshot!(markdown(&pile.dossier, &pile.readings, &options()));
}

#[test]
fn as_csv() {
    let pile = tame();
    insta::assert_snapshot!(csv(&pile.dossier, &pile.readings));
}

#[test]
fn as_a_calendar() {
    let pile = tame();
    insta::assert_snapshot!(ics(&pile.dossier, &pile.readings, &options()));
}

#[test]
fn as_a_summary() {
    let pile = tame();
    insta::assert_snapshot!(summary(&pile.dossier, &pile.readings, &options()));
}

#[test]
fn no_line_of_a_calendar_is_longer_than_75_bytes() {
    let pile = pile("");
    let calendar = ics(&pile.dossier, &pile.readings, &options());
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.contains('\n'), "{line}");
    }
}

#[test]
fn a_cancelled_meeting_is_cancelled_in_the_calendar() {
    let mut pile = tame();
    pile.dossier.acts[0].status.value = StatusValue::Cancelled;
    assert!(ics(&pile.dossier, &pile.readings, &options()).contains("STATUS:CANCELLED"));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let mut pile = tame();
    pile.dossier.acts[0].status.reason = "=HYPERLINK(\"x\")".to_owned();
    assert!(csv(&pile.dossier, &pile.readings).contains("'=HYPERLINK"));
}

#[test]
fn nothing_that_a_text_says_steers_the_terminal() {
    let mut pile = tame();
    pile.dossier.parties[0].name = "\u{1b}[31mred".to_owned();
    assert!(!summary(&pile.dossier, &pile.readings, &options()).to_string().contains('\u{1b}'));
}

#[test]
fn every_format_stands_readings_that_are_missing() {
    let pile = tame();
    assert!(markdown(&pile.dossier, &[], &options()).contains("Meetings"));
    assert!(csv(&pile.dossier, &[]).contains("commitment"));
    assert!(ics(&pile.dossier, &[], &options()).contains("BEGIN:VEVENT"));
    assert!(summary(&pile.dossier, &[], &options()).to_string().contains("Meetings"));
}
