//! What scalars are taken for: by the type of their fact, and never for something that other readers of the same
//! text would read otherwise without a word.

use super::{found, set};
use maturity::finding::SourceText;
use maturity::profile::{Options, Stated, resolve};
use maturity::rubric::RubricSet;
use maturity::source::{json, toml, yaml};
use maturity::value::{Node, Span};

/// The facts that each row is stated of.
const FACTS: [&str; 5] = ["flag", "pick", "whole", "amount", "words"];

/// A scalar in YAML, and what it says of a bool, a choice of `no`, `yes` and `off`, an integer, a number and a text:
/// `-` where that is unknown.
const YAML: &[(&str, [&str; 5])] = &[
    (
        "no",
        [
            "wrong-type 2:9",
            "no",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"no\"",
        ],
    ),
    (
        "No",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"No\"",
        ],
    ),
    (
        "NO",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"NO\"",
        ],
    ),
    (
        "n",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"n\"",
        ],
    ),
    (
        "N",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"N\"",
        ],
    ),
    (
        "on",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"on\"",
        ],
    ),
    (
        "On",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"On\"",
        ],
    ),
    (
        "y",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"y\"",
        ],
    ),
    (
        "Y",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"Y\"",
        ],
    ),
    (
        "yes",
        [
            "wrong-type 2:9",
            "yes",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"yes\"",
        ],
    ),
    (
        "off",
        [
            "wrong-type 2:9",
            "off",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"off\"",
        ],
    ),
    (
        "true",
        [
            "true",
            "yes",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"true\"",
        ],
    ),
    (
        "True",
        [
            "true",
            "yes",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"True\"",
        ],
    ),
    (
        "TRUE",
        [
            "true",
            "yes",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"TRUE\"",
        ],
    ),
    (
        "tRUE",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"tRUE\"",
        ],
    ),
    (
        "false",
        [
            "false",
            "no",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"false\"",
        ],
    ),
    ("~", ["-", "-", "-", "-", "-"]),
    ("null", ["-", "-", "-", "-", "-"]),
    ("Null", ["-", "-", "-", "-", "-"]),
    ("NULL", ["-", "-", "-", "-", "-"]),
    (
        "nULL",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"nULL\"",
        ],
    ),
    ("", ["-", "-", "-", "-", "-"]),
    (
        "''",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"\"",
        ],
    ),
    (
        "\"\"",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"\"",
        ],
    ),
    (
        "'no'",
        [
            "wrong-type 2:9",
            "no",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"no\"",
        ],
    ),
    (
        "\"true\"",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"true\"",
        ],
    ),
    (
        "\"5\"",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5\"",
        ],
    ),
    (
        "017",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"017\"",
        ],
    ),
    (
        "0o17",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"0o17\"",
        ],
    ),
    (
        "0x1f",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"0x1f\"",
        ],
    ),
    (
        "0b11",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"0b11\"",
        ],
    ),
    (
        "1_000",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1_000\"",
        ],
    ),
    (
        "1,000",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1,000\"",
        ],
    ),
    (
        "1:30",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1:30\"",
        ],
    ),
    (
        "190:20:30",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"190:20:30\"",
        ],
    ),
    (
        "12:30:45",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"12:30:45\"",
        ],
    ),
    (
        "2026-11-03",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"2026-11-03\"",
        ],
    ),
    (
        "2026-11-03T10:00:00Z",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"2026-11-03T10:00:00Z\"",
        ],
    ),
    (
        ".nan",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\".nan\"",
        ],
    ),
    (
        ".NaN",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\".NaN\"",
        ],
    ),
    (
        ".inf",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\".inf\"",
        ],
    ),
    (
        "-.inf",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"-.inf\"",
        ],
    ),
    (
        "+.INF",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"+.INF\"",
        ],
    ),
    (
        "nan",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"nan\"",
        ],
    ),
    (
        "inf",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"inf\"",
        ],
    ),
    (
        "1e400",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1e400\"",
        ],
    ),
    (
        "-1e400",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"-1e400\"",
        ],
    ),
    (
        "1e-400",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1e-400\"",
        ],
    ),
    (
        "1e308",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "out-of-bounds 2:10",
            "1e308",
            "\"1e308\"",
        ],
    ),
    (
        "1e3",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "1000.0",
            "\"1e3\"",
        ],
    ),
    (
        "1E3",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "1000.0",
            "\"1E3\"",
        ],
    ),
    (
        "1e+3",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "1000.0",
            "\"1e+3\"",
        ],
    ),
    (
        "12e",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"12e\"",
        ],
    ),
    (
        "1e5000000000000",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1e5000000000000\"",
        ],
    ),
    (
        "-0",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "0.0",
            "0.0",
            "\"-0\"",
        ],
    ),
    (
        "-0.0",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "0.0",
            "0.0",
            "\"-0.0\"",
        ],
    ),
    (
        "+0",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "0.0",
            "0.0",
            "\"+0\"",
        ],
    ),
    (
        "+5",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "5.0",
            "5.0",
            "\"+5\"",
        ],
    ),
    (
        "-5",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "-5.0",
            "-5.0",
            "\"-5\"",
        ],
    ),
    (
        "5.0",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "5.0",
            "5.0",
            "\"5.0\"",
        ],
    ),
    (
        "5.5",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "5.5",
            "\"5.5\"",
        ],
    ),
    (
        ".5",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "0.5",
            "\".5\"",
        ],
    ),
    (
        "5.",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "5.0",
            "\"5.\"",
        ],
    ),
    (
        "00",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"00\"",
        ],
    ),
    (
        "0.1",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "0.1",
            "\"0.1\"",
        ],
    ),
    (
        "9007199254740992",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "9007199254740992.0",
            "9007199254740992.0",
            "\"9007199254740992\"",
        ],
    ),
    (
        "9007199254740993",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "9007199254740992.0",
            "\"9007199254740993\"",
        ],
    ),
    (
        "-9007199254740993",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "-9007199254740992.0",
            "\"-9007199254740993\"",
        ],
    ),
    (
        "9223372036854775807",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "out-of-bounds 2:10",
            "9.223372036854776e18",
            "\"9223372036854775807\"",
        ],
    ),
    (
        "9223372036854775808",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "out-of-bounds 2:10",
            "9.223372036854776e18",
            "\"9223372036854775808\"",
        ],
    ),
    (
        "18446744073709551616",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "out-of-bounds 2:10",
            "1.8446744073709552e19",
            "\"18446744073709551616\"",
        ],
    ),
    (
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\"",
        ],
    ),
    (
        "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001\"",
        ],
    ),
    (
        "１２",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"１２\"",
        ],
    ),
    (
        "٣",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"٣\"",
        ],
    ),
    (
        "5 %",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5 %\"",
        ],
    ),
    (
        "5%",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5%\"",
        ],
    ),
    (
        "5\u{a0}",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5\\u{a0}\"",
        ],
    ),
    (
        "½",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"½\"",
        ],
    ),
    (
        "∞",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"∞\"",
        ],
    ),
    (
        "=5",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"=5\"",
        ],
    ),
    (
        "<<",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"<<\"",
        ],
    ),
    (
        "!!int 5",
        [
            "anchor-or-tag 2:9",
            "anchor-or-tag 2:9",
            "anchor-or-tag 2:10",
            "anchor-or-tag 2:11",
            "anchor-or-tag 2:10",
        ],
    ),
    (
        "!!str no",
        [
            "anchor-or-tag 2:9",
            "anchor-or-tag 2:9",
            "anchor-or-tag 2:10",
            "anchor-or-tag 2:11",
            "anchor-or-tag 2:10",
        ],
    ),
    (
        "&a no",
        [
            "wrong-type 2:12",
            "no",
            "wrong-type 2:13",
            "wrong-type 2:14",
            "\"no\"",
        ],
    ),
    (
        "*a",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "n/a",
        [
            "wrong-type 2:9",
            "wrong-type 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"n/a\"",
        ],
    ),
    ("unknown", ["-", "-", "-", "-", "-"]),
    (
        "0x1p3",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"0x1p3\"",
        ],
    ),
    (
        "1d",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1d\"",
        ],
    ),
    (
        "1f",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1f\"",
        ],
    ),
    (
        "1.2.3",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"1.2.3\"",
        ],
    ),
    (
        "- 5",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "[5]",
        [
            "wrong-type 2:9",
            "wrong-type 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "wrong-type 2:10",
        ],
    ),
    (
        "{a: 5}",
        [
            "unknown-key 2:10",
            "unknown-key 2:10",
            "unknown-key 2:11",
            "unknown-key 2:12",
            "unknown-key 2:11",
        ],
    ),
    (
        "|\n    no",
        [
            "wrong-type 3:5",
            "unknown-option 3:5",
            "wrong-type 3:5",
            "wrong-type 3:5",
            "\"no\\n\"",
        ],
    ),
    (
        "'5' # c",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5\"",
        ],
    ),
    (
        "\"\\x6eo\"",
        [
            "wrong-type 2:9",
            "no",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"no\"",
        ],
    ),
    (
        "\"a\\0b\"",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"a\\0b\"",
        ],
    ),
    (
        "5\t",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "5.0",
            "5.0",
            "\"5\"",
        ],
    ),
    (
        "@5",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "`5`",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "%5",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "? x",
        [
            "syntax 2:9",
            "syntax 2:9",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:10",
        ],
    ),
    (
        "5 6",
        [
            "wrong-type 2:9",
            "unknown-option 2:9",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "\"5 6\"",
        ],
    ),
];

