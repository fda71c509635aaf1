//! The JSON Schema of a format, for completion and checks in editors; made from the table of fields that the reader uses.

use serde_json::{Map, Value, json};

use super::shape::{Record, Shape};

/// The schema of a format, as pretty JSON with a line break at its end.
pub(crate) fn json_schema(title: &str, record: &Record) -> String {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!(title));
    if let Value::Object(fields) = of_record(record) {
        schema.extend(fields);
    }
    format!("{:#}\n", Value::Object(schema))
}

fn of_record(record: &Record) -> Value {
    let mut properties = Map::new();
    for field in record.fields {
        let mut value = of_shape(field.shape);
        if let Value::Object(value) = &mut value {
            value.insert("description".to_owned(), json!(field.about));
        }
        properties.insert(field.name.to_owned(), value);
    }
    let needed = record.fields.iter().filter(|field| field.needed);
    let needed: Vec<&str> = needed.map(|field| field.name).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    schema
}

fn of_shape(shape: &Shape) -> Value {
    const DURATION: &str = "[0-9]+ (minutes?|hours?|days?|weeks?|business days?)";
    match shape {
        // An editor reads `2026-11` or `24` as something else than text; the checker takes it as it is written.
        Shape::Text | Shape::Special(_) => json!({"type": ["string", "number", "boolean"]}),
        Shape::TrueFalse => json!({"type": "boolean"}),
        Shape::Format => json!({"const": 1}),
        Shape::Id => json!({"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}),
        Shape::Name => json!({"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"}),
        Shape::Number(_) => json!({"type": "integer"}),
        Shape::Answer => json!({}),
        Shape::YesNo => json!({"enum": ["yes", "no", true, false]}),
        Shape::Blank(inner) => json!({"anyOf": [{"type": "null"}, of_shape(inner)]}),
        Shape::Several(item) => json!({"anyOf": [of_shape(item), {"type": "array", "items": of_shape(item)}]}),
        Shape::Word(words) => json!({"enum": words}),
        Shape::Duration => json!({"type": "string", "pattern": format!("^{DURATION}$")}),
        Shape::Aim => json!({"type": "string", "pattern": format!("^{DURATION}( after [a-z0-9-]+)?$")}),
        Shape::DueBy => json!({"type": "string", "pattern": format!("^{DURATION} (before|after) [a-z0-9_.-]+$")}),
        Shape::Condition => json!({"type": ["string", "boolean"]}),
        Shape::List(item) => json!({"type": "array", "items": of_shape(item)}),
        Shape::Map(name, value) => {
            let mut schema = json!({"type": "object", "additionalProperties": of_shape(value)});
            if let Some(pattern) = of_shape(name).get("pattern") {
                schema["propertyNames"] = json!({"pattern": pattern});
            }
            schema
        }
        Shape::Record(record) => of_record(record),
        Shape::Either(single, many) => json!({"anyOf": [of_shape(single), of_shape(many)]}),
        Shape::OneOf(records) => json!({"oneOf": records.iter().map(|record| of_record(record)).collect::<Vec<_>>()}),
        Shape::Choice(words, record) => {
            let mut fields = of_record(record);
            fields["minProperties"] = json!(1);
            fields["maxProperties"] = json!(1);
            json!({"anyOf": [{"enum": words}, fields]})
        }
    }
}
