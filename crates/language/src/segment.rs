//! Tokens and sentences of a text, each with its place.

use std::cell::LazyCell;
use std::ops::Range;

use depeche_record::{Block, BlockKind, Span};

use crate::pack::SegmentPack;
use crate::{Form, Vocabulary};

/// A word, number or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// The word of the pack that it is, if it is one.
    pub form: Form,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether white space (or the beginning of the block) stands before it.
    pub spaced: bool,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens and apostrophes; an elided word with its
    /// apostrophe ("l'"); an abbreviation with its full stop ("M.").
    Word,
    /// Digits.
    Number,
    /// One quotation mark of any kind.
    Quote,
    /// Any other single character, or a run of full stops.
    Mark,
}

impl Token {
    /// Its characters in the text.
    pub fn of(self, content: &str) -> &str {
        self.span.of(content)
    }

    /// Whether it is a word.
    pub fn is_word(self) -> bool {
        self.kind == TokenKind::Word
    }
}

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its place, without white space around it.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The block it stands in, by number.
    pub block: usize,
    /// What that block is.
    pub kind: BlockKind,
}

/// The tokens and sentences of a text.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// All sentences, in order; each lies in one block.
    pub sentences: Vec<Sentence>,
}

impl Segmented {
    /// The number of the first token that begins at or after `offset` (bytes).
    pub fn token_at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.span.begin < offset)
    }

    /// The tokens that lie wholly inside `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let begin = self.token_at(span.begin);
        let end = self.tokens.partition_point(|token| token.span.end <= span.end);
        begin..end.max(begin)
    }

    /// The number of the sentence that holds `offset` (bytes), if one does.
    pub fn sentence_at(&self, offset: u32) -> Option<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= offset);
        self.sentences.get(index).filter(|sentence| sentence.span.begin <= offset).map(|_| index)
    }

    /// The span from the first to the last of `tokens`.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        let tokens = &self.tokens[tokens];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }
}

/// Cuts a text into tokens and sentences. Every token and sentence lies inside
/// one block; what stands in no block is left out.
pub fn segment(content: &str, blocks: &[Block], pack: &SegmentPack, vocabulary: &Vocabulary) -> Segmented {
    let mut tokens = Vec::new();
    let mut cut = |block: &Block| {
        let first = tokens.len();
        Tokenizer { content, pack, vocabulary, end: block.span.end as usize, tokens: &mut tokens }
            .run(block.span.begin as usize);
        first..tokens.len()
    };
    let ranges: Vec<Range<usize>> = blocks.iter().map(&mut cut).collect();
    let names = LazyCell::new(|| whole_names(content, &tokens));
    let is_cut_off = |word: Token| word.form == Form::UNKNOWN && is_cut_off(word.of(content), &names);
    let mut sentences = Vec::new();
    for ((number, block), range) in blocks.iter().enumerate().zip(ranges) {
        split(content, pack, &tokens[..range.end], range.start, is_cut_off, |range| {
            let span = tokens[range.start].span.cover(tokens[range.end - 1].span);
            sentences.push(Sentence { span, tokens: range, block: number, kind: block.kind });
        });
    }
    Segmented { tokens, sentences }
}

/// Cuts the words of a pack's entry ("ministre des Affaires étrangères") as a
/// text would be cut, so that the two match.
pub(crate) fn words<'t>(phrase: &'t str, pack: &SegmentPack) -> Vec<&'t str> {
    let vocabulary = Vocabulary::default();
    let mut tokens = Vec::new();
    Tokenizer { content: phrase, pack, vocabulary: &vocabulary, end: phrase.len(), tokens: &mut tokens }.run(0);
    tokens.iter().map(|token| token.of(phrase)).collect()
}

struct Tokenizer<'t> {
    content: &'t str,
    pack: &'t SegmentPack,
    vocabulary: &'t Vocabulary,
    end: usize,
    tokens: &'t mut Vec<Token>,
}

