//! Texts that are odd, broken or hostile: what is good in them is scored, what is not is told with its place.

use crate::folder::{Folder, Ran};

/// What came of a file: the names of its profiles in order, `!` for one that was not scored.
fn outcome(run: &Ran) -> String {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(run.out.as_bytes());
    let records = table.records().map(|record| record.expect("well-formed"));
    let shown = records.enumerate().map(|(number, record)| {
        // Numbers have no gaps, so each says where a profile stands.
        assert_eq!(&record[0], number.to_string(), "{run:?}");
        if record[2].is_empty() {
            "!".to_owned()
        } else {
            record[1].to_owned()
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

const COLUMNS: [&str; 4] = ["--format", "csv", "--fields", "index,name,fit"];

/// Scores a text by each way in: from a file, packed, and from standard input; with one thread and with more.
fn scored(form: &str, text: &[u8]) -> Ran {
    let folder = Folder::new();
    let name = format!("a.{form}");
    folder.write(&name, text);
    let run = folder.score(&[&[&*name], &COLUMNS[..]].concat());
    let packed = format!("{name}.gz");
    folder.write(&packed, crate::folder::gzip(text));
    for args in [
        vec![&*packed],
        vec![&*packed, "--jobs", "1"],
        vec![
            "-",
            "--input-format",
            if form == "yml" { "yaml" } else { form },
        ],
    ] {
        let again = folder.score_input(&[&args[..], &COLUMNS[..]].concat(), text);
        assert_eq!((again.code, &again.out), (run.code, &run.out), "{args:?}");
        let told = again
            .err
            .replace(&packed, &name)
            .replace("▸ -:", &format!("▸ {name}:"))
            .replace("▸ -\n", &format!("▸ {name}\n"));
        assert_eq!(told, run.err, "{args:?}");
    }
    run
}

/// A text, what comes of it, and for each problem a word of its message with its line.
type Edge = (&'static str, &'static str, &'static [&'static str]);

fn check(form: &str, edges: &[Edge]) {
    for (text, expected, problems) in edges {
        let run = scored(form, text.as_bytes());
        assert_eq!(outcome(&run), *expected, "{text:?}: {}", run.err);
        assert_eq!(
            run.code,
            if expected.contains('!') { 2 } else { 0 },
            "{text:?}"
        );
        assert_eq!(
            run.err.matches("error[").count(),
            problems.len(),
            "{text:?}: {}",
            run.err
        );
        // What has nothing in it is told, unless that is an error.
        let nothing = run.err.matches("warning[empty-document]").count();
        assert_eq!(
            nothing,
            usize::from(expected.is_empty()),
            "{text:?}: {}",
            run.err
        );
        for problem in *problems {
            let (what, line) = problem.split_once('@').expect("a line");
            assert!(run.err.contains(what), "{problem} in {text:?}: {}", run.err);
            let place = format!("a.{form}:{line}");
            assert!(run.err.contains(&place), "{place} in {text:?}: {}", run.err);
        }
    }
}

#[test]
fn yaml_streams() {
    check(
        "yaml",
        &[
            ("company: {name: A}", "A", &[]),
            (
                "---\ncompany: {name: A}\n---\ncompany: {name: B}\n",
                "A B",
                &[],
            ),
            (
                "--- {company: {name: A}}\n--- {company: {name: B}}\n...\n",
                "A B",
                &[],
            ),
            (
                "company: {name: A}\n...\n---\ncompany: {name: B}\n...\n",
                "A B",
                &[],
            ),
            ("company: {name: A}\n...\ncompany: {name: B}\n", "A B", &[]),
            (
                "# c\n%YAML 1.2\n---\ncompany: {name: A}\n...\n# c\n\n%YAML 1.2\n# d\n---\ncompany: {name: B}\n",
                "A B",
                &[],
            ),
            (
                "company: {name: A}\r\n---\r\ncompany: {name: B}\r\n...\r\n",
                "A B",
                &[],
            ),
            (
                "\u{feff}company: {name: A}\n---\ncompany: {name: B}\n",
                "A B",
                &[],
            ),
            ("company: {name: A}\n---\n", "A", &[]),
            ("company: {name: A}\n---\n# nothing more\n\n", "A", &[]),
            ("company: {name: A}\n...\n...\n# nothing more\n", "A", &[]),
            (
                "company: {name: A}\n---\n---\ncompany: {name: B}\n",
                "A ! B",
                &["empty@2:"],
            ),
            ("---\n---\ncompany: {name: B}\n", "! B", &["empty@1:"]),
            ("", "!", &["empty@1:1"]),
            ("# nothing\n\n", "!", &["empty@1:"]),
            ("---\n", "!", &["empty@1:"]),
            (
                "company:\n  name: |-\n    A\n  staff: 5\n---\ncompany: {name: B}\n",
                "A B",
                &[],
            ),
            ("company: {name: A}\n ---\n", "!", &["@2:"]),
            ("company: {name: A}\n---company: {name: B}\n", "!", &["@2:"]),
            (
                "company: {name: A}\n---\ncompany:\n  nmae: B\n---\ncompany: {name: C}\n---\ncompany: {name: D\n---\ncompany: {name: E}\n",
                "A ! C ! E",
                &["company.nmae@4:3", "@8:"],
            ),
            (
                "- company\n---\ncompany: {name: B}\n---\n7\n",
                "! B !",
                &["a list@1:1", "a number@5:1"],
            ),
            (
                "a: &x 1\n---\ncompany: {name: *x}\n",
                "! !",
                &["@1:1", "@3:"],
            ),
        ],
    );
}

#[test]
fn json_texts() {
    check(
        "json",
        &[
            (r#"{"company":{"name":"A"}}"#, "A", &[]),
            (r#"[{"company":{"name":"A"}}]"#, "A", &[]),
            (
                "{\"company\":{\"name\":\"A\"}}{\"company\":{\"name\":\"B\"}}\n\n{\"company\":{\"name\":\"C\"}}",
                "A B C",
                &[],
            ),
            (
                "\u{feff} [ {\"company\":{\"name\":\"A\"}} ,\r\n{\"company\":{\"name\":\"B\"}}\n]\n",
                "A B",
                &[],
            ),
            (
                r#"[{"company":{"name":"A ] , \" \\"}},{"company":{"name":"{["}}]"#,
                "A ] , \" \\ {[",
                &[],
            ),
            ("[]", "", &[]),
            ("[", "!", &["not closed@1:"]),
            ("", "!", &["empty@1:1"]),
            (" \n\n", "!", &["empty@"]),
            (
                "[{\"company\":{\"name\":\"A\"}}\n{\"company\":{\"name\":\"B\"}},{\"company\":{\"name\":\"C\"}}]",
                "A ! C",
                &["single commas@2:"],
            ),
            (
                "[{\"company\":{\"name\":\"A\"}},\n,{\"company\":{\"name\":\"B\"}},{\"company\":{\"name\":\"C\"}}]",
                "A ! C",
                &["single commas@2:"],
            ),
            (
                "[,{\"company\":{\"name\":\"A\"}},{\"company\":{\"name\":\"B\"}}]",
                "! B",
                &["single commas@1:"],
            ),
            (
                "[{\"company\":{\"name\":\"A\"}},\n]",
                "A !",
                &["single commas@2:"],
            ),
            (
                "[{\"company\":{\"name\":\"A\"}},\n{\"company\":{\"name\":\"B\"}}\n",
                "A B !",
                &["not closed@3:"],
            ),
            (
                "[{\"company\":{\"name\":\"A\"}},\n{\"company\":{\"na",
                "A ! !",
                &["a quote is opened@2:", "not closed@2:"],
            ),
            (
                "{\"company\":{\"name\":\"A\"}}\n]\n{\"company\":{\"name\":\"B\"}}",
                "A ! B",
                &["@2:1"],
            ),
            (
                "{\"company\":{\"name\":\"A\"}}}\n{\"company\":{\"name\":\"B\"}}",
                "A ! B",
                &["@1:"],
            ),
            (
                "{\"company\":{\"name\":\"A\"}},\n{\"company\":{\"name\":\"B\"}}",
                "A ! B",
                &["@1:"],
            ),
            (
                "[{\"company\":{\"name\":\"A\"}},\n7, null, \"x\", [],\n{\"company\":{\"name\":\"B\"}}]",
                "A ! ! ! ! B",
                &["a number@2:1", "empty@2:4", "text@2:10", "a list@2:15"],
            ),
            (
                "[{\"company\":{\"name\":\"A\",}},\n{\"company\":{\"name\":'B'}},{\"company\":{\"name\":\"C\"}}]",
                "! ! C",
                &["comma@1:", "double quotes@2:"],
            ),
            (
                "{\"company\":{\"name\":\"A\",\n\"name\":\"B\"}}",
                "!",
                &["name@2:1"],
            ),
            (
                "{\"company\":{\"name\":\"\\ud83d\\ude00\"}}{\"company\":{\"name\":\"\\ud83d\"}}",
                "😀 !",
                &["@1:"],
            ),
        ],
    );
}

#[test]
fn json_lines() {
    check(
        "jsonl",
        &[
            (
                "{\"company\":{\"name\":\"A\"}}\n\n  \n{\"company\":{\"name\":\"B\"}}",
                "A B",
                &[],
            ),
            (
                "\u{feff}{\"company\":{\"name\":\"A\"}}\r\n{\"company\":{\"name\":\"B\"}}\r\n",
                "A B",
                &[],
            ),
            (
                "{\"company\":{\"name\":\"A\"}}\n{\"company\":\n{\"company\":{\"name\":\"C\"}}\n",
                "A ! C",
                &["@2:"],
            ),
            (
                "{\"company\":{\"name\":\"A\"}} {\"company\":{\"name\":\"B\"}}\n{}\n{\"company\":{\"name\":\"C\"}}",
                "!  C",
                &["@1:"],
            ),
            (
                "[]\n7\n\"x\"\nnull\n{\"company\":{\"name\":\"C\"}}",
                "! ! ! ! C",
                &["a list@1:", "a number@2:", "text@3:", "empty@4:"],
            ),
            ("", "", &[]),
        ],
    );
}

#[test]
fn tables() {
    check(
        "csv",
        &[
            ("company.name,goal.clear\nA,yes\nB,\n", "A B", &[]),
            (
                "company.name;goal.clear\r\nA;yes\r\n\"B;C\";no\r\n",
                "A B;C",
                &[],
            ),
            ("company.name\tgoal.clear\nA\tyes\n", "A", &[]),
            ("\u{feff}company.name\nA\n\nB", "A B", &[]),
            (
                "\n\ncompany.name,goal.clear\n\nA,yes\n\n\nB,maybe\n",
                "A !",
                &["maybe@8:3"],
            ),
            (
                "\"company.name\",\"goal.clear\"\n\"A\"\"B\",\"yes\"\n",
                "A\"B",
                &[],
            ),
            (
                "company.name,goal.clear\n\"A\nline\",yes\nB,maybe\n",
                "A\nline !",
                &["maybe@4:3"],
            ),
            (
                "company.name,goal.clear\nA,yes,no\nB\nC,yes\n",
                "! ! C",
                &["3 fields@2:7", "1 field,@3:1"],
            ),
            (
                "company.name,goal.clear\nA,yes,\nC,yes\n",
                "! C",
                &["3 fields@2:"],
            ),
            (
                "company.name,goal.clera\nA,yes\n",
                "!",
                &["goal.clera@1:14"],
            ),
            (
                "company.name,goal.clear,company.name\nA,yes,B\n",
                "!",
                &["two columns@1:25"],
            ),
            ("company.name,goal.clear\n", "", &[]),
            ("company.name", "", &[]),
            ("", "!", &["empty@1:1"]),
            ("\n\n", "!", &["empty@1:1"]),
            (
                "company.name,company.staff,goal.driver,team.skills\nA,\"{ at_least: 10, at_most: 30 }\",{ not: cost },\"{ includes: [data] }\"\nB,\"{ at_least: 10\",,[]\nC,,,data;design\nD,,,data;sewing\nE,,,;\n",
                "A ! C ! E",
                &["@3:3", "sewing@5:5"],
            ),
            (
                "company.name,team.skills\nA,\"[data, design]\"\nB,unknown\nC,data|design\n",
                "A B !",
                &["data|design@4:3"],
            ),
            (
                "company.name,goal.clear\n\"A,yes\nB,no\nC,yes\n",
                "! B C",
                &["not closed@2:"],
            ),
            (
                "company.name,goal.clear\nA,yes\nB,\"no\nC,yes\n",
                "A ! C",
                &["not closed@3:"],
            ),
        ],
    );
}

#[test]
fn a_column_without_a_name_is_left_out_with_a_warning() {
    let run = scored("csv", b"company.name,,goal.clear\nA,x,yes\n");
    assert_eq!((run.code, &*outcome(&run)), (0, "A"));
    assert_eq!(run.err.matches("warning[").count(), 1, "{}", run.err);
    let folder = Folder::new();
    folder.write("a.csv", "company.name,,goal.clear\nA,x,yes\n");
    assert_eq!(folder.score(&["a.csv", "--quiet"]).err, "");
}

#[test]
fn bytes_that_are_no_text_spoil_only_their_own_document() {
    for (form, text, line) in [
        ("jsonl", &b"{\"company\":{\"name\":\"A\"}}\n{\"company\":{\"name\":\"\xff\"}}\n{\"company\":{\"name\":\"C\"}}\n"[..], 2),
        ("csv", b"company.name\nA\n\xff\nC\n", 3),
        ("yaml", b"company: {name: A}\n---\ncompany: {name: \xff}\n---\ncompany: {name: C}\n", 3),
        ("json", b"[{\"company\":{\"name\":\"A\"}},\n{\"company\":{\"name\":\"\xff\"}},{\"company\":{\"name\":\"C\"}}]", 2),
    ] {
        let run = scored(form, text);
        assert_eq!((run.code, &*outcome(&run)), (2, "A ! C"), "{form}");
        assert!(run.err.contains("not UTF-8") && run.err.contains(&format!("a.{form}:{line}:")), "{}", run.err);
    }
    let run = scored("csv", b"company.\xff\nA\n");
    assert_eq!((run.code, &*outcome(&run)), (2, "!"));
}

/// What would exhaust a stack or take time without bound is refused, and only that.
#[test]
fn hostile_documents_are_refused_in_no_time() {
    let deep = 10_000;
    let nested = |open: &str, close: &str| open.repeat(deep) + &close.repeat(deep);
    let good = "{\"company\":{\"name\":\"A\"}}";
    let wide = format!("{{\"team\":{{\"skills\":[{}0]}}}}", "0,".repeat(101_000));
    let texts = [
        nested("[", "]"),
        nested("{\"a\":", "}"),
        "[".repeat(deep),
        wide.clone(),
    ];
    let mut lines = String::new();
    for text in texts {
        lines += &format!("{text}\n{good}\n");
    }
    let run = scored("jsonl", lines.as_bytes());
    assert_eq!((run.code, &*outcome(&run)), (2, "! A ! A ! A ! A"));
    let texts = [nested("[", "]"), nested("- ", ""), nested("? ", ""), wide];
    let mut stream = String::new();
    for text in texts {
        stream += &format!("---\n{text}\n---\n{good}\n");
    }
    let run = scored("yaml", stream.as_bytes());
    assert_eq!((run.code, &*outcome(&run)), (2, "! A ! A ! A ! A"));
    let aliases = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\n\
                   d: &d [*c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e]\n";
    let run = scored("yaml", format!("{aliases}---\n{good}\n").as_bytes());
    assert_eq!((run.code, &*outcome(&run)), (2, "! A"));
}

/// Good and bad documents of every form in one call: the good ones are what they are without the bad ones.
#[test]
fn bad_documents_stop_nobody() {
    let good = ["A", "B", "C"];
    let folder = Folder::new();
    let yaml = |name: &str| format!("company: {{name: {name}}}\n");
    let json = |name: &str| format!("{{\"company\":{{\"name\":\"{name}\"}}}}");
    folder.write(
        "a.yaml",
        format!(
            "{}---\ncompany: 7\n---\n{}---\n{}",
            yaml("A"),
            yaml("B"),
            yaml("C")
        ),
    );
    folder.write(
        "b.json",
        format!(
            "[{},\n{{\"company\":7}},\n{},{}]",
            json("A"),
            json("B"),
            json("C")
        ),
    );
    folder.write(
        "c.jsonl",
        format!(
            "{}\n{{\"company\":7}}\n{}\n{}\n",
            json("A"),
            json("B"),
            json("C")
        ),
    );
    folder.write("d.csv", "company.name,company.staff\nA,\nX,many\nB,\nC,\n");
    folder.write("e.yaml", "company: 7\n");
    let files = [
        "a.yaml",
        "b.json",
        "c.jsonl",
        "d.csv",
        "e.yaml",
        "missing.yaml",
        "a.yaml",
    ];
    for threads in ["1", "8"] {
        let run = folder.score(&[&files[..], &["--format", "jsonl", "--jobs", threads]].concat());
        assert_eq!(run.code, 2);
        let lines: Vec<serde_json::Value> = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let shown: Vec<String> = lines
            .iter()
            .map(|line| {
                let who = &line["profile"];
                let what = if line.get("scores").is_some() {
                    who["name"].as_str().expect("a name")
                } else {
                    "!"
                };
                format!(
                    "{} {} {what}",
                    who["path"].as_str().expect("a path"),
                    who["index"]
                )
            })
            .collect();
        let mut expected = Vec::new();
        for file in files {
            match file {
                "e.yaml" | "missing.yaml" => expected.push(format!("{file} 0 !")),
                _ => {
                    let names = [good[0], "!", good[1], good[2]];
                    expected.extend(
                        names
                            .iter()
                            .enumerate()
                            .map(|(index, name)| format!("{file} {index} {name}")),
                    );
                }
            }
        }
        assert_eq!(shown, expected);
        for place in [
            "a.yaml:3:10",
            "b.json:2:12",
            "c.jsonl:2:12",
            "d.csv:3:3",
            "e.yaml:1:10",
        ] {
            assert!(run.err.contains(place), "{place}: {}", run.err);
        }
        assert!(
            run.err.contains("(document 2)") && run.err.contains("missing.yaml"),
            "{}",
            run.err
        );
    }
    let table = folder.score(&files);
    assert!(
        table.out.contains("22 profiles: 15 scored, 7 not"),
        "{}",
        table.out
    );
}
