// What people do reaches a bot on Microsoft's own SDK in the form that SDK expects.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CardFactory, MessageFactory, TurnContext } from 'botbuilder';
import { startBot } from './bot.mjs';
import { startFake } from './fake.mjs';

let fake;
let bot;
before(async () => {
  fake = await startFake();
  bot = await startBot(fake);
});
after(async () => {
  bot.stop();
  await fake.stop();
  assert.deepEqual(bot.errors.map(String), []);
});

const card = (more) => ({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Status' }], ...more });
const lastTurn = () => bot.turns.at(-1);

test('a channel message reaches the bot only when it is mentioned, or with the RSC permission', async () => {
  assert.deepEqual((await fake.post('message', { user: 'ann', channel: 'incidents', text: 'hello' })).activities, []);
  await fake.post('mention', { user: 'ann', channel: 'incidents', text: 'page @bob now', mentions: ['bob'], wait_ms: 5000 });
  const turn = lastTurn();
  assert.equal(turn.text, '<at>muster</at> page <at>bob</at> now\n');
  assert.deepEqual(turn.entities.slice(0, 2).map((entity) => entity.mentioned.id), [`28:${fake.app_id}`, '29:1bob']);
  assert.equal(turn.conversation.id, `19:incidents@thread.tacv2;messageid=${turn.id}`);
  assert.equal(TurnContext.removeRecipientMention({ ...turn }), 'page <at>bob</at> now');
  assert.equal(turn.channelData.tenant.id, fake.tenant);
  await fake.post('config', { rsc_messages: true });
  await fake.post('message', { user: 'ann', channel: 'incidents', text: 'hello', wait_ms: 5000 });
  assert.equal(lastTurn().text, 'hello');
  await fake.post('config', { rsc_messages: false });
});

test('the personal chat, a reply in a thread, an edit, a deletion, a reaction', async () => {
  bot.on.message = (context) => context.sendActivity('heard: ' + context.activity.text);
  const { id } = await fake.post('message', { user: 'ann', personal: true, text: 'help', wait_ms: 5000 });
  assert.equal(lastTurn().conversation.conversationType, 'personal');
  const { message } = await fake.wait('message', { user: 'ann', personal: true, from: 'muster', text: 'heard: help' });
  await fake.post('edit', { user: 'ann', personal: true, id, text: 'help me', wait_ms: 5000 });
  assert.deepEqual([lastTurn().type, lastTurn().text, lastTurn().channelData.eventType], ['messageUpdate', 'help me', 'editMessage']);
  await fake.post('reaction', { user: 'ann', personal: true, id: message.id, name: 'like', wait_ms: 5000 });
  assert.deepEqual([lastTurn().reactionsAdded, lastTurn().replyToId], [[{ type: 'like' }], message.id]);
  assert.deepEqual((await fake.post('reaction', { user: 'ann', personal: true, id, name: 'like' })).activities, []);
  await fake.post('delete', { user: 'ann', personal: true, id, wait_ms: 5000 });
  assert.equal(lastTurn().type, 'messageDelete');
  const root = await fake.post('mention', { user: 'bob', channel: 'incidents', text: 'one', wait_ms: 5000 });
  const reply = await fake.post('mention', { user: 'bob', channel: 'incidents', text: 'two', thread: root.id, wait_ms: 5000 });
  assert.equal(lastTurn().conversation.id, `19:incidents@thread.tacv2;messageid=${root.id}`);
  assert.notEqual(reply.id, root.id);
  const { message: answer } = await fake.wait('message', { channel: 'incidents', from: 'muster', text: 'two' });
  assert.equal(answer.thread, root.id, 'the bot answers in the thread');
  delete bot.on.message;
});

test('clicks: execute, submit, what the answer does', async () => {
  const actions = [
    { type: 'Action.Execute', title: 'Ack', verb: 'ack', data: { incident: 'INC-1' } },
    { type: 'Action.Submit', title: 'Note', data: { action: 'note' } },
    { type: 'Action.OpenUrl', title: 'Runbook', url: 'https://example.com/r' },
  ];
  const body = [{ type: 'TextBlock', text: 'INC-1' }, { type: 'Input.Text', id: 'note', label: 'Note', isRequired: true }, { type: 'Input.Toggle', id: 'ping', title: 'Ping' }];
  bot.on.message = (context) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card({ body, actions }))));
  await fake.post('mention', { user: 'ann', channel: 'incidents', text: 'card', wait_ms: 5000 });
  delete bot.on.message;
  const where = { user: 'ann', channel: 'incidents', text: 'INC-1' };
  await assert.rejects(fake.post('click', { ...where, button: 'Ack' }), (error) => {
    assert.deepEqual([error.status, error.answer.inputs], [422, ['note']]);
    return true;
  });
  await assert.rejects(fake.post('click', { ...where, button: 'ack' }), (error) => {
    assert.deepEqual(error.answer.buttons, ['Ack', 'Note', 'Runbook']);
    return true;
  });
  const click = { ...where, button: 'Ack', inputs: { note: 'on it' } };
  const answer = (type, value, statusCode = 200) => { bot.on['adaptiveCard/action'] = () => ({ statusCode, type, value }); };
  answer('application/vnd.microsoft.activity.message', 'Acknowledged');
  assert.deepEqual([(await fake.post('click', click)).result, (await fake.wait('toast', { user: 'ann', cause: 'invoke' })).toast.text], ['message', 'Acknowledged']);
  const { action, trigger } = lastTurn().value;
  assert.deepEqual([action.verb, action.data, trigger], ['ack', { incident: 'INC-1', note: 'on it', ping: 'false' }, 'manual']);
  answer('application/vnd.microsoft.card.adaptive', card({ body: [{ type: 'TextBlock', text: 'INC-1 acknowledged' }] }));
  assert.equal((await fake.post('click', click)).result, 'card');
  await fake.wait('card', { channel: 'incidents', text: 'acknowledged', view_of: 'ann' });
  await fake.wait('no_message', { channel: 'incidents', text: 'acknowledged' });
  answer('application/vnd.microsoft.error', { code: 'BadRequest', message: 'no' }, 400);
  assert.equal((await fake.post('click', { ...click, user: 'bob' })).result, 'error');
  for (const [type, value] of [['application/vnd.microsoft.activity.message', ''], ['application/vnd.microsoft.adaptive.card', card()], ['application/vnd.microsoft.card.adaptive', { type: 'AdaptiveCard', version: '1.6' }]]) {
    answer(type, value);
    assert.equal((await fake.post('click', { ...click, user: 'bob' })).result, 'invalid', type);
  }
  assert.equal((await fake.entries('invalid_answer')).length, 3);
  await fake.post('click', { ...where, user: 'bob', button: 'Note', inputs: { note: 'x', ping: true }, wait_ms: 5000 });
  assert.deepEqual([lastTurn().type, lastTurn().text, lastTurn().value], ['message', undefined, { action: 'note', note: 'x', ping: 'true' }]);
  assert.equal((await fake.post('click', { ...where, user: 'bob', button: 'Runbook' })).url, 'https://example.com/r');
});

