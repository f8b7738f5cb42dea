import type { Database } from '../database/client.ts';
import type { Logger } from '../logging.ts';
import type { Clock } from '../messaging/clock.ts';
import type { NavigationEntry } from './page/route.ts';
import type { Templates } from './templates.ts';

/** What every page is served with. Made once. */
export type Shell = {
  database: Database;
  clock: Clock;
  logger: Logger;
  templates: Templates;
  navigation: readonly NavigationEntry[];
  mode: 'demo' | 'production';
};
