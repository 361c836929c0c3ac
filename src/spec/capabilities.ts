import type { SessionConfig, TurnDetection } from './session-config.js';

/** What a service can do. The session asks these and never a provider's name. */
export interface Capabilities {
  /**
   * Who decides that the agent responds: `client` services respond to finished turns and when they are asked to, `server`
   * services decide alone, `continuous` services know no turns and listen while they speak.
   */
  readonly responses: 'client' | 'server' | 'continuous';
  /** Whether the service stops its response when the person speaks: as configured by `interruptResponse`, always, or never. */
  readonly interruption: 'configurable' | 'always' | 'never';
  /** Whether a response can be cancelled. */
  readonly cancellation: boolean;
  /** Whether the service can be told how much of an item was heard. */
  readonly truncation: boolean;
  /** Whether the service says when the audio of an item is complete (`agent-audio-done` or `response-done`). */
  readonly audioEnd: boolean;
  /** What the person or the page may send besides speech. */
  readonly inputs: readonly ('text' | 'image' | 'context')[];
  /** Where tools are defined: with the session by the page, with the service by its owner (the page still answers calls), or nowhere. */
  readonly tools: 'client' | 'server' | 'none';
  /** How the greeting is spoken: by a response that the client asks for, or by the service from its configuration. */
  readonly greeting: 'response' | 'session';
  /** Which settings may change during a conversation. */
  readonly updates: readonly (keyof SessionConfig)[];
  /** Which modes of turn detection there are, the default first. `none` needs a service that takes committed audio. */
  readonly turnDetection: readonly TurnDetection['type'][];
  /** Silence after which turn detection ends a turn unless configured otherwise, in milliseconds. */
  readonly silenceMs: number;
  /** The least audio that may be committed as a turn, in milliseconds. */
  readonly minCommitMs: number;
  /**
   * How an open turn ends when the microphone is muted, since no more audio is sent: by a commit, by silence that the client
   * sends, or by the service itself.
   */
  readonly mute: 'commit' | 'silence' | 'nothing';
}
