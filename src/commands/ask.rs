//! What a user has to type, or to give in a file or the environment: never an
//! argument, which every user of a machine can read in its list of programs.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use crate::error::Error;
use crate::seal::{self, Passphrase};

/// Environment variable that may hold the number of the pupil to forget.
pub const PUPIL: &str = "THRIVE_REPORT_PUPIL";

/// The passphrase that seals a staff folder, typed twice or from the environment.
pub fn passphrase() -> Result<Passphrase, Error> {
    if let Ok(given) = std::env::var(seal::VARIABLE) {
        return Passphrase::new(given);
    }
    if !std::io::stdin().is_terminal() {
        let remedy = format!("set the environment variable {}", seal::VARIABLE);
        return Err(Error::NobodyToAsk { what: "a passphrase".into(), remedy });
    }
    let typed = |prompt: &str| {
        rpassword::prompt_password(prompt).map_err(|source| Error::CannotRead { path: "the terminal".into(), source })
    };
    let first = Passphrase::new(typed("Passphrase for the staff folder (nothing is shown): ")?)?;
    if !first.is(&typed("The same again: ")?) {
        let remedy = "run again, and type the same passphrase both times".to_owned();
        return Err(Error::BadAnswer { why: "the two passphrases differ".into(), remedy });
    }
    Ok(first)
}

/// The UPN or pupil number of the pupil to forget.
pub fn pupil(file: Option<&Path>) -> Result<String, Error> {
    let given = match file {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|source| Error::CannotRead { path: path.into(), source })?;
            text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned()
        }
        None => match std::env::var(PUPIL) {
            Ok(given) => given,
            Err(_) => line("UPN or pupil number of the pupil to forget: ", || {
                format!("write the number into a file and give --pupil-file FILE, or set {PUPIL}")
            })?,
        },
    };
    let number = given.trim();
    match number.is_empty() {
        true => Err(Error::BadAnswer {
            why: "no UPN and no pupil number was given".into(),
            remedy: "give one of them as the pupil list has it".into(),
        }),
        false => Ok(number.to_owned()),
    }
}

/// Whether the user means it: the word has to be typed in full.
pub fn confirmed(word: &str) -> Result<bool, Error> {
    let typed = line(&format!("Type {word} to go on, anything else to stop: "), || {
        "look at the list without --yes first, then give --yes".to_owned()
    })?;
    Ok(typed.trim() == word)
}

/// One line from the terminal.
fn line(prompt: &str, remedy: impl Fn() -> String) -> Result<String, Error> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Error::NobodyToAsk { what: "an answer".into(), remedy: remedy() });
    }
    eprint!("{prompt}");
    let _ = std::io::stderr().flush();
    let mut typed = String::new();
    input.lock().read_line(&mut typed).map_err(|source| Error::CannotRead { path: "the terminal".into(), source })?;
    Ok(typed)
}
