//! What stands for a child in files that outlive a run: a pseudonym that only
//! the school's key can make, and a random token that nothing can make again.
//!
//! The ledger names children by tokens alone. Which token is whose stands in
//! `ledger/pupils.csv`, by pseudonym: HMAC-SHA-256 (RFC 2104) of the child's
//! identity under the key in `secret.key`. To forget a child is to delete its line
//! there: the token in the ledger then leads to nobody, and neither the
//! ledger's chain of hashes nor its counts change.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::civil::Date;
use sha2::Sha256;

use crate::error::Error;
use crate::publish;
use crate::tables::{Pupil, name_key};

/// The key's file in the project folder.
pub const KEY_FILE: &str = "secret.key";
/// The token table's file in the project folder.
pub const TOKEN_FILE: &str = "ledger/pupils.csv";

/// What identifies a child for good: the UPN, else the school's own number, else name and date of birth.
///
/// A child that is first known by a weaker one and later by a UPN is another child here.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(String);

impl Identity {
    /// Of a child of the roll.
    pub fn of(pupil: &Pupil) -> Identity {
        match (&pupil.upn, &pupil.local_id) {
            (Some(upn), _) => Self::upn(upn),
            (None, Some(number)) => Self::number(number),
            (None, None) => Self::name(&pupil.surname, &pupil.forename, pupil.date_of_birth),
        }
    }

    /// By UPN in normal form.
    pub fn upn(upn: &str) -> Identity {
        Identity(format!("upn {}", crate::upn::normal(upn)))
    }

    /// By the school's own number.
    pub fn number(number: &str) -> Identity {
        Identity(format!("number {}", number.trim()))
    }

    /// By name, whatever its case and accents, and date of birth.
    pub fn name(surname: &str, forename: &str, born: Option<Date>) -> Identity {
        let name = name_key(surname, forename).unwrap_or_default();
        Identity(format!("name {name} {}", born.map(|day| day.to_string()).unwrap_or_default()))
    }
}

/// Whose identity it is, is never printed.
impl fmt::Debug for Identity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Identity(…)")
    }
}

/// The school's own key: 32 bytes from the system's source of chance.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

impl Key {
    /// The key of a project; made at first need. The caller holds the project's lock.
    ///
    /// # Errors
    /// When the file cannot be read or written, holds no key, or is missing although children have tokens: a new key
    /// would make every child a new one.
    pub fn load_or_create(project: &Path) -> Result<Key, Error> {
        if let Some(key) = Self::load(project)? {
            return Ok(key);
        }
        if project.join(TOKEN_FILE).exists() {
            let why = format!("the key is missing with which {TOKEN_FILE} was made");
            return Err(Error::BadPseudonyms { path: project.join(KEY_FILE), why });
        }
        let key = Key(random(&project.join(KEY_FILE))?);
        publish::private_file(&project.join(KEY_FILE), format!("{}\n", hex(&key.0)).as_bytes())?;
        Ok(key)
    }

    /// The key of a project, if it has one.
    ///
    /// # Errors
    /// When the file cannot be read or holds no key.
    pub fn load(project: &Path) -> Result<Option<Key>, Error> {
        let path = project.join(KEY_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::CannotRead { path, source }),
        };
        let digits = text.trim();
        let bytes: Option<Vec<u8>> = match is_hex(digits, 64) {
            true => (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()).collect(),
            false => None,
        };
        match bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
            Some(key) => Ok(Some(Key(key))),
            None => Err(Error::BadPseudonyms { path, why: "this is no key: a key is 64 hexadecimal digits".into() }),
        }
    }

    /// The pseudonym of a child: 64 hexadecimal digits.
    pub fn pseudonym(&self, identity: &Identity) -> String {
        hex(&self.code("pupil", &identity.0))
    }

    /// HMAC-SHA-256 of a text for one purpose, so that no pseudonym is a code of another kind.
    fn code(&self, purpose: &str, text: &str) -> [u8; 32] {
        self.hmac(format!("thrive-report {purpose}\n{text}").as_bytes())
    }

    fn hmac(&self, text: &[u8]) -> [u8; 32] {
        // A key shorter than a block of the hash is filled up with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut code = Hmac::<Sha256>::new(&block.into());
        code.update(text);
        code.finalize().into_bytes().into()
    }

    /// What the token table says of the key it was made with: enough to notice another one, too little to find it.
    fn check(&self) -> String {
        hex(&self.code("key check", "")[..8])
    }
}

