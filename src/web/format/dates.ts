export * from '../../format/dates.ts';
