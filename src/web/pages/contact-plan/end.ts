// A plan ends with a reason; it and its versions stay on the record.
import { keepPlan, readPlanVersions } from '../../../contact-plans/plan-store.ts';
import {
  type Entered,
  type FormError,
  noPermission,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { content } from './content.ts';
import { type AnyRequest, PATH, type Params, subjectOf } from './request.ts';
import { contactParams, endForm } from './schema.ts';

const may = { seeChild: (params: Params) => params.caseNumber };

export const endRoutes: Route[] = [
  route({
    method: 'GET',
    path: `${PATH}/:contactId/end`,
    may,
    params: contactParams,
    viewed: (params) => ({ subjectKind: 'contact-plan', subjectId: params.contactId }),
    handle: (request) => showForm(request, request.kept ?? {}),
  }),
  route({
    method: 'POST',
    path: `${PATH}/:contactId/end`,
    may,
    params: contactParams,
    form: endForm,
    async handle({ form, ...request }): Promise<PageResult> {
      const { params, database, viewer, now } = request;
      if (!form.valid) return showForm(request, form.entered, form.errors);
      const subject = await subjectOf(request);
      const plan = await planInForce(request);
      if (subject === null || plan === null) return noPermission();
      await database.transaction((connection) =>
        keepPlan(connection, {
          contactId: params.contactId,
          caseNumbers: [params.caseNumber],
          terms: plan,
          endedReason: form.value.reason,
          by: viewer.workerId,
          at: now,
        }),
      );
      return redirect(subject.path, content.endedNow);
    },
  }),
];

async function planInForce({ database, params }: AnyRequest) {
  const [plan] = await readPlanVersions(database.pool, params.caseNumber, params.contactId);
  return plan === undefined || plan.endedReason !== null ? null : plan;
}

async function showForm(
  request: AnyRequest,
  entered: Entered,
  errors: readonly FormError[] = [],
): Promise<PageResult> {
  const subject = await subjectOf(request);
  const plan = await planInForce(request);
  if (subject === null || plan === null || !subject.mayChange) return noPermission();
  return render('pages/contact-plan/end.njk', {
    title: content.end,
    record: subject.head,
    back: { href: subject.path, text: subject.contact.name },
    content,
    ...subject,
    entered,
    ...(errors.length > 0 ? { errors } : {}),
  });
}
