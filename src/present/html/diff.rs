//! The page of a difference of rubric sets: what changed, and what becomes of a portfolio.

use super::frame::document;
use super::parts::{Body, findings, name_of, number, path_of, scrolling, table};
use crate::compare::impact::FateKind;
use crate::language::list::count;
use crate::present::compare::signed;
use crate::present::diff::impact::{PortfolioText, ResultText, ScoreMovesText};
use crate::present::diff::{ChangeText, Report, Side};
use crate::present::markup::Markup;
use crate::present::names;
use crate::present::svg::score;
use crate::say;

/// The page of a difference.
#[must_use]
pub fn diff(report: &Report<'_>) -> String {
    let mut body = Body::default();
    effect(&mut body, report);
    if let Some(portfolio) = &report.portfolio {
        matrix(&mut body, portfolio);
        causes(&mut body, portfolio);
        scores(&mut body, portfolio);
        unread(&mut body, portfolio);
    }
    changes(&mut body, report);
    let (old, new) = (side(&report.old), side(&report.new));
    document(
        &format!("{old} → {new}"),
        |page| {
            page.element(
                "p",
                &[("class", "eyebrow")],
                &say!("Difference of two rubric sets"),
            );
            page.element("h1", &[], &format!("{old} → {new}"));
            let paths = format!("{} → {}", report.old.path, report.new.path);
            page.element("p", &[("class", "about")], &paths);
        },
        body,
        |page| {
            page.within("dl", &[], |page| {
                for (name, side) in [
                    (say!("Old set"), &report.old),
                    (say!("New set"), &report.new),
                ] {
                    page.element("dt", &[], &name);
                    page.within("dd", &[], |page| {
                        page.say(&self::side(side));
                        page.say(" ");
                        page.element("code", &[], side.set.digest);
                    });
                }
            });
        },
    )
}

fn side(side: &Side<'_>) -> String {
    side.set.name_and_version()
}

fn effect(body: &mut Body, report: &Report<'_>) {
    let version = &report.version;
    body.section("effect", (&say!("What it comes to"), ""), |page| {
        page.within(
            "div",
            &[("class", "verdict"), ("style", "margin-top:0")],
            |page| {
                let step = match version.calls_for {
                    "none" => say!("No new version"),
                    "patch" => say!("A patch step"),
                    "minor" => say!("A minor step"),
                    _ => say!("A major step"),
                };
                let step = if version.at_least {
                    say!("At least: {step}", step)
                } else {
                    step
                };
                page.element("h3", &[("style", "font-size:1.5rem")], &step);
                page.element("p", &[], &version.why);
            },
        );
        if let Some(warning) = &version.warning {
            page.within("div", &[("class", "note")], |page| page.say(warning));
        }
        witness(page, report);
    });
}

/// A company that shows the difference.
fn witness(page: &mut Markup, report: &Report<'_>) {
    if let Some(found) = &report.recommendations.witness {
        page.element(
            "h3",
            &[("style", "margin-top:28px")],
            &say!("A company whose recommendation changes"),
        );
        let head = [
            ("", String::new()),
            ("", say!("Recommendation")),
            ("", say!("Rule")),
        ];
        table(page, &head, |page| {
            for (when, outcome) in [
                (say!("Before"), &found.before),
                (say!("After"), &found.after),
            ] {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "row")], &when);
                    page.element("td", &[], outcome.title);
                    page.within("td", &[], |page| page.element("code", &[], outcome.rule));
                });
            }
        });
        if let Ok(yaml) = found.profile.yaml() {
            page.within("details", &[], |page| {
                let facts = count(found.profile.len(), "fact settles", "facts settle");
                page.element("summary", &[], &say!("{facts} both", facts));
                page.within("div", &[("class", "yaml")], |page| {
                    for line in yaml.lines() {
                        page.within("div", &[], |page| page.element("code", &[], line));
                    }
                });
            });
        }
    }
    let words = match (&report.scores.witness, report.scores.outcome) {
        (Some(found), _) => {
            let (before, after) = (score(found.before), score(found.after));
            say!(
                "Scores move: for some company {score} goes from {before} to {after}.",
                score = found.score,
                before,
                after
            )
        }
        (None, "same") => say!("Proved: no score changes."),
        (None, "differ") => say!("Scores move, as a profile below shows."),
        (None, _) => say!("Whether scores move is not proved either way."),
    };
    page.element("p", &[("style", "margin-top:16px")], &words);
}

/// What a fate is called.
fn fate(name: &str) -> String {
    match name {
        "flipped" => say!("get another recommendation"),
        "moved" => say!("keep what leads, but figures move"),
        "same" => say!("stay as they are"),
        "no-longer-resolves" => say!("can no longer be read"),
        "newly-resolves" => say!("can only now be read"),
        _ => say!("can be read by neither set"),
    }
}

