import type { Capabilities } from '../../src/spec/capabilities.js';

/** A service that can do everything when it is asked to. */
export const CLIENT_CAPABILITIES: Capabilities = {
  responses: 'client',
  interruption: 'configurable',
  cancellation: true,
  truncation: true,
  audioEnd: true,
  inputs: ['text', 'image', 'context'],
  tools: 'client',
  greeting: 'response',
  updates: ['instructions', 'voice', 'speed', 'language', 'turnDetection', 'tools', 'clientSession'],
  turnDetection: ['server-vad', 'semantic-vad', 'none'],
  silenceMs: 500,
  minCommitMs: 100,
  mute: 'commit',
};

/** A service that decides alone and announces little. */
export const SERVER_CAPABILITIES: Capabilities = {
  ...CLIENT_CAPABILITIES,
  responses: 'server',
  interruption: 'always',
  cancellation: false,
  truncation: false,
  audioEnd: false,
  greeting: 'session',
  updates: [],
  turnDetection: ['server-vad'],
  mute: 'silence',
};
