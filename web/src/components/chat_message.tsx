// One message of a room, with what one can do to it.

import { useCallback, useState, type KeyboardEvent } from "react";
import { api, sayOf } from "../api";
import { note, plainMessage, run } from "../state/answers";
import { me } from "../state/session";
import type { ChatMessage, Message } from "../types";
import { clock, moment, utc } from "../time";
import { Avatar } from "./badges";
import { ChatText } from "./chat_text";
import { Icon, Logo } from "./icons";
import { MessageView } from "./message_view";
import { Confirm } from "./modal";
import { isOnTimeline, ReactionPicker, Reactions, toggleReaction } from "./reactions";

type Props = {
  message: ChatMessage; follows: boolean; incident: number; replies?: ChatMessage[]; onThread?: () => void;
};

function Editor({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const [text, setText] = useState(message.text ?? "");
  const [error, setError] = useState("");
  const save = async () => {
    if (!text.trim() || text === message.text) return onDone();
    try {
      await api.edit(message.room, message.id, text.trim());
      onDone();
    } catch (failure) {
      setError(sayOf(failure));
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="message-editor">
      <textarea rows={2} value={text} autoFocus aria-label="Edit the message" onKeyDown={keys}
                onChange={(e) => setText(e.target.value)} />
      {error && <p className="field-error" role="alert">{error}</p>}
      <div className="button-row">
        <button type="button" className="button small" onClick={onDone}>Cancel</button>
        <button type="button" className="button small primary" onClick={() => void save()}>Save</button>
      </div>
    </div>
  );
}

function Toolbar({ message, incident, onThread, onEdit, onDelete }: {
  message: ChatMessage; incident: number; onThread: (() => void) | undefined; onEdit: () => void; onDelete: () => void;
}) {
  const [picking, setPicking] = useState(false);
  const close = useCallback(() => setPicking(false), []);
  const mine = message.author?.id === me().person.id;
  const where = { room: message.room, message: message.id, ...(incident ? { incident } : {}) };
  const pinned = message.reactions.some((r) => r.emoji === "pushpin" && r.people.includes(me().person.id));
  return (
    <div className={`toolbar ${picking ? "is-open" : ""}`} role="toolbar" aria-label="Message">
      {incident > 0 && (
        <button type="button" aria-pressed={pinned} title={pinned ? "Take off the timeline" : "Put on the timeline"}
                aria-label={pinned ? "Take off the timeline" : "Put on the timeline"}
                onClick={() => void toggleReaction(message, "pushpin")}><Icon name="pin" /></button>
      )}
      <button type="button" title="React" aria-label="React" aria-expanded={picking}
              onClick={() => setPicking(!picking)}><Icon name="smile" /></button>
      {onThread && <button type="button" title="Reply in thread" aria-label="Reply in thread" onClick={onThread}><Icon name="reply" /></button>}
      {message.author && incident > 0 && (
        <button type="button" title="Make it a task" aria-label="Make it a task"
                onClick={() => void run("task", where)}><Icon name="check" /></button>
      )}
      {message.author && incident === 0 && (
        <button type="button" title="Declare an incident from it" aria-label="Declare an incident from it"
                onClick={() => void run("declare", where)}><Icon name="alert" /></button>
      )}
      {mine && <button type="button" title="Edit" aria-label="Edit" onClick={onEdit}><Icon name="edit" /></button>}
      {mine && <button type="button" title="Delete" aria-label="Delete" onClick={onDelete}><Icon name="trash" /></button>}
      {picking && <ReactionPicker message={message} onDone={close} />}
    </div>
  );
}

function Mark({ message }: { message: ChatMessage }) {
  if (message.deleted) return null;
  const says = isOnTimeline(message) ? "on the timeline" : message.pinned ? "pinned" : "";
  return says ? <span className="on-timeline"><Icon name="pin" size={13} /> {says}</span> : null;
}

// A line of muster's about what happened, with nothing to press or to look up.
const isQuiet = (message: Message): boolean =>
  message.blocks.every((block) => block.type === "paragraph" || block.type === "aside");

function Body({ message, incident }: { message: ChatMessage; incident: number }) {
  if (message.deleted) return <p className="chat-text gone">This message was deleted.</p>;
  if (message.message) {
    return (
      <div className={isQuiet(message.message) ? "card quiet" : "card"}>
        <MessageView message={message.message} where={{ room: message.room, message: message.id, ...(incident ? { incident } : {}) }} />
      </div>
    );
  }
  return (
    <p className="chat-text">
      <ChatText text={message.text ?? ""} />
      {message.edited_at && <small className="edited" title={`Edited ${utc(message.edited_at)}`}> (edited)</small>}
    </p>
  );
}

export function ChatMessageView({ message, follows, incident, replies = [], onThread }: Props) {
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const last = replies[replies.length - 1];
  const author = message.author ?? { id: "muster", name: "muster" };
  const remove = () => {
    setDeleting(false);
    api.remove(message.room, message.id).catch((error) => note(message.room, "error", plainMessage(sayOf(error)), remove));
  };
  return (
    <article className={`message ${follows ? "follows" : ""} ${isOnTimeline(message) ? "kept" : ""}`} data-message={message.id}
             aria-label={`${author.name}, ${clock(message.at)}`}>
      <div className="gutter">
        {follows
          ? <time dateTime={message.at} title={utc(message.at)}>{clock(message.at)}</time>
          : message.author ? <Avatar person={author} /> : <span className="avatar bot"><Logo size={34} /></span>}
      </div>
      <div className="content">
        {!follows && (
          <header>
            <b>{author.name}</b>
            <time dateTime={message.at} title={utc(message.at)}>{clock(message.at)}</time>
            <Mark message={message} />
          </header>
        )}
        {editing ? <Editor message={message} onDone={() => setEditing(false)} /> : <Body message={message} incident={incident} />}
        {follows && <Mark message={message} />}
        <Reactions message={message} />
        {last && onThread && (
          <button type="button" className="thread-link" onClick={onThread}>
            <Icon name="reply" size={14} /> {replies.length} {replies.length === 1 ? "reply" : "replies"}
            <small>last {moment(last.at)}</small>
          </button>
        )}
      </div>
      {!message.deleted && !editing && (
        <Toolbar message={message} incident={incident} onThread={onThread}
                 onEdit={() => setEditing(true)} onDelete={() => setDeleting(true)} />
      )}
      {deleting && <Confirm question="Delete this message for everybody?" yes="Delete" danger onYes={remove} onNo={() => setDeleting(false)} />}
    </article>
  );
}
