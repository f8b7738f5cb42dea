// An attachment in a backup is one long attribute: read piece by piece, so that a film of 100 MB
// needs no more memory than a photo.

export type Decoder = {
  /** The bytes of the next piece of the attribute; good until the next call. */
  write(text: string): Buffer;
  /** The last bytes: some writers leave the padding out. */
  end(): Buffer;
  /** After the end. none: the app wrote nothing, or the word "null". */
  state(): 'sound' | 'damaged' | 'none';
};

const GROUP = 4;

export function base64Decoder(): Decoder {
  let held = '';
  let start = '';
  let sound = true;
  let memory = Buffer.alloc(0);
  return {
    write: (text) => {
      const plain = /[&\s]/.test(text) ? text.replaceAll(/&#\d+;|\s/g, '') : text;
      if (/[^A-Za-z0-9+/=]/.test(plain)) sound = false;
      if (start.length <= GROUP) start += plain.slice(0, GROUP + 1);
      const all = held + plain;
      const whole = all.length - (all.length % GROUP);
      held = all.slice(whole);
      if (memory.length < whole) memory = Buffer.allocUnsafe(whole);
      return memory.subarray(0, memory.write(all.slice(0, whole), 'base64'));
    },
    end: () => {
      if (held.length === 1) sound = false;
      return Buffer.from(held, 'base64');
    },
    state: () => {
      if (start === '' || start === 'null') return 'none';
      return sound ? 'sound' : 'damaged';
    },
  };
}
