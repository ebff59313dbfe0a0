//! What holds for every page: well-formed, nothing loaded, ids once, headings in order, tables with headers.

use super::{PROFILES, printed, read, score};
use std::collections::BTreeSet;

/// Pages of every kind.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> = PROFILES
        .iter()
        .map(|profile| printed(&score(profile, &["html"])))
        .collect();
    pages.push(printed(&score(
        &["examples/complete.yaml", "--trace"],
        &["html"],
    )));
    pages.push(printed(&score(
        &["examples/*.yaml", "tests/cmd/fixtures/half.yaml"],
        &["html"],
    )));
    pages.push(printed(&score(
        &["tests/cmd/fixtures/half.yaml"],
        &["html"],
    )));
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
    let arguments = score(&["examples/*.yaml"], &["html"]);
    let one = printed(&[&arguments[..], &["--jobs", "1"]].concat());
    let many = printed(&[&arguments[..], &["--jobs", "4"]].concat());
    assert!(one == many && one.len() > 10_000);
}

#[test]
fn pages_are_small() {
    for profile in PROFILES {
        let page = printed(&score(profile, &["html"]));
        assert!(page.len() < 300_000, "{profile:?}: {} bytes", page.len());
    }
    let page = printed(&score(&["examples/*.yaml"], &["html"]));
    let sections = page.matches("<article").count();
    // A thousand profiles fit into ten megabytes.
    let each = (page.len() - 60_000) / sections;
    assert!(each < 9_900, "{each} bytes a profile");
}
