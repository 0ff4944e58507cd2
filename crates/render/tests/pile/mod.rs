//! A small pile that we made up: two states, three dispatches of one meeting
//! and a page that tries to break out of whatever shows it.

#![allow(dead_code, unreachable_pub, reason = "each test uses its share")]

use std::sync::Arc;

use depeche_record::{
    Account, AccountId, AccountKind, Act, ActAccount, Agreement, Basis, Block, BlockKind, Credit, DOSSIER_SCHEMA,
    Derivation, Difference, DifferenceValue, Dossier, DossierParty, DossierText, Due, Flag, FlagKind, Lang,
    MeetingStatus, Mention, MentionForm, Modality, NameForm, Party, PartyId, PartyKind, Points, Polarity, Property,
    Published, Quotation, QuotationId, QuotationType, Reading, Relation, Role, Span, Statement, Status, StatusValue,
    TextId, TextRecord, Time, TimeType, ValueAccount, Version, Window,
};

/// The readings and what they say together.
pub struct Pile {
    pub readings: Vec<Reading>,
    pub dossier: Dossier,
}

const ARDENT: &str = "person:paul-ardent";
const KELLER: &str = "person:anna-keller";
const VALDORIA: &str = "state:XV";
const MORVANIA: &str = "state:XM";
const ESTREL: &str = "place:estrel";

const AGENCY: &str = "La Valdorie promet une réponse écrite

ESTREL, 3 mars 2031 (ANP) - Le ministre valdorien Paul Ardent a reçu lundi à Estrel son homologue morvanienne Anna Keller.

« Nous répondrons par écrit la semaine prochaine », a déclaré M. Ardent. Mme Keller a exigé le retrait des balises du fleuve.

Une nouvelle rencontre est prévue le 17 mars.";

const COPY: &str = "Estrel : une réponse d’ici vendredi

Le ministre valdorien Paul Ardent a reçu lundi à Estrel son homologue morvanienne Anna Keller. Il a promis une réponse écrite d’ici vendredi.

Lire aussi : nos recettes de printemps";

const RADIO: &str = "🕊️ Le fleuve 𝔈 au cœur des discussions

Anna Keller a prévenu : « Sans retrait des balises, nous fermerons l’écluse. » La Valdorie refuse tout retrait avant l’été.";

/// What a page may hold that wants to be more than text.
pub const HOSTILE: &str = "</script><img src=x onerror=alert(1)><!-- \u{2028} =cmd|'/c calc'!A1 {{data}} \"'`&amp;";

fn window(edtf: &str) -> Window {
    edtf.parse().expect("a window of the tests")
}

fn parties(ids: &[&str]) -> Vec<PartyId> {
    ids.iter().map(|id| PartyId::from(*id)).collect()
}

struct Builder {
    reading: Reading,
}

impl Builder {
    fn new(id: &str, path: &str, outlet: &str, published: &str, content: &str) -> Builder {
        let content: Arc<str> = content.into();
        let mut blocks = Vec::new();
        let mut begin = 0;
        for paragraph in content.split("\n\n") {
            let kind = match begin {
                0 => BlockKind::Title,
                _ if paragraph.starts_with("Lire aussi") => BlockKind::Crosslink,
                _ => BlockKind::Paragraph,
            };
            blocks.push(Block { span: Span::new(begin, begin + paragraph.len()), kind });
            begin += paragraph.len() + 2;
        }
        let mut reading = Reading::new(TextRecord {
            id: TextId::from(id),
            path: path.to_owned(),
            url: Some(format!("https://press.example/{path}")),
            outlet: Some(outlet.to_owned()),
            lang: Lang::FR,
            title: Some(blocks[0].span),
            published: Published { window: Some(window(published)), basis: Basis::Dateline, span: None, reason: None },
            content_sha256: id.to_owned(),
            content_length: content.chars().count() as u32,
            metadata: vec![Statement {
                property: Property::Author,
                value: "Jeanne Ricard".to_owned(),
                source: "JSON-LD".to_owned(),
                span: None,
                confidence: 0.9,
            }],
            content: Some(content),
        });
        reading.blocks = blocks;
        reading.parties = vec![
            party(ARDENT, "Paul Ardent", PartyKind::Person, Some("ministre des Affaires étrangères")),
            party(KELLER, "Anna Keller", PartyKind::Person, Some("ministre des Affaires étrangères")),
            party(VALDORIA, "Valdorie", PartyKind::State, None),
            party(MORVANIA, "Morvanie", PartyKind::State, None),
            party(ESTREL, "Estrel", PartyKind::Place, None),
        ];
        Builder { reading }
    }

