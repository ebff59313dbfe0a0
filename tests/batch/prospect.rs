//! Random prospects for the tiny rubric set, and how each form of input writes them.

/// A generator of numbers that is the same everywhere (Knuth's MMIX constants).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n as u64).expect("small")
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

/// Facts with their values in YAML's flow style, which JSON reads as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prospect(pub(crate) Vec<(&'static str, String)>);

/// The columns of a table of all facts.
pub(crate) const COLUMNS: [&str; 10] = [
    "profile.id",
    "company.name",
    "company.staff",
    "company.turnover",
    "goal.clear",
    "goal.driver",
    "goal.urgent",
    "team.last_tool",
    "team.skills",
    "profile.prepared_by",
];

/// Values that a column may have, in JSON; keys by their letters, as rows of tables have them.
pub(crate) fn values(column: &str) -> &'static [&'static str] {
    match column {
        "profile.id" => &["\"a\"", "\"b\"", "\"id-3\""],
        "profile.prepared_by" => &["\"me\""],
        "company.name" => &[
            "\"Acme\"",
            "\"Acme, Ltd\"",
            "\"甲 & 乙\"",
            "\"=1+2\"",
            "\"a \\\"quoted\\\" name\"",
        ],
        "company.staff" => &[
            "1",
            "20",
            "99",
            "500",
            r#"{"at_most": 50}"#,
            r#"{"at_least": 10, "at_most": 300}"#,
        ],
        "company.turnover" => &["0.5", "4.99", "5", "77.25"],
        "goal.clear" => &["\"no\"", "\"partly\"", "\"yes\"", r#"{"not": "no"}"#],
        "goal.driver" => &[
            "\"cost\"",
            "\"growth\"",
            "\"fashion\"",
            r#"{"one_of": ["cost", "fashion"]}"#,
        ],
        "goal.urgent" => &["true", "false"],
        "team.last_tool" => &["\"stalled\"", "\"used\"", "\"n/a\""],
        _ => &[
            "[]",
            r#"["data"]"#,
            r#"["design", "sales"]"#,
            r#"{"excludes": ["sales"], "includes": ["data"]}"#,
        ],
    }
}

impl Prospect {
    pub(crate) fn random(random: &mut Random) -> Self {
        let own = COLUMNS.map(|column| {
            let value = match column {
                "profile.id" => format!("\"id-{}\"", random.below(1_000_000)),
                "company.staff" if random.below(4) > 0 => (1 + random.below(500)).to_string(),
                _ => random.pick(values(column)).to_owned(),
            };
            (column, value)
        });
        let known = 1 + random.below(4);
        let stated = own.into_iter().filter(|_| random.below(4) < known);
        Self(stated.collect())
    }

    fn sections(&self) -> Vec<(&'static str, Vec<(&'static str, &str)>)> {
        let mut sections: Vec<(&str, Vec<_>)> = Vec::new();
        for (id, value) in &self.0 {
            let (section, key) = id.split_once('.').expect("an id");
            match sections.iter_mut().find(|(name, _)| *name == section) {
                Some((_, entries)) => entries.push((key, &**value)),
                None => sections.push((section, vec![(key, &**value)])),
            }
        }
        sections
    }

    pub(crate) fn yaml(&self) -> String {
        let mut text = String::from("# a prospect\n");
        for (section, entries) in self.sections() {
            text += &format!("{section}:\n");
            for (key, value) in entries {
                text += &format!("  {key}: {value}\n");
            }
        }
        if self.0.is_empty() {
            "{}\n".to_owned()
        } else {
            text
        }
    }

    pub(crate) fn json(&self) -> String {
        let section = |(section, entries): (&str, Vec<(&str, &str)>)| {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{key:?}: {value}"));
            format!(
                "{section:?}: {{{}}}",
                entries.collect::<Vec<_>>().join(", ")
            )
        };
        let sections: Vec<String> = self.sections().into_iter().map(section).collect();
        format!("{{{}}}", sections.join(", "))
    }

    /// A row of a table with [`COLUMNS`].
    pub(crate) fn row(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        let field = |column: &&str| {
            let stated = self.0.iter().find(|(id, _)| id == column);
            let value = stated.map_or("null", |(_, value)| value);
            let value: serde_json::Value = serde_json::from_str(value).expect("well-formed");
            match &value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Array(items) if !items.is_empty() => {
                    let items = items.iter().map(|item| item.as_str().expect("text"));
                    items.collect::<Vec<_>>().join(";")
                }
                value => value.to_string(),
            }
        };
        writer
            .write_record(COLUMNS.iter().map(field))
            .expect("in memory");
        String::from_utf8(writer.into_inner().expect("in memory")).expect("text")
    }
}

/// Prospects in a form: the name's end, and the text.
pub(crate) fn forms(prospects: &[Prospect]) -> Vec<(&'static str, String)> {
    let table = |delimiter: u8| {
        let header = COLUMNS.join(&char::from(delimiter).to_string());
        let rows: String = prospects.iter().map(|one| one.row(delimiter)).collect();
        format!("{header}\n{rows}")
    };
    let yaml: Vec<String> = prospects.iter().map(Prospect::yaml).collect();
    let json: Vec<String> = prospects.iter().map(Prospect::json).collect();
    vec![
        ("docs.yaml", yaml.join("---\n")),
        (
            "more.yml",
            format!("---\n{}...\n", yaml.join("...\n# next\n---\n")).replace('\n', "\r\n"),
        ),
        ("behind.json", json.join("\n")),
        ("list.json", format!("[\n{}\n]\n", json.join(",\n"))),
        ("lines.jsonl", json.join("\n\n")),
        ("lines.ndjson", format!("{}\r\n", json.join("\r\n"))),
        ("commas.csv", table(b',')),
        ("semicolons.csv", table(b';').replace('\n', "\r\n")),
        ("tabs.tsv", table(b'\t')),
    ]
}
