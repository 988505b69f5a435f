"""How the cue sheet looks: as our other pages, and on paper with the table's head on each."""

from otio_v2a.score.reports.style import BASE

STYLE = (
    BASE
    + """
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
)
