import assert from 'node:assert/strict';
import test from 'node:test';
import { createReadForwarding, type Forwarding } from '../../../src/relay/admission/forwarded.js';

const read = createReadForwarding('forwarded');
const NOTHING: Forwarding = { addresses: [], scheme: undefined, host: undefined };

test('reads Forwarded as RFC 7239 writes it', () => {
  assert.deepEqual(read({ forwarded: 'for=192.0.2.43, for="[2001:db8:cafe::17]:4711";proto=https;host="voice.example:8443"' }), {
    addresses: ['192.0.2.43', '2001:db8:cafe::17'],
    scheme: 'https',
    host: 'voice.example:8443',
  });
  assert.deepEqual(read({ forwarded: 'For=unknown;Proto=HTTP , by=203.0.113.43;for="192.0.2.1:80" ; secret="a,b;c\\"d"' }), {
    addresses: ['unknown', '192.0.2.1'],
    scheme: undefined,
    host: undefined,
  });
  assert.deepEqual(read({ forwarded: 'for=_hidden,' }).addresses, ['_hidden', '']);
});

test('what is not sound says nothing, and neither does the other kind of header', () => {
  for (const forwarded of [
    'for=1.2.3.4;x=", for=192.0.2.1',
    'for=[::1]',
    'for',
    '=',
    'for=1.2.3.4 for=5.6.7.8',
    'for="1.2.3.4"x',
  ])
    assert.deepEqual(read({ forwarded }), NOTHING, forwarded);
  const both = { forwarded: 'for=192.0.2.1', 'x-forwarded-for': '198.51.100.1, 10.0.0.1', 'x-forwarded-proto': 'https' };
  assert.deepEqual(read(both).addresses, ['192.0.2.1']);
  assert.deepEqual(createReadForwarding('x-forwarded')(both), {
    addresses: ['198.51.100.1', '10.0.0.1'],
    scheme: 'https',
    host: undefined,
  });
});
