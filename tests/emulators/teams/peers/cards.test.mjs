// The fake's verdicts on cards against the published schema (through ajv) and against Microsoft's own parser.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Ajv from 'ajv';
import { connector } from './bot.mjs';
import { startFake } from './fake.mjs';

// Its module form names files without their ending, which node does not resolve.
const AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

const text = (value, more) => ({ type: 'TextBlock', text: value, ...more });
const card = (body, more) => ({ type: 'AdaptiveCard', version: '1.5', body, ...more });
const act = (...actions) => card([text('x')], { actions });

const good = {
  'a status card': card([
    text('INC-1', { size: 'Large', weight: 'bolder', wrap: true, style: 'heading' }),
    { type: 'FactSet', facts: [{ title: 'Lead', value: 'ann' }] },
    { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [text('a')] }, { width: 2, type: 'Column', items: [] }] },
    { type: 'Container', style: 'attention', bleed: true, items: [{ type: 'RichTextBlock', inlines: ['a', { type: 'TextRun', text: 'b', strikethrough: true }] }] },
    { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Runbook', url: 'https://example.com' }] },
  ], { fallbackText: 'INC-1', lang: 'en', actions: [{ type: 'Action.Execute', title: 'Ack', verb: 'ack', data: { v: 1 }, style: 'positive', mode: 'primary' }] }),
  'a table': card([{ type: 'Table', columns: [{ width: 1 }, { width: '60px' }], rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text('a')] }] }] }]),
  'every input': card([
    { type: 'Input.Text', id: 'a', label: 'A', isMultiline: true, maxLength: 5, style: 'email', isRequired: true, errorMessage: 'no' },
    { type: 'Input.Number', id: 'b', min: 1, max: 3, value: 2 },
    { type: 'Input.Date', id: 'c', value: '2026-02-01' },
    { type: 'Input.Time', id: 'd', value: '10:00' },
    { type: 'Input.Toggle', id: 'e', title: 'E', valueOn: 'yes' },
    { type: 'Input.ChoiceSet', id: 'f', style: 'expanded', choices: [{ title: 'F', value: 'f' }] },
  ], { actions: [{ type: 'Action.Submit', title: 'Go', data: {} }, { type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [text('y')] } }] }),
  'hiding': card([text('x', { id: 'x', isVisible: false })], { actions: [{ type: 'Action.ToggleVisibility', title: 'T', targetElements: ['x', { elementId: 'x', isVisible: true }] }] }),
  'refresh': card([text('x')], { refresh: { action: { type: 'Action.Execute', verb: 'r' }, userIds: ['29:1ann'] } }),
};
const badBySchema = {
  'an unknown element': card([{ type: 'Chart' }]),
  'no text': card([{ type: 'TextBlock' }]),
  'an unknown member': card([text('x', { colour: 'good' })]),
  'a wrong value': card([text('x', { color: 'red' })]),
  'a wrong kind': card([text('x', { wrap: 'true' })]),
  'a number as text': card([{ type: 'FactSet', facts: [{ title: 'n', value: 5 }] }]),
  'an unknown action': act({ type: 'Action.Http', title: 'x' }),
  'an action in the body': card([{ type: 'Action.Submit', title: 'x' }]),
  'no url': act({ type: 'Action.OpenUrl', title: 'x' }),
  'an input without an id': card([{ type: 'Input.Text' }]),
  'a choice without a value': card([{ type: 'Input.ChoiceSet', id: 'x', choices: [{ title: 'x' }] }]),
  'a show card on tap': card([{ type: 'Container', items: [], selectAction: { type: 'Action.ShowCard', card: {} } }]),
  'items that are none': card([{ type: 'Container', items: {} }]),
  'a wrong column': card([{ type: 'ColumnSet', columns: [{ type: 'Container', items: [] }] }]),
  'a toggle without a title': card([{ type: 'Input.Toggle', id: 'x' }]),
};
const badForTeams = {
  'version 1.6': card([text('x')], { version: '1.6' }),
  'no version': card([text('x')], { version: undefined }),
  'no verb': act({ type: 'Action.Execute', title: 'x' }),
  'two inputs of one id': card([{ type: 'Input.Text', id: 'x' }, { type: 'Input.Date', id: 'x' }]),
  'too large': card([text('x'.repeat(29_000))]),
  'a mention of nobody': card([text('<at>zoe</at>')], { msteams: { entities: [{ type: 'mention', text: '<at>zoe</at>', mentioned: { id: '29:zoe', name: 'zoe' } }] } }),
  'a mention that is not there': card([text('bob')], { msteams: { entities: [{ type: 'mention', text: '<at>bob</at>', mentioned: { id: '29:1bob', name: 'bob' } }] } }),
  'a script link': act({ type: 'Action.OpenUrl', title: 'x', url: 'javascript:alert(1)' }),
  '61 refreshing users': card([text('x')], { refresh: { action: { type: 'Action.Execute', verb: 'r' }, userIds: Array(61).fill('29:1ann') } }),
};

