//! Accounts that tell one act, accounts that don't, and where they differ.

mod common;

use common::{Text, acts, dossier, dossier_as_of, text, told};
use depeche_record::AccountKind::{Commitment, Demand, Meeting, Refusal, Reply, Statement};
use depeche_record::{Act, Agreement, FlagKind, Modality, Polarity, StatusValue};

fn promise(name: &str, published: &str, by: &str, words: &str) -> Text {
    let lead = format!("La Norlande et la Sarvanie ont négocié, selon Tomas Rieker et Irena Kostova. {words}.");
    text(name, published, &lead).states().account(Commitment, by, "state:XS", words).when("2023-03-02")
}

#[test]
fn one_promise_told_by_either_side_is_one_act() {
    let dossier = dossier([
        promise(
            "a",
            "2023-03-02",
            "person:tomas-rieker",
            "enverra une réponse écrite aux propositions la semaine prochaine",
        )
        .due("2023-03-06/2023-03-12"),
        promise("b", "2023-03-03", "state:XN", "transmettra sous huit jours une réponse écrite")
            .due("2023-03-02/2023-03-10"),
    ]);
    let [act] = acts(&dossier, Commitment)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!((act.texts, act.origins), (2, 2));
    let due = act.due.expect("a deadline");
    assert_eq!(due.hull.to_string(), "2023-03-02/2023-03-12");
    assert_eq!(due.intersection.expect("days in common").to_string(), "2023-03-06/2023-03-10");
    assert_eq!(agreement(act, "due"), Some(Agreement::Overlapping));
    assert_eq!(agreement(act, "by"), Some(Agreement::Nested));
    assert!(act.differences.iter().all(|difference| !difference.agreement.differs()));
}

fn agreement(act: &Act, field: &str) -> Option<Agreement> {
    act.differences.iter().find(|difference| difference.field == field).map(|difference| difference.agreement)
}

#[test]
fn near_twins_stay_apart() {
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions la semaine prochaine")
            .due("2023-03-06/2023-03-12")
            .due_words("la semaine prochaine"),
        promise("b", "2023-03-02", "state:XN", "retirera ses navires du détroit la semaine prochaine")
            .due("2023-03-06/2023-03-12")
            .due_words("la semaine prochaine"),
    ]);
    assert_eq!(told(&dossier, Commitment), [["a"], ["b"]]);
}

#[test]
fn the_same_words_on_four_days_are_four_statements() {
    let day = |name: &str, day: &str| {
        let words = "son pays reste prêt au dialogue";
        text(name, day, &format!("Tomas Rieker a dit que {words} avec la Sarvanie. La Norlande attend Irena Kostova."))
            .states()
            .account(Statement, "person:tomas-rieker", "", words)
            .when(day)
    };
    let dossier =
        dossier([day("a", "2023-03-01"), day("b", "2023-03-02"), day("c", "2023-03-03"), day("d", "2023-03-04")]);
    assert_eq!(acts(&dossier, Statement).len(), 4);
}

#[test]
fn deadlines_that_exclude_each_other_differ_inside_one_act() {
    let words = "rendra les otages et les corps retenus à la frontière";
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", words).due("../2023-03-10"),
        promise("b", "2023-03-03", "state:XN", words).due("2023-04"),
        promise("c", "2023-03-03", "state:XN", words),
    ]);
    let [act] = acts(&dossier, Commitment)[..] else { panic!("{:#?}", dossier.acts) };
    let due = act.differences.iter().find(|difference| difference.field == "due").expect("a difference");
    assert_eq!(due.agreement, Agreement::Disjoint);
    assert_eq!(due.silent.len(), 1);
    assert_eq!(act.due.expect("a deadline").intersection, None);
}

#[test]
fn a_flat_contradiction_is_opposite() {
    let words = "livrera des missiles à la milice du nord avant l'été";
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", words),
        promise("b", "2023-03-02", "state:XN", words).polarity(Polarity::No),
    ]);
    let [act] = acts(&dossier, Commitment)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!(agreement(act, "content"), Some(Agreement::Opposite));
}

fn talks(name: &str, published: &str, words: &str) -> Text {
    text(
        name,
        published,
        &format!("{words}. Tomas Rieker et Irena Kostova représentent la Norlande et la Sarvanie à Vilnarre."),
    )
    .states()
    .party("place:vilnarre", "Vilnarre", "XC")
}

