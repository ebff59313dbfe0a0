//! Whole inputs: what is read of each document, or where it is refused. The program reads them, in a process of its
//! own with bounded memory, as a person would have it do: nothing panics, hangs or is misread.

use super::SET;
use super::folder::Folder;
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

/// A name, whose ending is the form, the bytes, and what each document comes to: what it says of `t.words`, or its
/// findings; `…` and the number of those that follow and are like the last.
type Case = (&'static str, Vec<u8>, &'static str);

/// The memory that reading may take, in KiB of address space; the program itself maps most of it.
const ROOM: usize = 1_500_000;

/// However slow the machine is: what hangs takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    let bytes = units.flat_map(|unit| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    });
    bytes.collect()
}

/// A map with as many keys, each another one.
fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn bomb() -> String {
    let level = |number: usize| {
        let names = vec![format!("*a{}", number - 1); 9].join(", ");
        format!("a{number}: &a{number} [{names}]\n")
    };
    (1..9).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, number| text + &level(number),
    )
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn yaml() -> Vec<Case> {
    let long = "x".repeat(10 << 20);
    vec![
        ("bomb.yaml", bomb().into(), "too-large 5:9"),
        (
            "bomb-maps.yaml",
            bomb()
                .replace('[', "{k: ")
                .replace(", ", ", k: ")
                .replace(']', "}")
                .into(),
            "duplicate-key 1:16, duplicate-key 1:22, … too-large 5:45",
        ),
        (
            "cycle.yaml",
            "t: &a {words: *a}\n".into(),
            "anchor-or-tag 1:15",
        ),
        (
            "cycle-far.yaml",
            "t: &a\n  words: [[*a]]\n".into(),
            "anchor-or-tag 2:12",
        ),
        (
            "alias.yaml",
            "t: {words: &w hello, pick: *w}\n".into(),
            "unknown-option 1:28",
        ),
        (
            "alias-good.yaml",
            "profile: {id: &w hello}\nt: {words: *w}\n".into(),
            "Some(\"hello\")",
        ),
        (
            "flow.yaml",
            ("t: {words: ".to_owned() + &"[".repeat(1_000_000)).into(),
            "too-large 1:43",
        ),
        (
            "flow-maps.yaml",
            "{a: ".repeat(1_000_000).into(),
            "too-large 1:129",
        ),
        (
            "block.yaml",
            "- ".repeat(1_000_000).into(),
            "too-large 1:65",
        ),
        (
            "block-maps.yaml",
            many(2_000, |number| format!("{}a:\n", " ".repeat(number))).into(),
            "too-large 33:33",
        ),
        (
            "keys-in-keys.yaml",
            "? ".repeat(1_000_000).into(),
            "too-large 1:65",
        ),
        (
            "anchors.yaml",
            many(60_000, |number| format!("a{number}: &a{number} x\n")).into(),
            "too-large 50000:17",
        ),
        (
            "huge-plain.yaml",
            format!("t:\n  words: {long}\n").into(),
            "too-large 2:10",
        ),
        (
            "huge-quoted.yaml",
            format!("t:\n  words: \"{long}\"\n").into(),
            "too-large 2:10",
        ),
        (
            "huge-block.yaml",
            format!("t:\n  words: |\n    {}\n", "x ".repeat(5 << 20)).into(),
            "too-large 3:5",
        ),
        (
            "huge-folded.yaml",
            format!("t:\n  words: >\n{}", "    x\n".repeat(1 << 20)).into(),
            "too-large 3:5",
        ),
        (
            "huge-key.yaml",
            format!("t:\n  {long}: 1\n").into(),
            "too-large 2:3",
        ),
        (
            "huge-comment.yaml",
            format!("# {long}\nt: {{words: a}}\n").into(),
            "Some(\"a\")",
        ),
        (
            "huge-name.yaml",
            format!("t: {{words: *{long}}}\n").into(),
            "syntax 1:12",
        ),
        (
            "text-at-limit.yaml",
            format!("t: {{words: {}}}\n", &long[..1 << 20]).into(),
            "1048576 bytes",
        ),
        (
            "text-over.yaml",
            format!("t: {{words: {}}}\n", &long[..(1 << 20) + 1]).into(),
            "too-large 1:12",
        ),
        (
            "document.yaml",
            format!("# {}\nt: {{}}\n", "x".repeat(17 << 20)).into(),
            "too-large 1:1",
        ),
        (
            "document-of-many.yaml",
            format!(
                "t: {{words: a}}\n---\n# {}\n---\nt: {{words: c}}\n",
                "x".repeat(17 << 20)
            )
            .into(),
            "Some(\"a\"); too-large 2:1; Some(\"c\")",
        ),
        (
            "million-mistakes.yaml",
            ("t:\n".to_owned() + &many(49_000, |number| format!("  k{number}: 1\n"))).into(),
            "too-large 10002:3, unknown-fact 2:3, … and 48901 more, not shown",
        ),
        (
            "million-sections.yaml",
            many(49_000, |number| format!("k{number}: 1\n")).into(),
            "unknown-fact 1:1, unknown-fact 2:1, … and 48900 more, not shown",
        ),
        (
            "million-duplicates.yaml",
            ("t: {words: a}\n".to_owned() + &"a: 1\n".repeat(40_000)).into(),
            "duplicate-key 3:1, duplicate-key 4:1, … and 79899 more, not shown",
        ),
        (
            "million-values.yaml",
            ("t:\n  some: [".to_owned() + &"no, ".repeat(1_000_000) + "]\n").into(),
            "too-large 2:399990",
        ),
        (
            "million-wrong-options.yaml",
            ("t:\n  some: [".to_owned() + &"noo, ".repeat(90_000) + "]\n").into(),
            "unknown-option 2:10, unknown-option 2:15, … and 89900 more, not shown",
        ),
        (
            "one-line.yaml",
            ("t: {".to_owned() + &many(49_000, |number| format!("k{number}: 1, ")) + "}\n").into(),
            "too-large 1:98895, unknown-fact 1:5, … and 48901 more, not shown",
        ),
        (
            "million-facts.yaml",
            ("t:\n".to_owned() + &many(20_000, |number| format!("  k{number}: 1\n"))).into(),
            "too-large 10002:3, unknown-fact 2:3, … and 19901 more, not shown",
        ),
        ("nul.yaml", "t: {words: a\0b}\n".into(), "syntax 1:13"),
        ("nul-first.yaml", "\0t: {words: a}\n".into(), "syntax 1:1"),
        (
            "nul-quoted.yaml",
            "t: {words: \"a\0b\"}\n".into(),
            "syntax 1:14",
        ),
        (
            "nul-comment.yaml",
            "t: {words: a} # \0\n".into(),
            "syntax 1:17",
        ),
        (
            "control.yaml",
            "t: {words: \"a\u{1}\u{1b}b\"}\n".into(),
            "syntax 1:14",
        ),
        (
            "not-utf8.yaml",
            b"t: {words: a\xff}\n".to_vec(),
            "not-utf8 1:13",
        ),
        (
            "latin1.yaml",
            b"# caf\xe9\nt: {words: a}\n".to_vec(),
            "not-utf8 1:6",
        ),
        (
            "cut-character.yaml",
            b"t: {words: \"\xe7\x94".to_vec(),
            "not-utf8 1:13",
        ),
        (
            "surrogate.yaml",
            b"t: {words: \xed\xa0\x80}\n".to_vec(),
            "not-utf8 1:12",
        ),
        (
            "overlong.yaml",
            b"t: {words: \xc0\xaf}\n".to_vec(),
            "not-utf8 1:12",
        ),
        (
            "one-bad.yaml",
            b"t: {words: a}\n---\nt: {words: \xff}\n---\nt: {words: c}\n".to_vec(),
            "Some(\"a\"); not-utf8 3:12; Some(\"c\")",
        ),
        ("mark.yaml", "\u{feff}t: {words: a}\n".into(), "Some(\"a\")"),
        (
            "mark-twice.yaml",
            "\u{feff}\u{feff}t: {words: a}\n".into(),
            "Some(\"a\")",
        ),
        (
            "mark-middle.yaml",
            "t: {words: a\u{feff}b}\n".into(),
            "Some(\"a\\u{feff}b\")",
        ),
        (
            "mark-line.yaml",
            "t:\n\u{feff}  words: a\n".into(),
            "syntax 2:1",
        ),
        (
            "mark-document.yaml",
            "t: {words: a}\n---\n\u{feff}t: {words: b}\n".into(),
            "Some(\"a\"); syntax 3:1",
        ),
        ("crlf.yaml", "t:\r\n  words: a\r\n".into(), "Some(\"a\")"),
        (
            "crlf-quoted.yaml",
            "t:\r\n  words: \"a\r\n    b\"\r\n".into(),
            "Some(\"a b\")",
        ),
        (
            "crlf-block.yaml",
            "t:\r\n  words: |\r\n    a\r\n    b\r\n".into(),
            "Some(\"a\\nb\\n\")",
        ),
        ("lone-cr.yaml", "t:\r  words: a\r".into(), "Some(\"a\")"),
        (
            "lone-cr-text.yaml",
            "t:\n  words: \"a\rb\"\n".into(),
            "syntax 2:13",
        ),
        (
            "next-line.yaml",
            "t:\n  words: a\u{85}b\u{2028}c\n".into(),
            "Some(\"a\\u{85}b\\u{2028}c\")",
        ),
        (
            "utf16-le.yaml",
            utf16("t: {words: a}\n", false, false),
            "syntax 1:2",
        ),
        (
            "utf16-le-mark.yaml",
            utf16("t: {words: a}\n", false, true),
            "not-utf8 1:1",
        ),
        (
            "utf16-be.yaml",
            utf16("t: {words: a}\n", true, false),
            "syntax 1:1",
        ),
        (
            "utf16-be-mark.yaml",
            utf16("t: {words: a}\n", true, true),
            "not-utf8 1:1",
        ),
        (
            "duplicate.yaml",
            "t:\n  words: a\n  words: a\n".into(),
            "duplicate-key 3:3",
        ),
        (
            "duplicate-section.yaml",
            "t: {words: a}\nt: {flag: true}\n".into(),
            "duplicate-key 2:1",
        ),
        (
            "duplicate-quoted.yaml",
            "t: {words: a, \"w\\x6frds\": b}\n".into(),
            "duplicate-key 1:15",
        ),
        (
            "duplicate-and-more.yaml",
            "t: {words: a, words: b, flag: 3, x: 1}\n".into(),
            "duplicate-key 1:15, wrong-type 1:31, unknown-fact 1:34",
        ),
        (
            "merge.yaml",
            "t:\n  <<: {words: a}\n".into(),
            "unknown-fact 2:3",
        ),
        (
            "merge-alias.yaml",
            "profile: &p {id: a}\nt:\n  <<: *p\n  words: b\n".into(),
            "unknown-fact 3:3",
        ),
        (
            "tag.yaml",
            "t: !!map {words: a}\n".into(),
            "anchor-or-tag 1:4",
        ),
        (
            "tag-code.yaml",
            "t: {words: !!python/object/apply:os.system [ls]}\n".into(),
            "anchor-or-tag 1:12",
        ),
        (
            "directive.yaml",
            "%YAML 1.1\n---\nt: {words: no}\n".into(),
            "Some(\"no\")",
        ),
        (
            "directive-twice.yaml",
            "%YAML 1.2\n%YAML 1.2\n---\nt: {words: a}\n".into(),
            "syntax 2:1",
        ),
        (
            "directive-unknown.yaml",
            "%FOO bar\n---\nt: {words: a}\n".into(),
            "Some(\"a\")",
        ),
        ("null-key.yaml", "t: {~: a}\n".into(), "unknown-fact 1:5"),
        (
            "empty-key.yaml",
            "t: {\"\": a}\n".into(),
            "unknown-fact 1:5",
        ),
        ("list-key.yaml", "t: {[a]: b}\n".into(), "wrong-type 1:5"),
        ("tabs.yaml", "t:\n\twords: a\n".into(), "syntax 2:2"),
        ("empty.yaml", Vec::new(), "empty-document 1:1"),
        ("only-mark.yaml", "\u{feff}".into(), "empty-document 1:1"),
        (
            "only-comment.yaml",
            "# nothing\n".into(),
            "empty-document 1:1",
        ),
        (
            "spaces.yaml",
            " ".repeat(10 << 20).into(),
            "empty-document 1:1",
        ),
        (
            "breaks.yaml",
            "\n".repeat(1 << 20).into(),
            "empty-document 1:1",
        ),
        (
            "markers.yaml",
            "---\n".repeat(2_000).into(),
            "empty-document 1:4; empty-document 2:4; empty-document 3:4; empty-document 4:4; empty-document 5:4; empty-document 6:4; … 1993",
        ),
        (
            "endings.yaml",
            "...\n".repeat(100_000).into(),
            "empty-document 1:1",
        ),
        (
            "colons.yaml",
            ":".repeat(1 << 20).into(),
            "syntax 1:1048576",
        ),
        (
            "question-marks.yaml",
            "? \n".repeat(20_000).into(),
            "duplicate-key 3:1, duplicate-key 4:1, … and 39899 more, not shown",
        ),
        ("quotes.yaml", "\"".repeat(1 << 20).into(), "syntax 1:3"),
        ("stars.yaml", "*a ".repeat(300_000).into(), "syntax 1:1"),
    ]
}

