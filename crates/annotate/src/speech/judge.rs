//! Who has the last word on candidates: the pack's model, or a teacher.

use depeche_language::linear::{Weights, chance, score};
use depeche_language::pack::speech::SpeechModel;

use super::features::{Candidate, Say};

/// How sure the model must be of a candidate. Below one half: what a rule found
/// has something for it that no feature says.
pub const ENOUGH: f32 = 0.4;

/// What a judge makes of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// Where its content ends.
    pub(super) end: usize,
    /// How sure it is, from 0 to 1.
    pub(super) confidence: f32,
}

/// Accepts or rejects candidates and settles where their contents end.
pub(super) trait Judge {
    /// `None` rejects.
    fn judge(&mut self, candidate: Candidate<'_, '_>) -> Option<Verdict>;
}

/// Weighs the features of a candidate on top of its rule's confidence.
impl Judge for &SpeechModel {
    fn judge(&mut self, candidate: Candidate<'_, '_>) -> Option<Verdict> {
        let confidence = candidate.report.rule.confidence;
        let ends = candidate.ends();
        let end = ends[0];
        if self.report.is_empty() {
            return Some(Verdict { end, confidence });
        }
        let confidence = chance(score(confidence) + weigh(&self.report, |say| candidate.describe(say)));
        if confidence < ENOUGH {
            return None;
        }
        let mut best = (end, f32::NEG_INFINITY);
        for end in ends {
            let score = candidate.trust(end) + weigh(&self.end, |say| candidate.describe_end(end, say));
            if score > best.1 {
                best = (end, score);
            }
        }
        Some(Verdict { end: best.0, confidence: (confidence * 100.0).round().min(99.0) / 100.0 })
    }
}

/// The sum of the weights of the features that are said.
fn weigh(weights: &Weights, describe: impl FnOnce(&mut Say<'_>)) -> f32 {
    let mut sum = 0.0;
    describe(&mut |name| sum += weights.of(name));
    sum
}
