import { readFile } from 'node:fs/promises';
import type { TestRunnerPlugin } from '@web/test-runner';
import { bundleScriptTag, ensureScriptTag, SCRIPT_TAG_ENTRY } from '../../tooling/build/script-tag.js';

const BUNDLE = '/dist/voice-agent.js';

/** The file as it is built, which is not built anew where nothing has changed, or one of another entry. */
async function bundleOf(entry: string): Promise<string> {
  return entry === SCRIPT_TAG_ENTRY ? readFile(await ensureScriptTag(), 'utf8') : bundleScriptTag(entry);
}

/**
 * Serves the file for a script tag to browser tests, made from the sources as they are: `/dist/voice-agent.js`, or of another
 * entry `/dist/voice-agent.js?entry=test/…`. `&policy=…` is the Content-Security-Policy that comes with the file.
 */
export function bundlePlugin(): TestRunnerPlugin {
  const bundles = new Map<string, Promise<string>>();
  return {
    name: 'script-tag-bundle',
    async serve(context) {
      if (context.path !== BUNDLE) return undefined;
      const entry = String(context.query['entry'] ?? SCRIPT_TAG_ENTRY);
      const { policy } = context.query;
      const bundle = bundles.get(entry) ?? bundleOf(entry);
      bundles.set(entry, bundle);
      if (typeof policy === 'string') context.set('content-security-policy', policy);
      // As a CDN does: without it another origin's page could load the script but not its worklet.
      return { body: await bundle, type: 'js', headers: { 'access-control-allow-origin': '*' } };
    },
  };
}
