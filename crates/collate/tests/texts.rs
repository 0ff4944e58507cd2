//! Dates, parties and lineage; odd piles; the same bytes in any order.

mod common;

use common::{Text, dossier, readings, text, written};
use depeche_language::Packs;
use depeche_record::AccountKind::{Commitment, Meeting, Reply};
use depeche_record::{Basis, Block, BlockKind, FlagKind, Modality, Reading, Relation, Span};
use proptest::prelude::*;

fn trace(readings: &[Reading]) -> Vec<depeche_record::DossierText> {
    depeche_collate::trace(readings, &Packs::builtin())
}

const BOTH: &str = "person:tomas-rieker person:irena-kostova";

fn dated(name: &str) -> Text {
    text(
        name,
        "2023-03-03",
        "Vendredi 3 mars, Tomas Rieker et Irena Kostova se sont vus à Vilnarre. La Norlande enverra une réponse \
         écrite aux propositions de la Sarvanie la semaine prochaine.",
    )
    .states()
    .account(Meeting, BOTH, "", "se sont vus à Vilnarre")
    .when("2023-03-03")
    .place("place:vilnarre")
    .account(Commitment, "state:XN", "state:XS", "enverra une réponse écrite aux propositions")
    .when("2023-03-03")
    .due("2023-03-06/2023-03-12")
}

#[test]
fn this_friday_of_an_act_that_another_text_dates() {
    let undated = text(
        "b",
        "",
        "Tomas Rieker a promis ce vendredi une réponse écrite aux propositions. La Norlande et la Sarvanie négocient, \
         selon Irena Kostova.",
    )
    .states()
    .time("ce vendredi", "this-5")
    .account(Commitment, "state:XN", "state:XS", "a promis ce vendredi une réponse écrite aux propositions");
    let dossier = dossier([dated("a"), undated]);
    let published = &dossier.texts[1].text.published;
    assert_eq!(published.window.expect("a day").to_string(), "2023-03-03");
    assert_eq!(published.basis, Basis::Collated);
    assert!(published.reason.as_ref().expect("a reason").contains("a.txt dates 2023-03-03"));
}

#[test]
fn a_week_that_another_text_dates_gives_the_week() {
    let undated = text(
        "b",
        "",
        "La Sarvanie espère recevoir cette semaine la réponse écrite que la Norlande lui doit, a dit Irena Kostova \
         après avoir vu Tomas Rieker.",
    )
    .states()
    .time("cette semaine", "W+0")
    .account(Commitment, "state:XN", "state:XS", "recevoir cette semaine la réponse écrite")
    .due_words("cette semaine");
    let dossier = dossier([dated("a"), undated]);
    assert_eq!(dossier.texts[1].text.published.window.expect("a week").to_string(), "2023-03-06/2023-03-12");
}

#[test]
fn an_open_window_is_narrowed_and_never_left() {
    let since = |published: &str| {
        text(
            "b",
            published,
            "La Sarvanie espère recevoir cette semaine une réponse écrite à ses propositions, a dit Irena Kostova \
             après avoir vu Tomas Rieker de Norlande.",
        )
        .states()
        .time("cette semaine", "W+0")
        .account(Reply, "state:XN", "state:XS", "recevoir cette semaine une réponse écrite à ses propositions")
        .modality(Modality::Wish)
    };
    let window = |published| dossier([dated("a"), since(published)]).texts[1].text.published.window;
    assert_eq!(window("2022-09-01/..").expect("a week").to_string(), "2023-03-06/2023-03-12");
    assert_eq!(window("2023-03-08/..").expect("the rest of it").to_string(), "2023-03-08/2023-03-12");
    assert_eq!(window("2024-01-01/..").expect("as told").to_string(), "2024-01-01/..");
}

#[test]
fn a_day_without_a_year_is_the_first_after_what_the_text_tells_as_past() {
    let mut undated = text(
        "b",
        "",
        "Ce 5 mars, la Norlande et la Sarvanie se taisent. Tomas Rieker et Irena Kostova se sont vus à Vilnarre.",
    )
    .states()
    .time("5 mars", "XXXX-03-05")
    .account(Meeting, BOTH, "", "se sont vus à Vilnarre")
    .when("2023-03-03");
    undated.reading.text.published.span = Some(undated.find("Ce 5 mars"));
    let dossier = dossier([dated("a"), undated]);
    assert_eq!(dossier.texts[1].text.published.window.expect("a day").to_string(), "2023-03-05");
}

