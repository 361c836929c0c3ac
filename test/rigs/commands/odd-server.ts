import type { TestRunnerPlugin } from '@web/test-runner';
import { startOddServer, type OddServer } from '../../providers/odd/server.js';

interface Running {
  readonly server: OddServer;
  readonly life: AbortController;
}

const running = new Map<string, Running>();

/** The odd service for each browser session: `odd-start` gives its address, `odd-report` what it received; `odd-stop` waits for silence. */
const oddServer: TestRunnerPlugin<object> = {
  name: 'odd-server',
  async executeCommand({ command, session }) {
    const known = running.get(session.id);
    switch (command) {
      case 'odd-start': {
        known?.life.abort();
        const life = new AbortController();
        const server = await startOddServer(life.signal);
        running.set(session.id, { server, life });
        return server.url;
      }
      case 'odd-report':
        return known?.server.report();
      case 'odd-stop':
        await known?.server.empty();
        known?.life.abort();
        running.delete(session.id);
        return true;
      default:
        return undefined;
    }
  },
};

export default oddServer;
