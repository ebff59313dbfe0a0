//! What holds for every page: well-formed, nothing loaded, ids once, headings in order, tables with headers.

use super::{PAGES, PORTFOLIO, PORTFOLIO_PAGE, PROFILES, printed, read, score};
use std::collections::BTreeSet;

/// Pages of every kind.
fn pages() -> Vec<String> {
    let mut pages = PAGES.clone();
    pages.push(PORTFOLIO_PAGE.clone());
    let traced = ["examples/complete.yaml", "--trace"];
    pages.push(printed(&score(&traced, &["html"])));
    // It is of another set.
    let bad = ["tests/cmd/fixtures/half.yaml"];
    pages.push(printed(&score(&bad, &["html"])));
    pages.push(printed(&[
        "compare",
        "--format",
        "html",
        "examples/fmcg-first-sponsor.yaml",
        "examples/fmcg-parachuted-executive.yaml",
    ]));
    pages.push(printed(&[
        "diff",
        "--format",
        "html",
        "tests/cmd/fixtures/shop-1.toml",
        "tests/cmd/fixtures/shop-2.toml",
        "--profiles",
        "tests/cmd/fixtures/shops",
    ]));
    pages
}

#[test]
fn pages_are_whole_and_load_nothing() {
    for page in pages() {
        assert!(
            page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"),
            "{page:.200}"
        );
        let document = read(&page);
        let mut ids = BTreeSet::new();
        let mut targets = Vec::new();
        let mut level = 0;
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            for gone in [
                "link",
                "img",
                "iframe",
                "object",
                "embed",
                "base",
                "form",
                "audio",
                "video",
                "image",
                "use",
                "foreignObject",
            ] {
                assert_ne!(name, gone);
            }
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(
                    !name.starts_with("on") && name != "src" && name != "srcset",
                    "{node:?}"
                );
                assert!(!value.contains("url("), "{node:?}");
                if name == "href" {
                    targets.push(
                        value
                            .strip_prefix('#')
                            .expect("links stay on the page")
                            .to_owned(),
                    );
                }
                if name == "id" {
                    assert!(ids.insert(value.to_owned()), "{value} is there twice");
                }
            }
            if let Some(own) = name
                .strip_prefix('h')
                .and_then(|level| level.parse::<usize>().ok())
            {
                assert!(
                    own <= level + 1,
                    "h{own} behind h{level} in {}",
                    node.text().unwrap_or("")
                );
                level = own;
            }
            if name == "th" {
                assert!(node.has_attribute("scope"), "{node:?}");
            }
            if node.attribute("role") == Some("img") {
                assert!(
                    node.children().any(|one| one.has_tag_name("title")),
                    "{node:?}"
                );
            }
            if name == "style" || name == "script" {
                let text = node.text().unwrap_or("");
                assert!(
                    !text.contains("http") && !text.contains("@import") && !text.contains("url(")
                );
            }
        }
        for target in targets {
            assert!(ids.contains(&target), "#{target} leads nowhere");
        }
        let count = |tag: &str| {
            document
                .descendants()
                .filter(|node| node.has_tag_name(tag))
                .count()
        };
        assert_eq!(
            (count("h1"), count("main"), count("header"), count("footer")),
            (1, 1, 1, 1)
        );
        assert!(page.contains("default-src &apos;none&apos;"));
    }
}

#[test]
fn a_page_is_the_same_every_time() {
    let one = printed(&[&score(&PORTFOLIO, &["html"])[..], &["--jobs", "1"]].concat());
    assert!(one == *PORTFOLIO_PAGE && one.len() > 10_000);
}

#[test]
fn pages_are_small() {
    for (profile, page) in PROFILES.into_iter().zip(PAGES.iter()) {
        assert!(page.len() < 300_000, "{profile:?}: {} bytes", page.len());
    }
    // A thousand profiles fit into ten megabytes: rows, points and sections.
    let page = &*PORTFOLIO_PAGE;
    let overhead = page.find("<main").unwrap_or(0);
    let each = (page.len() - overhead) / page.matches("<article").count();
    assert!(each < 9_900, "{each} bytes a profile");
}
