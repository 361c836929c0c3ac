import type { TestRunnerPlugin } from '@web/test-runner';
import type { GaCall } from '../ga-call.js';
import { startGaServer, type GaServer } from '../scripted-ga-server.js';

export type GaStep = 'speak' | 'hear' | 'flood' | 'look';

/** What a browser test learns of its server. */
export interface GaNews {
  readonly appendedMs: number;
  readonly earlyMs: number;
  readonly refusals: readonly string[];
  readonly received: readonly string[];
  readonly truncatedTo: unknown;
}

interface Running {
  readonly server: GaServer;
  readonly life: AbortController;
}

const running = new Map<string, Running>();

/**
 * A GA server for each browser session: `ga-start` gives its address, `ga-step` plays the provider, `ga-stop` waits for silence.
 * `/ga-heard?url=…&ms=…` answers when the server at that address has heard so much, for a page that waits with its thread blocked.
 */
const gaServer: TestRunnerPlugin<{ readonly step: GaStep; readonly untilMs?: number }> = {
  name: 'ga-server',
  async serve({ path, query }) {
    if (path !== '/ga-heard') return undefined;
    const asked = [...running.values()].find(({ server }) => server.url === query['url']);
    const call = await asked?.server.call();
    await call?.until(() => call.appendedMs >= Number(query['ms']));
    return { body: String(call?.appendedMs), type: 'text' };
  },
  async executeCommand({ command, payload, session }) {
    const known = running.get(session.id);
    switch (command) {
      case 'ga-start': {
        known?.life.abort();
        const life = new AbortController();
        const server = await startGaServer(life.signal);
        running.set(session.id, { server, life });
        return server.url;
      }
      case 'ga-step': {
        if (known === undefined || payload === undefined) throw new Error('No server');
        const call = await known.server.call();
        await play(call, payload.step, payload.untilMs ?? 0);
        return newsOf(call);
      }
      case 'ga-stop':
        // Only a client that closes its socket lets this end.
        await known?.server.empty();
        known?.life.abort();
        running.delete(session.id);
        return true;
      default:
        return undefined;
    }
  },
};

async function play(call: GaCall, step: GaStep, untilMs: number): Promise<void> {
  switch (step) {
    case 'speak':
      return call.respond().says('a1', 'one two three four', 1000).end();
    case 'hear':
      call.speechStarted('u1');
      await call.frame('conversation.item.truncate');
      return call.settled();
    case 'flood':
      return call.send({ type: 'response.output_audio.delta', item_id: 'a1', delta: 'A'.repeat(10 * 1024 * 1024) });
    case 'look':
      return call.until(() => call.appendedMs >= untilMs);
    default:
      return step satisfies never;
  }
}

function newsOf(call: GaCall): GaNews {
  return {
    appendedMs: call.appendedMs,
    earlyMs: call.earlyMs,
    refusals: call.refusals,
    received: call.received.map((frame) => frame.type),
    truncatedTo: call.framesOf('conversation.item.truncate').at(-1)?.audio_end_ms,
  };
}

export default gaServer;
