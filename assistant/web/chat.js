// The conversation: quotations on hovering a label, and copying an answer with its sources.

const tip = document.createElement("div");
tip.id = "tip";
tip.role = "tooltip";
tip.hidden = true;

// The quotation is kept from the browser's own slow and unreachable tooltip.
function quoteOf(target) {
  const link = target.closest?.('#chat .message a[href^="#art-"], a.cite');
  if (!link) return null;
  if (link.title) {
    link.dataset.quote = link.title;
    link.removeAttribute("title");
  }
  return link.dataset.quote ? link : null;
}

function showTip(event) {
  if (tip.contains(event.target)) return;
  const link = quoteOf(event.target);
  if (!link) return hideTip();
  if (!tip.isConnected) document.body.append(tip);
  tip.textContent = link.dataset.quote;
  tip.hidden = false;
  link.setAttribute("aria-describedby", "tip");
  const box = link.getBoundingClientRect();
  const left = Math.min(box.left, innerWidth - tip.offsetWidth - 8);
  const above = box.top - tip.offsetHeight - 4;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${above > 0 ? above : box.bottom + 4}px`;
}

function hideTip() {
  tip.hidden = true;
}

document.addEventListener("pointerover", showTip);
document.addEventListener("focusin", showTip);
document.addEventListener("scroll", hideTip, { capture: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && hideTip());

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.('a[href="#copy"]');
  if (!button) return;
  event.preventDefault();
  const copy = button.closest('[data-testid="bot"]').cloneNode(true);
  for (const part of copy.querySelectorAll('a[href="#copy"], .status, summary')) part.remove();
  for (const part of copy.querySelectorAll("details")) part.open = true;
  copy.style.cssText = "position: fixed; left: -9999px; width: 800px";
  document.body.append(copy); // only what is shown has line breaks
  const text = copy.innerText.replace(/\n{3,}/g, "\n\n").trim();
  copy.remove();
  await copyText(text);
  say(button, WORDS.copied);
});
