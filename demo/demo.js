import { showEvents } from './event-log.js';
import { offerPageTools } from './page-tools.js';
import { showWhoAnswers } from './who-answers.js';

const IDEAS = [
  'Set the page colour to blue',
  'What time is it in Tokyo?',
  'Put two apples into my basket',
  'Set a timer for ten seconds',
  'What is twelve times eight?',
  'What can you do?',
];

const find = (id) => document.getElementById(id);
const agent = find('agent');

await customElements.whenDefined('voice-agent');
offerPageTools(agent);
showEvents(agent, { list: find('log'), raw: find('raw'), clear: find('clear') });

/** A conversation that is under way takes the words; otherwise one is begun in writing, without microphone and greeting. */
async function say(text) {
  if (['idle', 'ended', 'failed'].includes(agent.state)) {
    const { greeting, modality } = agent;
    Object.assign(agent, { greeting: '', modality: 'text' });
    const starting = agent.start();
    Object.assign(agent, { greeting, modality });
    try {
      await starting;
    } catch {
      return; // The element shows what went wrong.
    }
  }
  agent.sendText(text);
}

for (const idea of IDEAS) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = idea;
  button.addEventListener('click', () => say(idea));
  item.append(button);
  find('ideas').append(item);
}

await showWhoAnswers({ paragraph: find('who'), select: find('provider'), agent });
