import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { writeScript } from '../src/providers/scripted/index.js';
import { AgentError, type AgentErrorCode } from '../src/spec/agent-error.js';
import { inState, story } from './scene.js';

/** What can go wrong, with the step that mends it. */
export default { title: 'Failures', component: 'voice-agent' } satisfies Meta;

function withoutMicrophone(code: AgentErrorCode, message: string): StoryObj {
  return story({ ports: { openMicrophone: () => Promise.reject(new AgentError(code, message)) }, until: inState('failed') });
}

function withoutLine(code: AgentErrorCode, message: string): StoryObj {
  return story({ ports: { openConnection: () => Promise.reject(new AgentError(code, message)) }, until: inState('failed') });
}

export const MicrophoneDenied = withoutMicrophone('microphone-denied', 'NotAllowedError: Permission denied');
export const MicrophoneDismissed = withoutMicrophone('microphone-dismissed', 'NotAllowedError: Permission dismissed');
export const MicrophoneMissing = withoutMicrophone('microphone-missing', 'NotFoundError: Requested device not found');
export const MicrophoneBusy = withoutMicrophone('microphone-busy', 'NotReadableError: Could not start audio source');
export const MicrophoneBlockedByPolicy = withoutMicrophone(
  'microphone-blocked-by-policy',
  'The frame may not use the microphone',
);
export const InsecureOrigin = withoutMicrophone('insecure-origin', 'No mediaDevices here');
export const WorkletBlocked = withoutMicrophone('worklet-blocked', 'The audio worklet was refused by script-src');
export const RelayUnreachable = withoutLine('relay-unreachable', 'No answer from the relay at https://relay.example');
export const TokenRefused = withoutLine('unauthorized', 'The relay answered 401');
export const QuotaUsedUp = withoutLine('quota-exceeded', 'The relay answered 402');
export const ProviderUnknown = withoutLine('provider-unknown', 'There is no provider “acme”, only openai, scripted');

/** In the middle of a conversation: what was said stays. */
export const ConnectionLost: StoryObj = story({
  script: writeScript().userSays('Are you still there?').pause(100).closes(1006, '').script,
  until: inState('failed'),
});
