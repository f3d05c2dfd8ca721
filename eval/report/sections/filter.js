// Filtering the questions of a report. Everything is on the page already; nothing is fetched.
function setUpFilter(root) {
  const form = root.querySelector("#filter");
  const count = root.querySelector("#count");
  const questions = [...root.querySelectorAll(".question")].map((element) => ({
    element,
    outcomes: [...element.querySelectorAll(".outcome")],
    given: [...element.querySelectorAll(".given")],
    text: null,
  }));
  let shownRun = "0";

  const outcomeOf = (outcome) =>
    outcome.classList.contains("wrong") ? "wrong" : outcome.dataset.faults === "0" ? "right" : "flawed";

  // Reading the text of all questions takes a moment, so it is done at the first search only.
  const holds = (question, words) => {
    question.text ??= question.element.textContent.toLowerCase();
    return words.every((word) => question.text.includes(word));
  };

  const matches = (question, wanted, words) => {
    const outcome = question.outcomes.find((one) => one.dataset.run === shownRun);
    if (!outcome) return false;
    const found = outcomeOf(outcome);
    return (
      (!wanted.type || question.element.dataset.type === wanted.type) &&
      (!wanted.split || question.element.dataset.split === wanted.split) &&
      (!wanted.change || question.element.dataset.change === wanted.change) &&
      (!wanted.status || outcome.dataset.status === wanted.status) &&
      (!wanted.outcome || found === wanted.outcome || (wanted.outcome === "right" && found === "flawed")) &&
      holds(question, words)
    );
  };

  const showRun = (run) => {
    shownRun = run;
    for (const question of questions) {
      for (const outcome of question.outcomes) outcome.hidden = outcome.dataset.run !== run;
      for (const given of question.given) given.open = given.dataset.run === run;
    }
  };

  const update = () => {
    const wanted = Object.fromEntries(new FormData(form));
    if (wanted.run !== undefined && wanted.run !== shownRun) showRun(wanted.run);
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const question of questions) {
      const visible = matches(question, wanted, words);
      question.element.hidden = !visible;
      if (visible) shown += 1;
    }
    count.textContent = `显示 ${shown} 题,共 ${questions.length} 题` + (shown ? "" : "。没有符合条件的题,请放宽条件。");
  };

  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update)); // the fields are cleared after the event
  update();
}
