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
mod tests {
    use super::*;

    fn key_of(start: &[u8]) -> Key {
        let mut key = [0; 32];
        key[..start.len()].copy_from_slice(start);
        Key(key)
    }

    fn pupil(upn: Option<&str>, number: Option<&str>) -> Pupil {
        let (surname, forename) = ("Zärlich".to_owned(), "Ana-Maria".to_owned());
        let date_of_birth = Some(jiff::civil::date(2018, 3, 9));
        let (upn, local_id) = (upn.map(str::to_owned), number.map(str::to_owned));
        Pupil { upn, local_id, surname, forename, date_of_birth, ..Pupil::default() }
    }

    #[test]
    fn the_code_is_that_of_the_standard() {
        // RFC 4231, test cases 1 and 2: keys of 20 and 4 bytes, which zeros fill up to the same block.
        let first = key_of(&[0x0b; 20]).hmac(b"Hi There");
        assert_eq!(hex(&first), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        let second = key_of(b"Jefe").hmac(b"what do ya want for nothing?");
        assert_eq!(hex(&second), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_pseudonym_needs_the_key_and_tells_nothing() {
        let child = Identity::of(&pupil(Some("A123456789012"), Some("0042")));
        let (mine, other) = (key_of(b"mine"), key_of(b"other"));
        assert_eq!(mine.pseudonym(&child), mine.pseudonym(&child));
        assert_ne!(mine.pseudonym(&child), other.pseudonym(&child));
        assert_eq!(mine.pseudonym(&child).len(), 64);
        assert_eq!(format!("{child:?} {mine:?}"), "Identity(…) Key(…)");
    }

    #[test]
    fn the_strongest_identity_counts_and_kinds_never_meet() {
        let key = key_of(b"k");
        let of = |identity: Identity| key.pseudonym(&identity);
        let full = of(Identity::of(&pupil(Some("A123456789012"), Some("0042"))));
        assert_eq!(full, of(Identity::upn(" a1234 56789012")), "as it is typed");
        assert_eq!(of(Identity::of(&pupil(None, Some("0042")))), of(Identity::number(" 0042 ")));
        let named = of(Identity::of(&pupil(None, None)));
        assert_eq!(named, of(Identity::name("ZARLICH", "ana maria", Some(jiff::civil::date(2018, 3, 9)))));
        assert_ne!(named, of(Identity::name("Zarlich", "Ana Maria", None)));
        assert_ne!(of(Identity::upn("A123456789012")), of(Identity::number("A123456789012")));
    }

    #[test]
    fn the_key_is_made_once_and_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Key::load(folder.path()).unwrap(), None, "asking makes none");
        let key = Key::load_or_create(folder.path()).unwrap();
        assert_eq!(Key::load_or_create(folder.path()).unwrap(), key);
        assert_eq!(Key::load(folder.path()).unwrap(), Some(key.clone()));
        assert_ne!(key, Key([0; 32]), "it comes from chance");
        let elsewhere = tempfile::tempdir().unwrap();
        assert_ne!(Key::load_or_create(elsewhere.path()).unwrap(), key);
        let text = fs::read_to_string(folder.path().join(KEY_FILE)).unwrap();
        assert!(is_hex(text.trim(), 64), "{} letters", text.len());
        only_its_owners(&folder.path().join(KEY_FILE));
    }

    #[cfg(unix)]
    fn only_its_owners(path: &Path) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path), 0o600, "{}", path.display());
        if path.parent().is_some_and(|folder| folder.ends_with("ledger")) {
            assert_eq!(mode(path.parent().unwrap()), 0o700);
        }
    }

    #[cfg(not(unix))]
    fn only_its_owners(_path: &Path) {}

    #[test]
    fn a_damaged_key_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "abc", &"g".repeat(64), &"é".repeat(32)] {
            fs::write(folder.path().join(KEY_FILE), text).unwrap();
            let error = Key::load_or_create(folder.path()).unwrap_err();
            assert!(matches!(error, Error::BadPseudonyms { .. }), "{text}");
            assert!(error.hint().is_some_and(|hint| hint.contains("backup")), "{error}");
            assert_eq!(fs::read_to_string(folder.path().join(KEY_FILE)).unwrap(), text);
        }
    }

    #[test]
    fn a_lost_key_is_never_replaced_while_children_have_tokens() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::load_or_create(folder.path()).unwrap();
        let mut tokens = Tokens::load(folder.path(), &key).unwrap();
        tokens.token_of(&key.pseudonym(&Identity::number("1"))).unwrap();
        tokens.save().unwrap();
        fs::remove_file(folder.path().join(KEY_FILE)).unwrap();
        assert!(matches!(Key::load_or_create(folder.path()), Err(Error::BadPseudonyms { .. })));
        assert!(!folder.path().join(KEY_FILE).exists());
        // A key of another project does not fit either.
        fs::write(folder.path().join(KEY_FILE), "0".repeat(64)).unwrap();
        let other = Key::load_or_create(folder.path()).unwrap();
        let error = Tokens::load(folder.path(), &other).unwrap_err();
        assert!(error.to_string().contains("another key"), "{error}");
    }

    #[test]
    fn tokens_stay_and_come_from_chance() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::load_or_create(folder.path()).unwrap();
        let mut tokens = Tokens::load(folder.path(), &key).unwrap();
        assert!(tokens.is_empty());
        let [one, two] = ["1", "2"].map(|number| key.pseudonym(&Identity::number(number)));
        let first = tokens.token_of(&one).unwrap().to_owned();
        assert_eq!(tokens.token_of(&one).unwrap(), first);
        assert_ne!(tokens.token_of(&two).unwrap(), first);
        assert!(is_hex(&first, 32));
        tokens.save().unwrap();
        only_its_owners(&folder.path().join(TOKEN_FILE));
        let again = Tokens::load(folder.path(), &key).unwrap();
        assert_eq!((again.len(), again.known(&one)), (2, Some(first.as_str())));
        // The same child in another project has another token: tokens are no function of the child.
        let mut fresh = Tokens { path: again.path.clone(), check: key.check(), by_pseudonym: BTreeMap::new() };
        assert_ne!(fresh.token_of(&one).unwrap(), first);
    }

    #[test]
    fn a_forgotten_child_leaves_nothing_in_the_table() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::load_or_create(folder.path()).unwrap();
        let mut tokens = Tokens::load(folder.path(), &key).unwrap();
        let child = key.pseudonym(&Identity::upn("A123456789012"));
        let kept = key.pseudonym(&Identity::upn("B123456789012"));
        let token = tokens.token_of(&child).unwrap().to_owned();
        tokens.token_of(&kept).unwrap();
        tokens.save().unwrap();
        assert!(tokens.remove(&child) && !tokens.remove(&child));
        tokens.save().unwrap();
        let text = fs::read_to_string(folder.path().join(TOKEN_FILE)).unwrap();
        assert!(!text.contains(&child) && !text.contains(&token));
        let mut again = Tokens::load(folder.path(), &key).unwrap();
        assert_eq!((again.len(), again.known(&child)), (1, None));
        assert_ne!(again.token_of(&child).unwrap(), token, "a child that comes back is a new one");
        let names: Vec<_> = fs::read_dir(folder.path().join("ledger")).unwrap().collect();
        assert_eq!(names.len(), 1, "no working file is left");
    }

    #[test]
    fn a_damaged_table_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::load_or_create(folder.path()).unwrap();
        let mut tokens = Tokens::load(folder.path(), &key).unwrap();
        let child = key.pseudonym(&Identity::number("1"));
        tokens.token_of(&child).unwrap();
        tokens.save().unwrap();
        let path = folder.path().join(TOKEN_FILE);
        let good = fs::read_to_string(&path).unwrap();
        let refused = |text: &str, part: &str| {
            fs::write(&path, text).unwrap();
            let error = Tokens::load(folder.path(), &key).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        };
        refused(&good[..good.len() - 3], "line 4 is damaged");
        refused(&format!("{good}{}", good.lines().last().unwrap()), "line 5 is there twice");
        refused(&good.replace(HEADINGS, "a,b"), "headings");
        refused("", "with which key");
        refused(&good.replace("# key ", "# key 0"), "another key");
    }
}
