import { css } from './css.js';

export const noticeStyles = css`
  .notice {
    border: var(--_line);
  }
  .error,
  .limit {
    border-color: color-mix(in srgb, var(--hue) 35%, transparent);
  }
  .error {
    --hue: var(--_danger);
  }
  .limit {
    --hue: var(--_user);
    padding-block: 8px;
  }
  .error strong {
    color: var(--_danger);
  }
  .actions button:not(.solid) {
    border: var(--_line);
    background: var(--_surface);
  }
  .actions button:hover {
    border-color: currentcolor;
  }
  .notice details {
    font-size: 13px;
  }
  .notice summary {
    width: fit-content;
    line-height: 24px;
  }
  .notice code {
    font: var(--_mono);
  }
`;
