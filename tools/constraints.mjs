/**
 * Who may depend on whom, by the tags in each project.json. ESLint reads this (eslint.config.mjs), and a test checks that every tag
 * here is worn by a project and that every tag that is worn has its rule.
 *
 * Nothing depends on an app: no rule lists `layer:app` or `layer:e2e`.
 */
const CORE = 'layer:core';
const CLIENT = 'layer:client';
const RUNTIME = 'layer:runtime';
const ENGINE = 'layer:engine';
const TESTING = 'layer:testing';
/** Published by itself: depends on nothing of ours, so that nothing of ours has to be published with it. */
const PUBLISHED = 'layer:published';
const LIBRARIES = [CORE, CLIENT, RUNTIME, ENGINE, TESTING, PUBLISHED];

export const depConstraints = [
  { sourceTag: CORE, onlyDependOnLibsWithTags: [] },
  { sourceTag: PUBLISHED, onlyDependOnLibsWithTags: [] },
  { sourceTag: TESTING, onlyDependOnLibsWithTags: LIBRARIES },
  { sourceTag: CLIENT, onlyDependOnLibsWithTags: [CORE] },
  { sourceTag: RUNTIME, onlyDependOnLibsWithTags: [CORE] },
  { sourceTag: ENGINE, onlyDependOnLibsWithTags: [CORE, RUNTIME] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: [CORE, CLIENT, RUNTIME, ENGINE, PUBLISHED] },
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: LIBRARIES },
  { sourceTag: 'scope:storage', notDependOnLibsWithTags: ['scope:kms'] },
  { sourceTag: 'scope:kms', notDependOnLibsWithTags: ['scope:storage'] },
  // What runs in a browser takes what runs in a browser: a published library's door for it.
  { sourceTag: 'scope:console', onlyDependOnLibsWithTags: [PUBLISHED] },
];

/** The same for suites and contracts, which may use the testing library as well. */
export const testDepConstraints = depConstraints.map((constraint) =>
  constraint.onlyDependOnLibsWithTags === undefined
    ? constraint
    : { ...constraint, onlyDependOnLibsWithTags: [...new Set([...constraint.onlyDependOnLibsWithTags, TESTING])] },
);

/**
 * A library's suites use the testing library, which may use that library: a circle of projects and not of files. Circles of files are
 * found by tools/check-imports.mjs, everywhere.
 */
export const ignoredCircularDependencies = [['testing', '*']];
