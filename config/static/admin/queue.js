// Keys for a queue: j and k go down and up, x ticks, Enter opens, letters press buttons.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-queue]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  let at = -1;
  const go = (to) => {
    if (!rows.length) return;
    if (at >= 0) rows[at].removeAttribute("aria-current");
    at = Math.min(rows.length - 1, Math.max(0, to));
    rows[at].setAttribute("aria-current", "true");
    rows[at].querySelector("input").focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (at >= 0 && event.key === "x") {
      const box = rows[at].querySelector("input");
      box.checked = !box.checked;
    } else if (at >= 0 && event.key === "Enter" && event.target.type === "checkbox") {
      rows[at].querySelector("a").click();
    } else {
      const button = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!button) return;
      const boxes = rows.map((row) => row.querySelector("input"));
      if (at >= 0 && !boxes.some((box) => box.checked)) boxes[at].checked = true;
      button.click();
    }
    event.preventDefault();
  });
});
