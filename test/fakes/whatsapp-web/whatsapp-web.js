// Stands in for WhatsApp Web's own page: the modules that whatsapp-web.js 1.34.7 asks for, and
// `phone`, by which a test plays the people. What the account holds stays in the browser's profile.
(() => {
  const emitter = (own = {}) => {
    const listeners = new Map();
    const on = (names, listener) => {
      for (const name of names.split(' ')) {
        listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      }
      own.heard?.(names);
    };
    const off = (name, listener) =>
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((known) => known !== listener),
      );
    const trigger = (name, ...args) => {
      for (const listener of [...(listeners.get(name) ?? [])]) listener(...args);
    };
    return Object.assign(own, { on, off, trigger });
  };
  const wid = (id) => ({ _serialized: id, user: id.split('@')[0], server: id.split('@')[1] });
  const kept = (name, otherwise) => JSON.parse(localStorage.getItem(name) ?? otherwise);
  const keep = (name, value) => localStorage.setItem(name, JSON.stringify(value));

  /** Everything by which the account would say or show something to anybody. */
  const acts = [];
  const acting = (module, ...names) =>
    Object.fromEntries(names.map((name) => [name, () => acts.push(`${module}.${name}`)]));

  const Socket = emitter({
    state: kept('linked', 'false') ? 'CONNECTED' : 'UNPAIRED',
    heard: (name) => {
      if (name === 'change:hasSynced' && kept('linked', 'false')) setTimeout(synced, 50);
    },
    logout: () => keep('linked', false),
  });
  const synced = () => Socket.trigger('change:hasSynced');
  const become = (state) => {
    Socket.state = state;
    Socket.trigger('change:state', Socket, state);
  };
  const Cmd = emitter({ refreshQR: () => {} });
  const Conn = emitter({
    ref: 'ref-1',
    serialize: () => ({ pushname: 'Duty phone', platform: 'android' }),
  });

  const modelOf = (data) => ({
    ...data,
    mediaData: data.directPath ? { mediaStage: 'RESOLVED' } : undefined,
    serialize: () => JSON.parse(JSON.stringify(data)),
    data,
  });
  const messages = new Map(
    kept('messages', '[]').map((data) => [data.id._serialized, modelOf(data)]),
  );
  const save = () =>
    keep(
      'messages',
      [...messages.values()].map(({ data }) => data),
    );
  const Msg = emitter({
    get: (id) => messages.get(id),
    getMessagesById: async (ids) => ({
      messages: ids.map((id) => messages.get(id)).filter(Boolean),
    }),
  });
  const names = kept('names', '{}');
  const chatOf = (id) => {
    const inIt = [...messages.values()].filter(({ data }) => data.id.remote === id);
    const isGroup = id.endsWith('@g.us');
    return {
      id: wid(id),
      t: Math.max(0, ...inIt.map(({ data }) => data.t)),
      formattedTitle: names[id] ?? id,
      mute: { expiration: 0 },
      // Held here: the newest few; the rest must be loaded.
      msgs: { getModelsArray: () => inIt.slice(-5) },
      earlier: inIt.slice(0, -5),
      endOfHistoryTransferType: 0,
      serialize: () => ({ id: wid(id), t: 1 }),
      ...(isGroup ? { groupMetadata: { serialize: () => ({ participants: [] }) } } : {}),
    };
  };
  const chatIds = () => [
    ...new Set([...messages.values()].map(({ data }) => data.id.remote)),
    ...Object.keys(names),
  ];
  const Chat = emitter({
    // The library listens to this last.
    heard: (name) => {
      if (name === 'change:unreadCount') setTimeout(() => window.phone.onListening?.(), 1_000);
    },
    get: ({ _serialized }) => chatOf(_serialized),
    getModelsArray: () => [...new Set(chatIds())].map(chatOf),
  });
  const calls = emitter({ map: new Map() });
  const asked = [];
  const numbers = kept('numbers', '{}');

  const modules = {
    WAWebSocketModel: { Socket },
    WAWebCmd: { Cmd },
    WAWebConnModel: { Conn },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
    WAWebAltDeviceLinkingApi: {},
    WABase64: { encodeB64: () => 'key' },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: {} }) } },
    WAWebSignalStoreApi: {
      waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: {} }) },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'secret' },
    WAWebUserPrefsMeUser: {
      getMaybeMePnUser: () => wid(kept('own', 'null')),
      getMaybeMeLidUser: () => null,
    },
    WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
    WAWebCollections: { Msg, Chat, GroupMetadata: { update: async () => {} } },
    WAWebLidMigrationUtils: { toPn: (id) => id },
    WAWebSyncGatingUtils: {},
    WAWebCallCollection: calls,
    WALinkify: { findLinks: () => [] },
    WAWebWidFactory: { createWid: wid },
    WAWebFindChatAction: { findOrCreateLatestChat: async (id) => ({ chat: Chat.get(id) }) },
    WAWebChatLoadMessages: {
      loadEarlierMsgs: async ({ chat }) => chat.earlier.splice(-5),
    },
    WAWebSendNonMessageDataRequest: {
      sendPeerDataOperationRequest: async (_, { chatId }) => asked.push(chatId._serialized),
    },
    WAWebApiContact: {
      getCurrentLid: () => undefined,
      getPhoneNumber: ({ _serialized }) =>
        numbers[_serialized] ? wid(numbers[_serialized]) : undefined,
    },
    WAWebQueryExistsJob: { queryWidExists: async () => null },
    WAWebDownloadManager: {
      downloadManager: {
        downloadAndMaybeDecrypt: async ({ directPath }) => {
          if (directPath === '/gone') throw Object.assign(new Error('gone'), { status: 404 });
          return new TextEncoder().encode(`bytes of ${directPath}`).buffer;
        },
      },
    },
    WAWebChatStateBridge: acting('ChatState', 'sendChatStateComposing', 'sendChatStatePaused'),
    WAWebPresenceChatAction: acting('Presence', 'sendPresenceAvailable'),
    WAWebSendMsgChatAction: acting('SendMsg', 'addAndSendMsgToChat'),
    WAWebSendReactionMsgAction: acting('Reaction', 'sendReactionToMsg'),
    WAWebUpdateUnreadChatAction: acting('Unread', 'sendSeen'),
    WAWebStreamModel: { Stream: acting('Stream', 'markAvailable', 'markUnavailable') },
  };

  window.Debug = { VERSION: '2.3000.1' };
  window.require = (name) => {
    if (name in modules) return modules[name];
    throw new Error(`No module ${name}`);
  };
  // WhatsApp Web says that somebody is online while its window is looked at.
  if (document.visibilityState === 'visible') acts.push('online');

  const add = (message) => {
    const remote = message.chat;
    const key = { fromMe: message.fromMe ?? false, remote, id: message.key };
    const parts = [key.fromMe, remote, key.id, ...(message.author ? [message.author] : [])];
    const { chat: _, key: __, fromMe: ___, author, ...rest } = message;
    const data = {
      type: 'chat',
      t: Math.floor(Date.now() / 1000),
      from: wid(key.fromMe ? kept('own', 'null') : remote),
      to: wid(key.fromMe ? remote : kept('own', 'null')),
      ...(author ? { author: wid(author) } : {}),
      ...rest,
      id: { ...key, _serialized: parts.join('_') },
    };
    const model = modelOf(data);
    messages.set(data.id._serialized, model);
    save();
    return model;
  };
  const change = (id, changes) => {
    const model = messages.get(id);
    Object.assign(model, changes);
    Object.assign(model.data, changes);
    save();
    return model;
  };

  window.phone = {
    acts,
    asked,
    setOwn: (own) => keep('own', own),
    name: (chat, name) => {
      names[chat] = name;
      keep('names', names);
    },
    number: (lid, number) => {
      numbers[lid] = number;
      keep('numbers', numbers);
    },
    scan: () => {
      keep('linked', true);
      become('CONNECTED');
      synced();
    },
    newCode: (ref) => {
      Conn.ref = ref;
      Conn.trigger('change:ref', Conn, ref);
    },
    /** A message that the page is told of, in or out. */
    message: (message) => {
      const model = add(message);
      model.isNewMsg = true;
      Msg.trigger('add', model);
      return model.data.id._serialized;
    },
    /** One that reaches the account while the page's own news do not work. */
    unheard: (message) => add(message).data.id._serialized,
    edit: (id, body, at) => {
      const before = messages.get(id).body;
      const model = change(id, { body, latestEditSenderTimestampMs: at });
      Msg.trigger('change:body', model, body, before);
    },
    revoke: (id) =>
      Msg.trigger('change:type', change(id, { type: 'revoked', body: '', directPath: '' })),
    ack: (id, ack) => Msg.trigger('change:ack', change(id, { ack }), ack),
    call: (call) => calls.map.set(call.id, call),
    become,
    /** The person removes the link on the phone. */
    unlink: () => {
      keep('linked', false);
      Cmd.trigger('logout');
      setTimeout(() => location.reload(), 100);
    },
    freeze: () => {
      for (;;); // never answers again
    },
    /** WhatsApp changed, and the library's parts are gone. */
    forget: () => delete window.WWebJS,
  };
})();
