//! Which rubric set a profile was written for, and whether its names can be told from the new ones.

use crate::compare::bump;
use crate::compare::names::{renames, taken_over};
use crate::compare::pairs::Pairs;
use crate::finding::{Code, Finding, SourceText, quoted};
use crate::profile::{Options, Renames, Spot, resolve};
use crate::rubric::RubricSet;
use crate::say;
use crate::value::{Key, Node, Span, Value};

/// What profiles are brought from and to.
pub(super) struct Ways {
    from: Option<RubricSet>,
    pub(super) to: RubricSet,
    pub(super) renames: Renames,
    /// Names in both sets that may or do stand for different things, and are not among the renames.
    doubtful: Renames,
}

impl Ways {
    pub(super) fn new(from: Option<RubricSet>, to: RubricSet) -> Self {
        let (renames, doubtful) = match &from {
            Some(from) => {
                let pairs = Pairs::new(from, &to);
                (renames(from, &to, &pairs), taken_over(from, &to, &pairs))
            }
            None => (Renames::of(&to), Renames::either(&to)),
        };
        Self {
            from,
            to,
            renames,
            doubtful,
        }
    }

    /// Whether a profile says that it was written for the new set already.
    ///
    /// # Errors
    /// A profile that says it was written for a set that is not at hand.
    pub(super) fn is_done(
        &self,
        source: &SourceText<'_>,
        root: &Node<'_>,
    ) -> Result<bool, Vec<Finding>> {
        let Some((span, written)) = stamp(root) else {
            return Ok(false);
        };
        let (id, version) = written
            .split_once(' ')
            .map_or((written, None), |(id, version)| (id, Some(version.trim())));
        let is = |set: &RubricSet| id == &*set.id && version == Some(&*set.version);
        let may_be = |set: &RubricSet| id == &*set.id && (version.is_none() || is(set));
        let refused = |message: String, hint: String| {
            let finding = Finding::error(source, span, Code::OtherRubrics, message);
            Err(vec![finding.hint(hint)])
        };
        let to = &self.to;
        let name_it = || say!("name the set that it was written for with --from");
        match &self.from {
            Some(from) if is(to) && is(from) && !self.renames.is_empty() => refused(
                say!(
                    "both sets call themselves {written}, so it may be either",
                    written = quoted(written)
                ),
                say!("give the new set a version of its own"),
            ),
            // An old name that the new set no longer has can only be what it was.
            None if is(to) => Ok(self.renames.spots(root).is_empty()),
            Some(_) if is(to) => Ok(true),
            Some(from) if may_be(from) => Ok(false),
            Some(_) if may_be(to) => Ok(true),
            Some(from) => refused(
                say!(
                    "this profile was written for {written}, not for `{from} {version}`",
                    written = quoted(written),
                    from = from.id,
                    version = from.version
                ),
                name_it(),
            ),
            None if id != &*to.id => refused(
                say!(
                    "this profile was written for {written}, not for `{to}`",
                    written = quoted(written),
                    to = to.id
                ),
                name_it(),
            ),
            None if version.is_some_and(|version| bump::stated(version, &to.version).is_none()) => {
                refused(
                    say!(
                        "this profile was written for {written}, which is later than `{to} {version}`",
                        written = quoted(written),
                        to = to.id,
                        version = to.version
                    ),
                    say!("name the later set with --rubrics, or, to go back, with --from"),
                )
            }
            None => Ok(false),
        }
    }

    /// Names that are no rename and yet may mean something else in the new set. `renamed` is the profile
    /// under the new names, `spots` what was renamed in it.
    pub(super) fn unclear(
        &self,
        source: &SourceText<'_>,
        (root, renamed): (&Node<'_>, &Node<'_>),
        spots: &[Spot],
    ) -> Vec<Finding> {
        let is_new = |span: Span| spots.iter().any(|spot| spot.span == span);
        let finding = |spot: &Spot, message: String, hint: String| {
            Finding::error(source, spot.span, Code::OtherRubrics, message).hint(hint)
        };
        let (id, version) = (&self.to.id, &self.to.version);
        if self.from.is_none() {
            let stated = stamp(root).is_some_and(|(_, written)| written.contains(' '));
            let either = self.doubtful.mentions(renamed).into_iter();
            return either
                .filter(|spot| !is_new(spot.span))
                .map(|spot| {
                    let (from, to) = (quoted(&spot.from), &spot.to);
                    let message = say!(
                        "{from} may be what is called so now, or what is `{to}` now",
                        from,
                        to
                    );
                    let hint = if stated {
                        say!("name the set that the profile was written for with --from")
                    } else {
                        say!(
                            "name the set that the profile was written for with --from; if it was `{id} {version}`, say so in `profile.rubrics`",
                            id,
                            version
                        )
                    };
                    finding(&spot, message, hint)
                })
                .collect();
        }
        let gone = self.doubtful.mentions(root).into_iter().map(|spot| {
            let (from, to) = (quoted(&spot.from), &spot.to);
            let message = say!(
                "{from} is gone, and what was `{to}` is called so now",
                from,
                to
            );
            finding(&spot, message, say!("take it out"))
        });
        let stays = |spot: &Spot| {
            spot.fact.is_none() && !is_new(spot.span) && self.to.fact(&spot.from).is_some()
        };
        let twice = self.renames.mentions(root).into_iter().filter(stays);
        let twice = twice.map(|spot| {
            let message = say!(
                "`{from}` is `{to}` now, which is stated as well",
                from = spot.from,
                to = spot.to
            );
            finding(&spot, message, say!("leave one of the two"))
        });
        gone.chain(twice).collect()
    }

