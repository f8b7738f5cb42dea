// A backup of any size, written as a stream.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export type BackupSize = {
  /** Text messages; each tenth is to us from another number of the drama range. */
  texts: number;
  pictures: number;
  pictureBytes: number;
};

const FIRST = Date.UTC(2020, 0, 1, 8);
const EVERY_MS = 600_000;

/** Writes a backup to `path`. */
export async function writeSmsBackup(path: string, size: BackupSize): Promise<void> {
  await pipeline(elements(size), createWriteStream(path));
}

function* elements({ texts, pictures, pictureBytes }: BackupSize): Generator<string> {
  yield `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="${texts + pictures}">\n`;
  for (let n = 0; n < texts; n += 1) {
    const number = `+447700900${String(100 + (n % 10 === 0 ? n % 7 : 23)).padStart(3, '0')}`;
    yield `  <sms protocol="0" address="${number}" date="${FIRST + n * EVERY_MS}" type="${1 + (n % 2)}" subject="null" body="Message ${n} &#55357;&#56832; see you at the school gate" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" />\n`;
  }
  const piece = Buffer.alloc(49_152, 'casethread');
  for (let n = 0; n < pictures; n += 1) {
    yield `  <mms date="${FIRST + n * EVERY_MS}" address="+447700900123" msg_box="1" m_type="132"><parts><part ct="image/jpeg" data="`;
    yield Buffer.from(String(n).padStart(12, '0')).toString('base64');
    const base64 = piece.toString('base64');
    for (let done = 12; done < pictureBytes; done += piece.length) yield base64;
    yield `" /></parts><addrs /></mms>\n`;
  }
  yield '</smses>\n';
}
