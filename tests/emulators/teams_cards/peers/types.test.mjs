// Every card is one by the types of Microsoft's own card builder: no member misspelt, no value that it does not know.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { samples } from "./samples.mjs";

const ts = createRequire(import.meta.url)("typescript");
const NAME = `${import.meta.dirname}/cards-of-muster.ts`;

// What the compiler has to say about these cards.
function complaints(cards) {
  const text = `import type { IAdaptiveCard } from "@microsoft/teams.cards";\nexport const cards: IAdaptiveCard[] = ${JSON.stringify(cards, null, 1)};\n`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === NAME || fileExists(name);
  host.getSourceFile = (name, ...rest) => name === NAME ? ts.createSourceFile(name, text, options.target) : getSourceFile(name, ...rest);
  const program = ts.createProgram([NAME], options, host);
  return ts.getPreEmitDiagnostics(program).map((d) => {
    const at = d.file && d.start !== undefined ? d.file.text.slice(d.start, d.start + 120) : "";
    return `${ts.flattenDiagnosticMessageText(d.messageText, "\n")} at ${at}`;
  });
}

// Teams' documentation writes Full, the types write full.
const known = (card) => ({ ...card, msteams: { ...card.msteams, width: card.msteams.width?.replace("Full", "full") } });

test("the types of @microsoft/teams.cards accept each", () => {
  assert.deepEqual(complaints(samples.flatMap(({ calm, hostile }) => [known(calm), known(hostile)])).slice(0, 3), []);
});

test("and refuse what is no card", () => {
  const broken = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: "a", wrapp: true }] };
  assert.equal(complaints([broken]).length, 1);
  assert.equal(complaints([{ ...broken, body: [{ type: "TextBlock", text: "a", size: "Huge" }] }]).length, 1);
});
