//! What a difference does to a portfolio of profiles: what every format shows of it.

use crate::compare::change::Change;
use crate::compare::hybrid::Unit;
use crate::compare::impact::{Cause, FateKind, Impact, Seen, Verdict};
use crate::compare::portfolio::{Portfolio, ScoreMoves};
use crate::finding::{Finding, Level};
use crate::language::list::{commas, count, semicolons};
use crate::present::names;
use crate::present::number::{points, share as percent};
use crate::present::report::{FindingText, ProfileName, or_id, share};
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;
use std::collections::BTreeSet;

/// What becomes of a portfolio.
#[derive(Debug, Serialize)]
pub struct PortfolioText<'a> {
    /// How many profiles there are.
    pub profiles: usize,
    /// How many met each fate; together all of them.
    pub fates: Vec<FateCount>,
    /// From which leading recommendation how many went to which; together all of them.
    pub matrix: Vec<MatrixCell<'a>>,
    /// What gave profiles another recommendation, most profiles first.
    pub causes: Vec<CauseText<'a>>,
    /// How the score of each rubric moved that both sets have.
    pub scores: Vec<ScoreMovesText<'a>>,
    /// Every profile in the order given.
    pub results: Vec<ResultText<'a>>,
    /// The matrix as people see it.
    #[serde(skip)]
    pub square: Square<'a>,
}

/// The matrix as people see it: a recommendation that was renamed is one.
#[derive(Debug)]
pub struct Square<'a> {
    /// What rows and columns are called: recommendations by title, and none for what cannot be read.
    pub names: Vec<Option<&'a str>>,
    /// For each row, before, the profiles in each column, after.
    pub rows: Vec<Vec<usize>>,
}

/// How many profiles met a fate.
#[derive(Debug, Serialize)]
pub struct FateCount {
    /// `flipped`, `moved`, `same`, `no-longer-resolves`, `newly-resolves` or `resolves-under-neither`.
    pub fate: &'static str,
    /// How many.
    pub profiles: usize,
}

/// From one leading recommendation to another.
#[derive(Debug, Serialize)]
pub struct MatrixCell<'a> {
    /// Under the old set; null where it cannot read the profile.
    pub before: Option<&'a str>,
    /// Under the new set; null where it cannot read the profile.
    pub after: Option<&'a str>,
    /// How many profiles.
    pub profiles: usize,
}

/// Changes that turn the recommendation by themselves.
#[derive(Clone, Debug, Serialize)]
pub struct CauseText<'a> {
    /// The changes. None where new names alone turn it.
    pub changes: Vec<UnitText<'a>>,
    /// Whether it is proved that no part of them does; else none can be left out alone.
    pub minimal: bool,
    /// The profiles that they turn, by place in `results`.
    pub profiles: Vec<usize>,
}

/// A change with those without which it makes no sense.
#[derive(Clone, Debug, Serialize)]
pub struct UnitText<'a> {
    #[serde(flatten)]
    /// The change.
    pub change: ChangeName<'a>,
    /// What it needs: the new fact that a criterion reads, the criteria that read an option which goes.
    pub with: Vec<ChangeName<'a>>,
}

/// A change by name.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeName<'a> {
    /// `fact`, `criterion`, `rule`, …
    pub kind: &'static str,
    /// The new id, or the old one of what was removed.
    pub id: &'a str,
    /// `added`, `removed`, `renamed` or `changed`.
    pub change: &'static str,
}

/// How a rubric's score moved over a portfolio.
#[derive(Debug, Serialize)]
pub struct ScoreMovesText<'a> {
    /// The rubric.
    pub score: &'a str,
    /// For people.
    pub title: &'a str,
    /// `better` or `worse`.
    pub higher_is: &'static str,
    /// How many profiles have it under both sets.
    pub profiles: usize,
    /// How many of their estimates moved.
    pub moved: usize,
    /// Of the moves in points, over all these profiles; null where there are none.
    pub quantiles: Option<Quantiles>,
    /// The profiles that moved, by place in `results`, largest move first.
    pub moves: Vec<MoveText>,
}

/// Five of the sorted moves, in points; each is the move of some profile.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Quantiles {
    /// The least.
    pub least: f64,
    /// What one in ten does not exceed.
    pub p10: f64,
    /// The middle.
    pub median: f64,
    /// What nine in ten do not exceed.
    pub p90: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Quantiles {
    /// In order.
    #[must_use]
    pub fn all(self) -> [f64; 5] {
        [self.least, self.p10, self.median, self.p90, self.greatest]
    }
}

/// How one profile's score moved.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MoveText {
    /// By place in `results`.
    pub profile: usize,
    /// In points.
    pub by: f64,
}

