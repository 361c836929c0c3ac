/** A piece of the style sheet. Lit's own tag is for sheets that are put together at run time. */
export const css = String.raw;
