//! SARIF 2.1.0 (an OASIS standard): a result for each finding and for each demand that is not met.

use super::fingerprint::{Marks, subject};
use super::{Totals, demand, demands, file, level};
use crate::finding::{Code, Finding};
use crate::present::report::SetName;
use crate::present::text::clean;
use crate::present::verdict::{Unmet, Verdict};
use crate::say;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The schema's name; nothing is fetched from there.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of our fingerprints and the version of how they are made.
const MARK: &str = "maturity/v1";

/// What stands before the first result: the tool, the rules, and the rubric set as an extension of the tool.
#[must_use]
pub fn head(set: &SetName<'_>) -> String {
    let rule =
        |(id, about): (&str, String)| json!({ "id": id, "shortDescription": { "text": about } });
    let codes = Code::ALL
        .iter()
        .map(|code| (code.name(), code.about().to_owned()));
    let rules: Vec<Value> = codes.chain(demands()).map(rule).collect();
    let tool = json!({
        "driver": { "name": "maturity", "version": env!("CARGO_PKG_VERSION"), "rules": rules },
        "extensions": [{
            "name": clean(set.id),
            "version": clean(set.version),
            "properties": { "digest": set.digest },
        }],
    });
    let schema = Value::from(SCHEMA);
    format!(
        "{{\"$schema\":{schema},\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\n\
         \"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    )
}

/// Appends the results of one profile, with what separates them: none where all is well.
pub fn element(verdict: &Verdict<'_>, out: &mut String) {
    let mut marks = Marks::new(verdict);
    let findings = verdict.findings.iter();
    let findings = findings.map(|finding| of_finding(finding, verdict, &mut marks));
    let mut results: Vec<Value> = findings.collect();
    let unmet = verdict.unmet.iter();
    results.extend(unmet.map(|unmet| of_demand(unmet, verdict, &mut marks)));
    for (number, result) in results.iter().enumerate() {
        if number > 0 {
            *out += between();
        }
        // Writing to a string cannot fail.
        let _ = write!(out, "{result}");
    }
}

/// What stands between what two profiles contribute, where both contribute something.
#[must_use]
pub fn between() -> &'static str {
    ",\n"
}

/// What stands behind the last result: the counts.
#[must_use]
pub fn tail(totals: &Totals) -> String {
    let counts = json!({
        "profiles": totals.profiles,
        "scored": totals.scored,
        "notScored": totals.failed,
        "refuted": totals.refuted,
        "open": totals.open,
    });
    format!("\n],\"properties\":{counts}}}]}}\n")
}

fn of_finding(finding: &Finding, verdict: &Verdict<'_>, marks: &mut Marks<'_>) -> Value {
    let code = finding.code.name();
    let mut text = clean(&finding.message);
    if let Some(hint) = &finding.hint {
        text = say!(
            "{message}. Help: {hint}",
            message = text,
            hint = clean(hint)
        );
    }
    let region = match &finding.place {
        Some(place) => {
            json!({ "startLine": place.line.max(1), "startColumn": place.column.max(1) })
        }
        None => json!({ "startLine": 1 }),
    };
    json!({
        "ruleId": code,
        "level": finding.level.name(),
        "message": { "text": text },
        "locations": [location(&finding.path, &region, verdict)],
        "partialFingerprints": { MARK: marks.next(code, subject(finding)) },
    })
}

fn of_demand(unmet: &Unmet, verdict: &Verdict<'_>, marks: &mut Marks<'_>) -> Value {
    let region = json!({ "startLine": verdict.line.max(1) });
    json!({
        "ruleId": unmet.demand,
        "level": level(unmet).name(),
        "message": { "text": demand(unmet) },
        "locations": [location(verdict.path, &region, verdict)],
        "partialFingerprints": { MARK: marks.next(unmet.demand, &unmet.what) },
    })
}

/// Where it stands, and whose profile that is.
fn location(path: &str, region: &Value, verdict: &Verdict<'_>) -> Value {
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact(path), "region": region },
    });
    let names = [("fullyQualifiedName", verdict.id), ("name", verdict.name)];
    let stated = |(key, name): (&str, Option<&str>)| Some((key.to_owned(), clean(name?).into()));
    let profile: Map<String, Value> = names.into_iter().filter_map(stated).collect();
    if !profile.is_empty() {
        location["logicalLocations"] = json!([profile]);
    }
    location
}

