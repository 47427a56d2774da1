//! The command line, declared once; help, completions and the man page are
//! made from it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

/// Governors' reports and staff lists from a school's Thrive screening,
/// attendance and support spreadsheets. Offline; inputs are never changed.
#[derive(Debug, Parser)]
#[command(
    name = "thrive-report",
    version,
    propagate_version = true,
    help_expected = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 clean · 1 finished, problems in the files are reported · 2 wrong usage or configuration · 3 could not finish\n\nStart with:\n  thrive-report demo\n  thrive-report init our-school"
)]
pub struct Cli {
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the sample school's project folder and run the whole job on it
    #[command(after_help = "Example:\n  thrive-report demo --out sample-school")]
    Demo(Demo),
    /// Make a project folder for a school
    #[command(
        after_help = "Example:\n  thrive-report init our-school\n\nThen put the exports into our-school/inbox and check our-school/school.toml."
    )]
    Init(Init),
    /// Read files and say what would be used, without writing anything
    #[command(
        after_help = "Examples:\n  thrive-report check our-school\n  thrive-report check \"Attendance Autumn.xlsx\" pupils.csv\n  thrive-report check --accept our-school\n\nFor a sheet that is not recognised it proposes a mapping, with the reasons. --accept writes all of them to the end of\nschool.toml, and nothing else; a run uses only what stands there."
    )]
    Check(Check),
    /// Read the inbox and write the packs of a term
    #[command(
        after_help = "Example:\n  thrive-report run --project our-school --term 2025-26-summer --as-of 2026-07-17"
    )]
    Run(Run),
    /// Make the packs of every school of a trust or an authority, and a roll-up over the schools
    #[command(
        after_help = "Example:\n  thrive-report trust --project our-trust --term 2025-26-summer\n\nThe folder holds trust.toml ([trust], name = \"Our Trust\") and a project folder for each school. A school that cannot be\nfinished stops no other: it is reported, its packs are held back, and it is in no figure of the roll-up.\n\nExit codes: 0 clean · 1 finished; a school was held back or left out, or has problems in its files · 2 wrong usage or\nconfiguration · 3 no roll-up could be made"
    )]
    Trust(Trust),
    /// Write a workbook with every sheet and column that is understood
    #[command(
        after_help = "Example:\n  thrive-report template thrive-template.xlsx\n\nFiles laid out like it are always understood."
    )]
    Template(Template),
    /// Explain a diagnostic's code, a measure, a query or an audit
    #[command(
        after_help = "Examples:\n  thrive-report explain list\n  thrive-report explain T012\n  thrive-report explain attendance.rate\n  thrive-report explain views/status"
    )]
    Explain(Explain),
    /// From a figure to its definition, its SQL and the cells of the files; for staff only
    #[command(
        after_help = "Examples:\n  thrive-report trace screening.below_share --project our-school\n  thrive-report trace screening.below_share year_group=\"Year 1\" period=2025-26-summer --project our-school --rows\n\nThe keys are those of \"population\" in results.json. Where one is left out, the term of the run and the whole school are meant.\nWhat it prints leads to single children: it is for staff only."
    )]
    Trace(Trace),
    /// Write the canonical tables of a school, or of every school of a trust, as Parquet for other engines
    #[command(
        after_help = "Examples:\n  thrive-report export --project our-school --parquet lake\n  thrive-report export --project our-trust --parquet lake\n\nThe tables hold children's records without their names: keep the folder as you keep the inbox. docs/lake.md describes it.\n\nExit codes: 0 clean · 1 a school of the trust could not be exported · 2 wrong usage or configuration · 3 could not finish"
    )]
    Export(Export),
    /// What changed between the packs of two runs, and why
    #[command(
        after_help = "Examples:\n  thrive-report diff packs/2025-26-spring packs/2025-26-summer\n  thrive-report diff --staff last-week/2025-26-summer packs/2025-26-summer\n\nFigures of a time that the earlier report covered in full are late corrections and come first. A withheld figure has no\nvalue here either. With --staff it names children by their number: it is for staff only then.\n\nExit codes: 0 nothing changed · 1 something changed · 2 wrong usage, or no pack"
    )]
    Diff(Diff),
    /// Erase a pupil from everything the program keeps, and say where the inbox still holds the pupil
    #[command(
        after_help = "Examples:\n  thrive-report forget --project our-school --dry-run\n  thrive-report forget --project our-school --as-of 2026-09-01 --pupil-file number.txt --yes\n\nThe pupil is named by UPN or pupil number: in a file, in the environment variable THRIVE_REPORT_PUPIL, or when asked;\nnever as an argument, which other users of the machine could see. The inbox is never changed: delete there what is listed.\n\nExit codes: 0 the pupil is nowhere any more · 1 a person must still delete something · 2 wrong usage, or nobody by that number"
    )]
    Forget(Forget),
    /// List what is past the retention of school.toml, and remove it
    #[command(
        after_help = "Examples:\n  thrive-report retain --project our-school --as-of 2026-09-01\n  thrive-report retain --project our-school --as-of 2026-09-01 --remove\n\nThe years are those of [policy.retention]. The inbox is never changed: delete there what is listed.\n\nExit codes: 0 nothing is past its retention · 1 something is"
    )]
    Retain(Retain),
    /// List what personal data each file of a project holds, for the record of processing activities
    #[command(
        after_help = "Examples:\n  thrive-report inventory --project our-school\n  thrive-report inventory --project our-school --csv record.csv"
    )]
    Inventory(Inventory),
    /// Read finished packs back, and say what in them nobody can account for
    #[command(
        after_help = "Examples:\n  thrive-report audit our-school\n  thrive-report audit packs/2025-26-summer/governors packs/2025-26-summer/public\n\nEvery file is read as its readers get it: pages, drawings, workbooks, Word documents, PDF, pictures, results.json.\nManifest.json is looked for beside the pack folders: without it the numbers of the policy cannot be accounted for.\nStaff's folders are left out. What was found is named by its place, never by its value.\n\nExit codes: 0 nothing found · 2 wrong usage, or no pack · 3 a pack must not be published"
    )]
    Audit(Audit),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  thrive-report completions bash > thrive-report.bash")]
    Completions(Completions),
    /// Read files in a process that may do nothing else; started by the program itself
    #[command(hide = true)]
    ReadUntrusted,
    /// Print the manual page
    #[command(after_help = "Example:\n  thrive-report man > thrive-report.1")]
    Man,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder for the sample school's project
    #[arg(long, value_name = "DIR", default_value = "sample-school", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder to make
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files or folders; a project folder stands for its inbox
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Print the account as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the proposed mappings into the project's school.toml
    #[arg(long)]
    pub accept: bool,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// Project folder
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Term the packs are about, such as 2025-26-summer [default: the term of the reporting date]
    #[arg(long, value_name = "TERM")]
    pub term: Option<String>,
    /// Reporting date [default: the date of the last screening or attendance mark]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Begin a new ledger of releases where the old one is missing or damaged; the old file is kept aside, and this report
    /// is not protected beside earlier ones
    #[arg(long)]
    pub new_ledger: bool,
    /// Threads of one query; queries run side by side in any case
    #[arg(long, value_name = "N", default_value_t = 0, hide = true)]
    pub threads: usize,
    /// Seal the staff folder: an archive (staff.zip, AES-256) in place of the plain files. The passphrase is asked for, or
    /// taken from the environment variable THRIVE_REPORT_PASSPHRASE
    #[arg(long)]
    pub seal: bool,
    /// Read every file anew, and keep nothing of it in the project's folder `cache`
    #[arg(long)]
    pub fresh: bool,
    /// Print what each stage took
    #[arg(long, short)]
    pub verbose: bool,
}

