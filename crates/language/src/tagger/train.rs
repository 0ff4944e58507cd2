//! How the tagger learns.

use super::{BUCKETS, LABELS, Label, Shapes};

/// A sentence with the label of each of its words.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its words.
    pub words: Vec<String>,
    /// Their labels.
    pub labels: Vec<Label>,
}

/// Learns from examples in `rounds` passes; returns the table of weights.
///
/// The same examples in the same order give the same bytes.
pub fn train(examples: &[Example], rounds: usize) -> Vec<u8> {
    let size = BUCKETS * LABELS.len();
    let mut weights = vec![0i32; size];
    // The average of the weights over all steps is `weights - sums / steps`.
    let mut sums = vec![0i64; size];
    let mut step: i64 = 1;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(1);
    let mut rows = Vec::new();
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for number in &order {
            let example = &examples[*number];
            let words: Vec<&str> = example.words.iter().map(String::as_str).collect();
            let shapes = Shapes::new(&words);
            let mut before = Label::Outside;
            for at in 0..words.len() {
                rows.clear();
                let mut scores = [0i64; LABELS.len()];
                shapes.features(at, before, |feature| {
                    let row = feature as usize % BUCKETS * LABELS.len();
                    rows.push(row);
                    for (label, score) in scores.iter_mut().enumerate() {
                        *score += i64::from(weights[row + label]);
                    }
                });
                let best =
                    (0..LABELS.len()).max_by_key(|label| (scores[*label], std::cmp::Reverse(*label))).unwrap_or(0);
                let gold = example.labels[at] as usize;
                if best != gold {
                    for row in &rows {
                        weights[row + gold] += 1;
                        sums[row + gold] += step;
                        weights[row + best] -= 1;
                        sums[row + best] -= step;
                    }
                }
                before = LABELS[best];
                step += 1;
            }
        }
    }
    quantised(&weights, &sums, step)
}

#[allow(clippy::cast_precision_loss, reason = "sums and steps stay far below 2^52")]
/// Averages the weights and rounds them to a signed byte each.
fn quantised(weights: &[i32], sums: &[i64], steps: i64) -> Vec<u8> {
    let average: Vec<f64> =
        weights.iter().zip(sums).map(|(weight, sum)| f64::from(*weight) - *sum as f64 / steps as f64).collect();
    // A few large weights may be cut: what counts is the grain of the small ones.
    let mut sizes: Vec<f64> = average.iter().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 1000)).copied().unwrap_or(1.0);
    average
        .iter()
        .map(|weight| ((weight / largest * 127.0).round().clamp(-127.0, 127.0) as i8).cast_unsigned())
        .collect()
}

/// Numbers that look random and are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for last in (1..items.len()).rev() {
            items.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}
