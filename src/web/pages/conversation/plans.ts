// Digital contact plans beside a conversation: in force, or asked for once contact is regular.

import { readPlansInForce } from '../../../contact-plans/plan-store.ts';
import { childrenWithoutPlan } from '../../../contact-plans/plan-work-store.ts';
import type { Queryable } from '../../../database/client.ts';
import { firstName, type Holder, type LinkedChild } from '../../../delivery/recipient.ts';
import { fullDate } from '../../../format/dates.ts';
import { planMissing } from './content.ts';

/** Only for children whom the viewer may see. */
export async function plansOf(
  connection: Queryable,
  { contactId, name }: Holder,
  children: readonly LinkedChild[],
  now: Date,
) {
  const visible = children.filter((child) => child.visible);
  const cases = visible.map(({ caseNumber }) => caseNumber);
  const [inForce, missing] = await Promise.all([
    readPlansInForce(connection, contactId, cases),
    childrenWithoutPlan(connection, contactId, cases, now),
  ]);
  const addressOf = (caseNumber: string) =>
    `/children/${encodeURIComponent(caseNumber)}/contact-plan/${encodeURIComponent(contactId)}`;
  return {
    plans: visible.flatMap(({ caseNumber, name: childName }) => {
      const plan = inForce.find((one) => one.caseNumber === caseNumber);
      if (plan === undefined) return [];
      const words = `Review by ${fullDate(new Date(`${plan.reviewOn}T00:00:00Z`))}`;
      return [{ child: firstName(childName), href: addressOf(caseNumber), words }];
    }),
    plansMissing: visible
      .filter(({ caseNumber }) => missing.includes(caseNumber))
      .map(({ caseNumber, name: childName }) => ({
        child: firstName(childName),
        href: `${addressOf(caseNumber)}`,
        words: planMissing(firstName(name), firstName(childName)),
      })),
  };
}
