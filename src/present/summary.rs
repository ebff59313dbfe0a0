//! What a portfolio comes to, for people and as data.

use super::Look;
use super::number;
use super::report::{SetName, or_id, own_name};
use super::table::grid;
use super::text::{self, clean};
use crate::assess::census::Census;
use crate::language::list::{count, sentences};
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;
use std::io::{self, Write};

/// The summary of a portfolio.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// The version of this form.
    pub summary: u32,
    /// What it was scored with.
    pub rubric_set: SetName<'a>,
    /// How many profiles there are.
    pub profiles: u64,
    /// How many were scored.
    pub scored: u64,
    /// How many were not.
    pub failed: u64,
    /// How many are settled.
    pub settled: u64,
    /// Each recommendation that leads somewhere, most often first.
    pub recommendations: Vec<Leading<'a>>,
    /// How the rubrics' estimates spread.
    pub scores: Vec<Spread<'a>>,
    /// The dimensions that are the worst one of the pitfalls somewhere, most often first.
    pub deepest_pits: Vec<Pit<'a>>,
    /// The questions that tell most somewhere, most often first.
    pub next_questions: Vec<Question<'a>>,
    /// The rubrics of the set, whether they have a score anywhere or not.
    #[serde(skip)]
    pub rubrics: Vec<RubricName<'a>>,
}

/// A rubric, and how its score reads.
#[derive(Debug)]
pub struct RubricName<'a> {
    /// For people.
    pub title: &'a str,
    /// `better` or `worse`.
    pub higher_is: &'static str,
}

/// A recommendation and how often it leads.
#[derive(Debug, Serialize)]
pub struct Leading<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The profiles in which it leads.
    pub profiles: u64,
    /// Those of them in which nothing else is possible.
    pub settled: u64,
}

/// How the estimates of a rubric spread.
#[derive(Debug, Serialize)]
pub struct Spread<'a> {
    /// The rubric.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The profiles that have a score.
    pub profiles: u64,
    /// The least estimate.
    pub least: f64,
    /// The first quartile.
    pub lower_quartile: f64,
    /// The median.
    pub median: f64,
    /// The third quartile.
    pub upper_quartile: f64,
    /// The greatest estimate.
    pub greatest: f64,
}

/// A dimension and how often it is the deepest pit.
#[derive(Debug, Serialize)]
pub struct Pit<'a> {
    /// The dimension.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The profiles of which it is the deepest.
    pub profiles: u64,
}

/// A fact and how often asking for it tells most.
#[derive(Debug, Serialize)]
pub struct Question<'a> {
    /// The fact.
    pub fact: &'a str,
    /// The question.
    pub ask: &'a str,
    /// The profiles in which it tells most.
    pub profiles: u64,
}

/// The numbers of what was counted at all, most often first, ties by number.
fn ranked(counts: &[u64]) -> Vec<(usize, u64)> {
    let mut found: Vec<(usize, u64)> = counts.iter().copied().enumerate().collect();
    found.retain(|(_, count)| *count > 0);
    found.sort_by_key(|&(number, count)| (std::cmp::Reverse(count), number));
    found
}

/// Joins counts with the texts of their set.
#[must_use]
pub fn summary<'a>(set: &'a RubricSet, census: &Census) -> Summary<'a> {
    let leads: Vec<u64> = census
        .recommendations
        .iter()
        .map(|(leads, _)| *leads)
        .collect();
    let leading = |(number, profiles): (usize, u64)| {
        let recommendation = &set.recommendations[number];
        Leading {
            id: &recommendation.id,
            title: or_id(&recommendation.title, &recommendation.id),
            profiles,
            settled: census.recommendations[number].1,
        }
    };
    let spread = |number: usize| {
        let rubric = &set.rubrics[number];
        let spread = census.spread(number)?;
        Some(Spread {
            id: &rubric.id,
            title: or_id(&rubric.title, &rubric.id),
            profiles: spread.count,
            least: number::points(spread.least),
            lower_quartile: number::points(spread.lower),
            median: number::points(spread.median),
            upper_quartile: number::points(spread.upper),
            greatest: number::points(spread.greatest),
        })
    };
    let pit = |(number, profiles): (usize, u64)| {
        let dimension = &set.dimensions[number];
        Pit {
            id: &dimension.id,
            title: or_id(&dimension.title, own_name(&dimension.id)),
            profiles,
        }
    };
    let question = |(number, profiles): (usize, u64)| {
        let fact = &set.facts[number];
        Question {
            fact: &fact.id,
            ask: &fact.ask,
            profiles,
        }
    };
    Summary {
        summary: 1,
        rubric_set: SetName::of(set),
        profiles: census.scored + census.failed,
        scored: census.scored,
        failed: census.failed,
        settled: census.settled,
        recommendations: ranked(&leads).into_iter().map(leading).collect(),
        scores: (0..set.rubrics.len()).filter_map(spread).collect(),
        deepest_pits: ranked(&census.pits).into_iter().map(pit).collect(),
        next_questions: ranked(&census.questions)
            .into_iter()
            .map(question)
            .collect(),
        rubrics: set
            .rubrics
            .iter()
            .map(|rubric| RubricName {
                title: or_id(&rubric.title, &rubric.id),
                higher_is: rubric.higher_is.name(),
            })
            .collect(),
    }
}