impl Tokenizer<'_> {
    fn run(&mut self, begin: usize) {
        let mut at = begin;
        let mut spaced = true;
        while let Some(c) = self.char_at(at) {
            if c.is_whitespace() || is_invisible(c) {
                at += c.len_utf8();
                spaced |= c.is_whitespace();
                continue;
            }
            let end = self.token_end(at, c);
            at = self.push(at, end, c, spaced);
            spaced = false;
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.content[at..self.end].chars().next()
    }

    fn token_end(&self, at: usize, c: char) -> usize {
        if c.is_ascii_digit() {
            self.run_of(at, |c| c.is_ascii_digit())
        } else if is_letter(c) {
            self.word_end(at)
        } else if c == '.' {
            self.run_of(at, |c| c == '.')
        } else {
            at + c.len_utf8()
        }
    }

    fn run_of(&self, at: usize, mut inside: impl FnMut(char) -> bool) -> usize {
        let rest = &self.content[at..self.end];
        at + rest.find(|c| !inside(c)).unwrap_or(rest.len())
    }

    /// The end of the word that begins at `at`: letters, joined by hyphens and
    /// apostrophes; an elided word ends after its apostrophe, an abbreviation
    /// after its full stop.
    fn word_end(&self, at: usize) -> usize {
        let mut end = self.run_of(at, is_letter);
        loop {
            let Some(joint) = self.char_at(end) else { return end };
            let after = end + joint.len_utf8();
            let letter_after = self.char_at(after).is_some_and(is_letter);
            if is_apostrophe(joint) {
                if self.pack.elides(&self.content[at..end]) {
                    return after;
                }
                if !letter_after {
                    return end;
                }
            } else if !(matches!(joint, '-' | '‐' | '‑') && letter_after) {
                return if joint == '.' { self.abbreviation_end(at, end) } else { end };
            }
            end = self.run_of(after, is_letter);
        }
    }

    /// The end of a word before a full stop: after it in "M." and "O.N.U.".
    fn abbreviation_end(&self, at: usize, end: usize) -> usize {
        let word = &self.content[at..end];
        let is_initial = |word: &str| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        };
        if is_initial(word) {
            let mut stop = end + 1;
            while let Some(c) = self.char_at(stop).filter(|c| c.is_uppercase()) {
                let after = stop + c.len_utf8();
                if self.char_at(after) != Some('.') {
                    break;
                }
                stop = after + 1;
            }
            return stop;
        }
        if self.pack.is_abbreviation(word) { end + 1 } else { end }
    }

    /// Pushes the token, without the clitic that hangs on it ("dit|-il"); that
    /// becomes a token of its own. Returns where to go on.
    fn push(&mut self, begin: usize, end: usize, first: char, spaced: bool) -> usize {
        let kind = if is_letter(first) {
            TokenKind::Word
        } else if first.is_ascii_digit() {
            TokenKind::Number
        } else if is_quote(first) {
            TokenKind::Quote
        } else {
            TokenKind::Mark
        };
        let (mut begin, mut spaced, mut stem) = (begin, spaced, end);
        if kind == TokenKind::Word {
            stem = begin + self.pack.stem_length(&self.content[begin..end]);
            let prefix = begin + self.pack.prefix_length(&self.content[begin..stem]);
            while let Some(seam) = self.seam(begin, stem).or((begin < prefix).then_some(prefix)) {
                self.token(begin, seam, kind, spaced);
                (begin, spaced) = (seam, false);
            }
        }
        self.token(begin, stem, kind, spaced);
        self.token(stem, end, kind, false);
        end
    }

    fn token(&mut self, begin: usize, end: usize, kind: TokenKind, spaced: bool) {
        if begin < end {
            let word = &self.content[begin..end];
            let form = self.vocabulary.form(word);
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            self.tokens.push(Token { span: Span::new(begin, end), form, kind, spaced, capital });
        }
    }

    /// Where two words run together because a line break was lost: "Genève|Il",
    /// "sur|Telegram". A small letter meets a capital, the word as a whole is
    /// unknown, and its second part is known ("Wiki|Leaks" stays whole).
    fn seam(&self, begin: usize, end: usize) -> Option<usize> {
        let word = &self.content[begin..end];
        let mut before = None;
        let seam = word.char_indices().find_map(|(at, c)| {
            let meets = c.is_uppercase() && before.is_some_and(char::is_lowercase);
            before = Some(c);
            meets.then_some(at)
        })?;
        let (left, right) = word.split_at(seam);
        let knows = |word: &str| self.vocabulary.form(word) != Form::UNKNOWN;
        // What is glued on may be glued again: its first part counts.
        let first = right
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_uppercase() || *c == '-')
            .map_or(right, |(at, _)| &right[..at]);
        let begins_small = word.starts_with(char::is_lowercase);
        let split = if begins_small { knows(left) && left.len() > 1 } else { left.chars().count() > 2 && knows(first) };
        (split && !knows(word)).then_some(begin + seam)
    }
}