const BOTH: &str = "person:tomas-rieker person:irena-kostova";

#[test]
fn a_planned_meeting_that_is_held_is_one_meeting() {
    let dossier = dossier([
        talks("a", "2023-03-01", "Les ministres se rencontreront jeudi")
            .account(Meeting, BOTH, "", "se rencontreront")
            .when("2023-03-02")
            .modality(Modality::Planned),
        talks("b", "2023-03-02", "Les ministres ont parlé trois heures")
            .account(Meeting, "state:XN state:XS", "", "ont parlé")
            .when("2023-03-02")
            .place("place:vilnarre"),
        talks("c", "2023-03-03", "Après leurs entretiens de la veille")
            .account(Meeting, BOTH, "", "leurs entretiens")
            .place("place:vilnarre"),
    ]);
    let [act] = acts(&dossier, Meeting)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!(act.texts, 3);
    assert_eq!(act.status.value, StatusValue::Held);
    assert_eq!(act.place.as_ref().map(ToString::to_string).as_deref(), Some("place:vilnarre"));
    assert_eq!(act.when.expect("a day").to_string(), "2023-03-02");
}

#[test]
fn talks_of_the_day_under_another_place_are_one_meeting_with_a_difference() {
    let dossier = dossier([
        talks("a", "2023-03-02", "Les ministres ont parlé trois heures")
            .account(Meeting, BOTH, "", "ont parlé")
            .when("2023-03-02")
            .place("place:vilnarre"),
        talks("b", "2023-03-02", "Après des entretiens entre les deux pays")
            .party("place:osk", "Osk", "XC")
            .account(Meeting, "state:XN state:XS", "", "des entretiens")
            .place("place:osk"),
    ]);
    let [act] = acts(&dossier, Meeting)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!(agreement(act, "place"), Some(Agreement::Disjoint));
}

#[test]
fn talks_of_nobody_named_are_of_no_meeting_elsewhere() {
    let dossier = dossier([
        talks("a", "2023-03-02", "Une réunion a eu lieu").account(Meeting, "", "", "Une réunion").when("2023-03-02"),
        talks("b", "2023-03-05", "Après un entretien entre deux collègues").account(
            Meeting,
            "state:XN",
            "",
            "un entretien",
        ),
    ]);
    assert_eq!(acts(&dossier, Meeting).len(), 2);
}

#[test]
fn meetings_of_other_people_or_days_are_others() {
    let dossier = dossier([
        talks("a", "2023-03-02", "Les ministres ont parlé").account(Meeting, BOTH, "", "ont parlé").when("2023-03-02"),
        talks("b", "2023-03-12", "Ils se sont revus").account(Meeting, BOTH, "", "se sont revus").when("2023-03-11"),
        talks("c", "2023-03-02", "Les présidents Ana Holm et Petru Vask pourraient se voir")
            .party("person:ana-holm", "Ana Holm", "XN")
            .party("person:petru-vask", "Petru Vask", "XS")
            .account(Meeting, "person:ana-holm person:petru-vask", "", "pourraient se voir")
            .modality(Modality::Conditional),
    ]);
    let meetings = acts(&dossier, Meeting);
    assert_eq!(meetings.len(), 3);
    assert_eq!(meetings[2].status.value, StatusValue::Possible);
}

#[test]
fn silence_after_a_deadline_is_unknown_and_never_broken() {
    let pile = || {
        [
            promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions")
                .due("2023-03-06/2023-03-12"),
            talks("b", "2023-04-20", "La Norlande et la Sarvanie se taisent"),
        ]
    };
    let value = |dossier: &depeche_record::Dossier| acts(dossier, Commitment)[0].status.clone();
    assert_eq!(value(&dossier_as_of(pile(), "2023-03-03")).value, StatusValue::Pending);
    assert_eq!(value(&dossier_as_of(pile(), "2023-03-08")).value, StatusValue::Due);
    let late = value(&dossier(pile()));
    assert_eq!(late.value, StatusValue::Unknown);
    assert!(late.reason.contains("ran out on 2023-03-12"), "{}", late.reason);
}

