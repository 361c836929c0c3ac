import type { ReactiveController } from 'lit';
import { abortable } from '../lib/abortable.js';
import { createChild } from '../lib/child-signal.js';
import { systemClock } from '../lib/clock.js';
import { after } from '../lib/timer.js';
import type { Conversation } from '../session/conversation.js';
import { createLog } from '../session/log.js';
import type { Tools } from '../session/tools.js';
import { createViews } from '../session/views.js';
import { toAgentError } from '../spec/agent-error.js';
import type { AgentState } from '../spec/snapshot.js';
import type { EndReason } from '../spec/action.js';
import type { CommandEvent } from '../spec/voice-event.js';
import { createConsent, type Consent } from './consent.js';
import { createConversationRun, type ConversationRun, type StartOptions, type WiredSettings } from './conversation-run.js';
import { snapshotOf, type Snapshot } from './report-events.js';

/** What the controller asks of its element, beside its settings. */
export interface ConversationOptions {
  readonly tools: Tools;
  /** Who answers; a promise where the relay has to be asked. */
  chooseProvider(): string | Promise<string>;
  /** A run begins in place of one whose state was `previous`. Once `signal` aborts, its events are of no interest any more. */
  onRun(run: ConversationRun, previous: AgentState, signal: AbortSignal): void;
}

/** A service that is not ready yet cannot take these. */
const QUEUED_UNTIL_READY: readonly CommandEvent['type'][] = [
  'send-text',
  'send-image',
  'send-context',
  'send-raw',
  'create-response',
];

/** One start and what came of it. A superseded one has no effect any more. */
interface Attempt {
  readonly life: AbortController;
  live: Promise<void>;
  conversation?: Conversation;
  listening?: boolean;
}

/** Before the first conversation: the views of a log to which nothing is added. */
const NOTHING = snapshotOf({ views: createViews(createLog(systemClock), () => undefined, AbortSignal.abort()) });

/** One conversation at a time for one element, through moves in the document and until its removal. */
export class ConversationController implements ReactiveController {
  readonly #agent: WiredSettings;
  readonly #options: ConversationOptions;
  #life = new AbortController();
  #context: AudioContext | undefined;
  #attempt: Attempt | undefined;
  #reading = new AbortController();
  run: ConversationRun | undefined;
  readonly consent: Consent;

  constructor(agent: WiredSettings, options: ConversationOptions) {
    this.#agent = agent;
    this.#options = options;
    this.consent = createConsent(() => agent.requestUpdate());
    agent.addController(this);
  }

  get state(): AgentState {
    return this.snapshot.state;
  }

  get snapshot(): Snapshot {
    return this.run ? snapshotOf(this.run) : NOTHING;
  }

  /** Whether the talk button is held. */
  get talking(): boolean {
    return this.run?.views.session.state().state.talkingSince !== undefined;
  }

  /** Whether a conversation lasts or is being opened. */
  get live(): boolean {
    return this.#attempt !== undefined && !this.consent.asked;
  }

  /** Begins unless it has begun. Settles as {@link Conversation.live} does. */
  start(how: StartOptions): Promise<void> {
    if (this.#attempt) return this.#attempt.live;
    const attempt: Attempt = { life: createChild(this.#life.signal), live: Promise.resolve() };
    this.#attempt = attempt;
    attempt.live = this.#begin(attempt, how);
    attempt.live.catch(() => this.#finish(attempt));
    this.#agent.requestUpdate();
    return attempt.live;
  }

  stop(reason: EndReason): void {
    const attempt = this.#attempt;
    if (!attempt) return;
    if (!attempt.conversation) return this.#finish(attempt);
    // A start right after this one is a new conversation, even while the old one is still closing.
    this.#attempt = undefined;
    attempt.conversation.dispatch({ type: 'stop', reason });
    this.#agent.requestUpdate();
  }

  /** `false` where there is no conversation to take it. What is said before the agent listens is sent once it does. */
  dispatch(command: CommandEvent): boolean {
    const attempt = this.#attempt;
    const send = (): void => attempt?.conversation?.dispatch(command);
    if (attempt && !attempt.listening && QUEUED_UNTIL_READY.includes(command.type)) attempt.live.then(send, () => undefined);
    else if (attempt?.conversation) send();
    else return false;
    return true;
  }

  /** The person's answer to {@link consent}: a gesture like the one that starts. */
  answerConsent(agreed: boolean): void {
    try {
      if (agreed) this.#unlockAudio();
    } finally {
      // A failure occurs again, and is reported, when the start goes on.
      this.consent.answer(agreed);
    }
  }

  /** The person has read what went wrong. */
  dismissNotices(): void {
    this.run?.log.append('page', { type: 'dismiss-notices' });
    this.#agent.requestUpdate();
  }

  /** Drops what is left of the conversation that ended. */
  forget(): void {
    this.#reading.abort();
    this.run = undefined;
    this.#agent.requestUpdate();
  }

  /** A move in the document is a removal and an insertion in one task: it changes nothing. */
  hostDisconnected(): void {
    after(
      0,
      () => {
        if (!this.#agent.isConnected) this.#release();
      },
      this.#life.signal,
    );
  }

  async #begin(attempt: Attempt, how: StartOptions): Promise<void> {
    const { signal } = attempt.life;
    const voice = how.modality === 'voice';
    if (voice && this.#agent.consent) await this.consent.obtain(signal);
    const previous = this.state;
    this.#reading.abort();
    this.#reading = new AbortController();
    const run = createConversationRun(this.#agent, this.#options.tools, how, this.#reading.signal);
    this.run = run;
    this.#options.onRun(run, previous, this.#reading.signal);
    try {
      const context = voice ? this.#unlockAudio() : undefined;
      const chosen = this.#options.chooseProvider();
      const provider = typeof chosen === 'string' ? chosen : await this.#resolve(chosen, run, signal);
      const conversation = run.open(await abortable(this.#agent.ports.loadProvider(provider), signal), context, signal);
      attempt.conversation = conversation;
      if (this.#agent.muted) conversation.dispatch({ type: 'set-muted', muted: true });
      void conversation.ended.then(() => this.#finish(attempt));
      await conversation.live;
      attempt.listening = true;
    } catch (thrown) {
      if (!attempt.conversation) {
        const { code, message } = toAgentError(thrown);
        if (!signal.aborted) run.log.append('session', { type: 'failed', code, message, recoverable: false });
        else if (run.log.entries.length > 0) run.log.append('session', { type: 'ended', reason: 'stopped' });
      }
      throw thrown;
    }
  }

  async #resolve(provider: Promise<string>, { log }: ConversationRun, signal: AbortSignal): Promise<string> {
    log.append('page', { type: 'provider-requested' });
    return abortable(provider, signal);
  }

  /** Must run inside the gesture. One context serves the element until its removal. */
  #unlockAudio(): AudioContext {
    this.#context ??= this.#agent.ports.createContext(this.#life.signal);
    // Settles only once the browser lets audio begin.
    this.#context.resume().catch(() => undefined);
    return this.#context;
  }

  #finish(attempt: Attempt): void {
    attempt.life.abort();
    if (this.#attempt !== attempt) return;
    this.#attempt = undefined;
    this.#agent.requestUpdate();
  }

  #release(): void {
    this.stop('removed');
    this.#life.abort();
    this.#life = new AbortController();
    this.#context = undefined;
  }
}
