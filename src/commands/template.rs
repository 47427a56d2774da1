//! `template`: a workbook with every sheet and column that is understood.

use crate::cli;
use crate::error::Error;
use crate::outputs::template;
use crate::publish;
use crate::tables::definition;

/// Writes the template.
pub fn template(asked: &cli::Template, quiet: bool) -> Result<u8, Error> {
    let tables = definition::load()?;
    let bytes = template::template(&tables)
        .map_err(|error| Error::CannotRender { what: "the template".into(), why: error.to_string() })?;
    publish::new_file(&asked.file, &bytes)?;
    if !quiet {
        super::print(&format!(
            "Wrote {}: {} sheets. Hover over a heading to see what belongs there.\n",
            asked.file.display(),
            tables.len()
        ));
    }
    Ok(0)
}
