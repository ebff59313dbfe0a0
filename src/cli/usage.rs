//! What the parser of the command line says of itself, in another language: the headings of the help and its
//! errors. In English it says them well enough.

use super::STYLES;
use crate::finding::{ticked, ticked_or};
use crate::language::find;
use crate::say;
use clap::builder::{PossibleValue, StyledStr};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};
use std::num::ParseIntError;

const COMMANDS: &str = "Commands";
const ARGUMENTS: &str = "Arguments";
const OPTIONS: &str = "Options";
/// What is for many profiles at once.
pub(super) const BATCHES: &str = "Batches";

/// The headings of the help.
pub(super) const HEADINGS: [&str; 4] = [COMMANDS, ARGUMENTS, OPTIONS, BATCHES];

/// A command whose help has its headings in the language. It is built already: what the parser adds by
/// itself, such as `--help`, is there.
pub(super) fn headed(command: Command) -> Command {
    let (style, usage) = (STYLES.get_usage(), say!("Usage: "));
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{style}{usage}{style:#}{{usage}}\n\n{{all-args}}{{after-help}}"
    );
    command
        .help_template(template)
        .subcommand_help_heading(find(COMMANDS).unwrap_or(COMMANDS))
        .mut_args(|argument| {
            let usual = if argument.is_positional() {
                ARGUMENTS
            } else {
                OPTIONS
            };
            let own = argument.get_help_heading();
            let heading = HEADINGS.into_iter().find(|heading| Some(*heading) == own);
            let heading = heading.unwrap_or(usual);
            with_values(argument).help_heading(find(heading).unwrap_or(heading))
        })
        .mut_subcommands(headed)
}

/// An argument whose help names its values and what it is without one, which the parser would say in English.
pub(super) fn with_values(argument: Arg) -> Arg {
    if !argument.get_action().takes_values() {
        return argument;
    }
    let hidden = argument.is_hide_possible_values_set();
    let values: Vec<PossibleValue> = argument.get_possible_values();
    let values = values.into_iter().filter(|value| !value.is_hide_set());
    let values: Vec<PossibleValue> = values.filter(|_| !hidden).collect();
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy()).collect();
    let short = argument.get_help().map(ToString::to_string);
    let short = short.unwrap_or_default();
    let long = argument.get_long_help().map(ToString::to_string);
    let mut long = long.unwrap_or_else(|| short.clone());
    let mut brief = short;
    let names = || {
        let names = values.iter().map(PossibleValue::get_name);
        names.collect::<Vec<_>>().join(", ")
    };
    if !values.is_empty() {
        brief += &say!(" [possible values: {values}]", values = names());
        long += &format!("\n\n{}", say!("Possible values:"));
        for value in &values {
            let help = value.get_help().map(ToString::to_string);
            let help = help.map(|help| find(&help).map_or(help, str::to_owned));
            let help = help.map_or_else(String::new, |help| format!(": {help}"));
            long += &format!("\n- {}{help}", value.get_name());
        }
    }
    if !defaults.is_empty() {
        let default = say!(" [default: {value}]", value = defaults.join(" "));
        brief += &default;
        if values.is_empty() {
            long += &default;
        } else {
            long += &format!("\n\n{}", default.trim_start());
        }
    }
    argument
        .help(brief)
        .long_help(long)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// What is wrong with the arguments, and how it goes; none where the parser has no error but an answer.
pub(super) fn complaint(error: &Error) -> Option<String> {
    let mut lines = say!("error: {error}", error = message(error)?);
    let suggestions = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    for names in suggestions.iter().filter_map(|&kind| error.get(kind)) {
        let ids = ticked_or(texts(names).iter().map(String::as_str));
        lines += &format!("\n\n  {}", say!("did you mean {ids}?", ids));
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = texts(usage).concat();
        let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).trim();
        lines += &format!("\n\n{}{usage}", say!("Usage: "));
    }
    lines += &format!("\n\n{}", say!("For more information, try `--help`."));
    Some(lines)
}

fn message(error: &Error) -> Option<String> {
    let named = |kind| error.get(kind).map(texts).unwrap_or_default();
    let one = |kind| named(kind).first().cloned().unwrap_or_default();
    let argument = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            say!("`{argument}` needs a value", argument) + &choice(error)
        }
        ErrorKind::InvalidValue => {
            let message = say!("`{value}` is no value of `{argument}`", value, argument);
            message + &choice(error)
        }
        ErrorKind::ValueValidation => {
            let message = say!("`{value}` is no value of `{argument}`", value, argument);
            match std::error::Error::source(error) {
                Some(source) if source.is::<ParseIntError>() => {
                    say!("{message}: write a whole number", message)
                }
                Some(reason) => say!("{message}: {reason}", message, reason),
                None => message,
            }
        }
        ErrorKind::UnknownArgument => say!("there is no argument `{argument}`", argument),
        ErrorKind::InvalidSubcommand => {
            let command = one(ContextKind::InvalidSubcommand);
            say!("there is no command `{command}`", command)
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = named(ContextKind::InvalidArg);
            let arguments = ticked(missing.iter().map(String::as_str));
            say!("{arguments} must be given", arguments)
        }
        ErrorKind::ArgumentConflict => {
            let prior = named(ContextKind::PriorArg);
            if prior.is_empty() || prior == [argument.as_str()] {
                say!("`{argument}` may be given only once", argument)
            } else {
                let others = ticked(prior.iter().map(String::as_str));
                say!("`{argument}` does not go with {others}", argument, others)
            }
        }
        ErrorKind::NoEquals => say!("`{argument}` wants its value behind `=`", argument),
        ErrorKind::TooManyValues => {
            say!(
                "`{value}` is a value too many for `{argument}`",
                value,
                argument
            )
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            say!("`{argument}` needs more values", argument)
        }
        ErrorKind::InvalidUtf8 => say!("an argument is not UTF-8 text"),
        _ => return None,
    })
}

/// The values that may be given instead.
fn choice(error: &Error) -> String {
    let values = error.get(ContextKind::ValidValue).map(texts);
    let values = values.filter(|values| !values.is_empty());
    values.map_or_else(String::new, |values| {
        let all = ticked(values.iter().map(String::as_str));
        format!("\n  {}", say!("choose from {all}", all))
    })
}

fn texts(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(texts) => texts.iter().map(StyledStr::to_string).collect(),
        _ => Vec::new(),
    }
}
