// Which child? asked, answered and corrected. Casethread shows evidence; a person concludes.
import { definePage, type Page, route } from '../../page/index.ts';
import { correct, showCorrection } from './correction.ts';
import { answer, showQuestion } from './question.ts';
import { answerForm, correctionForm, correctionParams, questionParams } from './schema.ts';

export const whichChildPage: Page = definePage({
  name: 'which-child',
  routes: [
    route({
      method: 'GET',
      path: '/conversations/:id/questions/:questionId',
      may: { seeConversation: ({ id }) => id },
      params: questionParams,
      viewed: ({ questionId }) => ({ subjectKind: 'question', subjectId: questionId }),
      handle: (request) => showQuestion(request),
    }),
    route({
      method: 'POST',
      path: '/conversations/:id/questions/:questionId',
      may: { seeConversation: ({ id }) => id },
      params: questionParams,
      form: answerForm,
      handle: (request) => answer(request),
    }),
    route({
      method: 'GET',
      path: '/conversations/:id/messages/:messageId/wrong-child',
      may: { seeConversation: ({ id }) => id },
      params: correctionParams,
      viewed: ({ messageId }) => ({ subjectKind: 'message', subjectId: messageId }),
      handle: (request) => showCorrection(request),
    }),
    route({
      method: 'POST',
      path: '/conversations/:id/messages/:messageId/wrong-child',
      may: { seeConversation: ({ id }) => id },
      params: correctionParams,
      form: correctionForm,
      handle: (request) => correct(request),
    }),
  ],
});
