import assert from 'node:assert/strict';
import test from 'node:test';
import { createIsAllowedOrigin } from '../../../src/relay/admission/origins.js';

test('without a list only this machine is served, under a name of its own', () => {
  const isAllowedOrigin = createIsAllowedOrigin([]);
  for (const origin of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080', 'https://localhost', undefined]) {
    assert.equal(isAllowedOrigin(origin, 'localhost:8787'), true, String(origin));
  }
  for (const origin of [
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'garbage',
    '',
  ]) {
    assert.equal(isAllowedOrigin(origin, 'localhost:8787'), false, origin);
  }
  assert.equal(isAllowedOrigin('http://localhost:3000', 'rebound.evil.example:8787'), false);
  assert.equal(isAllowedOrigin(undefined, 'rebound.evil.example'), false);
});

test('a list is matched to the letter', () => {
  const isAllowedOrigin = createIsAllowedOrigin(['https://shop.example', 'null']);
  assert.equal(isAllowedOrigin('https://shop.example', 'relay.example'), true);
  assert.equal(isAllowedOrigin('null', 'relay.example'), true);
  for (const origin of [
    undefined,
    'http://shop.example',
    'https://shop.example:8443',
    'https://a.shop.example',
    'https://shop.example.evil.example',
    'HTTPS://SHOP.EXAMPLE',
  ]) {
    assert.equal(isAllowedOrigin(origin, 'relay.example'), false, String(origin));
  }
});

test('a wildcard stands for one label, and schemes of apps are matched to the letter', () => {
  const isAllowedOrigin = createIsAllowedOrigin(['https://*.shop.example', 'capacitor://localhost']);
  for (const origin of ['https://eu.shop.example', 'https://pr-12.shop.example', 'capacitor://localhost'])
    assert.equal(isAllowedOrigin(origin, 'relay.example'), true, origin);
  for (const origin of [
    'https://shop.example',
    'https://a.b.shop.example',
    'https://.shop.example',
    'http://eu.shop.example',
    'https://eu.shop.example:8443',
    'https://eushop.example',
    'https://eu.shop.example.evil.example',
    'https://evil.example/.shop.example',
    'https://eu.shopxexample',
    'https://*.shop.example',
    'capacitor://localhost.evil',
    'ionic://localhost',
  ])
    assert.equal(isAllowedOrigin(origin, 'relay.example'), false, origin);
});
