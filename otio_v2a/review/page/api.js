// Speaks to the server that sent this page, and to nobody else.

const KEPT = "v2a-token";

/** Take the token out of the address bar, or the one kept for this tab. */
export function token() {
  const said = decodeURIComponent(location.hash.slice(1));
  if (said.length > 8) {
    sessionStorage.setItem(KEPT, said);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEPT) ?? "";
}

/** Something was refused: `status` is 0 where nobody answered. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const GONE = "The server does not answer. Start it again with: otio-v2a review TIMELINE";

/** Ask one thing; what is answered. */
export async function ask(method, path, body) {
  const headers = { "X-V2A-Token": token() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(0, GONE);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, told.error ?? `The server answered ${answer.status}.`);
  return told;
}

/** A cue's own calls: its id is quoted. */
export const cuePath = (cue, what = "") => `/api/cues/${encodeURIComponent(cue)}${what && `/${what}`}`;

/** Hear of every change, for ever; `linked` is told whether the server is there. */
export async function follow(heard, linked) {
  for (let wait = 500; ; wait = Math.min(wait * 1.6, 5000)) {
    try {
      const answer = await fetch("/api/events", { headers: { "X-V2A-Token": token() } });
      if (answer.status === 403) return linked("locked");
      if (!answer.ok) throw new Refused(answer.status, "");
      linked("open");
      wait = 500;
      await read(answer.body, heard);
    } catch {
      // Nobody is there: told below, and asked again.
    }
    linked("gone");
    await new Promise((done) => setTimeout(done, wait));
  }
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const line = event.split("\n").find((one) => one.startsWith("data: "));
      if (line) heard(JSON.parse(line.slice(6)));
    }
  }
}
