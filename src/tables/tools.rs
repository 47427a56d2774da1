//! What may be done with the scores of each screening tool, and what of them
//! counts as secure: the tools' files and the school's policy as tables for the
//! store.

use super::Reference;
use super::frame::{Frame, FrameBuilder};
use super::instruments::Instrument;
use crate::error::Error;
use crate::project::Project;

/// Tools, their scales, and the policy about the one that is reported on.
pub(super) fn frames(project: &Project, reference: &Reference) -> Result<Vec<Frame>, Error> {
    Ok(vec![
        instruments(reference)?,
        scales(reference)?,
        secure_scores(project, reference)?,
        bands(project, reference)?,
        screening_policy(project)?,
    ])
}

/// A setting of school.toml that cannot be.
pub(super) fn bad(project: &Project, why: String, remedy: String) -> Error {
    Error::BadProject { path: project.folder.join("school.toml"), line: None, why, remedy }
}

/// The tool that the policy is about.
pub(super) fn instrument<'r>(project: &Project, reference: &'r Reference) -> Result<&'r Instrument, Error> {
    let name = &project.policy.instrument;
    reference.instruments.instrument(name).ok_or_else(|| {
        let known: Vec<&str> = reference.instruments.all.iter().map(|instrument| instrument.id.as_str()).collect();
        bad(
            project,
            format!("policy.instrument \"{name}\" is not a known screening tool"),
            format!("use one of {}", known.join(", ")),
        )
    })
}

/// Name and place in the order of a strand that a setting names.
pub(super) fn strand(
    project: &Project,
    reference: &Reference,
    instrument: &Instrument,
    setting: &str,
    name: &str,
) -> Result<(String, i32), Error> {
    match reference.instruments.strand(name, Some(&instrument.id)) {
        Some((_, strand)) => Ok((strand.name.clone(), strand.order)),
        None => {
            let known: Vec<&str> = instrument.strands.iter().map(|strand| strand.name.as_str()).collect();
            Err(bad(
                project,
                format!("{setting}: \"{name}\" is not a strand of {}", instrument.name),
                format!("use one of {}", known.join(", ")),
            ))
        }
    }
}

fn instruments(reference: &Reference) -> Result<Frame, Error> {
    let names = &["instrument", "unit", "sequential", "mean_allowed", "norm_version"];
    let mut builder = FrameBuilder::new("instrument", names);
    for instrument in &reference.instruments.all {
        builder.push([
            instrument.id.as_str().into(),
            instrument.scale.unit.word().into(),
            instrument.sequential.into(),
            instrument.why_no_average().is_none().into(),
            instrument.norm_version.as_str().into(),
        ]);
    }
    builder.finish(&[], &[])
}

fn scales(reference: &Reference) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("scale", &["instrument", "strand", "min_score", "max_score"]);
    for instrument in &reference.instruments.all {
        for strand in &instrument.strands {
            builder.push([
                instrument.id.as_str().into(),
                strand.name.as_str().into(),
                strand.min.or(instrument.scale.min).into(),
                strand.max.or(instrument.scale.max).into(),
            ]);
        }
    }
    builder.finish(&[], &[])
}

fn secure_scores(project: &Project, reference: &Reference) -> Result<Frame, Error> {
    let instrument = instrument(project, reference)?;
    let mut builder = FrameBuilder::new("secure_score", &["instrument", "strand", "secure_score"]);
    for (name, score) in &project.policy.secure_score {
        let (strand, _) = strand(project, reference, instrument, "policy.secure_score", name)?;
        builder.push([instrument.id.as_str().into(), strand.as_str().into(), (*score).into()]);
    }
    builder.finish(&["instrument", "strand"], &[])
}

fn bands(project: &Project, reference: &Reference) -> Result<Frame, Error> {
    let names = &["instrument", "respondent", "strand", "lower", "upper", "name", "rank"];
    let mut builder = FrameBuilder::new("band", names);
    let Some(scheme) = &project.policy.band_scheme else {
        return builder.finish(&[], &[]);
    };
    let instrument = instrument(project, reference)?;
    let of_scheme: Vec<_> = instrument.bands.iter().filter(|band| band.scheme == *scheme).collect();
    if of_scheme.is_empty() {
        let mut known: Vec<&str> = instrument.bands.iter().map(|band| band.scheme.as_str()).collect();
        known.dedup();
        let remedy = if known.is_empty() { "take it out".into() } else { format!("use one of {}", known.join(", ")) };
        let why = format!("policy.band_scheme \"{scheme}\" is not a banding scheme of {}", instrument.name);
        return Err(bad(project, why, remedy));
    }
    for band in of_scheme {
        builder.push([
            instrument.id.as_str().into(),
            band.respondent.as_str().into(),
            band.strand.as_str().into(),
            band.lower.into(),
            band.upper.into(),
            band.name.as_str().into(),
            band.rank.into(),
        ]);
    }
    builder.finish(&[], &[])
}

fn screening_policy(project: &Project) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("screening_policy", &["screening_every_days"]);
    builder.push([project.policy.screening_every_days.into()]);
    builder.finish(&[], &[])
}
