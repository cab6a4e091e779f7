// The report on a period: its filters stand in the address, so that a link shows the same. The server draws it.

import { useEffect, useState, type MouseEvent } from "react";
import { api, sayOf } from "../api";
import { insidePath, navigate } from "../router";
import { me } from "../state/session";
import { Loading } from "../components/message_list";

const kZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

const kPeriods = [
  { id: "7d", name: "Last 7 days" },
  { id: "30d", name: "Last 30 days" },
  { id: "12w", name: "Last 12 weeks" },
  { id: "month", name: "Last whole month" },
  { id: "quarter", name: "Last whole quarter" },
  { id: "days", name: "From … to …" },
];

type Option = { id: string; name: string };

function Choice({ label, value, options, onChange }: {
  label: string; value: string; options: Option[]; onChange: (value: string) => void;
}) {
  return (
    <label>{label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((o) => <option key={o.id} value={o.id}>{o.name}</option>)}
      </select>
    </label>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <label>{label}<input type="date" value={value} onChange={(event) => onChange(event.target.value)} /></label>;
}

function Filters({ query }: { query: URLSearchParams }) {
  const self = me();
  const [days, setDays] = useState(query.has("from"));
  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    navigate(`/report${`${next}` ? `?${next}` : ""}`, true);
  };
  const period = (value: string) => {
    setDays(value === "days");
    if (value !== "days") change({ last: value, from: "", to: "" });
  };
  const every = (name: string, all: Option[]): Option[] => [{ id: "", name }, ...all];
  const get = (name: string) => query.get(name) ?? "";
  return (
    <form className="report-filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <Choice label="Period" value={days ? "days" : get("last") || "30d"} options={kPeriods} onChange={period} />
      {days && <Day label="From" value={get("from")} onChange={(from) => change({ from, last: "" })} />}
      {days && <Day label="To" value={get("to")} onChange={(to) => change({ to, last: "" })} />}
      <Choice label="Service" value={get("service")} options={every("All services", self.services)} onChange={(service) => change({ service })} />
      {self.teams.length > 0 &&
        <Choice label="Team" value={get("team")} options={every("All teams", self.teams)} onChange={(team) => change({ team })} />}
      <Choice label="Severity" value={get("severity")} onChange={(severity) => change({ severity })}
        options={every("Any severity", self.severities.map((s) => ({ id: s.label, name: s.label })))} />
      <Choice label="Kind" value={get("kind")} onChange={(kind) => change({ kind })}
        options={[{ id: "", name: "Incidents" }, { id: "drill", name: "Drills" }, { id: "test", name: "Tests" }]} />
      <Choice label="Show" value={get("layout")} onChange={(layout) => change({ layout })}
        options={[{ id: "", name: "Everything" }, { id: "weekly", name: "Operations review" }]} />
    </form>
  );
}

// Incidents behind a figure open inside the console.
function followInside(event: MouseEvent<HTMLElement>): void {
  const link = (event.target as Element).closest("a");
  const href = link?.getAttribute("href") ?? "";
  const to = href.startsWith("#") ? "" : insidePath(href);
  if (!to || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  navigate(to);
}

export function ReportPage({ query }: { query: string }) {
  const [html, setHtml] = useState("");
  const [error, setError] = useState("");
  const asked = new URLSearchParams(query);
  const unfinished = asked.has("to") && !asked.has("from");
  asked.set("zone", kZone);
  const search = `?${asked}`;
  useEffect(() => { document.title = "Report · muster"; }, []);
  useEffect(() => {
    if (unfinished) return;
    let wanted = true;
    api.report(search).then(
      (made) => { if (wanted) { setHtml(made.html); setError(""); } },
      (failure) => { if (wanted) setError(sayOf(failure)); });
    return () => { wanted = false; };
  }, [search, unfinished]);
  return (
    <div className="page report-page">
      <Filters query={new URLSearchParams(query)} />
      <p className="report-ways">
        <a href={`/report.html${search}`} target="_blank" rel="noopener noreferrer">One page, to print or send</a>
        {" · "}<a href={`/report.csv${search}`} download>CSV</a>
      </p>
      {error && <p className="inline-error" role="alert">{error}</p>}
      {!html && !error && <Loading />}
      {html && <article className="rp" aria-label="Report" onClick={followInside} dangerouslySetInnerHTML={{ __html: html }} />}
    </div>
  );
}
