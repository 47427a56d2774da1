//! The child that is to be forgotten, as far as the project still knows it.

use crate::pseudonyms::{Identity, Key};
use crate::tables::{ChildNames, Pupil, Reference, Roll};
use crate::{changes, upn};

/// A child by the number that was given, with the pupil list's row where there is one. It is never printed.
pub struct Child {
    given: String,
    pupil: Option<Pupil>,
    names: ChildNames,
    /// Other children's UPNs: a row with one of them is theirs, whatever the names in it.
    others: Vec<String>,
}

impl Child {
    /// The child of a roll with this UPN or pupil number; without one on the roll, only the number is known.
    pub fn find(given: &str, roll: &Roll, reference: &Reference) -> Result<Child, usize> {
        let given = given.trim().to_owned();
        let number = upn::normal(&given);
        let by_upn = roll
            .pupils
            .iter()
            .filter(|pupil| pupil.upn.as_ref() == Some(&number) || pupil.former_upns.contains(&number));
        let mut found: Vec<&Pupil> = by_upn.collect();
        if found.is_empty() {
            found = roll.pupils.iter().filter(|pupil| pupil.local_id.as_deref() == Some(given.as_str())).collect();
        }
        if found.len() > 1 {
            return Err(found.len());
        }
        let pupil = found.first().copied().cloned();
        // Without a row of the pupil list the number is looked for as either kind.
        let known = pupil.clone().unwrap_or_else(|| Pupil {
            upn: Some(number),
            local_id: Some(given.clone()),
            ..Pupil::default()
        });
        let others = roll.pupils.iter().filter(|other| Some(other.id) != pupil.as_ref().map(|pupil| pupil.id));
        let others = others.filter_map(|other| other.upn.clone()).collect();
        let names = ChildNames::of(&Roll { pupils: vec![known], ..Roll::default() }, reference);
        Ok(Child { given, pupil, names, others })
    }

    /// The row of the pupil list, if the child is on it.
    pub fn pupil(&self) -> Option<&Pupil> {
        self.pupil.as_ref()
    }

    /// Whether a text names the child: the full name in either order, the UPN, or a pupil number of four digits or more.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.names.name_a_child(text)
    }

    /// Whether a cell is the surname and another the forename, or one of them the number.
    pub fn has_row(&self, cells: &[&str]) -> bool {
        if cells.iter().any(|cell| self.others.contains(&upn::normal(cell))) {
            return false;
        }
        let key = self.pupil.as_ref().map(Pupil::identity);
        if cells.iter().any(|cell| self.is_named_in(cell) || key.as_deref() == Some(cell)) {
            return true;
        }
        let Some(pupil) = self.pupil.as_ref().filter(|pupil| !pupil.surname.is_empty() && !pupil.forename.is_empty())
        else {
            return false;
        };
        let has = |name: &str| cells.iter().any(|cell| same_name(cell, name));
        let own = (&pupil.surname, &pupil.forename);
        let other = pupil.other_names.iter().map(|(surname, forename)| (surname, forename));
        std::iter::once(own).chain(other).any(|(surname, forename)| has(surname) && has(forename))
    }

    /// Whether a cell of a pupil-number column is this child's.
    pub fn has_number(&self, cell: &str) -> bool {
        let local = self.pupil.as_ref().and_then(|pupil| pupil.local_id.as_deref());
        local.unwrap_or(&self.given) == cell.trim()
    }

    /// Whether a pack's children's file means this child.
    pub fn is_in_cohort(&self, id: &str) -> bool {
        let numbers = self.pupil.iter().flat_map(|pupil| [pupil.upn.as_deref(), pupil.local_id.as_deref()]);
        let own = self.pupil.as_ref().map(changes::id_of);
        own.as_deref() == Some(id)
            || numbers.flatten().any(|number| number == id)
            || id == self.given
            || id == upn::normal(&self.given)
    }

    /// Every pseudonym that the child may have in the ledger: by each number, and by name.
    pub fn pseudonyms(&self, key: &Key) -> Vec<String> {
        let mut identities = vec![Identity::upn(&self.given), Identity::number(&self.given)];
        if let Some(pupil) = &self.pupil {
            identities.extend(pupil.upn.iter().chain(&pupil.former_upns).map(|number| Identity::upn(number)));
            identities.extend(pupil.local_id.as_deref().map(Identity::number));
            let own = (&pupil.surname, &pupil.forename);
            let other = pupil.other_names.iter().map(|(surname, forename)| (surname, forename));
            let names = std::iter::once(own).chain(other);
            identities.extend(names.map(|(surname, forename)| Identity::name(surname, forename, pupil.date_of_birth)));
        }
        identities.iter().map(|identity| key.pseudonym(identity)).collect()
    }
}

/// Names compared as the pupil list's are, without case, accents and punctuation.
fn same_name(cell: &str, name: &str) -> bool {
    let key = |text: &str| crate::tables::name_key(text, "");
    key(name).is_some_and(|name| key(cell) == Some(name))
}