fn json() -> Vec<Case> {
    let long = "x".repeat(10 << 20);
    let nested = |count: usize| {
        format!(
            "{{\"t\": {{\"words\": {}{}}}}}",
            "[".repeat(count),
            "]".repeat(count)
        )
    };
    vec![
        ("deep.json", nested(1_000_000).into(), "too-large 1:48"),
        ("deep-open.json", "[".repeat(1_000_000).into(), "syntax 1:999999; syntax 1:1"),
        ("deep-maps.json", "{\"a\":".repeat(1_000_000).into(), "syntax 1:5000000"),
        ("deep-around-much.json", format!("{}\"{long}\"{}", "{\"a\":[".repeat(15), "]}".repeat(15)).into(), "too-large 1:91"),
        ("huge.json", format!("{{\"t\": {{\"words\": \"{long}\"}}}}").into(), "too-large 1:17"),
        ("huge-number.json", format!("{{\"t\": {{\"amount\": {}}}}}", "9".repeat(10 << 20)).into(), "too-large 1:18"),
        ("huge-key.json", format!("{{\"t\": {{\"{long}\": 1}}}}").into(), "too-large 1:8"),
        ("document.json", format!("{{\"t\": {{\"words\": \"{}\"}}}} {{\"t\": {{\"words\": \"b\"}}}}", "x".repeat(17 << 20)).into(), "too-large 1:1; Some(\"b\")"),
        ("million-mistakes.json", format!("{{\"t\": {{{}\"words\": \"a\"}}}}", many(49_000, |number| format!("\"k{number}\": 1, "))).into(), "too-large 1:118898, unknown-fact 1:8, … and 48901 more, not shown"),
        ("million-values.json", format!("{{\"t\": {{\"some\": [{}\"no\"]}}}}", "\"no\",".repeat(1_000_000)).into(), "too-large 1:500002"),
        ("nul.json", "{\"t\": {\"words\": \"a\0b\"}}".into(), "syntax 1:18"),
        ("nul-between.json", "{\"t\": \0{\"words\": \"a\"}}".into(), "syntax 1:7"),
        ("not-utf8.json", b"{\"t\": {\"words\": \"\xff\"}}".to_vec(), "not-utf8 1:18"),
        ("one-bad.json", b"[{\"t\": {\"words\": \"a\"}}, {\"t\": {\"words\": \"\xff\"}}, {\"t\": {\"words\": \"c\"}}]".to_vec(), "Some(\"a\"); not-utf8 1:18; Some(\"c\")"),
        ("mark.json", "\u{feff}{\"t\": {\"words\": \"a\"}}".into(), "Some(\"a\")"),
        ("mark-middle.json", "{\"t\": \u{feff}{\"words\": \"a\"}}".into(), "syntax 1:7"),
        ("crlf.json", "{\"t\":\r\n {\"words\":\r\n \"a\"}}\r\n".into(), "Some(\"a\")"),
        ("lone-cr.json", "{\"t\":\r {\"words\":\r 5,}}\r".into(), "syntax 1:21"),
        ("utf16-le.json", utf16("{\"t\": {\"words\": \"a\"}}", false, false), "syntax 1:2; syntax 1:42"),
        ("utf16-be-mark.json", utf16("{\"t\": {\"words\": \"a\"}}", true, true), "not-utf8 1:1"),
        ("duplicate.json", "{\"t\": {\"words\": \"a\", \"w\\u006frds\": \"b\"}}".into(), "duplicate-key 1:22"),
        ("duplicate-and-more.json", "{\"t\": {\"words\": \"a\", \"words\": \"b\", \"flag\": 3}}".into(), "duplicate-key 1:22, wrong-type 1:44"),
        ("comma.json", "{\"t\": {\"words\": \"a\",}}".into(), "syntax 1:21"),
        ("comments.json", "{\"t\": /* c */ {\"words\": \"a\"}}".into(), "syntax 1:7"),
        ("two.json", "{\"t\": {\"words\": \"a\"}}{\"t\": {\"words\": \"b\"}}".into(), "Some(\"a\"); Some(\"b\")"),
        ("scalar.json", "5".into(), "wrong-type 1:1"),
        ("null.json", "null".into(), "empty-document 1:1"),
        ("empty.json", Vec::new(), "empty-document 1:1"),
        ("open.json", "{\"t\": {\"words\": \"a".into(), "syntax 1:18"),
        ("commas.json", ("[".to_owned() + &",".repeat(1_000_000)).into(), "syntax 1:1"),
        ("closed.json", "]".repeat(1_000_000).into(), "syntax 1:1"),
        ("backslashes.json", ("{\"t\": {\"words\": \"".to_owned() + &"\\".repeat(1_000_000)).into(), "syntax 1:1000017"),
    ]
}