/// The same in JSON.
const JSON: &[(&str, [&str; 5])] = &[
    (
        "true",
        [
            "true",
            "yes",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"true\"",
        ],
    ),
    (
        "false",
        [
            "false",
            "no",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"false\"",
        ],
    ),
    ("null", ["-", "-", "-", "-", "-"]),
    (
        "\"true\"",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"true\"",
        ],
    ),
    (
        "\"no\"",
        [
            "wrong-type 2:10",
            "no",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"no\"",
        ],
    ),
    (
        "no",
        [
            "syntax 2:11",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:12",
        ],
    ),
    (
        "True",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "5",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "5.0",
            "5.0",
            "\"5\"",
        ],
    ),
    (
        "-0",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "0.0",
            "0.0",
            "\"-0\"",
        ],
    ),
    (
        "-0.0",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "0.0",
            "0.0",
            "\"-0.0\"",
        ],
    ),
    (
        "5.0",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "5.0",
            "5.0",
            "\"5.0\"",
        ],
    ),
    (
        "5e0",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "5.0",
            "\"5e0\"",
        ],
    ),
    (
        "5E-1",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "0.5",
            "\"5E-1\"",
        ],
    ),
    (
        "1e400",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"1e400\"",
        ],
    ),
    (
        "-1e400",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"-1e400\"",
        ],
    ),
    (
        "1e-400",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"1e-400\"",
        ],
    ),
    (
        "017",
        [
            "syntax 2:11",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:12",
        ],
    ),
    (
        "+5",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        ".5",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "5.",
        [
            "syntax 2:12",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:13",
        ],
    ),
    (
        "0x1f",
        [
            "syntax 2:11",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:12",
        ],
    ),
    (
        "NaN",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "Infinity",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "-Infinity",
        [
            "syntax 2:11",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:12",
        ],
    ),
    (
        "9007199254740992",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "9007199254740992.0",
            "9007199254740992.0",
            "\"9007199254740992\"",
        ],
    ),
    (
        "9007199254740993",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "9007199254740992.0",
            "\"9007199254740993\"",
        ],
    ),
    (
        "18446744073709551616",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "out-of-bounds 2:11",
            "1.8446744073709552e19",
            "\"18446744073709551616\"",
        ],
    ),
    (
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\"",
        ],
    ),
    (
        "\"\\u006eo\"",
        [
            "wrong-type 2:10",
            "no",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"no\"",
        ],
    ),
    (
        "\"\\ud800\"",
        [
            "syntax 2:17",
            "syntax 2:17",
            "syntax 2:18",
            "syntax 2:19",
            "syntax 2:18",
        ],
    ),
    (
        "\"\\udc00\\ud800\"",
        [
            "syntax 2:16",
            "syntax 2:16",
            "syntax 2:17",
            "syntax 2:18",
            "syntax 2:17",
        ],
    ),
    (
        "\"\\ud83e\\udd80\"",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"🦀\"",
        ],
    ),
    (
        "\"\\u0000\"",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"\\0\"",
        ],
    ),
    (
        "\"a\\qb\"",
        [
            "syntax 2:13",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:15",
            "syntax 2:14",
        ],
    ),
    (
        "\"tab\tinside\"",
        [
            "syntax 2:13",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:15",
            "syntax 2:14",
        ],
    ),
    (
        "'no'",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "[5]",
        [
            "wrong-type 2:10",
            "wrong-type 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "wrong-type 2:11",
        ],
    ),
    (
        "{\"a\": 5}",
        [
            "unknown-key 2:11",
            "unknown-key 2:11",
            "unknown-key 2:12",
            "unknown-key 2:13",
            "unknown-key 2:12",
        ],
    ),
    (
        "",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "5,",
        [
            "syntax 2:12",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:13",
        ],
    ),
    (
        "5 6",
        [
            "syntax 2:12",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:13",
        ],
    ),
    (
        "1_000",
        [
            "syntax 2:11",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:12",
        ],
    ),
    (
        "\"5\"",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"5\"",
        ],
    ),
    (
        "undefined",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "// c\n5",
        [
            "syntax 2:10",
            "syntax 2:10",
            "syntax 2:11",
            "syntax 2:12",
            "syntax 2:11",
        ],
    ),
    (
        "5 // c",
        [
            "syntax 2:12",
            "syntax 2:12",
            "syntax 2:13",
            "syntax 2:14",
            "syntax 2:13",
        ],
    ),
    (
        "\"\\u0085\"",
        [
            "wrong-type 2:10",
            "unknown-option 2:10",
            "wrong-type 2:11",
            "wrong-type 2:12",
            "\"\\u{85}\"",
        ],
    ),
];

