//! Which stretches of a page are its article.
//!
//! Two small models, one after the other. The first, a linear one, sees a stretch
//! by itself: its words, its element, what the names around it say, how much
//! running text its element holds. The second, a few dozen trees of three
//! questions each, sees the same and what the first makes of the stretches
//! around it, because an article is a run of neighbours. Both are in
//! [`super::model`], made by `eval/intake/train.py`.

#![allow(clippy::cast_precision_loss, reason = "features are rough by nature")]

use depeche_record::BlockKind;
use rustc_hash::FxHashMap;

use super::hints::Hints;
use super::model;
use super::tag::Tag;
use super::tree::Tree;
use crate::line::Line;

/// For each stretch, whether it is part of the article: as the page itself tells it,
/// or as the models judge, together with a second opinion where there is one.
pub(super) fn article(
    tree: &Tree,
    lines: &[Line],
    title: Option<usize>,
    told: Option<&str>,
    opinion: Option<&[f32]>,
) -> Vec<bool> {
    if let Some(article) = told.and_then(|told| as_told(lines, told)) {
        return article;
    }
    let logits = described(tree, lines, title).into_iter().map(|features| logit(&features));
    match opinion {
        Some(shares) => logits.zip(shares).map(|(logit, share)| logit + OPINION * (share - 0.5) > 0.0).collect(),
        None => logits.map(|logit| logit > 0.0).collect(),
    }
}

/// How much a second opinion counts: wholly for or against it is a logit of half this.
const OPINION: f32 = 3.0;

/// How sure the models are that a stretch is article. What the first is sure is
/// none, most of a page, the second is not asked about.
fn logit(features: &Features) -> f32 {
    const SURELY_NOT: f32 = -4.0;
    let first = features[model::FIRST.len()] * LOGIT;
    if first < SURELY_NOT { first } else { model::SECOND.iter().map(|tree| tree.says(features)).sum() }
}

fn dot(features: &[f32], weights: &[f32]) -> f32 {
    features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum()
}

/// A tree of three questions: whether a feature is above a threshold. The
/// questions that follow on the one at `n` are at `2n + 1` (no) and `2n + 2` (yes).
pub(super) struct Questions {
    pub(super) asks: [(u8, f32); 7],
    pub(super) says: [f32; 8],
}

impl Questions {
    fn says(&self, features: &Features) -> f32 {
        let mut at = 0;
        while let Some((feature, threshold)) = self.asks.get(at) {
            at = 2 * at + 1 + usize::from(features[usize::from(*feature)] > *threshold);
        }
        self.says[at - self.asks.len()]
    }
}

/// A stretch as the second model sees it: what the first sees, then the context.
type Features = [f32; model::FIRST.len() + CONTEXT];

/// For each stretch the features that the first model sees, and what that one
/// makes of the stretches around.
pub(super) fn described(tree: &Tree, lines: &[Line], title: Option<usize>) -> Vec<Features> {
    let page = Surroundings::new(tree, lines, title);
    let mut described = vec![[0.0; model::FIRST.len() + CONTEXT]; lines.len()];
    for (at, features) in described.iter_mut().enumerate() {
        let mut places = features.iter_mut();
        page.describe(at, &mut |_, value| *places.next().expect("as many as the first model has weights") = value);
    }
    let first: Vec<f32> = described.iter().map(|features| dot(features, &model::FIRST)).collect();
    for (features, context) in described.iter_mut().zip(context(tree, &first)) {
        features[model::FIRST.len()..].copy_from_slice(&context);
    }
    described
}

/// The names of the features, in order.
pub(super) fn names() -> Vec<&'static str> {
    let tree = Tree::parse("<p>x");
    let pack = depeche_language::pack::blocks::BlocksPack::default();
    let lines = [Line::new(&tree.content, tree.stretches[0].span, &pack)];
    let mut names = Vec::new();
    Surroundings::new(&tree, &lines, None).describe(0, &mut |name, _| names.push(name));
    names.extend(["context"; CONTEXT]);
    names
}

