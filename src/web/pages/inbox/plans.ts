// Digital contact plans that wait for this person: to be made, and to be looked at again.
import {
  listPlansToMake,
  listPlansToReview,
  type PlanToMake,
  type PlanWorkOf,
} from '../../../contact-plans/plan-work-store.ts';
import type { Queryable } from '../../../database/client.ts';
import { fullDate } from '../../../format/dates.ts';
import { listOf } from '../../../format/words.ts';
import type { Row } from '../../../inbox/rows.ts';

const addressOf = (caseNumber: string | undefined, contactId: string) =>
  `/children/${encodeURIComponent(caseNumber ?? '')}/contact-plan/${encodeURIComponent(contactId)}`;

/** The reviews due, the longest due first; then contacts who have no plan, by name. */
export async function planRows(connection: Queryable, of: PlanWorkOf): Promise<Row[]> {
  const [due, missing] = await Promise.all([
    listPlansToReview(connection, of),
    listPlansToMake(connection, of),
  ]);
  const byContact = new Map<string, PlanToMake[]>();
  for (const plan of missing) {
    byContact.set(plan.contactId, [...(byContact.get(plan.contactId) ?? []), plan]);
  }
  return [
    ...due.map(({ contactId, contactName, caseNumbers, childNames, reviewOn }) => ({
      href: addressOf(caseNumbers[0], contactId),
      title: `${contactName}, for ${listOf(childNames)}`,
      lines: [
        `${reviewOn < of.today ? 'Review was due' : 'Review by'} ${fullDate(new Date(`${reviewOn}T00:00:00Z`))}.`,
      ],
      tag: { text: 'Review due', colour: 'orange' },
    })),
    ...[...byContact.values()].map((plans) => ({
      href: addressOf(plans[0]?.caseNumber, plans[0]?.contactId ?? ''),
      title: `${plans[0]?.contactName ?? ''}, for ${listOf(plans.map(({ childName }) => childName))}`,
      lines: ['You are in regular contact, and there is no plan yet.'],
      tag: { text: 'No plan yet', colour: 'grey' },
    })),
  ];
}
