/** One paragraph on who answers and what can be expected of it, from what the relay says of itself. */

const LOCAL =
  'The local agent answers. It runs inside this relay and needs no key: real speech recognition (Moonshine), voice activity ' +
  'detection (Silero) and speech synthesis (Flite) with a small rule-based mind. It speaks English, uses the tools of this page, ' +
  'tells the time, calculates and chats a little; it does not know the world, and its voice is that of a machine. ' +
  'Nothing that you say leaves this computer.';

function describe({ label, served, defaultModel, defaultVoice }, ready) {
  if (served === 'local') return ready ? LOCAL : `${LOCAL} It is still being loaded.`;
  return `${label} answers through this relay with the model ${defaultModel} and the voice ${defaultVoice}. What you say is sent there; the relay keeps the key.`;
}

export async function showWhoAnswers({ paragraph, select, agent }) {
  const scripted = {
    id: 'scripted',
    label: 'A recording',
    text: 'A recorded conversation is played, to show what the interface does. It does not listen: no microphone is needed to watch it, and no network.',
  };
  let offers = [scripted];
  try {
    const response = await fetch('voice/providers');
    const { providers, ready } = await response.json();
    const named = (offer) => (offer.served === 'local' ? `${offer.label} (local agent)` : offer.label);
    offers = [...providers.map((offer) => ({ id: offer.id, label: named(offer), text: describe(offer, ready) })), scripted];
  } catch {
    paragraph.textContent = 'The relay does not answer; only the recording can be played.';
    agent.provider = 'scripted';
  }
  select.replaceChildren(...offers.map(({ id, label }) => new Option(label, id, false, id === agent.provider)));
  const tell = () => {
    paragraph.textContent = offers.find(({ id }) => id === select.value)?.text ?? '';
  };
  select.addEventListener('change', () => {
    agent.stop();
    agent.provider = select.value;
    tell();
  });
  tell();
}
