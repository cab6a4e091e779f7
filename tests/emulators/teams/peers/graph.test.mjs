// Graph as its documentation has it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CardFactory, MessageFactory } from 'botbuilder';
import { connector, startBot } from './bot.mjs';
import { ask, startFake, token } from './fake.mjs';

let fake;
let bot;
let bearer;
const incidents = '19:incidents@thread.tacv2';
before(async () => {
  fake = await startFake();
  bot = await startBot(fake);
  bearer = await token(fake, 'https://graph.microsoft.com');
});
after(async () => {
  bot.stop();
  await fake.stop();
});

const graph = (verb, path, body) => ask(`${fake.graph_url}${path}`, bearer, verb, body);
const team = (path = '') => `/teams/${fake.team}${path}`;
const create = (displayName, more = {}) => graph('POST', team('/channels'), { displayName, membershipType: 'standard', ...more });
const refused = async (answer, status, pattern) => {
  const { status: got, body } = await answer;
  assert.equal(got, status, JSON.stringify(body));
  assert.ok(body.error.code && body.error.innerError['request-id']);
  if (pattern) assert.match(body.error.message, pattern);
};

test('channels: made, announced to the bot, renamed, deleted; a name stays taken', async () => {
  const made = await create('inc-42-db-down', { description: 'SEV1' });
  assert.equal(made.status, 201);
  assert.match(made.body.id, /^19:.*@thread\.tacv2$/);
  await fake.wait('activity', { type: 'conversationUpdate', text: 'channelCreated' });
  assert.ok(await connector(fake).conversations.sendToConversation(made.body.id, MessageFactory.text('hello')));
  const one = `/channels/${encodeURIComponent(made.body.id)}`;
  assert.equal((await graph('PATCH', team(one), { description: 'SEV2', displayName: 'inc-42-db' })).status, 204);
  assert.deepEqual([(await graph('GET', team(one))).body.displayName, (await graph('GET', team(one))).body.description], ['inc-42-db', 'SEV2']);
  await refused(create('INC-42-db'), 400, /already existed/);
  assert.equal((await graph('DELETE', team(one))).status, 204);
  await refused(graph('GET', team(one)), 404);
  await refused(create('inc-42-db'), 400, /already existed/);
  await assert.rejects(connector(fake).conversations.sendToConversation(made.body.id, MessageFactory.text('x')), (error) => error.statusCode === 404);
  const filtered = await graph('GET', team(`/channels?$filter=${encodeURIComponent("displayName eq 'incidents'")}`));
  assert.deepEqual(filtered.body.value.map((channel) => channel.id), [incidents]);
  await fake.post('clock', { advance_ms: 31 * 24 * 3_600_000 });
  bearer = await token(fake, 'https://graph.microsoft.com');
  assert.equal((await create('inc-42-db')).status, 201, 'after 30 days the name is free');
});

test('channel names', async () => {
  for (const name of ['', 'x'.repeat(51), 'a#b', 'a/b', "it's", 'a,b', '_a', '.a', 'a.', 'a..b', 'CON', 'com7', 'forms', 'desktop.ini', 'tab\t', 'c1\u0085']) {
    await refused(create(name), 400);
  }
  for (const name of ['ü'.repeat(50), 'inc-7 (db) – déjà vu']) assert.equal((await create(name)).status, 201, name);
  await refused(create('secret', { membershipType: 'private' }), 400, /owner/);
});

test('a team holds a thousand channels, deleted ones counted', async () => {
  const own = await startFake();
  const bearerOfOwn = await token(own, 'https://graph.microsoft.com');
  for (let i = 0; i < 998; ++i) await own.post('channels', { name: `c${i}`, deleted: i % 2 === 0 });
  await refused(ask(`${own.graph_url}/teams/${own.team}/channels`, bearerOfOwn, 'POST', { displayName: 'one more' }), 400, /limit/);
  await own.stop();
});

test('a new channel may take a while to be there for the connector', async () => {
  await fake.post('config', { provisioning_ms: 5000 });
  await fake.post('clock', { frozen: true });
  const { body } = await create('slow');
  const post = () => connector(fake).conversations.sendToConversation(body.id, MessageFactory.text('x'));
  await assert.rejects(post(), (error) => error.statusCode === 404);
  await fake.post('clock', { advance_ms: 5000, frozen: false });
  assert.ok(await post());
  await fake.post('config', { provisioning_ms: 0 });
});

