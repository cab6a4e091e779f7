// The incident beside its room: what one looks for in the middle of it.

import { useEffect } from "react";
import { incidentPath, postmortemPath } from "../router";
import { loadPage, pages } from "../state/incidents";
import { useStore } from "../store";
import type { Room } from "../types";
import { incidentName, postmortemName } from "../words";
import { At, KindMark, Lasting, NextUpdate, Severity, StateMark } from "./badges";
import { Actions, Impact, Links, Pages, Roles, Tasks } from "./incident_sections";
import { Link, WebLink } from "./link";
import { Loading } from "./message_list";
import { VerbsBar } from "./verbs_bar";

export function IncidentPanel({ number, room }: { number: number; room: Room }) {
  const loaded = useStore(pages, (all) => all[number]);
  useEffect(() => void loadPage(number), [number]);
  const page = loaded?.value;
  if (!page) {
    return (
      <section className="side panel" aria-label="Incident">
        {loaded?.error ? <p className="inline-error" role="alert">{loaded.error}</p> : <Loading />}
      </section>
    );
  }
  const last = page.updates[page.updates.length - 1];
  return (
    <section className="side panel" aria-label={`Incident ${incidentName(number)}`}>
      <header className="panel-head">
        <p className="panel-marks"><Severity incident={page} /> <StateMark state={page.state} /> <KindMark incident={page} /></p>
        <h2><Link to={incidentPath(number)}>{page.title}</Link></h2>
        <p className="muted">{incidentName(number)} · <Lasting incident={page} /> <NextUpdate incident={page} /></p>
        {page.description && <p className="panel-description">{page.description}</p>}
        <VerbsBar incident={page} room={room.id} />
      </header>
      {last && (
        <section className="section">
          <h3>{page.open ? "Latest update" : "Final update"}</h3>
          <p className="latest">{last.text}</p>
          <small className="muted">{last.by}, <At at={last.at} /></small>
        </section>
      )}
      <Roles page={page} />
      <Impact page={page} />
      <Tasks page={page} />
      <Pages page={page} />
      {page.actions.length > 0 && <Actions page={page} />}
      <Links page={page} />
      {room.bookmarks.length > 0 && (
        <section className="section">
          <h3>Bookmarks</h3>
          <ul className="rows">
            {room.bookmarks.map((mark) => <li key={mark.link}><WebLink url={mark.link}>{mark.title}</WebLink></li>)}
          </ul>
        </section>
      )}
      <footer className="panel-foot">
        <Link to={incidentPath(number)}>Timeline and everything else</Link>
        <Link to={postmortemPath(number)}>Postmortem: {postmortemName[page.postmortem].toLowerCase()}</Link>
      </footer>
    </section>
  );
}
