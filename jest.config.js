/** Every project's suites in one run: `npm test`. */
export default {
  // Jest takes this from here only when it runs several projects.
  testTimeout: 60_000,
  projects: ['<rootDir>/libs/*/jest.config.js', '<rootDir>/apps/*/jest.config.js', '<rootDir>/tools/jest.config.js'],
};
