//! Speakers, addressees and carriers of quotations.

use std::ops::Range;

use depeche_language::pack::speech::{Phrase, SpeechPack, WordClass as C};
use depeche_language::{Token, TokenKind};
use depeche_record::{Mention, MentionForm, PartyId, PartyKind, Quotation, Span};

use rustc_hash::FxHashSet;

use crate::Article;
use crate::who::Cast;

/// How far from its cue a carrier is looked for, in tokens.
const NEAR: usize = 60;

/// Fills in speakers, addressees and carriers from the resolved parties.
///
/// A source that names several parties joined by "et" gives several speakers.
/// Where the text names nobody, the speaker stays empty.
pub fn attribute(article: &Article<'_>, cast: &Cast, quotations: &mut [Quotation]) {
    let persons = cast.parties.iter().filter(|party| party.kind == PartyKind::Person).map(|party| &party.id).collect();
    let reader = Reader { article, cast, tokens: &article.segmented.tokens, pack: &article.pack.speech, persons };
    let mut last: Vec<PartyId> = Vec::new();
    for number in 0..quotations.len() {
        let (before, rest) = quotations.split_at_mut(number);
        let quotation = &mut rest[0];
        let parent = quotation.parent.and_then(|parent| before.get(parent.0 as usize - 1));
        let source = quotation.source.first().copied();
        quotation.speaker = match source {
            Some(source) => reader.speakers(source, parent, &last),
            None => Vec::new(),
        };
        quotation.addressee = reader.addressees(quotation, parent);
        quotation.carrier = reader.carriers(quotation);
        if parent.is_none() && !quotation.speaker.is_empty() {
            last.clone_from(&quotation.speaker);
        }
    }
}

struct Reader<'a> {
    article: &'a Article<'a>,
    cast: &'a Cast,
    tokens: &'a [Token],
    pack: &'a SpeechPack,
    persons: FxHashSet<&'a PartyId>,
}

