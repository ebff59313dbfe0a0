//! Texts drawn at random, and put together from attacks, in profiles: the judges of the outputs find nothing either.

use super::folder::Folder;
use super::outputs::{ATTACKS, OF_PROFILES, bad_profile, judge, profile, set};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Signs that mean something somewhere.
const SIGNS: [&str; 24] = [
    "\n", "\r", "\t", "\u{1b}", "\u{9b}", "\u{202e}", "\u{200b}", "\u{2028}", "\\", "\"", "'", "`",
    "|", "#", "::", "##[", "]](", "<a ", "&lt;", "%0A", "=", "; ", "--", "${{",
];

/// A text with its mark at the end, by which it is found again.
fn text() -> impl Strategy<Value = String> {
    let (attacks, signs) = (ATTACKS.map(|(_, attack)| attack), SIGNS);
    let cut = (select(attacks.to_vec()), any::<Index>());
    let part = prop_oneof![
        2 => cut.prop_map(|(attack, cut)| attack.chars().skip(cut.index(4)).collect()),
        3 => select(signs.to_vec()).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => Just(" ".to_owned()),
    ];
    vec(part, 0..6).prop_map(|parts| parts.concat() + "zqz")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    /// Names, notes and ids of good profiles; ids, keys and values of bad ones.
    #[test]
    fn drawn_texts_of_profiles_stay_texts(texts in vec(text(), 2..24)) {
        let folder = Folder::new();
        folder.write("set.toml", set("plain"));
        let (mut profiles, mut bad) = (Vec::new(), Vec::new());
        for (number, text) in texts.iter().enumerate() {
            // Files too, as far as names can.
            let shown = |c: &char| !"/\0".contains(*c) && c.len_utf8() < 4;
            let name: String = text.chars().filter(shown).take(40).collect();
            let name = format!("n{number} {name}.json");
            folder.write(&name, profile(text));
            profiles.push(format!("./{name}"));
            let name = format!("bad {name}");
            folder.write(&name, bad_profile(text));
            bad.push(format!("./{name}"));
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expand = [("PROFILES", profiles), ("BAD", bad)];
        let wrong: Vec<String> = OF_PROFILES
            .iter()
            .flat_map(|(line, own)| judge(&folder, line, &expand, (*own, &texts)))
            .collect();
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
