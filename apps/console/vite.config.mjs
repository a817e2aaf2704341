import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { integrity } from './build/integrity.mjs';

const libs = join(import.meta.dirname, '../../libs');

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), integrity()],
  resolve: { alias: { '@coffer/s3-encryption-client/browser': join(libs, 's3-encryption-client/src/browser.ts') } },
  build: {
    target: 'es2022',
    // Nothing inline, so that the policy of the page can be strict: neither data: addresses nor the polyfill of preloading.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 1_000,
  },
});
