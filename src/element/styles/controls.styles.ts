import { css } from './css.js';

export const controlsStyles = css`
  button,
  input,
  select {
    margin: 0;
    font: inherit;
    color: inherit;
  }
  :where(button) {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: var(--_size);
    min-height: var(--_size);
    padding: 0;
    border: 0;
    border-radius: 99px;
    background: none;
    cursor: pointer;
    transition: background var(--_ease);
    -webkit-tap-highlight-color: transparent;
  }
  .settings,
  .notice {
    display: grid;
    gap: 8px 16px;
    padding: 12px 16px;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  :where(button:hover),
  [aria-expanded='true'],
  .off,
  .interruption,
  .user,
  .error,
  .limit {
    background: color-mix(in srgb, var(--hue, currentcolor) 10%, transparent);
  }
  [aria-expanded='true'] {
    color: var(--_accent);
  }
  .off,
  .end {
    color: var(--_danger);
  }
  .end {
    padding-inline: 12px;
    font: var(--_mono);
    font-weight: 600;
    letter-spacing: 0.08em;
    text-transform: uppercase;
  }
  .solid,
  [aria-pressed='true'],
  form:has(input:not(:placeholder-shown)) button {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .solid:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .start,
  .talk,
  .actions button {
    padding-inline: 16px;
    font-weight: 600;
  }
  .talk {
    border: var(--_line);
    transition: none;
    touch-action: none;
    user-select: none;
  }
  .dock,
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .dock {
    justify-content: center;
  }
  form,
  .controls {
    display: flex;
    gap: 4px;
    padding: 7px;
    border: var(--_line);
    border-radius: 31px;
    background: var(--_raised);
  }
  form {
    flex: 1 1 220px;
    min-width: 0;
  }
  form:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  form input {
    flex: 1;
    min-width: 0;
    padding-inline: 12px;
    border: 0;
    outline: 0;
    background: none;
    font-size: 16px;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .settings {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 190px), 1fr));
  }
  label {
    display: grid;
    gap: 4px;
    min-width: 0;
    font-size: 13.5px;
  }
  label > :last-child {
    min-width: 0;
    height: 36px;
    accent-color: var(--_accent);
  }
  select {
    padding-inline: 8px;
    border: var(--_line);
    border-radius: 10px;
    background: var(--_surface);
    color: var(--_text);
  }
`;
