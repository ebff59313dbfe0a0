//! The figures of a batch are those of single runs, and every format shows the same ones.

use crate::folder::{Folder, gzip, zstd};
use crate::prospect::{COLUMNS, Prospect, Random, forms};
use serde_json::Value;

fn prospects(seed: u64, count: usize) -> Vec<Prospect> {
    let mut random = Random(seed);
    (0..count).map(|_| Prospect::random(&mut random)).collect()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// A line of the one profile of a file, as one of another place.
pub(crate) fn moved(line: &str, (from, to): (&str, &str), index: usize) -> String {
    let whose =
        |path: &str, index: usize| format!("\"profile\":{{\"path\":\"{path}\",\"index\":{index},");
    assert!(line.contains(&whose(from, 0)), "{line}");
    line.replacen(&whose(from, 0), &whose(to, index), 1)
}

#[test]
fn a_batch_gives_what_single_runs_give_byte_for_byte() {
    let folder = Folder::new();
    let prospects = prospects(7, 6);
    let mut single = Vec::new();
    for (number, prospect) in prospects.iter().enumerate() {
        let name = format!("one-{number}.yaml");
        folder.write(&name, prospect.yaml());
        let run = folder.score(&[&name, "--format", "jsonl"]);
        assert_eq!((run.code, &*run.err), (0, ""), "{prospect:?}");
        assert_eq!(run.out.lines().count(), 1);
        single.push((name, run.out));
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, text) in forms(&prospects) {
        let expected = |name: &str| -> String {
            let lines = single.iter().enumerate();
            lines
                .map(|(index, (from, line))| moved(line, (from, name), index))
                .collect()
        };
        for (end, bytes) in [
            ("", text.clone().into_bytes()),
            (".gz", gzip(text.as_bytes())),
            (".zst", zstd(text.as_bytes())),
        ] {
            let name = format!("{name}{end}");
            folder.write(&name, bytes);
            let lines = expected(&name);
            files.push((name, lines));
        }
    }
    files.extend(single.iter().cloned());
    let mut random = Random(3);
    for threads in ["1", "2", "8"] {
        for at in (1..files.len()).rev() {
            files.swap(at, random.below(at + 1));
        }
        let mut args: Vec<&str> = files.iter().map(|(name, _)| &**name).collect();
        args.extend(["--format", "jsonl", "--jobs", threads]);
        let run = folder.score(&args);
        let expected: String = files.iter().map(|(_, lines)| &**lines).collect();
        assert_eq!((run.code, &*run.err), (0, ""));
        assert!(run.out == expected, "other lines with {threads} threads");
    }
}

/// Whatever columns are asked for: those of facts take the long way of reading, the others the short one.
#[test]
fn rows_read_the_short_way_are_those_read_the_long_way() {
    let folder = Folder::new();
    let mut random = Random(11);
    let prospects = prospects(12, 50);
    let forms = forms(&prospects);
    let odd = [
        "null",
        "~",
        "unknown",
        "n/a",
        "yes",
        "TRUE",
        "1.0",
        "017",
        "+5",
        "1e1",
        "-0",
        "501",
        "data; design;",
        ";",
        "[data]",
        "{ not: cost }",
        "{",
        "x y",
        "\"\"\"q\"\"\"",
        "2026-02-30",
        " cost ",
        "\"a\nb\"",
        "tiny 1.2.3",
        "true",
    ];
    let mut table = COLUMNS.join(",") + "\n";
    for _ in 0..250 {
        let mut fields: Vec<String> = COLUMNS.iter().map(|_| String::new()).collect();
        for _ in 0..1 + random.below(4) {
            let at = random.below(fields.len());
            fields[at] = odd[random.below(odd.len())].to_owned();
        }
        match random.below(12) {
            0 => drop(fields.pop()),
            1 => fields.push(String::new()),
            _ => {}
        }
        table += &(fields.join(",") + "\n");
    }
    let mut names = vec!["odd.csv"];
    folder.write("odd.csv", table);
    for (name, text) in &forms {
        folder.write(name, text);
        names.push(name);
    }
    let columns = "path,index,id,name,fit,fit.low,fit.high,risk,risk.worst,coverage,recommendation,settled,share,possible";
    let run = |fields: &str, form: &str| {
        let run = folder.score(
            &[
                &names[..],
                &["--format", form, "--quiet", "--fields", fields],
            ]
            .concat(),
        );
        assert_eq!(run.code, 2);
        run
    };
    let with_more = format!("{columns},findings");
    let (short, long) = (run(columns, "csv"), run(&with_more, "csv"));
    assert_eq!(short.err, long.err);
    let records = |text: &str| -> Vec<csv::StringRecord> {
        let mut table = csv::Reader::from_reader(text.as_bytes());
        table
            .records()
            .map(|one| one.expect("well-formed"))
            .collect()
    };
    let (short, long) = (records(&short.out), records(&long.out));
    assert_eq!((short.len(), long.len()), (250 + 9 * 50, 250 + 9 * 50));
    for (short, mut long) in short.iter().zip(long) {
        long.truncate(short.len());
        assert_eq!(*short, long);
    }
    let (short, long) = (run(columns, "jsonl"), run(&with_more, "jsonl"));
    for (short, mut long) in json_lines(&short.out)
        .into_iter()
        .zip(json_lines(&long.out))
    {
        if long.get("profile").is_none() {
            long.as_object_mut().expect("a row").remove("findings");
        }
        assert_eq!(short, long);
    }
}

/// Where a report holds what a column shows.
fn in_report(report: &Value, column: &str) -> Value {
    let of = |list: &Value, key: &str, id: &str| -> Option<Value> {
        let found = list.as_array()?.iter().find(|one| one[key] == id)?;
        Some(found.clone())
    };
    let recommendation = &report["recommendation"];
    let (id, figure) = match column.rsplit_once('.') {
        Some((id, end @ ("low" | "high" | "rating" | "worst"))) => (id, end),
        _ => (column, "estimate"),
    };
    let figure = if figure == "worst" {
        "worst_dimension"
    } else {
        figure
    };
    let rubric = |id: &str| {
        of(
            &report["scores"],
            "id",
            id.split('/').next().expect("a part"),
        )
    };
    match column {
        "path" | "index" | "id" | "name" => report["profile"][column].clone(),
        "rubric_set" => {
            let part = |name: &str| report["rubric_set"][name].as_str().expect("text");
            format!("{} {}", part("id"), part("version")).into()
        }
        "digest" => report["rubric_set"]["digest"].clone(),
        "findings" => report["findings"].as_array().expect("a list").len().into(),
        "since" => Value::Null,
        "coverage" => report["coverage"].clone(),
        "recommendation" => recommendation["id"].clone(),
        "title" | "settled" | "exact" | "clearly" | "share_error" | "rule" | "because" => {
            recommendation[column].clone()
        }
        "share" => recommendation["possible"][0]["share"].clone(),
        "possible" => {
            let all = recommendation["possible"].as_array().expect("a list");
            all.iter().map(|one| one["id"].clone()).collect()
        }
        "next_question" => report["next_questions"][0]["fact"].clone(),
        _ if of(&report["gates"], "id", column).is_some() => {
            of(&report["gates"], "id", column).expect("there")["state"].clone()
        }
        _ if id.contains('/') => {
            let rubric = rubric(id).expect("a rubric");
            of(&rubric["dimensions"], "id", id).expect("a dimension")[figure].clone()
        }
        _ if rubric(id).is_some() => rubric(id).expect("a rubric")[figure].clone(),
        fact => {
            let rubrics = report["scores"].as_array().expect("a list").iter();
            let dimensions =
                rubrics.flat_map(|rubric| rubric["dimensions"].as_array().expect("a list"));
            let mut criteria =
                dimensions.flat_map(|one| one["criteria"].as_array().expect("a list"));
            let reads = criteria.find(|one| one["facts"].get(fact).is_some());
            reads.unwrap_or_else(|| panic!("{fact}"))["facts"][fact].clone()
        }
    }
}

const SHOWN: [&str; 41] = [
    "path",
    "index",
    "id",
    "name",
    "rubric_set",
    "digest",
    "findings",
    "since",
    "coverage",
    "recommendation",
    "title",
    "settled",
    "exact",
    "clearly",
    "share",
    "share_error",
    "possible",
    "rule",
    "because",
    "next_question",
    "fit",
    "fit.low",
    "fit.high",
    "fit.rating",
    "fit.worst",
    "risk",
    "risk.low",
    "risk.high",
    "risk.rating",
    "risk.worst",
    "fit/goal",
    "fit/team.low",
    "fit/team.high",
    "risk/money.rating",
    "fit/no-goal",
    "fit/fashion",
    "company.staff",
    "company.turnover",
    "goal.clear",
    "team.skills",
    "team.last_tool",
];

#[test]
fn columns_show_what_the_report_says() {
    let folder = Folder::new();
    for (name, text) in forms(&prospects(21, 40)) {
        folder.write(name, text);
    }
    let files = ["list.json", "commas.csv"];
    let run = |more: &[&str]| {
        let run = folder.score(&[&files[..], more].concat());
        assert_eq!((run.code, &*run.err), (0, ""));
        run.out
    };
    let reports = json_lines(&run(&["--format", "jsonl"]));
    let fields = SHOWN.join(",");
    let rows = json_lines(&run(&["--format", "jsonl", "--fields", &fields]));
    let table = run(&["--format", "csv", "--fields", &fields]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(
        table
            .headers()
            .expect("a header")
            .iter()
            .collect::<Vec<_>>(),
        SHOWN
    );
    let records: Vec<csv::StringRecord> = table
        .records()
        .map(|one| one.expect("well-formed"))
        .collect();
    assert_eq!((reports.len(), rows.len(), records.len()), (80, 80, 80));
    for ((report, row), record) in reports.iter().zip(&rows).zip(&records) {
        for (column, field) in SHOWN.iter().zip(record) {
            let said = in_report(report, column);
            assert_eq!(said, row[column], "{column} of {}", report["profile"]);
            assert_eq!(
                field,
                in_table(&said, column),
                "{column} of {}",
                report["profile"]
            );
        }
    }
    for column in SHOWN {
        let some = rows.iter().any(|row| !row[column].is_null());
        assert!(some || column == "since", "{column} is always empty");
    }
    // Everything at once is what each column is alone.
    for column in SHOWN {
        let alone = json_lines(&run(&["--format", "jsonl", "--fields", column]));
        let alone: Vec<&Value> = alone.iter().map(|row| &row[column]).collect();
        let together: Vec<&Value> = rows.iter().map(|row| &row[column]).collect();
        assert_eq!(alone, together, "{column}");
    }
    let bounds = json_lines(&run(&[
        "--format",
        "jsonl",
        "--fields",
        "recommendation_bound,settled_bound,possible_bound",
    ]));
    for (row, bound) in rows.iter().zip(&bounds) {
        let within = bound["possible_bound"].as_array().expect("a list");
        let possible = row["possible"].as_array().expect("a list");
        assert!(
            possible.iter().all(|one| within.contains(one)),
            "{row} {bound}"
        );
        assert_eq!(bound["settled_bound"], within.len() == 1);
        let only = if within.len() == 1 {
            &within[0]
        } else {
            &Value::Null
        };
        assert_eq!(&bound["recommendation_bound"], only);
    }
}

/// A value of a report as a table shows it.
fn in_table(said: &Value, column: &str) -> String {
    let id = column.split('.').next().expect("a part");
    let is_score = (id.starts_with("fit") || id.starts_with("risk")) && said.is_number();
    match said {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with('=') => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().map(|item| item.as_str().expect("text"));
            items.collect::<Vec<_>>().join(";")
        }
        Value::Number(number) if is_score => format!("{:.1}", number.as_f64().expect("a score")),
        Value::Number(number) => number.as_f64().expect("a number").to_string(),
        said => said.to_string(),
    }
}

#[test]
fn the_summary_adds_up_the_reports() {
    let folder = Folder::new();
    for (name, text) in forms(&prospects(41, 90)) {
        folder.write(name, text);
    }
    folder.write("bad.yaml", "goal: 1\n");
    let files = ["docs.yaml", "bad.yaml", "semicolons.csv"];
    let run = |more: &[&str]| folder.score(&[&files[..], more, &["--quiet"]].concat());
    let all = run(&["--format", "jsonl"]);
    let summary = run(&["--summary", "--format", "json", "--jobs", "3"]);
    assert_eq!((all.code, summary.code), (2, 2));
    let summary: Value = serde_json::from_str(&summary.out).expect("JSON");
    let all = json_lines(&all.out);
    let reports: Vec<&Value> = all
        .iter()
        .filter(|one| one.get("scores").is_some())
        .collect();
    assert_eq!(summary["profiles"], 181);
    assert_eq!(summary["scored"], reports.len());
    assert_eq!(summary["failed"], 1);
    let settled = |one: &&&Value| one["recommendation"]["settled"] == true;
    assert_eq!(summary["settled"], reports.iter().filter(settled).count());

    let counted = |list: &str, id: &str, of: &dyn Fn(&Value) -> Value| {
        let shown = summary[list].as_array().expect("a list");
        let mut counts: Vec<u64> = Vec::new();
        for one in shown {
            let count = reports
                .iter()
                .filter(|report| of(report) == one[id])
                .count();
            assert_eq!(one["profiles"], count, "{list} {}", one[id]);
            counts.push(count as u64);
        }
        assert!(
            counts.iter().all(|&count| count > 0) && counts.is_sorted_by(|a, b| a >= b),
            "{counts:?}"
        );
        let some = reports
            .iter()
            .filter(|report| !of(report).is_null())
            .count();
        assert_eq!(counts.iter().sum::<u64>(), some as u64, "{list}");
    };
    counted("recommendations", "id", &|report| {
        report["recommendation"]["id"].clone()
    });
    counted("deepest_pits", "id", &|report| {
        in_report(report, "risk.worst")
    });
    counted("next_questions", "fact", &|report| {
        in_report(report, "next_question")
    });
    for one in summary["recommendations"].as_array().expect("a list") {
        let own = reports
            .iter()
            .filter(|report| report["recommendation"]["id"] == one["id"]);
        assert_eq!(one["settled"], own.filter(settled).count());
    }
    for one in summary["scores"].as_array().expect("a list") {
        let id = one["id"].as_str().expect("an id");
        let mut estimates: Vec<f64> = reports
            .iter()
            .filter_map(|report| in_report(report, id).as_f64())
            .collect();
        estimates.sort_by(f64::total_cmp);
        assert_eq!(one["profiles"], estimates.len());
        let quarter = |part: usize| estimates[(estimates.len() * part).div_ceil(4).max(1) - 1];
        for (name, part) in [
            ("least", 0),
            ("lower_quartile", 1),
            ("median", 2),
            ("upper_quartile", 3),
            ("greatest", 4),
        ] {
            assert_eq!(one[name], quarter(part), "{id} {name}");
        }
    }
}
