import { expect } from '@open-wc/testing';
import { decodeBase64, decodeByString, encodeBase64, encodeByString } from '../../src/lib/base64.js';

describe('base64 in this engine', () => {
  const bytes = Uint8Array.from({ length: 1027 }, (_, index) => (index * 167) & 255);

  for (const length of [0, 1, 2, 3, 1027]) {
    it(`says the same of ${length} bytes by string and by the platform`, () => {
      const some = bytes.subarray(0, length);
      const text = encodeBase64(some);
      expect(text).to.equal(encodeByString(some));
      expect([...decodeBase64(text)]).to.deep.equal([...some]);
      expect([...decodeByString(text)]).to.deep.equal([...some]);
    });
  }
});
