//! `man`: manual pages, of the program and of each command.

use super::assertions::in_brackets;
use super::completions::candidates;
use super::output::{Output, allow_closed_pipe, make_folder, tell};
use super::speech::translated;
use super::usage::with_values;
use super::{Lang, Outcome, command};
use crate::finding::did_you_mean;
use crate::language::list::count;
use crate::language::{Language, spoken};
use crate::present::text::clean;
use crate::say;
use anyhow::{Result, bail};
use clap::{Args, Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::Write as _;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command, such as `score` or `init rubrics`; without one: the program
    #[arg(value_name = "COMMAND", add = candidates::commands())]
    command: Vec<String>,
    /// Write every page into this folder, which is made if it is not there
    #[arg(long, short, value_name = "DIR", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
    /// The language of what people read [env: MATURITY_LANG] [default: the locale's; English in formats for programs]
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    /// Print only errors
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &ManArgs) -> Result<Outcome> {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    if spoken() != Language::English {
        // What the parser adds by itself, such as `--help`, is there only now.
        root = translated(root);
    }
    let Some(folder) = &args.output else {
        let mut out = Output::open(None)?;
        let written = out.write_all(&page(find(&root, &args.command)?)?);
        allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))?;
        return Ok(Outcome::default());
    };
    make_folder(folder)?;
    let mut commands = Vec::new();
    all(&root, &mut commands);
    for command in &commands {
        let mut out = Output::open(Some(&folder.join(format!("{}.1", name(command)))))?;
        out.write_all(&page(command)?)?;
        out.finish()?;
    }
    if !args.quiet {
        let folder = clean(&folder.display().to_string());
        let pages = count(commands.len(), "page", "pages");
        tell(&format!(
            "{}\n",
            say!("{pages} in {folder}.", pages, folder)
        ))?;
    }
    Ok(Outcome::default())
}

/// The command with this name, word by word.
fn find<'c>(root: &'c Command, words: &[String]) -> Result<&'c Command> {
    let mut command = root;
    for word in words {
        let Some(below) = command.find_subcommand(word) else {
            let names = command.get_subcommands().map(Command::get_name);
            bail!(say!(
                "no command of `{command}` is called `{word}`{hint}",
                command = command.get_bin_name().unwrap_or("maturity"),
                word = clean(word),
                hint = in_brackets(did_you_mean(word, names))
            ));
        };
        command = below;
    }
    Ok(command)
}

/// A command and all below it.
fn all<'c>(command: &'c Command, found: &mut Vec<&'c Command>) {
    found.push(command);
    for below in command.get_subcommands() {
        all(below, found);
    }
}

/// What its page is called.
fn name(command: &Command) -> &str {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name())
}

fn page(command: &Command) -> Result<Vec<u8>> {
    let mut command = command.clone();
    if spoken() != Language::English {
        // The page would name values and defaults in English.
        command = command.mut_args(with_values);
    }
    let man = Man::new(command.clone());
    let mut parts = Vec::new();
    man.render_name_section(&mut parts)?;
    man.render_synopsis_section(&mut parts)?;
    man.render_description_section(&mut parts)?;
    if command.get_subcommands().next().is_some() {
        man.render_subcommands_section(&mut parts)?;
    }
    man.render_options_section(&mut parts)?;
    let mut rest = Roff::new();
    let after = command.get_after_help().map(ToString::to_string);
    for part in after.as_deref().unwrap_or("").split("\n\n") {
        as_written(part, &mut rest);
    }
    if name(&command) != "maturity" {
        rest.control("SH", ["SEE ALSO"]);
        rest.text([bold("maturity"), roman("(1)")]);
    }
    rest.to_writer(&mut parts)?;
    Ok(joined(name(&command), &String::from_utf8(parts)?))
}

/// One page of parts, each of which comes with definitions of its own, and with breaks beside spaces, at which
/// readers of pages grumble.
fn joined(name: &str, parts: &str) -> Vec<u8> {
    let version = concat!("maturity ", env!("CARGO_PKG_VERSION"));
    let date = env!("MATURITY_DATE");
    let mut page = String::new();
    let lines: Vec<&str> = parts.lines().collect();
    let defines = |line: &str| line.starts_with(".ie ") || line.starts_with(".el ");
    for line in lines.iter().filter(|line| defines(line)).take(2) {
        page.push_str(&format!("{line}\n"));
    }
    page.push_str(&format!(
        ".TH \"{}\" \"1\" \"{date}\" \"{version}\" \"\"\n",
        name.to_uppercase()
    ));
    if spoken() != Language::English {
        // Between signs that are as wide as each other there is no room to even out lines.
        page.push_str(".ad l\n");
    }
    for (at, line) in lines.iter().enumerate() {
        let spaced = |other: Option<&&str>| other.is_some_and(|other| other.is_empty());
        let needless =
            *line == ".br" && (spaced(lines.get(at + 1)) || at > 0 && spaced(lines.get(at - 1)));
        if let Some(heading) = line.strip_prefix(".SH ").and_then(heading) {
            page.push_str(&format!(".SH \"{heading}\"\n"));
        } else if let Some(value) = line.strip_prefix("\\- ") {
            // A value of an argument, on a line of its own.
            page.push_str(&format!(".br\n\\- {value}\n"));
        } else if line.is_empty() {
            page.push_str(".sp\n");
        } else if !(needless || defines(line)) {
            page.push_str(&format!("{line}\n"));
        }
    }
    page.into_bytes()
}

/// A heading of pages in another language; none for one that a text of ours brought.
fn heading(english: &str) -> Option<String> {
    (spoken() != Language::English).then_some(())?;
    Some(match english.trim_matches('"') {
        "NAME" => say!("NAME"),
        "SYNOPSIS" => say!("SYNOPSIS"),
        "DESCRIPTION" => say!("DESCRIPTION"),
        "OPTIONS" => say!("Options"),
        "SUBCOMMANDS" => say!("Commands"),
        "BATCHES" => say!("Batches"),
        "SEE ALSO" => say!("SEE ALSO"),
        _ => return None,
    })
}

/// A text whose lines stay as they are; the first is its heading where it ends with a colon.
fn as_written(text: &str, page: &mut Roff) {
    if text.trim().is_empty() {
        return;
    }
    let (heading, lines) = match text.split_once('\n') {
        Some((heading, lines)) if heading.ends_with([':', '：']) => {
            (heading.trim_end_matches([':', '：']), lines)
        }
        _ => ("notes", text),
    };
    page.control("SH", [heading.to_uppercase().as_str()]);
    page.control("nf", []);
    for line in lines.lines() {
        page.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    page.control("fi", []);
}
