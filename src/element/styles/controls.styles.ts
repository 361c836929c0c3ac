import { css } from 'lit';

export const controlsStyles = css`
  button,
  input,
  select {
    margin: 0;
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  .dock {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .composer,
  .controls {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 7px;
    border: 1px solid var(--_line);
    border-radius: 31px;
    background: var(--_raised);
  }
  .composer {
    flex: 1 1 220px;
    min-inline-size: 0;
  }
  .composer:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .composer input {
    flex: 1;
    min-inline-size: 0;
    block-size: var(--_size);
    padding-inline: 12px;
    border: 0;
    outline: 0;
    background: none;
    font-size: 16px;
  }
  .composer input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .round,
  .end,
  .start,
  .talk {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 8px;
    block-size: var(--_size);
    min-inline-size: var(--_size);
    padding: 0;
    border: 0;
    border-radius: 99px;
    background: none;
    transition: background var(--_ease);
  }
  .round:hover,
  .talk:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }
  .round[aria-expanded='true'] {
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    color: var(--_accent);
  }
  .round.off {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
    color: var(--_danger);
  }
  .composer:has(input:not(:placeholder-shown)) .round,
  .start,
  .talk[aria-pressed='true'] {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .start {
    padding-inline: 16px 20px;
    font-weight: 600;
  }
  .start:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .end {
    padding-inline: 12px 16px;
    color: var(--_danger);
    font: 600 12px/1 var(--_mono);
    letter-spacing: 0.08em;
    text-transform: uppercase;
  }
  .end:hover {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }
  .talk {
    padding-inline: 14px 18px;
    border: 1px solid var(--_line);
    font-weight: 600;
    touch-action: none;
    user-select: none;
  }
  .settings {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 190px), 1fr));
    gap: 10px 16px;
    padding: 12px 14px;
    border-radius: var(--_radius-inner);
    background: var(--_raised);
  }
  .field {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    font-size: 13.5px;
    color: var(--_muted);
  }
  .field select {
    min-inline-size: 0;
    block-size: 36px;
    padding-inline: 8px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_surface);
    color: var(--_text);
  }
  .field input {
    block-size: 36px;
    accent-color: var(--_accent);
  }
  @media (forced-colors: active) {
    .composer,
    .controls,
    .round,
    .end,
    .start,
    .talk {
      border: 1px solid ButtonBorder;
    }
  }
`;
