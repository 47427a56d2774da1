//! How well a row and a child agree, field by field, and how sure that makes us.
//!
//! Method: the likelihood ratios of Fellegi and Sunter, "A theory for record linkage", Journal of the American Statistical
//! Association 64 (1969). For each field, how often one child's two records agree so well (`same`), against how often the
//! records of two children do (`chance`). The logarithms add up to a weight; with how many children there are, the weights
//! make the probability that it is this child, and no other on the roll, nor somebody who is not on it. The rates are
//! declared below and in `docs/matching.md`; what they give is measured there on rows with planted errors.

use jiff::civil::Date;

use super::key::Name;
use super::nicknames::Nicknames;

/// How well one field agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Not there on one side.
    Unknown,
    /// Something else.
    Differs,
    /// The other one's first letter.
    Initial,
    /// A slip of the keyboard: a letter or digit wrong, missing, too many, or two swapped; a day for a month.
    Slip,
    /// Another form of the name, or one part of it.
    Form,
    /// The same.
    Same,
}

impl Agreement {
    /// The same, or a likely way of writing it.
    pub fn is_close(self) -> bool {
        matches!(self, Agreement::Same | Agreement::Form | Agreement::Slip)
    }
}

/// What is known of a number beside the names: a UPN, or a code of the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// The row has none, or one that says nothing about this child.
    Silent,
    /// It is this child's.
    Same,
    /// One slip away from this child's, and no right number itself.
    Slip,
    /// It is not this child's.
    Other,
    /// It is a right one of somebody else.
    Strange,
}

/// Everything that speaks for and against one child.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Surname.
    pub surname: Agreement,
    /// Forename.
    pub forename: Agreement,
    /// Whether surname and forename had to be swapped to agree.
    pub swapped: bool,
    /// Date of birth.
    pub born: Agreement,
    /// UPN.
    pub upn: Number,
    /// The school's own numbers.
    pub code: Number,
    /// How common the child's surname and forename are: the shares of the roll that other children with them are.
    pub common: (f64, f64),
}

/// Share of rows that are about a child who is not on the roll.
const STRANGERS: f64 = 0.1;

/// Least chance that two children have the same surname, and the same forename, however rare it is on this roll.
const LEAST_COMMON: (f64, f64) = (1.0 / 300.0, 1.0 / 150.0);

impl Evidence {
    /// The natural logarithm of how much likelier this agreement is between two records of this child than between
    /// records of two children.
    pub fn weight(&self) -> f64 {
        let (surname, forename) = (self.common.0.max(LEAST_COMMON.0), self.common.1.max(LEAST_COMMON.1));
        let ratios = [
            match self.surname {
                Agreement::Same => 0.92 / surname,
                Agreement::Form => 0.02 / 0.003,
                Agreement::Slip => 0.05 / 0.004,
                Agreement::Initial | Agreement::Differs => 0.01,
                Agreement::Unknown => 1.0,
            },
            match self.forename {
                Agreement::Same => 0.88 / forename,
                Agreement::Form => 0.06 / 0.005,
                Agreement::Slip => 0.04 / 0.01,
                Agreement::Initial => 0.01 / 0.06,
                Agreement::Differs => 0.01,
                Agreement::Unknown => 1.0,
            },
            match self.born {
                Agreement::Same => 0.95 / 0.0006,
                Agreement::Slip => 0.03 / 0.012,
                Agreement::Differs | Agreement::Initial | Agreement::Form => 0.02,
                Agreement::Unknown => 1.0,
            },
            match self.upn {
                Number::Same => 0.97 / 0.0001,
                Number::Slip => 0.05 / 0.0002,
                Number::Other => 0.02,
                Number::Strange => 0.001,
                Number::Silent => 1.0,
            },
            match self.code {
                Number::Same => 0.95 / 0.002,
                Number::Slip => 0.05 / 0.003,
                Number::Other | Number::Strange => 0.02,
                Number::Silent => 1.0,
            },
            // How often the two names stand in each other's column.
            if self.swapped { 0.02 } else { 1.0 },
        ];
        ratios.into_iter().map(f64::ln).sum()
    }

    /// Whether this can be used without asking a person, however probable it is: surname, forename and date of birth all
    /// speak for the child, at most one of them is written differently, and no number speaks against it.
    pub fn is_enough(&self) -> bool {
        let fields = [self.surname, self.forename, self.born];
        let same = fields.iter().filter(|field| **field == Agreement::Same).count();
        let against = matches!(self.upn, Number::Strange) || matches!(self.code, Number::Strange);
        let doubtful = 3 - same + usize::from(self.swapped);
        fields.iter().all(|field| field.is_close()) && doubtful <= 1 && !against
    }

    /// Whether what is written of the child plainly says somebody else: at least two of surname, forename and date of
    /// birth are there and different.
    pub fn speaks_against(&self) -> bool {
        [self.surname, self.forename, self.born].iter().filter(|field| **field == Agreement::Differs).count() >= 2
    }

