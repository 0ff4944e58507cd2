//! A text prepared for the rules: its marks, its periods, and what is known of
//! each token.

use std::ops::Range;

use depeche_language::pack::speech::{Phrase, SpeechPack, WordClass as C, WordClasses};
use depeche_language::{Token, TokenKind};
use depeche_record::PartyKind;
use rustc_hash::FxHashMap;

use super::marks::Marks;
use super::verbs::{Group, Shape, Verb};
use crate::Article;
use crate::who::Cast;

/// How far a rule looks for the other half of a construction, in tokens.
/// Keeps the time linear; sentences of agencies are shorter.
pub(super) const REACH: usize = 90;

/// How long a clause, a stretch between commas or the way back to the main verb
/// may be, in tokens. What is longer is no sentence.
pub(super) const LONGEST: usize = 300;

/// A stretch between two full stops, on one level of quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// A text prepared for the rules.
pub(super) struct Page<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) pack: &'a SpeechPack,
    pub(super) tokens: &'a [Token],
    pub(super) marks: Marks,
    /// The blocks that are read, as token ranges.
    pub(super) blocks: Vec<Range<usize>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) periods: Vec<Period>,
    pub(super) classes: Vec<WordClasses>,
    pub(super) verbs: Vec<Verb>,
    /// For each token its group, as number plus one.
    pub(super) group_of: Vec<u32>,
    pub(super) period_of: Vec<u32>,
    /// For each token the mention that it stands in, as number plus one.
    pub(super) mention_of: Vec<u32>,
    /// What kind of party each mention stands for.
    pub(super) kinds: Vec<Option<PartyKind>>,
    /// How many verbs with person and tense stand before each token.
    pub(super) finite_before: Vec<u32>,
}

impl<'a> Page<'a> {
    pub(super) fn new(article: &'a Article<'a>, cast: &'a Cast) -> Page<'a> {
        let tokens = article.segmented.tokens.as_slice();
        let blocks = blocks(article);
        let marks = Marks::pair(article.content(), &article.segmented, &blocks);
        let mut page = Page {
            article,
            pack: &article.pack.speech,
            tokens,
            marks,
            blocks,
            groups: Vec::new(),
            periods: Vec::new(),
            classes: tokens.iter().map(|token| article.pack.speech.classes(token.form)).collect(),
            verbs: vec![Verb::default(); tokens.len()],
            group_of: vec![0; tokens.len()],
            period_of: vec![0; tokens.len()],
            mention_of: vec![0; tokens.len()],
            kinds: kinds(cast),
            finite_before: Vec::new(),
        };
        page.find_periods();
        for (number, mention) in cast.mentions.iter().enumerate() {
            for token in article.segmented.tokens_in(mention.span) {
                page.mention_of[token] = number as u32 + 1;
            }
        }
        for block in page.blocks.clone() {
            for token in block {
                page.verbs[token] = page.verb(token);
            }
        }
        page.find_groups();
        page.count_verbs();
        page
    }

    fn count_verbs(&mut self) {
        let mut is_verb = vec![0; self.tokens.len()];
        for group in self.groups.iter().filter(|group| group.shape == Shape::Finite) {
            is_verb[group.verb] = 1;
        }
        let mut count = 0;
        self.finite_before = std::iter::once(0)
            .chain(is_verb.into_iter().map(|verb: u32| {
                count += verb;
                count
            }))
            .collect();
    }

    pub(super) fn is(&self, token: usize, class: C) -> bool {
        self.classes.get(token).is_some_and(|classes| classes.has(class))
    }

    pub(super) fn any(&self, token: usize, classes: &[C]) -> bool {
        self.classes.get(token).is_some_and(|known| known.any(classes))
    }

    pub(super) fn text(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.of(self.article.content()))
    }

    pub(super) fn is_mark(&self, token: usize, marks: &[&str]) -> bool {
        self.tokens.get(token).is_some_and(|it| it.kind == TokenKind::Mark) && marks.contains(&self.text(token))
    }

    pub(super) fn is_comma(&self, token: usize) -> bool {
        self.is_mark(token, &[","])
    }

