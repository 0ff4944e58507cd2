//! Who: parties, and where a text names or points to them.

mod acting;
mod figures;
mod names;
mod pronouns;
mod roles;
mod scene;
mod spelling;
#[cfg(test)]
mod tests;
mod titles;

use depeche_language::pack::{Agreement, Known, Traits};
use depeche_record::{Mention, MentionForm, Party, PartyId, Quotation, Span, Window};

use crate::Article;
use figures::Casting;
use scene::Scene;

/// The parties of a text and where it names them.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The parties, by id.
    pub parties: Vec<Party>,
    /// Where they are named, in order; of two that begin together the longer first.
    pub mentions: Vec<Mention>,
    /// Gender and number of the parties in their order, where the text tells.
    pub agreements: Vec<Option<Agreement>>,
    /// The states that the parties, in their order, hold an office of.
    pub states: Vec<Option<PartyId>>,
}

impl Cast {
    /// The party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.position(id).map(|at| &self.parties[at])
    }

    fn position(&self, id: &PartyId) -> Option<usize> {
        self.parties.iter().position(|party| party.id == *id)
    }

    fn agreement(&self, id: &PartyId) -> Option<Agreement> {
        self.position(id).and_then(|at| *self.agreements.get(at)?)
    }

    fn serves(&self, id: &PartyId) -> Option<&PartyId> {
        self.position(id).and_then(|at| self.states.get(at)?.as_ref())
    }

    /// The mentions inside `span`, in order.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|mention| mention.span.begin < span.begin);
        self.mentions[first..]
            .iter()
            .take_while(move |mention| mention.span.begin < span.end)
            .filter(move |mention| span.contains(mention.span))
    }

    /// The parties that a noun phrase names: that of its head, and those joined to
    /// it ("X et Y"). Adjectives and what stands inside a title don't count.
    pub fn at(&self, span: Span, article: &Article<'_>) -> Vec<PartyId> {
        let mut parties: Vec<PartyId> = Vec::new();
        let mut end: Option<u32> = None;
        for mention in self.mentions_in(span) {
            if mention.form == MentionForm::Demonym || end.is_some_and(|end| mention.span.begin < end) {
                continue;
            }
            // Behind a preposition or a verb stands somebody else.
            if end.is_some_and(|end| !is_joint(article, Span { begin: end, end: mention.span.begin })) {
                break;
            }
            end = Some(mention.span.end);
            if let Some(party) = mention.party.clone().filter(|party| !parties.contains(party)) {
                parties.push(party);
            }
        }
        parties
    }
}

/// Whether nothing but marks, articles, courtesies and "and" stand between two names.
fn is_joint(article: &Article<'_>, between: Span) -> bool {
    let joints = Traits::AND.with(Traits::DEFINITE).with(Traits::INDEFINITE).with(Traits::POSSESSIVE);
    let prepositions = Traits::OF.with(Traits::TO).with(Traits::INTO).with(Traits::FOR);
    let tokens = &article.segmented.tokens[article.segmented.tokens_in(between)];
    (0..tokens.len()).all(|at| {
        let traits = article.pack.who.traits(tokens[at].form);
        let mut courtesy = false;
        article.pack.who.lexicon.at(tokens, at, |_, entry| {
            courtesy |= *article.pack.who.lexicon.value(entry) == Known::Honorific;
        });
        !tokens[at].is_word() || courtesy || (traits.any(joints) && !traits.any(prepositions))
    })
}

/// Finds names, roles and demonyms, and the pronouns that wait for [`resolve`].
///
/// `published` says on which day offices without a name are held.
pub fn find(article: &Article<'_>, published: Option<Window>) -> Cast {
    let scene = Scene::new(article);
    let names = names::find(&scene);
    let (titles, demonyms) = titles::find(&scene, &names);
    let (figures, mut drafts) = Casting::new(&scene, &names, &titles, published).run(&demonyms);
    drafts.extend(pronouns::find(&scene));
    drafts.sort_by_key(|draft| (draft.span.begin, std::cmp::Reverse(draft.span.end)));
    let mut used: Vec<bool> = vec![false; figures.len()];
    for figure in drafts.iter().filter_map(|draft| draft.figure) {
        used[figure] = true;
    }
    let mentions = drafts.into_iter().map(|draft| draft.into_mention(&figures)).collect();
    let states: Vec<Option<PartyId>> = figures.iter().map(|figure| figure.serves(&figures, scene.pack)).collect();
    let mut parties: Vec<(Party, Option<Agreement>, Option<PartyId>)> = figures
        .into_iter()
        .zip(states)
        .zip(used)
        .filter(|(_, used)| *used)
        .map(|((figure, state), _)| (figure.party, figure.agreement, state))
        .collect();
    parties.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let mut cast = Cast { mentions, ..Cast::default() };
    for (party, agreement, state) in parties {
        cast.parties.push(party);
        cast.agreements.push(agreement);
        cast.states.push(state);
    }
    cast
}

/// Resolves what depends on who speaks: pronouns, "I" and "we" in quotations.
/// Pronouns that stand for nobody are dropped.
///
/// The quotations have their spans; their speakers come later.
pub fn resolve(article: &Article<'_>, quotations: &[Quotation], cast: &mut Cast) {
    pronouns::resolve(article, quotations, cast);
}
