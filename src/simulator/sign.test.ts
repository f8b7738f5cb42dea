import { expect, test } from 'vitest';
import { twilioSignature } from './sign.ts';

test("the simulator signs as Twilio's own documented example", () => {
  const signature = twilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+12349013030',
    Digits: '1234',
    From: '+12349013030',
    To: '+18005551212',
  });

  expect(signature).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
});
