/** `npm start`: the relay with the demo, straight from the sources. Takes the relay's own options and environment. */
import { ensureScriptTag } from './build/script-tag.js';

await ensureScriptTag();
process.argv.push('--demo');
await import('../src/relay/bin.js');
