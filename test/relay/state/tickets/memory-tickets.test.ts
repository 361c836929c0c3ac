import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryTickets } from '../../../../src/relay/state/tickets/memory-tickets.js';
import { TICKET_TTL_MS } from '../../../../src/relay/state/tickets/tickets.js';

const grant = { subject: 'somebody', origin: undefined, provider: 'p', model: 'm', voice: 'v' };

test('a ticket is good once and for a minute', async () => {
  let now = 0;
  const tickets = createMemoryTickets({ now: () => now });
  const id = await tickets.mint(grant);
  const redeemed = await Promise.all(Array.from({ length: 50 }, () => tickets.redeem(id)));
  assert.deepEqual(
    redeemed.filter((value) => value !== undefined),
    [grant],
  );

  const old = await tickets.mint(grant);
  now += TICKET_TTL_MS;
  assert.equal(await tickets.redeem(old), undefined);
});

test('ids cannot be guessed: 256 bits, no two alike', async () => {
  const tickets = createMemoryTickets({ now: () => 0 });
  const ids = await Promise.all(Array.from({ length: 20_000 }, () => tickets.mint(grant)));
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[\w-]{43}$/);
});

test('unused tickets do not fill the memory', async () => {
  let now = 0;
  const tickets = createMemoryTickets({ now: () => now }, 2);
  await tickets.mint(grant);
  const second = await tickets.mint(grant);
  await assert.rejects(tickets.mint(grant), { code: 'rate-limited' });
  assert.deepEqual(await tickets.redeem(second), grant);
  await tickets.mint(grant);
  now += TICKET_TTL_MS;
  await Promise.all([tickets.mint(grant), tickets.mint(grant)]);
});
