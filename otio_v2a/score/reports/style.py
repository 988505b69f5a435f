"""How our pages look: light and dark on a screen, black on white on paper."""

BASE = """
:root {
  color-scheme: light dark;
  --ink: #1b1d20; --faint: #5c636b; --line: #c9ced4; --paper: #ffffff; --head: #eef0f3;
  --good: #17692f; --bad: #b01e1e; --doubt: #855300;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8ea; --faint: #a2abb4; --line: #3b4249; --paper: #16181b; --head: #23272b;
    --good: #6fcf8a; --bad: #ff8a80; --doubt: #f0b95a;
  }
}
@media print {
  :root {
    color-scheme: light;
    --ink: #000000; --faint: #444444; --line: #999999; --paper: #ffffff; --head: #eeeeee;
    --good: #000000; --bad: #000000; --doubt: #000000;
  }
}
* { box-sizing: border-box; }
body {
  margin: 1.5rem; color: var(--ink); background: var(--paper);
  font: 14px/1.4 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
h1 { margin: 0 0 .5rem; font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.1rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0 0 1rem; }
dt { color: var(--faint); font-size: .85em; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
small { display: block; color: var(--faint); font-size: .85em; }
.none {
  margin: 0; padding: .5rem; min-height: 5em; color: var(--faint); background: var(--head);
  font-size: .8em;
}
"""
"""What every page of ours has: its colours, and the look of its words."""

STYLE = (
    BASE
    + """
body { max-width: 76rem; margin: 1.5rem auto; padding: 0 1.5rem; }
a { color: inherit; }
p { margin: 0 0 .5rem; overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; }
ul { margin: 0 0 .75rem; padding: 0; list-style: none; overflow-wrap: anywhere; }
.good { --tone: var(--good); }
.doubt { --tone: var(--doubt); }
.bad { --tone: var(--bad); }
.left { --tone: var(--faint); }
.verdict { padding: .6rem .8rem; border: 2px solid var(--tone); border-radius: .3rem; }
.verdict b, .verdict span { color: var(--tone); font-size: 1.3rem; }
.open li { padding: .15rem .8rem; border-left: 4px solid var(--tone); }
.open b, .state, .why { color: var(--tone); }
.legend, .where { color: var(--faint); font-size: .85em; }
.cue {
  display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: .25rem 1rem;
  margin: 0 0 1rem; padding: .5rem .75rem; border: 1px solid var(--line);
  border-left: 4px solid var(--tone); border-radius: .3rem;
  content-visibility: auto; contain-intrinsic-size: auto 20rem;
}
.cue:target { outline: 2px solid var(--tone); }
h3 { grid-column: 1 / -1; margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
h3 .number { color: var(--faint); }
.state { padding-left: .5rem; }
.bad .state, .doubt .state { text-transform: uppercase; }
.why { font-weight: 600; }
.picture img { display: block; width: 100%; height: auto; }
.prompt b { color: var(--faint); font-weight: normal; padding-right: .5rem; }
p.prompt.none { min-height: 0; padding: 0; background: none; }
.told dl { gap: .25rem 1.5rem; margin-bottom: .5rem; }
.notices .error b { color: var(--bad); }
.notices .warning b { color: var(--doubt); }
.notices .hint b, .notices .info b { color: var(--faint); }
.sound { grid-column: 1 / -1; display: grid; grid-template-columns: 5rem minmax(0, 1fr); }
.sound ul { margin: 0; padding-top: 6rem; color: var(--faint); }
.sound ul.bare { padding-top: 0; }
.sound li { height: 1rem; font-size: .75rem; line-height: 1rem; white-space: nowrap; }
.sound li { overflow: hidden; text-overflow: ellipsis; }
svg { grid-column: 2; grid-row: 1; display: block; width: 100%; background: var(--head); }
.wave { fill: var(--ink); fill-opacity: .75; }
.handle { fill: var(--faint); fill-opacity: .3; }
.middle, .seam, .events path { fill: none; vector-effect: non-scaling-stroke; }
.middle { stroke: var(--ink); stroke-opacity: .4; }
.seam { stroke: var(--doubt); stroke-width: 2px; stroke-dasharray: 5 4; }
.events path { stroke: var(--ink); stroke-width: 2px; }
@media (max-width: 40rem) {
  body { padding: 0 .75rem; }
  .cue { grid-template-columns: minmax(0, 1fr); }
  .picture { max-width: 20rem; }
}
@page {
  margin: 12mm;
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 7pt; }
}
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 9pt; }
  .cue {
    grid-template-columns: 48mm minmax(0, 1fr);
    break-inside: avoid; content-visibility: visible;
  }
  h1, h2, .legend { break-after: avoid; }
  .cue:target { outline: none; }
  svg, .none { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
)
"""How the report of a run looks."""