impl Reader<'_> {
    fn is(&self, token: usize, class: C) -> bool {
        self.tokens.get(token).is_some_and(|token| self.pack.classes(token.form).has(class))
    }

    /// The mentions that begin inside `span`, in order, the longest first where
    /// several begin together.
    fn mentions(&self, span: Span) -> Vec<&Mention> {
        let first = self.cast.mentions.partition_point(|mention| mention.span.begin < span.begin);
        let mut mentions: Vec<&Mention> =
            self.cast.mentions[first..].iter().take_while(|mention| mention.span.begin < span.end).collect();
        mentions.sort_by_key(|mention| (mention.span.begin, std::cmp::Reverse(mention.span.end)));
        mentions
    }

    fn speakers(&self, source: Span, parent: Option<&Quotation>, last: &[PartyId]) -> Vec<PartyId> {
        let mut tokens = self.article.segmented.tokens_in(source);
        if tokens.start > 0 && self.tokens[tokens.start - 1].span.end > source.begin {
            // The source is a pronoun that hangs on its verb.
            tokens.start -= 1;
        }
        let Some(first) = tokens.clone().next() else { return Vec::new() };
        let pronoun = tokens.len() == 1 && (self.is(first, C::Subject) || self.is(first, C::Inverted));
        if pronoun && self.is(first, C::Nobody) {
            return Vec::new();
        }
        let mut speakers: Vec<PartyId> = Vec::new();
        for part in self.parts(tokens.clone()) {
            let party = self.head(self.article.segmented.span(part));
            speakers.extend(party.filter(|party| !speakers.contains(party)));
        }
        if speakers.is_empty() && pronoun {
            if self.is(first, C::FirstPerson) {
                return parent.map(|parent| parent.speaker.clone()).unwrap_or_default();
            }
            return last.to_vec();
        }
        speakers
    }

    /// A source cut at the "et" that joins its speakers.
    fn parts(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut begin = tokens.start;
        for at in tokens.clone() {
            // Not the "&" inside a firm's name.
            let joins = self.is(at, C::Coordinator)
                && self.tokens[at].kind == TokenKind::Word
                && at > begin
                && at + 1 < tokens.end;
            let offset = self.tokens[at].span;
            let inside = self.mentions_around(offset);
            if joins && !inside {
                parts.push(begin..at);
                begin = at + 1;
            }
        }
        parts.push(begin..tokens.end);
        parts
    }

    fn mentions_around(&self, place: Span) -> bool {
        let upto = self.cast.mentions.partition_point(|mention| mention.span.begin <= place.begin);
        self.cast.mentions[..upto].iter().rev().take(8).any(|mention| mention.span.contains(place))
    }

    /// The party that heads a noun phrase: its first mention; a people's
    /// adjective heads nothing that is named otherwise.
    fn head(&self, noun: Span) -> Option<PartyId> {
        let mentions = self.mentions(noun);
        let named = mentions.iter().find(|mention| mention.form != MentionForm::Demonym && mention.party.is_some());
        // "le secrétaire d'État américain Untel": the name says who holds the office.
        if let Some(role) = named.filter(|mention| mention.form == MentionForm::Role)
            && let Some(name) = mentions.iter().find(|mention| self.names_holder(role, mention))
        {
            return name.party.clone();
        }
        if named.is_some_and(|mention| self.is_complement(noun, mention)) {
            return None;
        }
        named
            .or_else(|| mentions.iter().find(|mention| mention.party.is_some()))
            .and_then(|mention| mention.party.clone())
    }

    /// Whether a mention only says of where the head of the phrase is: "une femme
    /// de [Lima]". Of what is written, it says who wrote it.
    fn is_complement(&self, noun: Span, mention: &Mention) -> bool {
        let before = self.article.segmented.tokens_in(Span { begin: noun.begin, end: mention.span.begin });
        let Some(preposition) = before.clone().rev().find(|at| self.is(*at, C::Preposition)) else { return false };
        let head = |at: &usize| {
            let token = self.tokens[*at];
            token.kind == TokenKind::Word && !self.is(*at, C::Determiner) && !self.is(*at, C::Preposition)
        };
        let place = self
            .cast
            .parties
            .iter()
            .any(|party| party.kind == PartyKind::Place && Some(&party.id) == mention.party.as_ref());
        place && (before.start..preposition).any(|at| head(&at))
    }

    /// Whether `name` is a person's and follows the office `role` with nothing
    /// but adjectives, commas and titles between.
    fn names_holder(&self, role: &Mention, name: &Mention) -> bool {
        let person = name.party.as_ref().is_some_and(|party| self.persons.contains(party));
        if !person || name.form != MentionForm::Name || name.span.begin < role.span.end {
            return false;
        }
        let between = self.article.segmented.tokens_in(Span { begin: role.span.end, end: name.span.begin });
        let strange =
            |token| (self.is(token, C::Preposition) && !self.is(token, C::Of)) || self.is(token, C::Coordinator);
        between.len() <= 6 && !between.into_iter().any(strange)
    }

    /// Whom the speaker addresses: "à X" beside the cue, or the pronoun before it.
    fn addressees(&self, quotation: &Quotation, parent: Option<&Quotation>) -> Vec<PartyId> {
        let Some(cue) = quotation.cue.first().copied() else { return Vec::new() };
        if let Some(answer) = parent.filter(|_| super::is_put(self.article, quotation)) {
            return answer.speaker.clone();
        }
        let tokens = self.article.segmented.tokens_in(cue);
        if let Some(party) = self.pronoun_before(tokens.clone(), parent) {
            return party;
        }
        let sentence = self.article.segmented.sentence_at(cue.begin);
        let end = sentence.map_or(tokens.end, |sentence| self.article.segmented.sentences[sentence].tokens.end);
        let mut at = tokens.end;
        while at < end.min(tokens.end + 25) {
            let place = self.tokens[at].span;
            let taken = |spans: &[Span]| spans.iter().any(|span| span.contains(place));
            if taken(&quotation.content)
                || (self.tokens[at].kind == TokenKind::Mark && at > tokens.end && !taken(&quotation.source))
            {
                break;
            }
            if self.is(at, C::To) && !taken(&quotation.source) {
                let stop = quotation.content.iter().map(|span| span.begin).find(|begin| *begin > place.begin);
                let until = self.phrase_end(at + 1, end).min(stop.unwrap_or(u32::MAX));
                return self.head(Span { begin: place.end, end: until.max(place.end) }).into_iter().collect();
            }
            at += 1;
        }
        Vec::new()
    }

    /// The end in bytes of the noun phrase at `at`, roughly: its next mark.
    fn phrase_end(&self, at: usize, end: usize) -> u32 {
        (at..end.min(at + 12))
            .take_while(|token| self.tokens[*token].kind == TokenKind::Word && !self.is(*token, C::That))
            .last()
            .map_or(0, |token| self.tokens[token].span.end)
    }

    /// "m'a dit", "lui a assuré".
    fn pronoun_before(&self, cue: Range<usize>, parent: Option<&Quotation>) -> Option<Vec<PartyId>> {
        let at =
            (cue.start.saturating_sub(2)..cue.end).find(|at| self.is(*at, C::ToWhom) && !self.is(*at, C::Subject))?;
        let party = self.head(self.tokens[at].span);
        Some(match party {
            Some(party) => vec![party],
            None if !self.is(at, C::Reflexive) => Vec::new(),
            None => parent.map(|parent| parent.speaker.clone()).unwrap_or_default(),
        })
    }

    /// Through what the words reached the reporter, as the sentence around the
    /// content says it: "conférence de presse", "interview à Radio Sawa".
    fn carriers(&self, quotation: &Quotation) -> Vec<String> {
        let Some(cue) = quotation.cue.first().copied() else { return Vec::new() };
        let Some(sentence) = self.article.segmented.sentence_at(cue.begin) else { return Vec::new() };
        let mut carriers = Vec::new();
        let whole = self.article.segmented.sentences[sentence].tokens.clone();
        let cue = self.article.segmented.token_at(cue.begin);
        let mut tokens = whole.start.max(cue.saturating_sub(NEAR))..whole.end.min(cue + NEAR);
        while let Some(at) = tokens.next() {
            let place = self.tokens[at].span;
            if quotation.content.iter().any(|span| span.contains(place)) {
                continue;
            }
            let mut length = 0;
            self.pack.phrases().at(self.tokens, at, |found, entry| {
                if *self.pack.phrases().value(entry) == Phrase::Carrier {
                    length = length.max(found);
                }
            });
            if length == 0 {
                continue;
            }
            let mut end = at + length;
            // "à Radio Sawa", "de la Douma".
            if self.is(end, C::Preposition) && self.tokens.get(end + 1).is_some_and(|token| token.capital) {
                end += 1;
                while self.tokens.get(end).is_some_and(|token| token.capital && token.kind == TokenKind::Word) {
                    end += 1;
                }
            }
            carriers.push(self.article.segmented.span(at..end).of(self.article.content()).to_owned());
            if end > at + 1 {
                tokens.nth(end - at - 2);
            }
        }
        carriers
    }
}
