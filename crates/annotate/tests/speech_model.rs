//! The weights that judge what the constructions of speech find.

use depeche_language::Packs;
use depeche_record::Lang;

const MODEL: &str = include_str!("../../../packs/fr/speech-model.toml");

#[test]
fn the_model_is_small_and_whole() {
    assert!(MODEL.len() <= 5 << 20, "{} bytes of weights", MODEL.len());
    let packs = Packs::builtin();
    let model = &packs.get(Lang::FR).expect("a French pack").speech.model;
    assert!(!model.report.is_empty() && !model.end.is_empty());
}

/// Every feature names a rule of the pack, or none.
#[test]
fn the_model_knows_the_constructions_of_its_pack() {
    let packs = Packs::builtin();
    let pack = packs.get(Lang::FR).expect("a French pack");
    for line in MODEL.lines() {
        let Some((_, rule)) = line.split_once("rule=") else { continue };
        let rule = rule.split(['"', ' ', ',']).next().expect("a first part");
        let known = pack.speech.constructions.iter().any(|construction| &*construction.name == rule);
        assert!(known, "no construction {rule:?}: make the weights again with the example `train-speech`");
    }
}
