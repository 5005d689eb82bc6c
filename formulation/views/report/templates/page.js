"use strict";
(() => {
  const root = document.documentElement;
  const one = (id) => document.getElementById(id);
  root.classList.add("has-script");

  // rows by their numbers; a long table is bare, and what can be pressed in it is made here
  const rows = new Map();
  for (const row of document.querySelectorAll('tbody tr[id^="s-"]')) {
    const head = row.cells[0];
    const number = head.textContent.trim();
    rows.set(number, row.id);
    row.dataset.statement = row.id;
    if (!head.querySelector("button")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = number;
      head.replaceChildren(button);
    }
  }
  const rowOf = (number) => rows.get(number) || number;
  // statements stand by their ids, where there are many by their numbers: "#12 13"
  const tokens = (element, name) => {
    const told = element.getAttribute(name) || "";
    const list = told.replace("#", "").split(" ").filter(Boolean);
    return told.startsWith("#") ? list.map(rowOf) : list;
  };

  // everything that belongs to a statement, found once
  const places = new Map();
  for (const element of document.querySelectorAll("[data-statement]")) {
    for (const token of tokens(element, "data-statement")) {
      if (!places.has(token)) places.set(token, []);
      places.get(token).push(element);
    }
  }
  // what can be pressed is marked here, so that a long table is no longer than it must be
  for (const button of document.querySelectorAll("tbody th > button")) {
    button.dataset.light = button.closest("tr").id;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", `Show ${button.textContent}`);
  }
  for (const button of document.querySelectorAll("button.more")) {
    button.dataset.light = button.closest("[data-statement]").dataset.statement;
    button.setAttribute("aria-pressed", "false");
  }
  const pictures = [...document.querySelectorAll(".paper svg")];
  const buttons = [...document.querySelectorAll("button[data-light]")];
  let lit = [];
  let litWords = "";

  const tell = (words) => { one("told").textContent = words; };
  const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const sameAs = (list) => list.length === lit.length && list.every((token) => lit.includes(token));

  function light(list, words) {
    for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
    lit = list;
    const own = new Set(list);
    // a sentence is marked where all that it speaks of is, a picture or a row where anything is
    const belongs = (element) => !element.matches("span, li")
      || tokens(element, "data-statement").every((token) => own.has(token));
    for (const token of list) {
      for (const element of places.get(token) || []) element.classList.toggle("lit", belongs(element));
    }
    for (const picture of pictures) {
      picture.classList.toggle("is-lit", picture.querySelector(".lit") !== null);
    }
    for (const button of buttons) {
      const isOn = list.length > 0 && sameAs(tokens(button, "data-light"));
      button.setAttribute("aria-pressed", String(isOn));
      const card = button.classList.contains("light") && button.closest(".card");
      if (card) card.classList.toggle("lit", isOn);
    }
    one("lit").hidden = list.length === 0;
    litWords = list.length ? `${words || "Shown"}: ${counted(list.length, "statement")} shown in pictures and tables.` : "";
    one("lit-said").textContent = litWords;
    tell(list.length ? litWords : "All statements are shown alike.");
  }

  const wordsOf = (list) => {
    const row = list.length === 1 && one(list[0]);
    return row ? row.cells[row.cells.length > 3 ? 2 : 1].textContent : "";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-light]");
    if (button) {
      const list = tokens(button, "data-light");
      if (button.getAttribute("aria-pressed") === "true") light([], "");
      else light(list, button.dataset.says || wordsOf(list));
      return;
    }
    const link = event.target.closest('.refs a[href^="#s-"]');
    if (link) {
      const list = [link.getAttribute("href").slice(1)];
      light(list, wordsOf(list));
      return;
    }
    const drawn = event.target.closest("svg [data-statement]");
    if (drawn) {
      const list = tokens(drawn, "data-statement");
      if (sameAs(list)) light([], "");
      else light(list, wordsOf(list));
    }
  });
  one("lit-off").addEventListener("click", () => { light([], ""); one("main").focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && lit.length) light([], "");
  });

  // a picture that is wider than its frame says so; one that is folded away is measured when it opens
  const measured = new ResizeObserver((all) => {
    for (const { target } of all) {
      target.parentElement.classList.toggle("is-wide", target.scrollWidth > target.clientWidth + 1);
    }
  });
  for (const frame of document.querySelectorAll(".paper")) measured.observe(frame);

  // the map as of a date
  const data = one("dates");
  if (data) {
    const { ids: told, dates } = JSON.parse(data.textContent);
    const ids = told.map((id) => rowOf(String(id)));
    const slider = one("as-of");
    const map = one("picture-map").querySelector("svg");
    const groups = [...map.querySelectorAll("[data-statement], [data-holds]")].map((element) => ({
      element,
      own: tokens(element, element.hasAttribute("data-holds") ? "data-holds" : "data-statement"),
      count: element.querySelector(".count"),
    }));
    for (const group of groups) group.all = group.count && group.count.textContent;

    function show(number) {
      const date = number ? dates[number - 1] : null;
      const held = new Map(ids.map((id, n) => [id, date ? date[1][n] : "c"]));
      for (const { element, own, count, all } of groups) {
        const states = own.map((token) => held.get(token) || "-").filter((state) => state !== "-");
        element.classList.toggle("absent", states.length === 0);
        element.classList.toggle("possible", states.length > 0 && !states.includes("c"));
        if (count) count.textContent = date ? `×${states.length}` : all;
      }
      const words = date ? date[0] : "the whole case";
      slider.value = String(number);
      slider.setAttribute("aria-valuetext", words);
      one("as-of-said").textContent = words;
      one("as-of-before").disabled = number === 0;
      one("as-of-after").disabled = number === dates.length;
      say(held, date);
    }

    function say(held, date) {
      const place = one("as-of-words");
      place.replaceChildren();
      const add = (name, words) => {
        const made = document.createElement(name);
        made.textContent = words;
        place.append(made);
        return made;
      };
      if (!date) { add("p", "The whole case; choose a date above."); return; }
      const told = { c: [], p: [] };
      for (const [id, state] of held) {
        const row = one(id);
        if (row && row.cells && row.cells.length > 3 && told[state]) told[state].push(row.cells[2].textContent);
      }
      for (const [state, words] of [["c", "It held then"], ["p", "It may have held then"]]) {
        add("p", `${words}: ${counted(told[state].length, "statement")}.`);
        const list = add("ul", "");
        for (const sentence of told[state]) {
          const item = document.createElement("li");
          item.textContent = sentence;
          list.append(item);
        }
      }
      tell(`The map as of ${date[0]}: ${counted(told.c.length, "statement")} held, ${told.p.length} may have held.`);
    }

    slider.addEventListener("input", () => show(Number(slider.value)));
    one("as-of-before").addEventListener("click", () => show(Math.max(0, Number(slider.value) - 1)));
    one("as-of-after").addEventListener("click", () => show(Math.min(dates.length, Number(slider.value) + 1)));
    show(Number(slider.value));
    tell("");
  }
})();
