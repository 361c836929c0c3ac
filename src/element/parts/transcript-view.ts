import { html, nothing, type TemplateResult } from 'lit';
import type { TranscriptItem } from '../../spec/snapshot.js';
import type { InterfaceContext } from '../interface/interface-context.js';
import type { Translate } from '../strings.js';
import { toolRow } from './tool-row.js';

/** Pixels from the end that still count as the end. */
const NEAR_END = 48;

/** What was not heard stays readable but quiet, for sight and for hearing alike. */
function words({ role, text, heard: reported, interrupted }: TranscriptItem, t: Translate): TemplateResult {
  const heard = role === 'agent' && reported !== undefined ? reported : text;
  const rest = text.slice(heard.length);
  const unheard = interrupted
    ? html`<span class="visually-hidden">${t('not-heard')}</span><s part="not-heard" class="quiet">${rest.trimStart()}</s>`
    : html`<span part="not-heard" class="quiet">${rest}</span>`;
  const mark = html`<span part="interruption" class="interruption">${t('interrupted')}</span>`;
  return html`${heard || (text ? '' : t('no-words'))}${interrupted ? mark : nothing}${rest ? unheard : nothing}`;
}

function bubble(item: TranscriptItem, t: Translate): TemplateResult {
  const { role, final } = item;
  return html`<div part="message message-${role}" class="message ${role}">
    <span class="visually-hidden">${t(role === 'user' ? 'you' : 'agent')}:</span>
    <p part="text" dir="auto" class=${role === 'user' && !final ? 'quiet' : nothing}>${words(item, t)}</p>
  </div>`;
}

/**
 * The conversation so far. It is silent for screen readers: the announcer speaks, word for word would talk over the agent.
 * `onScroll` hears whether the newest words are in sight.
 */
export function transcriptView(ui: InterfaceContext, onScroll: (pinned: boolean) => void): TemplateResult {
  const { t, runs, textOnly, pushToTalk } = ui;
  const { transcript } = runs.snapshot;
  const way = textOnly ? 'text' : 'voice';
  const empty = runs.live ? t(`empty-live-${way === 'voice' && pushToTalk ? 'talk' : way}`) : t(`empty-${way}`);
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
        ? html`<div part="empty" class="centred quiet"><slot name="empty">${empty}</slot></div>`
        : transcript.map((item) => (item.tool ? toolRow(item.tool, t) : bubble(item, t)))
    }
  </div>`;
}
