import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { pino } from 'pino';
import { readSettings } from '../../src/relay/config/settings.js';
import { createRelay, type Relay } from '../../src/relay/server.js';
import { openUpstreamServer } from '../rigs/upstream-server.js';
import { CANARY_KEY, connect, mintSession, withLife } from '../rigs/relay-rig.js';

/** A site's own server, with a page and a socket of its own. */
type Site = (relay: Relay) => Server;

const sites: Record<string, Site> = {
  'node:http': (relay) =>
    createServer((request, response) => relay.middleware(request, response, () => response.end('the site'))),
  express: (relay) =>
    createServer(
      express()
        .use(relay.middleware)
        .get('/', (_request, response) => void response.send('the site')),
    ),
  hono: (relay) => {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app
      .all('/voice-agent/*', (context) => relay.fetch(context.req.raw, context.env))
      .get('/', (context) => context.text('the site'));
    const listener = getRequestListener(app.fetch);
    return createServer((request, response) => void listener(request, response));
  },
};

for (const [name, createSite] of Object.entries(sites)) {
  test(
    `the relay lives under a path of a server made with ${name}`,
    withLife(async (signal) => {
      const upstream = await openUpstreamServer({}, signal);
      const settings = readSettings({ OPENAI_API_KEY: CANARY_KEY, OPENAI_BASE_URL: upstream.baseUrl });
      const relay = await createRelay({ settings, prefix: '/voice-agent', log: pino({ level: 'silent' }) }, signal);
      const server = createSite(relay);
      relay.attach(server);
      let ownUpgrades = 0;
      server.on('upgrade', (request, socket) => {
        if (request.url !== '/live') return;
        ownUpgrades += 1;
        socket.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      signal.addEventListener('abort', () => (server.close(), server.closeAllConnections()), { once: true });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

      assert.equal(await (await fetch(url)).text(), 'the site');
      const session = await mintSession(`${url}/voice-agent`);
      assert.ok(session.wsUrl.includes('/voice-agent/openai/realtime/'), session.wsUrl);
      const client = await connect(session.wsUrl, signal);
      assert.match(await client.frames.next(), /session\.created/);
      await assert.rejects(connect(`${url.replace('http', 'ws')}/live`, signal));
      assert.equal(ownUpgrades, 1);
    }),
  );
}