#[test]
fn what_no_text_tells_stays_open() {
    let undated = text("b", "", "La Norlande et la Sarvanie négocient encore, selon Tomas Rieker.").states();
    let dossier = dossier([dated("a"), undated]);
    assert_eq!(dossier.texts[1].text.published.window, None);
}

fn names(dossier: &depeche_record::Dossier) -> Vec<Vec<String>> {
    dossier
        .parties
        .iter()
        .filter(|party| party.id.as_str().starts_with("person:"))
        .map(|party| party.forms.iter().map(|form| form.form.clone()).collect())
        .collect()
}

#[test]
fn one_person_under_many_spellings() {
    let lead = |name: &str, id: &str, form: &str| {
        text(name, "2023-03-03", &format!("Le ministre {form} parle des navires du détroit"))
            .party(id, form, "XN")
            .role("ministre norlandais")
    };
    let dossier = dossier([
        lead("a", "person:sergei-volkov", "Sergueï Volkov"),
        lead("b", "person:sergey-volkov", "Сергей Волков"),
        lead("c", "person:volkov", "Volkov"),
        lead("d", "person:sergio-volk", "Sergi Volko"),
    ]);
    assert_eq!(names(&dossier), [["Sergi Volko", "Sergueï Volkov", "Volkov", "Сергей Волков"]]);
}

#[test]
fn an_office_is_the_person_who_alone_holds_it() {
    let named = text("a", "2023-03-02", "Le premier ministre de Norlande, Tomas Rieker, négocie à Vilnarre.")
        .party("person:tomas-rieker", "Tomas Rieker", "XN")
        .role("premier ministre de Norlande");
    let office =
        text("b", "2023-03-02", "Tomas Rieker négocie à Vilnarre. Le premier ministre de Norlande est optimiste.")
            .party("person:tomas-rieker", "Tomas Rieker", "XN")
            .party("person:xn-prime-minister", "premier ministre de Norlande", "XN");
    let dossier = dossier([named, office]);
    let [party] = &dossier.parties[..] else { panic!("{:#?}", dossier.parties) };
    assert_eq!((party.id.as_str(), party.name.as_str()), ("person:tomas-rieker", "Tomas Rieker"));
}

#[test]
fn a_headline_that_gives_words_to_one_of_two_speakers_is_flagged() {
    let content = "Rieker : « cesser tout tir sur le détroit »\nTomas Rieker et Irena Kostova veulent « cesser tout tir sur \
                   le détroit » avant mai.";
    let mut page = text("a", "2023-03-02", content)
        .states()
        .says("person:tomas-rieker", "« cesser tout tir sur le détroit »\n")
        .says("person:irena-kostova", "« cesser tout tir sur le détroit » avant");
    let title = Span::new(0, content.find('\n').expect("two lines"));
    let body = Span::new(title.end as usize + 1, content.len());
    page.reading.quotations[1].speaker.push("person:tomas-rieker".into());
    page.reading.blocks =
        vec![Block { span: title, kind: BlockKind::Title }, Block { span: body, kind: BlockKind::Paragraph }];
    let dossier = dossier([page]);
    let [flag] = &dossier.flags[..] else { panic!("{:#?}", dossier.flags) };
    assert_eq!((flag.kind, flag.span), (FlagKind::HeadlineMismatch, Some(title)));
}

#[test]
fn namesakes_of_two_states_stay_two() {
    let lead = |name: &str, country: &str| {
        text(name, "2023-03-03", "Paul Maren parle des navires du détroit").party(
            "person:paul-maren",
            "Paul Maren",
            country,
        )
    };
    let dossier = dossier([lead("a", "XN"), lead("b", "XS")]);
    assert_eq!(dossier.parties.len(), 2);
    assert_ne!(dossier.parties[0].id, dossier.parties[1].id);
}

