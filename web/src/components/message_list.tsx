// The messages of a room, oldest first: days, a mark where the new ones begin, older ones on demand.

import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { navigate, roomPath } from "../router";
import { notes, type Note } from "../state/answers";
import { outgoing } from "../state/outgoing";
import { conversation, conversations, lastRead, loadNewest, loadOlder, markRead } from "../state/rooms";
import { me } from "../state/session";
import { useStore } from "../store";
import { dayName, msOf, sameDay } from "../time";
import type { ChatMessage, Room } from "../types";
import { ChatMessageView } from "./chat_message";
import { NoteView, OutgoingView } from "./note_view";

const kTogether = 5 * 60_000;       // messages of one author within it stand together

export function follows(before: ChatMessage | undefined, message: ChatMessage): boolean {
  return before !== undefined && before.author?.id === message.author?.id &&
    msOf(message.at) - msOf(before.at) < kTogether && sameDay(before.at, message.at);
}

// The first message that came while one was away. What comes while the room is open is not called new.
type Opened = { read: string; settled: boolean; newest: string };
function newSince(opened: Opened, messages: ChatMessage[]): string {
  if (opened.read && !opened.settled) {
    opened.newest = messages.find((m) => m.at > opened.read && m.author?.id !== me().person.id)?.id ?? "";
  }
  return opened.newest;
}

type Item = { at: string; message: ChatMessage } | { at: string; note: Note };

function inOrder(messages: ChatMessage[], answers: Note[]): Item[] {
  const items: Item[] = [...messages.map((message) => ({ at: message.at, message })),
                         ...answers.map((n) => ({ at: n.after, note: n }))];
  return items.sort((a, b) => msOf(a.at) - msOf(b.at));
}

export function MessageList({ room }: { room: Room }) {
  const talk = useStore(conversations, conversation(room.id));
  const allNotes = useStore(notes);
  const sending = useStore(outgoing).filter((o) => o.room === room.id && !o.thread);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef({ first: "", height: 0, top: 0 });
  const [away, setAway] = useState(false);
  const opened = useRef({ read: "", settled: false, newest: "" });

  const ids = useMemo(() => new Set(talk.messages.map((m) => m.id)), [talk.messages]);
  const roots = talk.messages.filter((m) => (!m.thread || !ids.has(m.thread)) && !(m.deleted && !talk.messages.some((r) => r.thread === m.id)));
  const items = inOrder(roots, allNotes.filter((n) => n.room === room.id));
  const repliesOf = (id: string) => talk.messages.filter((m) => m.thread === id && !m.deleted);

  useEffect(() => {
    opened.current = { read: lastRead.get()[room.id] ?? "", settled: false, newest: "" };
    atEnd.current = true;
    void loadNewest(room.id).then(() => { opened.current.settled = true; });
  }, [room.id]);

  useLayoutEffect(() => {
    const list = box.current!;
    const first = roots[0]?.id ?? "";
    if (atEnd.current) list.scrollTop = list.scrollHeight;
    // Older messages came in above: what was read stays where it was.
    else if (first !== before.current.first) list.scrollTop = before.current.top + list.scrollHeight - before.current.height;
    before.current = { first, height: list.scrollHeight, top: list.scrollTop };
    if (atEnd.current && document.visibilityState === "visible") markRead(room.id);
  });

  // What one sent, and its answer, come into view wherever one was reading.
  const mine = sending.length + items.length - roots.length;
  const mineBefore = useRef(mine);
  if (mine > mineBefore.current) atEnd.current = true;
  mineBefore.current = mine;

  // The end stays in sight when the composer or the panel changes the height.
  useEffect(() => {
    const list = box.current!;
    const watch = new ResizeObserver(() => { if (atEnd.current) list.scrollTop = list.scrollHeight; });
    watch.observe(list);
    return () => watch.disconnect();
  }, []);

  const scrolled = () => {
    const list = box.current!;
    atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    setAway(!atEnd.current);
    before.current.top = list.scrollTop;
    if (list.scrollTop < 120 && !talk.whole && !talk.loading) void loadOlder(room.id);
  };
  const toEnd = () => {
    atEnd.current = true;
    box.current!.scrollTop = box.current!.scrollHeight;
  };
  const firstNew = items.find((i) => "message" in i && i.message.id === newSince(opened.current, roots));

  return (
    <div className="message-area">
      <div className="messages" ref={box} onScroll={scrolled} role="log" aria-label={`Messages in ${room.name}`}
           aria-live="polite" tabIndex={0}>
        <div className="messages-start">
          {talk.error && <p className="inline-error" role="alert">{talk.error}{" "}
            <button type="button" className="button small" onClick={() => void loadNewest(room.id)}>Try again</button></p>}
          {talk.loading && talk.messages.length === 0 && <Loading />}
          {talk.whole && talk.messages.length > 0 && <p className="beginning">This is the beginning of #{room.name}.</p>}
          {talk.whole && talk.messages.length === 0 && <EmptyRoom room={room} />}
        </div>
        {items.map((item, i) => {
          const last = items[i - 1];
          const newDay = !last || !sameDay(last.at, item.at);
          return (
            <Fragment key={"note" in item ? item.note.id : item.message.id}>
              {newDay && <div className="day" role="separator"><span>{dayName(item.at)}</span></div>}
              {item === firstNew && <div className="new-mark" role="separator"><span>New</span></div>}
              {"note" in item ? <NoteView note={item.note} incident={room.incident} /> : (
                <ChatMessageView message={item.message} incident={room.incident}
                                 follows={item !== firstNew && !!last && "message" in last && follows(last.message, item.message)}
                                 replies={repliesOf(item.message.id)}
                                 onThread={() => navigate(roomPath(room.id, item.message.id))} />
              )}
            </Fragment>
          );
        })}
        {sending.map((item) => <OutgoingView key={item.id} item={item} />)}
      </div>
      {away && <button type="button" className="to-end button small" onClick={toEnd}>↓ Latest</button>}
    </div>
  );
}

export function Loading() {
  return <div className="loading" role="status"><span /><span /><span /><em className="unseen">Loading</em></div>;
}

function EmptyRoom({ room }: { room: Room }) {
  return (
    <div className="empty">
      <h2>#{room.name}</h2>
      <p>{room.topic || "Nothing was said here yet."}</p>
      <p>Write below, or type <kbd>/</kbd> to see the commands. {room.incident > 0
        ? "What you pin goes on the timeline."
        : "To report something that is broken, press Declare or type /inc declare."}</p>
    </div>
  );
}
