// The unmodified ConnectorClient against fake_teams.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CardFactory, MessageFactory } from 'botbuilder';
import { connector, startBot } from './bot.mjs';
import { startFake } from './fake.mjs';

const channel = '19:incidents@thread.tacv2';
let fake;
let bot;
let client;
before(async () => {
  fake = await startFake();
  bot = await startBot(fake);
  client = connector(fake);
});
after(async () => {
  bot.stop();
  await fake.stop();
});

const fails = (status, code) => (error) => {
  assert.equal(error.statusCode, status, error.message);
  if (code) assert.equal(JSON.parse(error.response.bodyAsText).error.code, code);
  return true;
};
const card = (text, more = {}) => CardFactory.adaptiveCard({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }], ...more });
const tenant = () => ({ tenantId: fake.tenant, channelData: { tenant: { id: fake.tenant } } });
const newThread = (activity, id = channel) => client.conversations.createConversation({
  isGroup: true, bot: { id: `28:${fake.app_id}` }, tenantId: fake.tenant, channelData: { tenant: { id: fake.tenant }, channel: { id } }, activity,
});

test('posts, replies, updates, deletes', async () => {
  const post = await client.conversations.sendToConversation(channel, MessageFactory.text('hello'));
  const thread = `${channel};messageid=${post.id}`;
  const reply = await client.conversations.sendToConversation(thread, MessageFactory.text('in the thread'));
  const answer = await client.conversations.replyToActivity(thread, reply.id, MessageFactory.text('again'));
  await client.conversations.updateActivity(thread, reply.id, { type: 'message', text: 'changed' });
  const { messages } = await fake.get(`messages?channel=incidents&thread=${post.id}`);
  assert.deepEqual(messages.map((message) => [message.text, message.thread, message.edited]),
    [['hello', undefined, false], ['changed', post.id, true], ['again', post.id, false]]);
  await client.conversations.deleteActivity(thread, answer.id);
  await fake.wait('no_message', { channel: 'incidents', text: 'again' });
  await assert.rejects(client.conversations.updateActivity(thread, answer.id, { type: 'message', text: 'x' }), fails(404, 'ActivityNotFoundInConversation'));
  await assert.rejects(client.conversations.deleteActivity(channel, '1'), fails(404, 'ActivityNotFoundInConversation'));
});

test('a chat is the same each time; a thread is new each time', async () => {
  const [ann] = (await fake.get('state')).users;
  const open = (id) => client.conversations.createConversation({ isGroup: false, bot: { id: `28:${fake.app_id}` }, members: [{ id }], ...tenant() });
  const first = await open(ann.id);
  assert.match(first.id, /^a:1/);
  assert.equal((await open(ann.aadObjectId)).id, first.id);
  await client.conversations.sendToConversation(first.id, { ...MessageFactory.attachment(card('page')), summary: 'SEV1 db down' });
  const { toast } = await fake.wait('toast', { user: 'ann' });
  assert.equal(toast.text, 'SEV1 db down');
  const a = await newThread(MessageFactory.text('one'));
  const b = await newThread(MessageFactory.text('one'));
  assert.equal(a.id, `${channel};messageid=${a.activityId}`);
  assert.notEqual(a.id, b.id);
});

test('what a conversation needs', async () => {
  const create = (body) => client.conversations.createConversation(body);
  await assert.rejects(create({ isGroup: true, members: [{ id: '29:1ann' }], ...tenant() }), fails(400, 'BadSyntax'));
  await assert.rejects(create({ members: [{ id: '29:1ann' }, { id: '29:1bob' }], ...tenant() }), fails(400, 'BadSyntax'));
  await assert.rejects(create({ members: [{ id: '29:1ann' }] }), fails(400, 'BadSyntax'));
  await assert.rejects(create({ members: [{ id: 'ann@example.com' }], ...tenant() }), fails(400, 'BadSyntax'));
  await assert.rejects(create({ members: [{ id: '29:other' }], ...tenant() }), fails(403, 'BadArgument'));
  await assert.rejects(create({ members: [{ id: '29:1dan' }], ...tenant() }), fails(403, 'BotNotInConversationRoster'));
  await assert.rejects(create({ members: [{ id: '29:1ann' }], tenantId: 'other' }), fails(403, 'BotNotInConversationRoster'));
  await assert.rejects(newThread(undefined), fails(400, 'BadSyntax'));
  await fake.post('install', { user: 'dan', personal: true });
  assert.ok((await create({ members: [{ id: '29:1dan' }], ...tenant() })).id);
});

