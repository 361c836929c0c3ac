import type { TestRunnerPlugin } from '@web/test-runner';

/**
 * A page with one script under a Content-Security-Policy of its own:
 * `/policy-page?policy=…&script=…&nonce=…&worklet-url=…`. The policy comes as a header, as sites send it; `reported=…` is one
 * that only reports.
 */
const policyPage: TestRunnerPlugin = {
  name: 'policy-page',
  serve(context) {
    if (context.path !== '/policy-page') return undefined;
    const { policy, reported, script, nonce, 'worklet-url': workletUrl } = context.query;
    if (typeof policy === 'string' && policy !== '') context.set('content-security-policy', policy);
    if (typeof reported === 'string') context.set('content-security-policy-report-only', reported);
    const meta = typeof workletUrl === 'string' ? `<meta name="worklet-url" content="${workletUrl}">` : '';
    const attributes = typeof nonce === 'string' ? ` nonce="${nonce}"` : '';
    const body = `<!doctype html><meta charset="utf-8">${meta}<script type="module" crossorigin src="${String(script)}"${attributes}></script>`;
    return { body, type: 'html' };
  },
};

export default policyPage;
