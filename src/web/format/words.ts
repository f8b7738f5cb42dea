export * from '../../format/words.ts';
