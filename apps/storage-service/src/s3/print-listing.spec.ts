import { s3Request } from '../../test/s3-request.js';

import { parseEncodingType } from './page.js';
import { printListing } from './print-listing.js';

const plain = parseEncodingType(s3Request());
const url = parseEncodingType(s3Request({ url: '/notes?encoding-type=url' }));
const entry = (key: string) => ({ key, size: 5, etag: 'abc', modified: new Date('2026-03-01T10:00:00.123Z') });

describe('printListing', () => {
  it('prints keys as text, escaped', () => {
    expect(printListing({ entries: [entry('a<b')], commonPrefixes: ['c&/'] }, plain, undefined)).toBe(
      '<Contents><Key>a&lt;b</Key><LastModified>2026-03-01T10:00:00.123Z</LastModified><ETag>&quot;abc&quot;</ETag><Size>5</Size>' +
        '<StorageClass>STANDARD</StorageClass></Contents><CommonPrefixes><Prefix>c&amp;/</Prefix></CommonPrefixes>',
    );
  });

  it('prints control characters so that XML survives them', () => {
    const listing = { entries: [entry('a\u0001\nb')], commonPrefixes: ['c\u0002/'] };
    expect(printListing(listing, plain, undefined)).toContain('<Key>a&#x1;&#xa;b</Key>');
    expect(printListing(listing, url, undefined)).toContain('<Key>a%01%0Ab</Key>');
    expect(printListing(listing, url, undefined)).toContain('<Prefix>c%02/</Prefix>');
  });

  it('tells owners where they are wanted', () => {
    expect(printListing({ entries: [entry('a')], commonPrefixes: [] }, plain, '000000000000')).toContain('<Owner><ID>000000000000</ID></Owner>');
  });

  it('prints a page of 1,000 in a few milliseconds', () => {
    const entries = Array.from({ length: 1_000 }, (_, i) => entry(`photos/2026/03/${String(i).padStart(8, '0')}.jpg`));
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      printListing({ entries, commonPrefixes: [] }, url, '000000000000');
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(10);
  });
});
