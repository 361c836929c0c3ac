import { LevelListeners } from './level-listeners.js';
import { property } from 'lit/decorators.js';
import type { ModelPrices } from '../spec/usage.js';
import { consentConverter, turnDetectionConverter, type TurnDetectionSetting } from './attribute-converters.js';
import type { PageTool } from './page-tool.js';
import type { Strings } from './strings.js';

/** What a page can set on `<voice-agent>`. Each attribute is also a property, and all of them act after mount. */
export class AgentSettings extends LevelListeners {
  /** Who answers: the id of a provider. Without it the person's own choice counts, then the relay's default. Counts from the next start. */
  @property({ reflect: true }) provider: string | undefined;

  /** Base of the relay's routes, http or https. Default: the page's origin. */
  @property({ attribute: 'relay-url', reflect: true }) relayUrl: string | undefined;

  /** Bearer token for the relay. `authorize` takes precedence. Never written back to the attribute. */
  @property({ attribute: 'relay-token' }) relayToken: string | undefined;

  /** Gives the bearer token for the relay; asked anew for every connection. */
  @property({ attribute: false }) authorize: (() => string | Promise<string>) | undefined;

  /** The model that answers. Default: the relay's. */
  @property({ reflect: true }) model: string | undefined;

  /** The agent's voice. Default: the relay's. */
  @property({ reflect: true }) voice: string | undefined;

  /** BCP 47 tag of the language that is spoken, for instance `en`. */
  @property({ reflect: true }) language: string | undefined;

  /** What the agent is told to be and to do. */
  @property({ reflect: true }) instructions: string | undefined;

  /** The agent's first words. Without it the person begins. */
  @property({ reflect: true }) greeting: string | undefined;

  /** The agent's id, for providers that keep agents of their own. */
  @property({ attribute: 'agent-id', reflect: true }) agentId: string | undefined;

  /** What ends the person's turn: `server-vad` (default), `semantic-vad`, or `none` for push-to-talk. The property takes the detailed object too. */
  @property({ attribute: 'turn-detection', converter: turnDetectionConverter, reflect: true, useDefault: true })
  turnDetection: TurnDetectionSetting = 'server-vad';

  /** `text` asks for no microphone and plays no sound. */
  @property({ reflect: true, useDefault: true }) modality: 'voice' | 'text' = 'voice';

  /** Disables the microphone's track: nothing is heard and nothing is sent. */
  @property({ type: Boolean, reflect: true }) muted = false;

  /** Gain of the agent's voice, 0-1. */
  @property({ type: Number, reflect: true, useDefault: true }) volume = 1;

  /** Device id of the microphone. Default: the system's. */
  @property({ attribute: 'input-device', reflect: true }) inputDevice: string | undefined;

  /** Device id of the loudspeaker, where the browser can choose one. Default: the system's. */
  @property({ attribute: 'output-device', reflect: true }) outputDevice: string | undefined;

  /** Seconds without speech from either side until the conversation ends, 0 = never. A warning comes first. */
  @property({ attribute: 'idle-timeout', type: Number, reflect: true, useDefault: true }) idleTimeout = 300;

  /** Seconds until the conversation ends, 0 = never. A warning comes first. */
  @property({ attribute: 'max-duration', type: Number, reflect: true, useDefault: true }) maxDuration = 0;

  /** US dollars that the conversation may cost, 0 = any. */
  @property({ attribute: 'max-cost', type: Number, reflect: true, useDefault: true }) maxCost = 0;

  /** `inline` stands in the page's flow; `floating` is a button in a corner that opens a panel. */
  @property({ reflect: true, useDefault: true }) variant: 'inline' | 'floating' = 'inline';

  /** The corner of the floating button. */
  @property({ reflect: true, useDefault: true }) placement: 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left' =
    'bottom-right';

  /** Whether the floating panel is open. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** `auto` follows the person's system. */
  @property({ reflect: true, useDefault: true }) theme: 'auto' | 'light' | 'dark' = 'auto';

  /** The picture that shows who speaks. */
  @property({ reflect: true, useDefault: true }) visualizer: 'bars' | 'none' = 'bars';

  /** What is shown, of `mic text end devices volume provider transcript cost latency`. */
  @property({ reflect: true, useDefault: true }) controls = 'mic text end';

  /** Shown before the microphone is asked for; without a value a general text. */
  @property({ converter: consentConverter, reflect: true }) consent: string | boolean = false;

  /** Where the AudioWorklet file is, for a strict Content-Security-Policy. Default: the script itself. */
  @property({ attribute: 'worklet-url', reflect: true }) workletUrl: string | undefined;

  /** Prints the log to the console. */
  @property({ type: Boolean, reflect: true }) debug = false;

  /** Tools that the agent may call; those without `run` are asked for by `agent-tool-call`. */
  @property({ attribute: false }) tools: readonly PageTool[] = [];

  /** Replaces the provider's own price table. */
  @property({ attribute: false }) prices: ModelPrices | undefined;

  /** Replaces strings of the interface. */
  @property({ attribute: false }) strings: Strings = {};

  /** Merged into the provider's session configuration as it is. */
  @property({ attribute: false }) clientSession: Readonly<Record<string, unknown>> | undefined;
}
