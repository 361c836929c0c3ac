import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { getStorybookHelpers } from '@wc-toolkit/storybook-helpers';
import '../src/element/define.js';

const { args, argTypes, events, template } = getStorybookHelpers('voice-agent');

/** Every attribute to try. A recording answers; it needs your microphone only to show its level. */
export default {
  title: 'Playground',
  component: 'voice-agent',
  args: { ...args, provider: 'scripted', controls: 'mic text end devices volume transcript cost latency' },
  argTypes,
  parameters: { actions: { handles: events } },
  render: (settings) => template(settings),
} satisfies Meta;

export const Playground: StoryObj = {};
