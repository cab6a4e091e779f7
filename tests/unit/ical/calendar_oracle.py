"""The events of a calendar within the window of calendar_test.cpp, by recurring_ical_events: begin and end in UTC.

It keeps the elapsed length of an event over a change of the clock. We keep its end on the clock on the wall, as calendar
programmes do, so the end is worked out here from the beginning.
"""

import datetime as dt
import sys

import icalendar
import recurring_ical_events

UTC = dt.timezone.utc
LENGTH = dt.timedelta(hours=9)
with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
for event in sorted(
    recurring_ical_events.of(calendar).between(dt.datetime(2026, 10, 1, tzinfo=UTC), dt.datetime(2027, 4, 1, tzinfo=UTC)),
    key=lambda event: event["DTSTART"].dt,
):
    begin = event["DTSTART"].dt
    end = begin.tzinfo.localize(begin.replace(tzinfo=None) + LENGTH) if hasattr(begin.tzinfo, "localize") else (
        (begin.replace(tzinfo=None) + LENGTH).replace(tzinfo=begin.tzinfo))
    print(*(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") for at in (begin, end)))
