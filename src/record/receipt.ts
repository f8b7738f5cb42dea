// May the worker delete this message from their device? Only once it is on a child's record with
// everything that came with it (Coventry FOI answer 2023; policy CF1).

/** How far a message has come. */
export type ReceiptFacts = {
  /** The record's running number of the message. */
  sequence: bigint;
  /** attributed, awaiting-worker, unmatched, not-casework; null: nothing is decided yet. */
  attribution: string | null;
  /** When it was put on a child's record, where it stands on one. */
  onRecordSince: Date | null;
  media: readonly { contentType: string; state: string; reason: string | null }[];
};

export type Receipt =
  | { kept: true; words: string; reference: string; at: Date }
  | { kept: false; words: string; reference: string; reason: string };

const SAFE = 'Kept — safe to delete from your device';
const NOT_YET = 'Kept — do not delete yet';

/** What people call a message by: K and its running number. */
export function referenceOf(sequence: bigint): string {
  return `K${sequence}`;
}

/** The receipt of a message, in the words that every surface shows. */
export function receiptOf(facts: ReceiptFacts): Receipt {
  const reference = referenceOf(facts.sequence);
  const reason = reasonToWait(facts);
  if (reason !== null) return { kept: false, words: NOT_YET, reference, reason };
  if (facts.onRecordSince === null) throw new Error('A message is safe only on a record.');
  return { kept: true, words: SAFE, reference, at: facts.onRecordSince };
}

function reasonToWait({ attribution, onRecordSince, media }: ReceiptFacts): string | null {
  if (attribution === 'awaiting-worker') return 'It waits for someone to choose the child.';
  if (attribution === 'unmatched') {
    return 'Nobody is known by this number, so it is on no child’s record yet. A manager has it.';
  }
  if (attribution === 'not-casework') {
    return 'It was answered as not casework, so it is on no child’s record.';
  }
  if (attribution === null || onRecordSince === null) {
    return 'It is on its way to the child’s record.';
  }
  const waiting = media.find(({ state }) => state === 'pending');
  if (waiting) return `${mediaName(waiting.contentType)} is being fetched.`;
  const missing = media.find(({ state }) => state !== 'stored');
  if (missing) {
    const why = missing.reason ? ` ${missing.reason}` : '';
    return `${mediaName(missing.contentType)} could not be fetched.${why} If it is on your device, keep it there and tell your manager.`;
  }
  return null;
}

/** What a person calls an attachment, with a capital letter. */
export function mediaName(contentType: string): string {
  if (contentType.startsWith('image/')) return 'Photo';
  if (contentType.startsWith('video/')) return 'Video';
  if (contentType.startsWith('audio/')) return 'Voice message';
  if (contentType === 'application/geo+json') return 'Location';
  if (contentType === 'text/vcard') return 'Contact card';
  return 'Document';
}
