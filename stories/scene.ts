import type { StoryObj } from '@storybook/web-components-vite';
import { compose } from '../src/element/compose.js';
import '../src/element/define.js';
import type { Ports } from '../src/element/ports.js';
import type { VoiceAgent } from '../src/element/voice-agent.js';
import { onAbort } from '../src/lib/on-abort.js';
import { createScriptedProvider, type Pacing, type Script } from '../src/providers/scripted/index.js';
import { stillMicrophone, stillSpeaker } from './still-sound.js';

/** One moment of a conversation, looking the same every time. */
export interface Scene {
  /** Played at once; the moment is where it ends. Without one nothing is started. */
  readonly script?: Script;
  readonly settings?: Partial<VoiceAgent>;
  /** How much of the agent's latest words has been heard. */
  readonly heardMs?: number;
  /** What fails or never comes. */
  readonly ports?: Partial<Ports>;
  readonly dir?: 'ltr' | 'rtl';
  /** CSS width of the place where the element stands. */
  readonly width?: string;
  /** Whether the moment has come. */
  readonly until?: (agent: VoiceAgent) => boolean;
  /** What a person then does. */
  readonly act?: (agent: VoiceAgent) => Promise<void> | void;
}

/** Lets everything that was posted or promised so far happen. */
async function settled(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
}

/** A clock that stands still except where the script waits. */
function scenePorts({ script = [], heardMs = 0, ports }: Scene): Ports {
  let now = 0;
  const pacing: Pacing = async (ms) => {
    // What was emitted before belongs to the time before.
    await settled();
    now += ms;
    await settled();
  };
  const provider = createScriptedProvider(script, { pacing });
  return {
    ...compose,
    clock: { now: () => now },
    hasProvider: () => true,
    loadProvider: () => Promise.resolve(provider),
    createContext: (signal) => {
      const context = new AudioContext();
      onAbort(signal, () => void context.close());
      return context;
    },
    openMicrophone: (_request, signal) => Promise.resolve(stillMicrophone(0.5, signal)),
    openSpeaker: (_request, signal) => Promise.resolve(stillSpeaker(heardMs, signal)),
    ...ports,
  };
}

function render(scene: Scene): HTMLElement {
  const place = document.createElement('div');
  if (scene.dir) place.dir = scene.dir;
  if (scene.width) place.style.width = scene.width;
  const agent = document.createElement('voice-agent');
  agent.ports = scenePorts(scene);
  Object.assign(agent, { provider: 'scripted', idleTimeout: 0, ...scene.settings });
  place.append(agent);
  return place;
}

/** Resolves when `holds`, which is asked whenever something happened. */
async function when(agent: VoiceAgent, holds: (agent: VoiceAgent) => boolean): Promise<void> {
  if (holds(agent)) return;
  const over = new AbortController();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (holds(agent)) resolve();
    };
    agent.addEventListener('agent-log', look, { signal: over.signal });
    agent.addEventListener('agent-state', look, { signal: over.signal });
  });
  over.abort();
}

/** The part of the element's interface. */
export function part(agent: VoiceAgent, name: string): HTMLElement {
  const found = agent.renderRoot.querySelector<HTMLElement>(`[part~="${name}"]`);
  if (!found) throw new Error(`The element shows no “${name}”`);
  return found;
}

/** A story of one moment. It is ready for a picture when its play function has run. */
export function story(scene: Scene): StoryObj {
  return {
    render: () => render(scene),
    play: async ({ canvasElement }) => {
      const agent = canvasElement.querySelector('voice-agent');
      if (!agent) throw new Error('The story shows no element');
      await agent.updateComplete;
      // What fails is the story's subject.
      if (scene.script || scene.ports) agent.start().catch(() => undefined);
      if (scene.until) await when(agent, scene.until);
      await settled();
      await scene.act?.(agent);
      await agent.updateComplete;
    },
  };
}

/** For `until`: where the conversation must stand. */
export function inState(state: VoiceAgent['state']): (agent: VoiceAgent) => boolean {
  return (agent) => agent.state === state;
}
