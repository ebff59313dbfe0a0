//! What may stand for an id: read from the rubric set that the line names, only when a shell asks.

use crate::cli::command;
use crate::cli::input::rubric_set;
use crate::finding::Code;
use crate::present::fields::names;
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind};
use crate::rubric::part::{Part, parts};
use clap::builder::StyledStr;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;

/// The set of the line that is being typed; the one that ships where it names none or a broken one.
fn set() -> Option<RubricSet> {
    let mut words = std::env::args().skip_while(|word| word != "--");
    let mut named = None;
    while let Some(word) = words.next() {
        if word == "--rubrics" {
            named = words.next();
        } else if let Some(path) = word.strip_prefix("--rubrics=") {
            named = Some(path.to_owned());
        }
    }
    let named = named.or_else(|| std::env::var("MATURITY_RUBRICS").ok());
    let named = named.filter(|path| !path.is_empty());
    let found = rubric_set(named.as_deref()).or_else(|_| rubric_set(None));
    found.ok().map(|(set, _)| set)
}

fn candidate(value: impl Into<String>, help: &str) -> CompletionCandidate {
    let help = (!help.is_empty()).then(|| StyledStr::from(help.to_owned()));
    CompletionCandidate::new(value.into()).help(help)
}

fn from_set(list: fn(&RubricSet) -> Vec<CompletionCandidate>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || set().as_ref().map(list).unwrap_or_default())
}

/// Commands.
pub(in crate::cli) fn commands() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let root = command();
        let about = |command: &clap::Command| {
            let about = command.get_about().map(ToString::to_string);
            candidate(command.get_name(), about.as_deref().unwrap_or(""))
        };
        root.get_subcommands().map(about).collect()
    })
}

/// Recommendations.
pub(in crate::cli) fn recommendations() -> ArgValueCandidates {
    from_set(|set| {
        let all = set.recommendations.iter();
        all.map(|item| candidate(&*item.id, &item.title)).collect()
    })
}

/// Facts.
pub(in crate::cli) fn facts() -> ArgValueCandidates {
    from_set(|set| {
        set.facts
            .iter()
            .map(|fact| candidate(&*fact.id, &fact.ask))
            .collect()
    })
}

/// Rubrics and dimensions.
pub(in crate::cli) fn scores() -> ArgValueCandidates {
    from_set(|set| {
        let rubrics = set
            .rubrics
            .iter()
            .map(|item| candidate(&*item.id, &item.title));
        let dimensions = set
            .dimensions
            .iter()
            .map(|item| candidate(&*item.id, &item.title));
        rubrics.chain(dimensions).collect()
    })
}

/// Columns of rows.
pub(in crate::cli) fn fields() -> ArgValueCandidates {
    from_set(|set| {
        let mut all: Vec<_> = names().map(|name| candidate(name, "")).collect();
        let mut add = |id: &str, ends: &[&str], help: &str| {
            all.extend(ends.iter().map(|end| candidate(format!("{id}{end}"), help)));
        };
        for rubric in &set.rubrics {
            add(
                &rubric.id,
                &["", ".low", ".high", ".rating", ".worst"],
                &rubric.title,
            );
        }
        for dimension in &set.dimensions {
            add(
                &dimension.id,
                &["", ".low", ".high", ".rating"],
                &dimension.title,
            );
        }
        for gate in &set.gates {
            add(&gate.id, &[""], &gate.title);
        }
        for fact in &set.facts {
            add(&fact.id, &[""], &fact.ask);
        }
        all
    })
}

/// Whatever can be explained: parts of the set, and finding codes.
pub(in crate::cli) fn subjects() -> ArgValueCandidates {
    from_set(|set| {
        let part = |part: Part| candidate(part.id(set), part.title(set).unwrap_or(part.kind()));
        let codes = Code::ALL
            .iter()
            .map(|code| candidate(code.name(), code.about()));
        parts(set).into_iter().map(part).chain(codes).collect()
    })
}

/// `FACT=VALUE`: first the facts, then what one of them may be.
pub(in crate::cli) fn assignments() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let (Some(typed), Some(set)) = (typed.to_str(), set()) else {
            return Vec::new();
        };
        let mut all = match typed.split_once('=') {
            None => {
                let facts = set.facts.iter();
                facts
                    .map(|fact| candidate(format!("{}=", fact.id), &fact.ask))
                    .collect()
            }
            Some((id, _)) => set
                .fact(id)
                .map(|fact| values(&set.facts[fact]))
                .unwrap_or_default(),
        };
        all.retain(|one| one.get_value().to_string_lossy().starts_with(typed));
        all
    })
}

fn values(fact: &Fact) -> Vec<CompletionCandidate> {
    let value = |value: &str, help: &str| candidate(format!("{}={value}", fact.id), help);
    let mut all: Vec<CompletionCandidate> = match fact.kind {
        Kind::Bool => vec![value("true", ""), value("false", "")],
        Kind::Choice => {
            let options = fact.options.iter();
            options
                .map(|option| value(&option.id, &option.means))
                .collect()
        }
        Kind::Set => {
            let options = fact.options.iter();
            options
                .map(|option| value(&format!("[{}]", option.id), &option.means))
                .collect()
        }
        Kind::Integer | Kind::Number | Kind::Text => Vec::new(),
    };
    if fact.allow_na {
        all.push(value("n/a", ""));
    }
    all.push(value("unknown", ""));
    all
}
