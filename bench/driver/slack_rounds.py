"""What is measured on Slack's side: one life of a program gives some figures."""

import contenders as who

NOTE = "note"  # inbox, decision, event
EDIT = "edit description"  # the same, and the incident's card is brought up to date: an outbox row, unless one waits that will show it
DECIDE = "decide"  # answered by a post in the incident's room
UPDATE = "update --to internal"  # one post in each room of the audience, and one in the incident's own
ROOMS = 1000
POSTS_PER_MINUTE, BURST = 600, 20  # Slack tells no figure: "several hundred a minute", "short bursts"
PEERS = (who.Muster, who.BoltDurable, who.SlackGo, who.BoltForgetful, who.Echo)


def acks(bench, kind, text=NOTE):
    """Acknowledgements with 1, 16 and 256 open, and the processor time they took."""
    with kind(bench) as contender:
        figures = {"start_ms": contender.start(), "idle_mb": contender.resident_mb()}
        bench.slack.order("run", count=2000, lasts_ms=1000, open=16, text=text)
        for open_envelopes in (1, 16, 256):
            before = contender.cpu_seconds()
            run = bench.slack.order("run", count=200000, lasts_ms=bench.run_ms, open=open_envelopes, text=text)
            if run["lost"]:
                raise RuntimeError(f"{run['lost']} of {run['count']} lost; its log ends with: {contender.last_words()}")
            figures[f"acks_per_s_{open_envelopes}"] = run["acks_per_s"]
            figures[f"ack_p50_us_{open_envelopes}"] = run["ack_us"]["p50"]
            figures[f"ack_p99_us_{open_envelopes}"] = run["ack_us"]["p99"]
            if open_envelopes == 16:
                figures["cpu_s_per_10000"] = (contender.cpu_seconds() - before) / run["count"] * 10000
        return figures


def memory(bench, kind):
    """Resident after so many envelopes; a slow program is given up on after a while."""
    with kind(bench) as contender:
        contender.start()
        run = bench.slack.order("run", count=bench.many, lasts_ms=bench.many_ms, open=256, text=NOTE)
        return {"after_mb": contender.resident_mb(), "envelopes": run["count"]}


def clocked(bench, kind):
    """200 envelopes a second, each answered by a post; 300 rooms, because Slack takes one post a second in each."""
    with kind(bench) as contender:
        if contender.incidents:
            contender.incidents = 300
        contender.start()
        bench.slack.order("wait_until_quiet", ms=4000)  # the rooms' burst of posts is allowed again
        run = bench.slack.order("run", count=200 * bench.clocked_s, per_second=200, channels=300, posts=True, text=DECIDE)
        figures = {"ack_p99_ms": run["ack_us"]["p99"] / 1000, "lost": run["lost"], "unposted": run["unposted"]}
        if run["post_us"]:
            figures["post_p99_ms"] = run["post_us"]["p99"] / 1000
        return figures


def posts(bench, kind):
    """Posts as fast as they go: as many as Slack takes in a burst, in 300 rooms."""
    with kind(bench) as contender:
        if contender.incidents:
            contender.incidents = 300
        contender.start()
        bench.slack.order("wait_until_quiet", ms=4000)
        run = bench.slack.order("run", count=600, open=256, channels=300, posts=True, text=DECIDE)
        return {"posts_per_s": run["posts_per_s"], "unposted": run["unposted"]}


def broadcast(bench):
    """From one update's envelope to its last post, with every room told once, beside the least time that the limits allow."""
    with who.Muster(bench) as contender:
        contender.incidents = 1
        rooms = ", ".join(f'"#room-{number + 1}"' for number in range(ROOMS))
        contender.more_config = f"audiences: {{internal: {{rooms: {{slack: [{rooms}]}}}}}}\n"
        contender.start()
        told = bench.slack.order("broadcast", text=UPDATE, rooms=ROOMS, posts_per_minute=POSTS_PER_MINUTE, burst=BURST)
        if told["rooms"] != ROOMS or told["doubled"]:
            raise RuntimeError(f"not once in each room: {told}; its log ends with: {contender.last_words()}")
        return {**told, "least_s": (ROOMS - BURST) / (POSTS_PER_MINUTE / 60)}
