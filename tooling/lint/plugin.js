import { fileName } from './file-name.js';
import { importMatrix } from './import-matrix.js';
import { noWaiting } from './no-waiting.js';
import { ownedResources } from './owned-resources.js';

/** The rules of this project. @type {import('eslint').ESLint.Plugin} */
export const house = {
  meta: { name: 'house' },
  rules: {
    'file-name': fileName,
    'import-matrix': importMatrix,
    'no-waiting': noWaiting,
    'owned-resources': ownedResources,
  },
};
