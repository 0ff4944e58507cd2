//! Rules over features: regular expressions whose letters are words, phrases
//! and classes of a lexicon.
//!
//! # Syntax
//!
//! | written | matches |
//! |---|---|
//! | `month` | a word or phrase of the lexicon's class `month` |
//! | `"jusqu'à"` | these words |
//! | `NUMBER` `WORD` `CAPITAL` `QUOTE` `MARK` `ANY` | one token of this kind; `CAPITAL` is a word with a capital |
//! | `~` | nothing, if no white space stands before the next token |
//! | `a b` | `a`, then `b` |
//! | `a \| b` | `a`, otherwise `b` |
//! | `(a b)` | a group |
//! | `a?` `a*` `a+` `a{0,3}` | greedy repetition |
//! | `name:a` | `a`, remembered as `name` |
//!
//! As in other such engines the first alternative that leads to a match wins.

use std::ops::Range;

use crate::{Class, EntryId, Form, Lattice, LexiconBuilder, Token, TokenKind, Words};

/// Steps that one attempt may take: a pattern on a hostile text gives up
/// rather than grow slow.
const STEPS: u32 = 4_000;

/// Instructions that a pattern may have, and groups that may nest in it.
const LONGEST: usize = 2_000;
const DEEPEST: u32 = 32;
const TOO_LONG: &str = "the pattern is too long; split it, or repeat less";

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    code: Vec<Op>,
    names: Vec<Box<str>>,
}

#[derive(Clone, Copy, Debug)]
enum Op {
    Class(Class, Option<u8>),
    Form(Form),
    Kind(Kind),
    Glued,
    /// Try the first, then the second.
    Split(u32, u32),
    Jump(u32),
    Begin(u8),
    End(u8),
    Match,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Capital,
    Quote,
    Mark,
    Any,
}

/// A stretch that a pattern remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The lexicon's entry, if it is one word or phrase of a class.
    pub entry: Option<EntryId>,
}

/// A match of a pattern.
#[derive(Clone, Debug)]
pub struct Match<'p> {
    /// Its tokens.
    pub tokens: Range<usize>,
    names: &'p [Box<str>],
    captures: Vec<Option<Captured>>,
}

impl Match<'_> {
    /// What was remembered as `name`; the last one if it was repeated.
    pub fn get(&self, name: &str) -> Option<&Captured> {
        let number = self.names.iter().position(|known| **known == *name)?;
        self.captures[number].as_ref()
    }
}

impl Pattern {
    /// Compiles a pattern. Classes must be known to `lexicon`, words are added
    /// to the vocabulary.
    ///
    /// # Errors
    ///
    /// In words, what is wrong with the pattern.
    pub fn new<T>(pattern: &str, lexicon: &mut LexiconBuilder<T>, words: &mut Words<'_>) -> Result<Pattern, String> {
        let mut compiler = Compiler {
            rest: pattern,
            code: Vec::new(),
            names: Vec::new(),
            literal: &mut |phrase| words.forms(phrase),
            class: &mut |name| lexicon.known_class(name),
            depth: 0,
        };
        compiler.alternatives()?;
        if compiler.code.len() > LONGEST {
            return Err(TOO_LONG.to_owned());
        }
        if !compiler.rest.is_empty() {
            return Err(format!("unexpected {:?}", compiler.rest));
        }
        compiler.code.push(Op::Match);
        let (code, names) = (compiler.code, compiler.names);
        let pattern = Pattern { code, names };
        if pattern.matches_nothing() {
            return Err("the pattern can match no token at all".to_owned());
        }
        Ok(pattern)
    }

