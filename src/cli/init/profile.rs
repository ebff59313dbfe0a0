//! `init profile`: a profile to fill in.

use super::argument;
use crate::cli::completions::candidates;
use crate::cli::input::load_set;
use crate::cli::output::{
    Output, allow_closed_pipe, check_paths, report_findings, tell, write_new,
};
use crate::cli::what_if::given;
use crate::cli::{Common, Outcome};
use crate::finding::{SourceText, did_you_mean};
use crate::language::list::count;
use crate::language::{Language, spoken};
use crate::present::questionnaire::questionnaire;
use crate::present::schema;
use crate::present::text::clean;
use crate::rubric::RubricSet;
use crate::say;
use crate::source::edit;
use crate::source::files::read_whole;
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The schema, from the profile's folder, unless another is named. Batches leave hidden folders out.
const SCHEMA: &str = ".maturity/profile.schema.json";

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// The file to write, in YAML; without one, the profile goes to standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// A fact that is known already, written as in a profile, such as 'company.industry=retail'; repeatable
    #[arg(long, value_name = "FACT=VALUE", add = candidates::assignments())]
    known: Vec<String>,
    /// The schema that the first line names for editors: a path from the profile's folder, or an address
    /// [default: .maturity/profile.schema.json, which is written beside FILE if it is not there]
    #[arg(long, value_name = "PATH")]
    schema: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
    /// Write to a file; the same as FILE
    #[arg(long, short, value_name = "FILE", conflicts_with = "file")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ProfileArgs) -> Result<Outcome> {
    let common = &args.common;
    let path = args.output.as_deref().or(args.file.as_deref());
    let path = path.filter(|path| path.as_os_str() != "-");
    check_paths(&[], path, common)?;
    // A device or a pipe has the name that it has.
    if let Some(file) = path.filter(|path| args.file.is_some() || path.is_file() || !path.exists())
    {
        check_name(file)?;
    }
    let named = args.schema.as_deref().unwrap_or(SCHEMA);
    if named.is_empty() || named.contains(char::is_whitespace) {
        bail!(say!(
            "--schema: editors read its name up to the first space, so it cannot be `{name}`",
            name = clean(named)
        ));
    }
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    let Some(known) = given(&set, "--known", &args.known, common)? else {
        return Ok(Outcome::FAILED);
    };
    let mut text = questionnaire(&set, named);
    for (restated, node) in &known {
        let fact = &set.facts[restated.fact];
        let source = SourceText::new("profile.yaml", &text);
        match edit::set(&source, fact.section(), fact.key(), &node.value) {
            Ok(edited) => text = edited,
            Err(findings) => {
                report_findings(common, &findings);
                return Ok(Outcome::FAILED);
            }
        }
    }
    if let Some(path) = path.filter(|path| !args.force && path.is_file()) {
        bail!(say!(
            "`{path}` is there already: --force writes over it",
            path = clean(&path.display().to_string())
        ));
    }
    let mut out = Output::open(path)?;
    let written = out.write_all(text.as_bytes()).map_err(Into::into);
    allow_closed_pipe(written.and_then(|()| out.finish()))?;
    // A device or a pipe has nothing beside it.
    if let Some(path) = path.filter(|path| path.is_file()) {
        let schema = args.schema.is_none();
        let schema = schema.then(|| write_schema(&set, path)).transpose()?;
        if !common.quiet {
            tell_next(&set, path, known.len(), schema)?;
        }
    }
    Ok(Outcome::default())
}

/// A name that is none of a YAML file is rather a slip: of a command, or of the ending.
fn check_name(file: &Path) -> Result<()> {
    let ending = file.extension().and_then(|ending| ending.to_str());
    if ending.is_some_and(|ending| matches!(ending, "yaml" | "yml")) {
        return Ok(());
    }
    let name = clean(&file.display().to_string());
    let hint = did_you_mean(&name, ["profile", "rubrics"]).unwrap_or_else(|| {
        let stem = clean(&file.with_extension("").display().to_string());
        say!("call it `{stem}.yaml`", stem)
    });
    bail!(say!(
        "`{name}` is no name of a YAML file ({hint})",
        name,
        hint
    ));
}

/// What became of the schema beside a profile.
enum Schema {
    Written(PathBuf),
    /// It is there, and is that of this set.
    Current,
    /// It is there, and is another.
    Other(PathBuf),
}

fn write_schema(set: &RubricSet, profile: &Path) -> Result<Schema> {
    let path = profile.parent().unwrap_or(Path::new("")).join(SCHEMA);
    let mut text = Vec::new();
    schema::print(&schema::profile(set), &mut text)?;
    let text = String::from_utf8(text)?;
    if path.symlink_metadata().is_err() {
        write_new(&[(path.clone(), &text)])?;
        return Ok(Schema::Written(path));
    }
    let there = path.to_str().and_then(|path| read_whole(path).ok());
    Ok(if there.is_some_and(|there| there.text == text) {
        Schema::Current
    } else {
        Schema::Other(path)
    })
}

/// What was written, and what to do with it.
fn tell_next(set: &RubricSet, path: &Path, known: usize, schema: Option<Schema>) -> Result<()> {
    let name = clean(&path.display().to_string());
    let facts = count(set.facts.len(), "question", "questions");
    let mut text = say!("{name}: {facts}, {known} answered.", name, facts, known);
    match schema {
        Some(Schema::Written(path)) => {
            let path = clean(&path.display().to_string());
            text += &format!(
                "\n{}",
                say!("{path}: its schema, for completion in editors.", path)
            );
        }
        Some(Schema::Other(path)) => {
            let name = clean(&path.display().to_string());
            let mut command = format!("maturity schema profile --output {}", argument(&name));
            if spoken() != Language::English {
                command += &format!(" --lang {}", spoken().tag());
            }
            text += &format!(
                "\n{}",
                say!(
                    "{name} is the schema of another set, version or language. To renew it: {command}",
                    name,
                    command
                )
            );
        }
        Some(Schema::Current) | None => {}
    }
    let argument = argument(&name);
    let commands = format!("maturity ask {argument}; maturity score {argument}");
    text += &format!("\n{}\n", say!("Now: {commands}", commands));
    tell(&text)
}
