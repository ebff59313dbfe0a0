//! Pages in a browser: `.ci/full` runs it.

use super::{printed, score};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

#[test]
#[ignore = "starts a browser many times: .ci/full runs it"]
fn pages_open_in_a_browser() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).expect("a folder");
    let hostile = folder.join("hostile.json");
    let name = format!("</title><script>alert(1)</script>{}", "W".repeat(3000));
    let text = serde_json::json!({ "company": { "name": name, "headcount": { "value": 3, "note": name } } });
    fs::write(&hostile, text.to_string()).expect("written");
    let hostile = hostile.to_str().expect("UTF-8");
    let diff = [
        "diff",
        "tests/cmd/fixtures/shop-1.toml",
        "tests/cmd/fixtures/shop-2.toml",
        "--profiles",
        "tests/cmd/fixtures/shops",
        "--format",
        "html",
    ];
    let compare = [
        "compare",
        "examples/fmcg-first-sponsor.yaml",
        "examples/fmcg-conditional-favours.yaml",
        "--format",
        "html",
    ];
    let open = [
        "examples/nutrition-brand.yaml",
        "--plan-to",
        "light-digitalization",
        "--trace",
    ];
    let pages = [
        (
            "settled.html",
            printed(&score(&["examples/complete.yaml"], &["html"])),
        ),
        ("open.html", printed(&score(&open, &["html"]))),
        ("hostile.html", printed(&score(&[hostile], &["html"]))),
        (
            "portfolio.html",
            printed(&score(
                &["examples/*.yaml", "tests/cmd/fixtures/half.yaml"],
                &["html"],
            )),
        ),
        ("compare.html", printed(&compare)),
        ("diff.html", printed(&diff)),
        (
            "map.svg",
            printed(&score(&["examples/*.yaml"], &["svg", "--chart", "map"])),
        ),
        (
            "waterfall.svg",
            printed(&score(
                &["examples/complete.yaml"],
                &["svg", "--chart", "waterfall"],
            )),
        ),
    ];
    let mut command = Command::new("node");
    command
        .arg("tests/html/browser.mjs")
        .arg(folder.join("screenshots"));
    for (name, page) in pages {
        let path = folder.join(name);
        fs::write(&path, page).expect("written");
        command.arg(path);
    }
    let Ok(status) = command.status() else {
        println!("SKIPPED: there is no Node");
        return;
    };
    assert!(status.success(), "see above");
}
