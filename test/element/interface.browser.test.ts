import { expect } from '@open-wc/testing';
import type { VoiceAgent } from '../../src/element/voice-agent.js';
import { CREATED, eventWhere, fedAgent, part, READY, startFed } from '../rigs/fed-agent.js';
import { press, typeInto } from '../rigs/keys.js';

function announced(element: VoiceAgent): string {
  return part(element, 'announcer')?.textContent ?? '';
}

/** Presses Tab until the focus is on the part. */
async function tabTo(element: VoiceAgent, name: string): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    await press('Tab');
    if (part(element, name)?.matches(':focus')) return;
  }
  throw new Error(`The focus never came to “${name}”`);
}

/** Waits until the part has the focus. */
async function focusOn(element: VoiceAgent, name: string): Promise<void> {
  while (!part(element, name)?.matches(':focus')) await new Promise(requestAnimationFrame);
}

async function speak(agent: Awaited<ReturnType<typeof fedAgent>>): Promise<void> {
  const line = await startFed(agent);
  line.provider(
    { type: 'item-added', itemId: 'u', kind: 'message', role: 'user', text: 'What time is it?' },
    { type: 'response-started', responseId: 'r' },
    { type: 'tool-called', callId: 'c', responseId: 'r', name: 'tell_time', arguments: '{"city":"Tokyo"}' },
  );
  await eventWhere(agent.element, 'agent-tool-result');
  line.provider(
    { type: 'agent-transcript', responseId: 'r', itemId: 'a', delta: 'It is noon.' },
    { type: 'agent-transcript-done', responseId: 'r', itemId: 'a', text: 'It is noon.' },
    { type: 'response-done', responseId: 'r', status: 'completed' },
  );
  await eventWhere(agent.element, 'agent-transcript', ({ role, final }) => role === 'agent' && final);
  await agent.element.updateComplete;
}

