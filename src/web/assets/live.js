// New arrivals without reloading. Asks the server every few seconds whether the page would look
// different, says so in the page's one live region, and never moves a list under a thumb.
const EVERY_MS = 5_000;
const SLOWEST_MS = 60_000;
const FAILURES_BEFORE_SAYING_SO = 3;
const SIGNED_OUT = 401;
// Asking is not being at the desk: it does not keep a signed-in person signed in.
const PASSIVE = { headers: { 'Casethread-Passive': '1' } };
const UNREACHABLE =
  'Casethread cannot be reached. Messages are kept, and show here when it answers.';

/** Watches on behalf of one `liveStatus` element (macros/live.njk). */
export function watchForArrivals(status) {
  const { liveRegion, liveMode } = status.dataset;
  let { liveUrl, liveToken: token } = status.dataset;
  let failures = 0;
  let timer;

  async function ask() {
    try {
      const response = await fetch(liveUrl, PASSIVE);
      if (response.status === SIGNED_OUT)
        return sayLink('Sign in again. Your draft is kept.', reload);
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (failures >= FAILURES_BEFORE_SAYING_SO) say('');
      failures = 0;
      if (answer.token !== token) await arrived(answer);
    } catch {
      failures += 1;
      if (failures === FAILURES_BEFORE_SAYING_SO) say(UNREACHABLE);
    }
    again();
  }

  function again() {
    clearTimeout(timer);
    if (document.hidden) return;
    timer = setTimeout(ask, Math.min(EVERY_MS * 2 ** Math.min(failures, 4), SLOWEST_MS));
  }

  async function arrived(answer) {
    if (liveMode === 'append' && !isInUse(document.getElementById(liveRegion))) {
      await show();
      if (answer.words) say(answer.words);
    } else {
      if (answer.words) sayLink(`Show ${answer.words}`, showAndFocus);
      token = answer.token;
    }
  }

  async function show() {
    const response = await fetch(location.href, PASSIVE);
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById(liveRegion);
    const stale = document.getElementById(liveRegion);
    if (!fresh || !stale) return location.reload();
    stale.replaceWith(fresh);
    const next = page.querySelector('[data-live-token]');
    if (next) ({ liveUrl, liveToken: token } = next.dataset);
  }

  async function showAndFocus(event) {
    event.preventDefault();
    await show();
    say('');
    const region = document.getElementById(liveRegion);
    region.tabIndex = -1;
    region.focus({ preventScroll: true });
  }

  function reload(event) {
    event.preventDefault();
    location.reload();
  }

  function say(words) {
    status.replaceChildren();
    if (words) status.append(paragraph(words));
  }

  function sayLink(words, onClick) {
    const link = document.createElement('a');
    link.className = 'govuk-link';
    link.href = location.href;
    link.textContent = words;
    link.addEventListener('click', onClick);
    status.replaceChildren(paragraph(link));
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else ask();
  });
  again();
}

function paragraph(content) {
  const element = document.createElement('p');
  element.className = 'govuk-body';
  element.append(content);
  return element;
}

/** Somebody reads with the keyboard in it, or has marked words in it. */
function isInUse(region) {
  if (!region) return true;
  const selection = document.getSelection();
  const marked = selection && !selection.isCollapsed && region.contains(selection.anchorNode);
  return Boolean(marked) || region.contains(document.activeElement);
}
