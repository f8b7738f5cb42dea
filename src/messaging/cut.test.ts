import { expect, test } from 'vitest';
import { cut } from './cut.ts';

test.each([
  ['Bear', 4, 'Bear'],
  ['Bears', 4, 'Bea…'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀…'],
])('“%s” in %i characters is “%s”', (text, most, shown) => {
  expect(cut(text, most)).toBe(shown);
});
