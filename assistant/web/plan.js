// The tab 规划原文: copying with the source line, and sorting the table of figures.

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.(".copy-quote");
  if (!button) return;
  const words = button.closest(".unit").querySelector(".words");
  const chosen = getSelection();
  const inside = chosen.rangeCount && words.contains(chosen.getRangeAt(0).commonAncestorContainer);
  const quote = (inside && chosen.toString().trim()) || words.innerText.trim();
  await copyText(`${quote}\n${button.dataset.source}`);
  say(button, WORDS.copied);
});

document.addEventListener("click", (event) => {
  const head = event.target.closest?.(".sortable .sort")?.closest("th");
  if (!head) return;
  const up = head.ariaSort !== "ascending";
  for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
  head.ariaSort = up ? "ascending" : "descending";
  const body = head.closest("table").tBodies[0];
  const column = head.cellIndex;
  const order = (row) => row.cells[column].dataset.order ?? row.cells[column].textContent;
  const compare = new Intl.Collator("zh-CN", { numeric: true }).compare;
  const rows = [...body.rows].sort((a, b) => compare(order(a), order(b)));
  body.append(...(up ? rows : rows.reverse()));
});