    fn span(&self, words: &str) -> Span {
        let begin = self.reading.text.content().find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        Span::new(begin, begin + words.len())
    }

    fn mention(mut self, words: &str, who: &str, form: MentionForm) -> Builder {
        let span = self.span(words);
        self.reading.mentions.push(Mention { span, form, party: Some(who.into()), reason: "name".to_owned() });
        self
    }

    fn time(mut self, words: &str, value: &str) -> Builder {
        let span = self.span(words);
        self.reading.times.push(Time {
            span,
            kind: TimeType::Date,
            value: Some(value.to_owned()),
            modifier: None,
            window: value.parse().ok(),
            relative: None,
            rule: "day".to_owned(),
        });
        self
    }

    fn quotation(mut self, kind: QuotationType, speaker: &str, source: &str, cue: &str, content: &str) -> Builder {
        let quotation = Quotation {
            id: QuotationId(self.reading.quotations.len() as u32 + 1),
            kind,
            source: vec![self.span(source)],
            cue: vec![self.span(cue)],
            content: vec![self.span(content)],
            speaker: parties(&[speaker]),
            addressee: Vec::new(),
            parent: None,
            carrier: Vec::new(),
            hedge: None,
            polarity: Polarity::Yes,
            rule: "source cue content".to_owned(),
            confidence: 0.9,
        };
        self.reading.quotations.push(quotation);
        self
    }

    fn account(
        mut self,
        kind: AccountKind,
        by: &[&str],
        to: &[&str],
        words: &str,
        more: impl FnOnce(&mut Account),
    ) -> Builder {
        let mut account = Account {
            id: AccountId(self.reading.accounts.len() as u32 + 1),
            kind,
            by: parties(by),
            to: parties(to),
            span: self.span(words),
            repeats: Vec::new(),
            quotation: None,
            when: Some(window("2031-03-03")),
            due: None,
            due_span: None,
            place: None,
            level: None,
            format: None,
            medium: None,
            polarity: Polarity::Yes,
            modality: Modality::Fact,
            hedge: None,
            status: None,
            chain: Vec::new(),
            plover: None,
            refs: Vec::new(),
            headline: false,
            rule: kind.as_str().to_owned(),
            confidence: 0.8,
        };
        more(&mut account);
        self.reading.accounts.push(account);
        self
    }
}

fn party(id: &str, name: &str, kind: PartyKind, role: Option<&str>) -> Party {
    let country = match id {
        ARDENT | VALDORIA => Some("XV".to_owned()),
        KELLER | MORVANIA => Some("XM".to_owned()),
        _ => None,
    };
    Party { id: id.into(), name: name.to_owned(), kind, country, role: role.map(str::to_owned), aliases: Vec::new() }
}