test('places the bot cannot reach', async () => {
  const hello = MessageFactory.text('x');
  const at = (id) => client.conversations.sendToConversation(id, hello);
  await assert.rejects(at('19:none@thread.tacv2'), fails(404, 'ConversationNotFound'));
  await assert.rejects(at(`${channel};messageid=1`), fails(404, 'ConversationNotFound'));
  await assert.rejects(at('29:1ann'), fails(400, 'BadSyntax'));
  const { channel: secret } = await fake.post('channels', { name: 'secret', membership: 'private' });
  await assert.rejects(at(secret.id), fails(403, 'BotNotInConversationRoster'));
  await fake.post('uninstall');
  await assert.rejects(at(channel), fails(403, 'BotNotInConversationRoster'));
  await fake.post('install');
  await at(channel);
});

test('members, by page and by each of their ids; the team', async () => {
  for (let i = 0; i < 60; ++i) await fake.post('users', { name: `extra${String(i).padStart(2, '0')}` });
  const first = await client.conversations.getConversationPagedMembers(channel, { pageSize: 10 });
  assert.equal(first.members.length, 50, 'less than 50 means 50');
  const second = await client.conversations.getConversationPagedMembers(channel, { continuationToken: first.continuationToken });
  assert.equal(second.members.length, 13);
  assert.equal(second.continuationToken, undefined);
  const { conversations } = client;
  const ann = (await fake.get('state')).users.find((user) => user.name === 'ann');
  for (const id of [ann.id, ann.aadObjectId, 'ann@example.com']) {
    assert.equal((await conversations.getConversationMember(channel, id)).email, 'ann@example.com');
  }
  await assert.rejects(conversations.getConversationMember(channel, '29:1dan'), fails(404, 'MemberNotFoundInConversation'));
});

test('what is refused in an activity', async () => {
  const send = (activity) => client.conversations.sendToConversation(channel, activity);
  await assert.rejects(send({ type: 'message' }), fails(400, 'BadSyntax'));
  await assert.rejects(send({ type: 'nonsense', text: 'x' }), fails(400, 'BadSyntax'));
  await assert.rejects(send({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: [[{ type: 7 }]] }] }), fails(400, 'BadSyntax'));
  await assert.rejects(send({ type: 'message', text: 'x'.repeat(60_000) }), fails(413, 'MessageSizeTooBig'));
  const mention = (text, id) => ({ type: 'message', text: 'page <at>bob</at>', entities: [{ type: 'mention', text, mentioned: { id, name: 'bob' } }] });
  await assert.rejects(send(mention('<at>Bob</at>', '29:1bob')), fails(400, 'BadSyntax'));
  await assert.rejects(send(mention('<at>bob</at>', '29:nobody')), fails(400, 'BadSyntax'));
  const { id } = await send(mention('<at>bob</at>', 'bob@example.com'));
  const { toast } = await fake.wait('toast', { user: 'bob', text: 'page bob' });
  assert.deepEqual([toast.id, toast.cause], [id, 'mention']);
});

test('text and card in one activity are two messages, and the id is lost', async () => {
  const answer = await client.conversations.sendToConversation(channel, { ...MessageFactory.attachment(card('the card')), text: 'the text' });
  assert.equal(answer.id, undefined);
  const { messages } = await fake.wait('message', { channel: 'incidents', text: 'the ', count: 2 });
  assert.deepEqual(messages.map((message) => message.text), ['the text', 'the card']);
  const [call] = (await fake.entries('call', 'send')).slice(-1);
  assert.equal(call.split, true);
});

