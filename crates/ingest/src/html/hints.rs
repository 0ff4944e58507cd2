//! What the names that authors of pages give their elements say of them.

/// What the class, id or role of an element, or its own name, says of its
/// content. A set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(u16);

impl Hints {
    pub(crate) const NAV: Hints = Hints(1);
    pub(crate) const COMMENT: Hints = Hints(1 << 1);
    pub(crate) const SHARE: Hints = Hints(1 << 2);
    pub(crate) const RELATED: Hints = Hints(1 << 3);
    pub(crate) const AD: Hints = Hints(1 << 4);
    pub(crate) const SIGNUP: Hints = Hints(1 << 5);
    pub(crate) const CONSENT: Hints = Hints(1 << 6);
    pub(crate) const CAPTION: Hints = Hints(1 << 7);
    pub(crate) const META: Hints = Hints(1 << 8);
    pub(crate) const HIDDEN: Hints = Hints(1 << 9);
    pub(crate) const ASIDE: Hints = Hints(1 << 10);
    pub(crate) const FOOT: Hints = Hints(1 << 11);
    /// Names the article.
    pub(crate) const ARTICLE: Hints = Hints(1 << 12);
    /// Names a body of text.
    pub(crate) const TEXT: Hints = Hints(1 << 13);
    /// Names the body of the article, both words in one name or as a property.
    pub(crate) const BODY: Hints = Hints(1 << 14);
    pub(crate) const TITLE: Hints = Hints(1 << 15);

    /// Everything that says "not the article".
    pub(crate) const OTHER: Hints = Hints(
        Hints::NAV.0
            | Hints::COMMENT.0
            | Hints::SHARE.0
            | Hints::RELATED.0
            | Hints::AD.0
            | Hints::SIGNUP.0
            | Hints::CONSENT.0
            | Hints::FOOT.0,
    );

