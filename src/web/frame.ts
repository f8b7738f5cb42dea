// What the layout shows around every page: navigation with its counts, alarms, the notice.
import type { Viewer } from '../access/viewer.ts';
import { listOpenAlarms, type OpenAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { NavigationEntry, Page } from './page/route.ts';

export type NavigationLink = {
  text: string;
  href: string;
  count: number | null;
  /** Whether the page shown is this one, or lies below it. */
  current: boolean;
  exact: boolean;
};

export type Frame = { navigation: NavigationLink[]; alarms: OpenAlarm[] };

/** Entries in their order. */
export function navigationOf(pages: readonly Page[]): NavigationEntry[] {
  return pages
    .flatMap(({ navigation }) => (navigation ? [navigation] : []))
    .sort((a, b) => a.order - b.order);
}

/**
 * The frame of a page at `path` for this person; `ownCount`: what that page has counted of itself.
 * Alarms are for managers and administrators.
 */
export async function frameFor(
  database: Database,
  entries: readonly NavigationEntry[],
  viewer: Viewer,
  path: string,
  now: Date,
  ownCount?: number,
): Promise<Frame> {
  const countOf = ({ href, count }: NavigationEntry) =>
    href === path && ownCount !== undefined ? ownCount : count?.(database, viewer, now);
  const own = entries.filter(({ roles }) => roles.includes(viewer.role));
  const [counts, alarms] = await Promise.all([
    Promise.all(own.map((entry) => countOf(entry) ?? null)),
    seesAlarms(viewer) ? listOpenAlarms(database.pool) : [],
  ]);
  const navigation = own.map(({ text, href }, index) => ({
    text,
    href,
    count: counts[index] ?? null,
    current: path === href || path.startsWith(`${href}/`),
    exact: path === href,
  }));
  return { navigation, alarms };
}

function seesAlarms({ role }: Viewer): boolean {
  return role === 'manager' || role === 'administrator';
}
