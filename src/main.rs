use maturity::{finding::SourceText, rubric::load::{File, load}, source};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let files = source::files::rubric_files(&path).unwrap();
    let mut docs = Vec::new();
    for f in &files { let s = SourceText::new(f.path.clone(), &f.text); match source::toml::read(&s) { Ok(root) => docs.push(File{source:s, root}), Err(e) => { println!("{e:?}"); } } }
    match load(&docs) { Ok(l) => println!("{} facts {} criteria {} vars digest {} cases {}", l.set.facts.len(), l.set.criteria.len(), l.set.variables.len(), l.set.digest, l.cases.len()), Err(e) => for f in e { let p=f.place.unwrap(); println!("{}:{}:{} {} {:?}", p.path,p.line,p.column,f.message,f.hint) } }
}
