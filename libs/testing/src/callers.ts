import type { Caller } from '@coffer/iam';

/** A caller of the default account, for suites. */
export function testCaller(userName: string): Caller {
  return {
    type: 'User',
    arn: `arn:aws:iam::000000000000:user/${userName}`,
    accountId: '000000000000',
    principalId: `AIDA${userName.toUpperCase()}`,
    userName,
    accessKeyId: `AKIA${userName.toUpperCase()}`,
    sourceIp: '127.0.0.1',
    userAgent: 'suite',
    secureTransport: true,
  };
}
