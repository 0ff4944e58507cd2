//! Every word that some rule of a pack knows.

use rustc_hash::FxHashMap;

use crate::fold;
use crate::pack::{SegmentPack, VerbPack};
use crate::segment;

/// A word that a pack knows, folded. [`Form::UNKNOWN`] stands for all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form(pub(crate) u32);

impl Form {
    /// A word that no rule knows.
    pub const UNKNOWN: Form = Form(0);

    /// Its number, for tables indexed by form.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The words of a pack: each word of a text is looked up once, and all stages
/// then compare numbers.
#[derive(Debug, Default)]
pub struct Vocabulary {
    forms: FxHashMap<Box<str>, Form>,
    /// Spellings without accents, where they point to one accented word only.
    bare: FxHashMap<Box<str>, Option<Form>>,
}

impl Vocabulary {
    /// The form of `word`, made if it is new.
    pub fn intern(&mut self, word: &str) -> Form {
        let folded = fold::lower(word);
        if let Some(form) = self.forms.get(folded.as_ref()) {
            return *form;
        }
        let form = Form(self.forms.len() as u32 + 1);
        let bare = fold::bare(&folded);
        if bare != folded {
            self.bare.entry(bare.into()).and_modify(|known| *known = None).or_insert(Some(form));
        }
        self.forms.insert(folded.into(), form);
        form
    }

    /// The form of a word of a text. A word without accents stands for the
    /// accented one ("Etats-Unis", "decembre") unless it is a word itself or
    /// could be several.
    pub fn form(&self, word: &str) -> Form {
        let folded = fold::lower(word);
        self.forms
            .get(folded.as_ref())
            .copied()
            .or_else(|| self.bare.get(folded.as_ref()).copied().flatten())
            .unwrap_or(Form::UNKNOWN)
    }

    /// One more than the largest index of a form.
    pub fn len(&self) -> usize {
        self.forms.len() + 1
    }

    /// Whether it holds no word.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }
}

/// What compiling a pack's phrases needs: how words are cut and conjugated, and
/// the words known so far.
#[derive(Debug)]
pub struct Words<'p> {
    /// How words are cut.
    pub segment: &'p SegmentPack,
    /// The words known so far.
    pub vocabulary: &'p mut Vocabulary,
    /// The verbs known so far.
    pub verbs: &'p mut VerbPack,
}

impl Words<'_> {
    /// The words of `phrase`, cut and folded as those of a text are; new ones
    /// become known.
    pub fn forms(&mut self, phrase: &str) -> Vec<Form> {
        if self.segment.is_clitic(phrase) {
            return vec![self.vocabulary.intern(phrase)];
        }
        segment::words(phrase, self.segment).into_iter().map(|word| self.vocabulary.intern(word)).collect()
    }

    /// Makes a verb known with all its forms; returns the form of its infinitive.
    ///
    /// # Errors
    ///
    /// In words, if the language's conjugation does not serve it.
    pub fn verb(&mut self, infinitive: &str) -> Result<Form, String> {
        self.verbs.verb(infinitive, self.vocabulary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unaccented_word_stands_for_the_accented_one_unless_it_is_a_word() {
        let mut words = Vocabulary::default();
        let (december, from, of) = (words.intern("décembre"), words.intern("dès"), words.intern("des"));
        assert_eq!(words.form("DECEMBRE"), december);
        assert_eq!(words.form("des"), of);
        assert_eq!(words.form("Dès"), from);
        assert_eq!(words.form("mot"), Form::UNKNOWN);
    }
}
