import { expect } from '@open-wc/testing';
import type { AgentEvent, AgentEventDetails, AgentEventType, AgentToolCallEvent } from '../../src/element/events.js';
import { openMicrophone } from '../../src/audio/capture/open-microphone.js';
import type { VoiceAgent } from '../../src/element/voice-agent.js';
import type { ProviderEvent } from '../../src/spec/voice-event.js';
import { CREATED, eventWhere, fedAgent, type FedLine, READY, startFed } from '../rigs/fed-agent.js';

/** Everything of one type that the document hears, as a page does. */
function heard<T extends AgentEventType>(type: T): AgentEventDetails[T][] {
  const details: AgentEventDetails[T][] = [];
  document.addEventListener(type, (event) => details.push((event as unknown as AgentEvent<T>).detail));
  return details;
}

function calls(callId: string, name: string): ProviderEvent {
  return { type: 'tool-called', callId, name, arguments: '{"city":"Tokyo"}' };
}

function toolOutputs(line: FedLine): string[] {
  return line.actions.flatMap((action) => (action.type === 'add-tool-output' ? [action.output] : []));
}

async function toolResult(element: VoiceAgent, id: string): Promise<AgentEventDetails['agent-tool-result']> {
  return eventWhere(element, 'agent-tool-result', (detail) => detail.id === id);
}

