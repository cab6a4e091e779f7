"""A chat that is down for a while: muster tries again, and says each thing once when it is back.

Mixed into a StageTest. Nothing depends on how fast the machine is: the outage lasts until muster was refused a few times, and its
waiting follows the test clock.
"""

PERSON = "bob"


class Outage:
    def test_a_chat_down_for_a_while_delays_but_loses_nothing(self):
        stage, chat = self.stage, self.stage.chat
        stage.goes_down(chat)
        self.assertTrue(chat.acknowledged("ann", "declare sev2 Checkout is down", wait_ms=30000), "the command itself needs no call")
        stage.comes_back(chat)
        chat.room(name="inc-1-checkout-is-down", card=True, timeout_ms=60000)
        stage.quiet()
        self.assertEqual(chat.rooms_made(), 1)
        self.assertEqual(chat.problems_of_cards(), [], "one card")
        self.assertEqual(chat.posts("Checkout is down", chat.announcements), 1)

    def test_a_page_in_an_outage_reaches_the_person_once(self):
        stage, chat = self.stage, self.stage.chat
        stage.command("ann", "declare sev2 Checkout is down")
        room = chat.room(prefix="inc-1-", card=True)
        stage.quiet()
        stage.goes_down(chat)
        self.assertTrue(chat.acknowledged("ann", f"INC-1 page @{PERSON} the vault is open", wait_ms=30000))
        stage.comes_back(chat)
        chat.wait_direct(PERSON, "the vault is open", timeout_ms=60000)
        stage.quiet()
        self.assertEqual(chat.told(PERSON, "the vault is open"), 1)
        self.assertEqual(chat.posts("the vault is open", room), 1)
        self.assertIn("INC-1", stage.command(PERSON, "ack", room))
