import { describe, expect, test } from 'vitest';
import { all, hasKept, openLinked, SLOW, textsOf } from '../../test/support/phone-connection.ts';
import { FRIEND, GROUP, MUM, OWN } from '../../test/support/phones.ts';

describe('what happens in a chat that may be kept', () => {
  test('messages of both directions are kept, with whoever wrote them', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', { chat: MUM, key: 'IN', body: 'Running late', notifyName: 'Kel' });
    await opened.play('message', {
      chat: MUM,
      fromMe: true,
      key: 'OUT',
      body: 'No problem',
      quotedStanzaID: 'IN',
      quotedParticipant: { _serialized: MUM },
    });

    await hasKept(opened, 2);
    expect(opened.kept.flatMap(({ messages }) => messages)).toEqual([
      expect.objectContaining({
        kind: 'message',
        channel: 'whatsapp-device',
        externalId: `false_${MUM}_IN`,
        direction: 'inbound',
        officialNumber: OWN,
        counterpart: '+447700900201',
        author: '+447700900201',
        workerId: null,
        body: 'Running late',
        profileName: 'Kel',
      }),
      expect.objectContaining({
        externalId: `true_${MUM}_OUT`,
        direction: 'outbound',
        counterpart: '+447700900201',
        author: OWN,
        workerId: 'W1',
        inReplyTo: `false_${MUM}_IN`,
      }),
    ]);
  });

  test(
    'an edit, a deletion for everyone and what became of a message are events beside it',
    SLOW,
    async () => {
      const opened = await openLinked();
      const id = await opened.play('message', {
        chat: MUM,
        fromMe: true,
        key: 'E',
        body: 'At 2pm',
      });
      const at = Date.now();

      await opened.play('ack', id, 2);
      await opened.play('edit', id, 'At 3pm', at);
      await opened.play('revoke', id);

      await hasKept(opened, 4);
      expect(textsOf(opened)).toEqual(['At 2pm']);
      expect(opened.kept.flatMap(({ events }) => events)).toEqual([
        expect.objectContaining({ externalId: id, type: 'status', status: 'delivered' }),
        expect.objectContaining({ type: 'edited', body: 'At 3pm', at: new Date(at) }),
        expect.objectContaining({ externalId: id, type: 'deleted', body: null }),
      ]);
    },
  );

  test('a photo’s bytes can be fetched at once, and its thumbnail is no text', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', {
      chat: MUM,
      key: 'P',
      type: 'image',
      body: '/9j/thumbnail',
      caption: 'Her drawing',
      directPath: '/photo',
      mimetype: 'image/jpeg',
    });

    await hasKept(opened, 1);
    const [message] = opened.kept[0]?.messages ?? [];
    expect(message).toMatchObject({ body: 'Her drawing', media: [{ contentType: 'image/jpeg' }] });
    const outcome = await opened.connection.fetchMedia(message?.media[0]?.source ?? '');
    expect(outcome).toMatchObject({ outcome: 'fetched', contentType: 'image/jpeg' });
    const bytes = outcome.outcome === 'fetched' ? await all(outcome.bytes) : [];
    expect(Buffer.concat(bytes).toString()).toBe('bytes of /photo');
  });

  test('a place and a contact card are attachments', SLOW, async () => {
    const opened = await openLinked();

    const place = {
      type: 'location',
      lat: 52.4,
      lng: -1.5,
      loc: 'The park\nHigh Street',
      body: '/9j/',
    };
    await opened.play('message', { chat: MUM, key: 'L', ...place });
    await opened.play('message', { chat: MUM, key: 'V', type: 'vcard', body: 'BEGIN:VCARD' });

    await hasKept(opened, 2);
    const media = opened.kept.flatMap(({ messages }) => messages.flatMap((one) => one.media));
    expect(media.map(({ contentType }) => contentType)).toEqual([
      'application/geo+json',
      'text/vcard',
    ]);
    expect(textsOf(opened)).toEqual(['', '']);
  });

  test('a call is kept as a call, once', SLOW, async () => {
    const opened = await openLinked();

    const call = { id: 'CALL1', peerJid: MUM, outgoing: false, isVideo: false };
    await opened.play('call', call);
    await opened.play('message', { chat: MUM, key: 'CALL1', type: 'call_log' });
    await opened.play('message', { chat: MUM, key: 'Z', body: 'Tried to ring' });

    await hasKept(opened, 2);
    expect(opened.kept[0]).toMatchObject({
      kind: 'call',
      messages: [{ kind: 'call', externalId: 'CALL1', counterpart: '+447700900201' }],
    });
  });

  test('a registered group is kept, each message with its author', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', { chat: GROUP, author: FRIEND, key: 'G', body: 'Hello all' });

    await hasKept(opened, 1);
    expect(opened.kept[0]?.messages[0]).toMatchObject({
      counterpart: GROUP,
      author: '+447700900299',
      externalId: `false_${GROUP}_G_${FRIEND}`,
    });
  });

  test(
    'somebody whom WhatsApp shows by an opaque id is known by the number it stands for',
    SLOW,
    async () => {
      const opened = await openLinked();
      await opened.play('number', '77001234@lid', MUM);

      await opened.play('message', { chat: '77001234@lid', key: 'O', body: 'Me again' });
      await opened.play('message', { chat: '99887766@lid', key: 'X', body: 'Who is this' });
      await opened.play('message', { chat: MUM, key: 'Y', body: 'Last' });

      await hasKept(opened, 2);
      expect(opened.kept[0]?.messages[0]?.counterpart).toBe('+447700900201');
      expect(opened.asked.map(({ addresses }) => addresses)).toContainEqual(['99887766@lid']);
    },
  );
});
