import { createRoot } from "react-dom/client";
import { App } from "./app";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import "./styles/chat.css";
import "./styles/overlay.css";
import "./styles/incident.css";
import "./styles/postmortem.css";
import "./styles/report.css";
import "./styles/oncall.css";

createRoot(document.getElementById("app")!).render(<App />);
