//! Why a file, or a part of it, is not read: a code of the catalogue and one plain sentence.

/// A refusal. The sentence never quotes the file: a cell may hold a child's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Code of `reference/diagnostics.toml`.
    pub code: &'static str,
    /// What is wrong, as the end of a sentence about the file.
    pub what: String,
}

impl Refusal {
    fn new(code: &'static str, what: impl Into<String>) -> Self {
        Refusal { code, what: what.into() }
    }

    /// A kind of file that is never read, by its usual name.
    pub fn foreign(what: &str) -> Self {
        Self::new("S001", format!("it is {what}"))
    }

    /// Encrypted.
    pub fn password() -> Self {
        Self::new("S002", "it is protected by a password")
    }

    /// Encrypted by Excel, which uses a password of its own where a workbook is only to be opened read-only or has its
    /// structure protected.
    pub fn excel_password() -> Self {
        Self::new("S002", "it is encrypted: with a password, or with the one that Excel gives a workbook by itself")
    }

    /// Encrypted by a rights management service.
    pub fn rights() -> Self {
        Self::new("S002", "it is protected by rights management, so only its owner's programs can open it")
    }

    /// A page or XML in which there is nothing to read.
    pub fn no_table(what: &str) -> Self {
        Self::new("S003", what)
    }

    /// Broken, or against the rules of its format.
    pub fn damaged(what: &str) -> Self {
        Self::new("S004", what)
    }

    /// Nothing in it.
    pub fn empty(what: &str) -> Self {
        Self::new("S005", what)
    }

    /// The end is missing.
    pub fn incomplete() -> Self {
        Self::new("S008", "the file is incomplete: its end is missing, as after a broken download or copy")
    }

    /// Never opened, or not readable.
    pub fn not_opened(why: &str) -> Self {
        Self::new("S011", why)
    }

    /// More than is ever read of one file.
    pub fn too_much(what: impl Into<String>) -> Self {
        Self::new("S010", what)
    }
}
