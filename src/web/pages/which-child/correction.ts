// "Wrong child?": messages move to another record, with a reason; the decision before stays visible.
import type { z } from 'zod';
import { hiddenWords } from '../../../attribution/asking.ts';
import { readCandidates, readManagerName } from '../../../attribution/question-store.ts';
import { waitForStages } from '../../../database/stage-work.ts';
import type { Actor } from '../../../surfaces/acts/actor.ts';
import { giveCorrection, readCorrectableRun } from '../../../surfaces/acts/correct.ts';
import {
  noPermission,
  type PageRequest,
  type PageResult,
  redirect,
  render,
} from '../../page/index.ts';
import { alreadyOn, content, WHAT_A_CORRECTION_DOES } from './content.ts';
import { afterSaving } from './question.ts';
import { type CorrectionForm, type correctionParams, MANAGER } from './schema.ts';
import { readSelection } from './selection.ts';
import {
  bubbles,
  choicesFor,
  NOTHING_SHOWN,
  otherAnswers,
  type Shown,
  search,
  selectedValues,
  textOf,
} from './view.ts';

type Params = z.infer<typeof correctionParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;
type CorrectionRequest = Omit<PageRequest<Params, unknown, CorrectionForm>, 'query'>;

export async function showCorrection(
  request: AnyRequest,
  shown: Shown = NOTHING_SHOWN,
): Promise<PageResult> {
  const { params, viewer, access, database } = request;
  const messages = await readCorrectableRun(request, request.params.id, request.params.messageId);
  const [first] = messages ?? [];
  if (!messages || !first) return noPermission();
  const linked = await access.casesOfConversation(params.id);
  if (linked === null) return noPermission();
  const caseNumbers = [...new Set([...linked, ...first.caseNumbers])];
  const [manager, { choices, hidden, visible }] = await Promise.all([
    readManagerName(database.pool, viewer.managerId),
    choicesFor(request, { caseNumbers, offered: null, cues: [] }, shown, {
      contact: '',
      words: [],
    }),
  ]);
  const now = await readCandidates(
    database.pool,
    params.id,
    first.caseNumbers.filter((caseNumber) => visible.has(caseNumber)),
    request.today,
  );
  const picked = shown.entered?.message;
  return render('pages/which-child/correction.njk', {
    title: content.correctTitle,
    back: { href: `/conversations/${params.id}`, text: content.conversation },
    ...(shown.errors.length > 0 ? { errors: shown.errors } : {}),
    content,
    messages: bubbles(
      messages,
      messages.find(({ contactName }) => contactName)?.contactName ?? content.family,
      new Map(),
    ),
    picked: picked === undefined ? null : typeof picked === 'string' ? [picked] : picked,
    alreadyOn: alreadyOn(now.map(({ name }) => name)),
    does: WHAT_A_CORRECTION_DOES,
    choices,
    hidden: hiddenWords(hidden, manager),
    others: otherAnswers(false, manager),
    selected: selectedValues(shown.entered),
    search: textOf(shown.entered, 'search'),
    reason: textOf(shown.entered, 'reason'),
    conversation: `/conversations/${params.id}`,
    legend: content.selectAll,
  });
}

export async function correct(request: CorrectionRequest): Promise<PageResult> {
  const { form, params, access, database, viewer, now } = request;
  const { entered } = form;
  if (!form.valid) return showCorrection(request, { entered, errors: form.errors, found: [] });
  const messages = await readCorrectableRun(request, request.params.id, request.params.messageId);
  const [first] = messages ?? [];
  if (!messages || !first) return noPermission();
  const again = (field: string, text: string) =>
    showCorrection(request, { entered, errors: [{ field, text }], found: [] });

  const selection = readSelection(form.value);
  if (selection.kind === 'wrong') {
    return showCorrection(request, { entered, errors: selection.errors, found: [] });
  }
  if (selection.kind === 'search') {
    const found = await search(request, selection.words);
    if (found.length === 0) return again('search', content.errors.notFound);
    return showCorrection(request, { entered, errors: [], found });
  }
  if (selection.kind === 'ask-manager' || form.value.child.includes(MANAGER)) {
    return again('child', content.errors.choose);
  }
  const caseNumbers = selection.kind === 'children' ? selection.caseNumbers : [];
  const actor: Actor = { viewer, access, database, now, surface: 'web' };
  const corrected = await giveCorrection(actor, messages, {
    conversationId: params.id,
    messageIds: form.value.message,
    caseNumbers,
    reason: form.value.reason,
  });
  if (corrected.outcome === 'wrong') return again(corrected.field, corrected.text);
  if (caseNumbers.length > 0) return afterSaving(request, caseNumbers, corrected.messageIds);
  await waitForStages(database.pool, params.id);
  return redirect(`/conversations/${params.id}`, content.notCasework);
}
