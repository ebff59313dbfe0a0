//! README.md is true: its commands print what it shows, its snippets load, its paths exist, and its
//! tables list what the code has. The modules import one another only along the arrows it draws.

#![allow(
    clippy::expect_used,
    reason = "the helpers of a test fail as a test does"
)]

use maturity::finding::Code;
use maturity::limits::{ALL, Limits, bytes};
use maturity::rubric::condition::MAX_TESTS;
use maturity::rubric::fact::MAX_CELLS;
use maturity::rubric::load::MAX_PARTS;
use maturity::rubric::scale::MAX_COMBINATIONS;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn readme() -> String {
    read("README.md")
}

// ---- the parts of a Markdown file ----

/// A fenced block.
struct Block {
    /// What stands behind the opening fence.
    language: String,
    text: String,
    /// The line of the opening fence, from 1.
    line: usize,
    /// The file that `<!-- file: … -->` on the line above says the block is.
    file: Option<String>,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut above = "";
    for (number, line) in markdown.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                let file = above
                    .strip_prefix("<!-- file: ")
                    .and_then(|rest| rest.strip_suffix(" -->"));
                open = Some(Block {
                    language: language.to_owned(),
                    text: String::new(),
                    line: number + 1,
                    file: file.map(str::to_owned),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
        above = line;
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

/// The lines outside fenced blocks.
fn prose(markdown: &str) -> Vec<&str> {
    let mut inside = false;
    let outside = |line: &&str| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    };
    markdown.lines().filter(outside).collect()
}

/// What stands between backticks.
fn code_spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// The rows of the tables in a section, each split into cells; headers left out.
fn rows<'m>(markdown: &'m str, heading: &str) -> Vec<Vec<&'m str>> {
    let section = section(markdown, heading);
    let cells = |line: &'m str| -> Option<Vec<&'m str>> {
        let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(inner.split(" | ").collect())
    };
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in section {
        match cells(line) {
            Some(row) if row[0].starts_with("---") => {
                rows.pop();
            }
            Some(row) => rows.push(row),
            None => {}
        }
    }
    assert!(!rows.is_empty(), "no table below `{heading}`");
    rows
}

fn section<'m>(markdown: &'m str, heading: &str) -> Vec<&'m str> {
    let lines = prose(markdown);
    let title = format!("## {heading}");
    let rest = lines.into_iter().skip_while(|line| *line != title).skip(1);
    rest.take_while(|line| !line.starts_with("## ")).collect()
}

// ---- commands and snippets ----

/// Every command of a `console` block behind `$`, and every `cargo run` of a `sh` block, in a folder
/// with the repository's examples and rubrics and the files that the README shows.
#[cfg(unix)]
#[test]
fn commands_print_what_is_shown() {
    let home = tempfile::tempdir().expect("a folder");
    for folder in ["examples", "rubrics"] {
        copy(&root().join(folder), &home.path().join(folder));
    }
    let mut wrong = String::new();
    let mut commands = 0;
    for block in blocks(&readme()) {
        if let Some(file) = &block.file {
            fs::write(home.path().join(file), &block.text).expect("written");
        }
        for (command, expected) in shown_commands(&block) {
            commands += 1;
            let (printed, code) = run(home.path(), &command);
            let good = match expected {
                None => code == 0,
                Some((text, want)) => code == want && matches(&lines(&text), &lines(&printed)),
            };
            if !good {
                let line = block.line;
                wrong.push_str(&format!(
                    "README.md:{line}: $ {command}\n{printed}[exit code {code}]\n\n"
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these commands print or end otherwise:\n\n{wrong}"
    );
    assert!(commands >= 15, "only {commands} commands were found");
}

/// The commands of a block with the output and the exit code that it shows, if it shows them.
#[cfg(unix)]
fn shown_commands(block: &Block) -> Vec<(String, Option<(String, i32)>)> {
    let mut commands: Vec<(String, Option<(String, i32)>)> = Vec::new();
    if block.language == "sh" {
        let runs = block
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("cargo run --release -- "));
        commands.extend(runs.map(|arguments| (format!("maturity {arguments}"), None)));
    }
    if block.language != "console" {
        return commands;
    }
    let mut asks_for_code = false;
    for line in block.text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some("echo $?"), _) => asks_for_code = true,
            (Some(command), _) => commands.push((command.to_owned(), Some((String::new(), 0)))),
            (None, Some((_, Some((_, code))))) if asks_for_code => {
                *code = line.parse().expect("an exit code");
                asks_for_code = false;
            }
            (None, Some((_, Some((text, _))))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, _) => panic!("README.md:{}: output without a command", block.line),
        }
    }
    commands
}

