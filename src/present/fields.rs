//! Columns: what a row shows of one profile, picked by name. Names are ids where a part of the set is meant.

use super::number::{points, rounded};
use super::report::{coverage, or_id, share};
use super::stated::StatedValue;
use crate::assess::outlook::Possible;
use crate::assess::range::Score;
use crate::assess::survey::{Depth, Survey};
use crate::compare::since::Since;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::rubric::audience::Internal;
use crate::rubric::condition::Truth;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: String,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Path,
    Index,
    Id,
    Name,
    AsOf,
    PreparedBy,
    RubricSet,
    Digest,
    Findings,
    Since,
    Coverage,
    Recommendation,
    Title,
    Settled,
    Exact,
    Clearly,
    Share,
    ShareError,
    Possible,
    RecommendationBound,
    SettledBound,
    PossibleBound,
    Rule,
    Because,
    NextQuestion,
    Score(Of, Figure),
    Worst(usize),
    Gate(usize),
    Fact(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Rubric(usize),
    Dimension(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figure {
    Estimate,
    Low,
    High,
    Rating,
}

/// The columns that are not parts of a set.
const NAMED: [(&str, What); 25] = [
    ("path", What::Path),
    ("index", What::Index),
    ("id", What::Id),
    ("name", What::Name),
    ("as_of", What::AsOf),
    ("prepared_by", What::PreparedBy),
    ("rubric_set", What::RubricSet),
    ("digest", What::Digest),
    ("findings", What::Findings),
    ("since", What::Since),
    ("coverage", What::Coverage),
    ("recommendation", What::Recommendation),
    ("title", What::Title),
    ("settled", What::Settled),
    ("exact", What::Exact),
    ("clearly", What::Clearly),
    ("share", What::Share),
    ("share_error", What::ShareError),
    ("possible", What::Possible),
    ("recommendation_bound", What::RecommendationBound),
    ("settled_bound", What::SettledBound),
    ("possible_bound", What::PossibleBound),
    ("rule", What::Rule),
    ("because", What::Because),
    ("next_question", What::NextQuestion),
];

/// The names that are no ids of a set.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|(name, _)| *name)
}

impl Field {
    /// The column of a name: one of [`names`]; a rubric, dimension, gate or fact by its id; the id of a score
    /// with `.low`, `.high` or `.rating`, that of a rubric also with `.worst`.
    #[must_use]
    pub fn named(set: &RubricSet, name: &str) -> Option<Self> {
        let what = NAMED.iter().find(|(known, _)| *known == name);
        let what = what.map(|(_, what)| *what).or_else(|| part(set, name))?;
        Some(Self {
            name: name.to_owned(),
            what,
        })
    }

    /// The columns of a table where nobody picks: who it is, the rubrics' scores with their ranges, and what to
    /// propose.
    #[must_use]
    pub fn usual(set: &RubricSet) -> Vec<Self> {
        let mut names: Vec<String> = ["path", "id", "name"].map(str::to_owned).to_vec();
        for rubric in &set.rubrics {
            names.extend(["", ".low", ".high"].map(|end| format!("{}{end}", rubric.id)));
        }
        names.extend(["recommendation", "settled"].map(str::to_owned));
        names
            .iter()
            .filter_map(|name| Self::named(set, name))
            .collect()
    }

    /// Whether the customer may see it: no verdict, no rubric, gate or fact of our own, no note.
    #[must_use]
    pub fn is_for_customer(&self, set: &RubricSet, hidden: &Internal) -> bool {
        let ours = |of: Of| {
            let rubric = match of {
                Of::Rubric(rubric) => rubric,
                Of::Dimension(dimension) => usize::from(set.dimensions[dimension].rubric),
            };
            set.rubrics[rubric].internal
        };
        match self.what {
            What::Name | What::AsOf | What::RubricSet | What::Digest => true,
            What::Score(of, _) => !ours(of),
            What::Worst(rubric) => !ours(Of::Rubric(rubric)),
            What::Fact(fact) => !hidden.facts[fact],
            _ => false,
        }
    }

    /// How deep one has to look for it.
    #[must_use]
    pub fn depth(&self) -> Depth {
        match self.what {
            What::Path
            | What::Index
            | What::Id
            | What::Name
            | What::AsOf
            | What::PreparedBy
            | What::RubricSet
            | What::Digest
            | What::Findings
            | What::Since
            | What::Fact(_) => Depth::Names,
            What::RecommendationBound
            | What::SettledBound
            | What::PossibleBound
            | What::Gate(_)
            | What::Score(_, Figure::Low | Figure::High) => Depth::Bounds,
            What::Coverage | What::Worst(_) | What::Score(_, Figure::Estimate | Figure::Rating) => {
                Depth::Figures
            }
            What::Recommendation
            | What::Title
            | What::Settled
            | What::Exact
            | What::Clearly
            | What::Share
            | What::ShareError
            | What::Possible => Depth::Prospects,
            What::Rule | What::Because | What::NextQuestion => Depth::Questions,
        }
    }

    /// Whether it shows what the profile states, not only what follows from it.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        matches!(
            self.what,
            What::Fact(_) | What::AsOf | What::PreparedBy | What::Findings
        )
    }
}

