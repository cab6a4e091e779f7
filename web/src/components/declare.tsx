// Declaring an incident, from everywhere.

import { run } from "../state/answers";
import { parse } from "../router";
import { Icon } from "./icons";

export function declare(): void {
  const route = parse(location.pathname);
  void run("declare", route.page === "room" ? { room: route.room } : {});
}

export function DeclareButton({ label = "Declare incident" }: { label?: string }) {
  return (
    <button type="button" className="button primary declare" onClick={declare}>
      <Icon name="alert" size={17} /> {label}
    </button>
  );
}
