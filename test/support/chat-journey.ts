// What the journeys of workers in Slack and in Teams have in common: Dev Patel's day is the same in both.
import { expect } from 'vitest';
import { type Journey, untilReloadSays } from './journey.ts';
import { JOURNEY_PEOPLE } from './journey-people.ts';

/** The journeys' workers, with Dev's account on this platform. */
export function workersWithDev(platform: 'slack' | 'teams', userId: string): string[] {
  const accounts = platform === 'slack' ? `${userId},,` : `,${userId},`;
  return (JOURNEY_PEOPLE['workers.csv'] ?? []).map((line) =>
    line.startsWith('W1,') ? line.replace(',M1,,,', `,M1,${accounts}`) : line,
  );
}

/** What `npx casethread export …` writes, a line each. */
export async function exported(journey: Journey, ...what: string[]) {
  const lines = (await journey.command('export', ...what)).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** What Dev typed about the contact visit, with the event that it was. */
export const CONTEXT = {
  hearsay: 'He did not want to come home',
  source: 'Grace Mensah, mother',
  when: '2026-03-12',
  summary: 'Osian did not want to come home from contact',
};

/** It is on Osian's record as Dev put it there: the choice, the context and the chronology. */
export async function expectOnRecord(journey: Journey): Promise<void> {
  expect(await exported(journey, 'chronology')).toMatchObject([
    { caseNumber: 'C2', summary: CONTEXT.summary, author: 'W1' },
  ]);
  expect(await exported(journey, 'recordings')).toMatchObject([
    {
      caseNumber: 'C2',
      state: 'complete',
      statements: [{ kind: 'hearsay', source: CONTEXT.source, author: 'W1' }],
    },
  ]);
  expect((await exported(journey, 'messages'))[0].attribution).toMatchObject({
    state: 'attributed',
    caseNumbers: ['C2'],
    method: 'worker-choice',
    decidedBy: 'W1',
  });
}

/** Dev answers on the web, instead of in the chat, that Grace's text is about Nia. */
export async function answerOnTheWeb(journey: Journey, text: string): Promise<void> {
  const worker = await journey.signIn('Dev Patel');
  await untilReloadSays(worker, text);
  await worker
    .getByRole('link', { name: /Grace Mensah/ })
    .first()
    .click();
  await worker.getByLabel(/Nia Mensah/).check();
  await worker.getByRole('button', { name: 'Save', exact: true }).click();
  await worker.getByRole('heading', { level: 1 }).waitFor();
}
