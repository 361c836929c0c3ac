import { once } from 'node:events';
import type { WebSocket } from 'ws';
import { GaResponse } from './ga-response.js';
import { refusalOf, voiceOf } from './ga-session-check.js';

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** GA refuses to commit less. */
const MIN_COMMIT_MS = 100;
const BYTES_PER_MS = 48;

export interface GaOptions {
  /** The upgrade succeeds, nothing is announced: as a hung provider does. */
  readonly mute?: boolean;
  /** Answers `session.update` only when the test says so, by `acceptUpdate`. */
  readonly holdUpdate?: boolean;
  /** A refusal leaves `error.event_id` null, as GA often does. */
  readonly namelessErrors?: boolean;
  /** `response.create` is answered by the test, not at once. */
  readonly holdResponses?: boolean;
}

/** One conversation as a GA server keeps it: it refuses what OpenAI refuses, and remembers every refusal. */
export class GaCall {
  readonly socket: WebSocket;
  readonly options: GaOptions;
  /** Everything that came but sound, in order. */
  readonly received: Frame[] = [];
  /** Codes of the errors that the client has earned. */
  readonly refusals: string[] = [];
  readonly callIds = new Set<string>();
  readonly responses: GaResponse[] = [];
  appendedMs = 0;
  /** Sound that came before the session was configured. */
  earlyMs = 0;
  configured = false;
  audioHeard = false;
  interrupts = true;
  session: Readonly<Record<string, unknown>> = { type: 'realtime', model: 'gpt-realtime-2.1' };
  #voice = 'marin';
  #lastItem: string | null = null;
  #uncommittedMs = 0;
  #counter = 0;
  #waiting: { readonly matches: () => boolean; readonly resolve: () => void }[] = [];