/// What is known of a page as a whole when its stretches are described.
struct Surroundings<'t> {
    tree: &'t Tree,
    lines: &'t [Line<'t>],
    title: Option<usize>,
    /// By element: running text that its children hold, in weight.
    held: Vec<f32>,
    /// By element: bytes of text and of links, directly or below.
    mass: Vec<(f32, f32)>,
    /// By element: stretches of the same tag that stand in it, directly or one below.
    siblings: Vec<u16>,
    /// How often a text stands on the page.
    repeats: FxHashMap<&'t str, u16>,
    most_held: f32,
    /// By element: how far up from the title's element, and from the fullest,
    /// the two have an element around both.
    from_title: Vec<f32>,
    from_fullest: Vec<f32>,
}

impl<'t> Surroundings<'t> {
    fn new(tree: &'t Tree, lines: &'t [Line<'t>], title: Option<usize>) -> Surroundings<'t> {
        let mut held = vec![0.0; tree.elements.len()];
        let mut mass = vec![(0.0, 0.0); tree.elements.len()];
        let mut siblings = vec![0u16; tree.elements.len()];
        let mut repeats = FxHashMap::default();
        for (stretch, line) in tree.stretches.iter().zip(lines) {
            let element = &tree.elements[stretch.element];
            let weight = running_text(element.all, stretch.linked, line);
            held[stretch.element] += weight;
            if element.parent != stretch.element {
                held[element.parent] += weight;
            }
            let own = &mut mass[stretch.element];
            own.0 += stretch.span.len() as f32;
            own.1 += stretch.linked as f32;
            if element.tag == Tag::P {
                siblings[element.parent] = siblings[element.parent].saturating_add(1);
            }
            *repeats.entry(line.text()).or_insert(0) += 1;
        }
        // Elements come before those inside them, so one pass backwards sums up.
        for at in (1..mass.len()).rev() {
            let inside = mass[at];
            let around = &mut mass[tree.elements[at].parent];
            around.0 += inside.0;
            around.1 += inside.1;
        }
        let most_held = held.iter().copied().fold(1.0, f32::max);
        let fullest = (0..held.len()).max_by(|a, b| held[*a].total_cmp(&held[*b]).then(b.cmp(a))).unwrap_or(0);
        let from_title = steps_from(tree, title.map_or(0, |title| tree.stretches[title].element));
        let from_fullest = steps_from(tree, fullest);
        Surroundings { tree, lines, title, held, mass, siblings, repeats, most_held, from_title, from_fullest }
    }

    /// Hands every feature of a stretch to `feature`, by name, in a fixed order.
    fn describe(&self, at: usize, feature: &mut impl FnMut(&'static str, f32)) {
        let (stretch, line) = (&self.tree.stretches[at], &self.lines[at]);
        let element = &self.tree.elements[stretch.element];
        let parent = &self.tree.elements[element.parent];
        let text = line.text();
        let bytes = text.len() as f32;
        let words = line.words.len() as f32;
        let links = stretch.linked as f32 / bytes;
        let share = |count: usize| count as f32 / words.max(1.0);
        let is = |test: bool| if test { 1.0 } else { 0.0 };

        feature("always", 1.0);
        feature("length", bytes.ln_1p() / 7.0);
        feature("words < 4", is(words < 4.0));
        feature("words >= 10", is(words >= 10.0));
        feature("words >= 25", is(words >= 25.0));
        feature("words >= 50", is(words >= 50.0));
        feature("links", links);
        feature("links > half", is(links > 0.5));
        feature("all links", is(links > 0.95));
        feature("small words", share(line.words.iter().filter(|word| !word.capital && !word.number).count()));
        feature("capitals", share(line.words.iter().filter(|word| word.capitals).count()));
        feature("numbers", share(line.words.iter().filter(|word| word.number).count()));
        feature("stop words", line.stop_ratio());
        feature("finished", is(text.ends_with(['.', '!', '?', '…', '"', '”', '»', ':'])));
        feature("finished, long", is(line.is_finished() && words >= 10.0));
        feature("stops", (text.matches(['.', '!', '?']).count() as f32).min(6.0) / 6.0);
        feature("commas", (text.matches(',').count() as f32).min(6.0) / 6.0);
        feature("breaks off", is(line.breaks_off()));
        feature("quotes", is(text.contains(['"', '“', '«', '„'])));
        feature("marks of a page", is(text.contains(['|', '©', '›', '→', '»', '•']) && words < 20.0));
        feature("copyright", is(text.contains('©')));
        feature("repeated", is(self.repeats.get(text).is_some_and(|count| *count > 1)));

        for (name, test) in [
            ("p", element.tag == Tag::P),
            ("heading", matches!(element.tag, Tag::Heading(_))),
            ("heading 1", element.tag == Tag::Heading(1)),
            ("item", element.tag == Tag::Item),
            ("cell", element.tag == Tag::Cell),
            ("div", element.tag == Tag::Div),
            ("blockquote", element.tag == Tag::Blockquote || parent.tag == Tag::Blockquote),
            ("figcaption", element.tag == Tag::Figcaption),
            ("button", element.tag == Tag::Button),
            ("section", matches!(element.tag, Tag::Section | Tag::Article | Tag::Main)),
            ("form", matches!(element.tag, Tag::Form) || parent.tag == Tag::Form),
        ] {
            feature(name, is(test));
        }
        for (name, hint) in [
            ("in nav", Hints::NAV),
            ("in comments", Hints::COMMENT),
            ("in share", Hints::SHARE),
            ("in related", Hints::RELATED),
            ("in ad", Hints::AD),
            ("in signup", Hints::SIGNUP),
            ("in consent", Hints::CONSENT),
            ("in caption", Hints::CAPTION),
            ("in meta", Hints::META),
            ("in hidden", Hints::HIDDEN),
            ("in aside", Hints::ASIDE),
            ("in foot", Hints::FOOT),
            ("in article", Hints::ARTICLE),
            ("in text", Hints::TEXT),
            ("in body", Hints::BODY),
            ("in title", Hints::TITLE),
        ] {
            feature(name, is(element.all.has(hint)));
        }
        let near = element.own.and(parent.own);
        for (name, hint) in [
            ("near other", Hints::OTHER),
            ("near related", Hints::RELATED.and(Hints::ASIDE)),
            ("near caption", Hints::CAPTION),
            ("near meta", Hints::META),
            ("near body", Hints::BODY),
            ("near text", Hints::TEXT),
            ("near title", Hints::TITLE),
        ] {
            feature(name, is(near.has(hint)));
        }

        let held = |element: usize| self.held[element] / self.most_held;
        let grandparent = parent.parent;
        feature("held by parent", held(element.parent));
        feature("held by element", held(stretch.element));
        feature("held by grandparent", held(grandparent));
        feature("held around, most", held(element.parent).max(held(grandparent)).max(held(stretch.element)));
        feature("in the fullest", is(held(element.parent) > 0.99 || held(stretch.element) > 0.99));
        feature("siblings", f32::from(self.siblings[element.parent]).ln_1p() / 4.0);
        let density = |element: usize| self.mass[element].1 / self.mass[element].0.max(1.0);
        feature("links in parent", density(element.parent));
        feature("links in grandparent", density(grandparent));
        feature("text in parent", self.mass[element.parent].0.ln_1p() / 10.0);
        feature("share of page", self.mass[element.parent].0 / self.mass[0].0.max(1.0));
        feature("short in a thin parent", is(words < 10.0 && held(element.parent) < 0.2));

        let place = at as f32 / self.lines.len() as f32;
        feature("place", place);
        feature("last tenth", is(place > 0.9));
        feature("before the title", is(self.title.is_some_and(|title| at < title)));
        feature("the title", is(self.title == Some(at)));
        feature("after the title", is(self.title.is_some_and(|title| title < at)));
        feature("right after the title", is(self.title.is_some_and(|title| title < at && at <= title + 3)));
        feature("title unknown", is(self.title.is_none()));
        feature("since the title", self.title.map_or(0.0, |title| at.saturating_sub(title).min(60) as f32 / 60.0));
        feature("up from the title", self.from_title[stretch.element]);
        feature("up from the fullest", self.from_fullest[stretch.element]);

        let kind = line.kind();
        for (name, test) in [
            ("says chrome", kind == Some(BlockKind::Chrome)),
            ("says crosslink", kind == Some(BlockKind::Crosslink)),
            ("says credit", kind == Some(BlockKind::Credit)),
            ("says byline", kind == Some(BlockKind::Byline)),
            ("says date", kind == Some(BlockKind::Dateline)),
            ("says address", kind == Some(BlockKind::Metadata)),
        ] {
            feature(name, is(test));
        }
    }
}

/// By element: how many steps lead up from `element` to one that is around both.
fn steps_from(tree: &Tree, element: usize) -> Vec<f32> {
    let mut steps = vec![None; tree.elements.len()];
    let (mut up, mut at) = (0.0, element);
    while steps[at].is_none() {
        steps[at] = Some(up);
        (up, at) = (up + 0.1, tree.elements[at].parent);
    }
    // Elements come before those inside them, and the root is around all.
    let mut known = Vec::with_capacity(steps.len());
    for (at, steps) in steps.into_iter().enumerate() {
        known.push(steps.unwrap_or_else(|| known[tree.elements[at].parent]));
    }
    known
}

/// How much running text a stretch is, judged by itself.
fn running_text(around: Hints, linked: u32, line: &Line) -> f32 {
    let length = line.span.len() as f32;
    let links = linked as f32 / length;
    if line.words.len() < 8 || links > 0.5 || around.has(Hints::OTHER) {
        return 0.0;
    }
    let finished = if line.is_finished() { 1.0 } else { 0.4 };
    (1.0 - links) * finished * (length / 100.0).min(4.0)
}

/// By what the first model's logit is divided to be of the size of the other features.
const LOGIT: f32 = 4.0;

/// Number of features that [`context`] adds; the first is the first model's own logit.
const CONTEXT: usize = 12;

/// What the first model makes of the stretches around each one.
fn context(tree: &Tree, first: &[f32]) -> Vec<[f32; CONTEXT]> {
    let sure: Vec<f32> = first.iter().map(|logit| 1.0 / (1.0 + (-logit).exp())).collect();
    let length = |at: usize| tree.stretches[at].span.len() as f32;
    let most = sure.iter().copied().fold(0.0, f32::max);
    // By element: share of the text in it, directly or one below, that is article.
    let mut inside = vec![(0.0f32, 0.0f32); tree.elements.len()];
    for (stretch, sure) in tree.stretches.iter().zip(&sure) {
        let bytes = stretch.span.len() as f32;
        let parent = tree.elements[stretch.element].parent;
        for element in [parent, tree.elements[parent].parent] {
            inside[element].0 += sure * bytes;
            inside[element].1 += bytes;
        }
    }
    // Length of article text up to and after each stretch.
    let mut before = Vec::with_capacity(sure.len() + 1);
    before.push(0.0f32);
    for at in 0..sure.len() {
        before.push(before[at] + if sure[at] > 0.5 { length(at) } else { 0.0 });
    }
    let all = before[sure.len()].max(1.0);
    (0..sure.len())
        .map(|at| {
            let near = |step: isize| at.checked_add_signed(step).and_then(|at| sure.get(at)).copied().unwrap_or(0.0);
            let window = |steps: std::ops::RangeInclusive<isize>| {
                let count = steps.clone().count() as f32;
                steps.map(near).sum::<f32>() / count
            };
            let parent = tree.elements[tree.stretches[at].element].parent;
            let share = |element: usize| inside[element].0 / inside[element].1.max(1.0);
            [
                first[at].clamp(-8.0, 8.0) / LOGIT,
                near(-1),
                near(1),
                near(-2),
                near(2),
                window(-6..=-1),
                window(1..=6),
                near(-1) * near(1),
                share(parent),
                share(tree.elements[parent].parent),
                most,
                // In the middle of the article's text, neither before nor after it.
                (before[at] / all * (1.0 - before[at + 1] / all)).min(0.05) * 20.0,
            ]
        })
        .collect()
}

/// The stretches that say what the page's own data gives as the article's body,
/// if nearly all of the body is found on the page.
fn as_told(lines: &[Line], told: &str) -> Option<Vec<bool>> {
    const SHORTEST: usize = 400;
    const LEAST: f32 = 0.8;
    let letters = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let told = letters(told);
    if told.len() < SHORTEST {
        return None;
    }
    let mut from = 0;
    let mut found = 0;
    let mut article: Vec<bool> = Vec::with_capacity(lines.len());
    for line in lines {
        let text = letters(line.text());
        // What follows on what was found comes first: short lines stand in many places.
        let long = text.len() >= 40;
        let rest = &told[from..];
        let place = if long { rest.find(&*text) } else { rest.starts_with(&*text).then_some(0) };
        let is = !text.is_empty() && place.is_some();
        if let Some(place) = place.filter(|_| is) {
            from += place + text.len();
            found += text.len();
        }
        article.push(is);
    }
    (found as f32 >= LEAST * told.len() as f32).then_some(article)
}
