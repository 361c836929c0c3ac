/** One paragraph on who answers and what can be expected of it, from what the relay says of itself. */

const LOCAL =
  'The local agent answers. It runs inside this relay and needs no key: real speech recognition (Moonshine), voice activity ' +
  'detection (Silero) and speech synthesis (Flite) with a small rule-based mind. It speaks English, uses the tools of this page, ' +
  'tells the time, calculates and chats a little; it does not know the world, and its voice is that of a machine. ' +
  'Nothing that you say leaves this computer.';

const SCRIPTED = {
  id: 'scripted',
  label: 'A recording',
  text: 'A recorded conversation is played, to show what the interface does. It does not listen, and nothing that you say goes anywhere.',
};

/** How often a relay that is still loading is asked again. */
const ASK_AGAIN_MS = 1500;

function describe({ label, served, defaultModel, defaultVoice }, ready) {
  if (served === 'local') return ready ? LOCAL : `${LOCAL} It is still being loaded.`;
  return `${label} answers through this relay with the model ${defaultModel} and the voice ${defaultVoice}. What you say is sent there; the relay keeps the key.`;
}

async function askRelay() {
  const response = await fetch('voice/providers');
  const { providers, ready } = await response.json();
  const { hasProvider } = customElements.get('voice-agent');
  const known = providers.filter(({ id }) => hasProvider(id));
  const offers = known.map((offer) => ({
    id: offer.id,
    label: offer.served === 'local' ? `${offer.label} (local agent)` : offer.label,
    text: describe(offer, ready),
  }));
  return { ready, offers: [...offers, SCRIPTED] };
}

export async function showWhoAnswers({ paragraph, select, agent }) {
  let offers = [];
  const tell = () => {
    paragraph.textContent = offers.find(({ id }) => id === agent.provider)?.text ?? '';
  };
  const ask = async () => {
    const answer = await askRelay();
    offers = answer.offers;
    tell();
    if (!answer.ready) setTimeout(ask, ASK_AGAIN_MS);
  };
  try {
    await ask();
  } catch {
    // Without its relay the page still has something to show.
    offers = [SCRIPTED];
    agent.provider = SCRIPTED.id;
    tell();
  }
  select.replaceChildren(...offers.map(({ id, label }) => new Option(label, id, false, id === agent.provider)));
  select.addEventListener('change', () => {
    agent.stop();
    agent.provider = select.value;
    tell();
  });
}
