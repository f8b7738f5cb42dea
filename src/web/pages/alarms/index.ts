// What a person must see: refused signatures, unfetched attachments, a silent provider …
import { z } from 'zod';
import type { Role } from '../../../access/viewer.ts';
import { listOpenAlarms, type OpenAlarm } from '../../../alarms/alarm-store.ts';
import { recordTime, when } from '../../../format/dates.ts';
import { definePage, json, type Page, render, route } from '../../page/index.ts';
import { content } from './content.ts';

const ROLES: readonly Role[] = ['manager', 'administrator'];
/** The alarms a page shows, so that the server can say how many are new. */
const liveQuerySchema = z.object({ known: z.string().max(2_000).catch('') });

export const alarmsPage: Page = definePage({
  name: 'alarms',
  navigation: { text: 'Alarms', href: '/alarms', order: 90, roles: ['administrator'] },
  routes: [
    route({
      method: 'GET',
      path: '/alarms',
      may: { haveRole: ROLES },
      async handle({ database, now }) {
        const open = await listOpenAlarms(database.pool);
        const entries = open.map(({ words, raisedAt, lastSeenAt }) => ({
          words,
          since: `${content.since} ${recordTime(raisedAt)}`,
          lastSeen: `${content.lastSeen} ${when(lastSeenAt, now)}`,
        }));
        const token = tokenOf(open);
        const url = `/alarms/live?${new URLSearchParams({ known: token })}`;
        return render('pages/alarms/page.njk', {
          title: content.title,
          content,
          entries,
          live: { url, token, region: 'alarms', mode: 'offer' },
          checked: content.checked(recordTime(now)),
          alarms: [], // the list below is the banner
        });
      },
    }),
    route({
      method: 'GET',
      path: '/alarms/live',
      may: { haveRole: ROLES },
      query: liveQuerySchema,
      async handle({ database, query }) {
        const open = await listOpenAlarms(database.pool);
        const known = query.known.split('.');
        const fresh = open.filter(({ id }) => !known.includes(shortId(id))).length;
        return json({
          token: tokenOf(open),
          words: fresh > 0 ? content.arrived(fresh) : content.changed,
        });
      },
    }),
  ],
});

function tokenOf(alarms: readonly OpenAlarm[]): string {
  return alarms.map(({ id }) => shortId(id)).join('.');
}

function shortId(id: string): string {
  return id.slice(0, 8);
}
