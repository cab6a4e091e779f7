"""The main job, end to end, as it is played in each chat: declare, update, pin, resolve, postmortem.

main_job_test.py plays it on Slack, teams_test.py on Teams, bridged_test.py on Slack with Teams looking on.
"""

import datetime


class MainJob:
    """Mixed into a StageTest. The script is played in stage.chat; what everybody must see is looked for in every chat."""

    def rooms(self, **what):
        return {chat.name: chat.room(**what) for chat in self.stage.chats}

    def everywhere_said(self, rooms, text):
        for chat in self.stage.chats:
            chat.wait_said(rooms[chat.name], text)

    def announced(self, text):
        for chat in self.stage.chats:
            chat.wait_said(chat.announcements, text)

    def test_an_incident_from_the_first_word_to_the_postmortem(self):
        stage, chat = self.stage, self.stage.chat
        self.assertIn("INC-1 is declared as SEV2", stage.command("ann", "declare sev2 Checkout is <!channel> down"))

        rooms = self.rooms(name="inc-1-checkout-is-channel-down", member="ann", card=True, topic="SEV2")
        room = rooms[chat.name]
        for each in stage.chats:
            self.assertIn("IC Ann", each.topic(rooms[each.name]))
        self.announced("Checkout is")

        with self.subTest("an update through the dialog with its preview"):
            self.assertEqual(chat.fill("ann", "update", room, text="Cards fail, we are rolling back"), "closed")
            self.announced("Cards fail, we are rolling back")
            self.everywhere_said(rooms, "Cards fail, we are rolling back")

        with self.subTest("a thread reply is pinned to the timeline at its own time, once, and followed"):
            parent = chat.say("bob", room, "looking at the gateway")
            reply = chat.say("bob", room, "gateway certificate expired 10:42", thread=parent)
            for user in ("ann", "cat"):
                chat.pin(user, room, reply)
            chat.pinned(room, reply)
            chat.edit("bob", room, reply, "gateway certificate expired 10:40")
            stage.quiet()
            pinned = [e for e in stage.timeline() if "certificate expired" in e["text"]]
            self.assertEqual(len(pinned), 1, pinned)
            self.assertIn("10:40", pinned[0]["text"])
            said_at = datetime.datetime.fromtimestamp(chat.said_at(reply), datetime.timezone.utc)
            self.assertEqual(pinned[0]["at"], said_at.strftime("%Y-%m-%dT%H:%M:%SZ"))

        with self.subTest("the message action keeps the message itself"):
            said = chat.say("cat", room, "cache hit rate is 3 %")
            chat.keep("ann", room, said)
            kept = [e for e in stage.timeline() if "cache hit rate" in e["text"]]
            self.assertEqual(len(kept), 1, kept)

        with self.subTest("severity and a page"):
            self.assertIn("SEV1", stage.command("ann", "severity sev1 all regions", room))
            self.assertIn("P1", stage.command("ann", "page @bob please look", room))
            self.everywhere_said(rooms, "please look")
            chat.wait_direct("bob", "please look")
            self.assertIn("INC-1", stage.command("bob", "ack", room))

        with self.subTest("promises are reminded of"):
            stage.advance(40 * 60)
            self.everywhere_said(rooms, "update")

        with self.subTest("the all-clear and the postmortem"):
            self.assertIn("resolved", stage.command("ann", "resolve certificate replaced", room))
            self.rooms(name="inc-1-checkout-is-channel-down", topic="Resolved")
            stage.command("ann", "postmortem draft", room)
            chat.wait_document(room, "inc-1-postmortem")
            draft = stage.cli("postmortem", "INC-1").stdout
            self.assertIn("certificate", draft)
            self.assertIn("[#", draft)

        stage.quiet()
        for each in stage.chats:
            with self.subTest("one room, each update once, nobody mentioned by a title", chat=each.name):
                self.assertEqual(each.rooms_made(), 1)
                self.assertEqual(each.posts("Cards fail, we are rolling back", each.announcements), 1)
                self.assertEqual(each.posts("Cards fail, we are rolling back", rooms[each.name]), 1)
                self.assertEqual(each.problems(), [])
            with self.subTest("only what the platform's definitions know", chat=each.name):
                problems = each.check_calls_against_definitions()
                if problems is None:
                    print("skipped: Slack's method definitions are not at hand")
                else:
                    self.assertEqual(problems, "")
        with self.subTest("the record is sound and holds no secret"):
            self.assertIn("every hash chain holds", stage.cli("verify").stdout)
            self.assertEqual(stage.muster.stop(), 0)
            log = (stage.folder / "muster.log").read_text()
            for each in stage.chats:
                for secret in each.secrets:
                    self.assertNotIn(secret, log)

    def test_two_people_cannot_declare_the_same_thing_unawares(self):
        stage = self.stage
        stage.command("ann", "declare sev2 Checkout is down")
        self.assertIn("INC-1", stage.command("bob", "declare sev2 Checkout broken"))
        stage.quiet()
        for chat in stage.chats:
            self.assertEqual(chat.rooms_made(), 1)

    def test_a_private_incident_is_told_to_nobody(self):
        stage = self.stage
        stage.command("ann", "declare sev1 --private Keys leaked")
        for text in ("list all", "INC-1 info", "INC-1 timeline"):
            self.assertNotIn("Keys leaked", stage.command("bob", text))
        stage.quiet()
        for chat in stage.chats:
            self.assertEqual(chat.posts("Keys leaked", chat.announcements), 0)
        self.assertNotIn("Keys leaked", (stage.folder / "muster.log").read_text())
