// A bot on Microsoft's own packages: CloudAdapter checks what the fake sends, ConnectorClient sends through the fake.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { CloudAdapter, TeamsActivityHandler } from 'botbuilder';
import { AuthenticationConfiguration, BotFrameworkAuthenticationFactory, ConnectorClient, ServiceClientCredentialsFactory } from 'botframework-connector';
import { token } from './fake.mjs';

// The library's own credentials insist on https for the login; these ask the fake and are otherwise what it expects.
function credentials(fake) {
  return {
    appId: fake.app_id,
    async signRequest(request) {
      request.headers.set('authorization', `Bearer ${await token(fake, 'https://api.botframework.com')}`);
      return request;
    },
  };
}

class Credentials extends ServiceClientCredentialsFactory {
  constructor(fake) {
    super();
    this.fake = fake;
  }
  async isValidAppId(id) {
    return id === this.fake.app_id;
  }
  async isAuthenticationDisabled() {
    return false;
  }
  async createCredentials() {
    return credentials(this.fake);
  }
}

// Without the library's own retries, which would hide what the fake answers.
export function connector(fake) {
  const client = new ConnectorClient(credentials(fake), { baseUri: fake.service_url });
  client.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return client;
}

// The library keeps keys by address, for the whole process; each bot shall fetch them anew.
let started = 0;

function authentication(fake) {
  const login = 'https://login.botframework.com';
  return BotFrameworkAuthenticationFactory.create(
    '', true, `${login}/`, 'https://api.botframework.com', 'https://api.botframework.com', `${login}/`, `${fake.openid_url}?${++started}`,
    `${login}/v1/.well-known/openidconfiguration`, '', new Credentials(fake), new AuthenticationConfiguration());
}

// `on` maps "message", "task/fetch" … to a function of the turn context; what it returns answers an invoke.
export async function startBot(fake, on = {}) {
  const adapter = new CloudAdapter(authentication(fake));
  const bot = { on, turns: [], errors: [] };
  adapter.onTurnError = async (context, error) => bot.errors.push(error);
  class Handler extends TeamsActivityHandler {
    async run(context) {
      bot.turns.push(context.activity);
      const handle = bot.on[context.activity.name ?? context.activity.type];
      const answer = handle && await handle(context);
      if (context.activity.type !== 'invoke') return;
      const value = handle ? { status: 200, body: answer } : { status: 501 };
      await context.sendActivity({ type: 'invokeResponse', value });
    }
  }
  const handler = new Handler();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    request.body = JSON.parse(Buffer.concat(chunks));
    const shim = Object.assign(response, {
      status: (code) => Object.assign(shim, { statusCode: code }),
      header: (name, value) => shim.setHeader(name, value),
      send: (body) => { shim.write(typeof body === 'string' ? body : JSON.stringify(body)); return shim; },
    });
    await adapter.process(request, shim, (context) => handler.run(context)).catch((error) => {
      bot.errors.push(error);
      if (!shim.writableEnded) shim.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fake.post('config', { bot_endpoint: `http://127.0.0.1:${server.address().port}/api/messages` });
  bot.stop = () => { server.closeAllConnections(); server.close(); };
  return bot;
}