    /// Whether the new names could be taken for old ones the next time.
    pub(super) fn looks_old(&self, source: &SourceText<'_>, renamed: &Node<'_>) -> bool {
        let again = self.renames.spots(renamed);
        !again.is_empty() || !self.unclear(source, (renamed, renamed), &[]).is_empty()
    }

    /// What the new set says against a profile under the new names, with what the sets know of it.
    pub(super) fn against(
        &self,
        source: &SourceText<'_>,
        (root, renamed): (&Node<'_>, &Node<'_>),
    ) -> Vec<Finding> {
        let Err(findings) = resolve(&self.to, source, renamed, Options::default()) else {
            return Vec::new();
        };
        let claims = Renames::of(&self.to).mentions(renamed);
        let was_read = self
            .from
            .as_ref()
            .is_some_and(|from| resolve(from, source, root, Options::default()).is_ok());
        let told = |mut finding: Finding| {
            let here = |spot: &&Spot| is_about(source, renamed, spot, &finding);
            if let Some(spot) = claims.iter().find(here) {
                finding.hint = Some(self.claimed(spot, renamed));
            } else if was_read && finding.code == Code::UnknownFact {
                let (id, version) = (&self.to.id, &self.to.version);
                finding.hint = Some(say!(
                    "`{id} {version}` no longer has it: take it out",
                    id,
                    version
                ));
            }
            finding
        };
        // Which set it was written for is known, and what this is about.
        let says = |finding: &Finding| finding.code != Code::OtherRubrics;
        findings.into_iter().filter(says).map(told).collect()
    }

    /// What to do about a name that the new set says to be another now, and that was left.
    fn claimed(&self, spot: &Spot, renamed: &Node<'_>) -> String {
        let (from, to) = (&spot.from, &spot.to);
        let had = self.from.as_ref().is_some_and(|set| match &spot.fact {
            None => set.fact(to).is_some(),
            Some(fact) => set
                .fact(fact)
                .is_some_and(|number| set.facts[number].option(to).is_some()),
        });
        let stated = spot.fact.is_none()
            && to.split_once('.').is_some_and(|(section, key)| {
                let section = renamed.get(section);
                section.and_then(|section| section.get(key)).is_some()
            });
        if had {
            say!(
                "the new `{to}` claims to be `{from}` (`renamed_from`), but the old set has a `{to}` too: if that was dropped, write `{from}` as `{to}` in its place",
                to,
                from
            )
        } else if stated {
            say!(
                "`{from}` is called `{to}` now, which is stated as well: leave one of the two",
                from,
                to
            )
        } else {
            say!("`{from}` is called `{to}` now: write that", from, to)
        }
    }
}

/// What a profile says it was written for.
fn stamp<'n>(root: &'n Node<'_>) -> Option<(Span, &'n str)> {
    let node = root.get("profile")?.get("rubrics")?;
    Some((node.span, node.text().filter(|_| !node.is_null())?))
}

/// Whether a finding is about a name, or about the section of a fact as a whole.
fn is_about(source: &SourceText<'_>, root: &Node<'_>, spot: &Spot, finding: &Finding) -> bool {
    let at = |span: Span| finding.place == Some(source.place(span));
    let section = |key: &Key<'_>| {
        let own = spot.from.split_once('.').map(|(section, _)| section);
        spot.fact.is_none() && own == Some(&key.text)
    };
    at(spot.span)
        || matches!(&root.value, Value::Map(sections)
            if sections.iter().any(|(key, _)| section(key) && at(key.span)))
}