/// A part of a set by its name.
fn part(set: &RubricSet, name: &str) -> Option<What> {
    let score = |id: &str| {
        let rubric = set.rubric(id).map(Of::Rubric);
        rubric.or_else(|| set.dimension(id).map(Of::Dimension))
    };
    let figure = |(id, end): (&str, &str)| match end {
        "low" => Some(What::Score(score(id)?, Figure::Low)),
        "high" => Some(What::Score(score(id)?, Figure::High)),
        "rating" => Some(What::Score(score(id)?, Figure::Rating)),
        "worst" => set.rubric(id).map(What::Worst),
        _ => None,
    };
    let plain = || score(name).map(|of| What::Score(of, Figure::Estimate));
    let gate = || {
        set.gates
            .iter()
            .position(|gate| *gate.id == *name)
            .map(What::Gate)
    };
    let fact = || set.fact(name).map(What::Fact);
    plain()
        .or_else(|| name.rsplit_once('.').and_then(figure))
        .or_else(gate)
        .or_else(fact)
}

/// What a row is made of.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The set.
    pub set: &'a RubricSet,
    /// The file as the user named it.
    pub path: &'a str,
    /// The document in the file, from 0.
    pub index: usize,
    /// `profile.id`.
    pub id: Option<&'a str>,
    /// The company's name.
    pub name: Option<&'a str>,
    /// What came out, as deep as the columns need.
    pub survey: &'a Survey,
    /// What the profile states, where a column needs it.
    pub answers: Option<&'a Answers<'a>>,
    /// How many warnings and notes there are.
    pub findings: usize,
    /// What has become of it since an earlier run, where it is compared with one.
    pub since: Option<Since>,
}

