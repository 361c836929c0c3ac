import { expect } from '@open-wc/testing';

const PATH = '/dist/voice-agent.js?entry=test/wire/policies/page.ts';
const OWN = new URL(PATH, location.href).href;
/** The same server under another name is another origin. */
const CDN_HOST = `127.0.0.1:${location.port}`;
const CDN = `http://${CDN_HOST}${PATH}`;

describe('a line has a Worker from the one file', () => {
  let frame: HTMLIFrameElement;

  beforeEach(() => {
    frame = document.createElement('iframe');
  });

  afterEach(() => frame.remove());

  async function hasWorker(policy: string, script = OWN): Promise<boolean> {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = `/policy-page?${new URLSearchParams({ script, policy }).toString()}`;
    document.body.append(frame);
    await loaded;
    return frame.contentWindow?.workerProbe ?? expect.fail('the script did not run');
  }

  it('under no policy', async () => {
    expect(await hasWorker('')).to.equal(true);
  });

  it("under script-src 'self'", async () => {
    expect(await hasWorker("default-src 'self'")).to.equal(true);
  });

  it('from a CDN, by a blob', async () => {
    expect(await hasWorker('', CDN)).to.equal(true);
  });

  it('but not where the page allows none, by worker-src, script-src or Trusted Types', async () => {
    expect(await hasWorker("script-src 'self'; worker-src 'none'")).to.equal(false);
    expect(await hasWorker(`script-src ${CDN_HOST}`, CDN)).to.equal(false);
    const trusted = "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    expect(await hasWorker(trusted)).to.equal(!('trustedTypes' in window));
  });
});
