//! The results of tests as JUnit XML, the form that build servers read: a suite with a case for each test, and
//! one for each demand on coverage or mutants that does not hold or could not be judged.

use super::TestRun;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes the run as one `testsuites` document.
///
/// # Errors
/// What the writer reports.
pub fn junit(run: &TestRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let set = format!("{} {}", run.rubric_set.id, run.rubric_set.version);
    let name = escaped(&set);
    let (tests, failed) = (run.tests + run.unmet.len(), run.failed + run.unmet.len());
    let counts = format!("tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\"");
    text += &format!("<testsuites name=\"maturity test\" {counts}>\n");
    text += &format!("  <testsuite name=\"{name}\" {counts}>\n");
    let figures = properties(run);
    if !figures.is_empty() {
        text += "    <properties>\n";
        for (name, value) in figures {
            let name = escaped(&name);
            text += &format!("      <property name=\"{name}\" value=\"{value}\"/>\n");
        }
        text += "    </properties>\n";
    }
    for result in &run.results {
        case(&mut text, &name, &result.name, &result.failures);
    }
    for unmet in &run.unmet {
        case(&mut text, &name, "demands", std::slice::from_ref(unmet));
    }
    text += "  </testsuite>\n</testsuites>\n";
    out.write_all(text.as_bytes())
}

fn properties(run: &TestRun<'_>) -> Vec<(String, usize)> {
    let coverage = run.coverage.iter().flatten();
    let coverage = coverage.map(|kind| (format!("coverage of {}", kind.what), kind.percent));
    let kinds = run.mutants.iter().flat_map(|mutation| &mutation.kinds);
    let kinds = kinds.map(|kind| (format!("mutants killed in {}", kind.kind), kind.percent));
    coverage.chain(kinds).collect()
}

fn case(text: &mut String, set: &str, name: &str, failures: &[String]) {
    let name = escaped(name);
    let head = format!("    <testcase classname=\"{set}\" name=\"{name}\" time=\"0\"");
    if failures.is_empty() {
        *text += &format!("{head}/>\n");
        return;
    }
    *text += &format!("{head}>\n");
    for failure in failures {
        let message = escaped(failure);
        *text += &format!(
            "      <failure message=\"{message}\" type=\"expectation\">{message}</failure>\n"
        );
    }
    *text += "    </testcase>\n";
}

/// A text within XML 1.0: five characters have names, and what XML has no place for is shown by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_escaped() {
        assert_eq!(escaped("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&apos;");
        assert_eq!(
            escaped("\u{1}\u{FFFE}\n\u{1F600}"),
            "\\u{1}\\u{fffe}&#10;\u{1F600}"
        );
    }
}
