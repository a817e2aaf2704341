import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { developmentCertificates } from '@coffer/service';
import { tempDir, until } from '@coffer/testing';
import { madeUpEvent } from '../src/audit-log.contract.js';
import { SyslogStreamDelivery } from '../src/streams/syslog-stream-delivery.js';
import { DATAGRAM_SIZE_MAX, SyslogUdpDelivery } from '../src/streams/syslog-udp-delivery.js';
import { idOf, StreamLab } from './stream-lab.js';

describe('streams of events', () => {
  let lab: StreamLab;
  beforeEach(() => { lab = new StreamLab(); });
  afterEach(() => lab.close());

  describe('to syslog', () => {
    const header = /^<(\d+)>1 2026-01-02T03:04:05Z [\x21-\x7e]+ coffer-audit - GenerateDataKey - (\{.*\})$/s;
    const parsed = (message: string): [string | undefined, string] => {
      const [, priority, line = '{}'] = header.exec(message) ?? [];
      return [priority, idOf(line)];
    };

    /** Messages out of a stream by their lengths. */
    const unframed = (text: string): string[] => {
      const messages: string[] = [];
      let rest = Buffer.from(text, 'latin1');
      for (;;) {
        const space = rest.indexOf(' ');
        const length = Number(rest.toString('latin1', 0, Math.max(space, 0)));
        if (space < 0 || rest.length < space + 1 + length) return messages;
        messages.push(rest.toString('utf8', space + 1, space + 1 + length));
        rest = rest.subarray(space + 1 + length);
      }
    };
    const collector = () => {
      const received: string[] = [];
      const sockets: Socket[] = [];
      const serve = (socket: Socket): void => {
        const at = received.push('') - 1;
        sockets.push(socket);
        socket.on('error', () => undefined).on('data', (piece: Buffer) => { received[at] = (received[at] ?? '') + piece.toString('latin1'); });
      };
      lab.onEnd(() => { for (const socket of sockets) socket.destroy(); });
      return { serve, sockets, messages: () => received.flatMap(unframed).map(parsed) };
    };

    it('over UDP are datagrams, refusals as warnings, and the longest is cut', async () => {
      const messages: Buffer[] = [];
      const socket = createSocket('udp4').on('message', (message) => messages.push(message));
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      lab.onEnd(() => { socket.close(); });
      const follower = await lab.follow(new SyslogUdpDelivery('127.0.0.1', socket.address().port));
      await lab.log.append([madeUpEvent('1'), madeUpEvent('2', { error: { code: 'x', message: 'y' } }), madeUpEvent('3', { parameters: { list: Array.from({ length: 9 }, () => 'z'.repeat(8_000)) } })]);
      follower.grew(3);
      await until(() => messages.length === 3);
      expect(messages.slice(0, 2).map(String).map(parsed)).toEqual([['110', '1'], ['108', '2']]);
      expect(messages[2]).toHaveLength(DATAGRAM_SIZE_MAX);
    });

    it('over TCP are framed by their length, and come again on a new connection', async () => {
      const { serve, sockets, messages } = collector();
      const server = createTcpServer(serve);
      const port = await lab.listen(server);
      const follower = await lab.follow(new SyslogStreamDelivery('tcp', '127.0.0.1', port));
      await lab.log.append([madeUpEvent('1', { parameters: { p: 'é\n' } })]);
      follower.grew(1);
      await until(() => messages().length === 1);
      sockets.at(-1)?.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await lab.record(follower, '2');
      await until(() => messages().length === 2);
      expect(messages()).toEqual([['110', '1'], ['110', '2']]);
      expect(sockets.length).toBeGreaterThanOrEqual(2);
    });

    it('over TCP wait for a server that is not there yet', async () => {
      const { serve, messages } = collector();
      const server = createTcpServer(serve);
      const port = await lab.listen(server);
      await new Promise((resolve) => server.close(resolve));
      const follower = await lab.follow(new SyslogStreamDelivery('tcp', '127.0.0.1', port));
      await lab.record(follower, '1');
      await until(() => lab.failures.length > 0);
      server.listen(port, '127.0.0.1');
      await until(() => messages().length === 1);
    });

    it('over TLS go to a server that is trusted, and to no other', async () => {
      const { 'kms-service': tls } = developmentCertificates(join(tempDir(), 'tls'));
      const { serve, messages } = collector();
      const server = createTlsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, serve).on('tlsClientError', () => undefined);
      const port = await lab.listen(server);
      const stranger = await lab.follow(new SyslogStreamDelivery('tls', 'localhost', port));
      await lab.record(stranger, '1');
      await until(() => lab.failures.length > 0);
      await stranger.close();
      expect(messages()).toEqual([]);
      setDefaultCACertificates([...getCACertificates(), readFileSync(tls.caFile, 'utf8')]);
      const follower = await lab.follow(new SyslogStreamDelivery('tls', 'localhost', port));
      await lab.record(follower, '2');
      await until(() => messages().length === 1);
      expect(messages()).toEqual([['110', '2']]);
    });
  });
});
