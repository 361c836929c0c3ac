import { expect } from '@open-wc/testing';
import { VoiceAgent } from '../../../src/element/voice-agent.js';
import { atOnce, createScriptedProvider, writeScript } from '../../../src/providers/scripted/index.js';

const SCRIPT = writeScript()
  .waitsFor('add-user-text')
  .userSays('What is the time in Tokyo?')
  .callsTools({ name: 'tell_time', arguments: { city: 'Tokyo' } }, { name: 'unknown', arguments: {} })
  .agentSays('It is noon in Tokyo.')
  .emits({ type: 'rate-limits', limits: [{ name: 'requests', limit: 100, remaining: 1, resetSeconds: 1 }] })
  .reports('odd', 'Something odd')
  .closes(4411, 'long enough').script;

const TOOLS = [{ name: 'tell_time', description: 'Tells the time', run: () => ({ time: 'noon' }) }];

const EVENTS = ['log', 'state', 'connection', 'transcript', 'tool-result', 'cost', 'limit', 'error', 'provider'];

/** The same with every value that differs between two runs replaced by what it is. */
function withoutTimes(key: string, value: unknown): unknown {
  const isTime = key === 'at' || (key.endsWith('Ms') && key !== 'audioMs');
  return isTime ? typeof value : value;
}

/** All that a page can see of the scripted conversation with an element of the given class. */
async function record(Agent: typeof VoiceAgent, frame: Window): Promise<string[]> {
  const seen: string[] = [];
  const note = (what: string, value: unknown): void => void seen.push(`${what} ${JSON.stringify(value, withoutTimes)}`);
  Agent.addProvider('contract', () => Promise.resolve({ default: createScriptedProvider(SCRIPT, { pacing: atOnce }) }));
  const agent = frame.document.createElement('voice-agent');
  agent.tools = TOOLS;
  Object.assign(agent, { provider: 'contract', modality: 'text', controls: 'text cost latency end' });
  for (const event of EVENTS) agent.addEventListener(`agent-${event}`, (told) => note(event, (told as CustomEvent).detail));
  const ended = new Promise<void>((resolve) => {
    agent.addEventListener('agent-state', () => {
      if (agent.state === 'failed') resolve();
    });
  });
  frame.document.body.append(agent);
  await agent.start();
  agent.sendText('Good morning');
  await ended;
  await agent.updateComplete;
  for (const name of ['state', 'transcript', 'cost', 'latency', 'metrics', 'session'] as const) note(name, agent[name]);
  note(
    'log',
    agent
      .exportLog()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  );
  for (const format of ['json', 'text', 'srt', 'vtt'] as const)
    note(format, agent.exportTranscript(format).replaceAll(/[\d.]+/g, ''));
  agent.remove();
  return seen;
}

