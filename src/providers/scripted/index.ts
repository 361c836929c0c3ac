import type { Provider } from '../../spec/provider.js';
import { SCRIPTED_AUDIO } from './audio-format.js';
import { createScriptedCodec } from './codec.js';
import { DEMO_SCRIPT } from './demo-script.js';
import { realTime, type Pace } from './pace.js';
import { playScript } from './play-script.js';
import { parseScript, type Script } from './script.js';

export { atOnce, createStepper, realTime, type Pace, type Stepper } from './pace.js';
export { parseScript, type Cue, type Script } from './script.js';
export { scriptFromLog } from './script-from-log.js';
export { writeScript, type ScriptWriter } from './write-script.js';

export interface ScriptedOptions {
  readonly pace?: Pace;
  /** The same seed makes the same sound. */
  readonly seed?: string;
}

/** A provider inside the page that plays a script to every conversation. `clientSession: { script }` takes precedence. */
export function createScriptedProvider(script: Script, { pace = realTime, seed = '' }: ScriptedOptions = {}): Provider {
  return {
    id: 'scripted',
    label: 'Script',
    input: SCRIPTED_AUDIO,
    output: SCRIPTED_AUDIO,
    transport: {
      kind: 'page',
      dial(config, events, signal) {
        const given = config.clientSession?.script;
        return playScript(given === undefined ? script : parseScript(given), config, pace, seed, events, signal);
      },
      createCodec: createScriptedCodec,
    },
    pricesOf: () => undefined,
  };
}

export default createScriptedProvider(DEMO_SCRIPT);