/// Arguments of `trust`.
#[derive(Debug, Args)]
pub struct Trust {
    /// Folder with trust.toml and the schools' project folders
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Term the packs are about, such as 2025-26-summer [default: of each school the term of its reporting date]
    #[arg(long, value_name = "TERM")]
    pub term: Option<String>,
    /// Reporting date [default: of each school the date of its last screening or attendance mark]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Memory that the schools at work together may take, in megabytes, as reckoned from the size of their files; one is
    /// always at work
    #[arg(long, value_name = "MB", default_value_t = crate::trust::DEFAULT_MEMORY / 1_000_000)]
    pub memory: u64,
    /// Most schools at work at once [default: as many as there are cores]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub at_once: usize,
    /// Seal every school's staff folder, all with one passphrase; as for run
    #[arg(long)]
    pub seal: bool,
    /// Read every file anew, and keep nothing of it in the project's folder `cache`
    #[arg(long)]
    pub fresh: bool,
    /// Print what each stage took
    #[arg(long, short)]
    pub verbose: bool,
}

/// Arguments of `template`.
#[derive(Debug, Args)]
pub struct Template {
    /// Workbook to write
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Code of a diagnostic, measure, query or audit; `list` or nothing for everything there is
    #[arg(value_name = "CODE|MEASURE|QUERY")]
    pub topic: Option<String>,
}

