"""muster's own record, read from outside: its database, opened read-only, and what `muster verify` says of it."""

import json
import sqlite3
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    incident: int
    seq: int
    type: str
    recorded_at: int
    actor: str
    body: dict


class Record:
    def __init__(self, folder):
        """folder: muster's data directory."""
        self.file = folder / "muster.sqlite"
        self.db = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row
        self.events = [Event(row["incident"], row["seq"], row["type"], row["recorded_at"], row["actor_id"], json.loads(row["body"]))
                       for row in self.db.execute("SELECT * FROM event ORDER BY incident, seq")]

    def close(self):
        self.db.close()

    def rows(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def inbox(self):
        """Origin keys, each with why it was refused ("" when it was done)."""
        return {row["origin_key"]: row["refused"] for row in self.rows("SELECT origin_key, refused FROM inbox")}

    def outbox(self):
        return self.rows("SELECT * FROM outbox ORDER BY position")

    def timers(self):
        return self.rows("SELECT * FROM timer ORDER BY due")

    def incidents(self):
        return self.rows("SELECT * FROM incident ORDER BY number")

    def of_type(self, *types):
        return [event for event in self.events if event.type in types]


def verified(program, folder):
    """What `muster verify --json` finds wrong."""
    done = subprocess.run([program, "--json", "--data", str(folder), "verify"], capture_output=True, text=True)
    if not done.stdout:
        return [f"muster verify said nothing: exit {done.returncode} {done.stderr}"]
    return json.loads(done.stdout)["problems"]
