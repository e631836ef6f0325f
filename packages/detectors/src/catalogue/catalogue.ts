import { GROUP_NAMES, type Described, type Family, type Rule, type Site } from '../detector.js';
import { BytesReader, listAt, type Lists } from './bytes.js';
import { KeyRules } from './key-rules.js';
import { LabelWords, readLabels } from './label-words.js';
import type { Selection } from './selections.js';
import { readShapes, Shapes } from './shapes.js';
import { Sweep, toProgram, type SweepProgram } from './sweep.js';
import { ShapeTargets, type Target } from './target.js';
import { readWords, WordIndex } from './word-index.js';

/** The engine does this where a word stands. */
export interface Lead {
  /** The length of the word. */
  readonly length: number;
  readonly targets: readonly Target[];
  /** The numbers of the decoders that are called. */
  readonly calls: Uint16Array;
  /** How the word is written in values that are sure by themselves, if it tells them from other texts. */
  readonly sure: ReadonlySet<string> | undefined;
}

/** The detectors as `compile` wrote them, and the way to the code of their rules. */
export class Catalogue {
  /** In the order of the registry: of two findings that are equally sure, the one that stands higher is reported. */
  readonly types: readonly Described[];
  readonly from: BytesReader;
  readonly #load: (family: string) => Family;
  readonly #families: readonly { readonly name: string; readonly end: number }[];
  /** The number of the first rule of each type. */
  readonly #firsts: readonly number[];
  #program: SweepProgram | undefined;

