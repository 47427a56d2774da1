//! Which figures leave the staff's hands in this run, protected as one release.

use std::collections::BTreeSet;

use super::Computed;
use crate::disclosure::{self, Account, ProtectedFigures, ToldBefore};
use crate::error::Error;
use crate::measures::{Catalogue, Figure, Population};
use crate::project::Project;
use crate::reports::{self, Audience, Definition, ReportContext};

/// The figures as each kind of reader may see them.
#[derive(Debug)]
pub(crate) struct Released {
    /// For governors and those who assess the school.
    pub protected: ProtectedFigures,
    /// For anybody.
    pub public: ProtectedFigures,
    /// What the protection cost.
    pub account: Account,
}

/// Protects what the reports will hold, and nothing else: what no report holds need not be withheld for another's sake.
pub(super) fn release(
    project: &Project,
    reports: &[Definition],
    computed: &Computed<'_>,
    catalogue: &Catalogue,
    context: &ReportContext,
    before: &ToldBefore,
) -> Result<Released, Error> {
    let policy = &project.policy;
    let rough = disclosure::protect(&computed.figures, catalogue, &policy.disclosure);
    let held = |public: bool| -> Result<BTreeSet<(String, Population)>, Error> {
        let mut held = BTreeSet::new();
        for definition in reports.iter().filter(|report| report.audience() != Audience::Staff) {
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
    let public = held(true)?;
    // What the public sees, governors see too.
    let mut closed = held(false)?;
    closed.extend(public.iter().cloned());
    let wanted = |figure: &Figure| in_reports(&closed, figure);
    let (protected, account) = disclosure::release(figures, &wanted, members, catalogue, &policy.disclosure, before);
    let wanted = |figure: &Figure| in_reports(&public, figure);
    let public = disclosure::for_public(figures, &wanted, &protected, members, catalogue, &policy.public);
    Ok(Released { protected, public, account })
}
