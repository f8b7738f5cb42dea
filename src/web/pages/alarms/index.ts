// What a person must see: refused signatures, unfetched attachments, a silent provider …
import { listOpenAlarms } from '../../../alarms/alarm-store.ts';
import { recordTime, when } from '../../format/dates.ts';
import { definePage, type Page, render, route } from '../../page/index.ts';
import { content } from './content.ts';

export const alarmsPage: Page = definePage({
  name: 'alarms',
  navigation: { text: 'Alarms', href: '/alarms', order: 90, roles: ['administrator'] },
  routes: [
    route({
      method: 'GET',
      path: '/alarms',
      may: { haveRole: ['manager', 'administrator'] },
      async handle({ database, now }) {
        const open = await listOpenAlarms(database.pool);
        const entries = open.map(({ words, raisedAt, lastSeenAt }) => ({
          words,
          since: `${content.since} ${recordTime(raisedAt)}`,
          lastSeen: `${content.lastSeen} ${when(lastSeenAt, now)}`,
        }));
        return render('pages/alarms/page.njk', {
          title: content.title,
          content,
          entries,
          checked: content.checked(recordTime(now)),
          alarms: [], // the list below is the banner
        });
      },
    }),
  ],
});