let fake;
let client;
before(async () => {
  fake = await startFake();
  client = connector(fake);
});
after(() => fake.stop());

const verdict = async (content) => {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
  const error = await client.conversations.sendToConversation('19:incidents@thread.tacv2', { type: 'message', attachments }).then(() => undefined, (e) => e);
  if (!error) return 'fine';
  const { code, message } = JSON.parse(error.response.bodyAsText).error;
  assert.deepEqual([error.statusCode, code], [400, 'BadSyntax'], message);
  return message;
};

test('good cards pass, bad ones are refused and explained', async () => {
  for (const [name, content] of Object.entries(good)) assert.equal(await verdict(content), 'fine', name);
  const bad = { ...badBySchema, ...badForTeams };
  for (const [name, content] of Object.entries(bad)) assert.notEqual(await verdict(content), 'fine', name);
  const errors = await fake.entries('card_error');
  assert.equal(errors.length, Object.keys(bad).length);
  for (const entry of errors) assert.ok(entry.errors[0].problem);
});

test('mentions and width, which only Teams knows, pass', async () => {
  const entities = [{ type: 'mention', text: '<at>bob</at>', mentioned: { id: '29:1bob', name: 'bob' } }];
  assert.equal(await verdict(card([text('lead: <at>bob</at>')], { msteams: { width: 'Full', entities } })), 'fine');
});

test("Microsoft's renderer parses the good cards without a complaint", () => {
  for (const [name, content] of Object.entries(good)) {
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
    new AdaptiveCards.AdaptiveCard().parse(content, context);
    const events = [];
    for (let i = 0; i < context.eventCount; ++i) events.push(context.getEventAt(i).message);
    assert.deepEqual(events, [], name);
  }
});

const schema = join(process.env.MUSTER_SPECS ?? '', 'adaptive-card-1.5.json');
const skip = !existsSync(schema) && 'no adaptive-card-1.5.json in $MUSTER_SPECS';

function published() {
  // ajv knows newer drafts only; for what is used here they are the same. Formats are of no interest.
  const { id, $schema, ...rest } = JSON.parse(readFileSync(schema, 'utf8'));
  assert.ok(id && $schema);
  return new Ajv({ strict: false, validateFormats: false }).compile(rest);
}

test('the published schema has the same opinion of each card', { skip }, () => {
  const validate = published();
  for (const [name, content] of Object.entries(good)) assert.ok(validate(content), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
  for (const [name, content] of Object.entries(badBySchema)) assert.ok(!validate(content), name);
});

// Every card that differs from `value` by one thing: a member less, one of another kind, one nobody knows.
function* mutants(value, rebuild = (changed) => changed) {
  if (Array.isArray(value)) {
    for (const [i, child] of value.entries()) yield* mutants(child, (changed) => rebuild(value.with(i, changed)));
  } else if (typeof value === 'object' && value) {
    yield rebuild({ ...value, unknown: 1 });
    for (const [key, child] of Object.entries(value)) {
      const { [key]: gone, ...others } = value;
      yield rebuild(others);
      for (const other of [5, 'nonsense', true, {}, []]) yield rebuild({ ...value, [key]: other });
      yield* mutants(child, (changed) => rebuild({ ...value, [key]: changed }));
    }
  }
}

test('what the published schema refuses, the fake refuses, in every mutation of the good cards', { skip }, async () => {
  const validate = published();
  let refused = 0;
  for (const content of Object.values(good)) {
    for (const mutant of mutants(content)) {
      if (validate(mutant)) continue;
      ++refused;
      assert.notEqual(await verdict(mutant), 'fine', JSON.stringify(mutant));
    }
  }
  assert.ok(refused > 500, `${refused} mutants`);
});
