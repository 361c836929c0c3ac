// Every browser that can run a voice agent adopts style sheets, and the element has one.
export const supportsAdoptingStyleSheets = true;

export const unsafeCSS = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};
