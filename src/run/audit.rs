//! Before anything is published: the files of all packs that leave the staff's hands are read back as their readers get
//! them, and what could be worked out from them together, and from all earlier releases, is held against the rules.

use super::Computed;
use super::release::Released;
use crate::disclosure::{self, ReleaseRules, ToldBefore};
use crate::error::Error;
use crate::measures::{Catalogue, Figure, Status, Unit};
use crate::project::Project;
use crate::publish::Files;
use crate::readback::{self, PackRead, ReadFigure};
use crate::reports::Audience;

/// Refuses files that tell too much, or anything else than the figures they should.
pub(super) fn audit(
    project: &Project,
    computed: &Computed<'_>,
    released: &Released,
    catalogue: &Catalogue,
    files: &Files,
) -> Result<(), Error> {
    let manifest = files.get("manifest.json").map(Vec::as_slice);
    let reports = project.reports();
    let folders = [Audience::Governors, Audience::Ambassador, Audience::Public].map(Audience::folder);
    let read = |folder: &str| {
        let inside = files.iter().filter_map(|(name, bytes)| {
            let name = name.strip_prefix(folder)?.strip_prefix('/')?;
            Some((name, bytes.as_slice()))
        });
        PackRead::of(folder, inside, manifest, Some(&reports))
    };
    // Reading back is most of it: as many at once as there are packs.
    let packs: Vec<PackRead> = std::thread::scope(|scope| {
        let readers: Vec<_> = folders.iter().map(|folder| scope.spawn(move || read(folder))).collect();
        readers
            .into_iter()
            .map(|reader| reader.join().unwrap_or_default())
            .filter(|pack| !pack.files.is_empty())
            .collect()
    });
    let account = readback::audit(&packs);
    // A number that nobody can account for may be one of a school's own words: `audit` lists those.
    let harmful = account.findings.iter().filter(|finding| finding.code != "A001");
    let mut wrong: Vec<String> = harmful.map(|finding| format!("{}, {}", finding.file, finding.what)).collect();
    wrong.extend(together(&packs, computed, catalogue, &project.policy.disclosure, &released.before));
    Error::if_not_safe(wrong)
}

/// What a reader of all these packs, and of the earlier releases, could work out, in words that do not say it.
pub(crate) fn together(
    packs: &[PackRead],
    computed: &Computed<'_>,
    catalogue: &Catalogue,
    rules: &ReleaseRules,
    before: &ToldBefore,
) -> Vec<String> {
    let public = Audience::Public.folder();
    let read: Vec<Figure> = packs
        .iter()
        .flat_map(|pack| pack.figures.iter().map(move |figure| as_read(figure, pack.audience == public)))
        .collect();
    disclosure::audit(&read, &computed.figures, &computed.members, catalogue, rules, before)
}

/// A figure as a file has it. The public's are rounded: what they tell is taken for exact, and not compared.
fn as_read(figure: &ReadFigure, rounded: bool) -> Figure {
    let whole = |number: Option<f64>| number.filter(|_| !rounded).map(|number| number as u64);
    Figure {
        measure: figure.measure.clone(),
        population: figure.population.clone(),
        value: figure.value,
        unit: Unit::Count,
        n: whole(figure.n),
        numerator: whole(figure.numerator),
        denominator: whole(figure.denominator),
        low: figure.low,
        high: figure.high,
        tier: None,
        status: match figure.status.as_str() {
            "ok" => Status::Ok,
            "suppressed" => Status::Suppressed,
            "not_enough_data" => Status::NotEnoughData,
            _ => Status::NotAvailable,
        },
    }
}
