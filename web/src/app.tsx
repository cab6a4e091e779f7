// The frame: sign-in or the console; its keys; which page is shown.

import { useEffect, useState } from "react";
import { Banner } from "./components/banner";
import { BottomBar } from "./components/bottom_bar";
import { declare } from "./components/declare";
import { DialogHost } from "./components/dialog_form";
import { Help, openHelp } from "./components/help";
import { Logo } from "./components/icons";
import { Link } from "./components/link";
import { Paged } from "./components/paged";
import { PageNotes } from "./components/page_notes";
import { Palette } from "./components/palette";
import { Sidebar } from "./components/sidebar";
import { IncidentDetails } from "./pages/incident";
import { IncidentsPage } from "./pages/incidents";
import { OncallPage } from "./pages/oncall";
import { PostmortemPage } from "./pages/postmortem";
import { ReportPage } from "./pages/report";
import { panelShown, RoomPage } from "./pages/room";
import { RoomsPage } from "./pages/rooms";
import { cameWithToken, SignIn } from "./pages/sign_in";
import { kStartRoom, navigate, parse, roomPath, useRoute, type Route } from "./router";
import { incidents } from "./state/incidents";
import { loadSession, session } from "./state/session";
import { startSync } from "./state/sync";
import { useStore } from "./store";

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "home": return <RoomPage id={kStartRoom} thread="" />;
    case "rooms": return <RoomsPage />;
    case "room": return <RoomPage id={route.room} thread={route.thread} />;
    case "incidents": return <IncidentsPage />;
    case "incident": return <IncidentDetails number={route.number} />;
    case "postmortem": return <PostmortemPage number={route.number} />;
    case "oncall": return <OncallPage />;
    case "report": return <ReportPage query={route.query} />;
    case "unknown":
      return <div className="empty"><h2>Nothing is here</h2><p>The address is wrong.</p><Link to="/" className="button">Start</Link></div>;
  }
}

function nextOpenRoom(step: number): void {
  const open = (incidents.get().value ?? []).filter((i) => i.open && i.room);
  if (open.length === 0) return;
  const route = parse(location.pathname);
  const at = open.findIndex((i) => route.page === "room" && i.room === route.room);
  navigate(roomPath(open[(at + step + open.length) % open.length]!.room));
}

function useShortcuts(onPalette: () => void): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (document.querySelector("dialog[open]")) return;
      const take = (act: () => void) => {
        event.preventDefault();
        act();
      };
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return take(onPalette);
      if (event.altKey && event.key === "ArrowDown") return take(() => nextOpenRoom(1));
      if (event.altKey && event.key === "ArrowUp") return take(() => nextOpenRoom(-1));
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select")) return;
      switch (event.key) {
        case "?": return take(openHelp);
        case "d": return take(declare);
        case "i": return take(() => navigate("/incidents"));
        case "p": return take(() => panelShown.update((shown) => !shown));
        case "/": return take(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());
      }
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [onPalette]);
}

function Console() {
  const route = useRoute();
  const [palette, setPalette] = useState(false);
  useEffect(startSync, []);
  useShortcuts(() => setPalette(true));
  return (
    <div className={`frame on-${route.page}`}>
      <a className="skip" href="#main">Skip to the content</a>
      <Sidebar onPalette={() => setPalette(true)} />
      <div className="body">
        <Banner />
        <Paged />
        <main id="main" tabIndex={-1}><Page route={route} /></main>
      </div>
      <BottomBar onPalette={() => setPalette(true)} onHelp={openHelp} />
      <PageNotes page={JSON.stringify(route)} />
      <DialogHost />
      <Help />
      {palette && <Palette onClose={() => setPalette(false)} />}
    </div>
  );
}

export function App() {
  const now = useStore(session);
  useEffect(() => {
    if (cameWithToken) session.set({ status: "signed_out", say: "" });
    else void loadSession();
  }, []);
  switch (now.status) {
    case "loading": return <main className="sign-in"><Logo size={52} /></main>;
    case "signed_out": return <SignIn say={now.say} />;
    case "unreachable":
      return (
        <main className="sign-in"><div className="sign-in-box" role="alert"><Logo size={52} /><p>{now.say}</p>
          <button type="button" className="button primary" onClick={() => void loadSession()}>Try again</button></div></main>
      );
    case "signed_in": return <Console key={now.me.person.id} />;
  }
}
