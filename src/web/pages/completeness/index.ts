// "Is everything here?" per official number and day. Counts and providers' ids: no names, no words.
import { z } from 'zod';
import { type CompletenessDay, readCompleteness } from '../../../capture/completeness.ts';
import { type ComparedNumber, readComparedNumbers } from '../../../capture/completeness-store.ts';
import { nameOf } from '../../../capture/completeness-why.ts';
import { capital, day as dayWords, londonDay, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { definePage, type Page, type PageResult, render, route } from '../../page/index.ts';
import { content, sideWords } from './content.ts';
import { readLabels } from './labels-store.ts';

const PATH = '/completeness';
const DAYS = 14;
const DAY_MS = 86_400_000;
const NUMBERS_A_PAGE = 10;
const ROLES = ['manager', 'information-governance', 'administrator'] as const;

const querySchema = z.object({
  /** The newest day shown. */
  to: z.iso.date().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000).catch(1),
});

export const completenessPage: Page = definePage({
  name: 'completeness',
  navigation: { text: content.title, href: PATH, order: 70, roles: ROLES },
  routes: [
    route({
      method: 'GET',
      path: PATH,
      may: { haveRole: ROLES },
      query: querySchema,
      viewed: () => ({ subjectKind: 'completeness', subjectId: 'completeness' }),
      handle: ({ database, query, now }) => show(database.pool, query, now),
    }),
  ],
});

type Connection = Parameters<typeof readComparedNumbers>[0];

async function show(
  connection: Connection,
  { to, page }: z.infer<typeof querySchema>,
  now: Date,
): Promise<PageResult> {
  const all = await readComparedNumbers(connection);
  const numbers = all.slice((page - 1) * NUMBERS_A_PAGE, page * NUMBERS_A_PAGE);
  const last = to ?? londonDay(now);
  const first = shifted(last, 1 - DAYS);
  const found = new Map(numbers.map((number) => [keyOf(number), [] as CompletenessDay[]]));
  for await (const day of readCompleteness(connection, { first, last }, now, numbers)) {
    found.get(keyOf(day))?.push(day);
  }
  const labels = await readLabels(
    connection,
    numbers.map(({ officialNumber }) => officialNumber),
  );
  const link = (query: Record<string, string>) => `${PATH}?${new URLSearchParams(query)}`;
  const paged: Record<string, string> = page > 1 ? { page: String(page) } : {};
  return render('pages/completeness/page.njk', {
    title: content.title,
    content,
    numbers: numbers.map((number) =>
      numberView(number, labels.get(number.officialNumber), found.get(keyOf(number)) ?? [], now),
    ),
    earlier: numbers.length > 0 ? link({ ...paged, to: shifted(first, -1) }) : null,
    newest: to === undefined ? null : link(paged),
    more:
      page * NUMBERS_A_PAGE < all.length
        ? link({ ...(to ? { to } : {}), page: String(page + 1) })
        : null,
  });
}

const keyOf = ({ provider, officialNumber }: { provider: string; officialNumber: string }) =>
  `${provider} ${officialNumber}`;

function numberView(
  { provider, officialNumber, comparedTo }: ComparedNumber,
  label: string | undefined,
  days: readonly CompletenessDay[],
  now: Date,
) {
  const differing = days.filter(({ differences }) => differences.length > 0);
  return {
    heading: label ? `${label}, ${phone(officialNumber)}` : phone(officialNumber),
    provider: nameOf(provider),
    compared: content.comparedTo(when(comparedTo, now)),
    summary:
      differing.length > 0 ? content.differing(differing.length) : content.allHere(days.length),
    days: days.map((day) => ({
      words: capital(dayWords(noonOf(day.day), now)),
      note: day.state === 'open' ? content.open : day.state === 'stated' ? null : content.partly,
      provider: day.providerCount,
      here: day.ourCount,
      found: day.foundCount,
      differs: day.differences.length > 0,
    })),
    differences: differing.flatMap((day) =>
      day.differences.map(({ side, kind, externalId, why }) => ({
        title: `${capital(dayWords(noonOf(day.day), now))}: ${sideWords(side, kind).toLowerCase()}`,
        externalId,
        why,
      })),
    ),
  };
}

/** A moment of that day, for saying which day it is. */
const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
