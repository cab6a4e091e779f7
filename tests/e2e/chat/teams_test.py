"""The main job on the fake Teams, and what only Teams has: repeated invokes, forged callers, cards."""

import json
import unittest

from main_job import MainJob
from outage import Outage
from stage import StageTest
from teams_chat import TeamsChat


class TeamsMainJob(MainJob, StageTest):
    kinds = (TeamsChat,)


class TeamsOutage(Outage, StageTest):
    kinds = (TeamsChat,)


class Teams(StageTest):
    kinds = (TeamsChat,)

    def declared(self):
        self.stage.command("ann", "declare sev2 Checkout is down")
        return self.stage.chat.room(prefix="inc-1-", card=True)

    def test_a_private_incident_gets_no_room_and_says_why(self):
        self.stage.command("ann", "declare sev1 --private Keys leaked")
        self.stage.quiet()
        self.assertEqual(self.stage.chat.rooms_made(), 0)
        said = [entry["text"] for entry in self.stage.timeline_of_private("INC-1")]
        self.assertTrue(any("private channels" in text for text in said), said)

    def test_what_becomes_private_takes_its_card_out_of_the_old_channel(self):
        chat = self.stage.chat
        self.stage.command("ann", "declare sev2 Keys leaked")
        room = chat.room(prefix="inc-1-", card=True)
        self.stage.command("ann", "INC-1 private now")
        chat.wait("call", method="delete", channel=room)
        self.stage.quiet()
        messages = chat.control("state")["messages"]
        # The incident's card can be refreshed; the welcome, which looks like one, may have been said before.
        shown = [card for conversation, posted in messages.items() if conversation.startswith(room) for message in posted
                 if not message.get("deleted") for card in message["cards"] if "refresh" in card]
        self.assertEqual(shown, [])
        self.assertEqual(chat.problems(), [])

    def test_a_button_that_teams_repeats_acts_once(self):
        chat, room = self.stage.chat, self.declared()
        self.stage.command("ann", "page @bob look", room)
        card = chat.wait("card", user="bob", personal="true", button="Acknowledge")["message"]
        pressed = chat.control("click", {"user": "bob", "personal": True, "id": card["id"], "button": "Acknowledge"})
        self.assertEqual(pressed["result"], "message", pressed)
        for new_id in (False, True):
            chat.control("redeliver", {"activity_id": pressed["activities"][0]["activity_id"], "new_id": new_id, "wait_ms": 10000})
        acked = [entry for entry in self.stage.timeline() if "acknowledged" in entry["text"]]
        self.assertEqual(len(acked), 1, acked)
        self.assertEqual(chat.problems(), [])

    def test_a_message_that_teams_repeats_is_done_and_answered_once(self):
        chat, room = self.stage.chat, self.declared()
        said = chat.control("mention", {"user": "ann", "channel": room, "text": "note rolled back", "wait_ms": 10000})
        chat.control("redeliver", {"activity_id": said["activities"][0]["activity_id"], "wait_ms": 10000})
        self.stage.quiet()
        self.assertEqual(sum("rolled back" in entry["text"] for entry in self.stage.timeline()), 1)
        self.assertEqual(chat.said("On the timeline", room), 1)

    def test_a_refused_form_comes_back_with_what_was_typed(self):
        chat, room = self.stage.chat, self.declared()
        asked = chat.control("mention", {"user": "ann", "channel": room, "text": "note", "wait_ms": 10000})
        card = chat.wait("message", **{"from": "muster", "channel": room, "thread": asked["id"], "button": "Open the form"})
        chat.control("click", {"user": "ann", "channel": room, "id": card["message"]["id"], "button": "Open the form"})
        refused = chat.control("submit", {"user": "ann", "values": {"text": "cache is empty", "at": "yesternight"}})
        self.assertEqual(refused["result"], "continued", refused)
        self.assertIn("cache is empty", str(refused["dialog"]["card"]))
        done = chat.control("submit", {"user": "ann", "values": {"at": ""}})
        self.assertIn(done["result"], ("message", "closed"), done)
        self.assertEqual(sum("cache is empty" in entry["text"] for entry in self.stage.timeline()), 1)

    def test_whoever_is_not_teams_hears_nothing(self):
        chat, room = self.stage.chat, self.declared()
        for token in ("missing", "garbage", "expired", "wrong_audience", "wrong_issuer", "entra_issuer", "wrong_serviceurl",
                      "unknown_kid", "rogue_key", "no_endorsements", "alg_none", "hs256", "tampered"):
            with self.subTest(token):
                done = chat.control("activity", {"activity": {"type": "message", "text": "declare sev1 Forged"}, "token": token,
                                                 "no_retry": True, "wait_ms": 10000})
                self.assertEqual(done["answer"]["status"], 401, done)
                self.assertFalse(done["answer"].get("body"), done)
        self.assertNotIn("Forged", self.stage.cli("incidents", "--json").stdout)

    def test_keys_that_are_changed_in_the_middle_are_followed(self):
        chat = self.stage.chat
        room = self.declared()
        chat.control("keys", {"rotate": True, "drop_old": True, "padding_bytes": 1000000})
        self.stage.advance(2 * 3600)  # unknown kids are looked for once an hour
        self.assertIn("Checkout is down", self.stage.command("ann", "list", room))

    def test_an_answer_that_was_cut_is_looked_up_before_it_is_sent_again(self):
        chat = self.stage.chat
        chat.control("fail", {"method": "create_channel", "mode": "accept_then_drop"})
        chat.control("fail", {"method": "send", "mode": "accept_then_drop", "channel": chat.announcements})
        self.stage.command("ann", "declare sev2 Checkout is down")
        room = chat.room(prefix="inc-1-", card=True)
        self.stage.quiet(3000)
        self.assertEqual(chat.posts("Checkout is down", chat.announcements), 1)
        names = [c["name"] for c in chat.control("state")["channels"] if c["name"].startswith("inc-1")]
        self.assertEqual(len(names), 1, names)
        self.assertTrue(room)


