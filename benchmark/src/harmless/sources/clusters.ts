import { cutEndless } from '../cut.js';
import { CLOUDS } from '../made/clouds.js';
import { DOCKER } from '../made/docker.js';
import { fork, type Write } from '../made/draw.js';
import { KUBECTL } from '../made/kubectl.js';
import { TERRAFORM } from '../made/terraform.js';
import type { Random } from '../../security/harness/random.js';
import { toText, type HarmlessText, type Source } from '../text.js';

const PROGRAMS: Readonly<Record<string, readonly Write[]>> = {
  kubectl: KUBECTL,
  docker: DOCKER,
  terraform: TERRAFORM,
  'aws, gcloud, az': CLOUDS,
};

/** What programs for clusters and clouds print, in the form that their documentation shows. */
export const clusters: Source = {
  name: 'clusters',
  seeded: (random) =>
    Object.entries(PROGRAMS).flatMap(([program, writes]) =>
      writes.map((write) => outputs(program, write, fork(random))),
    ),
};

async function* outputs(program: string, write: Write, random: Random): AsyncGenerator<HarmlessText> {
  let number = 0;
  for await (const text of cutEndless(write, random)) yield toText(`${program}, ${write.name} #${++number}`, text);
}
