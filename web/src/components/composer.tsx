// Where one writes: messages, commands with completion, the last commands with the arrow up.

import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { drafts, send, setDraft } from "../state/outgoing";
import { me as signedIn, refreshPeople, session } from "../state/session";
import { remembered, useStore } from "../store";
import { commandText, complete, meantAsCommand, outgoingText } from "./completion";
import { Icon } from "./icons";
import { Suggestions } from "./suggestions";

const history = remembered<string[]>("muster.commands", []);
const kHistory = 50;

type Props = { room: string; thread: string; inIncident: boolean; placeholder: string };

export function Composer({ room, thread, inIncident, placeholder }: Props) {
  const me = useStore(session, () => signedIn());
  const key = thread ? `${room}/${thread}` : room;
  const text = useStore(drafts, (all) => all[key] ?? "");
  const [caret, setCaret] = useState(text.length);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState(false);       // Esc closed the suggestions until the next key
  const recall = useRef(-1);
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();

  const completion = useMemo(() => (closed ? null : complete(me, text, caret, inIncident)),
                             [me, text, caret, inIncident, closed]);
  const items = completion?.items ?? [];
  const isCommand = commandText(text, me.command) !== null;
  const mentions = /(^|\s)@\S*$/.test(text.slice(0, caret));
  useEffect(() => { if (mentions) void refreshPeople(); }, [mentions]);
  const meant = isCommand ? undefined : meantAsCommand(me, text);

  useLayoutEffect(() => {
    const box = input.current!;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }, [text]);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, [key]);

  const write = (next: string, place = next.length) => {
    setDraft(key, next);
    setCaret(place);
    setAt(0);
    setClosed(false);
    requestAnimationFrame(() => input.current?.setSelectionRange(place, place));
  };
  const pick = (index: number) => {
    const item = items[index];
    if (!item || !completion) return;
    write(text.slice(0, completion.from) + item.insert + text.slice(caret), completion.from + item.insert.length);
    input.current?.focus();
  };
  const submit = () => {
    if (!text.trim()) return;
    const out = outgoingText(text, me.command);
    if (isCommand) history.update((all) => [out, ...all.filter((c) => c !== out)].slice(0, kHistory));
    recall.current = -1;
    send(room, out, thread);
    write("");
  };
  const recallAt = (index: number) => {
    if (index < -1 || index >= history.get().length) return;
    recall.current = index;
    write(index < 0 ? "" : history.get()[index]!);
    setClosed(true);
  };

  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const browsing = items.length > 0 && recall.current < 0;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      // A verb that is only begun is completed first; one written out is sent.
      const begun = browsing && completion!.usage === null && text.slice(completion!.from, caret).trim() !== items[at]?.insert.trim();
      if (begun && !(isCommand && text.trim() === me.command && at === 0)) pick(at);
      else submit();
    } else if (event.key === "Tab" && browsing && !event.shiftKey) {
      event.preventDefault();
      pick(at);
    } else if (event.key === "Escape" && completion) {
      event.preventDefault();
      event.stopPropagation();
      setClosed(true);
    } else if (browsing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
    } else if (event.key === "ArrowUp" && (text === "" || recall.current >= 0)) {
      event.preventDefault();
      recallAt(recall.current + 1);
    } else if (event.key === "ArrowDown" && recall.current >= 0) {
      event.preventDefault();
      recallAt(recall.current - 1);
    }
  };

  return (
    <div className="composer">
      {completion && (items.length > 0 || completion.usage) && (
        <Suggestions id={listId} completion={completion} at={at} onPick={pick} />
      )}
      <div className={`composer-box ${isCommand ? "is-command" : ""}`}>
        <button type="button" className="icon-button" aria-label="Commands" title="Commands"
                onClick={() => { write(`${me.command} `); input.current?.focus(); }}><Icon name="command" /></button>
        <textarea ref={input} data-composer rows={1} value={text} placeholder={placeholder} aria-label={placeholder}
                  role="combobox" aria-autocomplete="list" aria-expanded={items.length > 0} aria-controls={listId}
                  aria-activedescendant={items[at] ? `${listId}-${at}` : undefined}
                  onChange={(e) => { recall.current = -1; write(e.target.value, e.target.selectionStart); }}
                  onSelect={(e) => setCaret(e.currentTarget.selectionStart)} onKeyDown={keys} />
        <button type="button" className="icon-button send" aria-label="Send" disabled={!text.trim()} onClick={submit}>
          <Icon name="send" />
        </button>
      </div>
      <p className="composer-hint">
        {isCommand
          ? <>Only you see what you type and its answer. <kbd>Tab</kbd> completes, <kbd>Enter</kbd> runs.</>
          : meant ? <>This goes to everybody as a message. To run it: <kbd>/</kbd>{text.trim().split(/\s/)[0]!.toLowerCase()} …</>
          : <><kbd>Enter</kbd> sends · <kbd>/</kbd> commands · <kbd>@</kbd> people · <kbd>↑</kbd> last command</>}
      </p>
    </div>
  );
}
