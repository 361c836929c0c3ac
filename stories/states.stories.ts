import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { writeScript } from '../src/providers/scripted/index.js';
import { inState, story } from './scene.js';

/** Every moment of a conversation, each at rest. */
export default { title: 'States', component: 'voice-agent' } satisfies Meta;

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const ALL = 'mic text end devices volume transcript cost latency';
const QUESTION = 'What is the time in Tokyo?';
const ANSWER = 'It is eight minutes past nine in the evening there. Shall I set a reminder?';
const TOOL = { name: 'tell_time', arguments: { city: 'Tokyo' } };
const tools = [{ name: 'tell_time', description: 'Tells the time in a city', run: () => ({ time: '21:08' }) }];

/** Nothing has happened; nothing moves. */
export const Idle: StoryObj = story({});

/** Asked before the microphone is. */
export const Consent: StoryObj = story({ script: [], settings: { consent: true } });

/** The browser's own question is open. */
export const RequestingMicrophone: StoryObj = story({
  ports: { openMicrophone: never },
  until: inState('requesting-microphone'),
});

export const Connecting: StoryObj = story({ ports: { openConnection: never }, until: inState('connecting') });

export const Listening: StoryObj = story({ script: writeScript().script, until: inState('listening') });

/** The person speaks: the picture changes its colour. */
export const Hearing: StoryObj = story({ script: writeScript().userStarts().script, until: inState('hearing') });

export const Thinking: StoryObj = story({
  script: writeScript().userSays(QUESTION).agentThinks().script,
  until: inState('thinking'),
});

/** Words that were not heard yet are quiet. */
export const Speaking: StoryObj = story({
  script: writeScript().userSays(QUESTION).agentSays(ANSWER).script,
  heardMs: 2600,
  settings: { controls: ALL },
  until: (agent) => agent.state === 'speaking' && agent.transcript.some(({ heard }) => Boolean(heard)),
});

/** What was not heard is struck out from where hearing stopped. */
export const Interrupted: StoryObj = story({
  script: writeScript().userSays(QUESTION).agentSays(ANSWER).pause(100).userSays('No, thank you.').script,
  heardMs: 2600,
  settings: { controls: ALL },
  until: (agent) => agent.transcript.some(({ interrupted }) => interrupted) && agent.transcript.at(-1)?.text === 'No, thank you.',
});

export const ToolRunning: StoryObj = story({
  script: writeScript().userSays(QUESTION).callsTools(TOOL).script,
  settings: { tools: [{ name: 'tell_time', description: 'Never answers', run: never }] },
  until: (agent) => agent.transcript.some(({ tool }) => tool?.status === 'running'),
});

/** Unfolded, with what was asked and what came back. */
export const ToolDone: StoryObj = story({
  script: writeScript().userSays(QUESTION).callsTools(TOOL).agentSays(ANSWER).script,
  heardMs: 60_000,
  settings: { controls: ALL, tools },
  until: (agent) => agent.state === 'speaking',
  act: (agent) => agent.renderRoot.querySelector('details')?.setAttribute('open', ''),
});

export const ToolFailed: StoryObj = story({
  script: writeScript().userSays(QUESTION).callsTools(TOOL).script,
  until: (agent) => agent.transcript.some(({ tool }) => tool?.status === 'failed'),
  act: (agent) => agent.renderRoot.querySelector('details')?.setAttribute('open', ''),
});

/** Nobody has spoken for a while. */
export const IdleWarning: StoryObj = story({
  script: writeScript().pause(15_000).script,
  settings: { idleTimeout: 20 },
  until: (agent) => agent.log.some(({ event }) => event.type === 'limit-near'),
});

export const Muted: StoryObj = story({ script: writeScript().script, settings: { muted: true }, until: inState('listening') });

/** The provider said goodbye; what was said stays. */
export const Ended: StoryObj = story({
  script: writeScript().userSays('Thank you, goodbye.').pause(100).closes(1000, '').script,
  settings: { controls: ALL },
  until: inState('ended'),
});

/** No microphone, no sound. */
export const TextOnly: StoryObj = story({
  script: writeScript().waitsFor('add-user-text').agentSays(ANSWER).script,
  settings: { modality: 'text' },
  until: inState('listening'),
  act: (agent) => {
    agent.sendText(QUESTION);
  },
});

/** With `turn-detection="none"`: the keys are named on the screen. */
export const PushToTalk: StoryObj = story({
  script: writeScript().script,
  settings: { turnDetection: 'none' },
  until: inState('listening'),
});
