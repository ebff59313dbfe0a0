//! Every figure on a page says where it stands in the JSON, and is what stands there.

use super::places::{check, missing, read, stand};
use super::{PAGES, PORTFOLIO, PROFILES, json, printed, score};

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

#[test]
fn shapes_stand_where_their_figures_are() {
    for profile in DRAWN {
        let picture = printed(&score(profile, &["svg", "--chart", "scores"]));
        let standing = stand(&picture);
        assert!(standing >= 4, "{profile:?}: {standing}");
    }
    let standing: Vec<usize> = PAGES.iter().map(|page| stand(page)).collect();
    assert!(standing.iter().all(|shapes| *shapes > 10), "{standing:?}");
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
