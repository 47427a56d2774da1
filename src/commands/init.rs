//! `init`: a project folder to fill.

use crate::cli;
use crate::error::Error;
use crate::publish;

/// Makes the folder with school.toml and inbox.
pub fn init(asked: &cli::Init, quiet: bool) -> Result<u8, Error> {
    let school = asked.folder.join("school.toml");
    if school.exists() {
        return Err(Error::AlreadyThere { path: school });
    }
    let inbox = asked.folder.join("inbox");
    std::fs::create_dir_all(&inbox).map_err(|source| Error::CannotWrite { path: inbox.clone(), source })?;
    publish::new_file(&school, include_bytes!("../../reference/school-template.toml"))?;
    if !quiet {
        super::print(&format!(
            "Made {}.\nNow put the school's exports into {} and open {} in an editor: the name, the term dates and the policy are yours to confirm.\nThen: thrive-report run --project \"{}\"\n",
            asked.folder.display(),
            inbox.display(),
            school.display(),
            asked.folder.display()
        ));
    }
    Ok(0)
}
