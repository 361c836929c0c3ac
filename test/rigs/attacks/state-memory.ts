/**
 * What the state of a relay that is alone holds of fifty thousand people, and what is left of them a day later. A process
 * of its own, because it is weighed; run with --expose-gc. Prints bytes as JSON: `{ empty, full, left }`.
 */
import { mock } from 'node:test';
import { createMemoryState } from '../../../src/relay/state/memory-state.js';

const PEOPLE = 50_000;
const DAY_MS = 86_400_000;

mock.timers.enable({ apis: ['setTimeout', 'Date'] });
const state = createMemoryState({ now: () => Date.now() });

async function visit(subject: string): Promise<void> {
  await state.rates.take('mint', subject, 60);
  await state.rates.take('signed-url', subject, 60, DAY_MS / 1000);
  await state.tickets.mint({ subject, origin: undefined, provider: 'p', model: 'm', voice: 'v' });
  await state.leases.take({ subject, id: subject }, { perSubject: 5, total: 0 });
  await state.spending.add(subject, { seconds: 1, tokens: 1, usd: 1 });
}

function weigh(): number {
  for (let time = 0; time < 5; time += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

await visit('first');
const empty = weigh();
for (let person = 0; person < PEOPLE; person += 1) await visit(`person-${person}`);
const full = weigh();
mock.timers.tick(DAY_MS + 1);
await visit('last');
// Leases are looked at together where there is a limit for all.
await state.leases.take({ subject: 'last', id: 'last' }, { perSubject: 0, total: 1_000_000 });
process.stdout.write(`${JSON.stringify({ empty, full, left: weigh() })}\n`);
