// The agenda of one worker as one person may see it, and as the template draws it.
import type { Access } from '../../../access/access.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Database } from '../../../database/client.ts';
import { capital, fullDate, when } from '../../../format/dates.ts';
import { type NamedChild, readChildren } from '../../../record/recording-store.ts';
import { readDecidedLines, readStanding, type Standing } from '../../../supervision/file-store.ts';
import { type AgendaLine, assembleAgenda, lineName } from '../../../supervision/line.ts';
import type { SupervisedPerson } from '../../../supervision/supervised-store.ts';
import { agendaTitle, content, GROUP_HEADINGS, goesOn, hiddenWords, progress } from './content.ts';
import { decidedView } from './decision-view.ts';
import { type LiveLine, readLiveLines } from './lines.ts';

export type AgendaRequest = {
  database: Database;
  access: Access;
  viewer: Viewer;
  now: Date;
  today: string;
  person: SupervisedPerson;
};

export type Agenda = {
  lines: AgendaLine<LiveLine>[];
  standing: Standing;
  /** Lines about children whom the viewer may not see. */
  hidden: number;
  children: ReadonlyMap<string, NamedChild>;
};

/** Decisions go on the records that the viewer may see, and lines about others are only counted. */
export async function readAgenda(request: AgendaRequest): Promise<Agenda> {
  const { database, access, person, now, today } = request;
  const { workerId } = person;
  const standing = await readStanding(database.pool, workerId);
  const [live, decided] = await Promise.all([
    readLiveLines(database.pool, { workerId, now, today }),
    standing.openId === null ? [] : readDecidedLines(database.pool, standing.openId),
  ]);
  const visible = await access.visibleCases([
    ...new Set([...live, ...decided].flatMap(({ caseNumbers }) => caseNumbers)),
  ]);
  const narrow = <Line extends { caseNumbers: readonly string[] }>(
    lines: readonly Line[],
  ): Line[] =>
    lines.flatMap((line) => {
      const seen = line.caseNumbers.filter((caseNumber) => visible.has(caseNumber));
      return line.caseNumbers.length > 0 && seen.length === 0
        ? []
        : [{ ...line, caseNumbers: seen }];
    });
  const [shownLive, shownDecided] = [narrow(live), narrow(decided)];
  const children = await readChildren(database.pool, [...visible]);
  return {
    lines: assembleAgenda(shownLive, shownDecided, new Set(standing.carried)),
    standing,
    hidden: live.length - shownLive.length + decided.length - shownDecided.length,
    children: new Map(children.map((child) => [child.caseNumber, child])),
  };
}

/** The line that is open: the one asked for, else the first that is to be decided. */
export function openLine({ lines }: Agenda, asked: string | undefined) {
  const waiting = lines.flatMap((entry) => (entry.state === 'to-decide' ? [entry] : []));
  return waiting.find(({ line }) => lineName(line) === asked) ?? waiting[0] ?? null;
}

/** The line to go to after this one: the next undecided, else the first. */
export function nextLine({ lines }: Agenda, after: number) {
  const waiting = lines.filter(({ state, number }) => state === 'to-decide' && number !== after);
  return waiting.find(({ number }) => number > after) ?? waiting[0] ?? null;
}

/** Everything but the form, which stands in the line that is open. */
export function agendaView(
  agenda: Agenda,
  { viewer, now, person }: AgendaRequest,
  openName: string | null,
) {
  const { lines, standing, hidden } = agenda;
  const path = addressOf(person.workerId);
  const decides = viewer.workerId !== person.workerId;
  const groups: { heading: string; lines: unknown[] }[] = [];
  for (const entry of lines) {
    const heading = GROUP_HEADINGS[entry.group];
    if (groups.at(-1)?.heading !== heading) groups.push({ heading, lines: [] });
    groups.at(-1)?.lines.push(lineView(agenda, entry, { now, path, decides, openName }));
  }
  const decided = lines.filter(({ state }) => state === 'decided').length;
  const last =
    standing.lastAt === null ? content.never : `Last supervision ${fullDate(standing.lastAt)}.`;
  return {
    path,
    decides,
    groups,
    summary: lines.length === 0 ? last : `${progress(decided, lines.length)} ${last}`,
    hidden: hiddenWords(hidden),
    empty: lines.length === 0,
  };
}

type Shown = { now: Date; path: string; decides: boolean; openName: string | null };

function lineView(
  agenda: Agenda,
  entry: AgendaLine<LiveLine>,
  { now, path, decides, openName }: Shown,
) {
  const { line, number } = entry;
  const children = childrenOf(agenda, line.caseNumbers);
  const name = lineName(line);
  const shared = {
    number,
    name,
    id: `line-${number}`,
    title: capital(
      agendaTitle(
        line,
        children.map((child) => child.name),
      ),
    ),
    detail: line.detail,
  };
  if (entry.state === 'decided') {
    return {
      ...shared,
      tag: { text: content.decided, colour: 'green' },
      link: null,
      ...decidedView(entry.line, (at) => when(at, now)),
    };
  }
  const next = nextLine(agenda, number);
  return {
    ...shared,
    tag: { text: content.toDecide, colour: 'grey' },
    link: entry.line.link,
    asks: entry.line.asks.kind,
    isOpen: decides && name === openName,
    decideHref: decides ? `${path}?${new URLSearchParams([['line', name]])}#line-${number}` : null,
    goesOn: goesOn(children.map((child) => child.name.split(' ')[0] ?? child.name)),
    button: next === null ? content.save : `Save and go to line ${next.number}`,
  };
}

function childrenOf({ children }: Agenda, caseNumbers: readonly string[]): NamedChild[] {
  return caseNumbers
    .flatMap((caseNumber) => children.get(caseNumber) ?? [])
    .sort((a, b) => a.dateOfBirth.getTime() - b.dateOfBirth.getTime());
}

export const addressOf = (workerId: string) => `/supervision/${encodeURIComponent(workerId)}`;
