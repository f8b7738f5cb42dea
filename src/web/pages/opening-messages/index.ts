// Words that WhatsApp approved for opening a conversation, entered by an administrator.
import { z } from 'zod';
import type { Queryable } from '../../../database/client.ts';
import { templateSchema } from '../../../delivery/template.ts';
import {
  agreeTemplate,
  readTemplates,
  withdrawTemplate,
} from '../../../delivery/template-store.ts';
import {
  definePage,
  type Entered,
  type FormError,
  type Page,
  type PageResult,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { content } from './content.ts';

const PATH = '/settings/opening-messages';
const MAY = { haveRole: ['administrator'] } as const;

export const openingMessagesPage: Page = definePage({
  name: 'opening-messages',
  navigation: { text: content.title, href: PATH, order: 86, roles: ['administrator'] },
  routes: [
    route({
      method: 'GET',
      path: PATH,
      may: MAY,
      handle: ({ database, kept }) => show(database.pool, { entered: kept ?? {} }),
    }),
    route({
      method: 'POST',
      path: PATH,
      may: MAY,
      form: templateSchema,
      async handle({ form, database, viewer, now, audit }) {
        if (!form.valid) {
          return show(database.pool, { entered: form.entered, errors: form.errors });
        }
        const { contentSid, name } = form.value;
        await audit({
          action: 'agree',
          subjectKind: 'opening-message',
          subjectId: contentSid,
          caseNumbers: [],
        });
        await agreeTemplate(database.pool, form.value, { by: viewer.workerId, at: now });
        return redirect(PATH, content.agreed(name));
      },
    }),
    route({
      method: 'POST',
      path: `${PATH}/:contentSid/withdraw`,
      may: MAY,
      params: z.object({ contentSid: z.string().max(64) }),
      async handle({ params, database, viewer, now, audit }) {
        const { contentSid } = params;
        const setBy = { by: viewer.workerId, at: now };
        if (!(await withdrawTemplate(database.pool, contentSid, setBy))) {
          return redirectWithWarning(PATH, content.gone);
        }
        await audit({
          action: 'withdraw',
          subjectKind: 'opening-message',
          subjectId: contentSid,
          caseNumbers: [],
        });
        return redirect(PATH, content.withdrawn);
      },
    }),
  ],
});

type Shown = { entered: Entered; errors?: readonly FormError[] };

async function show(connection: Queryable, { entered, errors }: Shown): Promise<PageResult> {
  const templates = await readTemplates(connection);
  return render('pages/opening-messages/page.njk', {
    title: content.title,
    content,
    entered,
    ...(errors ? { errors } : {}),
    templates: templates.map((template) => ({
      ...template,
      about: `${template.language}, ${content.variables(template.variables.length)}, ${template.contentSid}`,
      labels: template.variables.map(({ key, label }) => `{{${key}}} ${label}`),
      withdraw: `${PATH}/${encodeURIComponent(template.contentSid)}/withdraw`,
    })),
  });
}
