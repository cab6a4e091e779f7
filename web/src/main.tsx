import { createRoot } from "react-dom/client";
import "./styles/base.css";

createRoot(document.getElementById("app")!).render(<p>muster</p>);
