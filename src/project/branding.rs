//! How a school's packs look: crest, colours, names and marks.

use std::path::{Component, Path};

use serde::Deserialize;

use crate::error::Error;

/// Largest file of a crest, in bytes: it is put into every page.
const MAX_BYTES: usize = 500_000;
/// Largest side of a crest, in pixels.
const MAX_SIDE: u32 = 3000;
/// Contrast that text needs on white (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// Contrast that a line needs on white (WCAG 2.2, 1.4.11).
const MARKS: f64 = 3.0;

/// What school.toml says under `[branding]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Branding {
    /// A PNG file, relative to the project folder.
    pub logo: Option<String>,
    /// What it shows, for readers who cannot see it.
    pub logo_alt: String,
    /// Colour of headings, such as `#12436d`.
    pub colour: Option<String>,
    /// Colour of lines.
    pub second_colour: Option<String>,
    /// Name of the governing board, as it is printed on its report.
    pub board: String,
    /// Mark on every page of the governors' pack, in place of the report's own.
    pub governors_mark: Option<String>,
}

/// A crest, ready to be put into a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Bytes of the PNG file.
    pub png: Vec<u8>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What it shows.
    pub alt: String,
}

impl Branding {
    /// Refuses colours that cannot be read and a crest without words.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        let colours = [("colour", &self.colour, TEXT), ("second_colour", &self.second_colour, MARKS)];
        for (key, colour, needed) in colours {
            let Some(colour) = colour else { continue };
            let Some(contrast) = contrast_on_white(colour) else {
                return Err((format!("branding.{key} is \"{colour}\""), "write a colour as #12436d"));
            };
            if contrast < needed {
                let why = format!(
                    "branding.{key} {colour} has a contrast of {contrast:.1} to 1 on white; {needed} is needed"
                );
                return Err((why, "choose a darker shade: pale letters cannot be read by everybody"));
            }
        }
        let inside = |name: &String| {
            let parts = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
            // A backslash leads out of a folder on Windows, wherever the file was written.
            parts && !name.is_empty() && !name.contains("..\\") && !name.contains(':')
        };
        if self.logo.as_ref().is_some_and(|name| !inside(name)) {
            let why = "branding.logo lies outside the project folder".to_owned();
            return Err((why, "copy the PNG file into the project folder and give its name there"));
        }
        if self.logo.is_some() && self.logo_alt.trim().is_empty() {
            let why = "branding.logo has no words".to_owned();
            return Err((why, "say what it shows in branding.logo_alt, for readers who cannot see it"));
        }
        Ok(())
    }

    /// The crest's file.
    ///
    /// # Errors
    /// When it is not there, no PNG file, or too large to be put into every page.
    pub(super) fn read_logo(&self, project: &Path) -> Result<Option<Logo>, Error> {
        let Some(name) = &self.logo else {
            return Ok(None);
        };
        let path = project.join(name);
        let png = std::fs::read(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
        let bad = |why: String, remedy: &str| Error::BadProject {
            path: path.clone(),
            line: None,
            why,
            remedy: remedy.into(),
        };
        let Some(size) = png_size(&png) else {
            return Err(bad("the logo is not a PNG file".into(), "save it as PNG"));
        };
        if png.len() > MAX_BYTES || size.0.max(size.1) > MAX_SIDE {
            let why = format!("the logo has {} × {} pixels and {} kB", size.0, size.1, png.len() / 1000);
            return Err(bad(why, "it is put into every page: save a copy of 600 pixels or so, below 500 kB"));
        }
        Ok(Some(Logo { png, size, alt: self.logo_alt.trim().to_owned() }))
    }
}

/// Width and height of a PNG file: they stand at the same place in every one.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.get(..24).filter(|head| head.starts_with(b"\x89PNG\r\n\x1a\n") && &head[12..16] == b"IHDR")?;
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    Some((number(16), number(20))).filter(|(width, height)| *width > 0 && *height > 0)
}

/// Contrast of a colour such as `#12436d` with white, from 1 to 21 (WCAG 2.2, relative luminance).
fn contrast_on_white(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let mut luminance = 0.0;
    for (at, weight) in [(0, 0.2126), (2, 0.7152), (4, 0.0722)] {
        let part = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        luminance += weight * if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    }
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guideline() {
        // White on white is 1, black on white 21; #767676 is the well-known lightest grey at 4.54.
        for (colour, expected) in [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)] {
            assert!((contrast_on_white(colour).expect("a colour") - expected).abs() < 0.005, "{colour}");
        }
        assert_eq!(contrast_on_white("blue"), None);
        assert_eq!(contrast_on_white("#12é456"), None);
    }

    #[test]
    fn colours_that_cannot_be_read_and_a_crest_without_words_are_refused() {
        let with = |text: &str| toml::from_str::<Branding>(text).expect("valid").check();
        assert!(with("colour = '#12436d'\nsecond_colour = '#c05a12'").is_ok());
        assert!(with("colour = '#ffdd00'").expect_err("pale").0.contains("contrast"));
        assert!(with("second_colour = 'teal'").is_err());
        assert!(with("logo = 'crest.png'").expect_err("no words").0.contains("words"));
        assert!(with("logo = 'images/crest.png'\nlogo_alt = 'A crest'").is_ok());
        for outside in ["../crest.png", "/etc/crest.png", "a/../../crest.png", "..\\crest.png", "C:\\crest.png", ""] {
            assert!(with(&format!("logo = '{outside}'\nlogo_alt = 'A crest'")).is_err(), "{outside}");
        }
    }

    #[test]
    fn only_a_small_png_is_a_crest() {
        let folder = tempfile::tempdir().expect("a folder");
        let brand = Branding { logo: Some("crest.png".into()), logo_alt: "A crest".into(), ..Branding::default() };
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x80".to_vec();
        let read = |bytes: &[u8]| {
            std::fs::write(folder.path().join("crest.png"), bytes).expect("written");
            brand.read_logo(folder.path())
        };
        assert_eq!(read(&png).expect("a crest").expect("one").size, (256, 128));
        assert!(read(b"GIF89a").is_err());
        png.resize(MAX_BYTES + 1, 0);
        assert!(read(&png).is_err());
    }
}
