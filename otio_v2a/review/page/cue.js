// One cue of the plan as a row, which is changed in place: with 200 of them nothing is built twice.

import { button, fill, make, show, write } from "./dom.js";
import { promptFields } from "./fields.js";
import { noticed } from "./notices.js";
import { scoreNow } from "./deal.js";
import { trying } from "./say.js";
import { cancel, change, running } from "./store.js";
import { undecidedLine } from "./undecided.js";
import { ENDED, counted, isOpen, length, money, role, stage, standing } from "./words.js";

/** A row for a cue; `open` is called when somebody wants to listen. */
export function cueRow(first, number, open) {
  const id = first.id;
  const at = (name, told = {}) => make("span", { class: name, ...told });
  const [begin, end, long, name, roles] = ["begin", "end", "long", "name", "roles"].map((one) => at(one));
  const chips = at("chips");
  const still = make("img", { loading: "lazy", decoding: "async", alt: "", src: first.still, width: 160, height: 90 });
  still.addEventListener("error", () => still.classList.add("none"));
  const price = make("b", { class: "price number", data: { of: "price" } });
  const listenTo = button("Listen", () => open(id), { data: { act: "listen" } });
  const picture = make("button", { type: "button", class: "picture", "aria-label": `Open cue ${number}`, data: { act: "open" }, on: { click: () => open(id) } }, still);
  const score = button("Score", () => scoreNow([id]), { data: { act: "score" } });
  const stop = button("Cancel", () => trying(() => cancel(id)), { data: { act: "cancel" } });
  const now = make("div", { class: "now", hidden: true });
  const takes = make("input", { type: "number", min: 1, max: 32, step: 1, id: `takes-${id}`, data: { of: "takes" } });
  takes.addEventListener("change", () => trying(() => change(id, { takes: takes.valueAsNumber })));
  const asmr = make("input", { type: "checkbox", id: `asmr-${id}`, data: { of: "asmr" } });
  asmr.addEventListener("change", () => trying(() => change(id, { asmr: asmr.checked })));
  const reset = button("Take all changes back", () => trying(() => change(id, { reset: true })), { class: "small", data: { act: "reset" } });
  const address = make("p", { class: "faint" });
  const segments = make("ul", { class: "segments" });
  const notices = make("ul", { class: "notices" });
  const undecided = make("ul", { class: "notices" });
  const fields = promptFields(first, "plan");
  const more = make("details", { class: "more" },
    make("summary", { text: "Segments, takes and more" }), segments,
    make("p", { class: "tools" },
      make("label", {}, "Takes ", takes), make("label", {}, asmr, " ASMR"), reset), address);
  const title = make("h3", { id: `title-${id}` },
    make("span", { class: "count-of faint", text: `${number}` }), begin, at("dash", { text: "–", "aria-hidden": "true" }), end, long, name, roles);
  const box = make("li", { class: "cue", id: `cue-${id}`, data: { cue: id }, "aria-labelledby": `title-${id}` },
    picture,
    make("div", { class: "told" }, title, chips, now, fields.box, undecided, notices, more),
    make("div", { class: "side" }, price, listenTo, score, stop));

  let shown = "";
  let stages = "";
  return {
    id, box,
    /** Show a cue of the plan, where anything of it is another. */
    update(cue) {
      const text = JSON.stringify(cue);
      if (text === shown) return;
      shown = text;
      write(begin, cue.where.first);
      write(end, cue.where.last);
      write(long, length(cue.where.seconds));
      write(name, cue.name);
      write(roles, cue.parts.map((part) => role(part.role)).join(" + "));
      fill(chips, standing(cue), ({ tone, text: said }) => make("span", { class: `chip ${tone}`, text: said }));
      const segmentCount = cue.parts.reduce((sum, part) => sum + part.segments.length, 0);
      const requests = cue.parts.reduce((sum, part) => sum + part.requests, 0);
      write(price, money(cue.cost_usd));
      show(price, requests > 0);
      price.title = `${counted(segmentCount, "segment")}, ${counted(cue.takes, "take")}, ${counted(requests, "request")} to be made`;
      listenTo.disabled = false;
      write(listenTo, cue.parts.some((part) => part.takes.length) ? "Listen" : "Open");
      write(score, cue.cost_usd ? `Score for ${money(cue.cost_usd)}` : requests ? "Score, free" : "Fetch what is paid");
      score.dataset.open = isOpen(cue) ? "yes" : "";
      fields.update(cue);
      fill(notices, [...problems(cue), ...cue.notices], noticed);
      fill(undecided, cue.parts.flatMap((part) => part.undecided), undecidedLine);
      fill(segments, cue.parts.flatMap((part) => part.segments.map((where) => ({ role: part.role, where }))),
        (one, index) => make("li", { text: `${index + 1}. ${role(one.role)} ${one.where.first} – ${one.where.last}, ${length(one.where.seconds)}` }));
      if (document.activeElement !== takes) takes.value = cue.takes;
      asmr.checked = cue.prompts.asmr;
      show(reset, cue.edited);
      write(address, `${cue.address} · ${cue.id}`);
      box.classList.toggle("has-takes", cue.parts.some((part) => part.takes.length));
      this.progress(undefined);
    },
    /** Show how far a run is with it; `told` is its progress by role, undefined leaves it. */
    progress(told, state) {
      const busy = running();
      if (told !== undefined) {
        const text = JSON.stringify([told, state]);
        if (text !== stages) {
          stages = text;
          now.replaceChildren(...told.map(bar));
          show(now, told.length > 0);
          const open_ = told.some((one) => !ENDED.has(one.stage)) && state !== "ended";
          show(stop, open_);
          box.classList.toggle("busy", open_);
        }
      } else if (!stages) show(stop, false);
      show(score, score.dataset.open === "yes" && !busy);
    },
    current(is) {
      box.classList.toggle("current", is);
      if (is) box.setAttribute("aria-current", "true");
      else box.removeAttribute("aria-current");
    },
  };
}

function* problems(cue) {
  for (const part of cue.parts) {
    if (part.problem) yield { level: "error", address: "", message: part.problem };
  }
}

function bar(one) {
  const requests = Object.entries(one.requests).map(([name, count]) => `${count} ${stage(name)}`).join(", ");
  const said = `${role(one.role)}: ${stage(one.stage)}`;
  return make("p", { class: "bar", data: { role: one.role, stage: one.stage } },
    make("span", { text: said }),
    ENDED.has(one.stage) ? null : make("progress", { max: 1, value: one.share, "aria-label": said }),
    make("span", { class: "faint", text: requests }));
}
