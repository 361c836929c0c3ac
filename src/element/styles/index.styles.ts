import { unsafeCSS } from 'lit';
import { controlsStyles } from './controls.styles.js';
import { floatingStyles } from './floating.styles.js';
import { noticeStyles } from './notice.styles.js';
import { shell } from './shell.styles.js';
import { tokens } from './tokens.styles.js';
import { transcriptStyles } from './transcript.styles.js';
import { visualizerStyles } from './visualizer.styles.js';

/** All of it in one adopted sheet, which needs no inline style. Nothing of it comes from outside. */
export const styles = unsafeCSS(
  [tokens, shell, visualizerStyles, transcriptStyles, controlsStyles, noticeStyles, floatingStyles].join(''),
);
