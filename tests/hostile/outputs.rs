//! Outputs × attacks: whatever texts profiles, sets and file names hold, they stay text in every output.
//!
//! Each attack stands in profiles wherever they hold text; all of them together, a line each, stand in a rubric set
//! wherever that holds text. Each output is judged by what would be fooled by it.

use super::folder::Folder;
use serde_json::Value;

/// Every attack has this in it, to be found again.
const MARK: &str = "zqz";

/// What a text could try, by what it is aimed at.
pub(super) const ATTACKS: [(&str, &str); 30] = [
    ("escape", "\u{1b}[31mzqz\u{1b}[2J\u{1b}c"),
    ("c1", "\u{9b}31mzqz\u{90}q\u{9c}"),
    ("osc 8", "\u{1b}]8;;http://zqz\u{7}link\u{1b}]8;;\u{1b}\\"),
    ("title", "\u{1b}]0;zqz\u{7}\u{8}\u{7f}"),
    (
        "bidi",
        "\u{202e}zqz\u{202c}\u{2066}a\u{2069}\u{200f}\u{61c}",
    ),
    ("zero width", "z\u{200b}q\u{200d}z zqz\u{feff}\u{2060}"),
    ("formula", "=HYPERLINK(\"http://zqz\",\"x\")"),
    ("formula +", "+zqz+cmd|' /C calc'!A0"),
    ("formula -", "-zqz()"),
    ("formula @", "@SUM(zqz)"),
    ("formula tab", "\t=zqz"),
    ("formula return", "\r=zqz"),
    ("formula space", " =zqz"),
    ("formula wide", "＝zqz"),
    (
        "html",
        "</title></style><script>alert('zqz')</script><img src=x onerror=zqz>",
    ),
    ("svg", "<svg onload=zqz><![CDATA[ ]]> <!-- -->"),
    ("entity", "&lt;zqz&gt; &#60; &bogus; %26"),
    (
        "markdown",
        "[zqz](javascript:x) ![zqz](http://x/y.png) | zqz | `a` ```",
    ),
    (
        "heading",
        "# zqz\n## zqz\n- zqz\n> zqz\n1. zqz\n---\n```\nzqz",
    ),
    ("workflow", "::error file=x::zqz"),
    (
        "workflow line",
        "\n::error::zqz\n::stop-commands::zqz\n##[error]zqz",
    ),
    ("workflow escape", "%0A::warning::zqz%0D,file=a:b,line=9"),
    ("xml", "zqz\u{fffe}\u{ffff}\u{1}\u{c} ]]> <?xml?>"),
    (
        "sql",
        "zqz'; DROP TABLE x; -- zqz \" ` \\' /* zqz */ $$zqz$$",
    ),
    ("sql close", "'zqz\" zqz` zqz]"),
    ("tap", "zqz # SKIP zqz # TODO"),
    ("tap line", "zqz\nok 7 - zqz\nBail out! zqz\n1..0 # SKIP"),
    ("yaml", "--- zqz: [a, {b: c}] # zqz\n... \n- &a *a !!zqz"),
    ("separators", "zqz\u{2028}zqz\u{2029}zqz\u{85}zqz"),
    ("emoji", "zqz 👩\u{200d}👩\u{200d}👧 é\u{302} 🦀 澄岸"),
];

/// A text of a profile or a set, in JSON's and TOML's common notation.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("JSON");
    json.replace('\u{7f}', "\\u007f")
}

pub(super) fn profile(text: &str) -> String {
    let text = quoted(text);
    format!(
        "{{\"profile\": {{\"id\": {text}, \"prepared_by\": {text}}}, \"company\": {{\"name\": {text}}}, \
         \"owner\": {{\"decides\": {{\"value\": true, \"note\": {text}, \"source\": {text}}}}}}}"
    )
}

/// One that cannot be used, with a text as id, key and value.
pub(super) fn bad_profile(text: &str) -> String {
    let text = quoted(text);
    format!(
        "{{\"profile\": {{\"id\": {text}}}, {text}: 1, \"owner\": {{{text}: {text}, \"decides\": {text}}}}}"
    )
}

/// A set with a text wherever it may have one.
pub(super) fn set(text: &str) -> String {
    let words = quoted(text);
    include_str!("words.toml").replace("\"WORDS\"", &words)
}

/// What no terminal, log or page may get.
fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{fffe}' | '\u{ffff}' | '\u{ad}' | '\u{115f}' | '\u{180e}' | '\u{e0000}'..='\u{e007f}')
}

fn plain(text: &str) -> Result<(), String> {
    match text.chars().find(|c| is_hidden(*c)) {
        Some(c) => Err(format!("holds {c:?}")),
        None => Ok(()),
    }
}

