// The demonstration as the files that any authority would import (contracts sections 4 and 5).
import { copyFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { COLLEAGUES, OFFICIAL_NUMBERS } from './authority.ts';
import { bornOn, dayBefore, instantOf } from './moments.ts';
import type { Contact, Family, Thread, TimedStep } from './story.ts';

const PICTURES = join(import.meta.dirname, 'pictures');
const YEARS_HERE = 3 * 365;
const KNOWN_FOR_DAYS = 400;

type Row = Record<string, string>;
type HistoryLine = { type: string; at: string } & Record<string, unknown>;

/** The id that an imported message of the story has, by its key or by its place in its thread. */
function historyIdOf(thread: Thread, step: TimedStep): string {
  const key = 'key' in step ? step.key : undefined;
  return `demo-${key ?? `${thread.counterpart}-${thread.steps.indexOf(step)}`}`;
}

/** Writes the people's files and `history.ndjson` into `folder`; returns the history's path. */
export async function writeFiles(
  folder: string,
  families: readonly Family[],
  now: Date,
): Promise<string> {
  const known = { valid_from: dayBefore(now, KNOWN_FOR_DAYS), valid_to: '' };
  const children = families.flatMap((family) => family.children);
  const contacts = families.flatMap((family) => family.contacts);
  const files: Record<string, Row[]> = {
    'workers.csv': COLLEAGUES.map((colleague) => ({
      worker_id: colleague.workerId,
      name: colleague.name,
      email: `${colleague.name.toLowerCase().replace(' ', '.')}@northshire.example`,
      role: colleague.role,
      team: colleague.team,
      manager_id: colleague.managerId ?? '',
      slack_user_id: '',
      teams_user_id: '',
      valid_from: dayBefore(now, YEARS_HERE),
      valid_to: '',
    })),
    'children.csv': children.map((child) => ({
      case_number: child.caseNumber,
      name: child.name,
      preferred_name: child.preferredName ?? '',
      also_known_as: (child.alsoKnownAs ?? []).join(';'),
      date_of_birth: bornOn(now, child.age, child.birthday),
      sex: child.sex,
      household: child.household,
      status: child.status,
      opened: dayBefore(now, KNOWN_FOR_DAYS),
      closed: '',
    })),
    'contacts.csv': contacts.map((contact) => ({
      contact_id: contact.contactId,
      name: contact.name,
      also_known_as: (contact.alsoKnownAs ?? []).join(';'),
      language: contact.language ?? 'English',
      communication_needs: contact.needs ?? '',
    })),
    'contact_identifiers.csv': contacts.flatMap((contact) => identifiers(contact, now)),
    'relationships.csv': contacts.flatMap(({ contactId, linkedTo }) =>
      linkedTo.map((link) => ({
        contact_id: contactId,
        case_number: link.caseNumber,
        relationship: link.relationship,
        parental_responsibility: link.responsibility ? 'yes' : 'no',
        contact_permitted: link.permitted ?? 'yes',
        ...known,
      })),
    ),
    'allocations.csv': children.flatMap(({ caseNumber, workers }) =>
      workers.map((workerId, place) => ({
        worker_id: workerId,
        case_number: caseNumber,
        role: place === 0 ? 'lead' : 'co-worker',
        ...known,
      })),
    ),
    'official_numbers.csv': OFFICIAL_NUMBERS.map(({ workerId, ...number }) => ({
      ...number,
      worker_id: workerId,
    })),
  };
  for (const [name, rows] of Object.entries(files)) {
    await writeFile(join(folder, name), stringify(rows, { header: true }));
  }
  return writeHistory(folder, families, now);
}

function identifiers(contact: Contact, now: Date): Row[] {
  return contact.addresses.map(({ channel, address, verified, fromDaysAgo, toDaysAgo }) => ({
    contact_id: contact.contactId,
    channel,
    address,
    verified: verified === false ? 'no' : 'yes',
    valid_from: dayBefore(now, fromDaysAgo ?? KNOWN_FOR_DAYS),
    valid_to: toDaysAgo === undefined ? '' : dayBefore(now, toDaysAgo),
  }));
}

async function writeHistory(
  folder: string,
  families: readonly Family[],
  now: Date,
): Promise<string> {
  const threads = families.flatMap((family) => family.threads);
  const events = threads
    .flatMap((thread) => [
      ...thread.steps.map((step) => eventOf(thread, step, instantOf(step.at, now))),
      ...scopesOf(thread, now),
      ...choicesOf(thread, now),
    ])
    .sort((a, b) => a.at.localeCompare(b.at));
  for (const step of threads.flatMap((thread) => thread.steps)) {
    if (step.step !== 'received' || step.picture === undefined) continue;
    await copyFile(join(PICTURES, basename(step.picture)), join(folder, basename(step.picture)));
  }
  const path = join(folder, 'history.ndjson');
  await writeFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

/** Writing from a child's record says whom it is about; another scope of the worker ends then. */
function scopesOf({ officialNumber, counterpart, steps }: Thread, now: Date): HistoryLine[] {
  let open: string | undefined;
  return steps.flatMap((step) => {
    if (step.step !== 'sent') return [];
    const about = step.caseNumbers.join();
    const before = open;
    open = about;
    const sentAt = instantOf(step.at, now).getTime();
    const scope = { officialNumber, counterpart, workerId: step.workerId };
    const closed = { ...scope, type: 'scope-closed', at: new Date(sentAt - 2_000).toISOString() };
    const opened = {
      ...scope,
      type: 'scope-opened',
      caseNumbers: step.caseNumbers,
      at: new Date(sentAt - 1_000).toISOString(),
    };
    return before === undefined || before === about ? [opened] : [closed, opened];
  });
}

/** What the worker answered before each of their messages went. */
function choicesOf(thread: Thread, now: Date): HistoryLine[] {
  return thread.steps.flatMap((step) =>
    step.step === 'sent' && thread.askedBeforeSending
      ? [
          {
            type: 'attribution-choice',
            messageId: historyIdOf(thread, step),
            workerId: step.workerId,
            caseNumbers: step.caseNumbers,
            reason: null,
            at: new Date(instantOf(step.at, now).getTime() + 1_000).toISOString(),
          },
        ]
      : [],
  );
}

/** One line of the history file. */
function eventOf(thread: Thread, step: TimedStep, instant: Date): HistoryLine {
  const { channel, officialNumber, counterpart } = thread;
  const at = instant.toISOString();
  switch (step.step) {
    case 'answer':
      return {
        type: 'attribution-choice',
        messageId: `demo-${step.about}`,
        workerId: step.workerId,
        caseNumbers: step.caseNumbers,
        reason: step.reason ?? null,
        at,
      };
    case 'sent':
    case 'received':
      return {
        type: 'message',
        id: historyIdOf(thread, step),
        channel,
        direction: step.step === 'sent' ? 'outbound' : 'inbound',
        officialNumber,
        counterpart,
        body: step.words,
        at,
        workerId: step.step === 'sent' ? step.workerId : null,
        media:
          step.step === 'received' && step.picture
            ? [{ contentType: 'image/png', path: step.picture }]
            : [],
      };
  }
}