    pub(super) fn is_word(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Word)
    }

    pub(super) fn is_capital(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Word && token.capital)
    }

    /// A dash between white space.
    pub(super) fn is_dash(&self, token: usize) -> bool {
        self.is_mark(token, &["–", "—", "-"]) && self.tokens[token].spaced
    }

    /// Whether a line ends between these tokens: a heading that no full stop
    /// closes.
    pub(super) fn is_broken(&self, tokens: Range<usize>) -> bool {
        self.tokens.get(tokens).is_some_and(|tokens| match tokens {
            [first, .., last] => {
                let between = first.span.end as usize..last.span.begin as usize;
                self.article.content().get(between).is_some_and(|between| between.contains('\n'))
            }
            _ => false,
        })
    }

    pub(super) fn period(&self, token: usize) -> Period {
        self.periods[self.period_of[token] as usize]
    }

    pub(super) fn group_at(&self, token: usize) -> Option<usize> {
        (*self.group_of.get(token)? as usize).checked_sub(1)
    }

    pub(super) fn finite_at(&self, token: usize) -> Option<usize> {
        self.group_at(token).filter(|group| self.groups[*group].shape == Shape::Finite)
    }

    /// The mention in which a token stands.
    pub(super) fn mention_at(&self, token: usize) -> Option<usize> {
        (*self.mention_of.get(token)? as usize).checked_sub(1)
    }

    /// What kind of party is named at a token.
    pub(super) fn party_kind(&self, token: usize) -> Option<PartyKind> {
        self.kinds[self.mention_at(token)?]
    }

    pub(super) fn same_mention(&self, a: usize, b: usize) -> bool {
        self.mention_at(a).is_some() && self.mention_at(a) == self.mention_at(b)
    }

    pub(super) fn is_infinitive(&self, token: usize) -> bool {
        self.verbs.get(token).is_some_and(|verb| verb.infinitive.is_some())
    }

    /// The length of the phrase of this kind that begins at `token`; 0 if none does.
    pub(super) fn phrase(&self, token: usize, is: impl Fn(Phrase) -> bool) -> usize {
        let mut longest = 0;
        self.pack.phrases().at(self.tokens, token, |length, entry| {
            if is(*self.pack.phrases().value(entry)) {
                longest = longest.max(length);
            }
        });
        longest
    }

    /// Cuts every level of quotation into the stretches between full stops.
    fn find_periods(&mut self) {
        let ends: Vec<usize> = self.article.segmented.sentences.iter().map(|sentence| sentence.tokens.end).collect();
        let mut next_end = 0;
        for block in self.blocks.clone() {
            let mut levels: Vec<(Option<usize>, usize)> = vec![(None, self.open_period(block.start))];
            for token in block.clone() {
                while let Some((Some(pair), period)) = levels.last().copied() {
                    if self.marks.pairs[pair].close > token {
                        break;
                    }
                    self.periods[period].end = self.marks.pairs[pair].close;
                    levels.pop();
                }
                let level = levels.len() - 1;
                self.period_of[token] = levels[level].1 as u32;
                let opened = self.marks.opened_at(token);
                while ends.get(next_end).is_some_and(|end| *end < token + 1) {
                    next_end += 1;
                }
                let ends_here = ends.get(next_end) == Some(&(token + 1));
                if ends_here && token + 1 < block.end {
                    let cut = if opened.is_some() { token } else { token + 1 };
                    let old = levels[level].1;
                    if cut > self.periods[old].begin {
                        self.periods[old].end = cut;
                        levels[level].1 = self.open_period(cut);
                        if opened.is_some() {
                            self.period_of[token] = levels[level].1 as u32;
                        }
                    }
                }
                if let Some(pair) = opened {
                    let period = self.open_period(token + 1);
                    levels.push((Some(pair), period));
                }
            }
            for (pair, period) in levels {
                self.periods[period].end = pair.map_or(block.end, |pair| self.marks.pairs[pair].close).min(block.end);
            }
        }
    }

    fn open_period(&mut self, begin: usize) -> usize {
        self.periods.push(Period { begin, end: begin });
        self.periods.len() - 1
    }

    /// The tokens of a period on its own level, from `from` on: quotations
    /// inside are one step, from opening to closing mark.
    pub(super) fn next(&self, token: usize) -> usize {
        match self.marks.opened_at(token) {
            Some(pair) => self.marks.pairs[pair].end.max(token + 1),
            None => token + 1,
        }
    }

    /// The token before, a quotation being one step.
    pub(super) fn previous(&self, token: usize) -> Option<usize> {
        let before = token.checked_sub(1)?;
        match self.marks.closed_at(before) {
            Some(pair) => Some(self.marks.pairs[pair].open),
            None => Some(before),
        }
    }
}

/// What kind of party each mention of a cast stands for.
fn kinds(cast: &Cast) -> Vec<Option<PartyKind>> {
    let kinds: FxHashMap<_, _> = cast.parties.iter().map(|party| (&party.id, party.kind)).collect();
    cast.mentions.iter().map(|mention| kinds.get(mention.party.as_ref()?).copied()).collect()
}

/// The blocks in which the article itself speaks, as token ranges.
fn blocks(article: &Article<'_>) -> Vec<Range<usize>> {
    let mut blocks: Vec<(usize, Range<usize>)> = Vec::new();
    for sentence in article.segmented.sentences.iter().filter(|sentence| sentence.kind.is_body()) {
        match blocks.last_mut() {
            Some((number, range)) if *number == sentence.block => range.end = sentence.tokens.end,
            _ => blocks.push((sentence.block, sentence.tokens.clone())),
        }
    }
    blocks.into_iter().map(|(_, range)| range).collect()
}
