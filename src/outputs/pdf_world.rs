//! What the typesetter may see: one template, the report's data and charts, the
//! shipped font. No file system, no clock, no packages.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World, WorldExt as _};

use super::fonts;

/// The typesetter's own functions. Row headings that a screen reader can name
/// need one that is still marked as experimental.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [fonts::REGULAR, fonts::BOLD].into_iter().filter_map(|data| Font::new(Bytes::new(data), 0)).collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// A template with the files that it reads.
pub(super) struct PrintWorld {
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl PrintWorld {
    /// A world with a template and files, each with its path.
    ///
    /// # Errors
    /// When a path cannot be one.
    pub(super) fn new(
        (path, template): (&str, &str),
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, String> {
        let main = Source::new(file_id(path)?, template.to_owned());
        let files = files
            .into_iter()
            .map(|(path, bytes)| Ok((file_id(&path)?, Bytes::new(bytes))))
            .collect::<Result<_, String>>()?;
        Ok(Self { main, files })
    }

    /// What went wrong, with the lines of the template.
    pub(super) fn explain(&self, problems: &[SourceDiagnostic]) -> String {
        let explained: Vec<String> = problems
            .iter()
            .map(|problem| {
                let start = self.range(problem.span).map(|range| range.start);
                let line = start.and_then(|start| self.main.lines().byte_to_line(start));
                // A place in a file of data says nothing to who edits the template.
                let line = line.filter(|_| problem.span.id() == Some(self.main.id()));
                match line {
                    Some(line) => format!("line {}: {}", line + 1, problem.message),
                    None => problem.message.to_string(),
                }
            })
            .collect();
        explained.join("; ")
    }
}

/// Whether the shipped font, upright and bold, can print a character.
pub(super) fn can_print(c: char) -> bool {
    FONTS.iter().all(|font| font.info().coverage.contains(u32::from(c)))
}

fn file_id(path: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(path).map_err(|error| format!("'{path}' cannot be the name of a file: {error}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PrintWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let missing = || FileError::NotFound(id.vpath().get_without_slash().into());
        self.files.get(&id).cloned().ok_or_else(missing)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