const DISPATCH: &str = "Le ministre norlandais a quitté la conférence sans un mot, laissant les délégués devant une \
     salle vide. Deux heures plus tard, un communiqué de trois lignes annonçait que les pourparlers reprendraient au \
     printemps, dans une ville que personne ne voulait nommer. Les pêcheurs du détroit, eux, n'attendent plus rien : \
     leurs filets sèchent sur le quai depuis l'automne.";

#[test]
fn a_copy_opens_the_same_words_in_both_texts() {
    let copy = format!("Lu ailleurs ce matin. {}", DISPATCH.replace("sans un mot", "sans une parole"));
    let readings = readings([text("a", "2023-03-02", DISPATCH), text("b", "2023-03-03", &copy)]);
    let texts = trace(&readings);
    let [source] = &texts[1].derives_from[..] else { panic!("{texts:#?}") };
    assert_eq!(source.relation, Relation::Copy);
    assert_eq!(source.text.as_ref().map(ToString::to_string).as_deref(), Some("a"));
    assert_eq!(texts[0].origin, texts[1].origin);
    assert!(texts[0].derives_from.is_empty());
    let words = |reading: &Reading, span: depeche_record::Span| span.of(reading.text.content()).to_owned();
    for (here, there) in source.spans.iter().zip(&source.source_spans) {
        let (here, there) = (words(&readings[1], *here), words(&readings[0], *there));
        assert_eq!(here.replace("une parole", "un mot"), there);
    }
}

#[test]
fn the_same_quotation_is_no_copy() {
    let quote = "nous n'avons jamais promis de retirer nos navires du détroit, et nous ne le promettrons pas tant que \
                 la commission mixte n'aura pas rendu ses conclusions";
    let lead = |name: &str, lead: &str| {
        let content = format!("{lead} : « {quote} »");
        text(name, "2023-03-02", &content).states().says("person:tomas-rieker", quote)
    };
    let texts =
        trace(&readings([lead("a", "Interrogé à son arrivée, il répond"), lead("b", "Devant la presse du soir")]));
    assert!(texts.iter().all(|text| text.derives_from.is_empty()));
    assert_ne!(texts[0].origin, texts[1].origin);
}

#[test]
fn what_an_outlet_puts_around_every_text_is_no_copy() {
    let furniture = "Abonnez-vous à notre lettre du matin pour recevoir chaque jour les titres de la rédaction, les \
                     cartes, les portraits et la chronique de la semaine, sans engagement et sans publicité aucune.";
    let lead = |n: usize| {
        let words: Vec<String> = (0..60).map(|k| format!("mot{}", n * 1000 + k)).collect();
        text(&format!("t{n}"), "2023-03-02", &format!("{} {furniture}", words.join(" "))).outlet("Le Matin")
    };
    let texts = trace(&readings((0..8).map(lead)));
    assert!(texts.iter().all(|text| text.derives_from.is_empty()));
}

#[test]
fn a_credited_agency_is_the_source_and_joins_its_texts() {
    let pile = [
        text("a", "2023-03-02", "La Norlande rappelle son ambassadeur en Sarvanie.").states().outlet("Norpress"),
        text("b", "2023-03-02", "L'ambassadeur de Norlande quitte la Sarvanie.").states().credit("Norpress"),
        text("c", "2023-03-02", "La Norlande, brouillée avec la Sarvanie.").states().credit("Norpress"),
    ];
    let dossier = dossier(pile);
    assert_eq!(dossier.texts[1].derives_from[0].text.as_ref().map(ToString::to_string).as_deref(), Some("a"));
    assert_eq!(dossier.texts[1].derives_from[0].relation, Relation::Credit);
    assert!(dossier.texts.iter().all(|text| text.origin == dossier.texts[0].origin));
}

#[test]
fn the_same_bytes_twice_are_one_text_and_their_metadata_may_quarrel() {
    let mut again = text("a", "2023-04-01", DISPATCH);
    again.reading.text.path = "pile/z.txt".to_owned();
    let dossier = dossier([text("a", "2023-03-02", DISPATCH), again]);
    assert_eq!(dossier.texts.len(), 1);
    assert_eq!(dossier.texts[0].also, ["pile/z.txt"]);
    assert_eq!(dossier.flags[0].kind, FlagKind::MetadataConflict);
}

