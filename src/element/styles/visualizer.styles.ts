import { css } from 'lit';

/** Bars of one width that are dots while nothing sounds; `--level` (0-1) is set on each by the frame loop. */
export const visualizerStyles = css`
  .visualizer {
    --bar: 16px;
    --hue: var(--_muted);
    display: flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 8px;
    block-size: 168px;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-inner);
    background: radial-gradient(closest-side, color-mix(in srgb, var(--hue) 13%, transparent), transparent) var(--_raised);
    cursor: default;
    transition: block-size var(--_ease);
  }
  .visualizer[data-compact] {
    --bar: 12px;
    gap: 6px;
    block-size: 90px;
  }
  .visualizer[aria-disabled='false'] {
    cursor: pointer;
  }
  .visualizer:is([data-state='listening'], [data-state='thinking'], [data-state='speaking'], [data-state='connecting']) {
    --hue: var(--_accent);
  }
  .visualizer[data-state='hearing'] {
    --hue: var(--_user);
  }
  .visualizer[data-state='failed'] {
    --hue: var(--_danger);
  }
  .bar {
    inline-size: var(--bar);
    block-size: calc(var(--bar) + var(--level, 0) * (70% - var(--bar)));
    border-radius: 99px;
    background: color-mix(in srgb, var(--hue) var(--strength, 100%), var(--_raised));
    transition: background 250ms linear;
  }
  :is([data-state='idle'], [data-state='ended'], [data-state='requesting-microphone'], [data-state='connecting']) > .bar,
  [data-state='thinking'] > .bar {
    --strength: 45%;
  }
  [data-state='connecting'] > .bar,
  [data-state='requesting-microphone'] > .bar {
    animation: pulse 1200ms linear infinite;
  }
  [data-state='connecting'] > .bar:is(:nth-child(2), :nth-child(4)) {
    animation-delay: 200ms;
  }
  [data-state='connecting'] > .bar:nth-child(3) {
    animation-delay: 400ms;
  }
  [data-state='listening'] > .bar:not(:nth-child(3)) {
    --strength: 45%;
  }
  [data-state='listening'] > .bar:nth-child(3) {
    animation: pulse 1500ms ease-in-out infinite;
  }
  [data-state='thinking'] > .bar {
    animation: pulse 750ms step-end infinite;
  }
  [data-state='thinking'] > .bar:nth-child(2) {
    animation-delay: 150ms;
  }
  [data-state='thinking'] > .bar:nth-child(3) {
    animation-delay: 300ms;
  }
  [data-state='thinking'] > .bar:nth-child(4) {
    animation-delay: 450ms;
  }
  [data-state='thinking'] > .bar:nth-child(5) {
    animation-delay: 600ms;
  }
  @keyframes pulse {
    0%,
    100% {
      background: var(--hue);
    }
    20%,
    80% {
      background: color-mix(in srgb, var(--hue) 45%, var(--_raised));
    }
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      background: CanvasText;
      animation: none !important;
    }
  }
`;
