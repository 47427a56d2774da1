//! Canonical rows as polars columns: put in order, rid of repeats, and handed
//! on as an Arrow IPC stream. The one file that names polars.

use jiff::civil::Date;
use polars::prelude::{
    BooleanChunked, ChunkCompareEq as _, ChunkFull as _, Column, CompatLevel, DataFrame, DataType, IntoColumn as _,
    IntoSeries as _, IpcStreamWriter, NamedFrom as _, PolarsResult, SerWriter as _, Series, SortMultipleOptions,
    StringChunkedBuilder, UniqueKeepStrategy,
};

use crate::dates::days_since_epoch;
use crate::error::Error;

/// A column under construction.
enum Values {
    /// SQL BIGINT.
    Long(Vec<Option<i64>>),
    /// SQL INTEGER.
    Int(Vec<Option<i32>>),
    /// SQL DOUBLE.
    Real(Vec<Option<f64>>),
    /// SQL VARCHAR. The builder keeps short texts without an allocation each.
    Text(StringChunkedBuilder),
    /// SQL BOOLEAN.
    Bool(Vec<Option<bool>>),
    /// SQL DATE, as days since 1 January 1970.
    Date(Vec<Option<i32>>),
}

/// A value to append.
#[derive(Debug)]
pub enum Put<'a> {
    /// BIGINT.
    Long(Option<i64>),
    /// INTEGER.
    Int(Option<i32>),
    /// DOUBLE.
    Real(Option<f64>),
    /// VARCHAR.
    Text(Option<&'a str>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// DATE.
    Date(Option<Date>),
}

impl From<i64> for Put<'_> {
    fn from(value: i64) -> Self {
        Put::Long(Some(value))
    }
}
impl From<i32> for Put<'_> {
    fn from(value: i32) -> Self {
        Put::Int(Some(value))
    }
}
impl From<f64> for Put<'_> {
    fn from(value: f64) -> Self {
        Put::Real(Some(value))
    }
}
impl From<bool> for Put<'_> {
    fn from(value: bool) -> Self {
        Put::Bool(Some(value))
    }
}
impl<'a> From<&'a str> for Put<'a> {
    fn from(value: &'a str) -> Self {
        Put::Text(Some(value))
    }
}
impl From<Date> for Put<'_> {
    fn from(value: Date) -> Self {
        Put::Date(Some(value))
    }
}
impl<'a> From<Option<&'a str>> for Put<'a> {
    fn from(value: Option<&'a str>) -> Self {
        Put::Text(value)
    }
}
impl From<Option<i32>> for Put<'_> {
    fn from(value: Option<i32>) -> Self {
        Put::Int(value)
    }
}
impl From<Option<i64>> for Put<'_> {
    fn from(value: Option<i64>) -> Self {
        Put::Long(value)
    }
}
impl From<Option<f64>> for Put<'_> {
    fn from(value: Option<f64>) -> Self {
        Put::Real(value)
    }
}
impl From<Option<bool>> for Put<'_> {
    fn from(value: Option<bool>) -> Self {
        Put::Bool(value)
    }
}
impl From<Option<Date>> for Put<'_> {
    fn from(value: Option<Date>) -> Self {
        Put::Date(value)
    }
}

/// Rows of one canonical table under construction. The columns appear in the
/// order of the schema, named on the first row.
pub struct FrameBuilder {
    name: &'static str,
    names: &'static [&'static str],
    columns: Vec<Values>,
    rows: usize,
}