/// Every string in a value.
fn strings<'v>(value: &'v Value, all: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => all.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::Object(entries) => entries.values().for_each(|item| strings(item, all)),
        _ => {}
    }
}

fn has(value: &Value, texts: &[&str]) -> Result<(), String> {
    let mut all = Vec::new();
    strings(value, &mut all);
    match texts
        .iter()
        .find(|text| !all.iter().any(|own| own.contains(*text)))
    {
        Some(text) => Err(format!("has lost {text:?}")),
        None => Ok(()),
    }
}

fn json(text: &str, texts: &[&str]) -> Result<(), String> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    has(&read(text)?, texts)
}

fn lines(text: &str, texts: &[&str]) -> Result<(), String> {
    let all: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    has(
        &Value::Array(all.map_err(|error| error.to_string())?),
        texts,
    )
}

fn yaml(text: &str, texts: &[&str]) -> Result<(), String> {
    use serde::Deserialize as _;
    let documents = serde_yaml::Deserializer::from_str(text);
    let all: Result<Vec<Value>, _> = documents.map(Value::deserialize).collect();
    has(
        &Value::Array(all.map_err(|error| error.to_string())?),
        texts,
    )
}

/// No cell is a formula to a spreadsheet, and texts are whole behind the sign that keeps them from it.
fn csv(text: &str, texts: &[&str]) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut cells = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        cells.extend(record.iter().map(str::to_owned));
    }
    for cell in &cells {
        let first = cell
            .trim_start_matches([' ', '\u{a0}', '\u{3000}'])
            .chars()
            .next();
        let formula = matches!(
            first,
            Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
        );
        if formula && cell.parse::<f64>().is_err() {
            return Err(format!("a formula: {cell:?}"));
        }
    }
    // Apostrophes keep what begins like a formula from being one.
    let bare = |text: &str| text.replace('\'', "");
    let cells: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
    let lost = |text: &&&str| !cells.iter().any(|cell| cell.contains(&bare(text)));
    match texts.iter().find(lost) {
        Some(text) => Err(format!("has lost {text:?}")),
        None => Ok(()),
    }
}

/// Well-formed, nothing of a text is markup, and no address leads anywhere.
fn markup(text: &str, _: &[&str]) -> Result<(), String> {
    plain(text)?;
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let body = text.replacen("<!doctype html>", "", 1);
    let document = roxmltree::Document::parse_with_options(&body, options)
        .map_err(|error| error.to_string())?;
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        if name.contains(MARK)
            || name == "img"
            || name == "script" && node.text().unwrap_or("").contains(MARK)
        {
            return Err(format!("an element {name}"));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let leads =
                matches!(name, "href" | "src") && value.contains(MARK) && !value.starts_with('#');
            if name.starts_with("on") || name.contains(MARK) || leads {
                return Err(format!("an attribute {name}={value:?}"));
            }
        }
    }
    if text.contains(MARK) {
        Ok(())
    } else {
        Err("has lost it".to_owned())
    }
}

/// Neither markup, nor a link, nor a picture, nor a block that a text begins.
fn markdown(text: &str, _: &[&str]) -> Result<(), String> {
    plain(text)?;
    for line in text.lines() {
        let mut signs = line.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            let rest = &line[at + sign.len_utf8()..];
            match sign {
                '\\' => drop(signs.next()),
                '<' if rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                    return Err(format!("markup: {line}"));
                }
                ']' if rest.starts_with('(') && line.contains(MARK) => {
                    return Err(format!("a link: {line}"));
                }
                _ => {}
            }
        }
        // A heading of ours may hold a name; a line that is all an attack's is none of ours.
        let blocks = ["# zqz", "## zqz", "- zqz", "> zqz", "1. zqz", "```"];
        let command = line.trim_start().starts_with("::") || line.contains("##[");
        if command || blocks.contains(&line) {
            return Err(format!("a block: {line}"));
        }
    }
    if text.contains(MARK) {
        Ok(())
    } else {
        Err("has lost it".to_owned())
    }
}

/// Each line is a command of ours or a line of text, and what a command says ends where its line does.
fn github(text: &str, _: &[&str]) -> Result<(), String> {
    plain(text)?;
    for line in text.lines() {
        let ours = ["::error ", "::warning ", "::notice "];
        let command = line.trim_start().starts_with("::") || line.contains("##[");
        if command && !ours.iter().any(|begin| line.starts_with(begin)) {
            return Err(format!("a command: {line}"));
        }
        let head = line.split("::").nth(1).unwrap_or("");
        if head.matches(",file=").count() > 0 || head.matches(",line=").count() > 1 {
            return Err(format!("a property: {line}"));
        }
    }
    Ok(())
}