/// Reports the token ranges of the sentences among the tokens from `first` on.
fn split(
    content: &str,
    pack: &SegmentPack,
    tokens: &[Token],
    first: usize,
    is_cut_off: impl Fn(Token) -> bool,
    mut report: impl FnMut(Range<usize>),
) {
    let mut begin = first;
    let mut at = first;
    while at < tokens.len() {
        let mut end = at + 1;
        if tokens.get(end).is_some_and(|next| runs_together(content, tokens[at], *next)) && !is_cut_off(tokens[at]) {
            report(begin..end);
            begin = end;
        } else if ends_sentence(content, tokens[at]) {
            while tokens.get(end).is_some_and(|token| closes(content, *token)) {
                end += 1;
            }
            if tokens.get(end).is_none_or(|next| begins_sentence(content, pack, tokens[end - 1], *next)) {
                report(begin..end);
                begin = end;
            }
        }
        at = end;
    }
    if begin < tokens.len() {
        report(begin..tokens.len());
    }
}

/// Whether a line break was lost between two words: "Genève|Antony". A short
/// first word ("sur|Telegram") lost a space only.
fn runs_together(content: &str, last: Token, next: Token) -> bool {
    last.is_word()
        && next.is_word()
        && !next.spaced
        && next.capital
        && last.of(content).ends_with(char::is_lowercase)
        && last.of(content).chars().count() > 3
}

