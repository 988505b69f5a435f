// Elements made by code: text is always text, never markup.

/** An element. `told` holds its attributes; `class`, `text`, `data` and `on` mean what they say. */
export function make(name, told = {}, ...children) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(told)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "text") one.textContent = value;
    else if (key === "class") one.className = value;
    else if (key === "data") Object.assign(one.dataset, value);
    else if (key === "on") for (const [event, heard] of Object.entries(value)) one.addEventListener(event, heard);
    else one.setAttribute(key, value === true ? "" : value);
  }
  one.append(...children.filter((child) => child !== null && child !== undefined));
  return one;
}

/** A button that does something. */
export function button(text, act, told = {}) {
  return make("button", { type: "button", text, on: { click: act }, ...told });
}

export const byId = (id) => document.getElementById(id);

/** Change what is written only where it is another: a screen reader hears each thing once. */
export function write(one, text) {
  if (one.textContent !== text) one.textContent = text;
}

export function show(one, visible) {
  if (one.hidden === visible) one.hidden = !visible;
}

/** Rebuild a list only where what it shows has changed. */
export function fill(list, content, build) {
  const now = JSON.stringify(content);
  if (list.v2aShown === now) return;
  list.v2aShown = now;
  list.replaceChildren(...content.map(build));
  show(list, content.length > 0);
}
