import { css } from './css.js';

/** The card, and what all of it shares. `--state` is the colour of the conversation's state. */
export const shell = css`
  :host {
    display: block;
    box-sizing: border-box;
    container-type: inline-size;
    width: 100%;
    max-width: 672px;
    font: 400 15px/1.5 var(--voice-agent-font, system-ui, sans-serif);
    color: var(--_text);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before {
    box-sizing: border-box;
  }
  p,
  dl,
  dd,
  pre {
    margin: 0;
  }
  section {
    --state: var(--_muted);
    display: flex;
    flex-direction: column;
    gap: var(--voice-agent-gap, 12px);
    height: 100%;
    padding: min(16px, 3.75cqi);
    border: var(--_line);
    border-radius: var(--voice-agent-radius, 28px);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  [data-state='connecting'],
  [data-state='listening'],
  [data-state='thinking'],
  [data-state='speaking'] {
    --state: var(--_accent);
  }
  [data-state='hearing'] {
    --state: var(--_user);
  }
  [data-state='failed'] {
    --state: var(--_danger);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-height: 28px;
    padding-inline: 6px;
  }
  .status,
  .error strong,
  .tool summary {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .status {
    margin-inline-end: auto;
    font-weight: 550;
  }
  .status::before {
    content: '';
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--state);
    transition: background var(--_ease);
  }
  .status span {
    color: var(--_danger);
  }
  .meters {
    display: flex;
    gap: 6px;
  }
  .chip {
    padding: 2px 9px;
    border-radius: 99px;
    background: var(--_raised);
    font: var(--_mono);
  }
  .chip,
  .duration {
    direction: ltr;
    unicode-bidi: isolate;
    white-space: nowrap;
  }
  .quiet {
    color: var(--_muted);
  }
  .centred {
    padding-block: 8px;
    text-align: center;
  }
  .icon {
    flex: none;
    width: 20px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :is(.notice, .tool) .icon {
    width: 16px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      background: CanvasText !important;
      animation: none !important;
    }
    .message .quiet {
      color: GrayText;
    }
    .user,
    button {
      border: 1px solid ButtonBorder;
    }
  }
`;
