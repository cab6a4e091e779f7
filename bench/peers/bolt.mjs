// The same job on Bolt for JavaScript: take an envelope, keep it in SQLite (unless KEEP=nothing), answer, and post when
// the text asks for it. SLACK_API_URL, DATA_DIR and KEEP come from the environment.
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';
import { join } from 'node:path';

const keeps = process.env.KEEP !== 'nothing';
const db = new Database(keeps ? join(process.env.DATA_DIR, 'bolt.sqlite') : ':memory:');
if (keeps) {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL'); // its default is NORMAL, which may lose the last commits
}
db.exec(`CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, person TEXT NOT NULL,
         channel TEXT NOT NULL, text TEXT NOT NULL, payload TEXT NOT NULL)`);
const insert = db.prepare('INSERT OR IGNORE INTO inbox (key, person, channel, text, payload) VALUES (?, ?, ?, ?, ?)');
const keep = (key, person, channel, text, payload) => {
  if (keeps) insert.run(key, person, channel, text, JSON.stringify(payload));
};

const app = new bolt.App({
  token: 'xoxb-fake-bot',
  appToken: 'xapp-fake-app',
  socketMode: true,
  logLevel: bolt.LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.command('/inc', async ({ command, ack, client }) => {
  keep(command.trigger_id, command.user_id, command.channel_id, command.text, command);
  await ack({ response_type: 'ephemeral', text: 'On the timeline.' });
  if (command.text.startsWith('decide')) {
    await client.chat.postMessage({ channel: command.channel_id, text: `Decision: ${command.text.slice(7)}` });
  }
});
// Bolt acknowledges an event before its listeners run, so this one is kept after the acknowledgement.
app.event('app_mention', async ({ event, body }) => {
  keep(body.event_id, event.user, event.channel, event.text, body);
});
app.error(async (error) => {
  console.error(error);
  process.exit(1);
});
process.on('SIGTERM', () => process.exit(0));
await app.start();
