//! `inventory`: what personal data each file of a project holds.

use crate::cli;
use crate::data_protection::{self, Inventory};
use crate::error::Error;
use crate::project::Project;
use crate::publish;
use crate::sources::Isolation;
use crate::tables::Reference;

/// Lists the files of a project.
pub fn inventory(asked: &cli::Inventory, quiet: bool) -> Result<u8, Error> {
    let project = Project::open(&asked.project)?;
    let found = Inventory::of(&project, &Reference::load()?, &Isolation::this_program()?)?;
    if let Some(path) = &asked.csv {
        publish::new_file(path, &data_protection::csv(&found)?)?;
    }
    if asked.json {
        let text = serde_json::to_string_pretty(&found)
            .map_err(|error| Error::CannotRender { what: "the inventory".into(), why: error.to_string() })?;
        super::print(&(text + "\n"));
    } else if !quiet {
        super::print(&text(&found));
    }
    Ok(0)
}

fn text(found: &Inventory) -> String {
    let mut text = format!("{}: what personal data lies where\n", found.school);
    for entry in &found.files {
        let sheet = entry.sheet.as_ref().map(|sheet| format!(" · sheet \"{sheet}\"")).unwrap_or_default();
        let children = match entry.children {
            None => "not known how many children".to_owned(),
            Some(0) => "no single child".to_owned(),
            Some(1) => "1 child".to_owned(),
            Some(count) => format!("{count} children"),
        };
        text.push_str(&format!("\n{}{sheet}\n", entry.file));
        text.push_str(&format!("  whose    {} ({children})\n", entry.subjects));
        text.push_str(&format!("  holds    {}\n", entry.holds.join("; ")));
        if !entry.special.is_empty() {
            text.push_str(&format!("  special  {}\n", entry.special.join("; ")));
        }
        text.push_str(&format!("  readers  {}\n  kept     {}\n", entry.readers, entry.kept));
    }
    let special = found.files.iter().filter(|entry| !entry.special.is_empty()).count();
    text.push_str(&format!(
        "\n{} files and sheets, {special} with special categories of data or what is treated like them.\n\
         Purposes and lawful basis are the school's to say: docs/data-protection.md has what a record needs.\n",
        found.files.len()
    ));
    text
}
