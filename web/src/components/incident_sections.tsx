// The parts of an incident: who, what is hit, who was paged, what is to do. Each says so when there is nothing.

import type { ReactNode } from "react";
import { run } from "../state/answers";
import { incidentPath } from "../router";
import type { IncidentPage } from "../types";
import { moment, msOf, useNow, utc } from "../time";
import { incidentName, lifecycle, stateName } from "../words";
import { At, Avatar } from "./badges";
import { Link, WebLink } from "./link";

type Props = { page: IncidentPage };

export function Section({ title, children, count }: { title: string; children: ReactNode; count?: number }) {
  return (
    <section className="section">
      <h3>{title}{count !== undefined && count > 0 && <span className="count">{count}</span>}</h3>
      {children}
    </section>
  );
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="empty-line">{children}</p>;

export function Lifecycle({ page }: Props) {
  const at = lifecycle.indexOf(page.state);
  if (at < 0) return null;
  return (
    <ol className="lifecycle" aria-label={`State: ${stateName[page.state]}`}>
      {lifecycle.map((state, i) => (
        <li key={state} className={i < at ? "past" : i === at ? "now" : ""} aria-current={i === at ? "step" : undefined}>
          <span>{stateName[state]}</span>
        </li>
      ))}
    </ol>
  );
}

export function Roles({ page }: Props) {
  const claim = (role: string) => void run(`${incidentName(page.number)} claim ${role}`, { incident: page.number, room: page.room });
  const held = page.roles.filter((role) => role.person);
  const free = page.roles.filter((role) => !role.person);
  return (
    <Section title="Roles">
      <ul className="rows">
        {held.map((role, i) => (
          <li key={`${role.role}-${i}`}>
            <span className="row-label">{role.name}</span>
            <span className="person"><Avatar person={role.person!} size="small" />{role.person!.name}</span>
          </li>
        ))}
      </ul>
      {page.open && free.length > 0 && (
        <p className="free-roles">Free, take one:{" "}
          {free.map((role) => (
            <button key={role.role} type="button" className="chip" onClick={() => claim(role.role)}>{role.name}</button>
          ))}
        </p>
      )}
      {!page.open && held.length === 0 && <Nothing>Nobody held a role.</Nothing>}
    </Section>
  );
}

export function Impact({ page }: Props) {
  return (
    <Section title="Impact">
      {page.impact.length === 0 && <Nothing>No impact recorded. <code>/inc impact</code> says which service, how badly, since when.</Nothing>}
      <ul className="rows">
        {page.impact.map((part, i) => (
          <li key={i} className={part.end ? "past" : ""}>
            <span className="row-label">{part.service} <span className={`level level-${part.level}`}>{part.level}</span></span>
            <span className="row-value"><At at={part.start} /> – {part.end ? <At at={part.end} /> : "now"}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Pages({ page }: Props) {
  return (
    <Section title="Pages" count={page.pages.filter((p) => !p.acknowledged_at).length}>
      {page.pages.length === 0 && <Nothing>Nobody was paged.</Nothing>}
      <ul className="rows">
        {page.pages.map((one) => (
          <li key={one.id}>
            <span className="row-label">{one.target}<small>{one.text}</small></span>
            <span className={`row-value ${one.acknowledged_at ? "good" : "waiting"}`}>
              {one.acknowledged_at ? <>acknowledged <At at={one.acknowledged_at} /></>
                : one.sent_at ? <>sent <At at={one.sent_at} />, waiting</> : "on its way"}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Todo = { id: string; text: string; owner: string; due: string | null; done_at: string | null; priority?: string };

function Todos({ items, number }: { items: Todo[]; number: number }) {
  const now = useNow();
  const finish = (id: string) => void run(`${incidentName(number)} done ${id}`, { incident: number });
  return (
    <ul className="rows todos">
      {[...items].sort((a, b) => Number(!!a.done_at) - Number(!!b.done_at)).map((item) => (
        <li key={item.id} className={item.done_at ? "past" : ""}>
          <input type="checkbox" checked={!!item.done_at} disabled={!!item.done_at} aria-label={`Done: ${item.text}`}
                 onChange={() => finish(item.id)} />
          <span className="row-label">{item.text}<small>{[item.id, item.owner, item.priority].filter(Boolean).join(" · ")}</small></span>
          {item.due && (
            <span className={`row-value ${!item.done_at && msOf(item.due) < now ? "late" : ""}`} title={utc(item.due)}>
              {item.done_at ? "done" : `due ${moment(item.due)}`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Tasks({ page }: Props) {
  return (
    <Section title="Tasks" count={page.tasks.filter((t) => !t.done_at).length}>
      {page.tasks.length === 0 && <Nothing>No tasks. <code>/inc task check the pool @bea in 5m</code></Nothing>}
      <Todos items={page.tasks} number={page.number} />
    </Section>
  );
}

export function Actions({ page }: Props) {
  return (
    <Section title="Follow-ups" count={page.actions.filter((a) => !a.done_at).length}>
      {page.actions.length === 0 && <Nothing>No follow-ups yet. What must change so that this does not come back?</Nothing>}
      <Todos items={page.actions.map((a) => ({ ...a, text: a.title }))} number={page.number} />
    </Section>
  );
}

export function Updates({ page }: Props) {
  return (
    <Section title="Status updates">
      {page.updates.length === 0 && <Nothing>No update was posted yet. The first one calms everybody.</Nothing>}
      <ol className="updates">
        {[...page.updates].reverse().map((update) => (
          <li key={update.seq}>
            <header><b>{update.by}</b> <At at={update.at} />
              {update.audiences.map((a) => <span key={a} className="tag">{a}</span>)}</header>
            <p>{update.text}</p>
            {update.next_at && <small className="muted">Next update promised for <At at={update.next_at} /></small>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function Links({ page }: Props) {
  if (page.links.length === 0) return null;
  return (
    <Section title="Links">
      <ul className="rows">
        {page.links.map((link) => {
          const other = /^INC-(\d+)$/i.exec(link.ref);
          const label = link.title || link.ref;
          return (
            <li key={`${link.ref}-${link.relation}`}>
              <span className="row-label">
                {other ? <Link to={incidentPath(Number(other[1]))}>{link.ref} {link.title}</Link> : <WebLink url={link.ref}>{label}</WebLink>}
              </span>
              <span className="row-value">{link.relation.replaceAll("_", " ")}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
