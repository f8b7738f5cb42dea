// A manager with ten minutes: what is urgent, what is to be reviewed, and what is late.

import { clockTime } from '../../../format/dates.ts';
import type { Nation } from '../../../record/working-days.ts';
import { definePage, json, type Page, render, route } from '../../page/index.ts';
import { allDone, content, summary } from './content.ts';
import { countOversight, liveOf, loadLanes, loadWaiting } from './lanes.ts';

/** `nation` says whose working days count. */
export function oversightPage({ nation }: { nation: Nation }): Page {
  return definePage({
    name: 'oversight',
    navigation: {
      text: content.title,
      href: '/oversight',
      order: 5,
      roles: ['manager'],
      count: (database, viewer, now) => countOversight(database.pool, viewer, now),
    },
    routes: [
      route({
        method: 'GET',
        path: '/oversight',
        may: { haveRole: ['manager'] },
        viewed: () => ({ subjectKind: 'page', subjectId: 'oversight' }),
        async handle({ viewer, database, access, now }) {
          const asked = { connection: database.pool, viewer, access, now };
          const waiting = await loadWaiting(asked);
          const lanes = await loadLanes(asked, waiting, nation);
          return render('pages/oversight/page.njk', {
            title: content.title,
            content,
            lanes,
            ownCount: waiting.total,
            summary: summary(lanes.total, lanes.done),
            allDone: allDone(clockTime(now)),
            liveToken: liveOf(waiting, now).token,
          });
        },
      }),
      route({
        method: 'GET',
        path: '/oversight/live',
        may: { haveRole: ['manager'] },
        async handle({ viewer, database, access, now }) {
          const waiting = await loadWaiting({ connection: database.pool, viewer, access, now });
          return json(liveOf(waiting, now));
        },
      }),
    ],
  });
}
