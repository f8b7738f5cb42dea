import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { sendingWorld, theBrennans } from '../../test/support/sending.ts';
import type { ContactPlan } from './plan.ts';
import { type PlannedDraft, planQuestions } from './plan-questions.ts';
import { keepPlan } from './plan-store.ts';

/** A Thursday afternoon. */
const NOW = new Date('2026-03-12T14:31:00Z');

const aPlan = (changes: Partial<ContactPlan> = {}): ContactPlan => ({
  id: 'plan',
  contactId: 'K',
  caseNumber: 'CT-1',
  purpose: 'Arranging visits.',
  channels: ['sms'],
  hoursFrom: '08:00',
  hoursTo: '18:00',
  days: [1, 2, 3, 4, 5],
  usedBy: ['P'],
  usedByNames: ['Priya Nair'],
  risks: 'Somebody may see the phone.',
  measures: 'We ring first.',
  agreedWith: 'Kelly Brennan',
  reviewOn: '2026-06-12',
  endedReason: null,
  madeByName: 'Priya Nair',
  madeByRole: 'worker',
  madeAt: NOW,
  ...changes,
});

const aDraft = (changes: Partial<PlannedDraft> = {}): PlannedDraft => ({
  channel: 'sms',
  workerId: 'P',
  contactName: 'Kelly',
  now: NOW,
  hoursAsked: false,
  ...changes,
});

const asked = (plans: ContactPlan[], draft: PlannedDraft) =>
  planQuestions(plans, draft).map(({ what, why }) => `${what} ${why}`);

describe('what goes outside a contact plan is asked about before it is sent (CV6a)', () => {
  test('within the plan, and with no plan, nothing is asked', () => {
    expect(asked([aPlan()], aDraft())).toEqual([]);
    expect(asked([], aDraft({ channel: 'whatsapp' }))).toEqual([]);
  });

  test('another channel, another hour and another worker are asked about', () => {
    expect(asked([aPlan()], aDraft({ channel: 'whatsapp' }))).toEqual([
      'The contact plan with Kelly does not include WhatsApp. It was agreed to use texts.',
    ]);
    expect(asked([aPlan()], aDraft({ now: new Date('2026-03-14T14:31:00Z') }))).toEqual([
      'It is outside the hours of the contact plan. You agreed Monday to Friday, 8am to 6pm with Kelly.',
    ]);
    expect(asked([aPlan()], aDraft({ workerId: 'T' }))).toEqual([
      'The contact plan with Kelly does not name you. It may be used by Priya Nair.',
    ]);
  });

  test('a thing is asked once, however many children and whatever was agreed besides', () => {
    const late = aDraft({ now: new Date('2026-03-12T21:40:00Z') });

    expect(asked([aPlan(), aPlan({ caseNumber: 'CT-2' })], late)).toHaveLength(1);
    expect(asked([aPlan()], { ...late, hoursAsked: true })).toEqual([]);
  });

  test('sending is asked first, and the answer is kept with the message', async () => {
    const { database } = await testDatabase();
    await theBrennans(database);
    const { press } = await sendingWorld(database);
    await database.transaction((connection) =>
      keepPlan(connection, {
        contactId: 'K',
        caseNumbers: ['CT-1'],
        terms: aPlan({ channels: ['whatsapp'], hoursFrom: null, hoursTo: null, days: [] }),
        endedReason: null,
        by: 'P',
        at: NOW,
      }),
    );

    const first = await press();
    const again = await press({ asked: ['plan-channel:sms'], why: 'Her WhatsApp is off.' });

    expect(first).toMatchObject({ outcome: 'asks', questions: [{ key: 'plan-channel:sms' }] });
    expect(again.outcome).toBe('kept');
    const { rows } = await database.pool.query(
      `SELECT checks FROM send_intent WHERE kind = 'reply'`,
    );
    expect(rows[0]?.checks).toEqual([
      {
        key: 'plan-channel:sms',
        asked: 'The contact plan with Kelly does not include texts.',
        answer: 'sent-as-it-is',
        why: 'Her WhatsApp is off.',
      },
    ]);
    expect((await press({ caseNumbers: ['CT-2'] })).outcome, 'no plan about Maisie').toBe('kept');
  });
});
