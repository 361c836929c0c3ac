import { css } from 'lit';

export const shell = css`
  :host {
    display: block;
    box-sizing: border-box;
    container-type: inline-size;
    inline-size: 100%;
    max-inline-size: 672px;
    font: 400 15px/1.5 var(--_font);
    color: var(--_text);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .shell {
    display: flex;
    flex-direction: column;
    gap: var(--_gap);
    block-size: 100%;
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-block-size: 28px;
    padding-inline: 6px;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 9px;
    margin: 0;
    margin-inline-end: auto;
    font-weight: 550;
  }
  .status::before {
    content: '';
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_muted);
    transition: background var(--_ease);
  }
  .status:is([data-state='listening'], [data-state='thinking'], [data-state='speaking'])::before {
    background: var(--_accent);
  }
  .status[data-state='hearing']::before {
    background: var(--_user);
  }
  .status[data-state='failed']::before {
    background: var(--_danger);
  }
  .muted-mark {
    font-weight: 400;
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
    color: var(--_muted);
    font: 500 12px/1.5 var(--_mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .hint {
    margin: 0;
    padding-inline: 6px;
    color: var(--_muted);
    font-size: 13.5px;
    text-align: center;
  }
  .icon {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @container (max-width: 359px) {
    .shell {
      padding: 12px;
      --_gap: 10px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
