// `static properties` declares all properties: text, numbers, yes and no, or what has a converter. There
// are no decorators, and no accessors but Lit's. No update is skipped, or waits for anything but the one before.
const { defineProperty, getPrototypeOf, hasOwn, is } = Object;
const DEV_MODE = false;
const polyfillSupport = undefined;
const JSCompiler_renameProperty = (name) => name;
const trustedTypes = undefined;

export const defaultConverter = {
  toAttribute: (value, type) => (type === Boolean ? (value ? '' : null) : value),
  fromAttribute: (value, type) => (type === Boolean ? value !== null : type === Number && value !== null ? Number(value) : value),
};

export class ReactiveElement extends HTMLElement {
  static without = [
    'finalizeStyles',
    'addInitializer',
    'getPropertyDescriptor',
    'getPropertyOptions',
    'removeController',
    'getUpdateComplete',
    'scheduleUpdate',
    'shouldUpdate',
    'firstUpdated',
    'willUpdate',
    'updated',
    '_$attributeToProperty',
    '_$changeProperty',
    '_$didUpdate',
    '__initialize',
    '__saveInstanceProperties',
  ];

  static get observedAttributes() {
    this.finalize();
    return [...this.__attributeToPropertyMap.keys()];
  }

  static createProperty(name, options) {
    const key = Symbol();
    this.elementProperties.set(name, options);
    defineProperty(this.prototype, name, {
      get() {
        return this[key];
      },
      set(value) {
        const old = this[key];
        this[key] = value;
        this.requestUpdate(name, old, options);
      },
      configurable: true,
      enumerable: true,
    });
  }

  static __prepare() {
    if (hasOwn(this, 'elementProperties')) return;
    const above = getPrototypeOf(this);
    above.finalize();
    this.elementProperties = new Map(above.elementProperties);
  }

  static finalize() {
    if (hasOwn(this, 'finalized')) return;
    this.finalized = true;
    this.__prepare();
    if (hasOwn(this, 'properties'))
      for (const [name, options] of Object.entries(this.properties)) this.createProperty(name, options);
    this.__attributeToPropertyMap = new Map();
    for (const [name, options] of this.elementProperties) {
      const attribute = this.__attributeNameForProperty(name, options);
      if (attribute !== undefined) this.__attributeToPropertyMap.set(attribute, name);
    }
  }

  static __attributeNameForProperty(name, { attribute }) {
    return attribute === false ? undefined : (attribute ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  }

  constructor() {
    super();
    this.isUpdatePending = false;
    this.hasUpdated = false;
    this.__updatePromise = new Promise((resolve) => (this.enableUpdating = resolve));
    this._$changedProperties = new Map();
    this.__instanceProperties = new Map();
    for (const name of this.constructor.elementProperties.keys())
      if (hasOwn(this, name)) {
        this.__instanceProperties.set(name, this[name]);
        delete this[name];
      }
    this.requestUpdate();
  }

  createRenderRoot() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [this.constructor.styles].flat();
    return root;
  }

  attributeChangedCallback(attribute, _old, value) {
    const { __attributeToPropertyMap, elementProperties } = this.constructor;
    const name = __attributeToPropertyMap.get(attribute);
    if (name === undefined || name === this.__reflectingProperty) return;
    const { converter = defaultConverter, type } = elementProperties.get(name);
    this.__reflectingProperty = name;
    const converted = converter.fromAttribute(value, type);
    this[name] = converted ?? this.__defaultValues?.get(name) ?? converted;
    this.__reflectingProperty = undefined;
  }

  __propertyToAttribute(name, value) {
    const options = this.constructor.elementProperties.get(name);
    const attribute = this.constructor.__attributeNameForProperty(name, options);
    const { toAttribute } = options.converter ?? {};
    const converted = (toAttribute ?? defaultConverter.toAttribute)(value, options.type);
    this.__reflectingProperty = name;
    if (converted == null) this.removeAttribute(attribute);
    else this.setAttribute(attribute, converted);
    this.__reflectingProperty = undefined;
  }

  requestUpdate(name, old, options = this.constructor.elementProperties.get(name)) {
    if (name !== undefined) {
      const value = this[name];
      const { useDefault, reflect } = options ?? {};
      const defaults = (this.__defaultValues ??= new Map());
      const isShown =
        !useDefault ||
        !reflect ||
        value !== defaults.get(name) ||
        this.hasAttribute(this.constructor.__attributeNameForProperty(name, options));
      if (is(value, old) && isShown) return;
      if (useDefault && !defaults.has(name)) defaults.set(name, old ?? value);
      else {
        if (!this._$changedProperties.has(name))
          this._$changedProperties.set(name, this.hasUpdated || useDefault ? old : undefined);
        if (reflect && this.__reflectingProperty !== name) (this.__reflectingProperties ??= new Set()).add(name);
      }
    }
    if (!this.isUpdatePending) this.__updatePromise = this.__enqueueUpdate();
  }

  async __enqueueUpdate() {
    this.isUpdatePending = true;
    try {
      await this.__updatePromise;
    } catch (thrown) {
      Promise.reject(thrown);
    }
    this.performUpdate();
    return !this.isUpdatePending;
  }

  performUpdate() {
    if (!this.isUpdatePending) return;
    if (!this.hasUpdated) {
      this.renderRoot ??= this.createRenderRoot();
      for (const [name, value] of this.__instanceProperties) this[name] = value;
    }
    const changed = this._$changedProperties;
    try {
      this.willUpdate(changed);
      this.update(changed);
    } catch (thrown) {
      this.__markUpdated();
      throw thrown;
    }
    this.__controllers?.forEach((controller) => controller.hostUpdated?.());
    this.hasUpdated = true;
    this.updated(changed);
  }

  get updateComplete() {
    return this.__updatePromise;
  }
}