describe('the events of <voice-agent>', () => {
  it('tell the course of a conversation in order, through shadow roots', async () => {
    const states = heard('agent-state');
    const providers = heard('agent-provider');
    const connections = heard('agent-connection');
    const agent = await fedAgent();
    await startFed(agent);
    agent.element.stop();
    expect(states).to.deep.equal([
      { state: 'connecting', previous: 'idle' },
      { state: 'listening', previous: 'connecting' },
      { state: 'ended', previous: 'listening', reason: 'stopped' },
    ]);
    expect(providers).to.deep.equal([{ provider: 'fed', previous: undefined, reason: 'chosen' }]);
    expect(connections.map(({ status }) => status)).to.deep.equal(['connecting', 'open']);
  });

  it('carry every entry of the log', async () => {
    const entries = heard('agent-log');
    const agent = await fedAgent();
    await startFed(agent);
    expect(entries.map(({ entry }) => entry)).to.deep.equal(agent.element.log);
    expect(agent.element.exportLog()).to.contain('"session-ready"');
  });

  it('tell what was added to the words, and when they are final', async () => {
    const agent = await fedAgent();
    const line = await startFed(agent);
    const words = heard('agent-transcript');
    line.provider(
      { type: 'response-started', responseId: 'r' },
      { type: 'agent-transcript', responseId: 'r', itemId: 'a', delta: 'Good ' },
      { type: 'agent-transcript', responseId: 'r', itemId: 'a', delta: 'morning' },
      { type: 'agent-transcript-done', responseId: 'r', itemId: 'a', text: 'Good morning.' },
    );
    await eventWhere(agent.element, 'agent-transcript', ({ final }) => final);
    expect(words.map(({ delta }) => delta).join('')).to.equal('Good morning.');
    expect(words.at(-1)).to.include({ id: 'a', role: 'agent', text: 'Good morning.', final: true, interrupted: false });
    expect(agent.element.exportTranscript('text')).to.contain('Good morning.');
  });

  it('take the answer to a tool call from a listener, also when it comes later', async () => {
    const agent = await fedAgent();
    const line = await startFed(agent);
    agent.element.addEventListener('agent-tool-call', (event: AgentToolCallEvent) => {
      event.respondWith(Promise.resolve({ asked: event.detail.arguments, by: event.detail.name }));
      expect(() => event.respondWith('again')).to.throw(DOMException);
    });
    line.provider(calls('c1', 'tell_time'));
    const result = await toolResult(agent.element, 'c1');
    expect(result.result).to.deep.equal({ asked: { city: 'Tokyo' }, by: 'tell_time' });
    expect(toolOutputs(line)[0]).to.contain('Tokyo');
  });

  it('never leave the agent without an answer', async () => {
    const agent = await fedAgent();
    const line = await startFed(agent);
    line.provider(calls('c1', 'nobody_knows_it'));
    expect((await toolResult(agent.element, 'c1')).error).to.contain('nobody_knows_it');
    expect(toolOutputs(line)).to.have.length(1);
  });

  it('leave a tool with a function of its own to that function, until it is taken back', async () => {
    const asked = heard('agent-tool-call');
    const agent = await fedAgent({ tools: [{ name: 'listed', description: 'From the property', run: () => 'listed' }] });
    const undo = agent.element.addTool(
      { name: 'added', description: 'From the method' },
      ({ city }) => `time in ${String(city)}`,
    );
    const line = await startFed(agent);
    expect(line.request.config.tools.map(({ name }) => name)).to.have.members(['listed', 'added']);
    line.provider(calls('c1', 'added'));
    expect((await toolResult(agent.element, 'c1')).result).to.equal('time in Tokyo');
    undo();
    line.provider(calls('c2', 'added'));
    expect((await toolResult(agent.element, 'c2')).error).to.contain('added');
    expect(asked).to.have.length(1);
  });

  it('say how much of the agent was heard when the person cuts it off', async () => {
    const agent = await fedAgent({ modality: 'voice' });
    const line = await startFed(agent);
    // Long enough that no slow machine hears it out before the cut.
    const halfSecond = 24_000;
    const wholeMs = 15_000;
    line.request.speaker?.postMessage({ type: 'format', format: { encoding: 'pcm16', sampleRate: 24_000 } });
    for (let part = 0; part < wholeMs / 500; part += 1)
      line.request.speaker?.postMessage({ type: 'audio', itemId: 'a', bytes: new ArrayBuffer(halfSecond) });
    line.provider(
      { type: 'response-started', responseId: 'r' },
      { type: 'agent-transcript', responseId: 'r', itemId: 'a', delta: 'One two three four five six seven eight.' },
      { type: 'agent-audio', responseId: 'r', itemId: 'a', contentIndex: 0, durationMs: wholeMs },
    );
    await eventWhere(
      agent.element,
      'agent-log',
      ({ entry: { event } }) => event.type === 'playback-progress' && event.heardMs > 300,
    );
    expect(agent.element.state).to.equal('speaking');
    const cut = eventWhere(agent.element, 'agent-interrupted');
    // As every connection does at once.
    line.request.speaker?.postMessage({ type: 'flush' });
    line.provider({ type: 'user-started', itemId: 'u', audioMs: 0 });
    const { itemId, heardMs, text } = await cut;
    expect(itemId).to.equal('a');
    expect(heardMs).to.be.within(300, wholeMs - 1);
    expect('One two three four five six seven eight.').to.satisfy((whole: string) => whole.startsWith(text) && whole !== text);
    expect(line.actions).to.deep.include({ type: 'truncate', itemId: 'a', contentIndex: 0, audioEndMs: Math.floor(heardMs) });
    await agent.element.updateComplete;
    expect(agent.element.renderRoot.querySelector('[part~="interruption"]')).not.to.equal(null);
  });

  it('count what the conversation costs, at the page’s own prices where it has some', async () => {
    const none = { inputAudio: 0, inputImage: 0, cachedText: 0, cachedAudio: 0, cachedImage: 0, outputAudio: 0 };
    const agent = await fedAgent({ prices: { perMillionTokens: { ...none, inputText: 10, outputText: 20 } } });
    const line = await startFed(agent);
    line.provider(
      { type: 'response-started', responseId: 'r' },
      { type: 'response-done', responseId: 'r', status: 'completed', usage: { ...none, inputText: 1000, outputText: 500 } },
    );
    const cost = await eventWhere(agent.element, 'agent-cost');
    expect(cost.total).to.be.closeTo(0.02, 1e-9);
    expect(cost).to.include({ currency: 'USD', estimated: false });
    expect(cost.prices?.perMillionTokens?.outputText).to.equal(20);
    expect(agent.element.cost.total).to.equal(cost.total);
  });

  it('let the page decline the end that a limit brings', async () => {
    const limits = heard('agent-limit');
    const agent = await fedAgent({ maxDuration: 1 });
    agent.element.addEventListener('agent-limit', (event) => {
      if (limits.filter(({ ending }) => ending).length === 0) event.preventDefault();
    });
    await startFed(agent);
    await eventWhere(agent.element, 'agent-state', ({ state }) => state === 'ended');
    expect(limits.map(({ ending }) => ending)).to.deep.equal([false, true, false, true]);
    expect(agent.element.log.some(({ event }) => event.type === 'extend-limit')).to.equal(true);
  });

  it('tell levels only while somebody listens for them', async () => {
    const agent = await fedAgent({ modality: 'voice', visualizer: 'none' });
    await startFed(agent);
    const once = new AbortController();
    const levels = await new Promise<AgentEventDetails['agent-level']>((resolve) => {
      agent.element.addEventListener('agent-level', ({ detail }) => resolve(detail), { signal: once.signal });
    });
    expect(levels).to.deep.equal({ input: 0, output: 0 });
    once.abort();
    let told = 0;
    document.addEventListener('agent-level', () => (told += 1));
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(told).to.equal(0);
  });

  it('list the devices once the microphone is allowed, and report a chosen one that cannot be found', async () => {
    const agent = await fedAgent(
      { modality: 'voice', inputDevice: 'gone' },
      { openMicrophone: (request, signal) => openMicrophone(request, signal) },
    );
    const { element } = agent;
    expect(element.devices).to.deep.equal([]);
    const unknown = eventWhere(element, 'agent-error');
    const listed = eventWhere(element, 'agent-devices');
    await startFed(agent);
    expect(await unknown).to.include({ code: 'microphone-unknown', recoverable: true });
    const { devices } = await listed;
    expect(devices.some(({ kind, label }) => kind === 'audioinput' && label !== '')).to.equal(true);
    expect(element.devices).to.equal(devices);
    expect(element.state).to.equal('listening');
  });

  it('pass on what a page does to a conversation', async () => {
    const agent = await fedAgent({ instructions: 'Be brief.', clientSession: { temperature: 0.7 } });
    const { element } = agent;
    const line = await startFed(agent);
    element.sendContext('The cart is empty');
    await element.sendImage(new Blob(['x'], { type: 'image/png' }), 'Look');
    element.updateSession({ voice: 'cedar' });
    element.sendRaw({ type: 'custom' });
    element.instructions = 'Be funny.';
    await element.updateComplete;
    const sent = Object.fromEntries(line.actions.map((action) => [action.type, action]));
    expect(sent['add-context']).to.include({ text: 'The cart is empty' });
    expect(sent['add-user-image']).to.include({ dataUrl: 'data:image/png;base64,eA==', text: 'Look' });
    expect(sent['send-raw']).to.deep.include({ message: { type: 'custom' } });
    const configured = line.actions.flatMap((action) => (action.type === 'update-session' ? [action.config] : []));
    expect(configured.map(({ instructions }) => instructions)).to.deep.equal(['Be brief.', 'Be funny.']);
    expect(configured.at(-1)).to.deep.include({ voice: 'cedar', clientSession: { temperature: 0.7 } });
  });

  it('tell of unreadable frames once, and count them', async () => {
    const errors = heard('agent-error');
    const agent = await fedAgent();
    const line = await startFed(agent);
    for (let frame = 0; frame < 3; frame += 1) line.line({ type: 'frame-malformed', message: 'not JSON', bytes: 7 });
    line.provider({ type: 'item-added', itemId: 'u', kind: 'message', role: 'user', text: 'Hello' });
    await eventWhere(agent.element, 'agent-transcript');
    expect(errors.map(({ code, recoverable }) => [code, recoverable])).to.deep.equal([['frame-malformed', true]]);
    expect(agent.element.metrics?.malformedFrames).to.equal(3);
  });

  it('empty the transcript on request, and keep the log', async () => {
    const agent = await fedAgent();
    const line = await startFed(agent);
    line.provider({ type: 'item-added', itemId: 'u', kind: 'message', role: 'user', text: 'Hello' });
    await eventWhere(agent.element, 'agent-transcript');
    agent.element.clear();
    expect(agent.element.transcript).to.deep.equal([]);
    expect(agent.element.log.some(({ event }) => event.type === 'clear')).to.equal(true);
    line.provider(CREATED, READY);
  });
});
