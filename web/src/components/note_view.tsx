// An answer that only the asker sees, and a message that is still on its way.

import { dismissNote, type Note } from "../state/answers";
import { discard, retry, setDraft, type Outgoing } from "../state/outgoing";
import { me } from "../state/session";
import { clock } from "../time";
import { Avatar } from "./badges";
import { Icon } from "./icons";
import { MessageView } from "./message_view";

export function NoteView({ note, incident = 0 }: { note: Note; incident?: number }) {
  return (
    <aside className={`note ${note.tone}`} role={note.tone === "answer" ? "status" : "alert"}>
      <header>
        <span>{note.tone === "error" ? "That did not work" : note.room ? "Only you see this" : "Answer"} · {clock(note.at)}</span>
        <button type="button" className="icon-button small" aria-label="Dismiss" onClick={() => dismissNote(note.id)}>
          <Icon name="close" size={15} />
        </button>
      </header>
      <MessageView message={note.message} where={{ room: note.room, ...(incident ? { incident } : {}) }} />
      {note.retry && (
        <button type="button" className="button small" onClick={() => { dismissNote(note.id); note.retry!(); }}>Try again</button>
      )}
    </aside>
  );
}

export function OutgoingView({ item }: { item: Outgoing }) {
  const editAgain = () => {
    setDraft(item.thread ? `${item.room}/${item.thread}` : item.room, item.text);
    discard(item.id);
  };
  return (
    <article className={`message outgoing ${item.state}`} aria-label={item.state === "failed" ? "Not sent" : "Sending"}>
      <div className="gutter"><Avatar person={me().person} /></div>
      <div className="content">
        <p className="chat-text">{item.text}</p>
        {item.state === "sending" ? <small className="sending">Sending …</small> : (
          <div className="not-sent" role="alert">
            <span><b>Not sent.</b> {item.error}</span>
            <span className="button-row">
              <button type="button" className="button small primary" onClick={() => retry(item.id)}>Try again</button>
              <button type="button" className="button small" onClick={editAgain}>Edit</button>
              <button type="button" className="button small" onClick={() => discard(item.id)}>Discard</button>
            </span>
          </div>
        )}
      </div>
    </article>
  );
}
