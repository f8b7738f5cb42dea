/** What the app may do in a workspace; the reason for each is in docs/slack.md, and the manifest asks for the same. */
export const SCOPES = [
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'mpim:history',
  'users:read',
] as const;
