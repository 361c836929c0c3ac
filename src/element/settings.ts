import { LitElement, type PropertyDeclarations } from 'lit';
import type { RunTool } from '../session/tools.js';
import type { ToolDefinition } from '../spec/tool.js';
import type { ModelPrices } from '../spec/usage.js';
import {
  consentConverter,
  modalityConverter,
  speedConverter,
  turnDetectionConverter,
  type TurnDetectionSetting,
} from './attribute-converters.js';
import type { Strings } from './strings.js';

/** A tool of the page; without `run` the element asks for the result by `agent-tool-call`. */
export interface PageTool extends ToolDefinition {
  readonly run?: RunTool;
}

/**
 * What a page can set on `<voice-agent>`, which events it receives and what it can style. Each attribute is also a property,
 * and all of them act after mount. Every event bubbles and crosses shadow roots; `agent-events.ts` describes the details.
 *
 * @fires agent-state - The conversation's course changed: `{ state, previous, reason? }`.
 * @fires agent-transcript - A bubble changed: `{ id, role, text, delta, final, heard?, startMs, endMs, interrupted }`.
 * @fires agent-tool-call - The agent calls a tool without a function of its own: answer with `respondWith()`.
 * @fires agent-tool-result - A tool ended: `{ id, name, result | error, durationMs }`.
 * @fires agent-cost - What it costs so far: `{ currency, total, delta, byModality, estimated, tokens, prices }`.
 * @fires agent-latency - How long the person waited: `{ turn, totalMs, endpointingMs, thinkingMs, playbackMs }`.
 * @fires agent-interrupted - The agent was cut off: `{ itemId, heardMs, text }`.
 * @fires agent-devices - Microphones and loudspeakers that there are, once the microphone was allowed: `{ devices }`.
 * @fires agent-level - Loudness 0-1, while somebody listens on the element: `{ input, output }`.
 * @fires agent-provider - Another provider answers from now on: `{ provider, previous, reason }`.
 * @fires agent-connection - The connection's course: `{ status, attempt, code? }`.
 * @fires agent-limit - A limit is near or, cancelable, brings the end: `{ kind, remaining, ending }`.
 * @fires agent-error - Something failed: `{ code, message, recoverable, help }`.
 * @fires agent-log - Every entry of the log, raw frames included: `{ entry }`.
 *
 * @slot launcher - Content of the floating button.
 * @slot avatar - A picture before the state.
 * @slot header - A title before the state.
 * @slot empty - What stands where the conversation will be.
 * @slot footer - Anything below the controls.
 * @slot icon-mic - The microphone; likewise `icon-` and `mic-off`, `send`, `end`, `chat`, `settings`, `transcript`, `alert`, `retry`, `cross`.
 *
 * @csspart shell - The whole card.
 * @csspart header - The row with state and figures.
 * @csspart state - The state in words.
 * @csspart meters - The figures; each is a `chip`, `latency` or `cost`.
 * @csspart visualizer - The picture, which is the button that interrupts; its five `bar`s.
 * @csspart transcript - The conversation; `empty` before its first word.
 * @csspart message - A bubble, also `message-user` or `message-agent`; its words are `text`.
 * @csspart not-heard - Words of the agent that were not heard.
 * @csspart interruption - The mark where hearing stopped.
 * @csspart tool - A call of a tool, also `tool-running`, `tool-done` or `tool-failed`; `tool-summary` and `tool-data` within.
 * @csspart error - The panel of a failure; `error-title`, `error-help` and `error-details` within.
 * @csspart consent - The question before the microphone; `consent-title` and `consent-text` within.
 * @csspart limit - The warning before a limit.
 * @csspart settings - Devices, volume and provider; `select` and `volume` within.
 * @csspart dock - Everything a person acts with: `composer` with its `input`, and `controls`.
 * @csspart button - Every button of them, each also by its own name: `start`, `end`, `mute`, `talk`, `send`, `retry`.
 * @csspart launcher - The floating button.
 * @csspart panel - What it opens.
 *
 * @cssprop --voice-agent-accent - What is active, and the agent.
 * @cssprop --voice-agent-on-accent - Text on the accent.
 * @cssprop --voice-agent-user - The person.
 * @cssprop --voice-agent-surface - The card.
 * @cssprop --voice-agent-raised - What lies on the card.
 * @cssprop --voice-agent-text - Text.
 * @cssprop --voice-agent-muted-text - Quiet text.
 * @cssprop --voice-agent-line - Lines and borders.
 * @cssprop --voice-agent-danger - Failure, off and end.
 * @cssprop --voice-agent-radius - The card's corners.
 * @cssprop --voice-agent-radius-inner - Corners inside of it.
 * @cssprop --voice-agent-gap - Between the rows.
 * @cssprop --voice-agent-size - Height of the controls.
 * @cssprop --voice-agent-font - The typeface.
 * @cssprop --voice-agent-mono - The typeface of figures.
 * @cssprop --voice-agent-shadow - The card's shadow.
 * @cssprop --voice-agent-transcript-size - Greatest height of the conversation, default 360px.
 * @cssprop --voice-agent-z-index - Of the floating variant.
 */
