import type { Role } from '../../../access/viewer.ts';
import { definePage, type Page, redirect, route } from '../../page/index.ts';

/** Where each role's work is. */
const FIRST_PAGE: Record<Role, string> = {
  worker: '/inbox',
  manager: '/inbox',
  'information-governance': '/children',
  auditor: '/audit',
  administrator: '/alarms',
};

/** `/` leads to where the person's work is. */
export const homePage: Page = definePage({
  name: 'home',
  routes: [
    route({
      method: 'GET',
      path: '/',
      may: { be: 'signed-in' },
      handle: ({ viewer }) => redirect(FIRST_PAGE[viewer.role]),
    }),
  ],
});
