/** AWS's published SigV4 test suite: key AKIDEXAMPLE, 2015-08-30 12:36:00, us-east-1, service "service". What its rules want stands in `why`. */
export interface SuiteVector {
  readonly name: string;
  readonly why: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Besides Host and X-Amz-Date. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/** The key pair of the suite. It opens nothing. */
export const suiteAccessKeyId = 'AKIDEXAMPLE';
export const suiteSecret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const vanilla = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
const postVanilla = '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b';

function get(name: string, why: string, target: string, signature: string, headers: readonly string[] = [], signedHeaders = 'host;x-amz-date'): SuiteVector {
  return { name, why, method: 'GET', target, headers, body: '', signedHeaders, signature };
}

function post(name: string, why: string, target: string, signature: string, headers: readonly string[] = [], signedHeaders = 'host;x-amz-date', body = ''): SuiteVector {
  return { name, why, method: 'POST', target, headers, body, signedHeaders, signature };
}

export const suiteVectors: readonly SuiteVector[] = [
  get('get-vanilla', 'the least there can be', '/', vanilla),
  get('get-vanilla-query', 'an empty query is none', '/', vanilla),
  get('get-relative', 'a dot-dot segment takes its parent away', '/example/..', vanilla),
  get('get-relative-relative', 'and so do two', '/example1/example2/../..', vanilla),
  get('get-slash', 'empty segments go', '//', vanilla),
  get('get-slash-dot-slash', 'dot segments go', '/./', vanilla),
  get('get-slash-pointless-dot', 'a dot segment before a name goes', '/./example', 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5'),
  get('get-slashes', 'the slash at the end stays, once', '//example//', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'),
  get('get-space', 'a bare space is encoded', '/example space/', '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'),
  get('get-unreserved', 'unreserved characters stay', `/${unreserved}`, '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f'),
  get('get-utf8', 'UTF-8 is encoded byte by byte', '/\u00e1\u0088\u00b4', '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'),
  get('get-vanilla-empty-query-key', 'one parameter', '/?Param1=value1', 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb'),
  get('get-vanilla-query-order-key-case', 'parameters are sorted by name', '/?Param2=value2&Param1=value1', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'),
  get('get-vanilla-query-unreserved', 'unreserved characters stay in queries', `/?${unreserved}=${unreserved}`, '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197'),
  get('get-vanilla-utf8-query', 'bare UTF-8 in a query is encoded', '/?\u00e1\u0088\u00b4=bar', '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04'),
  get(
    'get-header-key-duplicate',
    'a header that came three times is one line, in the order sent',
    '/',
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ['My-Header1', 'value2', 'My-Header1', 'value2', 'My-Header1', 'value1'],
    'host;my-header1;x-amz-date',
  ),
  get(
    'get-header-value-multiline',
    'and whichever case its name has',
    '/',
    'ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790',
    ['My-Header1', 'value1', 'my-header1', 'value2', 'MY-HEADER1', 'value3'],
    'host;my-header1;x-amz-date',
  ),
  get(
    'get-header-value-order',
    'values are not sorted',
    '/',
    '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
    ['My-Header1', 'value4', 'My-Header1', 'value1', 'My-Header1', 'value3', 'My-Header1', 'value2'],
    'host;my-header1;x-amz-date',
  ),
  get(
    'get-header-value-trim',
    'blanks around a value go, runs of spaces become one, between quotes too',
    '/',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ['My-Header1', ' value1', 'My-Header2', ' "a   b   c" \t'],
    'host;my-header1;my-header2;x-amz-date',
  ),
  post('post-vanilla', 'another method, another signature', '/', postVanilla),
  post('post-header-key-sort', 'header lines are sorted', '/', 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c', ['My-Header1', 'value1'], 'host;my-header1;x-amz-date'),
  post('post-header-value-case', 'the case of a value stays', '/', 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d', ['My-Header1', 'VALUE1'], 'host;my-header1;x-amz-date'),
  post('post-vanilla-query', 'a query of a POST', '/?Param1=value1', '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11'),
  post(
    'post-vanilla-query-nonunreserved',
    'everything else is encoded',
    '/?%40%23%24%25%5E=&%2B=%2F%2C%3F%3E%3C%60%22%3B%3A%5C%7C%5D%5B%7B%7D',
    '66c82657c86e26fb25238d0e69f011edc4c6df5ae71119d7cb98ed9b87393c1e',
  ),
  post('post-vanilla-query-space', 'a name without an equals sign has an empty value', '/?p', 'e71688addb58a26418614085fb730ba3faa623b461c17f48f2fbdb9361b94a9b'),
  post(
    'post-x-www-form-urlencoded',
    'the body is signed by its hash',
    '/',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ['Content-Type', 'application/x-www-form-urlencoded'],
    'content-type;host;x-amz-date',
    'Param1=value1',
  ),
  post(
    'post-x-www-form-urlencoded-parameters',
    'blanks inside a value stay',
    '/',
    '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
    ['Content-Type', 'application/x-www-form-urlencoded; charset=utf8'],
    'content-type;host;x-amz-date',
    'Param1=value1',
  ),
];
