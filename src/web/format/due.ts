export * from '../../format/due.ts';
