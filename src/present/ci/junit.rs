//! JUnit XML: a case for each profile. One without a result is an error, a demand that is not met a failure.

use super::{Totals, by_level, name, outcome, place};
use crate::finding::Finding;
use crate::present::report::SetName;
use crate::present::text::clean;
use crate::present::verdict::Verdict;
use crate::present::xml::escaped;
use crate::say;
use std::fmt::Write as _;

/// What stands before the first case: it holds the counts of the whole run.
#[must_use]
pub fn head(set: &SetName<'_>, totals: &Totals) -> String {
    let (tests, errors) = (totals.profiles, totals.failed);
    let failures = totals.refuted + totals.open;
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    let name = class(set);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"maturity score\" {counts}>\n  \
         <testsuite name=\"{name}\" {counts} skipped=\"0\" time=\"0\">\n"
    )
}

/// Appends the case of one profile.
pub fn element(set: &SetName<'_>, verdict: &Verdict<'_>, out: &mut String) {
    *out += &format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n",
        class(set),
        escaped(&name(verdict))
    );
    let findings = by_level(verdict.findings);
    if verdict.result.is_none() {
        let first = findings.first();
        let kind = first.map_or("not-scored", |finding| finding.code.name());
        let message = first.map_or_else(|| say!("not scored"), |first| clean(&first.message));
        child(out, "error", Some((kind, &message)), &lines(&findings));
    }
    let (open, refuted): (Vec<_>, Vec<_>) = verdict.unmet.iter().partition(|unmet| unmet.open);
    for unmet in refuted.into_iter().chain(open) {
        let message = super::demand(unmet);
        let kind = if unmet.open { "open" } else { unmet.demand };
        child(out, "failure", Some((kind, &message)), &message);
    }
    if let Some(result) = &verdict.result {
        let mut said = say!(
            "recommendation: {title} ({outcome})",
            title = clean(result.title),
            outcome = outcome(result)
        );
        said.push('\n');
        said += &lines(&findings);
        child(out, "system-out", None, said.trim_end());
    }
    *out += "    </testcase>\n";
}

/// What stands behind the last case.
#[must_use]
pub fn tail(_: &Totals) -> String {
    "  </testsuite>\n</testsuites>\n".to_owned()
}

fn class(set: &SetName<'_>) -> String {
    escaped(&clean(&set.name_and_version()))
}

fn child(out: &mut String, tag: &str, about: Option<(&str, &str)>, text: &str) {
    *out += &format!("      <{tag}");
    if let Some((kind, message)) = about {
        // Writing to a string cannot fail.
        let _ = write!(out, " type=\"{kind}\" message=\"{}\"", escaped(message));
    }
    let text: Vec<String> = text.lines().map(escaped).collect();
    *out += &format!(">{}</{tag}>\n", text.join("\n"));
}

/// Findings, one below the other. No line begins with what a profile says: in a log it could be a command.
fn lines(findings: &[&Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let (level, code) = (finding.level.name(), finding.code.name());
        text += &format!("{level}[{code}]: {}\n", clean(&finding.message));
        text += &format!("  {}\n", say!("at {place}", place = place(finding)));
        if let Some(hint) = &finding.hint {
            text += &format!("  {}\n", say!("help: {hint}", hint = clean(hint)));
        }
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::present::ci::tests::{
        HOSTILE, failed, finding, is_harmful, set, unmet, verdict, worst,
    };

    fn case(verdict: &Verdict<'_>) -> String {
        let mut out = String::new();
        element(&set(), verdict, &mut out);
        out
    }

    #[test]
    fn a_good_profile_says_what_it_proposes() {
        let expected = r#"    <testcase classname="small 1.2.0" name="a.yaml" time="0">
      <system-out>recommendation: Sell it (sell, settled)</system-out>
    </testcase>
"#;
        assert_eq!(case(&verdict("a.yaml")), expected);
    }

    #[test]
    fn what_is_not_scored_is_an_error_and_says_where() {
        let findings = [
            finding("a.yaml", Level::Warning, "odd"),
            finding("a.yaml", Level::Error, "no fact is called `x`"),
        ];
        let expected = r#"    <testcase classname="small 1.2.0" name="a.yaml" time="0">
      <error type="unknown-fact" message="no fact is called `x`">error[unknown-fact]: no fact is called `x`
  at a.yaml:2:4
  help: look
warning[unknown-fact]: odd
  at a.yaml:2:4
  help: look</error>
    </testcase>
"#;
        assert_eq!(case(&failed("a.yaml", &findings)), expected);
        assert!(case(&failed("a.yaml", &[])).contains(r#"<error type="not-scored""#));
    }

    #[test]
    fn demands_are_failures_and_those_that_do_not_hold_come_first() {
        let unmet = [
            unmet("require", true, "--require 'a < 1' is open: it is b"),
            unmet("fail-on", false, "--fail-on does not hold"),
        ];
        let case = case(&Verdict {
            unmet: &unmet,
            ..verdict("a.yaml")
        });
        let failures: Vec<&str> = case
            .lines()
            .filter(|line| line.contains("<failure"))
            .collect();
        let expected = [
            r#"      <failure type="fail-on" message="--fail-on does not hold">--fail-on does not hold</failure>"#,
            r#"      <failure type="open" message="--require &apos;a &lt; 1&apos; is open: it is b">--require &apos;a &lt; 1&apos; is open: it is b</failure>"#,
        ];
        assert_eq!(failures, expected);
    }

    #[test]
    fn counts_stand_at_the_top() {
        let totals = Totals {
            profiles: 9,
            scored: 7,
            failed: 2,
            refuted: 3,
            open: 1,
        };
        let head = head(&set(), &totals);
        assert_eq!(
            head.matches(r#" tests="9" failures="4" errors="2""#)
                .count(),
            2
        );
    }

    #[test]
    fn nothing_hostile_comes_through() {
        let (findings, unmet) = worst();
        for result in [None, verdict("a").result] {
            let case = case(&Verdict {
                findings: &findings,
                unmet: &unmet,
                result,
                ..verdict(HOSTILE)
            });
            assert!(!case.contains(is_harmful), "{case}");
            assert_eq!(case.matches("</failure>").count(), 2);
            assert!(!case.contains("]]>"));
            // No line of a log becomes a command.
            assert!(
                case.lines()
                    .all(|line| !line.trim_start().starts_with("::"))
            );
            assert!(case.contains("\\u{1b}[31m\\u{202e}") && case.contains("\\u{fffe}甲🦀"));
        }
    }
}
