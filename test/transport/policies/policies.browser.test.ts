import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';

const PATH = '/dist/voice-agent.js?entry=test/transport/policies/page.ts';
const OWN = new URL(PATH, location.href).href;
/** The same server under another name is another origin. */
const CDN_HOST = `127.0.0.1:${location.port}`;
const CDN = `http://${CDN_HOST}${PATH}`;
const CONNECT = 'connect-src *';

describe('a line has its socket', () => {
  let relay: string;
  let frame: HTMLIFrameElement;

  // Made once, which takes a busy machine longer than a test may.
  before(async function () {
    this.timeout(90_000);
    await fetch(OWN);
  });

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
  async function visit(policy: string, script = OWN, more: Record<string, string> = {}): Promise<Window & typeof globalThis> {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = `/policy-page?${new URLSearchParams({ script, policy, ...more }).toString()}`;
    document.body.append(frame);
    await loaded;
    return (frame.contentWindow as (Window & typeof globalThis) | null) ?? expect.fail('no page');
  }

  /** Where that page has it, if it waits until it knows. */
  const open = async (...page: Parameters<typeof visit>): Promise<string> => (await visit(...page)).openProbe(relay, 10_000);

  it('in a Worker under no policy', async () => {
    expect(await open('')).to.equal('in a Worker');
  });

  it("in a Worker under script-src 'self', without any worker-src", async () => {
    expect(await open(`default-src 'self'; ${CONNECT}`)).to.equal('in a Worker');
  });

  it('in a Worker from a CDN, by a blob', async () => {
    expect(await open('', CDN)).to.equal('in a Worker');
  });

  it('in a Worker from worklet-url where the script is a CDN’s and no blob may run', async () => {
    const policy = `script-src 'self' ${CDN_HOST}; ${CONNECT}`;
    expect(await open(policy, CDN)).to.equal('on the page');
    expect(await open(policy, CDN, { 'worklet-url': OWN })).to.equal('in a Worker');
  });

  it('on the page where worklet-url leads nowhere, to what is no Worker, or to what Trusted Types do not know', async () => {
    const policy = `script-src 'self' ${CDN_HOST}; ${CONNECT}`;
    expect(await open(policy, CDN, { 'worklet-url': '/nowhere.js' })).to.equal('on the page');
    expect(await open(policy, CDN, { 'worklet-url': '/policy-page' })).to.equal('on the page');
    const trusted = `${policy}; require-trusted-types-for 'script'; trusted-types voice-agent`;
    expect(await open(trusted, CDN, { 'worklet-url': OWN })).to.equal('trustedTypes' in window ? 'on the page' : 'in a Worker');
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

  it('nowhere where connect-src forbids it, and says so at once', async () => {
    const { host, origin } = new URL(relay);
    const socket = new RegExp(`^relay-blocked: .* ws://${host}\\. .*connect-src`);
    expect(await open(`connect-src ${origin}; worker-src 'none'`)).to.match(socket);
    // A Worker from a blob has the page's policy.
    expect(await open(`connect-src ${origin}`, CDN)).to.match(socket);
    expect(await open("connect-src 'none'")).to.match(new RegExp(`^relay-blocked: .* ${origin}\\. .*connect-src`));
  });

  it('where it may, whatever a policy that only reports says', async () => {
    expect(await open("worker-src 'none'", OWN, { reported: "connect-src 'none'" })).to.equal('on the page');
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
