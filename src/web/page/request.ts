import type { Access } from '../../access/access.ts';
import type { Viewer } from '../../access/viewer.ts';
import type { Database } from '../../database/client.ts';
import type { Logger } from '../../logging.ts';
import type { Entered, FormReading } from './form.ts';

export type ViewedSubject = {
  subjectKind: string;
  subjectId: string;
  caseNumbers: readonly string[];
};

/** An act to put in the audit; who and when are added. Never message content. */
export type ActToAudit = ViewedSubject & {
  action: string;
  detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

type AnyRequest<Params, Query, Form> = {
  params: Params;
  query: Query;
  /** Only on POST: what was sent, read against the route's schema. */
  form: FormReading<Form>;
  now: Date;
  /** The day it is in Europe/London, as 2026-03-12. */
  today: string;
  database: Database;
  log: Logger;
};

/** What the handler of an ordinary route receives. */
export type PageRequest<Params, Query, Form> = AnyRequest<Params, Query, Form> & {
  viewer: Viewer;
  access: Access;
  /**
   * What this person had typed into a form on this page when they were signed out for being
   * away. Show it in the form's fields again.
   */
  kept: Entered | null;
  audit(act: ActToAudit): Promise<void>;
};

/** What the handler of a public route receives: the viewer may be nobody. */
export type PublicRequest<Params, Query, Form> = AnyRequest<Params, Query, Form> & {
  viewer: Viewer | null;
};
