//! The page of many profiles: what they come to, the map, a table, and a short section for each.

use super::card::Card;
use super::frame::{document, provenance};
use super::parts::{Body, number, points, rows, scrolling};
use crate::language::list::{count, list};
use crate::present::markup::Markup;
use crate::present::names;
use crate::present::number::{percent, share};
use crate::present::report::judgment;
use crate::present::summary::Summary;
use crate::present::svg::map::{Axes, Point, map};
use crate::present::svg::{Drawing, score};
use crate::say;

/// How many pits and questions are shown; the JSON of a summary has all.
const COMMONEST: usize = 10;

/// The page: what all profiles come to, and the cards of those that are shown, in their order.
#[must_use]
pub fn portfolio(summary: &Summary<'_>, what_if: &[String], cards: &[Card]) -> String {
    let mut body = Body::default();
    overview(&mut body, summary, cards);
    map_section(&mut body, summary, cards);
    profiles(&mut body, summary, cards);
    commonest(&mut body, summary);
    if !cards.is_empty() {
        body.section("profiles", (&say!("Profile by profile"), ""), |page| {
            for (place, card) in cards.iter().enumerate() {
                section(page, place, card);
            }
        });
    }
    let profiles = many(summary.profiles, "profile", "profiles");
    document(
        &say!("Portfolio: {profiles}", profiles),
        |page| {
            page.element(
                "p",
                &[("class", "eyebrow")],
                &say!("Digital maturity report"),
            );
            page.element("h1", &[], &say!("Portfolio"));
            page.within("p", &[("class", "about")], |page| {
                page.element("span", &[("data-of", "summary")], &counted(summary));
                if (cards.len() as u64) < summary.profiles {
                    page.say(" · ");
                    page.say(&say!("{n} of them are shown", n = cards.len()));
                }
                if !what_if.is_empty() {
                    page.say(" · ");
                    let facts = list(what_if);
                    page.say(&say!("What if, whatever the profiles say: {facts}", facts));
                }
            });
        },
        body,
        |page| provenance(page, &summary.rubric_set, &judgment(0.0)),
    )
}

/// The map of many profiles; none where the set has no two scores in which higher is better.
#[must_use]
pub fn portfolio_map(summary: &Summary<'_>, cards: &[Card]) -> Option<Drawing> {
    drawn(summary, cards, |_| None)
}

/// The map, each point with the link that it gets by its place.
fn drawn(
    summary: &Summary<'_>,
    cards: &[Card],
    link: impl Fn(usize) -> Option<String>,
) -> Option<Drawing> {
    let axes = axes(summary)?;
    let scored = cards.iter().enumerate();
    let points: Vec<Point> = scored
        .filter_map(|(place, card)| {
            let mut point = card.scored.as_ref()?.point.clone()?;
            point.json = format!("/{place}");
            point.link = link(place);
            Some(point)
        })
        .collect();
    (!points.is_empty()).then(|| map(axes, &points))
}

fn axes<'s>(summary: &'s Summary<'_>) -> Option<Axes<'s>> {
    let mut better = summary
        .rubrics
        .iter()
        .filter(|own| own.higher_is == "better");
    let (x, y) = (better.next()?.title, better.next()?.title);
    Some(Axes { x, y })
}

fn many(n: u64, one: &str, many: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), one, many)
}

fn counted(summary: &Summary<'_>) -> String {
    let all = many(summary.profiles, "profile", "profiles");
    let settled = summary.settled;
    if summary.failed > 0 {
        let (scored, failed) = (summary.scored, summary.failed);
        say!(
            "{all}: {scored} scored, {failed} not, {settled} settled",
            all,
            scored,
            failed,
            settled
        )
    } else {
        say!("{all}: {settled} settled", all, settled)
    }
}

fn overview(body: &mut Body, summary: &Summary<'_>, cards: &[Card]) {
    let failed = cards.iter().any(|card| card.scored.is_none());
    body.section(
        "overview",
        (
            &say!("What to propose"),
            &say!("How often each recommendation leads"),
        ),
        |page| {
            page.within("div", &[("data-of", "summary")], |page| {
                leading(page, summary);
                spreads(page, summary);
            });
            if failed {
                page.within("div", &[("class", "note")], |page| {
                    page.element("h3", &[], &say!("Not scored"));
                    page.within("ul", &[], |page| {
                        for (place, card) in cards
                            .iter()
                            .enumerate()
                            .filter(|(_, card)| card.scored.is_none())
                        {
                            page.within("li", &[], |page| {
                                page.element("a", &[("href", &anchor(place))], &card.name);
                                page.say(": ");
                                page.say(&count(card.problems, "problem", "problems"));
                            });
                        }
                    });
                });
            }
        },
    );
}

