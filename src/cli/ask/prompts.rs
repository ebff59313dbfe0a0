//! Menus and input lines in the terminal, in our words and colors.

use super::line::{self, Asking};
use crate::cli::Look;
use crate::language::find;
use crate::language::list::commas;
use crate::present::text::{width, wrap};
use crate::say;
use anstyle::{AnsiColor, Style};
use anyhow::anyhow;
use inquire::error::InquireError;
use inquire::ui::{Attributes, Color, RenderConfig, StyleSheet, Styled};
use inquire::{MultiSelect, Select};
use std::cell::RefCell;
use std::fmt;
use std::io::Write as _;

/// Why a prompt has no answer.
#[derive(Debug)]
pub(super) enum Halt {
    /// Esc: one step back.
    Back,
    /// `^C`: stop, and keep all.
    Interrupt,
    /// The terminal failed.
    Broken(anyhow::Error),
}

impl From<InquireError> for Halt {
    fn from(error: InquireError) -> Self {
        match error {
            InquireError::OperationCanceled => Self::Back,
            InquireError::OperationInterrupted => Self::Interrupt,
            error => Self::Broken(anyhow!(say!("the terminal cannot be used: {error}", error))),
        }
    }
}

/// A line or several of a menu, and what choosing it means.
#[derive(Clone, Debug)]
pub(super) struct Entry<T> {
    pub(super) text: String,
    pub(super) means: T,
}

impl<T> fmt::Display for Entry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The columns before an entry of a menu, and before one with a box to mark.
pub(super) const MENU_INDENT: usize = 6;
pub(super) const MARK_INDENT: usize = 10;

/// The fewest columns in which prompts keep their lines.
const NARROWEST: usize = 20;

/// Asks in one look.
pub(super) struct Prompts {
    pub(super) look: Look,
    config: RenderConfig<'static>,
    height: usize,
}

impl Prompts {
    pub(super) fn new(look: Look) -> Self {
        let size = terminal_size::terminal_size();
        let (columns, height) = size.map_or((80, 24), |(width, height)| {
            (usize::from(width.0), usize::from(height.0))
        });
        Self {
            look: Look {
                width: look.width.min(columns.max(NARROWEST)).min(100),
                ..look
            },
            config: config(&look),
            height,
        }
    }

    /// Lets choose one entry with the arrow keys.
    pub(super) fn choose<T: Clone>(
        &self,
        message: &str,
        entries: Vec<Entry<T>>,
    ) -> Result<T, Halt> {
        let first = |text: &str| first_words(text);
        let (entries, page) = self.fit(entries);
        let help = self.help(&say!("↑↓ Enter · letters search · Esc back · Ctrl-C stop"));
        let search = Search::default();
        loop {
            let chosen = Select::new(message, entries.clone())
                .with_page_size(page)
                .with_help_message(&help)
                .with_render_config(self.config)
                .with_scorer(&|typed, _, text, _| search.finds(typed, text))
                .with_sorter(&|_| {})
                .with_formatter(&|entry| first(&entry.value.text))
                .prompt();
            match chosen {
                Err(InquireError::OperationCanceled) if search.ends() => self.again(),
                chosen => return Ok(chosen?.means),
            }
        }
    }

    /// Lets mark any number of entries.
    pub(super) fn mark<T: Clone>(
        &self,
        message: &str,
        entries: Vec<Entry<T>>,
    ) -> Result<Vec<T>, Halt> {
        let (entries, page) = self.fit(entries);
        let none = say!("none of them");
        let help = self.help(&say!(
            "↑↓ · Space marks · Enter ends · Esc back · Ctrl-C stop"
        ));
        // Esc while searching would lose the marks.
        let marked = MultiSelect::new(message, entries)
            .without_filtering()
            .with_page_size(page)
            .with_help_message(&help)
            .with_render_config(self.config)
            .with_formatter(&|marked| {
                let words = marked.iter().map(|entry| first_words(&entry.value.text));
                let words: Vec<String> = words.collect();
                if words.is_empty() {
                    none.clone()
                } else {
                    commas(&words)
                }
            })
            .prompt()?;
        Ok(marked.into_iter().map(|entry| entry.means).collect())
    }

    /// Lets type a line.
    pub(super) fn line(&self, message: &str, help: &str, typed: &str) -> Result<String, Halt> {
        let color = |style: Style| if self.look.color { style } else { Style::new() };
        let accent = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        let help = format!("[{}]", self.help(help));
        let indent = if self.look.width < 2 * NARROWEST {
            ""
        } else {
            "    "
        };
        let asking = Asking {
            message: &format!("{indent}{message} "),
            help: &help.lines().map(str::to_owned).collect::<Vec<_>>(),
            columns: self.look.width,
            styles: (color(Style::new().dimmed()), color(accent)),
        };
        Ok(line::ask(&asking, typed)?.trim().to_owned())
    }

