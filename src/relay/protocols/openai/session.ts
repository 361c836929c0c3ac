import { systemClock } from '../../../lib/clock.js';
import { isFields, textIn, type Fields } from '../../../lib/fields.js';
import { createOpenAICodec } from '../../../providers/openai/codec.js';
import { parseJson } from '../../parse-json.js';
import type { SessionConfig } from '../../../spec/session-config.js';
import type { ClientVerdict, ProtocolSession, ProtocolSessionOptions } from '../upstream-protocol.js';
import { createClientPolicy, type ClientPolicy, type PolicyRules } from './client-policy.js';
import { errorLabel } from './errors.js';
import { ResponseTimer } from './response-timer.js';
import { callIdsIn, isResponsePart, isStreamed, withoutLocked } from './server-events.js';

/** The codec only decodes here. */
const NO_CONFIG: SessionConfig = { turnDetection: { type: 'none' }, modality: 'voice', tools: [] };

/** One conversation in OpenAI's protocol. */
export class OpenAiSession implements ProtocolSession {
  readonly cancelMessage = '{"type":"response.cancel"}';
  readonly #rules: PolicyRules;
  readonly #options: ProtocolSessionOptions;
  readonly #policy: ClientPolicy;
  /** Reads usage exactly as the page does, so that both count the same cost. */
  readonly #codec = createOpenAICodec(NO_CONFIG);
  readonly #timer = new ResponseTimer(systemClock);
  #responding = false;

  constructor(rules: PolicyRules, options: ProtocolSessionOptions) {
    this.#rules = rules;
    this.#options = options;
    this.#policy = createClientPolicy(rules);
  }

  get responding(): boolean {
    return this.#responding;
  }

  checkClient(message: Buffer, isBinary: boolean): ClientVerdict {
    return this.#policy.check(message, isBinary);
  }

  readUpstream(message: Buffer, isBinary: boolean): Buffer | string | undefined {
    if (isBinary) return undefined;
    if (isStreamed(message)) {
      if (this.#timer.running && isResponsePart(message))
        this.#options.onEvent({ type: 'answer-started', afterSeconds: this.#timer.stop() });
      return message;
    }
    const event = parseJson(message);
    if (!isFields(event)) return undefined;
    this.#note(event);
    const shown = withoutLocked(event, this.#rules.locks);
    // Serialised again before it is searched for keys, because JSON can write the letters of a key in more than one way.
    const text = JSON.stringify(shown);
    const redacted = this.#options.redact(text);
    return shown === event && redacted === text ? message : redacted;
  }

  #note(event: Fields): void {
    const { onEvent } = this.#options;
    for (const callId of callIdsIn(event)) this.#policy.allowToolOutput(callId);
    if (event.type === 'response.created') this.#responding = true;
    this.#timer.note(event.type);
    onEvent({ type: 'decoded', events: this.#codec.decode(withResponseId(event)).events });
    if (event.type === 'response.done') {
      this.#responding = false;
      onEvent({ type: 'response-done' });
    }
    if (event.type === 'error') onEvent({ type: 'upstream-error', code: errorLabel(event) });
  }
}

/** A response without an id is billed too, but the codec ignores it. */
function withResponseId(event: Fields): Fields {
  if (event.type !== 'response.done' || !isFields(event.response)) return event;
  return textIn(event.response, 'id') === undefined ? { ...event, response: { ...event.response, id: 'unnamed' } } : event;
}