/// From which recommendation how many went to which, as a heat map.
fn matrix(body: &mut Body, portfolio: &PortfolioText<'_>) {
    let profiles = count(portfolio.profiles, "profile", "profiles");
    let note = say!("What becomes of {profiles}", profiles);
    body.section("flips", (&say!("The portfolio"), &note), |page| {
        page.within("div", &[("class", "cards counts")], |page| {
            for (place, one) in portfolio
                .fates
                .iter()
                .enumerate()
                .filter(|(_, one)| one.profiles > 0)
            {
                page.within("div", &[("class", "card")], |page| {
                    page.within("p", &[("class", "big")], |page| {
                        let json = format!("/portfolio/fates/{place}/profiles");
                        number(page, &json, one.profiles as u64);
                    });
                    page.element("p", &[], &fate(one.fate));
                });
            }
        });
        heat(page, portfolio);
    });
}

fn heat(page: &mut Markup, portfolio: &PortfolioText<'_>) {
    let square = &portfolio.square;
    let most = square
        .rows
        .iter()
        .flatten()
        .copied()
        .max()
        .unwrap_or(0)
        .max(1);
    let names: Vec<String> = square
        .names
        .iter()
        .map(|name| name.map_or_else(|| say!("cannot be read"), str::to_owned))
        .collect();
    let title = say!("Recommendations before (rows) and after (columns)");
    scrolling(page, &title, |page| {
        page.within("table", &[("class", "heat")], |page| {
            page.element("caption", &[], &title);
            page.within("thead", &[], |page| {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "col")], &say!("Before ↓ after →"));
                    for name in &names {
                        page.element("th", &[("scope", "col")], name);
                    }
                });
            });
            page.within("tbody", &[], |page| {
                for (place, (name, row)) in names.iter().zip(&square.rows).enumerate() {
                    page.within("tr", &[], |page| {
                        page.element("th", &[("scope", "row")], name);
                        for (other, profiles) in row.iter().enumerate() {
                            cell(page, *profiles, most, place == other);
                        }
                    });
                }
            });
        });
    });
    let note =
        say!("Outlined: the recommendation stays. The stronger its color, the more profiles.");
    page.element("p", &[("class", "soft small")], &note);
}

fn cell(page: &mut Markup, profiles: usize, most: usize, stays: bool) {
    // Color mixed into the paper leaves the ink its contrast in light and in dark.
    #[expect(clippy::cast_precision_loss, reason = "a count of profiles")]
    let strong = (12.0 + 30.0 * profiles as f64 / most as f64).round();
    let hue = if stays { "accent" } else { "warm" };
    let style = if profiles == 0 {
        String::new()
    } else {
        format!("background:color-mix(in srgb,var(--{hue}) {strong}%,var(--paper))")
    };
    let class = match (profiles, stays) {
        (0, true) => "zero stays",
        (0, false) => "zero",
        (_, true) => "stays",
        (_, false) => "flip",
    };
    let number = profiles.to_string();
    let attributes = [
        ("class", class),
        ("style", &style),
        ("data-matrix", &number),
    ];
    page.within("td", &attributes, |page| {
        let tag = if stays || profiles == 0 { "span" } else { "b" };
        page.element(tag, &[], if profiles == 0 { "·" } else { &number });
    });
}