/// Arguments of `trace`.
#[derive(Debug, Args)]
pub struct Trace {
    /// Measure, such as attendance.rate
    #[arg(value_name = "MEASURE")]
    pub measure: String,
    /// Of whom and when: year_group="Year 1", period=2025-26, strand=Being …
    #[arg(value_name = "KEY=VALUE")]
    pub population: Vec<String>,
    /// Project folder
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Term of the run, such as 2025-26-summer [default: the term of the reporting date]
    #[arg(long, value_name = "TERM")]
    pub term: Option<String>,
    /// Reporting date [default: the date of the last screening or attendance mark]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// List every row with its cells
    #[arg(long)]
    pub rows: bool,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Project folder of a school, or folder of a trust
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Folder of the lake; schools that are in it and not in this export stay
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub parquet: PathBuf,
    /// Term that settings are taken for [default: the term of the reporting date]
    #[arg(long, value_name = "TERM")]
    pub term: Option<String>,
    /// Reporting date [default: the date of the last screening or attendance mark]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Pack folder of the earlier run, such as packs/2025-26-spring
    #[arg(value_name = "OLD", value_hint = ValueHint::DirPath)]
    pub old: PathBuf,
    /// Pack folder of the later run
    #[arg(value_name = "NEW", value_hint = ValueHint::DirPath)]
    pub new: PathBuf,
    /// Compare staff's unrounded figures, and say who joined, who left and which marks were corrected
    #[arg(long)]
    pub staff: bool,
    /// Print the comparison as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// Project folder
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// File whose first line is the pupil's UPN or pupil number
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub pupil_file: Option<PathBuf>,
    /// Day of the erasure, for ledger/erasures.csv
    #[arg(long, value_name = "DATE", required_unless_present = "dry_run")]
    pub as_of: Option<String>,
    /// Print what would be removed; remove nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before removing
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `retain`.
#[derive(Debug, Args)]
pub struct Retain {
    /// Project folder
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Day from which the years are counted back
    #[arg(long, value_name = "DATE")]
    pub as_of: String,
    /// Remove the packs that are past their retention
    #[arg(long)]
    pub remove: bool,
    /// Do not ask before removing
    #[arg(long, requires = "remove")]
    pub yes: bool,
}

/// Arguments of `inventory`.
#[derive(Debug, Args)]
pub struct Inventory {
    /// Project folder
    #[arg(long, value_name = "DIR", default_value = ".", env = "THRIVE_REPORT_PROJECT", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Print the list as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the list as CSV too, to a file that is not there yet
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub csv: Option<PathBuf>,
}

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Pack folders, the packs of a term, a `packs` folder or a project folder
    #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    pub folders: Vec<PathBuf>,
    /// Project folder whose own reports and wording the packs were made with [default: the project that the packs lie in]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub project: Option<PathBuf>,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_declaration_is_sound() {
        super::Cli::command().debug_assert();
    }
}