test('messages, replies, cards and mentions are read back', async () => {
  const client = connector(fake).conversations;
  const entities = [{ type: 'mention', text: '<at>bob</at>', mentioned: { id: '29:1bob', name: 'bob' } }];
  const { id } = await client.sendToConversation(incidents, { type: 'message', text: 'page <at>bob</at> 1 < 2', entities });
  const cards = CardFactory.adaptiveCard({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'in a card' }] });
  const reply = await client.sendToConversation(`${incidents};messageid=${id}`, MessageFactory.attachment(cards));
  const path = team(`/channels/${encodeURIComponent(incidents)}/messages`);
  const { body: message } = await graph('GET', `${path}/${id}`);
  assert.equal(message.body.content, 'page <at id="0">bob</at> 1 &lt; 2');
  assert.equal(message.from.application.id, fake.app_id);
  assert.equal(message.mentions[0].mentioned.user.displayName, 'bob');
  const { body: replies } = await graph('GET', `${path}/${id}/replies`);
  assert.equal(replies.value[0].id, reply.id);
  assert.equal(replies.value[0].replyToId, id);
  assert.match(replies.value[0].body.content, /<attachment id=/);
  assert.equal(JSON.parse(replies.value[0].attachments[0].content).body[0].text, 'in a card');
  const theirs = await fake.post('message', { user: 'ann', channel: 'incidents', text: 'from <ann>' });
  const first = await graph('GET', `${path}?$top=1`);
  assert.deepEqual(first.body.value.map((each) => [each.id, each.body.content, each.from.user.displayName]), [[theirs.id, 'from &lt;ann&gt;', 'ann']]);
  const next = await ask(first.body['@odata.nextLink'], bearer);
  assert.equal(next.body.value[0].id, id);
  await refused(graph('GET', `${path}/1`), 404);
});

test('members, people, tabs, meetings, notifications', async () => {
  const { body } = await graph('GET', team('/members'));
  assert.deepEqual(body.value.map((member) => member.email), ['ann@example.com', 'bob@example.com', 'cat@example.com']);
  const { body: ann } = await graph('GET', '/users/ann%40example.com');
  assert.equal((await graph('GET', `/users/${ann.id}`)).body.mail, 'ann@example.com');
  await refused(graph('GET', '/users/zoe%40example.com'), 404);
  const tabs = team(`/channels/${encodeURIComponent(incidents)}/tabs`);
  const tab = { displayName: 'Timeline', 'teamsApp@odata.bind': 'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/com.microsoft.teamspace.tab.web',
    configuration: { contentUrl: 'https://example.com/t', websiteUrl: 'https://example.com/t' } };
  assert.equal((await graph('POST', tabs, tab)).status, 201);
  await refused(graph('POST', tabs, { ...tab, configuration: {} }), 400);
  assert.equal((await graph('GET', tabs)).body.value[0].displayName, 'Timeline');
  await fake.wait('tab', { channel: 'incidents', text: 'https://example.com/t' });
  const times = { startDateTime: '2026-11-23T15:00:00Z', endDateTime: '2026-11-23T17:00:00Z', subject: 'INC-42' };
  const meeting = await graph('POST', `/users/${ann.id}/onlineMeetings`, times);
  assert.match(meeting.body.joinWebUrl, /^https:/);
  await fake.post('config', { meeting_policy: false });
  await refused(graph('POST', `/users/${ann.id}/onlineMeetings`, times), 403, /policy/);
  const notification = { topic: { source: 'text', value: 'INC-42', webUrl: 'https://teams.microsoft.com/l/x' }, activityType: 'incidentPage',
    previewText: { content: 'SEV1 db down' }, recipient: { '@odata.type': 'microsoft.graph.aadUserNotificationRecipient', userId: ann.id } };
  assert.equal((await graph('POST', team('/sendActivityNotification'), notification)).status, 204);
  await fake.wait('toast', { user: 'ann', cause: 'notification', text: 'SEV1' });
  await refused(graph('POST', team('/sendActivityNotification'), { ...notification, previewText: undefined }), 400);
});

test('a missing permission, a missing token, a limit', async () => {
  const { config } = await fake.get('state');
  await fake.post('config', { graph_grants: ['Channel.Create.Group'] });
  await refused(graph('GET', team('/members')), 403, /TeamMember\.Read\.Group/);
  assert.equal((await create('allowed')).status, 201);
  await fake.post('config', { graph_grants: config.graph_grants, rate_limits: 'real' });
  await refused(ask(`${fake.graph_url}${team('/members')}`, undefined), 401);
  await refused(graph('GET', '/teams/00000000-0000-4000-8000-000000000000/members'), 404);
  await fake.post('clock', { frozen: true });
  const answers = [];
  for (let i = 0; i < 5; ++i) answers.push(await graph('GET', team('/members')));
  assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200, 200, 429]);
  assert.equal(answers[4].headers.get('retry-after'), '1');
});
