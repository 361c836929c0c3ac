import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ERROR_HELP, type AgentErrorCode } from '../../src/spec/agent-error.js';
import { KEPT, type AgentPage } from '../rigs/e2e/agent-page.js';
import { openScriptedRelay, type Fault } from '../rigs/e2e/scripted-relay.js';
import { servePage } from '../rigs/e2e/page-server.js';
import { openTalkingBrowser, type TalkingBrowser, type TalkingBrowserOptions } from '../rigs/e2e/talking-browser.js';
import { withLife } from '../rigs/relay-rig.js';

const FAULTS: readonly { readonly relay: string; readonly fault: Fault; readonly code: AgentErrorCode }[] = [
  { relay: 'refuses the token (401)', fault: { at: 'ticket', answer: 'unauthorized' }, code: 'unauthorized' },
  { relay: 'refuses the site (403)', fault: { at: 'ticket', answer: 'origin-refused' }, code: 'origin-refused' },
  { relay: 'has had enough requests (429)', fault: { at: 'ticket', answer: 'rate-limited' }, code: 'rate-limited' },
  { relay: 'is about to restart (503)', fault: { at: 'ticket', answer: 'server-draining' }, code: 'server-draining' },
  { relay: 'is no relay at all', fault: { at: 'ticket', answer: 'a web page' }, code: 'relay-malformed' },
  { relay: 'never answers the request for a ticket', fault: { at: 'ticket', answer: 'nothing' }, code: 'relay-timeout' },
  {
    relay: 'cannot reach the voice service',
    fault: { at: 'socket', answer: 'upstream-unavailable' },
    code: 'upstream-unavailable',
  },
  { relay: 'never answers the handshake of the socket', fault: { at: 'socket', answer: 'nothing' }, code: 'relay-timeout' },
  { relay: 'opens a socket on which no session begins', fault: { at: 'session' }, code: 'upstream-timeout' },
];

/** What is no JSON text at all, and what is, but no event of the protocol. */
const UNREADABLE = ['{"type":', ''];
const MEANINGLESS = ['[]', '7', 'null', '{}', '{"type":"response.output_audio.delta"}', Buffer.from([0, 255, 0, 255])];

/** An origin at which nobody answers. */
async function closedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** `start()` fails with this code, the page hears of it once, with help, and nothing is held any more. */
async function failsToStart({ call, journal, untilReleased }: AgentPage, code: AgentErrorCode): Promise<void> {
  const from = journal.events.length;
  const outcome = await call('start');
  assert.ok('error' in outcome, 'start() must reject');
  assert.deepEqual(
    [outcome.error.name, outcome.error.code, outcome.error.help],
    ['AgentError', code, ERROR_HELP[code]],
    outcome.error.message,
  );
  const { detail } = await journal.until('agent-error', undefined, from);
  assert.deepEqual([detail.code, detail.recoverable, detail.help], [code, false, ERROR_HELP[code]]);
  assert.equal(journal.of('agent-error', from).length, 1);
  await journal.until('agent-state', ({ state }) => state === 'failed', from);
  await untilReleased(KEPT);
}

/** The person tries again, and this time all is well; then the element goes, and everything with it. */
async function startsAgain({ call, journal, remove, untilReleased }: AgentPage): Promise<void> {
  const from = journal.events.length;
  assert.deepEqual(await call('start'), { value: null });
  await journal.until('agent-state', ({ state }) => state === 'listening', from);
  await call('stop');
  await journal.until('agent-state', ({ state }) => state === 'ended', from);
  await untilReleased(KEPT);
  await remove();
  await untilReleased();
  assert.deepEqual(journal.faults, []);
}

