import type { GaCall } from './ga-call.js';

/** 24 kHz PCM16. */
const BYTES_PER_MS = 48;

type Status = 'completed' | 'cancelled' | 'incomplete' | 'failed';

/** One response as GA sends it, frame by frame. The test says when and what. */
export class GaResponse {
  readonly id: string;
  readonly call: GaCall;
  /** Milliseconds of sound sent, by item. */
  readonly sentMs = new Map<string, number>();
  readonly output: object[] = [];
  done = false;

  constructor(call: GaCall, id: string) {
    this.call = call;
    this.id = id;
    call.send({ type: 'response.created', response: { id, object: 'realtime.response', status: 'in_progress', output: [] } });
  }

  /** A message of the agent: the item and its content part are announced, nothing is said yet. */
  message(itemId: string, phase: 'commentary' | 'final_answer' = 'final_answer'): this {
    const item = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      role: 'assistant',
      status: 'in_progress',
      phase,
      content: [],
    };
    this.#send({ type: 'response.output_item.added', output_index: this.output.length, item });
    this.call.add(item);
    this.#send({
      type: 'response.content_part.added',
      item_id: itemId,
      output_index: 0,
      content_index: 0,
      part: { type: 'audio', transcript: '' },
    });
    this.output.push({ ...item, status: 'completed', content: [{ type: 'output_audio', transcript: '' }] });
    return this;
  }

  text(itemId: string, delta: string): this {
    const event = { item_id: itemId, output_index: 0, content_index: 0, delta, obfuscation: 'aXb29f' };
    return this.#send({ type: 'response.output_audio_transcript.delta', ...event });
  }

  audio(itemId: string, ms: number): this {
    this.sentMs.set(itemId, (this.sentMs.get(itemId) ?? 0) + ms);
    this.call.audioHeard = true;
    const delta = Buffer.alloc(ms * BYTES_PER_MS, 1).toString('base64');
    return this.#send({ type: 'response.output_audio.delta', item_id: itemId, output_index: 0, content_index: 0, delta });
  }

  /** The end of one message, with its whole transcript. */
  endMessage(itemId: string, transcript: string): this {
    const place = { item_id: itemId, output_index: 0, content_index: 0 };
    this.#send({ type: 'response.output_audio.done', ...place });
    this.#send({ type: 'response.output_audio_transcript.done', ...place, transcript });
    this.#send({ type: 'response.content_part.done', ...place, part: { type: 'audio', transcript } });
    const item = {
      id: itemId,
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_audio', transcript }],
    };
    this.call.send({ type: 'conversation.item.done', previous_item_id: null, item });
    return this.#send({ type: 'response.output_item.done', output_index: 0, item });
  }

  /** A whole spoken message. */
  says(itemId: string, transcript: string, ms: number): this {
    return this.message(itemId).text(itemId, transcript).audio(itemId, ms).endMessage(itemId, transcript);
  }

  /** Announces a call; its arguments are not final before {@link endTool}. */
  tool(itemId: string, callId: string, name: string): this {
    const item = { id: itemId, type: 'function_call', status: 'in_progress', call_id: callId, name, arguments: '' };
    this.#send({ type: 'response.output_item.added', output_index: this.output.length, item });
    this.call.add(item);
    this.#send({ type: 'response.function_call_arguments.delta', item_id: itemId, call_id: callId, delta: '{"half' });
    return this;
  }

  endTool(itemId: string, callId: string, name: string, args: object, status: 'completed' | 'incomplete' = 'completed'): this {
    const item = { id: itemId, type: 'function_call', status, call_id: callId, name, arguments: JSON.stringify(args) };
    this.output.push(item);
    this.call.callIds.add(callId);
    this.#send({
      type: 'response.function_call_arguments.done',
      item_id: itemId,
      call_id: callId,
      name,
      arguments: item.arguments,
    });
    return this.#send({ type: 'response.output_item.done', output_index: 0, item });
  }

  /** `response.done`. Nothing of this response comes after it. */
  end(status: Status = 'completed', reason?: string, usage?: object): void {
    this.done = true;
    this.call.send({
      type: 'response.done',
      response: {
        id: this.id,
        object: 'realtime.response',
        status,
        status_details: reason === undefined ? null : { type: status, reason },
        output: this.output,
        ...(usage === undefined ? {} : { usage }),
      },
    });
  }

  #send(frame: Readonly<Record<string, unknown>>): this {
    this.call.send({ ...frame, response_id: this.id });
    return this;
  }
}
