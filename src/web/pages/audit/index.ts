// Who saw or did what, for information governance and auditors (Coventry 4.9, 5.7).
import { listAudit } from '../../../access/audit-list-store.ts';
import { recordTime } from '../../../format/dates.ts';
import { listOf } from '../../../format/words.ts';
import { definePage, formErrorsOf, type Page, render, route } from '../../page/index.ts';
import { content, entryWords, reasonWords } from './content.ts';
import { auditQuerySchema, auditSearchSchema, ENTRIES_A_PAGE } from './schema.ts';

const TEMPLATE = 'pages/audit/page.njk';

export const auditPage: Page = definePage({
  name: 'audit',
  navigation: {
    text: 'Audit',
    href: '/audit',
    order: 80,
    roles: ['information-governance', 'auditor'],
  },
  routes: [
    route({
      method: 'GET',
      path: '/audit',
      may: { haveRole: ['information-governance', 'auditor'] },
      query: auditQuerySchema,
      viewed: () => ({ subjectKind: 'audit', subjectId: 'audit' }),
      async handle({ query, database }) {
        const search = auditSearchSchema.safeParse(query);
        if (!search.success) {
          const errors = formErrorsOf(search.error);
          return render(TEMPLATE, { title: content.title, content, entered: query, errors });
        }
        const { person, case: caseNumber, from, to, before } = search.data;
        const found = await listAudit(database.pool, {
          person,
          caseNumber,
          from,
          to,
          before,
          limit: ENTRIES_A_PAGE + 1,
        });
        const shown = found.slice(0, ENTRIES_A_PAGE);
        const last = shown.at(-1);
        const olderHref =
          found.length > shown.length && last ? addressOf(query, last.sequence) : null;
        const entries = shown.map((entry) => ({
          words: entryWords(entry),
          time: recordTime(entry.at),
          cases: entry.caseNumbers.length > 0 ? `Case ${listOf(entry.caseNumbers)}` : null,
          reason: reasonWords(entry.reason),
        }));
        const isSearch = [person, caseNumber, from, to].some(Boolean);
        const view = {
          title: content.title,
          content,
          entered: query,
          entries,
          olderHref,
          isSearch,
        };
        return render(TEMPLATE, view);
      },
    }),
  ],
});

/** The same search, further back. */
function addressOf(query: Readonly<Record<string, unknown>>, before: string): string {
  const kept = ['person', 'case', 'from', 'to'].flatMap((name) => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  return `/audit?${new URLSearchParams([...kept, ['before', before]])}`;
}
