import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { nameLocals } from '../../tooling/build/name-locals.js';
import { moduleAsFunction } from '../../tooling/worklets/script-tag-plugin.js';

/** Closures, shadows, a class that knows its name, patterns, a catch, labels, globals: each a place where a name can be lost. */
const TRICKY = `(function f(){"use strict";
let a=1,b=2,c=[3,4];
const d=(e,{t:r,n}={t:5,n:6},...i)=>{let s=e+r;{let e=n;s+=e}for(const e of i)s+=e;return s+a},
g=class h{static #x=7;static y(){return h.#x}z(e){return e instanceof h?a:e}};
function u(e){try{throw{t:e}}catch({t:r}){return r+(r>1?u(r-1):b)}}
let[m,p=m+1]=c;
l:for(let e=0;e<3;e++){for(let t=0;t<3;t++){if(t==1)continue l;c.push(e,t,x)}}
for(let e=0;e<2;e++)c.push((()=>e+a+x)());
const v=function w(e){return e<1?0:e+w(e-1)};
return JSON.stringify([a,b,c,d(1),d(1,{t:2,n:3},4,5),g.y(),new g().z(8),new g().z(new g()),u(3),m,p,v(4),e,typeof t])
})()`;

it('leaves a script what it means', () => {
  const scope = { x: 100, e: 'a global' };
  const renamed = nameLocals(TRICKY);
  assert.notEqual(renamed, TRICKY);
  assert.equal(renamed.length, TRICKY.length);
  assert.equal(runInNewContext(renamed, { ...scope }), runInNewContext(TRICKY, { ...scope }));
});

it('makes alike what is alike', () => {
  const script = '(function(){"use strict";let a=b=>b.map(c=>c.size+c.left),d=c=>c.map(a=>a.size+a.left);return[a,d]})()';
  const [, one, other] = /=(\w=>\w\.map.*?left\)),\w=(\w=>\w\.map.*?left\))/.exec(nameLocals(script)) ?? [];
  assert.ok(one);
  assert.equal(one, other);
});

it('makes a function of a module and leaves its imports outside', () => {
  assert.equal(
    moduleAsFunction("// why\nimport {\n  a,\n} from './a.js';\nimport type { B } from './b.js';\n\nconst b: B = a();\n"),
    "// why\nimport {\n  a,\n} from './a.js';\nimport type { B } from './b.js';\nexport default () => {\n\nconst b: B = a();\n};\n",
  );
});
