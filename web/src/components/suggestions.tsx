// The list above the composer: what can be typed next, and the usage of the verb being typed.

import { useEffect, useRef } from "react";
import type { Completion } from "./completion";

type Props = { id: string; completion: Completion; at: number; onPick: (index: number) => void };

export function Suggestions({ id, completion, at, onPick }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const { usage, items } = completion;
  return (
    <div className="suggestions">
      {usage && (
        <div className="usage">
          <code>{usage.usage}</code>
          <span>{usage.help}</span>
          {usage.example && <small>for example: <code>{usage.example}</code></small>}
        </div>
      )}
      {items.length > 0 && (
        <ul id={id} ref={list} role="listbox" aria-label="Suggestions">
          {items.map((item, i) => (
            <li key={item.label} id={`${id}-${i}`} role="option" aria-selected={i === at}
                onMouseDown={(event) => { event.preventDefault(); onPick(i); }}>
              <b>{item.label}</b> <span>{item.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