/** What the element is and shows, without the places that Lit keeps for what may come, and without times. */
function pictureOf(agent: VoiceAgent): string {
  const attributes = [...agent.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  const shown = agent.shadowRoot?.innerHTML ?? '';
  const stable = shown.replaceAll(/<!--.*?-->/g, '').replaceAll(/\d+ ms/g, 'some ms');
  return `${attributes.join(' ')}\n${stable.replaceAll(/\s+/g, ' ')}`;
}

/** All that a person can see while an element of the given class is set and used. */
async function recordPictures(Agent: typeof VoiceAgent, frame: Window): Promise<string[]> {
  Agent.addProvider('contract', () => Promise.resolve({ default: createScriptedProvider(SCRIPT, { pacing: atOnce }) }));
  const pictures: string[] = [];
  const agent = frame.document.createElement('voice-agent');
  const root = (): ShadowRoot => agent.shadowRoot ?? agent.attachShadow({ mode: 'open' });
  const after = async (change: () => void): Promise<void> => {
    change();
    // What an update changes may ask for another one.
    while (!(await agent.updateComplete));
    pictures.push(pictureOf(agent));
  };
  const set = (values: Partial<VoiceAgent>): Promise<void> => after(() => Object.assign(agent, values));
  const click = (part: string): Promise<void> => after(() => root().querySelector<HTMLElement>(`[part~=${part}]`)?.click());

  agent.volume = 0.5;
  agent.setAttribute('placement', 'top-left');
  await after(() => frame.document.body.append(agent));
  await set({ provider: 'contract', modality: 'text', controls: 'mic text cost latency end transcript volume' });
  await click('settings-toggle');
  await set({ volume: 0.25, muted: true });
  await after(() => {
    const slider = root().querySelector<HTMLInputElement>('[part~=volume]');
    if (slider) slider.value = '1';
    slider?.dispatchEvent(new Event('input'));
  });
  await click('settings-toggle');
  await click('transcript-toggle');
  await click('transcript-toggle');
  await set({ strings: { start: 'Los', 'start-text': 'Schreiben' }, visualizer: 'none' });
  await set({ strings: {}, visualizer: 'bars' });
  await set({ variant: 'floating', open: true });
  await click('launcher');
  await set({ variant: 'inline', open: false, theme: 'dark' });
  await after(() => agent.setAttribute('volume', '0.75'));
  await after(() => agent.removeAttribute('volume'));
  await after(() => agent.setAttribute('consent', 'Your words are kept.'));
  await set({ consent: false, muted: false, turnDetection: { type: 'semantic-vad' }, idleTimeout: 60, agentId: 'one' });
  await set({ agentId: undefined, turnDetection: 'server-vad' });
  agent.tools = TOOLS;
  const ended = new Promise<void>((resolve) => {
    agent.addEventListener('agent-state', () => {
      if (agent.state === 'failed') resolve();
    });
  });
  await agent.start();
  await after(() => agent.sendText('Good morning'));
  await ended;
  await set({});
  await click('dismiss');
  await click('tool-summary');
  await after(() => agent.clear());
  agent.remove();
  return pictures;
}

/** What the class and those above it say, up to Lit's. */
function membersOf(agentClass: typeof VoiceAgent): string[] {
  return [...Object.getOwnPropertyNames(agentClass.prototype), ...agentClass.elementProperties.keys()].map(String).sort();
}

describe('the file for a script tag and the modules', () => {
  before(async function () {
    // It may have to be built first.
    this.timeout(120_000);
    await fetch('/dist/voice-agent.js');
  });

  let frame: HTMLIFrameElement;
  let page: Window;
  let Built: typeof VoiceAgent;

  beforeEach(async () => {
    frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.srcdoc = `<script src="${new URL('/dist/voice-agent.js', location.href).href}"></script>`;
    document.body.append(frame);
    await loaded;
    if (!customElements.get('voice-agent')) customElements.define('voice-agent', VoiceAgent);
    const { contentWindow } = frame;
    const built = contentWindow?.customElements.get('voice-agent');
    if (!contentWindow || !built) throw new Error('The frame has no element');
    [page, Built] = [contentWindow, built as typeof VoiceAgent];
  });

  afterEach(() => frame.remove());

  it('show a page the same', async () => {
    expect(membersOf(Built)).to.deep.equal(membersOf(VoiceAgent));
    const fromModules = await record(VoiceAgent, window);
    expect(fromModules.length).to.be.greaterThan(50);
    const fromFile = await record(Built, page);
    for (const [index, line] of fromModules.entries()) expect(fromFile[index]).to.equal(line);
    expect(fromFile).to.have.length(fromModules.length);
  });

  it('show a person the same, whatever is set and clicked', async () => {
    const fromModules = await recordPictures(VoiceAgent, window);
    expect(new Set(fromModules).size).to.be.greaterThan(14);
    const fromFile = await recordPictures(Built, page);
    for (const [index, picture] of fromModules.entries()) expect(fromFile[index]).to.equal(picture);
    expect(fromFile).to.have.length(fromModules.length);
  });
});
