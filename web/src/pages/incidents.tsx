// Every incident: filters, order, and the keyboard (J, K, Enter).

import { useEffect, useMemo, useRef, useState } from "react";
import { incidentPath, navigate } from "../router";
import { incidents, loadIncidents, loadOlder, older } from "../state/incidents";
import { me } from "../state/session";
import { remembered, useStore } from "../store";
import type { Incident } from "../types";
import { moment, msOf, utc } from "../time";
import { incidentName, postmortemName } from "../words";
import { KindMark, Lasting, NextUpdate, Severity, StateMark } from "../components/badges";
import { DeclareButton } from "../components/declare";
import { Link } from "../components/link";
import { Loading } from "../components/message_list";

type View = { which: "open" | "all"; severity: number; order: Column; descending: boolean };
type Column = "number" | "severity" | "state" | "declared" | "commander" | "update";

const view = remembered<View>("muster.incidents", { which: "open", severity: 0, order: "declared", descending: true });

const kColumns: { id: Column; name: string }[] = [
  { id: "severity", name: "Severity" },
  { id: "number", name: "Incident" },
  { id: "state", name: "State" },
  { id: "commander", name: "Commander" },
  { id: "update", name: "Next update" },
  { id: "declared", name: "Declared" },
];

const kNever = Number.MAX_SAFE_INTEGER;
const keyOf: Record<Column, (i: Incident) => number | string> = {
  number: (i) => i.number,
  severity: (i) => i.severity_level ?? 9,
  state: (i) => i.state,
  commander: (i) => i.commander?.name.toLowerCase() ?? "~",
  update: (i) => (i.open && i.next_update_due ? msOf(i.next_update_due) : kNever),
  declared: (i) => msOf(i.declared_at),
};

function arrange(list: Incident[], how: View, text: string): Incident[] {
  const want = text.trim().toLowerCase();
  const key = keyOf[how.order];
  const compare = (a: Incident, b: Incident): number => {
    const [x, y] = [key(a), key(b)];
    return (x < y ? -1 : x > y ? 1 : b.number - a.number) * (how.descending ? -1 : 1);
  };
  return list
    .filter((i) => how.which === "all" || i.open)
    .filter((i) => !how.severity || i.severity_level === how.severity)
    .filter((i) => `${incidentName(i.number)} ${i.title} ${i.commander?.name ?? ""} ${i.services.join(" ")}`.toLowerCase().includes(want))
    .sort(compare);
}

function Row({ incident, chosen }: { incident: Incident; chosen: boolean }) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => { if (chosen) row.current?.scrollIntoView({ block: "nearest" }); }, [chosen]);
  return (
    <tr ref={row} aria-selected={chosen} onClick={() => navigate(incidentPath(incident.number))}>
      <td><Severity incident={incident} /></td>
      <td className="cell-title">
        <Link to={incidentPath(incident.number)}>{incident.title}</Link>
        <small>{incidentName(incident.number)}{incident.services.length > 0 && ` · ${incident.services.join(", ")}`} <KindMark incident={incident} /></small>
      </td>
      <td><StateMark state={incident.state} /></td>
      <td className="cell-commander">{incident.commander?.name ?? <span className="muted">nobody</span>}</td>
      <td className="cell-update">{incident.open ? <NextUpdate incident={incident} />
        : incident.postmortem !== "none" && <span className="muted">Postmortem {postmortemName[incident.postmortem].toLowerCase()}</span>}</td>
      <td className="cell-declared"><span title={utc(incident.declared_at)}>{moment(incident.declared_at)}</span>
        <small><Lasting incident={incident} /></small></td>
    </tr>
  );
}

