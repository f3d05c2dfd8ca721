// The page's behaviour; WORDS, defined before this script, holds all it says.

// The page's language, for screen readers and for the choice of Chinese glyphs.
document.documentElement.lang = "zh-CN";

// A label in an answer is a fragment link to its unit. The browser would follow it alone, but
// relative to <base>, which drops the query string and so would reload the page and lose the
// conversation; and a second click on the same label would not flash the unit again.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && goTo(link.hash, link.dataset.quote)) event.preventDefault();
});

// Takes the reader to an element, in whichever tab it is; false when there is no such place.
function goTo(hash, quote) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!target && !hash.startsWith("#plan-")) return false;
  if (location.hash !== hash) location.hash = hash; // so that Back leads to the answer
  if (target?.checkVisibility()) show(target, quote);
  else openPlan(hash, quote, 50);
  return true;
}

// Gradio makes a tab's content when the tab is first opened.
function openPlan(hash, quote, tries) {
  const target = document.getElementById(hash.slice(1));
  if (target?.checkVisibility()) return show(target, quote);
  for (const name of ["tab-plan", "view-text"]) {
    const button = document.getElementById(`${name}-button`);
    if (button?.ariaSelected === "false") button.click();
  }
  if (tries) setTimeout(openPlan, 100, hash, quote, tries - 1);
}

function show(target, quote) {
  target.scrollIntoView({ block: "start" });
  const marks = [...target.querySelectorAll("mark")]; // a unit may be long
  const wanted = quote && marks.find((mark) => quote.includes(mark.textContent));
  (wanted || marks[0])?.scrollIntoView({ block: "nearest" });
  (target.querySelector("textarea") ?? target).focus({ preventScroll: true });
  flash(target);
  if (wanted) flash(wanted);
}

function flash(element) {
  element.classList.remove("flash");
  void element.offsetWidth; // lets the animation start over
  element.classList.add("flash");
}

async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // over plain http there is no clipboard
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// Shows for a moment on a button that it has done its work.
function say(button, words) {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => (button.textContent = before), 1500);
}

// An address with a fragment, such as …/#plan-33, opens at that article.
if (location.hash.startsWith("#plan-")) openPlan(location.hash, null, 200);

// Gradio names some elements in English, the messages with their raw markup. Here are
// pairs of a selector and a name, or null where the element's text is to be its name.
function nameElements() {
  for (const [selector, name] of WORDS.names)
    for (const element of document.querySelectorAll(selector))
      if (element.ariaLabel !== (name ?? element.textContent)) {
        element.ariaLabel = name ?? element.textContent;
        if (element.tagName !== "BUTTON") element.role ??= "group"; // a name needs a role
      }
  // Gradio calls the examples a list, but they are buttons.
  for (const list of document.querySelectorAll('#chat .examples[role="list"]')) list.role = "group";
}

// Gradio's own messages are English. Here are pairs of how such a message begins and of
// what is said instead; the last one fits all.
function translateToasts() {
  for (const message of document.querySelectorAll(".toast-message-text:not([lang])")) {
    message.lang = "zh-CN";
    message.textContent = WORDS.toasts.find(([start]) => message.textContent.startsWith(start))[1];
  }
  for (const title of document.querySelectorAll(".toast-title:not([lang])")) {
    title.lang = "zh-CN";
    title.firstChild.data = WORDS.toastTitle;
  }
}

// A new question moves to the top of the conversation and stays there while its answer grows,
// until the reader scrolls.
let asked = 0;
let follows = false;
function showLastQuestion() {
  const log = document.querySelector('#chat [role="log"]');
  const questions = document.querySelectorAll('#chat [data-testid="user"]');
  if (questions.length > asked) follows = true;
  asked = questions.length;
  if (!follows || !asked) return;
  const top = questions[asked - 1].getBoundingClientRect().top;
  log.scrollTop += top - log.getBoundingClientRect().top - 12;
}
// What the reader scrolls with; a scroll event alone may come from the page's own redrawing.
for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"])
  document.addEventListener(
    kind,
    (event) => {
      if (event.target.closest?.('#chat [role="log"]')) follows = false;
    },
    { passive: true }
  );

// The row of questions to ask next takes room from the conversation when it appears.
const resized = new ResizeObserver(showLastQuestion);

new MutationObserver((changes) => {
  nameElements();
  translateToasts();
  const log = document.querySelector('#chat [role="log"]');
  if (log) resized.observe(log);
  if (changes.some((change) => log?.contains(change.target))) showLastQuestion();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributeFilter: ["aria-label"],
});