/// The capitalised words that stand whole in the text, sorted.
fn whole_names<'t>(content: &'t str, tokens: &[Token]) -> Vec<&'t str> {
    let is_glued = |next: Option<&Token>| next.is_some_and(|next| next.is_word() && !next.spaced);
    let whole = tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| token.is_word() && token.capital && !is_glued(tokens.get(at + 1)));
    let mut names: Vec<&str> = whole.map(|(_, token)| token.of(content)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a word is the beginning of a name that the text writes out elsewhere,
/// and nothing by itself: then the end of the name was lost, not a line break.
fn is_cut_off(word: &str, names: &[&str]) -> bool {
    let after = names.partition_point(|name| *name < word);
    names.get(after).and_then(|name| name.strip_prefix(word)).is_some_and(|rest| rest.starts_with(char::is_lowercase))
}

fn ends_sentence(content: &str, token: Token) -> bool {
    token.kind == TokenKind::Mark && token.of(content).starts_with(['.', '!', '?', '…'])
}

fn closes(content: &str, token: Token) -> bool {
    match token.kind {
        TokenKind::Quote => {
            let mark = token.of(content);
            mark.starts_with(['»', '”', '›']) || (!token.spaced && mark.starts_with('"'))
        }
        TokenKind::Mark => token.of(content).starts_with(['.', '!', '?', '…', ')', ']']),
        _ => false,
    }
}

fn begins_sentence(content: &str, _pack: &SegmentPack, last: Token, next: Token) -> bool {
    let after_stop = next.spaced || last.of(content) != "." || next.capital;
    let opens = match next.kind {
        TokenKind::Word => next.capital,
        TokenKind::Number => next.spaced,
        TokenKind::Quote => true,
        TokenKind::Mark => next.spaced && next.of(content).starts_with(['-', '–', '—', '(', '[']),
    };
    after_stop && opens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c) || c == '\u{AD}'
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '“' | '”' | '„' | '"' | '‹' | '›' | '‘' | '’' | '\'')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use depeche_record::Span;
    use proptest::prelude::*;

    use super::*;
    use crate::pack::Packs;
    use depeche_record::Lang;

    fn cut(text: &str) -> Segmented {
        static PACKS: LazyLock<Packs> = LazyLock::new(Packs::builtin);
        let pack = PACKS.get(Lang::FR).expect("French");
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        segment(text, &blocks, &pack.segment, &pack.vocabulary)
    }

    fn tokens(text: &str) -> String {
        let segmented = cut(text);
        segmented.tokens.iter().map(|token| token.of(text)).collect::<Vec<_>>().join("|")
    }

    fn sentences(text: &str) -> Vec<&str> {
        cut(text).sentences.iter().map(|sentence| sentence.span.of(text)).collect()
    }

    #[test]
    fn words_are_cut_at_elisions_and_clitics() {
        for (text, expected) in [
            ("L’Alliance n'a rien dit", "L’|Alliance|n'|a|rien|dit"),
            ("a-t-il affirmé, dit-elle", "a|-t-il|affirmé|,|dit|-elle"),
            ("aujourd'hui, un rendez-vous", "aujourd'hui|,|un|rendez-vous"),
            ("M.Dravec et l'O.N.U.", "M.|Dravec|et|l'|O.N.U."),
            ("« Oui », à 10h30…", "«|Oui|»|,|à|10|h|30|…"),
            ("jusqu'à 4\u{202f}500 $", "jusqu'|à|4|500|$"),
            ("l'ex-espion, les ex-ministres", "l'|ex-|espion|,|les|ex-|ministres"),
            ("à GenèveIl part. DravecIl a dit", "à|Genève|Il|part|.|Dravec|Il|a|dit"),
            ("écrit surTelegram, lit YouTube et WikiLeaks", "écrit|sur|Telegram|,|lit|YouTube|et|WikiLeaks"),
            ("Ron DeSandris et McKorvan", "Ron|DeSandris|et|McKorvan"),
        ] {
            assert_eq!(tokens(text), expected);
        }
    }

    #[test]
    fn sentences_end_where_the_next_one_begins() {
        assert_eq!(
            sentences("M. Dravec est parti. Il reviendra (peut-être). « Quand ? » Nul ne sait."),
            ["M. Dravec est parti.", "Il reviendra (peut-être).", "« Quand ? »", "Nul ne sait."]
        );
        assert_eq!(sentences("Il est à Genève.Il parle"), ["Il est à Genève.", "Il parle"]);
        assert_eq!(sentences("Réunion à GenèveLe ministre parle"), ["Réunion à Genève", "Le ministre parle"]);
        assert_eq!(sentences("Il écrit surTelegram"), ["Il écrit surTelegram"]);
        // The end of a name that the text writes out elsewhere was lost, and no more.
        let cut_off = "Le ministre, Ilse DravIl a promis une réponse à M. Dravec";
        assert_eq!(sentences(cut_off), [cut_off]);
        assert_eq!(sentences("L'accord de 3.5 points. il tient"), ["L'accord de 3.5 points. il tient"]);
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_and_cover_all_but_white_space(text in "[a-zA-ZéÉ0-9 .,'’«»\"\\-\u{202f}\u{441}]{0,80}") {
            let segmented = cut(&text);
            let mut end = 0;
            for token in &segmented.tokens {
                let span = token.span;
                prop_assert!(text[end..span.begin as usize].trim().is_empty());
                prop_assert!(!span.is_empty());
                end = span.end as usize;
            }
            prop_assert!(text[end..].trim().is_empty());
            let in_sentences: usize = segmented.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
            prop_assert_eq!(in_sentences, segmented.tokens.len());
        }

        #[test]
        fn any_text_is_cut(text in "\\PC{0,200}") {
            cut(&text);
        }
    }
}
