// The paper under review beside the chat, with its findings: drawn once by the server; a decision redraws one card.
(() => {
  const { desk } = window;
  const KEPT = "desk.review";
  let version = 0;
  let shown = "";
  let current = "";
  let cameFrom = "";
  let waiting = Promise.resolve();

  const byId = (id) => document.getElementById(id);
  const panel = () => byId("review");
  const body = () => document.querySelector("#review .review-body");
  const set = (name, on) => document.body.classList.toggle(name, on);
  const isOpen = () => document.body.classList.contains("review-open");
  const card = (id) => byId(`finding-${id}`);
  const cards = () => [...document.querySelectorAll("#review .finding:not([hidden])")];
  const both = () => body()?.offsetWidth >= 620;

  // Beside the chat on a desk; on a phone it rises over it, and what lies behind can not be reached.
  const open = (yes, byHand = false) => {
    if (yes) desk.paper.close();
    set("review-open", yes);
    ["centre", "rail-zone"].forEach((id) => (byId(id).inert = yes && desk.phone()));
    if (byHand) sessionStorage.setItem(KEPT, yes ? "open" : "closed");
  };
  const close = (back = true) => {
    if (!isOpen()) return;
    open(false, back);
    if (back) (byId(cameFrom) ?? byId("open-review"))?.focus();
  };

  const hide = () => {
    version = 0;
    current = "";
    panel()?.replaceChildren();
    set("has-review", false);
    if (isOpen()) open(false);
  };

  const pane = (name, focus = false) => {
    body().dataset.pane = name;
    document.querySelectorAll('#review [role="tab"]').forEach((tab) => {
      const on = tab.dataset.pane === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
    });
  };

  const draw = (data) => {
    const first = version === 0;
    const was = current;
    const focused = panel().contains(document.activeElement) && document.activeElement.id;
    version = data.version;
    current = "";
    panel().innerHTML = data.html;
    set("has-review", true);
    pane("findings");
    if (was && card(was)) go(was, { focus: false });
    if (focused) byId(focused)?.focus({ preventScroll: true });
    const kept = sessionStorage.getItem(KEPT);
    if (first && !desk.phone()) open(kept !== "closed");
  };

  const refresh = async () => {
    if (shown !== desk.conversation) hide();
    shown = desk.conversation;
    const asked = shown;
    const { status, data } = await desk.talk(`review/${asked}?have=${version}`);
    if (asked !== desk.conversation || !panel()) return;
    // What another look has drawn meanwhile is not drawn again: it would take the focus away.
    if (data.html) data.version > version && draw(data);
    else if (status === 200 && !data.version) hide();
  };

  // What is not in view is brought there; only the pane moves, never the page.
  const bring = (box, element) => {
    const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
    if (inner.top < outer.top + 48 || inner.bottom > outer.bottom - 24 || inner.height > outer.height)
      box.scrollTop += inner.top - outer.top - Math.max(60, Math.min(140, (outer.height - inner.height) / 3));
  };

  const fold = (item, yes) => {
    item.querySelector(".body").hidden = yes;
    item.querySelector(".head").setAttribute("aria-expanded", String(!yes));
    item.classList.toggle("current", !yes);
  };

  const unmark = () => document.querySelectorAll("#review .reviewed .current, #review .reviewed .cited").forEach((at) => at.classList.remove("current", "cited"));

  // One finding at a time: its card opens, its words in the paper are marked and come into view.
  const go = (id, { focus = true, toPaper = true } = {}) => {
    const item = card(id);
    if (!item) return;
    item.hidden = false;
    if (current && current !== id && card(current)) fold(card(current), true);
    current = id;
    fold(item, false);
    unmark();
    const marks = document.querySelectorAll(`#review mark[data-findings~="${CSS.escape(id)}"]`);
    marks.forEach((mark) => mark.classList.add("current"));
    if (body().dataset.pane !== "findings") pane("findings");
    if (both() && toPaper && marks.length) bring(byId("pane-paper"), marks[0]);
    bring(byId("pane-findings"), item);
    if (focus) byId(`head-${id}`).focus({ preventScroll: true });
  };

  // A place of the paper by its offset: the clause in which it stands.
  const toPlace = (offset, mark = true) => {
    const node = [...document.querySelectorAll("#review .node")].findLast((one) => Number(one.dataset.start) <= offset);
    if (!node) return;
    if (!both()) pane("paper");
    if (mark) {
      unmark();
      node.classList.add("cited");
    }
    bring(byId("pane-paper"), node);
    node.focus({ preventScroll: true });
  };

  const step = (by) => {
    const all = cards();
    const at = all.findIndex((item) => item.dataset.finding === current);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) go(next.dataset.finding);
    else desk.say(by > 0 ? "已经是最后一处了。" : "已经是第一处了。");
  };

  const settle = (id, byKey, { status, data }) => {
    if (status === 409) {
      desk.say(data.trouble);
      return refresh();
    }
    if (status !== 200) return desk.say(data.trouble || "这一步没有做成，刷新一下再试。");
    version = data.version;
    const item = card(id);
    item.classList.remove("open", "accepted", "ignored");
    item.classList.add(data.state);
    item.querySelector(".made").textContent = data.said;
    item.querySelector(".deciding").innerHTML = data.html;
    byId("review-left").textContent = data.left;
    desk.say(data.said ? `${data.said}。${data.left}` : `已撤销。${data.left}`);
    (byKey ? byId(`head-${id}`) : item.querySelector(".undo, .accept"))?.focus({ preventScroll: true });
  };

  // Decisions are taken one after another: each must know the version that the one before has made.
  const decide = (id, choice, text = "", byKey = false) => {
    waiting = waiting.then(async () => {
      const deed = { version, finding: id, choice: choice || null, text };
      const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(deed) };
      return settle(id, byKey, await desk.talk(`review/${shown}`, asked));
    });
    return waiting;
  };

  const edit = (item) => {
    const form = item.querySelector(".own-words");
    if (!form) return;
    form.hidden = false;
    const field = form.querySelector("textarea");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    bring(byId("pane-findings"), form);
  };
  const leave = (form) => {
    form.hidden = true;
    form.reset();
    byId(`head-${form.closest(".finding").dataset.finding}`).focus();
  };

  const filter = () => {
    const wanted = Object.fromEntries([...document.querySelectorAll("#review [data-filter]")].map((one) => [one.dataset.filter, one.value]));
    const all = [...document.querySelectorAll("#review .finding")];
    const fits = ({ dataset, classList }) =>
      (!wanted.severity || dataset.severity === wanted.severity) &&
      (!wanted.kind || dataset.kind === wanted.kind) &&
      (!wanted.state || (wanted.state === "open") === classList.contains("open"));
    all.forEach((item) => (item.hidden = !fits(item)));
    document.querySelectorAll("#review .group").forEach((group) => (group.hidden = !group.querySelector(".finding:not([hidden])")));
    const left = cards().length;
    byId("review-none").hidden = left > 0;
    byId("review-shown").textContent = left < all.length ? `${left} / ${all.length}` : "";
  };

  const files = (yes) => {
    byId("review-files-list").hidden = !yes;
    byId("review-files").setAttribute("aria-expanded", String(yes));
  };
  const download = async (kind) => {
    files(false);
    byId("review-files").focus();
    desk.say("正在写文件…");
    try {
      const answer = await fetch(`review/${shown}/file/${kind}`);
      if (!answer.ok) return desk.say((await answer.json()).trouble || "文件没有做出来，刷新一下再试。");
      const name = decodeURIComponent(answer.headers.get("content-disposition").split("''")[1]);
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await answer.blob()), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      desk.say(`已下载：${name}`);
    } catch {
      desk.say("连不上服务，文件没有下载。请确认网络和服务正常，再试一次。");
    }
  };

  const idOf = (element) => element.closest(".finding").dataset.finding;
  desk.on({
    "#review-close": () => close(),
    "#open-review": (button) => ((cameFrom = button.id), open(true, true), byId("review-title").focus()),
    "#chat .see-review": (button) => ((cameFrom = button.id), version && (open(true, true), byId("review-title").focus())),
    '#review [role="tab"]': (tab) => pane(tab.dataset.pane),
    "#review [data-say]": (button) => button.getAttribute("aria-pressed") === "true" || desk.act({ do: "ask", text: button.dataset.say }),
    "#review-files": () => files(byId("review-files-list").hidden),
    "#review [data-file]": (button) => download(button.dataset.file),
    "#review .head": (head) => (idOf(head) === current && !byId(`body-${current}`).hidden ? fold(card(current), true) : go(idOf(head))),
    "#review [data-go]": (button) => go(button.dataset.go),
    "#review [data-at]": (button) => toPlace(Number(button.dataset.at), !button.matches(".see")),
    "#review .copy-it": (button) =>
      window.copyText(byId(button.dataset.copy).innerText.replace(/\n{2,}/g, "\n")).then(
        () => desk.say("已复制。"),
        () => desk.say("浏览器不让复制，请选中文字后手动复制。"),
      ),
    "#review [data-choice]": (button) => decide(idOf(button), button.dataset.choice),
    "#review .own": (button) => edit(button.closest(".finding")),
    "#review .leave": (button) => leave(button.closest("form")),
    "#review [data-law]": (button) => desk.sheetFor(button.id, { do: "law", text: button.dataset.law }),
    "#review-all": () => {
      document.querySelectorAll("#review [data-filter]").forEach((one) => (one.value = ""));
      filter();
    },
    "#review .flag": (flag) => go(flag.dataset.finding, { toPaper: false }),
    "#review mark.hit": (mark) => {
      const ids = mark.dataset.findings.split(" ");
      go(ids[(ids.indexOf(current) + 1) % ids.length], { toPaper: false });
    },
  });

  document.addEventListener("change", (event) => event.target.matches("#review [data-filter]") && filter());
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#review .own-words")) return;
    event.preventDefault();
    decide(idOf(event.target), "accepted", event.target.querySelector("textarea").value);
  });

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: (item) => decide(idOf(item), "accepted", "", true),
    i: (item) => decide(idOf(item), "ignored", "", true),
    e: (item) => edit(item),
    u: (item) => !item.classList.contains("open") && decide(idOf(item), "", "", true),
  };
  document.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#review")) {
      if (event.key === "Escape" && isOpen() && desk.phone()) close();
      return;
    }
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const tab = event.target.closest('[role="tab"]');
    if (event.key === "Escape") {
      const form = event.target.closest(".own-words");
      if (form) return leave(form);
      if (!byId("review-files-list").hidden) return files(false), byId("review-files").focus();
      if (desk.phone() && !document.body.classList.contains("sheet-open")) close();
      return;
    }
    if (tab && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const tabs = [...document.querySelectorAll('#review [role="tab"]')].filter((one) => one.offsetWidth);
      const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      return pane(next.dataset.pane, true);
    }
    if (event.target.matches("textarea, input, select")) return;
    const arrow = event.target.matches(".head") && { ArrowDown: "j", ArrowUp: "k" }[event.key];
    const act = keys[arrow || event.key.toLowerCase()];
    if (!act) return;
    const item = current && card(current);
    if (act.length && (!item || item.querySelector(".body").hidden)) return;
    event.preventDefault();
    act(item);
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !byId("review-files-list")) return;
    if (!event.target.closest(".take-along")) files(false);
    if (desk.phone() && event.target.id === "review-zone") close();
  });
  let startY = null;
  document.addEventListener("touchstart", (event) => {
    startY = event.target.closest(".review-head") ? event.touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (startY !== null && event.changedTouches[0].clientY - startY > 60) close();
    startY = null;
  });

  desk.whenSettled(refresh);
  window.addEventListener("focus", () => shown && refresh());
  desk.review = {
    refresh,
    close,
    // A citation of the paper that lies here is shown in it; false for one of another paper.
    cited(chip) {
      const of = [...chip.classList].find((name) => name.startsWith("of-"))?.slice(3);
      const at = [...chip.classList].find((name) => /^at-\d/.test(name))?.split("-")[1];
      if (!version || !of || body()?.dataset.paper !== of) return false;
      cameFrom = chip.id;
      open(true, true);
      toPlace(Number(at));
      return true;
    },
  };
})();
