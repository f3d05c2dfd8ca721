// Conversations of this browser: each under a key of its own in localStorage, the list beside them.
// The server writes the open conversation into #record and reads one from #reopen's event.

let LIST = "conversations"; // with log-in each user has a list of their own
const MOST_KEPT = 50;
let opening = ""; // the record that #reopen is about to send

function readList() {
  try {
    return JSON.parse(localStorage.getItem(LIST)) ?? [];
  } catch {
    return [];
  }
}

function writeList(list) {
  for (const old of list.splice(MOST_KEPT)) localStorage.removeItem(old.id);
  localStorage.setItem(LIST, JSON.stringify(list));
  renderHistory();
}

// Called by the page whenever the open conversation has changed; empty when a new one begins.
function keepRecord(record) {
  if (!record) return sessionStorage.removeItem("conversation");
  let id = sessionStorage.getItem("conversation");
  const known = readList();
  const before = known.find((entry) => entry.id === id);
  if (!before) id = `conversation-${crypto.randomUUID?.() ?? Date.now()}`;
  const title = before?.title ?? JSON.parse(record).turns[0].question.trim().slice(0, 40);
  const others = known.filter((entry) => entry.id !== id);
  for (;;) {
    try {
      localStorage.setItem(id, record);
      sessionStorage.setItem("conversation", id);
      return writeList([{ id, title, when: Date.now() }, ...others]);
    } catch {
      if (!others.length) return; // the browser keeps nothing; the page works without
      localStorage.removeItem(others.pop().id); // it is full: the oldest goes
    }
  }
}

function pendingRecord() {
  return [opening];
}

function openConversation(id) {
  opening = localStorage.getItem(id) ?? "";
  const button = document.getElementById("reopen");
  if (!opening || !button) return false;
  sessionStorage.setItem("conversation", id);
  button.click();
  return true;
}

function renderHistory() {
  const list = document.querySelector("#history ul");
  if (!list) return;
  const entries = readList();
  document.querySelector("#history .empty").hidden = entries.length > 0;
  list.replaceChildren(...entries.map(historyRow));
}

function historyRow(entry) {
  const row = document.createElement("li");
  const button = (words, act, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    if (name) made.ariaLabel = `${words} ${name}`;
    made.addEventListener("click", act);
    row.append(made);
  };
  button(entry.title, () => {
    document.querySelector("#history details").open = false;
    openConversation(entry.id);
  });
  button(WORDS.history.rename, () => {
    const title = prompt(WORDS.history.askName, entry.title)?.trim().slice(0, 40);
    if (title) writeList(readList().map((e) => (e.id === entry.id ? { ...e, title } : e)));
  }, entry.title);
  button(WORDS.history.delete, () => {
    if (!confirm(WORDS.history.askDelete.replace("{title}", entry.title))) return;
    localStorage.removeItem(entry.id);
    writeList(readList().filter((e) => e.id !== entry.id));
    if (sessionStorage.getItem("conversation") === entry.id)
      document.getElementById("new-conversation").click();
  }, entry.title);
  return row;
}

// Once the page works: the list, and after a reload the conversation that was open.
async function startHistory(tries) {
  const ready = document.querySelector("#history ul") && document.getElementById("reopen");
  if (!ready) {
    if (tries) setTimeout(startHistory, 100, tries - 1);
    return;
  }
  const { user } = await (await fetch("whoami")).json();
  const shown = document.getElementById("user");
  if (shown) shown.textContent = user;
  if (user) LIST = `conversations of ${user}`;
  if ((sessionStorage.getItem("user") ?? "") !== user) sessionStorage.removeItem("conversation");
  sessionStorage.setItem("user", user);
  renderHistory();
  const id = sessionStorage.getItem("conversation");
  if (id) openConversation(id);
}
startHistory(300);
addEventListener("storage", renderHistory); // another tab of this browser changed it

document.addEventListener("click", (event) => {
  const menu = document.querySelector("#history details[open]");
  if (menu && !event.composedPath().includes(menu)) menu.open = false;
});
