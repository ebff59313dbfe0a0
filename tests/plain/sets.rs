//! Small random rubric sets with facts of every kind, whose options are words that mean something elsewhere.

use crate::wild::Draw;
use maturity::finding::SourceText;
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml;

/// The set in some files, or what is wrong with it.
pub(crate) fn loaded(texts: &[(String, String)]) -> Result<RubricSet, String> {
    let sources = texts
        .iter()
        .map(|(path, text)| SourceText::new(path.clone(), text));
    let parsed: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    load(&parsed)
        .map(|loaded| loaded.set)
        .map_err(|findings| format!("{findings:?}"))
}

/// A small set with facts of every kind, whose options are words that mean something elsewhere.
pub(crate) fn small_set(bytes: &[u8]) -> RubricSet {
    let mut draw = Draw(bytes.iter());
    let mut text = String::from(
        r#"
id = "small"
version = "1.0.0"
[rubric]
id = "fit"
higher_is = "better"
[[dimensions]]
id = "one"
[[criteria]]
id = "pick"
dimension = "one"
weight = 1
fact = "one.pick"
points = { weak = 0, strong = 100 }
[[recommendations]]
id = "go"
title = "Go"
means = "Go."
[[rules]]
id = "otherwise"
recommend = "go"
because = "so"
[facts."one.pick"]
type = "choice"
options = ["weak", "strong"]
ask = "?"
"#,
    );
    let words = [
        "no",
        "yes",
        "partly",
        "true",
        "false",
        "on",
        "weak",
        "average-and-long",
        "average-and-lone",
        "a",
        "b",
    ];
    let ids = [
        "company.name",
        "one.all",
        "one.pick_2",
        "two.a",
        "two.b",
        "two.c",
        "two.d",
        "zoo.all",
    ];
    for id in ids {
        if draw.one_in(6) {
            continue;
        }
        let kind = draw.pick(&["text", "bool", "choice", "set", "integer", "number"]);
        let kind = if id == "company.name" && !draw.one_in(4) {
            "text"
        } else {
            kind
        };
        text += &format!(
            "[facts.\"{id}\"]\ntype = \"{kind}\"\nask = \"?\"\ncontext = \"only shown\"\n"
        );
        if matches!(kind, "choice" | "set") {
            let count = 2 + draw.below(5);
            let from = draw.below(words.len());
            let options: Vec<&str> = words
                .iter()
                .cycle()
                .skip(from)
                .take(count)
                .copied()
                .collect();
            text += &format!("options = {options:?}\n");
        }
        if matches!(kind, "integer" | "number") && draw.one_in(2) {
            text += draw.pick(&[
                "min = 1\nmax = 12\n",
                "min = 0\n",
                "max = 40\n",
                "min = -3\nmax = 3\n",
            ]);
        }
        if !matches!(kind, "text" | "set") && draw.one_in(3) {
            text += "allow_na = true\n";
        }
    }
    loaded(&[("small.toml".to_owned(), text.clone())])
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}
