import { portNumber, secretAccessKey } from './pieces.js';
import { settingsMarkdown } from './settings-table.js';
import { defaulted, optional, required, secret } from './setting.js';

describe('settingsMarkdown', () => {
  it('prints each setting once, by name, with how a secret may be given', () => {
    const port = defaulted('COFFER_S3_PORT', 'A port | a door', portNumber, '9000');
    const tables = [
      { port, worker: required('COFFER_SHUTDOWN_SECONDS', 'How many', portNumber) },
      { port, key: secret(optional('COFFER_ROOT_SECRET_ACCESS_KEY', 'The secret', secretAccessKey)) },
    ];
    expect(settingsMarkdown(...tables)).toBe(
      [
        '| setting | meaning | default |',
        '|---|---|---|',
        '| `COFFER_ROOT_SECRET_ACCESS_KEY` or `COFFER_ROOT_SECRET_ACCESS_KEY_FILE` | The secret | - |',
        '| `COFFER_S3_PORT` | A port \\| a door | `9000` |',
        '| `COFFER_SHUTDOWN_SECONDS` | How many | must be given |',
        '',
      ].join('\n'),
    );
  });
});
