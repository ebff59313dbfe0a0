//! The Test Anything Protocol, version 14: a test for each profile, without numbers, and what there is to say about
//! it as YAML.

use super::{Totals, by_level, name, outcome};
use crate::finding::Finding;
use crate::present::report::SetName;
use crate::present::text::clean;
use crate::present::verdict::Verdict;
use crate::say;

/// What stands before the first test.
#[must_use]
pub fn head(set: &SetName<'_>) -> String {
    let set = clean(&set.name_and_version());
    format!("TAP version 14\n# maturity score, {set}\n")
}

/// Appends the test of one profile.
pub fn element(verdict: &Verdict<'_>, out: &mut String) {
    let good = verdict.result.is_some() && verdict.unmet.is_empty();
    *out += if good { "ok - " } else { "not ok - " };
    *out += &description(&name(verdict));
    if let Some(result) = &verdict.result {
        // The word before the id keeps any id from being read as a directive.
        let outcome = description(&outcome(result));
        *out += &format!(
            " # {}",
            say!("proposes {recommendation}", recommendation = outcome)
        );
    }
    out.push('\n');
    if verdict.findings.is_empty() && verdict.unmet.is_empty() {
        return;
    }
    *out += "  ---\n";
    *out += &format!("  line: {}\n", verdict.line);
    if !verdict.unmet.is_empty() {
        *out += "  demands:\n";
    }
    for unmet in verdict.unmet {
        let state = if unmet.open { "open" } else { "does not hold" };
        *out += &format!("    - demand: {}\n", scalar(unmet.demand));
        *out += &format!("      state: {}\n", scalar(state));
        *out += &format!("      message: {}\n", scalar(&unmet.message));
    }
    if !verdict.findings.is_empty() {
        *out += "  findings:\n";
    }
    for finding in by_level(verdict.findings) {
        entry(finding, out);
    }
    *out += "  ...\n";
}

/// What stands behind the last test: the plan, and the counts.
#[must_use]
pub fn tail(totals: &Totals) -> String {
    format!("1..{}\n# {}\n", totals.profiles, totals.words())
}

fn entry(finding: &Finding, out: &mut String) {
    *out += &format!("    - level: {}\n", finding.level.name());
    *out += &format!("      code: {}\n", scalar(finding.code.name()));
    *out += &format!("      message: {}\n", scalar(&finding.message));
    *out += &format!("      file: {}\n", scalar(&finding.path));
    if let Some(place) = &finding.place {
        *out += &format!("      line: {}\n", place.line);
        *out += &format!("      column: {}\n", place.column);
    }
    if let Some(hint) = &finding.hint {
        *out += &format!("      hint: {}\n", scalar(hint));
    }
}

/// A text in a test's line, where `#` begins a directive.
fn description(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

/// A text in YAML: JSON's double quotes mean the same there, once control characters are gone.
fn scalar(text: &str) -> String {
    serde_json::Value::from(clean(text)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::present::ci::tests::{HOSTILE, failed, finding, is_harmful, unmet, verdict, worst};

    fn test(verdict: &Verdict<'_>) -> String {
        let mut out = String::new();
        element(verdict, &mut out);
        out
    }

    #[test]
    fn a_good_profile_is_one_line() {
        assert_eq!(
            test(&verdict("a.yaml")),
            "ok - a.yaml # proposes sell, settled\n"
        );
    }

    #[test]
    fn what_is_wrong_stands_below_as_yaml() {
        let findings = [finding("a.yaml", Level::Error, "no fact is called `x`")];
        let expected = r#"not ok - a.yaml
  ---
  line: 1
  findings:
    - level: error
      code: "unknown-fact"
      message: "no fact is called `x`"
      file: "a.yaml"
      line: 2
      column: 4
      hint: "look"
  ...
"#;
        assert_eq!(test(&failed("a.yaml", &findings)), expected);
    }

    #[test]
    fn an_open_demand_is_not_ok_and_a_warning_is() {
        let open = [unmet("require", true, "r is open")];
        let open = test(&Verdict {
            unmet: &open,
            line: 7,
            index: 1,
            ..verdict("a.yaml")
        });
        let expected = r#"not ok - a.yaml (document 2) # proposes sell, settled
  ---
  line: 7
  demands:
    - demand: "require"
      state: "open"
      message: "r is open"
  ...
"#;
        assert_eq!(open, expected);
        let findings = [finding("a.yaml", Level::Warning, "odd")];
        let warned = test(&Verdict {
            findings: &findings,
            ..verdict("a.yaml")
        });
        assert!(warned.starts_with("ok - a.yaml # proposes") && warned.contains("level: warning"));
    }

    #[test]
    fn the_plan_stands_at_the_end() {
        let totals = Totals {
            profiles: 3,
            scored: 3,
            ..Totals::default()
        };
        assert!(tail(&totals).starts_with("1..3\n# 3 profiles: 3 scored"));
    }

    #[test]
    fn nothing_hostile_comes_through() {
        let (findings, unmet) = worst();
        let text = test(&Verdict {
            findings: &findings,
            unmet: &unmet,
            ..verdict(HOSTILE)
        });
        assert!(!text.contains(is_harmful), "{text}");
        let (first, rest) = text.split_once('\n').expect("lines");
        // One directive's mark is ours, the other is escaped.
        assert_eq!(first.matches(" # ").count(), 1, "{first}");
        assert!(
            first.contains(r",\# TODO \\ \\u{fffe}甲🦀 # proposes"),
            "{first}"
        );
        assert!(rest.lines().all(|line| line.starts_with("  ")));
        assert_eq!(rest.lines().count(), 2 + 1 + 6 + 1 + 21 + 1);
    }
}