#[test]
fn an_answer_that_a_text_tells_meets_the_promise() {
    let answer = talks("b", "2023-03-09", "La Norlande a remis sa réponse écrite aux propositions")
        .account(Reply, "state:XN", "state:XS", "a remis sa réponse écrite aux propositions")
        .when("2023-03-09");
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions")
            .due("2023-03-06/2023-03-12"),
        answer,
    ]);
    let status = &acts(&dossier, Commitment)[0].status;
    assert_eq!(status.value, StatusValue::Met);
    assert_eq!(status.accounts.len(), 1);
}

#[test]
fn an_answer_in_another_form_is_part_of_it_and_one_that_is_missed_is_late() {
    let promise = || {
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions")
            .due("2023-03-06/2023-03-12")
            .medium("written")
    };
    let answer = |words: &str, published: &str| {
        talks("b", published, &format!("La Norlande {words}")).account(Reply, "state:XN", "state:XS", words)
    };
    let value = |answer: Text| acts(&dossier([promise(), answer]), Commitment)[0].status.value;
    let oral = answer("a donné une réponse orale aux propositions", "2023-03-09").medium("oral");
    assert_eq!(value(oral), StatusValue::PartlyMet);
    let none = |published| answer("n’a pas donné de réponse aux propositions", published).polarity(Polarity::No);
    assert_eq!(value(none("2023-03-20")), StatusValue::Late);
    assert_eq!(value(none("2023-03-09")), StatusValue::Due);
}

#[test]
fn a_promise_that_is_put_off_is_overtaken_and_an_awaited_reply_is_due() {
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions du détroit")
            .when("2023-03-02")
            .due("2023-03-06/2023-03-12"),
        promise("b", "2023-03-14", "state:XN", "enverra plus tard une réponse écrite aux propositions")
            .when("2023-03-14")
            .due("2023-04"),
        talks("c", "2023-03-15", "La Sarvanie espère une réponse de Norlande ce mois")
            .account(Reply, "state:XN", "state:XS", "espère une réponse de Norlande ce mois")
            .modality(Modality::Wish)
            .due("2023-03-15/2023-03-31"),
    ]);
    let values: Vec<StatusValue> = acts(&dossier, Commitment).iter().map(|act| act.status.value).collect();
    assert_eq!(values, [StatusValue::Overtaken, StatusValue::Pending]);
    assert_eq!(acts(&dossier, Reply)[0].status.value, StatusValue::Due);
}

#[test]
fn within_a_week_counts_from_the_day_of_the_promise() {
    let dossier = dossier([
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions")
            .due("2023-03-06/2023-03-12")
            .when("2023-03-02"),
        promise("b", "2023-03-05", "state:XN", "enverra sous huit jours une réponse écrite aux propositions")
            .due("2023-03-05/2023-03-12"),
    ]);
    let [act] = acts(&dossier, Commitment)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!(act.due.expect("a due window").hull.to_string(), "2023-03-02/2023-03-12");
}

#[test]
fn an_act_names_all_sides_of_a_meeting_one_voice_of_a_state_and_no_place() {
    let dossier = dossier([
        talks("a", "2023-03-02", "Tomas Rieker a parlé avec son homologue")
            .account(Meeting, "person:tomas-rieker", "", "a parlé")
            .when("2023-03-02"),
        talks("b", "2023-03-02", "Les ministres ont parlé").account(Meeting, BOTH, "", "ont parlé").when("2023-03-02"),
        promise("c", "2023-03-02", "state:XN person:tomas-rieker", "enverra une réponse écrite aux propositions")
            .party("place:vilnarre", "Vilnarre", "XC")
            .to("place:vilnarre"),
    ]);
    let names = |ids: &[depeche_record::PartyId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&acts(&dossier, Meeting)[0].by), "person:irena-kostova person:tomas-rieker");
    let promise = acts(&dossier, Commitment)[0];
    assert_eq!((names(&promise.by).as_str(), promise.to.len()), ("person:tomas-rieker", 0));
}

