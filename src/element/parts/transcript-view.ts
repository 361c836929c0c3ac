import { html, nothing, type TemplateResult } from 'lit';
import type { Transcript, TranscriptItem } from '../../spec/snapshot.js';
import type { Translate } from '../strings.js';
import { toolRow } from './tool-row.js';

interface TranscriptProps {
  readonly transcript: Transcript;
  /** What stands there before the first word. */
  readonly empty: string;
  readonly t: Translate;
  /** Whether the newest words are in sight. */
  readonly onScroll: (pinned: boolean) => void;
}

/** Pixels from the end that still count as the end. */
const NEAR_END = 48;

/** What was not heard stays readable but quiet, for sight and for hearing alike. */
function unheard(item: TranscriptItem, heardLength: number, t: Translate): TemplateResult | typeof nothing {
  const rest = item.text.slice(heardLength);
  if (!item.interrupted) return rest ? html`<span part="not-heard" class="not-heard">${rest}</span>` : nothing;
  return html`<span part="interruption" class="interruption">${t('interrupted')}</span>${
      rest
        ? html`<span class="visually-hidden">${t('not-heard')}</span
            ><s part="not-heard" class="not-heard">${rest.trimStart()}</s>`
        : nothing
    }`;
}

function words(item: TranscriptItem, t: Translate): TemplateResult {
  const heard = item.role === 'agent' && item.heard !== undefined ? item.heard : item.text;
  return html`${heard || (item.text ? '' : t('no-words'))}${unheard(item, heard.length, t)}`;
}

function bubble(item: TranscriptItem, t: Translate): TemplateResult {
  return html`<div part="message message-${item.role}" class="message ${item.role}" ?data-open=${!item.final}>
    <span class="visually-hidden">${t(item.role === 'user' ? 'you' : 'agent')}:</span>
    <p part="text" dir="auto">${words(item, t)}</p>
  </div>`;
}

/** The conversation so far. It is silent for screen readers: the announcer speaks, word for word would talk over the agent. */
export function transcriptView({ transcript, empty, t, onScroll }: TranscriptProps): TemplateResult {
  const scrolled = ({ currentTarget: view }: Event): void => {
    if (view instanceof Element) onScroll(view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END);
  };
  return html`<div
    part="transcript"
    class="transcript"
    role="log"
    aria-live="off"
    aria-label=${t('transcript')}
    tabindex="0"
    @scroll=${scrolled}
  >
    ${
      transcript.length === 0
        ? html`<div part="empty" class="empty"><slot name="empty">${empty}</slot></div>`
        : transcript.map((item) => (item.tool ? toolRow(item.tool, t) : bubble(item, t)))
    }
  </div>`;
}
