import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';

const PATH = '/dist/voice-agent.js?entry=test/wire/policies/page.ts';
const OWN = new URL(PATH, location.href).href;
/** The same server under another name is another origin. */
const CDN_HOST = `127.0.0.1:${location.port}`;
const CDN = `http://${CDN_HOST}${PATH}`;
const CONNECT = 'connect-src *';

describe('a line has its socket', () => {
  let relay: string;
  let frame: HTMLIFrameElement;

  beforeEach(async () => {
    frame = document.createElement('iframe');
    relay = await executeServerCommand<string, undefined>('ga-start');
  });

  // `ga-stop` returns only when no socket is left.
  afterEach(async () => {
    await executeServerCommand('ga-stop');
    frame.remove();
  });

  /** The window of a page under `policy`. */
  async function visit(policy: string, script = OWN): Promise<Window & typeof globalThis> {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = `/policy-page?${new URLSearchParams({ script, policy }).toString()}`;
    document.body.append(frame);
    await loaded;
    return (frame.contentWindow as (Window & typeof globalThis) | null) ?? expect.fail('no page');
  }

  /** Where that page has it, if it waits until it knows. */
  const open = async (policy: string, script = OWN): Promise<string> => (await visit(policy, script)).openProbe(relay, 10_000);

  it('in a Worker under no policy', async () => {
    expect(await open('')).to.equal('in a Worker');
  });

  it("in a Worker under script-src 'self', without any worker-src", async () => {
    expect(await open(`default-src 'self'; ${CONNECT}`)).to.equal('in a Worker');
  });

  it('in a Worker from a CDN, by a blob', async () => {
    expect(await open('', CDN)).to.equal('in a Worker');
  });

  it('in a Worker under Trusted Types that name ours', async () => {
    const trusted = "script-src 'self'; require-trusted-types-for 'script'; trusted-types voice-agent";
    expect(await open(trusted)).to.equal('in a Worker');
  });

  it('on the page that allows no Worker, by worker-src, script-src or Trusted Types', async () => {
    expect(await open("script-src 'self'; worker-src 'none'")).to.equal('on the page');
    expect(await open(`script-src ${CDN_HOST}`, CDN)).to.equal('on the page');
    const trusted = "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    expect(await open(trusted)).to.equal('trustedTypes' in window ? 'on the page' : 'in a Worker');
  });

  it('on the page where the policy of the script’s own answer forbids the Worker to connect', async () => {
    expect(await open('', `${OWN}&policy=${encodeURIComponent("connect-src 'self'")}`)).to.equal('on the page');
  });

  it('on the page where the Worker’s script never comes', async () => {
    const page = await visit('');
    let ended = 0;
    const mute = class extends EventTarget {
      terminate = (): void => void (ended += 1);
    };
    Object.assign(page, { Worker: mute });
    expect(await page.openProbe(relay, 10)).to.equal('on the page');
    expect(ended).to.equal(1);
  });
});
