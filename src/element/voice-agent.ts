import { exportTranscript, type TranscriptFormat } from '../session/export-transcript.js';
import type { RunTool } from '../session/tools.js';
import { AgentError } from '../spec/agent-error.js';
import type { SessionConfig } from '../spec/session-config.js';
import type { AgentState, Cost, Latency, Transcript } from '../spec/snapshot.js';
import type { ToolDefinition } from '../spec/tool.js';
import type { CommandEvent, LogEntry, AudioDevice } from '../spec/voice-event.js';
import { imageDataUrl } from './image-data-url.js';
import type { Metrics } from './metrics.js';
import type { SessionFacts } from './session-facts.js';
import { WiredAgent } from './wired-agent.js';

/**
 * A voice agent in a page: a person talks or writes to it, it answers, and the page hears of everything by events.
 *
 * @tag voice-agent
 */
export class VoiceAgent extends WiredAgent {
  /** Where the conversation stands. */
  get state(): AgentState {
    return this.runs.state;
  }

  /** What was said and which tools were called, in order. */
  get transcript(): Transcript {
    return this.runs.views.transcript;
  }

  /** US dollars so far. */
  get cost(): Cost {
    return this.runs.views.cost;
  }

  /** How long the person waited for each answer. */
  get latency(): Latency {
    return this.runs.views.latency;
  }

  /** How often what happened in the latest conversation. */
  get metrics(): Metrics | undefined {
    return this.runs.run?.metrics();
  }

  /** Every entry of the latest conversation's log. */
  get log(): readonly LogEntry[] {
    return this.runs.run?.log.entries ?? [];
  }

  /** Microphones and loudspeakers to choose from, as the latest conversation knows them. Empty until the microphone was allowed. */
  get devices(): readonly AudioDevice[] {
    const entry = this.log.findLast(({ event }) => event.type === 'devices-changed');
    return entry?.event.type === 'devices-changed' ? entry.event.devices : [];
  }

  /** What the provider said of the session. */
  get session(): SessionFacts | undefined {
    return this.runs.run?.session();
  }

  /**
   * Begins a conversation, or joins the start that is under way. Call it in a click: browsers let sound begin only there.
   * Resolves when the agent listens. Rejects with an `AgentError`, or with an `AbortError` where it was stopped before.
   */
  start(): Promise<void> {
    return this.runs.start({ modality: this.modality, greets: true });
  }

  /** Ends the conversation, also one that is still being started. Microphone, speaker and connection are released. */
  stop(): void {
    this.runs.stop('stopped');
  }

  /** Says something in writing. Throws an `AgentError` `not-started`, as the following do. */
  sendText(text: string): void {
    this.#command({ type: 'send-text', text });
  }

  /** Shows the agent a picture, with a text if there is one. Rejects where the picture cannot be read. */
  async sendImage(image: Blob | string, text?: string): Promise<void> {
    this.#command({ type: 'send-image', dataUrl: await imageDataUrl(image), ...(text !== undefined && { text }) });
  }

  /** Tells the agent something without causing an answer, for instance what the person looks at. */
  sendContext(text: string): void {
    this.#command({ type: 'send-context', text });
  }

  /** Silences the agent. */
  interrupt(): void {
    this.#command({ type: 'interrupt' });
  }

  /** Makes the agent speak now. */
  createResponse(): void {
    this.#command({ type: 'create-response' });
  }

  /** Changes the configuration of the conversation that is under way. The attributes stay as they are. */
  updateSession(patch: Partial<SessionConfig>): void {
    this.#command({ type: 'update-session', patch });
  }

  /** Sends the provider a message in its own words. */
  sendRaw(message: Readonly<Record<string, unknown>>): void {
    this.#command({ type: 'send-raw', message });
  }

  /** Lets the agent call a function of the page. Returns the undoing. Throws an `AgentError` on a wrong name. */
  addTool(definition: ToolDefinition, run?: RunTool): () => void {
    return this.offered.add(definition, run);
  }

  /** Empties the transcript. */
  clear(): void {
    if (!this.runs.dispatch({ type: 'clear' })) this.runs.forget();
  }

  /** The conversation as a file: `vtt` and `srt` carry the times. */
  exportTranscript(format: TranscriptFormat = 'json'): string {
    return exportTranscript(this.transcript, format);
  }

  /** The log as JSON lines, for a bug report or a replay. It holds what was said. */
  exportLog(): string {
    return this.log.map((entry) => JSON.stringify(entry)).join('\n');
  }

  #command(command: CommandEvent): void {
    if (!this.runs.dispatch(command)) throw new AgentError('not-started', `There is no conversation for ${command.type}`);
  }
}
