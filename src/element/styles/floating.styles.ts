import { css } from 'lit';

/** A button in a corner of the window, and the panel it opens; on narrow windows the panel is the window. */
export const floatingStyles = css`
  :host([variant='floating']) {
    position: fixed;
    z-index: var(--voice-agent-z-index, 1000);
    inset-block-end: max(16px, env(safe-area-inset-bottom));
    right: max(16px, env(safe-area-inset-right));
    display: flex;
    flex-direction: column-reverse;
    align-items: flex-end;
    gap: 12px;
    container-type: normal;
    inline-size: auto;
  }
  :host([variant='floating'][placement^='top']) {
    flex-direction: column;
    inset-block: max(16px, env(safe-area-inset-top)) auto;
  }
  :host([variant='floating'][placement$='left']) {
    align-items: flex-start;
    right: auto;
    left: max(16px, env(safe-area-inset-left));
  }
  .launcher {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
  }
  .launcher[data-live] {
    outline: 3px solid color-mix(in srgb, var(--_accent) 45%, transparent);
    outline-offset: 3px;
  }
  .launcher .icon {
    inline-size: 24px;
    block-size: 24px;
  }
  .panel {
    container-type: inline-size;
    inline-size: min(360px, 100vw - 32px);
    block-size: min(560px, 100dvh - 108px);
    transition:
      opacity var(--_ease),
      translate var(--_ease);
  }
  .panel[inert] {
    visibility: hidden;
    opacity: 0;
    translate: 0 8px;
    position: absolute;
  }
  .panel .transcript {
    max-block-size: none;
  }
`;
