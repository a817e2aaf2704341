import { requestId, requestUuid } from './request-id.js';

describe('request ids', () => {
  it('look as those of S3 and of the KMS do', () => {
    expect(requestId()).toMatch(/^[0-9A-F]{16}$/);
    expect(requestUuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('differ, in every digit', () => {
    const ids = Array.from({ length: 2_000 }, requestId);
    expect(new Set(ids).size).toBe(ids.length);
    for (let digit = 0; digit < 16; digit += 1) expect(new Set(ids.map((id) => id[digit])).size).toBe(16);
  });
});