    /// The key help in whole words, in ASCII where the terminal may not have more.
    fn help(&self, help: &str) -> String {
        let help = if self.look.ascii {
            help.replace("↑↓ ·", &say!("arrows;"))
                .replace("↑↓ Enter", &say!("arrows, Enter"))
                .replace(" ·", ";")
        } else {
            help.to_owned()
        };
        // It stands in brackets.
        wrap(&help, self.look.width.saturating_sub(3)).join("\n ")
    }

    /// Takes back the line that a prompt left when it was canceled: it comes again.
    fn again(&self) {
        // Where standard error is closed there is nobody to tell.
        let _ = std::io::stderr().write_all(b"\x1b[1A\r\x1b[2K");
    }

    /// Entries and the number of them on a page, so that prompt and help stay on the screen: where they
    /// are too many for it, each gets one line.
    fn fit<T: Clone>(&self, mut entries: Vec<Entry<T>>) -> (Vec<Entry<T>>, usize) {
        let room = self.height.saturating_sub(4).max(3);
        let lines: usize = entries.iter().map(|entry| entry.text.lines().count()).sum();
        if lines > room {
            let dots = if self.look.ascii { "..." } else { "…" };
            let columns = self.look.width.saturating_sub(MARK_INDENT + dots.len());
            for entry in &mut entries {
                if let Some((first, _)) = entry.text.split_once('\n') {
                    let kept = wrap(first, columns).into_iter().next();
                    entry.text = format!("{} {dots}", kept.unwrap_or_default());
                }
            }
        }
        let page = entries.len().clamp(1, room);
        (entries, page)
    }
}

/// What was typed to search a menu.
#[derive(Default)]
struct Search(RefCell<String>);

impl Search {
    /// Whether an entry is found, as its score: every entry where nothing was typed.
    fn finds(&self, typed: &str, entry: &str) -> Option<i64> {
        self.0.replace(typed.to_owned());
        let entry: Vec<&str> = entry.split_whitespace().collect();
        let entry = entry.join(" ").to_lowercase();
        let contains = entry.contains(&typed.to_lowercase());
        contains.then_some(0)
    }

    /// Forgets what was typed; whether there was anything.
    fn ends(&self) -> bool {
        !self.0.take().is_empty()
    }
}

/// What an entry is called: the words before the gap that its meaning stands behind.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    line.split("  ").next().unwrap_or(line).to_owned()
}

/// Our look of the library's prompts.
fn config(look: &Look) -> RenderConfig<'static> {
    let (arrow, plain) = if look.ascii {
        ("    >", "     ")
    } else {
        ("    ❯", "     ")
    };
    let mut config = RenderConfig::empty()
        .with_prompt_prefix(Styled::new("    "))
        .with_answered_prompt_prefix(Styled::new("    "))
        .with_canceled_prompt_indicator(Styled::new(find("back").unwrap_or("back")))
        .with_highlighted_option_prefix(Styled::new(arrow))
        .with_scroll_up_prefix(Styled::new(if look.ascii { "    ^" } else { "    ↑" }))
        .with_scroll_down_prefix(Styled::new(if look.ascii { "    v" } else { "    ↓" }));
    config.unhighlighted_option_prefix = Styled::new(plain);
    debug_assert_eq!(width(arrow) + 1, MENU_INDENT);
    if look.color {
        let accent = StyleSheet::empty().with_fg(Color::DarkCyan);
        config = config
            .with_help_message(StyleSheet::empty().with_fg(Color::DarkGrey))
            .with_answer(accent)
            .with_selected_option(Some(accent.with_attr(Attributes::BOLD)))
            .with_highlighted_option_prefix(Styled::new(arrow).with_style_sheet(accent));
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_fits_the_narrowest_terminal() {
        for columns in NARROWEST..60 {
            let look = Look {
                width: columns,
                color: false,
                ascii: false,
            };
            let prompts = Prompts {
                look,
                config: config(&look),
                height: 24,
            };
            let help = prompts
                .help("a whole number of people, 1 to 500; Enter alone: no limit; ↑↓ · Esc back");
            for line in format!("[{help}]").lines() {
                assert!(width(line) < columns, "{columns}: {line}");
            }
        }
    }
}