fn leading(page: &mut Markup, summary: &Summary<'_>) {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 profiles")]
    let part = |n: u64| 100.0 * n as f64 / summary.scored.max(1) as f64;
    page.within("table", &[("class", "shares")], |page| {
        let head = [
            ("", say!("Recommendation")),
            ("n", say!("Profiles")),
            ("n", say!("Settled")),
            ("barcell", String::new()),
        ];
        rows(page, &head, |page| {
            for (place, one) in summary.recommendations.iter().enumerate() {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "row")], one.title);
                    let json = format!("/recommendations/{place}");
                    page.within("td", &[("class", "n")], |page| {
                        number(page, &format!("{json}/profiles"), one.profiles);
                    });
                    page.within("td", &[("class", "n")], |page| {
                        number(page, &format!("{json}/settled"), one.settled);
                    });
                    page.within(
                        "td",
                        &[("class", "barcell"), ("aria-hidden", "true")],
                        |page| {
                            page.within("span", &[("class", "bar")], |page| {
                                let width = format!("width:{:.2}%", part(one.profiles));
                                page.element("span", &[("style", &width)], "");
                            });
                        },
                    );
                });
            }
        });
    });
}

/// How the scores spread.
fn spreads(page: &mut Markup, summary: &Summary<'_>) {
    if summary.scores.is_empty() {
        return;
    }
    scrolling(page, &say!("How the scores spread"), |page| {
        page.within("table", &[], |page| {
            page.element("caption", &[], &say!("How the scores spread"));
            let head = [
                ("", say!("Score")),
                ("n", say!("Least")),
                ("n", say!("A quarter below")),
                ("n", say!("Median")),
                ("n", say!("A quarter above")),
                ("n", say!("Greatest")),
            ];
            rows(page, &head, |page| {
                for (place, one) in summary.scores.iter().enumerate() {
                    page.within("tr", &[], |page| {
                        page.element("th", &[("scope", "row")], one.title);
                        let cells = [
                            ("least", one.least),
                            ("lower_quartile", one.lower_quartile),
                            ("median", one.median),
                            ("upper_quartile", one.upper_quartile),
                            ("greatest", one.greatest),
                        ];
                        for (name, value) in cells {
                            page.within("td", &[("class", "n")], |page| {
                                points(page, &format!("/scores/{place}/{name}"), Some(value));
                            });
                        }
                    });
                }
            });
        });
    });
}

fn map_section(body: &mut Body, summary: &Summary<'_>, cards: &[Card]) {
    let Some(drawing) = drawn(summary, cards, |place| Some(format!("p{place}"))) else {
        return;
    };
    let note = say!("Each symbol is a profile; the further up and to the right, the better.");
    body.section("map", (&say!("Map"), &note), |page| {
        page.within(
            "figure",
            &[("style", "max-width:760px"), ("data-of", "profiles")],
            |page| {
                drawing.inline_wide(page);
                page.element("figcaption", &[], &drawing.title);
            },
        );
    });
}

fn anchor(place: usize) -> String {
    format!("#p{place}")
}

fn profiles(body: &mut Body, summary: &Summary<'_>, cards: &[Card]) {
    let note = say!("Where scripts run, a click on a heading sorts by it.");
    body.section("table", (&say!("All profiles"), &note), |page| {
        scrolling(page, &say!("Table of all profiles"), |page| {
            page.within(
                "table",
                &[("class", "wide"), ("data-sortable", "")],
                |page| {
                    page.within("thead", &[], |page| {
                        page.within("tr", &[], |page| heads(page, summary, cards));
                    });
                    page.within("tbody", &[], |page| {
                        for (place, card) in cards.iter().enumerate() {
                            page.within("tr", &[], |page| row(page, summary, cards, (place, card)));
                        }
                    });
                },
            );
        });
    });
}

fn has_since(cards: &[Card]) -> bool {
    cards.iter().any(|card| card.since.is_some())
}

fn heads(page: &mut Markup, summary: &Summary<'_>, cards: &[Card]) {
    let text = |page: &mut Markup, title: &str| page.element("th", &[("scope", "col")], title);
    let number = |page: &mut Markup, title: &str| {
        let attributes = [("scope", "col"), ("class", "n"), ("data-kind", "number")];
        page.element("th", &attributes, title);
    };
    text(page, &say!("Profile"));
    text(page, &say!("Recommendation"));
    number(page, &say!("Share"));
    for own in &summary.rubrics {
        number(page, own.title);
    }
    text(page, &say!("Deepest pit"));
    number(page, &say!("Known"));
    if has_since(cards) {
        text(page, &say!("Since"));
    }
}