/// What became of one profile.
#[derive(Debug, Serialize)]
pub struct ResultText<'a> {
    /// Which one.
    pub profile: ProfileName,
    /// As in `fates`.
    pub fate: &'static str,
    /// Under the old set; null where it cannot read the profile.
    pub before: Option<SeenText<'a>>,
    /// Under the new set, renames followed; null where it cannot read the profile.
    pub after: Option<SeenText<'a>>,
    /// Whether something else is possible than before.
    pub otherwise_open: bool,
    /// What gave it another recommendation, by place in `causes`.
    pub cause: Option<usize>,
    /// Why the old set cannot read it.
    pub findings_before: Vec<FindingText>,
    /// Why the new set cannot read it.
    pub findings_after: Vec<FindingText>,
}

/// What one set says of a profile.
#[derive(Debug, Serialize)]
pub struct SeenText<'a> {
    /// The leading recommendation.
    pub recommendation: &'a str,
    /// For people.
    pub title: &'a str,
    /// Its share.
    pub share: f64,
    /// Whether nothing else is possible.
    pub settled: bool,
    /// Whether `possible` is exact.
    pub exact: bool,
    /// What is possible, largest share first.
    pub possible: Vec<PossibleText<'a>>,
    /// The score of each rubric.
    pub scores: Vec<RangeText<'a>>,
}

/// A possible recommendation.
#[derive(Debug, Serialize)]
pub struct PossibleText<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its share.
    pub share: f64,
}

/// A score and its range.
#[derive(Debug, Serialize)]
pub struct RangeText<'a> {
    /// The rubric.
    pub id: &'a str,
    /// What is shown; null where nothing applies.
    pub estimate: Option<f64>,
    /// The least possible.
    pub low: Option<f64>,
    /// The greatest possible.
    pub high: Option<f64>,
}

impl ResultText<'_> {
    /// Whether each set leaves it only one recommendation, and not the same.
    pub(super) fn is_settled_otherwise(&self) -> bool {
        let settled = |seen: &Option<SeenText<'_>>| seen.as_ref().is_some_and(|seen| seen.settled);
        self.fate == "flipped" && settled(&self.before) && settled(&self.after)
    }

    /// Whether some score is certain under each set, and not the same.
    pub(super) fn is_scored_otherwise(&self) -> bool {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            return false;
        };
        let differs = |a: &RangeText<'_>, b: &RangeText<'_>| {
            a.id == b.id && a.low == a.high && b.low == b.high && a.low != b.low
        };
        let moved = |one| after.scores.iter().any(|other| differs(one, other));
        before.scores.iter().any(moved)
    }
}

impl FateCount {
    /// In words: `3 no longer resolves`.
    #[must_use]
    pub fn words(&self) -> String {
        let n = self.profiles;
        match self.fate {
            "flipped" => say!("{n} flipped", n),
            "moved" => say!("{n} moved", n),
            "same" => say!("{n} same", n),
            "no-longer-resolves" => say!("{n} no longer resolves", n),
            "newly-resolves" => say!("{n} newly resolves", n),
            _ => say!("{n} resolves under neither", n),
        }
    }
}

impl SeenText<'_> {
    /// How firmly it leads: `settled`, `92 %`.
    #[must_use]
    pub fn standing(&self) -> String {
        if self.settled {
            say!("settled")
        } else {
            percent(self.share)
        }
    }
}

impl RangeText<'_> {
    /// The estimate, and the range where it is open: `62.5`, `60.3 (7.7–87.0)`.
    #[must_use]
    pub fn words(&self) -> String {
        let shown = |points: Option<f64>| {
            points.map_or_else(|| say!("none"), |points| format!("{points:.1}"))
        };
        let (low, high) = (shown(self.low), shown(self.high));
        if low == high {
            shown(self.estimate)
        } else {
            format!("{} ({low}–{high})", shown(self.estimate))
        }
    }
}

impl ResultText<'_> {
    /// A score before and after.
    #[must_use]
    pub fn score_words(&self, score: &str) -> (String, String) {
        let words = |seen: &Option<SeenText<'_>>| {
            let scores = seen.iter().flat_map(|seen| &seen.scores);
            let own = scores.into_iter().find(|one| one.id == score);
            own.map_or_else(String::new, RangeText::words)
        };
        (words(&self.before), words(&self.after))
    }

    /// What is possible before and after.
    #[must_use]
    pub fn possible_words(&self) -> (String, String) {
        let words = |seen: &Option<SeenText<'_>>| {
            let possible = seen.iter().flat_map(|seen| &seen.possible);
            let words = possible.map(|one| format!("{} {}", one.id, percent(one.share)));
            commas(&words.collect::<Vec<_>>())
        };
        (words(&self.before), words(&self.after))
    }

    /// What leads before and after, and how firmly.
    #[must_use]
    pub fn leading_words(&self) -> (String, String) {
        let words = |seen: &Option<SeenText<'_>>| {
            let seen = seen.as_ref();
            seen.map_or_else(String::new, |seen| {
                say!(
                    "{title} ({standing})",
                    title = seen.title,
                    standing = seen.standing()
                )
            })
        };
        (words(&self.before), words(&self.after))
    }
}

