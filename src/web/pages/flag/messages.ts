// Messages of an item as the bubble macro draws them, with the matched words marked.
import { mayReadMessage } from '../../../access/rules.ts';
import { currentStatus, statusWord } from '../../../delivery/status.ts';
import type { ItemFlag, ItemMessage } from '../../../escalation/view-store.ts';
import { clockTime, londonDay, when } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { marked } from '../recording/message-view.ts';
import { content } from './content.ts';

export function bubbleOf(
  message: ItemMessage,
  flags: readonly ItemFlag[],
  visible: ReadonlySet<string>,
  { now }: { now: Date },
) {
  if (!mayReadMessage(message.caseNumbers, visible)) return { hidden: content.hidden };
  const { id, direction, occurredAt, body, kind, mediaCount, statuses, sequence } = message;
  const evidence = flags
    .filter(({ messageId }) => messageId === id)
    .flatMap((flag) => flag.evidence);
  const out = direction === 'outbound';
  const media = mediaCount > 0 ? [plural(mediaCount, 'attachment', 'attachments')] : [];
  const said = kind === 'call' ? 'Missed call' : body;
  return {
    hidden: null,
    id,
    who: whoOf(message),
    out,
    text: said,
    html: evidence.length > 0 ? marked(said, evidence) : null,
    time: londonDay(occurredAt) === londonDay(now) ? clockTime(occurredAt) : when(occurredAt, now),
    datetime: occurredAt.toISOString(),
    status: out && statuses.length > 0 ? statusWord(currentStatus(statuses))?.toLowerCase() : null,
    failed: null,
    receipt: { kept: true, words: 'Kept', reference: `K${sequence}` },
    media: media.map((words) => ({ href: null, contentType: '', alt: '', words })),
    versions: [],
    deleted: false,
  };
}

function whoOf({ direction, contactName, workerName, isByItself }: ItemMessage): string {
  if (direction === 'inbound') return contactName ?? 'Unknown number';
  if (isByItself && workerName === null) return 'Casethread';
  return workerName ?? 'One of us';
}
