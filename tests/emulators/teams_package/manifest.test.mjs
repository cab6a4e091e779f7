// The manifest of the app package against Microsoft's own schema of that version.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const Ajv = require("ajv-draft-04").default;
const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const manifest = json("package/manifest.json");
const schemas = path.join("node_modules", "@microsoft", "app-manifest", "build", "json-schemas", "teams");

function validator(version) {
  // The schemas carry words of their own (defaultSnippets); everything else is checked.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(json(path.join(schemas, `v${version}`, "MicrosoftTeams.schema.json")));
}

test("is valid in the version it names", () => {
  const valid = validator(manifest.manifestVersion);
  assert.ok(valid(manifest), JSON.stringify(valid.errors, null, 1));
});

test("the schema would have found what is wrong", () => {
  const valid = validator(manifest.manifestVersion);
  const wrong = [
    (m) => delete m.bots[0].botId,
    (m) => (m.id = "muster"),
    (m) => (m.bots[0].commandLists[0].commands[0].title = "x".repeat(33)),
    (m) => m.bots[0].commandLists[0].commands.push(m.bots[0].commandLists[0].commands[0]),
    (m) => (m.bots[0].scopes = ["groupchat"]),
    (m) => (m.authorization.permissions.resourceSpecific[0].type = "Owner"),
    (m) => (m.composeExtensions[0].commands[0].context = ["channel"]),
    (m) => (m.surprise = true),
  ];
  for (const spoil of wrong) {
    const copy = structuredClone(manifest);
    spoil(copy);
    assert.ok(!valid(copy), String(spoil));
  }
});

test("asks for what is used, in the places where people look", () => {
  assert.deepEqual(
    manifest.authorization.permissions.resourceSpecific.map((each) => each.name).sort(),
    [
      "Channel.Create.Group",
      "ChannelMessage.Read.Group",
      "ChannelSettings.ReadWrite.Group",
      "TeamMember.Read.Group",
      "TeamsTab.Create.Group",
      "TeamsTab.Read.Group",
    ],
  );
  assert.match(manifest.description.full, /Which messages it reads and why/);
  const [add, declare] = manifest.composeExtensions[0].commands;
  assert.deepEqual([add.id, add.context, add.fetchTask], ["add_to_timeline", ["message"], true]);
  assert.deepEqual([declare.id, declare.context, declare.fetchTask], ["declare_from_message", ["message", "compose"], true]);
  assert.deepEqual(manifest.bots[0].commandLists.map((list) => list.scopes), [["team", "groupChat"], ["personal"]]);
  for (const list of manifest.bots[0].commandLists) assert.ok(list.commands.length >= 5 && list.commands.length <= 10);
  assert.deepEqual(manifest.validDomains, ["muster.example.org"]);
});
