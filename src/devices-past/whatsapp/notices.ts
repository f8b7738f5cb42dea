// Lines that WhatsApp itself writes between the messages. Data, as phrases.ts. A line that is not
// recognised here and has no sender is shown to a person, never taken for a notice.

/** Each is tested from the beginning of the line's words (plain, small letters). */
export const NOTICES: readonly RegExp[] = [
  // Encryption
  /^(messages and calls|messages to this chat and calls|messages you send to this chat and calls) (are|is) (now )?(secured with )?end-to-end encrypt/,
  /^messages (to|in) this chat .*end-to-end/,
  /^nachrichten und anrufe sind ende-zu-ende-verschlüsselt/,
  /^(les messages et les appels|les messages envoyés dans cette discussion et les appels) sont .*chiffrés de bout en bout|^les messages et les appels sont protégés/,
  /^los mensajes y las llamadas están cifrados de extremo a extremo/,
  /^as mensagens e (as )?(chamadas|ligações) (são|estão) .*ponta a ponta|^as mensagens e (as )?(chamadas|ligações) são protegidas/,
  /^i messaggi e le chiamate sono crittografati end-to-end/,
  /^berichten en (oproepen|gesprekken) .*end-to-end versleuteld/,
  /^wiadomości i (połączenia|rozmowy) .*(szyfrowan|end-to-end)/,
  /^mesajele și apelurile sunt criptate/,
  /^mesajlar ve aramalar uçtan uca şifrelidir/,
  /^сообщения и звонки защищены сквозным шифрованием/,
  /^الرسائل والمكالمات مشفرة|^الرسائل والمكالمات مشفّرة/,
  /^پیغامات اور کالز .*(انکرپٹ|انکرپٹڈ)/,
  // Security code
  /^your security code with .* changed/,
  /^.{1,60}'s security code changed/,
  /^(die|deine) sicherheitsnummer .*geändert/,
  /^(le|votre) code de sécurité .*chang/,
  /^(cambió tu código|tu código|el código) de seguridad/,
  /^(o|seu|o seu) código de segurança .*mud/,
  /^(il tuo|il) codice di sicurezza .*cambi/,
  /^(je|de|uw) beveiligingscode .*(gewijzigd|veranderd)/,
  /^(twój )?kod (bezpieczeństwa|zabezpieczeń) .*zmieni/,
  // Blocking, disappearing messages, business accounts, pins, contacts
  /^you (un)?blocked this (contact|person|business)/,
  /^(you|.{1,60}) turned (on|off) disappearing messages/,
  /^(you|.{1,60}) (updated|set|changed) the (message|disappearing message) (timer|duration)/,
  /^(the disappearing message timer|disappearing messages) (was|were) /,
  /^(you|.{1,60}) pinned a message/,
  /^(this chat is with a business account|this business |you are chatting with a business|.{1,60} (is a|uses a secure service|may use another company))/,
  /^(.{1,60}) is (a contact|in your contacts|not in your contacts)$/,
  /^you started a (voice|video) call|^(.{1,60}) started a (voice|video|call)/,
  /^du hast diesen (kontakt|chat) (blockiert|freigegeben)|^(du hast|.{1,60} hat) (die )?selbstlöschende nachrichten/,
  /^vous avez (bloqué|débloqué) ce contact|^(vous avez|.{1,60} a) (activé|désactivé) les messages éphémères/,
  /^(bloqueaste|desbloqueaste) a este contacto|^(activaste|desactivaste|.{1,60} (activó|desactivó)) los mensajes temporales/,
  /^(zablokowano|odblokowano) ten kontakt|^(.{1,60}) (włącz|wyłącz)\S* znikające wiadomości/,
];

/** The number of the other person changed: the older messages were with another number. */
export const NUMBER_CHANGED: readonly RegExp[] = [
  /changed their phone number/,
  /^\+[\d ]{6,} changed to \+[\d ]{6,}/,
  /changed to \+[\d ]{6,}$/,
  /hat (die|seine|ihre) (telefonnummer|nummer) gewechselt|neue telefonnummer/,
  /a changé (de|son) numéro/,
  /cambió su número de teléfono|cambió de número/,
  /mudou (o|de) (seu )?número/,
  /ha cambiato (il suo )?numero/,
  /heeft (een nieuw|zijn|haar) telefoonnummer|is van nummer veranderd/,
  /zmieni(ł|ła|ł\(a\)) numer/,
  /غيّر رقم|غير رقم/,
  /نے اپنا فون نمبر تبدیل/,
];

/** A call, in words with or without its length. */
export const CALLS: readonly RegExp[] = [
  /^(missed|silenced|declined|unanswered)? ?(group )?(voice|video) call\b/,
  /^missed (group )?call\b/,
  /^(verpasster |verpasste )?(sprach|video)anruf/,
  /^appel (vocal|vidéo)( manqué)?|^appel .*manqué/,
  /^(llamada|videollamada) ?(de voz )?(perdida)?/,
  /^(chamada|ligação) (de )?(voz|vídeo)|^(chamada|ligação) .*perdida/,
  /^(chiamata|videochiamata) (vocale )?(persa)?/,
  /^(gemist|gemiste) (spraak|video)|^spraakoproep|^video-oproep/,
  /^(nieodebrane )?połączenie (głosowe|wideo)|^nieodebrana rozmowa/,
  /^مكالمة (صوتية|فيديو)/,
  /^(مس|چھوٹی ہوئی) .*کال/,
];

/** Happens in groups only. */
export const GROUP_EVENTS: readonly RegExp[] = [
  /^(you|.{1,60}) created (the |this )?group/,
  /^(you|.{1,60}) changed (the group (name|description|settings)|the subject|this group's (icon|settings))/,
  /^.{1,60} added (you|.{1,60})$/,
  /^you added .{1,60}$/,
  /^(you|.{1,60}) removed .{1,60}$/,
  /^(you|.{1,60}) left( the group)?$/,
  /^.{1,60} joined using (this group's|a group|an) /,
  /^you('re| are) now an admin/,
  /^.{1,60} was added$/,
  /^(du hast|.{1,60} hat) die gruppe .*(erstellt|verlassen)/,
  /^.{1,60} hat (dich|.{1,60}) hinzugefügt/,
  /^(vous avez|.{1,60} a) (créé le groupe|quitté le groupe)|^.{1,60} (vous a|a) ajouté/,
  /^(creaste|.{1,60} creó) el grupo|^.{1,60} (te añadió|añadió a|salió del grupo)/,
  /^(você criou|criou|.{1,60} criou) o grupo|^.{1,60} (adicionou|saiu)/,
  /^(hai creato|.{1,60} ha creato) il gruppo|^.{1,60} ha aggiunto/,
  /^(je hebt|.{1,60} heeft) (de )?groep .*(gemaakt|aangemaakt|verlaten)/,
  /^(utworzono|utworzyłeś|utworzyłaś|.{1,60} utworzy\S*) grupę|^.{1,60} doda(ł|ła)\S* /,
  /^(أنشأت|أنشأ .{1,60}) (المجموعة|مجموعة)/,
];
