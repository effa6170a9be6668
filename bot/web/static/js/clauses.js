// The clause desk: search as it is typed, one clause beside the list, its text anew with every value.
(() => {
  const byId = (id) => document.getElementById(id);
  const article = () => document.querySelector("#detail article");
  const wide = window.matchMedia("(min-width: 901px)");
  let fading = 0;

  const say = (words) => {
    const line = byId("spoken");
    line.textContent = words;
    line.classList.add("shown");
    clearTimeout(fading);
    fading = setTimeout(() => line.classList.remove("shown"), 2600);
  };

  const get = async (address, options) => {
    try {
      const answer = await fetch(address, options);
      const json = answer.headers.get("content-type")?.startsWith("application/json");
      const body = json ? await answer.json() : await answer.text();
      if (answer.ok) return body;
      say(body.trouble || "没有打开，刷新一下再试。");
    } catch {
      say("连不上服务。请确认网络和服务正常，再试一次。");
    }
    return null;
  };

  const typed = () => Object.fromEntries([...(byId("facts") ? new FormData(byId("facts")) : [])]);

  const mark = (clause) =>
    document.querySelectorAll("#list a").forEach((link) => {
      if (link.dataset.clause === clause) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });

  const show = async (clause, position, { push = true, focus = true, keep = {} } = {}) => {
    const html = await get(`clauses/detail?${new URLSearchParams({ id: clause, position })}`);
    if (html === null) return;
    byId("detail").innerHTML = html;
    document.body.classList.add("at-clause");
    for (const [name, value] of Object.entries(keep)) {
      const field = byId(`fact-${name}`);
      if (field) field.value = value;
    }
    if (Object.values(keep).some(Boolean)) await write();
    mark(clause);
    if (push) history.pushState({}, "", `clauses?${new URLSearchParams({ id: clause, position, words: byId("words").value })}`);
    if (focus) byId("title").focus({ preventScroll: true });
    else document.querySelector(`.positions [data-position="${position}"]`)?.focus({ preventScroll: true });
    if (focus && !wide.matches) window.scrollTo(0, 0);
    if (focus) byId("detail").scrollTop = 0;
  };

  // The answers may overtake each other: only the one to the last value counts.
  let asked = 0;
  const write = async () => {
    const mine = ++asked;
    const { clause, position } = article().dataset;
    const body = JSON.stringify({ id: clause, position, values: typed() });
    const made = await get("clauses/text", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!made || mine !== asked) return;
    byId("text").innerHTML = made.html;
    byId("plain").value = made.plain;
    byId("reply").textContent = made.reply;
    document.querySelectorAll("#facts .says").forEach((line) => {
      const name = line.id.slice("says-".length);
      const fault = made.faults[name];
      line.textContent = fault || made.cautions[name] || line.dataset.hint;
      line.classList.toggle("fault", !!fault);
      line.classList.toggle("caution", !fault && !!made.cautions[name]);
      byId(`fact-${name}`).setAttribute("aria-invalid", String(!!fault));
    });
  };

  const later = (() => {
    let timer = 0;
    return (then) => {
      clearTimeout(timer);
      timer = setTimeout(then, 150);
    };
  })();

  const search = async () => {
    const words = byId("words").value;
    const html = await get(`clauses/list?${new URLSearchParams({ words, id: article()?.dataset.clause ?? "" })}`);
    if (html !== null && words === byId("words").value) byId("list").innerHTML = html;
  };

  document.addEventListener("input", (event) => {
    if (event.target.id === "words") later(search);
    else if (event.target.closest("#facts")) later(write);
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches(".find")) search();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-clause]");
    if (link && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      return void show(link.dataset.clause, article()?.dataset.position ?? "balanced");
    }
    if (event.target.closest("a.back")) {
      event.preventDefault();
      const { clause } = article().dataset;
      document.body.classList.remove("at-clause");
      history.pushState({}, "", "clauses");
      return void document.querySelector(`#list a[data-clause="${CSS.escape(clause)}"]`)?.focus();
    }
    const position = event.target.closest(".positions button");
    if (position) return void show(article().dataset.clause, position.dataset.position, { focus: false, keep: typed() });
    const copy = event.target.closest(".copy");
    if (copy) {
      const source = byId(copy.dataset.copy);
      window.copyText(source.value ?? source.textContent).then(
        () => say("已复制。"),
        () => say("浏览器不让复制，请选中文字后手动复制。"),
      );
    }
  });
  document.addEventListener(
    "toggle",
    async (event) => {
      const law = event.target;
      if (!law.matches?.("details.law") || !law.open || law.lastElementChild.innerHTML) return;
      const html = await get(`clauses/law?${new URLSearchParams({ name: law.dataset.law })}`);
      if (html !== null) law.lastElementChild.innerHTML = html;
    },
    true,
  );
  document.querySelector("#list [aria-current]")?.scrollIntoView({ block: "center" });
  window.addEventListener("popstate", () => {
    const asked = new URLSearchParams(location.search);
    if (asked.get("id")) show(asked.get("id"), asked.get("position") ?? "balanced", { push: false });
    else document.body.classList.remove("at-clause");
  });
})();
