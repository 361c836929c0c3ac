import type { TestRunnerPlugin } from '@web/test-runner';
import { bundleScriptTag, SCRIPT_TAG_ENTRY } from '../../tooling/build/script-tag.js';

const BUNDLE = '/dist/voice-agent.js';

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
      const bundle = bundles.get(entry) ?? bundleScriptTag(entry);
      bundles.set(entry, bundle);
      if (typeof policy === 'string') context.set('content-security-policy', policy);
      // As a CDN does: without it another origin's page could load the script but not its worklet.
      return { body: await bundle, type: 'js', headers: { 'access-control-allow-origin': '*' } };
    },
  };
}