impl UnitText<'_> {
    /// In words: `criterion ready/mood, with fact shop.mood`.
    #[must_use]
    pub fn words(&self) -> String {
        let with: Vec<String> = self.with.iter().map(ChangeName::words).collect();
        let own = self.change.words();
        if with.is_empty() {
            own
        } else {
            say!(
                "{change}, which needs {others}",
                change = own,
                others = crate::language::list::list(&with)
            )
        }
    }
}

impl ChangeName<'_> {
    /// In words: `criterion ready/mood`, `rule late added`.
    #[must_use]
    pub fn words(&self) -> String {
        if self.kind == "rule-order" {
            return say!("the order of the rules");
        }
        let (kind, id) = (names::kind(self.kind), self.id);
        match self.change {
            "added" => say!("{kind} {id} added", kind, id),
            "removed" => say!("{kind} {id} removed", kind, id),
            _ => say!("{kind} {id}", kind, id),
        }
    }
}

impl CauseText<'_> {
    /// In words, one line for each change.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        if self.changes.is_empty() {
            return vec![say!("new names alone")];
        }
        self.changes.iter().map(UnitText::words).collect()
    }

    /// How many profiles flip by it; `words` are its own, as a format writes them.
    #[must_use]
    pub fn summary(&self, words: &[String]) -> String {
        let profiles = count(self.profiles.len(), "profile flips", "profiles flip");
        let changes = semicolons(words);
        match (words.len(), self.minimal) {
            (1, _) => say!("{profiles} by {changes}", profiles, changes),
            (_, true) => say!(
                "{profiles} by {changes} (together; no part of them does)",
                profiles,
                changes
            ),
            (_, false) => say!(
                "{profiles} by {changes} (together; none can be left out)",
                profiles,
                changes
            ),
        }
    }
}

impl PortfolioText<'_> {
    /// How many profiles met a fate.
    #[must_use]
    pub fn of(&self, fate: FateKind) -> usize {
        let own = self.fates.iter().find(|count| count.fate == fate.name());
        own.map_or(0, |count| count.profiles)
    }

    /// The profiles that met a fate.
    pub fn results_of(&self, fate: FateKind) -> impl Iterator<Item = &ResultText<'_>> {
        self.results
            .iter()
            .filter(move |result| result.fate == fate.name())
    }
}

/// Joins the verdicts with the texts of both sets.
#[must_use]
pub fn portfolio<'a>(
    impact: &Impact<'a, '_>,
    changes: &'a [Change],
    (verdicts, paths): (&[Verdict], &[String]),
    summary: &Portfolio,
) -> PortfolioText<'a> {
    let (old, new) = (impact.old(), impact.new_set());
    let id = |set: &'a RubricSet, number: Option<u16>| -> Option<&'a str> {
        Some(&*set.recommendations[usize::from(number?)].id)
    };
    let fate = |(kind, profiles): (&FateKind, &usize)| FateCount {
        fate: kind.name(),
        profiles: *profiles,
    };
    let cell = |((before, after), profiles): (&(Option<u16>, Option<u16>), &usize)| MatrixCell {
        before: id(old, *before),
        after: id(new, *after),
        profiles: *profiles,
    };
    let cause = |(cause, profiles): &(Cause, Vec<usize>)| CauseText {
        changes: cause
            .units
            .iter()
            .map(|unit| unit_text(changes, unit))
            .collect(),
        minimal: cause.minimal,
        profiles: profiles.clone(),
    };
    let result = |(place, (verdict, path)): (usize, (&Verdict, &String))| {
        let findings = |seen: &Result<Seen, Vec<Finding>>| {
            // Why it cannot be read, not what else there is to say.
            let findings = seen.as_ref().err().into_iter().flatten();
            let errors = findings.filter(|finding| finding.level == Level::Error);
            errors.map(FindingText::from).collect()
        };
        ResultText {
            profile: ProfileName {
                path: path.clone(),
                index: 0,
                id: verdict.id.clone(),
                name: verdict.name.clone(),
            },
            fate: verdict.fate.kind.name(),
            before: verdict
                .before
                .as_ref()
                .ok()
                .map(|seen| seen_text(old, seen)),
            after: verdict.after.as_ref().ok().map(|seen| seen_text(new, seen)),
            otherwise_open: verdict.otherwise_open,
            cause: summary
                .causes
                .iter()
                .position(|(_, profiles)| profiles.contains(&place)),
            findings_before: findings(&verdict.before),
            findings_after: findings(&verdict.after),
        }
    };
    PortfolioText {
        profiles: verdicts.len(),
        fates: summary.fates.iter().map(fate).collect(),
        matrix: summary.matrix.iter().map(cell).collect(),
        square: square(impact, summary),
        causes: summary.causes.iter().map(cause).collect(),
        scores: summary
            .scores
            .iter()
            .filter_map(|moves| score_moves(new, moves))
            .collect(),
        results: verdicts.iter().zip(paths).enumerate().map(result).collect(),
    }
}

