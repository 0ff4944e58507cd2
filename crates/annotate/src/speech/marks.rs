//! Quotation marks, paired by type.
//!
//! One pass with a stack: every mark is pushed and popped at most once, so the
//! time does not depend on how well the marks are balanced.

use std::ops::Range;

use depeche_language::{Segmented, Token, TokenKind};

/// Two marks and what stands between them; positions are token numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The opening mark.
    pub(super) open: usize,
    /// One past the last token between the marks.
    pub(super) close: usize,
    /// One past the closing mark; equals `close` where it is missing.
    pub(super) end: usize,
    /// The pair that this one continues in a new paragraph.
    pub(super) continues: Option<usize>,
}

impl Pair {
    /// The tokens between the marks.
    pub(super) fn inside(self) -> Range<usize> {
        self.open + 1..self.close
    }

    /// The tokens with their marks.
    pub(super) fn whole(self) -> Range<usize> {
        self.open..self.end
    }
}

/// The paired marks of a text.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// All pairs, in order of their opening marks; properly nested.
    pub(super) pairs: Vec<Pair>,
    /// For each token the pair that it stands in, as number plus one; a mark
    /// stands outside its own pair.
    inside: Vec<u32>,
    /// For each mark its pair, as number plus one.
    of: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Guillemets,
    Angles,
    Curly,
    Low,
    Straight,
    Single,
}

const TYPES: usize = 6;

#[derive(Clone, Copy, Debug)]
struct Open {
    token: usize,
    mark: Type,
    continues: Option<usize>,
}

impl Marks {
    /// Pairs the marks of the given blocks (as token ranges).
    pub(super) fn pair(content: &str, segmented: &Segmented, blocks: &[Range<usize>]) -> Marks {
        let tokens = &segmented.tokens;
        let mut pairing = Pairing { content, tokens, stack: Vec::new(), open: [0; TYPES], pairs: Vec::new() };
        let mut carried: Option<(Type, usize)> = None;
        for (number, block) in blocks.iter().enumerate() {
            pairing.run(block.clone(), carried.take());
            let next = blocks.get(number + 1).map(|next| next.start);
            carried = pairing.finish(block.end, next, |token| {
                let offset = tokens[token].span.begin;
                segmented.sentence_at(offset).map_or(block.end, |sentence| segmented.sentences[sentence].tokens.end)
            });
        }
        Marks::nest(pairing.pairs, tokens.len())
    }

    /// Keeps the pairs that nest and notes which tokens stand in which.
    fn nest(mut pairs: Vec<Pair>, tokens: usize) -> Marks {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|number| (pairs[*number].open, std::cmp::Reverse(pairs[*number].end)));
        let mut moved = vec![None; pairs.len()];
        let mut marks = Marks { pairs: Vec::with_capacity(pairs.len()), inside: vec![0; tokens], of: vec![0; tokens] };
        let mut around: Vec<Pair> = Vec::new();
        for number in order {
            let mut pair = pairs[number];
            while around.last().is_some_and(|outer| outer.end <= pair.open) {
                around.pop();
            }
            if around.last().is_some_and(|outer| outer.close < pair.end) {
                continue;
            }
            pair.continues = pair.continues.and_then(|before| moved[before]);
            moved[number] = Some(marks.pairs.len());
            marks.pairs.push(pair);
            around.push(pair);
        }
        pairs.clear();
        let mut stack: Vec<usize> = Vec::new();
        let mut next = 0;
        for token in 0..tokens {
            while stack.last().is_some_and(|top| marks.pairs[*top].close <= token) {
                let top = stack.pop().expect("not empty");
                if marks.pairs[top].close == token && marks.pairs[top].end > token {
                    marks.of[token] = top as u32 + 1;
                }
            }
            marks.inside[token] = stack.last().map_or(0, |top| *top as u32 + 1);
            while next < marks.pairs.len() && marks.pairs[next].open == token {
                marks.of[token] = next as u32 + 1;
                stack.push(next);
                next += 1;
            }
        }
        marks
    }

    /// The pair in which a token stands.
    pub(super) fn around(&self, token: usize) -> Option<usize> {
        (self.inside[token] as usize).checked_sub(1)
    }

    /// The pair whose opening mark this token is.
    pub(super) fn opened_at(&self, token: usize) -> Option<usize> {
        let pair = (*self.of.get(token)? as usize).checked_sub(1)?;
        (self.pairs[pair].open == token).then_some(pair)
    }

    /// The pair whose closing mark this token is.
    pub(super) fn closed_at(&self, token: usize) -> Option<usize> {
        let pair = (*self.of.get(token)? as usize).checked_sub(1)?;
        (self.pairs[pair].open != token).then_some(pair)
    }

    /// A pair with those that it continues, first paragraph first.
    pub(super) fn chain(&self, pair: usize) -> Vec<usize> {
        let mut chain = vec![pair];
        while let Some(before) = self.pairs[*chain.last().expect("not empty")].continues {
            chain.push(before);
        }
        chain.reverse();
        chain
    }
}