describe('the interface of <voice-agent>', () => {
  it('starts, writes and ends by keyboard alone', async () => {
    const agent = await fedAgent();
    const opening = agent.nextLine();
    await tabTo(agent.element, 'start');
    await press('Enter');
    const line = await opening;
    line.provider(CREATED, READY);
    await eventWhere(agent.element, 'agent-state', ({ state }) => state === 'listening');
    expect(part(agent.element, 'end')?.matches(':focus')).to.equal(true);
    await typeInto(part<HTMLInputElement>(agent.element, 'input'), 'Good evening');
    await press('Enter');
    expect(line.actions).to.deep.include({ type: 'add-user-text', text: 'Good evening' });
    expect(part<HTMLInputElement>(agent.element, 'input')?.value).to.equal('');
    await tabTo(agent.element, 'end');
    await press('Enter');
    expect(agent.element.state).to.equal('ended');
    await agent.element.updateComplete;
    expect(part(agent.element, 'start')?.matches(':focus')).to.equal(true);
  });

  it('does not ask whoever writes first for a microphone', async () => {
    const agent = await fedAgent({ modality: 'voice' });
    const opening = agent.nextLine();
    await typeInto(part<HTMLInputElement>(agent.element, 'input'), 'Hello');
    await press('Enter');
    const line = await opening;
    expect(line.request.config.modality).to.equal('text');
    line.provider(CREATED, READY);
    await eventWhere(agent.element, 'agent-log', ({ entry }) => entry.event.type === 'send-text');
    expect(agent.streams).to.have.length(0);
    expect(part(agent.element, 'mute')).to.equal(null);
  });

  it('keeps what was written while the connection was being made', async () => {
    const agent = await fedAgent();
    const opening = agent.nextLine();
    const live = agent.element.start();
    agent.element.sendText('Are you there?');
    const line = await opening;
    line.provider(CREATED, READY);
    await live;
    line.provider({ type: 'response-started', responseId: 'r' });
    await eventWhere(agent.element, 'agent-state', ({ state }) => state === 'speaking');
    expect(line.actions.map(({ type }) => type)).to.deep.equal(['add-user-text', 'create-response']);
  });

  it('is found faultless by axe before, during, with settings and after a failure', async () => {
    const agent = await fedAgent({ controls: 'mic text end devices volume provider transcript cost latency' });
    await expect(agent.element).to.be.accessible();
    await speak(agent);
    part(agent.element, 'settings-toggle')?.click();
    await agent.element.updateComplete;
    await expect(agent.element).to.be.accessible();
    const failed = eventWhere(agent.element, 'agent-error');
    agent.lines.at(-1)?.line({ type: 'connection-closed', closeCode: 1006, reason: '', error: 'connection-lost' });
    expect((await failed).code).to.equal('connection-lost');
    await agent.element.updateComplete;
    expect(part(agent.element, 'error')?.getAttribute('role')).to.equal('alert');
    await expect(agent.element).to.be.accessible();
    agent.element.theme = 'dark';
    await agent.element.updateComplete;
    const fading = agent.element.shadowRoot?.getAnimations().filter((animation) => animation instanceof CSSTransition) ?? [];
    await Promise.all(fading.map(({ finished }) => finished));
    await expect(agent.element).to.be.accessible();
  });

  it('shows who said what, and what a tool was asked and answered', async () => {
    const agent = await fedAgent({ tools: [{ name: 'tell_time', description: 'The time', run: () => ({ time: '12:00' }) }] });
    await speak(agent);
    const { element } = agent;
    expect(part(element, 'transcript')?.getAttribute('role')).to.equal('log');
    expect(part(element, 'message-user')?.textContent).to.contain('What time is it?');
    expect(part(element, 'message-agent')?.textContent).to.contain('It is noon.');
    const tool = part<HTMLDetailsElement>(element, 'tool-done');
    expect(tool?.open).to.equal(false);
    expect(tool?.textContent).to.contain('tell_time').and.to.contain('"Tokyo"').and.to.contain('"12:00"');
  });

  it('announces the course politely, and in writing the agent’s words', async () => {
    const agent = await fedAgent();
    await speak(agent);
    expect(part(agent.element, 'announcer')?.getAttribute('aria-live')).to.equal('polite');
    agent.element.stop();
    await agent.element.updateComplete;
    expect(announced(agent.element)).to.equal('Conversation ended');
  });

  it('shows one way on after a failure, and another once that is dismissed', async () => {
    const agent = await fedAgent();
    const line = await startFed(agent);
    const failed = eventWhere(agent.element, 'agent-error');
    line.line({ type: 'connection-closed', closeCode: 1006, reason: '', error: 'connection-lost' });
    await failed;
    await agent.element.updateComplete;
    expect(part(agent.element, 'retry')?.matches(':focus')).to.equal(false);
    expect(part(agent.element, 'start')).to.equal(null);
    part(agent.element, 'dismiss')?.focus();
    part(agent.element, 'dismiss')?.click();
    await agent.element.updateComplete;
    expect(part(agent.element, 'start')?.matches(':focus')).to.equal(true);
  });

  it('asks for consent with one button that begins', async () => {
    const agent = await fedAgent({ modality: 'voice', consent: 'May we record this?' });
    agent.element.start().catch(() => undefined);
    await agent.element.updateComplete;
    expect(part(agent.element, 'consent')?.textContent).to.contain('May we record this?');
    expect(part(agent.element, 'start')).to.equal(null);
  });

  it('does not say that it listens while it is muted, or before the button is held', async () => {
    const agent = await fedAgent({ modality: 'voice' });
    await startFed(agent);
    const words = async (): Promise<string | undefined> => {
      await agent.element.updateComplete;
      return part(agent.element, 'state')?.textContent.replace(/\s+/g, ' ').trim();
    };
    expect(await words()).to.equal('Listening');
    agent.element.muted = true;
    expect(await words()).to.equal('Muted');
    await agent.element.updateComplete;
    expect(announced(agent.element)).to.equal('Muted');
    agent.element.muted = false;
    expect(await words()).to.equal('Listening');
    agent.element.turnDetection = 'none';
    expect(await words()).to.equal('Your turn');
    part(agent.element, 'talk')?.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
    expect(await words()).to.equal('Hearing you');
  });

  it('interrupts by its picture, which keeps its place', async () => {
    const agent = await fedAgent({ modality: 'voice' });
    const line = await startFed(agent);
    line.provider({ type: 'response-started', responseId: 'r' });
    await eventWhere(agent.element, 'agent-state', ({ state }) => state === 'thinking');
    await agent.element.updateComplete;
    const picture = part(agent.element, 'visualizer');
    expect(picture?.getAttribute('aria-disabled')).to.equal('false');
    picture?.click();
    expect(line.actions.map(({ type }) => type)).to.include('cancel-response');
    expect(part(agent.element, 'visualizer')).to.equal(picture);
  });

  it('lets the person talk while Space is held, or between two presses of Enter', async () => {
    const agent = await fedAgent({ modality: 'voice', turnDetection: 'none' });
    const line = await startFed(agent);
    await agent.element.updateComplete;
    expect(part(agent.element, 'hint')?.textContent).to.contain('Space');
    const commits = (): number => line.actions.filter(({ type }) => type === 'commit-audio' || type === 'clear-audio').length;
    const talk = part(agent.element, 'talk');
    talk?.focus();
    // Not every driver can hold a key.
    talk?.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
    talk?.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, repeat: true }));
    await agent.element.updateComplete;
    expect(part(agent.element, 'talk')?.getAttribute('aria-pressed')).to.equal('true');
    talk?.dispatchEvent(new KeyboardEvent('keyup', { key: ' ', bubbles: true }));
    await agent.element.updateComplete;
    expect(part(agent.element, 'talk')?.getAttribute('aria-pressed')).to.equal('false');
    await press('Enter');
    await press('Enter');
    const talked = agent.element.log.flatMap(({ event: { type } }) => (type.startsWith('talk-') ? [type] : []));
    expect(talked).to.deep.equal(['talk-pressed', 'talk-released', 'talk-pressed', 'talk-released']);
    expect(commits()).to.be.greaterThan(0);
  });

  it('takes the page’s words and keeps the controls the page wants', async () => {
    const agent = await fedAgent({ strings: { end: 'Auflegen', 'help-connection-lost': 'Ruf noch mal an.' }, controls: 'end' });
    const line = await startFed(agent);
    await agent.element.updateComplete;
    expect(part(agent.element, 'end')?.textContent).to.contain('Auflegen');
    expect(part(agent.element, 'composer')).to.equal(null);
    const failed = eventWhere(agent.element, 'agent-error');
    line.line({ type: 'connection-closed', closeCode: 1006, reason: '', error: 'connection-lost' });
    expect((await failed).help).to.equal('Ruf noch mal an.');
  });

  it('opens in a corner, closes by Escape and gives the focus back', async () => {
    const agent = await fedAgent({ variant: 'floating' });
    const launcher = part(agent.element, 'launcher');
    expect(part<HTMLElement>(agent.element, 'panel')?.inert).to.equal(true);
    launcher?.click();
    await agent.element.updateComplete;
    expect(launcher?.getAttribute('aria-expanded')).to.equal('true');
    part(agent.element, 'input')?.focus();
    await press('Escape');
    await agent.element.updateComplete;
    expect(agent.element.open).to.equal(false);
    expect(launcher?.matches(':focus')).to.equal(true);
  });

  it('leads into its settings and back by keyboard', async () => {
    const agent = await fedAgent({ controls: 'text end volume' });
    await tabTo(agent.element, 'settings-toggle');
    await press('Enter');
    await focusOn(agent.element, 'volume');
    await press('Escape');
    await focusOn(agent.element, 'settings-toggle');
    expect(part(agent.element, 'settings')).to.equal(null);
  });

  it('fits 320 px and mirrors in right-to-left pages', async () => {
    const agent = await fedAgent({ controls: 'mic text end devices volume provider transcript cost latency', dir: 'rtl' });
    agent.element.style.width = '320px';
    await speak(agent);
    const shell = part(agent.element, 'shell');
    expect(shell?.scrollWidth).to.be.at.most(320);
    const user = part(agent.element, 'message-user')?.getBoundingClientRect();
    const whole = shell?.getBoundingClientRect();
    expect((user?.left ?? 0) - (whole?.left ?? 0)).to.be.lessThan((whole?.right ?? 0) - (user?.right ?? 0));
  });
});
