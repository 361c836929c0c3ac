import source, { url } from '../trivial.worklet.ts?worklet';

/** Stands for the element in the tests of the single file. */
export class ScriptTagProbe extends HTMLElement {
  readonly source = source;
  readonly url = url;
}

customElements.define('script-tag-probe', ScriptTagProbe);
