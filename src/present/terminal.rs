//! The full report of one profile for the terminal.

use super::Look;
use super::number::share;
use super::report::{DimensionScore, NextAnswer, Proposal, Report, RubricScore};
use super::text::{clean, count, cut, pad, width, wrap};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// The longest lists that the report shows; JSON holds all.
const WORST_DIMENSIONS: usize = 3;
const QUESTIONS: usize = 3;
/// Bits below which a question is not shown.
const WORTH_ASKING: f64 = 0.005;
const REASONS: usize = 7;
const ADVICE: usize = 7;

/// Writes the report of one profile.
///
/// # Errors
/// What the writer reports.
pub fn report(report: &Report<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page {
        look: Look {
            width: look.width.clamp(60, 100),
            ..*look
        },
        text: String::new(),
    };
    page.header(report);
    page.proposal(report);
    page.openness(report);
    page.questions(report);
    page.scores(report);
    page.worst(report);
    page.gates(report);
    page.reasons(report);
    page.advice(report);
    page.footer(report);
    let text = if look.ascii {
        plain_marks(&page.text)
    } else {
        page.text
    };
    out.write_all(text.as_bytes())
}

/// One line of a block of scores.
#[derive(Clone, Copy)]
struct ScoreLine<'a> {
    title: &'a str,
    rating: &'a str,
    figures: (Option<f64>, Option<f64>, Option<f64>),
    higher_is: &'a str,
}

/// The widths of the columns of score lines.
#[derive(Clone, Copy)]
struct Columns {
    names: usize,
    ratings: usize,
    bar: usize,
}

/// The cells of the longest bar.
const LONGEST_BAR: usize = 32;

struct Page {
    look: Look,
    text: String,
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

impl Page {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.look.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.line("");
    }

    /// A heading with a remark behind it, or below it where the line is too short for both.
    fn heading(&mut self, text: &str, aside: &str) {
        self.blank();
        let text = text.to_uppercase();
        let heading = format!("  {}", self.paint(BOLD, &text));
        if aside.is_empty() || width(&text) + width(aside) + 4 <= self.look.width {
            let line = format!("{heading}  {}", self.paint(DIM, aside));
            self.line(&line);
        } else {
            self.line(&heading);
            self.wrapped("  ", aside, DIM);
        }
    }

    /// Text in lines, the first after `first`, the others below it.
    fn wrapped(&mut self, first: &str, text: &str, style: Style) {
        let indent = width(first);
        for (index, part) in wrap(text, self.look.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let lead = if index == 0 {
                first.to_owned()
            } else {
                " ".repeat(indent)
            };
            let line = format!("{lead}{}", self.paint(style, part));
            self.line(&line);
        }
    }

    fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.look.ascii { ascii } else { unicode }
    }

    fn header(&mut self, report: &Report<'_>) {
        let set = format!(
            "{} {}",
            clean(report.rubric_set.id),
            clean(report.rubric_set.version)
        );
        let path = clean(&report.profile.path);
        let (title, below) = match &report.profile.name {
            Some(name) => (clean(name), Some(path)),
            None => (path, None),
        };
        let room = self.look.width.saturating_sub(width(&set) + 4);
        let title = cut(&title, room);
        let gap = (room + 2).saturating_sub(width(&title));
        let line = format!(
            "  {}{}{}",
            self.paint(BOLD, &title),
            " ".repeat(gap),
            self.paint(DIM, &set)
        );
        self.line(&line);
        let known = format!(
            "{} of what the scores rest on is known",
            super::number::percent(report.coverage)
        );
        let dot = self.glyph(" · ", " - ");
        let below = below.map_or(known.clone(), |path| format!("{path}{dot}{known}"));
        self.wrapped("  ", &below, DIM);
    }

    fn proposal(&mut self, report: &Report<'_>) {
        let proposal = &report.recommendation;
        let (state, color) = standing(proposal);
        self.blank();
        let bar = format!("  {} ", self.glyph("┃", "|"));
        let title = proposal.title.to_uppercase();
        let state = self.paint(Style::new().fg_color(Some(color.into())), &state);
        let line = format!("{bar}{}   {state}", self.paint(BOLD, &title));
        self.line(&line);
        let because = sourced(proposal.because, proposal.source);
        let texts = [(proposal.means, Style::new()), (because.as_str(), DIM)];
        for (text, style) in texts.into_iter().filter(|(text, _)| !text.is_empty()) {
            for part in wrap(text, self.look.width - width(&bar)) {
                let line = format!("{bar}{}", self.paint(style, &part));
                self.line(&line);
            }
        }
    }

    /// What else is possible, and how likely.
    fn openness(&mut self, report: &Report<'_>) {
        let proposal = &report.recommendation;
        if proposal.settled {
            return;
        }
        let how = match (proposal.share_exact, proposal.exact) {
            (true, _) => "share of all ways to fill in what is unknown, weighted by the priors",
            (false, true) => "share of a sample of the ways to fill in what is unknown",
            (false, false) => "share of a sample; what is marked ? may be impossible",
        };
        self.heading("How open", how);
        let names = proposal
            .possible
            .iter()
            .map(|possible| width(possible.title))
            .max()
            .unwrap_or(0);
        let room = self.look.width.saturating_sub(names + 14).min(50);
        for (place, possible) in proposal.possible.iter().enumerate() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a length of a few dozen cells"
            )]
            let filled = (possible.share * room as f64).round() as usize;
            let bar = self.glyph("█", "#").repeat(filled);
            let style = if place == 0 {
                Style::new().fg_color(Some(AnsiColor::Cyan.into()))
            } else {
                DIM
            };
            let unsure = if possible.witness.is_none() { "?" } else { "" };
            let title = pad(&format!("{}{unsure}", possible.title), names + 1);
            let line = format!(
                "  {:>5}  {title}  {}",
                share(possible.share),
                self.paint(style, &bar)
            );
            self.line(&line);
        }
    }

    /// The questions that tell most, and the answers that would change what leads.
    fn questions(&mut self, report: &Report<'_>) {
        let proposal = &report.recommendation;
        if report.next_questions.is_empty() {
            return;
        }
        // What tells next to nothing is not worth a customer's time, unless nothing else is left.
        let telling = report
            .next_questions
            .iter()
            .filter(|question| question.bits >= WORTH_ASKING);
        let shown = telling.count().clamp(1, QUESTIONS);
        let more = report.next_questions.len().saturating_sub(shown);
        let aside = if more > 0 {
            format!("{more} more could still change it")
        } else {
            String::new()
        };
        self.heading("Ask next", &aside);
        for (place, question) in report.next_questions.iter().take(shown).enumerate() {
            let lead = format!("  {}. ", place + 1);
            self.wrapped(&lead, question.ask, Style::new());
            let changes: Vec<String> = proposal
                .possible
                .iter()
                .filter(|possible| possible.id != proposal.id)
                .filter_map(|possible| {
                    let to = |answer: &&NextAnswer<'_>| answer.leads_to == Some(possible.id);
                    let answers: Vec<&str> = question
                        .answers
                        .iter()
                        .filter(to)
                        .map(|answer| answer.answer.as_str())
                        .collect();
                    (!answers.is_empty())
                        .then(|| format!("{} if {}", possible.title, list_or(&answers)))
                })
                .collect();
            let effect = if changes.is_empty() {
                format!("{}: no single answer changes what leads", question.fact)
            } else {
                format!("{}: {}", question.fact, changes.join("; "))
            };
            self.wrapped("     ", &effect, DIM);
        }
    }

    fn scores(&mut self, report: &Report<'_>) {
        let worse: Vec<&str> = report
            .scores
            .iter()
            .filter(|score| score.higher_is == "worse")
            .map(|score| score.title)
            .collect();
        let mut aside = "0–100, lowest to highest possible".to_owned();
        if !worse.is_empty() {
            aside = format!("{aside}; {}: higher is worse", worse.join(", "));
        }
        self.heading("Scores", &aside);
        let lines: Vec<ScoreLine<'_>> = report
            .scores
            .iter()
            .map(|score| ScoreLine {
                title: score.title,
                rating: score.rating_title.unwrap_or(""),
                figures: (score.estimate, score.low, score.high),
                higher_is: score.higher_is,
            })
            .collect();
        let columns = self.columns(&lines);
        self.score_lines(&lines, columns);
    }

    /// The columns in which score lines stand below each other, bars of one length.
    fn columns(&self, lines: &[ScoreLine<'_>]) -> Columns {
        let widest = |columns: &dyn Fn(&ScoreLine<'_>) -> usize| {
            lines.iter().map(columns).max().unwrap_or(0)
        };
        let names = widest(&|line| width(line.title));
        let ratings = widest(&|line| width(line.rating));
        let fixed = 2 + names + 2 + 5 + 2 + 10 + 2 + ratings + 2;
        Columns {
            names,
            ratings,
            bar: self.look.width.saturating_sub(fixed).min(LONGEST_BAR),
        }
    }

    fn score_lines(&mut self, lines: &[ScoreLine<'_>], columns: Columns) {
        for line in lines {
            let text = self.score_line(line, columns);
            self.line(&text);
        }
    }

    fn score_line(&self, line: &ScoreLine<'_>, columns: Columns) -> String {
        let title = pad(line.title, columns.names);
        let (estimate, Some(low), Some(high)) = line.figures else {
            return format!("  {title}  {}", self.paint(DIM, "nothing applies"));
        };
        let Some(estimate) = estimate else {
            let range = format!("{low:.1}–{high:.1}, but nothing is likely to apply");
            return format!("  {title}  {}", self.paint(DIM, &range));
        };
        let goodness = if line.higher_is == "worse" {
            100.0 - estimate
        } else {
            estimate
        };
        let color = match goodness {
            good if good >= 66.0 => AnsiColor::Green,
            fair if fair >= 40.0 => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        let range = if high - low < 0.05 {
            String::new()
        } else {
            format!("{low:.1}–{high:.1}")
        };
        let styled = Style::new().fg_color(Some(color.into()));
        format!(
            "  {title}  {}  {}  {}  {}",
            self.paint(styled.bold(), &format!("{estimate:>5.1}")),
            self.paint(DIM, &format!("{range:>10}")),
            self.paint(styled, &pad(line.rating, columns.ratings)),
            self.bar(columns.bar, estimate, low, high, styled),
        )
    }

    /// A track of `cells`, the range drawn thick, the estimate as a mark.
    fn bar(&self, cells: usize, estimate: f64, low: f64, high: f64, style: Style) -> String {
        if cells < 8 {
            return String::new();
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place on a bar of a few dozen cells"
        )]
        let place = |value: f64| (value / 100.0 * (cells - 1) as f64).round() as usize;
        let (mark, from, to) = (place(estimate), place(low), place(high));
        let part = |range: std::ops::Range<usize>| -> String {
            range
                .map(|cell| {
                    if (from..=to).contains(&cell) {
                        self.glyph("━", "=")
                    } else {
                        self.glyph("─", "-")
                    }
                })
                .collect()
        };
        let (before, after) = (part(0..mark), part(mark + 1..cells));
        let thin = |text: &str| {
            let edge = text.find(self.glyph("━", "=")).unwrap_or(text.len());
            let thick_end = text
                .rfind(self.glyph("━", "="))
                .map_or(edge, |at| at + self.glyph("━", "=").len());
            format!(
                "{}{}{}",
                self.paint(DIM, &text[..edge]),
                self.paint(style, &text[edge..thick_end]),
                self.paint(DIM, &text[thick_end..])
            )
        };
        format!(
            "{}{}{}",
            thin(&before),
            self.paint(style.bold(), self.glyph("●", "O")),
            thin(&after)
        )
    }

    /// The worst dimensions of each rubric, deepest pits first.
    fn worst(&mut self, report: &Report<'_>) {
        let mut rubrics: Vec<&RubricScore<'_>> = report.scores.iter().collect();
        rubrics.sort_by_key(|score| score.higher_is != "worse");
        let blocks: Vec<(&RubricScore<'_>, Vec<ScoreLine<'_>>)> = rubrics
            .into_iter()
            .map(|rubric| (rubric, worst_first(rubric)))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        let all: Vec<ScoreLine<'_>> = blocks
            .iter()
            .flat_map(|(_, lines)| lines)
            .copied()
            .collect();
        let columns = self.columns(&all);
        for (rubric, lines) in blocks {
            let order = if rubric.higher_is == "worse" {
                "deepest first"
            } else {
                "weakest first"
            };
            self.heading(rubric.title, order);
            self.score_lines(&lines, columns);
        }
    }

    fn gates(&mut self, report: &Report<'_>) {
        if report.gates.is_empty() {
            return;
        }
        let of = |state: &str| {
            report
                .gates
                .iter()
                .filter(|gate| gate.state == state)
                .collect::<Vec<_>>()
        };
        let (tripped, open, clear) = (of("tripped"), of("open"), of("clear"));
        let counts = [
            (tripped.len(), "tripped"),
            (open.len(), "open"),
            (clear.len(), "clear"),
        ];
        let summary: Vec<String> = counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, state)| format!("{n} {state}"))
            .collect();
        self.heading("Gates", &summary.join(", "));
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        for gate in tripped {
            let effect = gate
                .cap
                .map_or("knocks out".to_owned(), |cap| format!("caps at {cap:.0}"));
            let mark = self.paint(red.bold(), self.glyph("✗", "x"));
            let line = format!(
                "  {mark} {}  {}",
                self.paint(red, gate.title),
                self.paint(DIM, &effect)
            );
            self.line(&line);
            if let Some(reason) = gate.reason {
                self.wrapped("    ", reason, Style::new());
            }
        }
        if !open.is_empty() {
            let titles: Vec<&str> = open.iter().map(|gate| gate.title).collect();
            self.wrapped(
                "  ? ",
                &format!("Not decided yet: {}.", titles.join("; ")),
                DIM,
            );
        }
    }

    fn reasons(&mut self, report: &Report<'_>) {
        let known: Vec<_> = report
            .reasons
            .iter()
            .filter(|reason| reason.criterion.is_some() && reason.text.is_some())
            .collect();
        let open = report
            .reasons
            .iter()
            .filter(|reason| reason.criterion.is_some() && reason.text.is_none())
            .count();
        if known.is_empty() && open == 0 {
            return;
        }
        self.heading("What costs most", "points of its score");
        let titles: Vec<(&str, &str)> = report
            .scores
            .iter()
            .map(|score| (score.id, score.title))
            .collect();
        let column = titles
            .iter()
            .map(|(_, title)| width(title))
            .max()
            .unwrap_or(0);
        for reason in known.iter().take(REASONS) {
            let rubric = titles
                .iter()
                .find(|(id, _)| *id == reason.rubric)
                .map_or("", |(_, title)| title);
            let lead = format!("  {:>5.1}  {}  ", reason.cost, pad(rubric, column));
            self.wrapped(&lead, reason.text.unwrap_or(""), Style::new());
        }
        let rest = known.len().saturating_sub(REASONS);
        let mut tail = Vec::new();
        if rest > 0 {
            tail.push(format!("{rest} more that cost less"));
        }
        if open > 0 {
            tail.push(format!(
                "{} not answered yet",
                count(open, "criterion", "criteria")
            ));
        }
        if !tail.is_empty() {
            self.wrapped(
                "        ",
                &format!(
                    "{}{}",
                    if known.is_empty() { "" } else { "and " },
                    tail.join(", ")
                ),
                DIM,
            );
        }
    }

    fn advice(&mut self, report: &Report<'_>) {
        if report.advice.is_empty() {
            return;
        }
        self.heading("Advice", "");
        for (index, advice) in report.advice.iter().take(ADVICE).enumerate() {
            self.wrapped(
                &format!("  {}. ", index + 1),
                &sourced(advice.text, advice.source),
                Style::new(),
            );
        }
        let rest = report.advice.len().saturating_sub(ADVICE);
        if rest > 0 {
            self.wrapped(
                "     ",
                &format!(
                    "and {} more in --format markdown or json",
                    count(rest, "piece", "pieces")
                ),
                DIM,
            );
        }
    }

    fn footer(&mut self, report: &Report<'_>) {
        self.blank();
        let complete = report.coverage >= 1.0;
        let judgment = if complete {
            "Weights and thresholds are judgment."
        } else {
            "Estimates rest on priors; priors, weights and thresholds are judgment."
        };
        let sources: Vec<String> = report
            .rubric_set
            .sources
            .iter()
            .map(|(name, title)| format!("{name} = {title}"))
            .collect();
        let text = if sources.is_empty() {
            judgment.to_owned()
        } else {
            format!("Sources: {}. {judgment}", sources.join("; "))
        };
        self.wrapped("  ", &text, DIM);
    }
}

