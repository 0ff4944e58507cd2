//! From tellings to accounts: one per act, in order, with their links.

use depeche_language::pack::Clue;
use depeche_record::{Account, AccountId, AccountKind, BlockKind, MeetingStatus, Modality, Polarity, Quotation, Span};

use super::fields;
use super::scene::Scene;
use super::told::Telling;

/// Drops what is too unsure, folds tellings of the same act, and links what
/// belongs together.
pub(super) fn settle(scene: &Scene<'_>, mut tellings: Vec<Telling>) -> Vec<Account> {
    let pack = &scene.article.pack.acts;
    tellings.retain(|telling| telling.account.confidence >= pack.threshold);
    tellings.sort_by_key(|telling| (telling.account.span, telling.head));
    let mut accounts: Vec<Account> = Vec::new();
    inherit_authors(scene, &mut tellings);
    for telling in tellings {
        add(&mut accounts, telling.account);
    }
    drop_contents(&mut accounts);
    keep_one_silence(&mut accounts);
    fields::count_from_acts(scene, &mut accounts);
    fold_headlines(scene, &mut accounts);
    for (number, account) in accounts.iter_mut().enumerate() {
        account.id = AccountId(number as u32 + 1);
        account.chain = chain(scene, account);
        let topics: Vec<&str> = topics(scene, account.span).collect();
        account.plover = pack.plover.category(account, &topics).map(str::to_owned);
    }
    link(&mut accounts);
    accounts
}

/// "Ils sont invités à…" goes on with the document or demand of the sentence
/// before: whoever asked there asks here.
fn inherit_authors(scene: &Scene<'_>, tellings: &mut [Telling]) {
    let sentence = |telling: &Telling| scene.article.segmented.sentence_at(telling.account.span.begin);
    let asks = |kind| matches!(kind, AccountKind::Document | AccountKind::Demand | AccountKind::Proposal);
    for number in 1..tellings.len() {
        let (before, rest) = tellings.split_at_mut(number);
        let (Some(before), telling) = (before.last(), &mut rest[0]) else { continue };
        let near = matches!((sentence(before), sentence(telling)), (Some(before), Some(here)) if here - before <= 1);
        let nobody = telling.account.kind == AccountKind::Demand && telling.account.by.is_empty();
        if nobody && near && asks(before.account.kind) && before.account.quotation == telling.account.quotation {
            telling.account.by.clone_from(&before.account.by);
        }
    }
}

/// Adds an account unless the same act is told there already; of two the surer
/// one stays.
fn add(accounts: &mut Vec<Account>, account: Account) {
    let same = |known: &&mut Account| {
        known.kind == account.kind && covers(known.span, account.span) && known.polarity == account.polarity
    };
    match accounts.iter_mut().rev().take(6).find(same) {
        Some(known) if known.confidence >= account.confidence => complete(known, account),
        Some(known) => {
            let weaker = std::mem::replace(known, account);
            complete(known, weaker);
        }
        None => accounts.push(account),
    }
}

/// Whether `outer` holds most of `inner`.
fn holds(outer: Span, inner: Span) -> bool {
    let shared = outer.end.min(inner.end).saturating_sub(outer.begin.max(inner.begin)) as usize;
    shared * 10 >= inner.len() * 8
}

/// Whether two spans tell the same place: one lies mostly inside the other.
fn covers(a: Span, b: Span) -> bool {
    if a.len() < b.len() { holds(b, a) } else { holds(a, b) }
}

/// Takes from another telling what the first one lacks.
fn complete(known: &mut Account, other: Account) {
    if known.by.is_empty() {
        known.by = other.by;
    }
    if known.to.is_empty() {
        known.to = other.to;
    }
    known.quotation = known.quotation.or(other.quotation);
    known.when = known.when.or(other.when);
    if known.due_span.is_none() {
        (known.due, known.due_span) = (other.due, other.due_span);
    }
    known.place = known.place.take().or(other.place);
    known.hedge = known.hedge.or(other.hedge);
}

