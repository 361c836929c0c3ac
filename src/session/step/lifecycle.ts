import type { AgentErrorCode } from '../../spec/agent-error.js';
import type { Capabilities } from '../../spec/capabilities.js';
import type { BargeInMode, SessionConfig } from '../../spec/session-config.js';
import type { CommandEvent, ProviderError } from '../../spec/voice-event.js';
import {
  andThen,
  INITIAL,
  isPlaying,
  isPushToTalk,
  report,
  reportUnsupported,
  same,
  send,
  type Concern,
  type SessionState,
  type Step,
} from './session-state.js';

/** What a patch may name; anything else in it is ignored. */
const SETTINGS: readonly (keyof SessionConfig)[] = [
  'model',
  'voice',
  'speed',
  'language',
  'instructions',
  'greeting',
  'agentId',
  'turnDetection',
  'modality',
  'tools',
  'clientSession',
];

/** From `start` to readiness, changes of the configuration, and every way to the end. */
export const lifecycle: Concern = (state, { event }) => {
  switch (event.type) {
    case 'provider-requested':
      return same({ ...INITIAL, phase: 'connecting', muted: state.muted, gateOpen: state.gateOpen });
    case 'start':
      return started(state, event);
    case 'microphone-requested':
      return state.phase === 'connecting' ? same({ ...state, phase: 'requesting-microphone' }) : same(state);
    case 'microphone-opened':
      return andThen(replaced(connecting(state), 'input', event.missing), (next) => ({
        state: next,
        effects: state.muted ? [{ type: 'mute-microphone', muted: true }] : [],
      }));
    case 'microphone-changed':
      return replaced(state, 'input', event.missing);
    case 'speaker-changed':
      return replaced(state, 'output', event.missing);
    case 'connection-opening':
      return same({ ...connecting(state), unsent: [] });
    case 'audio-formats':
      return { state, effects: [{ type: 'set-input-format', format: event.input }] };
    case 'set-muted':
      return { state: { ...state, muted: event.muted }, effects: [{ type: 'mute-microphone', muted: event.muted }] };
    case 'session-ready':
      return state.phase === 'connecting' ? sendUpdate(greet({ ...state, phase: 'live' })) : same(state);
    case 'update-session':
      return update(state, event.patch);
    case 'session-expiring':
      return same({ ...state, expiring: true });
    case 'provider-error':
      return refused(state, event);
    case 'frame-refused':
      return report(state, 'frame-too-large', `${event.bytes} bytes were not sent: ${event.limitBytes} are allowed at once.`);
    case 'microphone-ended':
      if (isOver(state)) return same(state);
      return event.reason === 'revoked'
        ? fail(state, 'microphone-denied', 'The permission for the microphone was revoked.')
        : fail(state, 'microphone-missing', 'The microphone was unplugged.');
    case 'connection-closed':
      return closed(state, event);
    case 'stop':
      return isOver(state) ? same(state) : { state, effects: [{ type: 'end', reason: event.reason }] };
    case 'limit-reached':
      if (isOver(state)) return same(state);
      if (event.kind === 'cost' && state.phase === 'live') return same({ ...state, phase: 'ending' });
      return { state, effects: [{ type: 'end', reason: 'limit' }] };
    case 'failed':
      return event.recoverable ? same(state) : same({ ...state, phase: 'failed' });
    case 'ended':
      return same({ ...state, phase: state.phase === 'failed' ? 'failed' : 'ended' });
    default:
      return same(state);
  }
};

/** A spending limit cuts nobody off: what was already paid for is still said. Runs after every other concern. */
export const endWhenIdle: Concern = (state) => {
  if (state.phase !== 'ending' || state.responses.active.length > 0 || isPlaying(state)) return same(state);
  return { state: { ...state, phase: 'ended' }, effects: [{ type: 'end', reason: 'limit' }] };
};

/** Opens and closes the microphone's gate as the rest of the state demands. Runs after every other concern. */
export const gate: Concern = (state) => {
  const { phase, config, talkingSince } = state;
  const pushToTalk = isPushToTalk(config);
  const mayTalk = !pushToTalk || talkingSince !== undefined;
  const open = phase === 'live' && config.modality === 'voice' && mayTalk;
  if (open === state.gateOpen) return same(state);
  return {
    state: { ...state, gateOpen: open },
    effects: [{ type: 'gate-microphone', open, preRoll: pushToTalk && !state.muted }],
  };
};

/** The configuration as the service is told it. Where speech is not to interrupt the agent, the service must not stop either. */
export function wireConfig({ config, bargeIn }: { config: SessionConfig; bargeIn: BargeInMode }): SessionConfig {
  const { turnDetection } = config;
  if (bargeIn === 'interrupt' || turnDetection.type === 'none') return config;
  return { ...config, turnDetection: { ...turnDetection, interruptResponse: false } };
}