/// A value in TOML, as the readers of rubric sets hear it; in quotes where it is text.
const TOML: &[(&str, &str)] = &[
    ("no", "syntax 1:5"),
    ("true", "true"),
    ("True", "syntax 1:5"),
    ("yes", "syntax 1:5"),
    ("~", "syntax 1:5"),
    ("null", "syntax 1:5"),
    ("017", "syntax 1:5"),
    ("0o17", "0 in base 8: 17"),
    ("0x1f", "0 in base 16: 1f"),
    ("0b11", "0 in base 2: 11"),
    ("1_000", "1000"),
    ("1__0", "syntax 1:6"),
    ("_1", "syntax 1:5"),
    ("1:30", "syntax 1:5"),
    ("2026-11-03", "2026-11-03"),
    ("2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z"),
    ("2026-13-03", "syntax 1:5"),
    ("10:00:00", "10:00:00"),
    ("nan", "nan"),
    ("inf", "inf"),
    ("-inf", "-inf"),
    ("+nan", "+nan"),
    ("1e400", "1e400"),
    ("-0", "-0"),
    ("-0.0", "-0.0"),
    ("+5", "+5"),
    ("5.", "syntax 1:7"),
    ("  .5", "syntax 1:7"),
    ("5.5", "5.5"),
    ("1e3", "1e3"),
    ("9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", "9223372036854775808"),
    ("18446744073709551616", "18446744073709551616"),
    (
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ),
    ("''", "\"\""),
    ("'no'", "\"no\""),
    ("\"\\u0000\"", "\"\\0\""),
    ("\"\\ud800\"", "syntax 1:8"),
    ("\"\\U0010ffff\"", "\"\\u{10ffff}\""),
    ("\"\\x41\"", "syntax 1:6"),
    ("\"\\e\"", "syntax 1:6"),
    ("\"a\\qb\"", "syntax 1:8"),
    ("\"\"\"a\nb\"\"\"", "\"a\\nb\""),
    ("'''a\nb'''", "\"a\\nb\""),
    ("[1, 'x']", "a list"),
    ("[1,]", "a list"),
    ("{a = 1,}", "syntax 1:11"),
    ("{a = 1}", "a map"),
    ("5 6", "syntax 1:5"),
    ("", "syntax 1:5"),
];