/// Drops what is no act yet: the reply or document that is promised or asked
/// for, and whatever the reporter says was left unsaid.
fn drop_contents(accounts: &mut Vec<Account>) {
    let spoken: Vec<(AccountKind, Polarity, Span)> =
        accounts.iter().map(|account| (account.kind, account.polarity, account.span)).collect();
    let binding = |kind| matches!(kind, AccountKind::Commitment | AccountKind::Agreement);
    let thing = |kind| matches!(kind, AccountKind::Reply | AccountKind::Document | AccountKind::Proposal);
    let promise = |kind| {
        matches!(kind, AccountKind::Commitment | AccountKind::Demand | AccountKind::Offer | AccountKind::Warning)
    };
    // A document that was not signed is none, nor a refusal of what is not ruled out.
    let denied = |account: &Account| match account.kind {
        AccountKind::Document => account.polarity != Polarity::Yes,
        AccountKind::Refusal => account.polarity == Polarity::No,
        _ => false,
    };
    accounts.retain(|account| !denied(account));
    accounts.retain(|account| {
        spoken.iter().all(|(kind, polarity, span)| {
            let unsaid = *polarity == Polarity::NotSaid && account.polarity == Polarity::Yes;
            let promised = promise(*kind) && thing(account.kind) && account.modality != Modality::Fact;
            let inner = account.span != *span;
            let asked = *kind == AccountKind::Demand && *polarity == Polarity::Yes && binding(account.kind);
            !(holds(*span, account.span) && (inner && unsaid || promised || inner && asked))
        })
    });
}

/// Of several accounts that tell the same silence, keeps the first.
fn keep_one_silence(accounts: &mut Vec<Account>) {
    let mut kept: Option<Span> = None;
    accounts.retain(|account| {
        if account.polarity != Polarity::NotSaid {
            return true;
        }
        let told = kept.is_some_and(|span| span.overlaps(account.span));
        if !told {
            kept = Some(account.span);
        }
        !told
    });
}

/// An act of the headline that the body tells too is one account, with the
/// headline among its repeats.
fn fold_headlines(scene: &Scene<'_>, accounts: &mut Vec<Account>) {
    let in_heading = |account: &Account| {
        let sentence = scene.article.segmented.sentence_at(account.span.begin);
        let kind = sentence.map(|number| scene.article.segmented.sentences[number].kind);
        matches!(kind, Some(BlockKind::Title | BlockKind::Heading))
    };
    let (headlines, mut body): (Vec<Account>, Vec<Account>) =
        std::mem::take(accounts).into_iter().partition(in_heading);
    let mut alone = Vec::new();
    for mut headline in headlines {
        let likeness = |account: &Account| likeness(scene, account, &headline);
        let best = (0..body.len()).max_by_key(|number| (likeness(&body[*number]), std::cmp::Reverse(*number)));
        if let Some(best) = best.filter(|best| likeness(&body[*best]) > 0) {
            body[best].repeats.push(headline.span);
        } else {
            headline.headline = true;
            alone.push(headline);
        }
    }
    alone.append(&mut body);
    *accounts = alone;
}

/// How much two accounts look like tellings of the same act, in percent of the
/// headline's words, and 100 more for an actor in common: 0 if they don't.
fn likeness(scene: &Scene<'_>, account: &Account, headline: &Account) -> usize {
    if account.kind != headline.kind {
        return 0;
    }
    let shared = account.by.iter().any(|party| headline.by.contains(party));
    if !shared && !account.by.is_empty() && !headline.by.is_empty() {
        return 0;
    }
    let words = |span: Span| {
        let tokens = scene.syntax.tokens(span);
        let long = tokens.map(|at| scene.article.segmented.tokens[at].of(scene.article.content()));
        long.filter(|word| word.chars().count() > 3)
            .map(|word| word.chars().take(5).collect::<String>())
            .collect::<Vec<_>>()
    };
    let (body, title) = (words(account.span), words(headline.span));
    let common = title.iter().filter(|word| body.contains(word)).count();
    let share = common * 100 / title.len().max(1);
    match shared {
        true => 100 + share,
        false if share >= ALIKE => share,
        false => 0,
    }
}

