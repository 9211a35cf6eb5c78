// The number beside a slider follows it.
document.addEventListener("input", (event) => {
  const output = event.target.closest(".fl-slider")?.querySelector("output");
  if (output) output.value = event.target.value;
});
