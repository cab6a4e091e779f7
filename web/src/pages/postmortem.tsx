// The postmortem: read, write, and its way from draft to published.

import { useEffect, useState } from "react";
import { api, ApiError, newId, sayOf } from "../api";
import { guardLeaving, incidentPath } from "../router";
import { run } from "../state/answers";
import { findIncident, incidents } from "../state/incidents";
import { keep, kept, useStore } from "../store";
import type { Postmortem } from "../types";
import { incidentName, postmortemName } from "../words";
import { Checks } from "../components/checks";
import { Link } from "../components/link";
import { Loading } from "../components/message_list";
import { Confirm } from "../components/modal";
import { PostmortemEditor } from "../components/postmortem_editor";
import { Waive } from "../components/waive";

function Buttons({ number, postmortem, open, onDone }: {
  number: number; postmortem: Postmortem; open: boolean; onDone: () => void;
}) {
  const [waiving, setWaiving] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const say = async (what: string) => {
    setWaiving(false);
    setPublishing(false);
    await run(`${incidentName(number)} postmortem ${what}`, { incident: number });
    onDone();
  };
  const { state } = postmortem;
  const unknown = (postmortem.markdown.match(/\bUnknown:/g) ?? []).length;
  const question = (unknown === 0 ? "Nothing is marked Unknown any more. " :
    `${unknown} ${unknown === 1 ? "place is" : "places are"} still marked Unknown. `) + "Publish it for everybody who may see the incident?";
  const unfinished = state === "draft" || state === "in_review";
  if (open) return null;                               // it may be published once the incident is resolved
  return (
    <>
      {state === "none" && <button type="button" className="button small primary" onClick={() => void say("draft")}>Start the draft</button>}
      {state === "draft" && <button type="button" className="button small" onClick={() => void say("submit")}>Submit for review</button>}
      {unfinished && <button type="button" className="button small primary" onClick={() => setPublishing(true)}>Publish …</button>}
      {(state === "draft" || state === "none") && <button type="button" className="button small" onClick={() => setWaiving(true)}>Waive …</button>}
      {publishing && <Confirm question={question} yes="Publish" onYes={() => void say("publish")} onNo={() => setPublishing(false)} />}
      {waiving && <Waive onClose={() => setWaiving(false)} onWaive={(why) => void say(`waive ${why}`)} />}
    </>
  );
}

// What is being written is kept over reloads of the tab.
const draftKey = (number: number): string => `muster.postmortem.${number}`;

export function PostmortemPage({ number }: { number: number }) {
  const [now, setNow] = useState<Postmortem | null>(null);
  const [error, setError] = useState<{ say: string; missing: boolean } | null>(null);
  const [text, setText] = useState<string | null>(null);        // what is being written; null: reading
  const [copied, setCopied] = useState(false);
  const incident = useStore(incidents, findIncident(number));
  const name = incidentName(number);

  const load = async () => {
    try {
      setNow(await api.postmortem(number));
      setError(null);
    } catch (failure) {
      const missing = failure instanceof ApiError && failure.status === 404;
      setError({ say: sayOf(failure), missing });
      if (missing) setNow(null);
    }
  };
  useEffect(() => { setText(kept(draftKey(number)) || null); void load(); }, [number]);
  const write = (next: string) => {
    setText(next);
    keep(draftKey(number), next === now?.markdown ? "" : next);
  };
  const stop = () => {
    setText(null);
    keep(draftKey(number), "");
  };
  // Somebody else may change its state, or save; a text being written is left alone.
  useEffect(() => { if (text === null && now) void load(); }, [incident]);
  useEffect(() => { document.title = `Postmortem of ${name} · muster`; }, [name]);
  const unsaved = text !== null && text !== now?.markdown;
  useEffect(() => guardLeaving(() => (unsaved ? "Your changes of the postmortem are not saved. Leave anyway?" : "")), [unsaved]);

  if (!now) {
    if (!error) return <Loading />;
    return (
      <div className="empty">
        <h2>{error.missing ? "There is no postmortem to show" : "This did not load"}</h2>
        <p>{error.say}</p>
        <Link to={incidentPath(number)} className="button">Back to {name}</Link>
      </div>
    );
  }
  const copy = () => void navigator.clipboard.writeText(now.markdown).then(() => setCopied(true), () => setCopied(false));
  return (
    <div className={`page postmortem-page ${text !== null ? "is-writing" : ""}`}>
      <header className="postmortem-head">
        <div>
          <p className="muted"><Link to={incidentPath(number)}>{name}</Link> {incident?.title}</p>
          <h1>Postmortem <span className={`tag pm-${now.state}`}>{postmortemName[now.state]}</span></h1>
        </div>
        <div className="button-row">
          {text === null && <button type="button" className="button small" onClick={() => setText(now.markdown)}>Edit</button>}
          {text === null && <Buttons number={number} postmortem={now} open={incident?.open ?? false} onDone={() => void load()} />}
          {text === null && <button type="button" className="button small" onClick={copy}>{copied ? "Copied" : "Copy Markdown"}</button>}
          {text === null && <a className="button small" href={`/incidents/${number}/postmortem.html`} target="_blank" rel="noopener">Print</a>}
        </div>
      </header>
      {text === null ? (
        <>
          {now.version === 0 && (
            <p className="draft-hint">This draft was written from the timeline and nobody has saved it yet. Every sentence cites its
              entry; what muster does not know it says so. Press <b>Edit</b> to make it yours.</p>
          )}
          {now.state !== "waived" && now.state !== "published" && <Checks quality={now.quality} />}
          <article className="document" dangerouslySetInnerHTML={{ __html: now.html }} />
        </>
      ) : (
        <PostmortemEditor number={number} start={now} text={text} onText={write} newId={newId}
                          onSaved={(saved, stay) => {
                            keep(draftKey(number), "");
                            setNow(saved);
                            setText(stay ? saved.markdown : null);
                          }} onClose={stop} />
      )}
    </div>
  );
}
