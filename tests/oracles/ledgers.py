"""What the fakes wrote down, as the oracles read it: who was acknowledged, what was said where, which rooms were made."""

import json
import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """A command the chat delivered and muster acknowledged."""

    origin: str  # the origin key under which muster must know it
    user: str
    text: str
    answer: str  # "" when the acknowledgement says nothing


@dataclass(frozen=True)
class Post:
    """A message that appeared. key: what muster knows it by, which must be unique within a place."""

    key: str
    where: str
    words: str
    said_again: bool = False


@dataclass(frozen=True)
class Room:
    name: str
    id: str
    is_private: bool


@dataclass
class Ledger:
    platform: str
    commands: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    rooms: list = field(default_factory=list)
    shown: list = field(default_factory=list)  # (where, words) of everything muster sent, edits and topics included


def entries(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n") and '"kind":"state"' not in line[-4000:]:
                yield json.loads(line)


def words_of(value):
    return json.dumps(value, ensure_ascii=False)


def read_slack(path, platform="slack"):
    ledger = Ledger(platform)
    asked = {}
    acknowledged = set()
    for entry in entries(path):
        kind = entry["kind"]
        if kind == "envelope" and entry["type"] == "slash_commands":
            asked[entry["root"]] = entry["payload"]
        elif kind == "ack" and entry["root"] in asked and entry["root"] not in acknowledged and not entry["late"]:
            acknowledged.add(entry["root"])
            payload = asked[entry["root"]]
            ledger.commands.append(Command("slack/trigger/" + payload["trigger_id"], payload["user_id"], payload["text"],
                                           words_of(entry.get("payload", ""))))
        elif kind == "call":
            read_slack_call(ledger, entry)
    return ledger


def read_slack_call(ledger, call):
    args, made = call["args"], call["result"]
    where = args.get("channel", "")
    if call["method"] in ("chat.postMessage", "chat.update", "conversations.setTopic") and made:
        ledger.shown.append((where, words_of(args)))
    if call["method"] == "chat.postMessage" and "ts" in made:
        payload = (args.get("metadata") or {}).get("event_payload", {})
        if "key" in payload:  # answers to people have none
            ledger.posts.append(Post(payload["key"], where, words_of(args)))
    if call["method"] == "conversations.create" and "channel" in made:
        ledger.rooms.append(Room(args["name"], made["channel"], args.get("is_private") == "true"))


MARK = re.compile(r'"id": "(muster-[0-9a-f]{16})"')


def read_teams(path, platform="teams"):
    ledger = Ledger(platform)
    said = {}
    for entry in entries(path):
        kind = entry["kind"]
        if kind == "activity":
            activity = entry["activity"]
            is_personal = activity.get("conversation", {}).get("conversationType") == "personal"
            if activity.get("type") == "message" and is_personal and activity.get("text"):
                said[activity["id"]] = activity
        elif kind == "answer" and entry["activity_id"] in said and entry["status"] == 200:
            activity = said.pop(entry["activity_id"])
            ledger.commands.append(Command(f"teams/{activity['conversation']['id']}/{activity['id']}", activity["from"]["id"],
                                           activity["text"], ""))
        elif kind == "call":
            read_teams_call(ledger, entry)
    return ledger


def read_teams_call(ledger, call):
    where, made = call.get("channel", ""), call.get("result") or {}
    words = words_of(call.get("body"))
    if call["method"] in ("send", "update", "update_channel") and call["ok"]:
        ledger.shown.append((where, words))
    if call["method"] == "send" and made.get("id"):
        mark = MARK.search(words)
        if mark:
            ledger.posts.append(Post(mark[1], where, words, "Said again" in words))
    if call["method"] == "create_channel" and made.get("id"):
        ledger.rooms.append(Room(call["body"]["displayName"], made["id"], False))
