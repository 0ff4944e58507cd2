//! `depeche dossier`: what the articles say together.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use depeche::{annotate, collate_as_of};
use depeche_record::{Dossier, Lang, Reading};
use depeche_render::{LeftOut, PageOptions, Role};
use jiff::civil::Date;

use crate::args::{self, Common, DossierFormat};
use crate::outcome::{Failure, Outcome};
use crate::pile::{self, Pile};
use crate::terminal::{Terminal, check_interrupt};

pub(crate) fn run(args: &args::Dossier, common: &Common, terminal: &Terminal) -> Outcome {
    let packs = pile::packs(common)?;
    let mut pile = Pile::new(&args.input);
    let mut readings = Vec::new();
    pile.each(
        &packs,
        |text| annotate(text, &packs),
        |reading| {
            readings.push(reading);
            Ok(())
        },
    )?;
    if pile.is_empty() {
        return pile.done(terminal);
    }
    let dossier = collate_as_of(&readings, &packs, args.as_of);
    check_interrupt()?;
    let options = options(args, &pile, &dossier);
    let rendered = render(&dossier, &readings, args.format, &options);
    let mut out = terminal.stdout();
    if let Some(path) = output(args) {
        write_beside_and_rename(&path, rendered.as_bytes())?;
        summarise(&mut out, &dossier, &readings, options)?;
        writeln!(out, "\n→ {}", path.display())?;
    } else {
        out.write_all(rendered.as_bytes())?;
    }
    out.flush()?;
    pile.done(terminal)
}

fn options(args: &args::Dossier, pile: &Pile, dossier: &Dossier) -> PageOptions {
    PageOptions {
        title: title(&args.input.paths),
        lang: args.language(),
        today: Some(jiff::ZonedDateTime::now().date()).filter(|today| is_current(dossier, *today)),
        quotes_only: args.quotes_only,
        left_out: pile
            .skipped()
            .map(|problem| LeftOut { path: problem.path.clone(), reason: problem.kind.to_string() })
            .collect(),
    }
}

/// Whether the pile is of these weeks: in an older one nobody waits for what
/// was due, and "1,762 days past" says nothing about it.
fn is_current(dossier: &Dossier, today: Date) -> bool {
    let latest = dossier.texts.iter().filter_map(|text| text.text.published.window?.end()).max();
    latest.is_none_or(|latest| (today - latest).get_days() <= WEEKS * 7)
}

const WEEKS: i32 = 8;

/// The names of the files and folders, without where they lie.
fn title(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().take(3).filter_map(|path| path.file_name()?.to_str()).collect();
    names.join(", ")
}

fn render(dossier: &Dossier, readings: &[Reading], format: DossierFormat, options: &PageOptions) -> String {
    match format {
        DossierFormat::Page => depeche_render::page(dossier, readings, options),
        DossierFormat::Md => depeche_render::markdown(dossier, readings, options),
        DossierFormat::Csv => depeche_render::csv(dossier, readings),
        DossierFormat::Ics => depeche_render::ics(dossier, readings, options),
        DossierFormat::Json => {
            let mut json = serde_json::to_string_pretty(&dossier.to_points(readings)).expect("a dossier is plain data");
            json.push('\n');
            json
        }
    }
}

/// The file to write; `None` for standard output.
fn output(args: &args::Dossier) -> Option<PathBuf> {
    match &args.output {
        Some(path) if path == Path::new("-") => None,
        Some(path) => Some(path.clone()),
        None => (args.format == DossierFormat::Page).then(|| PathBuf::from("depeche.html")),
    }
}

/// Writes a file so that at no time a half-written one stands at `path`.
fn write_beside_and_rename(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let unwritable = |error| Failure::unwritable(path, &error);
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // What the umask allows, as for any file: the page is meant to be passed on.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".depeche-").tempfile_in(folder).map_err(unwritable)?;
    file.write_all(content).map_err(unwritable)?;
    check_interrupt()?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
}

/// The dossier in a screenful, in the reader's language.
fn summarise(
    out: &mut impl Write,
    dossier: &Dossier,
    readings: &[Reading],
    options: PageOptions,
) -> Result<(), Failure> {
    let lang = options.lang.or_else(locale);
    for line in depeche_render::summary(dossier, readings, &PageOptions { lang, ..options }).lines {
        for piece in line {
            let style = style(piece.role);
            write!(out, "{style}{}{style:#}", piece.text)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn style(role: Role) -> Style {
    match role {
        Role::Title => Style::new().bold().underline(),
        Role::Heading => AnsiColor::Cyan.on_default().bold(),
        Role::Date => AnsiColor::Green.on_default(),
        Role::Name => Style::new().bold(),
        Role::Status => AnsiColor::Magenta.on_default(),
        Role::Words => Style::new().italic(),
        Role::Warning => AnsiColor::Yellow.on_default(),
        Role::Plain => Style::new(),
    }
}

/// The language of the environment, if the interface speaks it, else English.
fn locale() -> Option<Lang> {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let lang = locale.and_then(|locale| Lang::new(locale.get(..2)?));
    lang.filter(|lang| depeche_render::languages().contains(lang)).or(Lang::new("en"))
}
