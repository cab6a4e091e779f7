// Answers to what was pressed outside a room: a stack in the corner. They belong to the page: leaving it lets them go.

import { useEffect } from "react";
import { dismissNotes, notes } from "../state/answers";
import { useStore } from "../store";
import { NoteView } from "./note_view";

const kShown = 3;

export function PageNotes({ page }: { page: string }) {
  const mine = useStore(notes).filter((n) => n.room === "");
  useEffect(() => () => dismissNotes(""), [page]);
  if (mine.length === 0) return null;
  return <div className="page-notes">{mine.slice(-kShown).map((n) => <NoteView key={n.id} note={n} />)}</div>;
}
