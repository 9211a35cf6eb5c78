// Painting slots: draw across with mouse, pen or finger; arrows move, space ticks, Shift+arrows draw.
"use strict";

const table = document.querySelector("table.paint");
const boxAt = (x, y) => document.elementFromPoint(x, y)?.closest("td")?.querySelector("input");
let brush = null;

table.addEventListener("pointerdown", (event) => {
  const box = event.target.closest("td")?.querySelector("input:enabled");
  if (!box) return;
  event.preventDefault();
  brush = !box.checked;
  box.checked = brush;
  box.focus();
});
table.addEventListener("pointermove", (event) => {
  if (brush === null) return;
  const box = boxAt(event.clientX, event.clientY);
  if (box && !box.disabled) box.checked = brush;
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => { brush = null; });
}
// The tick was made on pressing already; the click that follows would take it back.
table.addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.closest("td")) event.preventDefault();
});
table.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td");
  const sideways = document.dir === "rtl" ? -1 : 1;
  const step = { ArrowLeft: [0, -sideways], ArrowRight: [0, sideways], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!cell || !step) return;
  event.preventDefault();
  const row = table.rows[cell.parentElement.rowIndex + step[0]];
  const next = row?.cells[cell.cellIndex + step[1]]?.querySelector("input:enabled");
  if (!next) return;
  if (event.shiftKey) next.checked = event.target.checked;
  next.focus();
});
