import type { Logger } from 'pino';
import type { LoadStep } from '../../local/index.js';
import type { ModelPrices } from '../../spec/usage.js';
import type { Settings } from '../config/settings.js';
import { Refusal } from '../refusal.js';
import type { Peer } from '../session/peer.js';
import type { UpstreamProtocol } from './upstream-protocol.js';

/** A voice service that this relay knows. `protocols/registry.ts` lists them all. */
export type ServiceDefinition = RelayedDefinition | DirectDefinition;

/** Its conversations pass through the relay. */
export interface RelayedDefinition {
  readonly kind: 'relayed';
  /** Of the provider. */
  readonly id: string;
  /** Path of its sockets; `<path>/session` issues tickets, `<path>/<ticket>` opens one. */
  readonly path: `/${string}`;
  /** `undefined` where the settings do not offer the service. */
  open(context: ServiceContext, signal: AbortSignal): Promise<RelayedService | undefined>;
}

/** Pages talk to the service themselves, at addresses that the relay has signed. */
export interface DirectDefinition {
  readonly kind: 'direct';
  readonly id: string;
  /** Path at which signed addresses are issued. */
  readonly path: `/${string}`;
  open(context: ServiceContext, signal: AbortSignal): Promise<DirectService | undefined>;
}

export interface ServiceContext {
  readonly settings: Settings;
  readonly log: Logger;
  readonly onLoading?: ((step: LoadStep) => void) | undefined;
}

export type Service = RelayedService | DirectService;

interface OfferedService {
  readonly id: string;
  readonly label: string;
  /** Who answers, for logs, metrics and usage records: a provider can be served by more than one service. */
  readonly servedBy: string;
  /** Whether conversations cost money. */
  readonly isBilled: boolean;
}

export interface DirectService extends OfferedService {
  readonly kind: 'direct';
  /**
   * An address that opens one conversation.
   *
   * @throws Refusal
   */
  signUrl(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>;
}

export interface RelayedService extends OfferedService {
  readonly kind: 'relayed';
  readonly protocol: UpstreamProtocol;
  readonly offer: Offer;
  pricesOf(model: string | undefined): ModelPrices | undefined;
  /** @throws Refusal `model-refused` for a model or voice that is not on offer. */
  choose(request: ModelRequest): ModelChoice;
  /** Whether nothing has to be loaded any more before a conversation can be opened. */
  isReady(): boolean;
  /** Resolves when {@link isReady} becomes true; rejects when it never will. */
  readonly loaded: Promise<unknown>;
  /** What an operator should know when the relay starts. */
  readonly notice?: string;
  /**
   * Resolves once the service has created the session, with the message that says so as the first one of the peer.
   *
   * @throws Refusal
   */
  dial(request: DialRequest, signal: AbortSignal): Promise<Peer>;
}

export interface DialRequest extends ModelChoice {
  /** A stable pseudonym of the person, for the service's abuse monitoring. */
  readonly safetyIdentifier: string;
}

export interface Offer {
  readonly models: readonly string[];
  readonly defaultModel: string;
  readonly voices: readonly string[];
  readonly defaultVoice: string;
}

/** What a client asks for. */
export interface ModelRequest {
  readonly model?: string | undefined;
  readonly voice?: string | undefined;
}

export interface ModelChoice {
  readonly model: string;
  readonly voice: string;
}

/** What a client asks for, or the defaults. Throws a {@link Refusal} `model-refused` for anything that is not on offer. */
export function chooseFrom(offer: Offer, { model = offer.defaultModel, voice = offer.defaultVoice }: ModelRequest): ModelChoice {
  if (!offer.models.includes(model))
    throw new Refusal('model-refused', `This relay offers the models ${offer.models.join(', ')}.`);
  if (!offer.voices.includes(voice))
    throw new Refusal('model-refused', `This relay offers the voices ${offer.voices.join(', ')}.`);
  return { model, voice };
}
