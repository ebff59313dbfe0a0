//! Limits drawn at random: what meets one is read, and what passes it by one is `too-large`.

use super::folder::Folder;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

/// A profile of which a limit counts so many (`alone`: the limit on documents, where one is read as a whole), and the command that reads it with that limit.
fn profile(limit: &str, count: usize) -> String {
    match limit {
        // A remark fills it up. The line break that ends a document is none of it.
        "document" | "alone" => format!("{:#<count$}\n", "t: { flag: true } "),
        "file" => format!("{:#<count$}", "t: { flag: true } "),
        "text" => format!(
            "t: {{ flag: {{ value: true, note: {} }} }}\n",
            "x".repeat(count)
        ),
        "facts" => {
            let facts = (0..count).map(|number| format!("f{number}: 1"));
            format!("t: {{ {} }}\n", facts.collect::<Vec<_>>().join(", "))
        }
        // The profile itself, its key, the section, its key, the list.
        "values" => format!("t: {{ some: [{}] }}\n", vec!["no"; count - 5].join(", ")),
        // The profile, the section and lists in one another.
        _ => format!(
            "t: {{ some: {}x{} }}\n",
            "[".repeat(count - 2),
            "]".repeat(count - 2)
        ),
    }
}

/// Whether a profile is refused as too large, whatever else is wrong with it.
fn is_too_large(limit: &str, most: usize, count: usize) -> bool {
    let folder = Folder::new();
    folder.write("set.toml", super::SET);
    folder.write("p.yaml", profile(limit, count));
    let name = if limit == "alone" { "document" } else { limit };
    let setting = format!("{name}={most}");
    // A limit on files holds where one profile is read as a whole; that on documents holds there, too.
    let command: &[&str] = match limit {
        "file" | "alone" => &["robustness", "--draws", "1", "p.yaml", "--format", "json"],
        _ => &[
            "score",
            "p.yaml",
            "--format",
            "json",
            "--allow-unknown-facts",
        ],
    };
    let arguments = [
        command,
        &["--quiet", "--rubrics", "set.toml", "--limit", &setting],
    ]
    .concat();
    let run = folder.run(&arguments);
    let element: Value = serde_json::from_str(&run.out).expect("JSON");
    let findings = element["findings"].as_array().expect("findings");
    let too_large = findings
        .iter()
        .any(|finding| finding["code"] == "too-large");
    assert!(!too_large || run.code == 2, "{}", run.err);
    too_large
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_meets_a_limit_is_read_and_one_more_is_too_large(
        (limit, least, most) in select(&[
            ("file", 1024, 5000),
            ("document", 1024, 5000),
            ("alone", 1024, 5000),
            ("depth", 4, 60),
            ("values", 200, 900),
            ("facts", 1, 60),
            ("text", 1024, 5000),
        ][..]),
        place in 0..5000_usize,
    ) {
        let limit_at = least + place % (most - least);
        prop_assert!(!is_too_large(limit, limit_at, limit_at), "{limit}: {limit_at} meet it");
        prop_assert!(is_too_large(limit, limit_at, limit_at + 1), "{limit}: one more than {limit_at}");
    }
}
