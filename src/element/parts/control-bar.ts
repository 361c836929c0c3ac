import { html, nothing, type TemplateResult } from 'lit';
import type { InterfaceContext } from '../interface/interface-context.js';
import { iconButton, wordButton } from './buttons.js';

/** Something that is shown or folded away. */
export interface Toggle {
  readonly open: boolean;
  readonly onToggle: () => void;
}

export interface Controls {
  /** Each is absent where the page does not want the control. */
  readonly settings: Toggle | undefined;
  readonly transcript: Toggle | undefined;
  /** Push-to-talk instead of mute. */
  readonly talk: TemplateResult | undefined;
  /** Whether this is the place to begin: a notice has a button of its own. */
  readonly start: boolean;
}

function muteButton({ t, agent }: InterfaceContext): TemplateResult {
  const { muted } = agent;
  const toggle = (): void => {
    agent.muted = !muted;
  };
  return iconButton('mute', muted ? 'mic-off' : 'mic', t(muted ? 'unmute' : 'mute'), toggle, { off: muted });
}

function startButton(ui: InterfaceContext): TemplateResult {
  const { t, runs, textOnly } = ui;
  const label = t(`${runs.snapshot.transcript.length > 0 ? 'restart' : 'start'}${textOnly ? '-text' : ''}`);
  return wordButton('start', 'start solid', label, () => ui.start(), textOnly ? 'chat' : 'mic');
}

/** The pill at the bottom: a few round toggles and the one button that begins or ends. */
export function controlBar(ui: InterfaceContext, { settings, transcript, talk, start }: Controls): TemplateResult {
  const { t, runs } = ui;
  return html`<div part="controls" class="controls">
    ${ui.voiceLive && !talk && ui.shows('mic') ? muteButton(ui) : nothing}
    ${transcript ? iconButton('transcript-toggle', 'transcript', t('toggle-transcript'), transcript.onToggle, transcript) : nothing}
    ${settings ? iconButton('settings-toggle', 'settings', t('settings'), settings.onToggle, settings) : nothing} ${talk}
    ${start ? startButton(ui) : nothing}
    ${runs.live && ui.shows('end') ? wordButton('end', 'end', t('end'), () => runs.stop('stopped'), 'end') : nothing}
  </div>`;
}
