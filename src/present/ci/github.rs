//! Annotations for GitHub's pages, as commands in a workflow's log: a line each.

use super::{Totals, demand, file, level, place};
use crate::finding::{Finding, Level};
use crate::present::report::SetName;
use crate::present::text::clean;
use crate::present::verdict::Verdict;
use crate::say;

/// What stands before the first annotation: nothing.
#[must_use]
pub fn head(_: &SetName<'_>) -> String {
    String::new()
}

/// Appends the annotations of one profile: none where all is well.
pub fn element(verdict: &Verdict<'_>, out: &mut String) {
    for finding in verdict.findings {
        let at = finding.place.as_ref();
        let at = at.map(|place| (place.line, Some(place.column)));
        let mut text = vec![clean(&finding.message)];
        if let Some(hint) = &finding.hint {
            text.push(say!("help: {hint}", hint = clean(hint)));
        }
        if file(&finding.path).is_none() {
            text[0] = say!(
                "{place}: {message}",
                place = shown(finding),
                message = text[0]
            );
        }
        let title = finding.code.name();
        annotate(finding.level, &finding.path, at, title, &text, out);
    }
    for unmet in verdict.unmet {
        let mut text = demand(unmet);
        if file(verdict.path).is_none() {
            let place = format!("{}:{}", say!("standard input"), verdict.line);
            text = say!("{place}: {message}", place, message = text);
        }
        let at = Some((verdict.line, None));
        annotate(level(unmet), verdict.path, at, unmet.demand, &[text], out);
    }
}

/// What stands behind the last annotation: the counts, as a line of the log. Annotations beyond a few are not shown.
#[must_use]
pub fn tail(totals: &Totals) -> String {
    format!("{}\n", totals.words())
}

fn annotate(
    level: Level,
    path: &str,
    at: Option<(usize, Option<usize>)>,
    title: &str,
    lines: &[String],
    out: &mut String,
) {
    let command = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(file) = file(path) {
        properties.push(format!("file={}", property(&clean(file))));
        let (line, column) = at.unwrap_or((1, None));
        properties.push(format!("line={line}"));
        properties.extend(column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(title)));
    let properties = properties.join(",");
    *out += &format!("::{command} {properties}::{}\n", message(&lines.join("\n")));
}

/// A place in standard input, which has no page to show it on.
fn shown(finding: &Finding) -> String {
    let at = place(finding);
    let behind = at.strip_prefix('-').unwrap_or(&at);
    format!("{}{behind}", say!("standard input"))
}

fn message(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::ci::tests::{HOSTILE, failed, finding, is_harmful, unmet, verdict, worst};

    fn lines(verdict: &Verdict<'_>) -> String {
        let mut out = String::new();
        element(verdict, &mut out);
        out
    }

    #[test]
    fn all_is_well_without_a_word() {
        assert_eq!(lines(&verdict("a.yaml")), "");
    }

    #[test]
    fn levels_and_places_are_kept() {
        let findings = [
            finding("./a,b:c%.yaml", Level::Error, "100% x"),
            finding("a.yaml", Level::Note, "y"),
            Finding::of_file("b.yaml", crate::finding::Code::Unreadable, "cannot read"),
        ];
        let unmet = [
            unmet("fail-on", false, "--fail-on does not hold"),
            unmet("require", true, "--require is open"),
        ];
        let text = lines(&Verdict {
            findings: &findings,
            unmet: &unmet,
            line: 5,
            ..verdict("a.yaml")
        });
        let expected = "\
            ::error file=a%2Cb%3Ac%25.yaml,line=2,col=4,title=unknown-fact::100%25 x%0Ahelp: look\n\
            ::notice file=a.yaml,line=2,col=4,title=unknown-fact::y%0Ahelp: look\n\
            ::error file=b.yaml,line=1,title=unreadable::cannot read\n\
            ::error file=a.yaml,line=5,title=fail-on::--fail-on does not hold\n\
            ::warning file=a.yaml,line=5,title=require::--require is open\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn standard_input_has_no_file() {
        let findings = [finding("-", Level::Error, "x")];
        let unmet = [unmet("require", true, "r")];
        let text = lines(&Verdict {
            unmet: &unmet,
            ..failed("-", &findings)
        });
        let expected = "\
            ::error title=unknown-fact::standard input:2:4: x%0Ahelp: look\n\
            ::warning title=require::standard input:1: r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_hostile_comes_through() {
        let (findings, unmet) = worst();
        let text = lines(&Verdict {
            findings: &findings,
            unmet: &unmet,
            ..verdict(HOSTILE)
        });
        assert!(!text.contains(is_harmful), "{text}");
        let commands = ["notice", "warning", "error", "warning", "error"];
        assert_eq!(text.lines().count(), commands.len());
        for (line, command) in text.lines().zip(commands) {
            let rest = line.strip_prefix(&format!("::{command} file="));
            let (properties, _) = rest
                .and_then(|rest| rest.split_once("::"))
                .expect("a command");
            // The text of a file's name can end neither its property nor the properties.
            assert!(properties.contains("\\u{3a}%3Aerror%3A%3Ax%250A"), "{line}");
            assert_eq!(
                properties.matches(',').count(),
                properties.matches('=').count()
            );
        }
    }
}
