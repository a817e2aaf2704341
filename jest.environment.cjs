const { TestEnvironment } = require('jest-environment-node');

/**
 * Node's own modules throw errors of the outer realm, which are no `instanceof Error` in Jest's. Production has one realm; with this, so have
 * the suites.
 */
module.exports = class OneRealmOfErrors extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Error, RangeError, TypeError, SyntaxError, AggregateError });
  }
};
