import type { AgentEvent, AgentEventType } from '../../../../src/element/events.js';
import { callElement } from './call-element.js';
import { countLiving, type Living } from './living.js';
import { tapMicrophones, type MicrophoneTap } from './microphone-tap.js';
import { tapSpeakers, type SpeakerTap } from './speaker-tap.js';

/** What a test sees and hears of a page; put into the page before its own scripts. */
export interface Instruments {
  readonly speaker: SpeakerTap;
  readonly microphone: MicrophoneTap;
  living(): Living;
  readonly call: typeof callElement;
}

declare global {
  var instruments: Instruments;
  /** Of the test's process: takes one event of the element as JSON. */
  var tellTest: (event: string) => Promise<void>;
}

/** All but `agent-level`, which is only sent to those who listen on the element itself. */
const WATCHED = [
  'agent-state',
  'agent-transcript',
  'agent-tool-call',
  'agent-tool-result',
  'agent-cost',
  'agent-latency',
  'agent-interrupted',
  'agent-provider',
  'agent-connection',
  'agent-limit',
  'agent-error',
  'agent-log',
] as const satisfies readonly AgentEventType[];

globalThis.instruments = {
  living: countLiving(),
  speaker: tapSpeakers('/recorder.js'),
  microphone: tapMicrophones(),
  call: callElement,
};

for (const type of WATCHED) {
  const tell = (event: Event): void => {
    const { detail } = event as AgentEvent<typeof type>;
    void tellTest(JSON.stringify({ type, detail, at: performance.now() }));
  };
  document.addEventListener(type, tell, { capture: true });
}