/// Which token is whose: the only way from the ledger back to a child.
#[derive(Clone, Debug)]
pub struct Tokens {
    path: PathBuf,
    check: String,
    by_pseudonym: BTreeMap<String, String>,
}

const FIRST_LINE: &str = "# Which token of the ledger is which child, by a pseudonym that secret.key makes. Keep it private; do not edit it.";
const HEADINGS: &str = "pseudonym,token";

impl Tokens {
    /// The table of a project; empty where there is none yet.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or was made with another key.
    pub fn load(project: &Path, key: &Key) -> Result<Tokens, Error> {
        let path = project.join(TOKEN_FILE);
        let mut tokens = Tokens { path, check: key.check(), by_pseudonym: BTreeMap::new() };
        let text = match fs::read_to_string(&tokens.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tokens),
            Err(source) => return Err(Error::CannotRead { path: tokens.path, source }),
        };
        match tokens.take(&text) {
            Ok(()) => Ok(tokens),
            Err(why) => Err(Error::BadPseudonyms { path: tokens.path, why }),
        }
    }

    fn take(&mut self, text: &str) -> Result<(), String> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| *line != FIRST_LINE);
        let made_with = lines.next().and_then(|(_, line)| line.strip_prefix("# key "));
        match made_with {
            Some(check) if check == self.check => {}
            Some(_) => return Err(format!("it was made with another key than the one in {KEY_FILE}")),
            None => return Err("it does not say with which key it was made".into()),
        }
        if lines.next().is_none_or(|(_, line)| line != HEADINGS) {
            return Err(format!("its headings are not {HEADINGS}"));
        }
        for (at, line) in lines {
            let pair = line.split_once(',').filter(|(name, token)| is_hex(name, 64) && is_hex(token, 32));
            let Some((pseudonym, token)) = pair else { return Err(format!("line {} is damaged", at + 1)) };
            if self.by_pseudonym.insert(pseudonym.to_owned(), token.to_owned()).is_some() {
                return Err(format!("line {} is there twice", at + 1));
            }
        }
        Ok(())
    }

    /// The token of a pseudonym: 32 hexadecimal digits, from chance alone the first time.
    ///
    /// # Errors
    /// When the system has no random numbers to give.
    pub fn token_of(&mut self, pseudonym: &str) -> Result<&str, Error> {
        if !self.by_pseudonym.contains_key(pseudonym) {
            let token: [u8; 16] = random(&self.path)?;
            self.by_pseudonym.insert(pseudonym.to_owned(), hex(&token));
        }
        Ok(self.by_pseudonym.get(pseudonym).map_or("", String::as_str))
    }

    /// The token of a pseudonym that has one.
    pub fn known(&self, pseudonym: &str) -> Option<&str> {
        self.by_pseudonym.get(pseudonym).map(String::as_str)
    }

    /// Forgets whose token it was; whether there was one.
    pub fn remove(&mut self, pseudonym: &str) -> bool {
        self.by_pseudonym.remove(pseudonym).is_some()
    }

    /// How many children have a token.
    pub fn len(&self) -> usize {
        self.by_pseudonym.len()
    }

    /// Whether nobody has one.
    pub fn is_empty(&self) -> bool {
        self.by_pseudonym.is_empty()
    }

    /// Writes the table, whole or not at all, for its owner only. Lines are in order of the pseudonyms, so that their
    /// order tells nothing. The caller holds the project's lock.
    ///
    /// # Errors
    /// When it cannot be written; then the one before is still there.
    pub fn save(&self) -> Result<(), Error> {
        let mut text = format!("{FIRST_LINE}\n# key {}\n{HEADINGS}\n", self.check);
        for (pseudonym, token) in &self.by_pseudonym {
            text.push_str(&format!("{pseudonym},{token}\n"));
        }
        publish::private_file(&self.path, text.as_bytes())
    }
}

/// Bytes from the system's source of chance.
fn random<const N: usize>(wanted_for: &Path) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::CannotWrite {
        path: wanted_for.into(),
        source: io::Error::other("the system gave no random numbers"),
    })?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
#[path = "pseudonyms_tests.rs"]
mod tests;