fn said(set: &RubricSet, source: &SourceText<'_>, root: &Node<'_>, fact: &str) -> String {
    let number = set.fact(&format!("t.{fact}")).expect("it has it");
    match resolve(set, source, root, Options::default()) {
        Err(findings) => found(&findings),
        Ok((answers, warnings)) => {
            assert!(warnings.is_empty(), "{}: {warnings:?}", source.text);
            match &answers.stated[number].value {
                Stated::Unknown => "-".to_owned(),
                Stated::Bool(value) => value.to_string(),
                Stated::Option(option) => set.facts[number].options[usize::from(*option)]
                    .id
                    .to_string(),
                Stated::Number(number) => format!("{number:?}"),
                Stated::Text(text) => format!("{text:?}"),
                other => format!("{other:?}"),
            }
        }
    }
}

fn in_yaml(set: &RubricSet, scalar: &str, fact: &str) -> String {
    let text = format!("t:\n  {fact}: {scalar}\n");
    let source = SourceText::new("x.yaml", &text);
    match yaml::read(&source) {
        Err(findings) => found(&findings),
        Ok(documents) => said(set, &source, &documents[0], fact),
    }
}

fn in_json(set: &RubricSet, scalar: &str, fact: &str) -> String {
    let text = format!("{{\"t\":\n{{\"{fact}\": {scalar}}}}}\n");
    let source = SourceText::new("x.json", &text);
    match json::read(&source, Span::new(0, text.len())) {
        Err(findings) => found(&findings),
        Ok(document) => said(set, &source, &document, fact),
    }
}