fn square<'a>(impact: &Impact<'a, '_>, summary: &Portfolio) -> Square<'a> {
    /// The new set's, what only the old one has, what cannot be read.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    enum Line {
        New(u16),
        Old(u16),
        Unread,
    }
    let row = |before: Option<u16>| match before.map(|old| (old, impact.recommendation(old))) {
        Some((_, Some(new))) => Line::New(new),
        Some((old, None)) => Line::Old(old),
        None => Line::Unread,
    };
    let column = |after: Option<u16>| after.map_or(Line::Unread, Line::New);
    let cells = summary.matrix.iter();
    let cells: Vec<(Line, Line, usize)> = cells
        .map(|((before, after), profiles)| (row(*before), column(*after), *profiles))
        .collect();
    let lines: BTreeSet<Line> = cells
        .iter()
        .flat_map(|(row, column, _)| [*row, *column])
        .collect();
    let name = |line: &Line| {
        let (set, number) = match line {
            Line::New(number) => (impact.new_set(), *number),
            Line::Old(number) => (impact.old(), *number),
            Line::Unread => return None,
        };
        let one = &set.recommendations[usize::from(number)];
        Some(or_id(&one.title, &one.id))
    };
    let count = |row: Line, column: Line| {
        let own = cells.iter().filter(|(a, b, _)| (*a, *b) == (row, column));
        own.map(|(_, _, profiles)| profiles).sum()
    };
    Square {
        names: lines.iter().map(name).collect(),
        rows: lines
            .iter()
            .map(|row| lines.iter().map(|column| count(*row, *column)).collect())
            .collect(),
    }
}

fn unit_text<'a>(changes: &'a [Change], unit: &Unit) -> UnitText<'a> {
    let name = |place: usize| ChangeName {
        kind: changes[place].subject.name(),
        id: changes[place].id(),
        change: changes[place].what(),
    };
    UnitText {
        change: name(unit.change),
        with: unit.with.iter().map(|place| name(*place)).collect(),
    }
}

fn score_moves<'a>(new: &'a RubricSet, moves: &ScoreMoves) -> Option<ScoreMovesText<'a>> {
    let rubric = &new.rubrics[moves.rubric.new?];
    let in_points = |tenths: i32| f64::from(tenths) / 10.0;
    Some(ScoreMovesText {
        score: &rubric.id,
        title: or_id(&rubric.title, &rubric.id),
        higher_is: rubric.higher_is.name(),
        profiles: moves.profiles,
        moved: moves.moved.len(),
        quantiles: moves.quantiles.map(|of| {
            let [least, p10, median, p90, greatest] = of.map(in_points);
            Quantiles {
                least,
                p10,
                median,
                p90,
                greatest,
            }
        }),
        moves: moves
            .moved
            .iter()
            .map(|&(profile, by)| MoveText {
                profile,
                by: in_points(by),
            })
            .collect(),
    })
}

fn seen_text<'a>(set: &'a RubricSet, seen: &Seen) -> SeenText<'a> {
    let recommendation = |number: u16| &set.recommendations[usize::from(number)];
    let leading = recommendation(seen.leading());
    let possible = seen.possible.iter();
    let possible = possible.map(|&(number, part)| PossibleText {
        id: &recommendation(number).id,
        share: share(part, seen.settled()),
    });
    let scores = set.rubrics.iter().zip(&seen.rubrics);
    let scores = scores.map(|(rubric, score)| {
        let shown = score.estimate.is_some();
        RangeText {
            id: &rubric.id,
            estimate: score.estimate.map(points),
            low: shown.then(|| points(score.low)),
            high: shown.then(|| points(score.high)),
        }
    });
    SeenText {
        recommendation: &leading.id,
        title: or_id(&leading.title, &leading.id),
        share: seen
            .possible
            .first()
            .map_or(0.0, |(_, part)| share(*part, seen.settled())),
        settled: seen.settled(),
        exact: seen.exact,
        possible: possible.collect(),
        scores: scores.collect(),
    }
}
