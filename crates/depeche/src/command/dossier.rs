//! `depeche dossier`: what the articles say together.

use std::io::Write;
use std::path::{Path, PathBuf};

use depeche::{annotate, collate_as_of};
use depeche_record::{Dossier, Reading};

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
    let rendered = render(&dossier, &readings);
    let mut out = terminal.stdout();
    if let Some(path) = output(args) {
        write_beside_and_rename(&path, rendered.as_bytes())?;
        writeln!(out, "{}", path.display())?;
    } else {
        out.write_all(rendered.as_bytes())?;
    }
    out.flush()?;
    pile.done(terminal)
}

fn render(dossier: &Dossier, readings: &[Reading]) -> String {
    let mut json = serde_json::to_string_pretty(&dossier.to_points(readings)).expect("a dossier is plain data");
    json.push('\n');
    json
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
