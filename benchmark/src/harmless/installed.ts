import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { call, outputsOf, readOutput, type Call } from './commands.js';
import { cut } from './cut.js';
import { toText, type HarmlessText } from './text.js';
import type { Workshop } from './workshop.js';

/** Packages of the registry in a folder of the workshop. They are installed when something first needs them. */
export class Installed {
  readonly #workshop: Workshop;
  readonly #names: readonly string[];
  readonly #folder: string;
  #ready: Promise<void> | undefined;

  constructor(workshop: Workshop, names: readonly string[]) {
    this.#workshop = workshop;
    this.#names = names;
    this.#folder = join(workshop.folder, 'installed');
  }

  /** What npm says while it installs. */
  async *log(): AsyncGenerator<HarmlessText> {
    await this.#install();
    const log = await readFile(join(this.#folder, 'install.log'), 'utf8');
    let number = 0;
    for await (const text of cut([log], this.#workshop.random('npm'))) yield toText(`npm install #${++number}`, text);
  }

  /** What commands say that run beside the packages. */
  async *outputsOf(calls: readonly Call[]): AsyncGenerator<HarmlessText> {
    await this.#install();
    yield* outputsOf(
      this.#workshop,
      calls.map((each) => ({ ...each, cwd: this.#folder })),
    );
  }

  #install(): Promise<void> {
    return (this.#ready ??= this.#fetch());
  }

  async #fetch(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const line = `npm init --yes && npm install --loglevel silly ${this.#names.join(' ')} >install.log 2>&1`;
    const inFolder = { ...call('sh -c'), args: ['-c', line], cwd: this.#folder };
    for await (const said of readOutput(this.#workshop, inFolder)) if (said === '') break; // npm writes into the file.
  }
}
