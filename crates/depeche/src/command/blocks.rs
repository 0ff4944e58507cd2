//! `depeche blocks`: an article with its blocks labelled.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use depeche::annotate;
use depeche_record::{BlockKind, Reading};

use crate::args::{Common, OneFile};
use crate::outcome::Outcome;
use crate::pile::{self, Pile};
use crate::terminal::Terminal;

pub(crate) fn run(args: &OneFile, common: &Common, terminal: &Terminal) -> Outcome {
    let packs = pile::packs(common)?;
    let mut pile = Pile::one(args);
    let mut out = terminal.stdout();
    pile.each(&packs, |text| labelled(&annotate(text, &packs)), |page| Ok(out.write_all(page.as_bytes())?))?;
    out.flush()?;
    pile.done(terminal)
}

fn labelled(reading: &Reading) -> String {
    let mut page = String::new();
    for block in &reading.blocks {
        let style = style(block.kind);
        for (number, line) in block.span.of(reading.text.content()).lines().enumerate() {
            let label = if number == 0 { name(block.kind) } else { "" };
            let _ = writeln!(page, "{style}{label:>9}{style:#} │ {style}{line}{style:#}");
        }
    }
    page
}

/// How a block of this kind is shown: what is not the article steps back.
pub(super) fn style(kind: BlockKind) -> Style {
    match kind {
        BlockKind::Title => Style::new().bold(),
        BlockKind::Heading => AnsiColor::Cyan.on_default().bold(),
        BlockKind::Paragraph | BlockKind::List => Style::new(),
        BlockKind::Dateline | BlockKind::Byline => AnsiColor::Green.on_default(),
        BlockKind::Credit => AnsiColor::Yellow.on_default(),
        BlockKind::Metadata => AnsiColor::Blue.on_default(),
        BlockKind::Crosslink | BlockKind::Chrome => AnsiColor::BrightBlack.on_default(),
    }
}

pub(super) fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Dateline => "dateline",
        BlockKind::Byline => "byline",
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::List => "list",
        BlockKind::Credit => "credit",
        BlockKind::Metadata => "metadata",
        BlockKind::Crosslink => "crosslink",
        BlockKind::Chrome => "chrome",
    }
}