fn moved_table(page: &mut Markup, rows: &[(&ResultText<'_>, (String, String))]) {
    let head = [
        ("", say!("Profile")),
        ("", say!("Before")),
        ("", say!("After")),
    ];
    table(page, &head, |page| {
        for (result, (before, after)) in rows {
            page.within("tr", &[], |page| {
                page.within("th", &[("scope", "row")], |page| {
                    page.element("bdi", &[], &name_of(&result.profile));
                    if result.profile.name.is_some() {
                        let path = path_of(&result.profile);
                        page.element("div", &[("class", "soft small")], &path);
                    }
                });
                page.element("td", &[], before);
                page.element("td", &[], after);
            });
        }
    });
}

/// What flips which profiles.
fn causes(body: &mut Body, portfolio: &PortfolioText<'_>) {
    let flipped: Vec<&ResultText<'_>> = portfolio.results_of(FateKind::Flipped).collect();
    let open = portfolio
        .results_of(FateKind::Moved)
        .filter(|one| one.otherwise_open);
    let open: Vec<&ResultText<'_>> = open.collect();
    if flipped.is_empty() && open.is_empty() {
        return;
    }
    body.section(
        "moves",
        (
            &say!("What moves"),
            &say!("The smallest changes that do it alone"),
        ),
        |page| {
            for cause in &portfolio.causes {
                let results = cause
                    .profiles
                    .iter()
                    .map(|place| &portfolio.results[*place]);
                let rows = results.map(|one| (one, one.leading_words()));
                page.element("h3", &[], &cause.summary(&cause.words()));
                moved_table(page, &rows.collect::<Vec<_>>());
            }
            let rest = flipped.iter().filter(|one| one.cause.is_none());
            let rest: Vec<_> = rest.map(|one| (*one, one.leading_words())).collect();
            if !rest.is_empty() {
                page.element("h3", &[], &say!("By no change that can be named"));
                moved_table(page, &rest);
            }
            if !open.is_empty() {
                page.within("details", &[], |page| {
                    let profiles = count(open.len(), "profile keeps", "profiles keep");
                    let words = say!(
                        "{profiles} what leads; what else is possible is not the same",
                        profiles
                    );
                    page.element("summary", &[], &words);
                    let rows: Vec<_> = open
                        .iter()
                        .map(|one| (*one, one.possible_words()))
                        .collect();
                    moved_table(page, &rows);
                });
            }
        },
    );
}

/// How the scores moved.
fn scores(body: &mut Body, portfolio: &PortfolioText<'_>) {
    let moving: Vec<(usize, &ScoreMovesText<'_>)> = portfolio
        .scores
        .iter()
        .enumerate()
        .filter(|(_, one)| one.moved > 0)
        .collect();
    if moving.is_empty() {
        return;
    }
    body.section(
        "scores",
        (
            &say!("Scores that move"),
            &say!("In points, over all profiles"),
        ),
        |page| {
            scrolling(page, &say!("Scores that move"), |page| {
                let head = [
                    ("", say!("Score")),
                    ("n", say!("Moved")),
                    ("n", say!("Least")),
                    ("n", say!("10 %")),
                    ("n", say!("Median")),
                    ("n", say!("90 %")),
                    ("n", say!("Greatest")),
                ];
                table(page, &head, |page| {
                    for (place, one) in &moving {
                        page.within("tr", &[], |page| score_row(page, *place, one));
                    }
                });
            });
        },
    );
}

fn score_row(page: &mut Markup, place: usize, one: &ScoreMovesText<'_>) {
    page.element("th", &[("scope", "row")], one.title);
    let json = format!("/portfolio/scores/{place}");
    page.within("td", &[("class", "n")], |page| {
        number(page, &format!("{json}/moved"), one.moved as u64);
    });
    let Some(own) = one.quantiles else {
        return;
    };
    let names = ["least", "p10", "median", "p90", "greatest"];
    for (name, by) in names.into_iter().zip(own.all()) {
        page.within("td", &[("class", "n")], |page| {
            page.figure(&format!("{json}/quantiles/{name}"), by, &signed(by, 1));
        });
    }
}

/// What one of the sets, or both, cannot read.
fn unread(body: &mut Body, portfolio: &PortfolioText<'_>) {
    let kinds = [
        FateKind::NoLongerResolves,
        FateKind::NewlyResolves,
        FateKind::ResolvesUnderNeither,
    ];
    if kinds.into_iter().all(|kind| portfolio.of(kind) == 0) {
        return;
    }
    body.section("unread", (&say!("What cannot be read"), ""), |page| {
        for kind in kinds.into_iter().filter(|kind| portfolio.of(*kind) > 0) {
            page.element("h3", &[], &fate(kind.name()));
            for result in portfolio.results_of(kind) {
                page.element("h4", &[], &path_of(&result.profile));
                let all = match kind {
                    FateKind::NewlyResolves => &result.findings_before,
                    _ => &result.findings_after,
                };
                findings(page, all);
            }
        }
    });
}

/// What changed in the set: logic first, words folded.
fn changes(body: &mut Body, report: &Report<'_>) {
    let (words, logic): (Vec<&ChangeText<'_>>, Vec<&ChangeText<'_>>) = report
        .changes
        .iter()
        .partition(|change| change.weighs == "text");
    if report.changes.is_empty() {
        return;
    }
    body.section("changes", (&say!("What changed in the set"), ""), |page| {
        if !logic.is_empty() {
            change_table(page, &logic);
        }
        if !words.is_empty() {
            page.within("details", &[], |page| {
                let changes = count(words.len(), "change of words", "changes of words");
                page.element("summary", &[], &changes);
                change_table(page, &words);
            });
        }
    });
}

fn change_table(page: &mut Markup, all: &[&ChangeText<'_>]) {
    let head = [
        ("", say!("What")),
        ("", say!("Part")),
        ("", say!("Before")),
        ("", say!("After")),
    ];
    table(page, &head, |page| {
        for change in all {
            for place in 0..change.parts.len().max(1) {
                page.within("tr", &[], |page| change_row(page, change, place));
            }
        }
    });
}

fn change_row(page: &mut Markup, change: &ChangeText<'_>, place: usize) {
    page.within("th", &[("scope", "row")], |page| {
        if place == 0 {
            page.say(&names::kind(change.kind));
            page.say(" ");
            page.element("code", &[], change.id);
            match (change.change, change.renamed_from) {
                ("renamed", Some(before)) => {
                    page.say(" ");
                    page.say(&say!("before: {before}", before));
                }
                ("changed", _) => {}
                (what, _) => {
                    page.say(" ");
                    page.say(&names::change(what));
                }
            }
        }
    });
    match change.parts.get(place) {
        Some(part) => {
            let (before, after) = part.words();
            page.element("td", &[], &names::part(&part.part));
            page.element("td", &[], &before);
            page.element("td", &[], &after);
        }
        None => (0..3).for_each(|_| page.element("td", &[], "")),
    }
}
