import type { ClosableErrorCode } from '../../spec/close-code.js';
import type { Codec } from '../../spec/codec.js';
import type { Provider } from '../../spec/provider.js';
import type { Leg } from '../session/leg.js';

/** Who answers: a voice service or the agent inside the relay. */
export interface Upstream {
  readonly served: 'openai' | 'azure' | 'local' | 'nobody';
  /** Whose protocol it speaks. */
  readonly provider: Provider;
  /** What reads the figures in what it says; one for each conversation. */
  createCodec(): Codec;
  readonly offer: Offer;
  /** @throws Refusal `model-refused` for what is not on offer. */
  choose(wish: Wish): Choice;
  /** Whether there is nothing left to load before a conversation can be opened. */
  readonly ready: boolean;
  /** Resolves when {@link ready} becomes true; rejects when it never will. */
  readonly loaded: Promise<unknown>;
  /**
   * Resolves once the service is known to serve the conversation, with `session.created` as the leg's first frame.
   *
   * @throws Refusal - its code says why there will be no conversation.
   */
  dial(request: DialRequest, signal: AbortSignal): Promise<Leg>;
  /** What the service's goodbye means to the client. */
  meaningOf(closeCode: number, reason: string): ClosableErrorCode | null;
}

export interface DialRequest {
  readonly model: string;
  readonly voice: string;
  /** A stand-in for the person, for the service's abuse monitoring. */
  readonly safetyIdentifier: string;
}

/** What a caller may ask for. */
export interface Offer {
  readonly models: readonly string[];
  readonly defaultModel: string;
  readonly voices: readonly string[];
  readonly defaultVoice: string;
}

export interface Wish {
  readonly model?: string | undefined;
  readonly voice?: string | undefined;
}

export interface Choice {
  readonly model: string;
  readonly voice: string;
}
