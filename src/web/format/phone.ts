export * from '../../format/phone.ts';
