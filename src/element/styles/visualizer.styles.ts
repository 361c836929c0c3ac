import { css } from './css.js';

/** Bars of one width that are dots while nothing sounds; `--level` (0-1) is set on each by the frame loop. */
export const visualizerStyles = css`
  .visualizer {
    --bar: 16px;
    --dim: color-mix(in srgb, var(--state) 45%, var(--_raised));
    height: 168px;
    border-radius: var(--_radius);
    background: radial-gradient(closest-side, color-mix(in srgb, var(--state) 13%, transparent), transparent) var(--_raised);
    cursor: default;
    transition: height var(--_ease);
  }
  .visualizer[data-compact] {
    --bar: 12px;
    gap: 6px;
    height: 90px;
  }
  .visualizer[aria-disabled='false'] {
    cursor: pointer;
  }
  .bar {
    width: var(--bar);
    height: calc(var(--bar) + var(--level, 0) * (70% - var(--bar)));
    border-radius: 99px;
    background: var(--dim);
    transition: background 250ms linear;
  }
  .bar:nth-child(2) {
    --i: 1;
  }
  .bar:nth-child(3) {
    --i: 2;
  }
  .bar:nth-child(4) {
    --i: 3;
  }
  .bar:nth-child(5) {
    --i: 4;
  }
  :is([data-state='hearing'], [data-state='speaking'], [data-state='reconnecting'], [data-state='failed']) .bar,
  [data-state='listening'] .bar:nth-child(3) {
    background: var(--state);
  }
  [data-state='connecting'] .bar,
  [data-state='requesting-microphone'] .bar {
    animation: pulse 1200ms linear calc(min(var(--i, 0), 4 - var(--i, 0)) * 200ms) infinite;
  }
  [data-state='listening'] .bar:nth-child(3) {
    animation: pulse 1500ms ease-in-out infinite;
  }
  [data-state='thinking'] .bar {
    animation: pulse 750ms step-end calc(var(--i, 0) * 150ms) infinite;
  }
  @keyframes pulse {
    0%,
    100% {
      background: var(--state);
    }
    20%,
    80% {
      background: var(--dim);
    }
  }
`;
