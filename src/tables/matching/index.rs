//! The ways to a child: every key of the roll, and which children a row may be about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::super::roll::Pupil;
use super::evidence::{self, Agreement, Evidence, Number};
use super::key::{Key, Name, name_key};
use super::nicknames::Nicknames;
use crate::upn;

/// What the roll knows of one child, made ready for comparing.
#[derive(Clone, Debug)]
struct Known {
    /// The UPN and former ones.
    upns: Vec<String>,
    /// The school's own numbers.
    codes: Vec<String>,
    /// Surname and forename, the latest first, then those of other lists.
    names: Vec<(Name, Name)>,
    date_of_birth: Option<Date>,
}

/// Children by a key; none where several share it.
type Unique<K> = BTreeMap<K, Option<i64>>;

/// The ways to a child.
#[derive(Debug, Default)]
pub struct Index {
    children: BTreeMap<i64, Known>,
    by_upn: HashMap<String, i64>,
    by_former_upn: Unique<String>,
    by_code: Unique<String>,
    by_tool_code: Unique<String>,
    by_name: Unique<(String, Date)>,
    // What makes a child worth comparing with a row.
    with_surname: HashMap<String, BTreeSet<i64>>,
    with_forename: HashMap<String, BTreeSet<i64>>,
    born_on: HashMap<Date, BTreeSet<i64>>,
    with_bare_code: HashMap<String, BTreeSet<i64>>,
    with_part_of_upn: HashMap<String, BTreeSet<i64>>,
    nicknames: Nicknames,
}

/// How a record found its child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// By UPN.
    Upn,
    /// By a UPN the child had before.
    FormerUpn,
    /// By a screening tool's own code, which a key file or the pupil list gives to the child.
    ToolCode,
    /// By the school's own number.
    LocalId,
    /// By name and date of birth.
    Name,
    /// By name and date of birth, one of them written differently.
    Likeness,
    /// As a person decided.
    Decision,
}

impl MatchedBy {
    /// The word of the data-quality account.
    pub fn word(self) -> &'static str {
        match self {
            MatchedBy::Upn => "upn",
            MatchedBy::FormerUpn => "former_upn",
            MatchedBy::ToolCode => "tool_code",
            MatchedBy::LocalId => "pupil_number",
            MatchedBy::Name => "name",
            MatchedBy::Likeness => "likeness",
            MatchedBy::Decision => "decision",
        }
    }
}

/// What the exact keys of a row say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exact {
    /// One child.
    Child(i64, MatchedBy),
    /// A number says one child, the name and date of birth say plainly another one or somebody else.
    Contradicted(i64),
    /// Several children share the key.
    Shared,
    /// Nobody.
    Nobody,
}

/// A child that a row may be about.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The child.
    pub pupil_id: i64,
    /// What speaks for it and against it.
    pub evidence: Evidence,
    /// The weight of that.
    pub weight: f64,
}

fn only<K: Ord>(map: &mut Unique<K>, key: K, id: i64) {
    map.entry(key).and_modify(|known| *known = known.filter(|known| *known == id)).or_insert(Some(id));
}

impl Index {
    /// An empty one that knows forms of forenames.
    pub fn new(nicknames: Nicknames) -> Self {
        Index { nicknames, ..Index::default() }
    }

    /// Takes in a child.
    pub fn learn(&mut self, pupil: &Pupil) {
        let id = pupil.id;
        if let Some(number) = &pupil.upn {
            self.by_upn.insert(number.clone(), id);
        }
        for number in &pupil.former_upns {
            only(&mut self.by_former_upn, number.clone(), id);
        }
        let upns: Vec<String> = pupil.upn.iter().chain(&pupil.former_upns).cloned().collect();
        for half in upns.iter().filter_map(|number| halves(number)).flatten() {
            self.with_part_of_upn.entry(half.to_owned()).or_default().insert(id);
        }
        let own = (pupil.surname.clone(), pupil.forename.clone());
        let mut names = Vec::new();
        for (surname, forename) in std::iter::once(&own).chain(&pupil.other_names) {
            if let Some(key) = name_key(surname, forename).zip(pupil.date_of_birth) {
                only(&mut self.by_name, key, id);
            }
            let (surname, forename) = (Name::new(surname), Name::new(forename));
            for (name, map) in [(&surname, &mut self.with_surname), (&forename, &mut self.with_forename)] {
                for form in name.forms().filter(|form| !form.is_empty()) {
                    map.entry(form.to_owned()).or_default().insert(id);
                }
            }
            names.push((surname, forename));
        }
        if let Some(day) = pupil.date_of_birth {
            self.born_on.entry(day).or_default().insert(id);
        }
        let known = Known { upns, codes: Vec::new(), names, date_of_birth: pupil.date_of_birth };
        self.children.insert(id, known);
        for code in pupil.local_id.iter().chain(&pupil.codes) {
            self.learn_code(id, code);
        }
        for code in &pupil.tool_codes {
            self.learn_tool_code(id, code);
        }
    }