/// What share of a headline's words the body must have, in percent.
const ALIKE: usize = 30;

/// Links answers to what they answer: an account that holds the telling of a
/// demand, offer, proposal, document or promise is about it.
fn link(accounts: &mut [Account]) {
    let answers = |kind: AccountKind| {
        matches!(
            kind,
            AccountKind::Refusal
                | AccountKind::Reply
                | AccountKind::Agreement
                | AccountKind::Denial
                | AccountKind::Accusation
        )
    };
    let answered = |kind: AccountKind| {
        matches!(
            kind,
            AccountKind::Demand
                | AccountKind::Offer
                | AccountKind::Proposal
                | AccountKind::Document
                | AccountKind::Commitment
        )
    };
    for number in 0..accounts.len() {
        if let Some(id) = before(accounts, number) {
            accounts[number].refs.push(id);
        }
        if !answers(accounts[number].kind) {
            continue;
        }
        let span = accounts[number].span;
        let inside = |account: &&Account| {
            answered(account.kind) && span.contains(account.span) && account.id != accounts[number].id
        };
        let refs: Vec<AccountId> = accounts.iter().filter(inside).map(|account| account.id).collect();
        accounts[number].refs.extend(refs);
    }
}

/// What a condition conditions, or the meeting that a new one stands in for: the
/// account nearest to it that is conditional, or cancelled.
fn before(accounts: &[Account], number: usize) -> Option<AccountId> {
    let account = &accounts[number];
    let fits = |other: &&Account| match account.kind {
        AccountKind::Condition => {
            other.kind != AccountKind::Condition
                && other.modality == Modality::Conditional
                && other.quotation == account.quotation
        }
        AccountKind::Meeting => {
            account.status == Some(MeetingStatus::Planned)
                && other.kind == AccountKind::Meeting
                && other.status == Some(MeetingStatus::Cancelled)
                && account.span.contains(other.span)
        }
        _ => false,
    };
    let distance = |other: &&Account| other.span.begin.abs_diff(account.span.begin);
    accounts.iter().filter(fits).min_by_key(distance).map(|other| other.id)
}

/// Through whom an act reached us: the speakers of the quotation that tells it
/// and of those around it, innermost first, then what carried them.
fn chain(scene: &Scene<'_>, account: &Account) -> Vec<String> {
    let of = |id| scene.quotations.iter().find(|quotation| quotation.id == id);
    let mut chain: Vec<String> = Vec::new();
    let mut add = |link: String| {
        if !chain.contains(&link) {
            chain.push(link);
        }
    };
    let mut next: Option<&Quotation> = account.quotation.and_then(of);
    let mut steps = 0;
    while let Some(quotation) = next.filter(|_| steps < 8) {
        quotation.speaker.iter().for_each(|speaker| add(speaker.to_string()));
        quotation.carrier.iter().for_each(|carrier| add(carrier.clone()));
        next = quotation.parent.and_then(of);
        steps += 1;
    }
    scene.reading.credits.iter().map(|credit| credit.agency.clone()).for_each(&mut add);
    scene.reading.text.outlet.clone().into_iter().for_each(add);
    chain
}

fn topics<'s>(scene: &'s Scene<'_>, span: Span) -> impl Iterator<Item = &'s str> {
    scene.clues_in(scene.syntax.tokens(span)).filter_map(|(_, clue)| match clue {
        Clue::Topic(name) => Some(scene.article.pack.acts.name_of(name)),
        _ => None,
    })
}
