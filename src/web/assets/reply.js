// The conversation opens at its newest message, and the reply box says how many texts a reply is
// sent as, after a pause in typing.
import { countSegments } from '../shared/segments.js';

const PAUSE_MS = 700;

for (const form of document.querySelectorAll('[data-reply]')) {
  const body = form.querySelector('textarea');
  const words = form.querySelector('[data-reply-count]');
  if (!body || !words) continue;
  const before = words.textContent;
  words.setAttribute('aria-live', 'polite');
  let timer;

  const show = () => {
    const { characters, segments } = countSegments(body.value);
    const letters = `${characters} ${characters === 1 ? 'character' : 'characters'}`;
    const texts = `${segments} ${segments === 1 ? 'text' : 'texts'}`;
    words.textContent = segments === 0 ? before : `${letters}. Sends as ${texts}.`;
  };

  body.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MS);
  });
  if (body.value !== '') show();
}

// Oldest first, opened at the newest; an address with a place in it (#reply) leads there instead.
if (location.hash === '') {
  document.querySelector('#messages > :last-child')?.scrollIntoView({ block: 'end' });
}
