// What a person reads about a device's file, before and after it is imported.
import type { LineNote, Noted } from '../../devices-past/past-message.ts';
import { counted, number, say, type Terminal } from '../terminal.ts';
import type { DeviceReport } from './import-device.ts';

const MOST_SHOWN = 100;
const DAY_MS = 86_400_000;

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

/** Says everything that was found: nothing that was not understood goes unsaid. */
export function sayReport(terminal: Terminal, report: DeviceReport): void {
  const { counts, findings, conversations, gaps, missing, lookAlikes } = report;
  const span =
    counts.firstAt && counts.lastAt
      ? `, from ${DAY.format(counts.firstAt)} to ${DAY.format(counts.lastAt)}`
      : '';
  say(
    terminal,
    `${counted(counts.messages, 'message')}${span}: ${number(counts.newMessages)} new, ` +
      `${number(counts.keptBefore)} imported before, ${number(counts.captured)} captured before from elsewhere`,
    `${counted(counts.media, 'attachment')}, ${number(counts.missingMedia)} of them not in the file`,
  );
  if (findings.notices > 0) {
    say(terminal, `${counted(findings.notices, 'line')} of the app’s own, which are no messages`);
  }
  sayPeople(terminal, conversations);
  for (const { from, to } of gaps) {
    const days = Math.floor((to.getTime() - from.getTime()) / DAY_MS);
    say(terminal, `Gap: no message from ${DAY.format(from)} to ${DAY.format(to)} (${days} days)`);
  }
  const missed = missing.map(({ line, reason }) => ({
    line,
    reason: `is without its attachment. ${reason}`,
    shown: '',
  }));
  sayNotes(terminal, 'Attachments that the file does not hold', {
    count: missed.length,
    first: missed,
  });
  sayNotes(terminal, 'Not understood, or not kept', findings.notUnderstood);
  sayNotes(terminal, 'Left out, because nobody sent it', findings.leftOut);
  sayNotes(terminal, 'Worth a look', findings.notes);
  sayNotes(terminal, 'Imported, although something like it was captured', {
    count: lookAlikes.count,
    first: lookAlikes.first.map(({ line, isSameMinute }) => ({
      line,
      shown: '',
      reason: isSameMinute
        ? 'stands in the file more often than it was captured in that minute'
        : 'has words that were also captured within two minutes of it',
    })),
  });
}

function sayPeople(terminal: Terminal, conversations: DeviceReport['conversations']): void {
  const unknown = conversations.filter(({ isKnown }) => !isKnown);
  say(
    terminal,
    `${counted(conversations.length, 'person', 'people')}, ${number(unknown.length)} of them nobody we know`,
  );
  for (const { counterpart, messages } of unknown.slice(0, MOST_SHOWN)) {
    say(terminal, `  unknown: ${counterpart}, ${counted(messages, 'message')}`);
  }
  if (unknown.length > MOST_SHOWN)
    say(terminal, `  and ${number(unknown.length - MOST_SHOWN)} more`);
}

function sayNotes(terminal: Terminal, title: string, { count, first }: Noted): void {
  if (count === 0) return;
  say(terminal, `${title}: ${number(count)}`);
  for (const note of first.slice(0, MOST_SHOWN)) say(terminal, `  ${describe(note)}`);
  const more = count - Math.min(first.length, MOST_SHOWN);
  if (more > 0) say(terminal, `  and ${number(more)} more`);
}

function describe({ line, reason, shown }: LineNote): string {
  const words = shown === '' ? '' : `: ${shown}`;
  return line === 0 ? `${shown} ${reason}` : `line ${line} ${reason}${words}`;
}
