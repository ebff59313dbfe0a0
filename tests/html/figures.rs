//! Every figure on a page says where it stands in the JSON, and is what stands there.

use super::places::{check, figures, missing, read};
use super::{PAGES, PORTFOLIO, PROFILES, json, printed, score};
use roxmltree::Node;

#[test]
fn a_page_shows_the_figures_of_the_json() {
    for (profile, page) in PROFILES.into_iter().zip(PAGES.iter()) {
        let report = json(&score(profile, &["json"]));
        let seen = check(page, &report, None);
        let missing = missing(&report, &seen);
        assert!(missing.is_empty(), "{profile:?} does not show {missing:?}");
    }
}

/// Profiles that are scored in no time.
const DRAWN: [&[&str]; 3] = [PROFILES[0], PROFILES[2], PROFILES[6]];

#[test]
fn pictures_show_the_figures_of_the_json() {
    let mut drawn = 0;
    for profile in DRAWN {
        let report = json(&score(profile, &["json"]));
        for chart in ["scores", "radar", "pits", "waterfall", "map"] {
            let picture = printed(&score(profile, &["svg", "--chart", chart]));
            // The tiny set has fewer rubrics than some charts need.
            if picture.is_empty() {
                assert!(profile.contains(&"--rubrics"), "{profile:?} {chart}");
                continue;
            }
            drawn += 1;
            let seen = check(&picture, &report, None);
            assert!(!seen.is_empty(), "{profile:?} {chart}");
            let document = read(&picture);
            let svg = document.root_element();
            assert_eq!(
                svg.tag_name().namespace(),
                Some("http://www.w3.org/2000/svg")
            );
            let names: Vec<&str> = svg.children().map(|node| node.tag_name().name()).collect();
            assert!(
                names.contains(&"title") && names.contains(&"desc"),
                "{names:?}"
            );
        }
    }
    assert!(drawn > 10, "only {drawn} pictures");
}

/// A coordinate of a shape.
fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).expect(name).parse().expect("a number")
}

#[test]
fn shapes_stand_where_their_figures_are() {
    for profile in DRAWN {
        let picture = printed(&score(profile, &["svg", "--chart", "scores"]));
        let document = read(&picture);
        let track = document
            .descendants()
            .find(|node| node.attribute("class") == Some("track"));
        let track = track.expect("a track");
        let (zero, length) = (number(track, "x"), number(track, "width"));
        let at = |points: f64| zero + length * points / 100.0;
        let mut checked = 0;
        for node in document.descendants() {
            let figures = figures(node);
            match (node.attribute("class"), figures.as_slice()) {
                (Some("band"), [(_, low), (_, high)]) => {
                    let (x, width) = (number(node, "x"), number(node, "width"));
                    assert!(
                        (x - at(*low)).abs() < 0.011 && (x + width - at(*high)).abs() < 0.021,
                        "{node:?}"
                    );
                    checked += 1;
                }
                (Some("mark"), [(_, estimate)]) => {
                    assert!(
                        (number(node, "cx") - at(*estimate)).abs() < 0.011,
                        "{node:?}"
                    );
                    checked += 1;
                }
                _ => {}
            }
        }
        assert!(checked >= 4, "{profile:?}: {checked}");
    }
}

#[test]
fn a_portfolio_shows_the_figures_of_the_json() {
    let profiles = PORTFOLIO;
    for more in [
        &[][..],
        &["--sort", "readiness:desc", "--top", "5"],
        &["--plan-to", "go-big"],
    ] {
        let arguments = [&profiles[..], more].concat();
        let page = printed(&score(&arguments, &["html"]));
        let all = json(&score(&arguments, &["json"]));
        let summary = json(&score(&profiles, &["json", "--summary"]));
        let seen = check(&page, &all, Some(&summary));
        assert!(seen.len() > 50, "{}", seen.len());
        let sections = read(&page);
        let sections = sections
            .descendants()
            .filter(|node| node.attribute("data-of") == Some("profile"));
        assert_eq!(sections.count(), all.as_array().map_or(0, Vec::len));
        let map = printed(&score(&arguments, &["svg", "--chart", "map"]));
        assert!(!check(&map, &all, None).is_empty());
    }
}

#[test]
fn a_comparison_shows_the_figures_of_the_json() {
    let profiles = [
        "examples/fmcg-first-sponsor.yaml",
        "examples/fmcg-parachuted-executive.yaml",
        "examples/fmcg-conditional-favours.yaml",
    ];
    let with = |format| [&["compare", "--quiet", "--format", format], &profiles[..]].concat();
    let seen = check(&printed(&with("html")), &json(&with("json")), None);
    assert!(seen.iter().any(|place| place.ends_with("/by")), "{seen:?}");
    assert!(
        seen.iter().any(|place| place.ends_with("/points")),
        "{seen:?}"
    );
}

#[test]
fn a_difference_shows_the_figures_of_the_json() {
    let with = |format| {
        let fixed = ["diff", "--quiet", "--format", format];
        let sets = [
            "tests/cmd/fixtures/shop-1.toml",
            "tests/cmd/fixtures/shop-2.toml",
        ];
        let profiles = ["--profiles", "tests/cmd/fixtures/shops"];
        [&fixed[..], &sets, &profiles].concat()
    };
    let (page, report) = (printed(&with("html")), json(&with("json")));
    assert!(!check(&page, &report, None).is_empty());
    // The cells of the heat map hold every profile once.
    let document = read(&page);
    let cells = document
        .descendants()
        .filter_map(|node| node.attribute("data-matrix"));
    let sum: u64 = cells
        .map(|cell| cell.parse::<u64>().expect("a count"))
        .sum();
    assert_eq!(Some(sum), report["portfolio"]["profiles"].as_u64());
}
