"""What must be true of any run, whatever was killed, cut or answered wrongly: judged from the ledgers of the fakes and muster's record.

The numbers are those of docs/reliability.md. judge() gives what is violated; nothing is violated when it is empty.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from ledgers import words_of

OPEN_STATES = ("triage", "investigating", "identified", "fixing", "monitoring")
# muster says so itself when nothing was kept: such an answer acknowledges no work.
NOT_RECORDED = re.compile(r"nothing (was|is) recorded|could not record", re.IGNORECASE)
# Giving up for want of memory is allowed: the next life finds everything.
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|terminate called(?!.*bad_alloc)|Assertion .* failed")
# At rest, far above what is usual and far below what grows without end.
MOST = {"open files": 160, "threads": 24, "write-ahead log in MB": 64, "queued": 0}
SAYING = re.compile(r"^(?:INC-\d+ )?(note|update) (?:--next \S+ )?([^-@].*)$")
SECOND = 1_000_000


@dataclass(frozen=True)
class Violation:
    oracle: str
    what: str

    def __str__(self):
        return f"{self.oracle}: {self.what}"


@dataclass
class World:
    """All that is known of a run. record is a Record, ledgers those of the chats, phones of the pagers.

    settled_at: when the run had come to rest, by muster's clock in microseconds; None: it was cut off in the middle.
    phones: (key, body of the page), each as accepted by a provider.
    used: see resources.py; empty: not looked at.
    people: account in a chat -> person, of those the configuration names (they are not in the database).
    problems: what `muster verify` found.
    """

    record: object
    ledgers: list
    problems: list = field(default_factory=list)
    phones: list = field(default_factory=list)
    settled_at: int = None
    log: str = ""
    used: dict = field(default_factory=dict)  # at rest: what stands in MOST
    secrets: tuple = ()
    people: dict = field(default_factory=dict)


def acknowledged_is_kept(world):
    """I1: what was acknowledged is in the inbox; what the inbox holds as done is on the timeline exactly once."""
    inbox = world.record.inbox()
    wanted, kept = Counter(), Counter()
    for ledger in world.ledgers:
        for command in ledger.commands:
            if command.origin not in inbox and not NOT_RECORDED.search(command.answer):
                yield f"{ledger.platform}: {command.text!r} was acknowledged and is not kept ({command.origin})"
            said = SAYING.match(command.text)
            if said and inbox.get(command.origin) == "":
                wanted[said[1], said[2].strip()] += 1
    for event in world.record.of_type("note", "update"):
        kept[event.type, event.body["text"]] += 1
    for (verb, text), count in wanted.items():
        if kept[verb, text] < count:
            yield f"{verb} {text!r}: done {count} times, on the timeline {kept[verb, text]} times"
    unacknowledged = {key for key in kept if kept[key] > max(wanted[key], 1)}
    for verb, text in unacknowledged:
        yield f"{verb} {text!r}: on the timeline {kept[verb, text]} times"


def pages_reach_somebody(world):
    """I2: a page is accepted by a provider, or given up aloud; what muster calls delivered was accepted."""
    accepted = {words_of(body.get("data", {}).get("page", "")) for _, body in world.phones}
    for row in world.record.outbox():
        if row["type"] != "send_page" or not world.phones:
            continue
        page = re.search(r'"page":"(P\d+)"', row["body"])
        if row["state"] == "delivered" and page and not any(f'/{page[1]}"' in name for name in accepted):
            yield f"{row['key']} is called delivered, and no phone rang for {page[1]}"


def pages_ring_once(world):
    """I3: one accepted page for each page, person and way; the same key again is the provider's to drop."""
    keys = {}
    for key, body in world.phones:
        page = body.get("data", {})
        if body.get("type") == "page.sent":
            keys.setdefault((page.get("page"), page.get("method"), page.get("acknowledge_link")), set()).add(key)
    for (page, method, _), seen in keys.items():
        if len(seen) > 1:
            yield f"{page} by {method} rang under {len(seen)} keys"


def said_once(world):
    """I4: one message for each effect, one room for each incident; more only when marked as said again."""
    for ledger in world.ledgers:
        count = Counter((post.key, post.where) for post in ledger.posts if not post.said_again)
        for (key, where), times in count.items():
            if times > 1:
                yield f"{ledger.platform}: {key} was posted {times} times in {where}"
        rooms = Counter()
        for room in ledger.rooms:
            number = re.match(r"inc-(\d+)-", room.name)
            if number:
                rooms[number[1], room.is_private] += 1
        for (number, _), made in rooms.items():
            if made > 1:
                yield f"{ledger.platform}: {made} rooms for INC-{number}"


def nothing_comes_early(world):
    """I5: no reminder, and no page, before it was due."""
    for event in world.record.of_type("reminder"):
        due = event.body.get("due")
        if due and event.body["what"].endswith(("_due", "_overdue")) and event.recorded_at < due:
            yield f"INC-{event.incident} entry {event.seq}: {event.body['what']} came {(due - event.recorded_at) / SECOND:.3f} s early"
    for timer in fired_early(world.record):
        yield timer


