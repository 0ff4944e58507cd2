//! What one line of text tells of itself.

use depeche_language::pack::blocks::{BlocksPack, Cue, Hit, Word};
use depeche_record::{BlockKind, Span};

/// A stretch of text that may become a block, with its words and wordings.
#[derive(Debug)]
pub(crate) struct Line<'t> {
    content: &'t str,
    pub(crate) span: Span,
    pack: &'t BlocksPack,
    pub(crate) words: Vec<Word>,
    hits: Vec<Hit>,
}

impl<'t> Line<'t> {
    pub(crate) fn new(content: &'t str, span: Span, pack: &'t BlocksPack) -> Line<'t> {
        let (mut words, mut hits) = (Vec::new(), Vec::new());
        pack.words(content, span, &mut words);
        pack.hits(&words, &mut hits);
        Line { content, span, pack, words, hits }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.span.of(self.content)
    }

    fn count(&self, cue: Cue) -> usize {
        self.hits.iter().filter(|hit| hit.cue == cue).count()
    }

    fn opens_with(&self, cue: Cue) -> Option<&Hit> {
        self.hits.iter().find(|hit| hit.cue == cue && hit.first == 0)
    }

    /// Text between two words, or before the first and after the last.
    fn gap(&self, after: usize) -> &'t str {
        let begin = if after == 0 { self.span.begin } else { self.words[after - 1].span.end };
        let end = self.words.get(after).map_or(self.span.end, |word| word.span.begin);
        Span { begin, end }.of(self.content)
    }

    /// Whether every word lies in a hit that `covers` or passes `word`.
    fn is_covered(&self, covers: impl Fn(Cue) -> bool, word: impl Fn(&Word) -> bool) -> bool {
        let mut at = 0;
        while at < self.words.len() {
            let hit = self.hits.iter().filter(|hit| hit.first == at && covers(hit.cue)).map(|hit| hit.end).max();
            match hit {
                Some(end) => at = end,
                None if word(&self.words[at]) => at += 1,
                None => return false,
            }
        }
        true
    }

    /// The kind that its own words give it, wherever it stands; `None` for
    /// what may be running text, a title or a heading.
    pub(crate) fn kind(&self) -> Option<BlockKind> {
        if self.words.is_empty() {
            return Some(BlockKind::Chrome);
        }
        if self.is_address() {
            Some(BlockKind::Metadata)
        } else if self.is_credit() {
            Some(BlockKind::Credit)
        } else if self.is_date()
            && self.opens_with(Cue::DateLabel).is_none_or(|label| self.pack.is_date_word(&self.words[label.first]))
        {
            Some(BlockKind::Dateline)
        } else if self.is_place_and_date() {
            Some(BlockKind::Dateline)
        } else if self.is_byline() {
            Some(BlockKind::Byline)
        } else if self.is_crosslink() {
            Some(BlockKind::Crosslink)
        } else if self.is_chrome() {
            Some(BlockKind::Chrome)
        } else {
            None
        }
    }

    /// An address of the web with little beside it: a crawler's header.
    fn is_address(&self) -> bool {
        let text = self.text();
        let Some(begin) = text.find("https://").or_else(|| text.find("http://")) else { return false };
        let address = text[begin..].split_whitespace().next().unwrap_or_default();
        text.len() - address.len() <= 40
    }

    /// Nothing but agencies, photographers and the words that introduce them.
    fn is_credit(&self) -> bool {
        const LONGEST: usize = 14;
        let text = self.text();
        if text.starts_with('©') || text.starts_with("(©") {
            return self.words.len() <= 2 * LONGEST;
        }
        if self.words.len() > LONGEST {
            return false;
        }
        let is_agency = |cue| matches!(cue, Cue::Agency(_));
        let covers = |cue| is_agency(cue) || matches!(cue, Cue::CreditOpener | Cue::Photo);
        let name = |word: &Word| word.capital || word.number || self.pack.is_connector(word);
        if !self.is_covered(covers, name) {
            return false;
        }
        let opener = self.opens_with(Cue::CreditOpener).or_else(|| self.opens_with(Cue::Photo));
        let agencies = self.hits.iter().filter(|hit| is_agency(hit.cue)).count();
        let names = self.words.iter().filter(|word| word.capital).count();
        if agencies > 0 {
            // "Sputnik" in a headline of names is no credit: the agencies must be what the line is about.
            return opener.is_some()
                || self.count(Cue::CreditOpener) > 0
                || names <= 2 * agencies + 2 && !self.holds_verb();
        }
        // An agency the pack doesn't know, after words that can't introduce anything else.
        opener.is_some_and(|opener| {
            names > 0 && (opener.end - opener.first > 2 || self.gap(opener.end).trim_start().starts_with([':', '/']))
        })
    }

    /// A crude sign of a sentence: a small-letter word the pack has no other use for.
    fn holds_verb(&self) -> bool {
        self.words.iter().any(|word| !word.capital && !word.number && !self.pack.is_connector(word))
    }

    /// Nothing but a date, with its label and time of day.
    fn is_date(&self) -> bool {
        const LONGEST: usize = 16;
        self.words.len() <= LONGEST
            && self.is_covered(
                |cue| cue == Cue::DateLabel,
                |word| word.number || self.pack.is_date_word(word) || is_clock(word, self.content),
            )
            && self.date().is_some()
    }

    /// Nothing but a place and a date: "Belgora, le 3 mars 2023".
    fn is_place_and_date(&self) -> bool {
        let place = self.place();
        place > 0 && self.opening_date(place) == (self.words.len(), true) && self.date().is_some()
    }

    /// The first whole date, and where it stands.
    pub(crate) fn date(&self) -> Option<(jiff::civil::Date, Span)> {
        date_in(&self.words, self.content, self.pack)
    }

    fn is_byline(&self) -> bool {
        const LONGEST: usize = 14;
        if self.tells_publication_and_update() {
            return true;
        }
        if self.words.len() > LONGEST {
            return false;
        }
        let dated = self.date();
        let small = |word: &&Word| {
            !word.capital
                && !word.number
                && !self.pack.is_date_word(word)
                && !self.pack.is_connector(word)
                && !self.pack.is_stop_word(word)
        };
        let rest = self.opens_with(Cue::Byline).map_or(0, |hit| hit.end);
        let strange = |from: usize| self.words[from..].iter().filter(small).count();
        let stopped = self.text().ends_with('.');
        if let Some(label) =
            self.opens_with(Cue::DateLabel).filter(|label| !self.pack.is_date_word(&self.words[label.first]))
        {
            return dated.is_some() && strange(label.end) <= 3 && !stopped;
        }
        if rest > 0 {
            // "By Ilse Marek, our correspondent in Belgora": a name first, then anything short.
            let named = self.words.get(rest).is_some_and(|word| word.capital);
            return (rest == self.words.len() && self.words.len() > 1) || named && strange(rest) <= 3 && !stopped;
        }
        if dated.is_some_and(|(_, span)| span.begin == self.span.begin) && strange(0) == 0 && !stopped {
            return self.words.iter().any(|word| word.capital);
        }
        self.is_name_with_office()
    }

    /// Nothing but labelled dates and times: "Published on … at …, updated on … at …".
    fn tells_publication_and_update(&self) -> bool {
        const LONGEST: usize = 24;
        self.words.len() <= LONGEST
            && self.opens_with(Cue::DateLabel).is_some()
            && self.date().is_some()
            && self.is_covered(
                |cue| cue == Cue::DateLabel,
                |word| word.number || self.pack.is_date_word(word) || is_clock(word, self.content),
            )
    }

    /// "Ilse Marek, Minister of State".
    fn is_name_with_office(&self) -> bool {
        let Some(comma) = (1..self.words.len().min(5)).find(|after| self.gap(*after).trim_start().starts_with(','))
        else {
            return false;
        };
        let name = &self.words[..comma];
        let office = self.hits.iter().any(|hit| hit.cue == Cue::Office && (comma..comma + 2).contains(&hit.first));
        comma >= 2
            && office
            && name.iter().all(|word| word.capital)
            && self.words.len() <= 10
            && !self.text().ends_with(['.', '?', '!', ':'])
    }

    /// Whether it is nothing but two to four names.
    pub(crate) fn is_name(&self) -> bool {
        (2..=4).contains(&self.words.len())
            && self.words.iter().all(|word| word.capital && !self.pack.is_stop_word(word))
            && !self.text().ends_with(['.', '?', '!', ':'])
    }

    fn is_crosslink(&self) -> bool {
        let Some(opener) = self.opens_with(Cue::Crosslink) else { return false };
        if self.text().starts_with(['«', '"', '“']) {
            return false;
        }
        let after = self.gap(opener.end).trim();
        let shouted =
            self.words[..opener.end].iter().all(|word| word.capitals || !word.capital && word.span.len() == 1);
        shouted
            || opener.end == self.words.len()
            || after.starts_with([':', '–', '—', '-', '|', '>', '»', '→', '«', '"'])
            || after.is_empty() && self.words[opener.end].capital
    }

    /// Whether it announces cross links and names none.
    pub(crate) fn is_bare_crosslink(&self) -> bool {
        self.opens_with(Cue::Crosslink).is_some_and(|opener| opener.end == self.words.len())
    }

    fn is_chrome(&self) -> bool {
        let length = self.words.len();
        let labels = |cue| matches!(cue, Cue::Page | Cue::Button | Cue::Invite | Cue::Platform | Cue::Consent);
        if length <= 20 && self.is_covered(labels, |word| word.number) && self.words.iter().any(|word| !word.number) {
            return true;
        }
        let (page, consent, address) = (self.count(Cue::Page), self.count(Cue::Consent), self.count(Cue::Address));
        if page > 0 && (length <= 12 || address > 0 || page > 1 || consent > 1) {
            return true;
        }
        if consent >= 5 || consent >= 3 && address > 0 {
            return true;
        }
        if self.opens_with(Cue::Invite).is_some() && self.count(Cue::Platform) > 0 && length <= 40 {
            return true;
        }
        self.count(Cue::Caption) > 0 && length <= 40 && self.text().ends_with([')', '.', ']'])
    }

    /// Whether its last sentence is finished: a mark of end, quotation marks
    /// and brackets behind it left aside.
    pub(crate) fn is_finished(&self) -> bool {
        self.last_mark().is_some_and(|mark| ".!?…:;,".contains(mark))
    }

    /// Whether it ends on a question.
    pub(crate) fn is_question(&self) -> bool {
        self.last_mark() == Some('?')
    }

    fn last_mark(&self) -> Option<char> {
        self.text()
            .trim_end_matches(|letter: char| letter.is_whitespace() || "»\"”’')]".contains(letter))
            .chars()
            .next_back()
    }

    /// Whether the text breaks off: "the secretary…".
    pub(crate) fn breaks_off(&self) -> bool {
        self.text().ends_with("...") || self.text().ends_with('…')
    }

    /// The share of frequent words, from 0 to 1.
    #[allow(clippy::cast_precision_loss, reason = "a line holds few words")]
    pub(crate) fn stop_ratio(&self) -> f32 {
        let stops = self.words.iter().filter(|word| self.pack.is_stop_word(word)).count();
        stops as f32 / self.words.len().max(1) as f32
    }

    /// Where the line falls into pieces that are blocks of their own: before a
    /// photographer's mark, before a credit at its end, and between a teaser
    /// and the date behind it.
    pub(crate) fn cuts(&self) -> Vec<u32> {
        let mut cuts: Vec<u32> = Vec::new();
        let text = self.text();
        if let Some(at) = text.find('©').filter(|at| *at > 0) {
            let bracket = text[..at].trim_end().ends_with('(');
            let at = if bracket { text[..at].rfind('(').unwrap_or(at) } else { at };
            cuts.push(self.span.begin + at as u32);
        }
        cuts.extend(self.closing_credit());
        cuts.extend(self.closing_date());
        cuts.retain(|cut| *cut > self.span.begin && *cut < self.span.end);
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Where a credit at the end begins: "… (with AFP)", "… Source: AFP", and behind the
    /// name of who wrote it "…, with AFP".
    fn closing_credit(&self) -> Option<u32> {
        let agency = self.hits.iter().rev().find(|hit| matches!(hit.cue, Cue::Agency(_)))?;
        if agency.end != self.words.len() {
            return None;
        }
        let text = self.text();
        let bracket = text.trim_end_matches('.').ends_with([')', '/']).then(|| {
            let close = text.trim_end_matches('.').len() - 1;
            let open = if text.as_bytes()[close] == b')' { '(' } else { '/' };
            text[..close].rfind(open).map(|at| self.span.begin + at as u32)
        });
        if let Some(begin) = bracket.flatten() {
            let piece = Line::new(self.content, Span { begin, end: self.span.end }, self.pack);
            return piece.is_credit().then_some(begin);
        }
        let opener = self.hits.iter().rev().find(|hit| {
            hit.cue == Cue::CreditOpener
                && hit.first > 0
                && (self.gap(hit.end).trim_start().starts_with(':') || self.is_byline())
                && hit.end <= agency.first
        })?;
        Some(self.words[opener.first].span.begin)
    }

    /// Where a date and an outlet after a broken-off teaser begin.
    fn closing_date(&self) -> Option<u32> {
        let text = self.text();
        let teaser = text.rfind("...").map(|at| at + 3).or_else(|| text.rfind('…').map(|at| at + '…'.len_utf8()))?;
        let rest = Span { begin: self.span.begin + teaser as u32, end: self.span.end }.trim(self.content);
        let rest = (!rest.is_empty()).then(|| Line::new(self.content, rest, self.pack))?;
        (rest.date().is_some_and(|(_, span)| span.begin == rest.span.begin) && rest.words.len() <= 10)
            .then_some(rest.span.begin)
    }

    /// Place and day that open a dispatch, and the agency behind them.
    pub(crate) fn opening(&self) -> Option<Opening> {
        let place = self.place();
        let (day, dated) = self.opening_date(place);
        let after = if dated { day } else { place };
        let gap = self.gap(after);
        let agency = self.bracketed_agency(after, place > 0 && dated);
        let body = agency.as_ref().map_or(after, |agency| agency.words);
        let words_end = if after == 0 { self.span.begin } else { self.words[after - 1].span.end };
        // What stands between the opening and the first word of the text.
        let behind = agency.as_ref().map_or(words_end, |agency| agency.end);
        let begin = self.words.get(body).map_or(self.span.end, |word| word.span.begin);
        let dash = dash_end(&self.content[behind as usize..begin as usize]).map(|end| behind + end as u32);
        let shouted = place > 0 && self.words[..place].iter().all(|word| word.capitals && word.span.len() > 2);
        let stop = gap.trim_start().starts_with('.').then(|| words_end + gap.find('.').map_or(0, |at| at as u32 + 1));
        let accepted = match (place > 0, dated, agency.is_some()) {
            (_, false, true) => place > 0 || self.gap(0).contains(['(', '/']),
            (true, true, true) => true,
            (true, true, false) => dash.is_some() || stop.is_some() && shouted,
            (false, true, with) => dash.is_some() || with,
            (true, false, false) => shouted && dash.is_some(),
            (false, false, false) => false,
        };
        if !accepted || body >= self.words.len() {
            return None;
        }
        let end = match &agency {
            // The full stop after the date belongs to it, the brackets to the agency.
            Some(agency) => Span { begin: self.span.begin, end: agency.begin }.trim(self.content).end.max(words_end),
            None => dash.or(stop).unwrap_or(words_end),
        };
        // A quotation mark before the first word belongs to the text.
        let marks = ['«', '"', '“', '(', '[', ' ', '\u{a0}', '\u{202f}'];
        let begin = self.content[..begin as usize].trim_end_matches(marks).len() as u32;
        let floor = dash.unwrap_or(behind).max(end).max(behind);
        // Marks behind an agency stand in its line, but where there is none nothing else would hold them.
        let begin = if agency.is_some() { begin.max(floor) } else { end };
        let body = Span { begin, end: self.span.end }.trim(self.content);
        Some(Opening {
            dateline: Some(Span { begin: self.span.begin, end }).filter(|span| !span.trim(self.content).is_empty()),
            credit: agency.map(|agency| Span { begin: agency.begin, end: body.begin }.trim(self.content)),
            body,
        })
    }

    /// How many words at the beginning name a place.
    fn place(&self) -> usize {
        const LONGEST: usize = 5;
        let mut at = 0;
        while let Some(word) = self.words.get(at).filter(|_| at < LONGEST) {
            let name = word.capital && !self.pack.is_date_word(word) && !self.pack.is_stop_word(word);
            let joins = at > 0
                && self.pack.is_connector(word)
                && self.gap(at).chars().all(|mark| mark.is_whitespace() || "-'’".contains(mark));
            if !name && !joins {
                break;
            }
            at += 1;
            if self.gap(at).contains(['.', '/', '(', ':', '«', '"']) || dash_end(self.gap(at)).is_some() {
                break;
            }
            if self.gap(at).contains(',')
                && self.words.get(at).is_none_or(|next| next.number || self.pack.is_date_word(next))
            {
                break;
            }
        }
        while at > 0 && !self.words[at - 1].capital {
            at -= 1;
        }
        self.after_country(at)
    }

    /// Index after a country in brackets behind a place, where a comma follows:
    /// "BELGORA (Sarvanie), 3 mars".
    fn after_country(&self, at: usize) -> usize {
        const LONGEST: usize = 4;
        if at == 0 || self.gap(at).trim() != "(" {
            return at;
        }
        let ends = (at + 1..=self.words.len().min(at + LONGEST)).find(|end| self.gap(*end).starts_with(')'));
        let named = |end: &usize| {
            let name = |word: &Word| word.capital || self.pack.is_connector(word);
            self.words[at..*end].iter().all(name) && self.gap(*end)[1..].trim_start().starts_with(',')
        };
        ends.filter(named).unwrap_or(at)
    }

    /// Index after the date that begins at word `at`, and whether there is one.
    fn opening_date(&self, at: usize) -> (usize, bool) {
        if at > 0 && !self.gap(at).contains([',', '(']) && !self.gap(at).trim().is_empty() {
            return (at, false);
        }
        let mut end = at;
        let mut month = false;
        while let Some(word) = self.words.get(end).filter(|word| word.number || self.pack.is_date_word(word)) {
            month |= self.pack.month(word).is_some();
            end += 1;
            if dash_end(self.gap(end)).is_some() || self.gap(end).contains(['(', '/']) {
                break;
            }
        }
        // "le" before a common noun is no date word of this date.
        while end > at && !self.words[end - 1].number && self.pack.month(&self.words[end - 1]).is_none() {
            end -= 1;
        }
        let day = self.words[at..end].iter().any(|word| word.number);
        (end, month && day && end > at)
    }

    /// An agency in brackets or strokes right after word `after`: one that the pack
    /// knows, or between place and day and a dash any in capitals.
    fn bracketed_agency(&self, after: usize, dated: bool) -> Option<Agency> {
        let gap = self.gap(after);
        let open = gap.rfind(['(', '/'])?;
        let close = if gap.as_bytes()[open] == b'(' { ')' } else { '/' };
        let base = if after == 0 { self.span.begin } else { self.words[after - 1].span.end };
        let begin = base + open as u32;
        let rest = &self.content[begin as usize + 1..self.span.end as usize];
        let end = begin + 1 + rest.find(close)? as u32 + 1;
        let inside = Line::new(self.content, Span { begin: begin + 1, end: end - 1 }, self.pack);
        let known = inside.hits.iter().any(|hit| matches!(hit.cue, Cue::Agency(_)));
        let one = inside.words.len() == 1 && inside.words[0].capitals;
        let stranger = dated && one && dash_end(self.gap(after + 1)).is_some();
        ((known || stranger) && inside.words.len() <= 6).then_some(Agency {
            begin,
            end,
            words: after + inside.words.len(),
        })
    }
}

