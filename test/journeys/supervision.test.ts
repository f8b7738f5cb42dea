// Supervision end to end (Cardiff & Vale 6b): a family's text is flagged, a plan is agreed, and what
// manager and worker decide is on the child's record and on the supervision file.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney, untilItSays, wordsOf } from '../support/journey.ts';

const WALK = { timeout: 120_000 };

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ people: null });
});
afterAll(() => journey?.close());

test('from the agenda to the child’s record and the supervision file', WALK, async () => {
  const manager = await journey.signIn('Grace Whitcombe');
  await manager.getByRole('link', { name: 'Supervision', exact: true }).click();
  await manager.getByRole('link', { name: 'Priya Nair' }).click();
  await manager.getByRole('heading', { name: 'Supervision with Priya Nair' }).waitFor();
  const agenda = await wordsOf(manager);
  const [, lines = ''] = /0 of (\d+) decided/.exec(agenda) ?? [];
  expect(agenda).toContain('Digital contact plans due for review');

  await manager.getByRole('button', { name: /^Save/ }).click();
  await untilItSays(manager, 'Enter the decision');

  // Line by line, until the one that is open is about `words`.
  const open = manager.locator('section', { has: manager.getByRole('button', { name: /^Save/ }) });
  let decided = 0;
  const untilOpen = async (words: string): Promise<void> => {
    while (!(await open.innerText()).includes(words)) {
      await manager.getByLabel('Decision').fill('Talked through.');
      await manager.getByRole('button', { name: /^Save/ }).click();
      decided += 1;
      await untilItSays(manager, `${decided} of ${lines} decided.`);
    }
  };
  await untilOpen('Im scared he');
  await manager.getByLabel('Decision').fill('Strategy discussion held yesterday, 4pm.');
  await manager.getByLabel('Who does what, by when').fill('Priya to visit today before 6pm');
  await manager.getByRole('button', { name: /^Save/ }).click();
  decided += 1;
  await untilItSays(manager, `${decided} of ${lines} decided.`);
  expect(await wordsOf(manager)).toMatch(
    /Decision: Strategy discussion held yesterday, 4pm\. Who does what, by when: Priya to visit today before 6pm Grace Whitcombe, manager, today/,
  );

  await untilOpen('Sarah Lowe, for Ruby Lowe');
  await manager.getByLabel('Decision').fill('Plan continues. Texts only.');
  await manager.getByLabel('Next review date').fill('1/6/2026');
  await manager.getByRole('button', { name: /^Save/ }).click();
  await untilItSays(manager, `${decided + 1} of ${lines} decided.`);

  await manager.getByRole('link', { name: 'Add a line', exact: true }).click();
  await manager.getByLabel('What is it about?').fill('Leave in the summer');
  await manager.getByRole('button', { name: 'Add the line' }).click();
  await untilItSays(manager, 'The line is on the agenda.');
  await manager.getByRole('button', { name: 'Finish supervision' }).click();
  await untilItSays(manager, 'Supervision is finished. It is on the supervision file.');
  await untilItSays(manager, 'From last time');

  await manager.getByRole('link', { name: 'Thursday 12 March 2026' }).click();
  const file = await wordsOf(manager);
  expect(file).toContain('Supervision file of Priya Nair');
  expect(file).toContain('Decision: Strategy discussion held yesterday, 4pm.');
  expect(file).toContain('Decision: Plan continues. Texts only.');

  const worker = await journey.signIn('Priya Nair', { viewport: { width: 390, height: 844 } });
  await worker.goto('/children/CT-1003');
  await worker.getByRole('heading', { name: 'Supervision decisions', level: 2 }).waitFor();
  expect(await wordsOf(worker)).toContain('Decision: Strategy discussion held yesterday, 4pm.');
  await worker.goto('/children/CT-1003/supervision');
  await worker.getByRole('heading', { name: 'Supervision decisions', level: 1 }).waitFor();
  const record = await wordsOf(worker);
  expect(record).toContain('Digital contact plan with Sarah Lowe');
  expect(record).toContain('Decision: Strategy discussion held yesterday, 4pm.');
  await worker.goto('/children/CT-1003');
  await worker.getByRole('link', { name: 'Digital contact plan', exact: true }).click();
  await worker.getByRole('link', { name: 'Sarah Lowe, mother' }).click();
  expect(await wordsOf(worker)).toContain('Review date 1 June 2026');
  await worker.getByRole('link', { name: 'Supervision', exact: true }).click();
  await untilItSays(worker, 'Your supervision');
  expect(await worker.getByRole('button', { name: /^Save/ }).count()).toBe(0);
  await worker.getByRole('link', { name: 'Thursday 12 March 2026' }).click();
  await untilItSays(worker, 'Decision: Plan continues. Texts only.');
});

test(
  'a worker makes a plan that is asked for, and sending outside it is asked about',
  WALK,
  async () => {
    const worker = await journey.signIn('Efa Morgan');
    await worker.goto('/children/CT-1009/contact-plan');
    await worker.getByRole('link', { name: 'Callum Price', exact: true }).click();
    await worker.getByRole('button', { name: 'Make a plan' }).click();
    await worker
      .getByLabel('Purpose')
      .fill('Keeping in touch with Callum about his flat and college.');
    await worker.getByLabel('Teams', { exact: true }).check();
    await worker.getByLabel('Efa Morgan').check();
    await worker.getByLabel('Risks').fill('Friends pick up his phone.');
    await worker.getByLabel('Measures').fill('Nothing private in a message.');
    await worker.getByLabel('Agreed with').fill('Callum Price');
    await worker.getByLabel('Review date').fill('1/6/2026');
    await worker.getByRole('button', { name: 'Save the plan' }).click();
    await untilItSays(worker, 'The plan is on the record.');

    await worker.goto('/children/CT-1009');
    await worker.getByRole('link', { name: /^Message Callum Price/ }).click();
    await worker.getByLabel('Your message').fill('See you tomorrow at 10.');
    await worker.getByRole('button', { name: /^Send to Callum Price/ }).click();
    await untilItSays(worker, 'Check before you send');
    expect(await wordsOf(worker)).toContain(
      'The contact plan with Callum does not include WhatsApp.',
    );
  },
);

test('figures for publication come from the command as from the page', WALK, async () => {
  const figures = await journey.command('export', 'team-figures', '--month', '2026-02');
  const lines = figures
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual({
    month: '2026-02',
    team: 'All teams',
    measure: 'Messages',
    count: expect.stringMatching(/^\d+$/),
    marking: 'OFFICIAL-SENSITIVE',
  });
  expect(figures).not.toMatch(/Lowe|Griffiths|CT-|\+44/);
  await expect(journey.command('export', 'team-figures', '--month', '2026-03')).rejects.toThrow(
    '2026-03 is not a month that is over',
  );
  const manager = await journey.signIn('Grace Whitcombe');
  await manager.getByRole('link', { name: 'Team', exact: true }).click();
  await manager.getByRole('heading', { name: 'Family Support North team' }).waitFor();
  const [download] = await Promise.all([
    manager.waitForEvent('download'),
    manager.getByRole('link', { name: 'Download figures, February 2026' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('team-figures-2026-02.csv');
});
