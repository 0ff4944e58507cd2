//! Sagas that tell the same meeting are one, and those of a text and its translation.

use depeche_record::{AccountKind, Relation, Window};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::lineage::Lineage;
use crate::parties::PartyNo;
use crate::pile::{Groups, Pile};
use crate::stories::Stories;
use crate::tellings::Telling;

/// Joins the sagas of stories that tell one meeting: of the same day and the same
/// parties, or of one body, which meets once a day.
pub(crate) fn join_by_meetings(stories: &mut Stories, tellings: &[Telling<'_>], is_body: impl Fn(PartyNo) -> bool) {
    let mut groups = Groups::new(stories.saga.len());
    let mut first: FxHashMap<(Date, &[PartyNo]), u32> = FxHashMap::default();
    for telling in tellings.iter().filter(|telling| telling.kind() == AccountKind::Meeting) {
        let Some(day) = telling.day().and_then(Window::as_day) else { continue };
        let saga = stories.saga_of(telling.text);
        let sides = &telling.by_sides[..];
        let bodies = sides.chunks(1).filter(|side| is_body(side[0]));
        for met in bodies.chain((sides.len() > 1).then_some(sides)) {
            groups.join(*first.entry((day, met)).or_insert(saga), saga);
        }
    }
    for saga in &mut stories.saga {
        *saga = groups.find(*saga);
    }
}

/// Joins the sagas of a text and of what it was made from, be it in another language.
pub(crate) fn join_by_lineage(stories: &mut Stories, pile: &Pile<'_>, lineage: &Lineage) {
    let mut groups = Groups::new(stories.saga.len());
    for (text, sources) in lineage.derives_from.iter().enumerate() {
        let made = sources.iter().filter(|source| source.relation <= Relation::Translation);
        for source in made.filter_map(|source| pile.number(source.text.as_ref()?)) {
            groups.join(stories.saga_of(text as u32), stories.saga_of(source));
        }
    }
    for saga in &mut stories.saga {
        *saga = groups.find(*saga);
    }
}
