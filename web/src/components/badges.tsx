// Small marks that mean the same everywhere: severity, state, people, times.

import type { Incident, State } from "../types";
import { moment, msOf, span, useNow, utc } from "../time";
import { kindMark, stateName } from "../words";
import { Icon } from "./icons";

export const severityClass = (level: number | null): string => `sev sev-${level ? Math.min(level, 4) : 0}`;

export function Severity({ incident }: { incident: Pick<Incident, "severity" | "severity_level"> }) {
  return <span className={severityClass(incident.severity_level)}>{incident.severity ?? "No severity"}</span>;
}

export function StateMark({ state }: { state: State }) {
  return (
    <span className={`state state-${state}`}>
      <span className="state-dot" aria-hidden="true" />
      {stateName[state]}
    </span>
  );
}

export function KindMark({ incident }: { incident: Pick<Incident, "kind" | "private"> }) {
  const kind = kindMark(incident);
  return (
    <>
      {kind && <span className="tag tag-kind">{kind}</span>}
      {incident.private && <span className="tag"><Icon name="lock" size={12} /> Private</span>}
    </>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words[words.length - 1]![0] : "")).toUpperCase();
}

// One of eight tints by id, so that a person keeps theirs.
function tint(id: string): number {
  let hash = 0x811c9dc5;                               // FNV-1a, folded
  for (const letter of id) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % 8;
}

export function Avatar({ person, size = "" }: { person: { id: string; name: string }; size?: "" | "small" }) {
  return <span className={`avatar tint-${tint(person.id)} ${size}`} aria-hidden="true">{initials(person.name)}</span>;
}

export function At({ at, fallback }: { at: string; fallback?: string }) {
  const bad = Number.isNaN(msOf(at));
  return <time dateTime={at} title={bad ? "" : utc(at)}>{bad ? fallback ?? at : moment(at)}</time>;
}

// When the next update was promised: how long until then, or how late it is.
export function NextUpdate({ incident }: { incident: Pick<Incident, "next_update_due" | "open"> }) {
  const now = useNow();
  if (!incident.open || !incident.next_update_due) return null;
  const left = msOf(incident.next_update_due) - now;
  const tone = left < 0 ? "late" : left < 5 * 60_000 ? "soon" : "";
  return (
    <span className={`due ${tone}`} title={`Next update due ${utc(incident.next_update_due)}`}>
      {left < 0 ? `Update ${span(left)} late` : `Update in ${span(left)}`}
    </span>
  );
}

export function Lasting({ incident }: { incident: Pick<Incident, "declared_at" | "began_at" | "resolved_at" | "open"> }) {
  const now = useNow();
  const end = !incident.open && incident.resolved_at ? msOf(incident.resolved_at) : now;
  return <span title={`Declared ${utc(incident.declared_at)}`}>{span(end - msOf(incident.began_at))}</span>;
}
