//! The fields of an account that words beside its verb or noun fill.

use std::ops::Range;

use depeche_language::pack::{Clue, Detail};
use depeche_record::{Account, AccountKind, MeetingStatus, Modality, Span, Time, TimeType, Window};

use super::scene::Scene;
use crate::time::{Due, due};

/// Fills when, due, format, level and medium of an account from the words at
/// `within`. `performs` is the quotation whose cue tells it: what stands in the
/// content is then about the content, not about when it was said.
pub(super) fn fill(scene: &Scene<'_>, account: &mut Account, within: Range<usize>, performs: Option<usize>) {
    let span = scene.syntax.span(within.clone());
    if owes(account.kind)
        && let Some((due, due_span)) = deadline(scene, span).or_else(|| deadline_before(scene, account, within.start))
    {
        (account.due, account.due_span) = (due, Some(due_span));
    }
    let content = performs.map(|number| &scene.quotations[number].content);
    let about_act = |time: &&Time| {
        let in_content = content.is_some_and(|content| content.iter().any(|span| span.contains(time.span)));
        let in_due = account.due_span.is_some_and(|due| due.overlaps(time.span));
        !in_content && !in_due
    };
    let told = |window: &Window| account.kind == AccountKind::Meeting || !is_to_come(scene, *window, account);
    let to_come = account.kind == AccountKind::Meeting
        && matches!(account.status, Some(MeetingStatus::Planned | MeetingStatus::Possible));
    let front = scene.syntax.span(scene.syntax.front(within.start));
    let times = scene.times_in(span).chain(scene.times_in(front));
    let time = times.filter(about_act).filter_map(|time| time.window).find(told);
    // "avant l'été": a meeting to come falls into a window as a promise does.
    let window = deadline(scene, span).filter(|_| to_come && time.is_some()).and_then(|(window, _)| window);
    account.when = window.or(time);
    for (_, clue) in scene.clues_in(within) {
        let Clue::Detail(detail, name) = clue else { continue };
        let field = match detail {
            Detail::Format if account.kind == AccountKind::Meeting => &mut account.format,
            Detail::Level if account.kind == AccountKind::Meeting => &mut account.level,
            Detail::Medium if has_medium(account.kind) => &mut account.medium,
            _ => continue,
        };
        field.get_or_insert_with(|| scene.article.pack.acts.name_of(name).to_owned());
    }
}

/// Durations count from the day of the act, where that is told: "a promis jeudi
/// de répondre sous huit jours". It may be the day of the meeting at which the
/// act was done, told some sentences before.
pub(super) fn count_from_acts(scene: &Scene<'_>, accounts: &mut [Account]) {
    for number in 0..accounts.len() {
        let account = &accounts[number];
        let Some(span) = account.due_span else { continue };
        let day = account.when.and_then(Window::as_day).or_else(|| day_of_occasion(scene, accounts, number));
        let times = scene.times_in(span).filter(|time| time.kind == TimeType::Duration);
        let length = times.last().and_then(|time| time.value.as_deref()?.parse::<jiff::Span>().ok());
        let Some((day, end)) = day.and_then(|day| Some((day, day.checked_add(length?).ok()?))) else { continue };
        let exact = account.due.is_some_and(|due| due.as_day().is_some());
        accounts[number].due = if exact { Some(Window::day(end)) } else { Window::between(day, end) };
    }
}

/// The day of the meeting at which an act was done: "après un entretien avec B,
/// A a promis". If its sentence does not tell the day, that of the meeting of
/// the same people told before.
fn day_of_occasion(scene: &Scene<'_>, accounts: &[Account], number: usize) -> Option<jiff::civil::Date> {
    let sentence = scene.article.segmented.sentence_at(accounts[number].span.begin)?;
    let sentence = scene.article.segmented.sentences[sentence].span;
    let held = |account: &&Account| account.kind == AccountKind::Meeting && account.status == Some(MeetingStatus::Held);
    let occasion = accounts.iter().filter(held).find(|meeting| sentence.contains(meeting.span))?;
    let day = |meeting: &Account| meeting.when.and_then(Window::as_day);
    let same = |meeting: &&Account| {
        meeting.span.end <= occasion.span.begin
            && (meeting.by.is_empty() || occasion.by.iter().any(|party| meeting.by.contains(party)))
    };
    day(occasion).or_else(|| accounts.iter().filter(held).rev().find(same).and_then(day))
}

/// Whether acts of this kind fall due.
fn owes(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Commitment | AccountKind::Demand | AccountKind::Condition)
}

fn has_medium(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Reply | AccountKind::Document | AccountKind::Commitment | AccountKind::Proposal)
}

/// Whether a window lies after the day of publication although the act is done.
fn is_to_come(scene: &Scene<'_>, window: Window, account: &Account) -> bool {
    let planned = account.modality != Modality::Fact || account.status == Some(MeetingStatus::Planned);
    let published = scene.reading.text.published.window.and_then(depeche_record::Window::end);
    !planned && matches!((published, window.begin()), (Some(published), Some(begin)) if begin > published)
}

/// The time by which something is due in `span`: its window, if the text fixes
/// one, and its words. Of several the last one counts that is not over.
pub(super) fn deadline(scene: &Scene<'_>, span: Span) -> Option<(Option<Window>, Span)> {
    let published = scene.reading.text.published.window;
    let day = published.and_then(Window::as_day);
    let times = &scene.reading.times;
    let first = times.partition_point(|time| time.span.begin < span.begin);
    let inside = (first..times.len()).take_while(|index| times[*index].span.end <= span.end);
    let owed =
        inside.filter(|index| !is_reference_back(&times[*index])).map(|index| due(scene.article, times, index, day));
    let ahead = |due: &Due| match (published.and_then(Window::begin), due.window.and_then(Window::end)) {
        (Some(published), Some(end)) => end >= published || due.window.and_then(Window::begin).is_none(),
        _ => true,
    };
    owed.filter(ahead).last().map(|due| (due.window, due.span))
}

/// A promise may name its day before its clause: "la semaine prochaine, lorsqu'ils
/// nous répondront". Only a time to come counts there.
fn deadline_before(scene: &Scene<'_>, account: &Account, begin: usize) -> Option<(Option<Window>, Span)> {
    if account.kind != AccountKind::Commitment || account.quotation.is_none() {
        return None;
    }
    let sentence = scene.syntax.sentence(begin).tokens.start;
    let said = scene.said_at(begin);
    let first = (sentence..begin).rev().take_while(|at| scene.said_at(*at) == said).last()?;
    let published = scene.reading.text.published.window?.end()?;
    let (window, span) = deadline(scene, scene.syntax.span(first..begin))?;
    window?.begin().is_some_and(|begin| begin > published).then_some((window, span))
}

/// "maintenant", "récemment": no time by which something could be due.
fn is_reference_back(time: &Time) -> bool {
    matches!(time.value.as_deref(), Some("PRESENT_REF" | "PAST_REF")) || time.kind == TimeType::Set
}