fn lines() -> Vec<Case> {
    let row = |text: &str| format!("{{\"t\": {{\"words\": \"{text}\"}}}}\n");
    vec![
        (
            "long-line.jsonl",
            (row("a") + &row(&"x".repeat(10 << 20)) + &row("c")).into(),
            "Some(\"a\"); too-large 2:17; Some(\"c\")",
        ),
        (
            "too-long-line.jsonl",
            (row("a") + &row(&"x".repeat(17 << 20)) + &row("c")).into(),
            "Some(\"a\"); too-large 2:1; Some(\"c\")",
        ),
        (
            "bad-line.jsonl",
            [
                row("a").into_bytes(),
                b"\xff\n".to_vec(),
                row("c").into_bytes(),
            ]
            .concat(),
            "Some(\"a\"); not-utf8 2:1; Some(\"c\")",
        ),
        (
            "nul-line.jsonl",
            (row("a") + "\0\n" + &row("c")).into(),
            "Some(\"a\"); syntax 2:1; Some(\"c\")",
        ),
        (
            "deep-line.jsonl",
            (row("a") + &"[".repeat(1_000_000) + "\n" + &row("c")).into(),
            "Some(\"a\"); syntax 2:1000000; Some(\"c\")",
        ),
        (
            "crlf.jsonl",
            (row("a") + &row("b")).replace('\n', "\r\n").into(),
            "Some(\"a\"); Some(\"b\")",
        ),
        (
            "lone-cr.jsonl",
            (row("a") + &row("b")).replace('\n', "\r").into(),
            "syntax 1:23",
        ),
        (
            "mark.jsonl",
            ("\u{feff}".to_owned() + &row("a")).into(),
            "Some(\"a\")",
        ),
        (
            "mark-each.jsonl",
            (row("a") + "\u{feff}" + &row("b")).into(),
            "Some(\"a\"); syntax 2:1",
        ),
        (
            "utf16.jsonl",
            utf16(&row("a"), false, true),
            "not-utf8 1:1; syntax 2:1",
        ),
        (
            "blank.jsonl",
            (row("a") + "\n  \n\t\n" + &row("b")).into(),
            "Some(\"a\"); Some(\"b\")",
        ),
        (
            "two-on-a-line.jsonl",
            (row("a").trim_end().to_owned() + &row("b")).into(),
            "syntax 1:22",
        ),
        (
            "duplicate.jsonl",
            "{\"t\": {\"words\": \"a\", \"words\": \"a\"}}\n".into(),
            "duplicate-key 1:22",
        ),
        (
            "no-last-break.jsonl",
            row("a").trim_end().into(),
            "Some(\"a\")",
        ),
        (
            "million-bad.jsonl",
            "x\n".repeat(3_000).into(),
            "syntax 1:1; syntax 2:1; syntax 3:1; syntax 4:1; syntax 5:1; syntax 6:1; … 2994",
        ),
    ]
}

