import { css } from 'lit';

export const transcriptStyles = css`
  .transcript {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    gap: 12px;
    max-block-size: var(--voice-agent-transcript-size, 360px);
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 6px;
    border-radius: var(--_radius-inner);
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .empty {
    padding: 8px 0;
    color: var(--_muted);
    text-align: center;
  }
  .message {
    max-inline-size: 88%;
    overflow-wrap: anywhere;
  }
  .message p {
    margin: 0;
    white-space: pre-wrap;
  }
  .message.user {
    align-self: flex-end;
    padding: 8px 14px;
    border-radius: 18px;
    border-end-end-radius: 6px;
    background: color-mix(in srgb, var(--_user) 12%, var(--_surface));
  }
  .message.agent {
    align-self: flex-start;
    padding-inline-start: 14px;
    border-inline-start: 3px solid color-mix(in srgb, var(--_accent) 55%, transparent);
  }
  .message[data-open].user p {
    color: var(--_muted);
  }
  .not-heard {
    color: var(--_muted);
    transition: color 300ms;
  }
  s.not-heard {
    text-decoration-color: color-mix(in srgb, currentcolor 50%, transparent);
  }
  .interruption {
    display: inline-block;
    margin-inline: 6px;
    padding: 0 8px;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_user) 14%, transparent);
    color: var(--_user);
    font: 500 12px/1.6 var(--_mono);
  }
  .tool {
    align-self: stretch;
    border: 1px solid var(--_line);
    border-radius: 12px;
    font: 13px/1.5 var(--_mono);
  }
  .tool summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 4px 12px;
    border-radius: 12px;
    cursor: pointer;
    list-style: none;
  }
  .tool summary::-webkit-details-marker {
    display: none;
  }
  .tool code {
    font: inherit;
    overflow-wrap: anywhere;
  }
  .tool .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .tool .mark {
    color: var(--_accent);
  }
  .tool.failed .mark {
    color: var(--_danger);
  }
  .duration {
    margin-inline-start: auto;
    color: var(--_muted);
    direction: ltr;
    white-space: nowrap;
  }
  .chevron {
    color: var(--_muted);
    transition: rotate var(--_ease);
  }
  .mark + * + code + .chevron {
    margin-inline-start: auto;
  }
  :dir(rtl) > summary > .chevron {
    rotate: 180deg;
  }
  .tool[open] > summary > .chevron {
    rotate: 90deg;
  }
  .tool dl {
    margin: 0;
    padding: 0 12px 10px;
  }
  .tool dt {
    margin-block-start: 6px;
    color: var(--_muted);
    font: 500 12px/1.5 var(--_font);
  }
  .tool dd {
    margin: 0;
  }
  .tool pre {
    margin: 2px 0 0;
    max-block-size: 180px;
    overflow: auto;
    padding: 8px 10px;
    border-radius: 8px;
    background: var(--_raised);
    font: inherit;
    font-size: 12px;
    direction: ltr;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .spinner {
    display: block;
    inline-size: 16px;
    block-size: 16px;
    border: 2px solid var(--_line);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 900ms linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  @media (forced-colors: active) {
    .message.user {
      border: 1px solid CanvasText;
    }
    .not-heard {
      color: GrayText;
    }
  }
`;