#[cfg(unix)]
fn run(folder: &Path, command: &str) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_maturity"));
    let mut path = vec![program.parent().expect("a folder").to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{command}"))
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("MATURITY_RUBRICS")
        .output()
        .expect("sh runs");
    let code = output.status.code().expect("an exit code");
    (String::from_utf8_lossy(&output.stdout).into_owned(), code)
}

#[cfg(unix)]
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("created");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("copied");
        }
    }
}

/// Lines without the blank ones at the end.
fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().collect()
}

/// Whether output looks as shown, where a line `...` stands for any lines.
fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match (shown, printed) {
        ([], []) => true,
        (["...", rest @ ..], _) => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        ([line, rest @ ..], [other, others @ ..]) => line == other && matches(rest, others),
        _ => false,
    }
}

#[test]
fn dots_stand_for_any_lines() {
    for (shown, printed, want) in [
        ("a\n...\nc", "a\nb\nb\nc", true),
        ("a\n...\nc", "a\nc", true),
        ("a\n...", "a", true),
        ("a\n...\nc", "a\nb", false),
        ("a", "a\nb", false),
    ] {
        assert_eq!(
            matches(&lines(shown), &lines(printed)),
            want,
            "{shown:?} {printed:?}"
        );
    }
}

/// The README's JSON is a part of what an example gives, with all keys and no others.
#[test]
fn the_json_section_shows_a_report() {
    let readme = readme();
    let block = blocks(&readme)
        .into_iter()
        .find(|block| block.language == "json");
    let shown: Value =
        serde_json::from_str(&block.expect("a json block").text).expect("valid JSON");
    let id = shown["profile"]["id"].as_str().expect("an id");
    // A warning, so that the list of findings has an element.
    let profile = read(&format!("examples/{id}.yaml")).replace("standard 1.0.0", "standard 0.9.0");
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("profile.yaml");
    fs::write(&path, profile).expect("written");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(["score", "--format", "json"])
        .arg(&path)
        .env_remove("MATURITY_RUBRICS")
        .output()
        .expect("it runs");
    let real: Value = serde_json::from_slice(&output.stdout).expect("valid JSON");
    assert_eq!(keys(&shown), keys(&real));
    for (key, part) in shown.as_object().expect("an object") {
        let other = &real[key];
        assert!(
            is_part(part, other),
            "the report's `{key}` is not as shown:\n{other:#}"
        );
    }
}

/// Whether what is shown is a part of what is there; `…` stands for any text.
fn is_part(shown: &Value, real: &Value) -> bool {
    match (shown, real) {
        (Value::String(text), _) if text == "…" => true,
        (Value::Array(items), Value::Array(all)) => items
            .iter()
            .all(|item| all.iter().any(|real| is_part(item, real))),
        (Value::Object(entries), Value::Object(_)) => entries
            .iter()
            .all(|(key, item)| real.get(key).is_some_and(|real| is_part(item, real))),
        _ => shown == real,
    }
}

/// The paths of all keys: `.scores.dimensions.id`. Below `facts`, `sources` and `witness` keys are data.
fn keys(value: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, path, keys)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    let path = format!("{path}.{key}");
                    if !matches!(key.as_str(), "facts" | "sources" | "witness") {
                        walk(value, &path, keys);
                    }
                    keys.insert(path);
                }
            }
            _ => {}
        }
    }
    let mut all = BTreeSet::new();
    walk(value, "", &mut all);
    all
}

