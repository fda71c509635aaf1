use super::{TOPICS, render};

const MARKDOWN: &str = "\
# Title

A paragraph with **weight**, a [link](https://example.org) and `code [TEXT]`
on two lines.

- an item that goes on
  below
- another

<!-- fields: none -->
| field | meaning |
|---|---|
| `step`, `pass` | its id; which pass |
<!-- end of fields -->

```sh
breach start   # as it is
```
";

#[test]
fn a_page_is_read_without_the_signs_of_markdown() {
    assert_eq!(
        render(MARKDOWN, 60),
        "\
Title

  A paragraph with weight, a link (https://example.org) and
  `code [TEXT]` on two lines.

  - an item that goes on below
  - another

  field            meaning
  `step`, `pass`   its id; which pass

    breach start   # as it is
"
    );
}

/// Code is shown as it is, to be copied; everything else stays inside the window.
#[test]
fn every_page_fits_the_window() {
    for topic in TOPICS {
        for width in [40, 80, 100] {
            let shown = render(&topic.whole(), width);
            let wide = shown
                .lines()
                .find(|line| crate::text::width(line) > width && !line.starts_with("    "));
            assert_eq!(wide, None, "{} at {width} columns", topic.name);
            assert!(!shown.contains("|--") && !shown.contains("```"), "{}", topic.name);
        }
    }
}