fn in_toml(value: &str) -> String {
    let text = format!("a = {value}\n");
    let source = SourceText::new("x.toml", &text);
    match toml::read(&source) {
        Err(findings) => found(&findings),
        Ok(root) => {
            let node = root.get("a").expect("it is there");
            match (node.plain(), node.text()) {
                (Some(text), _) => text.to_owned(),
                (None, Some(text)) => format!("{text:?}"),
                (None, None) => node.describe(),
            }
        }
    }
}

#[test]
fn scalars_are_what_their_facts_make_of_them() {
    let set = set();
    let mut wrong = String::new();
    for (name, table, read) in [
        (
            "YAML",
            YAML,
            in_yaml as fn(&RubricSet, &str, &str) -> String,
        ),
        ("JSON", JSON, in_json),
    ] {
        for (scalar, expected) in table {
            let own = FACTS.map(|fact| read(&set, scalar, fact));
            if own.each_ref().map(String::as_str) != *expected {
                wrong += &format!("{name}: ({scalar:?}, {own:?}),\n");
            }
        }
    }
    for (value, expected) in TOML {
        let own = in_toml(value);
        if own != *expected {
            wrong += &format!("TOML: ({value:?}, {own:?}),\n");
        }
    }
    assert!(wrong.is_empty(), "read otherwise:\n{wrong}");
    assert_eq!((YAML.len(), JSON.len(), TOML.len()), (105, 47, 50));
}