test('inputs of a card that a button shows belong to its own buttons', async () => {
  const inner = { type: 'AdaptiveCard', body: [{ type: 'Input.Text', id: 'inner', value: 'b' }], actions: [{ type: 'Action.Submit', title: 'Inner', data: {} }] };
  const outer = card({ body: [{ type: 'TextBlock', text: 'two cards' }, { type: 'Input.Text', id: 'outer', value: 'a' }],
    actions: [{ type: 'Action.ShowCard', title: 'More', card: inner }, { type: 'Action.Submit', title: 'Outer', data: {} }] });
  bot.on.message = (context) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(outer)));
  await fake.post('message', { user: 'cat', personal: true, text: 'card', wait_ms: 5000 });
  delete bot.on.message;
  const values = async (button) => {
    await fake.post('click', { user: 'cat', personal: true, text: 'two cards', button, wait_ms: 5000 });
    return lastTurn().value;
  };
  assert.deepEqual(await values('Outer'), { outer: 'a' });
  assert.deepEqual(await values('Inner'), { outer: 'a', inner: 'b' });
});

const form = (more = []) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content: card({
  body: [
    { type: 'Input.Text', id: 'title', label: 'Title', isRequired: true, errorMessage: 'Say what', maxLength: 20 },
    { type: 'Input.ChoiceSet', id: 'severity', label: 'Severity', value: 'sev2', choices: ['sev1', 'sev2'].map((value) => ({ title: value.toUpperCase(), value })) },
    { type: 'Input.ChoiceSet', id: 'who', label: 'Who', isMultiSelect: true, choices: [], 'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } },
    ...more,
  ],
  actions: [{ type: 'Action.Submit', title: 'Declare', data: { form: 'declare' } }],
}) });
const dialog = (title, cardOf = form()) => ({ task: { type: 'continue', value: { title, height: 'medium', width: 400, card: cardOf } } });

