// What a route's handler answers with. The framework turns it into HTTP.
import type { Readable } from 'node:stream';
import type { FormError } from './form.ts';
import type { RecordHead } from './record-head.ts';

/** What the page shows at its top after a redirect: "Kept. It will be on the record in a moment." */
export type Notice = { text: string; kind: 'success' | 'important' };

export type PageView = {
  /** First part of the title, and of what a screen reader says: "Chronology". No message text. */
  title: string;
  /** Whose record this is: draws the record bar and completes the title. */
  record?: RecordHead;
  /** Where the back link leads and what it says: { href: '/children', text: 'Children' }. */
  back?: { href: string; text: string };
  /** What the navigation counts for this page, where the page has counted it already. */
  ownCount?: number;
  /** Errors of the form just sent: drawn as a summary, and found at each field. */
  errors?: readonly FormError[];
  /** Anything else the template shows. */
  [name: string]: unknown;
};

export type PageResult =
  | { result: 'render'; template: string; view: PageView; status: number }
  | { result: 'redirect'; to: string; notice: Notice | null }
  | { result: 'json'; body: unknown; status: number }
  | { result: 'file'; file: FileAnswer }
  | { result: 'not-found' }
  | { result: 'no-permission' };

export type FileAnswer = {
  contentType: string;
  /** Shown by the browser only for types that cannot run anything; otherwise saved under `name`. */
  name: string;
  bytes: number | null;
  stream: Readable;
};

/** Shows a template, such as `pages/inbox/page.njk`. With errors in the view the status is 422. */
export function render(template: string, view: PageView): PageResult {
  return { result: 'render', template, view, status: view.errors?.length ? 422 : 200 };
}

/** Leads on after a POST; `success` is shown once, at the top of the next page. */
export function redirect(to: string, success?: string): PageResult {
  return { result: 'redirect', to, notice: success ? { text: success, kind: 'success' } : null };
}

/** Leads on with something the person must know, which is not a success. */
export function redirectWithWarning(to: string, text: string): PageResult {
  return { result: 'redirect', to, notice: { text, kind: 'important' } };
}

/** For scripts of our own. */
export function json(body: unknown, status = 200): PageResult {
  return { result: 'json', body, status };
}

/** Streams a file kept on a record. */
export function sendFile(file: FileAnswer): PageResult {
  return { result: 'file', file };
}

/** There is nothing at this address. */
export function notFound(): PageResult {
  return { result: 'not-found' };
}

/** Not theirs, or no such record: one page for both, answered 404, and the refusal is audited. */
export function noPermission(): PageResult {
  return { result: 'no-permission' };
}