struct Pairing<'t> {
    content: &'t str,
    tokens: &'t [Token],
    stack: Vec<Open>,
    /// How many marks of each type wait on the stack.
    open: [usize; TYPES],
    pairs: Vec<Pair>,
}

impl Pairing<'_> {
    fn run(&mut self, block: Range<usize>, mut carried: Option<(Type, usize)>) {
        for token in block.clone() {
            if self.tokens[token].kind != TokenKind::Quote {
                continue;
            }
            let continues = if token == block.start { carried.take() } else { None };
            self.mark(token, block.end, continues);
        }
    }

    fn mark(&mut self, token: usize, end: usize, continues: Option<(Type, usize)>) {
        let this = self.tokens[token];
        let next = self.tokens[..end].get(token + 1);
        let before_word =
            next.is_some_and(|next| !next.spaced && matches!(next.kind, TokenKind::Word | TokenKind::Number));
        let looks_open = this.spaced && before_word;
        let looks_closed = !this.spaced && !before_word;
        let push = |pairing: &mut Self, mark: Type| {
            let continues = continues.filter(|(carried, _)| *carried == mark).map(|(_, pair)| pair);
            pairing.stack.push(Open { token, mark, continues });
            pairing.open[mark as usize] += 1;
        };
        match this.of(self.content).chars().next() {
            Some('«') => push(self, Type::Guillemets),
            Some('»') => self.close(token, &[Type::Guillemets]),
            Some('‹') => push(self, Type::Angles),
            Some('›') => self.close(token, &[Type::Angles]),
            Some('„') => push(self, Type::Low),
            Some('“') if self.is_open(Type::Low) => self.close(token, &[Type::Low]),
            Some('“') => push(self, Type::Curly),
            Some('”') => self.close(token, &[Type::Curly, Type::Low]),
            Some('"') if self.is_open(Type::Straight) => {
                if looks_open && self.crosses_sentence(token) {
                    self.drop(Type::Straight);
                    push(self, Type::Straight);
                } else {
                    self.close(token, &[Type::Straight]);
                }
            }
            Some('"') if self.is_open(Type::Curly) || self.is_open(Type::Low) => {
                self.close(token, &[Type::Curly, Type::Low]);
            }
            Some('"') if !looks_closed => push(self, Type::Straight),
            Some('‘') => push(self, Type::Single),
            Some('\'' | '’') if self.is_open(Type::Single) && !this.spaced => self.close(token, &[Type::Single]),
            Some('\'') if looks_open => push(self, Type::Single),
            _ => {}
        }
    }

    fn is_open(&self, mark: Type) -> bool {
        self.open[mark as usize] > 0
    }

    /// Whether a full stop followed by a new sentence stands since the last
    /// mark: then an opening-looking mark does not close it.
    fn crosses_sentence(&self, token: usize) -> bool {
        let Some(open) = self.stack.last() else { return false };
        let before = &self.tokens[open.token + 1..token];
        before.last().is_some_and(|last| last.of(self.content) == ".") && before.len() > 1
    }

    /// Closes the innermost open mark of one of these types; what opened inside
    /// and did not close is no pair.
    fn close(&mut self, token: usize, types: &[Type]) {
        if !types.iter().any(|mark| self.is_open(*mark)) {
            return;
        }
        while let Some(open) = self.stack.pop() {
            self.open[open.mark as usize] -= 1;
            if types.contains(&open.mark) {
                self.pairs.push(Pair { open: open.token, close: token, end: token + 1, continues: open.continues });
                return;
            }
        }
    }

    /// Forgets the innermost open mark of this type and all inside it.
    fn drop(&mut self, mark: Type) {
        while let Some(open) = self.stack.pop() {
            self.open[open.mark as usize] -= 1;
            if open.mark == mark {
                return;
            }
        }
    }

    /// Ends a paragraph. A mark that is still open goes on in the next one if
    /// that begins with the same mark; otherwise it ends with its sentence.
    fn finish(
        &mut self,
        end: usize,
        next: Option<usize>,
        sentence_end: impl Fn(usize) -> usize,
    ) -> Option<(Type, usize)> {
        let mut carried = None;
        for (depth, open) in std::mem::take(&mut self.stack).into_iter().enumerate() {
            let repeats =
                next.is_some_and(|next| self.tokens[next].of(self.content) == self.tokens[open.token].of(self.content));
            let goes_on = depth == 0 && repeats && open.mark != Type::Single;
            if open.mark == Type::Single {
                continue;
            }
            let close = if goes_on { end } else { sentence_end(open.token).min(end) };
            if goes_on {
                carried = Some((open.mark, self.pairs.len()));
            }
            self.pairs.push(Pair { open: open.token, close, end: close, continues: open.continues });
        }
        self.open = [0; TYPES];
        carried
    }
}