test('a dialog: opened by a button, filled in, answered', async () => {
  const actions = [{ type: 'Action.Submit', title: 'Declare', data: { msteams: { type: 'task/fetch' }, form: 'declare' } }];
  bot.on.message = (context) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card({ actions }))));
  await fake.post('message', { user: 'ann', personal: true, text: 'declare', wait_ms: 5000 });
  delete bot.on.message;
  bot.on['task/fetch'] = () => dialog('Declare incident');
  const opened = await fake.post('click', { user: 'ann', personal: true, text: 'Status', button: 'Declare' });
  assert.deepEqual([opened.result, opened.dialog.title, lastTurn().value.data.form], ['dialog', 'Declare incident', 'declare']);
  const refused = async (values, inputs) => assert.rejects(fake.post('submit', { user: 'ann', values }), (error) => {
    assert.deepEqual([error.status, error.answer.inputs], [422, inputs]);
    return true;
  });
  await refused({}, ['title']);
  await refused({ title: 'x', severity: 'sev9' }, ['severity']);
  await refused({ title: 'x'.repeat(21) }, ['title']);
  await refused({ title: 'x', nothing: '1' }, ['nothing']);
  bot.on['task/submit'] = () => dialog('Declare incident', form([{ type: 'TextBlock', text: 'Which service?' }]));
  const values = { title: 'db down', severity: 'SEV1', who: ['bob', 'cat'] };
  const again = await fake.post('submit', { user: 'ann', values });
  assert.equal(again.result, 'continued');
  assert.match(again.dialog.text, /Which service\?/);
  const ids = (await fake.get('state')).users.filter((user) => ['bob', 'cat'].includes(user.name)).map((user) => user.aadObjectId);
  assert.deepEqual(lastTurn().value.data, { form: 'declare', title: 'db down', severity: 'sev1', who: ids.join(',') });
  bot.on['task/submit'] = () => undefined;
  assert.equal((await fake.post('submit', { user: 'ann', values })).result, 'closed');
  await fake.wait('no_dialog', { user: 'ann' });
  bot.on['task/fetch'] = () => ({ task: { type: 'message', value: 'not you' } });
  assert.equal((await fake.post('click', { user: 'ann', personal: true, text: 'Status', button: 'Declare' })).result, 'message');
  bot.on['task/fetch'] = () => dialog('x', { contentType: 'application/vnd.microsoft.card.adaptive', content: card({ actions: [{ type: 'Action.Execute', title: 'x', verb: 'x' }] }) });
  assert.equal((await fake.post('click', { user: 'ann', personal: true, text: 'Status', button: 'Declare' })).result, 'invalid');
});

test('the message extension: on a message and in the compose box', async () => {
  const { id } = await fake.post('message', { user: 'cat', channel: 'incidents', text: 'the queue is <stuck>' });
  bot.on['composeExtension/fetchTask'] = () => dialog('From a message');
  bot.on['composeExtension/submitAction'] = () => undefined;
  const opened = await fake.post('extension', { user: 'bob', command_id: 'declare', channel: 'incidents', id });
  assert.equal(opened.result, 'dialog');
  const { value } = lastTurn();
  assert.deepEqual([value.commandId, value.commandContext, value.messagePayload.id], ['declare', 'message', id]);
  assert.equal(value.messagePayload.body.content, '<div>the queue is &lt;stuck&gt;</div>');
  assert.equal((await fake.post('submit', { user: 'bob', values: { title: 'queue' } })).result, 'closed');
  assert.deepEqual([lastTurn().name, lastTurn().value.data.title], ['composeExtension/submitAction', 'queue']);
  await fake.post('extension', { user: 'bob', command_id: 'declare', personal: true });
  assert.equal(lastTurn().value.commandContext, 'compose');
  await fake.post('close', { user: 'bob' });
});

test('refresh, install, channels, members', async () => {
  const refresh = { action: { type: 'Action.Execute', verb: 'refresh', data: { v: 7 } }, userIds: ['29:1ann'] };
  bot.on.message = (context) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card({ refresh, body: [{ type: 'TextBlock', text: 'live' }] }))));
  await fake.post('mention', { user: 'ann', channel: 'incidents', text: 'card', wait_ms: 5000 });
  delete bot.on.message;
  bot.on['adaptiveCard/action'] = () => ({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card() });
  assert.equal((await fake.post('refresh', { user: 'ann', channel: 'incidents', text: 'live' })).result, 'card');
  assert.deepEqual([lastTurn().value.trigger, lastTurn().value.action.data], ['automatic', { v: 7 }]);
  await assert.rejects(fake.post('refresh', { user: 'bob', channel: 'incidents', text: 'live' }));
  await fake.post('install', { user: 'ann', wait_ms: 5000 });
  const added = bot.turns.find((turn) => turn.membersAdded);
  assert.deepEqual(added.membersAdded, [{ id: `28:${fake.app_id}` }]);
  assert.deepEqual([added.channelData.eventType, added.channelData.team.aadGroupId], ['teamMemberAdded', fake.team]);
  assert.deepEqual([lastTurn().type, lastTurn().action], ['installationUpdate', 'add']);
  const { channel } = await fake.post('channel_created', { name: 'inc-9', wait_ms: 5000 });
  assert.deepEqual(lastTurn().channelData.channel, { id: channel.id, name: 'inc-9' });
  await fake.post('channel_renamed', { channel: 'inc-9', name: 'inc-9-db', wait_ms: 5000 });
  assert.equal(lastTurn().channelData.eventType, 'channelRenamed');
  await fake.post('channel_deleted', { channel: 'inc-9-db', wait_ms: 5000 });
  assert.equal(lastTurn().channelData.eventType, 'channelDeleted');
  await fake.post('member_added', { user: 'dan', wait_ms: 5000 });
  assert.equal(lastTurn().membersAdded[0].id, '29:1dan');
});
