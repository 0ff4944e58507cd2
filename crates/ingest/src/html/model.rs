//! Weights of the models in [`super::score`]; made by `eval/intake/train.py`.

/// Weights of the first model, one for each feature.
pub(super) const FIRST: [f32; 1] = [0.0];

/// Weights of the second model: the same features, then the context.
pub(super) const SECOND: [f32; 1] = [0.0];
