// A thread: the message it began with, and the replies.

import { useLayoutEffect, useRef } from "react";
import { navigate, roomPath } from "../router";
import { outgoing } from "../state/outgoing";
import { conversation, conversations } from "../state/rooms";
import { useStore } from "../store";
import type { Room } from "../types";
import { ChatMessageView } from "./chat_message";
import { Composer } from "./composer";
import { Icon } from "./icons";
import { follows } from "./message_list";
import { OutgoingView } from "./note_view";

export function Thread({ room, root }: { room: Room; root: string }) {
  const talk = useStore(conversations, conversation(room.id));
  const sending = useStore(outgoing).filter((o) => o.room === room.id && o.thread === root);
  const box = useRef<HTMLDivElement>(null);
  const messages = talk.messages.filter((m) => m.id === root || m.thread === root);
  useLayoutEffect(() => {
    box.current!.scrollTop = box.current!.scrollHeight;
  }, [messages.length, sending.length]);
  return (
    <section className="side thread" aria-label="Thread">
      <header className="side-head">
        <h2>Thread</h2>
        <button type="button" className="icon-button" aria-label="Close the thread" onClick={() => navigate(roomPath(room.id))}>
          <Icon name="close" />
        </button>
      </header>
      <div className="thread-messages" ref={box} role="log" aria-label="Replies">
        {messages.length === 0 && <p className="empty-line">This message is further back. Scroll up in the room to load it.</p>}
        {messages.map((message, i) => (
          <ChatMessageView key={message.id} message={message} incident={room.incident}
                           follows={i > 1 && follows(messages[i - 1], message)} />
        ))}
        {sending.map((item) => <OutgoingView key={item.id} item={item} />)}
      </div>
      <Composer room={room.id} thread={root} inIncident={room.incident > 0} placeholder="Reply …" />
    </section>
  );
}
