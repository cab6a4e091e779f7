// "You are paged": across every view until it is acknowledged.

import { useEffect } from "react";
import { incidentPath, roomPath } from "../router";
import { run } from "../state/answers";
import { incidents } from "../state/incidents";
import { askPermission, markTitle, notify, pagesFor, permission, type Waiting } from "../state/paged";
import { me } from "../state/session";
import { useStore } from "../store";
import { incidentName, kindMark } from "../words";
import { At } from "./badges";
import { Icon } from "./icons";
import { Link } from "./link";

function One({ page }: { page: Waiting }) {
  const { incident } = page;
  const name = incidentName(incident.number);
  const say = page.text && page.text !== incident.title ? `: ${page.text}` : "";
  return (
    <div className="banner paged" role="alert">
      <Icon name="alert" size={20} />
      <p>
        <b>You are paged: {kindMark(incident) && `${kindMark(incident)} `}
          <Link to={incident.room ? roomPath(incident.room) : incidentPath(incident.number)}>{name} {incident.title}</Link></b>{say}
        {" "}<small><At at={page.at} /></small>
      </p>
      <button type="button" className="button primary"
              onClick={() => void run(`${name} ack ${page.id}`, { incident: incident.number, room: incident.room })}>Acknowledge</button>
    </div>
  );
}

export function Paged() {
  const all = useStore(incidents);
  const allowed = useStore(permission);
  const waiting = pagesFor(me().person.id, all);
  const paged = waiting.length > 0;
  useEffect(() => markTitle(paged), [paged]);
  useEffect(() => waiting.forEach(notify), [all, allowed]);
  if (!paged) return null;
  return (
    <>
      {waiting.map((page) => <One key={`${page.incident.number}/${page.id}`} page={page} />)}
      {allowed === "default" && (
        <div className="banner ask">
          <p>This page is all that tells you. Let the browser notify you next time, also when another window is in front.</p>
          <button type="button" className="button small" onClick={() => void askPermission()}>Notify me</button>
        </div>
      )}
    </>
  );
}
