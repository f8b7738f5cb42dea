// One version: tried on past messages, then put in force.
import { mayReadMessage } from '../../../access/rules.ts';
import { recordTime } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { type DryRunResult, dryRunAside } from '../../../oversight/dry-run.ts';
import { NO_CHANGES } from '../../../oversight/rule-change.ts';
import {
  type PastMessage,
  type RuleVersion,
  readInForce,
  readPastMessages,
  readVersion,
  takeForce,
} from '../../../oversight/rules-store.ts';
import {
  type Entered,
  type FormError,
  notFound,
  type PageRequest,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { CATEGORY_NAMES, content } from './content.ts';
import { MAY_CHANGE, MAY_READ, PATH } from './list.ts';
import { reasonForm, versionParams } from './schema.ts';

const TRIED_MESSAGES = 2_000;
const TRIED_DAYS = 90;
const EXAMPLES = 10;
const DAY_MS = 86_400_000;

type Request = PageRequest<{ versionId: string }, unknown, unknown>;
type Shown = {
  errors?: readonly FormError[];
  entered?: Entered;
  tried?: Awaited<ReturnType<typeof tryOut>>;
};

export function versionRoutes(): readonly Route[] {
  const path = `${PATH}/versions/:versionId`;
  return [
    route({
      method: 'GET',
      path,
      may: MAY_READ,
      params: versionParams,
      handle: (request) => show(request, {}),
    }),
    route({
      method: 'POST',
      path: `${path}/try`,
      may: MAY_READ,
      params: versionParams,
      async handle(request) {
        const version = await readVersion(request.database.pool, request.params.versionId);
        return version === null
          ? notFound()
          : show(request, { tried: await tryOut(request, version) });
      },
    }),
    route({
      method: 'POST',
      path: `${path}/force`,
      may: MAY_CHANGE,
      params: versionParams,
      form: reasonForm,
      async handle(request) {
        const { form, params, database, viewer, now, audit } = request;
        const { versionId } = params;
        if ((await readVersion(database.pool, versionId)) === null) return notFound();
        if (!form.valid) return show(request, form);
        await takeForce(database.pool, {
          versionId,
          reason: form.value.reason,
          takenBy: viewer.workerId,
          takenAt: now,
        });
        await audit({
          action: 'put-rules-in-force',
          subjectKind: 'settings',
          subjectId: 'rules',
          caseNumbers: [],
          detail: { version: versionId },
        });
        return redirect(`${path.replace(':versionId', versionId)}`, content.taken);
      },
    }),
  ];
}

async function show(
  request: Pick<Request, 'database' | 'params' | 'viewer'>,
  { errors, entered, tried }: Shown,
): Promise<PageResult> {
  const { pool } = request.database;
  const [version, inForce] = await Promise.all([
    readVersion(pool, request.params.versionId),
    readInForce(pool),
  ]);
  if (version === null) return notFound();
  const title = content.version(version.number);
  return render('pages/rules/version.njk', {
    title,
    ...(errors === undefined ? {} : { errors }),
    entered: entered ?? {},
    back: { href: PATH, text: content.title },
    content,
    heading: title,
    action: `${PATH}/versions/${version.id}`,
    made: content.madeBy(version.madeByName, recordTime(version.madeAt)),
    summary: version.summary,
    isInForce: inForce.versionId === version.id,
    canChange: request.viewer.role === 'administrator',
    tried,
  });
}

/** Counts for everybody who may open the page; words of messages only for those who may see the child. Audited. */
async function tryOut({ database, access, now, audit }: Request, version: RuleVersion) {
  const since = new Date(now.getTime() - TRIED_DAYS * DAY_MS);
  const messages = await readPastMessages(database.pool, since, TRIED_MESSAGES);
  const inForce = (await readInForce(database.pool)).changes ?? NO_CHANGES;
  const result = await dryRunAside({
    inForce,
    proposed: version.changes,
    messages: messages.map(({ messageId, text, direction }) => ({
      id: messageId,
      text,
      direction,
    })),
  });
  const byId = new Map(messages.map((message) => [message.messageId, message]));
  const visible = await access.visibleCases([
    ...new Set(messages.flatMap(({ caseNumbers }) => caseNumbers)),
  ]);
  const maySee = (message: PastMessage | undefined): message is PastMessage =>
    message !== undefined &&
    message.caseNumbers.length > 0 &&
    mayReadMessage(message.caseNumbers, visible);
  const gained = examplesOf(result.gained, byId, maySee);
  const lost = examplesOf(result.lost, byId, maySee);
  await audit({
    action: 'try-rules',
    subjectKind: 'settings',
    subjectId: 'rules',
    caseNumbers: [...new Set([...gained.shown, ...lost.shown].flatMap((one) => one.caseNumbers))],
    detail: {
      version: version.id,
      messages: messages.length,
      gained: result.gained.length,
      lost: result.lost.length,
    },
  });
  return {
    words: content.tried(plural(result.messages, 'message', 'messages')),
    rows: (['urgent', 'any'] as const).map((count) => [
      { text: content.triedRows[count] },
      { text: String(result.before[count]), format: 'numeric' },
      { text: String(result.after[count]), format: 'numeric' },
    ]),
    broken: result.broken.length === 0 ? null : content.brokenRules(result.broken.join(', ')),
    lists: [
      { heading: content.gained, ...gained },
      { heading: content.lost, ...lost },
    ],
  };
}

function examplesOf(
  flags: DryRunResult['gained'],
  byId: ReadonlyMap<string, PastMessage>,
  maySee: (message: PastMessage | undefined) => message is PastMessage,
) {
  const seen = flags.flatMap((flag) => {
    const message = byId.get(flag.id);
    return maySee(message) ? [{ flag, message }] : [];
  });
  const hidden = flags.length - seen.length;
  return {
    count: flags.length,
    hidden: hidden === 0 ? null : content.hidden(plural(hidden, 'message', 'messages')),
    shown: seen.slice(0, EXAMPLES).map(({ flag, message }) => ({
      text: message.text,
      href: `/conversations/${message.conversationId}`,
      caseNumbers: message.caseNumbers,
      about: `${CATEGORY_NAMES[flag.category] ?? flag.category}, ${content.severity[flag.severity].toLowerCase()}: “${flag.evidence.join('”, “')}” (${flag.rule})`,
    })),
  };
}
