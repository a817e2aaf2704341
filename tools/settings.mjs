/**
 * Prints docs/settings.md from the tables that the services read their settings by, so that the page cannot say anything else.
 *
 *     node tools/settings.mjs > docs/settings.md         after a build
 */
import { settingsMarkdown } from '@coffer/service';
import { kmsSettings } from '../apps/kms-service/dist/config/settings.js';
import { storageSettings } from '../apps/storage-service/dist/config/settings.js';

process.stdout.write(`# Settings

Both services read environment variables, once, at their start. Every mistake is told at once, and nothing is touched while there is one.
A variable that begins with \`COFFER_\` and is not known to either service is a mistake, and an empty one is not given. A secret may lie in
a file, whose path is given by the name with \`_FILE\`. \`npm start\` fills in what it makes itself: the root key, certificates, credentials.

## storage-service

${settingsMarkdown(storageSettings)}
## kms-service

${settingsMarkdown(kmsSettings)}`);
