// Answers to what was pressed outside a room: a stack in the corner, dismissed one by one.

import { notes } from "../state/answers";
import { useStore } from "../store";
import { NoteView } from "./note_view";

export function PageNotes({ shownRoom }: { shownRoom: string }) {
  const mine = useStore(notes).filter((n) => n.room === "" || n.room !== shownRoom);
  if (mine.length === 0) return null;
  return <div className="page-notes">{mine.slice(-3).map((n) => <NoteView key={n.id} note={n} />)}</div>;
}
