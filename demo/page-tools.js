/** What the agent can do on this page. Each tool is a definition and an ordinary function; what it returns is told to the agent. */

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

/** @param {string} colour */
function setPageColour(colour) {
  const name = colour.toLowerCase().replaceAll(' ', '');
  if (!CSS.supports('color', name)) return { error: `“${colour}” is not a colour this page knows.` };
  document.documentElement.style.setProperty('--tint', name);
  show('colour', colour);
  return { message: `The page is ${colour} now.` };
}

/** @param {string} timeZone IANA, such as Asia/Tokyo */
function tellTime(timeZone) {
  try {
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone }).format(new Date());
    const city = timeZone.split('/').at(-1).replaceAll('_', ' ');
    return { message: `It is ${time} in ${city}.` };
  } catch {
    return { error: `The time zone ${timeZone} is not known.` };
  }
}

/** @type {Map<string, number>} */
const basket = new Map();

function addToBasket(item, quantity) {
  basket.set(item, (basket.get(item) ?? 0) + quantity);
  const content = [...basket].map(([name, count]) => `${count} ${name}`).join(', ');
  show('basket', content);
  return { message: `Your basket contains ${content}.` };
}

let timer;

function setTimer(seconds, onRing) {
  clearInterval(timer);
  const ringsAt = performance.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((ringsAt - performance.now()) / 1000);
    show('timer', left > 0 ? `${left} s` : 'rang');
    if (left > 0) return;
    clearInterval(timer);
    onRing(seconds);
  };
  timer = setInterval(tick, 250);
  tick();
  return { message: `The timer rings in ${seconds} seconds.` };
}

/** Offers them to a `<voice-agent>`. */
export function offerPageTools(agent) {
  agent.addTool(
    {
      name: 'set_page_colour',
      description: 'Sets the background colour of this page.',
      parameters: {
        type: 'object',
        properties: { colour: { type: 'string', description: 'A CSS colour name, such as blue or dark green' } },
        required: ['colour'],
      },
    },
    ({ colour }) => setPageColour(String(colour)),
  );
  agent.addTool(
    {
      name: 'tell_time',
      description: 'Tells what time it is in a city.',
      parameters: {
        type: 'object',
        properties: { time_zone: { type: 'string', description: 'IANA time zone of the city, such as Asia/Tokyo' } },
        required: ['time_zone'],
      },
    },
    ({ time_zone: timeZone }) => tellTime(String(timeZone)),
  );
  agent.addTool(
    {
      name: 'add_to_basket',
      description: 'Puts something into the shopping basket of this page.',
      parameters: {
        type: 'object',
        properties: {
          item: { type: 'string', enum: ['coffee', 'tea', 'bread', 'apples'], description: 'What to buy' },
          quantity: { type: 'integer', minimum: 1, description: 'How many' },
        },
        required: ['item', 'quantity'],
      },
    },
    ({ item, quantity }) => addToBasket(String(item), Number(quantity)),
  );
  agent.addTool(
    {
      name: 'set_timer',
      description: 'Starts a timer on this page.',
      parameters: {
        type: 'object',
        properties: { seconds: { type: 'integer', minimum: 1, description: 'Seconds until it rings' } },
        required: ['seconds'],
      },
    },
    ({ seconds }) =>
      setTimer(Number(seconds), (length) => {
        // The agent hears of it and says so, if the conversation still lasts.
        if (agent.session && !['idle', 'ended', 'failed'].includes(agent.state)) {
          agent.sendContext(`The timer of ${length} seconds has just rung.`);
          agent.createResponse();
        }
      }),
  );
}
