import type { SessionConfig } from '../../spec/session-config.js';
import type { AgentState } from '../../spec/snapshot.js';
import type { AgentSettings } from '../settings.js';
import type { ConversationController } from '../conversation-controller.js';
import { translate, type Translate } from '../strings.js';

/** What every part of the interface asks: the element's settings, the conversation, the words. */
export class InterfaceContext {
  readonly agent: AgentSettings;
  readonly runs: ConversationController;
  readonly t: Translate = (name, values) => translate(this.agent.strings, name, values);

  constructor(agent: AgentSettings, runs: ConversationController) {
    this.agent = agent;
    this.runs = runs;
  }

  get lang(): string {
    return this.agent.lang || document.documentElement.lang || 'en';
  }

  /** Whether this conversation, or else the next one, is written only. */
  get textOnly(): boolean {
    const { agent, runs } = this;
    return runs.live ? (runs.run?.textOnly ?? false) : agent.modality === 'text';
  }

  get pushToTalk(): boolean {
    const { turnDetection } = this.agent;
    return (typeof turnDetection === 'string' ? turnDetection : turnDetection.type) === 'none';
  }

  /** Whether somebody's voice can be heard by the agent now. */
  get voiceLive(): boolean {
    return this.runs.live && !this.textOnly;
  }

  /** Where the conversation stands. A muted microphone listens to nobody, nor does one that waits for a button. */
  wordsFor(state: AgentState): string {
    const { t, agent, textOnly } = this;
    if (state !== 'listening') return t(state === 'speaking' && textOnly ? 'state-speaking-text' : `state-${state}`);
    if (this.voiceLive && agent.muted) return t('muted');
    return t(textOnly || this.pushToTalk ? 'state-listening-text' : 'state-listening');
  }

  /** Whether the page wants the control. */
  shows(control: string): boolean {
    return this.agent.controls.split(/\s+/).includes(control);
  }

  /** What fails is shown as the log tells it. */
  start(modality: SessionConfig['modality'] = this.agent.modality): void {
    this.runs.start({ modality, greets: true }).catch(() => undefined);
  }

  changed(): void {
    this.agent.requestUpdate();
  }
}
