import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent } from 'storybook/test';
import { writeScript } from '../src/providers/scripted/index.js';
import { inState, part, story } from './scene.js';

/** What people do, done by the story. */
export default { title: 'Interactions', component: 'voice-agent' } satisfies Meta;

export const TypesAMessage: StoryObj = story({
  script: writeScript().waitsFor('add-user-text').agentSays('Good evening to you too.').script,
  settings: { modality: 'text' },
  until: inState('listening'),
  act: async (agent) => {
    await userEvent.type(part(agent, 'input'), 'Good evening{Enter}');
    await expect(agent.transcript[0]?.text).toBe('Good evening');
  },
});

export const MutesAndUnmutes: StoryObj = story({
  script: writeScript().script,
  until: inState('listening'),
  act: async (agent) => {
    await userEvent.click(part(agent, 'mute'));
    await expect(agent.muted).toBe(true);
    await agent.updateComplete;
    await userEvent.click(part(agent, 'mute'));
    await expect(agent.muted).toBe(false);
  },
});

export const TalksByKeyboard: StoryObj = story({
  script: writeScript().script,
  settings: { turnDetection: 'none' },
  until: inState('listening'),
  act: async (agent) => {
    part(agent, 'talk').focus();
    await userEvent.keyboard('{Enter}');
    await agent.updateComplete;
    await expect(part(agent, 'talk').getAttribute('aria-pressed')).toBe('true');
  },
});

export const EndsAndStartsAgain: StoryObj = story({
  script: writeScript().script,
  until: inState('listening'),
  act: async (agent) => {
    await userEvent.click(part(agent, 'end'));
    await expect(agent.state).toBe('ended');
    await agent.updateComplete;
    await userEvent.click(part(agent, 'start'));
    await expect(agent.state).not.toBe('ended');
  },
});

export const AgreesToConsent: StoryObj = story({
  script: writeScript().script,
  settings: { consent: 'This conversation is recorded for training.' },
  act: async (agent) => {
    await agent.updateComplete;
    await userEvent.click(part(agent, 'consent-accept'));
    await expect(agent.state).not.toBe('idle');
  },
});
