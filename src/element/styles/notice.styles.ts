import { css } from 'lit';

export const noticeStyles = css`
  .notice {
    display: grid;
    gap: 8px;
    padding: 14px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-inner);
    background: var(--_raised);
  }
  .notice p {
    margin: 0;
  }
  .notice-head {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .notice.error {
    border-color: color-mix(in srgb, var(--_danger) 35%, transparent);
    background: color-mix(in srgb, var(--_danger) 8%, var(--_surface));
  }
  .notice.error .notice-head {
    color: var(--_danger);
  }
  .notice.limit {
    padding: 8px 16px;
    border-color: color-mix(in srgb, var(--_user) 35%, transparent);
    background: color-mix(in srgb, var(--_user) 10%, var(--_surface));
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 4px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 36px;
    padding-inline: 14px;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: var(--_surface);
    font-weight: 550;
  }
  .button .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .button:hover {
    border-color: currentcolor;
  }
  .button.solid {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .error-details {
    color: var(--_muted);
    font-size: 13px;
  }
  .error-details summary {
    cursor: pointer;
    inline-size: fit-content;
    line-height: 24px;
  }
  .error-details code {
    font: 12px/1.5 var(--_mono);
    overflow-wrap: anywhere;
  }
`;
