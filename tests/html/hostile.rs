//! What profiles say shows as text, whatever it is.

use super::{printed, read, run};
use std::fs;
use std::path::PathBuf;

/// Texts that would break out of a page, run, or hide what they are.
const HOSTILE: [&str; 9] = [
    "</title></style></script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "<svg onload=alert(1)><!-- ]]> <![CDATA[",
    "&lt;b&gt; &#60;script&#62; &amp;",
    "**bold** [x](javascript:alert(1)) `code` | # h",
    "\u{1b}[31mred\u{1b}]8;;http://example.com\u{7}link\u{9b}m",
    "\u{202e}desrever\u{2066}\u{200b}\u{2028}\u{feff}",
    "\u{1F469}\u{200d}\u{1F469}\u{200d}\u{1F467} e\u{301} \u{1F980}",
    "{{ 7 * 7 }} ${7*7} <%= 7 %> \\u003cscript\\u003e",
];

/// A profile that says a text wherever it may say one, in a file of its own.
fn profile(number: usize, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile-pages");
    fs::create_dir_all(&folder).expect("a folder");
    let quoted = serde_json::to_string(text).expect("JSON");
    let path = folder.join(format!("{number}-<b>&'x.json"));
    let text = format!(
        "{{\"profile\": {{\"id\": {quoted}, \"prepared_by\": {quoted}}}, \"company\": {{\"name\": {quoted}}}, \
         \"sponsor\": {{\"transformation_is_cover\": true, \"level\": {{\"value\": \"owner\", \"note\": {quoted}, \"source\": {quoted}}}}}}}"
    );
    fs::write(&path, text).expect("written");
    path
}

/// The text of a page, without styles and scripts.
fn shown(page: &str) -> String {
    let document = read(page);
    let texts = document.descendants().filter(|node| {
        let inside = node
            .ancestors()
            .any(|one| one.has_tag_name("style") || one.has_tag_name("script"));
        node.is_text() && !inside
    });
    texts.filter_map(|node| node.text()).collect()
}

#[test]
fn what_is_foreign_is_text() {
    let mut paths = Vec::new();
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let path = profile(number, text);
        let path = path.to_str().expect("UTF-8").to_owned();
        let page = printed(&["score", "--format", "html", &path]);
        let clean = maturity::present::text::clean(text);
        let seen = shown(&page);
        // The heading, the window's title, the note, its source, the writer and the answer.
        assert!(
            seen.matches(&clean).count() >= 6,
            "{number}: {}",
            seen.matches(&clean).count()
        );
        let document = read(&page);
        let scripts = document
            .descendants()
            .filter(|node| node.has_tag_name("script"));
        assert_eq!(scripts.count(), 1);
        let picture = printed(&["score", "--format", "svg", "--chart", "map", &path]);
        read(&picture);
        for c in [
            '\u{1b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{9b}', '\u{feff}',
        ] {
            assert!(!page.contains(c) && !picture.contains(c), "{number}: {c:?}");
        }
        paths.push(path);
    }
    let arguments: Vec<&str> = paths.iter().map(String::as_str).collect();
    let page = printed(&[&["score", "--format", "html"], &arguments[..]].concat());
    let seen = shown(&page);
    for text in HOSTILE {
        assert!(
            seen.contains(&maturity::present::text::clean(text)),
            "{text}"
        );
    }
    let compared = printed(&["compare", "--format", "html", arguments[0], arguments[1]]);
    read(&compared);
}

#[test]
fn a_long_text_is_whole_and_once() {
    let long = "W".repeat(100_000);
    let path = profile(100, &long);
    let output = run(&["score", "--format", "html", path.to_str().expect("UTF-8")]);
    assert!(output.status.success());
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    let seen = shown(&page);
    // Name, note, source and writer; headings have only their beginning.
    assert_eq!(seen.matches(&long).count(), 4);
    assert!(page.len() < 700_000, "{}", page.len());
}
