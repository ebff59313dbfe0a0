//! The formats for build servers against readers of others: `.ci/full` runs it.
//!
//! Runs of hand-made profiles, every text of which is hostile in one way, are written in each format as the command
//! line does it; `tests/formats/check` then reads them with an XML parser, the schemas of SARIF and JUnit, a
//! parser of TAP, and GitHub's rules for commands, and compares what they find with `expected.json`.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::finding::{Code, Finding, Level, SourceText};
use maturity::present::ci::{Totals, github, junit, sarif, tap};
use maturity::present::report::SetName;
use maturity::present::verdict::{Outcome, Unmet, Verdict};
use maturity::source::shipped;
use maturity::value::Span;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a profile could be called, or say, to break out of a format.
const HOSTILE: [&str; 22] = [
    "plain/prospect.yaml",
    "./with spaces & 'quotes' \"double\".yaml",
    "]]></system-out></testcase><script>",
    "<!-- --> <![CDATA[ &amp; &#0; &bogus;",
    "line\nbreak\r\nand\ttab",
    "::error file=x::y",
    "\n::error::z\n::stop-commands::token",
    "%0A::warning::%25%0D,file=a:b,line=9",
    "\u{1b}[31mred\u{1b}]8;;http://x\u{7}\u{9b}m\u{0}\u{7f}",
    "\u{202e}fdp.yaml\u{2066}\u{200b}\u{2028}\u{feff}",
    "\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}",
    "远航食品/客户 甲.yaml",
    "👩‍👩‍👧 é̂ 🦀.yaml",
    "not ok # TODO later",
    "ok # SKIP \\# \\\\",
    "1..0 # Bail out!",
    "Bail out! now",
    "--- \n  ...\n- a: {b: [c]}",
    "a: 'b' # \"c\" \\n \\u0041",
    "/absolute/p ä?q#r%20.yaml",
    "c:\\windows\\..\\..\\a.yaml",
    "-",
];

/// A finding somewhere in a small text.
fn finding(path: &str, number: usize, text: &str) -> Finding {
    let level = [Level::Error, Level::Warning, Level::Note][number % 3];
    let code = Code::ALL[number % Code::ALL.len()];
    let source = SourceText::part(path, "甲: 1\nb: [2, 3]\nc: 4\n", number + 1, number);
    let start = u32::try_from(number % 20).expect("small");
    let span = Span {
        start,
        end: start + 1,
    };
    let finding = Finding::error(&source, span, code, text);
    finding.level(level).hint(text).label(text)
}

/// What a profile has besides its names: by a number, every combination of findings, demands and result.
struct Case {
    text: &'static str,
    findings: Vec<Finding>,
    unmet: Vec<Unmet>,
    scored: bool,
    index: usize,
    id: Option<String>,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (at, text) in HOSTILE.into_iter().enumerate() {
        for number in 0..16 {
            let scored = number & 1 == 0;
            let mut findings = Vec::new();
            // Warnings and notes stand with a result, an error with none.
            for step in [0, 1, 2, 2] {
                let wanted = if step == 0 { !scored } else { number & 2 != 0 };
                if wanted {
                    findings.push(finding(text, 3 * at + step, text));
                }
            }
            if number == 1 {
                findings.push(Finding::of_file(text, Code::Unreadable, text));
            }
            let mut unmet = Vec::new();
            for (bit, demand, open) in [(4, "require", true), (8, "fail-on", false)] {
                if scored && number & bit != 0 {
                    unmet.push(Unmet {
                        demand,
                        open,
                        what: format!("--{demand} is what it is"),
                        message: format!("--{demand} is what it is: {text}"),
                    });
                }
            }
            cases.push(Case {
                text,
                findings,
                unmet,
                scored,
                index: number,
                id: (number % 3 == 1).then(|| format!("{text}{number}")),
            });
        }
    }
    cases
}

impl Case {
    fn verdict(&self) -> Verdict<'_> {
        Verdict {
            path: self.text,
            index: self.index,
            line: self.index + 1,
            id: self.id.as_deref(),
            name: (!self.index.is_multiple_of(3)).then_some(self.text),
            findings: &self.findings,
            result: self.scored.then_some(Outcome {
                recommendation: "skip-it",
                title: self.text,
                settled: self.index.is_multiple_of(4),
            }),
            unmet: &self.unmet,
        }
    }
}

#[test]
#[ignore = "installs readers of the formats; .ci/full runs it"]
fn readers_of_others_understand_every_format() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    let set = shipped::rubric_set();
    let set = SetName::of(&set);
    for (name, cases) in [("all", cases()), ("none", Vec::new())] {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");

        let mut totals = Totals::default();
        let (mut cases_of_junit, mut tests) = (String::new(), String::new());
        let (mut results, mut annotations) = (String::new(), String::new());
        for case in &cases {
            let verdict = case.verdict();
            totals.add(&verdict);
            junit::element(&set, &verdict, &mut cases_of_junit);
            tap::element(&verdict, &mut tests);
            github::element(&verdict, &mut annotations);
            let mut more = String::new();
            sarif::element(&verdict, &mut more);
            if !results.is_empty() && !more.is_empty() {
                results += sarif::between();
            }
            results += &more;
        }
        let whole = |head: String, body: &str, tail: String| format!("{head}{body}{tail}");
        let xml = whole(
            junit::head(&set, &totals),
            &cases_of_junit,
            junit::tail(&totals),
        );
        write("junit.xml", &xml);
        let log = whole(sarif::head(&set), &results, sarif::tail(&totals));
        write("sarif.json", &log);
        write(
            "tap.txt",
            &whole(tap::head(&set), &tests, tap::tail(&totals)),
        );
        let log = whole(github::head(&set), &annotations, github::tail(&totals));
        write("github.txt", &log);

        let expected = json!({
            "texts": if cases.is_empty() { &[][..] } else { &HOSTILE[..] },
            "profiles": cases.len(),
            "errors": cases.iter().filter(|case| !case.scored).count(),
            "failures": cases.iter().filter(|case| !case.unmet.is_empty()).count(),
            "results": cases.iter().map(|case| case.findings.len() + case.unmet.len()).sum::<usize>(),
        });
        write("expected.json", &expected.to_string());
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/check");
    let tools = folder.join("tools");
    let status = Command::new(script)
        .args([&tools, &folder.join("all"), &folder.join("none")])
        .status();
    assert!(status.expect("bash").success());
}
