//! The results of tests as JUnit XML, the form that build servers read: a suite with a case for each test, and
//! one for each demand on coverage or mutants that does not hold or could not be judged.

use super::TestRun;
use crate::present::xml::escaped;
use std::io::{self, Write};

/// Writes the run as one `testsuites` document.
///
/// # Errors
/// What the writer reports.
pub fn junit(run: &TestRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let set = run.rubric_set.name_and_version();
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
