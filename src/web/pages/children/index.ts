// The children whose records one may see, by name; search by name or case number.

import { ageWords } from '../../../format/age.ts';
import { fullDate } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { type ListedChild, listChildren } from '../../../record/child-store.ts';
import { definePage, type Page, render, route } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { content, STATUS_TAGS } from './content.ts';
import { childrenQuery } from './schema.ts';

const READERS = ['worker', 'manager', 'information-governance'] as const;

export const childrenPage: Page = definePage({
  name: 'children',
  navigation: { text: 'Children', href: '/children', order: 20, roles: READERS },
  routes: [
    route({
      method: 'GET',
      path: '/children',
      may: { haveRole: READERS },
      query: childrenQuery,
      viewed: () => ({ subjectKind: 'page', subjectId: 'children' }),
      async handle({ query, database, access, now, today }) {
        const sought = query.sought.trim();
        const search = { sought, after: query.after, today, now };
        const found = await listChildren(database.pool, access.casesQuery, search);
        const last = found.rows.at(-1);
        return render('pages/children/page.njk', {
          title: content.title,
          content,
          sought,
          rows: found.rows.map((child) => childRow(child, now)),
          noneWords: sought === '' ? content.none : content.notFound(sought),
          moreHref: found.more && last ? addressAfter(sought, last.caseNumber) : null,
        });
      },
    }),
  ],
});

function addressAfter(sought: string, after: string): string {
  const pairs = sought === '' ? [] : [['sought', sought]];
  return `/children?${new URLSearchParams([...pairs, ['after', after]])}`;
}

function childRow(child: ListedChild, now: Date) {
  const { name, preferredName, alsoKnownAs, dateOfBirth, caseNumber, waiting } = child;
  const others = [...new Set([...(preferredName ? [preferredName] : []), ...alsoKnownAs])];
  const status = STATUS_TAGS[child.status];
  const waits = `${plural(waiting, 'recording waits', 'recordings wait')} for context.`;
  const harm = child.urgent ? ' One may be about harm.' : child.late ? ' One is overdue.' : '';
  return {
    href: addressOfRecord(caseNumber),
    title: name,
    level: 2,
    lines: [
      `Born ${fullDate(dateOfBirth)} (${ageWords(dateOfBirth, now)}). Case ${caseNumber}.`,
      others.length > 0 ? `Also known as ${others.join(', ')}.` : null,
      child.leadName ? `Social worker: ${child.leadName}.` : 'No social worker is allocated.',
      waiting > 0 ? waits + harm : null,
    ],
    tag: status
      ? { text: status, colour: 'grey' }
      : child.urgent
        ? { text: 'Urgent', colour: 'red' }
        : null,
  };
}
