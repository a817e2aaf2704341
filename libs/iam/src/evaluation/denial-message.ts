import type { Caller } from '../caller.js';
import type { Decision, PolicyKind } from './decision.js';

const articles: Readonly<Record<PolicyKind, string>> = {
  'identity-based policy': 'an',
  'resource-based policy': 'a',
  'permissions boundary': 'a',
  'session policy': 'a',
};

/**
 * AWS's sentence for a refusal: who asked for what, and which kind of policy said no or did not say yes. `resourceText` is as the service writes it:
 * S3 puts the ARN in quotes, KMS does not.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessage(caller: Pick<Caller, 'arn'>, action: string, resourceText: string, decision: Extract<Decision, { readonly allowed: false }>): string {
  const asked = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resourceText}`;
  if (decision.by === 'absence') return `${asked} because no ${decision.missing} allows the ${action} action`;
  const { kind } = decision.statement;
  return `${asked} with an explicit deny in ${articles[kind]} ${kind}`;
}
