// Says how many texts a reply is sent as, after a pause in typing: the one thing that speaks here.
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
