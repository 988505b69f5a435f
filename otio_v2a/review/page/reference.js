// /api.json as a page.

import { byId, make, write } from "./dom.js";

const NAME = "#/components/schemas/";

/** A schema in words, with links to models. */
function words(schema) {
  if (!schema) return ["nothing"];
  if (schema.$ref) {
    const name = schema.$ref.slice(NAME.length);
    return [make("a", { href: `#${name}`, text: name })];
  }
  if (schema.anyOf) return schema.anyOf.flatMap((one, index) => (index ? [" or ", ...words(one)] : words(one)));
  if (schema.type === "array") return ["a list of ", ...words(schema.items ?? schema.prefixItems?.[0])];
  if (schema.enum) return [schema.enum.map((one) => JSON.stringify(one)).join(" | ")];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  const bounds = [["minimum", "≥"], ["maximum", "≤"], ["maxLength", "at most"]]
    .filter(([key]) => schema[key] !== undefined).map(([key, sign]) => `${sign} ${schema[key]}`);
  const more = schema.type === "object" && schema.additionalProperties?.type ? [" of ", ...words(schema.additionalProperties)] : [];
  return [schema.type ?? "anything", ...more, bounds.length ? ` (${bounds.join(", ")})` : ""];
}

const schemaOf = (content) => Object.values(content?.content ?? {})[0]?.schema;

function call(path, method, told) {
  return make("article", { data: { call: `${method.toUpperCase()} ${path}` } },
    make("h3", {}, make("b", { text: method.toUpperCase() }), " ", path),
    make("p", { text: told.summary }),
    make("dl", {},
      ...(told.requestBody ? [make("dt", { text: "Body" }), make("dd", {}, ...words(schemaOf(told.requestBody)))] : []),
      make("dt", { text: "Answer" }), make("dd", {}, ...words(schemaOf(told.responses["200"])))));
}

function model(name, schema) {
  const needed = new Set(schema.required ?? []);
  return make("article", { id: name }, make("h3", { text: name }),
    make("p", { class: "told faint", text: schema.description ?? "" }),
    make("dl", {}, ...Object.entries(schema.properties ?? {}).flatMap(([key, one]) => [
      make("dt", { text: key }), make("dd", {}, ...words(one), needed.has(key) ? "" : ", may be left out")])));
}

const told = await (await fetch("/api.json")).json();
write(byId("title"), `${told.info.title} ${told.info.version}`);
write(byId("about"), `${told.info.description} Every call needs the header ${told.components.securitySchemes.token.name}: it is what follows the # in the address that otio-v2a printed.`);
for (const [path, calls] of Object.entries(told.paths))
  for (const [method, one] of Object.entries(calls)) byId("calls").append(call(path, method, one));
const refused = Object.values(told.paths).flatMap(Object.values)
  .flatMap((one) => Object.entries(one.responses)).filter(([status]) => status !== "200");
byId("calls").append(make("article", {}, make("h3", { text: "When something is refused" }),
  make("p", {}, "The answer is a ", ...words({ $ref: `${NAME}Problem` }), " with one of these codes:"),
  make("dl", {}, ...Object.entries(Object.fromEntries(refused)).flatMap(([status, one]) => [
    make("dt", { text: status }), make("dd", { text: one.description })]))));
for (const [name, schema] of Object.entries(told.components.schemas)) byId("models").append(model(name, schema));
