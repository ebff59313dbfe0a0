//! `[advice.*]`, and the `advice` keys that name its entries or bring a text of their own.

use super::facts::report_duplicate;
use super::fields::{At, Cx, Fields, check_id};
use crate::finding::{Code, did_you_mean};
use crate::rubric::number::narrow;
use crate::rubric::text::Str;
use crate::rubric::{Advice, Site};
use crate::say;

/// Pieces of advice by number; free texts are added as they are met.
pub(super) struct AdviceBook {
    entries: Vec<Advice>,
}

impl AdviceBook {
    pub(super) fn read_all(cx: &mut Cx<'_>, tables: &[At<'_>]) -> Self {
        let mut book = Self {
            entries: Vec::new(),
        };
        let mut sites: Vec<Site> = Vec::new();
        for table in tables {
            let Some(entries) = table.entries() else {
                cx.error(
                    table.site(),
                    Code::WrongType,
                    say!("`advice` must be a table of tables: [advice.some-id]"),
                );
                continue;
            };
            for (key, at) in entries {
                let site = Site::new(at.file, key.span);
                check_id(cx, site, &key.text);
                let Some(mut fields) = Fields::new(cx, at, "piece of advice") else {
                    continue;
                };
                let text = fields.required_text(cx, "text");
                let source = fields.text(cx, "source").unwrap_or_default();
                fields.finish(cx);
                if let Some(earlier) = book.number(&key.text) {
                    let earlier = sites[usize::from(earlier)];
                    report_duplicate(cx, site, "piece of advice", &key.text, earlier);
                } else {
                    sites.push(site);
                    book.entries.push(Advice {
                        id: Str::from(&*key.text),
                        text,
                        source,
                    });
                }
            }
        }
        book
    }

    fn number(&self, id: &str) -> Option<u16> {
        self.entries
            .iter()
            .position(|entry| &*entry.id == id)
            .map(narrow)
    }

    /// The `advice` key: ids of the book, or texts of their own, called after their owner.
    pub(super) fn read(
        &mut self,
        cx: &mut Cx<'_>,
        fields: &mut Fields<'_>,
        owner: &str,
        source: &Str,
    ) -> Vec<u16> {
        let Some(at) = fields.get("advice") else {
            return Vec::new();
        };
        let mut numbers = Vec::new();
        for item in at.items() {
            let Some(written) = item.text(cx, "advice") else {
                continue;
            };
            if let Some(number) = self.number(&written) {
                numbers.push(number);
            } else if !is_id(&written) {
                // Called after its owner: `gate/x`, then `gate/x-2`, past what is taken already.
                let name = |nth: usize| {
                    if nth == 1 {
                        owner.to_owned()
                    } else {
                        format!("{owner}-{nth}")
                    }
                };
                let id = (1..)
                    .map(name)
                    .find(|id| self.number(id).is_none())
                    .unwrap_or_default();
                numbers.push(narrow(self.entries.len()));
                self.entries.push(Advice {
                    id: id.into(),
                    text: written,
                    source: source.clone(),
                });
            } else {
                let hint = did_you_mean(&written, self.entries.iter().map(|entry| &*entry.id))
                    .unwrap_or_else(|| {
                        say!("add it as [advice.id], or write the advice itself as a sentence")
                    });
                cx.error_hint(
                    item.site(),
                    Code::UnknownReference,
                    say!("no advice is called `{written}`", written),
                    Some(hint),
                );
            }
        }
        numbers
    }

    /// The advice by id, and the new number of each old one.
    pub(super) fn finish(self) -> (Vec<Advice>, Vec<u16>) {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by(|&a, &b| self.entries[a].id.cmp(&self.entries[b].id));
        let mut renumber = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            renumber[old] = narrow(new);
        }
        (
            order
                .into_iter()
                .map(|old| self.entries[old].clone())
                .collect(),
            renumber,
        )
    }
}

/// Whether a text could be the id of an entry, not advice itself.
fn is_id(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'))
}
