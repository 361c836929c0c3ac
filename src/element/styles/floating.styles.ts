import { css } from './css.js';

/** A button in a corner of the window, and the panel it opens. */
export const floatingStyles = css`
  :host([variant='floating']) {
    position: fixed;
    z-index: var(--voice-agent-z-index, 1000);
    bottom: max(16px, env(safe-area-inset-bottom));
    right: max(16px, env(safe-area-inset-right));
    display: flex;
    flex-direction: column-reverse;
    align-items: flex-end;
    gap: 12px;
    container-type: normal;
    width: auto;
  }
  :host([variant='floating'][placement^='top']) {
    flex-direction: column;
    top: max(16px, env(safe-area-inset-top));
    bottom: auto;
  }
  :host([variant='floating'][placement$='left']) {
    align-items: flex-start;
    right: auto;
    left: max(16px, env(safe-area-inset-left));
  }
  .launcher {
    width: 56px;
    height: 56px;
    box-shadow: var(--_shadow);
  }
  .launcher[data-live] {
    outline: 3px solid color-mix(in srgb, var(--_accent) 45%, transparent);
    outline-offset: 3px;
  }
  .launcher .icon {
    width: 24px;
  }
  .panel {
    container-type: inline-size;
    width: min(360px, 100vw - 32px);
    height: min(560px, 100dvh - 108px);
    animation: rise var(--_ease);
  }
  .panel[inert] {
    display: none;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  .panel .transcript {
    max-height: none;
  }
`;
