// What people see when something is not there, not theirs, or not working.
import { findWorkerName } from '../../../access/access-store.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Entered, PageResult } from '../../page/index.ts';
import type { Shell } from '../../shell.ts';
import { content } from './content.ts';

const TEMPLATE = 'pages/errors/page.njk';

/** 404: nothing is at this address. */
export function notFoundPage(): PageResult {
  return { ...renderWords(content.notFound), status: 404 };
}

/** 403: the page is for other roles. */
export function forbidden(): PageResult {
  return { ...renderWords(content.forbidden), status: 403 };
}

/** 403: the form's token is missing or of another session. */
export function staleForm(): PageResult {
  return { ...renderWords(content.staleForm), status: 403 };
}

/** The view of `ERROR_TEMPLATE` for an address that does not exist. */
export function notFoundView() {
  return content.notFound;
}

/** The same for somebody who sends faster than anyone can type. */
export function tooManyView() {
  return content.tooMany;
}

/** The same for a request whose body could not be read. */
export function unreadableView() {
  return content.unreadable;
}

/** 404: not theirs, or no such record. The address must not reveal that a child has a record. */
export async function noPermissionPage(shell: Shell, viewer: Viewer): Promise<PageResult> {
  const { noPermission } = content;
  const manager =
    viewer.managerId === null ? null : await findWorkerName(shell.database.pool, viewer.managerId);
  const view = {
    title: noPermission.title,
    back: { href: '/', text: 'Casethread' },
    why: noPermission.why,
    ask: noPermission.ask(manager),
    audited: noPermission.audited,
    dangerTitle: noPermission.dangerTitle,
    danger: noPermission.danger(manager),
  };
  return { result: 'render', template: 'pages/errors/no-permission.njk', view, status: 404 };
}

/** What was sent, so that it can be sent again from the error page itself. */
export type SentForm = { action: string; csrfToken: string; fields: Entered };

/** The words of an outage; a form that could not be saved stays on the page, ready to send again. */
export function brokenView(sent: SentForm | null) {
  const { title, reading, saving, tryAgain } = content.broken;
  if (sent === null) return { title, paragraphs: reading };
  const fields = Object.entries(sent.fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => ({ name, value: one })),
  );
  return { title, paragraphs: saving, again: { ...sent, fields, text: tryAgain } };
}

export { TEMPLATE as ERROR_TEMPLATE };

function renderWords(words: { title: string; paragraphs: readonly string[] }) {
  return {
    result: 'render' as const,
    template: TEMPLATE,
    view: { ...words },
  };
}
