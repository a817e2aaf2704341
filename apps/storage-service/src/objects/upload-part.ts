import { digesting } from '../digest/digesting.js';
import { StorageError } from '../errors/storage-error.js';
import { appliedBy } from '../sse/envelope.js';
import { partIdentity } from '../sse/identity.js';
import { assertPartFitsUpload } from '../sse/sealing.js';

import type { Expectations, PutResult, UploadChecksum, UploadPart } from './commands.js';
import { commitOrRemove, type ObjectsDeps } from './deps.js';
import { etagIsMd5, etagOf } from './put-object.js';
import type { PartRecord } from './record.js';
import { recordKeyOf, sealRecord } from './record-seal.js';
import { storeStream } from './store-body.js';
import { encodePart } from './upload-codec.js';
import { authenticateUpload, findUpload } from './uploads.js';

/** Seals one part under the upload's key, bound to its number. Parts come in any order and at the same time; the last of a number stays. */
export async function uploadPart(deps: ObjectsDeps, part: UploadPart): Promise<PutResult> {
  const upload = await findUpload(deps, { ...part.name, uploadId: part.uploadId });
  const { envelope, checksum: uploadChecksum } = upload.record;
  assertPartFitsUpload(envelope, part.customerKey);
  using key = await deps.sealing.open(part.caller, envelope, upload.identity, part.customerKey);
  using recordKey = recordKeyOf(key);
  authenticateUpload(upload, recordKey);
  const wanted = { ...expectationsOf(part.expectations, uploadChecksum), wantMd5: etagIsMd5(envelope) };
  const digested = digesting(part.body, part.length === undefined ? wanted : { ...wanted, length: part.length });
  const seal = { key, identity: partIdentity(upload.identity, part.partNumber), segmentSize: envelope.segmentSize };
  const stored = await storeStream(deps.bodies, seal, digested.body);
  deps.meter.sealed(envelope.mode, stored.size);
  const checksum = digested.checksum();
  const hidden = checksum ? { checksum } : {};
  const etag = etagOf(envelope, digested.md5());
  const record: PartRecord = { number: part.partNumber, bodyId: stored.bodyId, size: stored.size, etag, modifiedMs: deps.now() };
  const sealed = sealRecord(recordKey, 'part', upload.identity, encodePart(record), hidden);
  const entry = { number: part.partNumber, record: sealed, body: { kind: 'bodies', ids: [stored.bodyId] } } as const;
  await commitOrRemove(deps, [stored.bodyId], () => deps.index.putPart(upload.name, entry));
  return { etag, encryption: appliedBy(envelope), modified: new Date(record.modifiedMs), ...hidden };
}

/** An upload that was begun with a checksum algorithm has it computed for every part, whether or not the client sends the value. */
function expectationsOf(sent: Expectations, upload: UploadChecksum | undefined): Expectations {
  if (!upload) return sent;
  if (sent.checksum && sent.checksum.algorithm !== upload.algorithm) {
    const [expected, actual] = [upload.algorithm.toLowerCase(), sent.checksum.algorithm.toLowerCase()];
    throw new StorageError('InvalidRequest', `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`);
  }
  return sent.checksum ? sent : { ...sent, checksum: { algorithm: upload.algorithm, expected: () => undefined } };
}
