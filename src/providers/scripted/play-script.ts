import { createAsyncQueue } from '../../lib/async-queue.js';
import { encodeBase64 } from '../../lib/base64.js';
import { isFields, textIn } from '../../lib/fields.js';
import type { SessionConfig } from '../../spec/session-config.js';
import type { Socket, SocketEvents } from '../../spec/socket.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { SCRIPTED_AUDIO } from './codec.js';
import { createNoise } from './noise.js';
import type { Pacing } from './pacing.js';
import type { Cue, Script } from './script.js';

interface Performance {
  readonly config: SessionConfig;
  readonly pacing: Pacing;
  readonly seed: string;
  readonly events: SocketEvents;
  readonly signal: AbortSignal;
}

/**
 * Plays the provider's side of a conversation. It reacts as any provider would: it adds a typed line to the conversation and
 * stops a cancelled response.
 */
export function playScript(script: Script, { config, pacing, seed, events, signal }: Performance): Socket {
  const received = createAsyncQueue<string>(signal);
  const actions = received[Symbol.asyncIterator]();
  const cancelled = new Set<string>();
  const audioMs = new Map<string, number>();
  let running: string | undefined;
  let added = 0;

  const send = (event: ProviderEvent): void => {
    if (event.type === 'agent-audio' && config.modality === 'text') return;
    events.message(JSON.stringify(event.type === 'agent-audio' ? { event, audio: audioOf(event) } : { event }));
  };
  const audioOf = ({ itemId, durationMs }: ProviderEvent & { type: 'agent-audio' }): string => {
    const fromMs = audioMs.get(itemId) ?? 0;
    audioMs.set(itemId, fromMs + durationMs);
    return encodeBase64(createNoise(`${seed} ${itemId}`, fromMs, durationMs, SCRIPTED_AUDIO));
  };
  const isCancelled = (): boolean => running !== undefined && cancelled.has(running);

  const emit = (event: ProviderEvent): void => {
    if (event.type === 'response-started') running = event.responseId;
    const stopped = isCancelled();
    if (event.type === 'response-done') {
      running = undefined;
      return send(stopped ? { ...event, status: 'cancelled', reason: 'client_cancelled' } : event);
    }
    if (!stopped || !('responseId' in event)) send(event);
  };
  const perform = async (cue: Cue): Promise<void> => {
    switch (cue.cue) {
      case 'wait':
        return isCancelled() ? undefined : pacing(cue.ms, signal);
      case 'emit':
        return emit(cue.event);
      case 'await':
        for (let next = await actions.next(); !next.done && next.value !== cue.action;) next = await actions.next();
        return;
      case 'close':
        return events.closed(cue.closeCode, cue.reason);
      default:
        cue satisfies never;
    }
  };
  const play = async (): Promise<void> => {
    await Promise.resolve();
    if (!signal.aborted) events.opened();
    for (const cue of script) {
      if (signal.aborted) return;
      await perform(cue);
    }
  };

  void play();
  return {
    bufferedAmount: 0,
    send(frame) {
      const action: unknown = typeof frame === 'string' ? JSON.parse(frame) : undefined;
      if (!isFields(action)) return;
      const type = textIn(action, 'type') ?? '';
      if (type === 'cancel-response') cancelled.add(textIn(action, 'responseId') ?? running ?? '');
      if (type === 'add-user-text') {
        const itemId = `sent-${(added += 1)}`;
        send({ type: 'item-added', itemId, kind: 'message', role: 'user', text: textIn(action, 'text') ?? '' });
      }
      received.push(type);
    },
    close: received.end,
  };
}