#[test]
fn a_body_meets_once_a_day() {
    let council = |name: &str, words: &str| {
        text(name, "2023-03-02", words)
            .party("body:council", "Conseil du Détroit", "")
            .party("state:XS", "Sarvanie", "XS")
    };
    let dossier = dossier([
        council("a", "Le Conseil du Détroit s’est réuni avec la Sarvanie")
            .account(Meeting, "body:council state:XS", "", "s’est réuni")
            .when("2023-03-02"),
        council("b", "Grain, pêche et phares : séance au Conseil du Détroit")
            .account(Meeting, "body:council", "", "séance")
            .when("2023-03-02"),
    ]);
    assert_eq!(acts(&dossier, Meeting).len(), 1);
    assert_eq!(dossier.stories[0].saga, dossier.stories.last().expect("a story").saga);
}

#[test]
fn a_refusal_of_what_was_asked_refuses_it() {
    let ask = talks("a", "2023-03-02", "La Sarvanie exige le retrait des navires du détroit")
        .account(Demand, "state:XS", "state:XN", "exige le retrait des navires du détroit")
        .when("2023-03-02");
    let no = talks("b", "2023-03-05", "La Norlande a rejeté tout retrait des navires du détroit")
        .account(Refusal, "state:XN", "state:XS", "a rejeté tout retrait des navires du détroit")
        .when("2023-03-05");
    let dossier = dossier([ask, no]);
    assert_eq!(acts(&dossier, Demand)[0].status.value, StatusValue::Refused);
}

#[test]
fn as_of_a_day_only_what_was_out_counts() {
    let pile = || {
        [
            talks("a", "2023-03-01", "Les ministres se rencontreront jeudi")
                .account(Meeting, BOTH, "", "se rencontreront")
                .when("2023-03-02")
                .modality(Modality::Planned),
            talks("b", "2023-03-02", "Les ministres ont parlé")
                .account(Meeting, BOTH, "", "ont parlé")
                .when("2023-03-02"),
            talks("c", "", "Les ministres ont parlé longtemps, dit-on"),
        ]
    };
    let early = dossier_as_of(pile(), "2023-03-01");
    assert_eq!(early.texts.len(), 1);
    assert_eq!(early.acts[0].status.value, StatusValue::Planned);
    assert!(early.acts[0].status.reason.contains("unknown date"), "{}", early.acts[0].status.reason);
    assert_eq!(dossier_as_of(pile(), "2023-03-02").acts[0].status.value, StatusValue::Held);
}

fn demand(name: &str, words: &str) -> Text {
    text(name, "2023-03-02", &format!("La Sarvanie {words}, a dit Irena Kostova à Tomas Rieker de Norlande."))
        .states()
        .account(Demand, "state:XS", "state:XN", words)
}

#[test]
fn a_step_turned_round_against_all_others_is_flagged_inside_their_act() {
    let garbled = demand("d", "exige que son voisin impose le blocus du détroit");
    let span = garbled.find("exige que son voisin impose le blocus du détroit");
    let dossier = dossier([
        demand("a", "exige que son voisin lève le blocus du détroit"),
        demand("b", "réclame la fin du blocus qui ferme le détroit"),
        demand("c", "demande de ne plus maintenir le blocus du détroit"),
        garbled,
    ]);
    let [act] = acts(&dossier, Demand)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!((act.texts, agreement(act, "content")), (4, Some(Agreement::Opposite)));
    let [flag] = &dossier.flags[..] else { panic!("{:#?}", dossier.flags) };
    assert_eq!((flag.kind, flag.text.as_str(), flag.span), (FlagKind::Mistranslation, "d", Some(span)));
    assert_eq!(flag.note, "“impose” is the contrary of what 3 texts tell: “lève” in a.txt");
}

#[test]
fn opposite_steps_that_may_both_be_meant_are_not_flagged() {
    let lift = |name| demand(name, "exige que son voisin lève le blocus du détroit");
    let impose = |name| demand(name, "exige que son voisin impose le blocus du détroit");
    let flags = |texts: Vec<Text>| dossier(texts).flags.len();
    // One against one, two against two, another object, somebody else's demand.
    assert_eq!(flags(vec![lift("a"), impose("b")]), 0);
    assert_eq!(flags(vec![lift("a"), lift("b"), impose("c"), impose("d")]), 0);
    assert_eq!(flags(vec![lift("a"), lift("b"), demand("c", "exige que son voisin maintienne la trêve")]), 0);
    let other = text("c", "2023-03-02", "La Norlande impose le blocus du détroit à la Sarvanie, dit Irena Kostova.")
        .states()
        .account(Demand, "state:XN", "state:XS", "impose le blocus du détroit");
    assert_eq!(flags(vec![lift("a"), lift("b"), other]), 0);
}

