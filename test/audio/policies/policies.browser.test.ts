import { expect } from '@open-wc/testing';

const PATH = '/dist/voice-agent.js?entry=test/audio/policies/page.ts';
const OWN = new URL(PATH, location.href).href;
/** The same server under another name is another origin. */
const CDN_HOST = `127.0.0.1:${location.port}`;
const CDN = `http://${CDN_HOST}${PATH}`;
const NONCE = 'bm9uY2U';

interface Case {
  readonly policy?: string;
  readonly script?: string;
  readonly nonce?: string;
  readonly workletUrl?: string;
}

describe('the worklet loads from the one file', () => {
  let frame: HTMLIFrameElement;

  // Made once, which takes a busy machine longer than a test may.
  before(async function () {
    this.timeout(90_000);
    await fetch(OWN);
  });

  beforeEach(() => {
    frame = document.createElement('iframe');
  });

  afterEach(() => frame.remove());

  /** What a page under `policy` says of its worklet. */
  async function load({ policy, script = OWN, nonce, workletUrl }: Case): Promise<string> {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const query = new URLSearchParams({ script });
    if (policy !== undefined) query.set('policy', policy);
    if (nonce !== undefined) query.set('nonce', nonce);
    if (workletUrl !== undefined) query.set('worklet-url', workletUrl);
    frame.src = `/policy-page?${query.toString()}`;
    document.body.append(frame);
    await loaded;
    return frame.contentWindow?.probe ?? expect.fail('the script did not run');
  }

  it('under no policy', async () => {
    expect(await load({})).to.equal('loaded');
  });

  it("under script-src 'self'", async () => {
    expect(await load({ policy: "default-src 'self'" })).to.equal('loaded');
  });

  it('from a CDN that alone is allowed', async () => {
    expect(await load({ policy: `script-src ${CDN_HOST}`, script: CDN })).to.equal('loaded');
  });

  it('under a nonce with strict-dynamic', async () => {
    expect(await load({ policy: `script-src 'nonce-${NONCE}' 'strict-dynamic'`, nonce: NONCE })).to.equal('loaded');
  });

  it('under Trusted Types', async () => {
    const policy = "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    expect(await load({ policy })).to.equal('loaded');
  });

  it('from worklet-url where nothing else is allowed', async () => {
    expect(await load({ policy: `script-src 'nonce-${NONCE}' ${CDN_HOST}`, nonce: NONCE, workletUrl: CDN })).to.equal('loaded');
  });

  it('or says which directive is in the way', async () => {
    const outcome = await load({ policy: `script-src 'nonce-${NONCE}'`, nonce: NONCE });
    expect(outcome).to.match(/^worklet-blocked: .*script-src/);
  });
});