impl FrameBuilder {
    /// An empty table with columns by name.
    pub fn new(name: &'static str, names: &'static [&'static str]) -> Self {
        FrameBuilder { name, names, columns: Vec::new(), rows: 0 }
    }

    /// Appends a row. The types of the first row are those of the table.
    pub fn push<const N: usize>(&mut self, row: [Put<'_>; N]) {
        debug_assert_eq!(N, self.names.len(), "{}", self.name);
        if self.columns.is_empty() {
            self.columns = row.iter().zip(self.names).map(|(value, name)| empty_like(value, name)).collect();
        }
        for (column, value) in self.columns.iter_mut().zip(row) {
            match (column, value) {
                (Values::Long(values), Put::Long(value)) => values.push(value),
                (Values::Int(values), Put::Int(value)) => values.push(value),
                (Values::Real(values), Put::Real(value)) => values.push(value),
                (Values::Text(values), Put::Text(value)) => values.append_option(value),
                (Values::Bool(values), Put::Bool(value)) => values.push(value),
                (Values::Date(values), Put::Date(value)) => values.push(value.map(days_since_epoch)),
                (_, value) => unreachable!("{}: a column changed its type at {value:?}", self.name),
            }
        }
        self.rows += 1;
    }

    /// Makes the frame: rows in the order of the `key`, then of `rest`, and of
    /// rows with the same key only the last in that order.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn finish(self, key: &[&str], rest: &[&str]) -> Result<Frame, Error> {
        Self::finish_all(vec![self], key, rest)
    }

    /// The same from the rows of several builders of one table, at least one.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn finish_all(builders: Vec<Self>, key: &[&str], rest: &[&str]) -> Result<Frame, Error> {
        let name = builders.first().map_or("", |builder| builder.name);
        Self::ordered(builders, key, rest)
            .map_err(|error| Error::BadReference { what: format!("table {name}"), why: error.to_string() })
    }

    /// Makes the frame of records of which several may be alike, such as two incidents of a kind on one day: what two
    /// files tell counts once, what one file tells twice counts twice. `file_of` is the file of a sheet.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn finish_events(self, rest: &[&str], file_of: &dyn Fn(i32) -> usize) -> Result<Frame, Error> {
        let names = self.names;
        let content: Vec<&str> = names.iter().copied().filter(|name| !name.starts_with("source_")).collect();
        let order: Vec<&str> = content.iter().copied().chain(["source_id", "source_row"]).collect();
        let name = self.name;
        let mut frame = Frame { name, data: None, repeated: Vec::new(), contradicted: Vec::new() };
        let made = |builder: Self, frame: &mut Frame| -> PolarsResult<()> {
            if builder.rows == 0 {
                return Ok(());
            }
            let data = builder.data()?.sort(order, SortMultipleOptions::default())?;
            let alike = same_as_next(&data, &content)?;
            let places = places(&data)?;
            let mut keep = Vec::with_capacity(places.len());
            let mut first = 0;
            for (at, more) in alike.iter().enumerate() {
                if more == Some(true) {
                    continue;
                }
                let group = &places[first..=at];
                // The file that tells it most often; of those the one exported last.
                let times = |file: usize| group.iter().filter(|(id, _)| file_of(*id) == file).count();
                let told = group.iter().map(|(id, _)| (times(file_of(*id)), *id)).max();
                let by = told.map(|(_, id)| file_of(id));
                for place in group {
                    let counts = Some(file_of(place.0)) == by;
                    keep.push(Some(counts));
                    if !counts {
                        frame.repeated.push(*place);
                    }
                }
                first = at + 1;
            }
            let keep: BooleanChunked = keep.into_iter().collect();
            frame.data = Some(data.filter(&keep)?.sort(rest.iter().copied(), SortMultipleOptions::default())?);
            Ok(())
        };
        made(self, &mut frame)
            .map_err(|error| Error::BadReference { what: format!("table {name}"), why: error.to_string() })?;
        Ok(frame)
    }

    fn data(self) -> PolarsResult<DataFrame> {
        let columns = self.columns.into_iter().zip(self.names);
        let columns: PolarsResult<Vec<Column>> =
            columns.map(|(values, name)| Ok(series(name, values)?.into_column())).collect();
        DataFrame::new(self.rows, columns?)
    }

    fn ordered(builders: Vec<Self>, key: &[&str], rest: &[&str]) -> PolarsResult<Frame> {
        let (name, names) = builders.first().map_or(("", &[][..]), |builder| (builder.name, builder.names));
        let mut frame = Frame { name, data: None, repeated: Vec::new(), contradicted: Vec::new() };
        let mut all: Option<DataFrame> = None;
        for builder in builders.into_iter().filter(|builder| builder.rows > 0) {
            let part = builder.data()?;
            all = Some(match all {
                Some(all) => all.vstack(&part)?,
                None => part,
            });
        }
        let Some(mut data) = all else { return Ok(frame) };
        let rows = data.height();
        let order: Vec<&str> = key.iter().chain(rest).copied().collect();
        if !order.is_empty() {
            data = data.sort(order, SortMultipleOptions::default().with_maintain_order(true))?;
        }
        if key.is_empty() || rows == 1 {
            return Ok(Frame { data: Some(data), ..frame });
        }
        // Rows of one key are neighbours now.
        let same_as_next = same_as_next(&data, key)?;
        if same_as_next.any() {
            let same_as_before: BooleanChunked =
                std::iter::once(Some(false)).chain(same_as_next.iter()).take(rows).collect();
            let involved = data.filter(&(&same_as_next | &same_as_before))?;
            let distinct = data.filter(&!&same_as_next)?;
            // Alike in everything but where they stand: repeats. Alike only in the key: contradictions.
            let content = names.iter().filter(|column| !column.starts_with("source_"));
            let content: Vec<String> = content.map(|column| (*column).to_owned()).collect();
            let unlike = involved.unique_stable(Some(&content), UniqueKeepStrategy::Last, None)?;
            frame.repeated = left_out(&involved, &unlike)?;
            frame.contradicted = contradicted(&unlike, key)?;
            data = distinct;
        }
        Ok(Frame { data: Some(data), ..frame })
    }
}

