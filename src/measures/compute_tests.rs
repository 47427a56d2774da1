//! Tests of the computation, with figures worked by hand.

use super::*;

fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("valid")
}

/// Every result that the catalogue needs: empty, except the one given.
fn results(catalogue: &Catalogue, name: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> BTreeMap<String, ResultSet> {
    let mut all: BTreeMap<String, ResultSet> =
        catalogue.queries().into_iter().map(|query| (query.to_owned(), ResultSet::default())).collect();
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    all.insert(name.to_owned(), ResultSet { columns, rows });
    all
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

const DEVELOPMENT: [&str; 11] = [
    "period",
    "dimension",
    "grp",
    "grp_order",
    "screened",
    "assessed",
    "below",
    "at_expected",
    "above",
    "at_or_above",
    "missing",
];

fn development(group: &str, order: i64, counts: [Value; 7]) -> Vec<Value> {
    let mut row = vec![text("2025-26-summer"), text("year_group"), text(group), Value::Int(order)];
    row.extend(counts);
    row
}

fn find<'a>(figures: &'a [Figure], measure: &str, key: &str, value: &str) -> &'a Figure {
    figures
        .iter()
        .find(|figure| figure.measure == measure && figure.population.get(key).map(String::as_str) == Some(value))
        .expect("figure")
}

#[test]
fn a_share_is_pooled_and_unrounded() {
    let catalogue = catalogue();
    let int = Value::Int;
    let rows = vec![
        development("Year 2", 2, [int(30), int(29), int(0), int(9), int(20), int(29), int(1)]),
        development("Year 1", 1, [int(30), int(29), int(18), int(6), int(5), int(11), int(1)]),
    ];
    let figures = compute(&catalogue, &results(&catalogue, "development", &DEVELOPMENT, rows)).expect("computed");
    let share = find(&figures, "screening.below_share", "year_group", "Year 1");
    assert_eq!(share.value, Some(100.0 * 18.0 / 29.0));
    assert_eq!((share.n, share.numerator), (Some(29), Some(18)));
    assert_eq!(share.status, Status::Ok);
    assert_eq!(share.population["period"], "2025-26-summer");
    let order: Vec<&str> = figures
        .iter()
        .filter(|figure| figure.measure == "screening.below_share")
        .map(|figure| figure.population["year_group"].as_str())
        .collect();
    assert_eq!(order, ["Year 1", "Year 2"]);
}

#[test]
fn nothing_assessed_is_not_available() {
    let catalogue = catalogue();
    for assessed in [Value::Int(0), Value::Null] {
        let none = || Value::Int(0);
        let rows = vec![development("Year 1", 1, [none(), assessed, none(), none(), none(), none(), none()])];
        let figures = compute(&catalogue, &results(&catalogue, "development", &DEVELOPMENT, rows)).expect("computed");
        let share = find(&figures, "screening.below_share", "year_group", "Year 1");
        assert_eq!((share.status, share.value), (Status::NotAvailable, None));
    }
}

const SUPPORT_CHANGE: [&str; 12] = [
    "period",
    "intervention",
    "target_strand",
    "children",
    "pairs",
    "sum_before",
    "sum_after",
    "sum_change",
    "sum_sq_change",
    "improved",
    "unchanged",
    "fell",
];

const SUPPORT: [&str; 7] =
    ["period", "intervention", "target_strand", "blocks", "children", "planned_sessions", "given_sessions"];

/// The ten children of the worked example (+9.7), of `all` who had support.
fn supported(catalogue: &Catalogue, all: i64) -> BTreeMap<String, ResultSet> {
    let row = |numbers: &[i64]| {
        let mut row = vec![text("2025-26"), text("Nurture"), text("Being")];
        row.extend(numbers.iter().map(|number| Value::Int(*number)));
        vec![row]
    };
    // Σ before 414, Σ after 511, Σ change 97, Σ change² = 1049.
    let change = row(&[10, 10, 414_000, 511_000, 97_000, 1_049_000_000, 10, 0, 0]);
    let mut given = results(catalogue, "support_change", &SUPPORT_CHANGE, change);
    let blocks = row(&[all, all, 240, 200]);
    given.extend(results(catalogue, "support", &SUPPORT, blocks).remove_entry("support"));
    // As the impact of support grades it: half of the children must have been followed up.
    given.insert("impact".to_owned(), graded(catalogue, if all <= 20 { 1 } else { 0 }));
    given
}

