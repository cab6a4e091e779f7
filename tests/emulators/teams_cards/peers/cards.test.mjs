// Every card against the published schema where it is at hand, Microsoft's renderer and a CommonMark parser.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { html, show } from "./client.mjs";
import { samples, words } from "./samples.mjs";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");
const cards = samples.flatMap(({ name, kind, calm, hostile }) => [
  { name: `${name}, calm`, kind, card: calm },
  { name: `${name}, hostile`, kind, card: hostile },
]);

// Everything in the card that is an object, the card first.
function* objects(node) {
  if (node === null || typeof node !== "object") return;
  if (!Array.isArray(node)) yield node;
  for (const child of Object.values(node)) yield* objects(child);
}
// Without data, which is ours alone.
const withoutData = (card) => JSON.parse(JSON.stringify(card), (key, value) => (key === "data" ? undefined : value));
const actionsOf = (card) => [...objects(withoutData(card))].filter((o) => String(o.type).startsWith("Action."));

test("there are samples of every kind", () => {
  assert.ok(samples.length > 100);
  for (const kind of ["message", "dialog", "form"]) assert.ok(samples.some((s) => s.kind === kind), kind);
});

// The published schema (schemas/1.5.0/adaptive-card.json of the AdaptiveCards repository) where it is at hand.
const schemaFile = join(process.env.MUSTER_SPECS || "", "adaptive-card-1.5.json");
const skip = !existsSync(schemaFile) && "no adaptive-card-1.5.json in $MUSTER_SPECS";

test("the schema of Adaptive Cards 1.5 accepts each", { skip }, () => {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
  ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
  const { id, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8")); // of draft 4: $id today
  const validate = ajv.compile({ $id: id, ...schema });
  for (const { name, card } of cards) {
    // What Teams adds to Adaptive Cards 1.5: mentions and width, and people to choose from. The published schema forgot
    // the style "filtered", which the documentation has since 1.5 and the parser below knows.
    const plain = JSON.parse(JSON.stringify(card));
    delete plain.msteams;
    for (const object of objects(plain)) {
      delete object["choices.data"];
      if (object.type === "Input.ChoiceSet" && object.style === "filtered") object.style = "compact";
    }
    assert.ok(validate(plain), `${name}: ${JSON.stringify(validate.errors?.slice(-1))}`);
  }
  assert.ok(!validate({ type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock" }] }), "it refuses");
});

test("Microsoft's parser has nothing against them", () => {
  const known = [/"choices.data" is supported in version 1.6/, /Maximum number of actions exceeded/];
  for (const { name, card } of cards) {
    const complaints = show(card).complaints.filter((c) => !known.some((k) => k.test(c)));
    assert.deepEqual(complaints, [], name);
    // The parser counts those behind the dots, too.
    for (const set of [...objects(card)].filter((o) => o.type === "ActionSet"))
      assert.ok(set.actions.filter((a) => a.mode !== "secondary").length <= 6, name);
  }
  const broken = show({ type: "AdaptiveCard", version: "1.5", body: [{ type: "Input.Text" }, { type: "Nonsense" }] });
  assert.ok(broken.complaints.length > 0, "it complains");
});

test("actions are of the kinds their place knows", () => {
  for (const { name, kind, card } of cards) {
    for (const action of actionsOf(card)) {
      assert.ok(action.title, name);
      if (kind !== "message") assert.match(action.type, /^Action\.(Submit|OpenUrl)$/, name);
      if (action.type !== "Action.Execute") continue;
      assert.ok(action.verb, name);
      if (action.verb === "command") assert.equal(action.fallback.type, "Action.Submit", name);
    }
    if (card.refresh) assert.deepEqual(card.refresh.userIds, [], name);
  }
});

test("mentions stand in the text as they are declared, each once", () => {
  let mentions = 0;
  for (const { name, card } of cards) {
    const texts = [...objects(card.body)].flatMap((o) => [o.type === "TextBlock" ? o.text : "", ...(o.facts ?? []).flatMap((f) => [f.title, f.value])]);
    const entities = card.msteams.entities ?? [];
    assert.equal(new Set(entities.map((e) => e.text)).size, entities.length, name);
    for (const entity of entities) {
      mentions += 1;
      assert.equal(entity.type, "mention");
      assert.match(entity.text, /^<at>[^<>&]+<\/at>$/, name);
      assert.ok(entity.mentioned.id && entity.mentioned.name, name);
      assert.ok(texts.some((t) => t.includes(entity.text)), `${name}: ${entity.text}`);
    }
    // And whatever looks like one is one.
    for (const [at] of texts.join("\n").matchAll(/<at>.*?<\/at>/g))
      assert.ok(entities.some((e) => e.text === at), `${name}: ${at}`);
  }
  assert.ok(mentions > 50);
});

// What a reader sees of marks: their tags and where links lead, without paragraphs, which lines make.
function marks(element) {
  const seen = [];
  for (const node of element.querySelectorAll("strong,em,a,code,pre,ul,ol,li,h1,h2,h3,h4,h5,h6,blockquote,table,hr,img,s,del"))
    seen.push(node.tagName === "A" ? `A ${node.href}` : node.tagName);
  return [...new Set(seen)].sort();
}

test("hostile words make no marks that harmless words do not", () => {
  for (const { name, calm, hostile } of samples) {
    const wanted = marks(show(calm).element);
    // What was too long may have lost a mark; it must not have won one.
    for (const mark of marks(show(hostile).element)) {
      // A link to a channel holds the channel's name.
      if (/^A https:\/\/teams\.microsoft\.com\/l\/channel\//.test(mark)) continue;
      assert.ok(wanted.includes(mark), `${name}: ${mark}`);
      assert.ok(!mark.includes("evil"), name);
    }
  }
});

test("and are read as they were written", () => {
  const { hostile } = samples.find((s) => s.name === "everything");
  const read = show(hostile).element.textContent.replaceAll("\u2060", "");
  for (const words of [
    "<at>Ann Lee</at> [x](https://evil.example) **b** _i_ a*b*c ~~s~~ ˋcˋ {{DATE(2026-01-01T00:00:00Z)}} ${e} &lt;at&gt;",
    "<https://evil.example> ![i](https://evil.example) \\*\\\\ (a)- b",
    "# h", "- l", "1. l", "> q", "| - | - |", "***", "[r]: https://evil.example",
  ]) assert.ok(read.includes(words), words);
});

test("whatever the words, a CommonMark parser reads them as they were written", () => {
  const bare = (text) => text.replaceAll(/[\s\u2060]/g, "");
  const decoded = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
  assert.ok(words.length >= 5000);
  for (const { words: raw, markdown, bold } of words) {
    const shown = html(markdown);
    const tags = [...shown.matchAll(/<\/?(\w+)[^>]*>/g)].map((m) => m[1]);
    assert.deepEqual(tags.filter((t) => t !== "p" && !(bold && t === "strong")), [], markdown);
    const read = shown.replaceAll(/<[^>]*>/g, "").replaceAll(/&(lt|gt|quot|amp);/g, (e) => decoded[e]);
    assert.equal(bare(read), bare(raw.replaceAll("`", "\u02CB")), markdown);
    for (const alive of ["{{", "<at", "${"]) assert.ok(!markdown.includes(alive), markdown);
  }
});
