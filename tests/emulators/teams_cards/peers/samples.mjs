// Runs teams_card_samples.
import { execFileSync } from "node:child_process";

const program = process.env.TEAMS_CARD_SAMPLES;
const run = (args, input) =>
  execFileSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 26 })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

export const samples = run([], "");
// Words by chance, and how muster writes them.
export const words = run(["words"], "");
// What muster reads from each submitted form.
export const read = (forms) => run(["read"], forms.map((form) => JSON.stringify(form)).join("\n") + "\n");
