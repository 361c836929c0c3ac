import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KEPT, type AgentPage } from '../rigs/e2e/agent-page.js';
import { servePage } from '../rigs/e2e/page-server.js';
import { openScriptedRelay, type Fault, type ScriptedRelay } from '../rigs/e2e/scripted-relay.js';
import { openTalkingBrowser, type TalkingBrowser } from '../rigs/e2e/talking-browser.js';

const SECOND_OF_SOUND = Buffer.alloc(48_000, 0x10).toString('base64');

for (const hasWorker of [false, true])
  describe(`leaving a conversation ${hasWorker ? 'in a Worker' : 'on the page’s own thread'}`, () => {
    /** Sockets and Workers of the page; a Worker’s own socket ends with it. */
    const held = hasWorker ? [0, 1] : [1, 0];
    const life = new AbortController();
    let browser: TalkingBrowser;
    let pageUrl: string;
    let relay: ScriptedRelay;
    before(async () => {
      [browser, pageUrl, relay] = await Promise.all([
        openTalkingBrowser({}, life.signal),
        servePage(life.signal, hasWorker),
        openScriptedRelay(life.signal),
      ]);
    });
    after(() => life.abort());

    async function openPage(fault: Fault): Promise<AgentPage> {
      relay.fault = fault;
      const page = await browser.visit(pageUrl);
      await page.mount({ provider: 'openai', 'relay-url': relay.url });
      return page;
    }

    /** The agent is in the middle of a sentence, and the microphone is open. */
    async function openSpeakingPage(): Promise<AgentPage> {
      const page = await openPage({ at: 'nowhere' });
      assert.deepEqual(await page.call('start'), { value: null });
      const { say } = await relay.conversations.next();
      say({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } });
      const delta = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0, delta: SECOND_OF_SOUND };
      for (let second = 0; second < 30; second += 1) say({ type: 'response.output_audio.delta', ...delta });
      await page.journal.untilLogged('playback-started');
      const { tracks, contexts, sockets, workers } = await page.living();
      assert.deepEqual([tracks, contexts, sockets, workers], [1, 1, ...held]);
      return page;
    }

    it('by removal in the middle of a sentence leaves nothing', async () => {
      const page = await openSpeakingPage();
      await page.remove();
      await page.untilReleased();
      assert.deepEqual(page.journal.faults, []);
      await page.close();
    });

    it('by stop() in the middle of a sentence leaves the AudioContext, and removal that too', async () => {
      const page = await openSpeakingPage();
      await page.call('stop');
      await page.untilReleased(KEPT);
      await page.remove();
      await page.untilReleased();
      assert.deepEqual(page.journal.faults, []);
      await page.close();
    });

    it('does not happen when the element is moved', async () => {
      const page = await openSpeakingPage();
      await page.page.evaluate(() => document.body.append(document.querySelector('voice-agent') ?? ''));
      await page.journal.untilLogged('playback-progress', ({ heardMs }) => heardMs > 1000);
      const { tracks, contexts, sockets, workers } = await page.living();
      assert.deepEqual([tracks, contexts, sockets, workers], [1, 1, ...held]);
      await page.remove();
      await page.untilReleased();
      await page.close();
    });

    const PHASES: readonly {
      readonly phase: string;
      readonly fault: Fault;
      readonly reached: (page: AgentPage) => Promise<unknown>;
    }[] = [
      {
        phase: 'the microphone is asked for',
        fault: { at: 'nowhere' },
        reached: ({ journal }) => journal.untilLogged('microphone-requested'),
      },
      {
        phase: 'the relay is asked for a ticket',
        fault: { at: 'ticket', answer: 'nothing' },
        reached: ({ journal }) => journal.untilLogged('connection-opening'),
      },
      {
        phase: 'the socket is being opened',
        fault: { at: 'socket', answer: 'nothing' },
        reached: async (page) => {
          for (let opening = 0; opening === 0;) {
            const { sockets, workers } = await page.living();
            opening = sockets + workers;
          }
        },
      },
      {
        phase: 'the session is awaited',
        fault: { at: 'session' },
        reached: ({ journal }) => journal.untilLogged('connection-open'),
      },
    ];
    for (const { phase, fault, reached } of PHASES) {
      it(`by stop() while ${phase} rejects start() and leaves nothing open`, async () => {
        const page = await openPage(fault);
        const starting = page.call('start');
        await reached(page);
        await page.call('stop');
        const outcome = await starting;
        assert.ok('error' in outcome);
        assert.equal(outcome.error.name, 'AbortError');
        assert.deepEqual(page.journal.of('agent-error'), [], 'a stop is no error');
        await page.untilReleased(KEPT);
        await page.remove();
        await page.untilReleased();
        assert.deepEqual(page.journal.faults, []);
        await page.close();
      });
    }
  });