fn tap(text: &str, _: &[&str]) -> Result<(), String> {
    plain(text)?;
    for line in text.lines() {
        let result = line.starts_with("ok ") || line.starts_with("not ok ");
        let line = line.replace("\\\\", "").replace("\\#", "");
        let directive = line.split('#').skip(1).any(|rest| {
            let word = rest.trim_start().to_uppercase();
            word.starts_with("SKIP") || word.starts_with("TODO")
        });
        if result && directive || line.starts_with("Bail out!") || line.starts_with("1..0") {
            return Err(format!("a directive: {line}"));
        }
    }
    let results = text
        .lines()
        .filter(|line| line.starts_with("ok ") || line.starts_with("not ok "));
    let plan = text.lines().find_map(|line| line.strip_prefix("1.."));
    let planned = plan.and_then(|plan| plan.split(' ').next()?.parse().ok());
    if planned == Some(results.count()) {
        Ok(())
    } else {
        Err("another plan".to_owned())
    }
}

/// Outside literals, names and comments no part of a text is left; a comment ends with its line.
fn sql(text: &str, spark: bool) -> Result<(), String> {
    plain(text)?;
    let mut signs = text.chars().peekable();
    let mut code = String::new();
    while let Some(sign) = signs.next() {
        match sign {
            '\'' | '"' | '`' => loop {
                match signs.next() {
                    Some('\\') if spark && sign == '\'' => drop(signs.next()),
                    Some(one) if one == sign => {
                        if signs.next_if_eq(&sign).is_none() {
                            break;
                        }
                    }
                    Some(_) => {}
                    None => return Err(format!("{sign} is not closed")),
                }
            },
            '-' if signs.peek() == Some(&'-') => {
                while signs.next_if(|one| *one != '\n').is_some() {}
            }
            _ => code.push(sign),
        }
    }
    if code.contains(MARK) {
        Err("code of a text".to_owned())
    } else {
        Ok(())
    }
}

pub(super) type Judge = fn(&str, &[&str]) -> Result<(), String>;

fn text(text: &str, _: &[&str]) -> Result<(), String> {
    plain(text)?;
    match text
        .lines()
        .find(|line| line.starts_with("::") || line.starts_with("##["))
    {
        Some(line) => Err(format!("a command: {line}")),
        None => Ok(()),
    }
}

/// The outputs of profiles: the arguments, and who judges what is printed.
pub(super) const OF_PROFILES: [(&str, Judge); 32] = [
    ("score PROFILES", text),
    ("score PROFILES --full", text),
    ("score PROFILES --brief", text),
    ("score PROFILES --summary", text),
    ("score PROFILES --summary --format markdown", |out, _| {
        plain(out)
    }),
    ("score PROFILES --summary --format json", |out, _| {
        json(out, &[])
    }),
    ("score PROFILES --format json", json),
    ("score PROFILES --format jsonl", lines),
    (
        "score PROFILES --format jsonl --fields path,id,name,company.name",
        lines,
    ),
    ("score PROFILES --format yaml", yaml),
    ("score PROFILES --format csv", csv),
    (
        "score PROFILES --format csv --fields path,id,name,company.name",
        csv,
    ),
    ("score PROFILES --format markdown", markdown),
    ("score PROFILES --format html", markup),
    ("score PROFILES --format junit", markup),
    ("score PROFILES --format sarif --fail-on wait", |out, _| {
        json(out, &[])
    }),
    ("score PROFILES --format github --fail-on wait", github),
    ("score PROFILES --format tap --fail-on wait", tap),
    ("score PROFILES BAD --format sarif", |out, _| json(out, &[])),
    ("score PROFILES BAD --format github", github),
    ("score PROFILES BAD --format tap", tap),
    ("score PROFILES BAD --format junit", markup),
    ("score PROFILES BAD --format markdown", markdown),
    ("score PROFILES BAD --format html", markup),
    ("compare PROFILES", text),
    ("compare PROFILES --format json", json),
    ("compare PROFILES --format markdown", markdown),
    ("compare PROFILES --format html", markup),
    ("plan PROFILES --to pilot", text),
    ("plan PROFILES --to pilot --format markdown", markdown),
    ("robustness PROFILES --draws 5", text),
    ("check PROFILES BAD", text),
];

