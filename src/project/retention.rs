//! How long a school keeps what the program reads and writes.

use serde::Deserialize;

/// The table `[policy.retention]` of school.toml: years after the last date in a file, or after the end of a pack's term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Registers in the inbox. Schools in England keep them for six years at least.
    pub registers: u8,
    /// Other records about children in the inbox. They are copies: the pupil file itself is kept elsewhere.
    pub pupil_records: u8,
    /// Records about staff, parents and surveys in the inbox.
    pub other_records: u8,
    /// Staff folders of packs, plain or sealed: they name children.
    pub staff_packs: u8,
    /// Packs as a whole.
    pub packs: u8,
}

impl Default for Retention {
    fn default() -> Self {
        // Two years of staff packs are what the comparison with the year before needs.
        Retention { registers: 6, pupil_records: 6, other_records: 6, staff_packs: 2, packs: 6 }
    }
}

impl Retention {
    /// The kinds with their years, by the name in school.toml.
    pub fn kinds(&self) -> [(&'static str, u8); 5] {
        [
            ("registers", self.registers),
            ("pupil_records", self.pupil_records),
            ("other_records", self.other_records),
            ("staff_packs", self.staff_packs),
            ("packs", self.packs),
        ]
    }

    /// Years of a kind.
    pub fn years(&self, kind: &str) -> Option<u8> {
        self.kinds().into_iter().find(|(name, _)| *name == kind).map(|(_, years)| years)
    }

    /// What cannot be meant, and what to write instead.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        if let Some((name, years)) = self.kinds().into_iter().find(|(_, years)| !(1..=99).contains(years)) {
            return Err((format!("policy.retention.{name} is {years}"), "give a number of years from 1 to 99"));
        }
        if self.registers < 6 {
            let why = format!("policy.retention.registers is {}", self.registers);
            return Err((why, "registers are kept for six years at least"));
        }
        if self.staff_packs > self.packs {
            let why = "policy.retention keeps staff packs longer than packs".to_owned();
            return Err((why, "give no more years for staff_packs than for packs, of which they are part"));
        }
        Ok(())
    }
}
