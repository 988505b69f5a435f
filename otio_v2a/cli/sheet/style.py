"""How the cue sheet looks: light and dark on a screen, black on white on paper."""

STYLE = """
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
table { width: 100%; border-collapse: collapse; }
caption { padding-bottom: .5rem; text-align: left; color: var(--faint); }
th, td {
  padding: .4rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere;
}
thead th { position: sticky; top: 0; background: var(--head); white-space: nowrap; }
.time, .number, .options { white-space: nowrap; font-variant-numeric: tabular-nums; }
.number { text-align: right; }
.words { min-width: 9em; }
.picture { width: 168px; min-width: 120px; }
.picture img { display: block; width: 100%; height: auto; }
.none {
  margin: 0; padding: .5rem; min-height: 5em; color: var(--faint); background: var(--head);
  font-size: .8em;
}
small { display: block; color: var(--faint); font-size: .85em; }
.id { font-family: ui-monospace, Menlo, Consolas, monospace; }
.scored b { color: var(--good); }
.failed b, .held b { color: var(--bad); }
.uncertain b, .under-way b { color: var(--doubt); }
.skipped td, .skipped th { color: var(--faint); }
@page {
  size: landscape; margin: 9mm;
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 7pt; }
}
@media print {
  :root {
    color-scheme: light;
    --ink: #000000; --faint: #444444; --line: #999999; --paper: #ffffff; --head: #eeeeee;
    --good: #000000; --bad: #000000; --doubt: #000000;
  }
  body { margin: 0; font-size: 7.5pt; line-height: 1.3; }
  thead { display: table-header-group; }
  thead th { position: static; }
  tr, img { break-inside: avoid; }
  h1, h2, caption { break-after: avoid; }
  th, td { padding: 1mm; }
  .picture { width: 30mm; min-width: 30mm; }
  .words { min-width: 26mm; }
  .none, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
