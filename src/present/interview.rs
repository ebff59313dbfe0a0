//! What an interview shows: a question, the options of an answer, and how the recommendation stands.

use super::Look;
use super::number::{plain, share, shorter};
use super::text::{clean, cut, pad, width, wrap};
use crate::assess::Assessment;
use crate::language::list::{commas, count, list};
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind};
use crate::say;
use anstyle::{AnsiColor, Style};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// The recommendations that one line names; the report has all.
const NAMED: usize = 3;

/// A question as it is put.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The fact that it asks for.
    pub fact: &'a Fact,
    /// Its number in the interview, from 1.
    pub number: usize,
    /// What its answer tells about the recommendation, in bits; none where it only fills in scores.
    pub bits: Option<f64>,
    /// What the profile already says, for a fact that is partly known.
    pub written: Option<&'a str>,
}

/// The question, why it matters, and what it tells; `reasons` false leaves all but the question out.
#[must_use]
pub fn question(question: &Question<'_>, reasons: bool, look: &Look) -> String {
    let mut page = Page::new(look);
    let lead = format!("  {}. ", question.number);
    let below = " ".repeat(width(&lead));
    page.wrapped("\n", &lead, &clean(&question.fact.ask), BOLD);
    if reasons {
        page.wrapped("", &below, &clean(&question.fact.why), Style::new());
        let dot = if look.ascii { "-" } else { "·" };
        let mut facts = question.fact.id.to_string();
        if let Some(bits) = question.bits {
            facts = format!("{facts} {dot} {}", tells(bits));
        }
        page.wrapped("", &below, &facts, DIM);
    }
    if let Some(written) = question.written {
        let lead = say!("so far: {written}", written = "");
        let room = page.width.saturating_sub(width(&below) + width(&lead) + 2);
        let written = cut(&clean(written), room);
        page.wrapped("", &below, &say!("so far: {written}", written), DIM);
    }
    page.text()
}

/// The options of a fact, each an entry of at most `columns`: its id, and beside it what it means,
/// in as many lines as that takes.
#[must_use]
pub fn options(fact: &Fact, columns: usize, indent: usize) -> Vec<String> {
    let ids = fact.options.iter().map(|option| width(&option.id)).max();
    let column = ids.unwrap_or(0) + 2;
    let entry = |(id, means): (&str, &str)| {
        if means.is_empty() {
            return cut(id, columns);
        }
        let lines = wrap(&clean(means), columns.saturating_sub(column).max(20));
        let joint = format!("\n{}", " ".repeat(indent + column));
        format!("{}{}", pad(id, column), lines.join(&joint))
    };
    fact.options
        .iter()
        .map(|option| entry((&option.id, &option.means)))
        .collect()
}

/// What an answer may be, for a reader who has no menu.
#[must_use]
pub fn answers(fact: &Fact, look: &Look) -> String {
    let mut page = Page::new(look);
    match fact.kind {
        Kind::Bool => page.wrapped("", "     ", &say!("true or false"), DIM),
        Kind::Integer | Kind::Number => page.wrapped("", "     ", &bounds(fact), DIM),
        Kind::Text => page.wrapped("", "     ", &say!("a text"), DIM),
        Kind::Choice | Kind::Set => {
            if fact.kind == Kind::Set {
                let some: Vec<&str> = fact
                    .options
                    .iter()
                    .take(2)
                    .map(|option| &*option.id)
                    .collect();
                let text = say!(
                    "a list, such as [{options}]; [] where none holds",
                    options = some.join(", ")
                );
                page.wrapped("", "     ", &text, DIM);
            }
            let room = page.width.saturating_sub(5);
            for option in options(fact, room, 5) {
                page.raw(&format!("     {option}\n"));
            }
        }
    }
    page.text()
}

/// The unit and the bounds of a number: `people, 1 to 500`.
#[must_use]
pub fn bounds(fact: &Fact) -> String {
    let number = match (fact.kind, fact.unit.as_deref()) {
        (Kind::Integer, Some(unit)) => say!("a whole number of {unit}", unit),
        (Kind::Integer, None) => say!("a whole number"),
        (_, Some(unit)) => say!("a number of {unit}", unit),
        (_, None) => say!("a number"),
    };
    match (fact.min.map(plain), fact.max.map(plain)) {
        (Some(min), Some(max)) => say!("{number}, {min} to {max}", number, min, max),
        (Some(min), None) => say!("{number}, at least {min}", number, min),
        (None, Some(max)) => say!("{number}, at most {max}", number, max),
        (None, None) => number,
    }
}

