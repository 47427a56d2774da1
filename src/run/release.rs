//! Which figures leave the staff's hands in this run, protected as one release beside all earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Computed;
use crate::disclosure::{self, ProtectedFigures, Release, ToldBefore};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::measures::{Catalogue, Figure, Members, Population};
use crate::project::Project;
use crate::pseudonyms::{Identity, Key, Tokens};
use crate::reports::{self, Audience, Definition, ReportContext};
use crate::tables::Roll;

/// The figures as each kind of reader may see them.
#[derive(Debug)]
pub(crate) struct Released {
    /// For governors and those who assess the school.
    pub governors: Release,
    /// For anybody.
    pub public: ProtectedFigures,
    /// What earlier releases told.
    pub before: ToldBefore,
    /// The releases so far.
    pub ledger: Ledger,
}

/// Protects what the reports will hold, and nothing else: what no report holds need not be withheld for another's sake.
pub(super) fn release(
    project: &Project,
    reports: &[Definition],
    computed: &Computed<'_>,
    catalogue: &Catalogue,
    context: &ReportContext,
    ledger: Ledger,
) -> Result<Released, Error> {
    let policy = &project.policy;
    let rough = disclosure::protect(&computed.figures, catalogue, &policy.disclosure);
    let held = |public: bool| -> Result<BTreeSet<(String, Population)>, Error> {
        let mut held = BTreeSet::new();
        for definition in reports.iter().filter(|report| report.audience().is_outside()) {
            if (definition.audience() == Audience::Public) == public {
                let report = reports::build(definition, &rough, None, catalogue, context)
                    .map_err(|error| Error::BadReport { folder: project.reports(), why: error.to_string() })?;
                let figures = reports::figures_in(&report).into_iter();
                held.extend(figures.map(|figure| (figure.measure().to_owned(), figure.population().clone())));
            }
        }
        Ok(held)
    };
    let in_reports = |held: &BTreeSet<(String, Population)>, figure: &Figure| {
        held.contains(&(figure.measure.clone(), figure.population.clone()))
    };
    let (members, figures) = (&computed.members, &computed.figures);
    let before = told(project, &ledger, &computed.canonical.roll, members)?;
    let public = held(true)?;
    // What the public sees, governors see too.
    let mut closed = held(false)?;
    closed.extend(public.iter().cloned());
    let wanted = |figure: &Figure| in_reports(&closed, figure);
    let governors = disclosure::release(figures, &wanted, members, catalogue, &policy.disclosure, &before);
    let wanted = |figure: &Figure| in_reports(&public, figure);
    let public = disclosure::for_public(figures, &wanted, &governors.figures, members, catalogue, &policy.public);
    Ok(Released { governors, public, before, ledger })
}

/// What earlier releases told of the children of this run.
pub(super) fn told(project: &Project, ledger: &Ledger, roll: &Roll, members: &Members) -> Result<ToldBefore, Error> {
    if ledger.is_empty() {
        return Ok(ToldBefore::new());
    }
    // Without the key nobody is known again: then every child of the ledger is somebody else, and nothing is compared.
    let key = Key::load(&project.folder)?.ok_or_else(|| Error::BadLedger {
        path: project.folder.join(crate::ledger::LEDGER_FILE),
        why: "secret.key, which says whose tokens it holds, is missing".into(),
    })?;
    let tokens = Tokens::load(&project.folder, &key)?;
    let mut places = BTreeMap::new();
    for (place, identity) in identities(roll, members) {
        if let Some(token) = tokens.known(&key.pseudonym(&identity)) {
            places.insert(token.to_owned(), place);
        }
    }
    Ok(ledger.told(&places, members.pupils().len()))
}

/// Writes into the ledger what is about to be released.
pub(super) fn record(
    project: &Project,
    released: &mut Released,
    roll: &Roll,
    members: &Members,
    term: &str,
    as_of: Date,
) -> Result<(), Error> {
    let key = Key::load_or_create(&project.folder)?;
    let mut tokens = Tokens::load(&project.folder, &key)?;
    let told = released.governors.statements.iter();
    let told = told.fold(crate::measures::PupilSet::default(), |all, said| all.union(&said.base));
    let mut named = BTreeMap::new();
    for (place, identity) in identities(roll, members).filter(|(place, _)| told.contains(*place)) {
        named.insert(place, tokens.token_of(&key.pseudonym(&identity))?.to_owned());
    }
    tokens.save()?;
    released.ledger.add(term, as_of, &released.governors.statements, &|place| named.get(&place).cloned())
}

/// Who stands at each place of the sets of children.
fn identities<'r>(roll: &'r Roll, members: &'r Members) -> impl Iterator<Item = (usize, Identity)> + 'r {
    let by_number: BTreeMap<i64, &crate::tables::Pupil> = roll.pupils.iter().map(|pupil| (pupil.id, pupil)).collect();
    let places = members.pupils().iter().enumerate();
    places.filter_map(move |(place, number)| by_number.get(number).map(|pupil| (place, Identity::of(pupil))))
}
