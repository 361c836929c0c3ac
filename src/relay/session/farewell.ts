import { createChild } from '../../lib/child-signal.js';
import { after } from '../../lib/timer.js';
import type { Leg } from './leg.js';
import type { Watch } from './frame-inspector.js';

/**
 * After the page is gone: stops a response that nobody will hear, and waits for the figures of what was said already, but
 * no longer than `waitMs`.
 */
export async function bidFarewell(upstream: Leg, watch: Watch, waitMs: number, signal: AbortSignal): Promise<void> {
  if (!watch.responding) return;
  const waiting = createChild(signal);
  upstream.send('{"type":"response.cancel"}');
  const givenUp = new Promise<void>((resolve) => after(waitMs, resolve, waiting.signal));
  await Promise.race([watch.responseDone(), upstream.closed, givenUp]);
  waiting.abort();
}
