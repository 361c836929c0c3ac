import assert from 'node:assert/strict';
import { after } from 'node:test';
import { CANARY_KEY } from '../relay-rig.js';

/** The key as it is, as JSON may also write it, and as it looks where only its end was covered. */
const TRACES = [
  CANARY_KEY,
  CANARY_KEY.slice(0, -4),
  CANARY_KEY.slice('sk-'.length),
  encodeURIComponent(CANARY_KEY),
  btoa(CANARY_KEY),
];

const sources: (() => Iterable<string>)[] = [];
let seen = 0;

/** Remembers something that became visible outside of the relay. */
export function see(...texts: readonly string[]): void {
  sources.push(() => texts);
}

/** Remembers a list that still grows. */
export function keepSeeing(list: { readonly all: readonly string[] }): void {
  sources.push(() => list.all);
}

/** The first trace of the key in a text. */
export function traceIn(text: string): string | undefined {
  return TRACES.find((trace) => text.includes(trace));
}

// Every file of attacks ends with this: nothing that anybody saw in any of its tests holds the key.
after(() => {
  for (const source of sources) {
    for (const text of source()) {
      seen += 1;
      assert.equal(traceIn(text), undefined, `the key was seen in: ${text.slice(0, 2_000)}`);
    }
  }
  assert.ok(seen > 0, 'nothing was looked at');
});
