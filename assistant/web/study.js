// The tab 备课. What is answered and scored is kept in localStorage under one key, as `Record` in
// study_record.py describes it; the server checks it whenever it is sent.

let studyKey = "study"; // with log-in each user has a record of their own

function readStudy() {
  try {
    return JSON.parse(localStorage.getItem(studyKey)) ?? {};
  } catch {
    return {};
  }
}

function writeStudy(changes) {
  try {
    localStorage.setItem(studyKey, JSON.stringify({ ...readStudy(), ...changes }));
  } catch {
    // The browser keeps nothing; the page works without.
  }
}

// Called once when the page has loaded: what this browser kept, empty when nothing.
async function keptStudy() {
  const { user } = await (await fetch("whoami")).json();
  if (user) studyKey = `study of ${user}`;
  return readStudy().request ? localStorage.getItem(studyKey) : "";
}

// Called when a session has been made; answers to another paper go, results stay.
function keepStudy(text) {
  if (!text) return;
  const { plan, request, paper } = JSON.parse(text);
  const before = readStudy();
  const isSame = before.plan === plan && before.paper === paper;
  writeStudy({ plan, request, paper });
  if (!isSame) writeStudy({ answers: {}, is_marked: false });
  if (before.plan && before.plan !== plan) writeStudy({ results: [] });
  document.getElementById("st-title")?.focus();
}

// --- Preview: keys and cards -------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const card = event.target.closest?.("#st-preview .card");
  if (!card) return;
  const back = card.querySelector(".back");
  back.hidden = !back.hidden;
  card.querySelector(".front").hidden = !back.hidden;
  card.ariaExpanded = String(!back.hidden);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#st-preview .all-keys");
  if (!button) return;
  const open = button.ariaPressed !== "true";
  button.ariaPressed = String(open);
  for (const key of document.querySelectorAll("#st-preview .key")) key.open = open;
  const words = button.textContent;
  button.textContent = button.dataset.other;
  button.dataset.other = words;
});

// --- Taking the quiz ---------------------------------------------------------------------------

// Makes a paper work; `mark` asks the server. Does nothing when that is done already.
function setUpQuiz(element, mark) {
  const form = element.querySelector("form.quiz");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "yes";
  const head = JSON.parse(form.dataset.head);
  const results = element.querySelector(".results");
  const record = () => {
    const { name, answers, is_marked, results } = { name: "", answers: {}, results: [], ...readStudy() };
    const when = new Date().toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });
    return JSON.stringify({ ...head, name, answers, is_marked: !!is_marked, results, when });
  };
  const keep = () => writeStudy({ ...head, name: form.elements.who?.value ?? "", answers: given(form) });
  const ask = async (handsIn) => {
    const told = await mark(handsIn, record());
    const place = form.querySelector(".told");
    if (place) place.innerHTML = told.problem;
    if (told.problem) return false;
    writeStudy({ results: told.results, is_marked: !!told.score });
    results.innerHTML = told.table;
    showMarks(form, told);
    return true;
  };
  const restart = (changes) => {
    writeStudy({ is_marked: false, ...changes });
    fillIn(form, readStudy());
    showMarks(form, { score: "", questions: {} });
    (form.elements.who?.value ? form.querySelector("fieldset input") : form.elements.who)?.focus();
    form.scrollIntoView({ block: "start" });
  };

  if (readStudy().paper !== head.paper) writeStudy({ ...head, answers: {}, is_marked: false });
  fillIn(form, readStudy());
  ask(false);
  form.addEventListener("input", keep);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    keep();
    if (form.elements.who.value.trim() && !isSure(form)) return;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const isMarked = await ask(true).catch(() => false);
    button.disabled = false;
    (isMarked ? form.querySelector(".score") : form.elements.who).focus();
  });
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    const act = button?.dataset.do;
    if (act === "up" || act === "down") move(button, act, keep);
    else if (act === "again") restart({});
    else if (act === "next") restart({ name: "", answers: {} });
    else if (act === "forget" && confirm(button.dataset.ask)) {
      writeStudy({ results: [] });
      ask(false);
    }
  });
}

function move(button, act, keep) {
  const row = button.closest("li");
  const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (act === "up") other.before(row);
  else other.after(row);
  row.closest("fieldset").dataset.moved = "yes";
  button.focus();
  keep();
}

// The answers that have been given, by number of the question.
function given(form) {
  const answers = {};
  for (const field of form.querySelectorAll("fieldset")) {
    const answer = answerOf(field);
    if (answer.some(Boolean)) answers[field.dataset.number] = answer;
  }
  return answers;
}

function answerOf(field) {
  const values = (selector) => [...field.querySelectorAll(selector)].map((each) => each.value);
  switch (field.dataset.kind) {
    case "ordering":
      return field.dataset.moved ? [...field.querySelectorAll("li")].map((row) => row.dataset.letter) : [];
    case "matching":
      return values("select");
    case "fill_in":
    case "short_answer":
      return values("input, textarea");
    default:
      return values("input:checked");
  }
}

function fillIn(form, { name, answers }) {
  if (form.elements.who) form.elements.who.value = name ?? "";
  for (const field of form.querySelectorAll("fieldset")) {
    const answer = answers?.[field.dataset.number] ?? [];
    for (const box of field.querySelectorAll("[type=radio], [type=checkbox]"))
      box.checked = answer.includes(box.value);
    field.querySelectorAll("input:not([type]), textarea, select").forEach((box, at) => {
      box.value = answer[at] ?? "";
    });
    fillOrder(field, answer);
  }
}

// Rows in the answer's order; without an answer in the order of the paper.
function fillOrder(field, answer) {
  const list = field.querySelector(".order");
  if (!list) return;
  const rows = [...list.children];
  const place = (row) => answer.indexOf(row.dataset.letter);
  const order = answer.length ? (a, b) => place(a) - place(b)
    : (a, b) => a.dataset.letter.localeCompare(b.dataset.letter);
  list.append(...rows.sort(order));
  if (answer.length) field.dataset.moved = "yes";
  else delete field.dataset.moved;
}

function isSure(form) {
  const answers = given(form);
  const open = [...form.querySelectorAll("fieldset")]
    .map((field) => field.dataset.number)
    .filter((number) => !answers[number]);
  const words = WORDS.leftOpen.replace("{count}", open.length).replace("{numbers}", open.join("、"));
  return !open.length || confirm(words);
}

// Marks beside the answers, which cannot be changed meanwhile.
function showMarks(form, { score, questions }) {
  const place = form.querySelector(".score");
  if (!place) return;
  place.innerHTML = score;
  for (const field of form.querySelectorAll("fieldset")) {
    field.querySelector(".mark").innerHTML = questions[field.dataset.number] ?? "";
    for (const box of field.querySelectorAll("input, textarea, select, .moves button"))
      box.disabled = !!score;
  }
  form.elements.who.disabled = !!score;
  form.querySelector("[type=submit]").hidden = !!score;
  for (const button of form.querySelectorAll(".acts [type=button]")) button.hidden = !score;
}
