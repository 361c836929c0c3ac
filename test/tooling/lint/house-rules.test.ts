import path from 'node:path';
import { describe, it } from 'node:test';
import { RuleTester, type Rule } from 'eslint';
import tseslint from 'typescript-eslint';
import { fileName } from '../../../tooling/lint/file-name.js';
import { importMatrix } from '../../../tooling/lint/import-matrix.js';
import { noWaiting } from '../../../tooling/lint/no-waiting.js';
import { ownedResources } from '../../../tooling/lint/owned-resources.js';

RuleTester.describe = (name: string, run: () => void) => void describe(name, run);
RuleTester.it = (name: string, run: () => void) => void it(name, run);
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });

interface Sample {
  readonly file: string;
  readonly code: string;
}

/** Shows that a rule is silent on the good and says `messageId` of each of the bad. */
function show(
  name: string,
  rule: Rule.RuleModule,
  good: readonly Sample[],
  bad: readonly (Sample & { readonly says: string })[],
): void {
  const at = ({ file, code }: Sample): { name: string; filename: string; code: string } => ({
    name: `${file}: ${code}`,
    filename: path.resolve(file),
    code,
  });
  tester.run(name, rule, {
    valid: good.map(at),
    invalid: bad.map((sample) => ({ ...at(sample), errors: [{ messageId: sample.says }] })),
  });
}

const SESSION = 'src/session/step.ts';
const OPENAI = 'src/providers/openai/codec.ts';

show(
  'import-matrix',
  importMatrix,
  [
    { file: SESSION, code: `import { own } from '../lib/own.js';` },
    { file: SESSION, code: `import type { Action } from '../spec/action.js';` },
    { file: OPENAI, code: `import { usage } from './usage.js';` },
    { file: 'src/element/compose.ts', code: `import { openConnection } from '../transport/open-connection.js';` },
    { file: 'src/element/compose.ts', code: `import { providers } from '../providers/registry.js';` },
    { file: 'src/element/parts/button.ts', code: `import { html } from 'lit';` },
    { file: 'src/audio/load.ts', code: `import source from './capture.worklet.ts?worklet';` },
    { file: 'src/providers/registry.ts', code: `export const acme = () => import('./acme/index.js');` },
    { file: 'src/relay/agent.ts', code: `const local = () => import('../local/index.js');` },
    { file: 'src/relay/agent.ts', code: `import type { LocalAgent } from '../local/index.js';` },
    { file: 'src/relay/server.ts', code: `import { Hono } from 'hono';` },
    { file: 'test/session/step.test.ts', code: `import { step } from '../../src/session/step.js';` },
  ],
  [
    { file: 'src/lib/on-abort.ts', code: `import { step } from '../session/step.js';`, says: 'room' },
    { file: SESSION, code: `import { openConnection } from '../transport/open-connection.js';`, says: 'room' },
    { file: SESSION, code: `export { Codec } from '../providers/openai/codec.js';`, says: 'room' },
    { file: SESSION, code: `import { html } from 'lit';`, says: 'package' },
    { file: SESSION, code: `import { readFile } from 'node:fs';`, says: 'package' },
    { file: OPENAI, code: `import { x } from '../elevenlabs/codec.js';`, says: 'room' },
    { file: OPENAI, code: `import { x } from '../openai-two/codec.js';`, says: 'room' },
    {
      file: 'src/element/voice-agent.ts',
      code: `import { openConnection } from '../transport/open-connection.js';`,
      says: 'room',
    },
    { file: 'src/element/voice-agent.ts', code: `import { providers } from '../providers/registry.js';`, says: 'room' },
    { file: 'src/element/voice-agent.ts', code: `type M = import('../audio/capture/open-microphone.js').M;`, says: 'room' },
    { file: 'src/providers/registry.ts', code: `import acme from './acme/index.js';`, says: 'lazily' },
    { file: 'src/relay/agent.ts', code: `import { loadLocalAgent } from '../local/index.js';`, says: 'lazily' },
    { file: 'src/local/voice.ts', code: `import { openSpeaker } from '../audio/playback/open-speaker.js';`, says: 'room' },
    { file: 'src/relay/server.ts', code: `import { createCostFold } from '../session/cost.js';`, says: 'room' },
    {
      file: 'src/local/brain/answer.ts',
      code: `import type { Item } from '../../providers/openai/schema/item.js';`,
      says: 'room',
    },
    { file: 'src/attic/old.ts', code: `export const x = 1;`, says: 'homeless' },
  ],
);

const MICROPHONE = 'src/audio/capture/open-microphone.ts';

show(
  'owned-resources',
  ownedResources,
  [
    { file: MICROPHONE, code: `after(100, task, signal);` },
    { file: MICROPHONE, code: `track.addEventListener('ended', end, { signal });` },
    { file: MICROPHONE, code: `track.addEventListener('ended', end, { once: true, signal: owner.signal });` },
    { file: MICROPHONE, code: `clock.setTimeout(task);` },
  ],
  [
    { file: MICROPHONE, code: `setTimeout(task, 100);`, says: 'timer' },
    { file: MICROPHONE, code: `window.setInterval(task, 100);`, says: 'timer' },
    { file: MICROPHONE, code: `globalThis.requestAnimationFrame(draw);`, says: 'timer' },
    { file: MICROPHONE, code: `track.addEventListener('ended', end);`, says: 'listener' },
    { file: MICROPHONE, code: `track.addEventListener('ended', end, { once: true });`, says: 'listener' },
    { file: MICROPHONE, code: `import { setTimeout } from 'node:timers/promises';`, says: 'promises' },
  ],
);

const TEST = 'test/session/step.test.ts';

show(
  'no-waiting',
  noWaiting,
  [
    { file: TEST, code: `await once(socket, 'close');` },
    { file: TEST, code: `mock.timers.tick(100);` },
    { file: TEST, code: `it('works', () => {});` },
  ],
  [
    { file: TEST, code: `await new Promise((resolve) => setTimeout(resolve, 100));`, says: 'wait' },
    { file: TEST, code: `await sleep(100);`, says: 'wait' },
    { file: TEST, code: `await aTimeout(100);`, says: 'wait' },
    { file: TEST, code: `import { setTimeout as pause } from 'node:timers/promises';`, says: 'wait' },
    { file: TEST, code: `it.skip('works', () => {});`, says: 'skip' },
    { file: TEST, code: `describe.only('works', () => {});`, says: 'skip' },
  ],
);

show(
  'file-name',
  fileName,
  [
    { file: 'src/audio/capture/open-microphone.ts', code: '' },
    { file: 'src/audio/capture/capture.worklet.ts', code: '' },
  ],
  [
    { file: 'src/audio/utils.ts', code: '', says: 'banned' },
    { file: 'src/audio/utils.test.ts', code: '', says: 'banned' },
    { file: 'src/helpers/ring.ts', code: '', says: 'banned' },
    { file: 'src/audio/openMicrophone.ts', code: '', says: 'kebab' },
  ],
);
