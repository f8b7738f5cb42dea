// A page as any page is, for tests of the frame around it. Its template is the error page's.
import { z } from 'zod';
import {
  definePage,
  json,
  type Page,
  publicRoute,
  redirect,
  render,
  route,
  wordsSchema,
} from '../../src/web/page/index.ts';

const TEMPLATE = 'pages/errors/page.njk';
const paramsSchema = z.object({ caseNumber: z.string().max(64) });

/** `/sample/:caseNumber` for whoever may see the child; `saved` collects what was written. */
export function samplePage(saved: string[] = []): Page {
  return definePage({
    name: 'sample',
    navigation: {
      text: 'Sample',
      href: '/sample',
      order: 1,
      roles: ['worker', 'manager'],
      count: async () => 7,
    },
    routes: [
      route({
        method: 'GET',
        path: '/sample/:caseNumber',
        params: paramsSchema,
        may: { seeChild: ({ caseNumber }) => caseNumber },
        handle: ({ params, kept }) =>
          render(TEMPLATE, {
            title: 'Sample',
            paragraphs: [`Record ${params.caseNumber}`, `Kept: ${kept?.words ?? 'nothing'}`],
          }),
      }),
      route({
        method: 'POST',
        path: '/sample/:caseNumber',
        params: paramsSchema,
        may: { seeChild: ({ caseNumber }) => caseNumber },
        form: z.object({ words: wordsSchema('Write something', 100, 'Write less') }),
        handle({ form, params }) {
          if (!form.valid) {
            return render(TEMPLATE, { title: 'Sample', errors: form.errors, paragraphs: [] });
          }
          if (form.value.words === 'break') throw new Error('a bug');
          saved.push(form.value.words);
          return redirect(`/sample/${params.caseNumber}`, 'Kept.');
        },
      }),
      route({
        method: 'GET',
        path: '/sample-live',
        may: { be: 'signed-in' },
        handle: () => json({ token: '1', words: null }),
      }),
      publicRoute({
        method: 'GET',
        path: '/sample-open',
        because: 'a test of public pages',
        handle: ({ viewer }) =>
          render(TEMPLATE, { title: viewer?.name ?? 'Nobody', paragraphs: [] }),
      }),
    ],
  });
}