  constructor(socket: WebSocket, options: GaOptions) {
    this.socket = socket;
    this.options = options;
    socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary));
    if (options.mute === true) return;
    const expiresAt = 4_000_000_000;
    this.send({
      type: 'session.created',
      session: { id: 'sess_1', ...this.session, expires_at: expiresAt, audio: { output: { voice: this.#voice } } },
    });
    this.send({ type: 'conversation.created', conversation: { id: 'conv_1' } });
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify({ event_id: `event_${(this.#counter += 1)}`, ...frame }));
  }

  /** Resolves with the `count`-th frame of this type, whether it has come already or not. */
  async frame(type: string, count = 1): Promise<Frame> {
    await this.until(() => this.framesOf(type).length >= count);
    const found = this.framesOf(type)[count - 1];
    if (found === undefined) throw new Error(`No ${type}`);
    return found;
  }

  framesOf(type: string): readonly Frame[] {
    return this.received.filter((frame) => frame.type === type);
  }

  /** Resolves once `matches` holds; looks after every frame. */
  until(matches: () => boolean): Promise<void> {
    if (matches()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }

  /** Resolves once everything that was sent so far has been read by the client, and everything it then sent has come. */
  async settled(): Promise<void> {
    const pong = once(this.socket, 'pong');
    this.socket.ping();
    await pong;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** An item took its place. */
  add(item: object & { readonly id: string }): void {
    this.send({ type: 'conversation.item.added', previous_item_id: this.#lastItem, item });
    this.#lastItem = item.id;
  }

  respond(): GaResponse {
    const response = new GaResponse(this, `resp_${this.responses.length + 1}`);
    this.responses.push(response);
    return response;
  }

  get active(): GaResponse | undefined {
    return this.responses.findLast((response) => !response.done);
  }

  async response(count = 1): Promise<GaResponse> {
    await this.until(() => this.responses.length >= count);
    const response = this.responses[count - 1];
    if (response === undefined) throw new Error('No response');
    return response;
  }

  speechStarted(itemId: string, audioMs = 0): void {
    this.send({ type: 'input_audio_buffer.speech_started', audio_start_ms: audioMs, item_id: itemId });
    if (this.interrupts) this.active?.end('cancelled', 'turn_detected');
  }

  speechStopped(itemId: string, audioMs = 1000): void {
    this.send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: audioMs, item_id: itemId });
    this.commit(itemId);
  }

  commit(itemId: string): void {
    this.send({ type: 'input_audio_buffer.committed', previous_item_id: this.#lastItem, item_id: itemId });
    const item = {
      id: itemId,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio', transcript: null }],
    };
    this.add(item);
    this.send({ type: 'conversation.item.done', previous_item_id: null, item });
    this.#uncommittedMs = 0;
  }

  transcribed(itemId: string, transcript: string, usage: object = { type: 'duration', seconds: 1 }): void {
    this.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: itemId,
      content_index: 0,
      transcript,
      usage,
    });
  }

  refuse(code: string, message: string, eventId?: unknown): void {
    this.refusals.push(code);
    const named = this.options.namelessErrors === true ? null : (eventId ?? null);
    this.send({ type: 'error', error: { type: 'invalid_request_error', code, message, param: null, event_id: named } });
  }

  acceptUpdate(): void {
    this.configured = true;
    this.send({ type: 'session.updated', session: this.session });
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (isBinary) return this.refuse('invalid_event', 'Binary frames are not accepted.');
    const frame = JSON.parse(data.toString()) as Frame;
    if (frame.type === 'input_audio_buffer.append') this.#append(frame);
    else {
      this.received.push(frame);
      this.#answer(frame);
    }
    this.#waiting = this.#waiting.filter(({ matches, resolve }) => {
      const holds = matches();
      if (holds) resolve();
      return !holds;
    });
  }

  #append(frame: Frame): void {
    const ms = Buffer.from(String(frame.audio), 'base64').length / BYTES_PER_MS;
    this.appendedMs += ms;
    this.#uncommittedMs += ms;
    if (!this.configured) this.earlyMs += ms;
  }

  #answer(frame: Frame): void {
    const id = frame.event_id;
    switch (frame.type) {
      case 'session.update':
        return this.#update(frame.session as Readonly<Record<string, unknown>>, id);
      case 'input_audio_buffer.clear':
        this.#uncommittedMs = 0;
        return this.send({ type: 'input_audio_buffer.cleared' });
      case 'input_audio_buffer.commit':
        if (this.#uncommittedMs >= MIN_COMMIT_MS) return this.commit(`item_committed_${(this.#counter += 1)}`);
        return this.refuse('input_audio_buffer_commit_empty', 'Error committing input audio buffer: buffer too small.', id);
      case 'conversation.item.create':
        return this.#create(frame.item as Frame, id);
      case 'conversation.item.truncate':
        return this.#truncate(frame, id);
      case 'response.create':
        if (this.active !== undefined)
          return this.refuse('conversation_already_has_active_response', 'Conversation already has an active response.', id);
        if (this.options.holdResponses !== true) this.respond();
        return;
      case 'response.cancel':
        if (this.active === undefined)
          return this.refuse('response_cancel_not_active', 'Cancellation failed: no active response.', id);
        return this.active.end('cancelled', 'client_cancelled');
      default:
        return this.refuse('invalid_value', `Invalid value: '${frame.type}'.`, id);
    }
  }

  #update(session: Readonly<Record<string, unknown>>, id: unknown): void {
    const refusal = refusalOf(session, this.#voice, this.audioHeard);
    if (refusal !== undefined) return this.refuse(refusal.code, refusal.message, id);
    this.#voice = voiceOf(session) ?? this.#voice;
    this.session = { ...this.session, ...session };
    if (this.options.holdUpdate !== true) this.acceptUpdate();
  }

  #create(item: Frame, id: unknown): void {
    if (item.type === 'function_call_output' && !this.callIds.has(String(item.call_id)))
      return this.refuse('invalid_tool_call_id', `Tool call ID '${String(item.call_id)}' not found in conversation.`, id);
    const created = { ...item, id: `item_created_${(this.#counter += 1)}` };
    this.add(created);
    this.send({ type: 'conversation.item.done', previous_item_id: null, item: created });
  }

  #truncate(frame: Frame, id: unknown): void {
    const itemId = String(frame.item_id);
    const sentMs = this.responses.reduce((ms, response) => ms + (response.sentMs.get(itemId) ?? 0), 0);
    const endMs = frame.audio_end_ms;
    if (sentMs === 0) return this.refuse('invalid_value', 'Only model output audio messages can be truncated', id);
    if (!Number.isInteger(endMs)) return this.refuse('invalid_type', "Invalid type for 'audio_end_ms': expected an integer.", id);
    if (frame.content_index !== 0) return this.refuse('invalid_value', 'content_index must be 0', id);
    if (Number(endMs) > sentMs)
      return this.refuse('invalid_value', `Audio content of ${sentMs}ms is already shorter than ${String(endMs)}ms`, id);
    this.send({ type: 'conversation.item.truncated', item_id: itemId, content_index: 0, audio_end_ms: endMs });
  }
}
