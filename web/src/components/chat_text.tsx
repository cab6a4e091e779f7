// What a person wrote: data, with web addresses as links and known people as mentions.

import { Fragment } from "react";
import { session } from "../state/session";
import { useStore } from "../store";
import { WebLink } from "./link";

const kPieces = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]|@[A-Za-z0-9._:-]*[A-Za-z0-9_]|`[^`\n]+`)/g;

export function ChatText({ text }: { text: string }) {
  const people = useStore(session, (s) => (s.status === "signed_in" ? s.me.people : null));
  return (
    <>
      {text.split(kPieces).map((piece, i) => {
        if (i % 2 === 0) return <Fragment key={i}>{piece}</Fragment>;
        if (piece.startsWith("http")) return <WebLink key={i} url={piece}>{piece}</WebLink>;
        if (piece.startsWith("`")) return <code key={i}>{piece.slice(1, -1)}</code>;
        const person = people?.find((p) => p.id === piece.slice(1));
        return person ? <span key={i} className="mention">@{person.name}</span> : <Fragment key={i}>{piece}</Fragment>;
      })}
    </>
  );
}
