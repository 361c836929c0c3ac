/** Shows the element's events as they come, newest first. */

const TYPES = [
  'agent-state',
  'agent-transcript',
  'agent-tool-call',
  'agent-tool-result',
  'agent-cost',
  'agent-latency',
  'agent-interrupted',
  'agent-provider',
  'agent-connection',
  'agent-limit',
  'agent-error',
];
/** More rows than anybody reads. */
const MAX_ROWS = 300;

const SUMMARIES = {
  'agent-state': ({ state, previous, reason }) => `${previous} → ${state}${reason ? ` (${reason})` : ''}`,
  'agent-transcript': ({ role, text, final, heard }) =>
    `${role}: ${text}${final ? '' : ' …'}${heard === undefined || heard === text ? '' : ` [heard: ${heard}]`}`,
  'agent-tool-result': ({ name, result, error, durationMs }) =>
    `${name}: ${error ?? JSON.stringify(result)} (${Math.round(durationMs)} ms)`,
  'agent-cost': ({ total, delta, estimated }) => `$${total.toFixed(4)} (+${delta.toFixed(4)})${estimated ? ', estimated' : ''}`,
  'agent-latency': ({ totalMs, endpointingMs, thinkingMs, playbackMs }) =>
    `${Math.round(totalMs)} ms = ${[endpointingMs, thinkingMs, playbackMs].map(Math.round).join(' + ')}`,
  'agent-error': ({ code, message, help }) => `${code}: ${message}. ${help}`,
  'agent-log': ({ entry }) => JSON.stringify(entry.event).slice(0, 400),
};

function row(type, detail) {
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  const name = document.createElement('b');
  name.textContent = type === 'agent-log' ? `· ${detail.entry.event.type}` : type.slice('agent-'.length);
  const text = document.createElement('span');
  text.dir = 'auto';
  text.textContent = SUMMARIES[type]?.(detail) ?? JSON.stringify(detail);
  line.append(time, name, text);
  return line;
}

export function showEvents(agent, { list, raw, clear }) {
  const write = ({ type, detail }) => {
    list.prepend(row(type, detail));
    while (list.childElementCount > MAX_ROWS) list.lastElementChild.remove();
  };
  for (const type of TYPES) agent.addEventListener(type, write);
  agent.addEventListener('agent-log', (event) => {
    if (raw.checked) write(event);
  });
  clear.addEventListener('click', () => list.replaceChildren());
}
