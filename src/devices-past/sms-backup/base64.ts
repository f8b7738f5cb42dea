// An attachment in a backup is one long attribute: read piece by piece, so that a film of 100 MB
// needs no more memory than a photo.

export type Decoder = {
  /** The bytes of the next piece of the attribute. */
  write(text: string): Buffer;
  /** True when everything was base64, and all of it was there. */
  isSound(): boolean;
};

const GROUP = 4;

export function base64Decoder(): Decoder {
  let held = '';
  let sound = true;
  let characters = 0;
  return {
    write: (text) => {
      const plain = /[&\s]/.test(text) ? text.replaceAll(/&#\d+;|\s/g, '') : text;
      if (/[^A-Za-z0-9+/=]/.test(plain)) sound = false;
      characters += plain.length;
      const all = held + plain;
      const whole = all.length - (all.length % GROUP);
      held = all.slice(whole);
      return Buffer.from(all.slice(0, whole), 'base64');
    },
    isSound: () => sound && held === '' && characters > 0,
  };
}