/// The recommendation so far, what became of the one before, and how open it is: one or two lines.
/// `questions` is how many can still change it.
#[must_use]
pub fn standing(
    set: &RubricSet,
    assessment: &Assessment,
    before: Option<&Assessment>,
    questions: usize,
    look: &Look,
) -> String {
    let mut page = Page::new(look);
    let bar = if look.ascii { "  | " } else { "  ┃ " };
    let outlook = &assessment.outlook;
    let title = |number: u16| clean(&set.recommendations[usize::from(number)].title);
    let leading = assessment.leading();
    let color = match (assessment.settled(), assessment.clearly()) {
        (true, _) => AnsiColor::Green,
        (false, true) => AnsiColor::Cyan,
        (false, false) => AnsiColor::Yellow,
    };
    let style = Style::new().fg_color(Some(color.into()));
    if assessment.settled() {
        let line = say!(
            "{title}: settled, no further question can change it",
            title = title(leading)
        );
        page.wrapped("\n", bar, &line, style);
        return page.text();
    }
    let part = outlook.possible.first().map_or(0.0, |first| first.share);
    let mut line = format!("{} {}", title(leading), joined(part));
    if let Some(before) = before {
        let old = before
            .outlook
            .possible
            .first()
            .map_or(0.0, |first| first.share);
        if before.leading() != leading {
            line = say!(
                "{now} (before: {before})",
                now = line,
                before = title(before.leading())
            );
        } else if share(old) != share(part) {
            line = say!("{now} (before: {before})", now = line, before = joined(old));
        }
    }
    page.wrapped("\n", bar, &line, style);
    let mut others: Vec<String> = outlook
        .possible
        .iter()
        .skip(1)
        .take(NAMED)
        .map(|possible| {
            format!(
                "{} {}",
                title(possible.recommendation),
                joined(possible.share)
            )
        })
        .collect();
    let more = outlook.possible.len().saturating_sub(1 + NAMED);
    let others = if more > 0 {
        others.push(count(more, "other", "others"));
        list(&others)
    } else {
        commas(&others)
    };
    let text = match questions {
        0 => say!("or {others}; what is not known keeps it open", others),
        more => say!(
            "or {others}; {questions} can still change it",
            others,
            questions = count(more, "question", "questions")
        ),
    };
    page.wrapped("", bar, &text, DIM);
    page.text()
}

/// What an answer tells, in bits.
fn tells(bits: f64) -> String {
    if bits < 0.005 {
        say!("tells almost nothing")
    } else {
        let bits = say!("{bits} bits", bits = shorter(bits, 2));
        say!("tells {bits}", bits = bits.replace(' ', "\u{A0}"))
    }
}

/// The share of something that is not certain, in percent, that no line break parts.
fn joined(part: f64) -> String {
    share(part.min(0.9999)).replace(' ', "\u{A0}")
}

/// A line of its own, dimmed: what the program says about itself.
#[must_use]
pub fn remark(text: &str, look: &Look) -> String {
    let mut page = Page::new(look);
    page.wrapped("", "  ", &clean(text), DIM);
    page.text()
}

/// Why an answer cannot be taken.
#[must_use]
pub fn problem(text: &str, look: &Look) -> String {
    let mut page = Page::new(look);
    let style = Style::new().fg_color(Some(AnsiColor::Yellow.into()));
    page.wrapped("", "    ! ", &clean(text), style);
    page.text()
}

struct Page {
    width: usize,
    look: Look,
    text: String,
}

impl Page {
    fn new(look: &Look) -> Self {
        Self {
            width: look.width.clamp(20, 100),
            look: *look,
            text: String::new(),
        }
    }

    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Text in lines: what stands before it, then the first line behind `lead`, the others below it.
    /// A lead that is a bar stands before every line.
    fn wrapped(&mut self, before: &str, lead: &str, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(before);
        let bar = lead.trim();
        let below = if matches!(bar, "┃" | "|") {
            lead.to_owned()
        } else {
            " ".repeat(width(lead))
        };
        for (number, line) in wrap(text, self.width.saturating_sub(width(lead)))
            .iter()
            .enumerate()
        {
            self.text.push_str(if number == 0 { lead } else { &below });
            let line = line.replace('\u{A0}', " ");
            if self.look.color {
                self.text.push_str(&format!("{style}{line}{style:#}"));
            } else {
                self.text.push_str(&line);
            }
            self.text.push('\n');
        }
    }

    fn text(self) -> String {
        if self.look.ascii {
            self.text.replace('–', "-").replace('…', "...")
        } else {
            self.text
        }
    }
}