#[test]
fn every_flag_exists() {
    let mut help = String::new();
    for command in [
        // The program itself.
        "",
        "score",
        "ask",
        "plan",
        "robustness",
        "compare",
        "explain",
        "diff",
        "export",
        "init",
        "migrate",
        "check",
        "test",
        "schema",
        "completions",
        "man",
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(command.split_terminator(' ').chain(["--help"]))
            .output()
            .expect("it runs");
        help.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    let readme = readme();
    let spans = prose(&readme).into_iter().flat_map(code_spans);
    let flags = spans.filter(|span| span.starts_with("--") || span.starts_with("maturity "));
    let words: Vec<&str> = flags
        .flat_map(|span| span.split([' ', '=']))
        .filter(|word| word.starts_with("--"))
        .collect();
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        assert!(
            help.contains(&format!("{word} ")) || help.contains(&format!("{word}\n")),
            "no command has `{word}`"
        );
    }
}

// ---- tables, paths and links ----

#[test]
fn the_findings_table_lists_every_code() {
    let readme = readme();
    let listed: Vec<(String, String)> = rows(&readme, "Findings")
        .iter()
        .map(|row| (row[0].replace('`', ""), row[1].to_owned()))
        .collect();
    let codes: Vec<(String, String)> = Code::ALL
        .iter()
        .map(|code| (code.name().to_owned(), code.about().to_owned()))
        .collect();
    assert_eq!(listed, codes);
}

/// What the code holds limits to is what the table says, and in its order; fixed ones come last.
#[test]
fn the_limits_table_says_what_the_code_does() {
    let readme = readme();
    let table: Vec<[String; 3]> = rows(&readme, "Limits")
        .iter()
        .map(|row| [0, 2, 3].map(|cell| row[cell].replace('`', "")))
        .collect();
    let adjustable = ALL.iter().map(|limit| {
        let written = |value| limit.written(value);
        let bounds = format!("{} to {}", written(limit.least), written(limit.most));
        let default = written(limit.of(&Limits::DEFAULT));
        [limit.name.to_owned(), default, bounds]
    });
    let fixed = [
        ("cells", MAX_CELLS),
        ("combinations", MAX_COMBINATIONS),
        ("tests", MAX_TESTS),
        ("parts", MAX_PARTS),
    ];
    let fixed = fixed.map(|(name, value)| [name.to_owned(), value.to_string(), "fixed".to_owned()]);
    let mut fixed = fixed.to_vec();
    let toml = bytes(maturity::source::toml::LARGEST);
    fixed.insert(3, ["TOML".to_owned(), toml, "fixed".to_owned()]);
    let code: Vec<[String; 3]> = adjustable.chain(fixed).collect();
    assert_eq!(table, code);
    let help = maturity::cli::help_texts();
    let names: Vec<&str> = ALL.iter().map(|limit| limit.name).collect();
    let names = names.join(", ");
    assert!(
        help.iter()
            .any(|text| text.ends_with(&format!(": {names}"))),
        "the help of --limit names all"
    );
}

#[test]
fn the_dependencies_table_lists_every_dependency() {
    let readme = readme();
    let rows = rows(&readme, "Dependencies");
    let listed: BTreeSet<&str> = rows.iter().flat_map(|row| code_spans(row[0])).collect();
    let manifest: toml::Table = read("Cargo.toml").parse().expect("valid TOML");
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let systems = manifest.get("target").and_then(toml::Value::as_table);
    let systems = systems.into_iter().flat_map(toml::Table::values);
    let places = systems.filter_map(toml::Value::as_table).chain([&manifest]);
    let used: BTreeSet<&str> = places
        .flat_map(|place| {
            tables
                .iter()
                .filter_map(|table| place.get(*table)?.as_table())
        })
        .flat_map(|table| table.keys().map(String::as_str))
        .collect();
    assert_eq!(listed, used);
}