    /// What agrees and what does not, for the person who decides.
    pub fn in_words(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut say = |word: &'static str| {
            if !word.is_empty() {
                words.push(word);
            }
        };
        say(match self.upn {
            Number::Same => "same UPN",
            Number::Slip => "UPN differs by one typing error",
            Number::Other => "another UPN, with a wrong check letter",
            Number::Strange => "another UPN, with a right check letter",
            Number::Silent => "",
        });
        say(match self.code {
            Number::Same => "same pupil number",
            Number::Slip => "same pupil number but for noughts in front",
            Number::Other | Number::Strange => "the pupil number is another child's",
            Number::Silent => "",
        });
        say(if self.swapped { "surname and forename swapped" } else { "" });
        say(match self.surname {
            Agreement::Same => "same surname",
            Agreement::Form => "one part of the surname",
            Agreement::Slip => "surname with a typing error",
            Agreement::Differs | Agreement::Initial => "another surname",
            Agreement::Unknown => "no surname",
        });
        say(match self.forename {
            Agreement::Same => "same forename",
            Agreement::Form => "another form of the forename",
            Agreement::Slip => "forename with a typing error",
            Agreement::Initial => "an initial for the forename",
            Agreement::Differs => "another forename",
            Agreement::Unknown => "no forename",
        });
        say(match self.born {
            Agreement::Same => "same date of birth",
            Agreement::Slip => "date of birth with digits changed",
            Agreement::Unknown => "no date of birth",
            _ => "another date of birth",
        });
        words.join("; ")
    }
}

/// The probability that a row is about the child of weight `own`, where `others` are the weights of all other children
/// it could be about and `children` are on the roll.
pub fn probability(own: f64, others: impl Iterator<Item = f64>, children: usize) -> f64 {
    let each = (1.0 - STRANGERS) / children.max(1) as f64;
    let own = each * own.exp();
    let others: f64 = others.map(|weight| each * weight.exp()).sum();
    own / (own + others + STRANGERS)
}

/// The weight of "nobody on the roll", on the scale of [`Evidence::weight`].
pub fn nobody(children: usize) -> f64 {
    (STRANGERS * children.max(1) as f64 / (1.0 - STRANGERS)).ln()
}

/// How two surnames agree. `is_a_name`: whether what the row says is a surname on the roll, and so no mistyped one.
pub fn surnames(row: &Name, child: &Name, is_a_name: impl Fn(&str) -> bool) -> Agreement {
    if row.whole.is_empty() || child.whole.is_empty() {
        Agreement::Unknown
    } else if row.whole == child.whole {
        Agreement::Same
    } else if !is_a_name(&row.whole) && slipped(&row.whole, &child.whole) {
        Agreement::Slip
    } else if part_of(row, child) || part_of(child, row) {
        Agreement::Form
    } else {
        Agreement::Differs
    }
}

/// How two forenames agree. `is_a_name`: whether what the row says is a forename in its own right.
pub fn forenames(row: &Name, child: &Name, names: &Nicknames, is_a_name: impl Fn(&str) -> bool) -> Agreement {
    let alike = |one: &str, other: &str| one == other || names.alike(one, other);
    // A second forename on one side only says nothing; Mary-Jane and Mary-Ann are two.
    let one_is_short = row.parts.is_empty() || child.parts.is_empty();
    if row.whole.is_empty() || child.whole.is_empty() {
        Agreement::Unknown
    } else if row.whole == child.whole {
        Agreement::Same
    } else if alike(&row.whole, &child.whole) || (one_is_short && alike(first(row), first(child))) {
        Agreement::Form
    } else if !is_a_name(&row.whole) && slipped(&row.whole, &child.whole) {
        Agreement::Slip
    } else if row.whole.chars().count() == 1 && child.whole.starts_with(&row.whole) {
        Agreement::Initial
    } else {
        Agreement::Differs
    }
}

fn first(name: &Name) -> &str {
    name.parts.first().map_or(&name.whole, String::as_str)
}

/// `Smith` beside `Smith-Jones`; a part of three letters or fewer (de, van, Mac) proves nothing.
fn part_of(one: &Name, other: &Name) -> bool {
    one.whole.chars().count() > 3 && other.parts.contains(&one.whole)
}