test('the ledger names what a message made live', async () => {
  const entities = [{ type: 'mention', text: '<at>bob</at>', mentioned: { id: '29:1bob', name: 'bob' } }];
  const live = async (activity) => {
    await client.conversations.sendToConversation(channel, { type: 'message', ...activity });
    const { mentions, links, html } = (await fake.entries('call', 'send')).at(-1);
    return { mentions, links, html };
  };
  const text = '<at>bob</at> <at>cat</at> [a](https://example.com/a) \\[b](https://example.com/b) HTTPS://example.com/c <b>d</b> 1 < 2';
  assert.deepEqual(await live({ text, entities }), {
    mentions: ['29:1bob'], links: ['https://example.com/a', 'https://example.com/b', 'HTTPS://example.com/c'], html: ['<at>', '</at>', '<b>', '</b>'],
  });
  assert.deepEqual(await live({ text: '<b>x</b> [a](b)', textFormat: 'plain' }), { mentions: [], links: [], html: [] });
  const attachments = [card('[a](https://example.com/a) \\[b](https://example.com/b) https://example.com/c')];
  assert.deepEqual(await live({ attachments }), { mentions: [], links: ['https://example.com/a'], html: [] });
  await live({ text: '[' + '<'.repeat(10_000) + 'https://' + 'x'.repeat(20_000) });
});

test('typing has no id', async () => {
  await client.conversations.sendToConversation(channel, { type: 'typing' });
  const { call } = await fake.wait('call', { method: 'typing' });
  assert.equal(call.http_status, 202);
});

test('faults', async () => {
  const send = (text) => client.conversations.sendToConversation(channel, MessageFactory.text(text));
  await fake.post('fail', { method: 'send', status: 429, retry_after: 3, channel: 'incidents' });
  await assert.rejects(send('limited'), (error) => {
    assert.equal(error.response.headers.get('retry-after'), '3');
    return fails(429, 'Throttled')(error);
  });
  await fake.post('fail', { method: 'send', mode: 'accept_then_drop' });
  await assert.rejects(send('accepted, then cut'));
  await fake.wait('message', { channel: 'incidents', text: 'accepted, then cut' });
  await fake.post('fail', { method: 'send', mode: 'accept_then_error', status: 502 });
  await assert.rejects(send('accepted, then 502'), fails(502, 'BadGateway'));
  await fake.wait('message', { channel: 'incidents', text: 'accepted, then 502' });
  await fake.post('fail', { method: 'send', mode: 'drop' });
  await assert.rejects(send('dropped'));
  await fake.post('fail', { method: 'create_conversation,send', error: 'MessageWritesBlocked', count: 2 });
  await assert.rejects(send('blocked'), fails(403, 'MessageWritesBlocked'));
  await assert.rejects(newThread(MessageFactory.text('blocked')), fails(403, 'MessageWritesBlocked'));
  await fake.wait('no_message', { channel: 'incidents', text: 'blocked' });
  await fake.wait('no_message', { channel: 'incidents', text: 'dropped' });
  assert.deepEqual((await fake.get('fail')).faults, []);
  await fake.post('fail', { method: 'send', user: 'bob', personal: true, error: 'ConversationBlockedByUser' });
  const chat = async (id) => (await client.conversations.createConversation({ members: [{ id }], ...tenant() })).id;
  await client.conversations.sendToConversation(await chat('29:1ann'), MessageFactory.text('to ann'));
  await assert.rejects(client.conversations.sendToConversation(await chat('29:1bob'), MessageFactory.text('to bob')), fails(403, 'ConversationBlockedByUser'));
  await fake.wait('call', { user: 'bob', personal: true, method: 'send', error: 'ConversationBlockedByUser' });
});

test('rate limits are those of the documentation', async () => {
  await fake.post('config', { rate_limits: 'real' });
  await fake.post('clock', { frozen: true, advance_ms: 3_600_000 });
  client = connector(fake);
  const send = () => client.conversations.sendToConversation(channel, MessageFactory.text('x'));
  for (let i = 0; i < 7; ++i) await send();
  await assert.rejects(send(), (error) => {
    assert.equal(error.response.headers.get('retry-after'), '1');
    return fails(429, 'Throttled')(error);
  });
  await fake.post('clock', { advance_ms: 1001 });
  await send();
  await assert.rejects(send(), fails(429));
  await fake.post('config', { rate_limits: 'off' });
  await fake.post('clock', { frozen: false });
});
