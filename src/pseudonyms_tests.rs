//! The key and the token table: made once, never replaced in silence, forgotten on request.

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
