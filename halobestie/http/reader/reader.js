// Shows the OpenAPI document of the listener that serves it. Text goes in as text, never as markup.

const REF = '#/components/schemas/'

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

function link(name) {
  return made('a', { href: `#${name}` }, name)
}

/** A schema in a few words, with links to those that have a name. */
function words(schema) {
  if (!schema) return ['anything']
  if (schema.$ref) return [link(schema.$ref.slice(REF.length))]
  if (schema.const !== undefined) return [JSON.stringify(schema.const)]
  if (schema.enum) return [schema.enum.map((one) => JSON.stringify(one)).join(' | ')]
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return choices.flatMap((one, n) => (n ? [schema.allOf ? ' & ' : ' | '] : []).concat(words(one)))
  if (schema.type === 'array') return ['[', ...words(schema.items), ']']
  return [[schema.type ?? 'object', schema.format].filter(Boolean).join(', ') + limits(schema)]
}

function limits(schema) {
  const known = { minimum: '≥', maximum: '≤', minLength: 'length ≥', maxLength: 'length ≤', default: '=' }
  const told = Object.entries(known)
    .filter(([key]) => schema[key] !== undefined)
    .map(([key, sign]) => `${sign} ${JSON.stringify(schema[key])}`)
  return told.length ? ` (${told.join(', ')})` : ''
}

function fields(schema) {
  const required = new Set(schema.required ?? [])
  const items = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    made('li', {}, made('code', {}, name), required.has(name) ? ': ' : ' (may be left out): ', ...words(field)),
  )
  return items.length ? [made('ul', {}, ...items)] : []
}

function parameters(operation) {
  const items = (operation.parameters ?? []).map((one) =>
    made('li', {}, made('code', {}, one.name), ` in ${one.in}: `, ...words(one.schema)),
  )
  return items.length ? [made('h3', {}, 'Parameters'), made('ul', {}, ...items)] : []
}

function body(operation) {
  const content = Object.values(operation.requestBody?.content ?? {})[0]
  return content ? [made('h3', {}, 'Body'), made('p', {}, ...words(content.schema))] : []
}

function answers(operation) {
  const items = Object.entries(operation.responses).flatMap(([status, answer]) => {
    const [media, content] = Object.entries(answer.content ?? {})[0] ?? []
    const shown = media ? [made('p', {}, made('code', {}, media), ': ', ...words(content.schema))] : []
    const lines = answer.description.split('\n').filter(Boolean)
    return [made('h3', {}, status), ...lines.map((line) => made('div', {}, line)), ...shown]
  })
  return items
}

function call(method, path, operation) {
  const summary = made(
    'summary',
    {},
    made('span', { class: 'method' }, method.toUpperCase()),
    made('span', { class: 'path' }, path),
    operation.summary,
  )
  const details = made('details', { id: operation.operationId }, summary)
  details.append(made('p', {}, operation.description ?? ''))
  details.append(...parameters(operation), ...body(operation), ...answers(operation))
  return details
}

function schemaOf([name, schema]) {
  const told = schema.description ? [made('p', {}, schema.description)] : []
  const raw = made('pre', {}, JSON.stringify(schema, null, 2))
  return made('details', { id: name }, made('summary', {}, made('code', {}, name)), ...told, ...fields(schema), raw)
}

function show(spec) {
  document.title = spec.info.title
  document.getElementById('title').textContent = spec.info.title
  document.getElementById('about').append(` · OpenAPI ${spec.openapi}, contract ${spec.info.version}`)
  const groups = new Map()
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'sockets'
      groups.set(tag, [...(groups.get(tag) ?? []), call(method, path, operation)])
    }
  }
  const calls = document.getElementById('calls')
  calls.replaceChildren(...[...groups].map(([tag, all]) => made('section', {}, made('h2', {}, tag), ...all)))
  document.getElementById('schemas').append(...Object.entries(spec.components.schemas).map(schemaOf))
}

function filter(wanted) {
  for (const details of document.querySelectorAll('details')) {
    details.hidden = !details.textContent.toLowerCase().includes(wanted.toLowerCase())
  }
}

/** A link to a call or a schema opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (target instanceof HTMLDetailsElement) target.open = true
}

const answer = await fetch('/v1/openapi.json')
show(await answer.json())
document.getElementById('filter').addEventListener('input', (event) => filter(event.target.value))
window.addEventListener('hashchange', openTarget)
openTarget()
