//! Which language the program speaks: `--lang`, else for people that of the environment.

use crate::language::{Language, find};
use clap::builder::{PossibleValue, StyledStr};
use std::ffi::OsString;

/// The environment variable that stands for `--lang`.
const VARIABLE: &str = "MATURITY_LANG";

/// Formats that programs read. Their texts follow `--lang` only: what a script reads is the same wherever
/// it runs.
const FOR_PROGRAMS: [&str; 8] = [
    "json", "jsonl", "yaml", "csv", "junit", "sarif", "github", "tap",
];

/// The language that the arguments ask for; else, unless a program reads the output, that of the
/// environment. Read before the arguments are checked, so that their errors and the help are in it too.
pub(super) fn language(
    arguments: impl Iterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Language {
    let arguments: Vec<String> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .take_while(|argument| argument != "--")
        .collect();
    let named = value(&arguments, "--lang", None).map(str::to_owned);
    if let Some(named) = named.or_else(|| variable(VARIABLE)) {
        return Language::of_locale(&named);
    }
    let format = value(&arguments, "--format", Some("-f"));
    let command = arguments.iter().find(|one| !one.starts_with('-'));
    let program = format.is_some_and(|format| FOR_PROGRAMS.contains(&format))
        || command.is_some_and(|command| command == "export" || command == "schema");
    if program {
        return Language::English;
    }
    // As POSIX orders them; LANGUAGE is a list of what gettext would try first.
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter();
    let locale = locale.filter_map(|name| variable(name)).next();
    match locale.as_deref() {
        None => Language::English,
        Some(locale) if matches!(locale.split('.').next(), Some("C" | "POSIX")) => {
            Language::English
        }
        Some(locale) => {
            let list = variable("LANGUAGE");
            let known = |tag: &&str| ["zh", "en"].iter().any(|known| tag.starts_with(known));
            let first = list.as_deref().and_then(|list| list.split(':').find(known));
            Language::of_locale(first.unwrap_or(locale))
        }
    }
}

/// The last value of an option, `--name value`, `--name=value` or `-nvalue`.
fn value<'a>(arguments: &'a [String], long: &str, short: Option<&str>) -> Option<&'a str> {
    let mut found = None;
    for (at, argument) in arguments.iter().enumerate() {
        let is_short = short.is_some_and(|short| argument == short);
        if argument == long || is_short {
            found = arguments.get(at + 1).map(String::as_str).or(found);
        } else if let Some(rest) = argument.strip_prefix(long) {
            found = rest.strip_prefix('=').or(found);
        } else if let Some(rest) = short.and_then(|short| grouped(argument, short)) {
            found = match rest.trim_start_matches('=') {
                "" => arguments.get(at + 1).map(String::as_str).or(found),
                value => Some(value),
            };
        }
    }
    found
}

/// What stands behind a short option among others: `json` in `-qfjson`.
fn grouped<'a>(argument: &'a str, short: &str) -> Option<&'a str> {
    let letters = argument.strip_prefix('-')?;
    let (before, rest) = letters.split_once(short.strip_prefix('-')?)?;
    (before.is_empty() || before == "q").then_some(rest)
}

/// A command whose help speaks the language; what no catalogue has stays as it is.
pub(super) fn translated(command: clap::Command) -> clap::Command {
    let say = |text: &StyledStr| {
        let english = text.to_string();
        find(&english).map_or_else(|| text.clone(), StyledStr::from)
    };
    let mut command = command.mut_args(|argument| {
        let argument = match argument.get_help().map(say) {
            Some(help) => argument.help(help),
            None => argument,
        };
        match argument.get_long_help().map(say) {
            Some(help) => argument.long_help(help),
            None => argument,
        }
    });
    if let Some(about) = command.get_about().map(say) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(say) {
        command = command.long_about(about);
    }
    if let Some(after) = command.get_after_help().map(say) {
        command = command.after_help(after);
    }
    command.mut_subcommands(translated)
}

/// The English texts of the help of a command and of those below it.
pub(super) fn texts(command: &clap::Command, texts: &mut Vec<String>) {
    let own = [
        command.get_about(),
        command.get_long_about(),
        command.get_after_help(),
    ];
    let arguments = command
        .get_arguments()
        .flat_map(|argument| [argument.get_help(), argument.get_long_help()]);
    let all = own.into_iter().chain(arguments).flatten();
    texts.extend(all.map(ToString::to_string));
    // The languages say their own names.
    let arguments = command.get_arguments();
    for argument in arguments.filter(|argument| argument.get_id() != "lang") {
        let values = argument.get_possible_values();
        let help = values.iter().filter_map(PossibleValue::get_help);
        texts.extend(help.map(ToString::to_string));
    }
    for command in command.get_subcommands() {
        self::texts(command, texts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(arguments: &str, environment: &[(&str, &str)]) -> Language {
        let variable = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        language(arguments.split(' ').map(OsString::from), variable)
    }

    #[test]
    fn the_flag_then_the_variable_then_the_locale() {
        let taiwan = [("LANG", "zh_TW.UTF-8")];
        assert_eq!(spoken("score a.yaml", &taiwan), Language::Traditional);
        assert_eq!(spoken("score --lang en a.yaml", &taiwan), Language::English);
        assert_eq!(
            spoken("score --lang=zh-Hans a.yaml", &taiwan),
            Language::Simplified
        );
        let both = [("LANG", "zh_TW.UTF-8"), ("MATURITY_LANG", "zh-Hans")];
        assert_eq!(spoken("check", &both), Language::Simplified);
        assert_eq!(spoken("check -- --lang en", &both), Language::Simplified);
        let c = [("LC_ALL", "C"), ("LANGUAGE", "zh_CN")];
        assert_eq!(spoken("check", &c), Language::English);
        let list = [("LANG", "en_US.UTF-8"), ("LANGUAGE", "zh_CN:en")];
        assert_eq!(spoken("check", &list), Language::Simplified);
        assert_eq!(spoken("check", &[]), Language::English);
    }

    #[test]
    fn what_programs_read_follows_the_flag_only() {
        let taiwan = [("LANG", "zh_TW.UTF-8")];
        for arguments in [
            "score -f json a",
            "score -fjsonl a",
            "score --format=csv a",
            "score -qf json a",
            "schema profile",
            "export --to duckdb",
        ] {
            assert_eq!(spoken(arguments, &taiwan), Language::English, "{arguments}");
        }
        assert_eq!(
            spoken("score -f json --lang zh-Hant a", &taiwan),
            Language::Traditional
        );
        assert_eq!(
            spoken("score -f markdown a", &taiwan),
            Language::Traditional
        );
    }
}
