//! `diff`: what changed between the packs of two runs.

use std::path::Path;

use crate::changes::{self, Pack};
use crate::cli;
use crate::error::Error;
use crate::measures::Catalogue;

/// Compares two pack folders; answers 1 where something changed.
pub fn diff(asked: &cli::Diff) -> Result<u8, Error> {
    let catalogue = Catalogue::embedded()
        .map_err(|error| Error::BadReference { what: "reference/measures.toml".into(), why: error.to_string() })?;
    let (old, new) = (open(&asked.old, asked.staff)?, open(&asked.new, asked.staff)?);
    let found = changes::compare(&old, &new, &catalogue, asked.staff);
    let text = match asked.json {
        true => serde_json::to_string_pretty(&found)
            .map(|text| text + "\n")
            .map_err(|error| Error::CannotRender { what: "the comparison".into(), why: error.to_string() })?,
        false => changes::text(&found),
    };
    super::print(&text);
    Ok(u8::from(!found.is_empty()))
}

fn open(folder: &Path, staff: bool) -> Result<Pack, Error> {
    if !folder.exists() {
        return Err(Error::NothingThere { path: folder.into() });
    }
    Pack::open(folder, staff).map_err(|error| Error::NoPack { path: folder.into(), why: error.to_string() })
}