  /**
   * Throws for bytes that are not what `compile` writes.
   * @param load called for each family when one of its rules is asked for the first time
   */
  constructor(bytes: Uint8Array, load: (family: string) => Family) {
    this.from = new BytesReader(bytes);
    this.#load = load;
    let end = 0;
    this.#families = this.from.lines('families').map((line) => {
      const [name = '', count] = line.split('\t');
      return { name, end: (end += Number(count)) };
    });
    const lines = this.from.lines('types').map((line) => line.split('\t'));
    this.types = lines.map(parseType);
    let first = 0;
    this.#firsts = lines.map((columns) => (first += Number(columns[RULES])) - Number(columns[RULES]));
  }

  get program(): SweepProgram {
    return (this.#program ??= toProgram(Uint8Array.from(this.from.bytes('sweep'))));
  }

  /** @param adapt makes what is called of a rule; by default its own function */
  index(selection: Selection, adapt: Adapt = ({ verify }) => verify): RuleIndex {
    return new RuleIndex(this, selection, adapt);
  }

  /** Loads the code of all families, one after each pause. */
  async loadAll(pause: () => Promise<unknown>): Promise<void> {
    for (const { name } of this.#families) {
      await pause(); // oxlint-disable-line no-await-in-loop -- the purpose
      this.#load(name);
    }
  }

  /** @param type the place of its type in `types` */
  rule(number: number, type: number): Rule {
    const own = this.#families.findIndex(({ end }) => type < end);
    const { name } = this.#families[own]!;
    const detector = this.#load(name).detectors[type - (this.#families[own - 1]?.end ?? 0)];
    const rule = detector?.rules[number - this.#firsts[type]!];
    if (!rule || detector.id !== this.types[type]?.id) throw new Error(`the catalogue and the family ${name} differ`);
    return rule;
  }
}

type Adapt = (rule: Rule) => Rule['verify'];

/** The place of the number of rules in a line of `types`. */
const RULES = 3;

function parseType([
  id = '',
  title = '',
  group,
  ,
  generic,
  formerly,
  sampleOf,
  isOfReadings,
]: readonly string[]): Described {
  const known = GROUP_NAMES.find((each) => each === group);
  if (known === undefined) throw new Error(`has an unknown group: ${group}`);
  return {
    id,
    title,
    group: known,
    ...(generic && { generic: true }),
    ...(formerly && { formerly }),
    ...(sampleOf && { sampleOf }),
    ...(isOfReadings && { isOfReadings: true }),
  };
}

/** Leads an engine to rules and decoders. What is behind a word or a shape is made when it is first met. */
export class RuleIndex {
  /** Finds where anchors stand; `leads` tells which do. */
  readonly sweep: Sweep;
  readonly #words: WordIndex;
  readonly shapes: Shapes<ShapeTargets>;
  readonly keys: KeyRules<Target>;
  readonly #catalogue: Catalogue;
  readonly #adapt: Adapt;
  readonly #leads: (readonly Lead[] | undefined)[];
  readonly #targets: (Target | undefined)[];
  readonly #leadRules: Lists;
  readonly #leadCalls: Lists;
  readonly #leadSure: Lists;
  readonly #sureWords: readonly string[];
  readonly #ruleTypes: Uint16Array;
  readonly #ruleNeeds: Uint16Array;
  readonly #ruleReach: Uint8Array;
  readonly #ruleEdges: Uint8Array;
  readonly #ruleDigits: Uint16Array;

  constructor(catalogue: Catalogue, name: Selection, adapt: Adapt) {
    const { from } = catalogue;
    const target = (number: number): Target => this.#target(number);
    const toTargets = (numbers: Uint16Array): ShapeTargets => new ShapeTargets(Array.from(numbers, target));
    this.#catalogue = catalogue;
    this.#adapt = adapt;
    const words = readWords(from, `${name} words`);
    const shapes = readShapes(from, `${name} shapes`);
    this.sweep = new Sweep(catalogue.program, from.bytes(`${name} sweep`), words, shapes);
    this.#words = new WordIndex(words);
    this.shapes = new Shapes(shapes, toTargets);
    this.keys = new KeyRules(from, `${name} keys`, target);
    this.#leadRules = from.lists(`${name} lead rules`);
    this.#leadCalls = from.lists(`${name} lead calls`);
    this.#leadSure = from.lists(`${name} lead sure`);
    this.#sureWords = from.lines(`${name} sure words`);
    this.#ruleTypes = from.uint16('rule types');
    this.#ruleNeeds = from.uint16('rule needs');
    this.#ruleReach = from.bytes('rule reach');
    this.#ruleEdges = from.bytes('rule edges');
    this.#ruleDigits = from.uint16('rule digits');
    this.#leads = Array.from(this.#leadRules.ends, () => undefined);
    this.#targets = Array.from(this.#ruleTypes, () => undefined);
  }

  createLabels(): LabelWords {
    return new LabelWords(readLabels(this.#catalogue.from, 'labels'));
  }

  /**
   * All words that stand where one does and is the longest, since it begins with them.
   * @param word its number
   */
  leads(word: number): readonly Lead[] {
    return (this.#leads[word] ??= this.#createLeads(word));
  }

  #createLeads(longest: number): readonly Lead[] {
    const leads: Lead[] = [];
    this.#words.within(longest, (word, _, length) => {
      const sure = Array.from(listAt(this.#leadSure, word), (number) => this.#sureWords[number] ?? '');
      leads.push({
        length,
        targets: Array.from(listAt(this.#leadRules, word), (number) => this.#target(number)),
        calls: listAt(this.#leadCalls, word),
        sure: sure.length > 0 ? new Set(sure) : undefined,
      });
    });
    return leads;
  }

  #target(number: number): Target {
    return (this.#targets[number] ??= this.#createTarget(number));
  }

  #createTarget(number: number): Target {
    const type = this.#ruleTypes[number]!;
    const needs = this.#ruleNeeds[number]!;
    const target: Target = {
      detector: this.#catalogue.types[type]!,
      verify: (site: Site) => {
        const rule = this.#catalogue.rule(number, type);
        target.words = rule.anchors;
        target.verify = this.#adapt(rule);
        return target.verify(site);
      },
      words: undefined,
      needs: needs === 0 ? undefined : needs - 1,
      digitWithin: this.#ruleReach[number]!,
      edges: this.#ruleEdges[number]!,
      firstDigits: this.#ruleDigits[number]!,
    };
    return target;
  }
}