/// The paths of this repository among the code spans of a line.
fn paths(line: &str) -> Vec<&str> {
    let homes = [
        "src/",
        "tests/",
        "rubrics/",
        "examples/",
        "benches/",
        ".ci/",
    ];
    let files = ["README.md", "CHANGELOG.md", "LICENSE", "Cargo.toml"];
    code_spans(line)
        .into_iter()
        .flat_map(|span| span.split([' ', ':', '=']))
        .filter(|word| homes.iter().any(|home| word.starts_with(home)) || files.contains(word))
        .collect()
}

#[test]
fn every_path_exists() {
    let readme = readme();
    let paths: BTreeSet<&str> = prose(&readme).into_iter().flat_map(paths).collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        assert!(root().join(path).exists(), "README.md names `{path}`");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let readme = readme();
    let slug = |title: &str| -> String {
        let kept = title
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
            .collect::<String>();
        kept.replace(' ', "-")
    };
    let headings: BTreeSet<String> = prose(&readme)
        .iter()
        .filter(|line| line.starts_with('#'))
        .map(|line| slug(line.trim_start_matches('#').trim()))
        .collect();
    for line in prose(&readme) {
        for target in line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            match target.strip_prefix('#') {
                Some(anchor) => assert!(headings.contains(anchor), "no heading for `#{anchor}`"),
                None => assert!(
                    target.starts_with("https://") || root().join(target).exists(),
                    "{target}"
                ),
            }
        }
    }
}

/// Each row of the map names at least one path, and the names in brackets behind a path stand there.
#[test]
fn the_map_is_true() {
    let readme = readme();
    for row in rows(&readme, "To add X, touch Y") {
        let mut path = None;
        for span in code_spans(row[1]) {
            if !paths(&format!("`{span}`")).is_empty() {
                path = Some(span);
            } else if let Some(file) = path.filter(|path| path.starts_with("src/")) {
                let text = read(file);
                let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                assert!(words.any(|word| word == span), "no `{span}` in {file}");
            }
        }
        assert!(path.is_some(), "no path for {}", row[0]);
    }
}

#[test]
fn the_changelog_has_the_current_version() {
    let heading = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    let changelog = read("CHANGELOG.md");
    assert!(
        changelog.lines().any(|line| line.starts_with(&heading)),
        "no {heading}"
    );
    assert!(changelog.contains("\n## [Unreleased]\n"));
}

// ---- the house ----

/// Which module may import which. `cli` may import all.
const ARROWS: [(&str, &[&str]); 12] = [
    ("language", &[]),
    ("value", &[]),
    ("limits", &[]),
    ("signs", &[]),
    ("finding", &["value", "limits"]),
    ("rubric", &["value", "signs", "finding"]),
    ("profile", &["value", "limits", "finding", "rubric"]),
    ("source", &["value", "limits", "finding", "rubric"]),
    ("assess", &["rubric", "profile"]),
    (
        "compare",
        &["value", "finding", "rubric", "profile", "assess"],
    ),
    (
        "check",
        &["value", "finding", "rubric", "profile", "assess", "compare"],
    ),
    (
        "present",
        &[
            "value", "signs", "finding", "rubric", "profile", "assess", "compare", "check",
        ],
    ),
];

/// What only some files may name, and which: a file or a folder of `src`.
const RESERVED: [(&str, &[&str]); 14] = [
    ("clap::", &["cli/"]),
    ("anyhow::", &["cli/"]),
    ("inquire::", &["cli/ask/"]),
    ("crossterm::", &["cli/ask/"]),
    ("comfy_table::", &["present/"]),
    ("annotate_snippets::", &["present/"]),
    ("serde_yaml::", &["present/"]),
    // The command line looks into this error for a closed pipe.
    ("serde_json::", &["present/", "source/", "cli/mod.rs"]),
    ("granit_parser::", &["source/"]),
    ("std::fs", &["source/", "cli/output.rs"]),
    ("std::env", &["cli/"]),
    ("std::time", &["cli/"]),
    ("std::process", &["cli/", "main.rs", "source/git.rs"]),
    ("std::net", &[]),
];

