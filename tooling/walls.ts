/** `npm run types`: every platform wall of `tsconfig/`, then everything together, tests and tooling included. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';

const ALL = 'tsconfig.json';
const NO_WALLS = ['base.json', 'build.json'];

async function findProjects(): Promise<string[]> {
  const names = await readdir('tsconfig');
  const walls = names.filter((name) => name.endsWith('.json') && !NO_WALLS.includes(name));
  return [...walls.map((name) => `tsconfig/${name}`), ALL];
}

function check(project: string): Promise<boolean> {
  const compiler = spawn('tsc', ['-p', project, '--pretty', 'false'], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    compiler.once('error', reject);
    compiler.once('exit', (code) => {
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${project}`);
      resolve(code === 0);
    });
  });
}

// Two at a time: more than that is slower on two cores.
const waiting = await findProjects();
let holds = true;
const work = async (): Promise<void> => {
  for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) holds = (await check(project)) && holds;
};
await Promise.all([work(), work()]);
process.exit(holds ? 0 : 1);
