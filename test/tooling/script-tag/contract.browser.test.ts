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
  Agent.addProvider('contract', () => Promise.resolve({ default: createScriptedProvider(SCRIPT, { pace: atOnce }) }));
  const agent = frame.document.createElement('voice-agent');
  agent.tools = [{ name: 'tell_time', description: 'Tells the time', run: () => ({ time: 'noon' }) }];
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

  it('show a page the same', async () => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.srcdoc = `<script src="${new URL('/dist/voice-agent.js', location.href).href}"></script>`;
    document.body.append(frame);
    await loaded;
    if (!customElements.get('voice-agent')) customElements.define('voice-agent', VoiceAgent);
    const page = frame.contentWindow;
    const Built = page?.customElements.get('voice-agent') as typeof VoiceAgent | undefined;
    if (!page || !Built) throw new Error('The frame has no element');

    expect(membersOf(Built)).to.deep.equal(membersOf(VoiceAgent));
    const fromModules = await record(VoiceAgent, window);
    expect(fromModules.length).to.be.greaterThan(50);
    const fromFile = await record(Built, page);
    for (const [index, line] of fromModules.entries()) expect(fromFile[index]).to.equal(line);
    expect(fromFile).to.have.length(fromModules.length);
    frame.remove();
  });
});