export class AgentSettings extends LitElement {
  static override properties: PropertyDeclarations = {
    provider: { reflect: true },
    relayUrl: { attribute: 'relay-url', reflect: true },
    relayToken: { attribute: 'relay-token' },
    authorize: { attribute: false },
    model: { reflect: true },
    voice: { reflect: true },
    speed: { converter: speedConverter, reflect: true, useDefault: true },
    language: { reflect: true },
    instructions: { reflect: true },
    greeting: { reflect: true },
    agentId: { attribute: 'agent-id', reflect: true },
    turnDetection: { attribute: 'turn-detection', converter: turnDetectionConverter, reflect: true, useDefault: true },
    modality: { converter: modalityConverter, reflect: true, useDefault: true },
    muted: { type: Boolean, reflect: true },
    volume: { type: Number, reflect: true, useDefault: true },
    inputDevice: { attribute: 'input-device', reflect: true },
    outputDevice: { attribute: 'output-device', reflect: true },
    idleTimeout: { attribute: 'idle-timeout', type: Number, reflect: true, useDefault: true },
    maxDuration: { attribute: 'max-duration', type: Number, reflect: true, useDefault: true },
    maxCost: { attribute: 'max-cost', type: Number, reflect: true, useDefault: true },
    variant: { reflect: true, useDefault: true },
    placement: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    theme: { reflect: true, useDefault: true },
    visualizer: { reflect: true, useDefault: true },
    controls: { reflect: true, useDefault: true },
    consent: { converter: consentConverter, reflect: true },
    workletUrl: { attribute: 'worklet-url', reflect: true },
    debug: { type: Boolean, reflect: true },
    tools: { attribute: false },
    prices: { attribute: false },
    strings: { attribute: false },
    clientSession: { attribute: false },
  };

  /** Who answers: the id of a provider. Without it the person's own choice counts, then the relay's default. Counts from the next start. */
  provider: string | undefined;

  /** Base of the relay's routes, http or https. Default: the page's origin. */
  relayUrl: string | undefined;

  /** Bearer token for the relay. `authorize` takes precedence. Never written back to the attribute. */
  relayToken: string | undefined;

  /** Gives the bearer token for the relay; asked anew for every connection. */
  authorize: (() => string | Promise<string>) | undefined;

  /** The model that answers. Default: the relay's. */
  model: string | undefined;

  /** The agent's voice. Default: the relay's. */
  voice: string | undefined;

  /** Speed of the agent's voice, 0.25-1.5, where the service supports it. */
  speed = 1;

  /** BCP 47 tag of the language that is spoken, for instance `en`. */
  language: string | undefined;

  /** What the agent is told to be and to do. */
  instructions: string | undefined;

  /** The agent's first words. Without it the person begins. */
  greeting: string | undefined;

  /** The agent's id, for providers that keep agents of their own. */
  agentId: string | undefined;

  /** What ends the person's turn: `server-vad` (default), `semantic-vad`, or `none` for push-to-talk. The property takes the detailed object too. */
  turnDetection: TurnDetectionSetting = 'server-vad';

  /** `text` asks for no microphone and plays no sound. */
  modality: 'voice' | 'text' = 'voice';

  /** Disables the microphone's track: nothing is heard and nothing is sent. */
  muted = false;

  /** Gain of the agent's voice, 0-1. */
  volume = 1;

  /** Device id of the microphone. Default: the system's. */
  inputDevice: string | undefined;

  /** Device id of the loudspeaker, where the browser can choose one. Default: the system's. */
  outputDevice: string | undefined;

  /** Seconds without speech from either side until the conversation ends, 0 = never. A warning comes first. */
  idleTimeout = 300;

  /** Seconds until the conversation ends, 0 = never. A warning comes first. */
  maxDuration = 0;

  /** US dollars that the conversation may cost, 0 = any. */
  maxCost = 0;

  /** `inline` stands in the page's flow; `floating` is a button in a corner that opens a panel. */
  variant: 'inline' | 'floating' = 'inline';

  /** The corner of the floating button. */
  placement: 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left' = 'bottom-right';

  /** Whether the floating panel is open. */
  open = false;

  /** `auto` follows the person's system. */
  theme: 'auto' | 'light' | 'dark' = 'auto';

  /** The picture that shows who speaks. */
  visualizer: 'bars' | 'none' = 'bars';

  /** What is shown, of `mic text end devices volume provider transcript cost latency`. */
  controls = 'mic text end';

  /** Shown before the microphone is asked for; without a value a general text. */
  consent: string | boolean = false;

  /** Where the AudioWorklet file is, for a strict Content-Security-Policy. Default: the script itself. */
  workletUrl: string | undefined;

  /** Prints the log to the console. */
  debug = false;

  /** Tools that the agent may call; those without `run` are asked for by `agent-tool-call`. */
  tools: readonly PageTool[] = [];

  /** Replaces the provider's own price table. */
  prices: ModelPrices | undefined;

  /** Replaces strings of the interface. */
  strings: Strings = {};

  /** Merged into the provider's session configuration as it is. */
  clientSession: Readonly<Record<string, unknown>> | undefined;
}
