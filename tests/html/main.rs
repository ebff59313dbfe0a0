//! Pages and pictures: every figure is the JSON's, what is foreign stays text, and nothing is loaded.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod browser;
mod figures;
mod hostile;
mod markup;
mod places;

use places::read;
use serde_json::Value;
use std::process::{Command, Output};
use std::sync::LazyLock;

/// Runs the program as users do.
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_maturity"))
        .env_remove("MATURITY_RUBRICS")
        .env_remove("LC_ALL")
        .env("LANG", "C.UTF-8")
        .args(arguments)
        .output()
        .expect("it runs")
}

/// What it prints.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What it prints as JSON.
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).expect("JSON")
}

/// Profiles of many kinds: settled, open, sampled, capped, of another set.
const PROFILES: [&[&str]; 7] = [
    &["examples/complete.yaml"],
    &["examples/fmcg-first-sponsor.yaml"],
    &["examples/fmcg-conditional-favours.yaml"],
    &["examples/big-data-no-analysts.yaml"],
    &[
        "examples/womens-retail-segments.yaml",
        "--set",
        "sponsor.level=owner",
    ],
    &[
        "examples/nutrition-brand.yaml",
        "--plan-to",
        "light-digitalization",
    ],
    &[
        "tests/cmd/fixtures/half.yaml",
        "--rubrics",
        "tests/cmd/fixtures/tiny",
    ],
];

/// Their pages.
static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let page = |profile: &&[&str]| printed(&score(profile, &["html"]));
    PROFILES.iter().map(page).collect()
});

/// Profiles of a portfolio, one of them bad.
const PORTFOLIO: [&str; 5] = [
    "examples/complete.yaml",
    "examples/big-data-no-analysts.yaml",
    "examples/fmcg-*.yaml",
    "examples/owner-without-problem.yaml",
    "tests/cmd/fixtures/half.yaml",
];

/// Its page.
static PORTFOLIO_PAGE: LazyLock<String> = LazyLock::new(|| printed(&score(&PORTFOLIO, &["html"])));

/// The arguments of `score` for a profile in a format.
fn score<'a>(profile: &[&'a str], format: &[&'a str]) -> Vec<&'a str> {
    [&["score", "--quiet", "--format"], format, profile].concat()
}