def fired_early(record):
    for row in record.rows("SELECT origin_key, received_at FROM inbox WHERE origin_key LIKE 'timer/%'"):
        due = int(row["origin_key"].split("/")[-2])
        if row["received_at"] < due:
            yield f"{row['origin_key']} fired {(due - row['received_at']) / SECOND:.3f} s early"


def no_page_after_an_answer(world):
    """I7: nobody is paged further once a page was acknowledged or its incident ended."""
    answered, ended, follows = {}, {}, {}
    for event in world.record.events:
        if event.type == "ack":
            answered[event.incident, event.body["page"]] = event.seq
        elif event.type in ("state", "reopened", "canceled", "merged"):
            is_over = event.type in ("canceled", "merged") or event.body.get("to") in ("resolved", "closed")
            ended[event.incident] = event.seq if is_over else None
        elif event.type == "page" and event.body.get("escalated_from"):
            before = event.body["escalated_from"]
            follows[event.incident, event.body["page"]] = before
            if ended.get(event.incident):
                yield f"INC-{event.incident} entry {event.seq}: {event.body['page']} went out after the end"
            while before:
                if (event.incident, before) in answered:
                    yield f"INC-{event.incident} entry {event.seq}: {event.body['page']} follows {before}, which was answered"
                before = follows.get((event.incident, before))


def private_stays_private(world):
    """I12, and what docs/reliability.md says of private incidents: their words are said nowhere but in their own rooms, and to those on them."""
    for incident in world.record.incidents():
        if incident["visibility"] != "private":
            continue
        number, title = incident["number"], incident["title"]
        events = [event for event in world.record.events if event.incident == number]
        if not any(event.type == "declared" and event.body["visibility"] == "private" for event in events):
            continue  # it was public when that was said
        rooms = {event.body["room"]["room"] for event in events if event.type == "room"}
        people = {event.actor for event in events if event.actor} | {
            person for event in events for person in [event.body.get("person")] + event.body.get("people", []) if person} | {
            person for event in events for person in event.body.get("members", [])}
        known = [(row["user"], row["person"]) for row in world.record.rows("SELECT person, user FROM person_identity")]
        accounts = {account for account, person in [*known, *world.people.items()] if person in people}
        for ledger in world.ledgers:
            for where, words in ledger.shown:
                # Direct messages go to an account, or to a conversation that is no room's.
                direct = where in accounts or where.startswith(("D", "a:"))
                if title in words and where not in rooms and not direct:
                    yield f"{ledger.platform}: the title of the private INC-{number} was shown in {where}"
            for command in ledger.commands:
                if title in command.answer and title not in command.text and command.user not in accounts:
                    yield f"{ledger.platform}: the title of the private INC-{number} was told to {command.user}"


def record_is_whole(world):
    """I6, I11: timelines without gaps, chains that hold, projections that are the fold of their events: `muster verify`."""
    yield from world.problems


def secrets_stay_secret(world):
    """I12: no secret in the log."""
    for number, secret in enumerate(world.secrets):
        if secret and secret in world.log:
            yield f"secret {number + 1} is in the log"


def nothing_broke(world):
    """I14: no sanitizer's report, no abort."""
    found = SANITIZER.search(world.log)
    if found:
        yield world.log[found.start():found.start() + 300]


def nothing_is_stuck(world):
    """I10: whatever was wrong, it recovered by itself: at rest no promise waits that could be kept, and no timer is overdue."""
    if world.settled_at is None:
        return
    for row in world.record.outbox():
        if row["state"] in ("waiting", "running") and row["not_before"] <= world.settled_at:
            yield f"{row['key']} ({row['type']} on {row['platform']}) is still {row['state']}: {row['last_error'] or 'no error'}"
    for timer in world.record.timers():
        if timer["due"] < world.settled_at - 5 * SECOND:
            yield f"timer {timer['key']} is {(world.settled_at - timer['due']) / SECOND:.0f} s overdue"


def resources_are_bounded(world):
    """I13: neither files nor threads nor the log of the database nor the queue pile up."""
    for what, most in MOST.items():
        if world.used.get(what, 0) > most:
            yield f"{world.used[what]} {what}, at most {most}"


def promises_have_timers(world):
    """Own: whatever muster promised to remind of has a timer, or was reminded of."""
    timers = {(timer["incident"], timer["what"], timer["due"]) for timer in world.record.timers()}
    reminded = {(event.incident, event.body["what"], event.body.get("due")) for event in world.record.of_type("reminder")}
    for incident in world.record.incidents():
        due = incident["next_update_due"]
        if incident["state"] not in OPEN_STATES or due is None:
            continue
        key = (incident["number"], "update_due", due)
        if key not in timers and key not in reminded:
            yield f"INC-{incident['number']} promised an update, and no timer reminds of it"


ORACLES = {
    "I1": acknowledged_is_kept, "I2": pages_reach_somebody, "I3": pages_ring_once, "I4": said_once, "I5": nothing_comes_early,
    "I6/I11": record_is_whole, "I7": no_page_after_an_answer, "I12": secrets_stay_secret, "I12/private": private_stays_private,
    "I10": nothing_is_stuck, "I13": resources_are_bounded, "I14": nothing_broke, "timers": promises_have_timers,
}


def judge(world):
    return [Violation(name, what) for name, oracle in ORACLES.items() for what in oracle(world)]
