import type { Addresses } from './addresses.js';

/** What no page of the console asks a browser for. */
const PERMISSIONS = ['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb']
  .map((name) => `${name}=()`).join(', ');

/**
 * Sent with everything. The page runs what it was built with and nothing else, talks to the two services and nobody else, stands in no frame, and no text of it
 * becomes code. https://www.w3.org/TR/CSP3/
 */
export function securityHeaders({ s3, kms }: Addresses): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "worker-src 'self'", "manifest-src 'self'",
    `connect-src 'self' ${s3} ${kms}`, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types default',
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
