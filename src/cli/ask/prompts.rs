//! Menus and input lines in the terminal: the library's prompts in our words and colors.

use crate::cli::Look;
use crate::present::text::{width, wrap};
use anyhow::anyhow;
use inquire::error::InquireError;
use inquire::ui::{Attributes, Color, RenderConfig, StyleSheet, Styled};
use inquire::{MultiSelect, Select, Text};
use std::fmt;

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
            error => Self::Broken(anyhow!("the terminal cannot be used: {error}")),
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
                width: look.width.min(columns.max(40)).min(100),
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
        let chosen = Select::new(message, entries)
            .with_page_size(page)
            .with_help_message(self.keys("↑↓ Enter · letters search · Esc back · Ctrl-C stop"))
            .with_render_config(self.config)
            .with_sorter(&|_| {})
            .with_formatter(&|entry| first(&entry.value.text))
            .prompt()?;
        Ok(chosen.means)
    }

    /// Lets mark any number of entries.
    pub(super) fn mark<T: Clone>(
        &self,
        message: &str,
        entries: Vec<Entry<T>>,
    ) -> Result<Vec<T>, Halt> {
        let (entries, page) = self.fit(entries);
        let none = "none of them";
        let marked = MultiSelect::new(message, entries)
            .with_page_size(page)
            .with_help_message(self.keys("↑↓ · Space marks · Enter ends · Esc back · Ctrl-C stop"))
            .with_render_config(self.config)
            .with_formatter(&|marked| {
                let words = marked.iter().map(|entry| first_words(&entry.value.text));
                let words: Vec<String> = words.collect();
                if words.is_empty() {
                    none.to_owned()
                } else {
                    words.join(", ")
                }
            })
            .prompt()?;
        Ok(marked.into_iter().map(|entry| entry.means).collect())
    }

    /// Lets type a line.
    pub(super) fn line(&self, message: &str, help: &str, typed: &str) -> Result<String, Halt> {
        let help = self.keys(help);
        let line = Text::new(message)
            .with_initial_value(typed)
            .with_help_message(help)
            .with_render_config(self.config)
            .prompt()?;
        Ok(line.trim().to_owned())
    }

    /// The key help, in ASCII where the terminal may not have more.
    fn keys<'h>(&self, help: &'h str) -> &'h str {
        match (self.look.ascii, help) {
            (true, text) if text.starts_with("↑↓ Enter") => {
                "arrows, Enter; letters search; Esc back; Ctrl-C stop"
            }
            (true, text) if text.starts_with("↑↓ ·") => {
                "arrows; Space marks; Enter ends; Esc back; Ctrl-C stop"
            }
            (_, text) => text,
        }
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
        .with_canceled_prompt_indicator(Styled::new("back"))
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
