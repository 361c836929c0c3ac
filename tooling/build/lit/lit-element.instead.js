// Nothing was rendered by a server, no directive waits for a connection, and the element has a `render` of its own.
const DEV_MODE = false;
const polyfillSupport = undefined;
const JSCompiler_renameProperty = (name) => name;

export class LitElement {
  static without = ['constructor', 'createRenderRoot', 'connectedCallback', 'disconnectedCallback', 'render'];

  update(changed) {
    const value = this.render();
    super.update(changed);
    this.__childPart = render(value, this.renderRoot);
  }
}
