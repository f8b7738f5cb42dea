export * from '../../format/channel.ts';
