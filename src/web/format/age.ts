export * from '../../format/age.ts';
