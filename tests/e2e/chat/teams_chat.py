"""The fake Teams, and what people do there. A bot has no socket to Teams: Teams calls muster."""

import json
import os
import urllib.parse

from fake import Fake
from ledgers import read_teams

FAKE_TEAMS = os.environ.get("FAKE_TEAMS_BIN", "")

CONFIG = """\
microsoft_teams:
  app_id: {app_id}
  tenant_id: {tenant}
  app_secret: {{env: MUSTER_TEST_APP_SECRET}}
  team: {team}
  service_url: {service_url}
  login_url: {login_url}
  graph_url: {graph_url}
  openid_url: {openid_url}
"""


class TeamsChat(Fake):
    name = "teams"
    announcements = "19:incidents@thread.tacv2"

    def __init__(self, folder):
        super().__init__([FAKE_TEAMS, "--port", "0"], folder, "teams.log")
        self.env = {"MUSTER_TEST_APP_SECRET": self.ready["app_secret"]}
        self.secrets = (self.ready["app_secret"], "Bearer ", "access_token")
        self.control("config", {"rsc_messages": True, "token_clock": "fake"})
        self.people = {user["name"]: user for user in self.control("state")["users"]}

    def config(self):
        return CONFIG.format(**self.ready)

    def identity(self, user):
        return self.people[user]["aadObjectId"]

    def read_ledger(self):
        return read_teams(self.ledger_file)

    def before_muster(self):
        pass

    def connect(self, muster, timeout_ms=20000):
        self.control("config", {"bot_endpoint": muster.ready["address"].rstrip("/") + "/api/messages"})

    # What people do.

    def command(self, user, text, room=None, wait_ms=10000):
        """All text of the answer, None when the command was not acknowledged."""
        where = {"channel": room} if room else {"personal": True}
        done = self.control("mention" if room else "message", {"user": user, **where, "text": text, "wait_ms": wait_ms})
        if done["answer"] is None or done["answer"]["status"] != 200:
            return None
        seen = {"channel": room, "thread": done["id"]} if room else {"user": user, "personal": "true"}
        return self.wait("message", **{"from": "muster", "after": done["id"], **seen})["message"]["text"]

    def acknowledged(self, user, text, wait_ms):
        done = self.control("message", {"user": user, "personal": True, "text": text, "wait_ms": wait_ms})
        return done["answer"] is not None and done["answer"]["status"] == 200

    def fill(self, user, command, room, **fields):
        """Opens the form of a command, fills it in, and says yes to its preview."""
        asked = self.control("mention", {"user": user, "channel": room, "text": command, "wait_ms": 10000})
        card = self.wait("message", **{"from": "muster", "channel": room, "thread": asked["id"], "button": "Open the form"})
        opened = self.control("click", {"user": user, "channel": room, "id": card["message"]["id"], "button": "Open the form"})
        if opened["result"] != "dialog":
            return opened["result"]
        first = self.control("submit", {"user": user, "values": fields})
        if first["result"] == "continued":
            first = self.control("submit", {"user": user})
        return "closed" if first["result"] == "message" else first["result"]

    def say(self, user, room, text, thread=None):
        body = {"user": user, "channel": room, "text": text}
        return self.control("message", body if thread is None else {**body, "thread": thread})["id"]

    def edit(self, user, room, message, text, thread=None):
        self.control("edit", {"user": user, "channel": room, "id": message, "text": text, "wait_ms": 5000})

    def pin(self, user, room, message, thread=None):
        self.control("extension", {"user": user, "command_id": "add_to_timeline", "channel": room, "id": message})

    def pinned(self, room, message):
        pass  # the action itself was answered with "On the timeline."

    def keep(self, user, room, message):
        done = self.control("extension", {"user": user, "command_id": "add_to_timeline", "channel": room, "id": message})
        if "timeline" not in str(done.get("message")):
            raise AssertionError(f"not kept: {done}")

    def said_at(self, message):
        """Seconds since 1970."""
        return int(message) // 1000

    # What people see.

    def room(self, name=None, prefix=None, topic=None, member=None, card=False, timeout_ms=20000):
        query = {"name": name, "prefix": prefix, "description": topic}
        query = {key: value for key, value in query.items() if value is not None}
        channel = self.wait("channel", timeout_ms=timeout_ms, **query)["channel"]
        if card:
            self.wait("card", channel=channel["id"], button="Update", timeout_ms=timeout_ms)
        if member:
            self.wait("message", channel=channel["id"], text="On the incident", **{"from": "muster"})
        return channel["id"]

    def topic(self, room):
        channels = {channel["id"]: channel for channel in self.control("state")["channels"]}
        return channels[room]["description"]

    def wait_said(self, room, text, **more):
        return self.wait("message", channel=room, text=text, **{"from": "muster"}, **more)["message"]

    def wait_direct(self, user, text, timeout_ms=20000):
        self.wait("message", user=user, personal="true", text=text, timeout_ms=timeout_ms, **{"from": "muster"})

    def told(self, user, text):
        """How often muster said it to that person alone, edits aside."""
        query = urllib.parse.urlencode({"user": user, "personal": "true"})
        return sum(text in json.dumps(message, ensure_ascii=False) for message in self.control(f"messages?{query}")["messages"]
                   if message["from"] == "muster")

    def wait_document(self, room, name):
        self.wait("message", channel=room, text=name.replace("inc-", "INC-").replace("-postmortem", " postmortem"), **{"from": "muster"})

    def posts(self, text, room):
        """How often muster posted it there by itself: edits, answers and documents do not count."""
        bodies = [json.dumps(call["body"], ensure_ascii=False) for call in self.calls("send") if call.get("channel") == room]
        return sum(text in body and '"id": "muster-' in body and '"text": "INC-1 postmortem"' not in body for body in bodies)

    def said(self, text, room):
        """How often muster said it there, answers included."""
        return sum(text in json.dumps(call["body"], ensure_ascii=False) for call in self.calls("send") if call.get("channel") == room)

    def rooms_made(self):
        return len(self.calls("create_channel"))

    def problems(self):
        """What Teams would have minded."""
        return self.ledger(kind="invalid_answer") + self.ledger(kind="card_error") + self.ledger(kind="given_up") + [
            call for call in self.ledger(kind="call") if call.get("split")]

    def problems_of_cards(self):
        rooms = [c["id"] for c in self.control("state")["channels"] if c["name"].startswith("inc-")]
        messages = self.control("state")["messages"]
        cards = {room: sum(any("refresh" in card for card in message["cards"]) for conversation, posted in messages.items()
                           for message in posted if conversation.split(";")[0] == room) for room in rooms}
        return [f"{count} cards in {room}" for room, count in cards.items() if count != 1]

    def check_calls_against_definitions(self):
        return ""  # the fake checks each call and card as it comes
