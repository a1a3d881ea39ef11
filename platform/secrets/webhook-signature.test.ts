import { describe, expect, test } from 'vitest';
import { isSignedWith, newSigningSecret, signContent } from './index.ts';

/** Published with the libraries of Standard Webhooks 1.0. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  content: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: Buffer.from('{"test": 2432232314}'),
  },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('signatures of messages', () => {
  test('are those of the published test vector', () => {
    expect(signContent(VECTOR.secret, VECTOR.content)).toBe(VECTOR.signature);
    expect(isSignedWith([VECTOR.secret], VECTOR.content, VECTOR.signature)).toBe(true);
  });

  test('hold for this secret, id, timestamp and body only', () => {
    const { secret, content, signature } = VECTOR;
    const others = [
      { ...content, id: `${content.id}x` },
      { ...content, timestamp: '1614265331' },
      { ...content, body: Buffer.from('{"test":2432232314}') },
    ];
    for (const other of others) expect(isSignedWith([secret], other, signature)).toBe(false);
    expect(isSignedWith([newSigningSecret()], content, signature)).toBe(false);
    expect(isSignedWith([], content, signature)).toBe(false);
  });

  test('any of several may fit any of several secrets, and other versions are passed over', () => {
    const { secret, content, signature } = VECTOR;
    const wrong = signContent(newSigningSecret(), content);
    expect(isSignedWith([newSigningSecret(), secret], content, `${wrong} v1a,AAAA ${signature}`)).toBe(true);
    for (const header of ['', 'v1', 'v1,', signature.slice(3), signature.replace('v1', 'v1a'), `${signature},`, wrong])
      expect(isSignedWith([secret], content, header)).toBe(false);
  });

  test('behind eight others are not looked at', () => {
    const { secret, content, signature } = VECTOR;
    const headerOf = (count: number) => `${`${signContent(newSigningSecret(), content)} `.repeat(count)}${signature}`;
    expect(isSignedWith([secret], content, headerOf(7))).toBe(true);
    expect(isSignedWith([secret], content, headerOf(8))).toBe(false);
  });

  test('are not made with what is no secret or a short one', () => {
    for (const secret of ['', 'whsec_', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${'A'.repeat(28)}`])
      expect(() => signContent(secret, VECTOR.content)).toThrow('signing secret');
  });
});
