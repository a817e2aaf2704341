/** What every request to a KMS says of who sends it, after the SDK's own words, as AWS's clients do with theirs. */
export const USER_AGENT_MARK = 'CofferS3Encrypt/0.1.0';

type Step = (args: { readonly request: { readonly headers: Record<string, string> } }) => Promise<unknown>;
interface BuildSteps {
  add(middleware: (next: Step) => Step, options: { readonly step: 'build'; readonly priority: 'low'; readonly name: string }): void;
}

/** The same command, marked. Browsers send a user agent of their own, and the SDK's beside it. */
export function marked<C extends { readonly middlewareStack: unknown }>(command: C): C {
  const middleware = (next: Step): Step => (args) => {
    const { headers } = args.request;
    for (const name of ['user-agent', 'x-amz-user-agent']) if (headers[name] !== undefined) headers[name] += ` ${USER_AGENT_MARK}`;
    return next(args);
  };
  // The stack's own type is of one command's input and output; this step touches neither.
  (command.middlewareStack as BuildSteps).add(middleware, { step: 'build', priority: 'low', name: 'cofferS3EncryptMark' });
  return command;
}