/// The files of `src` by their path below it, without comments and unit tests. The build script is no
/// part of the program.
fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    let named = files.into_iter().map(|path| {
        let name = path
            .strip_prefix(&src)
            .expect("below src")
            .display()
            .to_string();
        let text = fs::read_to_string(&path).expect("readable");
        let tests = [
            "#![cfg(test)]",
            "#[cfg(test)]\nmod ",
            "#[cfg(test)]\npub(super) mod ",
        ];
        let end = tests.iter().filter_map(|tests| text.find(tests)).min();
        let program = &text[..end.unwrap_or(text.len())];
        let code: Vec<&str> = program
            .lines()
            .map(|line| line.split("//").next().unwrap_or(line))
            .collect();
        (name.replace('\\', "/"), code.join("\n"))
    });
    named.filter(|(name, _)| name != "build.rs").collect()
}

/// The module of the crate that a file belongs to.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

/// The modules of the crate that a text names behind `crate::`.
fn imports(code: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            // `crate::{a, b::c}`: what follows a comma at the outer level.
            Some(group) => top_level(group),
            None => vec![rest],
        };
        found.extend(names.into_iter().map(|name| {
            let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            &name[..end.unwrap_or(name.len())]
        }));
    }
    found.remove("");
    found
}

/// The items of `a, b::{c, d}}…` up to the brace that closes the group.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

#[test]
fn imports_are_found() {
    let code = "use crate::a::B;\nuse crate::{c::{d, e}, f};\nlet x = crate::g::h();";
    assert_eq!(
        imports(code).into_iter().collect::<Vec<_>>(),
        ["a", "c", "f", "g"]
    );
}

#[test]
fn modules_import_along_the_arrows() {
    let mut drawn: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, code) in &sources() {
        let module = module(file);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            assert!(
                ["cli", "lib", "main"].contains(&module),
                "src/{file}: a module without arrows"
            );
            continue;
        };
        // Everything speaks: `say!` and the language are no arrows, and they know nothing else.
        let spoken = ["say", "say_with", "language"];
        for import in imports(code) {
            if spoken.contains(&import) {
                continue;
            }
            assert!(
                import == module || allowed.contains(&import),
                "src/{file} imports {import}"
            );
            if module == "source" && import == "rubric" {
                assert_eq!(file, "source/shipped.rs", "only it may import {import}");
            }
            if import != module {
                drawn
                    .entry(module.to_owned())
                    .or_default()
                    .insert(import.to_owned());
            }
        }
        // `super::` that reaches the crate's root would be an arrow nobody sees.
        let inner = file
            .trim_end_matches(".rs")
            .trim_end_matches("/mod")
            .split('/')
            .count();
        assert!(
            !code.contains(&"super::".repeat(inner)),
            "src/{file} imports through `super`"
        );
    }
    let readme = readme();
    let rows = rows(&readme, "Modules");
    let table: BTreeMap<String, BTreeSet<String>> = rows
        .iter()
        .map(|row| {
            let path = code_spans(row[0])[0]
                .trim_start_matches("src/")
                .trim_end_matches('/');
            let arrows = code_spans(row[2]).into_iter().map(str::to_owned).collect();
            (module(path).to_owned(), arrows)
        })
        .filter(|(module, arrows): &(String, BTreeSet<String>)| {
            !arrows.is_empty() || drawn.contains_key(module)
        })
        .collect();
    assert_eq!(table, drawn, "README.md draws other arrows than src has");
    assert_eq!(rows.len(), ARROWS.len() + 1, "a row for each module");
}

#[test]
fn crates_and_the_world_stay_where_they_belong() {
    for (file, code) in &sources() {
        for (name, homes) in RESERVED {
            let named = code.contains(name)
                || name
                    .strip_suffix("::")
                    .is_some_and(|name| code.contains(&format!("use {name};")));
            let home = homes.iter().any(|home| file.starts_with(home));
            assert!(!named || home, "src/{file} names {name}");
        }
    }
}
