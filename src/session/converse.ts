import { systemClock } from '../lib/clock.js';
import { createChild } from '../lib/child-signal.js';
import { createDeferred } from '../lib/deferred.js';
import { onAbort } from '../lib/on-abort.js';
import { after } from '../lib/timer.js';
import { AgentError, toAgentError } from '../spec/agent-error.js';
import type { Effect, EndReason } from '../spec/action.js';
import type { Connection } from '../spec/connection.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { Microphone, Speaker } from '../spec/audio-io.js';
import type { EventSource, VoiceEvent } from '../spec/voice-event.js';
import type { Conversation, ConversationRequest } from './conversation.js';
import { createPlaybackReorderer } from './playback-reorderer.js';
import { wireConfig } from './step/lifecycle.js';
import { enforceLimits, RESPONSE_TIMEOUT_MS, watchResponse } from './timers.js';
import { createTools } from './tools.js';
import { createViews } from './views.js';

/** From the open connection to the service's readiness, which usually takes a quarter of a second. */
export const READY_TIMEOUT_MS = 15_000;

/**
 * Opens what a conversation needs, then lets every direction meet in the log: each entry goes through `step`, and what
 * `step` wants is done here and nowhere else. All of it ends with `signal`, and all that it opened with it.
 */
export function openConversation(request: ConversationRequest, signal: AbortSignal): Conversation {
  const { log, clock = systemClock, tools = createTools(), bargeIn = 'interrupt' } = request;
  const config: SessionConfig = { ...request.config, tools: tools.definitions };
  const life = createChild(signal);
  const opening = createChild(life.signal);
  const live = createDeferred<void>();
  const ended = createDeferred<EndReason>();
  live.promise.catch(() => undefined);
  const views = request.views ?? createViews(log, request.pricesOf ?? (() => undefined), life.signal);
  let connection: Connection | undefined;
  let microphone: Microphone | undefined;
  let speaker: Speaker | undefined;
  let over = false;

  const append = (source: EventSource, event: VoiceEvent): void => {
    if (!over) log.append(source, event);
  };
  const finish = (reason: EndReason): void => {
    if (over) return;
    append('session', { type: 'ended', reason });
    over = true;
    life.abort();
    live.reject(life.signal.reason);
    ended.resolve(reason);
  };
  const fail = (error: AgentError): void => {
    live.reject(error);
    append('session', { type: 'failed', code: error.code, message: error.message, recoverable: false });
    finish('failed');
  };

  const reorderer = createPlaybackReorderer((event) => append('speaker', event));

  const runTool = async ({ callId, name, arguments: argumentsJson }: Effect & { type: 'run-tool' }): Promise<void> => {
    const startedAt = clock.now();
    const outcome = await tools.run({ id: callId, name, argumentsJson }, life.signal);
    append('session', { type: 'tool-finished', callId, name, outcome, durationMs: clock.now() - startedAt });
  };

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'send':
        return connection?.send(effect.action);
      case 'gate-microphone':
        return connection?.gateMicrophone(effect.open, effect.preRoll);
      case 'send-silence':
        return connection?.sendSilence(effect.durationMs);
      case 'set-input-format':
        return microphone?.setFormat(effect.format);
      case 'flush-speaker':
        return speaker?.flush();
      case 'mute-microphone':
        return microphone?.setMuted(effect.muted);
      case 'run-tool':
        return void runTool(effect);
      case 'report':
        return append('session', { type: 'failed', code: effect.code, message: effect.message, recoverable: true });
      case 'end':
        return finish(effect.reason);
      case 'fail':
        return fail(new AgentError(effect.code, effect.message));
      default:
        effect satisfies never;
    }
  };

  const pump = async <E extends VoiceEvent>(events: AsyncIterable<E>, take: (event: E) => void): Promise<void> => {
    for await (const event of events) take(event);
  };

  const openAudio = async (): Promise<void> => {
    if (request.openMicrophone !== undefined) append('microphone', { type: 'microphone-requested' });
    [microphone, speaker] = await Promise.all([request.openMicrophone?.(life.signal), request.openSpeaker?.(life.signal)]);
    if (microphone !== undefined) void pump(microphone.events, (event) => append('microphone', event)).catch(broken);
    if (speaker !== undefined) void pump(speaker.events, reorderer.push).catch(broken);
  };

  const open = async (): Promise<void> => {
    if (config.modality === 'voice') await openAudio();
    append('connection', { type: 'connection-opening', provider: request.provider });
    connection = await request.openConnection(
      {
        config: wireConfig(views.session.state().state),
        bargeIn,
        ...(microphone === undefined ? {} : { microphone: microphone.port }),
        ...(microphone?.tracks && { tracks: microphone.tracks }),
        ...(speaker === undefined ? {} : { speaker: speaker.port }),
      },
      life.signal,
    );
    for await (const { source, event } of connection.events) append(source, event);
    throw new AgentError('connection-lost', 'The connection ended without a close code.');
  };
  const notReady = new AgentError('upstream-timeout', `The service was not ready within ${READY_TIMEOUT_MS / 1000} s.`);
  const broken = (thrown: unknown): void => {
    if (!over) fail(toAgentError(thrown));
  };

  log.subscribe((entry) => {
    const { state, effects } = views.session.state();
    effects.forEach(perform);
    reorderer.observe(entry.event);
    if (entry.event.type === 'connection-open') after(READY_TIMEOUT_MS, () => fail(notReady), opening.signal);
    if (state.phase !== 'live') return;
    opening.abort();
    live.resolve();
  }, life.signal);
  enforceLimits(request, views, clock, life.signal);
  watchResponse(log, views, RESPONSE_TIMEOUT_MS, life.signal);
  sendToolChanges();
  const { provider, capabilities } = request;
  append('page', { type: 'start', provider, capabilities, config, bargeIn });
  onAbort(life.signal, () => finish('removed'));
  if (!over) void open().catch(broken);

  return {
    log,
    live: live.promise,
    ended: ended.promise,
    dispatch: (command) => append('page', command),
  };

  /** Tools that are added or removed in one task are sent to the service together. */
  function sendToolChanges(): void {
    let due = false;
    tools.subscribe(() => {
      if (due) return;
      due = true;
      queueMicrotask(() => {
        due = false;
        append('page', { type: 'update-session', patch: { tools: tools.definitions } });
      });
    }, life.signal);
  }
}