/// The three dispatches and the hostile page. Their ids begin with `salt`, so
/// that many copies make one big pile.
pub fn pile(salt: &str) -> Pile {
    let id = |name: &str| format!("{salt}{name}0000000000");
    let mut agency = Builder::new(&id("a"), "agency.txt", "ANP", "2031-03-03", AGENCY)
        .time("lundi", "2031-03-03")
        .time("la semaine prochaine", "2031-03-10/2031-03-16")
        .time("le 17 mars", "2031-03-17")
        .mention("Paul Ardent", ARDENT, MentionForm::Name)
        .mention("Anna Keller", KELLER, MentionForm::Name)
        .quotation(
            QuotationType::Direct,
            ARDENT,
            "M. Ardent",
            "a déclaré",
            "« Nous répondrons par écrit la semaine prochaine »",
        )
        .account(
            AccountKind::Meeting,
            &[ARDENT, KELLER],
            &[],
            "Le ministre valdorien Paul Ardent a reçu lundi à Estrel son homologue morvanienne Anna Keller",
            |account| {
                account.place = Some(ESTREL.into());
                account.level = Some("ministers".to_owned());
                account.status = Some(MeetingStatus::Held);
            },
        )
        .account(
            AccountKind::Commitment,
            &[ARDENT],
            &[KELLER],
            "Nous répondrons par écrit la semaine prochaine",
            |account| {
                account.quotation = Some(QuotationId(1));
                account.due = Some(window("2031-03-10/2031-03-16"));
                account.medium = Some("written".to_owned());
            },
        )
        .account(
            AccountKind::Demand,
            &[KELLER],
            &[VALDORIA],
            "Mme Keller a exigé le retrait des balises du fleuve",
            |_| {},
        )
        .account(
            AccountKind::Meeting,
            &[VALDORIA, MORVANIA],
            &[],
            "Une nouvelle rencontre est prévue le 17 mars",
            |account| {
                account.when = Some(window("2031-03-17"));
                account.modality = Modality::Planned;
            },
        );
    let credit = agency.span("ANP");
    agency.reading.credits.push(Credit { span: credit, agency: "ANP".to_owned() });
    let copy = Builder::new(&id("b"), "copy.html", "Le Courrier de Brise", "2031-03-04", COPY)
        .time("d’ici vendredi", "../2031-03-07")
        .quotation(QuotationType::Indirect, ARDENT, "Il", "a promis", "une réponse écrite d’ici vendredi")
        .account(
            AccountKind::Meeting,
            &[ARDENT, KELLER],
            &[],
            "Le ministre valdorien Paul Ardent a reçu lundi à Estrel son homologue morvanienne Anna Keller",
            |account| account.place = Some(ESTREL.into()),
        )
        .account(
            AccountKind::Commitment,
            &[ARDENT],
            &[],
            "Il a promis une réponse écrite d’ici vendredi",
            |account| {
                account.quotation = Some(QuotationId(1));
                account.due = Some(window("2031-03-03/2031-03-07"));
            },
        );
    let radio = Builder::new(&id("c"), "radio.txt", "Radio Fleuve", "2031-03-05", RADIO)
        .mention("Anna Keller", KELLER, MentionForm::Name)
        .quotation(
            QuotationType::Direct,
            KELLER,
            "Anna Keller",
            "a prévenu",
            "« Sans retrait des balises, nous fermerons l’écluse. »",
        )
        .account(
            AccountKind::Warning,
            &[KELLER],
            &[VALDORIA],
            "Sans retrait des balises, nous fermerons l’écluse",
            |account| account.quotation = Some(QuotationId(1)),
        )
        .account(AccountKind::Refusal, &[VALDORIA], &[MORVANIA], "La Valdorie refuse tout retrait avant l’été", |_| {});
    let mut hostile = Builder::new(&id("d"), "hostile.html", HOSTILE, "2031-03-05", HOSTILE).account(
        AccountKind::Statement,
        &[ARDENT],
        &[],
        HOSTILE,
        |account| HOSTILE.clone_into(&mut account.rule),
    );
    hostile.reading.text.url = Some("javascript:alert(1)".to_owned());
    let readings = vec![agency.reading, copy.reading, radio.reading, hostile.reading];
    let dossier = dossier(&readings);
    Pile { readings, dossier }
}