/// A file by a reference relative to where the program ran, or by its absolute address.
fn artifact(path: &str) -> Value {
    let Some(path) = file(path) else {
        return json!({ "uri": "standard-input", "description": { "text": say!("standard input") } });
    };
    // Elsewhere a backslash is a character like any other.
    let windows = std::path::MAIN_SEPARATOR == '\\';
    let path = if windows {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let absolute = path.starts_with('/') || windows && path.get(1..3) == Some(":/");
    let parts = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".");
    let parts: Vec<&str> = parts.collect();
    let mut uri = String::from(if absolute { "file:///" } else { "" });
    for byte in parts.join("/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // In a relative reference it could end the name of a scheme.
            b':' if absolute => uri.push(':'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    if uri.is_empty() {
        uri.push('.');
    }
    json!({ "uri": uri })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::present::ci::tests::{
        HOSTILE, failed, finding, is_harmful, set, unmet, verdict, worst,
    };

    /// The run of these profiles, written as a caller does.
    fn run(verdicts: &[Verdict<'_>]) -> Value {
        let mut totals = Totals::default();
        let mut text = head(&set());
        let mut any = false;
        for verdict in verdicts {
            let mut out = String::new();
            element(verdict, &mut out);
            totals.add(verdict);
            if any && !out.is_empty() {
                text += between();
            }
            any |= !out.is_empty();
            text += &out;
        }
        text += &tail(&totals);
        assert!(!text.contains(is_harmful), "{text}");
        let log: Value = serde_json::from_str(&text).expect("valid JSON");
        log["runs"][0].clone()
    }

    fn results(verdicts: &[Verdict<'_>]) -> Vec<Value> {
        run(verdicts)["results"]
            .as_array()
            .expect("results")
            .clone()
    }

    #[test]
    fn profiles_contribute_none_one_or_several() {
        let findings = [
            finding("b.yaml", Level::Warning, "odd"),
            finding("b.yaml", Level::Error, "wrong"),
        ];
        let good = verdict("a.yaml");
        let bad = failed("b.yaml", &findings);
        let run = run(&[good, bad, good, bad, good]);
        assert_eq!(run["results"].as_array().map(Vec::len), Some(4));
        assert_eq!(run["properties"]["notScored"], 2);
        let expected = json!({
            "ruleId": "unknown-fact",
            "level": "warning",
            "message": { "text": "odd. Help: look" },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": "b.yaml" },
                "region": { "startLine": 2, "startColumn": 4 },
            } }],
            "partialFingerprints": run["results"][0]["partialFingerprints"],
        });
        assert_eq!(run["results"][0], expected);
    }

    #[test]
    fn every_rule_is_described() {
        let run = run(&[]);
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), Code::ALL.len() + demands().len());
        assert!(rules.iter().any(|rule| rule["id"] == "unreadable"));
        assert!(rules.iter().any(|rule| rule["id"] == "fail-on"));
    }

    #[test]
    fn demands_have_the_line_of_their_document() {
        let demands = [unmet("fail-on", false, "f"), unmet("require", true, "r")];
        let all = results(&[Verdict {
            unmet: &demands,
            line: 12,
            id: Some("p-1"),
            name: Some("Acme\u{202e}"),
            ..verdict("-")
        }]);
        let levels: Vec<&Value> = all.iter().map(|result| &result["level"]).collect();
        assert_eq!(levels, ["error", "warning"]);
        let location = &all[0]["locations"][0];
        assert_eq!(
            location["physicalLocation"]["region"],
            json!({ "startLine": 12 })
        );
        assert_eq!(
            location["physicalLocation"]["artifactLocation"]["uri"],
            "standard-input"
        );
        let profile = json!([{ "fullyQualifiedName": "p-1", "name": "Acme\\u{202e}" }]);
        assert_eq!(location["logicalLocations"], profile);
    }

    #[test]
    fn files_are_uris() {
        for (path, uri) in [
            ("./a b/././甲.yaml", "a%20b/%E7%94%B2.yaml"),
            ("../a.yaml", "../a.yaml"),
            ("//srv/a:b?.yaml", "file:///srv/a:b%3F.yaml"),
            ("c:x#%.yaml", "c%3Ax%23%25.yaml"),
            ("a\n\u{1b}.yaml", "a%0A%1B.yaml"),
            (".", "."),
        ] {
            assert_eq!(artifact(path)["uri"], uri);
        }
        #[cfg(unix)]
        assert_eq!(artifact("a\\b")["uri"], "a%5Cb");
    }

    #[test]
    fn nothing_hostile_comes_through() {
        let (findings, unmet) = worst();
        let all = results(&[Verdict {
            findings: &findings,
            unmet: &unmet,
            id: Some(HOSTILE),
            name: Some(HOSTILE),
            ..verdict(HOSTILE)
        }]);
        assert_eq!(all.len(), 5);
        for result in all {
            let text = result["message"]["text"].as_str().expect("a text");
            assert!(
                text.contains("]]></failure> \\u{3a}:error::x%0A \\u{1b}[31m\\u{202e}"),
                "{text}"
            );
        }
    }
}
