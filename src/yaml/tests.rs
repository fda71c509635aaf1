#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
use super::*;
#[test]
fn probe() {
    for text in [
        "a: b: c\n",
        "a:\n\t- b\n",
        "a: [1, 2\nb: 3\n",
        "a: 'x\nb: y\n",
        "a\nb: c\n",
        "a:\n  b: 1\n c: 2\n",
        "a:\n - b\n  - c\n- d",
        "a: *x\n",
        "a: @x\n",
        "a: %x",
        "a: `x`",
        "",
        "# only\n",
        "a: 1\n---\nb: 2\n",
        "? [a]\n: b\n",
        "a: !secret x\n",
        "a: {b: c",
        "- a\nb: c\n",
        "a: \"\\q\"\n",
        "&a a: [*a]",
        "a: &x [*x]",
        "a: - b",
        "%YAML 1.2\n---\na: b\n",
        "a: &x\n  b: c\nd:\n  <<: *x\n",
        "a: \u{1}",
    ] {
        let out = tree(text);
        eprintln!(
            "{text:?}\n   {:?}",
            out.map(|_| ())
                .map_err(|e| (e[0].code, e[0].at.clone(), e[0].message.clone(), e[0].help.clone()))
        );
        let _ = Some(1).unwrap();
    }
    eprintln!(
        "{:#?}",
        tree(
            "\u{feff}a: 1_000\r\nb: 'x y'\r\nc: |\r\n  one\r\n  two\r\nd: one\r\n  two\r\ne: [a, {b: c}]\r\nf:\r\n  - x\r\n  - y: 1\r\n    z:\r\n"
        )
    );
    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "x")]
    struct T {
        a: Spanned<u32>,
        b: Vec<Inner>,
    }
    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "x")]
    struct Inner {
        c: bool,
    }
    for text in [
        "a: 1\nb: []\n",
        "a: x\nb: []",
        "a: 1\nb: [{c: true}, {c: no}]",
        "a: 1",
        "a: 1\nb: []\nc: 3\n",
        "a: 1\na: 2\nb: []\n",
        "a: 1\nb: [{d: true}]",
        "\u{feff}a: 1\r\nb: [{c: 0777}]",
    ] {
        eprintln!("{text:?}\n   {:?}", read::<T>(text));
    }
}
