// The method table of fake_slack against Slack's machine-readable definitions, and the ledger check.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { program } from './fake.mjs';

const folder = join(process.env.MUSTER_SPECS ?? '', 'slack-methods');
const skip = existsSync(folder) ? false : 'specs not present';
const read = (method) => JSON.parse(readFileSync(join(folder, `${method}.json`)));

test('every argument, error word, scope and JSON rule is in the definitions', { skip }, () => {
  const table = JSON.parse(execFileSync(program, ['--describe']));
  let compared = 0;
  for (const [method, ours] of Object.entries(table)) {
    if (!existsSync(join(folder, `${method}.json`))) continue;
    const spec = read(method);
    compared += 1;
    const known = Object.keys(spec.args?.properties ?? {});
    for (const name of [...ours.required, ...ours.optional]) assert.ok(known.includes(name), `${method}: argument ${name}`);
    for (const name of ours.required) assert.ok(spec.args.required.includes(name), `${method}: ${name} is not required`);
    for (const word of ours.errors) assert.ok(word in (spec.errors ?? {}), `${method}: error ${word}`);
    const scopes = [...(spec.scope?.bot ?? []), ...(spec.scope?.app ?? []), 'connections:write'];
    for (const scope of ours.scopes) assert.ok(scopes.includes(scope), `${method}: scope ${scope}`);
    assert.equal(ours.takes_json, spec.json_input_supported === true, `${method}: JSON input`);
  }
  assert.ok(compared > 30, `${compared} definitions compared`);
});

test('the ledger check finds arguments that a method does not know', { skip }, () => {
  const ledger = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'l.jsonl');
  const line = (args) => JSON.stringify({ kind: 'call', seq: 1, method: 'chat.postMessage', args, ok: true }) + '\n';
  const check = () => spawnSync(program, ['--check-ledger', ledger, '--specs', folder], { encoding: 'utf8' });
  writeFileSync(ledger, line({ channel: 'C1', text: 'x' }));
  assert.equal(check().status, 0);
  writeFileSync(ledger, line({ channel: 'C1', txt: 'x' }));
  const wrong = check();
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /chat\.postMessage: unknown argument txt/);
});
