"""Reads the calendar file on standard input as strictly as it can, and prints everything in it as sorted JSON.

A file that is not as RFC 5545 wants it ends the program with exit code 3 and one line that says why.
"""

import datetime
import json
import sys

import icalendar
from icalendar.prop import vCategory, vDuration


def refuse(reason):
    print(f"refused: {reason}", file=sys.stderr)
    sys.exit(3)


def check_lines(data):
    """What the package lets pass: line ends, lengths, and that everything begun is ended."""
    if not data.endswith(b"\r\n"):
        refuse("the last line has no end")
    lines = data[:-2].split(b"\r\n")
    begun = []
    for number, line in enumerate(lines, 1):
        if b"\r" in line or b"\n" in line:
            refuse(f"line {number} has a line end that is not CRLF")
        if len(line) > 75:
            refuse(f"line {number} has {len(line)} bytes")
        try:
            line.decode()
        except UnicodeDecodeError:
            refuse(f"line {number} is not UTF-8")
        if line.startswith(b"BEGIN:"):
            begun.append(line[6:])
        elif line.startswith(b"END:"):
            if not begun or begun.pop() != line[4:]:
                refuse(f"line {number} ends what was not begun")
    if begun:
        refuse(f"{begun[-1].decode()} has no end")


def plain(value):
    if isinstance(value, vCategory):
        return [str(category) for category in value.cats]
    if isinstance(value, vDuration):
        return plain(value.dt)
    if hasattr(value, "dt"):
        return plain(value.dt)
    if isinstance(value, datetime.timedelta):
        return f"{value.total_seconds() / 60:g} minutes"
    if isinstance(value, datetime.datetime):
        if value.utcoffset() != datetime.timedelta(0):
            refuse(f"a time that is not in UTC: {value}")
        return value.isoformat()
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    refuse(f"a value of an unknown kind: {value!r}")


def component(read, uids):
    if read.errors:
        refuse(f"{read.name}: {read.errors}")
    missing = [name for name in read.required if name not in read]
    if missing:
        refuse(f"{read.name} has no {', '.join(missing)}")
    repeated = [name for name in read.singletons if isinstance(read.get(name), list)]
    if repeated:
        refuse(f"{read.name} has several of {', '.join(repeated)}")
    if "UID" in read:
        if read["UID"] in uids:
            refuse(f"two components have the UID {read['UID']}")
        uids.add(read["UID"])
    properties = {}
    for name, value in read.items():
        parameters = [f";{key}={parameter}" for key, parameter in sorted(value.params.items())]
        properties["".join([name, *parameters])] = plain(value)
    return {
        "name": read.name,
        "properties": properties,
        "components": [component(inner, uids) for inner in read.subcomponents],
    }


def main():
    data = sys.stdin.buffer.read()
    check_lines(data)
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
    except ValueError as error:
        refuse(error)
    uids = set()
    found = [component(calendar, uids) for calendar in calendars]
    json.dump(found, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()


main()