    /// The names that it remembers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// Matches at token `at`, without going past token `end`.
    pub fn match_at(&self, lattice: &Lattice<'_>, tokens: &[Token], at: usize, end: usize) -> Option<Match<'_>> {
        let mut run = Run {
            code: &self.code,
            lattice,
            tokens,
            end,
            steps: 0,
            captures: vec![None; self.names.len()],
            trail: Vec::new(),
        };
        let stop = run.go(0, at)?;
        (stop > at).then_some(Match { tokens: at..stop, names: &self.names, captures: run.captures })
    }

    /// The classes and words that a match can begin with: `None` if it can
    /// begin with any token.
    pub fn openers(&self) -> Option<(Vec<Class>, Vec<Form>)> {
        let (mut classes, mut forms, mut todo, mut seen) =
            (Vec::new(), Vec::new(), vec![0u32], vec![false; self.code.len()]);
        while let Some(at) = todo.pop() {
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            match self.code[at as usize] {
                Op::Class(class, _) => classes.push(class),
                Op::Form(form) => forms.push(form),
                Op::Kind(_) => return None,
                Op::Split(a, b) => todo.extend([a, b]),
                Op::Jump(to) => todo.push(to),
                Op::Begin(_) | Op::End(_) | Op::Glued => todo.push(at + 1),
                Op::Match => {}
            }
        }
        Some((classes, forms))
    }

    /// The classes that `name` remembers an entry of: `None` if it is no name of
    /// this pattern or remembers more than one entry (`name:(a b)`).
    pub fn classes_of(&self, name: &str) -> Option<Vec<Class>> {
        let number = self.number(name)?;
        let mut classes = Vec::new();
        for op in &self.code {
            match *op {
                Op::Begin(begun) if begun == number => return None,
                Op::Class(class, Some(remembered)) if remembered == number => classes.push(class),
                _ => {}
            }
        }
        Some(classes)
    }

    /// Whether every match remembers something as `name`.
    pub fn always_remembers(&self, name: &str) -> bool {
        let Some(number) = self.number(name) else { return false };
        let (mut todo, mut seen) = (vec![0u32], vec![false; self.code.len()]);
        while let Some(at) = todo.pop() {
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            match self.code[at as usize] {
                Op::Match => return false,
                Op::Split(a, b) => todo.extend([a, b]),
                Op::Jump(to) => todo.push(to),
                Op::Begin(begun) if begun == number => {}
                Op::Class(_, Some(remembered)) if remembered == number => {}
                _ => todo.push(at + 1),
            }
        }
        true
    }

    fn number(&self, name: &str) -> Option<u8> {
        self.names.iter().position(|known| **known == *name).map(|number| number as u8)
    }

    fn matches_nothing(&self) -> bool {
        !self.code.iter().any(|op| matches!(op, Op::Class(..) | Op::Form(_) | Op::Kind(_)))
    }
}

struct Run<'r, 'l> {
    code: &'r [Op],
    lattice: &'r Lattice<'l>,
    tokens: &'r [Token],
    end: usize,
    steps: u32,
    captures: Vec<Option<Captured>>,
    /// What the captures were before, to undo a branch that failed.
    trail: Vec<(u8, Option<Captured>)>,
}

impl Run<'_, '_> {
    /// Runs from `pc` at token `at`; returns the end of the match.
    fn go(&mut self, mut pc: u32, mut at: usize) -> Option<usize> {
        loop {
            self.steps += 1;
            if self.steps > STEPS {
                return None;
            }
            match self.code[pc as usize] {
                Op::Match => return Some(at),
                Op::Jump(to) => {
                    pc = to;
                    continue;
                }
                Op::Split(first, second) => {
                    let before = self.trail.len();
                    if let Some(stop) = self.go(first, at) {
                        return Some(stop);
                    }
                    self.undo(before);
                    pc = second;
                    continue;
                }
                Op::Begin(name) => self.set(name, Captured { tokens: at..at, entry: None }),
                Op::End(name) => {
                    if let Some(captured) = &self.captures[name as usize] {
                        self.set(name, Captured { tokens: captured.tokens.start..at, entry: None });
                    }
                }
                Op::Glued => {
                    if at >= self.end || self.tokens[at].spaced {
                        return None;
                    }
                }
                Op::Form(form) => {
                    if at >= self.end || self.tokens[at].form != form {
                        return None;
                    }
                    at += 1;
                }
                Op::Kind(kind) => {
                    if at >= self.end || !kind.holds(self.tokens[at]) {
                        return None;
                    }
                    at += 1;
                }
                Op::Class(class, name) => return self.class(pc, at, class, name),
            }
            pc += 1;
        }
    }

    fn class(&mut self, pc: u32, at: usize, class: Class, name: Option<u8>) -> Option<usize> {
        let lattice = self.lattice;
        for (length, entry) in lattice.of_class(at, class) {
            if at + length > self.end {
                continue;
            }
            let before = self.trail.len();
            if let Some(name) = name {
                self.set(name, Captured { tokens: at..at + length, entry: Some(entry) });
            }
            if let Some(stop) = self.go(pc + 1, at + length) {
                return Some(stop);
            }
            self.undo(before);
        }
        None
    }

