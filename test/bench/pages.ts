// What a worker opens, with a million messages and 20,000 children in the database.
import { conversationIdOf } from '../../src/messaging/identity.ts';
import { caseNumber, counterpart, OFFICIAL_NUMBER, WORKER } from './authority.ts';
import { heading, latencies, line } from './figures.ts';

const REQUESTS = 200;
const WARM_UP = 30;
/** WORKER's children: every two-hundredth. */
const ours = (place: number): number => 200 * (1 + (place % 99));

/** Signs in as a person does in the demonstration, and returns the cookie. */
export async function signIn(url: string, workerId: string): Promise<string> {
  const page = await fetch(`${url}/sign-in`);
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const cookie = cookieOf(page);
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { cookie, origin: url },
    body: new URLSearchParams({ _csrf: token, worker: workerId, to: '/inbox' }),
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`${workerId} was not signed in: ${answer.status}.`);
  return cookieOf(answer);
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Milliseconds that each request took, one after the other. */
async function time(url: string, cookie: string, path: (place: number) => string) {
  const took: number[] = [];
  for (let place = 0; place < WARM_UP + REQUESTS; place += 1) {
    const started = performance.now();
    const response = await fetch(url + path(place), { headers: { cookie }, redirect: 'manual' });
    await response.text();
    if (place >= WARM_UP) took.push(performance.now() - started);
    if (response.status !== 200) throw new Error(`${path(place)} answered ${response.status}.`);
  }
  return took;
}

/** Prints how long each page takes; the client's own share is in it. */
export async function measurePages(url: string): Promise<void> {
  heading('(c) Pages, 1 million messages and 20,000 children');
  const cookie = await signIn(url, WORKER);
  const manager = await signIn(url, 'BM2');
  const conversation = (place: number) =>
    `/conversations/${conversationIdOf('whatsapp', OFFICIAL_NUMBER, counterpart(ours(place)))}`;
  const pages: [string, string, (place: number) => string][] = [
    ['inbox of a worker with 100 children', cookie, () => '/inbox'],
    ['inbox of a manager with 1,000 children', manager, () => '/inbox'],
    ['conversation', cookie, conversation],
    ['child', cookie, (place) => `/children/${caseNumber(ours(place))}`],
    ['chronology', cookie, (place) => `/children/${caseNumber(ours(place))}/chronology`],
    ['children', cookie, () => '/children'],
    ['my recordings', cookie, () => '/recordings'],
  ];
  for (const [label, who, path] of pages) line(label, latencies(await time(url, who, path)));
}
