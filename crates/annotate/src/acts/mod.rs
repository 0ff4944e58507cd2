//! What was done: diplomatic acts performed by speech or told by the reporter.
//!
//! `syntax` reads verb groups and the parties beside them, `subject` who does what
//! a verb says; `scene` lays the earlier stages over them; `told` and `nouns` let
//! the pack's frames find acts; `said` finds what quotations do; `settle` leaves
//! one account per act.

mod fields;
mod nouns;
mod said;
mod scene;
mod settle;
mod subject;
mod syntax;
mod told;

use depeche_record::{Account, AccountKind, Quotation, Reading};

use self::scene::Scene;
use self::told::Telling;
use crate::Article;
use crate::who::Cast;

/// Finds the accounts of a text. `reading` holds the earlier stages' times,
/// credits and publication date.
pub fn find(article: &Article<'_>, reading: &Reading, cast: &Cast, quotations: &[Quotation]) -> Vec<Account> {
    let scene = Scene::new(article, reading, cast, quotations);
    let mut tellings = performed_by_cues(&scene);
    let mut performed: Vec<Option<AccountKind>> = vec![None; quotations.len()];
    for telling in &tellings {
        if let Some(number) = telling.performs {
            performed[number] = Some(telling.account.kind);
        }
    }
    told(&scene, &performed, &mut tellings);
    tellings = tellings.into_iter().flat_map(|telling| scene.split(telling)).collect();
    let conditions: Vec<Telling> = tellings.iter_mut().filter_map(|telling| scene.condition(telling)).collect();
    let threats: Vec<Telling> = tellings.iter().filter_map(|telling| scene.threat(telling)).collect();
    tellings.extend(conditions);
    tellings.extend(threats);
    let statements: Vec<Telling> =
        (0..quotations.len()).filter_map(|number| scene.statement(number, &tellings)).collect();
    tellings.extend(statements);
    settle::settle(&scene, tellings)
}

/// What the verbs and nouns of saying do: "promet", "la demande".
fn performed_by_cues(scene: &Scene<'_>) -> Vec<Telling> {
    let mut tellings: Vec<Telling> = Vec::new();
    for group in 0..scene.syntax.groups.len() {
        if scene.cue_at(scene.syntax.groups[group].head).is_some() {
            tellings.extend(scene.told_by_verb(group, None));
        }
    }
    for quotation in scene.quotations {
        for at in quotation.cue.iter().flat_map(|span| scene.syntax.tokens(*span)) {
            if !tellings.iter().any(|telling| telling.performs == scene.cue_at(at)) {
                tellings.extend(scene.told_by_noun(at, None, None));
            }
        }
    }
    tellings
}

/// What all other verbs and nouns tell.
fn told(scene: &Scene<'_>, performed: &[Option<AccountKind>], tellings: &mut Vec<Telling>) {
    let around = |token: usize| scene.said_at(token).and_then(|said| performed[said]);
    for group in 0..scene.syntax.groups.len() {
        let head = scene.syntax.groups[group].head;
        if scene.cue_at(head).is_none() && !scene.is_asked(head) {
            tellings.extend(scene.told_by_verb(group, around(head)));
        }
    }
    for sentence in scene.article.segmented.sentences.iter().filter(|sentence| sentence.kind.is_body()) {
        for at in sentence.tokens.clone() {
            if scene.cue_at(at).is_none() && !scene.is_asked(at) {
                let before = tellings.last().filter(|telling| telling.account.kind == AccountKind::Meeting);
                let told = scene.told_by_noun(at, around(at), before);
                tellings.extend(told);
            }
        }
    }
}

#[cfg(test)]
mod tests;