    fn set(&mut self, name: u8, captured: Captured) {
        let before = self.captures[name as usize].replace(captured);
        self.trail.push((name, before));
    }

    /// Puts the captures back to what they were when the trail was this long.
    fn undo(&mut self, length: usize) {
        for (name, before) in self.trail.drain(length..).rev() {
            self.captures[name as usize] = before;
        }
    }
}

impl Kind {
    fn holds(self, token: Token) -> bool {
        match self {
            Kind::Number => token.kind == TokenKind::Number,
            Kind::Word => token.kind == TokenKind::Word,
            Kind::Capital => token.kind == TokenKind::Word && token.capital,
            Kind::Quote => token.kind == TokenKind::Quote,
            Kind::Mark => token.kind == TokenKind::Mark,
            Kind::Any => true,
        }
    }
}

struct Compiler<'p, 'c> {
    rest: &'p str,
    code: Vec<Op>,
    names: Vec<Box<str>>,
    literal: &'c mut dyn FnMut(&str) -> Vec<Form>,
    class: &'c mut dyn FnMut(&str) -> Option<Class>,
    depth: u32,
}

impl Compiler<'_, '_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, mark: char) -> bool {
        self.skip_space();
        let found = self.rest.starts_with(mark);
        if found {
            self.rest = &self.rest[mark.len_utf8()..];
        }
        found
    }

    fn here(&self) -> u32 {
        self.code.len() as u32
    }

    fn alternatives(&mut self) -> Result<(), String> {
        let begin = self.here();
        self.sequence()?;
        let mut ends = Vec::new();
        let mut begin_of_branch = begin;
        while self.eat('|') {
            // Make room for the split before the branch that was just compiled.
            self.insert(begin_of_branch, Op::Split(begin_of_branch + 1, 0));
            ends.push(self.here());
            self.code.push(Op::Jump(0));
            let next = self.here();
            self.code[begin_of_branch as usize] = Op::Split(begin_of_branch + 1, next);
            begin_of_branch = next;
            self.sequence()?;
        }
        let after = self.here();
        for end in ends {
            self.code[end as usize] = Op::Jump(after);
        }
        Ok(())
    }

    /// Inserts an instruction, moving the targets behind it.
    fn insert(&mut self, at: u32, op: Op) {
        let moved = |to: u32| if to >= at { to + 1 } else { to };
        for op in &mut self.code[at as usize..] {
            match op {
                Op::Split(a, b) => (*a, *b) = (moved(*a), moved(*b)),
                Op::Jump(to) => *to = moved(*to),
                _ => {}
            }
        }
        self.code.insert(at as usize, op);
    }

    fn sequence(&mut self) -> Result<(), String> {
        let mut any = false;
        loop {
            self.skip_space();
            match self.rest.chars().next() {
                None | Some('|' | ')') => break,
                _ => self.repeated()?,
            }
            any = true;
        }
        if any { Ok(()) } else { Err("an empty alternative".to_owned()) }
    }

    fn repeated(&mut self) -> Result<(), String> {
        let begin = self.here();
        self.atom()?;
        let (low, high) = if self.rest.starts_with('?') {
            (0, Some(1))
        } else if self.rest.starts_with('*') {
            (0, None)
        } else if self.rest.starts_with('+') {
            (1, None)
        } else if self.rest.starts_with('{') {
            return self.counted(begin);
        } else {
            return Ok(());
        };
        self.rest = &self.rest[1..];
        self.repeat(begin, low, high);
        Ok(())
    }

    fn counted(&mut self, begin: u32) -> Result<(), String> {
        let close = self.rest.find('}').ok_or("a { without }")?;
        let bounds = self.rest[1..close].split_once(',').ok_or("a repetition is written {0,3}")?;
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| format!("{text:?} is no number"));
        let (low, high) = (number(bounds.0)?, number(bounds.1)?);
        if high == 0 || high < low || high > 50 {
            return Err(format!("the repetition {{{low},{high}}} is empty or too long"));
        }
        self.rest = &self.rest[close + 1..];
        if (self.here() - begin) as usize * high as usize > LONGEST {
            return Err(TOO_LONG.to_owned());
        }
        self.repeat(begin, low, Some(high));
        Ok(())
    }

    /// Turns the code from `begin` on into its repetition.
    fn repeat(&mut self, begin: u32, low: u32, high: Option<u32>) {
        let body: Vec<Op> = self.code.drain(begin as usize..).collect();
        for _ in 0..low {
            self.copy(&body, begin);
        }
        match high {
            None => {
                let split = self.here();
                self.code.push(Op::Split(split + 1, 0));
                self.copy(&body, begin);
                self.code.push(Op::Jump(split));
                let after = self.here();
                self.code[split as usize] = Op::Split(split + 1, after);
            }
            Some(high) => {
                let mut splits = Vec::new();
                for _ in low..high {
                    splits.push(self.here());
                    self.code.push(Op::Split(self.here() + 1, 0));
                    self.copy(&body, begin);
                }
                let after = self.here();
                for split in splits {
                    self.code[split as usize] = Op::Split(split + 1, after);
                }
            }
        }
    }

    /// Appends `body`, which was compiled for address `begin`.
    fn copy(&mut self, body: &[Op], begin: u32) {
        let here = self.here();
        let moved = |to: u32| to - begin + here;
        self.code.extend(body.iter().map(|op| match *op {
            Op::Split(a, b) => Op::Split(moved(a), moved(b)),
            Op::Jump(to) => Op::Jump(moved(to)),
            op => op,
        }));
    }

    fn atom(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the groups nest too deeply".to_owned());
        }
        let atom = self.plain_atom();
        self.depth -= 1;
        atom
    }

    fn plain_atom(&mut self) -> Result<(), String> {
        self.skip_space();
        if self.eat('(') {
            self.alternatives()?;
            return if self.eat(')') { Ok(()) } else { Err("a ( without )".to_owned()) };
        }
        if self.eat('~') {
            self.code.push(Op::Glued);
            return Ok(());
        }
        if self.eat('"') {
            let close = self.rest.find('"').ok_or("a \" without its fellow")?;
            let phrase = &self.rest[..close];
            let forms = (self.literal)(phrase);
            if forms.is_empty() {
                return Err("empty quotation marks".to_owned());
            }
            self.rest = &self.rest[close + 1..];
            // A group, so that a repetition takes all its words.
            self.code.extend(forms.into_iter().map(Op::Form));
            return Ok(());
        }
        let length = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
            .unwrap_or(self.rest.len());
        let word = &self.rest[..length];
        if word.is_empty() {
            return Err(format!("unexpected {:?}", self.rest));
        }
        self.rest = &self.rest[length..];
        if self.rest.starts_with(':') {
            self.rest = &self.rest[1..];
            return self.capture(word);
        }
        self.code.push(match word {
            "NUMBER" => Op::Kind(Kind::Number),
            "WORD" => Op::Kind(Kind::Word),
            "CAPITAL" => Op::Kind(Kind::Capital),
            "QUOTE" => Op::Kind(Kind::Quote),
            "MARK" => Op::Kind(Kind::Mark),
            "ANY" => Op::Kind(Kind::Any),
            name => Op::Class((self.class)(name).ok_or_else(|| format!("no entry has the class {name:?}"))?, None),
        });
        Ok(())
    }

    fn capture(&mut self, name: &str) -> Result<(), String> {
        let number = self.names.iter().position(|known| **known == *name).unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        });
        let number = u8::try_from(number).map_err(|_| "too many names")?;
        let begin = self.here();
        self.code.push(Op::Begin(number));
        self.atom()?;
        if let [Op::Begin(_), Op::Class(class, None)] = self.code[begin as usize..] {
            self.code.truncate(begin as usize);
            self.code.push(Op::Class(class, Some(number)));
        } else {
            self.code.push(Op::End(number));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use depeche_record::{Block, BlockKind, Span};

    use super::*;
    use crate::pack::{SegmentPack, Source, VerbPack};
    use crate::{Lexicon, Vocabulary, segment};

    const SEGMENT: &str = r#"elisions = ["l", "d"]"#;

    /// Where `pattern` matches first in `text`, and what it remembers.
    fn check(pattern: &str, text: &str) -> String {
        let pack = SegmentPack::compile(Source { file: "segment.toml", text: SEGMENT }).expect("a pack");
        let mut vocabulary = Vocabulary::default();
        let mut verbs = VerbPack::default();
        let mut words = Words { segment: &pack, vocabulary: &mut vocabulary, verbs: &mut verbs };
        let mut builder = LexiconBuilder::<&str>::default();
        for (class, phrase) in
            [("month", "janvier"), ("month", "mars"), ("unit", "semaine"), ("unit", "fin de semaine")]
        {
            let class = builder.class(class);
            let entry = builder.entry(vec![class], phrase);
            builder.phrase(phrase, entry, &mut words);
        }
        let pattern = match Pattern::new(pattern, &mut builder, &mut words) {
            Ok(pattern) => pattern,
            Err(error) => return format!("error: {error}"),
        };
        let lexicon: Lexicon<&str> = builder.build();
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        let segmented = segment(text, &blocks, &pack, &vocabulary);
        let tokens = &segmented.tokens;
        let lattice = lexicon.lattice(tokens);
        let found = (0..tokens.len()).find_map(|at| pattern.match_at(&lattice, tokens, at, tokens.len()));
        let Some(found) = found else { return "-".to_owned() };
        let words = |tokens: Range<usize>| segmented.span(tokens).of(text).to_owned();
        let mut shown = words(found.tokens.clone());
        for name in pattern.names() {
            if let Some(captured) = found.get(name) {
                let entry = captured.entry.map(|entry| format!("={}", lexicon.value(entry))).unwrap_or_default();
                write!(shown, " {name}:{}{entry}", words(captured.tokens.clone())).expect("a string takes all");
            }
        }
        shown
    }

    #[test]
    fn patterns_match_classes_words_and_kinds() {
        for (pattern, text, expected) in [
            ("NUMBER m:month", "le 10 janvier 2022", "10 janvier m:janvier=janvier"),
            ("NUMBER month y:NUMBER?", "le 10 janvier 2022", "10 janvier 2022 y:2022"),
            ("NUMBER (\",\" NUMBER)* \"et\" NUMBER month", "les 10, 12 et 13 janvier", "10, 12 et 13 janvier"),
            ("u:unit", "la fin de semaine", "fin de semaine u:fin de semaine=fin de semaine"),
            ("(\"la\" | \"cette\") unit", "cette semaine", "cette semaine"),
            ("\"a\" | \"b\" | \"c\" WORD", "x c d", "c d"),
            ("NUMBER ~ \"h\" ~ NUMBER", "à 10h30", "10h30"),
            ("NUMBER ~ \"h\" ~ NUMBER", "à 10 h 30", "-"),
            ("NUMBER{2,3}", "1 2 3 4", "1 2 3"),
            ("n:(NUMBER | \"une\") unit", "Une semaine", "Une semaine n:Une"),
            ("\"l'\" CAPITAL", "à L’ONU", "L’ONU"),
        ] {
            assert_eq!(check(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_broken_pattern_says_what_is_wrong() {
        for (pattern, expected) in [
            ("day", r#"error: no entry has the class "day""#),
            ("(month", "error: a ( without )"),
            ("month | ", "error: an empty alternative"),
            ("month{3,1}", "error: the repetition {3,1} is empty or too long"),
            ("\"mot", "error: a \" without its fellow"),
            ("month)", r#"error: unexpected ")""#),
            ("((month{0,50}){0,50}){0,50}", "error: the pattern is too long; split it, or repeat less"),
            (&"(".repeat(1000), "error: the groups nest too deeply"),
            ("~", "error: the pattern can match no token at all"),
        ] {
            assert_eq!(check(pattern, "x"), expected, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_knows_what_it_remembers() {
        let pack = SegmentPack::compile(Source { file: "segment.toml", text: SEGMENT }).expect("a pack");
        let (mut vocabulary, mut verbs) = (Vocabulary::default(), VerbPack::default());
        let mut words = Words { segment: &pack, vocabulary: &mut vocabulary, verbs: &mut verbs };
        let mut builder = LexiconBuilder::<()>::default();
        let (month, unit) = (builder.class("month"), builder.class("unit"));
        let pattern = Pattern::new("(a:month | a:unit b:month?) c:(unit unit)", &mut builder, &mut words).unwrap();
        assert_eq!(pattern.classes_of("a"), Some(vec![month, unit]));
        assert_eq!(pattern.classes_of("c"), None);
        let always: Vec<&str> = pattern.names().filter(|name| pattern.always_remembers(name)).collect();
        assert_eq!(always, ["a", "c"]);
    }

    #[test]
    fn a_hostile_pattern_gives_up() {
        assert_eq!(check("(ANY* ANY*)* \"fin\"", &"a ".repeat(200)), "-");
    }
}