    /// Takes in a tool's own code of a child.
    pub fn learn_tool_code(&mut self, id: i64, code: &str) {
        only(&mut self.by_tool_code, code.to_owned(), id);
    }

    /// Takes in a number of a child.
    fn learn_code(&mut self, id: i64, code: &str) {
        only(&mut self.by_code, code.to_owned(), id);
        self.with_bare_code.entry(bare(code).to_owned()).or_default().insert(id);
        if let Some(child) = self.children.get_mut(&id) {
            child.codes.push(code.to_owned());
        }
    }

    /// How many children there are.
    pub fn children(&self) -> usize {
        self.children.len()
    }

    /// What the exact keys say. A UPN comes before a number, a number before a name; a weaker key never overrules a
    /// stronger one, and a number that the name and date of birth plainly contradict is not believed.
    pub fn exact(&self, key: &Key) -> Exact {
        let by_number = key.upn.iter().chain(&key.former_upn).find_map(|number| {
            let current = self.by_upn.get(number).map(|id| (*id, MatchedBy::Upn));
            current.or_else(|| Some(((*self.by_former_upn.get(number)?)?, MatchedBy::FormerUpn)))
        });
        if let Some((id, by)) = by_number {
            let named = self.named(key).is_some_and(|other| other != id);
            let against = named && self.evidence(key, id).is_some_and(|evidence| evidence.speaks_against());
            return if against { Exact::Contradicted(id) } else { Exact::Child(id, by) };
        }
        // A right UPN of somebody else is never overruled by a weaker key.
        if key.has_valid_upn() {
            return Exact::Nobody;
        }
        let against = |id| self.evidence(key, id).is_some_and(|evidence| evidence.speaks_against());
        match key.tool_code.as_ref().and_then(|code| self.by_tool_code.get(code)) {
            None => {}
            Some(Some(id)) if against(*id) => return Exact::Contradicted(*id),
            Some(Some(id)) => return Exact::Child(*id, MatchedBy::ToolCode),
            Some(None) => return Exact::Shared,
        }
        let found: Vec<Option<i64>> = key.codes.iter().filter_map(|code| self.by_code.get(code)).copied().collect();
        match found.as_slice() {
            [] => {}
            [Some(id), rest @ ..] if rest.iter().all(|other| *other == Some(*id)) => {
                return if against(*id) { Exact::Contradicted(*id) } else { Exact::Child(*id, MatchedBy::LocalId) };
            }
            // Which of them it is, the name may say.
            _ => {
                let has_it = |id: &i64| {
                    let child = self.children.get(id);
                    child.is_some_and(|child| key.codes.iter().any(|code| child.codes.contains(code)))
                };
                let named = self.named(key).filter(has_it);
                return named.map_or(Exact::Shared, |id| Exact::Child(id, MatchedBy::Name));
            }
        }
        match self.by_name(key) {
            Some(Some(id)) => Exact::Child(id, MatchedBy::Name),
            Some(None) => Exact::Shared,
            None => Exact::Nobody,
        }
    }

    fn by_name(&self, key: &Key) -> Option<Option<i64>> {
        let name = name_key(key.surname.as_deref()?, key.forename.as_deref()?)?;
        self.by_name.get(&(name, key.date_of_birth?)).copied()
    }

    /// The one child of exactly this name and date of birth.
    fn named(&self, key: &Key) -> Option<i64> {
        self.by_name(key).flatten()
    }

