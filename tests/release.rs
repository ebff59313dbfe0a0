//! What goes out with a release: which crates are linked, under which licenses, what the package holds, and what
//! the program says of itself.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::source::shipped;
use std::process::Command;

/// Licenses that ask for nothing but their own text.
const FREE: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSL-1.0",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}

/// Whether a license expression (SPDX, with the older `/` for OR) can be met with [`FREE`] ones.
fn is_free(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    // Of brackets only a choice within an AND is understood.
    let nested = expression.contains(" AND ") && expression.contains(" OR ");
    let parts: Vec<&str> = expression.split(" AND ").collect();
    if nested
        && parts
            .iter()
            .any(|part| part.contains(" OR ") && !(part.starts_with('(') && part.ends_with(')')))
    {
        return false;
    }
    parts
        .into_iter()
        .map(|part| part.trim_matches(['(', ')']))
        .all(|part| {
            let mut choices = part.split(" OR ").map(str::trim);
            choices.any(|license| FREE.contains(&license))
        })
}

#[test]
fn licenses_are_understood() {
    assert!(is_free("MIT OR Apache-2.0") && is_free("Unlicense/MIT"));
    assert!(is_free("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_free("GPL-3.0 OR MIT") && !is_free("MIT AND GPL-3.0"));
    assert!(!is_free("GPL-3.0") && !is_free("") && !is_free("MIT OR (GPL-3.0 AND Zlib)"));
}

#[test]
fn every_crate_that_is_linked_or_builds_it_has_a_license_that_fits() {
    let tree = "tree -e normal,build --target all --prefix none --locked --format {p};{l}";
    let listed = cargo(&tree.split(' ').collect::<Vec<_>>());
    let crates: Vec<(&str, &str)> = listed
        .lines()
        .filter_map(|line| line.split_once(';'))
        .collect();
    assert!(crates.len() > 50, "{listed}");
    for (name, license) in crates {
        let license = license.trim_end_matches(" (*)");
        assert!(is_free(license), "{name}: {license:?}");
    }
}

#[test]
fn no_crate_is_linked_in_two_versions() {
    let tree = "tree -d -e normal,no-proc-macro --depth 0 --prefix none --locked";
    let twice = cargo(&tree.split(' ').collect::<Vec<_>>());
    assert_eq!(twice.trim(), "");
}

#[test]
fn every_direct_dependency_is_justified() {
    let manifest = include_str!("../Cargo.toml");
    let mut lines = manifest.lines();
    let mut before = "";
    let mut section = "";
    let mut justified = 0;
    for line in &mut lines {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains('=') {
            let build = section == "[build-dependencies]";
            // The build script's are those of the program, which says why.
            let listed_before = build && manifest.contains(&format!("\n{line}\n"));
            assert!(before.starts_with("# ") || listed_before, "{line}");
            justified += 1;
        }
        before = line;
    }
    assert!(justified > 30, "{justified}");
}

#[test]
fn the_package_holds_the_program_and_not_its_workshop() {
    let listed = cargo(&["package", "--list", "--allow-dirty", "--locked"]);
    let holds = |path: &str| listed.lines().any(|line| line == path);
    for path in [
        "Cargo.lock",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "src/main.rs",
        "src/language/zh-Hans.toml",
        "rubrics/set.toml",
        "rubrics/locales/zh-Hant.toml",
        "examples/complete.yaml",
        ".github/report.png",
    ] {
        assert!(holds(path), "{path} is missing");
    }
    let workshop = |line: &&str| {
        [".ci/", "fuzz/", "tests/"]
            .iter()
            .any(|part| line.starts_with(part))
    };
    assert_eq!(listed.lines().find(workshop), None);
}

#[test]
fn the_version_names_the_shipped_set_and_its_digest() {
    let run = |argument: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
            .arg(argument)
            .output()
            .expect("it runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let (set, version) = (shipped::rubric_set(), env!("CARGO_PKG_VERSION"));
    assert_eq!(run("-V"), format!("maturity {version}\n"));
    let named = format!("{} {}", set.id, set.version);
    assert_eq!(
        run("--version"),
        format!(
            "maturity {version}\nrubric set {named}, digest {}\n",
            set.digest
        )
    );
}

#[test]
fn the_readme_names_the_oldest_rust_that_builds_it() {
    let (manifest, readme) = (include_str!("../Cargo.toml"), include_str!("../README.md"));
    let oldest = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let oldest = oldest.expect("a version").trim_matches('"');
    assert!(readme.contains(&format!("Rust {oldest} or later")));
    assert!(readme.contains(&format!("image: rust:{oldest}\n")));
}
