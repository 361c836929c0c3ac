import { css } from './css.js';

/** What a page may set from outside, with the defaults; inside only the `--_` names are read. Contrast: text 4.5:1, shapes 3:1. */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--voice-agent-accent, light-dark(#0b6b5d, #62d9bd));
    --_on-accent: var(--voice-agent-on-accent, light-dark(#fff, #06231d));
    --_user: var(--voice-agent-user, light-dark(#a04713, #ffb27a));
    --_surface: var(--voice-agent-surface, light-dark(#fcfbf8, #131917));
    --_raised: var(--voice-agent-raised, light-dark(#f1efe9, #1d2522));
    --_text: var(--voice-agent-text, light-dark(#17211e, #eaf1ee));
    --_muted: var(--voice-agent-muted-text, light-dark(#5c6964, #9aaba4));
    --_line: 1px solid var(--voice-agent-line, light-dark(#dfdcd3, #2d3834));
    --_danger: var(--voice-agent-danger, light-dark(#b3261e, #ff9c92));
    --_radius: var(--voice-agent-radius-inner, 14px);
    --_size: var(--voice-agent-size, 40px);
    --_mono: 500 12px/1.5 var(--voice-agent-mono, ui-monospace, monospace);
    --_shadow: var(--voice-agent-shadow, 0 1px 2px rgb(0 0 0 / 6%), 0 12px 32px -12px rgb(0 0 0 / 18%));
    --_ease: 240ms ease-out;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
