import { createAsyncQueue } from '../../lib/async-queue.js';
import { isFields, textIn } from '../../lib/fields.js';
import { encodeBase64 } from '../../lib/base64.js';
import type { SessionConfig } from '../../spec/session-config.js';
import type { Socket, SocketEvents } from '../../spec/socket.js';
import type { ProviderEvent } from '../../spec/voice-event.js';
import { babble } from './babble.js';
import { SCRIPTED_AUDIO } from './audio-format.js';
import type { Pace } from './pace.js';
import type { Cue, Script } from './script.js';

/** Plays the provider's side of a conversation to whoever dials. It answers as far as any provider would: what is sent is taken in, a cancelled response stops. */
export function playScript(
  script: Script,
  config: SessionConfig,
  pace: Pace,
  seed: string,
  ears: SocketEvents,
  signal: AbortSignal,
): Socket {
  const received = createAsyncQueue<string>(signal);
  const actions = received[Symbol.asyncIterator]();
  const cancelled = new Set<string>();
  const soundMs = new Map<string, number>();
  let running: string | undefined;
  let answers = 0;

  const tell = (event: ProviderEvent): void => {
    if (event.type === 'agent-audio' && config.modality === 'text') return;
    ears.message(JSON.stringify(event.type === 'agent-audio' ? { event, sound: soundOf(event) } : { event }));
  };
  const soundOf = ({ itemId, durationMs }: ProviderEvent & { type: 'agent-audio' }): string => {
    const fromMs = soundMs.get(itemId) ?? 0;
    soundMs.set(itemId, fromMs + durationMs);
    return encodeBase64(babble(`${seed} ${itemId}`, fromMs, durationMs, SCRIPTED_AUDIO));
  };
  const isStopped = (): boolean => running !== undefined && cancelled.has(running);

  const emit = (event: ProviderEvent): void => {
    if (event.type === 'response-started') running = event.responseId;
    const stopped = isStopped();
    if (event.type === 'response-done') {
      running = undefined;
      return tell(stopped ? { ...event, status: 'cancelled', reason: 'client_cancelled' } : event);
    }
    if (!stopped || !('responseId' in event)) tell(event);
  };
  const perform = async (cue: Cue): Promise<void> => {
    switch (cue.cue) {
      case 'wait':
        return isStopped() ? undefined : pace(cue.ms, signal);
      case 'emit':
        return emit(cue.event);
      case 'await':
        for (let next = await actions.next(); !next.done && next.value !== cue.action;) next = await actions.next();
        return;
      case 'close':
        return ears.closed(cue.closeCode, cue.reason);
      default:
        cue satisfies never;
    }
  };
  const play = async (): Promise<void> => {
    await Promise.resolve();
    if (!signal.aborted) ears.opened();
    for (const cue of script) {
      if (signal.aborted) return;
      await perform(cue);
    }
  };

  void play();
  return {
    bufferedAmount: 0,
    send(text) {
      const action: unknown = JSON.parse(text);
      if (!isFields(action)) return;
      const type = textIn(action, 'type') ?? '';
      if (type === 'cancel-response') cancelled.add(textIn(action, 'responseId') ?? running ?? '');
      const itemId = `sent-${(answers += 1)}`;
      if (type === 'add-user-text')
        tell({ type: 'item-added', itemId, kind: 'message', role: 'user', text: textIn(action, 'text') ?? '' });
      received.push(type);
    },
    close: received.end,
  };
}
