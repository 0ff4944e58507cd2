//! `depeche annotate`: what each article says, one JSON object a line.

use std::io::Write;

use depeche::{Packs, annotate};
use depeche_record::{Points, Reading, Text};

use super::explain;
use crate::args::{Annotate, Common, Layer, ReadingFormat};
use crate::outcome::Outcome;
use crate::pile::{self, Pile};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Annotate, common: &Common, terminal: &Terminal) -> Outcome {
    let packs = pile::packs(common)?;
    let mut pile = Pile::new(&args.input);
    let mut out = terminal.stdout();
    if args.explain {
        pile.each(
            &packs,
            |text| explain::explained(&annotate(text, &packs)),
            |explained| Ok(out.write_all(explained.as_bytes())?),
        )?;
    } else {
        let ReadingFormat::Jsonl = args.format;
        pile.each(&packs, |text| line(text, &packs, &args.layers), |line| Ok(out.write_all(&line)?))?;
    }
    out.flush()?;
    pile.done(terminal)
}

/// The reading of `text` as a line of JSON.
fn line(text: &Text, packs: &Packs, layers: &[Layer]) -> Vec<u8> {
    let mut reading = annotate(text, packs).to_points();
    if !layers.is_empty() {
        keep(layers, &mut reading);
    }
    let mut line = serde_json::to_vec(&reading).expect("a reading is plain data");
    line.push(b'\n');
    line
}

/// Empties all layers but `layers`. Parties stay as long as something refers to them.
fn keep(layers: &[Layer], reading: &mut Reading<Points>) {
    let dropped = |layer| !layers.contains(&layer);
    if dropped(Layer::Blocks) {
        reading.blocks.clear();
    }
    if dropped(Layer::Sentences) {
        reading.sentences.clear();
    }
    if dropped(Layer::Times) {
        reading.times.clear();
    }
    if dropped(Layer::Mentions) {
        reading.mentions.clear();
    }
    if dropped(Layer::Quotations) {
        reading.quotations.clear();
    }
    if dropped(Layer::Credits) {
        reading.credits.clear();
    }
    if dropped(Layer::Accounts) {
        reading.accounts.clear();
    }
    if dropped(Layer::Flags) {
        reading.flags.clear();
    }
    if [Layer::Mentions, Layer::Quotations, Layer::Accounts].into_iter().all(dropped) {
        reading.parties.clear();
    }
}
