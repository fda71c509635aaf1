//! Every format of a file that people write has its JSON Schema and its table in the manual.

use breach::formats::FileFormat;
use clap::ValueEnum;

#[test]
fn every_field_of_a_schema_stands_in_the_table() {
    for format in FileFormat::value_variants() {
        let schema: serde_json::Value = serde_json::from_str(&format.schema()).expect("JSON");
        let table = format.table();
        for name in schema["properties"].as_object().expect("fields").keys() {
            assert!(table.contains(&format!("| `{name}` |")), "{format:?}: {name}");
        }
    }
}

#[test]
fn a_table_names_every_field_with_what_it_takes() {
    let expected = "| field | | value | what it is for |
|---|---|---|---|
| `format` | needed | the number 1 | The format of this file: 1. |
| `places` |  | a list of names, each with what belongs to it after `: ` | The places, by code. |

The fields of a place:

| field | | value | what it is for |
|---|---|---|---|
| `name` | needed | text | Its English name. |
| `in` |  | text | The code of the place that it lies in. |
| `zone` |  | a time zone such as `Europe/Berlin` | The zone of most people; that of the place it lies in, if left out. |
| `calendar` |  | text | The name of its calendar; that of the place it lies in, if left out. |
| `also` |  | text, or a list, each item on a line after `- ` | Other names. |
| `may-mean` |  | text, or a list, each item on a line after `- ` | Names that may mean it, or another place. |
| `only-rules` |  | `true` or `false` | It has rules and no residents. |
";
    assert_eq!(FileFormat::Places.table(), expected);
}