class MeetingTeams(TeamsChat):
    """Incidents get a call, in Ann's name."""

    def config(self):
        return super().config() + f"  organizer: {self.identity('ann')}\n"


class TeamsMeetings(StageTest):
    kinds = (MeetingTeams,)

    def test_an_incident_gets_a_call_to_join(self):
        self.stage.command("ann", "declare sev2 Checkout is down")
        room = self.stage.chat.room(prefix="inc-1-", card=True)
        self.stage.chat.wait("tab", channel=room, text="Call")
        self.assertEqual(len(self.stage.chat.control("state")["meetings"]), 1)

    def test_without_the_policy_the_room_is_there_all_the_same(self):
        self.stage.chat.control("config", {"meeting_policy": False})
        self.stage.command("ann", "declare sev2 Checkout is down")
        self.stage.chat.room(prefix="inc-1-", card=True)


class ThreadedTeams(TeamsChat):
    """Incidents are threads of one channel."""

    def config(self):
        return super().config() + "  rooms: threads\n  channel: incidents\n"


class TeamsThreads(StageTest):
    kinds = (ThreadedTeams,)

    def test_an_incident_lives_in_a_thread_of_one_channel(self):
        chat, channel = self.stage.chat, self.stage.chat.announcements
        self.stage.command("ann", "declare sev2 Checkout is down")
        root = chat.wait("card", channel=channel, button="Update")["message"]["thread"]
        self.assertTrue(root)
        said = chat.control("mention", {"user": "bob", "channel": channel, "thread": root, "text": "note cache flushed", "wait_ms": 10000})
        chat.wait("message", **{"channel": channel, "thread": root, "after": said["id"], "from": "muster", "text": "On the timeline"})
        chat.control("message", {"user": "cat", "channel": channel, "thread": root, "text": "I am here", "wait_ms": 10000})
        chat.control("mention", {"user": "ann", "channel": channel, "thread": root, "text": "severity sev1 all regions", "wait_ms": 10000})
        chat.wait("message", channel=channel, id=root, text="SEV1", edited="true")
        self.stage.quiet()
        self.assertEqual(chat.rooms_made(), 0)
        self.assertEqual(sum("cache flushed" in entry["text"] for entry in self.stage.timeline()), 1)
        self.assertIn("Cat", json.dumps(self.stage.timeline()))
        self.assertEqual(chat.problems(), [])


class FallingBackTeams(TeamsChat):
    """A channel for each incident, and a channel for the threads when the tenant makes none."""

    def config(self):
        return super().config() + "  channel: incidents\n"


class TeamsWithoutChannels(StageTest):
    kinds = (FallingBackTeams,)

    def test_a_tenant_that_makes_no_channels_gets_threads(self):
        chat = self.stage.chat
        grants = [grant for grant in chat.control("state")["config"]["graph_grants"] if not grant.startswith("Channel.Create")]
        chat.control("config", {"graph_grants": grants})
        self.stage.command("ann", "declare sev2 Checkout is down")
        card = chat.wait("card", channel=chat.announcements, button="Update")["message"]
        self.assertTrue(card["thread"], "a thread, not a channel")


if __name__ == "__main__":
    unittest.main()
