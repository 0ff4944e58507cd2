//! Writes the page of a pile that we made up, for trying it in a browser:
//!
//! ```text
//! cargo run -p depeche-render --example trial > trial.html
//! cargo run -p depeche-render --example trial -- 50 > two-hundred-texts.html
//! cargo run -p depeche-render --example trial -- 1 quotes-only > quotes.html
//! ```

#[path = "../tests/pile/mod.rs"]
mod pile;

use depeche_render::{PageOptions, page};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let copies = arguments.first().and_then(|copies| copies.parse().ok()).unwrap_or(1);
    let pile = pile::big(copies);
    let options = PageOptions {
        title: "Le fleuve et ses balises".to_owned(),
        quotes_only: arguments.iter().any(|argument| argument == "quotes-only"),
        ..PageOptions::default()
    };
    print!("{}", page(&pile.dossier, &pile.readings, &options));
}