/// Whether two words are one slip of the keyboard apart: in long words two. Short ones are too often other words.
fn slipped(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    let allowed = match length {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    allowed > 0 && strsim::osa_distance(one, other) <= allowed
}

/// How two dates of birth agree: one digit wrong, two neighbours swapped, or day and month exchanged is a slip.
pub fn dates_of_birth(row: Option<Date>, child: Option<Date>) -> Agreement {
    let (Some(row), Some(child)) = (row, child) else { return Agreement::Unknown };
    if row == child {
        return Agreement::Same;
    }
    let exchanged = row.year() == child.year() && row.day() == child.month() && row.month() == child.day();
    let digits = |day: Date| format!("{:02}{:02}{:04}", day.day(), day.month(), day.year());
    let one_slip = strsim::osa_distance(&digits(row), &digits(child)) == 1;
    if exchanged || one_slip { Agreement::Slip } else { Agreement::Differs }
}

/// Whether two UPNs are one slip apart.
pub fn upns_slipped(one: &str, other: &str) -> bool {
    one != other && one.len().abs_diff(other.len()) <= 1 && strsim::osa_distance(one, other) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ALL_SAME: Evidence = Evidence {
        surname: Agreement::Same,
        forename: Agreement::Same,
        swapped: false,
        born: Agreement::Same,
        upn: Number::Silent,
        code: Number::Silent,
        common: (0.0, 0.0),
    };

    #[test]
    fn names_agree_as_people_would_say() {
        let known = |name: &str| ["brown", "browne", "mark", "mary"].contains(&name);
        let surname = |one: &str, other: &str| surnames(&Name::new(one), &Name::new(other), known);
        assert_eq!(surname("O'BRIEN", "O’Brien"), Agreement::Same);
        assert_eq!(surname("Smiht", "Smith"), Agreement::Slip);
        assert_eq!(surname("Browne", "Brown"), Agreement::Differs, "both are families of the school");
        assert_eq!(surname("Smith", "Smith-Jones"), Agreement::Form);
        assert_eq!(surname("Lee", "Lea"), Agreement::Differs, "too short to be a slip");
        assert_eq!(surname("Featherstonhaug", "Featherstonehaugh"), Agreement::Slip);
        let names = Nicknames::load().unwrap();
        let forename = |one: &str, other: &str| forenames(&Name::new(one), &Name::new(other), &names, known);
        assert_eq!(forename("Tom", "Thomas"), Agreement::Form);
        assert_eq!(forename("Anna", "Anna Mae"), Agreement::Form);
        assert_eq!(forename("Mary", "Mark"), Agreement::Differs, "both are names");
        assert_eq!(forename("Mary-Jane", "Mary-Ann"), Agreement::Differs);
        assert_eq!(forename("Zelad", "Zelda"), Agreement::Slip);
        assert_eq!(forename("Z", "Zelda"), Agreement::Initial);
        assert_eq!(forename("", "Zelda"), Agreement::Unknown);
    }

    #[test]
    fn dates_of_birth_with_a_slip() {
        let born = |day: i8, month: i8, year: i16| Some(date(year, month, day));
        let child = born(12, 5, 2017);
        assert_eq!(dates_of_birth(child, child), Agreement::Same);
        for slip in [born(21, 5, 2017), born(5, 12, 2017), born(12, 5, 2018), born(13, 5, 2017), born(12, 5, 2071)] {
            assert_eq!(dates_of_birth(slip, child), Agreement::Slip, "{slip:?}");
        }
        assert_eq!(dates_of_birth(born(24, 5, 2017), child), Agreement::Differs);
        assert_eq!(dates_of_birth(None, child), Agreement::Unknown);
    }

    #[test]
    fn at_most_one_field_may_be_written_differently() {
        assert!(ALL_SAME.is_enough());
        assert!(Evidence { forename: Agreement::Form, ..ALL_SAME }.is_enough());
        assert!(Evidence { swapped: true, ..ALL_SAME }.is_enough());
        assert!(!Evidence { forename: Agreement::Form, born: Agreement::Slip, ..ALL_SAME }.is_enough());
        assert!(!Evidence { swapped: true, born: Agreement::Slip, ..ALL_SAME }.is_enough());
        assert!(!Evidence { born: Agreement::Unknown, upn: Number::Slip, ..ALL_SAME }.is_enough(), "a name alone");
        assert!(!Evidence { upn: Number::Strange, ..ALL_SAME }.is_enough(), "a right UPN of somebody else");
        assert!(!Evidence { forename: Agreement::Differs, ..ALL_SAME }.is_enough(), "a brother or sister");
    }

    /// By hand: 0.92 × 300 = 276, 0.88 × 150 = 132, 0.95 / 0.0006 = 1583.33; together 57,684,000. Of 240 children each
    /// has a chance of 0.9 / 240 = 0.00375 before; 0.00375 × 57,684,000 = 216,315, against 0.1 for strangers.
    #[test]
    fn a_probability_worked_by_hand() {
        let weight = ALL_SAME.weight();
        assert!((weight.exp() - 57_684_000.0).abs() < 1.0, "{}", weight.exp());
        let sure = probability(weight, std::iter::empty(), 240);
        assert!((sure - 216_315.0 / 216_315.1).abs() < 1e-12, "{sure}");
        // Two children alike in everything: neither.
        let twins = probability(weight, std::iter::once(weight), 240);
        assert!((twins - 0.5).abs() < 1e-6, "{twins}");
        assert!((probability(nobody(240), std::iter::empty(), 240) - 0.5).abs() < 1e-12, "as likely as a stranger");
    }

    #[test]
    fn more_agreement_never_makes_less_sure() {
        let order = [Agreement::Differs, Agreement::Slip, Agreement::Same];
        for pair in order.windows(2) {
            let weight = |level| Evidence { born: level, ..ALL_SAME }.weight();
            assert!(weight(pair[0]) < weight(pair[1]));
            let weight = |level| Evidence { surname: level, ..ALL_SAME }.weight();
            assert!(weight(pair[0]) < weight(pair[1]));
            let weight = |level| Evidence { forename: level, ..ALL_SAME }.weight();
            assert!(weight(pair[0]) < weight(pair[1]));
        }
    }
}