/// Whether each row has the key of the row after it.
fn same_as_next(data: &DataFrame, key: &[&str]) -> PolarsResult<BooleanChunked> {
    let pairs = data.height() - 1;
    let mut same = BooleanChunked::full("same".into(), true, pairs);
    for column in key {
        let column = data.column(column)?;
        same = &same & &column.slice(0, pairs).equal_missing(&column.slice(1, pairs))?;
    }
    Ok(same.iter().chain(std::iter::once(Some(false))).collect())
}

/// Sheet and row of every record.
fn places(frame: &DataFrame) -> PolarsResult<Vec<(i32, i32)>> {
    let ids = frame.column("source_id")?.i32()?.iter();
    let rows = frame.column("source_row")?.i32()?.iter();
    Ok(ids.zip(rows).map(|(id, row)| (id.unwrap_or(0), row.unwrap_or(0))).collect())
}

/// Of records in the order of their key and all different: those that are not the last of their key.
fn contradicted(unlike: &DataFrame, key: &[&str]) -> PolarsResult<Vec<Contradicted>> {
    let places = places(unlike)?;
    let mut found = Vec::new();
    let mut winner = 0;
    let more: Vec<Option<bool>> = same_as_next(unlike, key)?.iter().collect();
    for (at, more) in more.into_iter().enumerate().rev() {
        match more {
            Some(true) => found.push(Contradicted { source_id: places[at].0, source_row: places[at].1, by: winner }),
            _ => winner = places[at].0,
        }
    }
    found.reverse();
    Ok(found)
}

/// Sheet and row of every record of `all` that is not in `kept`.
fn left_out(all: &DataFrame, kept: &DataFrame) -> PolarsResult<Vec<(i32, i32)>> {
    let mut left_out = Vec::new();
    let mut remaining = std::collections::HashMap::new();
    for place in places(kept)? {
        *remaining.entry(place).or_insert(0_u32) += 1;
    }
    for place in places(all)? {
        match remaining.get_mut(&place) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left_out.push(place),
        }
    }
    Ok(left_out)
}

