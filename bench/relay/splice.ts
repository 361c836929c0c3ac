/** The least that can stand between two sockets in Node: bytes piped both ways. Prints its port; the first argument is the target's. */
import { connect, createServer, type AddressInfo } from 'node:net';

const target = Number(process.argv[2]);
const server = createServer((client) => {
  const service = connect(target, '127.0.0.1');
  const end = (): void => {
    client.destroy();
    service.destroy();
  };
  for (const socket of [client, service]) socket.setNoDelay().on('error', end).on('close', end);
  client.pipe(service).pipe(client);
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