/// A text with its source in brackets, if it has one.
fn sourced(text: &str, source: &str) -> String {
    if source.is_empty() {
        text.to_owned()
    } else {
        format!("{text} [{source}]")
    }
}

/// Marks outside ASCII that the report itself sets, spelled out.
fn plain_marks(text: &str) -> String {
    text.replace('–', "-")
        .replace('§', "sec. ")
        .replace('≤', "<=")
        .replace('…', "...")
}

/// How firmly the leading recommendation stands, and the color that says so.
fn standing(proposal: &Proposal<'_>) -> (String, AnsiColor) {
    let part = proposal.possible.first().map_or(0.0, |first| first.share);
    let next = proposal.possible.get(1).map_or(0.0, |next| next.share);
    if proposal.settled {
        (
            "settled: nothing unknown can change it".to_owned(),
            AnsiColor::Green,
        )
    } else if proposal.clearly {
        (
            format!("leads clearly with {}", share(part)),
            AnsiColor::Cyan,
        )
    } else {
        (open_lead(part, next), AnsiColor::Yellow)
    }
}

/// A lead that is not clear.
fn open_lead(part: f64, next: f64) -> String {
    let verb = if part > next {
        "leads with"
    } else {
        "one of several with"
    };
    format!("{verb} {}; still open", share(part))
}

/// "a, b or c".
fn list_or(items: &[&str]) -> String {
    match items {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        other => other.concat(),
    }
}

/// The dimensions of a rubric that have a score, worst first.
fn worst_first<'a>(rubric: &RubricScore<'a>) -> Vec<ScoreLine<'a>> {
    let mut dimensions: Vec<_> = rubric
        .dimensions
        .iter()
        .filter(|dimension| dimension.estimate.is_some())
        .collect();
    let badness = |dimension: &DimensionScore<'_>| {
        let estimate = dimension.estimate.unwrap_or(0.0);
        if rubric.higher_is == "worse" {
            -estimate
        } else {
            estimate
        }
    };
    dimensions.sort_by(|a, b| badness(a).total_cmp(&badness(b)).then(a.id.cmp(b.id)));
    let line = |dimension: &DimensionScore<'a>| ScoreLine {
        title: dimension.title,
        rating: dimension.rating_title.unwrap_or(""),
        figures: (dimension.estimate, dimension.low, dimension.high),
        higher_is: rubric.higher_is,
    };
    dimensions
        .into_iter()
        .take(WORST_DIMENSIONS)
        .map(line)
        .collect()
}
