//! What a user of a general rules engine would have instead: the shipped rubric set as one decision of the ZEN
//! engine, over a folder of complete profiles in YAML. `benches/peers.py` builds it, times it and holds every
//! score and recommendation of it against maturity's.
//!
//! The decision is written the way that is fastest for the engine: one node of expressions, compiled once.

mod decision;

use std::io::Write as _;
use std::path::PathBuf;
use zen_engine::model::DecisionContent;
use zen_engine::{DecisionEngine, Variable};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let set = maturity::source::shipped::rubric_set();
    let content: DecisionContent = serde_json::from_value(decision::graph(&set))?;
    let mut decision = DecisionEngine::default().create_decision(content.into())?;
    decision.compile();

    let names: Result<Vec<PathBuf>, std::io::Error> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect();
    let mut names = names?;
    names.sort();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let rubrics = set.rubrics.iter().map(|rubric| &*rubric.id);
    let columns: Vec<&str> = rubrics.chain(["recommendation"]).collect();
    writeln!(output, "path,{}", columns.join(","))?;
    for name in names {
        let profile: Variable = serde_yaml::from_str(&std::fs::read_to_string(&name)?)?;
        let response = pollster::block_on(decision.evaluate(profile))
            .map_err(|error| format!("{}: {error:?}", name.display()))?;
        write!(output, "{}", name.display())?;
        for column in &columns {
            match response.result.dot(&decision::name(column)) {
                Some(Variable::String(text)) => write!(output, ",{text}")?,
                Some(Variable::Number(tenths)) => {
                    let tenths: u32 = tenths.to_string().parse()?;
                    write!(output, ",{}.{}", tenths / 10, tenths % 10)?;
                }
                _ => write!(output, ",")?,
            }
        }
        writeln!(output)?;
    }
    Ok(())
}
