// The items that a manager may open: all that are open, and one by its id.
import {
  findChildrenForAccess,
  findConversationsForAccess,
  findReach,
} from '../access/access-store.ts';
import { maySeeChild, maySeeConversation } from '../access/rules.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Queryable } from '../database/client.ts';
import type { Item } from './item.ts';
import { ITEM_COLUMNS } from './item-store.ts';
import { mayOpenItem } from './who-may.ts';

type AskedItem = Item & { isAsked: boolean };

export type VisibleItem = Item & {
  /** Children of its conversation whom the viewer may see. */
  visibleCases: ReadonlySet<string>;
  /** Whether the viewer may open the whole conversation. */
  seesConversation: boolean;
};

/** $1 viewer, $2 their team: the rota asked them, or the duty team they are in. */
const ASKED = `EXISTS (SELECT FROM oversight_step s WHERE s.item_id = o.id
  AND ((s.kind = 'given' AND s.worker_id = $1) OR (s.kind = 'duty-team' AND s.why = $2)))`;

/** Everything open that this manager may see, and whatever of theirs is to be followed up by today. */
export async function listVisibleItems(
  connection: Queryable,
  viewer: Viewer,
  today: string,
): Promise<VisibleItem[]> {
  if (viewer.role !== 'manager') return [];
  const { rows } = await connection.query<AskedItem>(
    `SELECT ${ITEM_COLUMNS}, ${ASKED} AS "isAsked" FROM oversight_item o
     WHERE o.state = 'open' OR EXISTS (SELECT FROM oversight_decision d
       LEFT JOIN oversight_follow_up done ON done.decision_id = d.id
       WHERE d.item_id = o.id AND d.follow_up_on <= $3::date AND done.decision_id IS NULL)
     ORDER BY o.opened_at, o.id`,
    [viewer.workerId, viewer.team, today],
  );
  return visibleOf(connection, viewer, today, rows);
}

/** One item; null where there is none, and where it is not this person's. */
export async function findVisibleItem(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  id: string,
): Promise<VisibleItem | null> {
  const { rows } = await connection.query<AskedItem>(
    `SELECT ${ITEM_COLUMNS}, ${ASKED} AS "isAsked" FROM oversight_item o WHERE o.id = $3`,
    [viewer.workerId, viewer.team, id],
  );
  const [item] = await visibleOf(connection, viewer, today, rows);
  return item ?? null;
}

async function visibleOf(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  items: readonly AskedItem[],
): Promise<VisibleItem[]> {
  if (items.length === 0) return [];
  const ids = [...new Set(items.map(({ conversationId }) => conversationId))];
  const [reach, conversations, line] = await Promise.all([
    findReach(connection, viewer, today),
    findConversationsForAccess(connection, ids, today),
    readLine(connection, viewer.workerId, today),
  ]);
  const cases = [...conversations.values()].flatMap(({ caseNumbers }) => caseNumbers);
  const children = await findChildrenForAccess(connection, [...new Set(cases)], today);
  const visible = new Set(
    children.flatMap((child) => (maySeeChild(viewer, reach, child) ? [child.caseNumber] : [])),
  );
  return items.flatMap(({ isAsked, ...item }) => {
    const conversation = conversations.get(item.conversationId);
    if (conversation === undefined) return [];
    const own = new Set(conversation.caseNumbers.filter((number) => visible.has(number)));
    const seesConversation = maySeeConversation(viewer, conversation, own);
    const about = item.aboutWorkerId;
    const standing = {
      kind: item.kind,
      isAsked,
      seesConversation,
      // Nobody is known to have written it: it is for whoever sees the conversation.
      isAbove: about === null ? seesConversation : line.below.has(about),
      isAround: about !== null && (about === viewer.workerId || line.above.has(about)),
    };
    return mayOpenItem(viewer, standing) ? [{ ...item, seesConversation, visibleCases: own }] : [];
  });
}

type Line = { above: ReadonlySet<string>; below: ReadonlySet<string> };

/** Who stands above and below somebody, through any number of others. */
async function readLine(connection: Queryable, workerId: string, today: string): Promise<Line> {
  const { rows } = await connection.query<{ above: string[]; below: string[] }>(
    `WITH RECURSIVE post AS (
       SELECT DISTINCT ON (worker_id) worker_id, manager_id FROM worker
       WHERE valid_from <= $2::date ORDER BY worker_id, valid_from DESC
     ), above AS (
       SELECT manager_id AS worker_id FROM post WHERE worker_id = $1 AND manager_id IS NOT NULL
       UNION SELECT post.manager_id FROM post JOIN above USING (worker_id)
       WHERE post.manager_id IS NOT NULL
     ), below AS (
       SELECT worker_id FROM post WHERE manager_id = $1
       UNION SELECT post.worker_id FROM post JOIN below ON post.manager_id = below.worker_id
     )
     SELECT ARRAY(SELECT worker_id FROM above) AS above, ARRAY(SELECT worker_id FROM below) AS below`,
    [workerId, today],
  );
  return { above: new Set(rows[0]?.above), below: new Set(rows[0]?.below) };
}
