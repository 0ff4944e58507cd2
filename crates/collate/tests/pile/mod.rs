//! Made piles of any size, the same on every machine: texts of invented words
//! with parties, accounts and dates, in shapes that could grow badly.

use std::fmt::Write;
use std::sync::Arc;

use depeche_record::{
    Account, AccountId, AccountKind, Basis, Lang, Mention, MentionForm, Modality, Party, PartyId, PartyKind, Polarity,
    Property, Published, Reading, Span, Statement, TextId, TextRecord, Window,
};
use jiff::civil::date;

/// What a pile is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Stories of twenty texts, a quarter of the texts copies.
    Piles,
    /// One story; every text has the same paragraph of an agency.
    Story,
    /// One text over and over, under other names.
    Twins,
    /// Stories of twenty texts without any date.
    Undated,
    /// Stories of twenty texts whose people all have one name, in forty states.
    Namesakes,
    /// Stories of twenty texts whose metadata contradict one another: each says
    /// that it was made from the next, and is found a second time under another day.
    Quarrels,
}

impl Shape {
    #[allow(dead_code, reason = "the bench names shapes itself")]
    pub(crate) fn from_name(name: &str) -> Option<Shape> {
        [
            ("piles", Shape::Piles),
            ("story", Shape::Story),
            ("twins", Shape::Twins),
            ("undated", Shape::Undated),
            ("namesakes", Shape::Namesakes),
            ("quarrels", Shape::Quarrels),
        ]
        .into_iter()
        .find_map(|(known, shape)| (known == name).then_some(shape))
    }
}