/// How a dispatch opens.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// "GENEVA, 21 January."
    pub(crate) dateline: Option<Span>,
    /// "(AFP) –"
    pub(crate) credit: Option<Span>,
    /// What follows.
    pub(crate) body: Span,
}

struct Agency {
    begin: u32,
    end: u32,
    /// Index of the word after it.
    words: usize,
}

/// Where a dash that stands between spaces, or after a full stop, ends.
fn dash_end(gap: &str) -> Option<usize> {
    let at = gap.find(['-', '–', '—'])?;
    let dash = gap[at..].chars().next()?.len_utf8();
    let before = gap[..at].ends_with(|letter: char| letter.is_whitespace() || ").,/".contains(letter));
    let after = gap[at + dash..].starts_with(|letter: char| letter.is_whitespace() || "«\"“".contains(letter));
    (before && after).then_some(at + dash)
}

/// "10h32", "8am".
fn is_clock(word: &Word, content: &str) -> bool {
    let text = word.span.of(content);
    text.len() <= 6 && text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// The first whole date among `words`: day, month and year in any order that
/// a month's name makes clear, else year-month-day or day-month-year in digits.
fn date_in(words: &[Word], content: &str, pack: &BlocksPack) -> Option<(jiff::civil::Date, Span)> {
    let number = |word: &Word| word.number.then(|| word.span.of(content).parse::<i16>().ok()).flatten();
    for (at, word) in words.iter().enumerate() {
        if let Some(month) = pack.month(word) {
            let before = at.checked_sub(1).and_then(|before| number(&words[before]).map(|day| (before, day)));
            let skipped =
                |at: usize| words.get(at).is_some_and(|word| pack.is_date_word(word) && pack.month(word).is_none());
            let before = before.or_else(|| {
                let ordinal = at.checked_sub(2).filter(|_| skipped(at - 1))?;
                number(&words[ordinal]).map(|day| (ordinal, day))
            });
            let after = words.get(at + 1).and_then(number);
            let next = words.get(at + 2).and_then(number);
            let (first, day, year, last) = match (before, after, next) {
                (Some((first, day)), Some(year), _) if year > 1000 => (first, day, year, at + 1),
                (_, Some(day), Some(year)) if year > 1000 => (at, day, year, at + 2),
                _ => continue,
            };
            let date = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok();
            if let Some(date) = date {
                return Some((date, words[first].span.cover(words[last].span)));
            }
        }
        let Some([first, second, third]) = words.get(at..at + 3) else { continue };
        let joined = |left: &Word, right: &Word| {
            matches!(Span { begin: left.span.end, end: right.span.begin }.of(content), "." | "/" | "-")
        };
        let (Some(one), Some(month), Some(other)) = (number(first), number(second), number(third)) else { continue };
        if !joined(first, second) || !joined(second, third) {
            continue;
        }
        let (year, day) = if one > 1000 { (one, other) } else { (other, one) };
        let date = (year > 1000)
            .then(|| jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok());
        if let Some(date) = date.flatten() {
            return Some((date, first.span.cover(third.span)));
        }
    }
    None
}
