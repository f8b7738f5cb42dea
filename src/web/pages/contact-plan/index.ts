// Digital contact plans of a child (Cardiff & Vale 6): who, what for, how, and when it is looked at.
import { readKeptArrangement } from '../../../contact-plans/arrangement-store.ts';
import { readPlansOfChild, readPlanVersions } from '../../../contact-plans/plan-store.ts';
import { readPeopleOnRecord } from '../../../record/child-store.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { definePage, noPermission, type Page, render, route } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { arrangementRoutes } from './arrangements.ts';
import { changeRoutes } from './change.ts';
import { content } from './content.ts';
import { endRoutes } from './end.ts';
import { addressOfPlans, PATH, type Params, subjectOf } from './request.ts';
import { childParams, contactParams } from './schema.ts';
import { arrangementView, personRow, planView } from './view.ts';

export const contactPlanPage: Page = definePage({
  name: 'contact-plan',
  routes: [
    route({
      method: 'GET',
      path: PATH,
      may: { seeChild: (params) => params.caseNumber },
      params: childParams,
      viewed: (params) => ({ subjectKind: 'contact-plan', subjectId: params.caseNumber }),
      async handle({ params, database, today }) {
        const { caseNumber } = params;
        const { pool } = database;
        const [head, people, plans] = await Promise.all([
          readChildHead(pool, caseNumber, today),
          readPeopleOnRecord(pool, caseNumber, today),
          readPlansOfChild(pool, caseNumber),
        ]);
        if (head === null) return noPermission();
        return render('pages/contact-plan/page.njk', {
          title: content.title,
          record: head,
          back: { href: addressOfRecord(caseNumber), text: `${head.name}’s record` },
          content,
          rows: people.map((person) => personRow(person, plans, addressOfPlans(caseNumber), today)),
        });
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/:contactId`,
      may: { seeChild: (params: Params) => params.caseNumber },
      params: contactParams,
      viewed: (params) => ({ subjectKind: 'contact-plan', subjectId: params.contactId }),
      async handle(request) {
        const { database, params, today } = request;
        const subject = await subjectOf(request);
        if (subject === null) return noPermission();
        const [versions, kept] = await Promise.all([
          readPlanVersions(database.pool, params.caseNumber, params.contactId),
          readKeptArrangement(database.pool, params.contactId),
        ]);
        const [newest, ...earlier] = versions.map((plan) => planView(plan, today));
        return render('pages/contact-plan/plan.njk', {
          title: content.title,
          record: subject.head,
          back: { href: addressOfPlans(params.caseNumber), text: content.title },
          content,
          ...subject,
          plan: newest ?? null,
          inForce: newest !== undefined && newest.endedReason === null,
          earlier,
          arrangement: arrangementView(kept),
        });
      },
    }),
    ...changeRoutes,
    ...endRoutes,
    ...arrangementRoutes,
  ],
});
