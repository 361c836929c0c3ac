import type { Capabilities } from '../../spec/capabilities.js';
import type { Provider } from '../../spec/provider.js';
import { createScriptedCodec } from './codec.js';
import { realTime, type Pacing } from './pacing.js';
import { playScript } from './play-script.js';
import { writeScript } from './script-builder.js';
import { parseScript, type Script } from './script.js';

export { atOnce, createStepper, realTime, type Pacing, type Stepper } from './pacing.js';
export { writeScript, type ScriptBuilder } from './script-builder.js';
export { parseScript, scriptFromLog, type Cue, type Script } from './script.js';

export interface ScriptedOptions {
  /** Default {@link realTime}. */
  readonly pacing?: Pacing;
  /** The same seed makes the same audio. */
  readonly seed?: string;
}

const capabilities: Capabilities = {
  responses: 'client',
  interruption: 'configurable',
  cancellation: true,
  truncation: true,
  audioEnd: true,
  inputs: ['text', 'image', 'context'],
  tools: 'client',
  greeting: 'response',
  updates: ['instructions', 'voice', 'language', 'speed', 'turnDetection', 'tools', 'clientSession'],
  turnDetection: ['server-vad', 'semantic-vad', 'none'],
  silenceMs: 500,
  minCommitMs: 100,
  mute: 'commit',
};

/** A provider inside the page that plays a script to every conversation. `clientSession: { script }` takes precedence. */
export function createScriptedProvider(script: Script, { pacing = realTime, seed = '' }: ScriptedOptions = {}): Provider {
  return {
    id: 'scripted',
    label: 'Script',
    capabilities,
    transport: {
      kind: 'page',
      connect(config, events, signal) {
        const own = config.clientSession?.script;
        return playScript(own === undefined ? script : parseScript(own), { config, pacing, seed, events, signal });
      },
    },
    createCodec: createScriptedCodec,
    pricesOf: () => undefined,
  };
}

/** What plays where no script was given: every kind of thing that happens in a conversation, once. */
const DEMO_SCRIPT: Script = writeScript({ voice: 'script' })
  .pause(600)
  .agentSays('Hello. I am a recording that shows what a conversation looks like.')
  .pause(5000)
  .userSays('What is the time in Tokyo?')
  .callsTools({ name: 'tell_time', arguments: { city: 'Tokyo' } })
  .agentSays('That was a call to a tool of this page. Its answer is in the log.')
  .pause(5000)
  .userSays('Thank you.')
  .agentSays('You are welcome. Goodbye.').script;

export default createScriptedProvider(DEMO_SCRIPT);
