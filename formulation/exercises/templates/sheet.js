"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const about = JSON.parse(one("sheet").textContent);
  const place = `formulation:${about.sheet}`;
  const all = (section, what) => [...section.querySelectorAll(what)];
  const questions = about.questions.map(([id, form, name]) => ({ id, form, section: one(name) }));
  for (const question of questions) {
    question.list = question.section.querySelector(".scenes");
    question.first = question.list ? [...question.list.children] : [];
  }
  document.documentElement.classList.add("has-script");
  const tell = (words) => { one("told").textContent = words; };

  // what is answered, as lists of letters, words or texts
  const field = (question) => question.section.querySelector(".word, .text");
  const mine = (question) => question.section.querySelector(".mine");
  const letters = (question) => [...question.list.children].map((item) => item.dataset.letter);
  function answered(question) {
    if (question.form === "order") return mine(question).checked ? letters(question) : [];
    const written = field(question);
    if (written) return written.value.trim() ? [written.value.trim()] : [];
    return all(question.section, "input:checked").map((input) => input.value);
  }
  function answers() {
    const given = questions.map((question) => [question.id, answered(question)]);
    const name = one("name").value.trim();
    const said = Object.fromEntries(given.filter(([, answer]) => answer.length));
    return { answers: "1", sheet: about.sheet, ...(name ? { name } : {}), given: said };
  }

  // and the same put back into the page; what does not fit is left out
  function put(question, answer) {
    if (question.form === "order") {
      const own = new Map(question.first.map((item) => [item.dataset.letter, item]));
      const isWhole = answer.length === own.size && new Set(answer).size === own.size
        && answer.every((letter) => own.has(letter));
      question.list.append(...(isWhole ? answer.map((letter) => own.get(letter)) : question.first));
      mine(question).checked = isWhole && answer.length > 0;
      return;
    }
    const written = field(question);
    if (written) { written.value = answer[0] || ""; return; }
    for (const input of all(question.section, "input")) input.checked = answer.includes(input.value);
  }
  function fill(told) {
    one("name").value = typeof told.name === "string" ? told.name : "";
    const given = told.given && typeof told.given === "object" ? told.given : {};
    for (const question of questions) {
      const answer = Object.hasOwn(given, question.id) ? given[question.id] : [];
      const isList = Array.isArray(answer) && answer.every((word) => typeof word === "string");
      put(question, isList ? answer : []);
    }
  }

  // kept in this browser, where it lets a page keep anything
  function canKeep() {
    try {
      localStorage.setItem(`${place} probe`, "1");
      localStorage.removeItem(`${place} probe`);
      return true;
    } catch { return false; }
  }
  function keep() {
    const told = answers();
    try {
      if (told.name || Object.keys(told.given).length) localStorage.setItem(place, JSON.stringify(told));
      else localStorage.removeItem(place);
    } catch { /* the page says at its top that nothing is kept */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(place)) || {}; } catch { return {}; }
  }

  function show() {
    let count = 0;
    for (const question of questions) {
      const isAnswered = answered(question).length > 0;
      count += isAnswered ? 1 : 0;
      const clear = question.section.querySelector(".clear");
      if (clear) clear.hidden = !isAnswered;
      if (question.list) question.list.classList.toggle("is-mine", isAnswered);
      const text = question.section.querySelector("textarea");
      if (text) text.rows = Math.max(Number(text.dataset.rows ??= text.rows), text.value.split("\n").length + 1);
    }
    const noun = questions.length === 1 ? "question" : "questions";
    const words = `${count} of ${questions.length} ${noun} answered.`;
    one("count").textContent = words;
    return words;
  }
  function changed() { show(); tell(""); keep(); }

  // order, by buttons and by dragging
  const placed = (question, item) => {
    mine(question).checked = true;
    changed();
    const at = [...question.list.children].indexOf(item) + 1;
    tell(`${item.dataset.letter} stands at place ${at} of ${question.first.length} now.`);
  };
  function move(question, button) {
    const item = button.closest("li");
    const isEarlier = button.dataset.move === "-1";
    const other = isEarlier ? item.previousElementSibling : item.nextElementSibling;
    if (!other) { tell(`${item.dataset.letter} stands ${isEarlier ? "first" : "last"} already.`); return; }
    if (isEarlier) other.before(item); else other.after(item);
    button.focus();
    placed(question, item);
  }
  function makeDraggable(question) {
    let held = null;
    question.list.addEventListener("dragstart", (event) => {
      held = event.target.closest("li");
      held.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", held.dataset.letter);
    });
    question.list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!held) return;
      event.preventDefault();
      if (!over || over === held) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(held); else over.after(held);
    });
    question.list.addEventListener("drop", (event) => event.preventDefault());
    question.list.addEventListener("dragend", () => {
      if (!held) return;
      held.classList.remove("dragged");
      placed(question, held);
      held = null;
    });
    for (const item of question.first) item.draggable = true;
  }
  for (const question of questions.filter(({ form }) => form === "order")) {
    question.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) move(question, button);
    });
    makeDraggable(question);
  }
  for (const question of questions) {
    const clear = question.section.querySelector(".clear");
    if (clear) clear.addEventListener("click", () => {
      put(question, []);
      changed();
      question.section.querySelector("input").focus();
      tell(`Question ${question.id} is open again.`);
    });
  }

  // saving and starting again
  one("save").addEventListener("click", () => {
    const text = `${JSON.stringify(answers(), null, 1)}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = about.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell(`Saved as ${about.file}. ${show()} Hand this file in.`);
  });
  one("again").addEventListener("click", () => one("sure").showModal());
  one("no").addEventListener("click", () => one("sure").close());
  one("yes").addEventListener("click", () => {
    one("sure").close();
    fill({});
    changed();
    tell("Everything is as it was at first.");
    one("main").focus();
  });

  document.addEventListener("input", changed);
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.printed")) fold.open = true;
  });
  fill(kept());
  show();
  one("keeps").textContent = canKeep()
    ? "Your answers are kept in this browser as you go."
    : "This browser keeps nothing for this page: save your answers before you close it.";
})();