fn dossier(readings: &[Reading]) -> Dossier {
    let [agency, copy, radio, hostile] = readings else { panic!("four texts") };
    let told = |reading: &Reading, number: u32| ActAccount {
        text: reading.text.id.clone(),
        account: AccountId(number),
        span: reading.accounts[number as usize - 1].span,
    };
    let act = |accounts: Vec<ActAccount>, status: StatusValue, reason: &str| {
        let first = &accounts[0];
        let reading = readings.iter().find(|reading| reading.text.id == first.text).expect("of the pile");
        let account = reading.accounts.iter().find(|account| account.id == first.account).expect("of the text");
        Act {
            id: format!("{}-{}", first.text.as_str(), first.account),
            kind: account.kind,
            by: account.by.clone(),
            to: account.to.clone(),
            when: account.when,
            place: account.place.clone(),
            format: account.format.clone(),
            level: account.level.clone(),
            due: None,
            status: Status { value: status, reason: reason.to_owned(), accounts: Vec::new() },
            plover: None,
            in_reply_to: None,
            of: None,
            texts: accounts.len() as u32,
            origins: 1,
            speakers: 1,
            accounts,
            differences: Vec::new(),
        }
    };
    let holds =
        |reading: &Reading, number: u32| ValueAccount { text: reading.text.id.clone(), account: AccountId(number) };
    let mut commitment =
        act(vec![told(agency, 2), told(copy, 2)], StatusValue::Pending, "no later text tells of a reply");
    commitment.due = Some(Due { hull: window("2031-03-03/2031-03-16"), intersection: None });
    commitment.differences = vec![Difference {
        agreement: Agreement::Disjoint,
        silent: Vec::new(),
        note: String::new(),
        field: "due".to_owned(),
        values: vec![
            DifferenceValue { value: "2031-03-10/2031-03-16".to_owned(), accounts: vec![holds(agency, 2)] },
            DifferenceValue { value: "2031-03-03/2031-03-07".to_owned(), accounts: vec![holds(copy, 2)] },
        ],
    }];
    let acts = vec![
        act(vec![told(agency, 1), told(copy, 1)], StatusValue::Held, "told as past"),
        commitment,
        act(vec![told(agency, 3)], StatusValue::Unknown, ""),
        act(vec![told(agency, 4)], StatusValue::Planned, "told as to come"),
        act(vec![told(radio, 1)], StatusValue::Unknown, ""),
        act(vec![told(radio, 2)], StatusValue::Unknown, ""),
        act(vec![told(hostile, 1)], StatusValue::Unknown, HOSTILE),
    ];
    let text = |reading: &Reading, derives_from: Vec<Derivation>, origin: &str| DossierText {
        also: Vec::new(),
        version_of: (reading.text.id == copy.text.id).then(|| Version {
            text: agency.text.id.clone(),
            added: vec![copy.accounts[0].span],
            removed: vec![agency.accounts[0].span],
        }),
        text: TextRecord { content: None, ..reading.text.clone() },
        derives_from,
        origin: origin.to_owned(),
    };
    let passage = |reading: &Reading| vec![reading.accounts[0].span];
    let credit = Derivation {
        text: None,
        agency: Some("ANP".to_owned()),
        relation: Relation::Credit,
        score: 1.0,
        reason: String::new(),
        spans: vec![agency.credits[0].span],
        source_spans: Vec::new(),
    };
    let derived = Derivation {
        text: Some(agency.text.id.clone()),
        agency: None,
        relation: Relation::Copy,
        score: 0.62,
        reason: "published a day later".to_owned(),
        spans: passage(copy),
        source_spans: passage(agency),
    };
    let everywhere: Vec<TextId> = readings.iter().map(|reading| reading.text.id.clone()).collect();
    let party = |id: &str, name: &str, kind: PartyKind, country: Option<&str>, title: Option<&str>| DossierParty {
        id: id.into(),
        name: name.to_owned(),
        kind,
        country: country.map(str::to_owned),
        forms: vec![NameForm { form: name.to_owned(), texts: everywhere.clone() }],
        roles: title.map(|title| Role { title: title.to_owned(), window: None }).into_iter().collect(),
    };
    let minister = Some("ministre des Affaires étrangères");
    Dossier {
        schema: DOSSIER_SCHEMA.to_owned(),
        as_of: Some(jiff::civil::Date::constant(2031, 3, 6)),
        texts: vec![
            text(agency, vec![credit], "o1"),
            text(copy, vec![derived], "o1"),
            text(radio, Vec::new(), "o2"),
            text(hostile, Vec::new(), "o3"),
        ],
        stories: Vec::new(),
        parties: vec![
            party(ARDENT, "Paul Ardent", PartyKind::Person, Some("XV"), minister),
            party(KELLER, "Anna Keller", PartyKind::Person, Some("XM"), minister),
            party(VALDORIA, "Valdorie", PartyKind::State, Some("XV"), None),
            party(MORVANIA, "Morvanie", PartyKind::State, Some("XM"), None),
            party(ESTREL, "Estrel", PartyKind::Place, None, None),
        ],
        acts,
        flags: vec![Flag {
            kind: FlagKind::Teaser,
            text: copy.text.id.clone(),
            span: Some(copy.blocks[2].span),
            note: "a teaser of another article".to_owned(),
        }],
    }
}

/// Many copies of the pile as one: `copies * 4` texts.
pub fn big(copies: usize) -> Pile {
    let mut piles = (0..copies).map(|number| pile(&format!("{number:04x}")));
    let mut all = piles.next().expect("at least one copy");
    for pile in piles {
        all.readings.extend(pile.readings);
        all.dossier.texts.extend(pile.dossier.texts);
        all.dossier.acts.extend(pile.dossier.acts);
        all.dossier.flags.extend(pile.dossier.flags);
    }
    all
}

/// A reading in the exchange format.
pub fn at_the_edge(reading: &Reading) -> Reading<Points> {
    reading.to_points()
}
