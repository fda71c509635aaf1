use std::io;

use super::in_batches;

#[test]
fn batches_come_back_in_order_and_an_error_ends_them() {
    let bytes: Vec<u8> = (0..4000)
        .flat_map(|number| format!("{number:01000}\n").into_bytes())
        .collect();
    let mut taken = Vec::new();
    let read = in_batches(
        &bytes[..],
        &|lines, length: &mut usize| *length = lines.len(),
        &mut |lines, length| {
            assert_eq!(lines.len(), *length);
            taken.extend_from_slice(lines);
            Ok(())
        },
    );
    assert!(read.is_ok() && taken == bytes);

    let mut calls = 0;
    let stopped = in_batches(&bytes[..], &|_, (): &mut ()| {}, &mut |_, ()| {
        calls += 1;
        Err(io::Error::other("the disk is full"))
    });
    assert_eq!(
        stopped.map_err(|error| error.to_string()),
        Err("the disk is full".to_owned())
    );
    assert_eq!(calls, 1);
}
