"""Slack and Teams at once: one incident, two rooms, one record; either may fail without the other."""

import unittest

from main_job import MainJob
from slack_chat import SlackChat
from stage import StageTest
from teams_chat import TeamsChat


class BridgedMainJob(MainJob, StageTest):
    kinds = (SlackChat, TeamsChat)


class Bridged(StageTest):
    kinds = (SlackChat, TeamsChat)

    def declared(self):
        self.stage.command("ann", "declare sev2 Checkout is down")
        return [chat.room(prefix="inc-1-", card=True) for chat in self.stage.chats]

    def test_what_is_noted_in_one_chat_is_read_in_the_other_with_who_and_where(self):
        slack, teams = self.stage.chats
        in_slack, in_teams = self.declared()
        self.stage.command("bob", "note the cache was flushed", in_teams, chat=teams)
        slack.wait_said(in_slack, "in Teams")
        slack.wait_said(in_slack, "the cache was flushed")
        self.stage.command("cat", "note the disk is full", in_slack)
        teams.wait_said(in_teams, "the disk is full")
        self.stage.quiet()
        self.assertEqual(slack.posts("the cache was flushed", in_slack), 1)
        self.assertEqual(teams.posts("the disk is full", in_teams), 1)
        self.assertEqual(slack.posts("the disk is full", in_slack), 0, "no echo")
        notes = [entry for entry in self.stage.timeline() if entry["type"] == "note"]
        self.assertEqual([entry["who"] for entry in notes], ["Bob", "Cat"])

    def test_a_person_on_both_is_one_person(self):
        slack, teams = self.stage.chats
        in_slack, in_teams = self.declared()
        self.stage.command("ann", "page @bob look", in_slack)
        self.assertIn("INC-1", self.stage.command("bob", "ack", in_teams, chat=teams))
        acked = [entry for entry in self.stage.timeline() if "acknowledged" in entry["text"]]
        self.assertEqual([entry["who"] for entry in acked], ["Bob"])

    def test_a_chat_that_was_away_hears_once_what_it_missed(self):
        slack, teams = self.stage.chats
        in_slack, in_teams = self.declared()
        self.stage.quiet()
        self.stage.goes_down(teams)
        said = [f"step {number} is done" for number in range(1, 7)]
        for text in said:
            self.stage.command("ann", f"note {text}", in_slack)
        self.assertIn("monitoring", self.stage.command("ann", "status monitoring errors are gone", in_slack).lower())
        slack.wait_said(in_slack, "Monitoring")  # the other carries on
        self.stage.advance(3600)
        self.stage.comes_back(teams)
        teams.wait_said(in_teams, "could not be reached", timeout_ms=60000)
        self.stage.quiet(3000)
        self.assertEqual(teams.posts("could not be reached", in_teams), 1)
        for text in said[1:]:
            self.assertEqual(teams.posts(text, in_teams), 1, text)
        self.assertEqual(sum("is done" in entry["text"] for entry in self.stage.timeline()), len(said))


if __name__ == "__main__":
    unittest.main()
