//! Linear models: named features, each with a weight that a person can read.
//!
//! [`fit`] learns weights from choices between alternatives (conditional
//! logistic regression); a yes or no is a choice between something and nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer};

/// The weights of features, by name.
#[derive(Debug, Default)]
pub struct Weights {
    by_name: FxHashMap<u64, f32>,
}

impl Weights {
    /// The weight of the feature whose name these parts make together; 0 if it
    /// has none.
    pub fn of(&self, name: &[&str]) -> f32 {
        self.by_name.get(&key(name)).copied().unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

/// A hash (FNV-1a) that doesn't ask into which parts a name is cut.
fn key(name: &[&str]) -> u64 {
    let bytes = name.iter().flat_map(|part| part.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl FromIterator<(String, f32)> for Weights {
    fn from_iter<I: IntoIterator<Item = (String, f32)>>(weights: I) -> Weights {
        Weights { by_name: weights.into_iter().map(|(name, weight)| (key(&[&name]), weight)).collect() }
    }
}

impl<'de> Deserialize<'de> for Weights {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Weights, D::Error> {
        Ok(BTreeMap::<String, f32>::deserialize(from)?.into_iter().collect())
    }
}

/// The chance, from 0 to 1, of something with this score.
pub fn chance(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The score of something with this chance; the inverse of [`chance`].
pub fn score(chance: f32) -> f32 {
    (chance / (1.0 - chance)).ln()
}

/// One of several things to choose from.
#[derive(Clone, Debug, Default)]
pub struct Alternative {
    /// The names of its features.
    pub features: Vec<String>,
    /// Its score before any feature is looked at.
    pub prior: f32,
}

/// Things to choose from, and the one to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What there is.
    pub alternatives: Vec<Alternative>,
    /// The number of the right one.
    pub right: usize,
}

/// How weights are learned.
#[derive(Clone, Copy, Debug)]
pub struct Schooling {
    /// How often all choices are looked at.
    pub rounds: usize,
    /// How strongly weights are held near 0.
    pub ridge: f64,
    /// Features of fewer choices than this are left out.
    pub rare: usize,
}

/// Learns weights, in hundredths; those that round to nothing are left out.
/// The same choices in the same order give the same weights.
pub fn fit(choices: &[Choice], schooling: Schooling) -> BTreeMap<String, f32> {
    let names = names(choices, schooling.rare);
    let indexed: Vec<Vec<(Vec<usize>, f64)>> = choices
        .iter()
        .map(|choice| {
            let number = |name: &String| names.binary_search(&name.as_str()).ok();
            let one = |it: &Alternative| (it.features.iter().filter_map(number).collect(), f64::from(it.prior));
            choice.alternatives.iter().map(one).collect()
        })
        .collect();
    let mut weights = vec![0.0; names.len()];
    let mut seen = vec![1e-8; names.len()];
    for _ in 0..schooling.rounds {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -schooling.ridge * weight).collect();
        for (choice, alternatives) in choices.iter().zip(&indexed) {
            let shares = shares(alternatives, &weights);
            for (number, ((features, _), share)) in alternatives.iter().zip(shares).enumerate() {
                let wanted = f64::from(u8::from(number == choice.right));
                for feature in features {
                    slope[*feature] += wanted - share;
                }
            }
        }
        for ((weight, seen), slope) in weights.iter_mut().zip(&mut seen).zip(slope) {
            *seen += slope * slope;
            *weight += 0.5 * slope / seen.sqrt();
        }
    }
    let rounded = weights.into_iter().map(|weight| ((weight * 100.0).round() / 100.0) as f32);
    names.iter().map(|name| (*name).to_owned()).zip(rounded).filter(|(_, weight)| *weight != 0.0).collect()
}

/// The names of features, sorted, that enough choices have.
fn names(choices: &[Choice], rare: usize) -> Vec<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for choice in choices {
        let mut names: Vec<&str> =
            choice.alternatives.iter().flat_map(|it| it.features.iter().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= rare).map(|(name, _)| name).collect()
}

/// What chance the weights give each alternative.
fn shares(alternatives: &[(Vec<usize>, f64)], weights: &[f64]) -> Vec<f64> {
    let score =
        |(features, prior): &(Vec<usize>, f64)| prior + features.iter().map(|feature| weights[*feature]).sum::<f64>();
    let scores: Vec<f64> = alternatives.iter().map(score).collect();
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.into_iter().map(|score| (score - highest).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|share| share / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alternative(features: &[&str]) -> Alternative {
        Alternative { features: features.iter().map(|name| (*name).to_owned()).collect(), prior: 0.0 }
    }

    #[test]
    fn a_name_is_the_same_in_one_part_or_several() {
        let weights: Weights = [("tense=past".to_owned(), 1.5)].into_iter().collect();
        assert!((weights.of(&["tense=", "past"]) - 1.5).abs() < f32::EPSILON);
        assert!(weights.of(&["tense=", "future"]).abs() < f32::EPSILON);
    }

    #[test]
    fn what_is_chosen_gains_weight() {
        let choice = |right| Choice { alternatives: vec![alternative(&["quick"]), alternative(&["slow"])], right };
        let schooling = Schooling { rounds: 50, ridge: 0.1, rare: 1 };
        let weights = fit(&[choice(0), choice(0), choice(0), choice(1)], schooling);
        assert!(weights["quick"] > 0.0 && weights["slow"] < 0.0, "{weights:?}");
        assert_eq!(weights, fit(&[choice(0), choice(0), choice(0), choice(1)], schooling));
    }

    #[test]
    fn rare_features_are_left_out() {
        let choice = Choice { alternatives: vec![alternative(&["once"]), alternative(&[])], right: 0 };
        assert!(fit(&[choice], Schooling { rounds: 5, ridge: 0.1, rare: 2 }).is_empty());
    }

    #[test]
    fn chance_and_score_are_inverse() {
        assert!((chance(score(0.85)) - 0.85).abs() < 1e-6);
    }
}