    /// Every child that a row may be about, the likeliest first.
    pub fn candidates(&self, key: &Key) -> Vec<Candidate> {
        let mut near: BTreeSet<i64> = BTreeSet::new();
        let (surname, forename) = names_of(key);
        for name in surname.forms().chain(forename.forms()).filter(|name| !name.is_empty()) {
            for map in [&self.with_surname, &self.with_forename] {
                near.extend(map.get(name).into_iter().flatten());
            }
        }
        near.extend(key.date_of_birth.and_then(|day| self.born_on.get(&day)).into_iter().flatten());
        near.extend(key.codes.iter().filter_map(|code| self.with_bare_code.get(bare(code))).flatten());
        for number in key.upn.iter().chain(&key.former_upn) {
            near.extend(self.by_upn.get(number));
            near.extend(
                halves(number).into_iter().flatten().filter_map(|half| self.with_part_of_upn.get(half)).flatten(),
            );
        }
        let mut candidates: Vec<Candidate> = near
            .into_iter()
            .filter_map(|pupil_id| {
                let evidence = self.evidence(key, pupil_id)?;
                Some(Candidate { pupil_id, evidence, weight: evidence.weight() })
            })
            .collect();
        candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.pupil_id.cmp(&b.pupil_id)));
        candidates
    }

    /// What speaks for one child and against it, by the name of it that agrees best.
    pub fn evidence(&self, key: &Key, id: i64) -> Option<Evidence> {
        let child = self.children.get(&id)?;
        let (surname, forename) = names_of(key);
        let all = child.names.iter().flat_map(|(known_surname, known_forename)| {
            let straight = self.of_names(key, child, (&surname, &forename), (known_surname, known_forename));
            let swapped = Evidence {
                swapped: true,
                ..self.of_names(key, child, (&forename, &surname), (known_surname, known_forename))
            };
            [straight, swapped]
        });
        // Names swapped count only where both agree so: a forename that is also a surname proves nothing.
        all.filter(|evidence| {
            !evidence.swapped || (evidence.surname, evidence.forename) == (Agreement::Same, Agreement::Same)
        })
        .max_by(|a, b| a.weight().total_cmp(&b.weight()))
    }

    fn of_names(&self, key: &Key, child: &Known, row: (&Name, &Name), known: (&Name, &Name)) -> Evidence {
        let share = |map: &HashMap<String, BTreeSet<i64>>, name: &Name| {
            let others = map.get(&name.whole).map_or(0, |with| with.len().saturating_sub(1));
            others as f64 / self.children.len().max(1) as f64
        };
        let is_forename = |name: &str| self.with_forename.contains_key(name) || self.nicknames.knows(name);
        Evidence {
            surname: evidence::surnames(row.0, known.0, |name| self.with_surname.contains_key(name)),
            forename: evidence::forenames(row.1, known.1, &self.nicknames, is_forename),
            swapped: false,
            born: evidence::dates_of_birth(key.date_of_birth, child.date_of_birth),
            upn: self.upn(key, child),
            code: self.code(key, child),
            common: (share(&self.with_surname, known.0), share(&self.with_forename, known.1)),
        }
    }

    fn upn(&self, key: &Key, child: &Known) -> Number {
        let said: Vec<&String> = key.upn.iter().chain(&key.former_upn).collect();
        if said.is_empty() || child.upns.is_empty() {
            Number::Silent
        } else if said.iter().any(|number| child.upns.contains(number)) {
            Number::Same
        } else if said.iter().any(|number| upn::is_valid(number)) {
            Number::Strange
        } else if said.iter().any(|one| child.upns.iter().any(|other| evidence::upns_slipped(one, other))) {
            Number::Slip
        } else {
            Number::Other
        }
    }

    fn code(&self, key: &Key, child: &Known) -> Number {
        let same = |code: &String| child.codes.contains(code);
        let bare_same = |code: &String| child.codes.iter().any(|other| bare(other) == bare(code));
        if key.codes.iter().any(same) {
            Number::Same
        } else if key.codes.iter().any(bare_same) {
            Number::Slip
        } else if key.codes.iter().any(|code| self.by_code.contains_key(code)) {
            // Known, and not as this child's. A code that nobody has is of another system and says nothing.
            Number::Strange
        } else {
            Number::Silent
        }
    }
}

fn names_of(key: &Key) -> (Name, Name) {
    let name = |text: &Option<String>| text.as_deref().map(Name::new).unwrap_or_default();
    (name(&key.surname), name(&key.forename))
}

/// A number without noughts in front, as a spreadsheet leaves it.
fn bare(code: &str) -> &str {
    code.trim_start_matches('0')
}

/// The two halves of a UPN: a slip leaves one of them whole.
fn halves(number: &str) -> Option<[&str; 2]> {
    (number.is_ascii() && (12..=14).contains(&number.len())).then(|| [&number[..6], &number[number.len() - 6..]])
}