#[test]
fn in_two_weeks_is_no_calendar_day() {
    let soon = |name: &str, published: &str, day: &str| {
        let mut soon = talks(name, published, "Les ministres se reverront dans deux semaines à Vilnarre")
            .account(Meeting, BOTH, "", "se reverront dans deux semaines à Vilnarre")
            .when(day)
            .place("place:vilnarre")
            .modality(Modality::Planned)
            .time("dans deux semaines", "D+14");
        let time = soon.reading.times.last_mut().expect("a time");
        time.kind = depeche_record::TimeType::Duration;
        time.value = Some("P2W".to_owned());
        time.window = Some(day.parse().expect("a day"));
        soon
    };
    let two = dossier([soon("a", "2023-03-02", "2023-03-16"), soon("b", "2023-03-03", "2023-03-17")]);
    let [act] = acts(&two, Meeting)[..] else { panic!("{:#?}", two.acts) };
    assert_eq!(agreement(act, "when"), Some(Agreement::Overlapping));
    let held = talks("c", "2023-03-18", "Les ministres ont parlé hier à Vilnarre")
        .account(Meeting, BOTH, "", "ont parlé hier à Vilnarre")
        .when("2023-03-17")
        .place("place:vilnarre");
    let dossier = dossier([soon("a", "2023-03-02", "2023-03-16"), held]);
    let [act] = acts(&dossier, Meeting)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!(act.when.expect("a day").to_string(), "2023-03-17");
    assert_eq!(act.status.value, StatusValue::Held);
}

#[test]
fn two_promises_of_one_deadline_are_two() {
    let by = |name: &str, words: &str| {
        promise(name, "2023-03-02", "state:XN", words).due("2023-03-06/2023-03-12").due_words("la semaine prochaine")
    };
    let dossier = dossier([
        by("a", "remettra la liste des prisonniers la semaine prochaine"),
        by("b", "remettra les cartes des champs de mines la semaine prochaine"),
    ]);
    assert_eq!(told(&dossier, Commitment), [["a"], ["b"]]);
}

#[test]
fn a_promise_that_one_makes_for_another_is_the_other_s() {
    let own =
        promise("a", "2023-03-02", "state:XN", "enverra une réponse écrite aux propositions la semaine prochaine")
            .due("2023-03-06/2023-03-12")
            .medium("written");
    let words = "a promis que Norlande enverrait une réponse écrite aux propositions sous huit jours";
    let for_another =
        text("b", "2023-03-02", &format!("Irena Kostova {words}, après avoir vu Tomas Rieker en Sarvanie."))
            .states()
            .account(Commitment, "person:irena-kostova", "", words)
            .when("2023-03-02")
            .due("2023-03-02/2023-03-10")
            .medium("written");
    let dossier = dossier([own, for_another]);
    let [act] = acts(&dossier, Commitment)[..] else { panic!("{:#?}", dossier.acts) };
    assert_eq!((act.texts, agreement(act, "by")), (2, Some(Agreement::Overlapping)));
}

#[test]
fn two_people_who_ask_the_same_on_other_days_ask_twice() {
    let ask = |name: &str, published: &str, person: &str| {
        let words = "demande à la Sarvanie de retirer ses troupes de la frontière";
        text(name, published, &format!("{words}, selon Tomas Rieker et Ana Holm. La Norlande attend Irena Kostova."))
            .states()
            .party("person:ana-holm", "Ana Holm", "XN")
            .account(Demand, person, "state:XS", words)
    };
    let pile = |day| [ask("a", "2023-03-02", "person:tomas-rieker"), ask("b", day, "person:ana-holm")];
    assert_eq!(told(&dossier(pile("2023-03-12")), Demand), [["a"], ["b"]]);
    assert_eq!(told(&dossier(pile("2023-03-03")), Demand), [["a", "b"]]);
}

#[test]
fn translators_words_for_one_thing_are_one() {
    let dossier = dossier([
        demand("a", "exige l'arrêt de l'élargissement des ports"),
        demand("b", "réclame l'arrêt de l'expansion des ports"),
    ]);
    assert_eq!(told(&dossier, Demand), [["a", "b"]]);
}