fn empty_like(value: &Put<'_>, name: &str) -> Values {
    match value {
        Put::Long(_) => Values::Long(Vec::new()),
        Put::Int(_) => Values::Int(Vec::new()),
        Put::Real(_) => Values::Real(Vec::new()),
        Put::Text(_) => Values::Text(StringChunkedBuilder::new(name.into(), 0)),
        Put::Bool(_) => Values::Bool(Vec::new()),
        Put::Date(_) => Values::Date(Vec::new()),
    }
}

fn series(name: &str, values: Values) -> PolarsResult<Series> {
    Ok(match values {
        Values::Long(values) => Series::new(name.into(), values),
        Values::Int(values) => Series::new(name.into(), values),
        Values::Real(values) => Series::new(name.into(), values),
        Values::Text(values) => values.finish().into_series(),
        Values::Bool(values) => Series::new(name.into(), values),
        Values::Date(values) => Series::new(name.into(), values).cast(&DataType::Date)?,
    })
}

/// A finished canonical table.
#[derive(Debug)]
pub struct Frame {
    /// Name of the table in the store.
    pub name: &'static str,
    data: Option<DataFrame>,
    /// Sheet and row of every record left out as a repeat of another.
    pub repeated: Vec<(i32, i32)>,
    /// Every record left out because a later one contradicts it.
    pub contradicted: Vec<Contradicted>,
}

/// A record that another one contradicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradicted {
    /// Its sheet.
    pub source_id: i32,
    /// Its row.
    pub source_row: i32,
    /// The sheet of the one that counts.
    pub by: i32,
}

impl Frame {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.data.as_ref().map_or(0, DataFrame::height)
    }

    /// The rows as an Arrow IPC stream; empty when there are none.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn into_ipc(self) -> Result<Vec<u8>, Error> {
        let Some(mut data) = self.data else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        IpcStreamWriter::new(&mut bytes)
            .with_compat_level(CompatLevel::oldest())
            .finish(&mut data)
            .map_err(|error| Error::BadReference { what: format!("table {}", self.name), why: error.to_string() })?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_key_stays_and_the_others_are_named() {
        let mut builder = FrameBuilder::new("t", &["k", "v", "source_id", "source_row"]);
        for (key, value, source, row) in [("b", 1, 1, 9), ("a", 2, 2, 3), ("a", 3, 1, 4), ("a", 4, 2, 5)] {
            builder.push([key.into(), value.into(), source.into(), row.into()]);
        }
        let frame = builder.finish(&["k"], &["source_id", "source_row"]).unwrap();
        assert_eq!(frame.rows(), 2);
        let out = |source_id, source_row| Contradicted { source_id, source_row, by: 2 };
        assert_eq!(frame.contradicted, [out(1, 4), out(2, 3)]);
        assert_eq!(frame.repeated, []);
    }

    #[test]
    fn events_alike_count_as_often_as_one_file_tells_them() {
        let rows = [("push", 1, 5), ("push", 1, 6), ("push", 2, 9), ("bite", 2, 3), ("bite", 3, 3)];
        let finish = |file_of: &dyn Fn(i32) -> usize| {
            let mut builder = FrameBuilder::new("t", &["kind", "source_id", "source_row"]);
            for (kind, source, row) in rows {
                builder.push([kind.into(), source.into(), row.into()]);
            }
            builder.finish_events(&["source_id", "source_row"], file_of).unwrap()
        };
        // Two files tell of a bite: the later one counts. One file tells of two pushes, another of one: two.
        let frame = finish(&|source| source as usize);
        assert_eq!((frame.rows(), frame.repeated.clone()), (3, vec![(2, 3), (2, 9)]));
        // Three sheets of one file: everything it tells.
        assert_eq!(finish(&|_| 7).rows(), 5);
    }
}
