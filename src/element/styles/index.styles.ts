import { controlsStyles } from './controls.styles.js';
import { floatingStyles } from './floating.styles.js';
import { noticeStyles } from './notice.styles.js';
import { shell } from './shell.styles.js';
import { tokens } from './tokens.styles.js';
import { transcriptStyles } from './transcript.styles.js';
import { visualizerStyles } from './visualizer.styles.js';

/** All of it, in one adopted sheet each: none needs an inline style. */
export const styles = [tokens, shell, visualizerStyles, transcriptStyles, controlsStyles, noticeStyles, floatingStyles];
