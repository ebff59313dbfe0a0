//! `export`: the rubric set as a statement for an engine in which the profiles already are.

use super::completions::candidates;
use super::input::load_set;
use super::output::{Output, allow_closed_pipe, check_paths};
use super::{Common, Outcome};
use crate::assess::tree::ranges;
use crate::finding::nearest;
use crate::present::sql::{Dialect, Export, statement};
use crate::present::text::clean;
use crate::rubric::RubricSet;
use crate::say;
use anyhow::{Result, anyhow, bail};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use std::io::Write as _;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The engine that will run it
    #[arg(long, value_enum, value_name = "ENGINE")]
    to: Engine,
    /// The table of profiles; a catalog and a schema stand before it with dots
    #[arg(long, value_name = "NAME", default_value = "profiles")]
    table: String,
    /// A column to pass through, such as the one that names a profile; repeatable
    #[arg(long = "key", value_name = "COLUMN", default_value = "id", value_parser = NonEmptyStringValueParser::new())]
    keys: Vec<String>,
    /// The columns that the table has, parted by commas; facts without one are unknown [default: one
    /// for each fact]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', add = candidates::facts())]
    columns: Option<Vec<String>>,
    /// Make a view of this name, where the statement is else the query alone
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[command(flatten)]
    common: Common,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// DuckDB, 1.0 or later
    #[value(name = "duckdb")]
    DuckDb,
    /// Apache Spark, 3.4 or later
    Spark,
    /// PostgreSQL, 12 or later
    Postgres,
}

impl Engine {
    fn dialect(self) -> Dialect {
        match self {
            Self::DuckDb => Dialect::DuckDb,
            Self::Spark => Dialect::Spark,
            Self::Postgres => Dialect::Postgres,
        }
    }
}

pub(super) fn run(args: &ExportArgs) -> Result<Outcome> {
    let common = &args.common;
    for name in [Some(&args.table), args.view.as_ref()]
        .into_iter()
        .flatten()
    {
        if name.split('.').any(str::is_empty) {
            bail!(say!("`{name}` is no table's name", name = clean(name)));
        }
    }
    if args.view.as_ref() == Some(&args.table) {
        bail!(say!(
            "--view would take the place of the table of profiles: give it another name"
        ));
    }
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    // As the header of a CSV file has them.
    // The first line of a file may begin with a byte order mark.
    let bare = |column: &String| {
        column
            .trim_start_matches('\u{FEFF}')
            .trim()
            .trim_matches('"')
            .to_owned()
    };
    let columns = args.columns.as_ref();
    let columns: Option<Vec<String>> = columns.map(|columns| columns.iter().map(bare).collect());
    if let Some(columns) = &columns {
        check_columns(args, &set, columns)?;
    }
    let criteria = set.criteria.iter();
    let ranges = criteria
        .map(|criterion| {
            ranges(&set, criterion).ok_or_else(|| {
                let id = &criterion.id;
                anyhow!(say!(
                    "`{id}` reads so many facts together that no readable SQL says the same",
                    id
                ))
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let export = Export {
        dialect: args.to.dialect(),
        table: &args.table,
        keys: &args.keys,
        columns: columns.as_deref(),
        view: args.view.as_deref(),
    };
    let text = statement(&set, &ranges, export).map_err(|refusal| anyhow!("{refusal}"))?;
    check_paths(&[], args.output.as_deref(), common)?;
    let mut out = Output::open(args.output.as_deref())?;
    let written = out.write_all(text.as_bytes()).map_err(Into::into);
    allow_closed_pipe(written.and_then(|()| out.finish()))?;
    Ok(Outcome::default())
}

/// Warns of columns that look like facts and are none: their facts would be unknown without a word.
fn check_columns(args: &ExportArgs, set: &RubricSet, columns: &[String]) -> Result<()> {
    let ids = || set.facts.iter().map(|fact| &*fact.id);
    if !columns.iter().any(|column| set.fact(column).is_some()) {
        bail!(say!("none of --columns is a fact of the rubric set"));
    }
    if args.common.quiet {
        return Ok(());
    }
    let mut err = std::io::stderr();
    for column in columns.iter().filter(|column| set.fact(column).is_none()) {
        let near = nearest(column, ids()).filter(|near| !columns.iter().any(|own| own == near));
        if let Some(near) = near {
            let column = clean(column);
            // Where standard error is closed there is nobody to tell.
            let warning = say!(
                "warning: the column `{column}` is no fact (did you mean `{near}`?)",
                column,
                near
            );
            let _ = writeln!(err, "{warning}");
        }
    }
    Ok(())
}
