"""The table: each figure with its goal, what was measured, and whether the goal is met."""

import statistics

BEGIN, END = "<!-- table:begin, written by bench/run --short -->", "<!-- table:end -->"


class Results:
    """Figures of a run, by part, program and name."""

    def __init__(self, rounds):
        self.rounds = rounds

    def values(self, part, name, figure):
        values = []
        for one in self.rounds.get(part, {}).get(name, []):
            value = one
            for key in figure.split("."):
                value = value.get(key) if value else None
            if value is not None:
                values.append(value)
        return values

    def median(self, part, name, figure):
        values = self.values(part, name, figure)
        return statistics.median(values) if values else None

    def ratio(self, part, figure, peer, peer_part=None, peer_figure=None):
        """muster's over the peer's, paired by round, the median."""
        ours = self.values(part, "muster", figure)
        theirs = self.values(peer_part or part, peer, peer_figure or figure)
        pairs = [a / b for a, b in zip(ours, theirs) if b]
        return statistics.median(pairs) if pairs else None


def rounded(value):
    if value is None:
        return "not measured"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def against(goal, holds, what, ratio, text):
    if ratio is None:
        return (what, goal, text, "not measured")
    met = "" if holds is None else "yes" if holds(ratio) else "**no**"
    return (what, goal, f"{rounded(ratio)} × ({text})", met)


def at_most(limit):
    return lambda value: value <= limit


def at_least(limit):
    return lambda value: value >= limit


def compared(results, what, part, figure, peer, peer_name, goal, holds, unit, **peer_options):
    ours = rounded(results.median(part, "muster", figure))
    theirs = rounded(results.median(peer_options.get("peer_part") or part, peer, peer_options.get("peer_figure") or figure))
    ratio = results.ratio(part, figure, peer, **peer_options)
    return against(f"{goal} {peer_name}", holds, what, ratio, f"{ours} to {theirs} {unit}")


def absolute(results, what, part, figure, goal, holds, unit, name="muster"):
    value = results.median(part, name, figure)
    met = "not measured" if value is None else "yes" if holds(value) else "**no**"
    return (what, goal, f"{rounded(value)} {unit}", met)


def ack_rows(r):
    full, go, nothing = "Bolt, SQLite FULL", "slack-go, SQLite FULL", "Bolt that stores nothing"
    rate = "acks/s, 256 open"
    append = {"peer_part": "disk"}
    return [
        compared(r, rate, "acks", "acks_per_s_256", "bolt_full", full, "≥ 6 ×", at_least(6), "/s"),
        compared(r, rate, "acks", "acks_per_s_256", "slack_go_full", go, "≥ 3 ×", at_least(3), "/s"),
        compared(r, rate, "acks", "acks_per_s_256", "bolt_nothing", nothing, "≥ 1 ×", at_least(1), "/s"),
        compared(r, "the same, with a card to bring up to date", "edits", "acks_per_s_256", "bolt_full", full, "≥ 6 ×", at_least(6), "/s",
                 peer_part="acks"),
        compared(r, "acks/s, 16 open", "acks", "acks_per_s_16", "bolt_full", full, "≥ 3.5 ×", at_least(3.5), "/s"),
        compared(r, "ack p99, 16 open", "acks", "ack_p99_us_16", "bolt_full", full, "≤ 0.5 ×", at_most(0.5), "µs"),
        compared(r, "200/s by the clock: ack p99", "clocked", "ack_p99_ms", "bolt_full", full, "≤ 0.25 ×", at_most(0.25), "ms"),
        compared(r, "200/s by the clock: envelope to post p99", "clocked", "post_p99_ms", "bolt_full", full, "≤ 0.10 ×",
                 at_most(0.10), "ms"),
        compared(r, "ack p50, 1 open", "acks", "ack_p50_us_1", "disk", "one append and fdatasync", "≤ 1.7 ×", at_most(1.7), "µs",
                 peer_figure="append_fdatasync_us.p50", **append),
        compared(r, "ack p99, 1 open", "acks", "ack_p99_us_1", "disk", "one append and fdatasync", "≤ 3.2 ×", at_most(3.2), "µs",
                 peer_figure="append_fdatasync_us.p99", **append),
        compared(r, "CPU seconds per 10,000 envelopes", "acks", "cpu_s_per_10000", "bolt_full", full, "≤ 0.35 ×", at_most(0.35), "s"),
        compared(r, "memory, idle", "acks", "idle_mb", "bolt_nothing", "Bolt", "≤ 0.35 ×", at_most(0.35), "MB"),
        compared(r, "memory, after 100,000 envelopes", "memory", "after_mb", "bolt_nothing", "Bolt", "≤ 0.35 ×", at_most(0.35), "MB"),
        absolute(r, "memory, after 100,000 envelopes", "memory", "after_mb", "≤ 60 MB", at_most(60), "MB"),
    ]