function started(state: SessionState, event: CommandEvent & { type: 'start' }): Step {
  const { capabilities, config, bargeIn } = event;
  const { muted, gateOpen } = state;
  return adapt({ ...INITIAL, phase: 'connecting', capabilities, config, bargeIn, muted, gateOpen });
}

/** Keeps what the service supports of the configuration, and reports the rest. */
function adapt(state: SessionState): Step {
  const { capabilities, config } = state;
  const tools = capabilities.tools === 'client' ? config.tools : [];
  const [fallback] = capabilities.turnDetection;
  const { type } = config.turnDetection;
  const adapted = { ...state, config: { ...config, tools } };
  if (config.modality === 'text' || fallback === undefined || capabilities.turnDetection.includes(type)) return same(adapted);
  const next = { ...adapted, config: { ...adapted.config, turnDetection: { type: fallback } } };
  return reportUnsupported(next, `turn detection “${type}”`);
}

function update(state: SessionState, patch: Partial<SessionConfig>): Step {
  const { capabilities, unsent } = state;
  const names = SETTINGS.filter((name) => Object.hasOwn(patch, name));
  const changed = names.filter((name) => state.phase !== 'live' || supportsUpdate(capabilities, name));
  const refusedNames = names.filter((name) => !changed.includes(name) && name !== 'tools');
  const config = { ...state.config, ...pick(patch, changed) };
  const adapted = adapt({ ...state, config, unsent: [...new Set([...unsent, ...changed])] });
  const reported = refusedNames.reduce(
    (step, name) => andThen(step, (next) => reportUnsupported(next, `a change of ${name} during the conversation`)),
    adapted,
  );
  return andThen(reported, sendUpdate);
}

/** Tools that a service keeps itself are not sent to it, whatever the page adds. */
function supportsUpdate({ updates, tools }: Capabilities, name: keyof SessionConfig): boolean {
  return updates.includes(name) && (name !== 'tools' || tools === 'client');
}

function pick(patch: Partial<SessionConfig>, names: readonly (keyof SessionConfig)[]): Partial<SessionConfig> {
  return Object.fromEntries(names.map((name) => [name, patch[name]]));
}

function sendUpdate(state: SessionState): Step {
  if (state.phase !== 'live') return same(state);
  const changed = state.unsent.filter((name) => supportsUpdate(state.capabilities, name));
  const sent = { ...state, unsent: [] };
  return changed.length === 0 ? same(sent) : send(sent, { type: 'update-session', config: wireConfig(state), changed });
}

function replaced(state: SessionState, kind: 'input' | 'output', missing: string | undefined): Step {
  if (missing === undefined) return same(state);
  return report(
    state,
    kind === 'input' ? 'microphone-unknown' : 'speaker-missing',
    `The ${kind} device ${missing} cannot be found.`,
  );
}

function connecting(state: SessionState): SessionState {
  return state.phase === 'requesting-microphone' ? { ...state, phase: 'connecting' } : state;
}

function greet(state: SessionState): SessionState {
  const { config, capabilities } = state;
  if (!config.greeting || capabilities.greeting !== 'response' || capabilities.responses !== 'client') return state;
  return { ...state, responses: { ...state.responses, pending: { when: 'after-user', say: config.greeting } } };
}

/** Later errors are reported and survived; one that answers the first configuration means that there will be no session. */
function refused(state: SessionState, error: ProviderError): Step {
  const { meaning, errorCode = 'provider-error', message, code } = error;
  if (isOver(state)) return same(state);
  if (meaning === 'fatal') return fail(state, errorCode, `${message} (${code})`);
  if (meaning !== 'error') return same(state);
  if (state.phase === 'live' || state.phase === 'ending') return report(state, errorCode, `${message} (${code})`);
  return fail(
    state,
    error.action === undefined ? errorCode : 'invalid-configuration',
    `The service refused the session: ${message}`,
  );
}

interface Close {
  readonly closeCode: number;
  readonly reason: string;
  readonly error: AgentErrorCode | null;
}

function closed(state: SessionState, { closeCode, reason, error }: Close): Step {
  if (isOver(state)) return same(state);
  const code = state.expiring ? 'session-expired' : error;
  if (code === null) return { state, effects: [{ type: 'end', reason: 'closed' }] };
  return fail(state, code, `The connection closed with ${closeCode}${reason === '' ? '' : ` (${reason})`}.`);
}

function fail(state: SessionState, code: AgentErrorCode, message: string): Step {
  return { state, effects: [{ type: 'fail', code, message }] };
}

function isOver(state: SessionState): boolean {
  return state.phase === 'ended' || state.phase === 'failed';
}
