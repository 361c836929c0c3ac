import { css } from './css.js';

export const transcriptStyles = css`
  .transcript {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    gap: 12px;
    max-height: var(--voice-agent-transcript-size, 360px);
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 6px;
    border-radius: var(--_radius);
    scrollbar-color: var(--_muted) transparent;
    scrollbar-width: thin;
  }
  .message {
    max-width: 88%;
  }
  .message p,
  pre {
    white-space: pre-wrap;
  }
  .message,
  code,
  pre {
    overflow-wrap: anywhere;
  }
  .user {
    --hue: var(--_user);
    align-self: flex-end;
    padding: 8px 14px;
    border-radius: 18px;
    border-end-end-radius: 6px;
  }
  .agent {
    align-self: flex-start;
    padding-inline-start: 14px;
    border-inline-start: 3px solid color-mix(in srgb, var(--_accent) 55%, transparent);
  }
  .interruption {
    margin-inline: 6px;
    padding: 0 8px;
    border-radius: 99px;
    color: var(--_user);
    font: var(--_mono);
  }
  .tool {
    border: var(--_line);
    border-radius: 12px;
    font: var(--_mono);
  }
  summary {
    cursor: pointer;
  }
  .tool summary {
    min-height: 36px;
    padding: 4px 12px;
    border-radius: 12px;
  }
  .tool summary::-webkit-details-marker {
    display: none;
  }
  summary code {
    flex: 1;
    font-size: 13px;
  }
  .mark,
  .chevron {
    display: flex;
  }
  .mark {
    color: var(--_accent);
  }
  .failed .mark {
    color: var(--_danger);
  }
  .chevron {
    transition: rotate var(--_ease);
  }
  :dir(rtl) > .chevron {
    rotate: 180deg;
  }
  [open] > * > .chevron {
    rotate: 90deg;
  }
  dl {
    padding: 0 12px 10px;
  }
  dt {
    margin-top: 6px;
  }
  pre {
    max-height: 180px;
    overflow: auto;
    padding: 8px 10px;
    border-radius: 8px;
    background: var(--_raised);
    font: inherit;
    direction: ltr;
  }
  .spinner {
    width: 16px;
    height: 16px;
    border: 2px solid var(--_raised);
    border-top-color: currentcolor;
    border-radius: 50%;
    animation: turn 900ms linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
`;