/// A row of the result "impact" with a tier and nothing else.
fn graded(catalogue: &Catalogue, tier: i64) -> ResultSet {
    let mut columns: Vec<String> = ["period", "intervention", "target_strand", "tier"].map(str::to_owned).to_vec();
    for measure in catalogue.measures().iter().filter(|measure| measure.query == "impact") {
        let named = [&measure.numerator, &measure.denominator, &measure.n, &measure.value, &measure.low, &measure.high];
        for column in named.into_iter().flatten() {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
    }
    let mut row = vec![text("2025-26"), text("Nurture"), text("Being"), Value::Int(tier)];
    row.resize(columns.len(), Value::Null);
    ResultSet { columns, rows: vec![row] }
}

#[test]
fn paired_change_has_an_interval_and_a_tier() {
    let catalogue = catalogue();
    let given = supported(&catalogue, 12);
    let figures = compute(&catalogue, &given).expect("computed");
    let change = find(&figures, "support.mean_change", "intervention", "Nurture");
    assert_eq!(change.tier, Some(Tier::T1));
    assert_eq!(change.value, Some(9.7));
    assert!((change.low.expect("low") - 7.220_784).abs() < 1e-6);
    assert!((change.high.expect("high") - 12.179_216).abs() < 1e-6);
    let before = find(&figures, "support.mean_before", "intervention", "Nurture");
    assert_eq!(before.value, Some(41.4));
}

#[test]
fn less_than_half_followed_up_is_not_enough() {
    let catalogue = catalogue();
    let given = supported(&catalogue, 21);
    let figures = compute(&catalogue, &given).expect("computed");
    for measure in ["support.mean_change", "support.improved", "support.mean_after"] {
        let figure = find(&figures, measure, "intervention", "Nurture");
        assert_eq!(figure.status, Status::NotEnoughData, "{measure}");
        assert_eq!((figure.value, figure.low), (None, None), "{measure}");
    }
    let change = find(&figures, "support.mean_change", "intervention", "Nurture");
    assert_eq!(change.tier, Some(Tier::T0));
}

#[test]
fn a_missing_result_a_missing_column_and_a_double_row_are_named() {
    let catalogue = catalogue();
    let error = compute(&catalogue, &BTreeMap::new()).expect_err("refused");
    assert!(error.to_string().contains("was not run"));

    let row = vec![text("2025-26-summer"), text("school"), text("All pupils")];
    let given = results(&catalogue, "development", &DEVELOPMENT[..3], vec![row]);
    let error = compute(&catalogue, &given).expect_err("refused");
    assert!(error.to_string().contains("column `assessed`"), "{error}");

    let int = Value::Int;
    let counts = [int(30), int(29), int(18), int(6), int(5), int(11), int(1)];
    let rows = vec![development("Year 1", 1, counts.clone()), development("Year 1", 1, counts)];
    let given = results(&catalogue, "development", &DEVELOPMENT, rows);
    let error = compute(&catalogue, &given).expect_err("refused");
    assert!(error.to_string().contains("multiplied"), "{error}");
}

#[test]
fn a_new_measure_over_existing_columns_needs_no_code() {
    let text_of_catalogue = "version = 1\n[[result]]\nquery = \"development\"\n\
        keys = [\"period\"]\ngrouped = true\n[[measure]]\nid = \"screening.missing_share\"\n\
        label = \"Missing\"\nheader = \"Missing (%)\"\ndefinition = \"Missing.\"\n\
        unit = \"percent\"\ndecimals = 0\nsource = \"Screening\"\nabout_children = true\n\
        kind = \"share\"\nquery = \"development\"\nnumerator = \"missing\"\n\
        denominator = \"screened\"\nnumerator_words = \"pupils without a result\"\n\
        denominator_words = \"pupils screened\"\n";
    let catalogue = Catalogue::parse(text_of_catalogue).expect("valid");
    let int = Value::Int;
    let rows = vec![development("Year 1", 1, [int(30), int(27), int(9), int(9), int(9), int(18), int(3)])];
    let given = results(&catalogue, "development", &DEVELOPMENT, rows);
    let figures = compute(&catalogue, &given).expect("computed");
    assert_eq!(figures[0].value, Some(10.0));
}

#[test]
fn a_child_with_two_blocks_counts_once() {
    let catalogue = catalogue();
    let mut given = supported(&catalogue, 8);
    if let Some(cell) =
        given.get_mut("support_change").and_then(|result| result.rows.first_mut()).and_then(|row| row.get_mut(3))
    {
        *cell = Value::Int(8);
    }
    let figures = compute(&catalogue, &given).expect("computed");
    let change = find(&figures, "support.mean_change", "intervention", "Nurture");
    // Eight children, ten pairs: the mean is over pairs, n is of children.
    assert_eq!((change.n, change.value), (Some(8), Some(9.7)));
    assert!((change.low.expect("low") - 7.220_784).abs() < 1e-6);
}
