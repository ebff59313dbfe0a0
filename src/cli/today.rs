//! `--today` and `--stale`: what to do about statements that are too old. No clock is read.

use crate::profile::Today;
use crate::profile::date::Date;
use crate::say;
use clap::{Args, ValueEnum};

/// The day.
#[derive(Debug, Args)]
pub(super) struct TodayArgs {
    /// The day it is, YYYY-MM-DD: names facts whose `as_of` is too old for it; no clock is read
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
}

/// The day, and what is done.
#[derive(Debug, Args)]
pub(super) struct StaleArgs {
    #[command(flatten)]
    today: TodayArgs,
    /// What facts are taken as that are too old for --today [default: warn]
    #[arg(long, value_enum, value_name = "HOW", requires = "today")]
    stale: Option<Stale>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stale {
    /// As the profile says, with a warning
    Warn,
    /// As unknown, with a warning
    Unknown,
}

impl TodayArgs {
    /// The day, with statements that are too old taken as they are.
    pub(super) fn today(&self) -> Option<Today> {
        self.today.map(|date| Today {
            date,
            stale_is_unknown: false,
        })
    }
}

impl StaleArgs {
    /// The day, if one is given.
    pub(super) fn today(&self) -> Option<Today> {
        self.today.today().map(|today| Today {
            stale_is_unknown: self.stale == Some(Stale::Unknown),
            ..today
        })
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| say!("write year-month-day, for example 2026-11-03"))
}
