//! Sagas that tell the same meeting are one.

use depeche_record::{AccountKind, Window};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::parties::PartyNo;
use crate::pile::Groups;
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
