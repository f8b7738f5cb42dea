// Families who wait for an answer: the list behind the number. Only those the manager may see.
import type { Access } from '../../../access/access.ts';
import type { Database } from '../../../database/client.ts';
import { firstName } from '../../../delivery/recipient.ts';
import { capital, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { listOf } from '../../../format/words.ts';
import { readChildren } from '../../../record/recording-store.ts';
import type { TeamMember } from '../../../team/figures-store.ts';
import type { UnansweredFamily } from '../../../team/unanswered-store.ts';

const MOST = 25;

export async function familiesView(
  { database, access, now }: { database: Database; access: Access; now: Date },
  unanswered: readonly UnansweredFamily[],
  members: readonly TeamMember[],
) {
  const visible = await access.visibleCases(unanswered.flatMap(({ caseNumbers }) => caseNumbers));
  const seen = unanswered.filter(({ caseNumbers }) =>
    caseNumbers.some((caseNumber) => visible.has(caseNumber)),
  );
  const children = await readChildren(database.pool, [...visible]);
  return {
    hiddenFamilies: unanswered.length - seen.length,
    moreFamilies: Math.max(0, seen.length - MOST),
    families: seen.slice(0, MOST).map((family) => {
      const named = children.filter(({ caseNumber }) => family.caseNumbers.includes(caseNumber));
      const worker = members.find(({ workerId }) => workerId === family.workerId);
      return {
        href: `/conversations/${family.conversationId}`,
        title: family.contactName ?? phone(family.counterpart),
        level: 3,
        lines: [
          `About ${listOf(named.map(({ name }) => firstName(name)))}. Waiting since ${when(family.since, now)}.`,
          worker ? capital(`${worker.name} is their worker.`) : null,
        ],
      };
    }),
  };
}
