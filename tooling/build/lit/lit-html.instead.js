// Templates are of HTML, and the build marks their places (`minify-templates.ts`). Values are text, templates and lists; none is
// a directive, a node, or bound to an element as a whole. Listeners are functions that need no `this`.
const DEV_MODE = false;
const polyfillSupport = undefined;
const ENABLE_EXTRA_SECURITY_HOOKS = false;
const wrap = (node) => node;
const boundAttributeSuffix = '$';
const marker = '<?>';
const tagEndRegex = undefined;

const getTemplateHtml = (strings) => {
  const text = strings.join(marker);
  return policy ? policy.createHTML(text) : text;
};

class Template {
  static without = ['createElement'];

  constructor({ strings }) {
    this.parts = [];
    this.el = d.createElement('template');
    this.el.innerHTML = getTemplateHtml(strings);
    walker.currentNode = this.el.content;
    let index = 0;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.nodeType === 8) {
        if (node.data === '?') this.parts.push({ index, ctor: ChildPart });
      } else
        for (const attribute of node.getAttributeNames())
          if (attribute.endsWith(boundAttributeSuffix)) {
            const [, kind, name] = /([.?@])?(.*)\$/.exec(attribute);
            const ctor = { '.': PropertyPart, '?': BooleanAttributePart, '@': EventPart }[kind] ?? AttributePart;
            this.parts.push({ index, ctor, name, strings: node.getAttribute(attribute).split(marker) });
            node.removeAttribute(attribute);
          }
      index += 1;
    }
  }
}

const resolveDirective = (part, value) => value;

class TemplateInstance {
  static without = ['parentNode', '_$isConnected'];

  constructor(template) {
    this._$parts = [];
    this._$template = template;
  }

  _clone() {
    const { el, parts } = this._$template;
    const fragment = d.importNode(el.content, true);
    walker.currentNode = fragment;
    let at = -1;
    let node;
    for (const { index, ctor, name, strings } of parts) {
      for (; at < index; at += 1) node = walker.nextNode();
      this._$parts.push(new ctor(node, name, strings));
    }
    walker.currentNode = d;
    return fragment;
  }

  _update(values) {
    let at = 0;
    for (const part of this._$parts) {
      part._$setValue(part.strings ? values : values[at], at);
      at += part.strings ? part.strings.length - 1 : 1;
    }
  }
}

class ChildPart {
  static without = ['_$isConnected', 'parentNode', 'startNode', 'endNode', 'setConnected'];

  constructor(startNode, endNode = startNode.nextSibling) {
    this._$committedValue = nothing;
    this._$startNode = startNode;
    this._$endNode = endNode;
  }

  _$setValue(value) {
    if (isArray(value)) this._commitIterable(value);
    else if (!isPrimitive(value)) this._commitTemplateResult(value);
    else if (value === nothing || value == null || value === '') {
      if (this._$committedValue !== nothing) this._$clear();
      this._$committedValue = nothing;
    } else if (value !== this._$committedValue) this._commitText(value);
  }

  _commitTemplateResult(result) {
    const template = this._$getTemplate(result);
    if (this._$committedValue?._$template !== template) {
      const instance = new TemplateInstance(template);
      const fragment = instance._clone();
      instance._update(result.values);
      this._commitNode(fragment);
      this._$committedValue = instance;
    } else this._$committedValue._update(result.values);
  }

  _commitIterable(values) {
    if (!isArray(this._$committedValue)) {
      this._$committedValue = [];
      this._$clear();
    }
    const parts = this._$committedValue;
    values.forEach((value, index) => {
      parts[index] ??= new ChildPart(this._insert(createMarker()), this._insert(createMarker()));
      parts[index]._$setValue(value);
    });
    if (values.length < parts.length) {
      this._$clear(parts[values.length]._$startNode);
      parts.length = values.length;
    }
  }

  _$clear(start = this._$startNode.nextSibling) {
    while (start !== this._$endNode) {
      const next = start.nextSibling;
      start.remove();
      start = next;
    }
  }
}

class AttributePart {
  static without = ['tagName', '_$isConnected'];

  constructor(element, name, strings) {
    this._$committedValue = nothing;
    this.element = element;
    this.name = name;
    if (strings.length > 2 || strings[0] || strings[1]) {
      this._$committedValue = Array(strings.length - 1).fill({});
      this.strings = strings;
    }
  }

  _$setValue(values, from) {
    const { strings } = this;
    let value = values;
    let changed = false;
    if (strings === undefined) {
      changed = value !== this._$committedValue;
      this._$committedValue = value;
    } else {
      value = strings[0];
      strings.slice(1).forEach((text, index) => {
        const next = values[from + index];
        changed ||= next !== this._$committedValue[index];
        this._$committedValue[index] = next;
        value = next === nothing || value === nothing ? nothing : value + (next ?? '') + text;
      });
    }
    if (changed) this._commitValue(value);
  }
}

class PropertyPart {
  static without = ['constructor'];
}

class BooleanAttributePart {
  static without = ['constructor'];
}

class EventPart {
  static without = ['constructor'];

  _$setValue(listener) {
    if (this._$committedValue === nothing) this.element.addEventListener(this.name, this);
    this._$committedValue = listener;
  }

  handleEvent(event) {
    this._$committedValue(event);
  }
}

export const render = (value, root) => {
  const part = (root._$litPart$ ??= new ChildPart(root.appendChild(createMarker()), null));
  part._$setValue(value);
  return part;
};
