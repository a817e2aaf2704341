import { join } from 'node:path';

import type { Suite } from '../bench.js';
import { openEngine } from '../controls/engine.js';
import { commitMicros } from '../micro/commits.js';
import { decisionMicros } from '../micro/decision.js';
import { microsecondsOf } from '../micro/measured.js';
import { recordMicros } from '../micro/records.js';
import { sealingMicros } from '../micro/sealing.js';
import { signatureMicros } from '../micro/signature.js';
import { plainRow } from '../stats/row.js';

const NAME = 'micro';

/** The single building blocks of a small PUT and GET, in this process, without a control: what a request's time can be made of. */
export const micro: Suite = {
  rows: [NAME],

  async *run(bench) {
    const engine = await openEngine(join(bench.dir, 'micro'));
    try {
      const micros = [...sealingMicros(), ...signatureMicros(), ...decisionMicros(), ...(await recordMicros()), ...(await commitMicros(engine))];
      for (const { name, operation } of micros) {
        await microsecondsOf(operation);
        const rounds: number[] = [];
        for (let round = 0; round < bench.rounds; round += 1) rounds.push(await microsecondsOf(operation));
        yield plainRow({ name: `${NAME}: ${name}`, unit: 'us' }, rounds);
      }
    } finally {
      await engine.close();
    }
  },
};
