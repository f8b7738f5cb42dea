// Who may open an item, decided once. Pure.
import type { Viewer } from '../access/viewer.ts';
import type { ItemKind } from './item.ts';

export type ItemStanding = {
  kind: ItemKind;
  /** The rota asked this person, or the duty team that they are in. */
  isAsked: boolean;
  /** They may open the conversation as any manager of its children may. */
  seesConversation: boolean;
  /** They manage the person it is about, directly or through others. */
  isAbove: boolean;
  /** It is about them, or about somebody above them. */
  isAround: boolean;
};

/**
 * An item about a family is for the managers of its children, and for whoever the rota asks. One
 * about our own words goes around its subject, upwards: not to them, and to nobody below them.
 */
export function mayOpenItem({ role }: Viewer, item: ItemStanding): boolean {
  if (role !== 'manager' || item.isAround) return false;
  if (item.isAsked) return true;
  return item.kind === 'conduct' ? item.isAbove : item.seesConversation;
}