/// A generator of numbers: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// An invented word; small numbers come more often, as in any language.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ba", "cre", "di", "fo", "gu", "la", "mi", "no", "par", "que", "ri", "sa", "te", "ul", "va", "zon"];
        let mut number = self.below(20_000) * self.below(20_000) / 20_000;
        let mut word = String::new();
        loop {
            word.push_str(SYLLABLES[(number % 16) as usize]);
            number /= 16;
            if number == 0 {
                return word;
            }
        }
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Sentences of fourteen words: two of them names of the story, one a figure.
    fn sentences(&mut self, words: usize, story: usize) -> String {
        let mut text = String::new();
        for number in 0..words {
            let name = |numbers: &mut Numbers| {
                let which = numbers.below(12);
                capital(&Numbers(90_000 + story as u64 * 12 + which).word())
            };
            let word = match number % 14 {
                0 => capital(&self.word()),
                3 | 8 => name(self),
                11 => self.below(3000).to_string(),
                _ => self.word(),
            };
            text.push_str(&word);
            text.push_str(if number % 14 == 13 { ". " } else { " " });
        }
        text.trim_end().to_owned()
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Words in a text: about 2.7 kB.
const WORDS: usize = 420;

/// A pile of `count` readings.
pub(crate) fn readings(shape: Shape, count: usize) -> Vec<Reading> {
    let agency = Numbers(7).words(60);
    (0..count)
        .map(|number| {
            let story = match shape {
                Shape::Story | Shape::Twins => 0,
                Shape::Quarrels => number / 2 / 20,
                Shape::Piles | Shape::Undated | Shape::Namesakes => number / 20,
            };
            // A copy is made like the text before it, with words of its own in front.
            let copied = shape == Shape::Piles && number % 4 == 3;
            let seed = match shape {
                Shape::Twins => 0,
                Shape::Quarrels => number / 2,
                _ if copied => number - 1,
                _ => number,
            };
            let mut numbers = Numbers(1000 + seed as u64);
            let mut content = String::new();
            if copied {
                content = Numbers(number as u64).words(12) + ". ";
            }
            if shape == Shape::Story {
                content.push_str(&agency);
                content.push_str(". ");
            }
            content.push_str(&numbers.sentences(WORDS, story));
            if shape == Shape::Quarrels {
                quarrel(reading(number / 2, story, content, shape), number, count)
            } else {
                reading(number, story, content, shape)
            }
        })
        .collect()
}

/// A text that its metadata say was made from the next, found a second time under
/// another day.
fn quarrel(mut reading: Reading, number: usize, count: usize) -> Reading {
    let page = |text: usize| format!("https://quarrel.example/{text}");
    let text = &mut reading.text;
    text.url = Some(page(number / 2));
    text.metadata = vec![Statement {
        property: Property::BasedOn,
        value: page((number / 2 + 1) % count.div_ceil(2)),
        source: "JSON-LD".to_owned(),
        span: None,
        confidence: 0.9,
    }];
    if number % 2 == 1 {
        text.path = format!("again/{}", text.path);
        text.published.window = Some(Window::day(date(2019, 5, 1)));
    }
    reading
}

fn reading(number: usize, story: usize, mut content: String, shape: Shape) -> Reading {
    let day = date(2020, 1, 1).checked_add(jiff::Span::new().days((story % 1500 + number % 3) as u32));
    let window = day.ok().filter(|_| shape != Shape::Undated).map(Window::day);
    let mut numbers = Numbers(story as u64);
    let (a, b) = (story % 40, 40 + story % 23);
    let person = format!("ana {}", numbers.word());
    let parties = [
        party("state", &format!("etat{a}"), Some(a)),
        party("state", &format!("etat{b}"), Some(b)),
        party("person", &if shape == Shape::Namesakes { "ana maren".to_owned() } else { person }, Some(a)),
    ];
    let mut mentions = Vec::new();
    let mut accounts = Vec::new();
    for party in &parties {
        content.push_str(". ");
        let begin = content.len();
        content.push_str(&party.name);
        mentions.push(Mention {
            span: Span::new(begin, content.len()),
            form: MentionForm::Name,
            party: Some(party.id.clone()),
            reason: String::new(),
        });
    }
    for (kind, by, to) in [
        (AccountKind::Meeting, vec![0, 1], vec![]),
        (AccountKind::Commitment, vec![0], vec![1]),
        (AccountKind::Demand, vec![1], vec![0]),
        (AccountKind::Statement, vec![2], vec![]),
    ] {
        let own = if kind == AccountKind::Statement { Numbers(number as u64).words(8) } else { numbers.words(8) };
        content.push_str(". ");
        let begin = content.len();
        let _ = write!(content, "{own}");
        accounts.push(account(
            accounts.len(),
            kind,
            [by, to].map(|list| list.iter().map(|party| parties[*party].id.clone()).collect()),
            Span::new(begin, content.len()),
            window,
        ));
    }
    let mut reading = Reading::new(TextRecord {
        id: TextId::new(format!("{number:08}")),
        path: format!("{number:08}.txt"),
        url: None,
        outlet: Some(format!("outlet {}", number % 50)),
        lang: Lang::FR,
        title: None,
        published: Published {
            window,
            basis: if window.is_some() { Basis::Metadata } else { Basis::None },
            span: None,
            reason: None,
        },
        content_sha256: String::new(),
        content_length: content.chars().count() as u32,
        metadata: Vec::new(),
        content: Some(Arc::from(content)),
    });
    reading.parties = parties.into();
    reading.mentions = mentions;
    reading.accounts = accounts;
    reading
}

fn party(kind: &str, name: &str, country: Option<usize>) -> Party {
    Party {
        id: PartyId::new(format!("{kind}:{}", name.replace(' ', "-"))),
        name: name.to_owned(),
        kind: if kind == "state" { PartyKind::State } else { PartyKind::Person },
        country: country.map(|country| format!("X{country}")),
        role: None,
        aliases: Vec::new(),
    }
}

fn account(number: usize, kind: AccountKind, [by, to]: [Vec<PartyId>; 2], span: Span, when: Option<Window>) -> Account {
    Account {
        id: AccountId(number as u32),
        kind,
        by,
        to,
        span,
        repeats: Vec::new(),
        quotation: None,
        when,
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
        rule: String::new(),
        confidence: 1.0,
    }
}
