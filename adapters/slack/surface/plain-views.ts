// Modals that say one thing: refused, gone, done, wait, or the program's own trouble.
import type { DoneCard, Gone, Refusal } from '../../../src/messaging/surface.ts';
import { doneBlocks } from './card-blocks.ts';
import { type Modal, modal, section } from './elements.ts';
import { refusalBlocks } from './home-blocks.ts';

export const refusalView = (refusal: Refusal | Gone): Modal =>
  modal(refusal.outcome === 'refused' ? 'Not for you' : 'No longer waiting', {
    callback: 'said',
    close: 'Close',
    blocks: refusalBlocks(refusal),
  });

export const doneView = (card: DoneCard): Modal =>
  modal('Done', { callback: 'said', close: 'Close', blocks: doneBlocks(card) });

/** Stands for a moment where an answer takes longer than a trigger lives. */
export const waitView = (): Modal =>
  modal('Casethread', { callback: 'said', close: 'Close', blocks: [section('One moment.')] });

export const OUTAGE =
  'Casethread cannot save at the moment. Nothing was sent, and what you wrote is not lost on this page. Try again in a minute.';

export const outageView = (): Modal =>
  modal('Try again', { callback: 'said', close: 'Close', blocks: [section(OUTAGE)] });