/// The outputs of a set with all attacks in its texts.
const OF_SETS: [(&str, Judge); 31] = [
    ("score a.json", text),
    ("score a.json --full", text),
    ("score a.json --trace", text),
    ("score a.json --format json", json),
    ("score a.json --format yaml", yaml),
    ("score a.json --format csv", |out, _| csv(out, &[])),
    ("score a.json --format markdown", markdown),
    ("score a.json --format html", markup),
    ("score a.json --format svg --chart scores", |out, texts| {
        markup(out, texts)
    }),
    (
        "score a.json --format junit --fail-on wait",
        |out, texts| markup(&(out.to_owned() + "<!--zqz-->"), texts),
    ),
    ("score a.json --format sarif --fail-on wait", |out, _| {
        json(out, &[])
    }),
    ("score a.json --format github --fail-on wait", github),
    ("score a.json --format tap --fail-on wait", tap),
    ("compare a.json b.json", text),
    ("compare a.json b.json --format markdown", |out, _| {
        plain(out)
    }),
    ("plan a.json --to pilot", text),
    ("robustness a.json --draws 5", text),
    ("explain", text),
    ("explain owner.decides", text),
    ("explain wait", text),
    ("explain rubric:ready --format markdown", markdown),
    ("explain rubric:ready --format json", json),
    ("check", text),
    ("check --format json", |out, _| json(out, &[])),
    ("test", text),
    ("init -", text),
    ("schema profile", |out, _| json(out, &[])),
    ("diff set.toml other.toml", text),
    ("export --to duckdb", |out, _| sql(out, false)),
    ("export --to postgres", |out, _| sql(out, false)),
    ("export --to spark", |out, _| sql(out, true)),
];

/// Runs a line of arguments and has both streams judged.
pub(super) fn judge(
    folder: &Folder,
    line: &str,
    expand: &[(&str, Vec<String>)],
    judged: (Judge, &[&str]),
) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match expand.iter().find(|(name, _)| *name == word) {
            Some((_, words)) => arguments.extend(words.iter().cloned()),
            None => arguments.push(word.to_owned()),
        }
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = folder.maturity(&arguments);
    let output = command
        .env("MATURITY_RUBRICS", "set.toml")
        .output()
        .expect("it runs");
    // Sets may join signs: emoji and some scripts need that. What a profile joins is made visible.
    let joins = if expand.is_empty() { "\u{200d}" } else { "" };
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let out = if joins.is_empty() {
        out
    } else {
        out.replace(joins, "")
    };
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    let mut wrong = Vec::new();
    if out.is_empty() {
        wrong.push(format!("{line}: nothing: {err}"));
    } else if let Err(error) = judged.0(&out, judged.1) {
        wrong.push(format!("{line}: {error}"));
    }
    if let Err(error) = text(&err, &[]) {
        wrong.push(format!("{line}, errors: {error}"));
    }
    wrong
}

#[test]
fn texts_of_profiles_stay_texts() {
    let folder = Folder::new();
    folder.write("set.toml", set("plain"));
    let mut profiles = Vec::new();
    let mut bad = Vec::new();
    for (number, (_, attack)) in ATTACKS.iter().enumerate() {
        // A file's name says it, too, as far as names can.
        let name = format!("{attack} {number}.json").replace(['/', '\0'], "_");
        let name: String = name.chars().skip_while(|c| "-@".contains(*c)).collect();
        folder.write(&name, profile(attack));
        profiles.push(format!("./{name}"));
        let name = format!("bad {name}");
        folder.write(&name, bad_profile(attack));
        bad.push(format!("./{name}"));
    }
    let texts: Vec<&str> = ATTACKS.iter().map(|(_, attack)| *attack).collect();
    let expand = [("PROFILES", profiles), ("BAD", bad)];
    let wrong: Vec<String> = OF_PROFILES
        .iter()
        .flat_map(|(line, own)| judge(&folder, line, &expand, (*own, &texts)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_of_sets_stay_texts() {
    let folder = Folder::new();
    // A set with hidden signs or commands in its texts is refused; what is left may begin a line.
    let shown = |attack: &&str| {
        let refused = |c: char| is_hidden(c) && !"\n\r\t\u{200d}".contains(c);
        let command = attack.split_whitespace().any(|word| word.starts_with("::"));
        !attack.contains(refused) && !command && !attack.contains("##[")
    };
    let all: Vec<&str> = ATTACKS
        .iter()
        .map(|(_, attack)| *attack)
        .filter(shown)
        .collect();
    assert!(all.len() >= 20, "only {}", all.len());
    let all = all.join("\n");
    folder.write("set.toml", set(&all));
    folder.write("other.toml", set("other"));
    folder.write("a.json", profile("a"));
    folder.write("b.json", "{\"owner\": {\"decides\": false}}");
    let wrong: Vec<String> = OF_SETS
        .iter()
        .flat_map(|(line, own)| judge(&folder, line, &[], (*own, &[])))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
