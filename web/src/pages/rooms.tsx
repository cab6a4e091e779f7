// All rooms as a page: what the left side is on a wide screen.

import { useEffect } from "react";
import { RoomLists } from "../components/sidebar";
import { Avatar } from "../components/badges";
import { DeclareButton } from "../components/declare";
import { PersonMenu } from "../components/person_menu";
import { Logo } from "../components/icons";
import { me } from "../state/session";

export function RoomsPage() {
  useEffect(() => { document.title = "Rooms · muster"; }, []);
  return (
    <div className="page rooms-page">
      <header className="page-head">
        <Logo size={30} /><h1>Rooms</h1>
        <span className="spacer" /><Avatar person={me().person} size="small" /><PersonMenu />
      </header>
      <DeclareButton />
      <RoomLists />
    </div>
  );
}
