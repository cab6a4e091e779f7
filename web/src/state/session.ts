// Who is signed in, and what the server told about itself.

import { api, ApiError, sayOf, setCsrf, whenSignedOut } from "../api";
import { Store } from "../store";
import type { Me } from "../types";

export type Session =
  | { status: "loading" }
  | { status: "signed_out"; say: string }
  | { status: "unreachable"; say: string }
  | { status: "signed_in"; me: Me };

export const session = new Store<Session>({ status: "loading" });

export function me(): Me {
  const now = session.get();
  if (now.status !== "signed_in") throw new Error("not signed in");
  return now.me;
}

whenSignedOut(() => {
  if (session.get().status === "signed_in") {
    session.set({ status: "signed_out", say: "Your session has ended. Ask for a new sign-in link, or open yours again." });
  }
});

export async function loadSession(): Promise<void> {
  try {
    const answer = await api.me();
    setCsrf(answer.csrf);
    session.set({ status: "signed_in", me: answer });
  } catch (error) {
    const unknown = error instanceof ApiError && error.status === 401;
    session.set(unknown ? { status: "signed_out", say: "" } : { status: "unreachable", say: sayOf(error) });
  }
}

const kPeopleMs = 3_000;
let peopleAt = 0;

// Whoever came in since the page was opened can be named too: asked for while a name is being typed.
export async function refreshPeople(): Promise<void> {
  if (Date.now() - peopleAt < kPeopleMs) return;
  peopleAt = Date.now();
  const { people } = await api.me().catch(() => ({ people: null }));
  const now = session.get();
  if (!people || now.status !== "signed_in" || people.length === now.me.people.length) return;
  session.set({ ...now, me: { ...now.me, people } });
}

export async function signOut(): Promise<void> {
  await api.signOut();
  session.set({ status: "signed_out", say: "You are signed out." });
}