describe('bad input', { concurrency: 4 }, () => {
  const life = new AbortController();
  let browser: TalkingBrowser;
  let pageUrl: string;
  before(async () => {
    [browser, pageUrl] = await Promise.all([openTalkingBrowser({}, life.signal), servePage(life.signal)]);
  });
  after(() => life.abort());

  for (const { relay: doing, fault, code } of FAULTS) {
    it(
      `a relay that ${doing} is told as ${code}`,
      withLife(async (signal) => {
        const relay = await openScriptedRelay(signal);
        relay.fault = fault;
        const page = await browser.visit(pageUrl);
        await page.mount({ provider: 'openai', 'relay-url': relay.url });
        await failsToStart(page, code);
        relay.fault = { at: 'nowhere' };
        await startsAgain(page);
        await page.close();
      }),
    );
  }

  it(
    'a relay that cannot be reached is told as relay-unreachable',
    withLife(async (signal) => {
      const page = await browser.visit(pageUrl);
      await page.mount({ provider: 'openai', 'relay-url': await closedOrigin() });
      await failsToStart(page, 'relay-unreachable');
      await page.set('relayUrl', (await openScriptedRelay(signal)).url);
      await startsAgain(page);
      await page.close();
    }),
  );

  it(
    'a provider that does not exist is told as provider-unknown',
    withLife(async (signal) => {
      const page = await browser.visit(pageUrl);
      await page.mount({ provider: 'nobody', 'relay-url': (await openScriptedRelay(signal)).url });
      await failsToStart(page, 'provider-unknown');
      await page.set('provider', 'openai');
      await startsAgain(page);
      await page.close();
    }),
  );

  it(
    'frames that cannot be read are told, and the conversation goes on',
    withLife(async (signal) => {
      const relay = await openScriptedRelay(signal);
      const page = await browser.visit(pageUrl);
      await page.mount({ provider: 'openai', 'relay-url': relay.url });
      assert.deepEqual(await page.call('start'), { value: null });
      const { socket, say } = await relay.conversations.next();
      for (const frame of UNREADABLE) socket.send(frame);
      for (const frame of MEANINGLESS) socket.send(frame);
      const { detail } = await page.journal.until('agent-error');
      assert.deepEqual([detail.code, detail.recoverable, detail.help], ['frame-malformed', true, ERROR_HELP['frame-malformed']]);
      say(addedMessage('Still here.'));
      await page.journal.until('agent-transcript', ({ text }) => text === 'Still here.');
      assert.equal(page.journal.of('agent-error').length, 1, 'told once');
      assert.equal(page.journal.logged('frame-malformed').length, UNREADABLE.length);
      assert.equal(page.journal.logged('frame-ignored').length, MEANINGLESS.length);
      await page.call('stop');
      await page.untilReleased(KEPT);
      await startsAgain(page);
      await page.close();
    }),
  );

  it(
    'a frame of 10 MB is told as frame-too-large',
    withLife(async (signal) => {
      const relay = await openScriptedRelay(signal);
      const page = await browser.visit(pageUrl);
      await page.mount({ provider: 'openai', 'relay-url': relay.url });
      assert.deepEqual(await page.call('start'), { value: null });
      const { socket } = await relay.conversations.next();
      socket.send(JSON.stringify(addedMessage('x'.repeat(10 * 1024 * 1024))));
      const { detail } = await page.journal.until('agent-error');
      assert.deepEqual([detail.code, detail.help], ['frame-too-large', ERROR_HELP['frame-too-large']]);
      await page.call('stop');
      await page.untilReleased(KEPT);
      await startsAgain(page);
      await page.close();
    }),
  );
});

describe('a microphone', () => {
  const NOBODYS_SOUND = { PULSE_SERVER: 'none', PIPEWIRE_REMOTE: 'none', ALSA_CONFIG_PATH: '/dev/null' };
  const CASES: readonly { readonly that: string; readonly options: TalkingBrowserOptions; readonly code: AgentErrorCode }[] = [
    {
      that: 'may not be used',
      options: { without: ['--use-fake-ui-for-media-stream'], flags: ['--deny-permission-prompts'] },
      code: 'microphone-denied',
    },
    {
      that: 'does not exist',
      options: {
        without: ['--use-fake-device-for-media-stream', '--use-file-for-fake-audio-capture'],
        environment: NOBODYS_SOUND,
      },
      code: 'microphone-missing',
    },
  ];
  for (const { that, options, code } of CASES) {
    it(
      `that ${that} is told as ${code}, and writing still works`,
      withLife(async (signal) => {
        const browser = await openTalkingBrowser(options, signal);
        const [pageUrl, relay] = await Promise.all([servePage(signal), openScriptedRelay(signal)]);
        const page = await browser.visit(pageUrl);
        await page.mount({ provider: 'openai', 'relay-url': relay.url });
        await failsToStart(page, code);
        await page.set('modality', 'text');
        await startsAgain(page);
      }),
    );
  }
});

function addedMessage(text: string): Record<string, unknown> {
  return {
    type: 'conversation.item.added',
    event_id: 'event_3',
    previous_item_id: null,
    item: { id: 'item_1', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] },
  };
}
