// Which messages are somebody's words (https://docs.slack.dev/reference/events/message#subtypes).

/** Somebody's words, kept where the conversation is recorded. */
const WORDS = new Set([
  'bot_message',
  'file_share',
  'me_message',
  'thread_broadcast',
  'file_comment',
]);

/** Slack's own lines about the conversation, and echoes of what is told otherwise. */
const NOT_WORDS = new Set([
  'assistant_app_thread',
  'bot_add',
  'bot_disable',
  'bot_enable',
  'bot_remove',
  'channel_archive',
  'channel_canvas_updated',
  'channel_convert_to_private',
  'channel_convert_to_public',
  'channel_join',
  'channel_leave',
  'channel_name',
  'channel_posting_permissions',
  'channel_purpose',
  'channel_topic',
  'channel_unarchive',
  'document_mention',
  'ekm_access_denied',
  'group_archive',
  'group_join',
  'group_leave',
  'group_name',
  'group_purpose',
  'group_topic',
  'group_unarchive',
  'huddle_thread',
  'message_replied',
  'pinned_item',
  'reminder_add',
  'reply_broadcast',
  'sh_room_created',
  'tombstone',
  'unpinned_item',
]);

export type Kind = 'words' | 'not-words' | 'unknown';

export function kindOf(subtype: string | null | undefined): Kind {
  if (!subtype || WORDS.has(subtype)) return 'words';
  return NOT_WORDS.has(subtype) ? 'not-words' : 'unknown';
}