fn row(page: &mut Markup, summary: &Summary<'_>, cards: &[Card], (place, card): (usize, &Card)) {
    page.within("th", &[("scope", "row")], |page| {
        page.within("a", &[("href", &anchor(place))], |page| {
            page.element("bdi", &[], &card.name);
        });
    });
    let Some(own) = &card.scored else {
        page.element("td", &[("class", "down")], &say!("not scored"));
        for _ in 0..summary.rubrics.len() + 3 + usize::from(has_since(cards)) {
            page.element("td", &[("data-sort", "")], "–");
        }
        return;
    };
    let cell = |page: &mut Markup, value: Option<f64>, (json, shown): (String, String)| {
        let key = value.map_or_else(String::new, |value| value.to_string());
        page.within(
            "td",
            &[("class", "n"), ("data-sort", &key)],
            |page| match value {
                Some(value) => page.figure(&json, value, &shown),
                None => page.say("–"),
            },
        );
    };
    page.element("td", &[], &own.title);
    let shown = if own.settled {
        say!("settled")
    } else {
        share(own.share)
    };
    cell(
        page,
        Some(own.share),
        (format!("/{place}/recommendation/possible/0/share"), shown),
    );
    for (rubric, estimate) in own.estimates.iter().enumerate() {
        cell(
            page,
            *estimate,
            (
                format!("/{place}/scores/{rubric}/estimate"),
                score(*estimate),
            ),
        );
    }
    let pit = own.point.as_ref().and_then(|point| point.pit.as_ref());
    page.within("td", &[], |page| {
        if let Some(pit) = pit {
            page.say(&pit.title);
            page.say(" ");
            let (rubric, dimension) = pit.place;
            let json = format!("/{place}/scores/{rubric}/dimensions/{dimension}/estimate");
            page.figure(&json, pit.points, &score(Some(pit.points)));
        }
    });
    cell(
        page,
        Some(own.coverage),
        (format!("/{place}/coverage"), percent(own.coverage)),
    );
    if has_since(cards) {
        page.element(
            "td",
            &[],
            &card.since.map_or_else(String::new, names::since),
        );
    }
}

fn commonest(body: &mut Body, summary: &Summary<'_>) {
    if summary.deepest_pits.is_empty() && summary.next_questions.is_empty() {
        return;
    }
    body.section(
        "commonest",
        (&say!("What they have in common"), ""),
        |page| {
            page.within("div", &[("class", "two"), ("data-of", "summary")], |page| {
                let pits = summary
                    .deepest_pits
                    .iter()
                    .map(|one| (one.title, one.profiles));
                let titles = (say!("Commonest deepest pit"), say!("Pit"));
                ranking(page, titles, "/deepest_pits", &pits.collect::<Vec<_>>());
                let asks = summary
                    .next_questions
                    .iter()
                    .map(|one| (one.ask, one.profiles));
                let titles = (say!("Commonest most telling question"), say!("Question"));
                ranking(page, titles, "/next_questions", &asks.collect::<Vec<_>>());
            });
        },
    );
}

fn ranking(page: &mut Markup, (caption, head): (String, String), json: &str, all: &[(&str, u64)]) {
    if all.is_empty() {
        return;
    }
    page.within("table", &[], |page| {
        page.element("caption", &[], &caption);
        rows(page, &[("", head), ("n", say!("Profiles"))], |page| {
            for (place, (title, profiles)) in all.iter().take(COMMONEST).enumerate() {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "row")], title);
                    page.within("td", &[("class", "n")], |page| {
                        number(page, &format!("{json}/{place}/profiles"), *profiles);
                    });
                });
            }
        });
    });
}

fn section(page: &mut Markup, place: usize, card: &Card) {
    let (id, number) = (format!("p{place}"), place.to_string());
    let attributes = [
        ("class", "profile"),
        ("id", id.as_str()),
        ("data-of", "profile"),
        ("data-profile", &number),
    ];
    page.within("article", &attributes, |page| {
        page.within("h3", &[], |page| page.element("bdi", &[], &card.name));
        page.within("p", &[("class", "soft small")], |page| {
            page.say(&card.path);
            page.say(" · ");
            page.element("a", &[("href", "#table")], &say!("back to the table"));
        });
        page.append(&card.section);
    });
}
