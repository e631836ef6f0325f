import type { Case, Category } from './category.js';
import { isCarried, isDelivered, neverArrives, neverAnswers } from './harness/attacks.js';
import { call, MODERN, notification, PADDING, request, result } from './harness/messages.js';
import type { Random } from './harness/random.js';
import { argumentAttacks, argumentCalls, RULES } from './material/argument-rules.js';
import { ENVELOPES, LINES_IN_LINES } from './material/envelopes.js';
import { ownFileAttacks } from './material/own-files.js';
import { ESCAPES, spellingsOf } from './material/spellings.js';

const DENIED_TOOLS = ['delete_file', 'admin/reset', 'exec_shell'];
const DENIED_PROMPTS = ['boss_mode'];

/** What a client may say to reach a tool or a prompt; `name` is JSON text. */
const WAYS: Readonly<Record<string, (mark: string, name: string) => string>> = {
  'tools/call': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":${name},"arguments":{}}}`,
  'a call in the modern era': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":${name},"_meta":${JSON.stringify(MODERN)}}}`,
  'a call as a notification': (mark, name) =>
    `{"jsonrpc":"2.0","method":"tools/call","params":{"name":${name},"arguments":{"mark":"${mark}"}}}`,
  'a call as a task': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":${name},"task":{"ttl":1000}}}`,
  'a call with a large argument': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"arguments":{"x":"${PADDING}"},"name":${name}}}`,
  'an unknown method': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/invoke","params":{"name":${name}}}`,
  'a call with members in another order': (mark, name) =>
    `{"params":{"arguments":{},"name":${name}},"method":"tools/call","id":"${mark}","jsonrpc":"2.0"}`,
  'a retry': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":${name},"requestState":"x","inputResponses":{}}}`,
};
const PROMPT_WAYS: Readonly<Record<string, (mark: string, name: string) => string>> = {
  'prompts/get': (mark, name) => `{"jsonrpc":"2.0","id":"${mark}","method":"prompts/get","params":{"name":${name}}}`,
  'completion/complete': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":${name}},"argument":{"name":"a","value":"b"}}}`,
  'an unknown method': (mark, name) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"prompts/render","params":{"name":${name}}}`,
  'a notification': (mark, name) =>
    `{"jsonrpc":"2.0","method":"prompts/get","params":{"name":${name},"arguments":{"mark":"${mark}"}}}`,
};

function* nameAttacks(random: Random): Iterable<Case> {
  const targets = [
    ...DENIED_TOOLS.map((name) => ({ name, kind: 'tool', ways: WAYS })),
    ...DENIED_PROMPTS.map((name) => ({ name, kind: 'prompt', ways: PROMPT_WAYS })),
  ];
  for (const { name, kind, ways } of targets) {
    for (const { how, text } of spellingsOf(name, random)) {
      for (const [way, toLine] of Object.entries(ways)) {
        const isSparse = way.includes('large') && !how.includes('inside'); // they cost much and differ little
        if (isSparse) continue;
        const [escape, write] = random.pick(Object.entries(ESCAPES));
        const title = `the denied ${kind} ${name} ${how}, by ${way}, ${escape}`;
        yield neverArrives({ name: title }, 'toServer', (mark) => toLine(mark, write(text)));
      }
    }
  }
}

const ALLOWED_TOOLS = ['read', 'list_*', '^get_[a-z]+$'];
/** Names that look like an allowed one to some reader, and are none. */
const NOT_ALLOWED = [
  'Read',
  'READ',
  'read ',
  ' read',
  'read​',
  're­ad',
  'read\0',
  'read\n',
  'ｒead',
  'read_all',
  'rea',
  'reads',
  'xread',
  'xlist_a',
  'list',
  'List_a',
  'LIST_a',
  '﻿list_a',
  'lis‮t_a',
  'get_',
  'get_A',
  'get_a1',
  'get_a\n',
  'xget_a',
  'get_a b',
  'get_a‍',
  'get_ａ',
  '^get_[a-z]+$',
  '*',
  '?',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '',
  'null',
  'undefined',
];
const NOT_NAMES = ['null', '1', 'true', '[]', '["read"]', '{}', '{"name":"read"}', '[["read"]]'];

function* allowAttacks(): Iterable<Case> {
  for (const [way, toLine] of Object.entries(WAYS)) {
    for (const name of NOT_ALLOWED) {
      const title = `a name that is not allowed, ${JSON.stringify(name)}, by ${way}`;
      yield neverArrives({ name: title, server: 'allowing' }, 'toServer', (mark) => toLine(mark, JSON.stringify(name)));
    }
    for (const text of NOT_NAMES) {
      for (const server of ['main', 'allowing']) {
        const title = `no name at all, ${text}, by ${way} (${server})`;
        yield neverArrives({ name: title, server }, 'toServer', (mark) => toLine(mark, text));
      }
    }
  }
}

const METHODS = [
  'tools/call',
  'prompts/get',
  'resources/read',
  'resources/subscribe',
  'completion/complete',
  'tasks/get',
  'initialize',
];

/** Methods that only fold to known ones, and, if a list names what is allowed, all unknown ones. */
function* methodAttacks(random: Random): Iterable<Case> {
  for (const method of METHODS) {
    for (const { how, text } of spellingsOf(method, random)) {
      if (text === method) continue;
      for (const server of ['main', 'allowing']) {
        const title = `the method ${method} ${how} (${server})`;
        yield neverArrives({ name: title, server }, 'toServer', (mark) => request(mark, text, { name: 'read' }));
        yield neverArrives({ name: `${title}, as a notification`, server }, 'toServer', (mark) =>
          notification(text, { name: 'read', mark }),
        );
      }
    }
  }
  const unknown = [
    'tools/invoke',
    'tools/run',
    'call',
    'tool.call',
    'tools.call',
    'tools',
    'tools/call/',
    '/tools/call',
    'tools//call',
    'tools/call?x',
    'rpc.call',
    'execute',
    'prompts/render',
    'resources/fetch',
    'constructor',
    '__proto__',
    'x',
  ];
  for (const method of unknown) {
    const title = `the unknown method ${method} where an allow list is set`;
    for (const params of [
      { name: 'read' },
      { name: 'delete_file' },
      { tool: 'read' },
      {},
      { uri: 'file:///srv/data/a' },
    ]) {
      yield neverArrives({ name: `${title}, with ${JSON.stringify(params)}`, server: 'allowing' }, 'toServer', (mark) =>
        request(mark, method, { ...params, mark }),
      );
      yield neverArrives(
        { name: `${title}, as a notification with ${JSON.stringify(params)}`, server: 'allowing' },
        'toServer',
        (mark) => notification(method, { ...params, mark }),
      );
    }
  }
}

const listOf = (tools: string): string => `"tools":[{"name":"read","inputSchema":{"type":"object"}},${tools}]`;

const strangeItems = (told: string): Readonly<Record<string, string>> => ({
  'a second name in capitals': `{"name":"read","Name":"delete_file","description":"${told}"}`,
  'a second name with a NUL': `{"name":"read","name\\u0000":"delete_file","description":"${told}"}`,
  'a name in capitals only': `{"NAME":"delete_file","description":"${told}"}`,
  'a name that is a list': `{"name":["delete_file"],"description":"${told}"}`,
  'no name': `{"title":"delete_file","description":"${told}"}`,
  'an item that is a text': `"${told}"`,
  'an item in a list': `[{"name":"delete_file","description":"${told}"}]`,
});

const askForTools = (id: string): string => request(id, 'tools/list');
const toolsUnasked = (mark: string): string => result(mark, { tools: [{ name: 'delete_file' }] });
const deniedInBatch = (mark: string): string => `[${call(`${mark}a`, 'read')},${call(mark, 'delete_file', { mark })}]`;
const done = (id: string): string => result(id, { content: [{ type: 'text', text: 'done' }] });

/** Lists in which a server names what is denied. */
function* listAttacks(random: Random): Iterable<Case> {
  const question = askForTools;
  for (const name of DENIED_TOOLS) {
    for (const { how, text } of spellingsOf(name, random)) {
      const told = `hidden-${random.below(2 ** 31)}`;
      const item = `{"name":${JSON.stringify(text)},"description":"${told}"}`;
      const answer = (id: string): string => `{"jsonrpc":"2.0","id":"${id}","result":{${listOf(item)}}}`;
      yield neverAnswers({ name: `a list with the denied tool ${name} ${how}` }, { question, answer }, [told]);
    }
  }
  for (const how of Object.keys(strangeItems(''))) {
    const told = `hidden-${random.below(2 ** 31)}`;
    const item = strangeItems(told)[how] ?? '';
    const answer = (id: string): string => `{"jsonrpc":"2.0","id":"${id}","result":{${listOf(item)}}}`;
    yield neverAnswers({ name: `a list with ${how}` }, { question, answer }, [told]);
    const twice = (id: string): string => `{"jsonrpc":"2.0","id":"${id}","result":{"tools":[],"Tools":[${item}]}}`;
    yield neverAnswers({ name: `a second list with ${how}` }, { question, answer: twice }, [told]);
  }
  for (const [method, list, key, denied] of [
    ['prompts/list', 'prompts', 'name', 'boss_mode'],
    ['resources/list', 'resources', 'uri', 'file:///etc/passwd'],
    ['resources/templates/list', 'resourceTemplates', 'uriTemplate', 'file:///etc/{name}'],
  ] as const) {
    for (const padding of ['', PADDING]) {
      const told = `hidden-${random.below(2 ** 31)}`;
      const answer = (id: string): string =>
        result(id, { [list]: [{ [key]: denied, name: denied, description: told }], padding });
      const title = `an answer to ${method} with what is denied${padding === '' ? '' : ', a large one'}`;
      yield neverAnswers({ name: title }, { question: (id) => request(id, method), answer }, [told]);
    }
  }
  const told = `hidden-${random.below(2 ** 31)}`;
  const large = (id: string): string =>
    result(id, { tools: [{ name: 'delete_file', description: told }], padding: PADDING });
  yield neverAnswers({ name: 'a large list with a denied tool' }, { question, answer: large }, [told]);
  yield neverArrives({ name: 'a list that nobody asked for' }, 'toClient', toolsUnasked);
}

const IDS_THAT_ARE_OPEN: Readonly<Record<string, (mark: string) => string>> = {
  'the same id': (mark) => `"${mark}"`,
  'the same id with an escape': (mark) => `"${mark.replace('c', String.raw`\u0063`)}"`,
};

/** A list under the id of something else, which is not filtered. */
function* idReuse(): Iterable<Case> {
  for (const [how, toId] of Object.entries(IDS_THAT_ARE_OPEN)) {
    yield {
      name: `a list asked for with an id that is open, ${how}`,
      kind: 'attack',
      async play(stage, mark) {
        const session = await stage.session();
        await session.tell('toServer', request(mark, 'tools/list'));
        const asked = await session.tell('toServer', `{"jsonrpc":"2.0","id":${toId(mark)},"method":"ping"}`);
        const hidden = result(mark, { tools: [{ name: 'delete_file' }] });
        await session.tell('toClient', hidden); // answers the list, and is filtered
        const heard = [...asked, ...(await session.tell('toClient', hidden))];
        return heard.some((line) => line.includes(mark)) ? 'let through' : undefined;
      },
    };
  }
}

function* envelopeAttacks(): Iterable<Case> {
  for (const [how, toMembers] of Object.entries(ENVELOPES)) {
    for (const direction of ['toServer', 'toClient'] as const) {
      yield neverArrives(
        { name: `${how}, ${direction}` },
        direction,
        (mark) => `{"jsonrpc":"2.0","id":"${mark}",${toMembers('delete_file', mark)}}`,
      );
      yield neverArrives(
        { name: `${how}, ${direction}, without an id` },
        direction,
        (mark) => `{"jsonrpc":"2.0",${toMembers('delete_file', mark)}}`,
      );
    }
  }
  yield* LINES_IN_LINES;
  yield neverArrives({ name: 'a denied call in a batch where there are none' }, 'toServer', deniedInBatch);
  for (const { how, text } of [
    { how: 'as it is', text: 'delete_file' },
    { how: 'in capitals', text: 'DELETE_FILE' },
  ]) {
    yield {
      name: `a denied call in a batch, ${how}`,
      kind: 'attack',
      async play(stage, mark) {
        const session = await stage.session('batching');
        const batch = `[${call(`other-${mark}`, 'read')},${call(mark, text)},${notification('tools/call', { name: text, mark })}]`;
        const heard = await session.tell('toServer', batch);
        return heard.some((line) => line.replace(`other-${mark}`, '').includes(mark)) ? 'let through' : undefined;
      },
    };
  }
}

function* calls(random: Random): Iterable<Case> {
  const answer = done;
  for (const name of [
    'read',
    'write_file',
    'delete_files',
    'undelete_file',
    'exec',
    'shell',
    'admin',
    'löschen',
    '删除',
    'delete-file',
  ]) {
    yield isCarried({ name: `the tool ${name}` }, { question: (id) => call(id, name), answer });
  }
  for (const name of ['read', 'list_', 'list_files', 'list_a/b c', 'get_a', 'get_things']) {
    yield isCarried(
      { name: `the allowed tool ${name}`, server: 'allowing' },
      { question: (id) => call(id, name), answer },
    );
  }
  for (const [way, toLine] of Object.entries(WAYS)) {
    if (way.includes('notification'))
      yield isDelivered({ name: `a tool that is not denied, by ${way}` }, 'toServer', (mark) => toLine(mark, '"read"'));
    else
      yield isCarried(
        { name: `a tool that is not denied, by ${way}` },
        { question: (id) => toLine(id, '"read"'), answer },
      );
  }
  for (const method of ['tools/invoke', 'vendor/thing', 'x']) {
    yield isCarried(
      { name: `the unknown method ${method}` },
      { question: (id) => request(id, method, { name: 'read' }), answer },
    );
  }
  yield isCarried(
    { name: 'a list without what is denied' },
    {
      question: (id) => request(id, 'tools/list'),
      answer: (id) => `{"jsonrpc":"2.0","id":"${id}","result":{${listOf(`{"name":"other${random.below(9)}"}`)}}}`,
    },
  );
}

export const permissionBypass: Category = {
  name: 'permission-bypass',
  title: 'Permission bypass',
  setting: {
    servers: {
      main: {
        policy: {
          permissions: {
            denied_tools: ['delete_file', 'admin/*', '^exec_'],
            denied_prompts: DENIED_PROMPTS,
            denied_resources: ['file:///etc/*'],
            arguments: RULES,
          },
        },
      },
      allowing: {
        policy: {
          permissions: {
            allowed_tools: ALLOWED_TOOLS,
            allowed_prompts: ['greet'],
            allowed_resources: ['file:///srv/data/*'],
          },
        },
      },
      batching: { policy: { permissions: { denied_tools: ['delete_file'] } }, handshake: { revision: '2025-03-26' } },
    },
  },
  *cases(random) {
    yield* nameAttacks(random);
    yield* allowAttacks();
    yield* methodAttacks(random);
    yield* listAttacks(random);
    yield* idReuse();
    yield* envelopeAttacks();
    yield* argumentAttacks(random);
    yield* ownFileAttacks();
    yield* calls(random);
    yield* argumentCalls();
  },
};
