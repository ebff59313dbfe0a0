//! The robustness of recommendations as Markdown.

use super::Robustness;
use crate::present::markdown::{assumed, escape, sections, sourced};
use crate::present::number::share_finer;
use crate::present::report::Entry;
use crate::say;
use std::io::{self, Write};

/// The most weights that are listed; JSON holds all.
const WEIGHTS: usize = 10;

/// One section a profile.
///
/// # Errors
/// What the writer reports.
pub fn markdown(elements: &[Entry<Robustness<'_>>], out: &mut dyn Write) -> io::Result<()> {
    sections(elements, section, out)
}

fn section(report: &Robustness<'_>, out: &mut dyn Write) -> io::Result<()> {
    let leads = &report.recommendation;
    let name = report.profile.name.as_deref();
    let name = name.unwrap_or(&report.profile.path);
    writeln!(out, "# {}: {}\n", escape(name), escape(leads.title))?;
    let text = say!(
        "By the estimates: {because}",
        because = escape(leads.because)
    );
    writeln!(out, "{text}{}\n", sourced(leads.source))?;
    if report.differs {
        let text = say!(
            "By its share of the ways to fill in what is unknown, {title} leads with {share}.",
            title = escape(report.leading.title),
            share = share_finer(report.leading.share)
        );
        writeln!(out, "{text}\n")?;
    }
    assumed(&report.what_if, &report.stale, out)?;
    let heads = say!("| Leads | Share of {draws} draws |", draws = report.draws);
    writeln!(out, "{heads}\n| --- | ---: |")?;
    for share in &report.shares {
        writeln!(
            out,
            "| {} | {} |",
            escape(share.title),
            share_finer(share.share)
        )?;
    }
    let text = say!(
        "Each weight was varied by up to {spread} %, seed {seed}.",
        spread = report.spread * 100.0,
        seed = report.seed
    );
    writeln!(out, "\n{text}")?;
    let flipping = report.flipping();
    if flipping == 0 {
        let text = say!(
            "However small a weight is made, or up to ten times as large: alone it flips nothing."
        );
        return writeln!(out, "{text}");
    }
    let heads = say!("| Change | Of the weight of | Weight | Leads then |");
    writeln!(out, "\n{heads}")?;
    writeln!(out, "| ---: | --- | ---: | --- |")?;
    for weight in report.weights.iter().take(flipping.min(WEIGHTS)) {
        writeln!(
            out,
            "| {} | {} (`{}`) | {} | {} |",
            weight.change_words().unwrap_or_default(),
            escape(weight.title),
            weight.id,
            weight.weight,
            escape(weight.to_title.unwrap_or_default())
        )?;
    }
    let (all, rest) = (report.weights.len(), report.weights.len() - flipping);
    let text = say!(
        "{flipping} of {all} weights can flip it alone; {rest} cannot, however small or up to ten times as large.",
        flipping,
        all,
        rest
    );
    writeln!(out, "\n{text}")
}
