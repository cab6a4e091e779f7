"""The named crash points of the program, read from its source, and how each is met."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# Met by a start.
START = ("open_locked", "start_loaded", "start_sending")
# Met by the first start in an empty directory.
MIGRATION = ("migration_step", "migration_before_commit", "migration_after_commit")
# Met under load: anywhere between a command that comes in and its effects that went out.
LOAD = ("engine_before_batch", "store_before_commit", "store_after_commit", "engine_after_commit", "engine_answered", "desk_decided",
        "slack_acknowledged", "slack_posted", "outbox_before_claim", "outbox_claimed", "outbox_sent", "outbox_settled",
        "checkpoint_before", "checkpoint_after")
# Met by a row that was left in doubt.
DOUBT = ("slack_looked",)
# Met when Slack fails.
FAILING = ("outbox_failed",)
# Met when Slack was away for long and much piled up.
PILE = ("outbox_gathered",)
# Met by `muster backup`, while muster runs.
BACKUP = ("copy_written", "backup_copied", "backup_complete", "backup_named")
# Met by `muster restore`, after a kill.
RESTORE = ("copy_written", "restore_decrypted", "restore_ready", "restore_old_settled", "restore_old_kept", "restore_replaced")

# Of these, met only when the backup is encrypted.
ENCRYPTED = ("backup_copied", "restore_decrypted")

# Met by `muster forget` and `muster retention`: tests/e2e/cli/forget_test.py and retention_test.py die at them.
FORGETTING = ("forget_before_commit", "forget_after_commit", "retention_before_commit", "retention_after_commit", "scrub_log_emptied")

PLANNED = START + MIGRATION + LOAD + DOUBT + FAILING + PILE + BACKUP + RESTORE + FORGETTING


def in_source():
    """Every name that the program passes to crash_point()."""
    names = set()
    for folder in ("bot", "handlers", "integrations"):
        for file in (SOURCE / folder).rglob("*.cpp"):
            names.update(re.findall(r'crash_point\("(\w+)"\)', file.read_text()))
    return names