#[test]
fn a_thousand_copies_are_a_thousand_texts_of_one_origin() {
    let texts = trace(&readings((0..1000).map(|n| text(&format!("t{n:04}"), "2023-03-02", DISPATCH))));
    assert_eq!(texts.len(), 1000);
    assert!(texts.iter().all(|text| text.origin == texts[0].origin));
    assert_eq!(texts.iter().filter(|text| text.derives_from.is_empty()).count(), 1);
}

#[test]
fn a_thousand_edited_copies_are_one_origin_too() {
    let edited = |n: usize| {
        let words: Vec<&str> = DISPATCH.split(' ').collect();
        let own = format!("version{n}");
        let copy: Vec<&str> =
            words.iter().enumerate().map(|(k, word)| if k % 40 == n % 40 { own.as_str() } else { word }).collect();
        text(&format!("t{n:04}"), "2023-03-02", &copy.join(" "))
    };
    let texts = trace(&readings((0..1000).map(edited)));
    assert!(texts.iter().all(|text| text.origin == texts[0].origin));
}

#[test]
fn empty_and_undated_piles_are_piles() {
    assert!(dossier([]).texts.is_empty());
    let pile: Vec<Text> = (0..300).map(|n| text(&format!("t{n}"), "", &format!("Texte {n} sans date."))).collect();
    let dossier = dossier(pile);
    assert_eq!(dossier.texts.len(), 300);
    assert!(dossier.texts.iter().all(|text| text.text.published.window.is_none()));
}

