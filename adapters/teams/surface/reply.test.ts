import { describe, expect, test } from 'vitest';
import { CHAT, PRIYA_IN_TEAMS, priyaInTeams } from '../../../test/support/teams-workers.ts';

const clock = () => new Date('2026-03-12T15:00:00Z');

describe('nothing typed goes to a family without Send to', () => {
  test('words typed to us are answered with “Not sent”, and are sent to nobody', async () => {
    const { activity, cards, wordsOf, database } = await priyaInTeams(clock);
    await activity('personal', {
      text: 'see you at 3',
      from: { id: '29:1priya', aadObjectId: PRIYA_IN_TEAMS },
      conversation: { id: CHAT, conversationType: 'personal' },
    });

    const [card] = cards();
    expect(card && wordsOf(card)).toContain('Not sent.');
    expect(await database.prisma.sendIntent.count()).toBe(0);
    expect(await database.prisma.message.count()).toBe(0);
  });

  test('Send to shows who receives it and about whom, and keeps the intent before it is sent', async () => {
    const { prompted, press, wordsOf, database } = await priyaInTeams(clock);
    const card = await prompted('Alfie has a temperature');

    const form = await press(card, 'Send to Kelly Brennan by text');
    const sent = await press(form, 'Send to Kelly Brennan by text', {
      children: 'CT-1',
      body: 'Thank you. I will ring at 4pm.',
    });

    expect(wordsOf(form)).toContain('Kelly Brennan');
    expect(wordsOf(sent)).not.toContain('problem');
    const intents = await database.prisma.sendIntent.findMany({ where: { kind: 'reply' } });
    expect(intents).toMatchObject([{ body: 'Thank you. I will ring at 4pm.', workerId: 'P' }]);
  });
});
