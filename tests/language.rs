//! Every text that the program says is in each catalogue, and nothing else is.
//!
//! To translate what a catalogue lacks: `MISSING=new cargo test --test language` writes it to `new.zh-Hant.toml`.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::cli::help_texts;
use maturity::finding::Code;
use maturity::language::Language;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The texts in the code: of `say!`, and of `count`, and the help of the command line.
fn texts() -> BTreeMap<String, PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = BTreeMap::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let code = fs::read_to_string(&path).expect("a file");
                let tokens: TokenStream = code.parse().expect("tokens");
                let own = path.ends_with("language/say.rs") || path.ends_with("language/list.rs");
                if !own {
                    walk(tokens, &mut |text| {
                        texts.insert(text, path.clone());
                    });
                }
            }
        }
    }
    for text in help_texts() {
        texts.insert(text, "the help".into());
    }
    for code in Code::ALL {
        texts.insert(code.about().to_owned(), "src/finding/mod.rs".into());
    }
    texts
}

/// Finds `say!("…")` and `count(…, "one", "many")` in tokens, at any depth; tests are left out.
fn walk(tokens: TokenStream, found: &mut impl FnMut(String)) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut skip = None;
    for (at, token) in tokens.iter().enumerate() {
        if is_test(&tokens[at..]) {
            // `mod tests { … }` or a function: the next block is left out.
            skip = Some(());
        }
        let TokenTree::Group(group) = token else {
            continue;
        };
        if group.delimiter() == Delimiter::Brace && skip.take().is_some() {
            continue;
        }
        let named = |back: usize, name: &str| {
            let before = at.checked_sub(back).and_then(|at| tokens.get(at));
            matches!(before, Some(TokenTree::Ident(ident)) if ident == name)
        };
        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
        let exclaimed = at.checked_sub(1).and_then(|at| tokens.get(at));
        let exclaimed = matches!(exclaimed, Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
        if exclaimed && named(2, "say") {
            let text = inside.first().and_then(literal);
            found(text.unwrap_or_else(|| panic!("a text first in `say!({})`", group.stream())));
        } else if named(1, "count") && group.delimiter() == Delimiter::Parenthesis {
            let words: Vec<String> = inside.iter().filter_map(literal).collect();
            if let [_, many] = words.as_slice() {
                found(format!("{{n}} {many}"));
            }
        }
        let error = exclaimed && (named(2, "bail") || named(2, "anyhow")) || named(1, "context");
        let text = inside.first().and_then(literal).filter(|_| error);
        let own = text.as_deref().map(without_names);
        assert!(
            own.is_none_or(|own| !own.contains(char::is_alphabetic)),
            "an error in one language only: {}",
            group.stream()
        );
        walk(group.stream(), found);
    }
}

/// Whether these tokens begin with `#[cfg(test)]` or `#[test]`.
fn is_test(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else {
        return false;
    };
    let text = group.stream().to_string().replace(' ', "");
    hash.as_char() == '#' && (text == "cfg(test)" || text == "test")
}

fn literal(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let text: syn::LitStr = syn::parse_str(&literal.to_string()).ok()?;
    Some(text.value())
}

/// A text without what stands in braces.
fn without_names(text: &str) -> String {
    let parts = text.split('{').map(|part| part.rsplit('}').next());
    parts.flatten().collect()
}

/// The names in braces, in the order of the alphabet, each as often as it stands there.
fn names(text: &str) -> Vec<&str> {
    let text = text.split("{{").flat_map(|part| part.split("}}"));
    let names = text.flat_map(|part| part.split('{').skip(1));
    let names = names.filter_map(|rest| rest.split_once('}'));
    let mut names: Vec<&str> = names.map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

#[test]
fn every_text_is_in_every_catalogue_and_no_other() {
    let texts = texts();
    assert!(texts.len() > 1000, "found only {}", texts.len());
    let mut wrong = String::new();
    for language in [Language::Traditional, Language::Simplified] {
        let tag = language.tag();
        let own: BTreeMap<&str, &str> = language.texts().iter().copied().collect();
        let missing = texts.keys().filter(|text| !own.contains_key(text.as_str()));
        let missing: Vec<&String> = missing.collect();
        if let Ok(file) = env::var("MISSING") {
            let line = |text: &&String| {
                let path = texts[*text].display().to_string();
                let path = path
                    .rsplit_once("/src/")
                    .map_or(path.as_str(), |(_, path)| path);
                format!("# {path}\n{text:?} = \"\"\n")
            };
            let lines = missing.iter().map(line);
            fs::write(format!("{file}.{tag}.toml"), lines.collect::<String>()).expect("written");
        }
        for text in missing {
            wrong.push_str(&format!("{tag} lacks {text:?}\n"));
        }
        for text in own.keys().filter(|text| !texts.contains_key(**text)) {
            wrong.push_str(&format!("{tag} has what nothing says: {text:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn translations_have_the_arguments_of_their_texts() {
    for language in [Language::Traditional, Language::Simplified] {
        for (english, own) in language.texts() {
            assert_eq!(names(english), names(own), "{}: {english}", language.tag());
            assert!(!own.trim().is_empty(), "{}: {english}", language.tag());
            let chinese = own.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            let words = english
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.len() > 3);
            let ids = english.contains('`') || english.contains('{');
            assert!(
                chinese || ids || words.count() == 0,
                "{}: {english:?} is not translated",
                language.tag()
            );
        }
    }
}