fn tables() -> Vec<Case> {
    let table = |rows: &str| format!("t.words,t.amount\n{rows}");
    vec![
        (
            "open.csv",
            table("a,1\n\"b,2\nc,3\nd,4\n").into(),
            "Some(\"a\"); syntax 3:1; Some(\"c\"); Some(\"d\")",
        ),
        (
            "open-twice.csv",
            table("a,1\nx\"y,\"2\nc,\"3\nd,4\n").into(),
            "Some(\"a\"); wrong-type 3:5; Some(\"d\")",
        ),
        (
            "open-last.csv",
            table("a,1\nb,\"2").into(),
            "Some(\"a\"); syntax 3:3",
        ),
        (
            "open-header.csv",
            "t.words,\"t.amount\na,1\nb,2\n".into(),
            "syntax 1:9",
        ),
        (
            "open-long.csv",
            (table("a,1\n\"b,2\n") + &many(120_000, |_| "a row,1.25\n".to_owned())).into(),
            "Some(\"a\"); syntax 3:1; Some(\"a row\") × 120000",
        ),
        (
            "open-each.csv",
            (table("") + &"x\"y,\"z\n".repeat(20_000)).into(),
            "syntax 2:5; syntax 3:5; syntax 4:5; syntax 5:5; syntax 6:5; syntax 7:5; … 19994",
        ),
        (
            "open-each-long.csv",
            (table("") + &format!("x\"{},\"z\n", "y".repeat(4_000)).repeat(600)).into(),
            "syntax 2:4004; syntax 3:4004; syntax 4:4004; syntax 5:4004; syntax 6:4004; syntax 7:4004; … 594",
        ),
        (
            "closed-late.csv",
            (table("a,1\n\"b") + &"\n".repeat(100_000) + "c\",2\nd,3\n").into(),
            "Some(\"a\"); 100002 bytes; Some(\"d\")",
        ),
        (
            "long-field.csv",
            (table("a,1\n") + &"x".repeat(10 << 20) + ",2\nc,3\n").into(),
            "Some(\"a\"); too-large 3:1; Some(\"c\")",
        ),
        (
            "too-long-row.csv",
            (table("a,1\n") + &"x".repeat(17 << 20) + ",2\nc,3\n").into(),
            "Some(\"a\"); too-large 3:1; Some(\"c\")",
        ),
        (
            "long-header.csv",
            format!("t.words,{}\na,1\n", "x".repeat(10 << 20)).into(),
            "unknown-fact 1:9",
        ),
        (
            "many-columns.csv",
            format!(
                "t.words{}\na{}\n",
                many(20_000, |number| format!(",c{number}")),
                ",1".repeat(20_000)
            )
            .into(),
            "unknown-fact 1:9, unknown-fact 1:12, … and 19900 more, not shown",
        ),
        (
            "many-fields.csv",
            table(&format!("a{}\n", ",1".repeat(1_000_000))).into(),
            "syntax 2:2000001",
        ),
        (
            "quotes.csv",
            table(&("\"".repeat(1 << 20) + ",1\n")).into(),
            "524287 bytes",
        ),
        (
            "quoted-column.csv",
            table("\"a \"\"b\"\" \",1\n\"c\nd\",2\n").into(),
            "Some(\"a \\\"b\\\"\"); Some(\"c\\nd\")",
        ),
        (
            "behind-quote.csv",
            table("\"a\"b,1\n").into(),
            "Some(\"ab\")",
        ),
        ("nul.csv", table("a\0b,1\n").into(), "Some(\"a\\0b\")"),
        (
            "not-utf8.csv",
            [table("a,1\n").into_bytes(), b"\xff,2\nc,3\n".to_vec()].concat(),
            "Some(\"a\"); not-utf8 3:1; Some(\"c\")",
        ),
        (
            "mark.csv",
            ("\u{feff}".to_owned() + &table("a,1\n")).into(),
            "Some(\"a\")",
        ),
        (
            "mark-quoted.csv",
            "\u{feff}\"t.words\",\"t.amount\"\na,1\n".into(),
            "Some(\"a\")",
        ),
        (
            "mark-row.csv",
            table("\u{feff}a,1\n").into(),
            "Some(\"\\u{feff}a\")",
        ),
        (
            "crlf.csv",
            table("a,1\nb,2\n").replace('\n', "\r\n").into(),
            "Some(\"a\"); Some(\"b\")",
        ),
        (
            "lone-cr.csv",
            table("a,1\nb,2\n").replace('\n', "\r").into(),
            "unknown-fact 1:9, unknown-fact 1:20, unknown-fact 1:24, empty-document 1:1",
        ),
        (
            "utf16.csv",
            utf16(&table("a,1\n"), false, true),
            "not-utf8 1:1",
        ),
        (
            "duplicate-column.csv",
            "t.words,t.words\na,b\n".into(),
            "duplicate-key 1:9",
        ),
        (
            "too-few.csv",
            table("a\nb,2\n").into(),
            "syntax 2:1; Some(\"b\")",
        ),
        (
            "norway.csv",
            "t.words,t.pick\nno,no\n".into(),
            "Some(\"no\")",
        ),
        ("padded.csv", table("007,007\n").into(), "wrong-type 2:5"),
        ("formula.csv", table("=1+1,=1+1\n").into(), "wrong-type 2:6"),
        ("nan.csv", table("nan,NaN\n").into(), "wrong-type 2:5"),
        (
            "thousands.csv",
            table("a,\"1,000\"\n").into(),
            "wrong-type 2:3",
        ),
        (
            "bracket.csv",
            table("\"{value: [[[[\",1\n").into(),
            "syntax 2:1",
        ),
        ("header-only.csv", "t.words,t.amount\n".into(), ""),
        ("empty.csv", Vec::new(), "empty-document 1:1"),
    ]
}

