// The phones of the demonstration show what arrives by themselves. What is being typed stays.
const EVERY_MS = 1_500;
const PASSIVE = { headers: { 'Casethread-Passive': '1' } };

const phones = document.querySelector('[data-simulator-live]');
let token = phones.dataset.simulatorToken;

async function ask() {
  const response = await fetch(phones.dataset.simulatorLive, PASSIVE);
  if (!response.ok) return;
  const answer = await response.json();
  if (answer.token === token) return;
  const page = await fetch(location.pathname + location.search, PASSIVE);
  if (!page.ok) return;
  const fresh = new DOMParser().parseFromString(await page.text(), 'text/html');
  for (const part of document.querySelectorAll('.ct-phone__screen, #simulator-last')) {
    const now = fresh.getElementById(part.id);
    if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
    if (part.id !== 'simulator-last') part.scrollTop = part.scrollHeight;
  }
  token = answer.token;
}

async function again() {
  if (!document.hidden) await ask().catch(() => {});
  setTimeout(again, EVERY_MS);
}

for (const screen of document.querySelectorAll('.ct-phone__screen')) {
  screen.scrollTop = screen.scrollHeight;
}
setTimeout(again, EVERY_MS);