    pub(crate) fn has(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn add(&mut self, other: Hints) {
        self.0 |= other.0;
    }

    /// These and those.
    #[must_use]
    pub(crate) fn and(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }

    /// What a `class`, `id`, `role` or `itemprop` says, one name at a time.
    pub(super) fn of(value: &[u8]) -> Hints {
        let mut hints = Hints::default();
        for name in value.split(u8::is_ascii_whitespace) {
            let name = &name[..name.len().min(80)];
            let mut own = Hints::default();
            let mut begin = 0;
            for at in 0..=name.len() {
                let hump =
                    at > begin && at < name.len() && name[at].is_ascii_uppercase() && name[at - 1].is_ascii_lowercase();
                let end = at == name.len() || !name[at].is_ascii_alphabetic();
                if (hump || end) && at > begin {
                    own.add(word(&name[begin..at]));
                }
                if hump {
                    begin = at;
                } else if end {
                    begin = at + 1;
                }
            }
            if own.has(Hints::ARTICLE)
                && own.has(Hints::TEXT)
                && !own.has(Hints::OTHER.and(Hints::META).and(Hints::TITLE).and(Hints::CAPTION))
            {
                own.add(Hints::BODY);
            }
            hints.add(own);
        }
        hints
    }
}

/// What one word of a name says. The words are the web's, not a language's.
fn word(word: &[u8]) -> Hints {
    const LONGEST: usize = 16;
    if word.len() < 2 || word.len() > LONGEST {
        return Hints::default();
    }
    let mut lower = [0; LONGEST];
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    match &lower[..word.len()] {
        b"nav" | b"navigation" | b"navbar" | b"menu" | b"breadcrumb" | b"breadcrumbs" | b"pagination" | b"pager"
        | b"toolbar" | b"topbar" | b"masthead" | b"skip" | b"search" | b"dropdown" | b"tabs" | b"ticker" | b"toc" => {
            Hints::NAV
        }
        b"comment" | b"comments" | b"disqus" | b"respond" | b"reply" | b"replies" | b"livefyre" | b"discussion" => {
            Hints::COMMENT
        }
        b"share" | b"sharing" | b"sharebar" | b"shares" | b"social" | b"follow" | b"addthis" | b"facebook"
        | b"twitter" | b"whatsapp" | b"sharedaddy" | b"socials" | b"print" | b"bookmark" => Hints::SHARE,
        b"related" | b"recommended" | b"recommend" | b"recommendation" | b"recommendations" | b"recirc"
        | b"recirculation" | b"teaser" | b"teasers" | b"popular" | b"trending" | b"latest" | b"outbrain"
        | b"taboola" | b"carousel" | b"widget" | b"widgets" | b"rail" | b"more" | b"readmore" | b"similar"
        | b"promo" | b"promos" | b"playlist" | b"mostread" | b"mostpopular" | b"crosslink" | b"suggested"
        | b"suggestions" | b"linkbox" | b"zergnet" | b"next" | b"prev" | b"previous" | b"river" | b"feed" => {
            Hints::RELATED
        }
        b"ad" | b"ads" | b"advert" | b"advertisement" | b"advertising" | b"adbox" | b"sponsor" | b"sponsored"
        | b"banner" | b"dfp" | b"gpt" | b"adsense" | b"commercial" | b"affiliate" => Hints::AD,
        b"newsletter" | b"newsletters" | b"signup" | b"subscribe" | b"subscription" | b"paywall" | b"login"
        | b"register" | b"donate" | b"donation" | b"membership" | b"signin" | b"subscriber" => Hints::SIGNUP,
        b"cookie" | b"cookies" | b"consent" | b"gdpr" | b"cmp" | b"privacy" | b"modal" | b"popup" | b"overlay"
        | b"lightbox" => Hints::CONSENT,
        b"caption" | b"figcaption" | b"figure" | b"image" | b"gallery" | b"photo" | b"photos" | b"slideshow"
        | b"video" | b"media" | b"credit" | b"credits" | b"copyright" | b"legend" => Hints::CAPTION,
        b"byline" | b"author" | b"authors" | b"date" | b"dateline" | b"meta" | b"metadata" | b"timestamp" | b"time"
        | b"published" | b"pubdate" | b"tag" | b"tags" | b"topics" | b"topic" | b"keywords" | b"category"
        | b"categories" | b"kicker" | b"bio" | b"profile" | b"rubric" | b"info" | b"infos" => Hints::META,
        b"hidden" | b"invisible" | b"visuallyhidden" | b"offscreen" => Hints::HIDDEN,
        b"sidebar" | b"aside" | b"side" | b"infobox" | b"factbox" | b"pullquote" | b"complementary" | b"sticky"
        | b"secondary" => Hints::ASIDE,
        b"footer" | b"foot" | b"footnote" | b"contentinfo" | b"bottom" | b"disclaimer" | b"legal" | b"boilerplate" => {
            Hints::FOOT
        }
        b"article" | b"story" | b"post" | b"entry" | b"news" | b"blog" | b"single" | b"page" | b"artikel"
        | b"hentry" | b"node" => Hints::ARTICLE,
        b"body" | b"content" | b"text" | b"copy" | b"main" | b"paragraph" | b"paragraphs" | b"richtext" | b"prose"
        | b"wysiwyg" => Hints::TEXT,
        b"articlebody" | b"articletext" | b"articlecontent" | b"storybody" | b"storytext" | b"storycontent"
        | b"postbody" | b"postcontent" | b"entrycontent" | b"bodytext" | b"maincontent" | b"bodycopy" => Hints::BODY,
        b"headline" | b"title" | b"heading" => Hints::TITLE,
        _ => Hints::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for (name, hint) in [
            ("article-body", Hints::BODY),
            ("storyBody", Hints::BODY),
            ("c-article__content", Hints::BODY),
            ("articleBody", Hints::BODY),
            ("post-share", Hints::SHARE),
            ("js-related_links", Hints::RELATED),
            ("cookie-notice", Hints::CONSENT),
        ] {
            assert!(Hints::of(name.as_bytes()).has(hint), "{name}");
        }
        assert!(!Hints::of(b"article comments-body").has(Hints::BODY));
        assert!(!Hints::of(b"article related-content").has(Hints::BODY));
        assert_eq!(Hints::of(b"downloads shadow radar"), Hints::default());
    }
}
