// A page is a list of routes; a route without a rule about who may use it does not compile.
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Role, Viewer } from '../../access/viewer.ts';
import type { Database } from '../../database/client.ts';
import { type FormReading, readForm } from './form.ts';
import type { Permission } from './permission.ts';
import type { PageRequest, PublicRequest, ViewedSubject } from './request.ts';
import { notFound, type PageResult } from './result.ts';

export type Method = 'GET' | 'POST';

/** What came over HTTP, before any schema has seen it. */
export type RawInput = { params: unknown; query: unknown; body: unknown };

type Circumstances = Omit<PageRequest<never, never, never>, 'params' | 'query' | 'form'>;
type PublicCircumstances = Omit<PublicRequest<never, never, never>, 'params' | 'query' | 'form'>;

/** A route whose params have been read: what it is about, and what it does. */
export type OpenedRoute = {
  caseNumber: string | null;
  conversationId: string | null;
  viewed: Omit<ViewedSubject, 'caseNumbers'> | null;
  run(circumstances: Circumstances): Promise<PageResult>;
};

export type GuardedRoute = {
  kind: 'guarded';
  method: Method;
  path: string;
  /** Null: the role does not decide. */
  roles: readonly Role[] | null;
  /** Null: the params are none that could exist. */
  open(input: RawInput): OpenedRoute | null;
};

export type PublicRoute = {
  kind: 'public';
  method: Method;
  path: string;
  because: string;
  run(input: RawInput, circumstances: PublicCircumstances): Promise<PageResult>;
};

/** A route that works on the session itself or speaks no HTML: signing in and out, health. */
export type DoorRoute = {
  kind: 'door';
  method: Method;
  path: string;
  because: string;
  handler: RequestHandler;
};

export type Route = GuardedRoute | PublicRoute | DoorRoute;

type Nothing = Readonly<Record<string, never>>;

type Schemas<Params, Query, Form> = {
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  form?: z.ZodType<Form>;
};

const nothingSchema = z.object({});

/**
 * A route for people who are signed in.
 * `params` and `query` that do not fit their schema are "not found"; `form` is given to the
 * handler as read, right or wrong. `viewed` names what a GET shows when that is not simply the
 * child or conversation of `may`; each such view is audited before it is shown.
 */
export function route<Params = Nothing, Query = Nothing, Form = Nothing>(
  definition: Schemas<Params, Query, Form> & {
    method: Method;
    path: string;
    may: Permission<NoInfer<Params>>;
    viewed?: (params: NoInfer<Params>) => { subjectKind: string; subjectId: string };
    handle(request: PageRequest<NoInfer<Params>, NoInfer<Query>, NoInfer<Form>>): Answer;
  },
): Route {
  const { method, path, may, viewed, handle } = definition;
  return {
    kind: 'guarded',
    method,
    path,
    roles: 'haveRole' in may ? may.haveRole : null,
    open(input) {
      const reading = read(definition, input);
      if (reading === null) return null;
      const { params } = reading;
      return {
        caseNumber: 'seeChild' in may ? may.seeChild(params) : null,
        conversationId: 'seeConversation' in may ? may.seeConversation(params) : null,
        viewed: viewed ? viewed(params) : null,
        run: async (circumstances) => handle({ ...circumstances, ...reading }),
      };
    },
  };
}

/** A route that people who are not signed in may use, with the reason why. */
export function publicRoute<Params = Nothing, Query = Nothing, Form = Nothing>(
  definition: Schemas<Params, Query, Form> & {
    method: Method;
    path: string;
    because: string;
    handle(request: PublicRequest<NoInfer<Params>, NoInfer<Query>, NoInfer<Form>>): Answer;
  },
): Route {
  const { method, path, because, handle } = definition;
  return {
    kind: 'public',
    method,
    path,
    because,
    run: async (input, circumstances) => {
      const reading = read(definition, input);
      return reading === null ? notFound() : handle({ ...circumstances, ...reading });
    },
  };
}

type Answer = PageResult | Promise<PageResult>;

type Reading<Params, Query, Form> = { params: Params; query: Query; form: FormReading<Form> };

function read<Params, Query, Form>(
  schemas: Schemas<Params, Query, Form>,
  input: RawInput,
): Reading<Params, Query, Form> | null {
  const params = schemaOr(schemas.params).safeParse(input.params);
  const query = schemaOr(schemas.query).safeParse(input.query);
  if (!params.success || !query.success) return null;
  return {
    params: params.data,
    query: query.data,
    form: readForm(schemaOr(schemas.form), input.body),
  };
}

/** Where a route names no schema, its type is Nothing and whatever came is left out. */
function schemaOr<Value>(schema: z.ZodType<Value> | undefined): z.ZodType<Value> {
  return schema ?? (nothingSchema as unknown as z.ZodType<Value>);
}

/** An entry of the main navigation. */
export type NavigationEntry = {
  text: string;
  href: string;
  /** Lower comes first. */
  order: number;
  roles: readonly Role[];
  /** How many things a person can finish there. */
  count?: (database: Database, viewer: Viewer, now: Date) => Promise<number>;
};

export type Page = {
  name: string;
  navigation: NavigationEntry | null;
  routes: readonly Route[];
};

/** Everything that is at one place in the product. The name is the page's folder. */
export function definePage(definition: {
  name: string;
  navigation?: NavigationEntry;
  routes: readonly Route[];
}): Page {
  return { navigation: null, ...definition };
}