function Heads({ how }: { how: View }) {
  const sort = (id: Column) => view.update((v) => ({
    ...v, order: id, descending: v.order === id ? !v.descending : id === "number" || id === "declared",
  }));
  return (
    <tr>
      {kColumns.map((c) => (
        <th key={c.id} scope="col" aria-sort={how.order === c.id ? (how.descending ? "descending" : "ascending") : "none"} className={`head-${c.id}`}>
          <button type="button" onClick={() => sort(c.id)}>{c.name}
            <span aria-hidden="true">{how.order === c.id ? (how.descending ? " ↓" : " ↑") : ""}</span></button>
        </th>
      ))}
    </tr>
  );
}

function Filters({ how, text, onText, open, all }: {
  how: View; text: string; onText: (t: string) => void; open: number; all: string;
}) {
  return (
    <div className="filter-line" role="search" aria-label="Filter incidents">
      <div className="segments" role="group" aria-label="Which">
        {(["open", "all"] as const).map((which) => (
          <button key={which} type="button" aria-pressed={how.which === which} onClick={() => view.update((v) => ({ ...v, which }))}>
            {which === "open" ? `Open ${open}` : `All ${all}`}
          </button>
        ))}
      </div>
      <select aria-label="Severity" value={how.severity} onChange={(e) => view.update((v) => ({ ...v, severity: Number(e.target.value) }))}>
        <option value={0}>Every severity</option>
        {me().severities.map((s) => <option key={s.level} value={s.level}>{s.label}</option>)}
      </select>
      <input type="search" value={text} placeholder="Title, service, commander" aria-label="Search incidents"
             onChange={(e) => onText(e.target.value)} />
    </div>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  return (
    <div className="empty">
      <h2>{filtered ? "No incident matches" : "No open incidents"}</h2>
      {filtered
        ? <p>Choose All, every severity, or another word.</p>
        : <p>When something breaks, type <code>{me().command} declare Checkout is down</code> in any room, or press the button.
            Declaring early is right: an incident that turns out to be nothing is canceled with one word.</p>}
      {!filtered && <DeclareButton />}
    </div>
  );
}

export function IncidentsPage() {
  const loaded = useStore(incidents);
  const how = useStore(view);
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  useEffect(() => { document.title = "Incidents · muster"; void loadIncidents(); }, []);
  const further = useStore(older);
  const list = useMemo(() => {
    const recent = loaded.value ?? [];
    const known = new Set(recent.map((i) => i.number));
    return [...recent, ...further.list.filter((i) => !known.has(i.number))];
  }, [loaded, further]);
  const shown = useMemo(() => arrange(list, how, text), [list, how, text]);

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select, button, a, dialog")) return;
      if (event.key === "j" || event.key === "ArrowDown") setAt((n) => Math.min(n + 1, shown.length - 1));
      else if (event.key === "k" || event.key === "ArrowUp") setAt((n) => Math.max(n - 1, 0));
      else if (event.key === "Enter" && shown[at]) navigate(incidentPath(shown[at]!.number));
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [shown, at]);

  return (
    <div className="page incidents-page">
      <header className="page-head"><h1>Incidents</h1><span className="spacer" /><DeclareButton label="Declare" /></header>
      <Filters how={how} text={text} onText={setText} open={list.filter((i) => i.open).length} all={`${list.length}${further.before ? "+" : ""}`} />
      {loaded.error && <p className="inline-error" role="alert">{loaded.error}</p>}
      {!loaded.value ? !loaded.error && <Loading /> : shown.length === 0
        ? <Empty filtered={text !== "" || how.severity !== 0} />
        : <table className="incident-table"><thead><Heads how={how} /></thead>
            <tbody>{shown.map((i, n) => <Row key={i.number} incident={i} chosen={n === at} />)}</tbody></table>}
      {how.which === "all" && further.before > 0 &&
        <p><button type="button" className="link-button" onClick={() => void loadOlder()}>Show older incidents</button></p>}
      <p className="muted keys-line"><kbd>J</kbd> <kbd>K</kbd> choose · <kbd>Enter</kbd> opens</p>
    </div>
  );
}
