import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { assertPortFree, StartError } from '../src/index.js';

describe('assertPortFree', () => {
  it('accepts a free port and leaves it free', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await assertPortFree('COFFER_KMS_PORT', '127.0.0.1', port);
    await assertPortFree('COFFER_KMS_PORT', '127.0.0.1', port);
  });

  it('refuses a taken port in one line that names the setting', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refusal = await assertPortFree('COFFER_KMS_PORT', '127.0.0.1', port).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect((refusal as Error).message).toBe(
      `COFFER_KMS_PORT: port ${String(port)} is taken by another program (127.0.0.1:${String(port)}); stop it or choose another port`,
    );
    server.close();
  });

  it('refuses a host that is not of this machine, naming its setting', async () => {
    await expect(assertPortFree('COFFER_KMS_PORT', '192.0.2.1', 9_010)).rejects.toThrow('COFFER_HOST: 192.0.2.1 is not an address of this machine');
  });

  it('does not try port 0', async () => {
    await expect(assertPortFree('COFFER_KMS_PORT', '192.0.2.1', 0)).resolves.toBeUndefined();
  });
});