def other_rows(r, events):
    return [
        absolute(r, "start to connected, empty", "acks", "start_ms", "≤ 100 ms", at_most(100), "ms"),
        absolute(r, f"start to connected, {events} events", "start", "start_ms", "≤ 300 ms (10,000,000)", at_most(300), "ms"),
        compared(r, "alerts, 64 connections", "hooks", "per_s", "alertmanager", "Alertmanager", "≥ 1 ×", at_least(1), "/s"),
        absolute(r, "a storm of 10,000 alerts, p99", "hooks", "ms.p99", "≤ 250 ms", at_most(250), "ms"),
        absolute(r, f"a timeline of 500 events out of {events}", "questions", "timeline_ms.p50", "≤ 5 ms", at_most(5), "ms"),
        absolute(r, "a month's report", "questions", "report_month_ms.p50", "≤ 1 s", at_most(1000), "ms"),
        absolute(r, "full-text search, a rare word", "questions", "search_rare_ms.p50", "≤ 50 ms", at_most(50), "ms"),
        absolute(r, "full-text search, words of every incident", "questions", "search_common_ms.p50", "≤ 50 ms", at_most(50), "ms"),
        compared(r, "posts/s", "posts", "posts_per_s", "bolt_nothing", "Bolt's WebClient", "≥ 3 ×", at_least(3), "/s"),
        compared(r, "posts/s", "posts", "posts_per_s", "bolt_full", "Bolt's WebClient, each envelope stored", "beside",
                 None, "/s"),
        compared(r, "an update to 1,000 rooms at Slack's limits", "broadcast", "seconds", "muster", "the least time", "≤ 1.05 ×",
                 at_most(1.05), "s", peer_figure="least_s"),
        absolute(r, "postmortem of 5,000 events", "questions", "postmortem_ms.p50", "≤ 100 ms", at_most(100), "ms"),
    ]


def limit_lines(r):
    values = [("Beast WebSocket echo of the same frames", r.median("acks", "beast_echo", "acks_per_s_256"), "/s with 256 open"),
              ("append and fdatasync of 1.2 KB", r.median("disk", "disk", "append_fdatasync_us.p50"), "µs p50"),
              ("the same", r.median("disk", "disk", "append_fdatasync_us.p99"), "µs p99"),
              ("SQLite FULL, one row a transaction", r.median("disk", "disk", "sqlite_rows_per_s"), "rows/s"),
              ("SQLite FULL, 256 rows a transaction", r.median("disk", "disk", "sqlite_batched_rows_per_s"), "rows/s")]
    return [f"| {what} | {rounded(value)} {unit} |" for what, value, unit in values]


def text(results):
    r = Results(results["rounds"])
    before, after = results["before"], results["after"]
    events = f"{results['big'][0] * results['big'][1]:,}"
    rounds = max((len(runs) for part in results["rounds"].values() for runs in part.values()), default=0)
    lines = [f"`{results['command']}`, {results['at']}: {rounds} rounds on {before['processors']} processors; the load of the "
             f"machine was {before['load_1m']:.1f} before and {after['load_1m']:.1f} after (this run's own included).", "",
             "| figure | goal | measured | met |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in ack_rows(r) + other_rows(r, events)]
    lines += ["", "| limit of this machine | |", "|---|---|", *limit_lines(r)]
    return "\n".join(lines)


def write_into(document, table):
    page = document.read_text()
    head, rest = page.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    document.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}")
