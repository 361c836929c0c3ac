import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { writeScript } from '../src/providers/scripted/index.js';
import { inState, part, type Scene, story } from './scene.js';

/** Themes, widths, directions and words. */
export default { title: 'Appearance', component: 'voice-agent' } satisfies Meta;

const conversation: Scene = {
  script: writeScript()
    .userSays('What is the time in Tokyo?')
    .callsTools({ name: 'tell_time', arguments: { city: 'Tokyo' } })
    .agentSays('It is eight minutes past nine in the evening there. Shall I set a reminder?').script,
  heardMs: 2600,
  until: (agent) => agent.state === 'speaking' && agent.transcript.some(({ heard }) => Boolean(heard)),
  settings: {
    controls: 'mic text end devices volume transcript cost latency',
    tools: [{ name: 'tell_time', description: 'Tells the time in a city', run: () => ({ time: '21:08' }) }],
  },
};

export const Light: StoryObj = story({ ...conversation, settings: { ...conversation.settings, theme: 'light' } });
export const Dark: StoryObj = story({ ...conversation, settings: { ...conversation.settings, theme: 'dark' } });
export const RightToLeft: StoryObj = story({ ...conversation, dir: 'rtl' });

/** 320 pixels, the narrowest that WCAG 2.2 asks for. */
export const Narrow: StoryObj = story({ ...conversation, width: '320px' });

export const Settings: StoryObj = story({
  script: writeScript().script,
  settings: { controls: 'mic text end devices volume' },
  until: inState('listening'),
  act: (agent) => part(agent, 'settings-toggle').click(),
});

/** Without a picture. */
export const NoVisualizer: StoryObj = story({ ...conversation, settings: { ...conversation.settings, visualizer: 'none' } });

export const FloatingClosed: StoryObj = story({ settings: { variant: 'floating' } });
export const FloatingOpen: StoryObj = story({
  ...conversation,
  settings: { ...conversation.settings, variant: 'floating', open: true },
});

/** A page's own words and colours: every string and colour has a name. */
export const OwnWordsAndColours: StoryObj = story({
  settings: {
    strings: {
      start: 'Sprechen',
      'state-idle': 'Bereit',
      'empty-voice': 'Drück auf Sprechen.',
      'message-placeholder': 'Nachricht',
    },
  },
  act: (agent) => {
    agent.style.setProperty('--voice-agent-accent', '#5b3df5');
    agent.style.setProperty('--voice-agent-on-accent', '#fff');
    agent.style.setProperty('--voice-agent-radius', '12px');
  },
});

/** No string is hard-coded: each comes out in brackets. */
export const PseudoLocale: StoryObj = story({
  ...conversation,
  settings: {
    ...conversation.settings,
    strings: {
      'state-speaking': '[Šþéåkîñg]',
      end: '[Éñð]',
      'message-placeholder': '[Wrîţé å mésšågé]',
      latency: '[Låţéñçý]',
      cost: '[Çôšţ]',
    },
  },
});
