
// a page that is watched: asks the machine it came from whether there is a newer one
(() => {
  const own = Number(document.documentElement.dataset.version);
  const shown = document.createElement("div");
  shown.className = "faults";
  shown.setAttribute("role", "alert");
  shown.hidden = true;
  const title = document.createElement("strong");
  title.textContent = "The file has faults; this is its last good version.";
  const told = document.createElement("pre");
  shown.append(title, told);
  document.body.prepend(shown);

  async function ask() {
    try {
      const answer = await fetch("news", { cache: "no-store" });
      const { version, faults } = await answer.json();
      if (version !== own) { location.reload(); return; }
      if (told.textContent !== faults) told.textContent = faults;
      shown.hidden = faults === "";
    } catch {
      title.textContent = "It is no longer watched; this is how it last was.";
      shown.hidden = false;
    }
    setTimeout(ask, 250);
  }
  ask();
})();
