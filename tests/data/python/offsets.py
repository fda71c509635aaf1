"""For every zone of the package tzdata: its offset now, and before and at each change from 2020 to 2035.

A line a zone: its name, then `instant=offset` in seconds. The system's own zone files are not asked.
"""

import importlib.resources
import sys
import zoneinfo
from datetime import datetime, timezone

zoneinfo.reset_tzpath(to=[])
BEGIN = int(datetime(2020, 1, 1, tzinfo=timezone.utc).timestamp())
END = int(datetime(2036, 1, 1, tzinfo=timezone.utc).timestamp())
DAY = 24 * 60 * 60


def offset(zone, instant):
    return int(datetime.fromtimestamp(instant, zone).utcoffset().total_seconds())


def changes(zone):
    """Each first second of another offset. No zone changes twice within a day."""
    instant, known = BEGIN, offset(zone, BEGIN)
    while instant < END:
        after = instant + DAY
        if offset(zone, after) != known:
            early, late = instant, after
            while late - early > 1:
                middle = (early + late) // 2
                if offset(zone, middle) == known:
                    early = middle
                else:
                    late = middle
            yield late
            known = offset(zone, after)
        instant = after


def main():
    now = int(sys.argv[1])
    names = importlib.resources.files("tzdata").joinpath("zones").read_text().split()
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        instants = [now, BEGIN]
        for change in changes(zone):
            instants += [change - 1, change]
        print(name, *(f"{instant}={offset(zone, instant)}" for instant in instants))


main()
