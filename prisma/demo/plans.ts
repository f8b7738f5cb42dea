// Digital contact plans of the demonstration: some in force, one due for review, and one still to make.
import type { PlanTerms } from '../../src/contact-plans/plan.ts';
import { keepPlan, readPlanVersions } from '../../src/contact-plans/plan-store.ts';
import type { Database } from '../../src/database/client.ts';
import { EFA, GRACE, PRIYA, TOM } from './authority.ts';
import { dayBefore, instantOf } from './moments.ts';

type DemoPlan = Pick<PlanTerms, 'purpose' | 'channels' | 'risks' | 'measures' | 'agreedWith'> & {
  contactId: string;
  caseNumbers: string[];
  workerId: string;
  madeDaysAgo: number;
  reviewInDays: number;
  /** Monday to Friday, 8am to 6pm. */
  hours?: true;
};

const PLANS: readonly DemoPlan[] = [
  {
    contactId: 'P-101',
    caseNumbers: ['CT-1001', 'CT-1002'],
    workerId: EFA,
    purpose: 'Arranging visits, and hearing how school and breakfast club go.',
    channels: ['sms', 'whatsapp'],
    risks: 'Elis plays games on this phone and can see messages come in.',
    measures: 'Nothing that Elis should not read. Anything serious is said on a call.',
    agreedWith: 'Lowri Griffiths, on a visit',
    madeDaysAgo: 25,
    reviewInDays: 60,
  },
  {
    contactId: 'P-103',
    caseNumbers: ['CT-1003'],
    workerId: PRIYA,
    purpose: 'Arranging contact and passing on what Ruby needs from day to day.',
    channels: ['sms'],
    risks: 'The phone lies in the kitchen, where Marcus Okafor may see it when he visits.',
    measures: 'No addresses and no times of visits in a text. We ring for those.',
    agreedWith: 'Sarah Lowe, by phone',
    hours: true,
    madeDaysAgo: 24,
    reviewInDays: 4,
  },
  {
    contactId: 'P-105',
    caseNumbers: ['CT-1005'],
    workerId: TOM,
    purpose: 'Keeping in touch between visits.',
    channels: ['sms', 'whatsapp'],
    risks: 'Two sisters share this phone and look after one another’s children.',
    measures: 'Every message says at once which child it is about.',
    agreedWith: 'Nadia Begum, on a visit',
    madeDaysAgo: 26,
    reviewInDays: 80,
  },
];

/** Agrees the plans, once: a demonstration that was stopped half loaded is finished. */
export async function keepPlans(database: Database, now: Date): Promise<void> {
  for (const plan of PLANS) {
    const [first = ''] = plan.caseNumbers;
    const made = await readPlanVersions(database.pool, first, plan.contactId);
    if (made.length > 0) continue;
    const { contactId, caseNumbers, workerId, madeDaysAgo, reviewInDays, hours, ...terms } = plan;
    await database.transaction(async (connection) => {
      await keepPlan(connection, {
        contactId,
        caseNumbers,
        terms: {
          ...terms,
          hoursFrom: hours ? '08:00' : null,
          hoursTo: hours ? '18:00' : null,
          days: hours ? [1, 2, 3, 4, 5] : [],
          usedBy: [workerId, GRACE],
          reviewOn: dayBefore(now, -reviewInDays),
        },
        endedReason: null,
        by: workerId,
        at: instantOf({ daysAgo: madeDaysAgo, time: '14:20' }, now),
      });
    });
  }
}
