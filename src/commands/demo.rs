//! `demo`: the sample school, from its exports to its packs.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::cli;
use crate::error::Error;
use crate::progress::Progress;
use crate::project::Project;
use crate::run::Request;
use crate::sources::Isolation;

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/sample-primary");

/// Writes the sample school's project folder and runs the job on it.
pub fn demo(asked: &cli::Demo, quiet: bool) -> Result<u8, Error> {
    // A second demo runs on the folder of the first; any other folder is left alone.
    if asked.out.exists() && !is_sample(&asked.out) {
        return Err(Error::AlreadyThere { path: asked.out.clone() });
    }
    write(&SAMPLE, &asked.out)?;
    let project = Project::open(&asked.out)?;
    let request = Request { isolation: Isolation::this_program()?, ..Request::default() };
    let outcome = crate::run::run(&project, &request, &Progress::on_terminal(quiet))?;
    if !quiet {
        super::run::report(&outcome);
        super::print(
            "The sample school's files have problems planted in them, so that you can see how they are reported.\n",
        );
    }
    Ok(0)
}

fn is_sample(folder: &Path) -> bool {
    let known = SAMPLE.get_file("school.toml").map(include_dir::File::contents);
    std::fs::read(folder.join("school.toml")).ok().as_deref() == known
}

fn write(from: &Dir<'_>, out: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::CannotWrite { path, source }
    };
    std::fs::create_dir_all(out).map_err(failed(out))?;
    for file in from.files() {
        let path = out.join(file.path());
        std::fs::write(&path, file.contents()).map_err(failed(&path))?;
    }
    for folder in from.dirs() {
        let path = out.join(folder.path());
        std::fs::create_dir_all(&path).map_err(failed(&path))?;
        write(folder, out)?;
    }
    Ok(())
}
