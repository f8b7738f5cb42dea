// The inbox: what waits for this person, sorted by when it is due.
import { dismissFailure } from '../../../delivery/intent-store.ts';
import { markDecisionSeen } from '../../../escalation/on-record-store.ts';
import { clockTime, day, londonDay, when } from '../../../format/dates.ts';
import { countInbox, type InboxCounts } from '../../../inbox/inbox.ts';
import type { Nation } from '../../../record/working-days.ts';
import {
  definePage,
  json,
  type Page,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { allDone, content, late, waiting } from './content.ts';
import { loadInbox } from './inbox.ts';
import { decisionParams, failureParams, PAGE_SIZE, type Shown, shownSchema } from './schema.ts';

type Group = 'questions' | 'recordings' | 'failures';

export function inboxPage({ nation }: { nation: Nation }): Page {
  return definePage({
    name: 'inbox',
    navigation: {
      text: content.title,
      href: '/inbox',
      order: 10,
      roles: ['worker', 'manager'],
      count: async (database, viewer, now) =>
        (await countInbox(database.pool, viewer, londonDay(now), now)).total,
    },
    routes: [
      route({
        method: 'GET',
        path: '/inbox',
        may: { haveRole: ['worker', 'manager'] },
        query: shownSchema,
        viewed: () => ({ subjectKind: 'inbox', subjectId: 'own' }),
        async handle({ viewer, database, now, today, query }) {
          const inbox = await loadInbox(database.pool, viewer, today, now, query, nation);
          const { counts } = inbox;
          return render('pages/inbox/page.njk', {
            title: content.title,
            content,
            ...inbox,
            counts,
            ownCount: counts.total,
            summary: [waiting(counts.total), late(counts.late)].filter(Boolean).join(' '),
            nextDue: nextDue(counts, now),
            allDone: allDone(clockTime(now)),
            more: (group: Group) => ({
              href: moreHref(query, group),
              text: content.showMore[group],
              shown: inbox[group].length,
              total: counts[group],
            }),
          });
        },
      }),
      route({
        method: 'GET',
        path: '/inbox/live',
        may: { haveRole: ['worker', 'manager'] },
        async handle({ viewer, database, now, today }) {
          const { token } = await countInbox(database.pool, viewer, today, now);
          return json({ token, words: content.whatIsNew });
        },
      }),
      route({
        method: 'POST',
        path: '/inbox/decisions/:decisionId/seen',
        may: { haveRole: ['worker', 'manager'] },
        params: decisionParams,
        async handle({ viewer, database, params, now, audit }) {
          const { decisionId } = params;
          await markDecisionSeen(database.pool, decisionId, viewer.workerId, now);
          await audit({
            action: 'seen-decision',
            subjectKind: 'oversight-decision',
            subjectId: decisionId,
            caseNumbers: [],
          });
          return redirect('/inbox', content.decisionSeen);
        },
      }),
      route({
        method: 'POST',
        path: '/inbox/not-delivered/:intentId/seen',
        may: { haveRole: ['worker', 'manager'] },
        params: failureParams,
        async handle({ viewer, database, params, now, audit }) {
          const { intentId } = params;
          const seen = await dismissFailure(database.pool, intentId, viewer.workerId, now);
          if (!seen) return redirectWithWarning('/inbox', content.seenBefore);
          await audit({
            action: 'seen-not-delivered',
            subjectKind: 'send',
            subjectId: intentId,
            caseNumbers: [],
          });
          return redirect('/inbox', content.seenKept);
        },
      }),
    ],
  });
}

/** The hour is said only where hours count. */
function nextDue({ nextUrgentAt, nextRoutineAt }: InboxCounts, now: Date): string | null {
  if (nextUrgentAt && (!nextRoutineAt || nextUrgentAt <= nextRoutineAt)) {
    return when(nextUrgentAt, now);
  }
  return nextRoutineAt ? day(nextRoutineAt, now) : null;
}

function moreHref(shown: Shown, group: Group): string {
  const next = { ...shown, [group]: shown[group] + PAGE_SIZE };
  const query = new URLSearchParams(
    Object.entries(next).map(([name, count]) => [name, String(count)]),
  );
  return `/inbox?${query}#${group}`;
}
