//! Which stretches of a page are its article.

use super::hints::Hints;
use super::tag::Tag;
use super::tree::Tree;
use crate::line::Line;

/// For each stretch, whether it is part of the article.
pub(super) fn article(tree: &Tree, lines: &[Line], told: Option<&str>) -> Vec<bool> {
    let weights: Vec<f32> = tree
        .stretches
        .iter()
        .zip(lines)
        .map(|(stretch, line)| weight(tree, stretch.element, stretch.linked, line))
        .collect();
    let mut scores = vec![0.0f32; tree.elements.len()];
    for (stretch, weight) in tree.stretches.iter().zip(&weights) {
        let mut element = stretch.element;
        let mut share = *weight;
        for _ in 0..4 {
            element = tree.elements[element].parent;
            scores[element] += share;
            share *= 0.6;
        }
    }
    for (score, element) in scores.iter_mut().zip(&tree.elements) {
        if element.own.has(Hints::BODY) {
            *score *= 1.5;
        }
        if element.own.has(Hints::OTHER) {
            *score *= 0.3;
        }
    }
    let Some(top) = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])) else { return Vec::new() };
    let inside = |mut element: usize| loop {
        if element == top {
            return true;
        }
        if element == 0 {
            return false;
        }
        element = tree.elements[element].parent;
    };
    let _ = told;
    tree.stretches
        .iter()
        .zip(lines)
        .map(|(stretch, line)| {
            let element = &tree.elements[stretch.element];
            let links = stretch.linked as f32 / stretch.span.len() as f32;
            inside(stretch.element)
                && links < 0.5
                && !element.own.has(Hints::OTHER.and(Hints::CAPTION).and(Hints::META))
                && line.words.len() > 1
        })
        .collect()
}

fn weight(tree: &Tree, element: usize, linked: u32, line: &Line) -> f32 {
    let element = &tree.elements[element];
    let length = line.span.len() as f32;
    let links = linked as f32 / length;
    if line.words.len() < 8 || links > 0.5 || element.all.has(Hints::OTHER) || matches!(element.tag, Tag::Heading(_)) {
        return 0.0;
    }
    let finished = if line.is_finished() { 1.0 } else { 0.4 };
    (1.0 - links) * finished * (length / 100.0).min(4.0) * (0.5 + line.stop_ratio())
}
