import { html, nothing, type TemplateResult } from 'lit';
import type { Translate } from '../strings.js';
import { icon, type IconName } from './icons.js';

interface ControlBarProps {
  readonly t: Translate;
  readonly live: boolean;
  /** Whether a conversation was there before. */
  readonly again: boolean;
  readonly textOnly: boolean;
  readonly muted: boolean;
  /** Absent where the page does not want the control. */
  readonly onMute?: () => void;
  readonly settings?: Toggle;
  readonly transcript?: Toggle;
  /** Push-to-talk instead of mute. */
  readonly talk?: TemplateResult;
  readonly onStart: () => void;
  readonly onEnd?: () => void;
}

export interface Toggle {
  readonly open: boolean;
  readonly onToggle: () => void;
}

function disclosure(part: string, name: IconName, label: string, { open, onToggle }: Toggle): TemplateResult {
  return html`<button
    part="button ${part}"
    class="round"
    type="button"
    aria-expanded=${open}
    aria-label=${label}
    title=${label}
    @click=${onToggle}
  >
    ${icon(name)}
  </button>`;
}

function muteButton(muted: boolean, onMute: () => void, t: Translate): TemplateResult {
  const label = t(muted ? 'unmute' : 'mute');
  return html`<button
    part="button mute"
    class="round ${muted ? 'off' : ''}"
    type="button"
    aria-label=${label}
    title=${label}
    @click=${onMute}
  >
    ${icon(muted ? 'mic-off' : 'mic')}
  </button>`;
}

function startButton({ t, again, textOnly, onStart }: ControlBarProps): TemplateResult {
  const label = again ? t(textOnly ? 'restart-text' : 'restart') : t(textOnly ? 'start-text' : 'start');
  return html`<button part="button start" class="start" type="button" @click=${onStart}>
    ${icon(textOnly ? 'chat' : 'mic')}<span>${label}</span>
  </button>`;
}

/** The pill at the bottom: a few round toggles and the one button that begins or ends. */
export function controlBar(props: ControlBarProps): TemplateResult {
  const { t, live, muted, onMute, settings, transcript, talk, onEnd } = props;
  return html`<div part="controls" class="controls">
    ${live && onMute ? muteButton(muted, onMute, t) : nothing}
    ${transcript ? disclosure('transcript-toggle', 'transcript', t('toggle-transcript'), transcript) : nothing}
    ${settings ? disclosure('settings-toggle', 'settings', t('settings'), settings) : nothing} ${live ? talk : nothing}
    ${
      live
        ? onEnd
          ? html`<button part="button end" class="end" type="button" @click=${onEnd}>
              ${icon('end')}<span>${t('end')}</span>
            </button>`
          : nothing
        : startButton(props)
    }
  </div>`;
}