/// How many pits and questions people are shown.
const SHOWN: usize = 10;

/// The parts of the page: a heading, and rows of which the first one is their header.
fn parts(summary: &Summary<'_>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut leading = vec![vec![
        say!("Recommendation"),
        say!("Profiles"),
        say!("Settled"),
    ]];
    leading.extend(summary.recommendations.iter().map(|one| {
        vec![
            clean(one.title),
            one.profiles.to_string(),
            one.settled.to_string(),
        ]
    }));
    let mut scores = vec![vec![
        say!("Score"),
        say!("Least"),
        say!("Quarter"),
        say!("Median"),
        say!("Quarter"),
        say!("Most"),
    ]];
    scores.extend(summary.scores.iter().map(|one| {
        let quantiles = [
            one.least,
            one.lower_quartile,
            one.median,
            one.upper_quartile,
            one.greatest,
        ];
        let mut cells = vec![clean(one.title)];
        cells.extend(quantiles.map(|points| format!("{points:.1}")));
        cells
    }));
    let mut pits = vec![vec![say!("Deepest pit"), say!("Profiles")]];
    let shown = summary.deepest_pits.iter().take(SHOWN);
    pits.extend(shown.map(|one| vec![clean(one.title), one.profiles.to_string()]));
    let mut questions = vec![vec![say!("Most telling question"), say!("Profiles")]];
    let shown = summary.next_questions.iter().take(SHOWN);
    questions.extend(shown.map(|one| vec![clean(one.ask), one.profiles.to_string()]));
    let parts = [
        (say!("What to propose"), leading),
        (say!("Scores"), scores),
        (say!("Deepest pits"), pits),
        (say!("Next questions"), questions),
    ];
    parts
        .into_iter()
        .filter(|(_, rows)| rows.len() > 1)
        .collect()
}

fn counted(summary: &Summary<'_>) -> String {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let profiles = count(number(summary.profiles), "profile", "profiles");
    let settled = summary.settled;
    if summary.failed > 0 {
        say!(
            "{profiles}: {scored} scored, {failed} not, {settled} settled.",
            profiles,
            scored = summary.scored,
            failed = summary.failed,
            settled
        )
    } else {
        say!("{profiles}: {settled} settled.", profiles, settled)
    }
}

/// Writes it for the terminal.
///
/// # Errors
/// What the writer reports.
pub fn terminal(summary: &Summary<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for line in text::wrap(&counted(summary), look.width) {
        writeln!(out, "{line}")?;
    }
    for (_, rows) in parts(summary) {
        writeln!(out)?;
        grid(rows, |column| column > 0, look, out)?;
    }
    Ok(())
}

/// Writes it as Markdown.
///
/// # Errors
/// What the writer reports.
pub fn markdown(summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
    let SetName { id, version, .. } = summary.rubric_set;
    let scored_with = say!("Scored with `{set}`.", set = format!("{id} {version}"));
    let text = sentences(&[counted(summary), scored_with]);
    writeln!(out, "# {}\n\n{text}", say!("Portfolio"))?;
    for (heading, rows) in parts(summary) {
        writeln!(out, "\n## {heading}\n")?;
        for (place, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| super::markdown::escape(cell))
                .collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
            if place == 0 {
                writeln!(out, "| ---{} |", " | ---:".repeat(row.len() - 1))?;
            }
        }
    }
    Ok(())
}
