//! The staff folder of a pack as one archive that only a passphrase opens:
//! zip with AES-256 (the WinZip extension AE-2, which 7-Zip reads).

use std::fmt;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipArchive, ZipWriter};

use crate::error::Error;
use crate::publish::{Files, SEALED, STAFF};

/// Environment variable that may hold the passphrase.
pub const VARIABLE: &str = "THRIVE_REPORT_PASSPHRASE";
/// Fewest characters of a passphrase: an archive can be tried at home, by a machine, for years.
const SHORTEST: usize = 12;
/// Fewest different characters.
const FEWEST: usize = 6;

/// A passphrase that is long enough. It is never printed.
#[derive(Clone)]
pub struct Passphrase(String);

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase(…)")
    }
}

impl Passphrase {
    /// Takes a passphrase.
    ///
    /// # Errors
    /// When it is too short, or made of too few characters.
    pub fn new(text: String) -> Result<Passphrase, Error> {
        let mut different: Vec<char> = text.chars().collect();
        let length = different.len();
        different.sort_unstable();
        different.dedup();
        match length >= SHORTEST && different.len() >= FEWEST {
            true => Ok(Passphrase(text)),
            false => Err(Error::WeakPassphrase { shortest: SHORTEST, fewest: FEWEST }),
        }
    }
}

impl Passphrase {
    /// Whether it is this one.
    pub fn is(&self, typed: &str) -> bool {
        self.0 == typed
    }
}

/// Puts the staff folder of a pack into one sealed archive. The names of its files can be read without the passphrase;
/// they name no child. The salt is random, so the bytes of the archive are never the same twice.
///
/// # Errors
/// When the archive cannot be made.
pub fn seal(files: &mut Files, passphrase: &Passphrase) -> Result<(), Error> {
    let fault = |error: zip::result::ZipError| Error::CannotRender { what: SEALED.into(), why: error.to_string() };
    let staff: Vec<String> = files.keys().filter(|path| path.starts_with(STAFF)).cloned().collect();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // No clock: every file is of 1 January 1980, as early as zip can say.
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o600)
        .with_aes_encryption(AesMode::Aes256, &passphrase.0);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for path in staff {
        let bytes = files.remove(&path).unwrap_or_default();
        archive.start_file(path, options).map_err(fault)?;
        archive.write_all(&bytes).map_err(|error| fault(error.into()))?;
    }
    let sealed = archive.finish().map_err(fault)?;
    files.insert(SEALED.to_owned(), sealed.into_inner());
    Ok(())
}

/// The files of a sealed archive by path below the pack; none with another passphrase, or where it is damaged.
pub fn open(sealed: &[u8], passphrase: &Passphrase) -> Option<Files> {
    let mut archive = ZipArchive::new(Cursor::new(sealed)).ok()?;
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index_decrypt(at, passphrase.0.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        files.insert(file.name().to_owned(), bytes);
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).unwrap()
    }

    fn pack() -> Files {
        let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        Files::from([
            file("governors/a.html", "figures"),
            file("staff/lists.html", "Maisie Ashdown, Maisie Ashdown, Maisie Ashdown"),
            file("staff/charts/b.svg", "Maisie"),
        ])
    }

    #[test]
    fn a_short_or_simple_passphrase_is_refused() {
        for weak in ["", "short", "elevenchars", "aaaaaaaaaaaaaaaaaaaa", "121212121212121"] {
            assert!(matches!(Passphrase::new(weak.into()), Err(Error::WeakPassphrase { .. })), "{weak}");
        }
        assert_eq!(format!("{:?}", passphrase("correct horse battery")), "Passphrase(…)");
    }

    #[test]
    fn what_is_sealed_comes_out_with_the_passphrase_alone() {
        let mut files = pack();
        seal(&mut files, &passphrase("correct horse battery")).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["governors/a.html", "staff.zip"], "no plain file is left");
        let sealed = &files["staff.zip"];
        assert!(!sealed.windows(6).any(|bytes| bytes == b"Maisie"));
        let opened = open(sealed, &passphrase("correct horse battery")).unwrap();
        let staff: Files = pack().into_iter().filter(|(path, _)| path.starts_with("staff/")).collect();
        assert_eq!(opened, staff);
        assert!(open(sealed, &passphrase("correct horse batterz")).is_none());
        assert!(open(b"no archive", &passphrase("correct horse battery")).is_none());
        let mut damaged = sealed.clone();
        let middle = damaged.len() / 3;
        damaged[middle] ^= 1;
        assert!(open(&damaged, &passphrase("correct horse battery")).is_none(), "what was changed is not believed");
    }

    #[test]
    fn it_is_aes_256_and_never_the_same_bytes_twice() {
        let sealed = || {
            let mut files = pack();
            seal(&mut files, &passphrase("correct horse battery")).unwrap();
            files.remove("staff.zip").unwrap()
        };
        let (one, other) = (sealed(), sealed());
        assert_ne!(one, other, "a salt that comes again would show that two archives hold the same");
        // The extra field 0x9901: seven bytes, the makers' letters AE, strength 3 is 256 bits.
        let field = one.windows(4).position(|bytes| bytes == [0x01, 0x99, 0x07, 0x00]).expect("AES is declared");
        assert_eq!((&one[field + 6..field + 8], one[field + 8]), (&b"AE"[..], 3));
    }
}
