//! A second opinion on which text of a page is its article: that of the crate
//! `trafilatura`, in a build with the feature of this name.
//!
//! It gives a text of its own making, without places. What it takes for the article
//! is looked up in the page's stretches, whose places stay what they are.

use std::hash::{BuildHasher, Hasher};
use std::panic;

use rustc_hash::{FxBuildHasher, FxHashSet};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::tree::Tree;

/// Larger pages are not shown to it: its time grows faster than they do.
const LARGEST: usize = 4 << 20;

/// Elements nested deeper than this are too much for its recursion.
const DEEPEST: usize = 200;

/// By stretch, how much of it the crate takes for the article, 0 to 1; `None` if
/// it has no opinion of the page.
pub(super) fn of(html: &str, tree: &Tree) -> Option<Vec<f32>> {
    if html.len() > LARGEST || tree.depth > DEEPEST {
        return None;
    }
    let options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::Balanced)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // Not ours, and so not known to be total.
    let article = panic::catch_unwind(|| trafilatura::extract(html, &options)).ok()?.ok()?;
    let article = Tree::parse(&article.content_html);
    let mut runs = FxHashSet::default();
    let mut lines = FxHashSet::default();
    for stretch in &article.stretches {
        for line in stretch.span.of(&article.content).lines() {
            let words = words(line);
            lines.insert(hash(&words));
            runs.extend(words.windows(RUN).map(hash));
        }
    }
    let share = |text: &str| {
        let words = words(text);
        if words.len() < RUN {
            return if lines.contains(&hash(&words)) { 1.0 } else { 0.0 };
        }
        let all = words.len() + 1 - RUN;
        words.windows(RUN).filter(|run| runs.contains(&hash(run))).count() as f32 / all as f32
    };
    Some(tree.stretches.iter().map(|stretch| share(stretch.span.of(&tree.content))).collect())
}

/// Words in a row that are looked up together.
const RUN: usize = 4;

/// The words of a text by their hashes, in small letters.
fn words(text: &str) -> Vec<u64> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| FxBuildHasher.hash_one(word.to_lowercase())).collect()
}

fn hash(words: &[u64]) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    for word in words {
        hasher.write_u64(*word);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_the_stretches_of_the_page() {
        let paragraph =
            "La délégation du port a rappelé mardi que les accords de la ville haute seront tenus. ".repeat(5);
        let page = format!(
            "<body><nav><ul><li><a href=/a>Rubrique une</a></ul></nav><article><h1>Les accords tenus</h1>\
             <p>{paragraph}<p>{paragraph} Encore.</article><footer>© Le Phare</footer>"
        );
        let tree = Tree::parse(&page);
        let shares = of(&page, &tree).expect("an opinion");
        let article = |part: &str| {
            let at = tree.stretches.iter().position(|stretch| stretch.span.of(&tree.content).contains(part));
            shares[at.expect("on the page")]
        };
        assert!(article("délégation") > 0.9 && article("Rubrique") < 0.1 && article("Phare") < 0.1, "{shares:?}");
        assert_eq!(of(&"<div>".repeat(1000), &Tree::parse(&"<div>".repeat(1000))), None);
    }
}