/// A value in a row.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// Nothing to show.
    Empty,
    /// Words of the set or of the program, which nobody outside can choose.
    Word(&'a str),
    /// Text of a profile.
    Text(&'a str),
    /// A score in tenths.
    Tenths(u16),
    /// A number.
    Number(f64),
    /// A count.
    Count(usize),
    /// Yes or no.
    Bool(bool),
    /// Several words.
    Words(Vec<&'a str>),
    /// A rubric set's id and version.
    Set(&'a str, &'a str),
    /// A fact's value.
    Stated(StatedValue<'a>),
}

impl Field {
    /// What a row shows in this column.
    #[must_use]
    pub fn cell<'a>(&self, of: &Subject<'a>) -> Cell<'a> {
        let (set, survey) = (of.set, of.survey);
        let prospects = survey.prospects.as_ref();
        let possible = prospects.map_or(&[][..], |prospects| &prospects.possible);
        let first = possible.first();
        let recommendation = |number: u16| &set.recommendations[usize::from(number)];
        let id = |number: u16| &*recommendation(number).id;
        let about = of.answers.map(|answers| &answers.about);
        let rule = survey.rule.map(|number| &set.rules[usize::from(number)]);
        match self.what {
            What::Path => Cell::Text(of.path),
            What::Index => Cell::Count(of.index),
            What::Id => text(of.id),
            What::Name => text(of.name),
            What::AsOf => text(about.and_then(|about| about.as_of.as_deref())),
            What::PreparedBy => text(about.and_then(|about| about.prepared_by.as_deref())),
            What::RubricSet => Cell::Set(&set.id, &set.version),
            What::Digest => Cell::Word(&set.digest),
            What::Findings => Cell::Count(of.findings),
            What::Since => of
                .since
                .map_or(Cell::Empty, |since| Cell::Word(since.name())),
            What::Coverage => Cell::Number(coverage(survey.coverage)),
            What::Recommendation => {
                first.map_or(Cell::Empty, |one| Cell::Word(id(one.recommendation)))
            }
            What::Title => first.map_or(Cell::Empty, |one| {
                let found = recommendation(one.recommendation);
                Cell::Word(or_id(&found.title, &found.id))
            }),
            What::Settled => prospects.map_or(Cell::Empty, |_| Cell::Bool(possible.len() == 1)),
            What::Exact => prospects.map_or(Cell::Empty, |found| Cell::Bool(found.exact)),
            What::Clearly => prospects.map_or(Cell::Empty, |found| Cell::Bool(found.clearly())),
            What::Share => first.map_or(Cell::Empty, |one| {
                Cell::Number(share(one.share, possible.len() == 1))
            }),
            What::ShareError => prospects.map_or(Cell::Empty, |found| {
                Cell::Number(rounded(found.share_error, 4))
            }),
            What::Possible => {
                let one = |one: &Possible| id(one.recommendation);
                Cell::Words(possible.iter().map(one).collect())
            }
            What::RecommendationBound => match *survey.bound.as_slice() {
                [only] => Cell::Word(id(only)),
                _ => Cell::Empty,
            },
            What::SettledBound => Cell::Bool(survey.bound.len() == 1),
            What::PossibleBound => {
                Cell::Words(survey.bound.iter().map(|&number| id(number)).collect())
            }
            What::Rule => rule.map_or(Cell::Empty, |rule| Cell::Word(&rule.id)),
            What::Because => rule.map_or(Cell::Empty, |rule| Cell::Word(&rule.because)),
            What::NextQuestion => survey.question.map_or(Cell::Empty, |fact| {
                Cell::Word(&set.facts[usize::from(fact)].id)
            }),
            What::Score(which, figure) => {
                let (score, rubric) = match which {
                    Of::Rubric(number) => (&survey.rubrics[number], number),
                    Of::Dimension(number) => {
                        let owner = usize::from(set.dimensions[number].rubric);
                        (&survey.dimensions[number], owner)
                    }
                };
                score_cell(set, score, rubric, figure)
            }
            What::Worst(rubric) => survey.worst[rubric].map_or(Cell::Empty, |worst| {
                Cell::Word(&set.dimensions[usize::from(worst)].id)
            }),
            What::Gate(number) => Cell::Word(super::report::gate_word(survey.gates[number])),
            What::Fact(number) => of.answers.map_or(Cell::Empty, |answers| {
                Cell::Stated(StatedValue {
                    fact: &set.facts[number],
                    value: &answers.stated[number].value,
                })
            }),
        }
    }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

fn score_cell<'a>(set: &'a RubricSet, score: &Score, rubric: usize, figure: Figure) -> Cell<'a> {
    let exists = score.exists != Truth::False;
    let estimate = score.estimate.filter(|_| exists);
    match figure {
        Figure::Estimate => estimate.map_or(Cell::Empty, Cell::Tenths),
        Figure::Low if exists => Cell::Tenths(score.low),
        Figure::High if exists => Cell::Tenths(score.high),
        Figure::Low | Figure::High => Cell::Empty,
        Figure::Rating => {
            let rating = estimate.and_then(|estimate| set.rubrics[rubric].rating(estimate));
            rating.map_or(Cell::Empty, |rating| Cell::Word(&rating.id))
        }
    }
}

/// A row as one flat JSON object.
pub struct Flat<'a, 'f>(pub &'f [Field], pub Subject<'a>);

impl Serialize for Flat<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for field in self.0 {
            map.serialize_key(&field.name)?;
            match field.cell(&self.1) {
                Cell::Empty => map.serialize_value(&None::<bool>)?,
                Cell::Word(text) | Cell::Text(text) => map.serialize_value(text)?,
                Cell::Tenths(tenths) => map.serialize_value(&points(tenths))?,
                Cell::Number(number) => map.serialize_value(&number)?,
                Cell::Count(count) => map.serialize_value(&count)?,
                Cell::Bool(value) => map.serialize_value(&value)?,
                Cell::Words(words) => map.serialize_value(&words)?,
                Cell::Set(id, version) => map.serialize_value(&format!("{id} {version}"))?,
                Cell::Stated(value) => map.serialize_value(&value)?,
            }
        }
        map.end()
    }
}
