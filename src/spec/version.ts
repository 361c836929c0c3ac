/** The package's version. Worklet processors carry it in their names, so that two versions can share a page. */
export const VERSION = '0.1.0';