fn pile() -> Vec<Reading> {
    readings([
        dated("a"),
        dated("b").credit("Norpress"),
        text("c", "", "Tomas Rieker et Irena Kostova se sont vus ce vendredi à Vilnarre.")
            .states()
            .time("ce vendredi", "this-5")
            .account(Meeting, BOTH, "", "se sont vus ce vendredi à Vilnarre")
            .place("place:vilnarre"),
        text("d", "2023-03-02", DISPATCH).outlet("Norpress"),
        text("e", "2023-03-04", &DISPATCH.replace("deux heures", "une heure")),
        text("f", "", DISPATCH.split_once(". ").expect("two sentences").1),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_order_gives_the_same_bytes(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle()) {
        let pile = pile();
        let shuffled: Vec<Reading> = order.iter().map(|place| pile[*place].clone()).collect();
        prop_assert_eq!(written(&pile), written(&shuffled));
    }

    #[test]
    fn any_words_are_traced(texts in prop::collection::vec("\\PC{0,120}", 0..6)) {
        let pile = readings(texts.iter().enumerate().map(|(n, content)| text(&format!("t{n}"), "", content)));
        let dossier = depeche_collate::collate(&pile, &depeche_language::Packs::default());
        prop_assert_eq!(dossier.texts.len(), pile.len());
        dossier.to_points(&pile);
    }
}

#[test]
fn the_same_address_with_other_bytes_is_a_version() {
    let at = |mut text: Text, url: &str| {
        text.reading.text.url = Some(url.to_owned());
        text
    };
    let (same, url) = ("La Norlande et la Sarvanie se parlent depuis un an à Belgora.", "https://lephare.example/a");
    let texts = [
        at(text("corrected", "2023-03-04", &format!("Le ministre est parti lundi. {same}")), url),
        at(text("first", "2023-03-03", &format!("{same} Le ministre est parti mardi.")), &format!("{url}#top")),
        at(text("other", "2023-03-05", "Le port de Belgora a rouvert dans la nuit."), url),
        at(text("elsewhere", "2023-03-05", "Une tempête est annoncée."), "https://lephare.example/b"),
    ];
    let added = texts[0].find("Le ministre est parti lundi.");
    let removed = texts[1].find("Le ministre est parti mardi.");
    let dossier = dossier(texts);
    let entry = |name: &str| dossier.texts.iter().find(|text| text.text.id.as_str() == name).expect(name);
    let version = entry("corrected").version_of.as_ref().expect("a version");
    assert_eq!(version.text.as_str(), "first");
    assert_eq!(version.added, [added]);
    assert_eq!(version.removed, [removed]);
    assert_eq!(entry("corrected").origin, entry("first").origin);
    for name in ["first", "other", "elsewhere"] {
        assert_eq!(entry(name).version_of, None, "{name}");
    }
}

const INTERVIEW: &str = "Le ministre kelorien Ivar Tolmas a reçu mercredi la chaîne Orbis dans son bureau de Vendal. \
     « Nous avons fermé le port après l'affaire du 4 novembre, quand 17 barges ont disparu devant Ostrel », a rappelé \
     le ministre. Tolmas a souligné que la Kélorie était disposée à baisser le péage de 14 à 9 % si la Sarvanie \
     rappelait ses 600 douaniers. Personne ne gagne à une rupture. D'après lui, la reine Edda se rendra à Marlind le \
     20 mars pour visiter un canal de 240 kilomètres.";
const INTERVIEW_AGAIN: &str = "Ivar Tolmass, chef du ministère kélorien, a donné mercredi un entretien au canal Orbis \
     à Vendal, dans son cabinet. « Le havre a été clos par nous suite à l'événement du 4 novembre, où 17 chalands \
     s'étaient perdus près d'Ostrel », se souvient-il. Tolmass a mis l'accent sur la disposition de la Kélorie à \
     réduire la taxe de 14 jusqu'à 9 pour cent au cas où la Sarvanie retirerait 600 douaniers. Une cassure n'est \
     avantageuse à personne. Selon ses mots la reine Edda partira à Marlind le 20 mars afin de voir la voie d'eau longue \
     de 240 km.";
const INTERVIEW_ABROAD: &str = "Kelorian minister Ivar Tolmas received the Orbis channel in his Vendal office on \
     Wednesday. \"We closed the port after the affair of November 4, when 17 barges vanished off Ostrel,\" the \
     minister recalled. He stressed that Keloria was ready to cut the Tolmas toll from 14 to 9% if Sarvania \
     recalled its 600 customs officers. Nobody gains from a rupture. According to him, queen Edda will travel to \
     Marlind on March 20 to visit a canal 240 kilometres long.";

/// What each text derives from, in the order of ids: relation, source, reason.
fn lineage(texts: &[depeche_record::DossierText]) -> Vec<Vec<(Relation, String, String)>> {
    let edge = |edge: &depeche_record::Derivation| {
        let source = edge.text.as_ref().map(ToString::to_string).or_else(|| edge.agency.clone());
        (edge.relation, source.unwrap_or_default(), edge.reason.clone())
    };
    texts.iter().map(|text| text.derives_from.iter().map(edge).collect()).collect()
}

fn abroad(mut text: Text) -> Text {
    text.reading.text.lang = depeche_record::Lang::new("en").expect("a language");
    text.reading.sentences.clear();
    text
}

#[test]
fn two_translations_of_one_interview_are_told_by_what_is_quoted() {
    let texts = trace(&readings([text("a", "2023-03-13", INTERVIEW), text("b", "2023-03-14", INTERVIEW_AGAIN)]));
    let reason = "both translate a text that is not here; published later, 2023-03-14";
    assert_eq!(lineage(&texts), [vec![], vec![(Relation::Translation, "a".to_owned(), reason.to_owned())]]);
    assert_eq!(texts[0].origin, texts[1].origin);
    let edge = &texts[1].derives_from[0];
    let words = |content: &str, spans: &[Span]| spans[1].of(content).chars().take(12).collect::<String>();
    assert_eq!(edge.spans.len(), edge.source_spans.len());
    assert_eq!(words(INTERVIEW_AGAIN, &edge.spans), "« Le havre a");
    assert_eq!(words(INTERVIEW, &edge.source_spans), "« Nous avons");
}

#[test]
fn a_text_in_another_language_is_the_source_of_the_later_one() {
    let texts =
        trace(&readings([abroad(text("a", "2023-03-13", INTERVIEW_ABROAD)), text("b", "2023-03-14", INTERVIEW)]));
    let reason = "published later, 2023-03-14".to_owned();
    assert_eq!(lineage(&texts), [vec![], vec![(Relation::Translation, "a".to_owned(), reason)]]);
}

#[test]
fn who_says_to_be_a_translation_is_one_whatever_the_dates() {
    let mut translated = text("b", "", &format!("{INTERVIEW}\nTraduit de l'anglais"));
    let end = INTERVIEW.len();
    translated.reading.sentences.retain(|sentence| sentence.begin < end as u32 - 1);
    let content = translated.reading.text.content().len();
    translated.reading.blocks = vec![
        Block { span: Span::new(0, end), kind: BlockKind::Paragraph },
        Block { span: Span::new(end + 1, content), kind: BlockKind::Credit },
    ];
    let texts = trace(&readings([translated, abroad(text("c", "", INTERVIEW_ABROAD))]));
    let edge = (Relation::Translation, "c".to_owned(), "says that it is a translation".to_owned());
    assert_eq!(lineage(&texts), [vec![edge], vec![]]);
}

#[test]
fn reports_of_one_event_are_no_translations() {
    let other = "Drapeaux en berne, mercredi, au port d'Ostrel. La Kélorie tient toujours ses quais fermés depuis le 4 \
                 novembre. Un docker montre les barges vides, il en compte 11. La reine Edda doit partir pour Marlind. À \
                 Vendal, le ministre Ivar Tolmas a parlé à la chaîne Orbis. « Nous avons fermé le port », dit-il. \
                 La Sarvanie a 600 douaniers ici, selon la mairie, et le péage reste à 14 %.";
    // The same told anew, quotations as they were.
    let quote = "« Nous avons fermé le port après l'affaire du 4 novembre, quand 17 barges ont disparu devant Ostrel »";
    let rewrite = format!(
        "Ivar Tolmas parle à Orbis, mercredi, à Vendal. {quote}, dit l'homme. Pour Tolmas, la Kélorie peut ramener le \
         péage de 14 à 9 % dès que la Sarvanie retire 600 douaniers. En route pour Marlind : la reine Edda ira le 20 \
         mars, le long d'un canal de 240 kilomètres."
    );
    let texts = trace(&readings([
        text("a", "2023-03-13", INTERVIEW),
        text("b", "2023-03-14", other),
        text("c", "2023-03-14", &rewrite),
    ]));
    let translated = lineage(&texts).concat().into_iter().filter(|(relation, ..)| *relation == Relation::Translation);
    assert_eq!(translated.count(), 0);
}

fn based_on(mut text: Text, source: &str) -> Text {
    text.reading.text.metadata.push(depeche_record::Statement {
        property: depeche_record::Property::BasedOn,
        value: source.to_owned(),
        source: "JSON-LD".to_owned(),
        span: None,
        confidence: 0.95,
    });
    text
}

#[test]
fn metadata_tell_what_a_text_is_based_on() {
    let at = |mut text: Text, url: &str| {
        text.reading.text.url = Some(url.to_owned());
        text
    };
    let page = "https://agence.example/7";
    let texts = trace(&readings([
        // The later page is the source, since the copy says so.
        at(text("a", "2023-03-04", DISPATCH), page),
        based_on(
            text("b", "2023-03-02", &DISPATCH.replace("deux heures", "une heure")),
            "http://www.agence.example/7/",
        ),
        based_on(text("c", "", "La pêche reprendra au printemps, dit-on à Osk."), page),
        based_on(text("d", "", "Les quais sont vides."), "https://ailleurs.example/1"),
        based_on(text("e", "", "Les filets sèchent."), "https://ailleurs.example/1"),
        // Each says that it was made from the other: nobody is believed.
        based_on(at(text("f", "", "Une tempête vient."), "https://x.example/f"), "https://x.example/g"),
        based_on(at(text("g", "", "Le vent tombe."), "https://x.example/g"), "https://x.example/f"),
    ]));
    let metadata = |relation, source: &str| vec![(relation, source.to_owned(), "metadata".to_owned())];
    let elsewhere = metadata(Relation::Credit, "https://ailleurs.example/1");
    assert_eq!(
        lineage(&texts),
        [
            vec![],
            metadata(Relation::Copy, "a"),
            metadata(Relation::Credit, "a"),
            elsewhere.clone(),
            elsewhere,
            vec![],
            vec![]
        ]
    );
    assert_eq!(texts[0].origin, texts[2].origin);
    assert_ne!(texts[5].origin, texts[6].origin);
}