/// What the program prints about a file with some columns.
fn printed(folder: &Folder, name: &str, fields: &str) -> String {
    let path = folder.path(name).display().to_string();
    let program = env!("CARGO_BIN_EXE_maturity");
    let line = format!("ulimit -v {ROOM}; exec \"$0\" \"$@\"");
    let begun = Instant::now();
    let output = Command::new("sh")
        .args(["-c", &line, program, "score", &path, "--rubrics"])
        .arg(folder.path("set.toml"))
        .args([
            "--limit",
            if name.starts_with("open") {
                "document=1MiB"
            } else {
                "document=16MiB"
            },
        ])
        .args([
            "--format", "jsonl", "--jobs", "2", "--quiet", "--fields", fields,
        ])
        .env_remove("MATURITY_RUBRICS")
        .output()
        .expect("it runs");
    assert!(
        begun.elapsed() < PATIENCE,
        "{name} took {:?}",
        begun.elapsed()
    );
    let error = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code();
    assert!(
        matches!(code, Some(0 | 2)) && !error.contains("panicked"),
        "{name}: {code:?} {error}"
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What each document of a file came to.
fn outcome(folder: &Folder, name: &str) -> String {
    let output = printed(folder, name, "index,t.words");
    // Where no column asks for what was stated, plain documents go another way, to the same end.
    let short = printed(folder, name, "index");
    let bad = |text: &str| -> Vec<bool> {
        let lines = text.lines();
        lines.map(|line| line.contains("\"findings\":[")).collect()
    };
    assert_eq!(bad(&output), bad(&short), "{name}");
    let mut all: Vec<(String, usize)> = Vec::new();
    for line in output.lines() {
        let one = document(&serde_json::from_str(line).expect("JSON"));
        match all.last_mut() {
            Some((last, count)) if *last == one => *count += 1,
            _ => all.push((one, 1)),
        }
    }
    let words = all.iter().map(|(one, count)| match count {
        1 => one.clone(),
        more => format!("{one} × {more}"),
    });
    let words: Vec<String> = words.collect();
    let mut text = words[..words.len().min(6)].join("; ");
    if words.len() > 6 {
        let _ = write!(text, "; … {}", words.len() - 6);
    }
    text
}

fn document(report: &Value) -> String {
    if let Some(findings) = report["findings"].as_array() {
        let one = |finding: &Value| {
            let code = finding["code"].as_str().expect("a code");
            match (&finding["line"], &finding["column"]) {
                (Value::Null, _) if code == "more-findings" => {
                    finding["message"].as_str().expect("text").to_owned()
                }
                (Value::Null, _) => code.to_owned(),
                (line, column) => format!("{code} {line}:{column}"),
            }
        };
        let all: Vec<String> = findings.iter().map(one).collect();
        return match all.as_slice() {
            [first, second, .., last] if all.len() > 4 => format!("{first}, {second}, … {last}"),
            _ => all.join(", "),
        };
    }
    match report["t.words"].as_str() {
        Some(words) if words.len() > 100 => format!("{} bytes", words.len()),
        words => format!("{words:?}"),
    }
}

fn hold(cases: Vec<Case>) {
    let folder = Folder::new();
    folder.write("set.toml", SET);
    let mut wrong = String::new();
    for (name, bytes, expected) in cases {
        folder.write(name, bytes);
        let own = outcome(&folder, name);
        if own != expected {
            let _ = writeln!(wrong, "{name} => {own:?}");
        }
    }
    assert!(wrong.is_empty(), "read otherwise:\n{wrong}");
}

#[test]
fn yaml_is_read_or_refused_where_it_stands() {
    hold(yaml());
}

#[test]
fn json_is_read_or_refused_where_it_stands() {
    hold(json());
}

#[test]
fn lines_of_json_are_read_or_refused_one_by_one() {
    hold(lines());
}

#[test]
fn tables_are_read_or_refused_row_by_row() {
    hold(tables());
}
