// SMS Backup & Restore's XML, element by element, at any size.
// Fields: https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
import { SaxesParser } from 'saxes';
import { addNote, type FileFindings, shownLine, UnusableFile } from '../past-message.ts';
import { cleanXml, type DataTaker } from './clean-xml.ts';

export type Attributes = Readonly<Record<string, string>>;

/** One message as the file has it; `data` of a part is a mark of clean-xml.ts. */
export type BackupElement = {
  line: number;
  name: 'sms' | 'mms';
  attributes: Attributes;
  parts: Attributes[];
  addresses: Attributes[];
};

const KNOWN = new Set(['smses', 'sms', 'mms', 'parts', 'part', 'addrs', 'addr']);

export type BackupReading = {
  findings: FileFindings;
  takeData: (ordinal: number) => DataTaker;
  onProgress: (done: number) => void;
};

/** The messages of a backup. Throws UnusableFile where the file is not one, or is not whole. */
export async function* readBackup(
  path: string,
  { findings, takeData, onProgress }: BackupReading,
): AsyncGenerator<BackupElement> {
  const reading = startReading(findings);
  for await (const { text, line, done } of cleanXml(path, takeData)) {
    reading.write(text, line);
    yield* reading.take();
    onProgress(done);
  }
  reading.close();
  yield* reading.take();
}

function startReading(findings: FileFindings) {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  });
  let ready: BackupElement[] = [];
  let current: BackupElement | undefined;
  let line = 1;
  let root: string | undefined;
  let count = 0;
  let announced: number | undefined;
  parser.on('error', (error) => {
    throw notSound(line, error.message);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (root === undefined) {
      root = name;
      announced = checkRoot(name, attributes);
    } else if (name === 'sms' || name === 'mms') {
      current = { line, name, attributes: { ...attributes }, parts: [], addresses: [] };
    } else if (name === 'part') {
      current?.parts.push({ ...attributes });
    } else if (name === 'addr') {
      current?.addresses.push({ ...attributes });
    } else if (!KNOWN.has(name)) {
      const reason = `is a <${name}>, which is no message that we know`;
      addNote(findings.notUnderstood, {
        line,
        reason,
        shown: shownLine(JSON.stringify(attributes)),
      });
    }
  });
  parser.on('closetag', ({ name }) => {
    if (current === undefined || name !== current.name) return;
    count += 1;
    ready.push(current);
    current = undefined;
  });
  return {
    write: (text: string, at: number) => {
      line = at;
      parser.write(text);
    },
    take: () => {
      const taken = ready;
      ready = [];
      return taken;
    },
    close: () => {
      if (root === undefined) throw notSound(line, 'it holds nothing');
      parser.close();
      if (announced !== undefined && announced !== count) {
        const reason = `says that the file holds ${announced} messages, and it holds ${count}`;
        addNote(findings.notUnderstood, { line: 1, reason, shown: '' });
      }
    },
  };
}

/** The number of messages that the file says it has, where it says so. */
function checkRoot(name: string, attributes: Attributes): number | undefined {
  if (name === 'calls') {
    throw new UnusableFile(
      'This is a backup of calls, not of messages. Nothing was imported.',
      'In the app choose “Messages” when you make the backup, and give that file (sms-….xml).',
    );
  }
  if (name !== 'smses') {
    throw new UnusableFile(
      `This is not a backup of SMS Backup & Restore: it begins with <${name}>. Nothing was imported.`,
      'Give the file that the app made (sms-….xml).',
    );
  }
  const count = Number(attributes.count);
  return attributes.count !== undefined && Number.isInteger(count) ? count : undefined;
}

function notSound(line: number, why: string): UnusableFile {
  return new UnusableFile(
    `The file is damaged or cut off near line ${line} (${why}). Nothing was imported.`,
    'Make the backup again on the phone, and give that file.',
  );
}
